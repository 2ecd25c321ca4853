//! The page of the actions: what each one is, and where it is asked for.

use std::collections::BTreeSet;

use super::anchors::STATUSES;
use super::blocks::Page;
use super::docs::{Docs, page};
use super::inline::Inline;
use super::mentions::{Mentions, Namer, Role, mentions};
use super::view::View;
use crate::model::{Action, Actor};

pub(crate) fn contents(docs: &Docs<'_>) -> String {
    let mut page = Page::new(&Inline::own("Actions"));
    page.paragraph(&Inline::own(
        "What somebody can do about a failure, and which failures ask for it.",
    ));
    let actions = docs.book.actions.iter().enumerate();
    let rows = actions.clone().map(|(index, action)| {
        [
            docs.action(index),
            Inline::prose(&action.summary),
            Inline::text(action.actor.as_str()),
        ]
    });
    page.table(
        ["Action", "What it is", "Who does it"],
        &rows.collect::<Vec<_>>(),
    );
    let vendors: Vec<_> = docs
        .seen_from_outside()
        .map(|view| (mentions(&view), view))
        .collect();
    for (index, action) in actions {
        section(&mut page, docs, index, action, &vendors);
    }
    page.finish()
}

fn section(
    page: &mut Page,
    docs: &Docs<'_>,
    index: usize,
    action: &Action,
    vendors: &[(Mentions, View<'_>)],
) {
    page.section(2, &docs.actions[index], &Inline::code(&action.name));
    page.paragraph(&Inline::sentence(&action.summary));
    let mut facts = vec![Inline::own("**Who does it:** ") + actor(action.actor)];
    facts.extend(classes(docs, index));
    for role in Role::ALL {
        for (mentions, view) in vendors {
            let namers = mentions.get(&(index, role));
            facts.extend(namers.map(|namers| line(view, role, namers)));
        }
    }
    page.list(&facts);
}

fn actor(actor: Actor) -> &'static str {
    match actor {
        Actor::Program => "the program that made the call",
        Actor::Player => "the end user, asked by the program",
        Actor::Developer => "whoever writes the program",
        Actor::Operator => "whoever runs it",
        Actor::Support => "whoever answers to the end users",
        _ => "somebody",
    }
}

/// The classes that ask for an action by themselves.
fn classes(docs: &Docs<'_>, action: usize) -> Option<Inline> {
    let asks = |class: &usize| {
        docs.book.classes[*class]
            .actions
            .iter()
            .flatten()
            .any(|asked| *asked == action)
    };
    let classes: Vec<usize> = (0..docs.book.classes.len()).filter(asks).collect();
    let links = Inline::join(classes.iter().map(|class| docs.class(*class)), ", ");
    (!classes.is_empty()).then(|| Inline::own("**Asked for by the classes:** ") + links)
}

fn line(view: &View<'_>, role: Role, namers: &BTreeSet<Namer>) -> Inline {
    let vendor = Inline::text(&view.vendor.title).link(&page(view.vendor));
    let words = namers.iter().map(|namer| match namer {
        Namer::Code(code) => view.code_of_domain(*code),
        Namer::Status => view.link(Inline::own("responses without a known code"), STATUSES),
        Namer::Operation(operation) => Inline::own("operation ") + view.operation(*operation),
    });
    Inline::own("**") + role.words() + "** " + vendor + ": " + Inline::join(words, ", ")
}
