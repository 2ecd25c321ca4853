//! The page of the classes.

use super::blocks::Page;
use super::docs::{Docs, page};
use super::inline::Inline;
use super::{retry, words};
use crate::model::{Class, Outcome};

pub(crate) fn contents(docs: &Docs<'_>) -> String {
    let mut page = Page::new(&Inline::own("Classes"));
    page.paragraph(&Inline::own(
        "Each code of each vendor is of one of these classes, and so is each status that comes without a code. What a \
         class says about retries, actions and texts holds wherever nothing more specific does.",
    ));
    let rows = docs.book.classes.iter().enumerate().map(|(index, class)| {
        let statuses = Inline::text(&words::statuses_among(&class.statuses, &[words::ANY]));
        [
            docs.class(index),
            Inline::prose(&class.summary),
            statuses,
            Inline::code(class.grpc.name),
        ]
    });
    page.table(
        ["Class", "Meaning", "Statuses", "gRPC"],
        &rows.collect::<Vec<_>>(),
    );
    let members = members(docs);
    for ((index, class), members) in docs.book.classes.iter().enumerate().zip(&members) {
        section(&mut page, docs, index, class, members);
    }
    retry::footnote(&mut page);
    page.finish()
}

/// By class, a line for each vendor that has codes of it.
fn members(docs: &Docs<'_>) -> Vec<Vec<Inline>> {
    let mut members = vec![Vec::new(); docs.book.classes.len()];
    for view in docs.seen_from_outside() {
        let mut codes = vec![Vec::new(); docs.book.classes.len()];
        for code in 0..view.vendor.codes.len() {
            if let Some(usual) = view.usual(code) {
                codes[usual.class.value].push(view.code_of_domain(code));
            }
        }
        for (members, codes) in members
            .iter_mut()
            .zip(codes)
            .filter(|(_, codes)| !codes.is_empty())
        {
            let vendor = Inline::text(&view.vendor.title).link(&self::page(view.vendor));
            members.push(vendor + ": " + Inline::join(codes, ", "));
        }
    }
    members
}

fn section(page: &mut Page, docs: &Docs<'_>, index: usize, class: &Class, members: &[Inline]) {
    page.section(2, &docs.classes[index], &Inline::code(&class.name));
    page.paragraph(&Inline::sentence(&class.summary));
    page.list(&facts(docs, class));
    if members.is_empty() {
        return page.paragraph(&Inline::own("No code is of this class."));
    }
    page.paragraph(&Inline::own("Codes of this class:"));
    page.list(members);
}

fn facts(docs: &Docs<'_>, class: &Class) -> Vec<Inline> {
    // A class knows no vendor, so that its retry cannot name an operation.
    let retry = class
        .retry
        .as_ref()
        .map(|own| retry::in_full(own, docs, &|_| Inline::own("call")));
    let actions = class
        .actions
        .as_ref()
        .filter(|actions| !actions.is_empty())
        .map(|own| docs.actions(own));
    let outcome = Inline::text(class.outcome.as_str())
        + ", severity "
        + Inline::text(class.severity.as_str());
    let statuses = Inline::text(&words::statuses_among(&class.statuses, &[words::ANY]));
    let is_failure = class.outcome == Outcome::Failure;
    let facts = [
        ("**Outcome:** ", Some(outcome)),
        ("**Statuses:** ", (!statuses.is_empty()).then_some(statuses)),
        ("**gRPC:** ", Some(Inline::code(class.grpc.name))),
        ("**Retry:** ", retry.filter(|_| is_failure)),
        ("**What to do:** ", actions.filter(|_| is_failure)),
        (
            "**What the user sees:** ",
            (!class.user_message.is_empty()).then(|| Inline::quoted(&class.user_message)),
        ),
    ];
    facts
        .into_iter()
        .filter_map(|(label, words)| Some(Inline::own(label) + words?))
        .collect()
}
