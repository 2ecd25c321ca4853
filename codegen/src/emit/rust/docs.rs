//! What rustdoc says about codes, domains and operations.

use super::link;
use crate::emit::prose::escape;
use crate::model::{Book, Domain, Operation, Remarks, Retry, Vendor};
use crate::report::retry_text;

/// The lines of a vendor's module.
pub(super) fn module(vendor: &Vendor) -> Vec<String> {
    let mut lines = vec![
        format!("{}: {}", escape(&vendor.title), escape(&vendor.summary)),
        String::new(),
    ];
    remarks(&vendor.remarks, &mut lines);
    lines
}

/// The lines of a domain's enum.
pub(super) fn domain(vendor: &Vendor, domain: &Domain) -> Vec<String> {
    let mut lines = vec![
        format!("{} of {}.", escape(&domain.title), escape(&vendor.title)),
        String::new(),
    ];
    if !domain.summary.is_empty() {
        lines.extend([escape(&domain.summary), String::new()]);
    }
    if domain.raised_by_client {
        lines.extend([
            "The client itself raises these: no response carries them.".to_owned(),
            String::new(),
        ]);
    }
    remarks(&domain.remarks, &mut lines);
    trimmed(lines)
}

/// The lines of a code's variant: what it means, and what is decided under no operation in particular.
pub(super) fn code(book: &Book, vendor: &Vendor, index: usize) -> Vec<String> {
    let code = &vendor.codes[index];
    let mut lines = vec![sentence(&code.summary), String::new()];
    remarks(&code.remarks, &mut lines);
    if !code.statuses.is_empty() {
        let statuses: Vec<String> = code.statuses.iter().map(u16::to_string).collect();
        lines.push(format!("- Status: {}", statuses.join(", ")));
    }
    if let Some(category) = code.category {
        let category = &vendor.domains[code.domain].categories[category];
        lines.push(format!("- Category: {}", escape(&category.name)));
    }
    decision(book, vendor, index, &mut lines);
    if let Some(since) = &code.since {
        lines.push(format!("- Since: {}", escape(since)));
    }
    trimmed(lines)
}

fn decision(book: &Book, vendor: &Vendor, index: usize, lines: &mut Vec<String>) {
    let Some(decision) = vendor.typical_decision(vendor.request, index) else {
        return;
    };
    lines.push(format!(
        "- Class: {}",
        link("Class", &book.classes[decision.class.value].ident)
    ));
    lines.push(format!(
        "- Retry: {}",
        retry(book, vendor, &decision.retry.value)
    ));
    for (name, actions) in [
        ("Actions", &decision.actions.value),
        ("Forbidden", &decision.forbid.value),
    ] {
        let named: Vec<String> = actions
            .iter()
            .map(|action| link("Action", &book.actions[*action].ident))
            .collect();
        if !named.is_empty() {
            lines.push(format!("- {name}: {}", named.join(", ")));
        }
    }
    if !vendor.codes[index].user_message.is_empty() {
        lines.push(format!(
            "- Shown to the end user: “{}”",
            escape(&vendor.codes[index].user_message)
        ));
    }
}

/// A policy, with the parameters that no document gives.
fn retry(book: &Book, vendor: &Vendor, retry: &Retry) -> String {
    let policy = escape(&retry_text(retry, &book.actions, &vendor.operations));
    match retry.chosen.as_slice() {
        [] => policy,
        chosen => format!("{policy} (chosen by the book: {})", chosen.join(", ")),
    }
}

/// The lines of an operation's variant.
pub(super) fn operation(vendor: &Vendor, operation: &Operation) -> Vec<String> {
    let mut lines = vec![sentence(&operation.summary), String::new()];
    if let Some(endpoint) = &operation.endpoint {
        lines.extend([format!("Endpoint: {}", escape(endpoint)), String::new()]);
    }
    remarks(&operation.remarks, &mut lines);
    let domains: Vec<String> = operation
        .domains
        .iter()
        .map(|domain| format!("`{}`", vendor.domains[*domain].name))
        .collect();
    lines.push(format!(
        "- Domains, in order of precedence: {}",
        domains.join(", ")
    ));
    if let Some(reason) = &operation.failure_reason {
        lines.push(format!("- Failure reason: {}", escape(reason)));
    }
    trimmed(lines)
}

fn remarks(remarks: &Remarks, lines: &mut Vec<String>) {
    if !remarks.description.is_empty() {
        lines.extend([sentence(&remarks.description), String::new()]);
    }
    for (title, texts) in [("Advice", &remarks.advice), ("Note", &remarks.notes)] {
        lines.extend(
            texts
                .iter()
                .map(|text| format!("- {title}: {}", escape(text))),
        );
    }
    for limit in &remarks.limits {
        let note = limit
            .note
            .as_ref()
            .map(|note| format!(" ({})", escape(note)))
            .unwrap_or_default();
        lines.push(format!(
            "- Limit, {}: {}{note}",
            escape(&limit.kind),
            escape(&limit.amount)
        ));
    }
    if let Some(source) = &remarks.source {
        lines.push(format!("- Source: {}", escape(source)));
    }
}

fn sentence(text: &str) -> String {
    let text = escape(text);
    if text.ends_with(['.', '!', '?', '”', ':']) || text.is_empty() {
        text
    } else {
        format!("{text}.")
    }
}

/// Without empty lines at the end.
fn trimmed(mut lines: Vec<String>) -> Vec<String> {
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}
