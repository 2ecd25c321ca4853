//! What was learned, as YAML to add to a book, and as comments.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use faultbook_codegen::model::{Book, Code, Envelope, Source, Test, Vendor};
use faultbook_codegen::{names, pointers, render};
use faultbook_runtime::v1;
use heck::ToSnakeCase;

use super::lessons::{Lessons, Moment, Sighting};
use crate::output::counted;
use crate::terminal::sanitize;
use crate::unique::first_free;
use crate::yaml::{Map, Value};

/// The most entries of a kind, except codes.
const MAX_LISTED: usize = 20;

/// What the names of headers with waits contain.
const WAITS: [&str; 4] = ["retry", "limit", "reset", "wait"];

pub(super) struct Proposal<'b> {
    book: &'b Book,
    vendor: &'b Vendor,
    /// To be merged into the vendor's file.
    entries: Map,
    /// Such as `2 codes`.
    counts: Vec<String>,
    comments: String,
    from: &'b str,
}

impl<'b> Proposal<'b> {
    pub(super) fn new(
        book: &'b Book,
        vendor: &'b Vendor,
        lessons: &Lessons,
        from: &'b str,
    ) -> Self {
        let mut proposal = Self {
            book,
            vendor,
            entries: Map::default(),
            counts: Vec::new(),
            comments: String::new(),
            from,
        };
        proposal.add_wait(lessons);
        proposal.add_fields(lessons);
        proposal.add_rules(lessons);
        proposal.add_codes(lessons);
        proposal.add_statuses(lessons);
        proposal.comment_codeless(lessons);
        proposal.comment_unclear(lessons);
        proposal
    }

    /// What the vendor's file is to be merged with.
    pub(super) fn entries(&self) -> &Map {
        &self.entries
    }

    /// How many entries of which kind there are.
    pub(super) fn counts(&self) -> String {
        self.counts.join(", ")
    }

    /// The entries as YAML.
    pub(super) fn text(&self) -> String {
        let vendor = sanitize(&self.vendor.name);
        let from = sanitize(self.from);
        if self.entries.is_empty() {
            return format!("# {from} has nothing to add to `{vendor}`.\n");
        }
        format!(
            "# Learned from {from}: {}. Merge this into the file of `{vendor}`, or pass `--write`.\n{}",
            self.counts(),
            self.entries.text()
        )
    }

    /// What cannot be added without a decision.
    pub(super) fn comments(&self) -> &str {
        &self.comments
    }

    fn count(&mut self, count: usize, what: &str) {
        if count > 0 {
            self.counts.push(counted(count, what));
        }
    }

    fn add_codes(&mut self, lessons: &Lessons) {
        let unknown = &lessons.unknown.seen;
        let mut idents: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for ((domain, wire), seen) in unknown {
            let domain = usize::from(*domain);
            let codes = self.vendor.domains[domain].codes.clone();
            let known = || {
                codes
                    .clone()
                    .map(|code| self.vendor.codes[code].ident.clone())
            };
            let idents = idents.entry(domain).or_insert_with(|| known().collect());
            let mut code = Map::default();
            code.push_some("name", name(wire, idents));
            code.push(
                "summary",
                format!("Not documented, seen in a log as {wire}"),
            );
            let statuses = seen.statuses.iter().filter(|status| is_status(**status));
            let statuses = statuses.map(|status| Value::from(*status));
            code.push_many("status", statuses);
            code.push("note", self.note(seen));
            let domain = &self.vendor.domains[domain].name;
            self.entries.put(&["domains", domain, "codes", wire], code);
        }
        self.count(unknown.len(), "code");
        self.comment_others(lessons.unknown.others, "other codes");
    }

    /// Adds the statuses that the book does not list for a code.
    fn add_statuses(&mut self, lessons: &Lessons) {
        let mut new: BTreeMap<u16, Vec<(u16, &Sighting)>> = BTreeMap::new();
        for ((code, status), seen) in lessons.known.sorted() {
            let listed = &self.vendor.codes[usize::from(*code)].statuses;
            if !listed.is_empty() && !listed.contains(status) && is_status(*status) {
                new.entry(*code).or_default().push((*status, seen));
            }
        }
        for (code, statuses) in &new {
            let code = &self.vendor.codes[usize::from(*code)];
            self.add_statuses_of(code, statuses);
        }
        self.count(new.values().map(Vec::len).sum(), "status");
    }

