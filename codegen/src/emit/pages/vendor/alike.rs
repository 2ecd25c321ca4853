//! Decisions that many codes share, and the tables of these codes.

use super::codes;
use crate::document::{Document, Inline};
use crate::emit::docs::anchors::{self, ALIKE};
use crate::emit::docs::{Forms, View, properties};

/// The decisions about each group of codes.
pub(super) fn section(page: &mut Document, view: &View<'_>) {
    let groups = &view.alike.groups;
    if groups.is_empty() {
        return;
    }
    page.section(2, ALIKE, "Decided alike for many codes");
    page.paragraph("The tables of the domains below refer to these decisions.");
    for (at, group) in groups.iter().enumerate() {
        let Some(first) = group.first().copied() else {
            continue;
        };
        let title = Inline::from("Decision ") + Inline::text(&(at + 1).to_string());
        page.section(3, &anchors::alike(at), title);
        let count = ("Codes", Inline::text(&group.len().to_string()));
        let decided = codes::decided(view, first).into_iter();
        page.properties(
            [count, codes::status(view, first)]
                .into_iter()
                .chain(decided),
        );
        codes::variations(page, view, first);
    }
}

/// The codes of a domain that belong to a group.
pub(super) fn table(page: &mut Document, view: &View<'_>, domain: usize, forms: &Forms) {
    let codes = view.vendor.domains[domain].codes.clone();
    let rows = codes.filter_map(|code| {
        let decision = decision(view, code, view.alike.group(code)?);
        let [.., (_, rust)] = properties::code(view, code);
        Some([name(view, code, forms), decision, rust])
    });
    page.table(["Code", "What is decided", "In Rust"], rows);
    page.append(forms.document());
}

/// Links lead here for a code without a section of its own.
fn name(view: &View<'_>, index: usize, forms: &Forms) -> Inline {
    let code = &view.vendor.codes[index];
    let title = if is_only_listed(view, index, forms) {
        Inline::anchor(&view.anchors.codes[index]) + codes::title(view, index)
    } else {
        view.code(index)
    };
    Inline::lines([title, Inline::prose(&code.summary)])
}

/// The status, the class and the retry, as a link to the whole decision.
fn decision(view: &View<'_>, code: usize, group: usize) -> Inline {
    let (_, status) = codes::status(view, code);
    let usual = view.usual(code);
    let words = usual.map(|usual| [Inline::text(&usual.class().name), usual.retry_briefly()]);
    let words = [status].into_iter().chain(words.into_iter().flatten());
    let words = Inline::join(words, ", ");
    view.link(Inline::text(&words.plain()), &anchors::alike(group))
}

/// Whether there is nothing to say about a code but its summary and what many codes share.
pub(super) fn is_only_listed(view: &View<'_>, index: usize, forms: &Forms) -> bool {
    let code = &view.vendor.codes[index];
    let remarks = &code.remarks;
    let [own @ .., _] = properties::code(view, index);
    view.alike.group(index).is_some()
        && !forms.is_own(index)
        && view.examples[index].is_empty()
        && code.deprecated.is_none()
        && own.iter().all(|(_, text)| text.is_empty())
        && remarks.description.is_empty()
        && remarks.advice.is_empty()
        && remarks.notes.is_empty()
        && remarks.source.is_none()
}
