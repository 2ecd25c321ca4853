//! What all vendors share: the classes and the actions.

use super::words::Words;
use crate::emit::markdown::docs::Docs;
use crate::emit::markdown::inline::Inline;
use crate::emit::markdown::{retry, words};

pub(super) struct Class {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) summary: Words,
    pub(super) outcome: &'static str,
    pub(super) severity: &'static str,
    pub(super) grpc: &'static str,
    /// The statuses that it is the class of; empty for none.
    pub(super) statuses: String,
    pub(super) retry: Words,
    pub(super) user_sees: Words,
}

pub(super) struct Action {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) actor: &'static str,
    pub(super) summary: Words,
}

pub(super) fn classes(docs: &Docs<'_>) -> Vec<Class> {
    let class = |(class, anchor): (&crate::model::Class, &String)| {
        let retry = class.retry.as_ref();
        // A class knows no vendor, so that its retry cannot name an operation.
        let retry = retry.map(|own| retry::brief(own, docs, &|_| Inline::own("call")));
        let user_sees = Some(&class.user_message).filter(|text| !text.is_empty());
        Class {
            id: anchor.clone(),
            name: class.name.clone(),
            summary: Words::sentence(&class.summary),
            outcome: class.outcome.as_str(),
            severity: class.severity.as_str(),
            grpc: class.grpc.name,
            statuses: words::statuses_among(&class.statuses, &[words::ANY]),
            retry: Words::of(&retry.unwrap_or_default()),
            user_sees: user_sees
                .map(|text| Words::of(&Inline::quoted(text)))
                .unwrap_or_default(),
        }
    };
    docs.book
        .classes
        .iter()
        .zip(&docs.classes)
        .map(class)
        .collect()
}

pub(super) fn actions(docs: &Docs<'_>) -> Vec<Action> {
    let action = |(action, anchor): (&crate::model::Action, &String)| Action {
        id: anchor.clone(),
        name: action.name.clone(),
        actor: action.actor.as_str(),
        summary: Words::sentence(&action.summary),
    };
    docs.book
        .actions
        .iter()
        .zip(&docs.actions)
        .map(action)
        .collect()
}
