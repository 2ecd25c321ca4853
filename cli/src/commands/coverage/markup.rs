//! Reads Markdown, plain text, HTML and JSON.

use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::de::IgnoredAny;

use super::document::{Builder, Fragment};

/// The fragments of a document. The format is recognized by its first characters.
pub(super) fn fragments(source: &str) -> Vec<Fragment> {
    let mut builder = Builder::default();
    let start = source.trim_start().get(..14).unwrap_or(source.trim_start());
    let start = start.to_ascii_lowercase();
    let is_json =
        start.starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(source).is_ok();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        read_html(source, 0, &mut builder);
    } else if is_json {
        builder.open("pre");
        builder.text(source, &(0..source.len()));
    } else {
        read_markdown(source, &mut builder);
    }
    builder.finish()
}

fn read_markdown(source: &str, builder: &mut Builder) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    // Consecutive lines of HTML are read together: a tag may span several of them.
    let mut html: Option<Range<usize>> = None;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        match event {
            Event::Html(_) => html.get_or_insert(range.clone()).end = range.end,
            Event::End(TagEnd::HtmlBlock) => {
                let block = html.take().unwrap_or_default();
                read_html(&source[block.clone()], block.start, builder);
            }
            Event::InlineHtml(_) => read_html(&source[range.clone()], range.start, builder),
            Event::Start(tag) => builder.open(html_tag(&tag)),
            Event::End(tag) => builder.close(html_end_tag(tag)),
            Event::Code(code) => code_span(&code, &range, source, builder),
            Event::Text(text) => builder.text(&text, &range),
            Event::SoftBreak | Event::HardBreak => builder.text("\n", &range),
            _ => {}
        }
    }
}

fn html_tag(tag: &Tag<'_>) -> &'static str {
    match tag {
        // Every table of Markdown has a header.
        Tag::TableCell => "th",
        Tag::CodeBlock(_) => "pre",
        Tag::HtmlBlock => "div",
        tag => html_end_tag(tag.to_end()),
    }
}

fn html_end_tag(tag: TagEnd) -> &'static str {
    match tag {
        TagEnd::Table => "table",
        TagEnd::TableHead | TagEnd::TableRow => "tr",
        TagEnd::TableCell => "td",
        TagEnd::List(_) => "ul",
        TagEnd::Item => "li",
        TagEnd::Heading(level) => ["h1", "h2", "h3", "h4", "h5", "h6"][level as usize - 1],
        TagEnd::CodeBlock => "pre",
        TagEnd::Paragraph => "p",
        TagEnd::BlockQuote(_) => "blockquote",
        _ => "",
    }
}

/// Adds a code span, which is not part of the words next to it. A span with line breaks contains no code.
fn code_span(code: &str, range: &Range<usize>, source: &str, builder: &mut Builder) {
    let start = range.start + range.len().saturating_sub(code.len()) / 2;
    let inside = start..start + code.len();
    let backtick = |at: usize| at..at + 1;
    builder.text(" ", &backtick(range.start));
    if source.get(inside.clone()) == Some(code) {
        builder.open("code");
        builder.text(code, &inside);
        builder.close("code");
    }
    builder.text(" ", &backtick(range.end.saturating_sub(1)));
}

/// Reads HTML that starts at an offset of the document.
fn read_html(html: &str, offset: usize, builder: &mut Builder) {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // Scripts and styles are not markup.
    emitter.naively_switch_states(true);
    let mut is_hidden = false;
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name);
                is_hidden = ["script", "style"].contains(&&*name);
                if name == "br" {
                    let at = offset + tag.span.start;
                    builder.text("\n", &(at..at + 1));
                }
                builder.open(&name);
            }
            Token::EndTag(tag) => {
                is_hidden = false;
                builder.close(&String::from_utf8_lossy(&tag.name));
            }
            Token::String(text) if !is_hidden => {
                let raw = html.get(text.span.start..text.span.end).unwrap_or_default();
                add_text(raw, offset + text.span.start, builder);
            }
            _ => {}
        }
    }
}

/// Adds text entity by entity, so that the text after one keeps its exact location.
fn add_text(raw: &str, offset: usize, builder: &mut Builder) {
    let mut at = offset;
    // An ampersand starts an entity, and a semicolon ends one.
    let pieces = raw.split_inclusive(';').flat_map(|piece| {
        let (text, entity) = piece.split_at(piece.rfind('&').unwrap_or(piece.len()));
        [text, entity]
    });
    for piece in pieces {
        let text = match piece {
            "&amp;" => "&",
            "&lt;" => "<",
            "&gt;" => ">",
            "&quot;" | "&#34;" => "\"",
            "&apos;" | "&#39;" => "'",
            "&nbsp;" | "&#160;" => " ",
            text => text,
        };
        builder.text(text, &(at..at + piece.len()));
        at += piece.len();
    }
}
