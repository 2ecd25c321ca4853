//! The decisions about an entry, operation by operation. Operations that decide alike share their rows.

use crate::document::Inline;
use crate::emit::docs::plan_rows::segments;
use crate::emit::docs::{DecisionView, View, grouped};
use crate::model::{Arm, Entry, Layer, Place, Statuses};
use crate::render::{self, Names};

/// The decision of some operations in one of several cases.
pub(super) struct Row<'v> {
    /// Links to the operations; empty for all.
    pub(super) operations: Vec<Inline>,
    /// The statuses of the entry that it applies to; empty for all.
    pub(super) statuses: String,
    /// The remaining conditions; empty for none.
    pub(super) condition: Inline,
    pub(super) decision: DecisionView<'v>,
    pub(super) why: Vec<Reason>,
}

/// A layer of the book, the fields that it decided, and its reason.
pub(super) struct Reason {
    pub(super) fields: String,
    pub(super) layer: String,
    pub(super) because: Inline,
}

/// Operations that decide alike, with the arms for each set of statuses.
struct Group<'m> {
    operations: Vec<usize>,
    plan: usize,
    runs: Vec<Run<'m>>,
}

struct Run<'m> {
    statuses: Statuses,
    arms: &'m [Arm],
}

/// The rows of an entry for these statuses, those of `request` first.
pub(super) fn rows<'v>(
    view: &'v View<'_>,
    entry: Entry,
    at: usize,
    statuses: &Statuses,
) -> Vec<Row<'v>> {
    let groups = groups(view, entry, at, statuses);
    groups
        .iter()
        .flat_map(|group| group.rows(view, entry, statuses, groups.len() == 1))
        .collect()
}

/// `at` is the position of the entry among the vendor's entries.
fn groups<'m>(view: &'m View<'_>, entry: Entry, at: usize, statuses: &Statuses) -> Vec<Group<'m>> {
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
            is_alike && group.represents(view, operation)
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

/// Whether an operation can receive the entry.
fn concerns(view: &View<'_>, operation: usize, entry: Entry) -> bool {
    let domain = match entry {
        Entry::Code(code) => view.vendor.codes[code].domain,
        Entry::Unknown { domain, .. } => domain,
        Entry::Plain | Entry::Doubtful => return true,
    };
    view.vendor.operations[operation].domains.contains(&domain)
}

/// The arms for each run of statuses, with equal ones merged.
fn runs<'m>(plan: &'m [Arm], statuses: &[(u16, u16)]) -> Vec<Run<'m>> {
    let mut runs: Vec<Run<'m>> = Vec::new();
    for (lo, hi, arms) in segments(plan, statuses) {
        match runs.iter_mut().find(|known| same_arms(known.arms, arms)) {
            Some(known) => known.statuses.push((lo, hi)),
            None => runs.push(Run {
                statuses: vec![(lo, hi)],
                arms,
            }),
        }
    }
    runs
}

fn same_arms(a: &[Arm], b: &[Arm]) -> bool {
    let same = |(a, b): (&Arm, &Arm)| a.conditions == b.conditions && a.decision == b.decision;
    a.len() == b.len() && a.iter().zip(b).all(same)
}

fn alike(a: &[Run<'_>], b: &[Run<'_>]) -> bool {
    let same = |(a, b): (&Run<'_>, &Run<'_>)| a.statuses == b.statuses && same_arms(a.arms, b.arms);
    a.len() == b.len() && a.iter().zip(b).all(same)
}

impl<'m> Group<'m> {
    /// Whether this group has the same reasons as an operation. A rule is identified by its number, so different rules
    /// of two operations may look alike.
    fn represents(&self, view: &View<'_>, operation: usize) -> bool {
        let arms = self.runs.iter().flat_map(|run| run.arms);
        let mut layers = arms.flat_map(|arm| arm.decision.decided_by().iter());
        layers.all(|(_, layer)| {
            let [known, own] = [self.operations[0], operation].map(|at| {
                let rule = view.vendor.rule(layer, at, None, None);
                rule.map(|rule| &rule.because)
            });
            known == own
        })
    }

    fn rows(
        &self,
        view: &'m View<'_>,
        entry: Entry,
        all: &Statuses,
        is_only: bool,
    ) -> Vec<Row<'m>> {
        let code = code(entry);
        let operations = self.operations.iter().filter(|_| !is_only);
        let operations: Vec<Inline> = operations.map(|at| view.operation(*at)).collect();
        let row = |run: &Run<'m>, arm: &'m Arm| Row {
            operations: operations.clone(),
            statuses: if self.runs.len() > 1 {
                render::statuses_among(&run.statuses, all)
            } else {
                String::new()
            },
            condition: condition(run, arm),
            decision: view.decided(code, &arm.decision),
            why: reasons(&view.decided(code, &arm.decision), self.operations[0]),
        };
        let runs = self.runs.iter();
        runs.flat_map(|run| run.arms.iter().map(move |arm| row(run, arm)))
            .collect()
    }
}

fn condition(run: &Run<'_>, arm: &Arm) -> Inline {
    match (arm.conditions.as_slice(), run.arms.len()) {
        ([], 1) => Inline::default(),
        ([], _) => "otherwise".into(),
        (conditions, _) => Inline::from("when ") + render::conditions(conditions),
    }
}

/// The fields that each layer decided.
pub(super) fn reasons(of: &DecisionView<'_>, operation: usize) -> Vec<Reason> {
    let decided = of.decision.decided_by();
    let decided = decided.iter().map(|(field, layer)| (layer, field));
    let decided = decided.filter(|(layer, _)| layer.place != Place::Nowhere);
    let reason = |(layer, fields): (Layer, Vec<&str>)| Reason {
        fields: fields.join(", ").replace('_', " "),
        layer: layer.to_string(),
        because: because(of, operation, layer),
    };
    grouped(decided).into_iter().map(reason).collect()
}

/// The reason of a rule; empty for a layer that is not a rule.
fn because(of: &DecisionView<'_>, operation: usize, layer: Layer) -> Inline {
    let vendor = of.view.vendor;
    let domain = of.code.map(|code| vendor.codes[code].domain);
    let rule = vendor.rule(layer, operation, domain, of.code);
    let because = rule.and_then(|rule| rule.because.as_ref());
    because.map_or_else(Inline::default, |text| Inline::prose(text))
}

/// The code of an entry.
pub(super) fn code(entry: Entry) -> Option<usize> {
    match entry {
        Entry::Code(code) => Some(code),
        _ => None,
    }
}

/// The statuses for which `request` decides by status alone, once for each decision.
pub(super) fn statuses(view: &View<'_>, at: usize) -> Vec<Statuses> {
    let request = &view.vendor.operations[view.vendor.request];
    let runs = runs(&view.vendor.plans[request.plans[at]], &[render::ANY]);
    runs.into_iter()
        .map(|run| render::normalized(&run.statuses))
        .collect()
}
