//! Tests of the format, and that nothing is lost: with cases, with all books of the repository, and with random input.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_yaml::Value;

use super::canonical::{Refusal, comments, format};

fn formatted(text: &str) -> String {
    format(text).unwrap_or_else(|why| panic!("{why}:\n{text}"))
}

#[test]
fn each_construct_has_one_format() {
    for (old, new) in [
        ("a:   1\n", "a: 1\n"),
        ("\n  # top\n    # top\na: 1\n", "# top\n# top\na: 1\n"),
        (
            "a:\n      # deep\n  b:\n# shallow\n  - 1\n",
            "a:\n  # deep\n  b:\n    # shallow\n    - 1\n",
        ),
        ("a: 1", "a: 1\n"),
        ("a: 1   \n\n\n\nb: 2\n\n", "a: 1\n\nb: 2\n"),
        ("a:\n    b:\n        c: 1\n", "a:\n  b:\n    c: 1\n"),
        ("a:\n- 1\n-   2\n", "a:\n  - 1\n  - 2\n"),
        ("a: {b: 1,c: [ 1,2 ]}\n", "a: { b: 1, c: [1, 2] }\n"),
        ("a: {  }\nb: [ ]\n", "a: {}\nb: []\n"),
        ("a:\r\n  - b\r\n", "a:\n  - b\n"),
        ("'a b': 'c'\n", "\"a b\": \"c\"\n"),
        ("a: 'say \"b\"'\n", "a: 'say \"b\"'\n"),
        (
            "a: 1 # why\n    # below\nb: 2\n",
            "a: 1 # why\n# below\nb: 2\n",
        ),
    ] {
        assert_eq!(formatted(old), new, "{old}");
    }
}

/// Texts are not changed: tabs, spaces at line ends, quotes, line breaks, and what looks like a comment.
#[test]
fn texts_are_not_changed() {
    for text in [
        "a: |2\n    four\n   three\n",
        "a: |\n  b\ttab\n  \ttab\n",
        "a: |\n  ends with a space \n  b\n",
        "a:\n  b: |+\n    kept\n\n\n  c: 1\n",
        "a: |+\n  kept\n\n\n",
        "a: |\n  one\n   \nb: |\n  two\n\n    \nc: 1\n",
        "a:\n  - |+\n    kept\n\n  - b\n",
        "a: |-\n\n\n  first lines empty\n\n  # no comment\n    deeper\n",
        "a: >-\n  folded   here\n  and\n\n  there\n",
        "- |\n  in a list\n- b: |-\n    in a map\n  c: 1\n",
        "a: | # a comment\n  text\n",
        "a: \"tab\there \\n \\u00e9\"\n",
        "a: 'it''s \\d'\n",
        "a: &name { b: 1 }\nc: *name\n",
        "\"404\": 010\n\"no\": 1_000\nd: 1.50\n",
        "a: block_0\nb: |\n  block_0\n  block__0\n",
        "a: plain text\n  that goes on\n",
    ] {
        assert_eq!(formatted(text), text);
    }
}

#[test]
fn a_block_moves_with_its_key() {
    let old = "a:\n      b: |\n          one\n            two \n\n          three\n      c: 1\n";
    let new = "a:\n  b: |\n    one\n      two \n\n    three\n  c: 1\n";
    assert_eq!(formatted(old), new);
}

#[test]
fn what_is_too_long_for_a_line_is_broken_and_a_text_is_not() {
    let word = "w".repeat(60);
    let old = format!("a: [{word}, {word}]\nb: {word} {word} {word}\n");
    let new = format!("a: [\n  {word},\n  {word},\n]\nb: {word} {word} {word}\n");
    assert_eq!(formatted(&old), new);
}

