//! The page about a code, or about a response.

use std::collections::BTreeSet;

use faultbook_codegen::model::{Arm, Code, Deprecated, Domain, Vendor};

use super::case::Case;
use super::decision::{self, Owners, Row};
use super::reading::{self, Reading};
use super::words;
use crate::layout::Page;

/// What is said about the operation `request`.
const STAND_IN: &str = ", which stands for any operation without rules of its own";

/// A code in each of its meanings.
pub(super) fn cases(cases: &[Case<'_>], page: &mut Page) {
    places(cases, page);
    for case in cases {
        write(case, page);
    }
}

/// Where the code stands, if it stands in several domains and so has several meanings.
fn places(cases: &[Case<'_>], page: &mut Page) {
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
            "{vendor}{code} has a meaning of its own in each of {domains}."
        ));
    }
}

/// What a code of one domain means and what to do about it.
fn write(case: &Case<'_>, page: &mut Page) {
    if !page.is_empty() {
        page.rule();
    }
    let (vendor, code) = (&case.vendor.name, case.code());
    page.title(&format!("{vendor} {}", code.wire), &code.summary);
    page.gap();
    identity(case.vendor, case.code(), page);
    remarks(case.vendor, case.code(), page);
    operation(case, page);
    page.gap();
    page.paragraph(&circumstances(case));
    decisions(case, page);
    if !case.operation_is_asked {
        elsewhere(case, page);
    }
}

/// What a response says, as each of the vendors that it may be of.
pub(super) fn readings(readings: &[Reading<'_>], others: &[&Vendor], page: &mut Page) {
    for reading in readings {
        if !page.is_empty() {
            page.rule();
        }
        self::reading(reading, page);
    }
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(|vendor| &*vendor.name).collect();
        page.gap();
        page.remark(&format!(
            "Less of it speaks for {}; name the vendor, if it is one of these.",
            names.join(", ")
        ));
    }
}

fn reading(reading: &Reading<'_>, page: &mut Page) {
    let (vendor, code) = (reading.vendor(), reading.code);
    let code = code.map(|code| &vendor.codes[code]);
    match (code, &reading.report.code) {
        (Some(code), _) => page.title(&format!("{} {}", vendor.name, code.wire), &code.summary),
        (None, Some(wire)) => page.title(
            &format!("{} {wire}", vendor.name),
            "the book does not know this code",
        ),
        (None, None) => page.title(&vendor.name, "there is no code in this response"),
    }
    page.gap();
    what_it_says(reading, page);
    if let Some(code) = code {
        page.gap();
        identity(vendor, code, page);
        remarks(vendor, code, page);
    }
    page.gap();
    let name = &reading.operation().name;
    let stand_in = if reading.is_of_any_operation() {
        STAND_IN
    } else {
        ""
    };
    page.paragraph(&format!("What to do about it under `{name}`{stand_in}:"));
    decided(reading, page);
}

/// What was read from a response.
fn what_it_says(reading: &Reading<'_>, page: &mut Page) {
    let report = &reading.report;
    let status = report.status.map(|status| match reading.status_is_tried {
        true => format!("none came with it; read as {status}"),
        false if reading.status_is_unusual() => {
            format!("{status}, which is not documented for this code")
        }
        false => status.to_string(),
    });
    page.entries("came with", &status);
    page.entries("message", &report.message);
    page.entries("category", &report.category);
    page.entries("trace ID", &report.trace_id);
    page.entries("timestamp", &report.timestamp);
    for detail in &report.details {
        let parts: Vec<&str> = [&detail.field, &detail.message]
            .into_iter()
            .filter_map(Option::as_deref)
            .collect();
        page.entry("detail", &parts.join(": "));
    }
    for (name, value) in report.fields.iter().chain(&report.captures) {
        page.entry(name, value);
    }
}

/// What is decided about a response, then what the rules in it are, and which operations decide otherwise.
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
    table(&reading.rows(), &owners, &mut reasons, page);
    tell(&reasons, page);
    if reading.is_of_any_operation() {
        let others = reading.elsewhere().into_iter();
        let others = others.map(|(operation, labels)| (&*operation.name, labels.join(", ")));
        operations(others.collect(), page);
    }
}

