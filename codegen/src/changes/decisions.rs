//! Finds what is decided differently, and the node of the book that each difference is attributed to.

use std::collections::{BTreeSet, HashMap};

use super::arms::{self, Difference};
use super::cases::{self, Case, GONE};
use super::findings::{Finding, Findings};
use super::named::{CHOSEN, CLASS, CONFIDENTIAL, FIELDS, NamedArm, NamedDecision, Namer};
use super::pairs::{Pairs, VendorPair};
use super::path::NodePath;
use super::{Impact, attribution};
use crate::model::{Layer, Place};

/// The same decision by another layer.
const REASON: &str = "decided_by";

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    for pair in &pairs.vendors {
        Comparison::new(pairs, pair).run(findings);
    }
    for finding in findings.list.values_mut() {
        finding.keep_own_statuses();
    }
    // A different decision implies a different reason.
    let others = findings
        .list
        .iter()
        .filter(|((_, kind), _)| *kind != REASON);
    let nodes: BTreeSet<NodePath> = others
        .filter_map(|(_, finding)| finding.new.last().cloned())
        .collect();
    let is_covered = |finding: &Finding| {
        finding
            .new
            .last()
            .is_some_and(|source| nodes.contains(source))
    };
    findings
        .list
        .retain(|(_, kind), finding| *kind != REASON || !is_covered(finding));
}

/// The decisions of a vendor.
struct Comparison<'c> {
    pairs: &'c Pairs<'c>,
    pair: &'c VendorPair<'c>,
    old: Vec<Vec<NamedArm<'c>>>,
    new: Vec<Vec<NamedArm<'c>>>,
    /// The differences between two plans.
    known: HashMap<(usize, usize), Vec<Difference>>,
}

/// What both books decide in a case.
#[derive(Clone, Copy)]
struct Both<'d> {
    case: &'d Case,
    operations: (usize, usize),
    old: &'d NamedDecision,
    new: &'d NamedDecision,
}

/// The layer that a difference is attributed to, with its node in both books.
struct Attribution {
    layer: Layer,
    old: NodePath,
    new: NodePath,
}

impl<'c> Comparison<'c> {
    fn new(pairs: &'c Pairs<'c>, pair: &'c VendorPair<'c>) -> Self {
        let [old, new] = Namer::of_both(pairs, pair).map(|namer| namer.plans());
        Self {
            pairs,
            pair,
            old,
            new,
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
        let before = self.pair.old.plan_of(old, case.old);
        let plans = before.zip(self.pair.new.plan_of(new, case.new));
        let Some(plans) = plans else {
            return;
        };
        let (before, after) = (&self.old[plans.0], &self.new[plans.1]);
        let known = self.known.entry(plans);
        let known = known
            .or_insert_with(|| arms::differences(before, after))
            .clone();
        let fitting = known.iter().flat_map(|it| {
            let overlap = |(lo, hi): &(u16, u16)| (it.lo.max(*lo), it.hi.min(*hi));
            let overlaps = case.statuses.iter().map(overlap);
            overlaps
                .filter(|(lo, hi)| lo <= hi)
                .map(move |reach| (it, reach))
        });
        for (difference, reach) in fitting {
            let both = Both {
                case,
                operations: (old, new),
                old: &before[difference.old].decision,
                new: &after[difference.new].decision,
            };
            self.note(both, reach, findings);
        }
    }

    fn note(&self, both: Both<'_>, reach: (u16, u16), findings: &mut Findings) {
        let Both { case, old, new, .. } = both;
        let codes = (
            attribution::code(self.pair.old, case.old),
            attribution::code(self.pair.new, case.new),
        );
        let values = |field: usize| (old.value(field, codes.0), new.value(field, codes.1));
        let differs: Vec<bool> = (0..FIELDS.len())
            .map(|field| values(field).0 != values(field).1)
            .collect();
        for field in (0..FIELDS.len()).filter(|field| differs[*field]) {
            let lead = attribution::lead(field, &differs, old, new);
            let impact = match field {
                CHOSEN => Impact::Docs,
                _ => Impact::Behaviour,
            };
            let finding = match case.kind {
                Some(GONE) => findings.gone(GONE, attribution::of_entry(self.pair.old, case.old)),
                Some(kind) => {
                    let path = attribution::of_entry(self.pair.new, case.new);
                    findings.added(kind, impact, path)
                }
                None => self.of_source(both, lead, impact, findings),
            };
            let (a, b) = values(field);
            let touched = finding.detail(FIELDS[field], a, b);
            let operation = &self.pair.new.operations[both.operations.1].name;
            let by_operation = touched.entry(case.subject.clone()).or_default();
            by_operation
                .entry(operation.clone())
                .or_default()
                .push(reach);
        }
        if case.kind.is_none() && !differs.contains(&true) {
            self.note_layers(both, findings);
        }
    }

    /// The same decision by another layer, which `decided_by` shows.
    fn note_layers(&self, both: Both<'_>, findings: &mut Findings) {
        let Both { case, old, new, .. } = both;
        let moved = (0..CHOSEN).filter(|field| old.layer(*field) != new.layer(*field));
        for field in moved {
            let source = self.attribute(both, field);
            let paths = |node: NodePath| vec![node.at(FIELDS[field]), node];
            let finding =
                findings.value(REASON, Impact::Docs, paths(source.old), paths(source.new));
            let layer = |of: &NamedDecision| format!("{}: {}", FIELDS[field], of.layer(field));
            let touched = finding.detail(REASON, &layer(old), &layer(new));
            touched.entry(case.subject.clone()).or_default();
        }
    }

    /// The finding about the deciding node.
    fn of_source<'f>(
        &self,
        both: Both<'_>,
        lead: usize,
        impact: Impact,
        findings: &'f mut Findings,
    ) -> &'f mut Finding {
        let source = self.attribute(both, lead);
        if source.layer.rule > 0 {
            return findings.value("rule", impact, vec![source.old], vec![source.new]);
        }
        let is_status = matches!(source.layer.place, Place::Status | Place::Guard);
        let (kind, key) = match lead {
            CLASS if is_status => ("statuses", "statuses"),
            CHOSEN => ("chosen", "retry"),
            CONFIDENTIAL => ("confidential", "expose"),
            _ => (FIELDS[lead], FIELDS[lead]),
        };
        let paths = |node: NodePath| vec![node.at(key), node];
        findings.value(kind, impact, paths(source.old), paths(source.new))
    }

    /// The stronger of the layers that decided before and decide now.
    fn attribute(&self, both: Both<'_>, field: usize) -> Attribution {
        let Both {
            case,
            operations,
            old,
            new,
        } = both;
        let layers = [new.layer(field), old.layer(field)];
        // Of two equally strong ones, the new one.
        let [first, second] = layers.map(attribution::strength);
        let layer = if second < first { layers[1] } else { layers[0] };
        let classes = [(self.pairs.old, old), (self.pairs.new, new)];
        let [was, is] = classes.map(|(book, decision)| &book.classes[decision.class].name);
        let (before, after) = (self.pair.old, self.pair.new);
        Attribution {
            layer,
            old: attribution::path(before, operations.0, case.old, was, layer),
            new: attribution::path(after, operations.1, case.new, is, layer),
        }
    }
}
