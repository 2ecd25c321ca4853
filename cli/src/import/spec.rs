//! Writes what a catalogue says in the language of a book.

use anyhow::bail;
use faultbook_codegen::model::{Class, RetryKind};
use faultbook_codegen::names;
use heck::ToSnakeCase;

use super::catalogue::{Catalogue, Domain, Entry};
use super::identifiers::{self, SnakeNames};
use super::openapi::Operation;
use super::places::{CodePlace, Place};
use super::{Account, Envelope, Import, Intake, texts};
use crate::names::unknown;
use crate::starter::Vocabulary;
use crate::yaml::{Map, Value};

/// A category is the key of a map, and no longer than YAML lets one be.
const LONGEST_CATEGORY: usize = 200;

/// The vendor's file, as far as it is no example.
pub(super) fn write(
    catalogue: &Catalogue,
    arguments: &Import,
    vocabulary: &Vocabulary,
    intake: &mut Intake,
) -> anyhow::Result<Map> {
    let writer = Writer {
        vocabulary,
        envelope: &intake.envelope,
        policy: policy(arguments, vocabulary)?,
    };
    let title = arguments.title.as_ref().or(intake.title.as_ref());
    let title = texts::title(title.unwrap_or(&arguments.vendor));
    let file = arguments
        .file
        .file_name()
        .map(|name| name.to_string_lossy());
    let source = arguments.source.clone().unwrap_or_else(|| match file {
        Some(name) if name != "-" => name.into_owned(),
        _ => "a catalogue on the standard input".to_owned(),
    });
    let source = texts::prose(&source);
    let mut spec = Map::default()
        .with("vendor", &arguments.vendor)
        .with("title", &title)
        .with("summary", texts::summary(&format!("The errors of {title}")))
        .with("source", source);
    let envelope = writer.envelope();
    if !envelope.is_empty() {
        spec.push("envelope", envelope);
    }
    spec.push(
        "domains",
        writer.domains(catalogue, arguments, &mut intake.account),
    );
    if !intake.operations.is_empty() {
        spec.push("operations", operations(&intake.operations));
    }
    Ok(spec)
}

