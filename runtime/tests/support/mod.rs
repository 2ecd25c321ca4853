//! What the tests and the fuzz target of the JSON reader share: one check of everything it says about a body.

pub(crate) mod reference;
pub(crate) mod wanted;

use faultbook_runtime::v1::{
    Format,
    body::{Document, MAX_BODY, Value},
};
use reference::{Found, Tree};
use wanted::Wanted;

/// Reads a body along the wanted pointers and holds the result against the reference's.
pub(crate) fn check(wanted: &Wanted, body: &[u8]) {
    let document = wanted.read(Format::Json, body);
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let text = str::from_utf8(body)
        .ok()
        .filter(|text| text.len() <= MAX_BODY)
        .unwrap_or("");
    assert_eq!(document.text(), text);
    match Tree::parse(text) {
        Some(tree) => check_valid(wanted, &document, &tree),
        None => check_invalid(wanted, &document),
    }
    check_against_serde_json(wanted, &document);
    check_event(wanted, &document, body);
}

/// Holds the document against an event with a line of data for each of its lines, which must say the same.
fn check_event(wanted: &Wanted, document: &Document<'_>, body: &[u8]) {
    let lines = body.split(|byte| matches!(byte, b'\n' | b'\r'));
    let lines: Vec<Vec<u8>> = lines.map(|line| [b"data: ", line].concat()).collect();
    let event = lines.join(&b'\n');
    if event.len() > MAX_BODY {
        return;
    }
    let read = wanted.read(Format::Events, &event);
    assert_eq!(read.root(), document.root(), "{:?}", document.text());
    assert_eq!(read.is_ambiguous(), document.is_ambiguous());
    for (slot, _) in wanted.slots() {
        assert_eq!(read.is_blocked(slot), document.is_blocked(slot));
        let raw = |value: Value<'_>| value.raw().replace("\ndata: ", "\n").replace('\r', "\n");
        let parts = |value: Value<'_>| -> Vec<Option<String>> {
            let inside = wanted.slots().map(|(_, pointer)| value.pointer(pointer));
            let parts = inside.chain(value.elements().map(Some));
            parts.map(|part| part.map(raw)).collect()
        };
        let [read, joined] = [&read, document].map(|own| own.value(slot).map(parts));
        assert_eq!(read, joined, "{:?}", document.text());
    }
}

fn check_invalid(wanted: &Wanted, document: &Document<'_>) {
    assert!(!document.is_valid(), "not JSON: {:?}", document.text());
    assert!(!document.is_ambiguous());
    assert_eq!(document.root(), None);
    assert!(
        wanted
            .slots()
            .all(|(slot, _)| document.slot(slot).is_missing())
    );
}

fn check_valid(wanted: &Wanted, document: &Document<'_>, tree: &Tree<'_>) {
    assert!(document.is_valid(), "JSON: {:?}", document.text());
    assert_eq!(document.root(), Some(tree.kind()));
    assert_eq!(
        document.is_ambiguous(),
        tree.is_ambiguous(&wanted.paths()),
        "{:?}",
        document.text()
    );
    for (slot, pointer) in wanted.slots() {
        let found = tree.find(pointer);
        let value = document.value(slot);
        assert_eq!(
            document.is_blocked(slot),
            found == Found::Blocked,
            "{pointer} in {}",
            document.text()
        );
        assert_eq!(
            document.slot(slot).is_missing(),
            found == Found::Missing,
            "{pointer} in {}",
            document.text()
        );
        assert_eq!(
            value.map(Value::raw),
            found.tree().map(|tree| tree.raw),
            "{pointer} in {}",
            document.text()
        );
        if let (Some(value), Some(tree)) = (value, found.tree()) {
            check_value(wanted, value, tree);
        }
    }
}

fn check_value(wanted: &Wanted, value: Value<'_>, tree: &Tree<'_>) {
    assert_eq!(value.kind(), tree.kind());
    let is_integer = value
        .raw()
        .trim_start_matches('-')
        .bytes()
        .all(|byte| byte.is_ascii_digit());
    let expected = if is_integer {
        Some(value.raw().to_owned())
    } else {
        tree.string()
    };
    assert_eq!(value.text().map(|text| text.to_string()), expected);
    assert!(
        value
            .elements()
            .map(Value::raw)
            .eq(tree.elements().map(|element| element.raw))
    );
    for (_, pointer) in wanted.slots() {
        assert_eq!(
            value.pointer(pointer).map(Value::raw),
            tree.find(pointer).tree().map(|tree| tree.raw)
        );
    }
}

/// The reference is home-made; this holds the reader against `serde_json` itself, where that gives an answer.
fn check_against_serde_json(wanted: &Wanted, document: &Document<'_>) {
    match serde_json::from_str::<serde_json::Value>(document.text()) {
        Ok(expected) => {
            assert!(
                document.is_valid(),
                "serde_json accepts {:?}",
                document.text()
            );
            for (slot, pointer) in wanted.slots() {
                let found = document
                    .value(slot)
                    .map(|value| serde_json::from_str(value.raw()).unwrap());
                assert_eq!(found.as_ref(), expected.pointer(pointer));
            }
        }
        Err(error) if error.to_string().starts_with("number out of range") => {}
        Err(error) => assert!(
            !document.is_valid(),
            "serde_json: {error}: {:?}",
            document.text()
        ),
    }
}
