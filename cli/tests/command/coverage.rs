//! `faultbook coverage`: compares a vendor's documentation with the book.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use crate::{Run, edit, empty_folder, faultbook, repository};

const SPEC: &str = include_str!("coverage/parcel.yaml");
const PAGES: [(&str, &str); 2] = [
    ("parcel.md", include_str!("coverage/parcel.md")),
    ("parcel.txt", include_str!("coverage/parcel.txt")),
];

/// A folder with a vendor and its documentation, once as Markdown and once as text copied from a rendered page.
fn folder() -> tempfile::TempDir {
    let folder = empty_folder();
    let spec = folder.path().join("spec");
    fs::create_dir(&spec).expect("room");
    fs::copy(repository().join("spec/book.yaml"), spec.join("book.yaml")).expect("room");
    fs::write(spec.join("parcel.yaml"), SPEC).expect("room");
    for (name, text) in PAGES {
        fs::write(folder.path().join(name), text).expect("room");
    }
    folder
}

fn coverage(folder: &Path, arguments: &[&str]) -> Run {
    faultbook(folder, &[&["coverage"], arguments].concat(), b"")
}

/// Kind, token and domain of each finding.
fn findings(folder: &Path, page: &str) -> Vec<[String; 3]> {
    let run = coverage(folder, &["--source", page, "--format", "json"]);
    assert_eq!(run.err, "", "{page}");
    let lines = run.out.lines();
    let lines = lines.map(|line| serde_json::from_str(line).expect("JSON"));
    let found: Vec<_> = lines
        .map(|line: Value| {
            ["kind", "what", "domain"].map(|key| line[key].as_str().unwrap_or("-").to_owned())
        })
        .collect();
    assert_eq!(run.code, Some(i32::from(!found.is_empty())), "{page}");
    found
}

fn has(found: &[[String; 3]], kind: &str, what: &str) -> bool {
    found.iter().any(|own| own[0] == kind && own[1] == what)
}

/// A text without the line at an index.
fn without(text: &str, index: usize) -> String {
    let lines = text.lines().enumerate();
    let lines = lines.filter(|(at, _)| *at != index);
    lines.map(|(_, line)| line.to_owned() + "\n").collect()
}

#[test]
fn agreement_is_reported_in_one_line() {
    let folder = folder();
    for (page, reported) in [
        ("parcel.md", "6 codes and 5 statuses"),
        ("parcel.txt", "6 codes and 4 statuses"),
    ] {
        let run = coverage(folder.path(), &["--source", page]);
        let reported = format!("{page}: {reported}, all as in the book\n");
        assert_eq!((run.code, run.out, &*run.err), (Some(0), reported, ""));
    }
}