    fn add_statuses_of(&mut self, code: &Code, new: &[(u16, &Sighting)]) {
        let statuses = new.iter().map(|(status, _)| status);
        let statuses = code.statuses.iter().chain(statuses);
        let statuses = statuses.map(|status| Value::from(*status)).collect();
        let learned = new.iter().map(|(status, seen)| {
            let seen = self.note(seen);
            Value::from(format!("Status {status}. {seen}"))
        });
        let known = code.remarks.notes.iter().map(Value::from);
        let notes: Vec<Value> = known.chain(learned).collect();
        let mut entry = Map::default().with("status", Value::List(statuses));
        entry.push_many("note", notes);
        let domain = &self.vendor.domains[code.domain].name;
        self.entries
            .put(&["domains", domain, "codes", &code.wire], entry);
    }

    /// Adds rules that decide nothing yet, for statuses that have no class.
    fn add_rules(&mut self, lessons: &Lessons) {
        let is_known = |status: u16| {
            let when = render::condition(&[[Test::Status(vec![(status, status)])].into()]);
            self.vendor.rules.iter().any(|rule| rule.when == when)
        };
        let codeless = lessons.codeless.sorted().into_iter();
        let new = codeless
            .filter(|((status, class), _)| self.is_open(*status, *class) && !is_known(*status));
        let rules = new.map(|((status, _), seen)| {
            let when = Map::default().with("status", *status);
            let rule = Map::default().with("when", Value::Inline(when));
            let because = format!("Not classified. {}", self.note(seen));
            Value::Map(rule.with("because", because))
        });
        let rules: Vec<Value> = rules.take(MAX_LISTED).collect();
        self.count(rules.len(), "rule");
        if !rules.is_empty() {
            self.entries.push("rules", Value::List(rules));
        }
    }

    /// Whether a rule can decide about a status that is unknown because no other class lists it.
    fn is_open(&self, status: u16, class: u16) -> bool {
        let unknown = self.book.unknown_class.index();
        let others = self.book.classes.iter().enumerate();
        let others = others.filter(|(index, _)| *index != unknown);
        let mut listed = others.flat_map(|(_, class)| &class.statuses);
        usize::from(class) == unknown
            && is_status(status)
            && !listed.any(|(lo, hi)| (*lo..=*hi).contains(&status))
    }

    /// Names the header that HTTP defines for waits, if the book reads none.
    fn add_wait(&mut self, lessons: &Lessons) {
        if self.is_new_wait(lessons) {
            let header = Map::default().with("retry_after", "Retry-After");
            self.entries.push("headers", header);
            self.count(1, "wait");
        }
    }

    fn is_new_wait(&self, lessons: &Lessons) -> bool {
        let is_seen = lessons.headers.seen.contains_key("retry-after");
        is_seen && self.vendor.hints.waits.is_empty()
    }

    /// Adds the values and headers of failures that the book does not read as fields: what they mean is not known.
    fn add_fields(&mut self, lessons: &Lessons) {
        let read = pointers(self.vendor);
        let room = v1::MAX_SLOTS.saturating_sub(read.len()).min(MAX_LISTED);
        let values = lessons.values.sorted().into_iter();
        let values = values.filter(|(pointer, _)| !is_read(&read, pointer));
        let values: Vec<_> = values
            .map(|(pointer, seen)| (pointer.as_str(), Value::from(pointer), seen))
            .collect();
        let headers = self.new_headers(lessons);
        let mut lines = Vec::new();
        let mut taken = BTreeSet::new();
        let in_values = values.iter().take(room);
        for (location, source, seen) in in_values.chain(headers.iter().take(MAX_LISTED)) {
            let name = self.field_name(location, &mut taken);
            lines.push(format!("{name}: {location}, {}", when(seen)));
            self.entries
                .put(&["envelope", "fields", &name], source.clone());
        }
        let added = lines.len();
        self.count(added, "field");
        let title = "The fields are values of failures that the book does not read. Rename those that are useful, make waits and \
                     codes of what is one, and remove the others";
        self.comment(title, &lines);
        self.comment_others((values.len() + headers.len() - added) as u64, "more");
    }

