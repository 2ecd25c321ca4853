//! The model's small things in words: durations, statuses, places in a response, conditions.

use super::inline::Inline;
use crate::model::{Capture, Clause, Condition, Part, Pattern, Source, Statuses, Test, Value};

/// All statuses that a response can have.
pub(crate) const ANY: (u16, u16) = (100, 599);

/// A duration in the largest unit that leaves no fraction.
pub(crate) fn duration(millis: u32) -> String {
    let (number, unit) = parts(millis);
    format!("{number} {unit}")
}

/// A range of durations, with the unit said once if it is the same.
pub(crate) fn durations(min: u32, max: u32) -> String {
    let ((lo, lo_unit), (hi, hi_unit)) = (parts(min), parts(max));
    match (min == max, lo_unit == hi_unit) {
        (true, _) => duration(min),
        (_, true) => format!("{lo}–{hi} {hi_unit}"),
        _ => format!("{lo} {lo_unit} to {hi} {hi_unit}"),
    }
}

fn parts(millis: u32) -> (u32, &'static str) {
    const UNITS: [(u32, &str); 4] = [
        (86_400_000, "d"),
        (3_600_000, "h"),
        (60_000, "min"),
        (1000, "s"),
    ];
    let unit = UNITS
        .iter()
        .find(|(factor, _)| millis >= *factor && millis.is_multiple_of(*factor));
    unit.map_or((millis, "ms"), |(factor, unit)| (millis / factor, unit))
}

/// A number of thousandths.
pub(crate) fn milli(milli: u32) -> String {
    (f64::from(milli) / 1000.0).to_string()
}

/// Ranges in order, those that touch made one.
pub(crate) fn normalized(statuses: &[(u16, u16)]) -> Statuses {
    let mut sorted = statuses.to_vec();
    sorted.sort_unstable();
    let mut merged = Statuses::new();
    for (lo, hi) in sorted {
        match merged.last_mut() {
            Some((_, end)) if lo <= end.saturating_add(1) => *end = (*end).max(hi),
            _ => merged.push((lo, hi)),
        }
    }
    merged
}

/// `404, 410`, `5xx`, `201–299`.
pub(crate) fn statuses(statuses: &[(u16, u16)]) -> String {
    statuses_among(statuses, &[])
}

/// The same where all of `listed` stand side by side, so that whoever has the most of a hundred has “other 4xx”.
pub(crate) fn statuses_among(statuses: &[(u16, u16)], listed: &[(u16, u16)]) -> String {
    let (statuses, listed) = (normalized(statuses), normalized(listed));
    let count: u16 = statuses.iter().map(|(lo, hi)| hi - lo + 1).sum();
    if statuses == [ANY] {
        return "any status".to_owned();
    }
    if listed == [ANY] && count > (ANY.1 - ANY.0) / 2 {
        return "any other status".to_owned();
    }
    let pieces: Vec<(u16, u16)> = statuses.into_iter().flat_map(hundreds).collect();
    let by_hundred = pieces.chunk_by(|a, b| a.0 / 100 == b.0 / 100);
    by_hundred
        .map(|same| hundred(same, &listed))
        .collect::<Vec<_>>()
        .join(", ")
}

/// What sorts statuses, those that are named before those that are left.
pub(crate) fn order(words: &str, statuses: &[(u16, u16)]) -> (u16, bool, u16) {
    let first = statuses.first().map_or(0, |(lo, _)| *lo);
    (first / 100, words.contains("other"), first)
}

/// Pieces of the same hundred.
fn hundred(pieces: &[(u16, u16)], listed: &[(u16, u16)]) -> String {
    let first = pieces[0].0 / 100 * 100;
    let is_whole = listed
        .iter()
        .any(|(lo, hi)| *lo <= first && first + 99 <= *hi);
    match pieces.iter().map(|(lo, hi)| hi - lo + 1).sum::<u16>() {
        51..=99 if is_whole => format!("other {}xx", first / 100),
        _ => pieces
            .iter()
            .copied()
            .map(piece)
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn hundreds((lo, hi): (u16, u16)) -> impl Iterator<Item = (u16, u16)> {
    (lo / 100..=hi / 100).map(move |hundred| (lo.max(hundred * 100), hi.min(hundred * 100 + 99)))
}

fn piece((lo, hi): (u16, u16)) -> String {
    match (lo, hi) {
        (lo, hi) if lo == hi => lo.to_string(),
        (lo, hi) if lo % 100 == 0 && hi == lo + 99 => format!("{}xx", lo / 100),
        _ => format!("{lo}–{hi}"),
    }
}

/// Where something stands: the first of these places that has it.
pub(crate) fn sources(sources: &[Source]) -> Inline {
    Inline::join(sources.iter().map(source), ", else ")
}

fn source(source: &Source) -> Inline {
    match source {
        Source::Pointer(pointer) => place(pointer),
        Source::Header(name) => Inline::own("header ") + Inline::code(name),
        Source::Status => Inline::own("the HTTP status itself"),
        Source::Token => Inline::own("the body itself, if it is one bare word"),
    }
}

/// A place in the body.
pub(crate) fn place(pointer: &str) -> Inline {
    if pointer.is_empty() {
        Inline::own("the whole body")
    } else {
        Inline::code(pointer)
    }
}

/// A condition as the rest of a sentence that begins with “when”.
pub(crate) fn condition(condition: &[Clause]) -> Inline {
    let clause = |tests: &Clause| Inline::join(tests.iter().map(test), " and ");
    Inline::join(condition.iter().map(clause), ", or ")
}

/// Conditions that must all hold.
pub(crate) fn conditions(conditions: &[Condition]) -> Inline {
    if let [one] = conditions {
        return condition(one);
    }
    let each = conditions
        .iter()
        .map(|alternatives| match alternatives.as_slice() {
            [_] => condition(alternatives),
            _ => Inline::own("(") + condition(alternatives) + ")",
        });
    Inline::join(each, " and ")
}

fn test(test: &Test) -> Inline {
    match test {
        Test::Status(statuses) => {
            let statuses = self::statuses(statuses).replace(", ", " or ");
            Inline::own("the status is ") + Inline::text(&statuses)
        }
        Test::Field { pointer, values } => {
            place(pointer)
                + " is "
                + Inline::join(
                    values.iter().map(|value| Inline::code(&literal(value))),
                    " or ",
                )
        }
        Test::Exists {
            pointer,
            exists: true,
        } => place(pointer) + " is there and not null",
        Test::Exists {
            pointer,
            exists: false,
        } => place(pointer) + " is absent or null",
        Test::Message(patterns) => Inline::own("the message reads ") + one_of(patterns),
        Test::Detail { field, patterns } => {
            Inline::own("the detail ") + Inline::code(field) + " reads " + one_of(patterns)
        }
    }
}

/// A value as JSON writes it.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        Value::Number(digits) => digits.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Null => "null".to_owned(),
    }
}

