//! What the lines of a log say that may be missing in a book.

use std::collections::BTreeSet;
use std::hash::Hash;

use faultbook_codegen::model::Vendor;
use faultbook_runtime::Outcome;
use faultbook_runtime::v1::{Reading, unknown_code};
use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::redact;
use crate::log::{Gather, ReadLine, Situation};

/// The most different things of a kind that are kept.
const MAX_KEPT: usize = 1000;
/// The most statuses that are kept of one thing.
const MAX_STATUSES: usize = 16;
/// A longer text is no code.
const MAX_CODE: usize = 100;

/// What was seen, each with the lines that it was seen on.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Lessons {
    /// Codes that a domain does not have.
    pub(super) unknown: Kept<(u16, String)>,
    /// Unknown codes next to a known one, and texts that are too long to be codes.
    pub(super) unclear: Kept<String>,
    /// Known codes by status.
    pub(super) known: Kept<(u16, u16)>,
    /// Failures without a code, by status and class.
    pub(super) codeless: Kept<(u16, u16)>,
    /// Pointers to values in the bodies of failures.
    pub(super) values: Kept<String>,
    /// Names of headers of failures, in lower case.
    pub(super) headers: Kept<String>,
    pub(super) bad_lines: usize,
    /// The number of the last line.
    lines: u64,
}

/// Things with where they were seen, up to a limited number of different ones.
#[derive(Serialize, Deserialize)]
#[serde(bound = "T: Clone + Eq + Hash + Ord + Serialize + DeserializeOwned")]
pub(super) struct Kept<T> {
    /// In the order of the lines.
    #[serde(with = "indexmap::map::serde_seq")]
    pub(super) seen: IndexMap<T, Sighting>,
    /// The number of lines with others.
    pub(super) others: u64,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self {
            seen: IndexMap::new(),
            others: 0,
        }
    }
}

/// The lines on which something was seen.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Sighting {
    pub(super) lines: u64,
    pub(super) first: Moment,
    pub(super) last: Moment,
    pub(super) statuses: BTreeSet<u16>,
    /// The first body, redacted.
    pub(super) sample: String,
}

/// A line, and when it was written if the log says so.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Moment {
    pub(super) line: u64,
    pub(super) time: Option<String>,
}

impl<T: Eq + Hash + Ord> Kept<T> {
    /// Adds lines on which something was seen, with a sample if it was not seen before.
    fn add(&mut self, thing: T, seen: Sighting, sample: impl FnOnce() -> String) {
        if let Some(known) = self.seen.get_mut(&thing) {
            known.lines = known.lines.saturating_add(seen.lines);
            known.last = seen.last;
            for status in seen.statuses {
                if known.statuses.len() < MAX_STATUSES {
                    known.statuses.insert(status);
                }
            }
        } else if self.seen.len() < MAX_KEPT {
            let sample = sample();
            self.seen.insert(thing, Sighting { sample, ..seen });
        } else {
            self.others = self.others.saturating_add(seen.lines);
        }
    }

    fn absorb(&mut self, later: &mut Self) {
        for (thing, mut seen) in later.seen.drain(..) {
            let sample = std::mem::take(&mut seen.sample);
            self.add(thing, seen, || sample);
        }
        let others = std::mem::take(&mut later.others);
        self.others = self.others.saturating_add(others);
    }

    /// Counts lines from the end of those before them.
    fn shift(&mut self, lines: u64) {
        for seen in self.seen.values_mut() {
            for moment in [&mut seen.first, &mut seen.last] {
                moment.line = moment.line.saturating_add(lines);
            }
        }
    }

    /// What was seen, the most frequent first.
    pub(super) fn sorted(&self) -> Vec<(&T, &Sighting)> {
        let mut all: Vec<_> = self.seen.iter().collect();
        all.sort_by(|(a, seen_a), (b, seen_b)| (seen_b.lines, a).cmp(&(seen_a.lines, b)));
        all
    }
}

