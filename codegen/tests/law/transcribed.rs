//! What a response says does not depend on its format: a body that is transcribed from JSON to XML or to a form is read
//! alike. JSON itself is held against the strict oracle.

use std::cell::Cell;
use std::fmt::Write;

use faultbook_codegen::Report;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::support::{Small, book, cases};

const STATUSES: [u16; 5] = [200, 200, 201, 400, 503];

#[rustfmt::skip]
const TEXTS: [&str; 16] = [
    "OK", "OK", "BAD", "MAYBE", "NEW", "MONEY", "a", "b", "on", "yes", "yes", "at most 5 of <these> & \"those\"", "5", "é😀", "]]>", "",
];

/// The part of the envelope that a form cannot have.
const DETAILS: &str = ", details: { at: /r/details, field: /name, message: /text }";

const NAMES: [&str; 7] = [
    "code", "other", "kind", "flag", "done", "message", "category",
];

/// A vendor with a pointer for each kind of value. `root` is what its pointers begin with.
fn vendor(format: &str, root: &str, details: &str) -> Small {
    book(&format!(
        "
        format: {format}
        envelope: {{ message: {root}/message, category: {root}/category, fields: {{ kind: {root}/kind }}{details} }}
        rules:
          - {{ when: {{ field: {{ {root}/flag: 'on' }} }}, class: broken }}
          - {{ when: {{ message: 'at most {{max:integer}} of {{what:text}}' }}, class: lost }}
        domains:
          a:
            envelope: {{ when: {{ field: {{ {root}/kind: [a, OK] }} }}, code: [{root}/code, {root}/other] }}
            categories: {{ MONEY: {{ summary: s, class: refused }} }}
            codes:
              OK: {{ summary: s, class: ok }}
              BAD: {{ summary: s, class: refused, category: MONEY }}
              MAYBE: {{ summary: s, class: ok, rules: [{{ when: {{ field: {{ {root}/done: {{ exists: false }} }} }}, class: lost }}] }}
          b: {{ envelope: {{ code: {root}/other }}, codes: {{ OK: {{ summary: s, class: ok }}, a: {{ summary: s }} }} }}
        operations:
          request: {{ success: {{ field: {{ {root}/done: ['yes', 'OK'] }} }} }}
          look: {{ domains: [b, a], success: [{{ field: {{ {root}/done: 'yes', {root}/flag: {{ exists: false }} }} }}, {{ field: {{ {root}/kind: {{ exists: true }} }} }}] }}
        "
    ))
}

