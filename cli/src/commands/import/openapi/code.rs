//! Codes in JSON values.

use serde_json::Value;

/// The code at a pointer of a body.
pub(super) fn code_at(body: &Value, pointer: &str) -> Option<String> {
    body.pointer(pointer).and_then(code_of)
}

/// The text of a scalar, if it can be a code.
pub(super) fn code_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}
