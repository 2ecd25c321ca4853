//! Texts of a catalogue, made fit for a book.

use faultbook_codegen::names;

use super::columns::Field;

/// A summary is one line of no more characters.
const LONGEST_SUMMARY: usize = 300;
/// A title stands in headings.
const LONGEST_TITLE: usize = 120;

/// What stands where there is nothing to say.
const PLACEHOLDERS: [&str; 8] = ["-", "–", "—", "n/a", "N/A", "null", "NULL", "undefined"];

/// A cell of a table, unless it says nothing. What is a placeholder elsewhere can be a code.
pub(super) fn cell(field: Field, text: &str) -> Option<(Field, String)> {
    let text = match field {
        // As it stands on the wire.
        Field::Code | Field::Category => trimmed(text).to_owned(),
        _ => prose(trimmed(text)),
    };
    let is_code = matches!(field, Field::Code | Field::Name);
    let says_nothing = text.is_empty() || (!is_code && PLACEHOLDERS.contains(&text.as_str()));
    (!says_nothing).then_some((field, text))
}

/// A text without blanks, or characters that are not seen, around it: what copying leaves behind.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || names::is_unseen(c))
}

/// A text with plain line ends, and without what would steer a terminal or turn the direction of what follows.
pub(super) fn prose(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let hostile = |c: &char| {
        let control = c.is_control() && !['\n', '\t'].contains(c);
        control || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let text: String = text.chars().filter(|c| !hostile(c)).collect();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

/// One line that says what a text says, or begins to.
pub(super) fn summary(text: &str) -> String {
    let line = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    shortened(line, LONGEST_SUMMARY)
}

/// A title in one line.
pub(super) fn title(text: &str) -> String {
    shortened(text, LONGEST_TITLE)
}

/// The text with single blanks, cut behind a word where it is too long.
fn shortened(text: &str, most: usize) -> String {
    let text = prose(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let end = line
        .char_indices()
        .nth(most - 1)
        .map_or(line.len(), |(at, _)| at);
    let cut = line[..end]
        .rsplit_once(' ')
        .map_or(&line[..end], |(words, _)| words);
    format!("{cut}…")
}

#[cfg(test)]
mod tests {
    use super::{Field, cell, prose, summary};

    #[test]
    fn what_says_nothing_is_no_cell() {
        for text in ["", "  ", "-", "n/a", "null", "\u{feff}"] {
            assert_eq!(cell(Field::Action, text), None, "{text:?}");
        }
        assert_eq!(
            cell(Field::Code, " null\u{200b} "),
            Some((Field::Code, "null".to_owned()))
        );
    }

    #[test]
    fn texts_keep_their_lines_and_lose_what_is_not_seen() {
        assert_eq!(prose("a \r\nb\u{202e}\u{0}\r\n"), "a\nb");
    }

    #[test]
    fn a_summary_is_a_line() {
        assert_eq!(summary("\n one\ttwo \nthree"), "one two");
        let long = summary(&"word ".repeat(100));
        assert!(
            long.ends_with("word…") && long.chars().count() <= 300,
            "{long}"
        );
        assert!(summary(&"é".repeat(400)).chars().count() <= 300);
    }
}
