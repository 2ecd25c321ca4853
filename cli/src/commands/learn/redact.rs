//! What may be copied from a log into a book: names, but no values.

use serde_json::Value;

use crate::terminal::sanitize;

/// The most values that a sample shows of each list or object, and how deep.
const MAX_ITEMS: usize = 8;
const MAX_DEPTH: usize = 5;
/// The greatest length of a time or of a name.
const MAX_NAME: usize = 40;

/// A body with its structure and the code, but without any other value.
pub(super) fn sample(body: &str, code: Option<&str>) -> String {
    match serde_json::from_str::<Value>(body) {
        Ok(body) => redacted(&body, code, 0).to_string(),
        Err(_) if body.trim().is_empty() => "empty".to_owned(),
        Err(_) => format!("{} bytes that are not JSON", body.len()),
    }
}

fn redacted(value: &Value, code: Option<&str>, depth: usize) -> Value {
    let hidden = || Value::from("…");
    let is_code = |text: &str| code == Some(text);
    match value {
        Value::String(text) if is_code(text) => value.clone(),
        Value::Number(number) if is_code(&number.to_string()) => value.clone(),
        Value::Null => Value::Null,
        Value::String(_) | Value::Number(_) | Value::Bool(_) => hidden(),
        Value::Array(_) | Value::Object(_) if depth == MAX_DEPTH => hidden(),
        // Items look alike.
        Value::Array(items) => items
            .iter()
            .take(1)
            .map(|item| redacted(item, code, depth + 1))
            .collect(),
        Value::Object(members) => {
            let members = members.iter().filter(|(name, _)| is_name(name));
            let members = members.take(MAX_ITEMS);
            members
                .map(|(name, value)| (name.clone(), redacted(value, code, depth + 1)))
                .collect()
        }
    }
}

/// The pointers to the values in the objects of a body whose names are not values themselves.
pub(super) fn pointers(body: &Value) -> Vec<String> {
    let mut found = Vec::new();
    add_pointers(body, "", 0, &mut found);
    found
}

fn add_pointers(value: &Value, pointer: &str, depth: usize, found: &mut Vec<String>) {
    match value {
        Value::Object(members) if depth < MAX_DEPTH => {
            for (name, value) in members.iter().filter(|(name, _)| is_name(name)) {
                add_pointers(value, &format!("{pointer}/{name}"), depth + 1, found);
            }
        }
        Value::String(_) | Value::Number(_) | Value::Bool(_) if !pointer.is_empty() => {
            found.push(pointer.to_owned());
        }
        _ => {}
    }
}

/// Whether the name of a member is one of the vendor's, and not an id or a text of a user.
fn is_name(name: &str) -> bool {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    // An `@` further on is that of an address.
    let rest =
        name.strip_prefix(|first: char| first.is_ascii_alphabetic() || "_@$".contains(first));
    let is_of_names = |b: u8| b.is_ascii_alphanumeric() || b"_-.$:".contains(&b);
    name.len() <= MAX_NAME && digits <= 2 && rest.is_some_and(|rest| rest.bytes().all(is_of_names))
}

/// Whether a text can be a code: it is visible and in one word.
pub(super) fn is_code(wire: &str) -> bool {
    wire.bytes().all(|b| b.is_ascii_graphic())
}

/// A text that is not known to be free of data of users.
pub(super) fn shortened(text: &str) -> String {
    let start: String = text.chars().take(MAX_NAME).collect();
    sanitize(&start).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::{pointers, sample};
    use serde_json::json;

    #[test]
    fn samples_have_names_and_the_code_but_no_values() {
        for (body, shown) in [
            (
                r#"{"error":{"code":"GONE","message":"Bob is gone","n":3,"ok":false,"no":null}}"#,
                r#"{"error":{"code":"GONE","message":"…","n":"…","no":null,"ok":"…"}}"#,
            ),
            (r#"{"code":410}"#, r#"{"code":"…"}"#),
            (
                r#"{"bob@example.com":1,"8812345":2,"id":"GONE!"}"#,
                r#"{"id":"…"}"#,
            ),
            (r#"[{"a":1},{"a":2}]"#, r#"[{"a":"…"}]"#),
            ("<b>Bob</b>", "10 bytes that are not JSON"),
            (" ", "empty"),
        ] {
            assert_eq!(sample(body, Some("GONE")), shown, "{body}");
        }
        assert_eq!(
            sample(r#"{"code":410,"id":4101}"#, Some("410")),
            r#"{"code":410,"id":"…"}"#
        );
    }

    #[test]
    fn pointers_lead_to_values_of_objects() {
        let body = json!({"error": {"code": "A", "at": [1], "none": null}, "id": "x", "bob@x.com": {"a": 1}});
        assert_eq!(pointers(&body), ["/error/code", "/id"]);
    }
}
