//! The page of the classes.

use crate::document::{Document, Inline, Property};
use crate::emit::docs::Docs;
use crate::emit::labels;
use crate::model::{ClassId, Outcome};

pub(super) fn page(docs: &Docs<'_>) -> Document {
    let mut page = Document::titled("Classes");
    page.paragraph(
        "Each code of each vendor has one of these classes, and so has each status that comes without a code. What a \
         class says about retries, actions and texts holds wherever nothing more specific does.",
    );
    let classes = ClassId::enumerate(&docs.book.classes);
    let rows = classes.map(|(index, class)| {
        [
            docs.class(index),
            Inline::prose(&class.summary),
            Inline::text(&docs.class_statuses(index)),
            Inline::code(class.grpc.as_str()),
        ]
    });
    page.table(["Class", "Meaning", "Statuses", "gRPC"], rows);
    for (at, members) in members(docs).into_iter().enumerate() {
        section(&mut page, docs, ClassId::new(at), members);
    }
    Docs::footnote(&mut page);
    page
}

/// For each class, a line for each vendor with codes of it.
fn members(docs: &Docs<'_>) -> Vec<Vec<Inline>> {
    let mut members = vec![Vec::new(); docs.book.classes.len()];
    for view in docs.views() {
        let mut codes = vec![Vec::new(); members.len()];
        for code in 0..view.vendor.codes.len() {
            if let Some(usual) = view.usual(code) {
                codes[usual.decision.class.value.index()].push(view.code_of_domain(code));
            }
        }
        let classes = members.iter_mut().zip(codes);
        for (members, codes) in classes.filter(|(_, codes)| !codes.is_empty()) {
            members.push(view.title() + ": " + Inline::join(codes, ", "));
        }
    }
    members
}

fn section(page: &mut Document, docs: &Docs<'_>, index: ClassId, members: Vec<Inline>) {
    let class = &docs.book.classes[index];
    page.section(2, &docs.classes[index.index()], Inline::code(&class.name));
    page.paragraph(Inline::sentence(&class.summary));
    page.properties(properties(docs, index));
    if members.is_empty() {
        return page.paragraph("No code is of this class.");
    }
    page.paragraph("Codes of this class:");
    page.list(members);
}

fn properties(docs: &Docs<'_>, index: ClassId) -> [Property; 6] {
    let class = &docs.book.classes[index];
    let actions = class.actions.as_ref().map(|own| docs.actions(own));
    let outcome = Inline::from(class.outcome.as_str()) + ", severity " + class.severity.as_str();
    let of_failure = |text: Inline| match class.outcome {
        Outcome::Failure => text,
        _ => Inline::default(),
    };
    [
        (labels::OUTCOME, outcome),
        ("Statuses", Inline::text(&docs.class_statuses(index))),
        ("gRPC", Inline::code(class.grpc.as_str())),
        (labels::RETRY, of_failure(docs.class_retry(index))),
        (labels::ACTIONS, of_failure(actions.unwrap_or_default())),
        (labels::USER_MESSAGE, docs.class_text(class)),
    ]
}
