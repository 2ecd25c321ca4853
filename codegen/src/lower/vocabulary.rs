//! `book.yaml`: classes, actions and named retries.

use std::collections::BTreeMap;

use faultbook_runtime::{Actor, Outcome, Severity};

use super::scope::Vocabulary;
use super::{entries, envelopes, fields, retries};
use crate::decide::StatusClasses;
use crate::diagnostics::{Id, Mistake, Path, Sink, Target};
use crate::model::{Action, Class, Grpc, Statuses};
use crate::parse::{self, Exactness};
use crate::syntax;

pub(crate) fn lower<'s>(book: &'s syntax::Book, sink: &mut Sink<'_>) -> Vocabulary<'s> {
    let actions = actions(book, sink);
    let path = Path::ROOT.key("classes");
    let classes = entries(&book.classes, &path, sink);
    let mut vocabulary = Vocabulary {
        classes: classes
            .iter()
            .map(|(name, class)| lower_class(name, class, &path.key(name), sink))
            .collect(),
        actions,
        retries: Vec::new(),
        status_classes: StatusClasses {
            ranges: Vec::new(),
            unknown: 0,
        },
        headers: &book.headers,
    };
    let idents = vocabulary
        .classes
        .iter()
        .map(|class| (class.name.as_str(), class.ident.as_str()));
    refuse_clashes(idents, &path, sink);
    let idents = vocabulary
        .actions
        .iter()
        .map(|action| (action.name.as_str(), action.ident.as_str()));
    refuse_clashes(idents, &Path::ROOT.key("actions"), sink);
    let retries_path = Path::ROOT.key("retries");
    let retries = entries(&book.retries, &retries_path, sink).into_iter();
    let retries = retries.map(|(name, own)| {
        (
            name,
            retries::lower_named(own, &retries_path.key(name), &vocabulary, sink),
        )
    });
    vocabulary.retries = retries.collect();
    envelopes::hints(&book.headers, None, &Path::ROOT.key("headers"), sink);
    vocabulary.status_classes = status_classes(&classes, &path, sink);
    for (lo, hi, class) in &vocabulary.status_classes.ranges {
        vocabulary.classes[*class].statuses.push((*lo, *hi));
    }
    for (index, (name, class)) in classes.iter().enumerate() {
        let (retry, actions) = fields::of_class(class, &path.key(name), &vocabulary, sink);
        vocabulary.classes[index].retry = retry;
        vocabulary.classes[index].actions = actions;
    }
    vocabulary
}

fn actions(book: &syntax::Book, sink: &mut Sink<'_>) -> Vec<Action> {
    let path = Path::ROOT.key("actions");
    let lowered = entries(&book.actions, &path, sink)
        .into_iter()
        .map(|(name, action)| {
            let path = path.key(name);
            let actor = sink
                .word(&path.key("actor"), "actor", &action.actor, &ACTORS)
                .unwrap_or(Actor::Program);
            Action {
                name: name.to_owned(),
                ident: sink.snake_key(&path, name),
                summary: action.summary.trim().to_owned(),
                actor,
            }
        });
    lowered.collect()
}

/// The outcome of a class, if it can have it.
fn outcome(class: &syntax::Class, path: &Path<'_>, sink: &mut Sink<'_>) -> Option<Outcome> {
    let path = path.key("outcome");
    let word = class.outcome.as_deref().unwrap_or("failure");
    let outcome = sink.word(&path, "outcome", word, &fields::OUTCOMES)?;
    if outcome == Outcome::Ignorable {
        let mistake = Mistake::new(
            Id::IgnorableClass,
            "a class cannot be ignorable",
            "`failure` or `success`",
        );
        sink.at(
            &path,
            &mistake.help("what may be ignored depends on the call: say it in a rule"),
        );
        return None;
    }
    Some(outcome)
}

fn lower_class(name: &str, class: &syntax::Class, path: &Path<'_>, sink: &mut Sink<'_>) -> Class {
    let outcome = outcome(class, path, sink);
    let silent = class
        .user_message
        .as_deref()
        .is_none_or(|text| text.trim().is_empty());
    if outcome == Some(Outcome::Failure) && silent {
        let message = format!("class `{name}` has no text for the end user");
        let mistake = Mistake::new(Id::ClassWithoutText, message, "add a `user_message`");
        sink.at_key(
            path,
            &mistake.help("it is shown for every code that has none of its own"),
        );
    }
    let severity = class
        .severity
        .as_deref()
        .map(|text| sink.word(&path.key("severity"), "severity", text, &fields::SEVERITIES));
    let grpc = class
        .grpc
        .as_deref()
        .map(|text| sink.word(&path.key("grpc"), "gRPC code", text, &parse::grpc_codes()));
    Class {
        name: name.to_owned(),
        ident: sink.snake_key(path, name),
        summary: class.summary.trim().to_owned(),
        outcome: outcome.unwrap_or(Outcome::Failure),
        severity: severity.flatten().unwrap_or(Severity::Error),
        grpc: grpc.flatten().unwrap_or(Grpc {
            name: "UNKNOWN",
            number: 2,
        }),
        user_message: class
            .user_message
            .as_deref()
            .unwrap_or("")
            .trim()
            .to_owned(),
        retry: None,
        actions: None,
        statuses: Statuses::new(),
    }
}

