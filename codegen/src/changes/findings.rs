//! Differences, before they are put into words.

use std::collections::{BTreeMap, BTreeSet};

use super::Impact;
use super::path::NodePath;

/// All differences, by path and kind.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) list: BTreeMap<(NodePath, &'static str), Finding>,
}

/// What differs at one path.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) impact: Impact,
    /// Its possible locations in the old book, of which the first that exists counts; empty if it was not there.
    pub(super) old: Vec<NodePath>,
    /// The same in the new book.
    pub(super) new: Vec<NodePath>,
    /// Whether it is an item, not a value of one.
    pub(super) is_entry: bool,
    /// The values that differ, each with the decisions that differ because of it.
    pub(super) details: BTreeMap<Values, Reach>,
}

/// A value, before and after.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Values {
    pub(super) field: &'static str,
    pub(super) old: String,
    pub(super) new: String,
}

/// Decisions that differ, with their operations and statuses.
pub(super) type Reach = BTreeMap<Subject, BTreeMap<String, Vec<(u16, u16)>>>;

/// What something is decided for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Subject {
    pub(super) words: String,
    /// Whether it occurs with only one status, or with none.
    pub(super) has_one_status: bool,
    /// The statuses that the book documents for it.
    pub(super) own_statuses: Vec<u16>,
    /// The number of operations that decide something about it.
    pub(super) operations: usize,
}

impl Subject {
    /// Something without decisions.
    pub(super) fn named(words: String) -> Self {
        Self {
            words,
            has_one_status: true,
            own_statuses: Vec::new(),
            operations: 0,
        }
    }
}

impl Findings {
    /// Records that something was removed.
    pub(super) fn gone(&mut self, kind: &'static str, path: NodePath) -> &mut Finding {
        let finding = self.at(path.clone(), kind, Impact::Breaking);
        finding.old = vec![path];
        finding.is_entry = true;
        finding
    }

    /// Records that something was added.
    pub(super) fn added(
        &mut self,
        kind: &'static str,
        impact: Impact,
        path: NodePath,
    ) -> &mut Finding {
        let finding = self.at(path.clone(), kind, impact);
        finding.new = vec![path];
        finding.is_entry = true;
        finding
    }

    /// Records a value of something that both books have.
    pub(super) fn value(
        &mut self,
        kind: &'static str,
        impact: Impact,
        old: Vec<NodePath>,
        new: Vec<NodePath>,
    ) -> &mut Finding {
        let key = new.first().cloned().unwrap_or_else(|| NodePath::book(&[]));
        let finding = self.at(key, kind, impact);
        for (known, more) in [(&mut finding.old, old), (&mut finding.new, new)] {
            if known.is_empty() {
                *known = more;
            }
        }
        finding
    }

    /// Records that something in both books differs as a whole.
    pub(super) fn entry(
        &mut self,
        kind: &'static str,
        impact: Impact,
        old: NodePath,
        new: NodePath,
    ) -> &mut Finding {
        let finding = self.value(kind, impact, vec![old], vec![new]);
        finding.is_entry = true;
        finding
    }

    fn at(&mut self, path: NodePath, kind: &'static str, impact: Impact) -> &mut Finding {
        let finding = self.list.entry((path, kind)).or_insert_with(|| Finding {
            impact,
            old: Vec::new(),
            new: Vec::new(),
            is_entry: false,
            details: BTreeMap::new(),
        });
        finding.impact = finding.impact.max(impact);
        finding
    }
}

impl Finding {
    /// Values that differ because of a node of both books.
    pub(super) fn at(path: NodePath, details: BTreeMap<Values, Reach>) -> Self {
        Self {
            impact: Impact::Behaviour,
            old: vec![path.clone()],
            new: vec![path],
            is_entry: true,
            details,
        }
    }

    /// Omits differences under statuses that a code never has, if there are others under its own.
    pub(super) fn keep_own_statuses(&mut self) {
        let is_own = |subject: &Subject, (lo, hi): &(u16, u16)| {
            let mut own = subject.own_statuses.iter();
            own.any(|status| (lo..=hi).contains(&status))
        };
        let all = self.details.values().flatten();
        let with_own: BTreeSet<Subject> = all
            .filter(|(subject, by_operation)| {
                by_operation
                    .values()
                    .flatten()
                    .any(|it| is_own(subject, it))
            })
            .map(|(subject, _)| subject.clone())
            .collect();
        self.details.retain(|_, reach| {
            let was_empty = reach.is_empty();
            for (subject, by_operation) in reach.iter_mut().filter(|it| with_own.contains(it.0)) {
                for ranges in by_operation.values_mut() {
                    let own = subject.own_statuses.iter();
                    let kept = own.filter(|status| {
                        let mut all = ranges.iter();
                        all.any(|(lo, hi)| (lo..=hi).contains(status))
                    });
                    *ranges = kept.map(|status| (*status, *status)).collect();
                }
                by_operation.retain(|_, ranges| !ranges.is_empty());
            }
            reach.retain(|_, by_operation| !by_operation.is_empty());
            was_empty || !reach.is_empty()
        });
    }

    /// Those of a field, and the others.
    pub(super) fn split(&self, field: &str) -> (BTreeMap<Values, Reach>, BTreeMap<Values, Reach>) {
        self.details
            .clone()
            .into_iter()
            .partition(|(values, _)| values.field == field)
    }

    pub(super) fn detail(&mut self, field: &'static str, old: &str, new: &str) -> &mut Reach {
        let values = Values {
            field,
            old: old.to_owned(),
            new: new.to_owned(),
        };
        self.details.entry(values).or_default()
    }
}