/// A value of a body that JSON and XML can both contain.
#[derive(Debug, Clone)]
enum Tree {
    Text(String),
    Members(Vec<(&'static str, Tree)>),
    List(Vec<Tree>),
}

impl Tree {
    fn json(&self) -> String {
        let join = |items: Vec<String>| items.join(",");
        match self {
            Self::Text(text) => Value::from(text.as_str()).to_string(),
            Self::List(items) => format!("[{}]", join(items.iter().map(Self::json).collect())),
            Self::Members(members) => {
                let members = members.iter();
                let members = members.map(|(name, value)| format!("\"{name}\":{}", value.json()));
                format!("{{{}}}", join(members.collect()))
            }
        }
    }

    fn xml(&self) -> String {
        let element = |name: &str, value: &Self| format!("<{name}>\n{}</{name}>", value.xml());
        match self {
            Self::Text(text) => xml_text(text),
            Self::List(items) => items.iter().map(|item| element("item", item)).collect(),
            Self::Members(members) => {
                let members = members.iter();
                members.map(|(name, value)| element(name, value)).collect()
            }
        }
    }

    fn form(&self) -> String {
        let Self::Members(members) = self else {
            return String::new();
        };
        let pairs = members.iter().map(|(name, value)| match value {
            Self::Text(text) => format!("{name}={}", percent_encoded(text)),
            _ => (*name).to_owned(),
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Whether some name occurs more than once: readers take another one of them.
    fn has_repeated(&self) -> bool {
        let Self::Members(members) = self else {
            return false;
        };
        let is_repeated = |at: usize| members[..at].iter().any(|(name, _)| *name == members[at].0);
        (0..members.len()).any(is_repeated) || members.iter().any(|(_, value)| value.has_repeated())
    }
}

/// A text in one of the ways in which XML can spell it.
fn xml_text(text: &str) -> String {
    match text.len() % 3 {
        0 if !text.contains("]]>") && !text.is_empty() => format!("<![CDATA[{text}]]>"),
        1 => text.chars().fold(String::new(), |mut spelt, character| {
            _ = write!(spelt, "&#x{:x};", u32::from(character));
            spelt
        }),
        _ => {
            let escaped = text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            escaped + "<!-- nothing -->"
        }
    }
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b' ' => encoded.push('+'),
            b'a'..=b'z' => encoded.push(char::from(byte)),
            _ => _ = write!(encoded, "%{byte:02X}"),
        }
        encoded
    })
}

fn text() -> impl Strategy<Value = Tree> {
    select(&TEXTS[..]).prop_map(|text| Tree::Text(text.to_owned()))
}

/// The members of a body, some of them absent and some repeated; `value` makes those that need not be texts.
fn members(
    value: impl Strategy<Value = Tree> + Clone,
) -> impl Strategy<Value = Vec<(&'static str, Tree)>> {
    let each = NAMES.map(|name| option::of(value.clone().prop_map(move |value| (name, value))));
    let again = option::weighted(0.1, (select(&NAMES[..]), value));
    (each, again).prop_map(|(each, again)| each.into_iter().flatten().chain(again).collect())
}

/// A text, or sometimes an object in its place.
fn odd() -> impl Strategy<Value = Tree> + Clone {
    let object = text().prop_map(|inner| Tree::Members(vec![("inner", inner)]));
    prop_oneof![9 => text().boxed(), 1 => object.boxed()].boxed()
}

fn details() -> impl Strategy<Value = Tree> {
    let entry = (option::of(odd()), odd()).prop_map(|(field, message)| {
        let field = field.map(|field| ("name", field));
        Tree::Members(field.into_iter().chain([("text", message)]).collect())
    });
    vec(prop_oneof![4 => entry.boxed(), 1 => text().boxed()], 1..4).prop_map(Tree::List)
}

/// Compares what two books find in the transcriptions of a body, and counts successes and failures.
fn compare(
    books: [&Small; 2],
    bodies: &[String; 2],
    status: u16,
    is_exact: bool,
    counts: &[Cell<usize>; 2],
) {
    for operation in ["request", "look"] {
        let [json, other] = [0, 1].map(|at| books[at].read(operation, status, &bodies[at]));
        let is_success = |report: &Report| report.decision.outcome == "success";
        assert_eq!(
            is_success(&json),
            is_success(&other),
            "{operation} {status} {bodies:?}"
        );
        if is_exact {
            assert_eq!(
                format!("{json:?}"),
                format!("{other:?}"),
                "{operation} {status} {bodies:?}"
            );
        }
        let count = &counts[usize::from(is_success(&json))];
        count.set(count.get() + 1);
    }
}

#[test]
fn xml_says_what_json_says() {
    let [json, xml] = ["json", "xml"].map(|format| vendor(format, "/r", DETAILS));
    let counts = [0, 0].map(Cell::new);
    let bodies = (members(odd()), option::of(details()), select(&STATUSES[..]));
    TestRunner::new(cases(2000))
        .run(&bodies, |(mut members, details, status)| {
            members.extend(details.map(|details| ("details", details)));
            let tree = Tree::Members(
                [("x", Tree::Text("y".to_owned()))]
                    .into_iter()
                    .chain(members)
                    .collect(),
            );
            let bodies = [
                format!("{{\"r\":{}}}", tree.json()),
                format!("<r>{}</r>", tree.xml()),
            ];
            compare(
                [&json, &xml],
                &bodies,
                status,
                !tree.has_repeated(),
                &counts,
            );
            Ok(())
        })
        .unwrap_or_else(|broken| panic!("{broken}"));
    assert!(counts.iter().all(|count| count.get() > 10), "{counts:?}");
}

#[test]
fn forms_say_what_json_says() {
    let [json, form] = ["json", "form"].map(|format| vendor(format, "", ""));
    let counts = [0, 0].map(Cell::new);
    let bodies = (members(text().boxed()), select(&STATUSES[..]));
    TestRunner::new(cases(2000))
        .run(&bodies, |(mut members, status)| {
            members.push(("x", Tree::Text("y".to_owned())));
            let tree = Tree::Members(members);
            compare(
                [&json, &form],
                &[tree.json(), tree.form()],
                status,
                true,
                &counts,
            );
            Ok(())
        })
        .unwrap_or_else(|broken| panic!("{broken}"));
    assert!(counts.iter().all(|count| count.get() > 10), "{counts:?}");
}
