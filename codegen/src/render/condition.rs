//! Conditions, patterns, and locations in a response.

use crate::document::Inline;
use crate::model::{
    Body, Capture, Clause, Code, Condition, Part, Pattern, Source, Template, Test, UserText, Value,
    Wait, WaitUnit,
};

/// A condition as the rest of a sentence that starts with “when”; empty if it always holds.
#[must_use]
pub fn condition(condition: &[Clause]) -> Inline {
    let clause = |tests: &Clause| Inline::join(tests.iter().map(test), " and ");
    Inline::join(condition.iter().map(clause), ", or ")
}

/// Conditions that must all hold.
#[must_use]
pub fn conditions(conditions: &[Condition]) -> Inline {
    if let [one] = conditions {
        return condition(one);
    }
    let each = conditions.iter().map(|own| match own.as_slice() {
        [_] => condition(own),
        _ => Inline::from("(") + condition(own) + ")",
    });
    Inline::join(each, " and ")
}

/// A test as the rest of a sentence that starts with “when”.
pub(crate) fn test(test: &Test) -> Inline {
    match test {
        Test::Status(statuses) => {
            let statuses = super::statuses(statuses).replace(", ", " or ");
            Inline::from("the status is ") + Inline::text(&statuses)
        }
        Test::Field { pointer, values } => {
            place(pointer) + " is " + one_of(values.iter().map(value))
        }
        Test::Element { at, values } => {
            Inline::code(&at.path) + " is " + one_of(values.iter().map(value))
        }
        Test::ElementExists { at, exists } => Inline::code(&at.path) + presence(*exists),
        Test::Exists { pointer, exists } => place(pointer) + presence(*exists),
        Test::Header { name, values } => header(name) + " is " + one_of(values.iter().map(value)),
        Test::HeaderExists { name, exists: true } => header(name) + " is there",
        Test::HeaderExists {
            name,
            exists: false,
        } => header(name) + " is absent",
        Test::Body(body) => Inline::from("the body is ") + self::body(*body),
        Test::Message(patterns) => Inline::from("the message reads ") + any_pattern(patterns),
        Test::Detail { field, patterns } => {
            Inline::from("the detail ") + Inline::code(field) + " reads " + any_pattern(patterns)
        }
    }
}

fn presence(exists: bool) -> &'static str {
    if exists {
        " is there and not null"
    } else {
        " is absent or null"
    }
}

/// Alternatives.
pub(crate) fn one_of(items: impl Iterator<Item = Inline>) -> Inline {
    Inline::join(items, " or ")
}

fn header(name: &str) -> Inline {
    Inline::from("the header ") + Inline::code(name)
}

fn body(body: Body) -> &'static str {
    match body {
        Body::Json => "a JSON object or list",
        Body::Value => "JSON",
        Body::Empty => "empty",
        Body::Text => "text",
        Body::Any => "anything",
    }
}

fn value(value: &Value) -> Inline {
    match value {
        Value::Contains(_) => Inline::from("a text that contains ") + Inline::code(&literal(value)),
        Value::Prefix(_) => {
            Inline::from("a text that starts with ") + Inline::code(&literal(value))
        }
        _ => Inline::code(&literal(value)),
    }
}

/// A value in JSON's notation.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) | Value::Contains(text) | Value::Prefix(text) => {
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
        }
        Value::Number(digits) => digits.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Null => "null".to_owned(),
    }
}

fn any_pattern(patterns: &[Pattern]) -> Inline {
    let pattern = |parts: &Pattern| {
        Inline::code(&with_captures(parts, |name, kind| {
            format!("{{{name}:{}}}", self::kind(kind))
        }))
    };
    one_of(patterns.iter().map(pattern))
}

/// A text for the end user, with the names of captures in braces. Each of several plural forms follows its category.
#[must_use]
pub fn template(template: &Template) -> String {
    if template.plural.is_none() {
        return parts(&template.text);
    }
    let forms = template.forms();
    let forms = forms.map(|(category, form)| format!("{}: {}", category.as_str(), parts(form)));
    super::joined(forms, " | ")
}

/// A text with the names of its captures in braces.
pub(crate) fn parts(parts: &[Part]) -> String {
    with_captures(parts, |name, _| format!("{{{name}}}"))
}

/// The text for the end user that is decided for a code, or for a response without one; empty if there is none.
#[must_use]
pub fn user_text(text: &UserText, code: Option<&Code>) -> String {
    template(&text.template(code))
}

fn with_captures(parts: &[Part], capture: impl Fn(&str, Capture) -> String) -> String {
    let part = |part: &Part| match part {
        Part::Literal(literal) => literal.clone(),
        Part::Capture { name, kind } => capture(name, *kind),
    };
    parts.iter().map(part).collect()
}

fn kind(kind: Capture) -> &'static str {
    match kind {
        Capture::Decimal => "decimal",
        Capture::Integer => "integer",
        Capture::Word => "word",
        Capture::Text => "text",
    }
}

/// Locations in a response, of which the first with a value counts.
#[must_use]
pub fn sources(sources: &[Source]) -> Inline {
    Inline::join(sources.iter().map(source), ", else ")
}

/// The location of a wait in a response, its format, and the responses that have it.
#[must_use]
pub fn wait(wait: &Wait) -> Inline {
    let unit = match wait.unit {
        WaitUnit::RetryAfter => "in seconds or as an HTTP date",
        WaitUnit::Seconds => "in seconds",
        WaitUnit::Milliseconds => "in milliseconds",
        WaitUnit::Minutes => "in minutes",
        WaitUnit::Epoch => "in seconds since 1970",
        WaitUnit::EpochMilliseconds => "in milliseconds since 1970",
        WaitUnit::HttpDate => "as an HTTP date",
        WaitUnit::Rfc3339 => "as a date and time of RFC 3339",
        WaitUnit::Duration => "as a duration",
    };
    let mut place = source(&wait.source) + ", " + unit;
    if !wait.when.is_empty() {
        place = place + ", when " + condition(&wait.when);
    }
    if wait.longest {
        place = place + "; the longest of such waits counts";
    }
    place
}

fn source(source: &Source) -> Inline {
    match source {
        Source::Pointer(pointer) => place(pointer),
        Source::Header(name) => Inline::from("header ") + Inline::code(name),
        Source::Parameter { header, name } => {
            Inline::from("parameter ")
                + Inline::code(name)
                + " of the header "
                + Inline::code(header)
        }
        Source::Each(each) => Inline::code(&each.path),
        Source::Captured { source, patterns } => {
            self::source(source) + ", which reads " + any_pattern(patterns)
        }
        Source::Status => "the HTTP status itself".into(),
        Source::Token => "the body itself, if it is one bare word".into(),
    }
}

/// A location in the body.
pub(crate) fn place(pointer: &str) -> Inline {
    if pointer.is_empty() {
        "the whole body".into()
    } else {
        Inline::code(pointer)
    }
}

#[cfg(test)]
mod tests {
    use super::{Clause, Test, Value, condition, conditions};

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
        assert_eq!(condition(&either).in_terminal(), words);
        assert_eq!(
            conditions(std::slice::from_ref(&either)).in_terminal(),
            words
        );
        let both = [either, vec![exists.into()]];
        let words = format!("({words}) and `/ok` is there and not null");
        assert_eq!(conditions(&both).in_terminal(), words);
    }
}
