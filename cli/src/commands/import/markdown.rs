//! Reads pages in Markdown and MDX.

mod prepared;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use self::prepared::Prepared;
use super::html::HtmlReader;
use super::page::{Extent, Page, PageBuilder};

pub(super) fn read(text: &str) -> Page {
    let prepared = Prepared::new(text);
    let mut reader = Reader::default();
    let parser = Parser::new_ext(&prepared.text, Options::ENABLE_TABLES);
    for (event, range) in parser.into_offset_iter() {
        reader.take(event, range.start, &prepared);
    }
    reader.end_html(&prepared);
    reader.page.finish()
}

#[derive(Debug, Default)]
struct Reader {
    page: PageBuilder,
    html: HtmlReader,
    /// HTML that is not complete yet, with its offset: tags can be spread over several lines.
    pending: Option<(usize, String)>,
    /// The targets of the current links.
    links: Vec<String>,
    is_code: bool,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, at: usize, prepared: &Prepared) {
        if let Event::Html(html) = &event {
            let (_, pending) = self.pending.get_or_insert((at, String::new()));
            pending.push_str(html);
            return;
        }
        self.end_html(prepared);
        match event {
            Event::Start(tag) => self.start(tag, prepared.line(at)),
            Event::End(tag) => self.end(tag),
            Event::Code(text) => {
                self.page.start_span();
                self.page.text(&text);
                self.page.end_span();
            }
            Event::Text(text) if !self.is_code => self.page.text(&text),
            Event::SoftBreak => self.page.text(" "),
            Event::HardBreak => self.page.end_paragraph(),
            Event::InlineHtml(html) => {
                self.html.feed(&html, |_| prepared.line(at), &mut self.page);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, line: usize) {
        match tag {
            Tag::Table(_) => self.page.start_table(line),
            Tag::TableHead | Tag::TableRow => self.page.start_row(line),
            Tag::TableCell => self.page.start_cell(Extent::ONE),
            Tag::Heading { level, .. } => self.page.start_heading(depth(level), line),
            Tag::Link { dest_url, .. } => self.links.push(dest_url.into_string()),
            Tag::CodeBlock(_) => self.is_code = true,
            Tag::Paragraph | Tag::Item => self.page.end_paragraph(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Table => self.page.end_table(),
            TagEnd::TableHead | TagEnd::TableRow => self.page.end_row(),
            TagEnd::TableCell => self.page.end_cell(),
            TagEnd::Heading(_) => self.page.end_heading(),
            TagEnd::Link => self.page.end_link(&self.links.pop().unwrap_or_default()),
            TagEnd::CodeBlock => self.is_code = false,
            TagEnd::Paragraph | TagEnd::Item => self.page.end_paragraph(),
            _ => {}
        }
    }

    fn end_html(&mut self, prepared: &Prepared) {
        if let Some((at, html)) = self.pending.take() {
            let line = |offset| prepared.line(at + offset);
            self.html.feed(&html, line, &mut self.page);
        }
    }
}

fn depth(level: HeadingLevel) -> usize {
    level as usize
}
