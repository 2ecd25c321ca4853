//! How changes read.

use std::collections::BTreeMap;

use super::Touched;
use super::findings::{Subject, Values};
use super::path::{NodePath, Segment};
use crate::render::{self, joined};

/// The number of characters of a value that are shown.
const LONGEST: usize = 80;

/// What is prose.
const TEXTS: [&str; 12] = [
    "advice",
    "categories",
    "deprecated",
    "description",
    "example",
    "limits",
    "note",
    "rules",
    "summary",
    "title",
    "translation",
    "user_message",
];

/// The number of names that are listed; the rest are counted.
const MOST_NAMES: usize = 5;

/// The number of effects that are listed; the rest are counted.
const MOST_WAYS: usize = 4;

/// What is at a path.
pub(super) fn subject(path: &NodePath) -> String {
    let keys = path.segments.iter().map(|segment| match segment {
        Segment::Key(key) => key.as_str(),
        Segment::Index(_) => "",
    });
    let keys: Vec<&str> = keys.collect();
    let Some(vendor) = &path.vendor else {
        return in_book(&keys);
    };
    let mut lists = [("rules", "rule"), ("examples", "example")].into_iter();
    let entry = lists.find_map(|(key, word)| Some(format!("{word} {} of ", number(path, key)?)));
    let node = match *keys {
        ["domains", _, "codes", code, ..] => format!("code `{vendor}/{code}`"),
        ["domains", domain, "categories", category, ..] => {
            format!("category `{category}` of `{vendor}/{domain}`")
        }
        ["domains", domain, ..] => format!("domain `{vendor}/{domain}`"),
        ["operations", operation, ..] => format!("operation `{vendor}/{operation}`"),
        _ => format!("vendor `{vendor}`"),
    };
    entry.unwrap_or_default() + &node
}

fn in_book(keys: &[&str]) -> String {
    match *keys {
        ["classes", class, ..] => format!("class `{class}`"),
        ["actions", action, ..] => format!("action `{action}`"),
        ["retries", retry, ..] => format!("retry `{retry}`"),
        ["classes"] => "the classes".to_owned(),
        ["actions"] => "the actions".to_owned(),
        ["headers", ..] => "the usual headers".to_owned(),
        ["languages", ..] => "the languages".to_owned(),
        _ => "the vendors".to_owned(),
    }
}

/// The members of an enum, by their path. Each vendor has a file of its own.
pub(super) fn members(path: &NodePath) -> String {
    let of = |what: &str| format!("{what} of {}", subject(path));
    match path.segments.last() {
        Some(Segment::Key(key)) if key == "codes" => of("the codes"),
        Some(Segment::Key(key)) if key == "operations" => of("the operations"),
        Some(Segment::Key(key)) if key == "domains" => of("the domains"),
        Some(Segment::Key(key)) if key == "classes" || key == "actions" => subject(path),
        _ => "the vendors".to_owned(),
    }
}

/// The position of the entry that a path leads to, in the list of a key.
fn number(path: &NodePath, list: &str) -> Option<usize> {
    let mut segments = path.segments.windows(2);
    segments.find_map(|two| match two {
        [Segment::Key(key), Segment::Index(index)] if key == list => Some(index + 1),
        _ => None,
    })
}

/// What was and what is.
pub(super) fn values(values: &Values) -> String {
    let Values { field, old, new } = values;
    let [was, is] = [old, new].map(|side| value(field, side));
    match (old.is_empty(), new.is_empty()) {
        (true, _) => format!("`{field}` is {is}"),
        (_, true) => format!("`{field}` was {was}"),
        _ => format!("`{field}` was {was} and is {is}"),
    }
}

/// A value in one line of reasonable length.
pub(super) fn value(field: &str, value: &str) -> String {
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    };
    if quoted.is_empty() {
        "nothing".to_owned()
    } else if TEXTS.contains(&field) || quoted.contains('`') {
        format!("“{quoted}”")
    } else {
        format!("`{quoted}`")
    }
}

/// The decisions that differ, with their operations and statuses.
pub(super) fn touched(
    subject: &Subject,
    operations: &BTreeMap<String, Vec<(u16, u16)>>,
) -> Touched {
    let is_all = operations.len() >= subject.operations;
    let names = operations.keys().filter(|_| !is_all).cloned();
    let statuses = if subject.has_one_status {
        String::new()
    } else {
        statuses(operations.values().flatten())
    };
    Touched {
        what: subject.words.clone(),
        operations: names.collect(),
        statuses,
    }
}

/// The statuses, if they are not all that a response can have.
fn statuses<'r>(reach: impl Iterator<Item = &'r (u16, u16)>) -> String {
    let clipped = reach.map(|(lo, hi)| ((*lo).max(render::ANY.0), (*hi).min(render::ANY.1)));
    let possible: Vec<(u16, u16)> = clipped.filter(|(lo, hi)| lo <= hi).collect();
    match render::statuses(&possible).as_str() {
        "any status" => String::new(),
        "" => "no status that exists".to_owned(),
        statuses => statuses.to_owned(),
    }
}

/// Everything that is affected, grouped by operations and statuses.
pub(super) fn all_touched(touched: &[Touched]) -> String {
    let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for one in touched {
        alike.entry(way(one)).or_default().push(&one.what);
    }
    let ways = alike
        .iter()
        .take(MOST_WAYS)
        .map(|(way, what)| shortened(what) + way);
    let hidden: usize = alike.values().skip(MOST_WAYS).map(Vec::len).sum();
    let hidden = (hidden > 0).then(|| format!("and {hidden} more"));
    joined(ways.chain(hidden), "; ")
}

/// The operations and statuses that something is affected under.
fn way(touched: &Touched) -> String {
    let (operations, statuses) = (&touched.operations, &touched.statuses);
    let under = (!operations.is_empty()).then(|| format!(" under {}", shortened(operations)));
    let with = (!statuses.is_empty()).then(|| format!(" with {statuses}"));
    joined(under.into_iter().chain(with), "")
}

/// Names, of which the first are listed and the rest are counted.
fn shortened<T: AsRef<str>>(names: &[T]) -> String {
    let listed = joined(names.iter().take(MOST_NAMES).map(AsRef::as_ref), ", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => listed,
        hidden => format!("{listed} and {hidden} more"),
    }
}