#[test]
fn every_entry_removed_from_the_book_is_found() {
    let folder = folder();
    let spec = folder.path().join("spec/parcel.yaml");
    let is_entry = |line: &str| line.starts_with("      ") && line.contains("{ summary: ");
    let entries = SPEC.lines().enumerate().filter(|(_, line)| is_entry(line));
    let mut tried = 0;
    for (at, line) in entries {
        let (code, _) = line.trim().split_once(':').expect("a key");
        fs::write(&spec, without(SPEC, at)).expect("room");
        for (page, _) in PAGES {
            // The domain of the client has no other code, and must not be empty. Two domains have `lost`.
            if !["no_connection", "lost"].contains(&code) {
                let found = findings(folder.path(), page);
                assert!(
                    has(&found, "missing_code", code),
                    "{page} {line}: {found:?}"
                );
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 10);
}

#[test]
fn every_status_removed_from_the_book_is_found() {
    for status in ["404", "422", "410", "503"] {
        let folder = folder();
        let spec = folder.path().join("spec/parcel.yaml");
        edit(&spec, &format!("status: {status}, "), "");
        for (page, _) in PAGES {
            let found = findings(folder.path(), page);
            assert!(has(&found, "missing_status", status), "{page}: {found:?}");
            assert_eq!(found.len(), 1, "{page}: {found:?}");
        }
    }
}

/// Even if the same word or number is elsewhere in the text.
#[test]
fn every_row_removed_from_the_document_is_found() {
    let rows = [
        (8, "parcel_too_heavy", Some("422"), "shipping"),
        (10, "carrier_busy", Some("503"), "shipping"),
        (15, "not_shipped", None, "tracking"),
        (17, "returned", None, "tracking"),
    ];
    let (page, text) = PAGES[1];
    for (at, code, status, domain) in rows {
        let folder = folder();
        let row = text.lines().nth(at);
        assert!(row.is_some_and(|row| row.starts_with(code)), "{code}");
        fs::write(folder.path().join(page), without(text, at)).expect("room");
        let mut expected = vec![["undocumented_code", code, domain]];
        expected.extend(status.map(|status| ["undocumented_status", status, domain]));
        assert_eq!(findings(folder.path(), page), expected, "{code}");
    }
}

#[test]
fn other_tokens_are_not_reported() {
    let folder = folder();
    let page = folder.path().join("page.md");
    let (_, text) = PAGES[0];
    for text_after in [
        "The field `carrier_id` and the member \"retry_token\" are optional.",
        "See https://parcel.example/api_errors, mail to help_desk@parcel.example, or run `post_parcel(now)`.",
        "| Field | Type |\n|---|---|\n| `ship_date` | string |\n| street_name | string |",
        "| Name | Meaning |\n|---|---|\n| weight | in `grams_or_tons` |",
        "```python\nmax_weight = 200\nif parcel.is_heavy: send_back(parcel)\n```",
        "It costs $404.00 or 1,503 coins for 250 km, 499.5 at most, since 2024-410-200.",
        "<a id=\"section_errors\"></a>\n\n<div class=\"error_box\">An <b id=\"code_418\">error</b></div>",
        "## All\n\n| Code | HTTP |\n|---|---|\n| address_unknown | 404 |\n| carrier_busy | 503 |\n| lost | 410 |\n| not_shipped | 200 |\n| returned | 200 |",
        "Keys are like carrier_name.",
        "Call 555 for 400 parcels, or 431 of them.",
        "Errors (404, 418), or a 429 in between",
        "- the `north_post/south_post` folder",
        "## All\n\n| Code | Class |\n|---|---|\n| lost | carrier_busy |\n| returned | road_work |",
        "## All\n\n| Code | HTTP |\n|---|---|\n| [`lost`](#lost) | any |\n| [`returned`](/a_b) | 200–204 |",
    ] {
        fs::write(&page, format!("{text}\n{text_after}\n")).expect("room");
        let found = findings(folder.path(), "page.md");
        assert!(found.is_empty(), "{text_after}: {found:?}");
    }
}

/// Adds each text to the document, and expects a finding.
fn are_found(kind: &str, cases: &[(&str, &str)]) {
    let folder = folder();
    let page = folder.path().join("page.md");
    let (_, text) = PAGES[0];
    for (text_after, what) in cases {
        fs::write(&page, format!("{text}\n{text_after}\n")).expect("room");
        let found = findings(folder.path(), "page.md");
        assert!(has(&found, kind, what), "{text_after}: {found:?}");
    }
}

#[test]
fn codes_are_found_in_every_code_position() {
    let cases = [
        ("It may also be `street_blocked`.", "street_blocked"),
        ("- street_blocked: the street is blocked", "street_blocked"),
        ("| Error | Status |\n|---|---|\n| stolen | - |", "stolen"),
        (
            "```json\n{\"error\": {\"code\": \"stolen\"}}\n```",
            "stolen",
        ),
        (
            "```js\nif (error.code === \"street_blocked\") {}\n```",
            "street_blocked",
        ),
        ("- street\\_blocked comes", "street_blocked"),
        // The cell ends within the value.
        (
            "<table><tr><td>\"code\": \"street_blocked</td><td># \"</td></tr></table>",
            "street_blocked",
        ),
        ("\"code\": \"street_blocked|# \"", "street_blocked"),
        (
            "<table>\n<tr><td>street_blocked</td><td>HTTP 404</td></tr>\n</table>",
            "street_blocked",
        ),
    ];
    are_found("missing_code", &cases);
}

#[test]
fn statuses_are_found_in_every_form() {
    let cases = [
        ("If it was HTTP 418, wait.", "418"),
        ("It answers 409 Conflict then.", "409"),
        ("| HTTP | Meaning |\n|---|---|\n| 507 | No room |", "507"),
        ("```js\nif (response.status === 451) {}\n```", "451"),
        ("```http\nHTTP/1.1 402 Payment Required\n```", "402"),
        (
            "| Code | Response |\n|---|---|\n| `carrier_busy` | 429 |",
            "429",
        ),
    ];
    are_found("missing_status", &cases);
}

/// In a column of codes, all are codes, whatever they look like.
#[test]
fn a_column_of_codes_may_have_another_family() {
    for (header, cell, is_code) in [
        ("Code | Status", "NEW_ONE | 418", true),
        ("Status | Error code", "418 | NewOne", true),
        ("Name of the error | Status", "`new_one` | 418", true),
        ("Error codes | Status", "**NEW_ONE** | 418", true),
        ("Error | Code", "NEW_ONE | E_LOST", false),
        ("Field of error | Status", "NEW_ONE | 418", true),
        ("Error field | Status", "NEW_ONE | 418", false),
        ("Code | Status", "see NEW_ONE | 418", false),
        ("Code | Status", "4XX | 418", false),
    ] {
        let folder = folder();
        let spec = "vendor: parcel\ntitle: P\nsummary: P\nsource: p\ndomains:\n  api:\n    title: A\n    envelope: { code: /code }\n    codes:\n      E_LOST: { summary: L, class: internal }\n      E_WRONG: { summary: W, class: internal }\n      E_FAR: { summary: F, class: internal }\n";
        fs::write(folder.path().join("spec/parcel.yaml"), spec).expect("room");
        let page = format!("| {header} |\n|---|---|\n| {cell} |\n");
        fs::write(folder.path().join("page.md"), page).expect("room");
        let found = findings(folder.path(), "page.md");
        let codes = found.iter().filter(|own| own[0] == "missing_code");
        assert_eq!(codes.count(), usize::from(is_code), "{header}: {found:?}");
    }
}

/// Paragraphs with one new code each.
fn rows(numbers: std::ops::Range<usize>) -> String {
    let rows = numbers.map(|at| format!("street_blocked_{at}\n\n"));
    rows.collect::<Vec<_>>().concat()
}

/// Each document would take minutes if every word needed a look at its whole line or document.
#[test]
fn large_documents_are_read_in_linear_time() {
    let folder = folder();
    let rows = rows(0..20_000);
    for (text, reported) in [
        (
            "404 ".repeat(100_000),
            "no codes or statuses recognized in the document; 0 not in the book, 10 not in",
        ),
        (
            "A_".repeat(100_000),
            "no codes or statuses recognized in the document; 0 not in the book, 11 not in",
        ),
        (
            "code=.".repeat(100_000),
            "no codes or statuses recognized in the document; 0 not in the book, 11 not in",
        ),
        (
            "<script><style><table".repeat(100_000),
            "no codes or statuses recognized in the document; 0 not in the book, 11 not in",
        ),
        (
            format!("lost404Gone\n{}\n", "AA".repeat(200_000)),
            "1 code and 1 status; 0 not in the book, 8 not in",
        ),
        (
            "`street_blocked` ".repeat(50_000),
            "1 code and 0 statuses; 1 not in the book",
        ),
        (
            format!("# Errors\n\n{rows}"),
            "20000 codes and 0 statuses; 20000 not in the book",
        ),
    ] {
        fs::write(folder.path().join("page.md"), text).expect("room");
        let run = coverage(
            folder.path(),
            &["--source", "page.md", "--format", "github"],
        );
        let last = run.out.lines().last().unwrap_or_default();
        assert!(last.starts_with(&format!("page.md: {reported}")), "{last}");
    }
}

#[test]
fn findings_beyond_the_limit_are_counted() {
    let folder = folder();
    let rows = rows(0..150);
    let (page, text) = PAGES[0];
    fs::write(folder.path().join(page), format!("{text}\n{rows}")).expect("room");
    let summary = "parcel.md: 156 codes and 5 statuses; 150 not in the book, 0 not in the document; 50 of them are not shown\n";
    let run = coverage(folder.path(), &["--source", page]);
    assert_eq!(run.out.matches("error[missing_code]").count(), 100);
    assert!(run.out.ends_with(summary), "{}", run.out);
    let run = coverage(folder.path(), &["--source", page, "--format", "json"]);
    assert_eq!((run.out.lines().count(), &*run.err), (100, summary));
}

/// A vendor with these codes and no statuses.
fn spec_of<'c>(codes: impl IntoIterator<Item = &'c str>) -> String {
    let codes = codes.into_iter().enumerate().map(|(at, code)| {
        format!("      {code:?}: {{ name: Code{at}, summary: Code {at}, class: internal }}\n")
    });
    let head = "vendor: parcel\ntitle: P\nsummary: P\nsource: p\ndomains:\n  api:\n    title: A\n    envelope: { code: /fault/id }\n    codes:\n";
    head.to_owned() + &codes.collect::<String>()
}

/// A document that has codes in one position only.
fn document_of<'c>(position: &str, codes: impl IntoIterator<Item = &'c str>) -> String {
    let (head, row, tail) = match position {
        "column" => ("| Code | Meaning |\n|---|---|\n", "| CODE | x |\n", ""),
        "linked column" => (
            "| Code | Meaning |\n|---|---|\n",
            "| [`CODE`](#code) | x |\n",
            "",
        ),
        "later column" => ("| Meaning | Id |\n|---|---|\n", "| x | `CODE` |\n", ""),
        "item" => ("", "- CODE: x\n", ""),
        "marked item" => ("", "1. `CODE` x\n", ""),
        "heading" => ("# Errors\n\n", "## CODE\n\nText.\n\n", ""),
        "backticks" => ("", "It is `CODE` then.\n", ""),
        "line" => ("", "CODE: x\n", ""),
        "sample" => ("", "```json\n{\"fault\": {\"id\": \"CODE\"}}\n```\n", ""),
        "usual member" => ("", "```json\n{ \"error_code\" : \"CODE\" }\n```\n", ""),
        "comparison" => ("", "```js\nif (fault.id === 'CODE') {}\n```\n", ""),
        "XML sample" => ("", "```xml\n<Code>CODE</Code>\n```\n", ""),
        "HTML table" => (
            "<table>\n",
            "<tr><td><p>CODE</p></td><td>x</td></tr>\n",
            "</table>\n",
        ),
        "HTML item" => (
            "<!DOCTYPE html>\n<ul>",
            "<li><code>CODE</code> x</li>",
            "</ul>",
        ),
        "HTML text" => (
            "<html><body>",
            "<p>It is <code>CODE</code> then.</p>",
            "</body></html>",
        ),
        "JSON document" => ("[", "{\"fault\": {\"id\": \"CODE\"}},", "null]"),
        _ => panic!("{position}"),
    };
    let rows = codes.into_iter().map(|code| row.replace("CODE", code));
    head.to_owned() + &rows.collect::<String>() + tail
}

