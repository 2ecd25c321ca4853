//! The page about codes or a response.

use std::collections::BTreeSet;

use faultbook_codegen::document::{Block, Document, Inline};
use faultbook_codegen::model::{Arm, Code, Deprecated, Domain, Limit, Vendor};
use faultbook_codegen::render::{self, joined};
use faultbook_codegen::{Loaded, Origins};
use faultbook_runtime::Reason;
use indexmap::{IndexMap, IndexSet};

use super::case::Case;
use super::decision::{self, Row, Subject};
use super::reading::{self, Reading};
use super::{entries, entry, introduce, title};
use crate::decisions::conditions_text;

/// What the operation `request` is, where it was not named.
fn any_operation(is_given: bool) -> &'static str {
    if is_given {
        ""
    } else {
        ", which applies to any operation without its own rules"
    }
}

/// A code in each of its domains.
pub(super) fn cases(cases: &[Case<'_>], loaded: &Loaded, page: &mut Document) {
    domains(cases, page);
    for case in cases {
        write(case, loaded, page);
    }
}

/// Lists the domains of a code if there are several.
fn domains(cases: &[Case<'_>], page: &mut Document) {
    if let [first, _, ..] = cases {
        let vendor = &first.vendor.name;
        let is_one = cases.iter().all(|case| case.vendor.name == *vendor);
        let domains = cases.iter().map(|case| {
            let domain = &case.domain().name;
            if is_one {
                domain.clone()
            } else {
                format!("{} ({domain})", case.vendor.name)
            }
        });
        let vendor = if is_one { &format!("{vendor} ") } else { "" };
        let (code, domains) = (&first.code().wire, joined(domains, ", "));
        introduce(
            page,
            &format!("{vendor}{code} means something else in each of {domains}."),
        );
    }
}

/// Draws a line below what is already on the page.
fn separate(page: &mut Document) {
    if !page.blocks.is_empty() {
        page.blocks.push(Block::Rule);
    }
}

/// The meaning of a code in one domain, and what to do about it.
fn write(case: &Case<'_>, loaded: &Loaded, page: &mut Document) {
    separate(page);
    let (vendor, code) = (&case.vendor.name, case.code());
    title(page, &format!("{vendor} {}", code.wire), &code.summary);
    identity(case.vendor, case.code(), page);
    remarks(case.vendor, case.code(), page);
    let subject = Subject::of(case, loaded);
    written_in(case.code(), &subject.origins, page);
    operation(case, page);
    introduce(page, &circumstances(case));
    let arms = case.arms();
    let decided = arms.iter().map(|arm| {
        let condition = conditions_text(&arm.conditions);
        let otherwise = (arms.len() > 1).then(|| "Otherwise:".to_owned());
        let heading = condition.map(|condition| format!("If {condition}:"));
        (
            heading.or(otherwise),
            decision::rows(case, arm),
            case.class(arm),
        )
    });
    decisions(&subject, decided, page);
    if !case.operation_is_given {
        elsewhere(case, page);
    }
}

/// A response as read for each of its likely vendors.
pub(super) fn readings(
    readings: &[Reading<'_>],
    others: &[&Vendor],
    loaded: &Loaded,
    page: &mut Document,
) {
    for reading in readings {
        separate(page);
        self::reading(reading, loaded, page);
    }
    if !others.is_empty() {
        let names = joined(others.iter().map(|vendor| &vendor.name), ", ");
        page.paragraph(Inline::prose(&format!(
            "Less likely: {names}. Name the vendor to read the response as one of these."
        )));
    }
}

fn reading(reading: &Reading<'_>, loaded: &Loaded, page: &mut Document) {
    let (vendor, code) = (reading.vendor(), reading.code);
    let code = code.map(|code| &vendor.codes[code]);
    match (code, &reading.report.code) {
        (Some(code), _) => title(
            page,
            &format!("{} {}", vendor.name, code.wire),
            &code.summary,
        ),
        (None, Some(wire)) => title(page, &format!("{} {wire}", vendor.name), why(reading)),
        (None, None) => title(page, &vendor.name, why(reading)),
    }
    contents(reading, page);
    looked_at(reading, page);
    if let Some(code) = code {
        introduce(page, "The code:");
        identity(vendor, code, page);
        remarks(vendor, code, page);
        written_in(code, &loaded.origins(vendor), page);
    }
    let name = &reading.operation().name;
    let any = any_operation(!reading.is_of_any_operation());
    introduce(page, &format!("What to do about it under `{name}`{any}:"));
    decided(reading, page);
}

/// Why a response has no known code, or is no success.
fn why(reading: &Reading<'_>) -> &'static str {
    match reading.reason {
        None if reading.report.decision.outcome == "success" && reading.is_event => {
            "success of one event; a later one of the stream may be a failure"
        }
        None if reading.report.decision.outcome == "success" => "success",
        None | Some(Reason::NoCode) => "no code in this response",
        Some(reason) => reason.as_str(),
    }
}

/// What the response contains.
fn contents(reading: &Reading<'_>, page: &mut Document) {
    let report = &reading.report;
    let status = report.status.map(|status| match reading.status_is_tried {
        true => format!("missing; read as {status}"),
        false if reading.status_is_unusual() => {
            format!("{status}, which is not documented for this code")
        }
        false => status.to_string(),
    });
    entries(page, "HTTP status", &status);
    if reading.reason == Some(Reason::UnmetSuccess) {
        let condition = render::condition(&reading.operation().success);
        entry(page, "success when", &condition.in_terminal());
    }
    entries(page, "unknown code", &report.unknown_code);
    entries(page, "message", &report.message);
    entries(page, "category", &report.category);
    entries(page, "trace ID", &report.trace_id);
    entries(page, "timestamp", &report.timestamp);
    entries(page, "rate limit", &report.rate_limits);
    for error in &report.errors {
        let code = error.code.as_deref().unwrap_or("no code");
        let is_known = error.known || error.code.is_none();
        let known = if is_known { "" } else { ", unknown" };
        let message = error.message.iter().map(|text| format!(": {text}"));
        let text = format!("{code}{known} ({}){}", error.class, joined(message, ""));
        entry(page, "error", &text);
    }
    for detail in &report.details {
        let parts = [&detail.field, &detail.code, &detail.message].into_iter();
        entry(page, "detail", &joined(parts.flatten(), ": "));
    }
    for (name, value) in report.fields.iter().chain(&report.captures) {
        entry(page, name.clone(), value);
    }
}

/// Where the values were looked for, which explains what is missing.
fn looked_at(reading: &Reading<'_>, page: &mut Document) {
    if reading.looked_at.is_empty() {
        return;
    }
    introduce(page, "Read from:");
    for looked in &reading.looked_at {
        let results = looked.results.iter().map(|result| Inline::prose(result));
        page.facts(looked.what.clone(), results.collect(), "");
    }
}

/// The decision about a response, the rules in it, and the operations that decide differently.
pub(super) fn decided(reading: &Reading<'_>, page: &mut Document) {
    let class = &*reading.report.decision.class;
    let decided = [(None, reading.rows(), class)];
    decisions(&reading.subject(), decided, page);
    if reading.is_of_any_operation() {
        let others = reading.elsewhere().into_iter();
        let others = others.map(|(operation, labels)| (&*operation.name, joined(labels, ", ")));
        operations(others.collect(), page);
    }
}

/// The code's names, domain and statuses.
fn identity(vendor: &Vendor, code: &Code, page: &mut Document) {
    let domain = &vendor.domains[code.domain];
    let (name, title) = (&domain.name, &domain.title);
    entry(page, "domain", &format!("{name}: {title}"));
    if let Some(index) = code.category {
        let category = &domain.categories[index];
        let (name, summary) = (&category.name, &category.summary);
        entry(page, "category", &format!("{name}: {summary}"));
    }
    entry(page, "status", &statuses(domain, code));
    let (module, codes) = (&vendor.name, &domain.type_ident);
    let rust = format!("{module}::{codes}::{}", code.ident);
    entry(page, "in Rust", &rust);
    entry(page, "aliases", &code.aliases.join(", "));
    entries(page, "since", &code.since);
    if let Some(deprecated) = &code.deprecated {
        entry(page, "deprecated", &self::deprecated(deprecated));
    }
}

fn statuses(domain: &Domain, code: &Code) -> String {
    match code.statuses.as_slice() {
        _ if domain.raised_by_client => "none: raised by the client".to_owned(),
        [] => "not documented".to_owned(),
        statuses => joined(statuses, ", "),
    }
}

fn deprecated(deprecated: &Deprecated) -> String {
    let Deprecated {
        since,
        replaced_by,
        note,
    } = deprecated;
    let since = since.iter().map(|since| format!("since {since}"));
    let instead = replaced_by.iter().map(|code| format!("use {code} instead"));
    match joined(since.chain(instead).chain(note.clone()), "; ") {
        none if none.is_empty() => "yes".to_owned(),
        parts => parts,
    }
}

/// The documentation of a code.
fn remarks(vendor: &Vendor, code: &Code, page: &mut Document) {
    let remarks = &code.remarks;
    entry(page, "description", &remarks.description);
    entries(page, "advice", &remarks.advice);
    entries(page, "note", &remarks.notes);
    for limit in &remarks.limits {
        entry(page, "limit", &self::limit(limit));
    }
    let source = remarks.source.as_ref();
    let source = source.or(vendor.domains[code.domain].remarks.source.as_ref());
    entries(page, "source", source.or(vendor.remarks.source.as_ref()));
}

/// The files that say something about the code, if its vendor extends others, and what each says.
fn written_in(code: &Code, origins: &Origins<'_>, page: &mut Document) {
    for origin in origins.of(code) {
        let keys = origin.keys.join(", ");
        entry(page, "written in", &format!("{origin}: {keys}"));
    }
}

fn limit(limit: &Limit) -> String {
    let note = joined(limit.note.iter().map(|note| format!(". {note}")), "");
    format!("{} ({}){note}", limit.amount, limit.kind)
}

/// The operation that the caller named.
fn operation(case: &Case<'_>, page: &mut Document) {
    if case.operation_is_given {
        let operation = case.operation();
        let (name, summary) = (&operation.name, &operation.summary);
        entry(page, "operation", &format!("{name}: {summary}"));
        entries(page, "endpoint", &operation.endpoint);
    }
}

/// The status and operation of the decision.
fn circumstances(case: &Case<'_>) -> String {
    let name = &case.operation().name;
    let any = any_operation(case.operation_is_given);
    match case.status {
        Some(status) => format!("What to do at status {status} under `{name}`{any}:"),
        None => format!("What to do under `{name}`{any}:"),
    }
}

/// Prints decisions, each with its class and after its heading; then the rules in them, and where they are written.
fn decisions<'d>(
    subject: &Subject<'_>,
    decisions: impl IntoIterator<Item = (Option<String>, Vec<Row>, &'d str)>,
    page: &mut Document,
) {
    let mut reasons = IndexSet::new();
    let mut places: IndexMap<String, IndexSet<&str>> = IndexMap::new();
    for (heading, rows, class) in decisions {
        if let Some(heading) = heading {
            introduce(page, &heading);
        }
        for row in &rows {
            let values = row.items.iter().map(|item| Inline::prose(item));
            page.facts(row.label, values.collect(), decision::layer(row.by));
            reasons.extend(subject.reason(row.by));
        }
        for (row, origin) in subject.located(&rows, class) {
            places
                .entry(origin.to_string())
                .or_default()
                .insert(row.label);
        }
    }
    for reason in reasons {
        page.paragraph(Inline::prose(&reason));
    }
    if !places.is_empty() {
        introduce(page, "Decided in:");
    }
    for (place, labels) in places {
        page.fact(joined(labels, ", "), Inline::prose(&place));
    }
}

/// The operations that decide differently about the same status, and the fields that differ.
fn elsewhere(case: &Case<'_>, page: &mut Document) {
    let others: Vec<Case<'_>> = case.others();
    let others = others
        .iter()
        .filter_map(|other| Some((&*other.operation().name, differing(case, other)?)));
    operations(others.collect(), page);
}

fn operations(others: Vec<(&str, String)>, page: &mut Document) {
    if others.is_empty() {
        return;
    }
    introduce(
        page,
        "Operations that decide differently (select one with `--operation`):",
    );
    for (operation, fields) in others {
        entry(page, operation.to_owned(), &fields);
    }
}

/// The fields in which two cases differ, if there are any.
fn differing(case: &Case<'_>, other: &Case<'_>) -> Option<String> {
    let (arms, others) = (case.arms(), other.arms());
    let conditions = |arm: &&Arm| arm.conditions.clone();
    if !arms
        .iter()
        .map(conditions)
        .eq(others.iter().map(conditions))
    {
        return Some("other conditions".to_owned());
    }
    let mut labels = BTreeSet::new();
    for (arm, other_arm) in arms.iter().zip(others) {
        let (rows, others) = (decision::rows(case, arm), decision::rows(other, other_arm));
        labels.extend(reading::differing(&rows, &others));
    }
    (!labels.is_empty()).then(|| joined(labels, ", "))
}
