//! The output of `--coverage`: what of the book no line of a log reached.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use faultbook_codegen::model::{Envelope, RuleText, Source, Vendor};
use faultbook_codegen::{Loaded, render};
use faultbook_runtime::v1::{self, Place, Reading, Sourced, Span};
use serde::Serialize;

use crate::log::{Gather, ReadLine};
use crate::output::{ListFormat, counted, grouped, write_json_line};
use crate::terminal::{self, sanitize};

/// What lines reached, by vendor.
#[derive(Default)]
pub(super) struct Reached {
    vendors: BTreeMap<usize, ReachedOfVendor>,
    bad_lines: usize,
}

/// Indices into the vendor's lists.
#[derive(Default)]
struct ReachedOfVendor {
    lines: u64,
    operations: BTreeSet<usize>,
    codes: BTreeSet<usize>,
    /// Rules that decided a field: the place, its index, and the number of the rule.
    rules: BTreeSet<(Place, usize, usize)>,
    /// Rows of locations in which something was found.
    sources: BTreeSet<usize>,
}

impl Reached {
    pub(super) fn has_bad_lines(&self) -> bool {
        self.bad_lines > 0
    }
}

impl Gather for Reached {
    fn add(&mut self, line: &ReadLine<'_>) {
        let own = self.vendors.entry(line.request.vendor).or_default();
        own.lines += 1;
        own.operations.insert(line.request.operation);
        own.add(line.reading);
    }

    fn add_bad_line(&mut self, _: u64, _: String) {
        self.bad_lines += 1;
    }

    fn absorb(&mut self, later: &mut Self) {
        for (vendor, own) in std::mem::take(&mut later.vendors) {
            let all = self.vendors.entry(vendor).or_default();
            all.lines += own.lines;
            all.operations.extend(own.operations);
            all.codes.extend(own.codes);
            all.rules.extend(own.rules);
            all.sources.extend(own.sources);
        }
        self.bad_lines += std::mem::take(&mut later.bad_lines);
    }
}

impl ReachedOfVendor {
    fn add(&mut self, reading: &Reading<'_, '_>) {
        let [code, domain] = [reading.code(), reading.domain()].map(|at| at.map(usize::from));
        self.codes.extend(code);
        for (_, layer) in reading.decision().decided_by.iter() {
            let owner = match layer.place {
                Place::OperationRule => Some(reading.operation().into()),
                Place::CodeRule => code,
                Place::DomainRule => domain,
                Place::VendorRule => Some(0),
                _ => None,
            };
            let rule = owner.map(|owner| (layer.place, owner, usize::from(layer.rule)));
            self.rules.extend(rule);
        }
        self.sources.extend(reading.code_source().map(usize::from));
        if reading.status().is_some() {
            self.add_sources(reading);
        }
    }

    /// Adds the locations of everything but the code.
    fn add_sources(&mut self, reading: &Reading<'_, '_>) {
        let tables = reading.vendor();
        let domain = reading.domain();
        let domain = domain.and_then(|domain| tables.domains.get(usize::from(domain)));
        let envelope = domain.map_or(0, |domain| usize::from(domain.envelope));
        let Some(envelope) = tables.envelopes.get(envelope) else {
            return;
        };
        for rows in values(reading, envelope) {
            let found = (rows.start as usize..).zip(reading.sources(rows));
            let found = found.filter(|(_, found)| matches!(found, Sourced::Text(_)));
            self.sources.extend(found.map(|(at, _)| at));
        }
    }
}

/// The rows of the locations of all values but the code.
fn values(reading: &Reading<'_, '_>, envelope: &v1::Envelope) -> Vec<Span> {
    let fields = reading.fields_of(envelope.fields).iter();
    let own = [
        envelope.category,
        envelope.message,
        envelope.trace_id,
        envelope.timestamp,
    ];
    own.into_iter()
        .chain(fields.map(|field| field.sources))
        .collect()
}

