//! Reads Markdown, which includes plain text, and the formats that are recognised by their first characters.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::de::IgnoredAny;

use super::document::{Builder, Fragment, Kind};
use super::html;

/// The fragments of a document in Markdown, plain text, HTML or JSON.
pub(super) fn fragments(source: &str) -> Vec<Fragment> {
    let mut builder = Builder::default();
    if html::is_document(source) {
        html::read(source, 0, &mut builder);
    } else if is_json(source) {
        builder.start(Kind::Sample);
        builder.text(source, &(0..source.len()));
    } else {
        read(source, &mut builder);
    }
    builder.finish()
}

fn is_json(source: &str) -> bool {
    source.trim_start().starts_with(['{', '['])
        && serde_json::from_str::<IgnoredAny>(source).is_ok()
}

fn read(source: &str, builder: &mut Builder) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    // Consecutive lines of HTML are read together: a tag may span several of them.
    let mut html_block: Option<Range<usize>> = None;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        match event {
            Event::Start(tag) => start(&tag, builder),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(block) = html_block.take() {
                    html::read(&source[block.clone()], block.start, builder);
                }
            }
            Event::End(tag) => end(tag, builder),
            Event::Html(_) => {
                html_block.get_or_insert(range.clone()).end = range.end;
            }
            Event::InlineHtml(_) => html::read(&source[range.clone()], range.start, builder),
            Event::Code(code) => code_span(&code, &range, source, builder),
            Event::Text(text) => builder.text(&text, &range),
            Event::SoftBreak | Event::HardBreak => builder.text("\n", &range),
            _ => {}
        }
    }
}

/// Adds a code span, which is no part of the words next to it. One that is broken over lines holds no code.
fn code_span(code: &str, range: &Range<usize>, source: &str, builder: &mut Builder) {
    let start = range.start + range.len().saturating_sub(code.len()) / 2;
    let inside = start..start + code.len();
    let backtick = |at: usize| at..at + 1;
    builder.text(" ", &backtick(range.start));
    if source.get(inside.clone()) == Some(code) {
        builder.start_code();
        builder.text(code, &inside);
        builder.end_code();
    }
    builder.text(" ", &backtick(range.end.saturating_sub(1)));
}

fn start(tag: &Tag<'_>, builder: &mut Builder) {
    match tag {
        Tag::Table(_) => builder.start_table(),
        Tag::TableCell => builder.start_cell(true),
        Tag::List(_) => builder.start_list(),
        Tag::Item => builder.start_item(),
        Tag::Heading { level, .. } => builder.start(Kind::Heading {
            level: *level as u8,
        }),
        Tag::CodeBlock(_) => builder.start(Kind::Sample),
        Tag::Paragraph | Tag::BlockQuote(_) | Tag::HtmlBlock => builder.flush(),
        _ => {}
    }
}

fn end(tag: TagEnd, builder: &mut Builder) {
    match tag {
        TagEnd::TableHead | TagEnd::TableRow => builder.end_row(),
        TagEnd::List(_) => builder.end_list(),
        TagEnd::TableCell
        | TagEnd::Heading(_)
        | TagEnd::CodeBlock
        | TagEnd::Paragraph
        | TagEnd::Item => builder.end(),
        _ => {}
    }
}
