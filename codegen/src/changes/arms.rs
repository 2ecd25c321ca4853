//! Where two plans decide differently.

use super::named::{FIELDS, NamedArm, NamedDecision, USER_MESSAGE};
use crate::model::{Condition, Place};

/// Two arms, by their indices, that decide the same responses differently.
#[derive(Debug, Clone, Copy)]
pub(super) struct Difference {
    pub(super) lo: u16,
    pub(super) hi: u16,
    pub(super) old: usize,
    pub(super) new: usize,
}

/// Everything that two plans decide differently, or for another reason.
pub(super) fn differences(old: &[NamedArm<'_>], new: &[NamedArm<'_>]) -> Vec<Difference> {
    let mut cuts: Vec<u16> = old.iter().chain(new).map(|arm| arm.lo).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let ends = cuts.iter().skip(1).map(|next| next - 1).chain([u16::MAX]);
    let mut found = Vec::new();
    for (lo, hi) in cuts.iter().zip(ends) {
        let (before, after) = (live(old, *lo), live(new, *lo));
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        pairs.extend(
            after
                .iter()
                .filter_map(|arm| Some((counterpart(&new[*arm], old, &before)?, *arm))),
        );
        pairs.extend(
            before
                .iter()
                .filter_map(|arm| Some((*arm, counterpart(&old[*arm], new, &after)?))),
        );
        pairs.sort_unstable();
        pairs.dedup();
        let differing = pairs
            .into_iter()
            .filter(|(a, b)| differ(&old[*a].decision, &new[*b].decision));
        found.extend(differing.map(|(old, new)| Difference {
            lo: *lo,
            hi,
            old,
            new,
        }));
    }
    found
}

/// Whether two decisions may differ. The texts of codes are not compared here.
fn differ(old: &NamedDecision, new: &NamedDecision) -> bool {
    let is_of_code = |it: &NamedDecision| it.layer(USER_MESSAGE).place == Place::Code;
    is_of_code(old)
        || is_of_code(new)
        || old.has_other_layers_than(new)
        || (0..FIELDS.len()).any(|at| old.value(at, None) != new.value(at, None))
}

/// The arms for a status that no earlier arm shadows.
fn live(plan: &[NamedArm<'_>], status: u16) -> Vec<usize> {
    let mut live: Vec<usize> = Vec::new();
    for (at, arm) in plan.iter().enumerate() {
        let fits = (arm.lo..=arm.hi).contains(&status);
        if fits
            && !live
                .iter()
                .any(|other| implies(arm.conditions, plan[*other].conditions))
        {
            live.push(at);
        }
    }
    live
}

/// The arm that applies where another one does.
fn counterpart(arm: &NamedArm<'_>, plan: &[NamedArm<'_>], live: &[usize]) -> Option<usize> {
    let mut live = live.iter().copied();
    live.find(|other| implies(arm.conditions, plan[*other].conditions))
}

/// Whether some conditions never all hold without all of some others, as far as their tests show.
fn implies(these: &[Condition], others: &[Condition]) -> bool {
    others
        .iter()
        .all(|other| these.iter().any(|one| one_implies(one, other)))
}

fn one_implies(one: &Condition, other: &Condition) -> bool {
    one.iter().all(|tests| {
        let mut alternatives = other.iter();
        alternatives.any(|wanted| wanted.iter().all(|test| tests.contains(test)))
    })
}
