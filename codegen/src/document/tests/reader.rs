//! Markdown as it is read: every extension on that some code host or book has.

use pulldown_cmark::{Event, Options, Parser, Tag};

/// What was found on a page.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Read {
    /// The text that is shown, code included.
    pub(crate) text: String,
    pub(crate) code: Vec<String>,
    pub(crate) html: Vec<String>,
    pub(crate) links: Vec<String>,
    /// Whatever text must never become: emphasis, images, footnotes, formulas and so on.
    pub(crate) other: Vec<String>,
}

pub(crate) fn read(markdown: &str) -> Read {
    let mut read = Read::default();
    // Smart punctuation changes quotation marks and dashes, which is its purpose.
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(text) => read.text += &text,
            Event::Code(text) => {
                read.text += &text;
                read.code.push(text.to_string());
            }
            Event::Start(Tag::HtmlBlock) => read.html.push(String::new()),
            Event::Html(line) => read
                .html
                .last_mut()
                .expect("within a block")
                .push_str(&line),
            Event::InlineHtml(tag) => read.html.push(tag.to_string()),
            Event::Start(Tag::Link { dest_url, .. }) => read.links.push(dest_url.to_string()),
            Event::Start(tag) if !is_block(&tag) => read.other.push(format!("{tag:?}")),
            Event::Start(_) | Event::End(_) => {}
            other => read.other.push(format!("{other:?}")),
        }
    }
    read
}

/// Blocks that pages are made of.
fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::List(None)
            | Tag::Item
            | Tag::CodeBlock(_)
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Strong
    ) || matches!(tag, Tag::Heading { id: None, classes, attrs, .. } if classes.is_empty() && attrs.is_empty())
}
