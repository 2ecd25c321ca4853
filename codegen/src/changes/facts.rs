//! What a book says besides decisions: how responses are read, what can be asked of a code, and texts for people.

use std::collections::BTreeSet;

use super::Impact::{self, Behaviour, Docs};
use super::findings::Findings;
use super::pairs::{Pairs, VendorPair};
use super::spot::Spot;
use super::words;
use crate::model::{
    Action, Class, Code, Domain, Envelope, Limit, Operation, Remarks, RuleText, Situation, Vendor,
};
use crate::render::duration as duration_text;

/// One thing that is said of an entry. Two entries of a sort have the same facts in the same order.
struct Fact {
    kind: &'static str,
    impact: Impact,
    /// The keys that lead to it, from the entry.
    at: &'static str,
    value: String,
}

/// A text for people.
fn text(at: &'static str, value: impl Into<String>) -> Fact {
    fact("text", Docs, at, value)
}

fn behaviour(kind: &'static str, at: &'static str, value: impl Into<String>) -> Fact {
    fact(kind, Behaviour, at, value)
}

fn fact(kind: &'static str, impact: Impact, at: &'static str, value: impl Into<String>) -> Fact {
    let value = value.into();
    Fact {
        kind,
        impact,
        at,
        value,
    }
}

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    for (old, new) in &pairs.classes.pairs {
        let (old, new) = (&pairs.old.classes[*old], &pairs.new.classes[*new]);
        let spots = [old, new].map(|class| Spot::book(&["classes", &class.name]));
        facts([of_class(old), of_class(new)], &spots, findings);
    }
    for (old, new) in &pairs.actions.pairs {
        let (old, new) = (&pairs.old.actions[*old], &pairs.new.actions[*new]);
        let spots = [old, new].map(|action| Spot::book(&["actions", &action.name]));
        facts([of_action(old), of_action(new)], &spots, findings);
    }
    for pair in &pairs.vendors {
        vendor(pair, findings);
    }
}

fn vendor(pair: &VendorPair<'_>, findings: &mut Findings) {
    let vendors = [pair.old, pair.new];
    let spots = vendors.map(|vendor| Spot::vendor(&vendor.name, &[]));
    facts(vendors.map(of_vendor), &spots, findings);
    facts(
        vendors.map(|vendor| of_envelope(&vendor.envelope)),
        &spots,
        findings,
    );
    headers(pair, findings);
    let inherited = inherited(pair);
    for (old, new) in &pair.domains.pairs {
        let domains = [&pair.old.domains[*old], &pair.new.domains[*new]];
        let spots =
            [0, 1].map(|at| Spot::vendor(&vendors[at].name, &["domains", &domains[at].name]));
        facts(domains.map(of_domain), &spots, findings);
        let mut envelopes = domains.map(|domain| of_envelope(&domain.envelope));
        if domains.iter().all(|domain| !domain.raised_by_client) {
            drop_inherited(&mut envelopes, &inherited);
            facts(envelopes, &spots, findings);
        }
    }
    for (old, new) in &pair.operations.pairs {
        operation(pair, *old, *new, findings);
    }
    for (old, new) in &pair.codes.pairs {
        let codes = [
            (pair.old, &pair.old.codes[*old]),
            (pair.new, &pair.new.codes[*new]),
        ];
        let spots = codes.map(|(vendor, code)| Spot::code(vendor, code));
        let mut said = codes.map(|(vendor, code)| of_code(vendor, code));
        if codes[0].1.deprecated.is_some() != codes[1].1.deprecated.is_some() {
            // That it is deprecated at all is told already.
            let is_told = |fact: &Fact| fact.impact == Docs && fact.at == "deprecated";
            for facts in &mut said {
                facts.retain(|fact| !is_told(fact));
            }
        }
        facts(said, &spots, findings);
    }
    examples(pair, findings);
}

