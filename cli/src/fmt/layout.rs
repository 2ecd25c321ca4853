//! The canonical layout of a text, and the proof that it says the same.

use std::fmt::Display;

use pretty_yaml::config::{FormatOptions, LayoutOptions};
use serde_yaml::Value;
use yaml_parser::SyntaxKind;

use super::blocks::Blocks;
use crate::encoding;

/// As wide as the lists, maps and texts of a book may become.
const WIDTH: usize = 120;

/// Why a text is not laid out.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is no YAML, or not one document of it.
    NoYaml(String),
    /// It is a book's YAML, but not such as the formatter can read.
    Unread(String),
    /// Laid out, it would no longer say what it said.
    Changed(&'static str),
}

impl Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoYaml(why) => write!(f, "this is no YAML of a book: {why}"),
            Self::Unread(why) => write!(
                f,
                "this is right, but beyond what `faultbook fmt` can read: {why}"
            ),
            Self::Changed(what) => write!(
                f,
                "laid out, {what}; so it stays as it is. This is a mistake of `faultbook fmt`: please report it"
            ),
        }
    }
}

/// A text in its canonical layout.
pub(super) fn canonical(text: &str) -> Result<String, Refusal> {
    let text = encoding::without_mark(text);
    let text = with_plain_head(&text.replace("\r\n", "\n"));
    // Asked first: it refuses what is nested without an end, on which the formatter would work for ever.
    let meaning = meaning(&text)?;
    let new = format(&text)?;
    if self::meaning(&new).ok() != Some(meaning) {
        return Err(Refusal::Changed("it would mean something else"));
    }
    if comments(&new)? != comments(&text)? {
        return Err(Refusal::Changed("its comments would not be the same"));
    }
    // Two numbers may be the same and not be written the same, and so may two maps.
    if tokens(&new, SyntaxKind::PLAIN_SCALAR)? != tokens(&text, SyntaxKind::PLAIN_SCALAR)? {
        return Err(Refusal::Changed("its words would not be the same"));
    }
    if format(&new)? != new {
        return Err(Refusal::Changed(
            "it would be laid out otherwise the next time",
        ));
    }
    Ok(new)
}

fn format(text: &str) -> Result<String, Refusal> {
    let blocks = Blocks::of(text).map_err(unread)?;
    let new = pretty_yaml::format_text(&blocks.without(text), &options()).map_err(unread)?;
    Ok(blocks.put_back(&new))
}

fn options() -> FormatOptions {
    FormatOptions {
        layout: LayoutOptions {
            print_width: WIDTH,
            ..LayoutOptions::default()
        },
        ..FormatOptions::default()
    }
}

fn meaning(text: &str) -> Result<Value, Refusal> {
    serde_yaml::from_str(text).map_err(|error| Refusal::NoYaml(error.to_string()))
}

fn unread(error: impl Display) -> Refusal {
    Refusal::Unread(error.to_string())
}

/// A text whose first comments begin their lines: in front of everything, they belong to no level of it, and the
/// formatter would take one for that of the first key.
fn with_plain_head(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(line) = rest.split_inclusive('\n').next() {
        let plain = line.trim_start_matches(' ');
        if !plain.starts_with(['#', '\n']) {
            break;
        }
        out.push_str(plain);
        rest = &rest[line.len()..];
    }
    out + rest
}

/// The comments, in their order.
pub(super) fn comments(text: &str) -> Result<Vec<String>, Refusal> {
    tokens(text, SyntaxKind::COMMENT)
}

/// The tokens of a kind, in their order, whatever space is between their words.
fn tokens(text: &str, kind: SyntaxKind) -> Result<Vec<String>, Refusal> {
    let tree = yaml_parser::parse(&with_plain_head(text)).map_err(unread)?;
    let elements = tree.descendants_with_tokens();
    let tokens = elements.filter_map(|element| element.as_token().cloned());
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(tokens
        .filter(|token| token.kind() == kind)
        .map(|token| words(token.text()))
        .collect())
}
