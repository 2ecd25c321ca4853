//! What is decided otherwise, and which place of the book makes it so.

use std::collections::{BTreeSet, HashMap};

use super::arms::{self, Difference};
use super::cases::{self, Case, GONE};
use super::findings::{Finding, Findings};
use super::pairs::{Pairs, VendorPair};
use super::spot::Spot;
use super::told::{CHOSEN, CLASS, CONFIDENTIAL, FIELDS, Namer, Side, Told, ToldArm};
use super::{Impact, seats};
use crate::model::{Entry, Layer, Place, Vendor};

/// That the same is decided in another place.
const REASON: &str = "decided_by";

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    for pair in &pairs.vendors {
        Comparison::new(pairs, pair).run(findings);
    }
    // Where something is decided otherwise, it goes without saying that the reasons are others.
    let others = findings
        .list
        .iter()
        .filter(|((_, kind), _)| *kind != REASON);
    let seats: BTreeSet<Spot> = others
        .filter_map(|(_, finding)| finding.new.last().cloned())
        .collect();
    let is_said = |finding: &Finding| finding.new.last().is_some_and(|seat| seats.contains(seat));
    findings
        .list
        .retain(|(_, kind), finding| *kind != REASON || !is_said(finding));
}

/// The decisions of a vendor.
struct Comparison<'c> {
    pairs: &'c Pairs<'c>,
    pair: &'c VendorPair<'c>,
    old: Vec<Vec<ToldArm<'c>>>,
    new: Vec<Vec<ToldArm<'c>>>,
    /// What differs between two plans.
    known: HashMap<(usize, usize), Vec<Difference>>,
}

/// A place that decides, with the same in the other book.
struct Seat {
    layer: Layer,
    old: Spot,
    new: Spot,
}

impl<'c> Comparison<'c> {
    fn new(pairs: &'c Pairs<'c>, pair: &'c VendorPair<'c>) -> Self {
        let namer = |side| Namer { pairs, pair, side };
        Self {
            pairs,
            pair,
            old: namer(Side::Old).plans(),
            new: namer(Side::New).plans(),
            known: HashMap::new(),
        }
    }

    fn run(mut self, findings: &mut Findings) {
        let cases = cases::all(self.pair);
        for (old, new) in &self.pair.operations.pairs {
            for case in &cases {
                self.case(case, *old, *new, findings);
            }
        }
    }

    fn case(&mut self, case: &Case, old: usize, new: usize, findings: &mut Findings) {
        let plans = plan(self.pair.old, old, case.old).zip(plan(self.pair.new, new, case.new));
        let Some(plans) = plans else {
            return;
        };
        let (before, after) = (&self.old[plans.0], &self.new[plans.1]);
        let known = self.known.entry(plans);
        let known = known
            .or_insert_with(|| arms::differences(before, after))
            .clone();
        let fitting = known
            .into_iter()
            .filter(|it| it.lo <= case.hi && it.hi >= case.lo);
        for difference in fitting {
            let reach = (difference.lo.max(case.lo), difference.hi.min(case.hi));
            let told = (&before[difference.old].told, &after[difference.new].told);
            self.note(case, (old, new), told, reach, findings);
        }
    }

    fn note(
        &self,
        case: &Case,
        operations: (usize, usize),
        (old, new): (&Told, &Told),
        reach: (u16, u16),
        findings: &mut Findings,
    ) {
        let codes = (
            seats::code(self.pair.old, case.old),
            seats::code(self.pair.new, case.new),
        );
        let values = |field: usize| (old.value(field, codes.0), new.value(field, codes.1));
        let differs: Vec<bool> = (0..FIELDS.len())
            .map(|field| values(field).0 != values(field).1)
            .collect();
        for field in (0..FIELDS.len()).filter(|field| differs[*field]) {
            let lead = seats::lead(field, &differs, old, new);
            let impact = if field == CHOSEN {
                Impact::Docs
            } else {
                Impact::Behaviour
            };
            let finding = match case.kind {
                Some(kind) => self.of_code(case, kind, impact, findings),
                None => self.of_seat(case, operations, lead, (old, new), impact, findings),
            };
            let (a, b) = values(field);
            let touched = finding.detail(FIELDS[field], a, b);
            let operation = &self.pair.new.operations[operations.1].name;
            let by_operation = touched.entry(case.subject.clone()).or_default();
            by_operation
                .entry(operation.clone())
                .or_default()
                .push(reach);
        }
        if case.kind.is_none() && !differs.contains(&true) {
            self.note_layers(case, operations, (old, new), findings);
        }
    }

