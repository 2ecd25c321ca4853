//! Changes in words.

use std::collections::BTreeMap;

use super::Touched;
use super::findings::{Subject, Values};
use super::spot::{Hop, Spot};
use crate::model::{Capture, Clause, Condition, Part, Pattern, Source, Test, Value};
use crate::report::list;

/// A value is shown up to so many characters.
const LONGEST: usize = 80;

/// What is prose.
const TEXTS: [&str; 11] = [
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
    "user_message",
];

/// So many names are told, and the rest is counted.
const MOST_NAMES: usize = 5;

/// So many ways in which names are touched are told.
const MOST_WAYS: usize = 4;

/// What stands in a place of a book.
pub(super) fn spot(spot: &Spot) -> String {
    let keys = spot.path.iter().map(|hop| match hop {
        Hop::Key(key) => key.as_str(),
        Hop::Index(_) => "",
    });
    let keys: Vec<&str> = keys.collect();
    let Some(vendor) = &spot.vendor else {
        return in_book(&keys);
    };
    let mut lists = [("rules", "rule"), ("examples", "example")].into_iter();
    let entry = lists.find_map(|(key, word)| Some(format!("{word} {} of ", number(spot, key)?)));
    let seat = match *keys {
        ["domains", _, "codes", code, ..] => format!("code `{vendor}/{code}`"),
        ["domains", domain, "categories", category, ..] => {
            format!("category `{category}` of `{vendor}/{domain}`")
        }
        ["domains", domain, ..] => format!("domain `{vendor}/{domain}`"),
        ["operations", operation, ..] => format!("operation `{vendor}/{operation}`"),
        _ => format!("vendor `{vendor}`"),
    };
    entry.unwrap_or_default() + &seat
}

fn in_book(keys: &[&str]) -> String {
    match *keys {
        ["classes", class, ..] => format!("class `{class}`"),
        ["actions", action, ..] => format!("action `{action}`"),
        ["retries", retry, ..] => format!("retry `{retry}`"),
        ["classes"] => "the classes".to_owned(),
        ["actions"] => "the actions".to_owned(),
        ["headers", ..] => "the usual headers".to_owned(),
        _ => "the vendors".to_owned(),
    }
}

/// The members of an enum, by where they stand; vendors each have a file.
pub(super) fn members(spot: &Spot) -> String {
    let of = |what: &str| format!("{what} of {}", self::spot(spot));
    match spot.path.last() {
        Some(Hop::Key(key)) if key == "codes" => of("the codes"),
        Some(Hop::Key(key)) if key == "operations" => of("the operations"),
        Some(Hop::Key(key)) if key == "domains" => of("the domains"),
        Some(Hop::Key(key)) if key == "classes" || key == "actions" => self::spot(spot),
        _ => "the vendors".to_owned(),
    }
}

/// The number of the entry that a place is in, of the list of a key.
fn number(spot: &Spot, list: &str) -> Option<usize> {
    let mut hops = spot.path.windows(2);
    hops.find_map(|two| match two {
        [Hop::Key(key), Hop::Index(index)] if key == list => Some(index + 1),
        _ => None,
    })
}

/// What was and what is.
pub(super) fn values(values: &Values) -> String {
    let Values { field, old, new } = values;
    match (old.is_empty(), new.is_empty()) {
        (true, _) => format!("`{field}` is {}", value(field, new)),
        (_, true) => format!("`{field}` was {}", value(field, old)),
        _ => format!(
            "`{field}` was {} and is {}",
            value(field, old),
            value(field, new)
        ),
    }
}

/// A value in one line of a sensible length.
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

/// What is decided otherwise, under which operations and with which statuses.
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

