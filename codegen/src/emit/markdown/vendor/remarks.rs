//! What a book says about a thing besides what it is.

use super::super::blocks::Page;
use super::super::inline::{Inline, source};
use super::super::view::View;
use crate::model::{Limit, Remarks, RuleText, Vendor};

/// A label, and what it is the label of; without words there is no such fact.
pub(crate) type Fact = (&'static str, Inline);

/// The facts that there are, as items of a list.
pub(crate) fn facts(facts: impl IntoIterator<Item = Fact>) -> Vec<Inline> {
    let there = facts.into_iter().filter(|(_, words)| !words.is_empty());
    there
        .map(|(label, words)| Inline::own(label) + words)
        .collect()
}

/// Advice, notes and source of a domain, a code or an operation. Limits have a section of their own.
pub(crate) fn aside(page: &mut Page, remarks: &Remarks) {
    labelled(
        page,
        "**Advice:** ",
        remarks.advice.iter().map(String::as_str),
    );
    labelled(page, "**Note:** ", remarks.notes.iter().map(String::as_str));
    from(page, remarks.source.as_ref());
}

/// Paragraphs that say what they are.
pub(crate) fn labelled<'t>(
    page: &mut Page,
    label: &'static str,
    texts: impl Iterator<Item = &'t str>,
) {
    for text in texts {
        page.paragraph(&(Inline::own(label) + Inline::sentence(text)));
    }
}

/// Where something was found.
pub(crate) fn from(page: &mut Page, from: Option<&String>) {
    if let Some(from) = from {
        page.paragraph(&(Inline::own("**Source:** ") + source(from)));
    }
}

/// Rules, each with its reason. One that is never taken explains nothing on the page.
pub(crate) fn rules(page: &mut Page, introduction: &'static str, rules: &[RuleText]) {
    let taken = rules.iter().filter(|rule| rule.taken);
    let items: Vec<Inline> = taken.map(rule).collect();
    if !items.is_empty() {
        page.paragraph(&Inline::own(introduction));
        page.list(&items);
    }
}

fn rule(rule: &RuleText) -> Inline {
    let because = rule.because.as_ref();
    let because = because.map(|because| Inline::own(": ") + Inline::sentence(because));
    let when = match rule.when.as_str() {
        "always" => Inline::own("Always"),
        when => Inline::own("When ") + Inline::prose(when),
    };
    when + because.unwrap_or_default()
}

/// The limits of one thing in a line.
pub(crate) fn limits(remarks: &Remarks) -> Inline {
    let limit =
        |limit: &Limit| Inline::text(&limit.amount) + " (" + Inline::text(&limit.kind) + ")";
    Inline::join(remarks.limits.iter().map(limit), ", ")
}

/// All limits on the page, with what they hold for.
pub(crate) fn all_limits(view: &View<'_>) -> Vec<[Inline; 4]> {
    let Vendor {
        remarks,
        operations,
        domains,
        codes,
        ..
    } = view.vendor;
    let operations = operations.iter().enumerate();
    let operations = operations.map(|(at, own)| (view.operation(at), &own.remarks));
    let domains = domains.iter().enumerate();
    let domains = domains.map(|(at, own)| (view.domain(at), &own.remarks));
    let codes = codes.iter().enumerate();
    let codes = codes.map(|(at, own)| (view.code(at), &own.remarks));
    let all = std::iter::once((Inline::own("everything"), remarks));
    let all = all.chain(operations).chain(domains).chain(codes);
    let rows =
        all.map(|(holder, remarks)| remarks.limits.iter().map(move |limit| row(limit, &holder)));
    rows.flatten().collect()
}

fn row(limit: &Limit, holder: &Inline) -> [Inline; 4] {
    let note = limit.note.as_ref().map(|note| Inline::sentence(note));
    let from = limit
        .source
        .as_ref()
        .map(|from| Inline::own("Source: ") + source(from));
    let remarks = Inline::join(note.into_iter().chain(from), "<br>");
    [
        Inline::text(&limit.amount),
        Inline::text(&limit.kind),
        holder.clone(),
        remarks,
    ]
}
