//! Writes a vendor's file.

use anyhow::bail;
use faultbook_codegen::model::{Class, RetryKind};
use faultbook_codegen::names;
use heck::ToSnakeCase;
use indexmap::IndexSet;

use super::arguments::Import;
use super::catalogue::{Domain, Entry};
use super::identifiers;
use super::intake::{Envelope, Intake, Operation};
use super::locations::Location;

use super::snake_names::SnakeNames;
use super::summary::ImportSummary;
use super::texts;
use crate::suggestions::unknown_name;
use crate::vocabulary::Vocabulary;
use crate::yaml::{Map, Value};

/// Categories are keys of a map, whose length YAML limits.
const MAX_CATEGORY: usize = 200;

/// Writes the vendor's file, without examples.
pub(super) fn write(
    domains: &mut [Domain],
    arguments: &Import,
    vocabulary: &Vocabulary,
    intake: &mut Intake,
) -> anyhow::Result<Map> {
    let writer = Writer {
        vocabulary,
        envelope: &intake.envelope,
        categories: &intake.categories,
        prefixes: &arguments.strip_prefix,
        policy: policy(arguments, vocabulary)?,
    };
    let mut spec = head(arguments, intake.title.as_ref());
    let is_xml = push_format(intake, &mut spec);
    let envelope = writer.envelope(domains);
    if !envelope.is_empty() {
        spec.push("envelope", envelope);
    }
    let mut map = Map::default();
    for domain in domains.iter() {
        map.push(&domain.name, writer.domain(domain, &mut intake.summary));
    }
    spec.push("domains", map);
    let operations = if intake.operations.is_empty() {
        operations_of(domains)
    } else {
        operations(&intake.operations, is_xml)
    };
    if !operations.is_empty() {
        spec.push("operations", operations);
    }
    Ok(spec)
}

/// What the file says about the vendor.
fn head(arguments: &Import, title: Option<&String>) -> Map {
    let title = arguments.title.as_ref().or(title);
    let title = texts::title(title.unwrap_or(&arguments.vendor));
    let file = arguments
        .file
        .file_name()
        .map(|name| name.to_string_lossy());
    let source = arguments.source.clone().unwrap_or_else(|| match file {
        Some(name) if name != "-" => name.into_owned(),
        _ => "standard input".to_owned(),
    });
    let source = texts::prose(&source);
    Map::default()
        .with("vendor", &arguments.vendor)
        .with("title", &title)
        .with("summary", texts::summary(&format!("The errors of {title}")))
        .with("source", source)
}

/// The policy for retryable codes, if the book has one.
fn policy(arguments: &Import, vocabulary: &Vocabulary) -> anyhow::Result<Option<String>> {
    let policies = vocabulary.policies();
    let policies = || policies.iter().map(String::as_str);
    match &arguments.retry {
        Some(name) if policies().any(|policy| policy == name) => Ok(Some(name.clone())),
        Some(name) => bail!(unknown_name("retry", name, policies())),
        None => {
            let mut only = policies().filter(|_| policies().count() == 1);
            let usual = policies().find(|policy| *policy == "transient");
            Ok(usual.or(only.next()).map(str::to_owned))
        }
    }
}

struct Writer<'w> {
    vocabulary: &'w Vocabulary,
    envelope: &'w Envelope,
    /// Categories that responses have, whether or not a code belongs to them.
    categories: &'w [String],
    prefixes: &'w [String],
    policy: Option<String>,
}

