//! What a book says about a thing besides what it is.

use super::super::blocks::Page;
use super::super::docs::View;
use super::super::inline::{Inline, source};
use crate::model::{Limit, Remarks, RuleText, Vendor};

/// Advice, notes and source of a domain, a code or an operation. Limits have a section of their own.
pub(crate) fn aside(page: &mut Page, remarks: &Remarks) {
    page.prose(&remarks.description);
    for (label, texts) in [
        ("**Advice:** ", &remarks.advice),
        ("**Note:** ", &remarks.notes),
    ] {
        texts
            .iter()
            .for_each(|text| page.paragraph(&(Inline::own(label) + Inline::prose(text))));
    }
    if let Some(from) = &remarks.source {
        page.paragraph(&(Inline::own("**Source:** ") + source(from)));
    }
}

/// A limit in a line.
pub(crate) fn limit(limit: &Limit) -> Inline {
    Inline::text(&limit.amount) + " (" + Inline::text(&limit.kind) + ")"
}

/// Rules, each with its reason. The first whose condition holds is taken.
pub(crate) fn rules(rules: &[RuleText]) -> Vec<Inline> {
    let rule = |rule: &RuleText| {
        let because = rule
            .because
            .as_ref()
            .map(|because| Inline::own(" — because ") + Inline::prose(because));
        Inline::own("when ") + Inline::prose(&rule.when) + because.unwrap_or_default()
    };
    rules.iter().map(rule).collect()
}

pub(crate) fn has_limits(vendor: &Vendor) -> bool {
    let domains = vendor.domains.iter().map(|domain| &domain.remarks);
    let codes = vendor.codes.iter().map(|code| &code.remarks);
    let operations = vendor.operations.iter().map(|operation| &operation.remarks);
    let mut all = std::iter::once(&vendor.remarks)
        .chain(domains)
        .chain(codes)
        .chain(operations);
    all.any(|remarks| !remarks.limits.is_empty())
}

/// All limits on the page, with what they hold for.
pub(crate) fn all_limits(view: &View<'_>) -> Vec<[Inline; 4]> {
    let vendor = view.vendor;
    let everything = std::iter::once((Inline::own("everything"), &vendor.remarks));
    let operations = vendor
        .operations
        .iter()
        .enumerate()
        .map(|(at, own)| (view.operation(at), &own.remarks));
    let domains = vendor
        .domains
        .iter()
        .enumerate()
        .map(|(at, own)| (view.domain(at), &own.remarks));
    let codes = vendor
        .codes
        .iter()
        .enumerate()
        .map(|(at, own)| (view.code(at), &own.remarks));
    let all = everything.chain(operations).chain(domains).chain(codes);
    all.flat_map(|(holder, remarks)| {
        remarks
            .limits
            .iter()
            .map(move |limit| row(limit, holder.clone()))
    })
    .collect()
}

fn row(limit: &Limit, holder: Inline) -> [Inline; 4] {
    let note = limit.note.as_ref().map(|note| Inline::prose(note));
    let from = limit
        .source
        .as_ref()
        .map(|from| Inline::own("Source: ") + source(from));
    let remarks = Inline::join(note.into_iter().chain(from), "<br>");
    [
        Inline::text(&limit.amount),
        Inline::text(&limit.kind),
        holder,
        remarks,
    ]
}