/// Two names that become one variant.
fn refuse_clashes<'n>(
    idents: impl Iterator<Item = (&'n str, &'n str)>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) {
    let mut firsts = BTreeMap::new();
    for (name, ident) in idents.filter(|(_, ident)| !ident.is_empty()) {
        let first = *firsts.entry(ident).or_insert(name);
        if first != name {
            let message = format!("two names become `{ident}`");
            let mistake = Mistake::new(Id::NameClash, message, "the second one");
            let mistake = mistake.help("rename one of them");
            sink.clash(&path.key(name), &path.key(first), &mistake);
        }
    }
}

const ACTORS: [(&str, Actor); 5] = [
    ("program", Actor::Program),
    ("player", Actor::Player),
    ("developer", Actor::Developer),
    ("operator", Actor::Operator),
    ("support", Actor::Support),
];

/// Gives each status the class that names it most exactly, and the class `unknown` to those that none names.
fn status_classes(
    classes: &[(&str, &syntax::Class)],
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> StatusClasses {
    let find = |name: &str| classes.iter().position(|(known, _)| *known == name);
    for name in ["ok", "unknown"]
        .into_iter()
        .filter(|name| find(name).is_none())
    {
        tell_missing(name, classes, path, sink);
    }
    if classes.is_empty() {
        return StatusClasses {
            ranges: Vec::new(),
            unknown: 0,
        };
    }
    let unknown = find("unknown").unwrap_or(0);
    let mut owners = vec![
        Owner {
            exactness: None,
            class: unknown,
            item: 0
        };
        500
    ];
    for (index, (name, class)) in classes.iter().enumerate() {
        let path = path.key(name);
        let statuses_path = path.key("statuses");
        for (at, word) in class.statuses.items.iter().enumerate() {
            let place = if class.statuses.listed {
                statuses_path.index(at)
            } else {
                statuses_path
            };
            let parsed = sink.parsed(
                &place,
                Id::InvalidStatus,
                "status",
                parse::statuses(&word.0),
            );
            let Some(((lo, hi), exactness)) = parsed else {
                continue;
            };
            let claim = Owner {
                exactness: Some(exactness),
                class: index,
                item: at,
            };
            let range = &mut owners[usize::from(lo - 100)..=usize::from(hi - 100)];
            if let Some(first) = claim.among(range) {
                tell_two_owners(classes, first, &word.0, &place, sink);
            }
        }
    }
    StatusClasses {
        ranges: runs(&owners),
        unknown,
    }
}

/// Tells that a class is missing which every book has; at a class that may have been meant to be it, if there is one.
fn tell_missing(
    name: &str,
    classes: &[(&str, &syntax::Class)],
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) {
    let message = format!("the class `{name}` is missing");
    let nearest = classes
        .iter()
        .map(|(known, _)| {
            (
                strsim::damerau_levenshtein(&known.to_lowercase(), name),
                *known,
            )
        })
        .filter(|(distance, _)| *distance <= name.len() / 3)
        .min();
    if let Some((_, near)) = nearest {
        let label = format!("is this meant to be `{name}`?");
        let mistake = Mistake::new(Id::ClassMissing, message, label);
        sink.at_key(&path.key(near), &mistake);
    } else {
        let mistake = Mistake::new(Id::ClassMissing, message, format!("no `{name}` here"));
        let mistake = mistake.help("every book has the classes `ok` and `unknown`");
        sink.at_key(path, &mistake);
    }
}

/// The class that a status has so far, by which item of its `statuses`, and how exactly that names it.
#[derive(Clone, Copy)]
struct Owner {
    exactness: Option<Exactness>,
    class: usize,
    item: usize,
}

impl Owner {
    /// Takes the statuses that are named less exactly. Returns who names one as exactly, if it is another class.
    fn among(self, statuses: &mut [Self]) -> Option<Self> {
        let rival = statuses
            .iter()
            .find(|owner| owner.exactness == self.exactness && owner.class != self.class)
            .copied();
        for owner in statuses
            .iter_mut()
            .filter(|owner| owner.exactness < self.exactness)
        {
            *owner = self;
        }
        rival
    }
}

fn tell_two_owners(
    classes: &[(&str, &syntax::Class)],
    first: Owner,
    status: &str,
    second: &Path<'_>,
    sink: &mut Sink<'_>,
) {
    let (name, class) = classes[first.class];
    let path = Path::ROOT.key("classes");
    let path = path.key(name);
    let path = path.key("statuses");
    let first = if class.statuses.listed {
        path.index(first.item)
    } else {
        path
    };
    let first = sink.place(&first, Target::Value);
    let message = format!("`{status}` is the default of two classes");
    let mistake = Mistake::new(Id::StatusOfTwoClasses, message, "the second one");
    sink.at_beside(
        second,
        first,
        &mistake.help(format!("`{name}` has it already")),
    );
}

/// The runs of statuses, from 100, that have one class.
fn runs(owners: &[Owner]) -> Vec<(u16, u16, usize)> {
    let mut runs: Vec<(u16, u16, usize)> = Vec::new();
    for (status, Owner { class, .. }) in (100..).zip(owners) {
        match runs.last_mut() {
            Some((_, hi, last)) if last == class => *hi = status,
            _ => runs.push((status, status, *class)),
        }
    }
    runs
}
