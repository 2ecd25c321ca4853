//! The part of `JSONPath` that sources have: what it selects, as RFC 9535 says.

use faultbook_runtime::{Response, v1};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use serde_json_path::JsonPath;

use crate::support::{book, hold};

/// The texts, numbers and booleans among the values that a path selects, and how many values there are, for a path that ends with what
/// selects them.
fn selected(list: &str, body: &str) -> (usize, Vec<String>) {
    let book = book(&format!(
        "
        envelope: {{ errors: {list:?}, code: {:?}, fields: {{ value: {list:?} }} }}
        domains: {{ api: {{ codes: {{ A: {{ summary: s, class: broken }} }} }} }}
        ",
        format!("{list}.code")
    ));
    book.reading("request", &Response::new(400, body), |reading| {
        let errors: Vec<_> = v1::errors(reading).map(|error| error.reading).collect();
        (errors.len(), errors.iter().flat_map(values).collect())
    })
}

/// The same for any path, whose values are in a field.
fn first(path: &str, body: &str) -> Option<String> {
    let book = book(&format!(
        "
        envelope: {{ fields: {{ value: {path:?} }} }}
        domains: {{}}
        "
    ));
    book.reading("request", &Response::new(400, body), |reading| {
        values(reading).into_iter().next()
    })
}

fn values(reading: &v1::Reading<'_, '_>) -> Vec<String> {
    reading.fields().map(|(_, text)| text.to_string()).collect()
}

