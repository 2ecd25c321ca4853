//! Which of the decisions that were made at build time applies to a response.

use crate::pattern::Matches;
use crate::reading::Found;
use crate::tables::{Arm, NONE, Span, Vendor};
use crate::view::View;

impl<'t> Vendor<'t> {
    /// The plan of an operation for an entry, as rows of the arms.
    fn plan(&self, operation: u16, entry: u16) -> Span {
        let operation = self.operations.get(usize::from(operation));
        let first = operation.map_or(usize::MAX, |operation| operation.plans as usize);
        let plan = self.plan_of.get(first.saturating_add(entry.into()));
        let plan = plan.and_then(|plan| self.plans.get(usize::from(*plan)));
        plan.copied().unwrap_or_default()
    }

    /// The conditions that held on the way to the arm that decided.
    pub(crate) fn conditions_of(
        &self,
        operation: u16,
        entry: u16,
        decided: u32,
    ) -> impl Iterator<Item = u16> + use<'t> {
        let plan = self.plan(operation, entry);
        let rows = (plan.start..=decided).zip(plan.of(self.arms));
        // The rows on the way to a row come before it.
        let path = rows.filter(move |(at, row)| decided - at <= row.inner.into());
        let conditions = path.map(|(_, row)| row.condition);
        conditions.filter(|condition| *condition != NONE)
    }
}

/// The rows of a plan that are tried for a status, in order.
struct Path<'t> {
    rows: &'t [Arm],
    /// The index of the first of them.
    first: u32,
    status: u16,
}

impl<'t> Path<'t> {
    /// The next row whose range has the status, with its index.
    fn next(&mut self) -> Option<(u32, &'t Arm)> {
        loop {
            let (row, _) = self.rows.split_first()?;
            let at = self.first;
            self.skip(1);
            if (row.lo..=row.hi).contains(&self.status) {
                return Some((at, row));
            }
            self.pass_over(row);
        }
    }

    /// Leaves out the rows that are tried only if this one holds.
    fn pass_over(&mut self, row: &Arm) {
        self.skip(row.inner);
    }

    fn skip(&mut self, rows: u16) {
        self.rows = self.rows.get(rows.into()..).unwrap_or_default();
        self.first = self.first.saturating_add(rows.into());
    }
}

impl<'t: 'v, 'v> View<'t, 'v> {
    fn path(&self, operation: u16, found: Found) -> Path<'t> {
        let plan = self.vendor.plan(operation, found.entry);
        Path {
            rows: plan.of(self.vendor.arms),
            first: plan.start,
            status: self.status,
        }
    }

    /// The decision, and the arm that decides; no index if the tables have none.
    pub(crate) fn decide(&self, operation: u16, found: Found) -> (u16, u32) {
        let mut path = self.path(operation, found);
        while let Some((at, arm)) = path.next() {
            if self.clause(arm.condition, found.envelope).is_none() {
                path.pass_over(arm);
            } else if arm.decision != NONE {
                return (arm.decision, at);
            }
        }
        (NONE, u32::MAX)
    }

    /// What the conditions of the decision captured. Those of the text for the end user come first: where two capture
    /// the same name, it means its own.
    pub(crate) fn captures(&self, operation: u16, found: Found, decided: u32) -> Matches<'v> {
        // The conditions are matched a second time: few callers want captures, and reading must not pay for them.
        let arm = self.vendor.arms.get(decided as usize);
        let named = arm.map_or(NONE, |arm| arm.captures);
        let held = self.vendor.conditions_of(operation, found.entry, decided);
        let others = held.filter(|condition| *condition != named);
        let named = [named].into_iter().filter(|named| *named != NONE);
        let mut matches = Matches::new();
        for condition in named.chain(others) {
            self.add_captures(condition, found.envelope, &mut matches);
        }
        matches
    }

    /// Adds what the first clause that holds captures.
    fn add_captures(&self, condition: u16, envelope: u16, matches: &mut Matches<'v>) {
        for clause in self.clauses_of(condition) {
            let mut own = *matches;
            if self.clause_holds(*clause, envelope, Some(&mut own)) {
                *matches = own;
                return;
            }
        }
    }

    /// Whether a condition on the way to the decision failed, and it is uncertain whether rightly.
    pub(crate) fn is_unsure(&self, operation: u16, found: Found) -> bool {
        let mut path = self.path(operation, found);
        while let Some((_, arm)) = path.next() {
            let holds =
                arm.condition == NONE || self.clause(arm.condition, found.envelope).is_some();
            if holds && arm.decision != NONE {
                return false;
            }
            if !holds {
                let is_unsure =
                    |clause: &Span| self.clause_is_unsure(*clause, found.envelope, false);
                if self.clauses_of(arm.condition).iter().any(is_unsure) {
                    return true;
                }
                path.pass_over(arm);
            }
        }
        // The last row of a plan always holds. Without one, nothing is certain.
        true
    }
}
