//! The terminal: messages on standard error, the width of lines, colours, and text that cannot control it.

use std::borrow::Cow;
use std::env;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use faultbook_codegen::{Diagnostics, Level};
use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The width of a terminal that does not report one.
const DEFAULT_COLUMNS: usize = 80;
const MIN_COLUMNS: usize = 40;
/// Longer lines are hard to read, however wide the terminal is.
const MAX_COLUMNS: usize = 120;

/// Whether only errors are printed.
static QUIET: AtomicBool = AtomicBool::new(false);

/// Turns warnings and progress off.
pub(crate) fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

pub(crate) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Prints errors and warnings, if there are any.
pub(crate) fn print_diagnostics(diagnostics: &Diagnostics) {
    let is_hushed = is_quiet() && diagnostics.count(Level::Error) == 0;
    if diagnostics.iter().len() > 0 && !is_hushed {
        print(&diagnostics.render(true));
    }
}

/// Prints a line to standard error. Its colours are removed unless standard error is a terminal; `NO_COLOR` and
/// `CLICOLOR_FORCE` override that.
pub(crate) fn print(text: &str) {
    // If the line cannot be printed, the exit code still reports the failure.
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Prints a message that `--quiet` omits: a warning or what was done.
pub(crate) fn note(text: &str) {
    if !is_quiet() {
        print(text);
    }
}

/// Whether standard output wants colours.
pub(crate) fn has_colours() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// The width of lines on standard output: one less than the terminal's, because some terminals wrap full lines.
pub(crate) fn width() -> usize {
    columns().clamp(MIN_COLUMNS, MAX_COLUMNS) - 1
}

/// The width that `COLUMNS` requests, or else that of the terminal.
fn columns() -> usize {
    let requested = env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let stdout = io::stdout();
    let measured = || stdout.is_terminal().then(terminal_size::terminal_size)?;
    requested
        .or_else(|| measured().map(|(width, _)| usize::from(width.0)))
        .unwrap_or(DEFAULT_COLUMNS)
}

/// Replaces characters that would control the terminal or change the direction of the text after them.
pub(crate) fn sanitize(line: &str) -> String {
    let is_unsafe =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    line.replace(is_unsafe, "\u{fffd}")
}

/// Splits a text into lines of at most `width` columns. A longer word gets its own line.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    lines(text, Options::new(width))
}

/// Wraps a text and indents all lines but the first.
pub(crate) fn hang(text: &str, width: usize) -> Vec<String> {
    lines(text, Options::new(width).subsequent_indent("  "))
}

fn lines(text: &str, options: Options<'_>) -> Vec<String> {
    let options = options
        .break_words(false)
        .word_separator(WordSeparator::Custom(separated))
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let words: Vec<String> = text.split_whitespace().map(sanitize).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let text = words.join(" ");
    let lines = textwrap::wrap(&text, options).into_iter();
    lines.map(Cow::into_owned).collect()
}

/// Words end at a space, or within a text of wide characters: Chinese and Japanese have no spaces.
fn separated(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let words = WordSeparator::AsciiSpace.find_words(line);
    Box::new(words.flat_map(|word| {
        let mut pieces: Vec<Word<'_>> = pieces(word.word).into_iter().map(Word::from).collect();
        if let Some(last) = pieces.last_mut() {
            last.whitespace = word.whitespace;
        }
        pieces
    }))
}

/// A word, split after each wide character unless what follows must stay with it.
fn pieces(word: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, character) in word.char_indices() {
        let before = word[..at].chars().next_back();
        let is_after_wide = before.and_then(UnicodeWidthChar::width) == Some(2);
        if is_after_wide && !"、。，．！？：；ー」』）》”’".contains(character) {
            pieces.push(&word[start..at]);
            start = at;
        }
    }
    pieces.push(&word[start..]);
    pieces
}

/// Cuts a text to a number of columns, if it is wider.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let (mut cut, mut taken) = (String::new(), 0);
    for character in text.chars() {
        taken += character.width().unwrap_or(0);
        if taken >= width {
            break;
        }
        cut.push(character);
    }
    cut + "…"
}

/// Adds spaces to a text up to a number of columns.
pub(crate) fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.width());
    text.to_owned() + &" ".repeat(missing)
}

/// Cuts or pads a text to a number of columns.
pub(crate) fn fit(text: &str, width: usize) -> String {
    pad(&cut(text, width), width)
}

#[cfg(test)]
mod tests {
    use super::{cut, fit, hang, wrap};

    #[test]
    fn lines_break_between_words_and_count_characters() {
        assert_eq!(wrap("é é é", 3), ["é é", "é"]);
        assert_eq!(wrap("  a  longer word", 4), ["a", "longer", "word"]);
        assert!(wrap(" ", 4).is_empty());
    }

    #[test]
    fn all_lines_but_the_first_are_indented() {
        assert_eq!(hang("one two three", 6), ["one", "  two", "  three"]);
    }

    #[test]
    fn widths_are_in_columns() {
        assert_eq!(fit("abc", 5), "abc  ");
        assert_eq!(fit("残高不足", 9), "残高不足 ");
        assert_eq!(fit("残高不足", 6), "残高… ");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(fit("é", 2), "é ");
    }
}
