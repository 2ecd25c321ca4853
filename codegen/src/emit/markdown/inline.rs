//! Text within a line of Markdown.
//!
//! What a book says is data: it must read on the page exactly as it stands in the book, whatever it looks like. So a
//! line is an [`Inline`], and text gets into one only through the functions here, which take its meaning away. The words
//! of the pages themselves are `&'static str`, which no book can supply.

use std::fmt::Write;
use std::ops::Add;

use crate::emit::prose::{is_unseen, joined};

/// What has a meaning even in code: an mdBook includes files at `{{#`, readers of tables differ about `\|`, and a link
/// that begins a paragraph ends at `]:`. There the looks of code are given up.
const UNSAFE_IN_CODE: [&str; 3] = ["{{", "\\|", "]:"];

/// A piece of a line, safe in any paragraph, heading, list item or link. For table cells there is [`Inline::cell`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Inline(String);

impl Inline {
    /// Words of the pages' own, whose Markdown is meant.
    pub(crate) fn own(words: &'static str) -> Self {
        Self(words.to_owned())
    }

    /// Text that means nothing but itself.
    pub(crate) fn text(text: &str) -> Self {
        let line = one_line(text);
        let mut escaped = String::with_capacity(line.len());
        let rest = escape_marker(&line, &mut escaped);
        escape(rest, &mut escaped);
        Self(escaped)
    }

    /// Text in which a pair of backticks marks code, as in the prose of any book. Nothing else in it is markup.
    pub(crate) fn prose(text: &str) -> Self {
        let line = one_line(text);
        let is_marked_up = !line.contains("``") && line.matches('`').count().is_multiple_of(2);
        if !is_marked_up {
            return Self::text(text);
        }
        let mut prose = String::new();
        for (at, piece) in line.split('`').enumerate() {
            match at {
                0 => escape(escape_marker(piece, &mut prose), &mut prose),
                _ if at.is_multiple_of(2) => escape(piece, &mut prose),
                _ => prose.push_str(&Self::code(piece).0),
            }
        }
        Self(prose)
    }

    /// Prose that ends as a sentence does, even if the book leaves the full stop out.
    pub(crate) fn sentence(text: &str) -> Self {
        let prose = Self::prose(text);
        let is_ended = prose.is_empty() || text.trim_end().ends_with(['.', '!', '?', ':', '…']);
        if is_ended { prose } else { prose + "." }
    }

    /// Text that is code. Nothing in it is collapsed or escaped.
    pub(crate) fn code(text: &str) -> Self {
        let text = visible(text, |_| false);
        if text.is_empty() || UNSAFE_IN_CODE.iter().any(|sign| text.contains(sign)) {
            return Self::text(&format!("“{text}”"));
        }
        let ticks = "`".repeat(longest_run(&text, '`') + 1);
        let touches = text.starts_with('`') || text.ends_with('`');
        let is_trimmed =
            text.starts_with(' ') && text.ends_with(' ') && !text.trim_matches(' ').is_empty();
        let pad = if touches || is_trimmed { " " } else { "" };
        Self(format!("{ticks}{pad}{text}{pad}{ticks}"))
    }

    /// Text in quotation marks, as it is shown to somebody.
    pub(crate) fn quoted(text: &str) -> Self {
        Self::own("“") + Self::text(text) + "”"
    }

    /// Something that can be counted, in the singular only for one.
    pub(crate) fn count(number: usize, one: &'static str, many: &'static str) -> Self {
        Self::text(&number.to_string()) + " " + if number == 1 { one } else { many }
    }

    /// A link to a page of these docs, an anchor or both. Both are made of letters, digits and `-_.#` alone.
    pub(crate) fn link(self, target: &str) -> Self {
        Self(format!("[{}]({target})", self.0))
    }

    /// Items with something between each two.
    pub(crate) fn join(items: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let items: Vec<String> = items.into_iter().map(|item| item.0).collect();
        Self(items.join(between))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The piece as a table's cell; a dash, if there is nothing in it.
    pub(crate) fn cell(&self) -> String {
        if self.is_empty() {
            "—".to_owned()
        } else {
            self.heading()
        }
    }

    /// The piece as the heading of a table's column. Outside of code no pipe is left, so each one found here is in code,
    /// where a backslash keeps it from ending the cell.
    pub(crate) fn heading(&self) -> String {
        self.0.replace('|', "\\|")
    }
}

impl Add for Inline {
    type Output = Self;

    fn add(mut self, more: Self) -> Self {
        self.0.push_str(&more.0);
        self
    }
}

impl Add<&'static str> for Inline {
    type Output = Self;

    fn add(mut self, words: &'static str) -> Self {
        self.0.push_str(words);
        self
    }
}

/// Where something comes from: a link if it is a plain web address, code if it may be a file's name.
pub(crate) fn source(source: &str) -> Inline {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._/:?=%#".contains(&b);
    let is_address = source.starts_with("https://") || source.starts_with("http://");
    match (is_address, source.bytes().all(is_plain)) {
        (true, true) => Inline(format!("<{source}>")),
        (false, true) => Inline::code(source),
        _ => Inline::text(source),
    }
}

/// The longest run of a character.
pub(crate) fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

/// The text with what hides itself or turns other text around written out. `keep` excepts some.
pub(crate) fn visible(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unseen(c) && !keep(c) {
            _ = write!(shown, "⟨U+{:04X}⟩", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

fn one_line(text: &str) -> String {
    visible(&joined(text.split_whitespace()), |_| false)
}

/// Escapes what would begin a list or a definition at the start of a line. Returns what is left to be escaped.
fn escape_marker<'t>(line: &'t str, escaped: &mut String) -> &'t str {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at(digits);
    let is_marker = if number.is_empty() {
        rest.starts_with(['-', '+', '=', ':'])
    } else {
        // `1. x` is an item of a list, `1.5` is not.
        let after = rest.strip_prefix(['.', ')']);
        after.is_some_and(|after| after.is_empty() || after.starts_with(' '))
    };
    escaped.push_str(number);
    if is_marker {
        escaped.push('\\');
        escaped.push_str(&rest[..1]);
    }
    &rest[usize::from(is_marker)..]
}

fn escape(text: &str, escaped: &mut String) {
    for (at, c) in text.char_indices() {
        match c {
            // Entities, because not everything that reads Markdown knows these as escapes, nor a cell its own end.
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '|' => escaped.push_str("&#124;"),
            _ => {
                if is_markup(c) || is_of_bare_link(text, at) {
                    escaped.push('\\');
                }
                escaped.push(c);
            }
        }
    }
}

/// What means something somewhere in `CommonMark`, GitHub's dialect of it or an mdBook.
fn is_markup(c: char) -> bool {
    matches!(
        c,
        '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '~' | '^' | '$'
    )
}

/// Whether a code host would make a link of the text around here, although it has no brackets.
fn is_of_bare_link(text: &str, at: usize) -> bool {
    let (before, here) = text.as_bytes().split_at(at);
    match here.first() {
        Some(b':') => here.starts_with(b"://"),
        Some(b'.') => before
            .last_chunk::<3>()
            .is_some_and(|w| w.eq_ignore_ascii_case(b"www")),
        _ => false,
    }
}
