//! What a book lacks: classes, examples, sources, texts; and what has no effect in it.

use std::collections::{BTreeSet, HashMap};

use super::Linter;
use crate::diagnostics::{Id, Path, Target};
use crate::document::Inline;
use crate::model::{
    ActionId, Actor, Book, Clause, Code, Condition, Decision, Domain, Operation, Place, RetryKind,
    RuleText, Statuses, Test, UserText, Vendor,
};
use crate::syntax;

/// Reports rules that no response can reach: each has no effect, or is after one that it should precede.
pub(super) fn unreachable_rules(
    written: &[syntax::Rule],
    rules: &[RuleText],
    path: &Path<'_>,
    linter: &mut Linter<'_>,
) {
    let path = path.key("rules");
    let takes_all = written.iter().position(|rule| rule.when.is_none());
    let mut firsts: HashMap<&Inline, usize> = HashMap::new();
    for (at, rule) in rules.iter().enumerate() {
        let same = *firsts.entry(&rule.when).or_insert(at);
        if rule.taken {
            continue;
        }
        let message = format!("no response reaches this rule ({})", rule.applies());
        let diagnostic = Id::UnreachableRule.diagnostic(message, "never applies");
        let place = path.index(at);
        let all = takes_all.filter(|all| *all < at);
        if let Some(first) = all.or((same < at).then_some(same)) {
            let said = if all.is_some() {
                "this one matches everything"
            } else {
                "this one applies"
            };
            let diagnostic =
                diagnostic.help("the first rule that holds applies: put this one before it");
            let first = linter.sink.label_of(&path.index(first), Target::Value);
            linter.report_at(&place, diagnostic.related(first.with_text(said)));
        } else {
            let help =
                "no code, class or status matches its `when`, or earlier rules match all that do";
            linter.report_at(&place, diagnostic.help(help));
        }
    }
}

/// Reports a vendor with codes from nowhere.
pub(super) fn no_source(syntax: &syntax::Vendor, linter: &mut Linter<'_>) {
    let has_source = |domain: &syntax::Domain| {
        domain.source.is_some() || domain.codes.iter().all(|(_, code)| code.source.is_some())
    };
    if syntax.source.is_none() && !syntax.domains.iter().all(|(_, domain)| has_source(domain)) {
        let message = format!("the codes of `{}` have no source", syntax.vendor);
        let diagnostic = Id::NoSource.diagnostic(message, "no `source`");
        linter.report_at(
            &Path::ROOT.key("vendor"),
            diagnostic.help("name the document: on the vendor, a domain or a code"),
        );
    }
}

/// Reports a code that no example shows.
pub(super) fn no_example(wire: &str, path: &Path<'_>, linter: &mut Linter<'_>) {
    let message = format!("no example covers `{wire}`");
    let diagnostic = Id::NoExample.diagnostic(message, "no example");
    let help = "add one to `examples`: it documents the code and tests the book";
    linter.report_at_key(path, diagnostic.help(help));
}

/// The codes that each string is read as.
pub(super) type Strings<'v> = HashMap<&'v str, Vec<usize>>;

pub(super) fn strings(vendor: &Vendor) -> Strings<'_> {
    let mut strings = Strings::new();
    for (index, code) in vendor.codes.iter().enumerate() {
        for string in [&code.wire].into_iter().chain(&code.aliases) {
            strings.entry(string).or_default().push(index);
        }
    }
    strings
}

/// A code that an operation never reaches, because an earlier domain knows the same string at the same location.
pub(super) fn shadowed_code(
    vendor: &Vendor,
    index: usize,
    strings: &Strings<'_>,
    path: &Path<'_>,
    linter: &mut Linter<'_>,
) {
    let code = &vendor.codes[index];
    let same = strings
        .get(code.wire.as_str())
        .map_or(&[][..], Vec::as_slice);
    if same.len() < 2 {
        return;
    }
    let found = vendor
        .operations
        .iter()
        .filter(|operation| operation.name != "request" || vendor.operations.len() == 1)
        .find_map(|operation| Some((operation, hiding(vendor, operation, code, same)?)));
    let Some((operation, first)) = found else {
        return;
    };
    let first = &vendor.codes[first];
    let domain = &vendor.domains[first.domain].name;
    let message = format!(
        "operation `{}` never reaches `{}` of domain `{}`: domain `{domain}` comes first",
        operation.name, code.wire, vendor.domains[code.domain].name
    );
    let diagnostic = Id::ShadowedCode.diagnostic(message, "never read");
    let help = "distinguish the domains by `when`, or remove one from the operation's `domains`";
    let other = linter.label_of_code(domain, &first.wire);
    let other = other.with_text("this one is read");
    linter.report_at_key(path, diagnostic.help(help).related(other));
}

/// The code that an operation finds wherever it could find the other one: one of those with the same string.
fn hiding(vendor: &Vendor, operation: &Operation, code: &Code, same: &[usize]) -> Option<usize> {
    let own = &vendor.domains[code.domain];
    let position = operation
        .domains
        .iter()
        .position(|domain| *domain == code.domain)?;
    let met = responses(own, code);
    operation.domains[..position].iter().find_map(|at| {
        let other = same
            .iter()
            .find(|other| vendor.codes[**other].domain == *at)?;
        let domain = &vendor.domains[*at];
        let first = domain.envelope.code.first();
        let same_place = first.is_some() && first == own.envelope.code.first();
        (same_place && covers(&domain.when, &met)).then_some(*other)
    })
}

