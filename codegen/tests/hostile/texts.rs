//! Texts that mean something to YAML, Rust, rustdoc, Markdown or HTML, and a book that says one in every place it can.

use faultbook_codegen::Source;
use serde_json::{Value, json};

/// A text that means nothing to anybody, to compare with. Like the others, it is no search alias of rustdoc's.
pub(crate) const HARMLESS: &str = "harmless text";

/// What an author could write, or paste, or be made to write.
pub(crate) const TEXTS: &[&str] = &[
    // Rust
    "*/",
    "/* open",
    "\"#",
    "r#\"",
    "\"##; fn evil() {}",
    "{}",
    "{{}}",
    "{0:?} {name}",
    "#![x]",
    "#[doc]",
    "#[doc(hidden)]",
    "//! docs",
    "///",
    "//",
    "\\",
    "\\n",
    "\\u{202e}",
    "trailing \\",
    "\"",
    "'",
    "b'",
    "'static",
    "$x",
    "$crate::evil!()",
    "%s %n %",
    "; }",
    // Markdown
    "`",
    "``",
    "```",
    "````",
    "`````",
    "```rust\npanic!()\n```",
    "]()",
    "](x)",
    "a](b) [c",
    "[link]",
    "[link](javascript:alert(1))",
    "[`Vec`]",
    "[Vec]: x",
    "[^1]: note",
    "![img](x)",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "1) item",
    "- [ ] task",
    "# heading",
    "heading\n===",
    "heading\n---",
    "    indented",
    "~~~",
    "---",
    "===",
    "***",
    "> quote",
    "| a | b |\n|---|---|\n| c | d |",
    "~~gone~~ _one_ **two** $x$ ^y^",
    "https://example.com/a_b?c=d#e",
    "see http://example.com. www.example.com, me@example.com",
    "<https://example.com>",
    // HTML
    "<script>alert(1)</script>",
    "</code>",
    "</div></details>",
    "<!-- open",
    "<a href=\"x\" onclick='y'>",
    "&amp;",
    "&lt;script&gt;",
    "&#x202e;",
    // YAML and templates
    "a: b # c",
    "- x, y",
    "{ a: b }",
    "*alias &anchor !tag",
    "{{#include /etc/passwd}}",
    "<% x %> ${y} {{ z }}",
    // Space
    "two\nlines",
    "two\r\nlines",
    "old\rlines",
    "\ttab\tand tab",
    "  around  ",
    "form\u{b}\u{c}feed",
    "line\u{2028}paragraph\u{2029}next\u{85}end",
    "no\u{a0}break",
    // What is not seen, or turns what is
    "nul\0bell\u{7}escape\u{1b}[31mdelete\u{7f}",
    "right\u{202e}to\u{202d}left\u{202c}",
    "isolates\u{2066}a\u{2067}b\u{2068}c\u{2069}",
    "marks\u{200e}\u{200f}\u{61c}",
    "zero\u{200b}width\u{200c}and\u{200d}joined\u{2060}\u{feff}",
    "soft\u{ad}hyphen\u{180e}x",
    "tags\u{e0041}\u{e007f}annotation\u{fff9}x\u{fffb}",
    "\u{200b}",
    // Scripts
    "👩‍👩‍👧‍👦 ❤️ 🏴‍☠️",
    "会话已结束。セッション",
    "Сессия завершена",
    "انتهت الجلسة",
    "e\u{301}\u{302}\u{303} Z\u{361}\u{489}",
    "\u{301}combining first",
    "ﷺ ﬁ ①",
];

/// The files of a book with one vendor, `acme`, that says the text wherever a text can stand.
pub(crate) fn book(text: &str) -> [Source; 2] {
    [
        Source::new("book.yaml", yaml(&vocabulary(text))),
        Source::new("acme.yaml", yaml(&vendor("acme", text))),
    ]
}