#[test]
fn what_is_no_yaml_is_refused() {
    let deep = format!("a: {}", "[".repeat(5000));
    for text in [
        "a: [1\n",
        "a: b: c\n",
        "a: 1\na: 2\n",
        "a: \"x\n",
        "a: 1\n---\nb: 2\n",
        &deep,
    ] {
        assert!(matches!(format(text), Err(Refusal::Invalid(_))), "{text}");
    }
}

#[test]
fn nothing_and_comments_alone_stay_what_they_are() {
    assert_eq!(formatted("").trim(), "");
    assert_eq!(formatted("# only\n\n# this\n"), "# only\n\n# this\n");
}

fn yaml_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            yaml_below(&path, found);
        } else if path
            .extension()
            .is_some_and(|ending| ending == "yaml" || ending == "yml")
        {
            found.push(path);
        }
    }
}

fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    yaml_below(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
        &mut found,
    );
    let texts = found.into_iter().filter_map(|path| {
        let text = fs::read_to_string(&path).ok()?;
        Some((path, text))
    });
    texts.collect()
}

/// The books of this project and the output of `import` are already formatted.
#[test]
fn what_there_is_comes_out_unchanged() {
    for folder in ["../spec", "tests/snapshots"] {
        for (path, text) in files(folder) {
            assert_eq!(formatted(&text), text, "{}", path.display());
        }
    }
}

#[test]
fn every_book_of_the_tests_keeps_its_meaning_and_its_comments() {
    let (mut tried, mut refused) = (0, 0);
    for (path, text) in files("../codegen/tests/ui") {
        tried += 1;
        match format(&text) {
            Ok(new) => assert_same(&text, &new),
            Err(Refusal::Invalid(_)) => refused += 1,
            Err(bug) => panic!("{}: {bug}", path.display()),
        }
    }
    assert!(tried > 100 && refused < tried / 4, "{refused} of {tried}");
}

fn assert_same(old: &str, new: &str) {
    let read = |text: &str| -> Value { serde_yaml::from_str(text).expect("YAML") };
    assert_eq!(read(old), read(new));
    let comments = |text: &str| comments(text).expect("YAML");
    assert_eq!(comments(old), comments(new));
}

/// Changes the format of a text without changing its meaning.
fn ugly(text: &str, seeds: &[u8]) -> String {
    let lines = text.lines().zip(seeds.iter().cycle());
    let lines: Vec<String> = lines.map(|(line, seed)| ugly_line(line, *seed)).collect();
    lines.join("\n") + "\n"
}

fn ugly_line(line: &str, seed: u8) -> String {
    let key = line
        .trim_start()
        .split_once(": ")
        .map_or("", |(key, _)| key);
    let has_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    match seed {
        0 if has_key => line.replacen(": ", ":    ", 1),
        1 if has_key && is_flow(line) => line.replace("{ ", "{").replace(", ", " ,  "),
        2 if line.ends_with(':') && !line.trim_start().contains(' ') => format!("{line}  "),
        3 => format!("{line}\r"),
        _ => line.to_owned(),
    }
}

/// Whether a line is a flow map or list with commas.
fn is_flow(line: &str) -> bool {
    line.ends_with(['}', ']']) && !line.contains(['"', '\'', '('])
}

#[test]
fn a_badly_formatted_book_is_restored() {
    for seeds in [&[0][..], &[1], &[2], &[3], &[2, 0, 3, 1, 1]] {
        for (path, text) in files("../spec") {
            if path
                .parent()
                .is_some_and(|folder| folder.ends_with("texts"))
            {
                // There is little in a list of texts that could be written otherwise.
                continue;
            }
            let ugly = ugly(&text, seeds);
            assert!(
                ugly != text && formatted(&ugly) == text,
                "{}, {seeds:?}",
                path.display()
            );
        }
    }
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "[a-z]{1,5}( [a-z]{1,5}){1,30}",
        "'[a-z #:\"]{0,8}'",
        "\"[a-z #:']{0,8}\"",
        Just("010".to_owned()),
        Just("~".to_owned()),
        Just("!!str 12".to_owned()),
    ]
}