impl Sighting {
    /// One line, without its sample.
    fn of(line: &ReadLine<'_>) -> Self {
        let moment = Moment {
            line: line.number,
            time: line.time.as_ref().map(|time| redact::shortened(time)),
        };
        Self {
            lines: 1,
            first: moment.clone(),
            last: moment,
            statuses: line.reading.status().into_iter().collect(),
            sample: String::new(),
        }
    }
}

impl Gather for Lessons {
    fn add(&mut self, line: &ReadLine<'_>) {
        self.lines = line.number;
        let Situation::Response { headers, body, .. } = &line.request.situation else {
            return;
        };
        let reading = line.reading;
        let wire = reading.wire_code().map(|code| code.to_cow().into_owned());
        let seen = Sighting::of(line);
        let sample = || redact::sample(body, wire.as_deref());
        if let (Some(code), Some(status)) = (reading.code(), reading.status()) {
            self.known.add((code, status), seen.clone(), sample);
            // A code that the book does not have next to one that it has: its domain is not certain.
            if let Some(unknown) = unknown_code(reading) {
                let unknown = redact::shortened(&unknown.to_cow());
                self.unclear.add(unknown, seen.clone(), sample);
            }
        } else if let (Some(wire), Some(domain)) = (&wire, reading.domain()) {
            if redact::is_code(wire) && wire.len() <= MAX_CODE {
                let unknown = (domain, wire.clone());
                self.unknown.add(unknown, seen.clone(), sample);
            } else {
                let unclear = redact::shortened(wire);
                self.unclear.add(unclear, seen.clone(), sample);
            }
        } else if is_failure(reading) {
            let status = reading.status().unwrap_or_default();
            let class = reading.decision().class;
            self.codeless.add((status, class), seen.clone(), sample);
        }
        if is_failure(reading) {
            for (name, _) in headers {
                self.headers
                    .add(name.to_ascii_lowercase(), seen.clone(), sample);
            }
            if let Ok(body) = serde_json::from_str::<Value>(body) {
                for pointer in redact::pointers(&body) {
                    self.values.add(pointer, seen.clone(), sample);
                }
            }
        }
    }

    fn add_bad_line(&mut self, line: u64, _: String) {
        self.lines = line;
        self.bad_lines += 1;
    }

    fn absorb(&mut self, later: &mut Self) {
        self.unknown.absorb(&mut later.unknown);
        self.unclear.absorb(&mut later.unclear);
        self.known.absorb(&mut later.known);
        self.codeless.absorb(&mut later.codeless);
        self.values.absorb(&mut later.values);
        self.headers.absorb(&mut later.headers);
        let bad_lines = std::mem::take(&mut later.bad_lines);
        self.bad_lines = self.bad_lines.saturating_add(bad_lines);
        self.lines = self.lines.max(std::mem::take(&mut later.lines));
    }
}

impl Lessons {
    /// Adds what is known of another log that follows this one.
    pub(super) fn append(&mut self, mut next: Self) {
        next.unknown.shift(self.lines);
        next.unclear.shift(self.lines);
        next.known.shift(self.lines);
        next.codeless.shift(self.lines);
        next.values.shift(self.lines);
        next.headers.shift(self.lines);
        next.lines = next.lines.saturating_add(self.lines);
        self.absorb(&mut next);
    }

    /// Whether all that was seen is in this book.
    pub(super) fn are_about(&self, vendor: &Vendor, classes: usize) -> bool {
        let is_below = |index: u16, len: usize| usize::from(index) < len;
        let mut domains = self.unknown.seen.keys().map(|(domain, _)| *domain);
        let mut codes = self.known.seen.keys().map(|(code, _)| *code);
        let mut own = self.codeless.seen.keys().map(|(_, class)| *class);
        domains.all(|domain| is_below(domain, vendor.domains.len()))
            && codes.all(|code| is_below(code, vendor.codes.len()))
            && own.all(|class| is_below(class, classes))
    }
}

fn is_failure(reading: &Reading<'_, '_>) -> bool {
    reading.decision().outcome == Outcome::Failure
}
