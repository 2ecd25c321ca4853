//! What a book says besides decisions: how responses are read, the properties of codes, and texts for people.

use std::collections::BTreeSet;

use super::Impact::{self, Behaviour, Docs};
use super::findings::Findings;
use super::pairs::{Pairs, VendorPair};
use super::path::NodePath;
use crate::model::{
    Action, Book, Category, Class, Code, Domain, Envelope, Family, Format, Limit, Operation,
    RateLimit, Remarks, RuleText, Shape, Situation, Source, Vendor, Wait, WaitUnit,
};
use crate::render;
use crate::user_texts;

/// A property of an entry. Two entries of the same sort have the same attributes in the same order.
struct Attribute {
    kind: &'static str,
    impact: Impact,
    /// The keys that lead to it, from the entry.
    at: &'static str,
    value: String,
}

/// A text for people.
fn text(at: &'static str, value: impl Into<String>) -> Attribute {
    attribute("text", Docs, at, value)
}

fn behaviour(kind: &'static str, at: &'static str, value: impl Into<String>) -> Attribute {
    attribute(kind, Behaviour, at, value)
}

fn attribute(
    kind: &'static str,
    impact: Impact,
    at: &'static str,
    value: impl Into<String>,
) -> Attribute {
    let value = value.into();
    Attribute {
        kind,
        impact,
        at,
        value,
    }
}

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    for (old, new) in &pairs.classes.pairs {
        let (old, new) = (&pairs.old.classes[*old], &pairs.new.classes[*new]);
        let paths = [old, new].map(|class| NodePath::book(&["classes", &class.name]));
        compare_all([of_class(old), of_class(new)], &paths, findings);
    }
    for (old, new) in &pairs.actions.pairs {
        let (old, new) = (&pairs.old.actions[*old], &pairs.new.actions[*new]);
        let paths = [old, new].map(|action| NodePath::book(&["actions", &action.name]));
        compare_all([of_action(old), of_action(new)], &paths, findings);
    }
    for pair in &pairs.vendors {
        vendor(pair, findings);
    }
    languages([pairs.old, pairs.new], findings);
}

/// The languages, and translations of texts that both books have.
fn languages(books: [&Book; 2], findings: &mut Findings) {
    let path = || vec![NodePath::book(&["languages"])];
    let [was, is] = books.map(|book| {
        let tags = book.languages.iter().map(|language| &*language.tag);
        tags.collect::<Vec<_>>().join(", ")
    });
    if was != is {
        let finding = findings.value("languages", Behaviour, path(), path());
        finding.detail("languages", &was, &is);
    }
    let before: BTreeSet<_> = user_texts(books[0])
        .into_iter()
        .map(|it| it.text.text)
        .collect();
    for original in user_texts(books[1]).into_iter().map(|it| it.text.text) {
        if !before.contains(&original) {
            continue;
        }
        let translations = |book: &Book, tag: &str| {
            let language = book.languages.iter().find(|language| language.tag == tag)?;
            let text = language.translation(&original);
            Some(text.map_or_else(String::new, |text| {
                format!("{tag}: {}", render::template(text))
            }))
        };
        for language in &books[1].languages {
            let tag = &language.tag;
            let [was, is] = books.map(|book| translations(book, tag));
            if let (Some(was), Some(is)) = (was, is)
                && was != is
            {
                let finding = findings.value("translation", Behaviour, path(), path());
                finding.detail("translation", &was, &is);
            }
        }
    }
}

fn vendor(pair: &VendorPair<'_>, findings: &mut Findings) {
    let vendors = [pair.old, pair.new];
    let paths = vendors.map(|vendor| NodePath::vendor(&vendor.name, &[]));
    compare_all(vendors.map(of_vendor), &paths, findings);
    let envelopes = vendors.map(|vendor| of_envelope(&vendor.envelope));
    compare_all(envelopes, &paths, findings);
    headers(pair, findings);
    domains(pair, findings);
    for at in &pair.operations.pairs {
        operation(pair, *at, findings);
    }
    for at in &pair.codes.pairs {
        code(pair.both(|vendor| &vendor.codes, *at), findings);
    }
    examples(pair, findings);
}

