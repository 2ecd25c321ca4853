//! The page about codes or a response.

use std::collections::BTreeSet;

use faultbook_codegen::model::{Arm, Code, Deprecated, Domain, Limit, Vendor};
use faultbook_codegen::{Loaded, Origins, render};
use faultbook_runtime::Reason;

use super::case::Case;
use super::decision::{self, Locations, Owners, Row, Subject};
use super::reading::{self, Reading};
use crate::decisions::conditions_text;
use crate::page::Page;

/// What the operation `request` is.
const ANY_OPERATION: &str = ", which applies to any operation without its own rules";

/// A code in each of its domains.
pub(super) fn cases(cases: &[Case<'_>], loaded: &Loaded, page: &mut Page) {
    domains(cases, page);
    for case in cases {
        write(case, loaded, page);
    }
}

/// Lists the domains of a code if there are several.
fn domains(cases: &[Case<'_>], page: &mut Page) {
    if let [first, _, ..] = cases {
        let is_one = cases
            .iter()
            .all(|case| case.vendor.name == first.vendor.name);
        let domain = |case: &Case<'_>| {
            if is_one {
                case.domain().name.clone()
            } else {
                format!("{} ({})", case.vendor.name, case.domain().name)
            }
        };
        let domains: Vec<String> = cases.iter().map(domain).collect();
        let vendor = if is_one {
            format!("{} ", first.vendor.name)
        } else {
            String::new()
        };
        let (code, domains) = (&first.code().wire, domains.join(", "));
        page.paragraph(&format!(
            "{vendor}{code} means something else in each of {domains}."
        ));
    }
}

/// The meaning of a code in one domain, and what to do about it.
fn write(case: &Case<'_>, loaded: &Loaded, page: &mut Page) {
    if !page.is_empty() {
        page.rule();
    }
    let (vendor, code) = (&case.vendor.name, case.code());
    page.title(&format!("{vendor} {}", code.wire), &code.summary);
    page.gap();
    identity(case.vendor, case.code(), page);
    remarks(case.vendor, case.code(), page);
    let origins = loaded.origins(case.vendor);
    written_in(case.code(), &origins, page);
    operation(case, page);
    page.gap();
    page.paragraph(&circumstances(case));
    decisions(case, &origins, page);
    if !case.operation_is_given {
        elsewhere(case, page);
    }
}

/// A response as read for each of its likely vendors.
pub(super) fn readings(
    readings: &[Reading<'_>],
    others: &[&Vendor],
    loaded: &Loaded,
    page: &mut Page,
) {
    for reading in readings {
        if !page.is_empty() {
            page.rule();
        }
        self::reading(reading, loaded, page);
    }
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(|vendor| &*vendor.name).collect();
        page.gap();
        page.remark(&format!(
            "Less likely: {}. Name the vendor to read the response as one of these.",
            names.join(", ")
        ));
    }
}

fn reading(reading: &Reading<'_>, loaded: &Loaded, page: &mut Page) {
    let (vendor, code) = (reading.vendor(), reading.code);
    let code = code.map(|code| &vendor.codes[code]);
    match (code, &reading.report.code) {
        (Some(code), _) => page.title(&format!("{} {}", vendor.name, code.wire), &code.summary),
        (None, Some(wire)) => page.title(&format!("{} {wire}", vendor.name), why(reading)),
        (None, None) => page.title(&vendor.name, why(reading)),
    }
    page.gap();
    contents(reading, page);
    looked_at(reading, page);
    if let Some(code) = code {
        page.gap();
        identity(vendor, code, page);
        remarks(vendor, code, page);
        written_in(code, &loaded.origins(vendor), page);
    }
    page.gap();
    let name = &reading.operation().name;
    let any_operation = if reading.is_of_any_operation() {
        ANY_OPERATION
    } else {
        ""
    };
    page.paragraph(&format!(
        "What to do about it under `{name}`{any_operation}:"
    ));
    decided(reading, page);
}

/// Why a response has no known code, or is no success.
fn why(reading: &Reading<'_>) -> &'static str {
    match reading.reason {
        None if reading.report.outcome == "success" && reading.is_event => {
            "success of one event; a later one of the stream may be a failure"
        }
        None if reading.report.outcome == "success" => "success",
        None | Some(Reason::NoCode) => "no code in this response",
        Some(reason) => reason.as_str(),
    }
}

/// What the response contains.
fn contents(reading: &Reading<'_>, page: &mut Page) {
    let report = &reading.report;
    let status = report.status.map(|status| match reading.status_is_tried {
        true => format!("missing; read as {status}"),
        false if reading.status_is_unusual() => {
            format!("{status}, which is not documented for this code")
        }
        false => status.to_string(),
    });
    page.entries("HTTP status", &status);
    if reading.reason == Some(Reason::UnmetSuccess) {
        let condition = render::condition(&reading.operation().success);
        page.entry("success when", &condition.in_terminal());
    }
    page.entries("unknown code", &report.unknown_code);
    page.entries("message", &report.message);
    page.entries("category", &report.category);
    page.entries("trace ID", &report.trace_id);
    page.entries("timestamp", &report.timestamp);
    page.entries("rate limit", &report.rate_limits);
    for error in &report.errors {
        let code = error.code.as_deref().unwrap_or("no code");
        let known = if error.known || error.code.is_none() {
            ""
        } else {
            ", unknown"
        };
        let message = error.message.as_deref().map(|text| format!(": {text}"));
        let message = message.unwrap_or_default();
        let text = format!("{code}{known} ({}){message}", error.class);
        page.entry("error", &text);
    }
    for detail in &report.details {
        let parts: Vec<&str> = [&detail.field, &detail.code, &detail.message]
            .into_iter()
            .filter_map(Option::as_deref)
            .collect();
        page.entry("detail", &parts.join(": "));
    }
    for (name, value) in report.fields.iter().chain(&report.captures) {
        page.entry(name, value);
    }
}

/// Where the values were looked for, which explains what is missing.
fn looked_at(reading: &Reading<'_>, page: &mut Page) {
    if reading.looked_at.is_empty() {
        return;
    }
    page.gap();
    page.paragraph("Read from:");
    page.gap();
    for looked in &reading.looked_at {
        page.entry(&looked.what, &looked.result);
    }
}

/// The decision about a response, the rules in it, and the operations that decide differently.
pub(super) fn decided(reading: &Reading<'_>, page: &mut Page) {
    let vendor = reading.vendor();
    let code = reading.code.map(|code| &vendor.codes[code]);
    let owners = Owners {
        vendor,
        operation: reading.operation(),
        domain: reading.domain.map(|domain| &vendor.domains[domain]),
        code,
    };
    let mut reasons = Vec::new();
    page.gap();
    let rows = reading.rows();
    table(&rows, &owners, &mut reasons, page);
    remark(&reasons, page);
    let mut locations = Locations::default();
    for (row, origin) in reading.located(&rows) {
        locations.add(row, &origin);
    }
    locations.print(page);
    if reading.is_of_any_operation() {
        let others = reading.elsewhere().into_iter();
        let others = others.map(|(operation, labels)| (&*operation.name, labels.join(", ")));
        operations(others.collect(), page);
    }
}

/// The code's names, domain and statuses.
fn identity(vendor: &Vendor, code: &Code, page: &mut Page) {
    let domain = &vendor.domains[code.domain];
    page.entry("domain", &format!("{}: {}", domain.name, domain.title));
    if let Some(index) = code.category {
        let category = &domain.categories[index];
        let (name, summary) = (&category.name, &category.summary);
        page.entry("category", &format!("{name}: {summary}"));
    }
    page.entry("status", &statuses(domain, code));
    let (module, enumeration) = (&vendor.name, &domain.type_ident);
    page.entry(
        "in Rust",
        &format!("{module}::{enumeration}::{}", code.ident),
    );
    page.entry("aliases", &code.aliases.join(", "));
    page.entries("since", &code.since);
    if let Some(deprecated) = &code.deprecated {
        page.entry("deprecated", &self::deprecated(deprecated));
    }
}

fn statuses(domain: &Domain, code: &Code) -> String {
    let statuses: Vec<String> = code.statuses.iter().map(u16::to_string).collect();
    match statuses.as_slice() {
        _ if domain.raised_by_client => "none: raised by the client".to_owned(),
        [] => "not documented".to_owned(),
        statuses => statuses.join(", "),
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
    let parts: Vec<String> = since.chain(instead).chain(note.clone()).collect();
    if parts.is_empty() {
        "yes".to_owned()
    } else {
        parts.join("; ")
    }
}

/// The documentation of a code.
fn remarks(vendor: &Vendor, code: &Code, page: &mut Page) {
    let remarks = &code.remarks;
    page.entry("description", &remarks.description);
    page.entries("advice", &remarks.advice);
    page.entries("note", &remarks.notes);
    for limit in &remarks.limits {
        page.entry("limit", &self::limit(limit));
    }
    let source = remarks.source.as_ref();
    let source = source.or(vendor.domains[code.domain].remarks.source.as_ref());
    page.entries("source", source.or(vendor.remarks.source.as_ref()));
}

/// The files that say something about the code, if its vendor extends others, and what each says.
fn written_in(code: &Code, origins: &Origins<'_>, page: &mut Page) {
    for origin in origins.of(code) {
        let keys = origin.keys.join(", ");
        page.entry("written in", &format!("{origin}: {keys}"));
    }
}

fn limit(limit: &Limit) -> String {
    let note = limit.note.as_ref().map(|note| format!(". {note}"));
    let note = note.unwrap_or_default();
    format!("{} ({}){note}", limit.amount, limit.kind)
}

/// The operation that the caller named.
fn operation(case: &Case<'_>, page: &mut Page) {
    if case.operation_is_given {
        let operation = case.operation();
        let (name, summary) = (&operation.name, &operation.summary);
        page.entry("operation", &format!("{name}: {summary}"));
        page.entries("endpoint", &operation.endpoint);
    }
}

/// The status and operation of the decision.
fn circumstances(case: &Case<'_>) -> String {
    let name = &case.operation().name;
    let any_operation = if case.operation_is_given {
        ""
    } else {
        ANY_OPERATION
    };
    match case.status {
        Some(status) => format!("What to do at status {status} under `{name}`{any_operation}:"),
        None => format!("What to do under `{name}`{any_operation}:"),
    }
}

/// A table for each arm, then the rules in them.
fn decisions(case: &Case<'_>, origins: &Origins<'_>, page: &mut Page) {
    let arms = case.arms();
    let owners = Owners {
        vendor: case.vendor,
        operation: case.operation(),
        domain: Some(case.domain()),
        code: Some(case.code()),
    };
    let mut reasons: Vec<String> = Vec::new();
    let mut locations = Locations::default();
    for arm in &arms {
        page.gap();
        match conditions_text(&arm.conditions) {
            Some(condition) => page.paragraph(&format!("If {condition}:")),
            None if arms.len() > 1 => page.paragraph("Otherwise:"),
            None => {}
        }
        let rows = decision::rows(case, arm);
        table(&rows, &owners, &mut reasons, page);
        for (row, origin) in Subject::of(case, origins).located(&rows, case.class(arm)) {
            locations.add(row, &origin);
        }
    }
    remark(&reasons, page);
    locations.print(page);
}

/// Prints the rows of a decision. New reasons for them are added to `reasons`.
fn table(rows: &[Row], owners: &Owners<'_>, reasons: &mut Vec<String>, page: &mut Page) {
    for row in rows {
        page.row(row.label, &row.items, &decision::layer(row.by), row.tone());
        let reason = decision::reason(owners, row.by);
        reasons.extend(reason.filter(|reason| !reasons.contains(reason)));
    }
}

fn remark(reasons: &[String], page: &mut Page) {
    if !reasons.is_empty() {
        page.gap();
    }
    for reason in reasons {
        page.remark(reason);
    }
}

/// The operations that decide differently about the same status, and the fields that differ.
fn elsewhere(case: &Case<'_>, page: &mut Page) {
    let others: Vec<Case<'_>> = case.others();
    let others = others
        .iter()
        .filter_map(|other| Some((&*other.operation().name, differing(case, other)?)));
    operations(others.collect(), page);
}

fn operations(others: Vec<(&str, String)>, page: &mut Page) {
    if others.is_empty() {
        return;
    }
    page.gap();
    page.paragraph("Operations that decide differently (select one with `--operation`):");
    page.gap();
    for (operation, fields) in others {
        page.entry(operation, &fields);
    }
}

/// The fields in which two cases differ, if there are any.
fn differing(case: &Case<'_>, other: &Case<'_>) -> Option<String> {
    let (arms, others) = (case.arms(), other.arms());
    let conditions = |arms: &[&Arm]| {
        arms.iter()
            .map(|arm| arm.conditions.clone())
            .collect::<Vec<_>>()
    };
    if conditions(&arms) != conditions(&others) {
        return Some("other conditions".to_owned());
    }
    let mut labels = BTreeSet::new();
    for (arm, other_arm) in arms.iter().zip(others) {
        let (rows, others) = (decision::rows(case, arm), decision::rows(other, other_arm));
        labels.extend(reading::differing(&rows, &others));
    }
    let labels: Vec<&str> = labels.into_iter().collect();
    (!labels.is_empty()).then(|| labels.join(", "))
}