const POSITIONS: [&str; 16] = [
    "column",
    "later column",
    "linked column",
    "item",
    "marked item",
    "heading",
    "backticks",
    "line",
    "sample",
    "usual member",
    "comparison",
    "XML sample",
    "HTML table",
    "HTML item",
    "HTML text",
    "JSON document",
];

/// The codes of the document that the book lacks, and the codes of the book that the document lacks.
fn differences(folder: &Path, spec: &str, document: &str) -> [BTreeSet<String>; 2] {
    fs::write(folder.join("spec/parcel.yaml"), spec).expect("room");
    fs::write(folder.join("page.md"), document).expect("room");
    let found = findings(folder, "page.md");
    ["missing_code", "undocumented_code"].map(|kind| {
        let found = found.iter().filter(|own| own[0] == kind);
        found.map(|own| own[1].clone()).collect()
    })
}

#[test]
fn codes_of_every_shape_are_found() {
    let folder = folder();
    for [known, other, new] in [
        ["-32700", "-32600", "-32005"],
        ["-1000", "-1099", "-1003"],
        ["auth/user-not-found", "auth/x", "auth/email-already-in-use"],
        [
            "urn:example:error:lost",
            "urn:example:error:y",
            "urn:example:error:x",
        ],
        ["0x80004005", "0x80070005", "0x8000FFFF"],
        ["10003", "50013", "40001"],
        ["E-1001", "E-2001", "E-1024"],
        ["com.example.Lost", "com.example.Gone", "com.example.Error"],
        ["NOT_FOUND", "ABORTED", "PERMISSION_DENIED"],
        ["invalid_client", "access_denied", "invalid_grant"],
        ["NoSuchBucket", "AccessDenied", "NoSuchKey"],
        ["rateLimitExceeded", "quotaExceeded", "backendError"],
        ["23505", "08006", "42601"],
        ["40P01", "28P01", "42P01"],
        ["lost", "returned", "stolen"],
        ["Gone", "Expired", "Conflict"],
        ["10_003", "14_030", "10_007"],
        ["parcel.lost", "street.wrong", "stamp.missing"],
        // One code starts like another, but is not joined with what follows it.
        ["AccessDenied", "NoSuchKey", "AccessDeniedByPolicy"],
        ["E1001", "E1002", "E1003"],
        ["GitHub::NotFound", "GitHub::Gone", "GitHub::Lost"],
    ] {
        // The property below tries all positions with random codes.
        for position in ["column", "item", "heading", "backticks", "sample"] {
            let spec = spec_of([known, other]);
            let document = document_of(position, [known, new]);
            let [missing, undocumented] = differences(folder.path(), &spec, &document);
            let expected = [[new], [other]].map(|codes| BTreeSet::from(codes.map(str::to_owned)));
            assert_eq!([missing, undocumented], expected, "{position}: {document}");
        }
    }
}