fn one_of(patterns: &[Pattern]) -> Inline {
    Inline::join(patterns.iter().map(|parts| pattern(parts)), " or ")
}

/// A pattern, with what it captures in braces.
fn pattern(parts: &[Part]) -> Inline {
    Inline::code(&with_captures(parts, |name, kind| {
        format!("{{{name}:{}}}", self::kind(kind))
    }))
}

/// A text for the end user, with what is filled in in braces.
pub(crate) fn template(parts: &[Part]) -> String {
    with_captures(parts, |name, _| format!("{{{name}}}"))
}

fn with_captures(parts: &[Part], capture: impl Fn(&str, Capture) -> String) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Literal(literal) => text.push_str(literal),
            Part::Capture { name, kind } => text.push_str(&capture(name, *kind)),
        }
    }
    text
}

fn kind(kind: Capture) -> &'static str {
    match kind {
        Capture::Decimal => "decimal",
        Capture::Integer => "integer",
        Capture::Word => "word",
        Capture::Text => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::{
        ANY, Clause, Test, Value, condition, conditions, duration, durations, statuses,
        statuses_among,
    };

    #[test]
    fn a_duration_takes_the_largest_unit_without_a_fraction() {
        let words = [0, 250, 1500, 2000, 90_000, 120_000, 3_600_000, 172_800_000].map(duration);
        assert_eq!(
            words,
            [
                "0 ms", "250 ms", "1500 ms", "2 s", "90 s", "2 min", "1 h", "2 d"
            ]
        );
        assert_eq!(durations(2000, 5000), "2–5 s");
        assert_eq!(durations(500, 60_000), "500 ms to 1 min");
        assert_eq!(durations(1000, 1000), "1 s");
    }

    #[test]
    fn statuses_are_told_by_the_hundred_where_they_are_whole() {
        assert_eq!(statuses(&[(410, 410), (404, 404)]), "404, 410");
        assert_eq!(statuses(&[(400, 499), (500, 599)]), "4xx, 5xx");
        assert_eq!(statuses(&[(201, 299), (200, 200)]), "2xx");
        assert_eq!(statuses(&[(450, 520)]), "450–499, 500–520");
        assert_eq!(statuses(&[(100, 599)]), "any status");
    }

    #[test]
    fn a_condition_goes_on_after_when() {
        let pointer = "/ok".to_owned();
        let values = vec![Value::Bool(true), Value::String("a\"b".to_owned())];
        let clause = [
            Test::Status(vec![(400, 499), (503, 503)]),
            Test::Field {
                pointer: pointer.clone(),
                values,
            },
        ];
        let exists = [Test::Exists {
            pointer,
            exists: true,
        }];
        let either: Vec<Clause> = vec![clause.into(), exists.clone().into()];
        let words = r#"the status is 4xx or 503 and `/ok` is `true` or `"a\"b"`, or `/ok` is there and not null"#;
        assert_eq!(condition(&either).as_str(), words);
        assert_eq!(conditions(std::slice::from_ref(&either)).as_str(), words);
        let both = [either, vec![exists.into()]];
        let words = format!("({words}) and `/ok` is there and not null");
        assert_eq!(conditions(&both).as_str(), words);
    }

    #[test]
    fn most_of_what_is_listed_is_what_the_others_leave() {
        let mixed = [(400, 400), (405, 499), (500, 503)];
        assert_eq!(statuses_among(&mixed, &[ANY]), "other 4xx, 500–503");
        assert_eq!(
            statuses_among(&mixed, &[(500, 599)]),
            "400, 405–499, 500–503"
        );
        assert_eq!(
            statuses_among(&[(100, 400), (402, 599)], &[ANY]),
            "any other status"
        );
        assert_eq!(
            statuses_among(&[(200, 299), (402, 402)], &[ANY]),
            "2xx, 402"
        );
    }
}