fn domains(pair: &VendorPair<'_>, findings: &mut Findings) {
    let inherited = inherited(pair);
    for at in &pair.domains.pairs {
        let domains = pair.both(|vendor| &vendor.domains, *at);
        let paths =
            domains.map(|(vendor, own)| NodePath::vendor(&vendor.name, &["domains", &own.name]));
        compare_all(domains.map(|(_, own)| of_domain(own)), &paths, findings);
        let mut envelopes = domains.map(|(_, own)| of_envelope(&own.envelope));
        if domains.iter().all(|(_, own)| !own.raised_by_client) {
            drop_inherited(&mut envelopes, &inherited);
            compare_all(envelopes, &paths, findings);
        }
    }
}

fn code(codes: [(&Vendor, &Code); 2], findings: &mut Findings) {
    let paths = codes.map(|(vendor, code)| NodePath::code(vendor, code));
    let mut attributes = codes.map(|(vendor, code)| of_code(vendor, code));
    if codes[0].1.deprecated.is_some() != codes[1].1.deprecated.is_some() {
        // The deprecation itself is already reported.
        let is_reported =
            |attribute: &Attribute| attribute.impact == Docs && attribute.at == "deprecated";
        for own in &mut attributes {
            own.retain(|attribute| !is_reported(attribute));
        }
    }
    compare_all(attributes, &paths, findings);
}

/// Adds findings for the attributes that differ.
fn compare_all(
    [old, new]: [Vec<Attribute>; 2],
    [was, is]: &[NodePath; 2],
    findings: &mut Findings,
) {
    for (old, new) in old.into_iter().zip(new) {
        if old.value != new.value {
            let paths = |path: &NodePath| vec![path.at(new.at), path.clone()];
            let finding = findings.value(new.kind, new.impact, paths(was), paths(is));
            finding.detail(field(new.at), &old.value, &new.value);
        }
    }
}

