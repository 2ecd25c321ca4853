//! What is not even YAML is reported in words that its author knows, where it was written.

use std::{env, fs};

use faultbook_codegen::{Source, load};

use crate::support::BOOK;

const HEAD: &str = "vendor: acme\ntitle: Acme\nsummary: A vendor.\n";

/// The rest of a file that begins well.
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

/// What is reported of each, in turn. `UPDATE_EXPECT=1` takes what comes out as right; read the difference then.
#[test]
fn invalid_yaml_is_explained_in_plain_words() {
    let reported: String = CASES.iter().map(|case| reported(case)).collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/law/invalid_yaml.txt");
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, &reported).expect("an expectation that can be written");
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    assert!(reported == expected, "{reported}");
}

fn reported(case: &str) -> String {
    let sources = [
        Source::new("book.yaml", BOOK),
        Source::new("acme.yaml", format!("{HEAD}{case}")),
    ];
    let errors = load(&sources).expect_err(case);
    let [error] = errors.iter().collect::<Vec<_>>()[..] else {
        panic!("one error is reported of {case:?}: {errors}");
    };
    assert_eq!(error.id, "FB0001", "{case:?}");
    errors.render_one(error, false) + "\n\n"
}