/// A column or a list with a code of the book is one of codes.
#[test]
fn columns_and_lists_may_have_codes_of_any_shape() {
    let folder = folder();
    let known = ["NOT_FOUND", "ABORTED", "LOST_AGAIN"];
    let new = ["-1003", "auth/x", "urn:example:x", "0x8000FFFF", "E::Gone"];
    for position in ["column", "later column", "HTML table", "item"] {
        let document = document_of(position, known.into_iter().chain(new));
        let [missing, undocumented] = differences(folder.path(), &spec_of(known), &document);
        assert_eq!(
            missing,
            BTreeSet::from(new.map(str::to_owned)),
            "{position}"
        );
        assert!(undocumented.is_empty(), "{position}");
    }
}

/// Tables that were copied from a rendered page, without what separated their cells.
#[test]
fn cells_that_were_joined_are_separated() {
    let folder = folder();
    let spec = spec_of(["SESSION_END", "GAME_MISMATCH", "RATE_LIMITED", "OK"]);
    for (row, missing) in [
        ("SESSION_END410Game session", None),
        ("410SESSION_ENDGame session", None),
        ("SESSION_ENDING410Game session", Some("SESSION_ENDING")),
        ("SESSION_ENDINGGame session", Some("SESSION_ENDING")),
        ("OKNormal", None),
        ("GAME_MISMATCHOTT is for another game", None),
        ("CAR_FOUND409Found", Some("CAR_FOUND")),
    ] {
        let document = format!("CodeMeaning\nRATE_LIMITEDToo many\n{row}\n");
        let [found, _] = differences(folder.path(), &spec, &document);
        let expected: BTreeSet<String> = missing.into_iter().map(str::to_owned).collect();
        assert_eq!(found, expected, "{row}");
    }
}