impl Writer<'_> {
    /// The envelope of the vendor. It has the code if a domain needs it.
    fn envelope(&self, domains: &[Domain]) -> Map {
        let mut envelope = Map::default();
        if domains.iter().any(|domain| domain.own_code.is_empty()) {
            let code = self.envelope.code.iter().filter_map(Location::source);
            envelope.push_many("code", code);
        }
        for (key, places) in [
            ("category", &self.envelope.category),
            ("message", &self.envelope.message),
            ("trace_id", &self.envelope.trace_id),
        ] {
            envelope.push_many(key, places.iter().filter_map(Location::source));
        }
        envelope
    }

    fn domain(&self, domain: &Domain, log: &mut ImportSummary) -> Map {
        let mut map = Map::default();
        let title = Some(&domain.title);
        let title = title.filter(|title| !title.is_empty() && **title != domain.name);
        map.push_some("title", title);
        if domain.is_raised() {
            map.push("raised_by", "client");
        }
        if domain.is_by_status() {
            map.push("key", "status");
        }
        let prefixes = identifiers::used_prefixes(domain, self.prefixes);
        map.push_many("strip_prefix", prefixes);
        let envelope = self.envelope_of(domain);
        if !envelope.is_empty() {
            map.push("envelope", envelope);
        }
        let categories = self.categories(domain);
        if !categories.is_empty() {
            map.push("categories", categories);
        }
        let idents = identifiers::names(&domain.entries, self.prefixes);
        let mut codes = Map::default();
        for (entry, name) in domain.entries.iter().zip(idents) {
            log.named += usize::from(name.is_some());
            codes.push(&entry.code, self.code(entry, domain, name, log));
        }
        map.with("codes", codes)
    }

    /// The envelope of a domain that has its own.
    fn envelope_of(&self, domain: &Domain) -> Map {
        let mut envelope = Map::default();
        if self.envelope.errors_only {
            let statuses = Value::List(vec!["4xx".into(), "5xx".into()]);
            let when = Value::Inline(Map::default().with("status", statuses));
            envelope.push("when", when);
        }
        let own = domain.own_code.iter().filter_map(Location::source);
        envelope.push_many("code", own);
        envelope
    }

    /// The categories of a domain that are not a class, or that responses have.
    fn categories(&self, domain: &Domain) -> Map {
        let mut categories = Map::default();
        let listed = self.categories.iter().map(String::as_str);
        let of_codes = domain
            .entries
            .iter()
            .filter_map(|entry| self.category(entry));
        let names: IndexSet<&str> = listed.filter(|name| fits(name)).chain(of_codes).collect();
        for name in names {
            let mut category =
                Map::default().with("summary", format!("The category `{name}` of the source"));
            category.push_some("class", self.class_named(name).map(|class| &class.name));
            categories.push(name, category);
        }
        categories
    }

    /// The category of a code, if the domain has it.
    fn category<'e>(&self, entry: &'e Entry) -> Option<&'e str> {
        let is_in_responses = !self.envelope.category.is_empty();
        let category = entry.category.as_deref().filter(|category| fits(category));
        category.filter(|category| is_in_responses || self.class_named(category).is_none())
    }

    /// The class with the name of a category.
    fn class_named(&self, category: &str) -> Option<&Class> {
        self.vocabulary.class(&category.to_snake_case())
    }

    fn code(
        &self,
        entry: &Entry,
        domain: &Domain,
        name: Option<String>,
        log: &mut ImportSummary,
    ) -> Map {
        let mut map = Map::default();
        let mut notes = entry.notes.clone();
        let class = entry
            .category
            .as_deref()
            .and_then(|category| self.class_named(category));
        map.push_some("name", name);
        map.push("summary", &entry.summary);
        map.push_some("description", entry.description.as_ref());
        notes.extend(status(entry, domain, &mut map));
        notes.extend(self.category_or_class(entry, class, &mut map));
        let classes = self.classes(entry, domain, class);
        log.unclassified += usize::from(classes.is_empty());
        match self.retry(entry.retryable, &classes) {
            Ok(retry) => map.push_some("retry", retry),
            Err(note) => notes.push(note),
        }
        map.push_many("aliases", &entry.aliases);
        let (actions, advice) = self.actions(entry);
        if !actions.is_empty() {
            map.push("actions", Value::List(actions));
        }
        map.push_many("advice", advice);
        map.push_many("note", notes);
        map
    }

    /// Writes the category of a code or the class of its name, or returns a note.
    fn category_or_class(
        &self,
        entry: &Entry,
        class: Option<&Class>,
        map: &mut Map,
    ) -> Option<String> {
        if let Some(category) = self.category(entry) {
            map.push("category", category);
        } else if let Some(class) = class {
            map.push("class", &class.name);
        } else {
            let category = entry.category.as_ref()?;
            return Some(format!("Category: {}", texts::prose(category)));
        }
        None
    }

    /// The classes that a code can have according to its category and statuses.
    fn classes<'c>(
        &'c self,
        entry: &Entry,
        domain: &Domain,
        own: Option<&'c Class>,
    ) -> Vec<&'c Class> {
        if let Some(own) = own {
            return vec![own];
        }
        let statuses = entry.code.parse().ok().filter(|_| domain.is_by_status());
        let statuses = statuses.into_iter().chain(entry.statuses.iter().copied());
        let classes = statuses.map(|status| self.vocabulary.class_of(status));
        classes.filter(|_| !domain.is_raised()).collect()
    }

    /// The retry of a code, if its class has another one. The error is a note, if there is no policy.
    fn retry(&self, retryable: Option<bool>, classes: &[&Class]) -> Result<Option<Value>, String> {
        let Some(retryable) = retryable else {
            return Ok(None);
        };
        if !classes.is_empty() && classes.iter().all(|class| is_retried(class) == retryable) {
            return Ok(None);
        }
        match (retryable, &self.policy) {
            (false, _) => Ok(Some("never".into())),
            (true, Some(policy)) => Ok(Some(Value::Inline(Map::default().with("use", policy)))),
            (true, None) => {
                Err("The source calls it retryable, but does not say when to retry.".to_owned())
            }
        }
    }

    /// The actions of a code that the book has, and the texts of the others.
    fn actions(&self, entry: &Entry) -> (Vec<Value>, Vec<String>) {
        let known = |name: &str| {
            self.vocabulary
                .book
                .actions
                .iter()
                .any(|action| action.name == name)
        };
        let mut actions: Vec<Value> = Vec::new();
        let mut advice = Vec::new();
        for text in &entry.actions {
            let names: Vec<&str> = text.split([',', ';']).map(str::trim).collect();
            if names.iter().all(|name| known(name)) {
                let new = names.into_iter().map(Value::from);
                for name in new {
                    if !actions.contains(&name) {
                        actions.push(name);
                    }
                }
            } else {
                advice.push(text.clone());
            }
        }
        advice.extend(
            entry
                .advice
                .iter()
                .filter(|text| !entry.actions.contains(text))
                .cloned(),
        );
        (actions, advice)
    }
}

