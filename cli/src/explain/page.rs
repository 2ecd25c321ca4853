//! The page about a code of one domain.

use std::collections::BTreeSet;

use super::decision::{self, Row};
use super::{Case, words};
use crate::layout::Page;

pub(super) fn write(case: &Case<'_>, page: &mut Page) {
    let code = case.code();
    page.paragraph(&format!("{} {}: {}", case.vendor.name, code.wire, code.summary));
    page.gap();
    identity(case, page);
    remarks(case, page);
    page.gap();
    page.paragraph(&circumstances(case));
    decisions(case, page);
    if !case.operation_is_asked {
        elsewhere(case, page);
    }
}

/// What the code is and where it belongs.
fn identity(case: &Case<'_>, page: &mut Page) {
    let (code, domain) = (case.code(), case.domain());
    page.entry("domain", &format!("{}: {}", domain.name, domain.title));
    if let Some(category) = code.category.map(|category| &domain.categories[category]) {
        page.entry("category", &format!("{}: {}", category.name, category.summary));
    }
    page.entry("status", &statuses(case));
    page.entry("in Rust", &format!("{}::{}::{}", case.vendor.name, domain.type_ident, code.ident));
    page.entry("aliases", &code.aliases.join(", "));
    page.entry("since", code.since.as_deref().unwrap_or_default());
    if let Some(deprecated) = &code.deprecated {
        page.entry("deprecated", &self::deprecated(deprecated));
    }
}

fn statuses(case: &Case<'_>) -> String {
    let statuses: Vec<String> = case.code().statuses.iter().map(u16::to_string).collect();
    match statuses.as_slice() {
        _ if case.domain().raised_by_client => "none: the client itself raises it".to_owned(),
        [] => "the book names none of its own".to_owned(),
        statuses => statuses.join(", "),
    }
}

fn deprecated(deprecated: &faultbook_codegen::model::Deprecated) -> String {
    let since = deprecated.since.as_ref().map(|since| format!("since {since}"));
    let instead = deprecated.replaced_by.as_ref().map(|code| format!("use {code} instead"));
    let parts: Vec<String> = [since, instead, deprecated.note.clone()].into_iter().flatten().collect();
    if parts.is_empty() { "yes".to_owned() } else { parts.join("; ") }
}

/// What is said about the code.
fn remarks(case: &Case<'_>, page: &mut Page) {
    let remarks = &case.code().remarks;
    page.entry("description", &remarks.description);
    remarks.advice.iter().for_each(|advice| page.entry("advice", advice));
    remarks.notes.iter().for_each(|note| page.entry("note", note));
    remarks.limits.iter().for_each(|limit| page.entry("limit", &words::limit(limit)));
    let source = remarks.source.as_ref().or(case.domain().remarks.source.as_ref());
    page.entry("source", source.or(case.vendor.remarks.source.as_ref()).map_or("", String::as_str));
}

/// Under which operation and status the decision holds.
fn circumstances(case: &Case<'_>) -> String {
    let operation = match case.operation() {
        operation if case.operation_is_asked => format!("`{}`", operation.name),
        operation => format!("`{}`, which stands for any operation without rules of its own", operation.name),
    };
    match case.status {
        Some(status) => format!("What to do at status {status} under {operation}:"),
        None => format!("What to do under {operation}:"),
    }
}

/// A table for each arm, then what the rules in them are.
fn decisions(case: &Case<'_>, page: &mut Page) {
    let arms = case.arms();
    let mut reasons: Vec<(String, String)> = Vec::new();
    for arm in &arms {
        page.gap();
        match words::condition(arm) {
            Some(condition) => page.paragraph(&format!("If {condition}:")),
            None if arms.len() > 1 => page.paragraph("Otherwise:"),
            None => {}
        }
        for row in decision::rows(case, arm) {
            let layer = decision::layer(row.by);
            page.row(row.label, &row.items, &layer);
            let reason = decision::reason(case, row.by).map(|reason| (layer, reason));
            reasons.extend(reason.filter(|reason| !reasons.contains(reason)));
        }
    }
    if !reasons.is_empty() {
        page.gap();
    }
    reasons.iter().for_each(|(layer, reason)| page.paragraph(&format!("{layer} holds {reason}")));
}

/// Which operations decide otherwise at the same status, and what.
fn elsewhere(case: &Case<'_>, page: &mut Page) {
    let others = case.others().into_iter().filter_map(|other| Some((other, differing(case, &other)?)));
    let others: Vec<(Case<'_>, String)> = others.collect();
    if others.is_empty() {
        return;
    }
    page.gap();
    page.paragraph("Operations that decide otherwise (tell one with `--operation`):");
    page.gap();
    others.iter().for_each(|(other, fields)| page.entry(&other.operation().name, fields));
}

/// The fields in which two cases differ; none, if there are none.
fn differing(case: &Case<'_>, other: &Case<'_>) -> Option<String> {
    let (arms, others) = (case.arms(), other.arms());
    if !arms.iter().map(|arm| &arm.condition).eq(others.iter().map(|arm| &arm.condition)) {
        return Some("it depends on other things than here".to_owned());
    }
    let mut labels: Vec<&str> = Vec::new();
    for (arm, other_arm) in arms.iter().zip(others) {
        let (rows, others) = (decision::rows(case, arm), decision::rows(other, other_arm));
        let differs = |row: &&Row, rows: &[Row]| !rows.iter().any(|other| other.says_the_same(row));
        labels.extend(rows.iter().filter(|row| differs(row, &others)).map(|row| row.label));
        labels.extend(others.iter().filter(|row| differs(row, &rows)).map(|row| row.label));
    }
    let distinct: BTreeSet<&str> = labels.into_iter().collect();
    (!distinct.is_empty()).then(|| distinct.into_iter().collect::<Vec<_>>().join(", "))
}