/// What the code is and where it belongs.
fn identity(vendor: &Vendor, code: &Code, page: &mut Page) {
    let domain = &vendor.domains[code.domain];
    page.entry("domain", &words::domain(domain));
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
        _ if domain.raised_by_client => "none: the client itself raises it".to_owned(),
        [] => "the book tells none for this code".to_owned(),
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

/// What is said about the code.
fn remarks(vendor: &Vendor, code: &Code, page: &mut Page) {
    let remarks = &code.remarks;
    page.entry("description", &remarks.description);
    page.entries("advice", &remarks.advice);
    page.entries("note", &remarks.notes);
    for limit in &remarks.limits {
        page.entry("limit", &words::limit(limit));
    }
    let source = remarks.source.as_ref();
    let source = source.or(vendor.domains[code.domain].remarks.source.as_ref());
    page.entries("source", source.or(vendor.remarks.source.as_ref()));
}

/// What was asked for, so that nobody need look it up.
fn operation(case: &Case<'_>, page: &mut Page) {
    if case.operation_is_asked {
        let operation = case.operation();
        let (name, summary) = (&operation.name, &operation.summary);
        page.entry("operation", &format!("{name}: {summary}"));
        page.entries("endpoint", &operation.endpoint);
    }
}

/// Under which operation and status the decision holds.
fn circumstances(case: &Case<'_>) -> String {
    let name = &case.operation().name;
    let stand_in = if case.operation_is_asked {
        ""
    } else {
        STAND_IN
    };
    match case.status {
        Some(status) => format!("What to do at status {status} under `{name}`{stand_in}:"),
        None => format!("What to do under `{name}`{stand_in}:"),
    }
}

/// A table for each arm, then what the rules in them are.
fn decisions(case: &Case<'_>, page: &mut Page) {
    let arms = case.arms();
    let owners = Owners {
        vendor: case.vendor,
        operation: case.operation(),
        domain: Some(case.domain()),
        code: Some(case.code()),
    };
    let mut reasons: Vec<String> = Vec::new();
    for arm in &arms {
        page.gap();
        match words::conditions(&arm.conditions) {
            Some(condition) => page.paragraph(&format!("If {condition}:")),
            None if arms.len() > 1 => page.paragraph("Otherwise:"),
            None => {}
        }
        table(&decision::rows(case, arm), &owners, &mut reasons, page);
    }
    tell(&reasons, page);
}

/// The rows of a decision. What is behind them is added to the reasons, once each.
fn table(rows: &[Row], owners: &Owners<'_>, reasons: &mut Vec<String>, page: &mut Page) {
    for row in rows {
        page.row(row.label, &row.items, &decision::layer(row.by), row.tone());
        let reason = decision::reason(owners, row.by);
        reasons.extend(reason.filter(|reason| !reasons.contains(reason)));
    }
}

fn tell(reasons: &[String], page: &mut Page) {
    if !reasons.is_empty() {
        page.gap();
    }
    for reason in reasons {
        page.remark(reason);
    }
}

/// Which operations decide otherwise at the same status, and what.
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
    page.paragraph("Operations that decide otherwise (tell one with `--operation`):");
    page.gap();
    for (operation, fields) in others {
        page.entry(operation, &fields);
    }
}

/// The fields in which two cases differ; none, if there are none.
fn differing(case: &Case<'_>, other: &Case<'_>) -> Option<String> {
    let (arms, others) = (case.arms(), other.arms());
    let conditions = |arms: &[&Arm]| {
        arms.iter()
            .map(|arm| arm.conditions.clone())
            .collect::<Vec<_>>()
    };
    if conditions(&arms) != conditions(&others) {
        return Some("it depends on other things than here".to_owned());
    }
    let mut labels = BTreeSet::new();
    for (arm, other_arm) in arms.iter().zip(others) {
        let (rows, others) = (decision::rows(case, arm), decision::rows(other, other_arm));
        labels.extend(reading::differing(&rows, &others));
    }
    let labels: Vec<&str> = labels.into_iter().collect();
    (!labels.is_empty()).then(|| labels.join(", "))
}