/// Takes note of the facts that differ.
fn facts([old, new]: [Vec<Fact>; 2], [was, is]: &[Spot; 2], findings: &mut Findings) {
    for (old, new) in old.into_iter().zip(new) {
        if old.value != new.value {
            let spots = |spot: &Spot| vec![spot.clone().at(new.at), spot.clone()];
            let finding = findings.value(new.kind, new.impact, spots(was), spots(is));
            finding.detail(field(new.at), &old.value, &new.value);
        }
    }
}

/// The last of the keys.
fn field(at: &'static str) -> &'static str {
    at.rsplit('/').next().unwrap_or(at)
}

fn of_class(class: &Class) -> Vec<Fact> {
    vec![
        text("summary", &class.summary),
        behaviour("outcome", "outcome", class.outcome.to_string()),
        behaviour("severity", "severity", class.severity.to_string()),
        behaviour("grpc", "grpc", class.grpc.name),
        behaviour("user_message", "user_message", &class.user_message),
    ]
}

fn of_action(action: &Action) -> Vec<Fact> {
    vec![
        text("summary", &action.summary),
        behaviour("actor", "actor", action.actor.to_string()),
    ]
}

fn of_vendor(vendor: &Vendor) -> Vec<Fact> {
    let mut facts = vec![
        text("title", &vendor.title),
        text("summary", &vendor.summary),
        text("rules", rules(&vendor.rules)),
    ];
    facts.extend(of_remarks(&vendor.remarks));
    facts
}

fn of_remarks(remarks: &Remarks) -> [Fact; 5] {
    [
        text("description", &remarks.description),
        text("advice", remarks.advice.join("\n")),
        text("note", remarks.notes.join("\n")),
        text("limits", limits(&remarks.limits)),
        text("source", remarks.source.as_deref().unwrap_or_default()),
    ]
}

fn limits(limits: &[Limit]) -> String {
    let limit = |limit: &Limit| {
        let words = [
            Some(&limit.amount),
            Some(&limit.kind),
            limit.note.as_ref(),
            limit.source.as_ref(),
        ];
        words
            .into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(", ")
    };
    limits.iter().map(limit).collect::<Vec<_>>().join("\n")
}

/// Why there are rules; what they do is seen in the decisions.
fn rules(rules: &[RuleText]) -> String {
    let because = rules.iter().filter_map(|rule| rule.because.clone());
    because.collect::<Vec<_>>().join("\n")
}

fn of_envelope(envelope: &Envelope) -> Vec<Fact> {
    let details = envelope.details.as_ref();
    let details = details.map(|it| format!("{}, {}, {}", it.at, it.field, it.message));
    let fields = envelope.fields.iter();
    let fields = fields.map(|(name, sources)| format!("{name}: {}", words::sources(sources)));
    vec![
        behaviour("envelope", "envelope/code", words::sources(&envelope.code)),
        behaviour(
            "envelope",
            "envelope/category",
            words::sources(&envelope.category),
        ),
        behaviour(
            "envelope",
            "envelope/message",
            words::sources(&envelope.message),
        ),
        behaviour(
            "envelope",
            "envelope/trace_id",
            words::sources(&envelope.trace_id),
        ),
        behaviour(
            "envelope",
            "envelope/timestamp",
            words::sources(&envelope.timestamp),
        ),
        behaviour("envelope", "envelope/details", details.unwrap_or_default()),
        behaviour(
            "envelope",
            "envelope/fields",
            fields.collect::<Vec<_>>().join(", "),
        ),
    ]
}

/// What differs in the vendor's envelope, which its domains inherit.
fn inherited(pair: &VendorPair<'_>) -> BTreeSet<(&'static str, String, String)> {
    let facts = of_envelope(&pair.old.envelope).into_iter();
    let pairs = facts.zip(of_envelope(&pair.new.envelope));
    pairs
        .map(|(old, new)| (old.at, old.value, new.value))
        .collect()
}

/// Keeps what a domain's envelope itself says otherwise.
fn drop_inherited(
    [old, new]: &mut [Vec<Fact>; 2],
    inherited: &BTreeSet<(&'static str, String, String)>,
) {
    for (old, new) in old.iter_mut().zip(new) {
        let change = (old.at, old.value.clone(), new.value.clone());
        if inherited.contains(&change) {
            old.value.clone_from(&new.value);
        }
    }
}

/// The names of headers, which stand at the vendor or in `book.yaml`.
fn headers(pair: &VendorPair<'_>, findings: &mut Findings) {
    let values = [pair.old, pair.new].map(|vendor| {
        let hints = &vendor.hints;
        let unit = if hints.reset_is_epoch {
            "epoch"
        } else {
            "seconds"
        };
        [
            ("headers/retry_after", hints.retry_after.clone()),
            ("headers/rate_limit/limit", hints.limit.clone()),
            ("headers/rate_limit/remaining", hints.remaining.clone()),
            ("headers/rate_limit/reset/name", hints.reset.clone()),
            (
                "headers/rate_limit/reset/unit",
                hints.reset.as_ref().map(|_| unit.to_owned()),
            ),
            ("headers/max_wait", Some(duration_text(hints.max_wait_ms))),
        ]
    });
    let [old, new] = values;
    for ((at, old), (_, new)) in old.into_iter().zip(new).filter(|(old, new)| old != new) {
        let name = &pair.new.name;
        let spots = || vec![Spot::vendor(name, &[]).at(at), Spot::book(&[]).at(at)];
        let finding = findings.value("headers", Behaviour, spots(), spots());
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        let touched = finding.detail(field(at), &old, &new);
        touched
            .entry(super::findings::Subject::named(name.clone()))
            .or_default();
    }
}

fn of_domain(domain: &Domain) -> Vec<Fact> {
    let categories = domain.categories.iter();
    let categories =
        categories.map(|it| format!("{}: {}\n{}", it.name, it.summary, it.description));
    let mut facts = vec![
        behaviour("when", "envelope/when", words::condition(&domain.when)),
        behaviour("key", "key", if domain.by_status { "status" } else { "" }),
        text("title", &domain.title),
        text("summary", &domain.summary),
        text("categories", categories.collect::<Vec<_>>().join("\n")),
        text("rules", rules(&domain.rules)),
    ];
    facts.extend(of_remarks(&domain.remarks));
    facts
}

fn of_code(vendor: &Vendor, code: &Code) -> Vec<Fact> {
    let domain = &vendor.domains[code.domain];
    // Where the status is the code, it is told as that.
    let statuses = code
        .statuses
        .iter()
        .filter(|_| !domain.by_status)
        .map(ToString::to_string);
    let category = code.category.map(|at| &domain.categories[at].name);
    let deprecated = code.deprecated.as_ref();
    let words = deprecated.map(|it| {
        let words = [&it.since, &it.replaced_by, &it.note]
            .into_iter()
            .flatten()
            .cloned();
        words.collect::<Vec<_>>().join(", ")
    });
    let is_deprecated = deprecated.map(|_| "deprecated").unwrap_or_default();
    let mut facts = vec![
        behaviour("status", "status", statuses.collect::<Vec<_>>().join(", ")),
        behaviour(
            "category",
            "category",
            category.cloned().unwrap_or_default(),
        ),
        behaviour("deprecated", "deprecated", is_deprecated),
        text("deprecated", words.unwrap_or_default()),
        text("summary", &code.summary),
        text("since", code.since.as_deref().unwrap_or_default()),
        text("rules", rules(&code.rules)),
    ];
    facts.extend(of_remarks(&code.remarks));
    facts
}

fn operation(pair: &VendorPair<'_>, old: usize, new: usize, findings: &mut Findings) {
    let operations = [&pair.old.operations[old], &pair.new.operations[new]];
    let spots = [(pair.old, 0), (pair.new, 1)].map(|(vendor, at): (_, usize)| {
        Spot::vendor(&vendor.name, &["operations", &operations[at].name])
    });
    facts(operations.map(of_operation), &spots, findings);
    // A domain that is gone or new is told as such.
    let before = operations[0]
        .domains
        .iter()
        .filter_map(|domain| pair.domains.new_of(*domain));
    let after = operations[1].domains.iter().copied();
    let after = after.filter(|domain| pair.domains.old_of(*domain).is_some());
    let names = |domains: Vec<usize>| {
        let names = domains
            .iter()
            .map(|domain| pair.new.domains[*domain].name.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    let lists = [names(before.collect()), names(after.collect())];
    let lists = lists.map(|list| vec![behaviour("domains", "domains", list)]);
    facts(lists, &spots, findings);
}

fn of_operation(operation: &Operation) -> Vec<Fact> {
    let idempotent = operation.idempotent.map(|it| it.to_string());
    let mut facts = vec![
        behaviour("success", "success", words::condition(&operation.success)),
        behaviour("idempotent", "idempotent", idempotent.unwrap_or_default()),
        behaviour(
            "failure_reason",
            "failure_reason",
            operation.failure_reason.as_deref().unwrap_or_default(),
        ),
        text("summary", &operation.summary),
        text(
            "endpoint",
            operation.endpoint.as_deref().unwrap_or_default(),
        ),
        text("rules", rules(&operation.rules)),
    ];
    facts.extend(of_remarks(&operation.remarks));
    facts
}

/// The examples that differ; one that has another name is another one.
fn examples(pair: &VendorPair<'_>, findings: &mut Findings) {
    let spot = |vendor: &Vendor, at| Spot::vendor(&vendor.name, &["examples"]).index(at);
    for (at, old) in pair.old.examples.iter().enumerate() {
        let was = spot(pair.old, at);
        let Some(now) = place_of(&old.name, pair.new) else {
            let finding = findings.gone("example_gone", was);
            finding.impact = Docs;
            finding.detail("example", &old.name, "");
            continue;
        };
        let said = [(pair.old, at), (pair.new, now)].map(|(vendor, at)| of_example(vendor, at));
        facts(said, &[was, spot(pair.new, now)], findings);
    }
    for (at, new) in pair.new.examples.iter().enumerate() {
        if place_of(&new.name, pair.old).is_none() {
            let finding = findings.added("example_added", Docs, spot(pair.new, at));
            finding.detail("example", "", &new.name);
        }
    }
}

/// Where among a vendor's examples the one of a name is.
fn place_of(name: &str, vendor: &Vendor) -> Option<usize> {
    let mut examples = vendor.examples.iter();
    examples.position(|example| example.name == name)
}

fn of_example(vendor: &Vendor, at: usize) -> Vec<Fact> {
    let example = &vendor.examples[at];
    let (mut raised, mut response) = ("", [const { String::new() }; 3]);
    match &example.situation {
        Situation::Raised(code) => raised = &vendor.codes[*code].wire,
        Situation::Response {
            status,
            headers,
            body,
        } => response = [status.to_string(), pairs(headers), body.clone()],
    }
    let [status, headers, body] = response;
    let expect = example.expect.iter();
    let expect: Vec<_> = expect
        .map(|it| format!("{}: {}", it.field, it.value))
        .collect();
    let said = [
        (
            "operation",
            vendor.operations[example.operation].name.clone(),
        ),
        ("raised", raised.to_owned()),
        ("response/status", status),
        ("response/headers", headers),
        ("response/body", body),
        ("note", example.note.clone().unwrap_or_default()),
        ("source", example.source.clone().unwrap_or_default()),
        ("expect", expect.join(", ")),
    ];
    let said = said.into_iter();
    said.map(|(at, value)| fact("example", Docs, at, value))
        .collect()
}

fn pairs(headers: &[(String, String)]) -> String {
    let headers = headers.iter();
    let headers: Vec<_> = headers
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    headers.join(", ")
}
