//! Reads pages in HTML, and the HTML in other pages.

use html5gum::emitters::default::{DefaultEmitter, StartTag};
use html5gum::{Token, Tokenizer};

use super::page::{Extent, Page, PageBuilder};

/// Components whose content is a part with a title.
const PARTS: [&str; 5] = ["tab", "tabitem", "tabpanel", "accordion", "accordionitem"];

/// Attributes with the title of a part, the best first.
const TITLES: [&str; 5] = ["label", "title", "name", "header", "value"];

/// Elements that are paragraphs of their own.
const BLOCKS: &str = "address blockquote body center dd div dl dt li main ol p pre section ul";

const CODES: [&str; 5] = ["code", "kbd", "samp", "tt", "var"];

pub(super) fn read(text: &str) -> Page {
    let mut builder = PageBuilder::default();
    let line_ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line = |offset| line_ends.partition_point(|end| *end < offset) + 1;
    HtmlReader::default().feed(text, line, &mut builder);
    builder.finish()
}

/// Passes the tags and texts of HTML to a page.
#[derive(Debug, Default)]
pub(super) struct HtmlReader {
    /// The targets of the open links.
    links: Vec<String>,
    /// Whether the content of the current element is no text of the page.
    is_hidden: bool,
}

impl HtmlReader {
    pub(super) fn feed(
        &mut self,
        html: &str,
        line: impl Fn(usize) -> usize,
        page: &mut PageBuilder,
    ) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
            match token {
                Token::StartTag(tag) => self.start(&tag, line(tag.span.start), page),
                Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name), page),
                Token::String(text) if !self.is_hidden => {
                    page.text(&collapsed(&String::from_utf8_lossy(&text.value)));
                }
                _ => {}
            }
        }
        self.is_hidden = false;
    }

    fn start(&mut self, tag: &StartTag<usize>, line: usize, page: &mut PageBuilder) {
        let name = String::from_utf8_lossy(&tag.name);
        let number = |key| attribute(tag, key).and_then(|value| value.trim().parse().ok());
        match &*name {
            "table" => page.start_table(line),
            "tr" => page.start_row(line),
            "td" | "th" => page.start_cell(Extent {
                rows: number("rowspan").unwrap_or(1),
                columns: number("colspan").unwrap_or(1),
            }),
            "script" | "style" | "title" | "template" => self.is_hidden = !tag.self_closing,
            "a" => self.links.push(attribute(tag, "href").unwrap_or_default()),
            "br" => page.end_paragraph(),
            "summary" => page.start_heading(LEVEL_OF_SUMMARY, line),
            name if CODES.contains(&name) => page.start_span(),
            name if PARTS.contains(&name) && !tag.self_closing => {
                let title = TITLES.iter().find_map(|key| attribute(tag, key));
                page.start_part(&title.unwrap_or_default());
            }
            name if BLOCKS.split(' ').any(|block| block == name) => page.end_paragraph(),
            name => {
                if let Some(level) = heading(name) {
                    page.start_heading(level, line);
                }
            }
        }
    }

    fn end(&mut self, name: &str, page: &mut PageBuilder) {
        match name {
            "table" => page.end_table(),
            "tr" => page.end_row(),
            "td" | "th" => page.end_cell(),
            "script" | "style" | "title" | "template" => self.is_hidden = false,
            "a" => page.end_link(&self.links.pop().unwrap_or_default()),
            "summary" => page.end_heading(),
            "details" => page.close_heading(LEVEL_OF_SUMMARY),
            name if CODES.contains(&name) => page.end_span(),
            name if PARTS.contains(&name) => page.end_part(),
            name if BLOCKS.split(' ').any(|block| block == name) => page.end_paragraph(),
            name if heading(name).is_some() => page.end_heading(),
            _ => {}
        }
    }
}

/// What can be unfolded is below all headings.
const LEVEL_OF_SUMMARY: usize = 7;

fn heading(name: &str) -> Option<usize> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

fn attribute(tag: &StartTag<usize>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    let value = String::from_utf8_lossy(&value.value).trim().to_owned();
    (!value.is_empty()).then_some(value)
}

/// A text with single spaces, as a browser shows it.
fn collapsed(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for c in text.chars() {
        let is_space = c.is_whitespace() && c != '\u{a0}';
        if !is_space {
            collapsed.push(c);
        } else if !collapsed.ends_with(' ') {
            collapsed.push(' ');
        }
    }
    collapsed
}
