//! Numbers that a text calls an HTTP status.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// One status or several: `404`, `502/504`, `401, 403 or 404`.
const LIST: &str = r"([1-5]\d\d(?:(?:\s?[/,]\s?|,?\s(?:or|and)\s)[1-5]\d\d)*)";

/// `HTTP 404`, `"status": 404`, `code === 404`, `(404)`, or at the beginning of a line `404: not found`.
static INTRODUCED: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"HTTP|HTTP/\d(?:\.\d)?|status|status[ _]?codes?|statuses|codes?|errors?|responses?|return(?:s|ed|ing)?|non";
    pattern(&format!(
        r#"(?im)(?:\b|_|[a-z])(?:{words})[\s"'`:=_(*–—-]{{1,6}}{LIST}|\({LIST}[),]|^[\s*|]*{LIST}\s*(?:[:–—-]|$)"#
    ))
});

/// `404 errors`, `a 429 response`.
static FOLLOWED: LazyLock<Regex> = LazyLock::new(|| {
    let words = "errors?|responses?|status(?:es)?|codes?|returns?";
    pattern(&format!(r"(?i){LIST}[ -](?:{words})\b"))
});

/// A number and the words after it, which may be its reason phrase: `404 Not Found`.
static PHRASE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"([1-5]\d\d)[\s:–—(`*-]{0,4}([A-Za-z][A-Za-z' -]{1,40})"));

/// The start of the cell after a code, or of the next one where a copied table lost its columns.
static NEXT_CELL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^`?(?:[ `]*[|\t][ `|\t]*)?([1-5]\d\d)(?:[^\d.,_%-]|$)"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

/// A status and its place in a text.
pub(super) type Found = (u16, Range<usize>);

/// A status, if a text is one.
pub(super) fn parse(text: &str) -> Option<u16> {
    let is_plain = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let status = text.parse().ok().filter(|_| is_plain)?;
    (100..=599).contains(&status).then_some(status)
}

/// Every number of a document that could be a status.
pub(super) fn numbers_in(document: &str) -> BTreeSet<u16> {
    let numbers = document.split(|c: char| !c.is_ascii_digit());
    numbers.filter_map(parse).collect()
}

/// The statuses that a text names as such.
pub(super) fn named(text: &str) -> Vec<Found> {
    let introduced = INTRODUCED.captures_iter(text);
    let lists = introduced.chain(FOLLOWED.captures_iter(text));
    let lists = lists.filter_map(|list| list.iter().skip(1).flatten().next());
    let lists = lists.filter(|list| is_whole(text, &list.range()));
    let phrases = PHRASE.captures_iter(text).filter_map(|captures| {
        let number = captures.get(1)?;
        let has_phrase = starts_with_phrase(parse(number.as_str())?, captures.get(2)?.as_str());
        (has_phrase && starts(text, number.start())).then_some(number)
    });
    let places = lists.chain(phrases).map(|place| place.range());
    places.flat_map(|place| all(text, place)).collect()
}

/// All statuses in a part of a text that has nothing else.
pub(super) fn all(text: &str, part: Range<usize>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = part.start;
    for number in text[part].split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = number.trim_end_matches(|c: char| !c.is_ascii_digit());
        let place = at..at + digits.len();
        if let Some(status) = parse(digits).filter(|_| is_whole(text, &place)) {
            found.push((status, place));
        }
        at += number.len();
    }
    found
}

/// The statuses next to a code: `404 not_found`, `NOT_FOUND404`, `not_found | 404`.
pub(super) fn beside(text: &str, code: &Range<usize>) -> Vec<Found> {
    let before = text[..code.start].trim_end_matches([' ', '`']);
    let start = before.len().saturating_sub(3);
    let place = start..before.len();
    let status = before.get(place.clone()).and_then(parse);
    let before = status
        .filter(|_| starts(text, start))
        .map(|status| (status, place));
    let after = NEXT_CELL.captures(&text[code.end..]).and_then(|cell| {
        let number = cell.get(1)?;
        let place = code.end + number.start()..code.end + number.end();
        Some((parse(number.as_str())?, place))
    });
    before.into_iter().chain(after).collect()
}

fn starts_with_phrase(status: u16, words: &str) -> bool {
    let status = http::StatusCode::from_u16(status).ok();
    let phrase = status.and_then(|status| status.canonical_reason());
    phrase.is_some_and(|phrase| {
        let start = words.get(..phrase.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(phrase))
    })
}

/// Whether a number is neither part of a longer one nor a measure of something.
fn is_whole(text: &str, number: &Range<usize>) -> bool {
    let after = &text[number.end..];
    let fraction = after.strip_prefix(['.', ',', ':', '-']).unwrap_or_default();
    let continues = |c: char| c.is_alphanumeric() || "%_".contains(c);
    starts(text, number.start)
        && !fraction.starts_with(|c: char| c.is_ascii_digit())
        && !after.starts_with(continues)
}

fn starts(text: &str, number: usize) -> bool {
    let continues = |c: char| c.is_ascii_digit() || "$€£#@<>+.,%".contains(c);
    !text[..number].ends_with(continues)
}