/// A JSON document as YAML. Readers refuse some characters in a file, but not their escapes.
pub(crate) fn yaml(document: &Value) -> String {
    let escaped = |c: char| {
        if c == '\n' || c.is_alphanumeric() || (c.is_ascii() && !c.is_control()) {
            c.to_string()
        } else {
            format!("\\U{:08X}", u32::from(c))
        }
    };
    format!("{document:#}").chars().map(escaped).collect()
}

pub(crate) fn vocabulary(text: &str) -> Value {
    let allow = json!([{ "lint": "unused", "reason": text }]);
    json!({
        "classes": {
            "ok": { "summary": text, "outcome": "success", "statuses": "2xx" },
            "refused": { "summary": text, "user_message": text, "statuses": "4xx", "actions": ["fix"], "allow": allow },
            "unknown": { "summary": text, "user_message": text },
        },
        "actions": { "fix": { "summary": text, "actor": "developer", "allow": allow } },
        "lints": { "unseen_character": "allow" },
    })
}

pub(crate) fn vendor(name: &str, text: &str) -> Value {
    json!({
        "vendor": name, "title": text, "summary": text, "description": text, "source": text,
        "advice": [text, text], "note": [text], "limits": limits(text),
        "allow": [{ "lint": "no_example", "reason": text }],
        "envelope": { "fields": { "extra": pointer(text) } },
        "user_message": literal(text),
        "rules": [{
            "when": [
                { "field": { pointer(text): [text, 1] }, "message": format!("{} {{a:integer}}", literal(text)) },
                { "detail": { short(text): format!("{} {{a:integer}}", literal(text)) }, "code": short(text) },
            ],
            "user_message": format!("{} {{a}}", literal(text)), "because": text,
        }],
        "domains": { "api": domain(text) },
        "operations": { "call": operation(text) },
        "examples": examples(text),
    })
}

fn limits(text: &str) -> Value {
    json!([
        { "rate": text, "kind": "burst", "note": text, "source": text },
        { "amount": text, "kind": "quota" },
    ])
}

fn domain(text: &str) -> Value {
    json!({
        "title": text, "summary": text, "description": text, "source": text,
        "advice": text, "note": text, "limits": limits(text), "strip_prefix": short(text),
        "envelope": { "code": "/code", "message": "/message", "details": { "at": "/details" } },
        "categories": { short(text): { "summary": text, "description": text, "user_message": literal(text) } },
        "rules": [{ "when": { "status": 404 }, "because": text }],
        "codes": {
            short(text): {
                "name": "First", "summary": text, "description": text, "source": text, "category": short(text),
                "advice": text, "note": text, "limits": limits(text), "user_message": literal(text),
                "aliases": [format!("{} again", short(text))], "since": text, "status": [404, 410],
                "rules": [{ "when": { "category": short(text) }, "because": text }],
            },
            // Behind the other in the order of JSON's maps.
            format!("{} old", short(text)): {
                "name": "Old", "summary": format!("old {text}"),
                "deprecated": { "since": text, "note": text, "replaced_by": short(text) },
            },
        },
    })
}

fn operation(text: &str) -> Value {
    json!({
        "summary": text, "description": text, "source": text, "endpoint": text, "advice": text, "note": text,
        "limits": limits(text), "failure_reason": text, "user_message": literal(text),
        "success": { "field": { pointer(text): text } },
    })
}

fn examples(text: &str) -> Value {
    let body = json!({ "code": short(text), "message": format!("at {text}"), "details": [{ "field": text, "message": text }] });
    json!([
        {
            "name": text, "operation": "call", "source": text, "note": text,
            "response": { "status": 404, "headers": { "X-Text": text }, "body": body.to_string() },
            "expect": { "code": short(text), "message": format!("at {text}"), "failure_reason": text },
        },
        { "name": format!("{text} again"), "operation": "request", "response": { "status": 500, "body": text }, "expect": { "known": false } },
    ])
}

/// The text as a key or a code, which must not be long.
pub(crate) fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

/// The text where braces mean something.
fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// The text as the name of a field.
fn pointer(text: &str) -> String {
    format!("/{}", short(text).replace('~', "~0").replace('/', "~1"))
}
