//! What a plan comes to, for whoever reads it in a table: as few lines as say the same.

use super::cells::Cells;
use super::words::normalized;
use crate::model::{Arm, Condition, Decision, Statuses};

/// What is decided in one of the cases that a response may be. The last one has no condition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Case {
    pub(crate) condition: Condition,
    pub(crate) cells: Cells,
}

/// What is decided for some statuses.
#[derive(Debug)]
pub(crate) struct Ruling {
    pub(crate) statuses: Statuses,
    pub(crate) cases: Vec<Case>,
}

/// How a decision is shown.
pub(crate) type Shown<'a> = &'a dyn Fn(&Decision) -> Cells;

/// All that a plan says about these statuses.
pub(crate) fn rulings(plan: &[Arm], statuses: &[(u16, u16)], shown: Shown<'_>) -> Vec<Ruling> {
    join(segments(plan, statuses).map(|(lo, hi, arms)| Ruling {
        statuses: vec![(lo, hi)],
        cases: cases(arms, shown),
    }))
}

/// What a plan says about these statuses, where another one does not say the same.
pub(crate) fn exceptions(
    plan: &[Arm],
    base: &[Arm],
    statuses: &[(u16, u16)],
    shown: Shown<'_>,
) -> Vec<Ruling> {
    let mut found = Vec::new();
    for (lo, hi, arms) in segments(plan, statuses) {
        let cases = cases(arms, shown);
        for (lo, hi, base_arms) in segments(base, &[(lo, hi)]) {
            if self::cases(base_arms, shown) != cases {
                found.push(Ruling {
                    statuses: vec![(lo, hi)],
                    cases: cases.clone(),
                });
            }
        }
    }
    join(found.into_iter())
}

/// The arms for each run of statuses, in so far as it is asked for.
fn segments<'p>(
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

fn cases(arms: &[Arm], shown: Shown<'_>) -> Vec<Case> {
    let case = |arm: &Arm| Case {
        condition: arm.condition.clone(),
        cells: shown(&arm.decision),
    };
    let mut cases: Vec<Case> = arms.iter().map(case).collect();
    // A condition before the last case that changes nothing is not worth a line.
    while cases.len() > 1 && cases[cases.len() - 2].cells == cases[cases.len() - 1].cells {
        cases.remove(cases.len() - 2);
    }
    cases
}

/// Makes one of all that are alike.
fn join(rulings: impl Iterator<Item = Ruling>) -> Vec<Ruling> {
    let mut joined: Vec<Ruling> = Vec::new();
    for ruling in rulings {
        match joined.iter_mut().find(|known| known.cases == ruling.cases) {
            Some(known) => {
                known.statuses = normalized(&[known.statuses.as_slice(), &ruling.statuses].concat())
            }
            None => joined.push(ruling),
        }
    }
    joined
}
