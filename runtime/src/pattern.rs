//! Matches a message against a pattern of the book and picks the captures out of it.
//!
//! A pattern is a row of *anchors*, literals and numbers that are adjacent, and the gaps between them, which
//! captures of words or text fill. Each anchor is put as far to the left as it can be and only ever moves to the right, so
//! that a match takes one pass over the message, whatever the vendor sends.

use core::cell::Cell;

use crate::slots::MAX_BODY;
use crate::tables::{Capture, MAX_CAPTURES, Part, Span};
use crate::text::Text;

/// How many bytes of a response all patterns together may look at. Only a book with many patterns and a response that is
/// one long message come near it.
#[expect(clippy::cast_possible_truncation, reason = "it is 4 MiB")]
const BUDGET: u32 = 4 * MAX_BODY as u32;

/// At most this many anchors in a pattern: one before each capture, and one after the last.
const MAX_ANCHORS: usize = MAX_CAPTURES + 1;

/// A captured number has at most this many digits before the point, and as many after it.
const MAX_DIGITS: usize = 24;

/// What the captures of a condition matched, in the order of the book.
#[derive(Clone, Copy)]
pub(crate) struct Matches<'a> {
    found: [(Span, Text<'a>); MAX_CAPTURES],
    len: usize,
}

impl<'a> Matches<'a> {
    pub(crate) const fn new() -> Self {
        Self {
            found: [(Span { start: 0, len: 0 }, Text::plain("")); MAX_CAPTURES],
            len: 0,
        }
    }

    /// The captures' names, as spans of the vendor's text, with what they matched.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Span, Text<'a>)> + '_ {
        self.found.iter().take(self.len).copied()
    }

    fn push(&mut self, name: Span, text: Text<'a>) {
        if let Some(place) = self.found.get_mut(self.len) {
            *place = (name, text);
            self.len += 1;
        }
    }
}

/// What is left of the bytes that patterns may look at while one response is read.
#[derive(Clone)]
pub(crate) struct Budget(Cell<u32>);

impl Budget {
    pub(crate) const fn new() -> Self {
        Self(Cell::new(BUDGET))
    }

    /// Whether it did not last, so that some pattern was not tried to its end.
    pub(crate) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }

    /// Goes on with what is left of another one.
    pub(crate) fn replace(&self, other: &Self) {
        self.0.set(other.0.get());
    }

    /// Allows for so many more bytes, up to what a whole response has.
    pub(crate) fn add(&self, bytes: usize) {
        let more = u32::try_from(bytes).unwrap_or(BUDGET);
        self.0.set(self.0.get().saturating_add(more).min(BUDGET));
    }

    /// Takes the price of looking at so many bytes; `None` once there is nothing left.
    pub(crate) fn spend(&self, bytes: usize) -> Option<()> {
        let left = u32::try_from(bytes).map_or(0, |bytes| self.0.get().saturating_sub(bytes));
        self.0.set(left);
        (left > 0).then_some(())
    }
}

/// Whether the whole trimmed message matches; what the captures matched is added to `found`, if it is wanted.
pub(crate) fn matches<'a>(
    vendor_text: &str,
    parts: &[Part],
    message: Text<'a>,
    budget: &Budget,
    found: Option<&mut Matches<'a>>,
) -> bool {
    Message::new(vendor_text, message, budget)
        .and_then(|message| message.matches(parts, found))
        .is_some()
}

/// A message without the white space around it.
#[derive(Clone, Copy)]
struct Message<'m, 'a> {
    vendor_text: &'m str,
    text: Text<'a>,
    budget: &'m Budget,
}

impl<'m, 'a> Message<'m, 'a> {
    /// The message without the white space before it.
    fn new(vendor_text: &'m str, message: Text<'a>, budget: &'m Budget) -> Option<Self> {
        // Once there is nothing left, not even white space is looked at.
        budget.spend(0)?;
        let text = message.trim_start();
        budget.spend(message.raw_len() - text.raw_len())?;
        Some(Self {
            vendor_text,
            text,
            budget,
        })
    }

    fn without_end_space(self) -> Option<Self> {
        let mut looked_at = 0;
        let text = self.text.trim_end(&mut looked_at);
        self.budget.spend(looked_at)?;
        Some(Self { text, ..self })
    }