/// With which of the statuses that a response can have; nothing if with all of them.
fn statuses<'r>(reach: impl Iterator<Item = &'r (u16, u16)>) -> String {
    const ANY: (u16, u16) = (100, 599);
    let clipped = reach.map(|(lo, hi)| ((*lo).max(ANY.0), (*hi).min(ANY.1)));
    let possible: Vec<(u16, u16)> = clipped.filter(|(lo, hi)| lo <= hi).collect();
    match crate::render::statuses(&possible).as_str() {
        "any status" => String::new(),
        "" => "a status that there is not".to_owned(),
        statuses => statuses.to_owned(),
    }
}

/// All that is touched: what is so in the same way is told together.
pub(super) fn all_touched(touched: &[Touched]) -> String {
    let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for one in touched {
        alike.entry(way(one)).or_default().push(&one.what);
    }
    let told = alike
        .iter()
        .take(MOST_WAYS)
        .map(|(way, what)| shortened(what) + way);
    let mut told: Vec<String> = told.collect();
    let hidden: usize = alike.values().skip(MOST_WAYS).map(Vec::len).sum();
    if hidden > 0 {
        told.push(format!("and {hidden} more"));
    }
    told.join("; ")
}

/// Under which operations and with which statuses something is touched.
fn way(touched: &Touched) -> String {
    let operations = Some(&touched.operations).filter(|names| !names.is_empty());
    let operations = operations.map(|names| format!(" under {}", shortened(names)));
    let statuses = Some(&touched.statuses).filter(|statuses| !statuses.is_empty());
    let statuses = statuses.map(|statuses| format!(" with {statuses}"));
    [operations, statuses].into_iter().flatten().collect()
}

/// Names, of which the first are told and the rest is counted.
fn shortened<T: AsRef<str>>(names: &[T]) -> String {
    let told: Vec<&str> = names.iter().take(MOST_NAMES).map(AsRef::as_ref).collect();
    let told = told.join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => told,
        hidden => format!("{told} and {hidden} more"),
    }
}

/// Places in a response, in the order in which they are tried.
pub(super) fn sources(sources: &[Source]) -> String {
    let source = |source: &Source| match source {
        Source::Pointer(pointer) => pointer.clone(),
        Source::Header(name) => format!("header {name}"),
        Source::Status => "status".to_owned(),
        Source::Token => "text".to_owned(),
    };
    match sources {
        [one] => source(one),
        [] => String::new(),
        many => list(many.iter().map(source)),
    }
}

/// A condition; nothing if it always holds.
pub(super) fn condition(condition: &Condition) -> String {
    let clause = |tests: &Clause| tests.iter().map(test).collect::<Vec<_>>().join(" and ");
    condition
        .iter()
        .map(clause)
        .collect::<Vec<_>>()
        .join(", or ")
}

fn test(test: &Test) -> String {
    match test {
        Test::Status(statuses) => format!("status {}", crate::render::statuses(statuses)),
        Test::Field { pointer, values } => {
            format!(
                "{pointer}: {}",
                values.iter().map(literal).collect::<Vec<_>>().join(" or ")
            )
        }
        Test::Exists { pointer, exists } => {
            format!("{pointer}: {}", if *exists { "there" } else { "absent" })
        }
        Test::Message(patterns) => format!("message: {}", one_of(patterns)),
        Test::Detail { field, patterns } => format!("{field}: {}", one_of(patterns)),
    }
}

fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Number(digits) => digits.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Null => "null".to_owned(),
    }
}

fn one_of(patterns: &[Pattern]) -> String {
    let patterns: Vec<String> = patterns.iter().map(|parts| pattern(parts)).collect();
    patterns.join(" or ")
}

fn pattern(parts: &[Part]) -> String {
    let part = |part: &Part| match part {
        Part::Literal(text) => text.clone(),
        Part::Capture { name, kind } => format!("{{{name}:{}}}", capture(*kind)),
    };
    parts.iter().map(part).collect()
}

fn capture(kind: Capture) -> &'static str {
    match kind {
        Capture::Decimal => "decimal",
        Capture::Integer => "integer",
        Capture::Word => "word",
        Capture::Text => "text",
    }
}
