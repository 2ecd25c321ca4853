//! What is known and decided about a code, fact by fact.

use super::super::cells;
use super::super::inline::Inline;
use super::super::view::View;
use super::super::{retry, words};
use super::remarks::{self, Fact};
use super::{codes, examples};
use crate::model::{Decision, Outcome};

pub(crate) fn all(view: &View<'_>, index: usize) -> Vec<Inline> {
    let decided = view.usual(index).map(|usual| decided(view, usual, index));
    let decided = decided.into_iter().flatten();
    let met = met(view, index).into_iter();
    remarks::facts(met.chain(decided).chain(known(view, index)))
}

/// The statuses that a code comes with; nothing if no response carries it.
pub(crate) fn statuses(view: &View<'_>, index: usize) -> Inline {
    if view.vendor.domains[view.vendor.codes[index].domain].raised_by_client {
        return Inline::default();
    }
    match view.code_statuses(index).as_slice() {
        [words::ANY] => Inline::own("any"),
        statuses => Inline::text(&words::statuses(statuses)),
    }
}

fn decided(view: &View<'_>, decision: &Decision, index: usize) -> [Fact; 8] {
    let class = &view.docs.book.classes[decision.class.value];
    let outcome = decision.outcome.value;
    let severity = Inline::text(decision.severity.value.as_str());
    let operation = |operation| view.operation(operation);
    let retry = retry::in_full(&decision.retry.value, view.docs, &operation);
    let grace = decision.grace_period_ms.value.map(words::duration);
    let grace = grace.map(|left| Inline::text(&left) + ", then the vendor acts by itself");
    [
        (
            "**Class:** ",
            view.docs.class(decision.class.value) + ": " + Inline::sentence(&class.summary),
        ),
        (
            "**Outcome:** ",
            Inline::text(outcome.as_str()) + ", severity " + severity,
        ),
        (
            "**Retry:** ",
            if outcome == Outcome::Success {
                Inline::default()
            } else {
                retry
            },
        ),
        ("**What to do:** ", steps(view, &decision.actions.value)),
        ("**What not to do:** ", steps(view, &decision.forbid.value)),
        ("**Time left:** ", grace.unwrap_or_default()),
        (
            "**What the user sees:** ",
            cells::user_text(view, decision, Some(index)),
        ),
        (
            "**Confidential:** ",
            if decision.confidential {
                Inline::own("nobody outside may learn the cause")
            } else {
                Inline::default()
            },
        ),
    ]
}

/// Actions with what they are and who takes them.
fn steps(view: &View<'_>, actions: &[usize]) -> Inline {
    let step = |action: &usize| {
        let known = &view.docs.book.actions[*action];
        let actor = Inline::own(" (") + Inline::text(known.actor.as_str()) + "): ";
        view.docs.action(*action) + actor + Inline::sentence(&known.summary)
    };
    Inline::join(actions.iter().map(step), " Then ")
}

/// How the code is met.
fn met(view: &View<'_>, index: usize) -> [Fact; 3] {
    let code = &view.vendor.codes[index];
    let domain = &view.vendor.domains[code.domain];
    // Where the status is the code, it stands in the title.
    let status = (!domain.by_status).then(|| statuses(view, index));
    let category = code.category.map(|at| &domain.categories[at].name);
    let category = category.map(|name| Inline::code(name));
    let aliases = code.aliases.iter().map(|alias| Inline::code(alias));
    [
        ("**Status:** ", status.unwrap_or_default()),
        ("**Category:** ", category.unwrap_or_default()),
        ("**Also spelt:** ", Inline::join(aliases, ", ")),
    ]
}

fn known(view: &View<'_>, index: usize) -> [Fact; 5] {
    let code = &view.vendor.codes[index];
    let type_name = &view.vendor.domains[code.domain].type_ident;
    let rust = format!("{}::{type_name}::{}", view.vendor.name, code.ident);
    let since = code.since.as_ref().map(|since| Inline::text(since));
    let operations = deviating_operations(view, index);
    [
        ("**Decided otherwise by:** ", Inline::join(operations, ", ")),
        ("**Limits:** ", remarks::limits(&code.remarks)),
        ("**Since:** ", since.unwrap_or_default()),
        ("**In Rust:** ", Inline::code(&rust)),
        (
            "**Examples:** ",
            Inline::join(examples::of_code(view, index), ", "),
        ),
    ]
}

/// The operations whose table has the code.
fn deviating_operations(view: &View<'_>, code: usize) -> Vec<Inline> {
    let operations = 0..view.vendor.operations.len();
    let deviates = |operation: &usize| !codes::deviations(view, *operation, code).is_empty();
    operations
        .filter(deviates)
        .map(|operation| view.operation(operation))
        .collect()
}

/// That a code should not be relied on any more, and what to rely on instead; empty if it may be.
pub(crate) fn deprecation(view: &View<'_>, index: usize) -> Inline {
    let code = &view.vendor.codes[index];
    let Some(deprecated) = &code.deprecated else {
        return Inline::default();
    };
    let since = deprecated
        .since
        .as_ref()
        .map(|since| Inline::own(" since ") + Inline::text(since));
    let since = Inline::own("**Deprecated**") + since.unwrap_or_default() + ".";
    let instead = deprecated.replaced_by.as_ref().map(|wire| {
        let mut domain = view.vendor.domains[code.domain].codes.clone();
        let replacement = domain.find(|other| view.vendor.codes[*other].wire == *wire);
        let name = replacement.map_or_else(|| Inline::code(wire), |other| view.code(other));
        Inline::own("Use ") + name + " instead."
    });
    let note = deprecated.note.as_ref().map(|note| Inline::sentence(note));
    Inline::join(std::iter::once(since).chain(instead).chain(note), " ")
}