    fn matches(self, parts: &'m [Part], found: Option<&mut Matches<'a>>) -> Option<()> {
        let first_gap = parts.iter().position(is_gap);
        let (start, _) = parts.split_at_checked(first_gap.unwrap_or(parts.len()))?;
        // Most patterns fail at their first words, so that nobody need look for the end of the message.
        let end = self.walk(start, 0, &mut |_, _, _| ())?;
        let message = self.without_end_space()?;
        if first_gap.is_some() {
            let mut matcher = Matcher::new(message);
            matcher.place_all(parts, end)?;
            if let Some(found) = found {
                matcher.capture(found);
            }
        } else if end != message.text.raw_len() {
            return None;
        } else if let Some(found) = found {
            message.capture_numbers(start, 0, found);
        }
        Some(())
    }

    /// Goes through literals and numbers that start here, and hands out the numbers. Returns where they end.
    fn walk(
        &self,
        parts: &[Part],
        start: usize,
        number: &mut dyn FnMut(Span, usize, usize),
    ) -> Option<usize> {
        let mut text = self.text.behind(start);
        for part in parts {
            let before = text;
            text = match part {
                Part::Literal(literal) => text.strip_prefix(literal.text(self.vendor_text))?,
                Part::Capture { kind, .. } => match kind {
                    Capture::Decimal => decimal(text)?,
                    _ => integer(text)?,
                },
                // No pattern has forms.
                Part::Number(_) | Part::Form(_) => return None,
            };
            self.budget.spend(before.raw_len() - text.raw_len() + 1)?;
            if let Part::Capture { name, .. } = part {
                let place = |text: Text<'_>| self.text.raw_len() - text.raw_len();
                number(*name, place(before), place(text));
            }
        }
        Some(self.text.raw_len() - text.raw_len())
    }

    /// Adds the numbers among parts that start here. Returns where the parts end.
    fn capture_numbers(
        &self,
        parts: &[Part],
        start: usize,
        found: &mut Matches<'a>,
    ) -> Option<usize> {
        self.walk(parts, start, &mut |name, start, end| {
            self.capture(name, start, end, found);
        })
    }

    fn capture(&self, name: Span, start: usize, end: usize, found: &mut Matches<'a>) {
        if name.text(self.vendor_text) != "_" {
            found.push(name, self.text.between(start, end));
        }
    }
}

/// Whether a part is a capture of a word or a text.
fn is_gap(part: &Part) -> bool {
    matches!(
        part,
        Part::Capture {
            kind: Capture::Word | Capture::Text,
            ..
        }
    )
}

/// Adjacent literals and numbers, and where in the message they are.
#[derive(Clone, Copy)]
struct Anchor<'p> {
    /// The capture that fills the gap before it; the first anchor has none, and lies at the start of the message.
    gap: Option<(Span, Capture)>,
    parts: &'p [Part],
    /// Its place, in bytes of the message as it is spelt; none yet if `end` is `None`.
    start: usize,
    end: Option<usize>,
    /// It must not end before this.
    earliest_end: usize,
    /// Behind the last white space before its start.
    word_start: usize,
}

impl<'p> Anchor<'p> {
    const fn new(gap: Option<(Span, Capture)>, parts: &'p [Part]) -> Self {
        Self {
            gap,
            parts,
            start: 0,
            end: None,
            earliest_end: 0,
            word_start: 0,
        }
    }

    fn follows_word(&self) -> bool {
        matches!(self.gap, Some((_, Capture::Word)))
    }
}

/// A pattern with gaps on a message. It is large, and stays where it is made.
struct Matcher<'m, 'a> {
    message: Message<'m, 'a>,
    anchors: [Anchor<'m>; MAX_ANCHORS],
    len: usize,
}

impl<'m, 'a> Matcher<'m, 'a> {
    const fn new(message: Message<'m, 'a>) -> Self {
        Self {
            message,
            anchors: [Anchor::new(None, &[]); MAX_ANCHORS],
            len: 0,
        }
    }

    /// Splits a pattern at its gaps; `None` if there are more than any pattern of a book has.
    fn split(&mut self, parts: &'m [Part]) -> Option<()> {
        let (mut gap, mut rest) = (None, parts);
        loop {
            let end = rest.iter().position(is_gap);
            let (own, behind) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
            *self.anchors.get_mut(self.len)? = Anchor::new(gap, own);
            self.len += 1;
            let Some((Part::Capture { name, kind }, behind)) = behind.split_first() else {
                return Some(());
            };
            (gap, rest) = (Some((*name, *kind)), behind);
        }
    }

