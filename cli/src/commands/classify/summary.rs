//! The output of `--summary`: counts with the names of the book, the most frequent first.

use std::collections::BTreeMap;

use faultbook_codegen::Loaded;
use faultbook_runtime::Outcome;
use faultbook_runtime::v1::Span;
use faultbook_runtime::v1::serde::Words;
use serde::Serialize;

use super::tally::{Code, Kind, Tally};
use crate::book::Names;

/// The keys and their order are part of the output format.
#[derive(Serialize)]
pub(super) struct Summary {
    /// Without blank lines.
    pub(super) lines: u64,
    pub(super) outcomes: Outcomes,
    /// Successes of event streams, of which one event was read.
    pub(super) partial: u64,
    /// Lines that could not be read.
    pub(super) bad_lines: u64,
    pub(super) unknown_codes: Vec<CodeCount>,
    /// Lines with unknown codes beyond those that are listed.
    pub(super) other_unknown_codes: u64,
    pub(super) errors: Vec<ErrorCount>,
    /// Lines with errors beyond those that are listed.
    pub(super) other_errors: u64,
    pub(super) vendors: Vec<Count>,
    pub(super) classes: Vec<Count>,
    /// Known codes, and statuses of responses without a code.
    pub(super) codes: Vec<CodeCount>,
    pub(super) actions: Vec<Count>,
}

#[derive(Default, Serialize)]
pub(super) struct Outcomes {
    pub(super) failure: u64,
    pub(super) ignorable: u64,
    pub(super) success: u64,
}

/// The lines of a vendor, class or action.
#[derive(Serialize)]
pub(super) struct Count {
    pub(super) name: String,
    pub(super) lines: u64,
}

#[derive(Serialize)]
pub(super) struct CodeCount {
    pub(super) vendor: String,
    /// The wire string.
    pub(super) code: Option<String>,
    /// Instead of a code.
    pub(super) status: Option<u16>,
    pub(super) lines: u64,
}

#[derive(Serialize)]
pub(super) struct ErrorCount {
    pub(super) error: String,
    pub(super) lines: u64,
    pub(super) first_line: u64,
}

impl Summary {
    pub(super) fn new(loaded: &Loaded, tally: &Tally) -> Self {
        let words = Names(&loaded.book);
        let understood: u64 = tally.kinds.values().sum();
        let errors = errors(tally);
        let other_errors = tally.bad_lines.others;
        let bad_lines = errors.iter().map(|e| e.lines).sum::<u64>() + other_errors;
        let vendor = |kind: &Kind| [loaded.book.vendors[kind.vendor].name.clone()];
        Self {
            lines: understood + bad_lines,
            outcomes: outcomes(tally),
            partial: tally.partial,
            bad_lines,
            unknown_codes: unknown_codes(loaded, tally),
            other_unknown_codes: tally.unknown_codes.others,
            errors,
            other_errors,
            vendors: counts(tally, vendor),
            classes: counts(tally, |kind| [words.class(kind.class).to_string()]),
            codes: codes(loaded, tally),
            actions: counts(tally, |kind| {
                let actions = actions(loaded, kind.vendor, kind.actions).iter();
                let words = actions.filter_map(|action| words.action(*action));
                words.map(|word| word.to_string()).collect::<Vec<_>>()
            }),
        }
    }
}

fn outcomes(tally: &Tally) -> Outcomes {
    let mut outcomes = Outcomes::default();
    for (kind, lines) in &tally.kinds {
        match kind.outcome {
            Outcome::Success => outcomes.success += lines,
            Outcome::Ignorable => outcomes.ignorable += lines,
            _ => outcomes.failure += lines,
        }
    }
    outcomes
}

/// Counts lines by the names of their kinds.
fn counts<N: IntoIterator<Item = String>>(tally: &Tally, names: impl Fn(&Kind) -> N) -> Vec<Count> {
    let mut counts = BTreeMap::new();
    for (kind, lines) in &tally.kinds {
        for name in names(kind) {
            *counts.entry(name).or_default() += lines;
        }
    }
    let counts = counts.into_iter();
    let mut counts: Vec<Count> = counts.map(|(name, lines)| Count { name, lines }).collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.lines));
    counts
}

fn codes(loaded: &Loaded, tally: &Tally) -> Vec<CodeCount> {
    let mut counts = BTreeMap::new();
    for (kind, lines) in &tally.kinds {
        let vendor = &loaded.book.vendors[kind.vendor];
        let of_line = match kind.code {
            Code::Known(code) => (Some(vendor.codes[usize::from(code)].wire.clone()), None),
            Code::Status(status) => (None, Some(status)),
            Code::Unknown => continue,
        };
        *counts.entry((&vendor.name, of_line)).or_default() += lines;
    }
    let counts = counts
        .into_iter()
        .map(|((vendor, (code, status)), lines)| CodeCount {
            vendor: vendor.clone(),
            code,
            status,
            lines,
        });
    most_frequent_first(counts.collect())
}

fn unknown_codes(loaded: &Loaded, tally: &Tally) -> Vec<CodeCount> {
    let codes: BTreeMap<_, _> = tally.unknown_codes.seen.iter().collect();
    let counts = codes.into_iter().map(|((vendor, code), seen)| CodeCount {
        vendor: loaded.book.vendors[*vendor].name.clone(),
        code: Some(code.clone()),
        status: None,
        lines: seen.lines,
    });
    most_frequent_first(counts.collect())
}

fn most_frequent_first(mut counts: Vec<CodeCount>) -> Vec<CodeCount> {
    counts.sort_by_key(|count| std::cmp::Reverse(count.lines));
    counts
}

fn errors(tally: &Tally) -> Vec<ErrorCount> {
    let errors = tally.bad_lines.seen.iter();
    let errors = errors.map(|(error, seen)| ErrorCount {
        error: error.clone(),
        lines: seen.lines,
        first_line: seen.first,
    });
    let mut errors: Vec<ErrorCount> = errors.collect();
    errors.sort_by(|a, b| {
        let frequent = b.lines.cmp(&a.lines);
        frequent.then_with(|| (a.first_line, &a.error).cmp(&(b.first_line, &b.error)))
    });
    errors
}

/// The actions of a vendor's decision, as indices into those of the book.
fn actions(loaded: &Loaded, vendor: usize, actions: Span) -> &[u16] {
    let all = loaded.tables[vendor].vendor().actions;
    let (start, len) = (actions.start as usize, actions.len as usize);
    all.get(start..start + len).unwrap_or(&[])
}