/// What was not reached. The keys and their order are part of the output format.
#[derive(Serialize)]
struct Unreached<'b> {
    vendor: &'b str,
    lines: u64,
    operations: Vec<&'b str>,
    codes: Vec<UnreachedCode<'b>>,
    /// Rules that decided nothing.
    rules: Vec<UnreachedRule<'b>>,
    /// Locations where nothing was found.
    locations: Vec<UnreachedLocation<'b>>,
}

#[derive(Serialize)]
struct UnreachedCode<'b> {
    domain: &'b str,
    code: &'b str,
}

#[derive(Serialize)]
struct UnreachedRule<'b> {
    /// `operation`, `code`, `domain` or `vendor`.
    of: &'static str,
    name: &'b str,
    /// From 1.
    rule: usize,
    when: String,
}

#[derive(Serialize)]
struct UnreachedLocation<'b> {
    domain: &'b str,
    value: &'b str,
    location: String,
}

/// Writes what was not reached of the vendors that the log is about.
pub(super) fn write(
    loaded: &Loaded,
    reached: &Reached,
    given: Option<&str>,
    format: ListFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    let nothing = ReachedOfVendor::default();
    for (index, vendor) in loaded.book.vendors.iter().enumerate() {
        let own = reached.vendors.get(&index);
        if own.is_none() && given != Some(vendor.name.as_str()) {
            continue;
        }
        let unreached = unreached(loaded, index, own.unwrap_or(&nothing));
        match format {
            ListFormat::Json => write_json_line(&unreached, out)?,
            ListFormat::Human => unreached.write(vendor, out)?,
        }
    }
    if reached.bad_lines > 0 {
        let lines = counted(reached.bad_lines, "line");
        terminal::note(&format!("{lines} cannot be read; `--summary` says why"));
    }
    Ok(())
}

fn unreached<'b>(loaded: &'b Loaded, index: usize, reached: &ReachedOfVendor) -> Unreached<'b> {
    let vendor = &loaded.book.vendors[index];
    let operations = vendor.operations.iter().enumerate();
    let operations = operations
        .filter(|(at, _)| *at != vendor.request && !reached.operations.contains(at))
        .map(|(_, operation)| operation.name.as_str());
    let codes = vendor.codes.iter().enumerate();
    let codes = codes
        .filter(|(at, _)| !reached.codes.contains(at))
        .map(|(_, code)| UnreachedCode {
            domain: &vendor.domains[code.domain].name,
            code: &code.wire,
        });
    Unreached {
        vendor: &vendor.name,
        lines: reached.lines,
        operations: operations.collect(),
        codes: codes.collect(),
        rules: rules(vendor, reached),
        locations: locations(loaded, index, reached),
    }
}

fn rules<'b>(vendor: &'b Vendor, reached: &ReachedOfVendor) -> Vec<UnreachedRule<'b>> {
    let operations = vendor.operations.iter().enumerate();
    let operations =
        operations.map(|(at, own)| ("operation", Place::OperationRule, at, &own.name, &own.rules));
    let codes = vendor.codes.iter().enumerate();
    let codes = codes.map(|(at, own)| ("code", Place::CodeRule, at, &own.wire, &own.rules));
    let domains = vendor.domains.iter().enumerate();
    let domains = domains.map(|(at, own)| ("domain", Place::DomainRule, at, &own.name, &own.rules));
    let own = ("vendor", Place::VendorRule, 0, &vendor.name, &vendor.rules);
    let layers = operations.chain(codes).chain(domains).chain([own]);
    let unreached = layers.flat_map(|(of, place, at, name, rules)| {
        let rules = (1..).zip(rules);
        let rules = rules.filter(move |(rule, _)| !reached.rules.contains(&(place, at, *rule)));
        rules.map(move |(rule, text)| UnreachedRule {
            of,
            name,
            rule,
            when: when(text),
        })
    });
    unreached.collect()
}

