//! Checks everything that the reader of forms says about a body against `form_urlencoded`.

use faultbook_runtime::v1::{Format, body::Value};

use crate::wanted::{Wanted, unescape};

/// Reads a body along the wanted pointers and compares the result.
pub(crate) fn check(wanted: &Wanted, body: &[u8]) {
    let document = wanted.read(Format::Form, body);
    let text = document.text();
    let pairs: Vec<_> = form_urlencoded::parse(text.as_bytes()).collect();
    assert_eq!(document.is_valid(), !pairs.is_empty(), "{text:?}");
    let (mut is_ambiguous, is_valid) = (false, document.is_valid());
    for (slot, pointer) in wanted.slots() {
        let mut tokens = pointer.split('/').skip(1).map(unescape);
        let (name, is_inside) = (tokens.next(), tokens.next().is_some());
        let values: Vec<_> = pairs
            .iter()
            .filter(|(own, _)| name.as_deref() == Some(own))
            .map(|(_, value)| value)
            .collect();
        is_ambiguous |= values.len() > 1;
        let is_blocked = is_valid && (name.is_none() || is_inside && !values.is_empty());
        assert_eq!(
            document.is_blocked(slot),
            is_blocked,
            "{pointer} in {text:?}"
        );
        let said = document.value(slot).and_then(Value::text);
        let expected = values.last().filter(|_| !is_inside);
        assert_eq!(
            said.map(|said| said.to_string()).as_deref(),
            expected.map(|expected| &***expected),
            "{pointer} in {text:?}"
        );
    }
    assert_eq!(document.is_ambiguous(), is_ambiguous, "{text:?}");
}
