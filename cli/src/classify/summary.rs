//! What many lines say, counted.

mod report;
mod table;

use std::collections::HashMap;
use std::hash::Hash;

use faultbook_runtime::Outcome;
use faultbook_runtime::v1::{Reading, Span};

pub(super) use self::report::Report;
pub(super) use self::table::Look;
use crate::layout::harmless;
use crate::names;

/// More texts that differ are not kept apart: there may be one of its own on every line.
const MOST_TEXTS: usize = 10_000;

/// Counts of lines. A tally of some lines can be added to that of others.
#[derive(Default)]
pub(super) struct Tally {
    kinds: HashMap<Kind, u64>,
    /// Codes that the book does not know, by vendor.
    unknown_codes: Texts<(usize, String)>,
    /// Why lines could not be understood, and the first that could not for that reason.
    bad_lines: Texts<String>,
}

/// All that is counted of a line that was understood. There are only so many kinds in a book.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Kind {
    vendor: usize,
    code: Code,
    outcome: Outcome,
    class: u16,
    actions: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Code {
    /// As an index into the vendor's codes.
    Known(u16),
    Unknown,
    /// There is none but the status.
    Status(u16),
}

/// How often each of some texts came, up to a number of them, and on which line first.
struct Texts<T> {
    seen: HashMap<T, Seen>,
    /// Lines with other texts, once there were too many.
    others: u64,
}

#[derive(Clone, Copy)]
struct Seen {
    lines: u64,
    first: u64,
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
        } else if self.seen.len() < MOST_TEXTS {
            self.seen.insert(text, Seen { lines, first });
        } else {
            self.others += lines;
        }
    }

    fn absorb(&mut self, other: &mut Self) {
        let mut texts: Vec<(T, Seen)> = other.seen.drain().collect();
        // Which texts are kept must not be left to chance.
        texts
            .sort_unstable_by(|(a, seen_a), (b, seen_b)| (seen_a.first, a).cmp(&(seen_b.first, b)));
        for (text, seen) in texts {
            self.add(text, seen);
        }
        self.others += std::mem::take(&mut other.others);
    }
}

impl Tally {
    pub(super) fn add(&mut self, vendor: usize, line: u64, reading: &Reading<'_, '_>) {
        let decision = reading.decision();
        let code = match reading.code() {
            Some(code) => Code::Known(code),
            None => self.unknown_code(vendor, line, reading),
        };
        let kind = Kind {
            vendor,
            code,
            outcome: decision.outcome,
            class: decision.class,
            actions: decision.actions,
        };
        *self.kinds.entry(kind).or_default() += 1;
    }

    fn unknown_code(&mut self, vendor: usize, line: u64, reading: &Reading<'_, '_>) -> Code {
        let Some(code) = reading.wire_code() else {
            return Code::Status(reading.status().unwrap_or(0));
        };
        let code = harmless(&names::short(&code.to_cow()));
        self.unknown_codes.add((vendor, code), Seen::once(line));
        Code::Unknown
    }

    pub(super) fn add_bad_line(&mut self, line: u64, reason: String) {
        self.bad_lines.add(reason, Seen::once(line));
    }

    /// Adds the counts of later lines, and leaves none there.
    pub(super) fn absorb(&mut self, later: &mut Self) {
        for (kind, lines) in later.kinds.drain() {
            *self.kinds.entry(kind).or_default() += lines;
        }
        self.unknown_codes.absorb(&mut later.unknown_codes);
        self.bad_lines.absorb(&mut later.bad_lines);
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
    use super::{MOST_TEXTS, Tally};

    #[test]
    fn so_many_reasons_are_kept_apart_and_no_line_is_lost() {
        let (mut all, mut some) = (Tally::default(), Tally::default());
        for line in 0..2 * MOST_TEXTS {
            some.add_bad_line(line as u64, format!("reason {line}"));
            some.add_bad_line(line as u64, "the usual".to_owned());
            if line % 100 == 0 {
                all.absorb(&mut some);
            }
        }
        all.absorb(&mut some);
        let kept: u64 = all.bad_lines.seen.values().map(|seen| seen.lines).sum();
        assert_eq!(all.bad_lines.seen.len(), MOST_TEXTS);
        assert_eq!(kept + all.bad_lines.others, 4 * MOST_TEXTS as u64);
        assert_eq!(all.bad_lines.seen["the usual"].lines, 2 * MOST_TEXTS as u64);
        assert_eq!(all.bad_lines.seen["the usual"].first, 0);
    }
}
