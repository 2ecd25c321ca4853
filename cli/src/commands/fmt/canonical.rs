//! Formats YAML, and checks that the result means the same.

use std::fmt::Display;

use pretty_yaml::config::{FormatOptions, LayoutOptions};
use serde_yaml::Value;
use yaml_parser::SyntaxKind;

use super::blocks::Blocks;
use crate::encoding;

/// The greatest length of a line with a flow list or map.
const WIDTH: usize = 120;

/// Why a text cannot be formatted.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The text is not a single YAML document.
    Invalid(String),
    /// The text is valid, but the formatter cannot parse it.
    Unsupported(String),
    /// The formatted text would not mean the same.
    Changed(&'static str),
}

impl Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Invalid(why) => write!(f, "not valid YAML: {why}"),
            Self::Unsupported(why) => {
                write!(
                    f,
                    "the file is valid, but `faultbook fmt` cannot parse it: {why}"
                )
            }
            Self::Changed(what) => write!(
                f,
                "not formatted, because {what}. This is a bug in `faultbook fmt`: please report it"
            ),
        }
    }
}

/// Formats a text.
pub(super) fn format(text: &str) -> Result<String, Refusal> {
    let text = encoding::without_bom(text);
    let text = with_unindented_head(&text.replace("\r\n", "\n"));
    // This comes first because it refuses deep nesting, on which the formatter would hang.
    let meaning = meaning(&text)?;
    let new = format_once(&text)?;
    if self::meaning(&new).ok() != Some(meaning) {
        return Err(Refusal::Changed("the result would have another meaning"));
    }
    if comments(&new)? != comments(&text)? {
        return Err(Refusal::Changed("the result would have other comments"));
    }
    // The same number can be written in several ways.
    if tokens(&new, SyntaxKind::PLAIN_SCALAR)? != tokens(&text, SyntaxKind::PLAIN_SCALAR)? {
        return Err(Refusal::Changed("the result would have other scalars"));
    }
    if format_once(&new)? != new {
        return Err(Refusal::Changed(
            "formatting the result again would change it",
        ));
    }
    Ok(new)
}

fn format_once(text: &str) -> Result<String, Refusal> {
    let blocks = Blocks::of(text).map_err(unsupported)?;
    let new =
        pretty_yaml::format_text(&blocks.without_blocks(text), &options()).map_err(unsupported)?;
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
    serde_yaml::from_str(text).map_err(|error| Refusal::Invalid(error.to_string()))
}

fn unsupported(error: impl Display) -> Refusal {
    Refusal::Unsupported(error.to_string())
}

/// Removes the indentation of comments above the first key, which the formatter would take for the indentation of the
/// key.
fn with_unindented_head(text: &str) -> String {
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

/// The comments in order.
pub(super) fn comments(text: &str) -> Result<Vec<String>, Refusal> {
    tokens(text, SyntaxKind::COMMENT)
}

/// The tokens of a kind in order, with single spaces between words.
fn tokens(text: &str, kind: SyntaxKind) -> Result<Vec<String>, Refusal> {
    let tree = yaml_parser::parse(&with_unindented_head(text)).map_err(unsupported)?;
    let elements = tree.descendants_with_tokens();
    let tokens = elements.filter_map(|element| element.as_token().cloned());
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(tokens
        .filter(|token| token.kind() == kind)
        .map(|token| words(token.text()))
        .collect())
}