/// The last of the keys.
fn field(at: &'static str) -> &'static str {
    at.rsplit('/').next().unwrap_or(at)
}

fn of_class(class: &Class) -> Vec<Attribute> {
    vec![
        text("summary", &class.summary),
        behaviour("outcome", "outcome", class.outcome.to_string()),
        behaviour("severity", "severity", class.severity.to_string()),
        behaviour("grpc", "grpc", class.grpc.as_str()),
        behaviour("user_message", "user_message", &class.user_message),
    ]
}

fn of_action(action: &Action) -> Vec<Attribute> {
    vec![
        text("summary", &action.summary),
        behaviour("actor", "actor", action.actor.to_string()),
    ]
}

fn of_vendor(vendor: &Vendor) -> Vec<Attribute> {
    let mut attributes = vec![
        behaviour("format", "format", formats(&vendor.formats)),
        behaviour("prefix", "prefix", &vendor.prefix),
        text("title", &vendor.title),
        text("summary", &vendor.summary),
        text("rules", rules(&vendor.rules)),
    ];
    attributes.extend(of_remarks(&vendor.remarks));
    attributes
}

fn formats(formats: &[Format]) -> String {
    render::formats(formats).plain()
}

fn of_remarks(remarks: &Remarks) -> [Attribute; 5] {
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

/// The reasons for rules; their effect is in the decisions.
fn rules(rules: &[RuleText]) -> String {
    let because = rules.iter().filter_map(|rule| rule.because.clone());
    because.collect::<Vec<_>>().join("\n")
}

fn of_envelope(envelope: &Envelope) -> Vec<Attribute> {
    let details = envelope.details.as_ref();
    let details = details.map(|it| {
        let shape = match &it.shape {
            Shape::List => "",
            Shape::Map => ", map",
            Shape::Tree { leaf } => &format!(", tree of `{leaf}`"),
        };
        let code = &it.code;
        format!("{}, {}, {}, {code}{shape}", it.at, it.field, it.message)
    });
    let sources = |sources: &[Source]| render::sources(sources).plain();
    let fields = envelope.fields.iter();
    let fields = fields.map(|(name, own)| format!("{name}: {}", sources(own)));
    let errors: Vec<&str> = envelope
        .errors
        .iter()
        .map(|list| list.path.as_str())
        .collect();
    let all = [
        ("envelope/status", sources(&envelope.status)),
        ("envelope/errors", errors.join(", ")),
        ("envelope/code", sources(&envelope.code)),
        ("envelope/category", sources(&envelope.category)),
        ("envelope/message", sources(&envelope.message)),
        ("envelope/trace_id", sources(&envelope.trace_id)),
        ("envelope/timestamp", sources(&envelope.timestamp)),
        ("envelope/details", details.unwrap_or_default()),
        ("envelope/fields", fields.collect::<Vec<_>>().join(", ")),
    ];
    let all = all.into_iter();
    all.map(|(at, value)| behaviour("envelope", at, value))
        .collect()
}

/// The differences in the vendor's envelope, which its domains inherit.
fn inherited(pair: &VendorPair<'_>) -> BTreeSet<(&'static str, String, String)> {
    let attributes = of_envelope(&pair.old.envelope).into_iter();
    let pairs = attributes.zip(of_envelope(&pair.new.envelope));
    pairs
        .map(|(old, new)| (old.at, old.value, new.value))
        .collect()
}

/// Keeps what a domain's own envelope changes.
fn drop_inherited(
    [old, new]: &mut [Vec<Attribute>; 2],
    inherited: &BTreeSet<(&'static str, String, String)>,
) {
    for (old, new) in old.iter_mut().zip(new) {
        let change = (old.at, old.value.clone(), new.value.clone());
        if inherited.contains(&change) {
            old.value.clone_from(&new.value);
        }
    }
}

/// The names of headers, which are set by the vendor or in `book.yaml`.
fn headers(pair: &VendorPair<'_>, findings: &mut Findings) {
    let values = [pair.old, pair.new].map(|vendor| {
        let hints = &vendor.hints;
        [
            ("retry_after", waits(&hints.waits)),
            ("rate_limits", rate_limits(&hints.limits)),
            (
                "headers/max_wait",
                Some(render::duration(hints.max_wait_ms)),
            ),
        ]
    });
    let [old, new] = values;
    for ((at, old), (_, new)) in old.into_iter().zip(new).filter(|(old, new)| old != new) {
        let name = &pair.new.name;
        let paths = || {
            let mut paths = vec![NodePath::vendor(name, &[]).at(at)];
            let in_headers = match at {
                "retry_after" => "headers/retry_after",
                "rate_limits" => "headers/rate_limit",
                at => at,
            };
            paths.push(NodePath::vendor(name, &[]).at(in_headers));
            paths.push(NodePath::book(&[]).at(in_headers));
            paths
        };
        let finding = findings.value("headers", Behaviour, paths(), paths());
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        let touched = finding.detail(field(at), &old, &new);
        touched
            .entry(super::findings::Subject::named(name.clone()))
            .or_default();
    }
}

/// The name of a single header, as in the book, or else all locations in words.
fn waits(waits: &[Wait]) -> Option<String> {
    match waits {
        [] => None,
        [
            Wait {
                source: Source::Header(name),
                unit: WaitUnit::RetryAfter,
                when,
                longest: false,
            },
        ] if when.is_empty() => Some(name.clone()),
        _ => {
            let waits = waits.iter().map(|wait| render::wait(wait).plain());
            Some(waits.collect::<Vec<_>>().join(", else "))
        }
    }
}

/// The locations of rate limits in words.
fn rate_limits(limits: &[RateLimit]) -> Option<String> {
    let source = |source: &Source| render::sources(std::slice::from_ref(source)).plain();
    let limits = limits.iter().map(|limit| {
        let parts = [
            ("", Some(limit.name.clone()).filter(|name| !name.is_empty())),
            ("limit: ", limit.limit.as_ref().map(source)),
            ("remaining: ", limit.remaining.as_ref().map(source)),
            (
                "reset: ",
                limit.reset.as_ref().map(|own| render::wait(own).plain()),
            ),
        ];
        let parts = parts
            .into_iter()
            .filter_map(|(key, own)| Some(format!("{key}{}", own?)));
        parts.collect::<Vec<_>>().join(", ")
    });
    let limits = limits.collect::<Vec<_>>().join("; ");
    (!limits.is_empty()).then_some(limits)
}

fn families(category: &Category) -> String {
    let family = |family: &Family| match family {
        Family::Prefix(prefix) => format!("{prefix}…"),
        Family::Range(lo, hi) => format!("{lo}..{hi}"),
    };
    let families = category.families.iter().map(family).collect::<Vec<_>>();
    format!("{}: {}", category.name, families.join(", "))
}

fn of_domain(domain: &Domain) -> Vec<Attribute> {
    let with_families = domain
        .categories
        .iter()
        .filter(|own| !own.families.is_empty());
    let families = with_families.map(families).collect::<Vec<_>>();
    let categories = domain.categories.iter();
    let categories =
        categories.map(|it| format!("{}: {}\n{}", it.name, it.summary, it.description));
    let mut attributes = vec![
        behaviour(
            "when",
            "envelope/when",
            render::condition(&domain.when).plain(),
        ),
        behaviour("key", "key", if domain.by_status { "status" } else { "" }),
        behaviour("protocol", "protocol", domain.protocol.unwrap_or_default()),
        text("title", &domain.title),
        text("summary", &domain.summary),
        text("categories", categories.collect::<Vec<_>>().join("\n")),
        behaviour("families", "categories", families.join("\n")),
        text("rules", rules(&domain.rules)),
    ];
    attributes.extend(of_remarks(&domain.remarks));
    attributes
}

fn of_code(vendor: &Vendor, code: &Code) -> Vec<Attribute> {
    let domain = &vendor.domains[code.domain];
    // Where the status is the code, it is reported as the code.
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
    let mut attributes = vec![
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
    attributes.extend(of_remarks(&code.remarks));
    attributes
}

fn operation(pair: &VendorPair<'_>, at: (usize, usize), findings: &mut Findings) {
    let operations = pair.both(|vendor| &vendor.operations, at);
    let paths =
        operations.map(|(vendor, own)| NodePath::vendor(&vendor.name, &["operations", &own.name]));
    let attributes = operations.map(|(vendor, own)| of_operation(vendor, own));
    compare_all(attributes, &paths, findings);
    // A domain that was removed or added is reported as such.
    let [before, after] = operations.map(|(_, own)| own.domains.iter());
    let before = before.filter_map(|domain| pair.domains.new_of(*domain));
    let after = after.copied();
    let after = after.filter(|domain| pair.domains.old_of(*domain).is_some());
    let names = |domains: Vec<usize>| {
        let names = domains
            .iter()
            .map(|domain| pair.new.domains[*domain].name.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    let lists = [names(before.collect()), names(after.collect())];
    let lists = lists.map(|list| vec![behaviour("domains", "domains", list)]);
    compare_all(lists, &paths, findings);
}

fn of_operation(vendor: &Vendor, operation: &Operation) -> Vec<Attribute> {
    let has_own_formats = operation.formats != vendor.formats;
    let own_formats = has_own_formats.then(|| formats(&operation.formats));
    let idempotent = operation.idempotent.map(|it| it.to_string());
    let mut attributes = vec![
        behaviour(
            "success",
            "success",
            render::condition(&operation.success).plain(),
        ),
        behaviour("format", "format", own_formats.unwrap_or_default()),
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
    attributes.extend(of_remarks(&operation.remarks));
    attributes
}

/// The examples that differ. A renamed example is a different one.
fn examples(pair: &VendorPair<'_>, findings: &mut Findings) {
    let path = |vendor: &Vendor, at| NodePath::vendor(&vendor.name, &["examples"]).index(at);
    for (at, old) in pair.old.examples.iter().enumerate() {
        let was = path(pair.old, at);
        let Some(now) = place_of(&old.name, pair.new) else {
            let finding = findings.gone("example_gone", was);
            finding.impact = Docs;
            finding.detail("example", &old.name, "");
            continue;
        };
        let attributes =
            [(pair.old, at), (pair.new, now)].map(|(vendor, at)| of_example(vendor, at));
        compare_all(attributes, &[was, path(pair.new, now)], findings);
    }
    for (at, new) in pair.new.examples.iter().enumerate() {
        if place_of(&new.name, pair.old).is_none() {
            let finding = findings.added("example_added", Docs, path(pair.new, at));
            finding.detail("example", "", &new.name);
        }
    }
}

/// The position of the example with this name.
fn place_of(name: &str, vendor: &Vendor) -> Option<usize> {
    let mut examples = vendor.examples.iter();
    examples.position(|example| example.name == name)
}

fn of_example(vendor: &Vendor, at: usize) -> Vec<Attribute> {
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
    let attributes = [
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
    let attributes = attributes.into_iter();
    attributes
        .map(|(at, value)| attribute("example", Docs, at, value))
        .collect()
}

fn pairs(headers: &[(String, String)]) -> String {
    let headers = headers.iter();
    let headers: Vec<_> = headers
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    headers.join(", ")
}
