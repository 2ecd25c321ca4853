//! Counts readings.

use std::collections::HashMap;
use std::hash::Hash;

use faultbook_runtime::v1::{Reading, Span, unknown_code};
use faultbook_runtime::{Outcome, Text};

use crate::log::{Gather, ReadLine};
use crate::suggestions;
use crate::terminal::sanitize;

/// The most texts that are counted one by one: every line may have another one.
const MAX_TEXTS: usize = 10_000;

/// Counts of lines.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) kinds: HashMap<Kind, u64>,
    /// Successes of event streams, of which one event was read.
    pub(super) partial: u64,
    /// Unknown codes by vendor.
    pub(super) unknown_codes: Texts<(usize, String)>,
    /// The errors of lines that could not be read.
    pub(super) bad_lines: Texts<String>,
}

/// What is counted of a line. A book has a limited number of kinds.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Kind {
    pub(super) vendor: usize,
    pub(super) code: Code,
    pub(super) outcome: Outcome,
    pub(super) class: u16,
    pub(super) actions: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Code {
    /// An index into the vendor's codes.
    Known(u16),
    Unknown,
    /// No code, only a status.
    Status(u16),
}

/// Counts of texts up to a limited number of different ones.
pub(super) struct Texts<T> {
    pub(super) seen: HashMap<T, Seen>,
    /// The number of lines with other texts.
    pub(super) others: u64,
}

#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub(super) lines: u64,
    /// The number of the first line.
    pub(super) first: u64,
}

impl<T> Default for Texts<T> {
    fn default() -> Self {
        Self {
            seen: HashMap::new(),
            others: 0,
        }
    }
}

impl<T: Eq + Hash + Ord> Texts<T> {
    fn add(&mut self, text: T, Seen { lines, first }: Seen) {
        if let Some(seen) = self.seen.get_mut(&text) {
            seen.lines += lines;
        } else if self.seen.len() < MAX_TEXTS {
            self.seen.insert(text, Seen { lines, first });
        } else {
            self.others += lines;
        }
    }

    fn absorb(&mut self, other: &mut Self) {
        let mut texts: Vec<(T, Seen)> = other.seen.drain().collect();
        // The order of a map is random, but the texts that are kept must not be.
        texts
            .sort_unstable_by(|(a, seen_a), (b, seen_b)| (seen_a.first, a).cmp(&(seen_b.first, b)));
        for (text, seen) in texts {
            self.add(text, seen);
        }
        self.others += std::mem::take(&mut other.others);
    }
}

impl Gather for Tally {
    fn add(&mut self, line: &ReadLine<'_>) {
        let (vendor, reading) = (line.request.vendor, line.reading);
        let line = line.number;
        let decision = reading.decision();
        let code = match reading.code() {
            Some(code) => {
                if let Some(unknown) = unknown_code(reading) {
                    self.add_unknown_code(vendor, line, unknown);
                }
                Code::Known(code)
            }
            None => self.missing_code(vendor, line, reading),
        };
        let kind = Kind {
            vendor,
            code,
            outcome: decision.outcome,
            class: decision.class,
            actions: decision.actions,
        };
        *self.kinds.entry(kind).or_default() += 1;
        let is_partial = decision.outcome == Outcome::Success && reading.is_event_stream();
        self.partial += u64::from(is_partial);
    }

    fn add_bad_line(&mut self, line: u64, reason: String) {
        self.bad_lines.add(reason, Seen::once(line));
    }

    fn absorb(&mut self, later: &mut Self) {
        for (kind, lines) in later.kinds.drain() {
            *self.kinds.entry(kind).or_default() += lines;
        }
        self.partial += std::mem::take(&mut later.partial);
        self.unknown_codes.absorb(&mut later.unknown_codes);
        self.bad_lines.absorb(&mut later.bad_lines);
    }
}

impl Tally {
    fn missing_code(&mut self, vendor: usize, line: u64, reading: &Reading<'_, '_>) -> Code {
        let Some(code) = reading.wire_code() else {
            return Code::Status(reading.status().unwrap_or(0));
        };
        self.add_unknown_code(vendor, line, code);
        Code::Unknown
    }

    fn add_unknown_code(&mut self, vendor: usize, line: u64, code: Text<'_>) {
        let code = sanitize(&suggestions::shortened(&code.to_cow()));
        self.unknown_codes.add((vendor, code), Seen::once(line));
    }

    pub(super) fn has_bad_lines(&self) -> bool {
        !self.bad_lines.seen.is_empty()
    }
}

impl Seen {
    const fn once(line: u64) -> Self {
        Self {
            lines: 1,
            first: line,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Gather, MAX_TEXTS, Tally};

    #[test]
    fn the_number_of_different_errors_is_limited() {
        let (mut all, mut some) = (Tally::default(), Tally::default());
        for line in 0..2 * MAX_TEXTS {
            some.add_bad_line(line as u64, format!("reason {line}"));
            some.add_bad_line(line as u64, "the usual".to_owned());
            if line % 100 == 0 {
                all.absorb(&mut some);
            }
        }
        all.absorb(&mut some);
        let kept: u64 = all.bad_lines.seen.values().map(|seen| seen.lines).sum();
        assert_eq!(all.bad_lines.seen.len(), MAX_TEXTS);
        assert_eq!(kept + all.bad_lines.others, 4 * MAX_TEXTS as u64);
        assert_eq!(all.bad_lines.seen["the usual"].lines, 2 * MAX_TEXTS as u64);
        assert_eq!(all.bad_lines.seen["the usual"].first, 0);
    }
}
