//! Rustdoc of codes, domains and operations.

use faultbook_runtime::v1;

use super::link;
use crate::emit::labels;
use crate::emit::prose::{escape, prose, sentence, source};
use crate::emit::{sample, written};
use crate::model::{
    Book, Code, Decision, Domain, Operation, Part, Remarks, Retry, UserText, Vendor,
};
use crate::render::{self, joined};

/// The lines for a vendor's module.
pub(super) fn module(book: &Book, vendor: &Vendor) -> Vec<String> {
    let mut lines = vec![
        format!("{}: {}", escape(&vendor.title), prose(&vendor.summary)),
        String::new(),
    ];
    remarks(&vendor.remarks, &mut lines);
    lines.extend(sample(book, vendor));
    lines
}

/// An example of reading a response. It is not tested here, because the crate may have another name; the same example
/// on the vendor's page is.
fn sample(book: &Book, vendor: &Vendor) -> Vec<String> {
    let begin = ["", sample::CALLED, "", "```ignore"].map(str::to_owned);
    [
        &begin[..],
        &sample::lines(book, vendor),
        &["```".to_owned()],
    ]
    .concat()
}

/// The lines for the enum of a domain.
pub(super) fn domain(vendor: &Vendor, domain: &Domain) -> Vec<String> {
    let mut lines = vec![
        format!("{} of {}.", escape(&domain.title), escape(&vendor.title)),
        String::new(),
    ];
    if !domain.summary.is_empty() {
        lines.extend([prose(&domain.summary), String::new()]);
    }
    if domain.raised_by_client {
        lines.extend([
            "The client itself raises these: no response carries them.".to_owned(),
            String::new(),
        ]);
    }
    remarks(&domain.remarks, &mut lines);
    let inherited = vendor.remarks.source.as_ref();
    if let Some(source) = inherited.filter(|_| domain.remarks.source.is_none()) {
        lines.push(source_line(source));
    }
    trimmed(lines)
}

/// The lines for the variant of a code: its meaning, and the decision under no operation in particular.
pub(super) fn code(
    book: &Book,
    vendor: &Vendor,
    tables: &v1::Vendor<'_>,
    index: usize,
) -> Vec<String> {
    let code = &vendor.codes[index];
    let domain = &vendor.domains[code.domain];
    let mut lines = vec![sentence(&code.summary), String::new()];
    remarks(
        &Remarks {
            source: None,
            ..code.remarks.clone()
        },
        &mut lines,
    );
    lines.push(on_the_wire(code));
    lines.extend(response(vendor, tables, index));
    if !code.statuses.is_empty() {
        lines.push(item(labels::STATUS, &joined(&code.statuses, ", ")));
    }
    if let Some(category) = code.category {
        let name = &domain.categories[category].name;
        lines.push(item(labels::CATEGORY, &escape(name)));
    }
    if let Some(decision) = vendor.typical_decision(vendor.request, index) {
        lines.extend(decided(book, vendor, index, decision));
    }
    lines.extend(deviations(vendor, index));
    if let Some(since) = &code.since {
        lines.push(item(labels::SINCE, &escape(since)));
    }
    if let Some(source) = &code.remarks.source {
        lines.push(source_line(source));
    }
    trimmed(lines)
}

/// The shortest response with a code, if it is a single line.
fn response(vendor: &Vendor, tables: &v1::Vendor<'_>, index: usize) -> Option<String> {
    let response = written::response(vendor, tables, index, v1::write)?;
    let headers = response.headers.iter();
    let headers = headers.filter(|(name, _)| name != "Content-Type");
    let headers = headers.map(|(name, value)| format!("{name}: {value}"));
    let body = Some(response.body).filter(|body| !body.is_empty());
    let status = [response.status.to_string()].into_iter();
    let parts: Vec<String> = status.chain(headers).chain(body).collect();
    let is_plain = |b: u8| (b' '..=b'~').contains(&b) && b != b'`';
    let is_shown = parts.iter().all(|part| part.bytes().all(is_plain));
    is_shown.then(|| item(labels::RESPONSE, &format!("`{}`", joined(parts, "`, `"))))
}

/// The strings that mean the code in a response, as code if they contain nothing that would end it.
fn on_the_wire(code: &Code) -> String {
    let is_plain = |wire: &str| wire.bytes().all(|b| b.is_ascii_graphic() && b != b'`');
    let show = |wire: &String| {
        if is_plain(wire) {
            format!("`{wire}`")
        } else {
            escape(wire)
        }
    };
    let all = std::iter::once(&code.wire).chain(&code.aliases);
    format!("- On the wire: {}", joined(all.map(show), ", also "))
}