    /// Headers that may be waits or limits, and that the book does not read.
    fn new_headers<'l>(&self, lessons: &'l Lessons) -> Vec<(&'l str, Value, &'l Sighting)> {
        let envelopes = self.vendor.domains.iter().map(|domain| &domain.envelope);
        let envelopes = envelopes.chain([&self.vendor.envelope]);
        let sources = envelopes.flat_map(Envelope::sources);
        let headers = self.vendor.hints.sources().chain(sources);
        let headers = headers.filter_map(Source::header);
        let read: BTreeSet<String> = headers.map(str::to_ascii_lowercase).collect();
        let is_wait = self.is_new_wait(lessons);
        let headers = lessons.headers.sorted().into_iter();
        let new = headers.filter(|(name, _)| {
            !read.contains(*name)
                && WAITS.iter().any(|part| name.contains(part))
                && !(is_wait && *name == "retry-after")
        });
        new.map(|(name, seen)| {
            let source = Value::Inline(Map::default().with("header", name));
            (name.as_str(), source, seen)
        })
        .collect()
    }

    /// A name that no field has, from the last name of a location.
    fn field_name(&self, location: &str, taken: &mut BTreeSet<String>) -> String {
        let last = location.rsplit('/').next().unwrap_or_default();
        let stem = format!("learned_{}", last.to_snake_case());
        first_free(&stem, "_", |name| {
            !self.vendor.envelope.fields.contains_key(name) && taken.insert(name.to_owned())
        })
    }

    fn note(&self, seen: &Sighting) -> String {
        let from = sanitize(self.from);
        format!(
            "Learned from {from}: {}; sample: {}",
            when(seen),
            seen.sample
        )
    }

    /// Failures without a code, of which the status decides.
    fn comment_codeless(&mut self, lessons: &Lessons) {
        let codeless = lessons.codeless.sorted().into_iter();
        let codeless = codeless.filter(|((status, class), _)| !self.is_open(*status, *class));
        let lines: Vec<String> = codeless
            .map(|((status, class), seen)| {
                let class = &self.book.classes[usize::from(*class)].name;
                let (seen, sample) = (when(seen), &seen.sample);
                format!("status {status} ({class}), {seen}; sample: {sample}")
            })
            .collect();
        self.comment("Failures without a code", &lines);
    }

    fn comment_unclear(&mut self, lessons: &Lessons) {
        let unclear = lessons.unclear.sorted().into_iter();
        let lines: Vec<String> = unclear
            .map(|(text, seen)| format!("{text}, {}", when(seen)))
            .collect();
        self.comment(
            "Codes next to a known one, and texts that may be no codes",
            &lines,
        );
    }

    fn comment(&mut self, title: &str, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(self.comments, "#\n# {title}:");
        for line in lines.iter().take(MAX_LISTED) {
            let _ = writeln!(self.comments, "#   {}", sanitize(line));
        }
        self.comment_others(lines.len().saturating_sub(MAX_LISTED) as u64, "more");
    }

    fn comment_others(&mut self, count: u64, what: &str) {
        if count > 0 {
            let _ = writeln!(self.comments, "#   and {count} {what}");
        }
    }
}

/// Whether a book can list a status.
fn is_status(status: u16) -> bool {
    (100..=599).contains(&status)
}

/// How often and when something was seen.
fn when(seen: &Sighting) -> String {
    let lines = counted(usize::try_from(seen.lines).unwrap_or(usize::MAX), "line");
    let (first, last) = (place(&seen.first), place(&seen.last));
    if seen.lines == 1 {
        format!("{lines}, {first}")
    } else {
        format!("{lines}, first {first}, last {last}")
    }
}

fn place(Moment { line, time }: &Moment) -> String {
    match time {
        Some(time) => format!("{time} (line {line})"),
        None => format!("line {line}"),
    }
}

/// The `name` of a code, if its text does not make an identifier that is free.
fn name(wire: &str, idents: &mut BTreeSet<String>) -> Option<String> {
    let derived = names::identifier(wire).ok();
    if derived
        .as_ref()
        .is_some_and(|ident| idents.insert(ident.clone()))
    {
        return None;
    }
    let stem = names::identifier_of_code(wire).unwrap_or_else(|_| "Learned".to_owned());
    Some(first_free(&stem, "Alt", |ident| {
        idents.insert(ident.to_owned())
    }))
}

/// Whether a book reads the value at a pointer, or something that it is in.
fn is_read(read: &BTreeSet<&str>, pointer: &str) -> bool {
    let ends = pointer.match_indices('/').map(|(at, _)| at);
    let mut ends = ends.chain([pointer.len()]);
    ends.any(|end| read.contains(&pointer[..end]))
}