/// The policy for what can be retried, if the book has one that is meant for it.
fn policy(arguments: &Import, vocabulary: &Vocabulary) -> anyhow::Result<Option<String>> {
    let policies = vocabulary.policies();
    let policies = || policies.iter().map(String::as_str);
    match &arguments.retry {
        Some(name) if policies().any(|policy| policy == name) => Ok(Some(name.clone())),
        Some(name) => bail!(unknown("retry", name, policies())),
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
    policy: Option<String>,
}

impl Writer<'_> {
    fn envelope(&self) -> Map {
        let mut envelope = Map::default();
        envelope.push_many(
            "code",
            self.envelope.code.iter().filter_map(CodePlace::source),
        );
        let places: [(&str, &[Place]); 3] = [
            ("category", &self.envelope.category),
            ("message", &self.envelope.message),
            ("trace_id", &self.envelope.trace_id),
        ];
        for (key, places) in places {
            envelope.push_many(key, places);
        }
        envelope
    }

    fn domains(&self, catalogue: &Catalogue, arguments: &Import, account: &mut Account) -> Map {
        let vendor = names::vendor(&arguments.vendor).unwrap_or_default();
        // A domain's type is called `…Code`, and the vendor may be.
        let taken = vendor.strip_suffix("Code").map(str::to_owned);
        let mut names = SnakeNames::new("domain", taken);
        let mut domains = Map::default();
        for domain in &catalogue.domains {
            let title = local(&domain.title, &arguments.vendor);
            let name = names.make(title);
            domains.push(&name.clone(), self.domain(domain, title, &name, account));
        }
        domains
    }

    fn domain(&self, domain: &Domain, title: &str, name: &str, account: &mut Account) -> Map {
        let mut map = Map::default();
        let shown = Some(texts::title(title));
        map.push_some(
            "title",
            shown.filter(|shown| !shown.is_empty() && shown != name),
        );
        if self.is_raised() {
            map.push("raised_by", "client");
        }
        if self.envelope.has(&CodePlace::Status) {
            map.push("key", "status");
        }
        if self.envelope.errors_only {
            let statuses = Value::List(vec!["4xx".into(), "5xx".into()]);
            let when = Value::Inline(Map::default().with("status", statuses));
            map.push("envelope", Map::default().with("when", when));
        }
        let categories = self.categories(domain);
        if !categories.is_empty() {
            map.push("categories", categories);
        }
        let wires: Vec<(&str, Option<&str>)> = domain
            .entries
            .iter()
            .map(|entry| (entry.code.as_str(), entry.name.as_deref()))
            .collect();
        let mut codes = Map::default();
        for (entry, name) in domain.entries.iter().zip(identifiers::names(&wires)) {
            account.named += usize::from(name.is_some());
            codes.push(&entry.code, self.code(entry, name, account));
        }
        map.with("codes", codes)
    }

    /// The categories of a domain that are no class, or that responses tell.
    fn categories(&self, domain: &Domain) -> Map {
        let mut categories = Map::default();
        let mut known: Vec<&str> = Vec::new();
        for entry in &domain.entries {
            let Some(name) = self.category(entry).filter(|name| !known.contains(name)) else {
                continue;
            };
            known.push(name);
            let mut category =
                Map::default().with("summary", format!("What the catalogue calls `{name}`"));
            category.push_some("class", self.class_named(name).map(|class| &class.name));
            categories.push(name, category);
        }
        categories
    }

    /// The category of a code, if the domain is to have it.
    fn category<'e>(&self, entry: &'e Entry) -> Option<&'e str> {
        let is_told = !self.envelope.category.is_empty();
        let category = entry.category.as_deref().filter(|category| fits(category));
        category.filter(|category| is_told || self.class_named(category).is_none())
    }

    /// The class of the book that a category names.
    fn class_named(&self, category: &str) -> Option<&Class> {
        self.vocabulary.class(&category.to_snake_case())
    }

    fn code(&self, entry: &Entry, name: Option<String>, account: &mut Account) -> Map {
        let mut map = Map::default();
        let mut notes = entry.notes.clone();
        let class = entry
            .category
            .as_deref()
            .and_then(|category| self.class_named(category));
        map.push_some("name", name);
        map.push("summary", &entry.summary);
        map.push_some("description", entry.description.as_ref());
        notes.extend(self.status(entry, &mut map));
        notes.extend(self.category_or_class(entry, class, &mut map));
        let classes = self.classes(entry, class);
        account.unclassified += usize::from(classes.is_empty());
        match self.retry(entry.retryable, &classes) {
            Ok(retry) => map.push_some("retry", retry),
            Err(note) => notes.push(note),
        }
        let (actions, advice) = self.actions(entry);
        if !actions.is_empty() {
            map.push("actions", Value::List(actions));
        }
        map.push_many("advice", advice);
        map.push_many("note", notes);
        map
    }

    /// Says the statuses of a code, or gives back a note of those that it cannot have.
    fn status(&self, entry: &Entry, map: &mut Map) -> Option<String> {
        if !self.is_raised() {
            map.push_many("status", entry.statuses.iter().copied());
            return None;
        }
        let statuses: Vec<String> = entry.statuses.iter().map(u16::to_string).collect();
        let note = format!(
            "The catalogue has it with the status {}.",
            statuses.join(", ")
        );
        (!statuses.is_empty()).then_some(note)
    }

    /// Whether no response has the codes.
    fn is_raised(&self) -> bool {
        self.envelope.has(&CodePlace::Client)
    }

    /// Says the category of a code, or the class that it names, or gives back a note of it.
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
            return Some(format!("Its category: {}", texts::prose(category)));
        }
        None
    }

    /// The classes that a code can have, as far as the book tells.
    fn classes<'c>(&'c self, entry: &Entry, own: Option<&'c Class>) -> Vec<&'c Class> {
        if let Some(own) = own {
            return vec![own];
        }
        let by_status = self.envelope.has(&CodePlace::Status);
        let statuses = entry.code.parse().ok().filter(|_| by_status);
        let statuses = statuses.into_iter().chain(entry.statuses.iter().copied());
        let classes = statuses.map(|status| self.vocabulary.class_of(status));
        classes.filter(|_| !self.is_raised()).collect()
    }

    /// What is to be said about retries, where the class does not say the same; or what to note, where it cannot be said.
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
                Err("The catalogue calls it retryable, and does not say how to wait.".to_owned())
            }
        }
    }

    /// The actions of the book that a code asks for, and in words those that the book does not have.
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

/// Whether a category can be the key of a map.
fn fits(category: &str) -> bool {
    category.len() <= LONGEST_CATEGORY && !category.contains(names::is_unseen)
}

fn is_retried(class: &Class) -> bool {
    let retry = class.retry.as_ref();
    retry.is_some_and(|retry| retry.kind != RetryKind::Never)
}

/// The name of a domain without that of its vendor in front: `Voice` of `twilio.Voice`.
fn local<'t>(title: &'t str, vendor: &str) -> &'t str {
    let rest = title
        .strip_prefix(vendor)
        .and_then(|rest| rest.strip_prefix(['.', '/', ':']));
    rest.filter(|rest| !rest.trim().is_empty()).unwrap_or(title)
}

fn operations(operations: &[Operation]) -> Map {
    let mut map = Map::default();
    for operation in operations {
        let mut own = Map::default();
        own.push_some("summary", operation.summary.as_ref());
        own.push("endpoint", &operation.endpoint);
        if operation.is_safe {
            own.push("idempotent", true);
        }
        map.push(&operation.name, own);
    }
    map
}
