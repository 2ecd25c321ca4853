//! What a book says besides decisions: how responses are read, the properties of codes, and texts for people.

use std::collections::BTreeSet;

use super::Impact::{self, Behaviour, Docs};
use super::findings::{Findings, Subject};
use super::pairs::{Pairs, VendorPair};
use super::path::NodePath;
use crate::model::{
    Action, Book, Category, Class, Code, Domain, Envelope, Family, Hints, Limit, Operation,
    RateLimit, Remarks, RuleText, Shape, Situation, Source, Vendor, Wait, WaitUnit,
};
use crate::render::{self, joined};
use crate::user_texts;

/// The properties of an entry. Those of two entries of the same sort have the same properties in the same order.
#[derive(Default)]
struct Attributes(Vec<Attribute>);

struct Attribute {
    kind: &'static str,
    impact: Impact,
    /// The keys that lead to it, from the entry.
    at: &'static str,
    value: String,
}

impl Attributes {
    /// A text for people.
    fn text(self, at: &'static str, value: &impl ToString) -> Self {
        self.with("text", Docs, at, value)
    }

    /// What responses are read with or decided by. The kind of the change is the last of the keys.
    fn behaviour(self, at: &'static str, value: &impl ToString) -> Self {
        self.with(field(at), Behaviour, at, value)
    }

    fn with(
        mut self,
        kind: &'static str,
        impact: Impact,
        at: &'static str,
        value: &impl ToString,
    ) -> Self {
        self.0.push(Attribute {
            kind,
            impact,
            at,
            value: value.to_string(),
        });
        self
    }

    fn remarks(self, remarks: &Remarks) -> Self {
        self.text("description", &remarks.description)
            .text("advice", &joined(&remarks.advice, "\n"))
            .text("note", &joined(&remarks.notes, "\n"))
            .text("limits", &joined(remarks.limits.iter().map(limit), "\n"))
            .text("source", &joined(&remarks.source, ""))
    }