/// A value after a colon or a dash with this indentation, including its line break.
fn value(indent: usize, depth: u32) -> BoxedStrategy<String> {
    let flow =
        prop::collection::vec(scalar(), 0..4).prop_map(|items| format!("[{}]", items.join(",")));
    let pairs = prop::collection::vec(scalar(), 0..4).prop_map(|items| {
        let pair = |(index, item): (usize, &String)| format!("k{index}:  {item}");
        let pairs: Vec<String> = items.iter().enumerate().map(pair).collect();
        format!("{{{} }}", pairs.join(" ,"))
    });
    let comment = prop_oneof![Just(""), Just("  "), Just("   # why"), Just(" #")];
    let line = (prop_oneof![scalar(), flow, pairs], comment)
        .prop_map(|(value, comment)| format!("  {value}{comment}\n"));
    let text = prop::collection::vec("[a-z#:\\-'\"\t ]{0,12}", 1..5);
    let block = (
        prop_oneof![Just("|"), Just(">"), Just("|-"), Just(">-"), Just("|+")],
        text,
    )
        .prop_map(move |(style, lines)| {
            let indent = " ".repeat(indent + 3);
            let lines: Vec<String> = lines
                .iter()
                .map(|line| format!("{indent}{line}\n"))
                .collect();
            let lines = lines.concat();
            format!(" {style}\n{indent}first\n{lines}")
        });
    if depth == 0 {
        return prop_oneof![line, block].boxed();
    }
    let map = (1_usize..6).prop_flat_map(move |step| map(indent + step, depth - 1));
    let list = (1_usize..4).prop_flat_map(move |step| {
        let dash = " ".repeat(indent + step);
        let items = prop::collection::vec(value(indent + step, 0), 1..4);
        items.prop_map(move |items| {
            let items = items.iter().map(|item| format!("{dash}-{item}"));
            items.collect::<Vec<_>>().concat()
        })
    });
    prop_oneof![
        line,
        block,
        map.prop_map(|lines| below(&lines)),
        list.prop_map(|lines| below(&lines))
    ]
    .boxed()
}

fn below(lines: &str) -> String {
    format!("\n{lines}")
}

fn map(indent: usize, depth: u32) -> BoxedStrategy<String> {
    let before = prop_oneof![4 => Just(""), 1 => Just("\n\n\n"), 1 => Just("# comment\n"), 1 => Just("\n  # aside\n")];
    let key = prop_oneof![Just("k"), Just("\"quoted k\""), Just("'k'"), Just("k k")];
    let entry = (before, key, value(indent, depth));
    let entries = prop::collection::vec(entry, 1..5);
    entries
        .prop_map(move |entries| {
            let indent = " ".repeat(indent);
            let entries = entries.iter().enumerate();
            let lines = entries.map(|(index, (before, key, value))| {
                let key = key.replace('k', &format!("k{index}"));
                format!("{before}{indent}{key}:{value}")
            });
            lines.collect::<Vec<_>>().concat()
        })
        .boxed()
}

proptest! {
    #[test]
    fn any_text_is_laid_out_once_and_for_all(text in map(0, 2)) {
        match format(&text) {
            Ok(new) => {
                assert_same(&text, &new);
                prop_assert_eq!(formatted(&new), new);
            }
            Err(Refusal::Invalid(why)) => prop_assert!(serde_yaml::from_str::<Value>(&text).is_err(), "{}:\n{}", why, text),
            Err(bug) => prop_assert!(false, "{}:\n{}", bug, text),
        }
    }

    #[test]
    fn whatever_is_given_is_laid_out_or_refused(text in "[ a-z0-9:#\\-\\[\\]{},'\"|>&*!\n\t]{0,80}") {
        if let Ok(new) = format(&text) {
            assert_same(&text.replace("\r\n", "\n"), &new);
        }
    }
}
