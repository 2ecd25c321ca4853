//! Matches a message against a pattern of the book and picks the captures out of it.
//!
//! The message is the vendor's and may be hostile, so the work is bounded: a pattern that needs more steps does not match.

use crate::tables::{Capture, MAX_CAPTURES, Part, Span};
use crate::text::Text;

/// How many places in a message a match may try.
const MAX_STEPS: u32 = 10_000;

/// A captured number has at most this many digits before the point, and as many behind it.
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

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Forgets what was found after the first `len`.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.len = len;
    }

    fn push(&mut self, name: Span, text: Text<'a>) {
        if let Some(place) = self.found.get_mut(self.len) {
            *place = (name, text);
            self.len += 1;
        }
    }
}

/// Whether the whole trimmed message matches; what the captures matched is added to `found`, if it is wanted.
pub(crate) fn matches<'a>(
    vendor_text: &str,
    parts: &[Part],
    message: Text<'a>,
    found: Option<&mut Matches<'a>>,
) -> bool {
    let mut matcher = Matcher {
        vendor_text,
        found,
        steps: MAX_STEPS,
    };
    matcher.rest_matches(parts, message.trim_start())
}

struct Matcher<'m, 'a> {
    vendor_text: &'m str,
    found: Option<&'m mut Matches<'a>>,
    steps: u32,
}

impl<'a> Matcher<'_, 'a> {
    fn rest_matches(&mut self, parts: &[Part], text: Text<'a>) -> bool {
        match parts.split_first() {
            None => text.trim_start().is_empty(),
            Some((Part::Literal(literal), rest)) => text
                .strip_prefix(literal.text(self.vendor_text))
                .is_some_and(|text| self.rest_matches(rest, text)),
            Some((Part::Capture { name, kind }, rest)) => {
                self.capture_matches(*name, *kind, rest, text)
            }
        }
    }

    fn capture_matches(
        &mut self,
        name: Span,
        kind: Capture,
        rest: &[Part],
        text: Text<'a>,
    ) -> bool {
        match kind {
            Capture::Integer => self.number_matches(name, integer(text), rest, text),
            Capture::Decimal => self.number_matches(name, decimal(text), rest, text),
            Capture::Word => self.shortest_matches(name, rest, text, |c| !c.is_whitespace()),
            Capture::Text => self.shortest_matches(name, rest, text, |_| true),
        }
    }

    fn number_matches(
        &mut self,
        name: Span,
        end: Option<Text<'a>>,
        rest: &[Part],
        text: Text<'a>,
    ) -> bool {
        end.is_some_and(|end| self.bound(name, text.until(end), rest, end))
    }

    fn shortest_matches(
        &mut self,
        name: Span,
        rest: &[Part],
        text: Text<'a>,
        fits: fn(char) -> bool,
    ) -> bool {
        let mut end = text;
        while let Some((c, next)) = end.split_first()
            && fits(c)
            && self.steps > 0
        {
            self.steps -= 1;
            end = next;
            if self.bound(name, text.until(end), rest, end) {
                return true;
            }
        }
        false
    }

    /// Whether the rest matches with this capture bound; it is unbound if not.
    fn bound(&mut self, name: Span, capture: Text<'a>, rest: &[Part], text: Text<'a>) -> bool {
        let before = self.found.as_ref().map_or(0, |found| found.len());
        if let Some(found) = &mut self.found {
            found.push(name, capture);
        }
        let matched = self.rest_matches(rest, text);
        if let Some(found) = self.found.as_mut().filter(|_| !matched) {
            found.truncate(before);
        }
        matched
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
    let (count, end) = text.split_digits();
    (1..=MAX_DIGITS).contains(&count).then_some(end)
}
