//! Which of the decisions that were made at build time applies to a response.

use crate::pattern::Matches;
use crate::reading::Found;
use crate::tables::{Arm, MAX_CONDITIONS, NONE, Span};
use crate::view::View;

/// The rows of a plan that are tried for a status, in order.
struct Path<'t> {
    rows: &'t [Arm],
    status: u16,
}

impl<'t> Path<'t> {
    /// The next row whose range has the status.
    fn next(&mut self) -> Option<&'t Arm> {
        loop {
            let (row, behind) = self.rows.split_first()?;
            self.rows = behind;
            if (row.lo..=row.hi).contains(&self.status) {
                return Some(row);
            }
            self.pass_over(row);
        }
    }

    /// Leaves out the rows that are tried only if this one holds.
    fn pass_over(&mut self, row: &Arm) {
        self.rows = self.rows.get(row.inner.into()..).unwrap_or_default();
    }
}

impl<'t: 'v, 'v> View<'t, 'v> {
    fn path(&self, operation: u16, found: Found) -> Path<'t> {
        let vendor = self.vendor;
        let operation = vendor.operations.get(usize::from(operation));
        let first = operation.map_or(usize::MAX, |operation| operation.plans as usize);
        let at = first.saturating_add(found.entry.into());
        let plan = vendor.plan_of.get(at);
        let plan = plan.and_then(|plan| vendor.plans.get(usize::from(*plan)));
        Path {
            rows: plan.copied().unwrap_or_default().of(vendor.arms),
            status: self.status,
        }
    }

    /// The decision, and how many conditions had to hold for it.
    pub(crate) fn decide(&self, operation: u16, found: Found) -> (u16, u8) {
        let mut conditions = 0_u8;
        let arm = self.arm(operation, found, |_| {
            conditions = conditions.saturating_add(1);
        });
        (arm.map_or(NONE, |arm| arm.decision), conditions)
    }

    /// The arm that decides. The conditions that hold on the way to it are handed out.
    fn arm(&self, operation: u16, found: Found, mut holds: impl FnMut(u16)) -> Option<&'t Arm> {
        let mut path = self.path(operation, found);
        while let Some(arm) = path.next() {
            if arm.condition != NONE {
                if self.clause(arm.condition, found.envelope).is_none() {
                    path.pass_over(arm);
                    continue;
                }
                holds(arm.condition);
            }
            if arm.decision != NONE {
                return Some(arm);
            }
        }
        None
    }

    /// What the conditions of the decision captured. Those of the text for the end user come first: where two capture
    /// the same name, it means its own.
    pub(crate) fn captures(&self, operation: u16, found: Found) -> Matches<'v> {
        // The conditions are matched a second time: few callers want captures, and reading must not pay for them.
        let mut matches = Matches::new();
        let mut add = |condition| {
            if let Some(clause) = self.clause(condition, found.envelope) {
                self.clause_holds(clause, found.envelope, Some(&mut matches));
            }
        };
        let (mut held, mut len) = ([NONE; MAX_CONDITIONS], 0);
        let arm = self.arm(operation, found, |condition| {
            if let Some(place) = held.get_mut(len) {
                (*place, len) = (condition, len + 1);
            }
        });
        let named = arm.map_or(NONE, |arm| arm.captures);
        let others = held.into_iter().filter(|condition| *condition != named);
        [named]
            .into_iter()
            .chain(others)
            .filter(|condition| *condition != NONE)
            .for_each(&mut add);
        matches
    }

    /// Whether a condition on the way to the decision failed, and it is uncertain whether rightly.
    pub(crate) fn is_unsure(&self, operation: u16, found: Found) -> bool {
        let mut path = self.path(operation, found);
        while let Some(arm) = path.next() {
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