    fn anchor(&self, at: usize) -> Option<&Anchor<'m>> {
        self.anchors.get(..self.len)?.get(at)
    }

    fn end_before(&self, at: usize) -> Option<usize> {
        self.anchor(at.checked_sub(1)?)?.end
    }

    /// Puts all anchors of a pattern, the first of which ends at `first_end`, in their places; `None` if it does not match.
    ///
    /// Each anchor comes after the one before it. Where a word would have to reach over white space, that one moves on, which
    /// no later place of the others could make unnecessary.
    fn place_all(&mut self, parts: &'m [Part], first_end: usize) -> Option<()> {
        self.split(parts)?;
        self.put(0, 0, first_end)?;
        let mut at = 1;
        while at < self.len {
            self.message.budget.spend(1)?;
            self.place(at)?;
            let anchor = self.anchor(at)?;
            let (follows_word, word_start) = (anchor.follows_word(), anchor.word_start);
            if follows_word && word_start > self.end_before(at)? {
                at -= 1;
                self.anchors.get_mut(at)?.earliest_end = word_start;
            } else {
                at += 1;
            }
        }
        Some(())
    }

    /// Puts an anchor in the first place that leaves a character for the gap before it, unless it is in such a place.
    /// The first anchor of a pattern cannot move.
    fn place(&mut self, at: usize) -> Option<()> {
        let before = self.end_before(at)?;
        let from = self.after_character(before)?;
        let anchor = self.anchor(at)?;
        let is_placed = anchor.end.is_some_and(|end| end >= anchor.earliest_end);
        if is_placed && anchor.start >= from {
            return Some(());
        }
        let first = from.max(anchor.start);
        // What lies before the place where it was is known to end in a word.
        let seen = anchor.end.map_or(before, |_| anchor.start);
        let (start, end) = self.next_place(at, first)?;
        self.find_word_start(at, seen, start)?;
        self.put(at, start, end)
    }

    fn put(&mut self, at: usize, start: usize, end: usize) -> Option<()> {
        let is_last = at + 1 == self.len;
        let anchor = self.anchors.get_mut(at)?;
        let len = self.message.text.raw_len();
        if end < anchor.earliest_end || end > len || (is_last && end != len) {
            return None;
        }
        (anchor.start, anchor.end) = (start, Some(end));
        Some(())
    }

    /// The first place of an anchor at or after `from`: the last one reaches to the end of the message.
    fn next_place(&self, at: usize, from: usize) -> Option<(usize, usize)> {
        let anchor = self.anchor(at)?;
        let (is_last, len) = (at + 1 == self.len, self.message.text.raw_len());
        if is_last && anchor.parts.is_empty() {
            return (from <= len).then_some((len, len));
        }
        let mut start = from;
        loop {
            start = self.find_first_part(anchor, start)?;
            let end = self.end_of(at, start);
            if let Some(end) = end.filter(|end| *end >= anchor.earliest_end)
                && (!is_last || end == len)
            {
                return Some((start, end));
            }
            start = self.after_character(start)?;
        }
    }

    /// Where an anchor may be, at or after `from`, according to its first literal.
    fn find_first_part(&self, anchor: &Anchor<'_>, from: usize) -> Option<usize> {
        let Some(Part::Literal(literal)) = anchor.parts.first() else {
            return Some(from);
        };
        let literal = literal.text(self.message.vendor_text);
        let mut looked_at = 0;
        let place = self.message.text.behind(from).find(literal, &mut looked_at);
        self.message.budget.spend(looked_at)?;
        Some(from + place?)
    }

    /// Where an anchor ends that starts here.
    fn end_of(&self, at: usize, start: usize) -> Option<usize> {
        let parts = self.anchor(at)?.parts;
        self.message.walk(parts, start, &mut |_, _, _| ())
    }

    /// Looks for white space where an anchor has moved along.
    fn find_word_start(&mut self, at: usize, from: usize, to: usize) -> Option<()> {
        if !self.anchor(at)?.follows_word() {
            return Some(());
        }
        self.message.budget.spend(to.saturating_sub(from))?;
        let mut rest = self.message.text.behind(from);
        let left = self.message.text.raw_len() - to;
        while rest.raw_len() > left
            && let Some((character, behind)) = rest.split_first()
        {
            if character.is_whitespace() {
                self.anchors.get_mut(at)?.word_start =
                    self.message.text.raw_len() - behind.raw_len();
            }
            rest = behind;
        }
        Some(())
    }