    fn rules(self, rules: &[RuleText]) -> Self {
        // Their effect is in the decisions.
        let because = rules.iter().filter_map(|rule| rule.because.as_ref());
        self.text("rules", &joined(because, "\n"))
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
    let [was, is] =
        books.map(|book| joined(book.languages.iter().map(|language| &language.tag), ", "));
    if was != is {
        let finding = findings.value("languages", Behaviour, path(), path());
        finding.detail("languages", &was, &is);
    }
    let [before, after] = books.map(|book| user_texts(book).into_iter().map(|it| it.text.text));
    let before: BTreeSet<_> = before.collect();
    for original in after.filter(|text| before.contains(text)) {
        let translation = |book: &Book, tag: &str| {
            let language = book.languages.iter().find(|language| language.tag == tag)?;
            let text = language.translation(&original).map(render::template);
            Some(text.map_or_else(String::new, |text| format!("{tag}: {text}")))
        };
        for language in &books[1].languages {
            let [was, is] = books.map(|book| translation(book, &language.tag));
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
        for Attributes(own) in &mut attributes {
            own.retain(|own| own.impact != Docs || own.at != "deprecated");
        }
    }
    compare_all(attributes, &paths, findings);
}

/// Adds findings for the attributes that differ.
fn compare_all([old, new]: [Attributes; 2], [was, is]: &[NodePath; 2], findings: &mut Findings) {
    for (old, new) in old.0.into_iter().zip(new.0) {
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

fn of_class(class: &Class) -> Attributes {
    Attributes::default()
        .text("summary", &class.summary)
        .behaviour("outcome", &class.outcome)
        .behaviour("severity", &class.severity)
        .behaviour("grpc", &class.grpc.as_str())
        .behaviour("user_message", &class.user_message)
}

fn of_action(action: &Action) -> Attributes {
    Attributes::default()
        .text("summary", &action.summary)
        .behaviour("actor", &action.actor)
}

fn of_vendor(vendor: &Vendor) -> Attributes {
    Attributes::default()
        .behaviour("format", &render::formats(&vendor.formats).plain())
        .behaviour("prefix", &vendor.prefix)
        .text("title", &vendor.title)
        .text("summary", &vendor.summary)
        .rules(&vendor.rules)
        .remarks(&vendor.remarks)
}

fn limit(limit: &Limit) -> String {
    let own = [&limit.amount, &limit.kind].into_iter();
    joined(own.chain(&limit.note).chain(&limit.source), ", ")
}

fn of_envelope(envelope: &Envelope) -> Attributes {
    let details = envelope.details.as_ref().map(|it| {
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
    let errors = envelope.errors.iter().map(|list| &list.path);
    let all = [
        ("envelope/status", sources(&envelope.status)),
        ("envelope/errors", joined(errors, ", ")),
        ("envelope/code", sources(&envelope.code)),
        ("envelope/category", sources(&envelope.category)),
        ("envelope/message", sources(&envelope.message)),
        ("envelope/trace_id", sources(&envelope.trace_id)),
        ("envelope/timestamp", sources(&envelope.timestamp)),
        ("envelope/details", details.unwrap_or_default()),
        ("envelope/fields", joined(fields, ", ")),
    ];
    all.into_iter()
        .fold(Attributes::default(), |attributes, (at, value)| {
            attributes.with("envelope", Behaviour, at, &value)
        })
}

/// The differences in the vendor's envelope, which its domains inherit.
fn inherited(pair: &VendorPair<'_>) -> BTreeSet<(&'static str, String, String)> {
    let [old, new] = [pair.old, pair.new].map(|vendor| of_envelope(&vendor.envelope).0);
    let pairs = old.into_iter().zip(new);
    pairs
        .map(|(old, new)| (old.at, old.value, new.value))
        .collect()
}

/// Keeps what a domain's own envelope changes.
fn drop_inherited(
    [old, new]: &mut [Attributes; 2],
    inherited: &BTreeSet<(&'static str, String, String)>,
) {
    for (old, new) in old.0.iter_mut().zip(&new.0) {
        let change = (old.at, old.value.clone(), new.value.clone());
        if inherited.contains(&change) {
            old.value.clone_from(&new.value);
        }
    }
}

/// The names of headers, which are set by the vendor or in `book.yaml`.
fn headers(pair: &VendorPair<'_>, findings: &mut Findings) {
    let keys = [
        ("retry_after", "headers/retry_after"),
        ("rate_limits", "headers/rate_limit"),
        ("headers/max_wait", "headers/max_wait"),
    ];
    let [old, new] = [pair.old, pair.new].map(|vendor| {
        let Hints {
            waits,
            limits,
            max_wait_ms,
        } = &vendor.hints;
        let limits = joined(limits.iter().map(rate_limit), "; ");
        [self::waits(waits), limits, render::duration(*max_wait_ms)]
    });
    for (at, (old, new)) in old.into_iter().zip(new).enumerate() {
        if old != new {
            let (own, in_headers) = keys[at];
            let name = &pair.new.name;
            let root = NodePath::vendor(name, &[]);
            let in_book = NodePath::book(&[]).at(in_headers);
            let paths = vec![root.at(own), root.at(in_headers), in_book];
            let finding = findings.value("headers", Behaviour, paths.clone(), paths);
            let touched = finding.detail(field(own), &old, &new);
            touched.entry(Subject::named(name.clone())).or_default();
        }
    }
}

/// The name of a single header, as in the book, or else all locations in words.
fn waits(waits: &[Wait]) -> String {
    match waits {
        [
            Wait {
                source: Source::Header(name),
                unit: WaitUnit::RetryAfter,
                when,
                longest: false,
            },
        ] if when.is_empty() => name.clone(),
        _ => joined(
            waits.iter().map(|wait| render::wait(wait).plain()),
            ", else ",
        ),
    }
}

/// The locations of a rate limit in words.
fn rate_limit(limit: &RateLimit) -> String {
    let source = |source: &Source| render::sources(std::slice::from_ref(source)).plain();
    let reset = limit.reset.as_ref();
    let name = Some(limit.name.clone()).filter(|name| !name.is_empty());
    let parts = [
        ("", name),
        ("limit: ", limit.limit.as_ref().map(source)),
        ("remaining: ", limit.remaining.as_ref().map(source)),
        ("reset: ", reset.map(|own| render::wait(own).plain())),
    ];
    let parts = parts.into_iter();
    joined(
        parts.filter_map(|(key, own)| Some(format!("{key}{}", own?))),
        ", ",
    )
}

fn families(category: &Category) -> String {
    let families = category.families.iter().map(|family| match family {
        Family::Prefix(prefix) => format!("{prefix}…"),
        Family::Range(lo, hi) => format!("{lo}..{hi}"),
    });
    format!("{}: {}", category.name, joined(families, ", "))
}

fn of_domain(domain: &Domain) -> Attributes {
    let categories = domain.categories.iter();
    let with_families = categories.clone().filter(|own| !own.families.is_empty());
    let families = joined(with_families.map(families), "\n");
    let categories =
        categories.map(|it| format!("{}: {}\n{}", it.name, it.summary, it.description));
    let key = if domain.by_status { "status" } else { "" };
    Attributes::default()
        .behaviour("envelope/when", &render::condition(&domain.when).plain())
        .behaviour("key", &key)
        .behaviour("protocol", &domain.protocol.unwrap_or_default())
        .text("title", &domain.title)
        .text("summary", &domain.summary)
        .text("categories", &joined(categories, "\n"))
        .with("families", Behaviour, "categories", &families)
        .rules(&domain.rules)
        .remarks(&domain.remarks)
}

fn of_code(vendor: &Vendor, code: &Code) -> Attributes {
    let domain = &vendor.domains[code.domain];
    // Where the status is the code, it is reported as the code.
    let statuses = code.statuses.iter().filter(|_| !domain.by_status);
    let category = code.category.map(|at| &domain.categories[at].name);
    let deprecated = code.deprecated.as_ref();
    let words = deprecated.map(|it| {
        let parts = [&it.since, &it.replaced_by, &it.note];
        joined(parts.into_iter().flatten(), ", ")
    });
    Attributes::default()
        .behaviour("status", &joined(statuses, ", "))
        .behaviour("category", &joined(category, ""))
        .behaviour("deprecated", &joined(deprecated.map(|_| "deprecated"), ""))
        .text("deprecated", &words.unwrap_or_default())
        .text("summary", &code.summary)
        .text("since", &joined(&code.since, ""))
        .rules(&code.rules)
        .remarks(&code.remarks)
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
        let names = domains.iter().map(|domain| &pair.new.domains[*domain].name);
        Attributes::default().behaviour("domains", &joined(names, ", "))
    };
    let lists = [names(before.collect()), names(after.collect())];
    compare_all(lists, &paths, findings);
}

fn of_operation(vendor: &Vendor, operation: &Operation) -> Attributes {
    let has_own_formats = operation.formats != vendor.formats;
    let own_formats = has_own_formats.then(|| render::formats(&operation.formats).plain());
    Attributes::default()
        .behaviour("success", &render::condition(&operation.success).plain())
        .behaviour("format", &joined(own_formats, ""))
        .behaviour("idempotent", &joined(operation.idempotent, ""))
        .behaviour("failure_reason", &joined(&operation.failure_reason, ""))
        .text("summary", &operation.summary)
        .text("endpoint", &joined(&operation.endpoint, ""))
        .rules(&operation.rules)
        .remarks(&operation.remarks)
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

fn of_example(vendor: &Vendor, at: usize) -> Attributes {
    let example = &vendor.examples[at];
    let raised = match example.situation {
        Situation::Raised(code) => Some(&vendor.codes[code].wire),
        Situation::Response { .. } => None,
    };
    let response = example.situation.response();
    let [status, headers, body] = response.map_or_else(Default::default, |response| {
        let (status, headers, body) = response;
        let headers = headers.iter();
        let headers = headers.map(|(name, value)| format!("{name}: {value}"));
        [status.to_string(), joined(headers, ", "), body.to_owned()]
    });
    let expect = example.expect.iter();
    let expect = expect.map(|it| format!("{}: {}", it.field, it.value));
    let attributes = [
        (
            "operation",
            vendor.operations[example.operation].name.clone(),
        ),
        ("raised", joined(raised, "")),
        ("response/status", status),
        ("response/headers", headers),
        ("response/body", body),
        ("note", joined(&example.note, "")),
        ("source", joined(&example.source, "")),
        ("expect", joined(expect, ", ")),
    ];
    attributes
        .into_iter()
        .fold(Attributes::default(), |attributes, (at, value)| {
            attributes.with("example", Docs, at, &value)
        })
}
