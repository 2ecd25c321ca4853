//! The JSON reader against `serde_json`, on documents good and bad.

mod support;

use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash, Hasher},
    ops::Range,
};

use faultbook_runtime::{
    Text,
    v1::{
        Edge, Format, NONE, Node, Span,
        body::{Document, MAX_BODY, Trie, Value},
    },
};
use proptest::{collection::vec, prelude::*, sample::select};
use support::{check, wanted::Wanted};

#[rustfmt::skip]
const POINTERS: &[&str] = &[
    "", "/error", "/error/code", "/error/message", "/error/details/0/code", "/error/details/1", "/error/details/code", "/code",
    "/code/error/code", "/0", "/0/code", "/0/0/0", "/1/message", "/01", "/-", "/details/-/code", "/details/0", "/a~1b/m~0n", "/m~0n",
    "/", "//", "//code", "/é/😀",
];

/// The tokens of these pointers, and a few that are in none.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "error", "code", "message", "details", "a/b", "m~n", "", "0", "1", "01", "-", "é", "😀", "other", "cod", "codes",
];

const SPACE: &[&str] = &["", "", "", " ", "\n", "\t ", "\r\n  "];

#[rustfmt::skip]
const SCALARS: &[&str] = &[
    "null", "null", "true", "false", "0", "-0", "7", "-12", "1.5", "-0.25e+10", "1E5", "1e-7", "1e999", "9007199254740993",
    "123456789012345678901234567890123456789012", "\"\"", "\"plain\"", "\"é😀\"", r#""a\"b\\c\/d""#, r#""\b\f\n\r\t""#,
    r#""\u0041\u00e9\uD83D\ude00""#, r#""a longer text, with an \u0065scape far behind""#,
];

#[rustfmt::skip]
const VALID: &[&str] = &[
    "0", "-0", "-0.0", "1e5", "1E+5", "1.5e-300", "1e999", "-1e-999", "0e1", "true", "null", " \t\r\n[ ] \n", "{}", "[[]]",
    "\"\"", "\"'\"", "\"\u{7f}\"", "\"\u{2028}\"", "\"\u{10ffff}\"", r#""\/""#, r#""\"""#, r#""\\u0041""#, r#""\u0000""#,
    r#""\uFFFF""#, r#""\uffff\uFEff""#, r#""\uD801\udc37""#,
    r#"{"":0}"#, r#"{"a":{"b":[1,{"c":null}]}}"#, r#"{"a\/b":{"m~n":1}}"#, r#"[{"code":[1]},{"message":"x"}]"#,
    r#"{"code":1,"code":2}"#, r#"{"code":1,"co\u0064e":2}"#, r#"{"error":{"code":1},"error":{"message":2}}"#,
    r#"{"error":7,"error":{"code":1}}"#, r#"{"error":{"code":1},"error":7}"#, r#"{"error":{"code":1},"error":null}"#,
    r#"{"error":[{"code":1}]}"#, r#"{"error":{"details":[{"code":1},2],"details":[]}}"#,
];

#[rustfmt::skip]
const INVALID: &[&str] = &[
    "", " ", "\n\t", "a", "<html>", "\u{0}", "\u{feff}", "\u{feff}\u{feff}{}", " \u{feff}{}", "{}\u{feff}", "\u{a0}1", "1\u{c}", "1\u{0}", "[\u{2028}1]",
    "+1", "01", "-01", "00", "1.", ".5", "-", "-.5", "1e", "1e+", "1.e5", "0x10", "1 2", "1_0", "１", "--1", "Infinity", "-Infinity",
    "NaN", "nan", "t", "tru", "truee", "True", "nul", "nulll", "fals", "true false",
    "\"", "\"a", "'a'", "\"a\"b", "\"\u{0}\"", "\"\n\"", "\"\t\"", "\"\u{1f}\"", r#""\""#, r#""\x41""#, r#""\a""#, r#""\'""#,
    r#""\ ""#, r#""\u""#, r#""\u004""#, r#""\u00g0""#, r#""\u+041""#, r#""\U0041""#, r#""\uD800""#, r#""\uDC00""#,
    r#""\uD800\n""#, r#""\uD800\u0041""#, r#""\uD800\uD800""#, r#""\uD800\u""#, r#""\uD800 and no other half""#, r#""\uDC00\uD800""#, r#""\uD83D😀""#,
    "[", "]", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1,,2]", "[1 2]", "[1:2]", "[1}", "[]]", "[][]", "[1]#",
    "{", "}", "{]", "{,}", "{a:1}", "{1:1}", "{null:1}", r#"{"a"}"#, r#"{"a":}"#, r#"{"a":1"#, r#"{"a":1,}"#, r#"{"a":1,,"b":2}"#,
    r#"{"a" 1}"#, r#"{"a"::1}"#, r#"{"a":1 "b":2}"#, r#"{"a":1}}"#, r#"{"a":1]"#, r#"{"\uD800":1}"#, r#"{"a\x":1}"#,
    "{\"a\":\"\u{0}\"}", "// no\n1", "1 // no", "/**/1",
];

