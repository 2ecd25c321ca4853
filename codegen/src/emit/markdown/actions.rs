//! The page of the actions: what each one is, and where it is asked for.

use std::collections::{BTreeMap, BTreeSet};

use super::anchors::STATUSES;
use super::blocks::Page;
use super::docs::{Docs, page};
use super::inline::Inline;
use super::view::View;
use crate::model::{Action, Actor, Arm, Decision, Entry, Place, RetryKind, Statuses};

/// In what way a decision names an action, from the most to the least usual.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    AskedFor,
    Awaited,
    LastResort,
    Forbidden,
}

impl Role {
    const fn words(self) -> &'static str {
        match self {
            Self::AskedFor => "Asked for by",
            Self::Awaited => "A retry waits for it after",
            Self::LastResort => "Taken when the retries are used up, after",
            Self::Forbidden => "Must not be taken after",
        }
    }
}

/// Who names an action, in the order in which the page tells it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Namer {
    Code(usize),
    /// Whatever the operation: a response without a known code.
    Status,
    Operation(usize),
}

/// A layer that can make a decision name an action: one of these, unless it is any.
const OPERATION: &[Place] = &[Place::OperationRule, Place::Operation];
const DOMAIN_OR_VENDOR: &[Place] = &[
    Place::Category,
    Place::DomainRule,
    Place::Domain,
    Place::VendorRule,
    Place::Vendor,
];

/// By action and role, whoever names it.
type Mentions = BTreeMap<(usize, Role), BTreeSet<Namer>>;

pub(crate) fn contents(docs: &Docs<'_>) -> String {
    let mut page = Page::new(&Inline::own("Actions"));
    page.paragraph(&Inline::own(
        "What somebody can do about a failure, and which failures ask for it.",
    ));
    let actions = docs.book.actions.iter().enumerate();
    let rows = actions.clone().map(|(index, action)| {
        [
            docs.action(index),
            Inline::prose(&action.summary),
            Inline::text(action.actor.as_str()),
        ]
    });
    page.table(
        ["Action", "What it is", "Who does it"],
        &rows.collect::<Vec<_>>(),
    );
    let vendors: Vec<_> = docs
        .seen_from_outside()
        .map(|view| (mentions(&view), view))
        .collect();
    for (index, action) in actions {
        section(&mut page, docs, index, action, &vendors);
    }
    page.finish()
}

fn section(
    page: &mut Page,
    docs: &Docs<'_>,
    index: usize,
    action: &Action,
    vendors: &[(Mentions, View<'_>)],
) {
    page.section(2, &docs.actions[index], &Inline::code(&action.name));
    page.paragraph(&Inline::sentence(&action.summary));
    let mut facts = vec![Inline::own("**Who does it:** ") + actor(action.actor)];
    facts.extend(classes(docs, index));
    for (mentions, view) in vendors {
        let own = mentions.range((index, Role::AskedFor)..=(index, Role::Forbidden));
        facts.extend(own.map(|((_, role), namers)| line(view, *role, namers)));
    }
    page.list(&facts);
}

fn actor(actor: Actor) -> &'static str {
    match actor {
        Actor::Program => "the program that made the call",
        Actor::Player => "the end user, asked by the program",
        Actor::Developer => "whoever writes the program",
        Actor::Operator => "whoever runs it",
        Actor::Support => "whoever answers to the end users",
        _ => "somebody",
    }
}

/// The classes that ask for an action by themselves.
fn classes(docs: &Docs<'_>, action: usize) -> Option<Inline> {
    let asks = |class: &usize| {
        docs.book.classes[*class]
            .actions
            .iter()
            .flatten()
            .any(|asked| *asked == action)
    };
    let classes: Vec<usize> = (0..docs.book.classes.len()).filter(asks).collect();
    let links = Inline::join(classes.iter().map(|class| docs.class(*class)), ", ");
    (!classes.is_empty()).then(|| Inline::own("**Asked for by the classes:** ") + links)
}

fn line(view: &View<'_>, role: Role, namers: &BTreeSet<Namer>) -> Inline {
    let vendor = Inline::text(&view.vendor.title).link(&page(view.vendor));
    let words = namers.iter().map(|namer| match namer {
        Namer::Code(code) => view.code(*code),
        Namer::Status => view.link(Inline::own("responses without a known code"), STATUSES),
        Namer::Operation(operation) => Inline::own("operation ") + view.operation(*operation),
    });
    Inline::own("**") + role.words() + "** " + vendor + ": " + Inline::join(words, ", ")
}

/// Who names the actions on a vendor's page.
fn mentions(view: &View<'_>) -> Mentions {
    let vendor = view.vendor;
    let mut mentions = Mentions::new();
    let request = &vendor.operations[vendor.request];
    for (entry, plan) in vendor.entries().zip(&request.plans) {
        let arms = &vendor.plans[*plan];
        match entry {
            Entry::Code(code) => add(
                &mut mentions,
                Namer::Code(code),
                arms_at(arms, &view.code_statuses(code)),
                None,
            ),
            _ => add(
                &mut mentions,
                Namer::Status,
                arms.iter(),
                Some(DOMAIN_OR_VENDOR),
            ),
        }
    }
    for (index, operation) in vendor.operations.iter().enumerate() {
        let plans: BTreeSet<usize> = operation.plans.iter().copied().collect();
        let arms = plans.into_iter().flat_map(|plan| &vendor.plans[plan]);
        add(
            &mut mentions,
            Namer::Operation(index),
            arms,
            Some(OPERATION),
        );
    }
    mentions
}

fn arms_at<'p>(arms: &'p [Arm], statuses: &Statuses) -> impl Iterator<Item = &'p Arm> {
    arms.iter().filter(|arm| {
        statuses
            .iter()
            .any(|(lo, hi)| arm.lo <= *hi && *lo <= arm.hi)
    })
}

/// Adds the actions that some arms name, if one of `places` decided that; without places, whatever decided it.
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

/// The actions that a decision names, by role, and the place that decided it.
fn named(decision: &Decision) -> [(Place, Role, &[usize]); 4] {
    let retry = &decision.retry.value;
    let awaited = match &retry.kind {
        RetryKind::AfterAction { action } => std::slice::from_ref(action),
        _ => &[],
    };
    [
        (
            decision.actions.by.place,
            Role::AskedFor,
            &decision.actions.value,
        ),
        (decision.retry.by.place, Role::Awaited, awaited),
        (
            decision.retry.by.place,
            Role::LastResort,
            &retry.if_exhausted,
        ),
        (
            decision.forbid.by.place,
            Role::Forbidden,
            &decision.forbid.value,
        ),
    ]
}
