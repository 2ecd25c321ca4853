//! What is decided about one thing, operation by operation: those that decide alike share their rows.

use super::verdict::{Link, Verdict};
use super::words::Words;
use crate::emit::markdown::inline::Inline;
use crate::emit::markdown::view::View;
use crate::emit::markdown::words;
use crate::model::{Arm, Entry, Place, Statuses};

/// What some operations decide in one of the cases that a response may be.
pub(super) struct Row {
    pub(super) operations: Vec<Link>,
    /// Which of the thing's statuses; empty for all.
    pub(super) statuses: String,
    /// What else must hold; empty if nothing.
    pub(super) condition: Words,
    pub(super) verdict: Verdict,
}

/// Operations that decide alike, with the arms for each set of statuses.
struct Group<'m> {
    operations: Vec<usize>,
    plan: usize,
    runs: Vec<Run<'m>>,
}

struct Run<'m> {
    statuses: Statuses,
    arms: Vec<&'m Arm>,
}

/// The rows of an entry for these statuses, those of a call without an operation of its own first.
pub(super) fn rows(view: &View<'_>, entry: Entry, at: usize, statuses: &Statuses) -> Vec<Row> {
    let groups = groups(view, entry, at, statuses);
    groups
        .iter()
        .flat_map(|group| group.rows(view, entry, statuses))
        .collect()
}

/// `at` is the entry's place among the vendor's entries.
fn groups<'m>(view: &View<'m>, entry: Entry, at: usize, statuses: &Statuses) -> Vec<Group<'m>> {
    let vendor = view.vendor;
    let mut groups: Vec<Group<'m>> = Vec::new();
    let others = (0..vendor.operations.len()).filter(|operation| *operation != vendor.request);
    for operation in std::iter::once(vendor.request).chain(others) {
        if !concerns(view, operation, entry) {
            continue;
        }
        let plan = vendor.operations[operation].plans[at];
        let runs = runs(&vendor.plans[plan], statuses);
        let joins = |group: &&mut Group<'_>| {
            let is_alike = group.plan == plan || alike(&group.runs, &runs);
            is_alike && group.speaks_for(view, operation)
        };
        match groups.iter_mut().find(joins) {
            Some(group) => group.operations.push(operation),
            None => groups.push(Group {
                operations: vec![operation],
                plan,
                runs,
            }),
        }
    }
    groups
}

/// Whether an operation can meet the thing at all.
fn concerns(view: &View<'_>, operation: usize, entry: Entry) -> bool {
    let domain = match entry {
        Entry::Code(code) => view.vendor.codes[code].domain,
        Entry::Unknown { domain, .. } => domain,
        Entry::Plain | Entry::Doubtful => return true,
    };
    view.vendor.operations[operation].domains.contains(&domain)
}

/// The arms for each run of the statuses, those that are alike together.
fn runs<'m>(plan: &'m [Arm], statuses: &Statuses) -> Vec<Run<'m>> {
    let mut runs: Vec<Run<'m>> = Vec::new();
    for arms in plan.chunk_by(|a, b| a.lo == b.lo) {
        let clipped = statuses
            .iter()
            .map(|(lo, hi)| (arms[0].lo.max(*lo), arms[0].hi.min(*hi)));
        let clipped: Statuses = clipped.filter(|(lo, hi)| lo <= hi).collect();
        if clipped.is_empty() {
            continue;
        }
        let run = Run {
            statuses: clipped,
            arms: arms.iter().collect(),
        };
        match runs
            .iter_mut()
            .find(|known| same_arms(&known.arms, &run.arms))
        {
            Some(known) => known.statuses.extend(run.statuses),
            None => runs.push(run),
        }
    }
    runs
}

fn same_arms(a: &[&Arm], b: &[&Arm]) -> bool {
    let same = |(a, b): (&&Arm, &&Arm)| a.conditions == b.conditions && a.decision == b.decision;
    a.len() == b.len() && a.iter().zip(b).all(same)
}

fn alike(a: &[Run<'_>], b: &[Run<'_>]) -> bool {
    let same =
        |(a, b): (&Run<'_>, &Run<'_>)| a.statuses == b.statuses && same_arms(&a.arms, &b.arms);
    a.len() == b.len() && a.iter().zip(b).all(same)
}

impl Group<'_> {
    /// Whether the reasons of this group are those of an operation too. A rule is called by its number, so that two
    /// operations can name different ones alike.
    fn speaks_for(&self, view: &View<'_>, operation: usize) -> bool {
        let arms = self.runs.iter().flat_map(|run| &run.arms);
        let mut rules = arms.flat_map(|arm| arm.decision.decided_by().iter());
        let [known, own] =
            [self.operations[0], operation].map(|at| &view.vendor.operations[at].rules);
        rules.all(|(_, layer)| {
            let rule = usize::from(layer.rule).saturating_sub(1);
            let [known, own] = [known, own].map(|rules| rules.get(rule).map(|rule| &rule.because));
            layer.place != Place::OperationRule || known == own
        })
    }

    fn rows(&self, view: &View<'_>, entry: Entry, all: &Statuses) -> Vec<Row> {
        let row = |run: &Run<'_>, arm: &Arm| Row {
            operations: self
                .operations
                .iter()
                .map(|at| Link::to_operation(view, *at))
                .collect(),
            statuses: if self.runs.len() > 1 {
                words::statuses_among(&run.statuses, all)
            } else {
                String::new()
            },
            condition: condition(run, arm),
            verdict: Verdict::new(view, self.operations[0], code(entry), &arm.decision),
        };
        let rows = self
            .runs
            .iter()
            .flat_map(|run| run.arms.iter().map(move |arm| row(run, arm)));
        rows.collect()
    }
}

fn condition(run: &Run<'_>, arm: &Arm) -> Words {
    let words = match (arm.conditions.as_slice(), run.arms.len()) {
        ([], 1) => Inline::default(),
        ([], _) => Inline::own("otherwise"),
        (conditions, _) => Inline::own("when ") + words::conditions(conditions),
    };
    Words::of(&words)
}

/// The code that an entry is of.
pub(super) fn code(entry: Entry) -> Option<usize> {
    match entry {
        Entry::Code(code) => Some(code),
        _ => None,
    }
}

/// The statuses of what a call without an operation of its own decides by status alone, once for each decision.
pub(super) fn statuses(view: &View<'_>, at: usize) -> Vec<Statuses> {
    let request = &view.vendor.operations[view.vendor.request];
    let runs = runs(&view.vendor.plans[request.plans[at]], &vec![words::ANY]);
    runs.into_iter()
        .map(|run| words::normalized(&run.statuses))
        .collect()
}
