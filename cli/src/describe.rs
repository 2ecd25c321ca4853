//! Describes values of the model in words.

use faultbook_codegen::RetryReport;
use faultbook_codegen::model::{
    Action, Capture, Clause, Code, Condition, Domain, Limit, Part, Pattern, Statuses, Test,
    UserText, Value,
};

/// Describes when to repeat a call.
pub(crate) fn retry(retry: &RetryReport) -> String {
    let kind = match (retry.min_ms, retry.base_ms, retry.max_ms) {
        (Some(min), _, Some(max)) if min == max => format!("after {}", duration(min)),
        (Some(min), _, Some(max)) => format!("after {} to {}", duration(min), duration(max)),
        (_, Some(base), Some(max)) => {
            let (factor, jitter) = (retry.factor.unwrap_or(1.0), retry.jitter.unwrap_or(0.0));
            let (base, max) = (duration(base), duration(max));
            format!("with backoff: {base}, then × {factor} each time, up to {max}; jitter {jitter}")
        }
        _ => match (&retry.operation, &retry.action) {
            (Some(operation), _) => format!("automatically, with the next {operation}"),
            (_, Some(action)) => format!("only after {action}"),
            _ => "never".to_owned(),
        },
    };
    match retry.attempts {
        Some(attempts) => format!("{kind}; at most {attempts} times"),
        None => kind,
    }
}

/// Describes an action and its actor.
pub(crate) fn action(action: &Action) -> String {
    format!("{} ({}): {}", action.name, action.actor, action.summary)
}

/// The text for end users in quotation marks.
pub(crate) fn quoted_user_text(text: &UserText, code: &Code) -> String {
    match text {
        UserText::Silent => "none".to_owned(),
        text => format!("“{}”", user_text(text, Some(code))),
    }
}

/// The text for end users, and whether it is all that may be disclosed.
pub(crate) fn public_text(text: Option<String>, confidential: bool) -> Vec<String> {
    let only = confidential.then(|| "confidential: do not disclose the cause".to_owned());
    text.into_iter().chain(only).collect()
}

/// The text for end users; empty if there is none.
pub(crate) fn user_text(text: &UserText, code: Option<&Code>) -> String {
    match text {
        UserText::Silent => String::new(),
        UserText::OfCode => code
            .map(|code| code.user_message.clone())
            .unwrap_or_default(),
        UserText::Text(parts) => parts.iter().map(placeholder).collect(),
    }
}

fn placeholder(part: &Part) -> String {
    match part {
        Part::Literal(text) => text.clone(),
        Part::Capture { name, .. } => format!("{{{name}}}"),
    }
}

/// A duration in its largest whole unit.
pub(crate) fn duration(ms: impl Into<u64>) -> String {
    let ms = ms.into();
    let units = [(3_600_000, "h"), (60_000, "min"), (1000, "s"), (1, "ms")];
    let whole = units
        .into_iter()
        .find(|(size, _)| ms > 0 && ms.is_multiple_of(*size));
    whole.map_or_else(
        || "0 s".to_owned(),
        |(size, unit)| format!("{} {unit}", ms / size),
    )
}

/// The name and title of a domain.
pub(crate) fn domain(domain: &Domain) -> String {
    format!("{}: {}", domain.name, domain.title)
}

/// A published limit.
pub(crate) fn limit(limit: &Limit) -> String {
    let note = limit.note.as_ref().map(|note| format!(". {note}"));
    format!(
        "{} ({}){}",
        limit.amount,
        limit.kind,
        note.unwrap_or_default()
    )
}

/// Describes a condition; `None` if it always holds.
pub(crate) fn condition(condition: &Condition) -> Option<String> {
    let all = |clause: &Clause| clause.iter().map(test).collect::<Vec<_>>().join(" and ");
    let any: Vec<String> = condition.iter().map(all).collect();
    (!any.is_empty()).then(|| any.join(", or "))
}

/// Describes conditions that must all hold; `None` if there are none.
pub(crate) fn conditions(conditions: &[Condition]) -> Option<String> {
    let each = conditions.iter().filter_map(|own| {
        let words = condition(own)?;
        Some(if own.len() > 1 && conditions.len() > 1 {
            format!("({words})")
        } else {
            words
        })
    });
    let all: Vec<String> = each.collect();
    (!all.is_empty()).then(|| all.join(" and "))
}

fn test(test: &Test) -> String {
    match test {
        Test::Status(statuses) => format!("the status is {}", self::statuses(statuses)),
        Test::Field { pointer, values } => {
            format!("`{pointer}` is {}", one_of(values.iter().map(value)))
        }
        Test::Exists {
            pointer,
            exists: true,
        } => format!("`{pointer}` exists"),
        Test::Exists {
            pointer,
            exists: false,
        } => format!("`{pointer}` is missing"),
        Test::Message(patterns) => {
            format!(
                "the message matches {}",
                one_of(patterns.iter().map(pattern))
            )
        }
        Test::Detail { field, patterns } => {
            let patterns = one_of(patterns.iter().map(pattern));
            format!("the detail `{field}` matches {patterns}")
        }
    }
}

fn statuses(statuses: &Statuses) -> String {
    let range = |(lo, hi): &(u16, u16)| {
        if lo == hi {
            lo.to_string()
        } else {
            format!("{lo} to {hi}")
        }
    };
    one_of(statuses.iter().map(range))
}

fn value(value: &Value) -> String {
    match value {
        Value::String(text) => format!("“{text}”"),
        Value::Number(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Null => "null".to_owned(),
    }
}

/// A pattern in the syntax of the book.
fn pattern(parts: &Pattern) -> String {
    let part = |part: &Part| match part {
        Part::Literal(text) => text.replace('{', "{{").replace('}', "}}"),
        Part::Capture { name, kind } => format!("{{{name}:{}}}", kind_of_capture(*kind)),
    };
    format!("“{}”", parts.iter().map(part).collect::<String>())
}

fn kind_of_capture(kind: Capture) -> &'static str {
    match kind {
        Capture::Decimal => "decimal",
        Capture::Integer => "integer",
        Capture::Word => "word",
        Capture::Text => "text",
    }
}

fn one_of(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_in_their_largest_whole_unit() {
        let durations = [0_u32, 1, 1500, 2000, 120_000, 90_000, 3_600_000].map(duration);
        assert_eq!(
            durations,
            ["0 s", "1 ms", "1500 ms", "2 s", "2 min", "90 s", "1 h"]
        );
    }
}