    /// The place after the character at this one.
    fn after_character(&self, place: usize) -> Option<usize> {
        let (_, behind) = self.message.text.behind(place).split_first()?;
        Some(self.message.text.raw_len() - behind.raw_len())
    }

    /// Adds what the captures matched, in the order of the pattern.
    fn capture(&self, found: &mut Matches<'a>) {
        let mut gap_start = 0;
        for anchor in self.anchors.iter().take(self.len) {
            if let Some((name, _)) = anchor.gap {
                self.message.capture(name, gap_start, anchor.start, found);
            }
            let end = self
                .message
                .capture_numbers(anchor.parts, anchor.start, found);
            gap_start = end.unwrap_or(gap_start);
        }
    }
}

/// What follows an integer with an optional sign; `None` if there is none.
fn integer(text: Text<'_>) -> Option<Text<'_>> {
    digits(text.strip_prefix("-").unwrap_or(text))
}

/// What follows an integer with an optional fraction; `None` if there is none.
fn decimal(text: Text<'_>) -> Option<Text<'_>> {
    let whole = integer(text)?;
    let fraction = whole.strip_prefix(".").and_then(digits);
    Some(fraction.unwrap_or(whole))
}

/// What follows one or more digits, but no more than any number needs: what a rule picks out may be shown.
fn digits(text: Text<'_>) -> Option<Text<'_>> {
    let (count, end) = text.split_digits(MAX_DIGITS + 1);
    (1..=MAX_DIGITS).contains(&count).then_some(end)
}

#[cfg(test)]
mod tests {
    use alloc::borrow::ToOwned;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;
    use alloc::{format, vec};

    use proptest::collection::vec as vec_of;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// A part of a pattern as it is written: a literal, or a capture in braces.
    type Written = &'static str;

    /// The parts of a pattern, with a name of its own for each capture.
    fn compile(written: &[Written]) -> (String, Vec<Part>) {
        let mut text = String::new();
        let mut span = |own: &str| {
            let start = u32::try_from(text.len()).unwrap();
            text.push_str(own);
            let len = u32::try_from(own.len()).unwrap();
            Span { start, len }
        };
        let parts = (0..).zip(written).map(|(at, part): (usize, _)| {
            let kind = match *part {
                "{decimal}" => Capture::Decimal,
                "{integer}" => Capture::Integer,
                "{word}" => Capture::Word,
                "{text}" => Capture::Text,
                literal => return Part::Literal(span(literal)),
            };
            let name = span(&format!("{at}"));
            Part::Capture { name, kind }
        });
        let parts = parts.collect();
        (text, parts)
    }

    /// What the captures match, and what is left of the budget.
    fn captures(written: &[Written], message: Text<'_>) -> (Option<Vec<String>>, u32) {
        let (text, parts) = compile(written);
        let (budget, mut found) = (Budget::new(), Matches::new());
        let matched = matches(&text, &parts, message, &budget, Some(&mut found));
        let captures = found.iter().map(|(_, text)| text.to_string()).collect();
        (matched.then_some(captures), budget.0.get())
    }

    /// The same by trying everything, in the order in which captures prefer to be short.
    fn backtrack(written: &[Written], text: &[char]) -> Option<Vec<String>> {
        let Some((part, rest)) = written.split_first() else {
            return text.is_empty().then(Vec::new);
        };
        let bind = |len: usize| {
            let mut captures = backtrack(rest, &text[len..])?;
            captures.insert(0, text[..len].iter().collect());
            Some(captures)
        };
        let digits = |from: usize| {
            let count = text[from..]
                .iter()
                .take_while(|c| c.is_ascii_digit())
                .count();
            (1..=MAX_DIGITS).contains(&count).then_some(from + count)
        };
        let integer = || digits(usize::from(text.first() == Some(&'-')));
        match *part {
            "{integer}" => bind(integer()?),
            "{decimal}" => {
                let whole = integer()?;
                let point = text.get(whole) == Some(&'.');
                bind(point.then(|| digits(whole + 1)).flatten().unwrap_or(whole))
            }
            "{word}" => {
                let longest = text.iter().take_while(|c| !c.is_whitespace()).count();
                (1..=longest).find_map(bind)
            }
            "{text}" => (1..=text.len()).find_map(bind),
            literal => {
                let literal: Vec<char> = literal.chars().collect();
                backtrack(rest, text.strip_prefix(literal.as_slice())?)
            }
        }
    }

    /// The message as a JSON string spells it, with an escape wherever there can be one.
    fn escape(message: &str) -> String {
        let units = message.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
        units.collect()
    }

    /// Patterns whose captures have literals between them, as in a book.
    fn patterns() -> impl Strategy<Value = Vec<Written>> {
        let literal = select(&["a", "b", " ", "a b", "aa", "ab", "1", "-", ".", "a1", "é"][..]);
        let capture = select(&["{decimal}", "{integer}", "{word}", "{text}"][..]);
        let piece = (capture, vec_of(literal.clone(), 1..3));
        let pieces = vec_of(piece, 0..4);
        (vec_of(literal, 0..2), pieces, any::<bool>()).prop_map(|(start, pieces, open)| {
            let pieces = pieces.into_iter().flat_map(|(capture, literals)| {
                let mut piece = vec![capture];
                piece.extend(literals);
                piece
            });
            let mut all: Vec<Written> = start.into_iter().chain(pieces).collect();
            let captures = all.iter().filter(|part| part.starts_with('{')).count();
            while open && captures > 0 && !all.last().is_some_and(|part| part.starts_with('{')) {
                all.pop();
            }
            all
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn a_match_is_what_trying_everything_finds(
            pattern in patterns(),
            message in vec_of(select(&['a', 'a', 'b', ' ', '1', '2', '-', '.', 'é', '\t'][..]), 0..14),
        ) {
            let message: String = message.into_iter().collect();
            let trimmed: Vec<char> = message.trim().chars().collect();
            let expected = backtrack(&pattern, &trimmed);
            prop_assert_eq!(&captures(&pattern, Text::plain(&message)).0, &expected, "{:?} {:?}", &pattern, &message);
            let escaped = escape(&message);
            prop_assert_eq!(&captures(&pattern, Text::inside(&escaped, true)).0, &expected, "{:?} {:?}", &pattern, &message);
        }
    }

    #[test]
    fn the_work_grows_with_the_message_and_no_faster() {
        let patterns: [&[Written]; 9] = [
            &["Bad thing ", "{text}"],
            &["{text}", "x"],
            &["{text}", "a", "{text}", "b", "{text}"],
            &["{word}", " ", "{word}", "a", "{word}", "z"],
            &["{text}", " ", "{word}", "a", "{word}", "!"],
            &["{text}", "aaaa", "{text}", "aaab"],
            &["{text}", "1", "{integer}", "x"],
            &["{text}", "a", "{word}", "a", "{word}", "a", "{word}", " b"],
            &["{text}", ".", "{decimal}", ".", "{decimal}", "!"],
        ];
        let fillings = [
            " ", "\t", "a", "a ", "aa b", "1", "1.", "é", "a1", "x ", "a  a", "1.2.", "ab",
        ];
        let frames = [("", ""), ("Bad thing a", "x"), ("", "!"), (" ", " b")];
        for pattern in patterns {
            for filling in fillings {
                for (start, end) in frames {
                    let spent = |times: usize, spell: fn(&str) -> String, escaped: bool| {
                        let message = spell(&format!("{start}{}{end}", filling.repeat(times)));
                        let (_, left) = captures(pattern, Text::inside(&message, escaped));
                        (f64::from(BUDGET - left), message.len())
                    };
                    let spellings = [(str::to_owned as fn(&str) -> String, false), (escape, true)];
                    for (spell, is_escaped) in spellings {
                        let (few, _) = spent(200, spell, is_escaped);
                        let (many, len) = spent(2000, spell, is_escaped);
                        let what = format!(
                            "{pattern:?} {filling:?} {start:?} {is_escaped}: {few} {many} {len}"
                        );
                        assert!(many < few * 11.0 + 100.0, "{what}");
                        assert!(
                            many < 40.0 * f64::from(u32::try_from(len).unwrap()),
                            "{what}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_budget_that_is_spent_matches_nothing() {
        let (text, parts) = compile(&["{text}", "x"]);
        let message = "a".repeat(1 << 20);
        let budget = Budget::new();
        let tries = (0..10).map(|_| matches(&text, &parts, Text::plain(&message), &budget, None));
        assert_eq!(tries.filter(|matched| *matched).count(), 0);
        assert!(budget.is_spent());
        assert!(!matches(&text, &parts, Text::plain("ax"), &budget, None));
    }
}