/// Codes of one shape each: what a vendor could have.
fn codes() -> impl Strategy<Value = BTreeSet<String>> {
    let shapes = prop::sample::select(vec![
        "[A-Z]{3,7}_[A-Z]{3,7}",
        "[a-z]{3,7}_[a-z]{3,7}",
        "[a-z]{8,12}",
        "[A-Z][a-z]{2,6}[A-Z][a-z]{2,6}",
        "auth/[a-z]{3,6}-[a-z]{3,6}",
        "urn:example:[a-z]{3,6}",
        "0x8[0-9A-F]{7}",
        "-[1-9][0-9]{3}",
        "[1-9][0-9]{4}",
        "E-[0-9]{4}",
        "4[0-9]P[0-9]{2}",
        "com\\.example\\.[A-Z][a-z]{3,6}",
    ]);
    let set = |shape: &str| {
        let code = prop::string::string_regex(shape).expect("a pattern");
        prop::collection::btree_set(code, 3..12)
    };
    shapes.prop_flat_map(set)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The first code of a set is in both, and the others are in the book, the document, or both.
    #[test]
    fn findings_are_the_difference_of_the_sets(
        codes in codes(),
        sides in prop::collection::vec(0..3, 12),
        position in prop::sample::select(POSITIONS.to_vec()),
    ) {
        let side_of = |at: usize| if at == 0 { 2 } else { sides[at] };
        let on = |side: i32| {
            let codes = codes.iter().enumerate();
            codes.filter(move |(at, _)| side_of(*at) == side || side_of(*at) == 2).map(|(_, code)| &**code)
        };
        let [book, document] = [0, 1].map(|side| on(side).collect::<BTreeSet<&str>>());
        let folder = folder();
        let spec = spec_of(book.iter().copied());
        let text = document_of(position, document.iter().copied());
        let owned = |codes: Vec<&&str>| codes.into_iter().map(|code| (*code).to_owned()).collect();
        let expected: [BTreeSet<String>; 2] = [
            owned(document.difference(&book).collect()),
            owned(book.difference(&document).collect()),
        ];
        prop_assert_eq!(differences(folder.path(), &spec, &text), expected, "{}", text);
    }
}

