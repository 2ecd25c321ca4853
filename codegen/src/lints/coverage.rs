//! What a book leaves out: classes, examples, sources, texts; and what it says in vain.

use std::collections::BTreeSet;

use super::{Linter, for_each_code};
use crate::diagnostics::{Id, Mistake, Path};
use crate::model::{Actor, Book, Decision, Place, RuleText, UserText, Vendor};
use crate::syntax;

pub(super) fn run(
    syntax: &syntax::Vendor,
    book: &Book,
    vendor: &Vendor,
    shown: &BTreeSet<usize>,
    linter: &mut Linter<'_>,
) {
    unreachable_rules(syntax, vendor, linter);
    no_source(syntax, linter);
    for_each_code(syntax, linter, |index, _, path, linter| {
        shadowed_code(vendor, index, path, linter);
        unclassified(vendor, index, path, linter);
        missing_user_message(book, vendor, index, path, linter);
        if !shown.contains(&index) {
            let wire = &vendor.codes[index].wire;
            let mistake = Mistake::new(
                Id::NoExample,
                format!("no example shows `{wire}`"),
                "never seen",
            );
            linter.at_key(
                path,
                mistake.help("add one to `examples`: it documents the code and tests the book"),
            );
        }
    });
}

/// A rule that no response can reach stands in vain, or behind one that it should stand before.
fn unreachable_rules(syntax: &syntax::Vendor, vendor: &Vendor, linter: &mut Linter<'_>) {
    let root = Path::ROOT;
    tell_untaken(&vendor.rules, &root, linter);
    let [domains, operations] = ["domains", "operations"].map(|key| root.key(key));
    for ((name, own), domain) in syntax.domains.iter().zip(&vendor.domains) {
        let path = domains.key(name);
        linter.within(&own.allow, |linter| {
            tell_untaken(&domain.rules, &path, linter);
        });
    }
    for_each_code(syntax, linter, |index, _, path, linter| {
        tell_untaken(&vendor.codes[index].rules, path, linter);
    });
    for ((name, own), operation) in syntax.operations.iter().zip(&vendor.operations) {
        let path = operations.key(name);
        linter.within(&own.allow, |linter| {
            tell_untaken(&operation.rules, &path, linter);
        });
    }
}

fn tell_untaken(rules: &[RuleText], path: &Path<'_>, linter: &mut Linter<'_>) {
    let path = path.key("rules");
    for (at, rule) in rules.iter().enumerate().filter(|(_, rule)| !rule.taken) {
        let message = format!("no response reaches this rule: {}", rule.when);
        let mistake = Mistake::new(Id::UnreachableRule, message, "never taken");
        linter.at(
            &path.index(at),
            mistake.help("the first rule that holds is taken: does another one stand before it?"),
        );
    }
}

fn no_source(syntax: &syntax::Vendor, linter: &mut Linter<'_>) {
    let told = |domain: &syntax::Domain| {
        domain.source.is_some() || domain.codes.iter().all(|(_, code)| code.source.is_some())
    };
    if syntax.source.is_none() && !syntax.domains.iter().all(|(_, domain)| told(domain)) {
        let message = format!(
            "nothing says where the codes of `{}` come from",
            syntax.vendor
        );
        let mistake = Mistake::new(Id::NoSource, message, "no `source`");
        linter.at(
            &Path::ROOT.key("vendor"),
            mistake.help("name the document, on the vendor, a domain or a code"),
        );
    }
}

/// A code that an operation never sees, because a domain before its own knows the same string at the same place.
fn shadowed_code(vendor: &Vendor, index: usize, path: &Path<'_>, linter: &mut Linter<'_>) {
    let code = &vendor.codes[index];
    let own = &vendor.domains[code.domain];
    for operation in &vendor.operations {
        let before = operation
            .domains
            .iter()
            .take_while(|domain| **domain != code.domain);
        let reads = operation.domains.contains(&code.domain) && operation.name != "request";
        let hides = before
            .map(|domain| &vendor.domains[*domain])
            .find(|domain| {
                let same_place =
                    domain.envelope.code == own.envelope.code && domain.when == own.when;
                reads
                    && same_place
                    && vendor.codes[domain.codes.clone()]
                        .iter()
                        .any(|other| other.wire == code.wire)
            });
        if let Some(domain) = hides {
            let message = format!(
                "`{}` of `{}` hides this code from `{}`",
                code.wire, domain.name, operation.name
            );
            let mistake = Mistake::new(Id::ShadowedCode, message, "never read");
            linter.at_key(
                path,
                mistake.help("tell the domains apart by `when`, or leave one out of the operation"),
            );
            return;
        }
    }
}

fn unclassified(vendor: &Vendor, index: usize, path: &Path<'_>, linter: &mut Linter<'_>) {
    let decided = vendor
        .typical_decision(vendor.request, index)
        .map(|decision| decision.class.by.place);
    if matches!(decided, Some(Place::Status | Place::Guard)) {
        let message = format!("`{}` has no class", vendor.codes[index].wire);
        let mistake = Mistake::new(Id::Unclassified, message, "its status alone decides");
        linter.at_key(
            path,
            mistake.help("give it a `class`, or its category or its domain"),
        );
    }
}

/// A player who is to act must be told what is the matter, in words made for it.
fn missing_user_message(
    book: &Book,
    vendor: &Vendor,
    index: usize,
    path: &Path<'_>,
    linter: &mut Linter<'_>,
) {
    let asks_player = |decision: &Decision| {
        let actions = &decision.actions;
        let player = actions
            .value
            .iter()
            .any(|action| book.actions[*action].actor == Actor::Player);
        player && actions.by.place != Place::Class
    };
    let generic = |decision: &Decision| {
        decision.user_message.by.place == Place::Class
            && decision.user_message.value != UserText::Silent
    };
    let operations = vendor.operations.iter().enumerate();
    let reading =
        operations.filter(|(_, operation)| operation.domains.contains(&vendor.codes[index].domain));
    let mut decisions =
        reading.filter_map(|(operation, _)| vendor.typical_decision(operation, index));
    if decisions.any(|decision| asks_player(decision) && generic(decision)) {
        let message = format!(
            "a player is to act on `{}`, and is told nothing of it",
            vendor.codes[index].wire
        );
        let mistake = Mistake::new(Id::MissingUserMessage, message, "no `user_message`");
        linter.at_key(
            path,
            mistake.help("until then the generic text of the class is shown"),
        );
    }
}
