//! What is not even YAML is told in words that its author knows, where it was written.

use std::{env, fs};

use faultbook_codegen::{Source, load};

use crate::support::BOOK;

const HEAD: &str = "vendor: acme\ntitle: Acme\nsummary: A vendor.\n";

/// What stands behind the beginning of a good file.
#[rustfmt::skip] // A row is a line.
const CASES: &[&str] = &[
    // Tabs
    "domains:\n\tapi: {}\n",
    "domains:\n  api: {}\n \tweb: {}\n",
    "advice:\n\t- one\n",
    // Colons
    "note\ndomains: {}\n",
    "domains:\n  api\n    codes: {}\n",
    "advice:\n- one\nnote\n",
    "note: |\n  one\ntwo\n",
    "class:refused\ndomains: {}\n",
    "note: Not found: no order\ndomains: {}\n",
    "note: “naïve” – 日本語 🦀: no order\ndomains: {}\n",
    "class: ok, note: one\n",
    "note:\n  A long text\n  with: a colon\n",
    "domains: { api: web: {} }\n",
    "domains: { api: {} web: {} }\n",
    "domains:\n  : {}\n",
    // Characters that mean something
    "note: @home\n",
    "note: `code`\n",
    "note: %d items\n",
    "note: *bold* text\n",
    "note: *all\n",
    "note: & more\n",
    "note: !important text\n",
    "note: ? what\n",
    "note: ] text\n",
    "<<: *base\n",
    // Quotes and escapes
    "note: 'open\ndomains: {}\n",
    "note: 'open\nclass: 'ok'\ndomains: {}\n",
    "note: \"open\ndomains: {}\n",
    "note: 'it's'\n",
    "note: \"one\" and \"two\"\n",
    "note: \"C:\\dir\"\n",
    "note: \"\\u12\"\n",
    // Brackets
    "advice: [one, two\ndomains: {}\n",
    "domains: { api: {}\nclass: ok\n",
    "domains: { api: [one } }\n",
    "domains: { api: [ }\n",
    "domains: {} }\n",
    "note: [one][two]\n",
    "advice: [, one]\n",
    // Indentation and lists
    "domains:\n  api:\n    codes: {}\n   key: code\n",
    "domains:\n  api: {}\n    web: {}\n",
    "note: \"one\"\n class: ok\n",
    "advice:\n  - one\n - two\n",
    "advice: - one\n",
    "domains:\n  api: {}\n  - web\n",
    "examples:\n  - name: one\n  operation: request\n",
    "note: >5x\n  one\n",
    // Keys and documents
    "? [one]\n: two\n",
    "---\nnote: two\n",
    "...\nnote: two\n",
    // Depth
    "advice: &one [*one]\n",
];

/// What is told of each, in turn. `UPDATE_EXPECT=1` takes what comes out as right; read the difference then.
#[test]
fn what_is_no_yaml_is_told_in_plain_words() {
    let told: String = CASES.iter().map(|case| told(case)).collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/law/not_yaml.txt");
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, &told).expect("an expectation that can be written");
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    assert!(told == expected, "{told}");
}

fn told(case: &str) -> String {
    let sources = [
        Source::new("book.yaml", BOOK),
        Source::new("acme.yaml", format!("{HEAD}{case}")),
    ];
    let mistakes = load(&sources).expect_err(case);
    let [mistake] = mistakes.iter().collect::<Vec<_>>()[..] else {
        panic!("one mistake is told of {case:?}: {mistakes}");
    };
    assert_eq!(mistake.id, "FB0001", "{case:?}");
    mistakes.render_one(mistake, false) + "\n\n"
}