#[test]
fn a_list_or_an_object_is_selected_from() {
    for (list, body, count, scalars) in [
        (
            "$[*]",
            r#"[1,"a",null,true,[2],{"b":3}]"#,
            6,
            vec!["1", "a", "true"],
        ),
        ("$.*", r#"{"x":1,"y":"a","z":[]}"#, 3, vec!["1", "a"]),
        ("$.a[*]", r#"{"a":{"x":1,"y":2}}"#, 2, vec!["1", "2"]),
        ("$[*]", "[]", 0, vec![]),
        ("$.a[*]", r#"{"a":"text"}"#, 0, vec![]),
        ("$.a[*]", r#"{"b":[1]}"#, 0, vec![]),
        ("$['a'][0][*]", r#"{"a":[["x"],["y"]]}"#, 1, vec!["x"]),
        ("$[ 'a' ][ * ]", r#"{"a":["x"]}"#, 1, vec!["x"]),
    ] {
        let scalars = scalars.into_iter().map(str::to_owned).collect();
        assert_eq!(selected(list, body), (count, scalars), "{list} in {body}");
    }
}

#[test]
fn filters_compare_by_type_and_value() {
    for (filter, body, count) in [
        ("?@.a", r#"[{"a":null},{"a":false},{"b":1},1,[]]"#, 2),
        ("?!@.a", r#"[{"a":null},{"b":1},1]"#, 2),
        ("?@", r#"[null,0,""]"#, 3),
        ("?@==1", r#"[1,1.0,10e-1,"1",true,[1]]"#, 3),
        ("?@.a==1", r#"[{"a":1},{"a":"1"},{"a":[1]},{}]"#, 1),
        ("?@.a=='1'", r#"[{"a":1},{"a":"1"},{}]"#, 1),
        ("?@.a==null", r#"[{"a":null},{"a":0},{}]"#, 1),
        ("?@.a==true", r#"[{"a":true},{"a":"true"},{"a":1}]"#, 1),
        // What is absent differs from everything.
        (
            "?@.a!=1",
            r#"[{"a":1},{"a":2},{"a":"1"},{"a":null},{},7]"#,
            5,
        ),
        ("?@.a!=null", r#"[{"a":null},{"a":0},{}]"#, 2),
        ("?@.a && @.b==2", r#"[{"a":1,"b":2},{"b":2},{"a":1}]"#, 1),
        (
            "? ! @.a&&@.b != 2 ",
            r#"[{"b":1},{"a":1,"b":1},{"b":2},{}]"#,
            2,
        ),
        (
            "?@.a.b[1]=='x'",
            r#"[{"a":{"b":["y","x"]}},{"a":{"b":["x"]}}]"#,
            1,
        ),
        ("?@['a b']", r#"[{"a b":1},{"a":1}]"#, 1),
        (
            r"?@.a=='\u00e9\''",
            r#"[{"a":"é'"},{"a":"\u00e9\u0027"},{"a":"e"}]"#,
            2,
        ),
        ("?@.a==-0", r#"[{"a":0},{"a":-0.0},{"a":0e9}]"#, 3),
        ("?@.k=='x'", r#"{"p":{"k":"x"},"q":{"k":"y"}}"#, 1),
    ] {
        let list = format!("$[{filter}]");
        assert_eq!(selected(&list, body).0, count, "{list} in {body}");
    }
}

#[test]
fn a_path_goes_on_inside_each_value() {
    for (path, body, expected) in [
        ("$", r#""a""#, Some("a")),
        ("$[1]", r#"["a","b"]"#, Some("b")),
        ("$[2]", r#"["a","b"]"#, None),
        ("$.a.b", r#"{"a":{"b":1.50}}"#, Some("1.50")),
        ("$['a/b~c']", r#"{"a/b~c":"x"}"#, Some("x")),
        ("$.é", r#"{"\u00e9":"x"}"#, Some("x")),
        (
            "$[*].a",
            r#"[1,{"b":1},{"a":null},{"a":"x"},{"a":"y"}]"#,
            Some("x"),
        ),
        (
            "$[?@.k==2].a",
            r#"[{"k":1,"a":"x"},{"a":"y","k":2}]"#,
            Some("y"),
        ),
        (
            "$.e[?@.k].l[0].m",
            r#"{"e":[{"l":[{"m":1}]},{"k":0,"l":[{"m":2}]}]}"#,
            Some("2"),
        ),
        ("$.*.a", r#"{"x":{"a":"1"},"y":{"a":"2"}}"#, Some("1")),
    ] {
        assert_eq!(first(path, body).as_deref(), expected, "{path} in {body}");
    }
}

#[test]
fn a_name_and_an_index_are_alike_as_in_a_pointer() {
    // RFC 9535 selects nothing in either case.
    assert_eq!(first("$['1']", r#"["a","b"]"#).as_deref(), Some("b"));
    assert_eq!(first("$[1]", r#"{"1":"b"}"#).as_deref(), Some("b"));
    assert_eq!(selected("$[?@['0']==5]", "[[5,6]]").0, 1);
    assert_eq!(selected("$[?@[0]==5]", r#"[{"0":5}]"#).0, 1);
}

/// Segments that lead to one value. No object has a name that is an index.
fn segments() -> impl Strategy<Value = String> {
    let segments = vec![".a", ".b", "['a']", "[\"b\"]", "[0]", "[ 1 ]"];
    proptest::collection::vec(select(segments), 0..3).prop_map(|segments| segments.concat())
}

/// A segment that selects children of a list or an object.
fn selector() -> impl Strategy<Value = String> {
    let comparison = select(vec!["==", " != "]);
    let literals = vec!["0", "1.0", "-1", "2.5e0", "'a'", "\"1\"", "true", "null"];
    let comparison = (comparison, select(literals));
    let comparison = comparison.prop_map(|(operator, literal)| operator.to_owned() + literal);
    let filter = prop_oneof![
        (segments(), comparison).prop_map(|(own, comparison)| format!("@{own}{comparison}")),
        (select(vec!["", "!"]), segments()).prop_map(|(not, own)| format!("{not}@{own}")),
    ];
    let filters = proptest::collection::vec(filter, 1..3);
    prop_oneof![
        Just("[*]".to_owned()),
        Just(".*".to_owned()),
        filters.prop_map(|filters| format!("[?{}]", filters.join(" && "))),
    ]
}

fn json() -> impl Strategy<Value = Value> {
    let scalars = vec![
        "null", "true", "false", "0", "1", "1.0", "-1", "2.5", "\"a\"", "\"1\"",
    ];
    let scalars = select(scalars).prop_map(|text| text.parse().expect("JSON"));
    scalars.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("a|b|c", inner, 0..4)
                .prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// What `serde_json_path` selects: the number of values, and the texts, numbers and booleans among them.
fn selected_by_peer(path: &str, body: &Value) -> (usize, Vec<String>) {
    let path = JsonPath::parse(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let values = path.query(body).all();
    let scalars = values.iter().filter_map(|value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    });
    (values.len(), scalars.collect())
}

#[test]
fn it_selects_what_serde_json_path_selects() {
    let paths = (segments(), selector(), segments());
    hold(512, &(paths, json()), |((list, selector, rest), body)| {
        let single = format!("${list}");
        let list = single.clone() + &selector;
        let expected = selected_by_peer(&list, &body);
        let text = body.to_string();
        prop_assert_eq!(selected(&list, &text), expected, "{} in {}", list, text);
        for path in [single, list + &rest] {
            let (_, scalars) = selected_by_peer(&path, &body);
            let scalar = scalars.into_iter().next();
            prop_assert_eq!(first(&path, &text), scalar, "{} in {}", path, text);
        }
        Ok(())
    });
}