fn when(rule: &RuleText) -> String {
    if rule.when.is_empty() {
        "always".to_owned()
    } else {
        rule.when.plain()
    }
}

fn locations<'b>(
    loaded: &'b Loaded,
    index: usize,
    reached: &ReachedOfVendor,
) -> Vec<UnreachedLocation<'b>> {
    let (vendor, tables) = (&loaded.book.vendors[index], loaded.tables[index].vendor());
    let mut unreached = Vec::new();
    for (domain, row) in vendor.domains.iter().zip(tables.domains) {
        let rows = tables.envelopes.get(usize::from(row.envelope));
        let Some(rows) = rows.filter(|_| !domain.raised_by_client) else {
            continue;
        };
        let fields = tables.fields.iter().skip(rows.fields.start as usize);
        let fields = fields.map(|field| field.sources);
        let fixed = [
            rows.code,
            rows.category,
            rows.message,
            rows.trace_id,
            rows.timestamp,
        ];
        let spans = fixed.into_iter().chain(fields);
        for ((value, sources), span) in named(&domain.envelope).into_iter().zip(spans) {
            for (at, source) in (span.start as usize..).zip(sources) {
                if !reached.sources.contains(&at) && !matches!(source, Source::Status) {
                    unreached.push(UnreachedLocation {
                        domain: &domain.name,
                        value,
                        location: render::sources(std::slice::from_ref(source)).plain(),
                    });
                }
            }
        }
    }
    unreached
}

/// The values of an envelope, in the order of the spans of its row.
fn named(envelope: &Envelope) -> Vec<(&str, &[Source])> {
    let own: [(&str, &[Source]); 5] = [
        ("code", &envelope.code),
        ("category", &envelope.category),
        ("message", &envelope.message),
        ("trace_id", &envelope.trace_id),
        ("timestamp", &envelope.timestamp),
    ];
    let fields = envelope.fields.iter();
    let fields = fields.map(|(name, sources)| (name.as_str(), sources.as_slice()));
    own.into_iter().chain(fields).collect()
}

impl Unreached<'_> {
    fn write(&self, vendor: &Vendor, out: &mut dyn Write) -> io::Result<()> {
        let lines = if self.lines == 1 { "line" } else { "lines" };
        let count = grouped(self.lines);
        writeln!(
            out,
            "{}: {count} {lines}; not reached: {} of {} operations, {} of {} codes, {}, {}",
            vendor.name,
            self.operations.len(),
            vendor.operations.len() - 1,
            self.codes.len(),
            vendor.codes.len(),
            counted(self.rules.len(), "rule"),
            counted(self.locations.len(), "location"),
        )?;
        self.write_names(out)?;
        self.write_places(out)
    }

    fn write_names(&self, out: &mut dyn Write) -> io::Result<()> {
        list("operations never called", &self.operations, out)?;
        let mut codes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for code in &self.codes {
            codes.entry(code.domain).or_default().push(code.code);
        }
        for (domain, codes) in codes {
            list(&format!("codes of {domain} never seen"), &codes, out)?;
        }
        Ok(())
    }

    fn write_places(&self, out: &mut dyn Write) -> io::Result<()> {
        for rule in &self.rules {
            let UnreachedRule {
                of,
                name,
                rule,
                when,
            } = rule;
            let line = format!("rule {rule} of {of} {name} decided nothing: {when}");
            writeln!(out, "  {}", sanitize(&line))?;
        }
        for location in &self.locations {
            let UnreachedLocation {
                domain,
                value,
                location,
            } = location;
            let line = format!("no {value} of {domain} at {location}");
            writeln!(out, "  {}", sanitize(&line))?;
        }
        Ok(())
    }
}

fn list(title: &str, names: &[&str], out: &mut dyn Write) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let text = format!("{title}: {}", names.join(", "));
    for line in terminal::hang(&sanitize(&text), terminal::width().saturating_sub(2)) {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}
