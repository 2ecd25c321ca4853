//! Whether a number is a status: by what it is called, or by its place.

use super::spelling;
use super::spot::{Spot, says};
use super::words;

/// Words beside which a number is a status.
const STATUS_WORDS: [&str; 17] = [
    "http",
    "status",
    "statuses",
    "statuscode",
    "status_code",
    "httpstatus",
    "code",
    "codes",
    "error",
    "errors",
    "response",
    "responses",
    "return",
    "returns",
    "returned",
    "returning",
    "non",
];

/// More than `": "` or ` === ` does not stand between a number and the word for it.
const FAR: usize = 6;

/// Whether a number is a status for certain.
pub(super) fn is_certain(spot: &Spot<'_>, status: u16) -> bool {
    let is_glued = spot.is_glued && (spot.is_head() || is_behind_a_name(spot));
    is_glued || is_called(spot) || has_phrase(spot, status) || is_of_a_code(spot) || is_cell(spot)
}

/// Whether a number says how much there is of something, or is a part of a longer one.
pub(super) fn is_measure(spot: &Spot<'_>) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let number = spot.before.strip_suffix(['.', ',', ':', '-', '/']);
    let continues = number.is_some_and(|number| number.ends_with(is_digit));
    let rest = spot.after.strip_prefix(['.', ',', ':', '-']);
    spot.before
        .ends_with(['$', '€', '£', '#', '@', '<', '>', '+'])
        || continues && !number.is_some_and(ends_with_status)
        || rest.is_some_and(|rest| rest.starts_with(is_digit))
        || spot.after.starts_with('%')
}

fn ends_with_status(text: &str) -> bool {
    let last = text
        .len()
        .checked_sub(3)
        .and_then(|start| text.get(start..));
    last.and_then(words::status).is_some()
}

/// Whether a code and its status were glued together.
fn is_behind_a_name(spot: &Spot<'_>) -> bool {
    let is_of_name = spot.before.ends_with(|c: char| c.is_ascii_alphabetic());
    is_of_name || spot.text.starts_with(words::HTTP)
}

/// Whether a word beside it says what it is.
fn is_called(spot: &Spot<'_>) -> bool {
    let before = spot.before.trim_end_matches(separates);
    let distance = spot.before.len() - before.len();
    let last = before.rsplit(separates).next();
    let version = spot.before.trim_end().rsplit(' ').next();
    version.is_some_and(|word| word.starts_with("HTTP/"))
        || distance < FAR && last.is_some_and(is_status_word)
        || next_word(spot).is_some_and(is_status_word)
        || spot.before.ends_with('(') && spot.after.starts_with([')', ','])
}

fn separates(c: char) -> bool {
    !c.is_ascii_alphanumeric() && c != '_'
}

fn is_status_word(word: &str) -> bool {
    STATUS_WORDS.contains(&word.to_lowercase().as_str())
}

/// The word behind a single space.
fn next_word<'l>(spot: &Spot<'l>) -> Option<&'l str> {
    let rest = spot.after.strip_prefix([' ', '-'])?;
    rest.split(separates).next().filter(|word| !word.is_empty())
}

/// Whether what HTTP calls the status follows.
fn has_phrase(spot: &Spot<'_>, status: u16) -> bool {
    let status = http::StatusCode::from_u16(status).ok();
    let phrase = status.and_then(|status| status.canonical_reason());
    let rest = spot
        .after
        .trim_start_matches([' ', ':', '-', '–', '—', '(', '`', '*']);
    phrase.is_some_and(|phrase| {
        let same = rest.get(..phrase.len());
        same.is_some_and(|same| same.eq_ignore_ascii_case(phrase))
    })
}

/// Whether a code follows: `503 round_closed`.
fn is_of_a_code(spot: &Spot<'_>) -> bool {
    next_word(spot).is_some_and(|word| {
        let looks = spot.reader.spelling.admits(word) && !spelling::is_plain(word);
        (spot.reader.is_known)(word) || looks
    })
}

/// Whether a number is a cell of a column that has statuses.
fn is_cell(spot: &Spot<'_>) -> bool {
    let Some(header) = spot.header() else {
        let before = spot.before.trim_end_matches(' ');
        let after = spot.after.trim_start_matches(' ');
        return before.ends_with(['|', '\t'])
            && (after.is_empty() || after.starts_with(['|', '\t']))
            || spot.is_head() && spot.reader.by_status && spot.after.starts_with('\t');
    };
    let is_of_statuses = says(header, &["status", "http", "response"]);
    let is_of_codes = spot.reader.by_status && says(header, &["code"]);
    spot.is_without_letters() && (is_of_statuses || is_of_codes)
}
