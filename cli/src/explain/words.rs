//! Values of the model in words.

use faultbook_codegen::model::{
    Action, Arm, Capture, Code, Limit, Operation, Part, Retry, RetryKind, Statuses, Test, UserText,
    Value,
};

/// When to repeat a call.
pub(super) fn retry(retry: &Retry, actions: &[Action], operations: &[Operation]) -> String {
    let kind = match retry.kind {
        RetryKind::Never => "never".to_owned(),
        RetryKind::After { min_ms, max_ms } if min_ms == max_ms => {
            format!("after {}", duration(min_ms))
        }
        RetryKind::After { min_ms, max_ms } => {
            format!("after {} to {}", duration(min_ms), duration(max_ms))
        }
        RetryKind::Backoff {
            base_ms,
            factor_milli,
            max_ms,
            jitter_milli,
        } => {
            let (base, max) = (duration(base_ms), duration(max_ms));
            let (factor, jitter) = (thousandths(factor_milli), thousandths(jitter_milli));
            format!("with backoff: {base}, then × {factor} each time, up to {max}; jitter {jitter}")
        }
        RetryKind::OnNext { operation } => {
            format!("by itself, with the next {}", operations[operation].name)
        }
        RetryKind::AfterAction { action } => format!("only after {}", actions[action].name),
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

/// What the end user may be shown.
pub(super) fn user_text(text: &UserText, code: &Code) -> String {
    match text {
        UserText::Silent => "none".to_owned(),
        UserText::OfCode => format!("“{}”", code.user_message),
        UserText::Text(parts) => format!("“{}”", parts.iter().map(placeholder).collect::<String>()),
    }
}

fn placeholder(part: &Part) -> String {
    match part {
        Part::Literal(text) => text.clone(),
        Part::Capture { name, .. } => format!("{{{name}}}"),
    }
}

/// A duration in its largest whole unit.
pub(super) fn duration(ms: u32) -> String {
    let units = [(3_600_000, "h"), (60_000, "min"), (1000, "s"), (1, "ms")];
    let whole = units
        .into_iter()
        .find(|(size, _)| ms > 0 && ms.is_multiple_of(*size));
    whole.map_or_else(
        || "0 s".to_owned(),
        |(size, unit)| format!("{} {unit}", ms / size),
    )
}

fn thousandths(n: u32) -> f64 {
    f64::from(n) / 1000.0
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

/// When an arm is taken, if the status alone does not tell.
pub(super) fn condition(arm: &Arm) -> Option<String> {
    let all = |clause: &Vec<Test>| clause.iter().map(test).collect::<Vec<_>>().join(" and ");
    let any: Vec<String> = arm.condition.iter().map(all).collect();
    (!any.is_empty()).then(|| any.join(", or "))
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
        Test::Message(parts) => format!("the message reads {}", pattern(parts)),
        Test::Detail { field, pattern } => {
            format!("the detail `{field}` reads {}", self::pattern(pattern))
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
fn pattern(parts: &[Part]) -> String {
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
        let told = [0, 1, 1500, 2000, 120_000, 90_000, 3_600_000].map(duration);
        assert_eq!(
            told,
            ["0 s", "1 ms", "1500 ms", "2 s", "2 min", "90 s", "1 h"]
        );
    }
}
