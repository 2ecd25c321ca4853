//! The decisions of a vendor that name each action.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::docs::View;
use crate::emit::docs::plan_rows::arms_at;
use crate::model::{ActionId, Arm, Decision, Entry, Place, RetryKind};

/// How a decision names an action, from the most to the least common way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    AskedFor,
    Awaited,
    LastResort,
    Forbidden,
}

impl Role {
    pub(super) const ALL: [Self; 4] = [
        Self::AskedFor,
        Self::Awaited,
        Self::LastResort,
        Self::Forbidden,
    ];

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::AskedFor => "Asked for by",
            Self::Awaited => "A retry waits for it after",
            Self::LastResort => "Taken when the retries are used up, after",
            Self::Forbidden => "Must not be taken after",
        }
    }
}

/// Something that names an action, in the order of the page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Namer {
    Code(usize),
    /// A group of codes with the same decisions.
    Alike(usize),
    /// A response without a known code, whatever the operation.
    Status,
    Operation(usize),
}

/// Layers that can make a decision name an action.
const OPERATION: &[Place] = &[Place::OperationRule, Place::Operation];
const DOMAIN_OR_VENDOR: &[Place] = &[
    Place::Category,
    Place::DomainRule,
    Place::Domain,
    Place::VendorRule,
    Place::Vendor,
];

/// What names each action, by role.
pub(super) type Mentions = BTreeMap<(ActionId, Role), BTreeSet<Namer>>;

/// What names the actions of a vendor.
pub(super) fn mentions(view: &View<'_>) -> Mentions {
    let vendor = view.vendor;
    let mut mentions = Mentions::new();
    let request = &vendor.operations[vendor.request];
    for (entry, plan) in vendor.entries().zip(request.plans.iter()) {
        let arms = &vendor.plans[*plan];
        if let Entry::Code(code) = entry {
            let group = view.alike.group(code);
            let namer = group.map_or(Namer::Code(code), Namer::Alike);
            let statuses = view.code_statuses(code);
            add(&mut mentions, namer, arms_at(arms, &statuses), None);
        } else {
            let places = Some(DOMAIN_OR_VENDOR);
            add(&mut mentions, Namer::Status, arms.iter(), places);
        }
    }
    for (index, operation) in vendor.operations.iter().enumerate() {
        let plans: BTreeSet<usize> = operation.plans.iter().copied().collect();
        let arms = plans.into_iter().flat_map(|plan| &vendor.plans[plan]);
        let namer = Namer::Operation(index);
        add(&mut mentions, namer, arms, Some(OPERATION));
    }
    mentions
}

/// Adds the actions that these arms name because of one of `places`, or because of any layer.
fn add<'p>(
    mentions: &mut Mentions,
    namer: Namer,
    arms: impl Iterator<Item = &'p Arm>,
    places: Option<&[Place]>,
) {
    for (place, role, actions) in arms.flat_map(|arm| named(&arm.decision)) {
        if places.is_none_or(|places| places.contains(&place)) {
            for action in actions {
                mentions.entry((*action, role)).or_default().insert(namer);
            }
        }
    }
}

/// The actions that a decision names, by role, with the place that decided it.
fn named(decision: &Decision) -> [(Place, Role, &[ActionId]); 4] {
    let retry = &decision.retry.value;
    let awaited = match &retry.kind {
        RetryKind::AfterAction(action) => std::slice::from_ref(action),
        _ => &[],
    };
    let (actions, forbid) = (&decision.actions, &decision.forbid);
    let of_retry = decision.retry.by.place;
    [
        (actions.by.place, Role::AskedFor, &actions.value),
        (of_retry, Role::Awaited, awaited),
        (of_retry, Role::LastResort, &retry.if_exhausted),
        (forbid.by.place, Role::Forbidden, &forbid.value),
    ]
}
