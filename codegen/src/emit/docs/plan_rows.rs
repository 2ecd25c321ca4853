//! The decisions of a plan, in as few rows of a table as possible.

use super::view::View;
use crate::document::Inline;
use crate::model::{Arm, Condition, Statuses};
use crate::render::{self, normalized};

/// The decision in one of several cases. The last case has no condition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Case {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) cells: [Inline; 4],
}

impl Case {
    /// The condition in words.
    pub(crate) fn condition(&self) -> Inline {
        if self.conditions.is_empty() {
            "otherwise".into()
        } else {
            Inline::from("when ") + render::conditions(&self.conditions)
        }
    }
}

/// The decisions for some statuses.
#[derive(Debug)]
pub(crate) struct PlanRow {
    pub(crate) statuses: Statuses,
    pub(crate) cases: Vec<Case>,
}

/// Reads plans for one of the vendor's codes, or for responses without one.
#[derive(Clone, Copy)]
pub(crate) struct PlanReader<'a> {
    pub(crate) view: &'a View<'a>,
    pub(crate) code: Option<usize>,
}

impl PlanRow {
    pub(crate) fn statuses(&self) -> Inline {
        Inline::text(&render::statuses(&self.statuses))
    }
}

impl PlanReader<'_> {
    /// All decisions of a plan for these statuses.
    pub(crate) fn rows(self, plan: &[Arm], statuses: &[(u16, u16)]) -> Vec<PlanRow> {
        let all = segments(plan, statuses);
        join(all.map(|(lo, hi, arms)| self.row(lo, hi, arms)))
    }

    /// The decisions of a plan for those statuses for which it differs from another one.
    pub(crate) fn differences(
        self,
        plan: &[Arm],
        base: &[Arm],
        statuses: &[(u16, u16)],
    ) -> Vec<PlanRow> {
        let all = segments(plan, statuses).flat_map(|(lo, hi, arms)| {
            let others = segments(base, &[(lo, hi)]).collect::<Vec<_>>();
            let differing = others
                .into_iter()
                .filter(move |(_, _, base)| self.cases(base) != self.cases(arms));
            differing.map(move |(lo, hi, _)| self.row(lo, hi, arms))
        });
        join(all)
    }

    /// The rows of a plan that differ from those of another.
    pub(crate) fn exceptions(
        self,
        plan: &[Arm],
        base: &[Arm],
        statuses: &[(u16, u16)],
    ) -> Vec<PlanRow> {
        let mut rows = self.rows(plan, statuses);
        rows.retain(|own| !self.differences(plan, base, &own.statuses).is_empty());
        rows
    }

    fn row(self, lo: u16, hi: u16, arms: &[Arm]) -> PlanRow {
        PlanRow {
            statuses: vec![(lo, hi)],
            cases: self.cases(arms),
        }
    }

    fn cases(self, arms: &[Arm]) -> Vec<Case> {
        let mut cases: Vec<Case> = Vec::new();
        for arm in arms.iter().rev() {
            let cells = self.view.decided(self.code, &arm.decision).cells();
            // A condition that makes no difference is not worth a line.
            if !matches!(cases.as_slice(), [last] if last.cells == cells) {
                let conditions = arm.conditions.clone();
                cases.push(Case { conditions, cells });
            }
        }
        cases.reverse();
        cases
    }
}

/// The arms for each run of statuses, clipped to the given ones.
pub(crate) fn segments<'p>(
    plan: &'p [Arm],
    statuses: &[(u16, u16)],
) -> impl Iterator<Item = (u16, u16, &'p [Arm])> {
    plan.chunk_by(|a, b| a.lo == b.lo).flat_map(move |arms| {
        let clipped = statuses
            .iter()
            .map(move |(lo, hi)| (arms[0].lo.max(*lo), arms[0].hi.min(*hi), arms));
        clipped.filter(|(lo, hi, _)| lo <= hi)
    })
}

/// Merges equal rows.
fn join(rows: impl Iterator<Item = PlanRow>) -> Vec<PlanRow> {
    let mut joined: Vec<PlanRow> = Vec::new();
    for row in rows {
        match joined.iter_mut().find(|known| known.cases == row.cases) {
            Some(known) => {
                known.statuses = normalized(&[known.statuses.as_slice(), &row.statuses].concat());
            }
            None => joined.push(row),
        }
    }
    joined
}
