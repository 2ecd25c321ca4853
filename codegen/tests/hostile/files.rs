//! Files that no author would write. Errors are reported at their locations, work and memory are bounded, and nothing panics.

use faultbook_codegen::{Artifact, Diagnostics, Source, generate, load};

use crate::texts::{HARMLESS, vocabulary, yaml};

const HEAD: &str = "vendor: acme\ntitle: Acme\nsummary: A vendor.\nsource: here\n";

const CODES: &str = "\
domains:
  api:
    envelope: { code: /code }
    codes:
      GONE: { summary: It is gone, status: 410, class: refused }
";

/// The maximum number of allocations, as a measure of work: per byte of the file, and for any file.
const ALLOCATIONS: (u64, u64) = (4, 10_000);
/// The maximum memory in use at a time: per byte of the file, and for any file.
const MEMORY: (u64, u64) = (400, 1_000_000);

/// Loads a vendor's file, with bounded work and memory.
fn loaded(text: String) -> Result<(), Diagnostics> {
    let length = text.len() as u64;
    let files = [
        Source::new("book.yaml", yaml(&vocabulary(HARMLESS))),
        Source::new("spec/acme.yaml", text),
    ];
    let mut result = Ok(());
    let used = allocation_counter::measure(|| result = load(&files).map(|_| ()));
    assert!(
        used.count_total <= ALLOCATIONS.0 * length + ALLOCATIONS.1,
        "{used:?}"
    );
    assert!(used.bytes_max <= MEMORY.0 * length + MEMORY.1, "{used:?}");
    result
}

/// The first error of a vendor's file, as `line:column: message`.
fn error(text: String) -> String {
    let errors = loaded(text).expect_err("an error");
    let first = errors.iter().next().expect("an error");
    assert_eq!(first.file(), "spec/acme.yaml");
    assert!(
        errors.to_string().len() < 100_000,
        "not more is reported than can be read"
    );
    format!("{}:{}: {}", first.line(), first.column(), first.message())
}

/// The error in lines that follow the beginning of a good file, the first of which is line 5.
fn after_head(lines: &str) -> String {
    error(format!("{HEAD}{lines}"))
}

#[test]
fn aliases_cannot_fill_the_memory() {
    let ten = |of: &str| [of; 10].join(", ");
    let level = |n: usize| format!("- &a{n} [{}]\n", ten(&format!("*a{}", n - 1)));
    let laughs: String = (1..20).map(level).collect();
    let long = "x".repeat(100_000);
    let many = vec!["*long"; 30_000].join(", ");
    let keys: String = (0..100)
        .map(|n| format!("k{n}: {}, ", "v".repeat(1000)))
        .collect();
    let maps = vec!["*map"; 5000].join(", ");
    let table = [
        (
            format!("advice:\n- &a0 [{}]\n{laughs}", ten("ha")),
            "12:53: with its aliases expanded",
        ),
        (
            format!("description: &long {long}\nadvice: [{many}]\n"),
            "6:",
        ),
        (format!("note: &map {{ {keys} }}\nadvice: [{maps}]\n"), "6:"),
        (
            "advice: &a [*a]\n".to_owned(),
            "5:9: an anchor that contains itself",
        ),
        (
            "advice: *nobody\n".to_owned(),
            "5:9: `*nobody` is not a known anchor",
        ),
    ];
    for (lines, reported) in table {
        let error = after_head(&lines);
        assert!(error.starts_with(reported), "{error}, not {reported}");
    }
}

#[test]
fn nothing_is_nested_too_deep_to_be_reported() {
    let lines: String = (1..300).map(|n| " ".repeat(n) + "a:\n").collect();
    let table = [
        ("[".repeat(10_000), "lists and maps are nested too deeply"),
        (
            "[".repeat(3_000) + &"]".repeat(3_000),
            "lists and maps are nested too deeply",
        ),
        (
            "{ a: ".repeat(1_000) + &"}".repeat(1_000),
            "lists and maps are nested too deeply",
        ),
        (
            "[".repeat(1_000_000),
            "more than 10000 brackets are open on this line",
        ),
        (
            "\n  ".to_owned() + &"- ".repeat(10_000) + "x\n",
            "lists and maps are nested too deeply",
        ),
        (
            "\n".to_owned() + &lines,
            "lists and maps are nested too deeply",
        ),
    ];
    for (value, reported) in table {
        let error = after_head(&format!("advice: {value}"));
        assert!(error.ends_with(reported), "{error}, not {reported}");
    }
}