/// The operations that decide differently about a code, as links.
fn deviations(vendor: &Vendor, code: usize) -> Option<String> {
    let usual = vendor.typical_decision(vendor.request, code)?;
    let domain = vendor.codes[code].domain;
    let others = vendor.operations.iter().enumerate();
    let others = others.filter(|(at, other)| {
        let own = vendor.typical_decision(*at, code);
        other.domains.contains(&domain) && own.is_some_and(|own| !is_same(own, usual))
    });
    let links = others.map(|(_, other)| format!("[`Operation::{}`]", other.ident));
    let links = joined(links, ", ");
    (!links.is_empty()).then(|| item(labels::DIFFERENT, &links))
}

/// Whether two decisions are the same, whichever layers made them.
fn is_same(a: &Decision, b: &Decision) -> bool {
    a.class.value == b.class.value
        && a.outcome.value == b.outcome.value
        && a.severity.value == b.severity.value
        && a.retry.value == b.retry.value
        && a.actions.value == b.actions.value
        && a.forbid.value == b.forbid.value
        && a.grace_period_ms.value == b.grace_period_ms.value
        && a.user_message.value == b.user_message.value
        && a.confidential == b.confidential
}

fn decided(book: &Book, vendor: &Vendor, code: usize, decision: &Decision) -> Vec<String> {
    let class = link("Class", &book.classes[decision.class.value].ident);
    let severity = decision.severity.value;
    let mut lines = vec![
        item(labels::CLASS, &format!("{class}, severity {severity}")),
        item(labels::RETRY, &retry(book, vendor, &decision.retry.value)),
    ];
    for (label, actions) in [
        (labels::ACTIONS, &decision.actions.value),
        (labels::FORBIDDEN, &decision.forbid.value),
    ] {
        let actions = actions.iter().map(|at| &book.actions[*at]);
        let text = joined(actions.map(|action| link("Action", &action.ident)), ", ");
        lines.extend((!text.is_empty()).then(|| item(label, &text)));
    }
    if let Some(millis) = decision.grace_period_ms.value {
        let time_left = render::duration(millis) + labels::THEN;
        lines.push(item(labels::TIME_LEFT, &time_left));
    }
    if let Some(text) = shown(vendor, code, &decision.user_message.value) {
        lines.push(item(labels::USER_MESSAGE, &format!("“{}”", escape(&text))));
    }
    if decision.confidential {
        lines.push(item(labels::CONFIDENTIAL, labels::UNDISCLOSED));
    }
    lines
}

/// An item of a list. The text is Markdown.
pub(super) fn item(label: &str, text: &str) -> String {
    format!("- {label}: {text}")
}

/// The text for the end user, if there is one that needs no value of a response.
fn shown(vendor: &Vendor, code: usize, text: &UserText) -> Option<String> {
    match text.template(Some(&vendor.codes[code])).text.as_slice() {
        [Part::Literal(text)] => Some(text.clone()),
        _ => None,
    }
}

/// A policy, with the parameters that the book chose. It contains only numbers and names, so it can be code.
fn retry(book: &Book, vendor: &Vendor, retry: &Retry) -> String {
    let names = (&*book.actions, &*vendor.operations);
    let policy = format!("`{}`", render::retry(retry, &names).plain());
    match retry.chosen.as_slice() {
        [] => policy,
        chosen => format!("{policy} (chosen by the book: {})", chosen.join(", ")),
    }
}

/// The lines for the variant of an operation.
pub(super) fn operation(vendor: &Vendor, operation: &Operation) -> Vec<String> {
    let mut lines = vec![sentence(&operation.summary), String::new()];
    if let Some(endpoint) = &operation.endpoint {
        let endpoint = format!("{}: {}", labels::ENDPOINT, escape(endpoint));
        lines.extend([endpoint, String::new()]);
    }
    remarks(&operation.remarks, &mut lines);
    let domains = operation.domains.iter();
    let domains = domains.map(|domain| format!("`{}`", vendor.domains[*domain].name));
    lines.push(item(labels::DOMAINS, &joined(domains, ", ")));
    if let Some(reason) = &operation.failure_reason {
        lines.push(item(labels::FAILURE_REASON, &escape(reason)));
    }
    trimmed(lines)
}

fn remarks(remarks: &Remarks, lines: &mut Vec<String>) {
    if !remarks.description.is_empty() {
        lines.extend([sentence(&remarks.description), String::new()]);
    }
    for (title, texts) in [("Advice", &remarks.advice), ("Note", &remarks.notes)] {
        lines.extend(texts.iter().map(|text| item(title, &prose(text))));
    }
    for limit in &remarks.limits {
        let [kind, amount] = [&limit.kind, &limit.amount].map(|text| escape(text));
        let note = limit.note.iter();
        let note = joined(note.map(|note| format!(" ({})", escape(note))), "");
        lines.push(format!("- Limit, {kind}: {amount}{note}"));
    }
    lines.extend(remarks.source.as_deref().map(source_line));
}

fn source_line(text: &str) -> String {
    item("Source", &source(text))
}

/// Without empty lines at the end.
fn trimmed(mut lines: Vec<String>) -> Vec<String> {
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}