    /// What is decided as before, and in another place: `decided_by` tells it.
    fn note_layers(
        &self,
        case: &Case,
        operations: (usize, usize),
        (old, new): (&Told, &Told),
        findings: &mut Findings,
    ) {
        let moved = (0..CHOSEN).filter(|field| old.layers[*field] != new.layers[*field]);
        for field in moved {
            let seat = self.seat(case, operations, field, old, new);
            let spots = |seat: Spot| vec![seat.clone().at(FIELDS[field]), seat];
            let finding = findings.value(REASON, Impact::Docs, spots(seat.old), spots(seat.new));
            let layer = |told: &Told| format!("{}: {}", FIELDS[field], told.layers[field]);
            let touched = finding.detail(REASON, &layer(old), &layer(new));
            touched.entry(case.subject.clone()).or_default();
        }
    }

    /// What is told of a code that is gone or new.
    fn of_code<'f>(
        &self,
        case: &Case,
        kind: &'static str,
        impact: Impact,
        findings: &'f mut Findings,
    ) -> &'f mut Finding {
        if kind == GONE {
            findings.gone(kind, seats::of_entry(self.pair.old, case.old))
        } else {
            findings.added(kind, impact, seats::of_entry(self.pair.new, case.new))
        }
    }

    /// What is told of the place that decides.
    fn of_seat<'f>(
        &self,
        case: &Case,
        operations: (usize, usize),
        lead: usize,
        (old, new): (&Told, &Told),
        impact: Impact,
        findings: &'f mut Findings,
    ) -> &'f mut Finding {
        let seat = self.seat(case, operations, lead, old, new);
        if seat.layer.rule > 0 {
            return findings.value("rule", impact, vec![seat.old], vec![seat.new]);
        }
        let is_status = matches!(seat.layer.place, Place::Status | Place::Guard);
        let (kind, key) = match lead {
            CLASS if is_status => ("statuses", "statuses"),
            CHOSEN => ("chosen", "retry"),
            CONFIDENTIAL => ("confidential", "expose"),
            _ => (FIELDS[lead], FIELDS[lead]),
        };
        let spots = |seat: Spot| vec![seat.clone().at(key), seat];
        findings.value(kind, impact, spots(seat.old), spots(seat.new))
    }

    /// The place that makes the difference: the stronger one of those that decided before and decide now.
    fn seat(
        &self,
        case: &Case,
        operations: (usize, usize),
        field: usize,
        old: &Told,
        new: &Told,
    ) -> Seat {
        let layers = (old.layers[field], new.layers[field]);
        let layer = if seats::strength(layers.0) < seats::strength(layers.1) {
            layers.0
        } else {
            layers.1
        };
        let (was, is) = (self.pair.old, self.pair.new);
        Seat {
            layer,
            old: seats::spot(self.pairs.old, was, operations.0, case.old, old, layer),
            new: seats::spot(self.pairs.new, is, operations.1, case.new, new, layer),
        }
    }
}

/// The plan of an entry under an operation.
fn plan(vendor: &Vendor, operation: usize, entry: Entry) -> Option<usize> {
    // Codes come first, in their order.
    let first = match entry {
        Entry::Code(code) => code,
        _ => vendor.codes.len(),
    };
    let mut entries = vendor.entries().enumerate().skip(first);
    let (at, _) = entries.find(|(_, other)| *other == entry)?;
    vendor.operations[operation].plans.get(at).copied()
}
