//! Classes, actions, retries, prefixes and marks that nothing in the book uses.

use std::collections::BTreeSet;

use super::Linter;
use super::walk::{Node, walk};
use crate::diagnostics::{Id, Path};
use crate::lower::for_each;
use crate::model::{ActionId, Book, ClassId, Decision, Retry, RetryKind};
use crate::read::{Files, MergedBook};
use crate::syntax;

/// Reports what could be removed from `book.yaml` without any effect. Unused standard entries are fine.
pub(super) fn unused(files: &Files<'_>, book: &Book, linter: &mut Linter<'_>) {
    let MergedBook {
        syntax, standard, ..
    } = &files.book;
    let decisions = || {
        book.vendors
            .iter()
            .flat_map(|vendor| vendor.plans.iter().flatten().map(|arm| &*arm.decision))
    };
    let classes: BTreeSet<ClassId> = decisions().map(|decision| decision.class.value).collect();
    let actions: BTreeSet<ActionId> = decisions().flat_map(actions_of).collect();
    let retries = retries_of(files, linter);
    let [classes_path, actions_path, retries_path] =
        ["classes", "actions", "retries"].map(|key| Path::ROOT.key(key));
    for (index, (name, class)) in syntax.classes().enumerate().skip(standard.classes) {
        let idle = !classes.contains(&ClassId::new(index)) && !["ok", "unknown"].contains(&name);
        let path = classes_path.key(name);
        linter.within(&class.allow, |linter| {
            report_unused("class", name, idle, &path, linter);
        });
    }
    let own_actions = syntax.actions.iter().enumerate().skip(standard.actions);
    for (index, (name, action)) in own_actions {
        let path = actions_path.key(name);
        let idle = !actions.contains(&ActionId::new(index));
        linter.within(&action.allow, |linter| {
            report_unused("action", name, idle, &path, linter);
        });
    }
    for name in syntax.retries.keys().skip(standard.retries) {
        report_unused(
            "retry",
            name,
            !retries.contains(name),
            &retries_path.key(name),
            linter,
        );
    }
}

/// Reports prefixes that no code of their domain has.
pub(super) fn prefixes(
    name: &str,
    domain: &syntax::Domain,
    path: &Path<'_>,
    linter: &mut Linter<'_>,
) {
    if domain.strip_prefix.items.is_empty() {
        return;
    }
    let codes: BTreeSet<&str> = domain.codes.keys().collect();
    let is_used = |prefix: &str| {
        let mut from = codes.range(prefix..);
        from.next().is_some_and(|first| first.starts_with(prefix))
    };
    let path = path.key("strip_prefix");
    for_each(&domain.strip_prefix, &path, |prefix, path| {
        if !is_used(&prefix.0) {
            let message = format!("no code of `{name}` starts with `{}`", prefix.0);
            let diagnostic = Id::Unused.diagnostic(message, "strips nothing");
            let help = "remove it, or spell it like the codes";
            linter.report_at(path, diagnostic.help(help));
        }
    });
}

/// Reports `longest` where there is nothing to compare a wait with.
pub(super) fn marks(syntax: &syntax::Vendor, linter: &mut Linter<'_>) {
    let [waits, limits] = ["retry_after", "rate_limits"].map(|key| Path::ROOT.key(key));
    let marked = syntax.retry_after.items.iter().filter(|own| own.longest);
    if marked.count() == 1 {
        for_each(&syntax.retry_after, &waits, |own, path| {
            mark(own, path, linter);
        });
    }
    for (name, own) in syntax.rate_limits.iter() {
        if let Some(reset) = &own.reset {
            mark(reset, &limits.key(name).key("reset"), linter);
        }
    }
}

fn mark(own: &syntax::Wait, path: &Path<'_>, linter: &mut Linter<'_>) {
    if own.longest {
        let message = "there is no other wait that this one could be longer than";
        let diagnostic = Id::Unused.diagnostic(message, "no effect");
        let help = "remove it, or add it to other waits in `retry_after`";
        linter.report_at_key(&path.key("longest"), diagnostic.help(help));
    }
}

fn report_unused(what: &str, name: &str, idle: bool, path: &Path<'_>, linter: &mut Linter<'_>) {
    if idle {
        let diagnostic =
            Id::Unused.diagnostic(format!("nothing uses the {what} `{name}`"), "never used");
        linter.report_at_key(path, diagnostic.help("remove it, or use it"));
    }
}

fn actions_of(decision: &Decision) -> impl Iterator<Item = ActionId> + '_ {
    let Retry {
        kind, if_exhausted, ..
    } = &decision.retry.value;
    let awaited = match kind {
        RetryKind::AfterAction(action) => Some(*action),
        _ => None,
    };
    let lists = [
        &decision.actions.value,
        &decision.forbid.value,
        if_exhausted,
    ];
    lists.into_iter().flatten().copied().chain(awaited)
}

/// The named policies that any policy of the book uses.
fn retries_of<'s>(files: &'s Files<'_>, linter: &mut Linter<'_>) -> BTreeSet<&'s str> {
    let classes = files.book.syntax.classes();
    let mut policies: Vec<&syntax::Retry> = classes
        .filter_map(|(_, class)| class.retry.as_ref())
        .collect();
    for (_, vendor) in &files.vendors {
        walk(vendor, linter, &mut |node, _, _| {
            if let Node::Fields(fields) = node {
                policies.extend(fields.retry);
            }
        });
    }
    let named = policies.into_iter().filter_map(|retry| match retry {
        syntax::Retry::Policy(policy) => policy.named.as_deref(),
        syntax::Retry::Word(_) => None,
    });
    named.collect()
}