#[test]
fn an_unrecognized_document_does_not_agree() {
    let folder = folder();
    fs::write(folder.path().join("page.md"), "Please enable JavaScript.\n").expect("room");
    let run = coverage(folder.path(), &["--source", "page.md"]);
    let summary = "page.md: no codes or statuses recognized in the document; 0 not in the book, 11 not in the document\n";
    assert!(run.out.ends_with(summary), "{}", run.out);
    assert_eq!(run.code, Some(1));
    let codes = [
        "address_unknown",
        "parcel_too_heavy",
        "lost",
        "carrier_busy",
        "not_shipped",
        "returned",
    ];
    let statuses = ["404", "422", "410", "503"];
    let mut arguments = vec!["--source", "page.md", "--format", "json"];
    arguments.extend(
        codes
            .iter()
            .chain(&statuses)
            .flat_map(|own| ["--ignore", own]),
    );
    let run = coverage(folder.path(), &arguments);
    assert_eq!((run.code, &*run.out), (Some(1), ""));
    assert!(
        run.err.contains("no codes or statuses recognized"),
        "{}",
        run.err
    );
}

#[test]
fn a_vendor_without_codes_is_not_compared() {
    let folder = folder();
    let spec = "vendor: parcel\ntitle: P\nsummary: P\nsource: p\ndomains:\n  api:\n    title: A\n    envelope: { code: /code }\n";
    fs::write(folder.path().join("spec/parcel.yaml"), spec).expect("room");
    let run = coverage(folder.path(), &["--source", "parcel.md"]);
    assert_eq!((run.code, &*run.out), (Some(2), ""));
    let error = "error: `parcel` has no codes in the book to compare with";
    assert!(run.err.starts_with(error), "{}", run.err);
}

/// Where codes are numbers, one at the beginning of an item is not a status.
#[test]
fn numeric_codes_are_not_statuses() {
    let folder = folder();
    let spec = spec_of(["101", "167", "905"]);
    fs::write(folder.path().join("spec/parcel.yaml"), spec).expect("room");
    let page = "- 101: lost\n- 167: gone\n- 905: busy\n- 130: new, with HTTP 404\n";
    fs::write(folder.path().join("page.md"), page).expect("room");
    let found = findings(folder.path(), "page.md");
    let expected = [["missing_code", "130", "-"], ["missing_status", "404", "-"]];
    assert_eq!(found, expected);
}

#[test]
fn statuses_as_codes() {
    let folder = folder();
    let spec = "vendor: parcel\ntitle: P\nsummary: P\nsource: p\ndomains:\n  status:\n    title: S\n    key: status\n    codes:\n      \"404\": { name: Lost, summary: L, class: not_found }\n      \"503\": { name: Busy, summary: B, class: unavailable }\n";
    fs::write(folder.path().join("spec/parcel.yaml"), spec).expect("room");
    let page = "| Code | Meaning |\n|---|---|\n| 404 | lost |\n| 409 | twice |\n";
    fs::write(folder.path().join("page.md"), page).expect("room");
    let found = findings(folder.path(), "page.md");
    let expected = [
        ["missing_status", "409", "-"],
        ["undocumented_status", "503", "status"],
    ];
    assert_eq!(found, expected);
}

#[test]
fn ignored_tokens_are_not_reported() {
    let folder = folder();
    let page = folder.path().join("parcel.md");
    edit(&page, "`lost` | 410", "`stolen` | 418");
    let found = findings(folder.path(), "parcel.md");
    let reported: Vec<&str> = found.iter().map(|own| own[1].as_str()).collect();
    assert_eq!(reported, ["stolen", "418", "410"]);
    let mut arguments = vec!["--source", "parcel.md"];
    arguments.extend(reported.iter().flat_map(|own| ["--ignore", own]));
    let run = coverage(folder.path(), &arguments);
    assert_eq!(
        (run.code, run.out.lines().count(), &*run.err),
        (Some(0), 1, "")
    );
}

