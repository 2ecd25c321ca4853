//! What was learned, as YAML to add to a book, and as comments.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use faultbook_codegen::model::{Source, Vendor};
use faultbook_codegen::names;
use faultbook_runtime::v1;

use super::lessons::{Lessons, Moment, Sighting};
use crate::output::counted;
use crate::terminal::sanitize;
use crate::yaml::{Map, Value};

/// The most comments of a kind.
const MAX_LISTED: usize = 20;

/// What the names of headers with waits contain.
const WAITS: [&str; 4] = ["retry", "limit", "reset", "wait"];

pub(super) struct Proposal<'b> {
    vendor: &'b Vendor,
    /// By domain, in the order of the book.
    codes: BTreeMap<usize, Map>,
    len: usize,
    comments: String,
    from: &'b str,
}

impl<'b> Proposal<'b> {
    pub(super) fn new(
        vendor: &'b Vendor,
        tables: &v1::Vendor<'_>,
        lessons: &mut Lessons,
        from: &'b str,
    ) -> Self {
        let mut proposal = Self {
            vendor,
            codes: BTreeMap::new(),
            len: 0,
            comments: String::new(),
            from,
        };
        proposal.add_codes(lessons);
        proposal.comment_statuses(lessons);
        proposal.comment_unclear(lessons);
        proposal.comment_values(tables, lessons);
        proposal.comment_headers(lessons);
        proposal
    }

    /// The number of new codes.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The new codes of each domain, as lines without indentation.
    pub(super) fn codes(&self) -> impl Iterator<Item = (&str, String)> {
        let codes = self.codes.iter();
        codes.map(|(domain, codes)| (self.vendor.domains[*domain].name.as_str(), codes.text()))
    }

    /// The new codes as YAML.
    pub(super) fn text(&self) -> String {
        let vendor = sanitize(&self.vendor.name);
        let from = sanitize(self.from);
        if self.codes.is_empty() {
            return format!("# {from} has no code that `{vendor}` does not have.\n");
        }
        let domains = self.codes.iter().map(|(domain, codes)| {
            let codes = Map::default().with("codes", codes.clone());
            (self.vendor.domains[*domain].name.as_str(), codes)
        });
        let domains = domains.fold(Map::default(), |map, (name, codes)| map.with(name, codes));
        let codes = counted(self.len, "code");
        format!(
            "# {codes} of `{vendor}`, learned from {from}: add them to the `codes` of their domains, or pass `--write`.\n{}",
            Map::default().with("domains", domains).text()
        )
    }

    /// What cannot be added without a decision.
    pub(super) fn comments(&self) -> &str {
        &self.comments
    }

    fn add_codes(&mut self, lessons: &Lessons) {
        let mut unknown: Vec<_> = lessons.unknown.seen.iter().collect();
        unknown.sort_by(|(a, seen_a), (b, seen_b)| {
            (seen_a.first.line, a).cmp(&(seen_b.first.line, b))
        });
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
            let statuses = seen.statuses.iter().map(|status| Value::from(*status));
            code.push_many("status", statuses);
            code.push("note", self.note(seen));
            self.codes.entry(domain).or_default().push(wire, code);
            self.len += 1;
        }
        self.comment_others(lessons.unknown.others, "other codes");
    }

    fn note(&self, seen: &Sighting) -> String {
        let from = sanitize(self.from);
        format!(
            "Learned from {from}: {}; sample: {}",
            when(seen),
            seen.sample
        )
    }

    /// Statuses that the book does not list for a code, and failures without a code.
    fn comment_statuses(&mut self, lessons: &Lessons) {
        let listed = |code: u16, status: u16| {
            let statuses = &self.vendor.codes[usize::from(code)].statuses;
            statuses.is_empty() || statuses.contains(&status)
        };
        let new = lessons.known.sorted().into_iter();
        let new = new.filter(|((code, status), _)| !listed(*code, *status));
        let lines: Vec<String> = new
            .map(|((code, status), seen)| {
                let code = &self.vendor.codes[usize::from(*code)];
                let domain = &self.vendor.domains[code.domain].name;
                format!("{} of {domain}: status {status}, {}", code.wire, when(seen))
            })
            .collect();
        self.comment("Statuses that the book does not list for a code", &lines);
        let codeless = lessons.codeless.sorted().into_iter();
        let lines: Vec<String> = codeless
            .map(|(status, seen)| {
                format!("status {status}, {}; sample: {}", when(seen), seen.sample)
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

    /// Values in bodies that the book does not read.
    fn comment_values(&mut self, tables: &v1::Vendor<'_>, lessons: &Lessons) {
        let values = lessons.values.sorted().into_iter();
        let values = values.filter(|(pointer, _)| !is_read(tables, pointer));
        let lines: Vec<String> = values
            .map(|(pointer, seen)| format!("{pointer}, {}", when(seen)))
            .collect();
        let title = "Values in failures that the book does not read; `fields: { name: /pointer }` in an `envelope` passes one on";
        self.comment(title, &lines);
    }

    /// Headers that may be waits.
    fn comment_headers(&mut self, lessons: &Lessons) {
        let named = self
            .vendor
            .hints
            .sources()
            .filter_map(|source| match source {
                Source::Header(name) => Some(name.to_ascii_lowercase()),
                _ => None,
            });
        let read: BTreeSet<String> = named.collect();
        let headers = lessons.headers.sorted().into_iter();
        let headers = headers.filter(|(name, _)| {
            !read.contains(*name) && WAITS.iter().any(|part| name.contains(part))
        });
        let lines: Vec<String> = headers
            .map(|(name, seen)| format!("{name}, {}", when(seen)))
            .collect();
        let title = "Headers of failures that may be waits or limits, and that the book does not read; see `retry_after` and `headers`";
        self.comment(title, &lines);
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
    let numbered = (2..).map(|number| format!("{stem}Alt{number}"));
    let mut free = [stem.clone()].into_iter().chain(numbered);
    free.find(|ident| idents.insert(ident.clone()))
}

/// Whether a book reads the value at a pointer, or something that it is in.
fn is_read(tables: &v1::Vendor<'_>, pointer: &str) -> bool {
    let mut node = tables.nodes.first();
    for token in pointer.split('/').skip(1) {
        let Some(here) = node else { return false };
        if here.slot != v1::NONE {
            return true;
        }
        let edges = usize::from(here.first_edge)..usize::from(here.end_edge);
        let mut edges = tables.edges.get(edges).unwrap_or_default().iter();
        let key = |span: v1::Span| {
            let start = span.start as usize;
            tables.text.get(start..start + span.len as usize)
        };
        let edge = edges.find(|edge| key(edge.key) == Some(token));
        node = edge.and_then(|edge| tables.nodes.get(usize::from(edge.node)));
    }
    node.is_some_and(|node| node.slot != v1::NONE)
}
