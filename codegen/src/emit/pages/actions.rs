//! The page of actions: what each one means, and who requires it.

use std::collections::BTreeSet;

use super::mentions::{Mentions, Namer, Role, mentions};
use crate::document::{Document, Inline};
use crate::emit::docs::anchors::STATUSES;
use crate::emit::docs::{Docs, View};
use crate::model::{Action, ActionId, Actor, ClassId};
use crate::render::Names;

pub(super) fn page(docs: &Docs<'_>) -> Document {
    let mut page = Document::titled("Actions");
    page.paragraph("What somebody can do about a failure, and which failures ask for it.");
    let actions = &docs.book.actions;
    let rows = ActionId::enumerate(actions).map(|(index, action)| {
        [
            docs.action(index),
            Inline::prose(&action.summary),
            action.actor.as_str().into(),
        ]
    });
    page.table(["Action", "What it is", "Who does it"], rows);
    let vendors: Vec<_> = docs.views().map(|view| (mentions(&view), view)).collect();
    for (index, action) in ActionId::enumerate(actions) {
        section(&mut page, docs, index, action, &vendors);
    }
    page
}

fn section(
    page: &mut Document,
    docs: &Docs<'_>,
    index: ActionId,
    action: &Action,
    vendors: &[(Mentions, View<'_>)],
) {
    page.section(2, &docs.actions[index.index()], Inline::code(&action.name));
    page.paragraph(Inline::sentence(&action.summary));
    let mut items = vec![Inline::strong("Who does it:") + " " + actor(action.actor)];
    items.extend(classes(docs, index));
    for role in Role::ALL {
        for (mentions, view) in vendors {
            let namers = mentions.get(&(index, role));
            items.extend(namers.map(|namers| line(view, role, namers)));
        }
    }
    page.list(items);
}

fn actor(actor: Actor) -> &'static str {
    match actor {
        Actor::Program => "the program that made the call",
        Actor::Player => "the end user, asked by the program",
        Actor::Developer => "the developers of the program",
        Actor::Operator => "the operators of the program",
        Actor::Support => "the support staff who answer to the end users",
        _ => "somebody",
    }
}

/// The classes that require an action by default.
fn classes(docs: &Docs<'_>, action: ActionId) -> Option<Inline> {
    let classes = ClassId::enumerate(&docs.book.classes);
    let asking =
        classes.filter(|(_, class)| class.actions.iter().flatten().any(|it| *it == action));
    let links = Inline::join(asking.map(|(class, _)| docs.class(class)), ", ");
    (!links.is_empty()).then(|| Inline::strong("Asked for by the classes:") + " " + links)
}

fn line(view: &View<'_>, role: Role, namers: &BTreeSet<Namer>) -> Inline {
    let words = namers.iter().map(|namer| match namer {
        Namer::Code(code) => view.code_of_domain(*code),
        Namer::Alike(group) => view.alike(*group),
        Namer::Status => view.link("responses without a known code", STATUSES),
        Namer::Operation(operation) => Inline::from("operation ") + view.operation(*operation),
    });
    Inline::strong(role.words()) + " " + view.title() + ": " + Inline::join(words, ", ")
}