/// Writes the statuses of a code, or returns a note if it cannot have any.
fn status(entry: &Entry, domain: &Domain, map: &mut Map) -> Option<String> {
    if !domain.is_raised() {
        map.push_many("status", entry.statuses.iter().copied());
        return None;
    }
    let statuses: Vec<String> = entry.statuses.iter().map(u16::to_string).collect();
    let note = format!("The source has the status {} for it.", statuses.join(", "));
    (!statuses.is_empty()).then_some(note)
}

/// Whether a category can be the key of a map.
fn fits(category: &str) -> bool {
    category.len() <= MAX_CATEGORY && !category.contains(names::is_unseen)
}

fn is_retried(class: &Class) -> bool {
    let retry = class.retry.as_ref();
    retry.is_some_and(|retry| retry.kind != RetryKind::Never)
}

/// An operation for each of several domains whose codes are at the same location: `request` finds a code that two of them
/// have only in the first.
fn operations_of(domains: &mut [Domain]) -> Map {
    let mut map = Map::default();
    let shared = domains.iter_mut();
    let shared: Vec<_> = shared.filter(|domain| domain.own_code.is_empty()).collect();
    if shared.len() < 2 {
        return map;
    }
    let mut names = SnakeNames::new("operation", ["Request".to_owned()]);
    for domain in shared {
        let name = names.make(&domain.name);
        let summary = format!("The calls whose errors are those of {}", domain.title);
        let own = Map::default()
            .with("summary", texts::summary(&summary))
            .with("domains", Value::List(vec![domain.name.as_str().into()]));
        map.push(&name, own);
        domain.operation = Some(name);
    }
    map
}

/// Says that bodies are XML if all are. Returns whether they are.
fn push_format(intake: &Intake, spec: &mut Map) -> bool {
    let roots = intake.operations.iter().filter_map(|own| own.xml.as_ref());
    let is_xml = !intake.has_json && roots.clone().next().is_some();
    if is_xml {
        push_xml(spec, roots.flatten());
    }
    is_xml
}

/// Says that bodies are XML, and what a success is: with XML, that must be said.
fn push_xml<'r>(map: &mut Map, roots: impl Iterator<Item = &'r String>) {
    let exists = || Value::Inline(Map::default().with("exists", true));
    let roots: IndexSet<String> = roots.map(|root| format!("/{root}")).collect();
    let fields = roots.iter().map(|root| Map::default().with(root, exists()));
    let fields = fields.map(|field| Map::default().with("field", Value::Inline(field)));
    let empty = Value::List(vec![204_u16.into(), 205_u16.into()]);
    let alternatives = fields.chain([Map::default().with("status", empty)]);
    map.push("format", "xml");
    map.push_many("success", alternatives.map(Value::Inline));
}

fn operations(operations: &[Operation], is_xml: bool) -> Map {
    let mut map = Map::default();
    for operation in operations {
        let mut own = Map::default();
        own.push_some("summary", operation.summary.as_ref());
        own.push_some("endpoint", operation.endpoint.as_ref());
        if operation.is_safe {
            own.push("idempotent", true);
        }
        if let Some(roots) = operation.xml.as_ref().filter(|_| !is_xml) {
            push_xml(&mut own, roots.iter());
        }
        map.push(&operation.name, own);
    }
    map
}
