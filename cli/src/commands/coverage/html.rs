//! Reads HTML: a document of its own, or what Markdown contains of it.

use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use super::document::{Builder, Kind};

/// Whether a document is HTML as a whole, and not Markdown with tags in it.
pub(super) fn is_document(source: &str) -> bool {
    let source = source.trim_start();
    ["<!doctype html", "<html"].iter().any(|start| {
        let head = source.get(..start.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(start))
    })
}

/// Reads HTML that begins at an offset of the document.
pub(super) fn read(html: &str, offset: usize, builder: &mut Builder) {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // Scripts and styles are not markup.
    emitter.naively_switch_states(true);
    let mut is_hidden = false;
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => {
                is_hidden = is_unread(&tag.name);
                start(&tag.name, offset + tag.span.start, builder);
            }
            Token::EndTag(tag) => {
                is_hidden &= !is_unread(&tag.name);
                end(&tag.name, builder);
            }
            Token::String(text) if !is_hidden => {
                let raw = html.get(text.span.start..text.span.end).unwrap_or_default();
                add_text(raw, offset + text.span.start, builder);
            }
            _ => {}
        }
    }
}

/// Adds text entity by entity, so that what follows one keeps its exact location.
fn add_text(raw: &str, offset: usize, builder: &mut Builder) {
    let mut at = offset;
    // An ampersand begins a piece, and a semicolon ends one.
    let pieces = raw.split_inclusive(';').flat_map(|piece| {
        let (text, entity) = piece.split_at(piece.rfind('&').unwrap_or(piece.len()));
        [text, entity]
    });
    for piece in pieces {
        let source: Range<usize> = at..at + piece.len();
        builder.text(meaning(piece), &source);
        at = source.end;
    }
}

/// What an entity of those that appear in samples means; any other text means itself.
fn meaning(text: &str) -> &str {
    match text {
        "&amp;" => "&",
        "&lt;" => "<",
        "&gt;" => ">",
        "&quot;" | "&#34;" => "\"",
        "&apos;" | "&#39;" => "'",
        "&nbsp;" | "&#160;" => " ",
        _ => text,
    }
}

fn is_unread(tag: &[u8]) -> bool {
    matches!(tag, b"script" | b"style")
}

fn heading_level(tag: &[u8]) -> Option<u8> {
    match tag {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

fn start(tag: &[u8], at: usize, builder: &mut Builder) {
    match tag {
        b"table" => builder.start_table(),
        b"tr" => builder.end_row(),
        b"th" => builder.start_cell(true),
        b"td" => builder.start_cell(false),
        b"ul" | b"ol" | b"dl" => builder.start_list(),
        b"li" | b"dt" => builder.start_item(),
        b"pre" => builder.start(Kind::Sample),
        b"code" | b"tt" | b"kbd" => builder.start_code(),
        b"br" => builder.text("\n", &(at..at + 1)),
        b"p" | b"div" | b"section" | b"blockquote" => builder.flush(),
        b"dd" => builder.end(),
        _ => {
            if let Some(level) = heading_level(tag) {
                builder.start(Kind::Heading { level });
            }
        }
    }
}

fn end(tag: &[u8], builder: &mut Builder) {
    match tag {
        b"tr" | b"table" => builder.end_row(),
        b"ul" | b"ol" | b"dl" => builder.end_list(),
        b"code" | b"tt" | b"kbd" => builder.end_code(),
        b"th" | b"td" | b"li" | b"dt" | b"dd" | b"pre" | b"p" | b"div" => builder.end(),
        _ if heading_level(tag).is_some() => builder.end(),
        _ => {}
    }
}
