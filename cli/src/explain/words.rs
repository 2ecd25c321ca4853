//! Values of the model in words.

use faultbook_codegen::RetryReport;
use faultbook_codegen::model::{
    Action, Capture, Clause, Code, Condition, Domain, Limit, Part, Pattern, Statuses, Test,
    UserText, Value,
};

/// When to repeat a call.
pub(super) fn retry(retry: &RetryReport) -> String {
    let kind = match (retry.min_ms, retry.base_ms, retry.max_ms) {
        (Some(min), _, Some(max)) if min == max => format!("after {}", duration(min)),
        (Some(min), _, Some(max)) => format!("after {} to {}", duration(min), duration(max)),
        (_, Some(base), Some(max)) => {
            let (factor, jitter) = (retry.factor.unwrap_or(1.0), retry.jitter.unwrap_or(0.0));
            let (base, max) = (duration(base), duration(max));
            format!("with backoff: {base}, then × {factor} each time, up to {max}; jitter {jitter}")
        }
        _ => match (&retry.operation, &retry.action) {
            (Some(operation), _) => format!("by itself, with the next {operation}"),
            (_, Some(action)) => format!("only after {action}"),
            _ => "never".to_owned(),
        },
    };
    match retry.attempts {
        Some(attempts) => format!("{kind}; at most {attempts} times"),
        None => kind,
    }
}

/// What somebody does, and who.
pub(super) fn action(action: &Action) -> String {
    format!("{} ({}): {}", action.name, action.actor, action.summary)
}

/// What the end user may be shown, in quotation marks.
pub(super) fn user_text(text: &UserText, code: &Code) -> String {
    match text {
        UserText::Silent => "none".to_owned(),
        text => format!("“{}”", shown(text, Some(code))),
    }
}

/// What may be told outside: the text for the end user, and whether it is all.
pub(super) fn told_outside(text: Option<String>, confidential: bool) -> Vec<String> {
    let only = confidential.then(|| "confidential: nobody outside may learn the cause".to_owned());
    text.into_iter().chain(only).collect()
}

/// What the end user may be shown; nothing if that is so.
pub(crate) fn shown(text: &UserText, code: Option<&Code>) -> String {
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
pub(super) fn duration(ms: impl Into<u64>) -> String {
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

/// A domain, and what its codes are.
pub(super) fn domain(domain: &Domain) -> String {
    format!("{}: {}", domain.name, domain.title)
}

/// A published limit.
pub(super) fn limit(limit: &Limit) -> String {
    let note = limit.note.as_ref().map(|note| format!(". {note}"));
    format!(
        "{} ({}){}",
        limit.amount,
        limit.kind,
        note.unwrap_or_default()
    )
}

/// When something holds; nothing, if it always does.
pub(crate) fn condition(condition: &Condition) -> Option<String> {
    let all = |clause: &Clause| clause.iter().map(test).collect::<Vec<_>>().join(" and ");
    let any: Vec<String> = condition.iter().map(all).collect();
    (!any.is_empty()).then(|| any.join(", or "))
}

/// When conditions hold that must all hold; nothing, if there are none.
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
        } => format!("`{pointer}` is there"),
        Test::Exists {
            pointer,
            exists: false,
        } => format!("`{pointer}` is absent"),
        Test::Message(patterns) => {
            format!("the message reads {}", one_of(patterns.iter().map(pattern)))
        }
        Test::Detail { field, patterns } => {
            let patterns = one_of(patterns.iter().map(pattern));
            format!("the detail `{field}` reads {patterns}")
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

/// A pattern as the book writes it.
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
    fn durations_take_their_largest_whole_unit() {
        let told = [0_u32, 1, 1500, 2000, 120_000, 90_000, 3_600_000].map(duration);
        assert_eq!(
            told,
            ["0 s", "1 ms", "1500 ms", "2 s", "2 min", "90 s", "1 h"]
        );
    }
}
