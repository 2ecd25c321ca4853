//! The decisions of a plan, in as few rows of a table as possible.

use super::decision::HEADINGS;
use super::grouped;
use super::view::View;
use crate::document::{Document, Inline};
use crate::model::{Arm, Condition, Statuses};
use crate::render::{self, normalized};

/// The decision in one of several cases. The last case has no condition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Case {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) cells: [Inline; 4],
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

    /// A line about a success that is doubtful.
    pub(crate) fn doubtful(self) -> (Inline, Self) {
        (self.statuses() + ", doubtful", self)
    }
}

impl PlanReader<'_> {
    /// All decisions of a plan for these statuses.
    pub(crate) fn rows(self, plan: &[Arm], statuses: &[(u16, u16)]) -> Vec<PlanRow> {
        let all = segments(plan, statuses);
        merged(all.map(|(lo, hi, arms)| (self.cases(arms), (lo, hi))))
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
            differing.map(move |(lo, hi, _)| (self.cases(arms), (lo, hi)))
        });
        merged(all)
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

/// The arms of a plan that some of these statuses meet.
pub(crate) fn arms_at<'p>(
    plan: &'p [Arm],
    statuses: &[(u16, u16)],
) -> impl Iterator<Item = &'p Arm> {
    let meets = |arm: &Arm, (lo, hi): &(u16, u16)| arm.lo <= *hi && *lo <= arm.hi;
    plan.iter()
        .filter(move |arm| statuses.iter().any(|range| meets(arm, range)))
}

/// Cases, each with its condition in words unless there is only one.
pub(crate) fn in_words(cases: &[Case]) -> impl Iterator<Item = (Option<Inline>, &Case)> {
    let condition = |case: &Case| match case.conditions.as_slice() {
        [] => "otherwise".into(),
        conditions => Inline::from("when ") + render::conditions(conditions),
    };
    let is_only = cases.len() == 1;
    cases
        .iter()
        .map(move |case| ((!is_only).then(|| condition(case)), case))
}

/// Merges equal rows.
fn merged(rows: impl Iterator<Item = (Vec<Case>, (u16, u16))>) -> Vec<PlanRow> {
    let row = |(cases, statuses): (Vec<Case>, Statuses)| PlanRow {
        statuses: normalized(&statuses),
        cases,
    };
    grouped(rows).into_iter().map(row).collect()
}

/// Adds a table of responses with their decisions. Responses with the same decision share a row.
pub(crate) fn table(page: &mut Document, lines: Vec<(Inline, PlanRow)>) {
    let lines = lines
        .into_iter()
        .map(|(response, row)| (row.cases, response));
    let rows = grouped(lines).into_iter().flat_map(|(cases, responses)| {
        let row = |(condition, case): (_, &Case)| {
            let first = Inline::lines(responses.iter().cloned().chain(condition));
            (first, case.cells.clone())
        };
        in_words(&cases).map(row).collect::<Vec<_>>()
    });
    decisions(page, "Response", rows);
}

/// Adds a table with a decision in each row, after a first cell.
pub(crate) fn decisions(
    page: &mut Document,
    first: &'static str,
    rows: impl Iterator<Item = (Inline, [Inline; 4])>,
) {
    let [class, retry, to_do, user_text] = HEADINGS;
    let rows = rows
        .map(|(first, [class, retry, to_do, user_text])| [first, class, retry, to_do, user_text]);
    page.table([first, class, retry, to_do, user_text], rows);
}