/// When a code occurs: when its domain does, with one of its documented statuses.
fn responses(domain: &Domain, code: &Code) -> Condition {
    let documented: Statuses = code.statuses.iter().map(|own| (*own, *own)).collect();
    if documented.is_empty() {
        return domain.when.clone();
    }
    let documented = [Test::Status(documented)];
    if domain.when.is_empty() {
        return vec![documented.into()];
    }
    let narrowed = domain.when.iter().map(|clause| {
        let tests = clause.iter().chain(&documented);
        tests.cloned().collect()
    });
    narrowed.collect()
}

/// Whether a condition holds wherever another does.
fn covers(wide: &Condition, narrow: &Condition) -> bool {
    let implied = |test: &Test, clause: &Clause| clause.iter().any(|known| implies(known, test));
    let holds = |clause: &Clause| {
        wide.iter()
            .any(|alternative| alternative.iter().all(|test| implied(test, clause)))
    };
    wide.is_empty() || (!narrow.is_empty() && narrow.iter().all(holds))
}

fn implies(known: &Test, test: &Test) -> bool {
    match (known, test) {
        (Test::Status(narrow), Test::Status(wide)) => narrow
            .iter()
            .all(|(lo, hi)| wide.iter().any(|(from, to)| from <= lo && hi <= to)),
        _ => known == test,
    }
}

/// A code whose class is a guess: that of any status, or of all statuses with the same first digit. A code that comes
/// only with statuses that classes list is classified by them.
pub(super) fn unclassified(
    vendor: &Vendor,
    index: usize,
    named: &BTreeSet<u16>,
    path: &Path<'_>,
    linter: &mut Linter<'_>,
) {
    let code = &vendor.codes[index];
    let by_status = |operation: usize, status: u16| {
        let arms = vendor.plan(operation, index).iter();
        arms.filter(|arm| (arm.lo..=arm.hi).contains(&status))
            .any(|arm| matches!(arm.decision.class.by.place, Place::Status | Place::Guard))
    };
    let exact = exact_statuses(vendor, code);
    let statuses = match exact.as_slice() {
        [] => vec![vendor.typical_status(index).unwrap_or(0)],
        exact if exact.iter().all(|status| named.contains(status)) => return,
        exact => exact.to_vec(),
    };
    let operations = operations_of(vendor, code.domain);
    let is_unclassified = operations.iter().any(|operation| {
        let is_guess = statuses.iter().any(|status| by_status(*operation, *status));
        // Without a status of its own, a code of the class `ok` is one for a 200: no other status lets it be a success.
        is_guess && (!exact.is_empty() || by_status(*operation, 200))
    });
    if is_unclassified {
        let message = format!("`{}` has no class", code.wire);
        let diagnostic = Id::Unclassified.diagnostic(message, "only its status decides");
        linter.report_at_key(
            path,
            diagnostic.help("set a `class` on it, on its category or on its domain"),
        );
    }
}

/// The statuses that a code comes with, if the book lists them.
fn exact_statuses(vendor: &Vendor, code: &Code) -> Vec<u16> {
    if !code.statuses.is_empty() {
        return code.statuses.clone();
    }
    let of_clause = |clause: &Clause| {
        clause.iter().find_map(|test| match test {
            Test::Status(ranges) if ranges.iter().all(|(lo, hi)| lo == hi) => {
                Some(ranges.iter().map(|(status, _)| *status).collect::<Vec<_>>())
            }
            _ => None,
        })
    };
    let clauses = vendor.domains[code.domain].when.iter().map(of_clause);
    let statuses: Option<Vec<_>> = clauses.collect();
    statuses.unwrap_or_default().concat()
}

/// The operations that read a domain; `request`, which represents all others, only if there is none.
fn operations_of(vendor: &Vendor, domain: usize) -> Vec<usize> {
    let operations = vendor.operations.iter().enumerate();
    let reading = operations.filter(|(_, operation)| operation.domains.contains(&domain));
    let own: Vec<usize> = reading
        .map(|(index, _)| index)
        .filter(|index| *index != vendor.request)
        .collect();
    if own.is_empty() {
        vec![vendor.request]
    } else {
        own
    }
}

/// A player who must act needs a specific text.
pub(super) fn missing_user_message(
    book: &Book,
    vendor: &Vendor,
    index: usize,
    path: &Path<'_>,
    linter: &mut Linter<'_>,
) {
    let asks_player = |decision: &Decision| {
        let Decision { actions, retry, .. } = decision;
        let player = |action: &ActionId| book.actions[*action].actor == Actor::Player;
        let awaited = match &retry.value.kind {
            RetryKind::AfterAction(action) => player(action) && retry.by.place != Place::Class,
            _ => false,
        };
        awaited || (actions.value.iter().any(player) && actions.by.place != Place::Class)
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
            "`{}` requires the player to act, but no text says so",
            vendor.codes[index].wire
        );
        let diagnostic = Id::MissingUserMessage.diagnostic(message, "no `user_message`");
        linter.report_at_key(
            path,
            diagnostic.help("until then, the generic text of its class is shown"),
        );
    }
}
