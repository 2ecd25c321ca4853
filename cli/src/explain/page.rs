//! The page about a code.

use std::collections::BTreeSet;

use faultbook_codegen::model::{Arm, Deprecated};

use super::decision::{self, Row};
use super::{Case, words};
use crate::layout::Page;

/// Where the code stands, if it stands in several domains and so has several meanings.
pub(super) fn places(cases: &[Case<'_>], page: &mut Page) {
    if let [first, _, ..] = cases {
        let domains: Vec<&str> = cases.iter().map(|case| &*case.domain().name).collect();
        let (vendor, code) = (&first.vendor.name, &first.code().wire);
        let domains = domains.join(", ");
        page.paragraph(&format!(
            "{vendor} {code} has a meaning of its own in each of {domains}."
        ));
    }
}

/// What a code of one domain means and what to do about it.
pub(super) fn write(case: &Case<'_>, page: &mut Page) {
    if !page.text().is_empty() {
        page.rule();
    }
    let (vendor, code) = (&case.vendor.name, case.code());
    page.paragraph(&format!("{vendor} {}: {}", code.wire, code.summary));
    page.gap();
    identity(case, page);
    remarks(case, page);
    operation(case, page);
    page.gap();
    page.paragraph(&circumstances(case));
    decisions(case, page);
    if !case.operation_is_asked {
        elsewhere(case, page);
    }
}

/// What the code is and where it belongs.
fn identity(case: &Case<'_>, page: &mut Page) {
    let (vendor, domain, code) = (case.vendor, case.domain(), case.code());
    page.entry("domain", &format!("{}: {}", domain.name, domain.title));
    if let Some(index) = code.category {
        let category = &domain.categories[index];
        let (name, summary) = (&category.name, &category.summary);
        page.entry("category", &format!("{name}: {summary}"));
    }
    page.entry("status", &statuses(case));
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

fn statuses(case: &Case<'_>) -> String {
    let statuses: Vec<String> = case.code().statuses.iter().map(u16::to_string).collect();
    match statuses.as_slice() {
        _ if case.domain().raised_by_client => "none: the client itself raises it".to_owned(),
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
fn remarks(case: &Case<'_>, page: &mut Page) {
    let remarks = &case.code().remarks;
    page.entry("description", &remarks.description);
    page.entries("advice", &remarks.advice);
    page.entries("note", &remarks.notes);
    for limit in &remarks.limits {
        page.entry("limit", &words::limit(limit));
    }
    let source = remarks.source.as_ref();
    let source = source.or(case.domain().remarks.source.as_ref());
    page.entries("source", source.or(case.vendor.remarks.source.as_ref()));
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
        ", which stands for any operation without rules of its own"
    };
    match case.status {
        Some(status) => format!("What to do at status {status} under `{name}`{stand_in}:"),
        None => format!("What to do under `{name}`{stand_in}:"),
    }
}

/// A table for each arm, then what the rules in them are.
fn decisions(case: &Case<'_>, page: &mut Page) {
    let arms = case.arms();
    let mut reasons: Vec<String> = Vec::new();
    for arm in &arms {
        page.gap();
        match words::condition(arm) {
            Some(condition) => page.paragraph(&format!("If {condition}:")),
            None if arms.len() > 1 => page.paragraph("Otherwise:"),
            None => {}
        }
        for row in decision::rows(case, arm) {
            page.row(row.label, &row.items, &decision::layer(row.by));
            let reason = decision::reason(case, row.by);
            reasons.extend(reason.filter(|reason| !reasons.contains(reason)));
        }
    }
    if !reasons.is_empty() {
        page.gap();
    }
    for reason in &reasons {
        page.paragraph(reason);
    }
}

/// Which operations decide otherwise at the same status, and what.
fn elsewhere(case: &Case<'_>, page: &mut Page) {
    let others: Vec<Case<'_>> = case.others();
    let others = others
        .iter()
        .filter_map(|other| Some((other, differing(case, other)?)));
    let others: Vec<(&Case<'_>, String)> = others.collect();
    if others.is_empty() {
        return;
    }
    page.gap();
    page.paragraph("Operations that decide otherwise (tell one with `--operation`):");
    page.gap();
    for (other, fields) in others {
        page.entry(&other.operation().name, &fields);
    }
}

/// The fields in which two cases differ; none, if there are none.
fn differing(case: &Case<'_>, other: &Case<'_>) -> Option<String> {
    let (arms, others) = (case.arms(), other.arms());
    let conditions = |arms: &[&Arm]| {
        arms.iter()
            .map(|arm| arm.condition.clone())
            .collect::<Vec<_>>()
    };
    if conditions(&arms) != conditions(&others) {
        return Some("it depends on other things than here".to_owned());
    }
    let mut labels = BTreeSet::new();
    for (arm, other_arm) in arms.iter().zip(others) {
        let (rows, others) = (decision::rows(case, arm), decision::rows(other, other_arm));
        labels.extend(missing(&rows, &others));
        labels.extend(missing(&others, &rows));
    }
    let labels: Vec<&str> = labels.into_iter().collect();
    (!labels.is_empty()).then(|| labels.join(", "))
}

/// The labels of those rows that do not stand among others.
fn missing(rows: &[Row], others: &[Row]) -> Vec<&'static str> {
    let is_missing = |row: &&Row| !others.iter().any(|other| other.says_the_same(row));
    rows.iter()
        .filter(is_missing)
        .map(|row| row.label)
        .collect()
}