#[test]
fn invalid_yaml_of_a_book_is_reported_at_its_location() {
    let table = [
        (
            "note: a\0b\n",
            "6:8: the character U+0000 is not allowed in a book",
        ),
        (
            "note: a\u{1b}[31m\n",
            "6:8: the character U+001B is not allowed in a book",
        ),
        (
            "note: a\u{85}b\n",
            "6:8: the character U+0085 is not allowed in a book",
        ),
        (
            "note: день\u{202e}b\n",
            "6:11: the character U+202E is not allowed in a book",
        ),
        (
            "# a comment\u{2066}\n",
            "6:12: the character U+2066 is not allowed in a book",
        ),
        (
            "\u{feff}note: late\n",
            "6:1: the character U+FEFF is not allowed in a book",
        ),
        ("\tnote: tab\n", "6:1: a tab in the indentation"),
        ("note: 'open\n", "6:7: a quote that is never closed"),
        (
            "---\nnote: two\n",
            "6:1: a file must contain a single document, and this starts another one",
        ),
        (
            "note: one\n---\n",
            "7:1: a file must contain a single document, and this starts another one",
        ),
        ("note: !secret x\n", "6:7: tags are not supported"),
        ("note: !!int x\n", "6:7: tags are not supported"),
        ("? [a, b]\n: c\n", "6:3: a key that is not text"),
        ("? { a: b }\n: c\n", "6:3: a key that is not text"),
        ("~: c\n", "6:1: unknown key `~`"),
        ("1.50: c\n", "6:1: unknown key `1.50`"),
        ("<<: { note: merged }\n", "6:1: unknown key `<<`"),
        (
            "operations: { a: &a {}, <<: *a }\n",
            "6:25: unknown key `<<`",
        ),
        ("envelope: !x { code: c }\n", "6:11: tags are not supported"),
    ];
    for (lines, reported) in table {
        assert_eq!(after_head(&format!("domains: {{}}\n{lines}")), reported);
    }
}

#[test]
fn a_file_may_be_empty_of_anything() {
    let table = [
        ("", "1:1: the file is empty"),
        ("# nothing\n", "1:1: the file is empty"),
        ("~\n", "1:1: the file is empty"),
        ("---\n...\n", "1:1: the file is empty"),
        ("text\n", "1:1: expected a map, found the text “text”"),
        ("- a\n", "1:1: expected a map, found a list"),
        ("%YAML 9.9\n---\na: b\n", "1:1: an unknown version of YAML"),
    ];
    for (text, reported) in table {
        assert_eq!(error(text.to_owned()), reported);
    }
}

#[test]
fn long_keys_and_texts_are_shortened() {
    let long = "k".repeat(1_000_000);
    let table = [
        format!("{CODES}? {long}\n: v\n"),
        format!("{CODES}{long}: v\n"),
        format!("domains: {long}\n"),
    ];
    for lines in table {
        let errors = loaded(HEAD.to_owned() + &lines).expect_err("an error");
        let reported = errors.iter().next().expect("an error").message();
        assert!(
            reported.len() < 300 && errors.to_string().len() < 3000,
            "{}",
            reported.len()
        );
    }
}

#[test]
fn of_ten_thousand_errors_of_shape_some_are_listed() {
    let lines: String = (0..10_000).map(|n| format!("nope{n}: x\n")).collect();
    let errors = loaded(format!("{HEAD}{CODES}{lines}")).expect_err("errors");
    assert!(
        (10..=100).contains(&errors.iter().len()),
        "{}",
        errors.iter().len()
    );
}

#[test]
fn what_yaml_allows_is_allowed() {
    let good = format!("{HEAD}{CODES}");
    let alias = "      LOST: &lost { summary: It is lost, status: 404, class: refused }\n      LOST_AGAIN: *lost\n";
    let key = "      ? \"A B\"\n      : { summary: A code, class: refused, name: Ab }\n      404: { summary: Another, class: refused, name: Four }\n";
    let large: String = (0..20_000)
        .map(|n| format!("- Advice number {n}, do not do that again\n"))
        .collect();
    let table = [
        good.clone(),
        format!("%YAML 1.1\n---\n{good}...\n"),
        good.clone() + alias,
        good.clone() + key,
        good.replace('\n', "\r\n"),
        good.replace('\n', "\n\n# a comment\n\n"),
        good.clone() + "note: !!str 5\n",
        good.clone() + "note: !!binary aGVsbG8=\n",
        format!("{good}note: {}\n", "long ".repeat(400_000)),
        format!("{good}advice:\n{large}"),
    ];
    for text in table {
        let begin = text[..100].to_owned();
        loaded(text).unwrap_or_else(|errors| panic!("{begin}…: {errors}"));
    }
}

#[test]
fn line_ends_of_other_systems_change_nothing() {
    let folded = "note: >\n  folded\n  text\n\n  end\ndescription: |\n  two\n  lines\n";
    let lf = format!("{HEAD}{folded}{CODES}      BAD: {{ summary: Bad, class: nope }}\n");
    let crlf = lf.replace('\n', "\r\n");
    assert_eq!(error(lf.clone()), "18:35: unknown class `nope`");
    assert_eq!(error(crlf.clone()), error(lf.clone()));
    let [lf, crlf] = [lf, crlf].map(|text| artifacts(&text.replace("nope", "refused")));
    assert_eq!(lf, crlf);
}

/// What is generated of a vendor's file.
fn artifacts(text: &str) -> Vec<Artifact> {
    let files = [
        Source::new("book.yaml", yaml(&vocabulary(HARMLESS))),
        Source::new("acme.yaml", text),
    ];
    generate(&files).unwrap_or_else(|errors| panic!("{errors}"))
}