#[test]
fn findings_show_their_line() {
    let folder = folder();
    edit(
        &folder.path().join("parcel.md"),
        "`returned` | It went",
        "`sent_back` | It went",
    );
    let run = coverage(folder.path(), &["--source", "parcel.md"]);
    let expected = "\
error[missing_code]: code `sent_back` is documented but not in the book
  --> parcel.md:37:4
   |
37 | | `sent_back` | It went back to you |
   |    ^^^^^^^^^ not in the book
   |
   = help: add it to spec/parcel.yaml, or pass `--ignore sent_back` if it is not a code

warning[undocumented_code]: code `returned` of `tracking` is in the book but not documented
  --> spec/parcel.yaml:27:7
   |
27 |       returned: { summary: It went back, class: conflict }
   |       ^^^^^^^^ code `returned` is not in the document
   |
   = help: check that the vendor still sends it, or pass `--ignore returned` if another document has it

parcel.md: 6 codes and 5 statuses; 1 not in the book, 1 not in the document
";
    assert_eq!((run.code, &*run.out, &*run.err), (Some(1), expected, ""));
    let run = coverage(
        folder.path(),
        &["--source", "parcel.md", "--format", "github"],
    );
    let expected = "\
::error file=parcel.md,line=37,col=4,endLine=37,endColumn=13,title=missing_code::code `sent_back` is documented \
        but not in the book%0Ahelp: add it to spec/parcel.yaml, or pass `--ignore sent_back` if it is not a code
";
    assert!(run.out.starts_with(expected), "{}", run.out);
    assert_eq!((run.code, run.out.lines().count()), (Some(1), 3));
}

#[test]
fn the_document_can_be_piped() {
    let folder = folder();
    let (_, text) = PAGES[0];
    let run = faultbook(
        folder.path(),
        &["coverage", "--source", "-"],
        text.as_bytes(),
    );
    assert_eq!(run.code, Some(0), "{}", run.out);
    assert!(
        run.out.starts_with("standard input: 6 codes"),
        "{}",
        run.out
    );
}

#[test]
fn a_byte_order_mark_does_not_matter() {
    let folder = folder();
    for position in POSITIONS {
        let text = document_of(position, ["sent_back", "wrong_depot"]);
        let [plain, marked] = [text.clone(), format!("\u{feff}{text}")].map(|text| {
            let arguments = ["coverage", "--source", "-"];
            faultbook(folder.path(), &arguments, text.as_bytes())
        });
        assert_eq!(
            (marked.code, marked.out, marked.err),
            (plain.code, plain.out, plain.err),
            "{position}"
        );
    }
}

#[test]
fn failures_are_explained() {
    let folder = folder();
    fs::write(folder.path().join("bytes"), b"a\xff").expect("room");
    fs::write(folder.path().join("wide"), b"\xff\xfea\0").expect("room");
    for (arguments, reported) in [
        (
            &["--source", "nowhere.md"][..],
            "error: cannot read `nowhere.md`",
        ),
        (
            &["--source", "bytes"],
            "error: cannot read `bytes`: it is not UTF-8",
        ),
        (
            &["--source", "wide"],
            "error: cannot read `wide`: it is UTF-16; save it as UTF-8",
        ),
        (
            &["--source", "parcel.md", "--vendor", "parsel"],
            "error: unknown vendor `parsel`; did you mean `parcel`?",
        ),
    ] {
        let run = coverage(folder.path(), arguments);
        assert_eq!((run.code, &*run.out), (Some(2), ""));
        assert!(run.err.starts_with(reported), "{}", run.err);
    }
    let run = coverage(&repository(), &["--source", "README.md"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err
            .starts_with("error: name the vendor with `--vendor NAME`"),
        "{}",
        run.err
    );
}

#[test]
fn quiet_omits_the_summary() {
    let folder = folder();
    let run = coverage(folder.path(), &["--source", "parcel.md", "-q"]);
    assert_eq!((run.code, &*run.out, &*run.err), (Some(0), "", ""));
    edit(&folder.path().join("parcel.md"), "503", "504");
    let run = coverage(folder.path(), &["--source", "parcel.md", "-q"]);
    assert_eq!((run.code, &*run.err), (Some(1), ""));
    assert!(
        run.out.contains("missing_status") && !run.out.contains("parcel.md: "),
        "{}",
        run.out
    );
}
