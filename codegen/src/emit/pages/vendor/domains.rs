//! A domain: its responses and its codes.

use super::{alike, codes, examples};
use crate::document::{Document, Inline};
use crate::emit::docs::anchors::STATUSES;
use crate::emit::docs::plan_rows::{self, PlanReader, PlanRow};
use crate::emit::docs::{Forms, View, sections};
use crate::model::Entry;
use crate::render;

pub(super) fn section(page: &mut Document, view: &View<'_>, index: usize) {
    let domain = &view.vendor.domains[index];
    let title = Inline::text(&domain.title) + " (" + Inline::code(&domain.name) + ")";
    page.section(2, &view.anchors.domains[index], title);
    sections::about(page, &domain.summary, &domain.remarks);
    sections::aside(page, &domain.remarks);
    sections::envelope(page, domain);
    if !domain.raised_by_client {
        examples::sample(page, view, index);
    }
    let introduction = "The tables already include these rules:";
    sections::rules(page, introduction, &domain.rules);
    codes::table(page, view, index);
    let forms = Forms::new(view, index);
    alike::table(page, view, index, &forms);
    categories(page, view, index);
    unlisted(page, view, index);
    let codes = domain.codes.clone();
    codes
        .filter(|code| !alike::is_only_listed(view, *code, &forms))
        .for_each(|code| codes::section(page, view, code, &forms));
}

/// The decisions about unknown codes.
fn unlisted(page: &mut Document, view: &View<'_>, index: usize) {
    let domain = &view.vendor.domains[index];
    if domain.raised_by_client {
        return;
    }
    let what = if domain.by_status {
        "A status that is not listed here is no code: "
    } else {
        "A code that is not listed here is never a success: "
    };
    page.paragraph(Inline::from(what) + view.link("its status decides", STATUSES) + ".");
    if !domain.categories.is_empty() {
        page.paragraph("If it comes with a known category, this holds instead:");
        plan_rows::table(page, unlisted_by_category(view, index));
    }
}

fn unlisted_by_category(view: &View<'_>, domain: usize) -> Vec<(Inline, PlanRow)> {
    let statuses = view.domain_statuses(domain);
    let categories = view.vendor.domains[domain].categories.iter().enumerate();
    let lines = categories.flat_map(|(at, category)| {
        let name = Inline::code(&category.name);
        let category = Some(at);
        let plan = view.plan(view.vendor.request, Entry::Unknown { domain, category });
        let rows = PlanReader { view, code: None }.rows(plan, &statuses);
        let line = |row: PlanRow| {
            let status = render::statuses_among(&row.statuses, &statuses);
            (name.clone() + ", " + Inline::text(&status), row)
        };
        rows.into_iter().map(line).collect::<Vec<_>>()
    });
    lines.collect()
}

fn categories(page: &mut Document, view: &View<'_>, index: usize) {
    let domain = &view.vendor.domains[index];
    let rows = domain.categories.iter().enumerate().map(|(at, category)| {
        let members = domain.codes.clone();
        let members = members.filter(|code| view.vendor.codes[*code].category == Some(at));
        let meaning = [&category.summary, &category.description].map(|text| Inline::prose(text));
        [
            Inline::code(&category.name),
            Inline::lines(meaning),
            Inline::join(members.map(|code| view.code(code)), ", "),
        ]
    });
    page.table(["Category", "Meaning", "Codes"], rows);
}
