//! Numbers that a text calls an HTTP status.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// A status and its place in a text.
pub(super) type Found = (u16, Range<usize>);

/// One status or several: `404`, `502/504`, `401, 403 or 404`.
const LIST: &str = r"([1-5]\d\d(?:(?:\s?[/,]\s?|,?\s(?:or|and)\s)[1-5]\d\d)*)";

/// `HTTP 404`, `"status": 404`, `code === 404`, `(404)`.
static INTRODUCED: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"HTTP|HTTP/\d(?:\.\d)?|status|status[ _]?codes?|statuses|codes?|errors?|responses?|return(?:s|ed|ing)?|non";
    pattern(&format!(
        r#"(?i)(?:\b|_|[a-z])(?:{words})[\s"'`:=_(*–—-]{{1,6}}{LIST}|\({LIST}[),]"#
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

static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"[1-5]\d\d"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern, which the tests compile")
}

/// A status, if a text is one.
pub(super) fn parse(text: &str) -> Option<u16> {
    let is_plain = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let status = text.parse().ok().filter(|_| is_plain)?;
    (100..=599).contains(&status).then_some(status)
}

/// The statuses that a text names as such.
pub(super) fn named(text: &str) -> Vec<Found> {
    let lists = INTRODUCED
        .captures_iter(text)
        .chain(FOLLOWED.captures_iter(text));
    let lists = lists.filter_map(|list| list.get(1).or(list.get(2)));
    let lists = lists.filter(|list| is_whole(text, &list.range()));
    let mut found: Vec<Found> = lists.flat_map(|list| numbers(text, list.range())).collect();
    found.extend(PHRASE.captures_iter(text).filter_map(|captures| {
        let number = captures.get(1)?;
        let status = parse(number.as_str())?;
        let starts = !text[..number.start()].ends_with(continues);
        let has_phrase = starts_with_phrase(status, captures.get(2)?.as_str());
        (starts && has_phrase).then(|| (status, number.range()))
    }));
    found.sort_by_key(|(_, range)| range.start);
    found.dedup();
    found
}

/// The status in front of a code: `404 not_found`.
pub(super) fn before(text: &str, code: usize) -> Option<Found> {
    let rest = text[..code].trim_end_matches([' ', '`']);
    let start = rest.len().checked_sub(3).filter(|_| rest.len() < code)?;
    let status = parse(rest.get(start..)?)?;
    is_whole(text, &(start..start + 3)).then_some((status, start..start + 3))
}

/// All numbers that could be a status, as in a column of statuses.
pub(super) fn all(text: &str) -> Vec<Found> {
    let numbers = numbers(text, 0..text.len());
    numbers.filter(|(_, range)| is_whole(text, range)).collect()
}

/// Every number of a document that could be a status.
pub(super) fn numbers_in(document: &str) -> BTreeSet<u16> {
    let numbers = document.split(|c: char| !c.is_ascii_digit());
    numbers.filter_map(parse).collect()
}

fn numbers(text: &str, part: Range<usize>) -> impl Iterator<Item = Found> {
    NUMBER
        .find_iter(&text[part.clone()])
        .filter_map(move |number| {
            let range = part.start + number.start()..part.start + number.end();
            parse(number.as_str()).map(|status| (status, range))
        })
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
    let before = &text[..number.start];
    let after = &text[number.end..];
    let fraction = after.strip_prefix(['.', ',', ':', '-']).unwrap_or(after);
    let is_fraction = fraction.starts_with(|c: char| c.is_ascii_digit());
    !before.ends_with(continues) && !is_fraction && !after.starts_with(continues_after)
}

fn continues(c: char) -> bool {
    c.is_ascii_digit() || "$€£#@<>+.,%".contains(c)
}

fn continues_after(c: char) -> bool {
    c.is_alphanumeric() || "%_".contains(c)
}