fn wanted() -> Wanted {
    Wanted::new(POINTERS.iter().copied())
}

#[test]
fn accepts_what_is_json() {
    for body in VALID {
        assert!(
            wanted().read(Format::Json, body.as_bytes()).is_valid(),
            "{body}"
        );
        check(&wanted(), body.as_bytes());
    }
}

#[test]
fn refuses_what_is_not() {
    for body in INVALID {
        assert!(
            !wanted().read(Format::Json, body.as_bytes()).is_valid(),
            "{body}"
        );
        check(&wanted(), body.as_bytes());
    }
}

#[test]
fn refuses_what_is_not_utf8() {
    for bytes in [
        &b"\"\xff\""[..],
        b"\"\xc3\"",
        b"\"\xed\xa0\x80\"",
        b"\xef\xbb{}",
        b"{}\xff",
        b"\"\xc0\x80\"",
        b"[\0]",
    ] {
        assert!(!wanted().read(Format::Json, bytes).is_valid(), "{bytes:?}");
        check(&wanted(), bytes);
    }
}

#[test]
fn goes_as_deep_as_serde_json() {
    for depth in [1, 2, 126, 127, 128, 129, 2_000] {
        for (open, close) in [("[", "]"), (r#"{"code":"#, "}"), (r#"[{"":"#, "}]")] {
            check(
                &wanted(),
                [&open.repeat(depth), "0", &close.repeat(depth)]
                    .concat()
                    .as_bytes(),
            );
        }
    }
}

#[test]
fn reads_nothing_beyond_the_bound() {
    let body = |len: usize| format!("\"{}\"", "a".repeat(len - 2));
    let wanted = Wanted::new([""]);
    assert!(
        wanted
            .read(Format::Json, body(MAX_BODY).as_bytes())
            .value(0)
            .is_some()
    );
    assert!(
        !wanted
            .read(Format::Json, "[".repeat(MAX_BODY).as_bytes())
            .is_valid()
    );
    let long = body(MAX_BODY + 1);
    let document = wanted.read(Format::Json, long.as_bytes());
    assert!(!document.is_valid() && document.text().is_empty() && document.slot(0).is_missing());
}

#[test]
fn finds_special_bytes_at_every_place() {
    let wanted = Wanted::new(["/code"]);
    for (len, character) in
        (0..20).flat_map(|len| ('\0'..='\u{100}').map(move |character| (len, character)))
    {
        let (before, after) = ("~".repeat(len), "~".repeat(len % 9));
        check(
            &wanted,
            format!(r#"{{"code":"{before}{character}{after}"}}"#).as_bytes(),
        );
        check(
            &wanted,
            format!(r#"{{"{before}\n{character}{after}":1}}"#).as_bytes(),
        );
    }
}

#[test]
fn a_scalar_on_the_way_blocks_and_null_does_not() {
    let wanted = Wanted::new(["/a", "/a/b", "/a/b/c", "/a/0", "/d"]);
    let slots = |body: &'static str| {
        let document = wanted.read(Format::Json, body.as_bytes());
        let state = |(slot, pointer)| match (document.value(slot), document.is_blocked(slot)) {
            (Some(value), _) => format!("{pointer}={}", value.raw()),
            (None, true) => format!("{pointer} blocked"),
            (None, false) => format!("{pointer} missing"),
        };
        wanted.slots().map(state).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(
        slots(r#"{"a":null}"#),
        "/a=null, /a/0 missing, /a/b missing, /a/b/c missing, /d missing"
    );
    assert_eq!(
        slots(r#"{"a":false}"#),
        "/a=false, /a/0 blocked, /a/b blocked, /a/b/c blocked, /d missing"
    );
    assert_eq!(
        slots(r#"{"a":[5]}"#),
        "/a=[5], /a/0=5, /a/b blocked, /a/b/c blocked, /d missing"
    );
    assert_eq!(
        slots(r#"{"a":{"0":6}}"#),
        r#"/a={"0":6}, /a/0=6, /a/b missing, /a/b/c missing, /d missing"#
    );
    assert_eq!(
        slots("7"),
        "/a blocked, /a/0 blocked, /a/b blocked, /a/b/c blocked, /d blocked"
    );
    assert_eq!(
        slots(r#"{"a":{"b":1},"a":null}"#),
        "/a=null, /a/0 missing, /a/b missing, /a/b/c missing, /d missing"
    );
}

#[test]
fn only_wanted_names_are_ambiguous() {
    let is_ambiguous = |body: &str| {
        Wanted::new(["/a/b"])
            .read(Format::Json, body.as_bytes())
            .is_ambiguous()
    };
    assert!(is_ambiguous(r#"{"a":{"b":1,"\u0062":2}}"#));
    assert!(is_ambiguous(r#"{"a":1,"a":{}}"#));
    assert!(!is_ambiguous(
        r#"{"b":1,"b":2,"c":{"a":1,"a":2},"a":{"a":1,"a":2}}"#
    ));
    assert!(!is_ambiguous(r#"{"a":1,"a":2"#));
}

#[test]
fn resolves_pointers_as_serde_json_does() {
    let body = r#"{"a/b":[0,[1,{"m~n":2}]],"~2":3,"~":4,"":{"":5},"1":6,"~1":7,"x":8,"x":9}"#;
    let expected: serde_json::Value = serde_json::from_str(body).unwrap();
    let wanted = Wanted::new([""]);
    let root = wanted.read(Format::Json, body.as_bytes()).value(0).unwrap();
    let pointers = [
        "",
        "/",
        "//",
        "a",
        "a/b",
        "/a~1b",
        "/a~1b/1/1/m~0n",
        "/a~1b/01",
        "/a~1b/+1",
        "/a~1b/-",
        "/a~1b/2",
        "/a~1b/",
        "/~2",
        "/~",
        "/~0",
        "/~01",
        "/1",
        "/x",
        "/x/",
        "/a~1b/99999999999999999999",
        "/nothing",
    ];
    for pointer in pointers {
        let found = root
            .pointer(pointer)
            .map(|value| serde_json::from_str(value.raw()).unwrap());
        assert_eq!(found.as_ref(), expected.pointer(pointer), "{pointer}");
    }
}

#[test]
fn texts_are_what_they_say() {
    let wanted = Wanted::new(["/0", "/1", "/2"]);
    let document = wanted.read(
        Format::Json,
        br#"["caf\u00e9 \"\ud83d\ude00\"", "caf\u00E9 \"\uD83D\uDE00\"", ""]"#,
    );
    let [escaped, other, empty] =
        [0, 1, 2].map(|slot| document.value(slot).unwrap().text().unwrap());
    let plain = Text::plain("café \"😀\"");
    let hash = |text: Text<'_>| {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        hasher.finish()
    };
    assert!(escaped == plain && escaped == other && escaped != empty && empty.is_empty());
    assert_eq!(escaped, "café \"😀\"");
    assert_eq!((hash(escaped), hash(other)), (hash(plain), hash(plain)));
    assert_eq!(
        (escaped.as_str(), plain.as_str()),
        (None, Some("café \"😀\""))
    );
    assert_eq!(
        format!("{escaped} {escaped:?} {empty:>2}|"),
        "café \"😀\" \"café \\\"😀\\\"\"   |"
    );
    assert_eq!(Text::plain(r"C:\new"), r"C:\new");
    let mut buffer = [0; 12];
    assert_eq!(escaped.decode_into(&mut buffer), Some("café \"😀\""));
    assert_eq!(escaped.decode_into(&mut buffer[..11]), None);
}

/// A document as it may come, with names that repeat and are spelt in different ways.
fn json() -> impl Strategy<Value = String> {
    let scalar = select(SCALARS).prop_map(str::to_owned);
    let value = scalar.prop_recursive(6, 64, 6, |value| {
        let item = (select(SPACE), value, select(SPACE))
            .prop_map(|(before, value, after)| format!("{before}{value}{after}"));
        let member = (select(SPACE), name(), select(SPACE), item.clone())
            .prop_map(|(before, name, after, item)| format!("{before}{name}{after}:{item}"));
        prop_oneof![
            1 => vec(item, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            3 => vec(member, 0..6).prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    });
    (select(SPACE), value, select(SPACE))
        .prop_map(|(before, value, after)| format!("{before}{value}{after}"))
}

/// A member's name, some of its characters escaped.
fn name() -> impl Strategy<Value = String> {
    (select(NAMES), prop_oneof![2 => Just(0), 1 => any::<u8>()]).prop_map(|(name, escaped)| {
        let spell = |(place, character)| {
            if escaped >> (place % 8) & 1 == 0 {
                String::from(character)
            } else {
                escape(character)
            }
        };
        format!(
            "\"{}\"",
            name.chars().enumerate().map(spell).collect::<String>()
        )
    })
}

fn escape(character: char) -> String {
    let units = character.encode_utf16(&mut [0; 2]).to_vec();
    units.iter().fold(String::new(), |escape, unit| {
        format!("{escape}\\u{unit:04x}")
    })
}

fn some_wanted() -> impl Strategy<Value = Wanted> {
    proptest::sample::subsequence(POINTERS, 0..=POINTERS.len()).prop_map(Wanted::new)
}

/// What may befall a body under way: at a place, so many bytes are replaced by others.
fn accidents() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, Vec<u8>)>> {
    vec(
        (any::<prop::sample::Index>(), 0..3_usize, vec(byte(), 0..3)),
        1..4,
    )
}

/// A byte, likely one that means something to JSON.
fn byte() -> impl Strategy<Value = u8> {
    prop_oneof![4 => select(&b"{}[]:,\"\\/ \n0123456789abcdefnrtu+-.eE\0"[..]), 1 => any::<u8>()]
}

fn damaged(body: &str, accidents: Vec<(prop::sample::Index, usize, Vec<u8>)>) -> Vec<u8> {
    let mut body = body.as_bytes().to_vec();
    for (place, removed, added) in accidents {
        let start = place.index(body.len() + 1);
        let end = (start + removed).min(body.len());
        body.splice(start..end, added);
    }
    body
}

fn small() -> Range<u16> {
    0..8
}

prop_compose! {
    fn node()(slot in prop_oneof![small(), Just(NONE)], first_slot in small(), end_slot in small(),
              first_edge in small(), end_edge in small()) -> Node {
        Node { slot, first_slot, end_slot, first_edge, end_edge }
    }
}

prop_compose! {
    fn any_edge()(start in 0..24_u32, len in 0..6_u32, index in prop_oneof![0..3_u32, Just(u32::MAX)], node in small()) -> Edge {
        Edge { key: Span { start, len }, index, node }
    }
}

proptest! {
    #[test]
    fn agrees_on_documents(wanted in some_wanted(), body in json()) {
        prop_assert!(wanted.read(Format::Json, body.as_bytes()).is_valid());
        check(&wanted, body.as_bytes());
    }

    #[test]
    fn agrees_on_damaged_documents(wanted in some_wanted(), body in json(), accidents in accidents()) {
        check(&wanted, &damaged(&body, accidents));
    }

    #[test]
    fn agrees_on_truncated_documents(body in json(), end in any::<prop::sample::Index>()) {
        check(&wanted(), &body.as_bytes()[..end.index(body.len())]);
    }

    #[test]
    fn agrees_on_any_bytes(any in vec(any::<u8>(), 0..64), likely in vec(byte(), 0..16)) {
        check(&wanted(), &any);
        check(&wanted(), &likely);
    }

    #[test]
    fn tables_that_make_no_sense_do_no_harm(nodes in vec(node(), 0..8), edges in vec(any_edge(), 0..8), body in json()) {
        let trie = Trie { nodes: &nodes, edges: &edges, text: "errorcodeémessage0" };
        prop_assert!(Document::parse(trie, Format::Json, body.as_bytes()).text() == body);
    }

    #[test]
    fn a_slot_of_another_body_does_no_harm(body in json(), other in ".{0,200}") {
        let wanted = wanted();
        let document = wanted.read(Format::Json, body.as_bytes());
        for raw in wanted.slots().filter_map(|(slot, _)| document.slot(slot).raw(&other)) {
            let value = Value::new(Format::Json, raw);
            let text = value.text().map(|text| text.to_string());
            prop_assert!(text.is_none_or(|text| text.len() <= value.raw().len()));
            prop_assert!(value.elements().map(Value::raw).all(|element| element.len() < value.raw().len()));
            for (_, pointer) in wanted.slots() {
                let _ = value.pointer(pointer);
            }
        }
    }
}
