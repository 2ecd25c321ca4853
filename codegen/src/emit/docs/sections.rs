//! Parts of documents that the pages and the catalogue share.

use super::properties;
use super::view::View;
use crate::document::{Block, Document, Inline};
use crate::model::{Domain, Example, Remarks, RuleText, Situation};
use crate::render;

/// A heading for responses without a known code.
pub(crate) const WITHOUT_CODE: &str = "A proxy's error page, an empty body, a code that is newer than the book: where no \
     known code can be read, the status decides.";

/// The summary and the description of a thing.
pub(crate) fn about(document: &mut Document, summary: &str, remarks: &Remarks) {
    document.paragraph(Inline::sentence(summary));
    document.prose(&remarks.description);
}

/// Advice, notes and source. Limits have a section of their own.
pub(crate) fn aside(document: &mut Document, remarks: &Remarks) {
    document.remarks("Advice", &remarks.advice);
    document.remarks("Note", &remarks.notes);
    document.source(remarks.source.as_ref());
}

/// Rules, each with its reason. A rule that no response meets explains nothing.
pub(crate) fn rules(document: &mut Document, introduction: &'static str, rules: &[RuleText]) {
    let taken = rules.iter().filter(|rule| rule.taken);
    let items: Vec<Inline> = taken.map(rule).collect();
    if !items.is_empty() {
        document.paragraph(introduction);
        document.list(items);
    }
}

fn rule(rule: &RuleText) -> Inline {
    let because = rule.because.as_ref();
    let because = because.map(|because| Inline::from(": ") + Inline::sentence(because));
    let when = if rule.when.is_empty() {
        "Always".into()
    } else {
        Inline::from("When ") + rule.when.clone()
    };
    when + because.unwrap_or_default()
}

/// The responses of a domain, and the values that are read from them.
pub(crate) fn envelope(document: &mut Document, domain: &Domain) {
    if domain.raised_by_client {
        document.paragraph("No response carries these codes: the caller itself reports them.");
        return;
    }
    let which = if domain.when.is_empty() {
        "Every response belongs here".into()
    } else {
        Inline::from("A response belongs here when ") + render::condition(&domain.when)
    };
    document.paragraph(which + ". This is read from it:");
    document.table(
        ["What", "Where it is"],
        properties::envelope(&domain.envelope),
    );
}

/// A response with a code that no example shows.
pub(crate) fn sample(document: &mut Document, view: &View<'_>, code: usize) {
    if let Some(response) = response(view, code) {
        document.paragraph("A response with it:");
        document.code("http", response);
    }
}

/// The same as text; `None` if none can be written.
pub(crate) fn response(view: &View<'_>, code: usize) -> Option<String> {
    let sample = view.sample(code)?;
    let response = properties::response(sample.status, &sample.headers, &sample.body);
    Some(response)
}

/// The values that are also read from responses of no domain.
pub(crate) fn shared_envelope(document: &mut Document, view: &View<'_>, level: u8, anchor: &str) {
    let rows = properties::envelope(&view.vendor.envelope);
    if !rows.is_empty() {
        document.section(level, anchor, "What every response may carry");
        document.paragraph(
            "Whether the call succeeds or fails, this is read unless a domain says otherwise:",
        );
        document.table(["What", "Where it is"], rows);
    }
}

pub(crate) fn hints(document: &mut Document, view: &View<'_>, level: u8, anchor: &str) {
    let rows = properties::hints(&view.vendor.hints);
    if !rows.is_empty() {
        document.section(level, anchor, "Waits and rate limits");
        document.paragraph("They are read from every response, successes included.");
        document.table(["Where it is", "Meaning"], rows);
    }
}

pub(crate) fn limits(document: &mut Document, view: &View<'_>, level: u8, anchor: &str) {
    let rows = properties::all_limits(view);
    if !rows.is_empty() {
        document.section(level, anchor, "Limits");
        document.table(["Limit", "Kind", "Applies to", "Note"], rows);
    }
}

/// The situation of an example and its result.
pub(crate) fn example(document: &mut Document, view: &View<'_>, example: &Example) {
    if let Some((status, headers, body)) = example.situation.response() {
        document.code("http", properties::response(status, headers, body));
    }
    if let Situation::Raised(code) = example.situation {
        document.paragraph(Inline::from("The caller reports ") + view.code(code) + ".");
    }
    let expected = properties::expected(view, example);
    if !expected.is_empty() {
        document.blocks.push(Block::Remark(("Expected", expected)));
    }
    document.remarks("Note", &example.note);
    document.source(example.source.as_ref());
}
