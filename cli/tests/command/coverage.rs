//! `faultbook coverage`: a vendor's page against its file in the book.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{Run, edit, empty_folder, faultbook, repository};

const SPEC: &str = include_str!("coverage/parcel.yaml");
const PAGES: [(&str, &str); 2] = [
    ("parcel.md", include_str!("coverage/parcel.md")),
    ("parcel.txt", include_str!("coverage/parcel.txt")),
];

/// A folder with a vendor and its page, once as Markdown and once as text whose tables were lost.
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
fn a_page_that_is_covered_is_told_in_one_line() {
    let folder = folder();
    for (page, told) in [
        ("parcel.md", "6 codes and 5 statuses"),
        ("parcel.txt", "6 codes and 4 statuses"),
    ] {
        let run = coverage(folder.path(), &["--source", page]);
        let told = format!("{page}: {told}, and the book has the same\n");
        assert_eq!((run.code, run.out, &*run.err), (Some(0), told, ""));
    }
}

/// Each entry of the book is missed once it is not there any more, whichever domain it is of.
#[test]
fn every_entry_that_is_taken_out_of_the_book_is_found() {
    let folder = folder();
    let spec = folder.path().join("spec/parcel.yaml");
    let is_entry = |line: &str| line.starts_with("      ") && line.contains("{ summary: ");
    let entries = SPEC.lines().enumerate().filter(|(_, line)| is_entry(line));
    let mut tried = 0;
    for (at, line) in entries {
        let (code, _) = line.trim().split_once(':').expect("a key");
        fs::write(&spec, without(SPEC, at)).expect("room");
        for (page, _) in PAGES {
            // The domain of the program's own has no other code, and must not be empty.
            if code != "no_connection" {
                let found = findings(folder.path(), page);
                assert!(
                    has(&found, "missing_code", code),
                    "{page} {line}: {found:?}"
                );
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 14);
}

#[test]
fn every_status_that_is_taken_out_of_the_book_is_found() {
    for status in ["404", "422", "410", "503"] {
        let folder = folder();
        let spec = folder.path().join("spec/parcel.yaml");
        edit(&spec, &format!("status: {status}, "), "");
        for (page, _) in PAGES {
            let found = findings(folder.path(), page);
            assert!(has(&found, "missing_status", status), "{page}: {found:?}");
            assert_eq!(found.len(), 1, "{page}: {found:?}");
        }
        edit(
            &spec,
            "\n      parcel_too_heavy",
            &format!(
                "\n      other_code: {{ summary: Other, status: {status}, class: internal }}\n      parcel_too_heavy"
            ),
        );
        let found = findings(folder.path(), "parcel.txt");
        assert!(
            has(&found, "missing_status", status),
            "with another code: {found:?}"
        );
        assert!(has(&found, "unnamed_code", "other_code"), "{found:?}");
    }
}

/// What a row of the page says is missed once the row is gone, though words like it stand in sentences.
#[test]
fn every_row_that_is_taken_out_of_the_page_is_found() {
    let rows = [
        (8, "parcel_too_heavy", Some("422"), "shipping"),
        (9, "lost", Some("410"), "shipping"),
        (10, "carrier_busy", Some("503"), "shipping"),
        (15, "not_shipped", None, "tracking"),
        (16, "lost", None, "tracking"),
        (17, "returned", None, "tracking"),
    ];
    let (page, text) = PAGES[1];
    for (at, code, status, domain) in rows {
        let folder = folder();
        let row = text.lines().nth(at);
        assert!(row.is_some_and(|row| row.starts_with(code)), "{code}");
        fs::write(folder.path().join(page), without(text, at)).expect("room");
        let mut expected = vec![["unnamed_code", code, domain]];
        expected.extend(status.map(|status| ["unnamed_status", status, domain]));
        assert_eq!(findings(folder.path(), page), expected, "{code}");
    }
}

#[test]
fn what_is_no_code_is_not_taken_for_one() {
    let folder = folder();
    let page = folder.path().join("page.md");
    let (_, text) = PAGES[0];
    for beside in [
        "The field `carrier_id` and the member \"retry_token\" are optional.",
        "See https://parcel.example/api_errors, mail to help_desk@parcel.example, or run `post_parcel(now)`.",
        "| Field | Type |\n|---|---|\n| `ship_date` | string |\n| street_name | string |",
        "| Name | Meaning |\n|---|---|\n| weight | in `grams_or_tons` |",
        "```python\nmax_weight = 200\nif parcel.is_heavy: send_back(parcel)\n```",
        "It costs $404.00 or 1,503 coins for 250 km, 499.5 at most, since 2024-410-200.",
        "<a id=\"section_errors\"></a>\n\n<div class=\"error_box\">An <b id=\"code_418\">error</b></div>",
        "## All\n\n| Code | HTTP |\n|---|---|\n| address_unknown | 404 |\n| carrier_busy | 503 |\n| lost | 410 |\n| not_shipped | 200 |\n| returned | 200 |",
        "## Naming\n\nTimes are like `shipped_at`, counts like `parcel_count`, and keys like carrier_name.",
        "Call 555 for 400 parcels, or 431 of them.",
        "- the `north_post/south_post` folder",
    ] {
        fs::write(&page, format!("{text}\n{beside}\n")).expect("room");
        let found = findings(folder.path(), "page.md");
        assert!(found.is_empty(), "{beside}: {found:?}");
    }
}

/// Each of these beside the page makes it name something that the book lacks.
fn are_found(kind: &str, cases: &[(&str, &str)]) {
    let folder = folder();
    let page = folder.path().join("page.md");
    let (_, text) = PAGES[0];
    for (beside, what) in cases {
        fs::write(&page, format!("{text}\n{beside}\n")).expect("room");
        let found = findings(folder.path(), "page.md");
        assert!(has(&found, kind, what), "{beside}: {found:?}");
    }
}

#[test]
fn a_code_is_found_wherever_it_stands() {
    let cases = [
        ("It may also be `street_blocked`.", "street_blocked"),
        ("It may also be \"street_blocked\".", "street_blocked"),
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
        ("Sometimes street\\_blocked comes.", "street_blocked"),
        (
            "<table>\n<tr><td>street_blocked</td><td>HTTP 404</td></tr>\n</table>",
            "street_blocked",
        ),
    ];
    are_found("missing_code", &cases);
}

#[test]
fn a_status_is_found_wherever_it_stands() {
    let cases = [
        ("If it was HTTP 418, wait.", "418"),
        ("It answers 409 Conflict then.", "409"),
        ("Errors (404, 418)", "418"),
        ("Retry 502/504 errors.", "502"),
        ("A 429 response means: wait.", "429"),
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

/// Where a table has its codes, one is a code whatever the others begin with.
#[test]
fn a_column_of_codes_may_have_another_family() {
    for (header, cell, is_code) in [
        ("Code | Status", "NEW_ONE | 418", true),
        ("Status | Error code", "418 | NewOne", true),
        ("Name of the error | Status", "`new_one` | 418", true),
        ("Error codes | Status", "**NEW_ONE** | 418", true),
        ("Error | Code", "NEW_ONE | E_LOST", false),
        ("Currency code | Status", "NEW_ONE | 418", false),
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

/// Paragraphs of a new code each.
fn rows(numbers: std::ops::Range<usize>) -> String {
    let rows = numbers.map(|at| format!("street_blocked_{at}\n\n"));
    rows.collect::<Vec<_>>().concat()
}

/// Each took minutes, or did not end, when a word cost a look at its whole line.
#[test]
fn a_large_document_is_read_in_one_go() {
    let folder = folder();
    let rows = rows(0..20_000);
    for (text, told) in [
        ("404 ".repeat(100_000), "0 codes and 0 statuses;"),
        ("A_".repeat(100_000), "0 codes and 0 statuses;"),
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
        assert!(last.starts_with(&format!("page.md: {told}")), "{last}");
    }
}

#[test]
fn what_is_too_much_to_tell_is_counted() {
    let folder = folder();
    let rows = rows(0..150);
    let (page, text) = PAGES[0];
    fs::write(folder.path().join(page), format!("{text}\n{rows}")).expect("room");
    let summary = "parcel.md: 156 codes and 5 statuses; 150 not in the book, 0 in the book alone; 50 of them are not shown\n";
    let run = coverage(folder.path(), &["--source", page]);
    assert_eq!(run.out.matches("error[missing_code]").count(), 100);
    assert!(run.out.ends_with(summary), "{}", run.out);
    let run = coverage(folder.path(), &["--source", page, "--format", "json"]);
    assert_eq!((run.out.lines().count(), &*run.err), (100, summary));
}

/// Statuses as codes, numbers as codes, and other spellings than one with underscores.
#[test]
fn other_spellings() {
    let cases = [
        (
            "code: /code",
            "ParcelLost: { summary: L, class: internal }\n      WrongStreet: { summary: W, class: internal }",
            "`ParcelLost` and `WrongStreet`, but never `NoStamp`, which the JavaScript API has",
            "NoStamp",
        ),
        (
            "code: /code",
            "parcel.lost: { summary: L, class: internal }\n      street.wrong: { summary: W, class: internal }",
            "parcel.lost, street.wrong or stamp.missing. See index.html, e.g. here",
            "stamp.missing",
        ),
        (
            "code: /code",
            "\"21201\": { name: Lost, summary: L, class: internal }\n      \"21202\": { name: Wrong, summary: W, class: internal }",
            "| Code | Meaning |\n|---|---|\n| 21201 | lost |\n| 21202 | since 12345 |\n| 21203 | new |",
            "21203",
        ),
        (
            "code: /code",
            "E-LOST: { summary: L, class: internal }\n      E-WRONG: { summary: W, class: internal }\n      E-FAR: { summary: F, class: internal }",
            "E-LOST, E-WRONG, E-FAR and E-STAMP, per X-REQUEST and UTF-8",
            "E-STAMP",
        ),
    ];
    for (place, codes, page, missing) in cases {
        let folder = folder();
        let spec = format!(
            "vendor: parcel\ntitle: P\nsummary: P\nsource: p\ndomains:\n  api:\n    title: A\n    envelope: {{ {place} }}\n    codes:\n      {codes}\n"
        );
        fs::write(folder.path().join("spec/parcel.yaml"), spec).expect("room");
        fs::write(folder.path().join("page.md"), page).expect("room");
        let found = findings(folder.path(), "page.md");
        let expected = [["missing_code", missing, "-"].map(str::to_owned)];
        assert!(found.starts_with(&expected), "{page}: {found:?}");
    }
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
        ["unnamed_status", "503", "status"],
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_is_ignored_is_not_told() {
    let folder = folder();
    let page = folder.path().join("parcel.md");
    edit(&page, "`lost` | 410", "`stolen` | 418");
    let found = findings(folder.path(), "parcel.md");
    let told: Vec<&str> = found.iter().map(|own| own[1].as_str()).collect();
    assert_eq!(told, ["stolen", "418", "lost", "410"]);
    let mut arguments = vec!["--source", "parcel.md"];
    arguments.extend(told.iter().flat_map(|own| ["--ignore", own]));
    let run = coverage(folder.path(), &arguments);
    assert_eq!(
        (run.code, run.out.lines().count(), &*run.err),
        (Some(0), 1, "")
    );
}

#[test]
fn a_finding_shows_its_line_in_page_or_book() {
    let folder = folder();
    edit(
        &folder.path().join("parcel.md"),
        "`returned` | It went",
        "`sent_back` | It went",
    );
    let run = coverage(folder.path(), &["--source", "parcel.md"]);
    let expected = "\
error[missing_code]: the document names the code `sent_back`, and the book does not have it
  --> parcel.md:35:4
   |
35 | | `sent_back` | It went back to you |
   |    ^^^^^^^^^ not in the book
   |
   = help: add it to spec/parcel.yaml; or say `--ignore sent_back`, if it is no code of theirs

warning[unnamed_code]: the book has the code `returned` of `tracking`, and the document does not name it
  --> spec/parcel.yaml:27:7
   |
27 |       returned: { summary: It went back, class: conflict }
   |       ^^^^^^^^ not in the document
   |
   = help: see whether the vendor still sends it; or say `--ignore returned`, if another document has it

parcel.md: 6 codes and 5 statuses; 1 not in the book, 1 in the book alone
";
    assert_eq!((run.code, &*run.out, &*run.err), (Some(1), expected, ""));
    let run = coverage(
        folder.path(),
        &["--source", "parcel.md", "--format", "github"],
    );
    let expected = "\
::error file=parcel.md,line=35,col=4,endLine=35,endColumn=13,title=missing_code::the document names the code `sent_back`, \
        and the book does not have it%0Ahelp: add it to spec/parcel.yaml; or say `--ignore sent_back`, if it is no code of theirs
";
    assert!(run.out.starts_with(expected), "{}", run.out);
    assert_eq!((run.code, run.out.lines().count()), (Some(1), 3));
}

#[test]
fn the_page_may_come_through_a_pipe() {
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
fn what_cannot_be_done_is_told_in_a_sentence() {
    let folder = folder();
    fs::write(folder.path().join("bytes"), [0xff, 0xfe]).expect("room");
    for (arguments, told) in [
        (
            &["--source", "nowhere.md"][..],
            "error: cannot read `nowhere.md`",
        ),
        (
            &["--source", "bytes"],
            "error: cannot read `bytes`: it is not UTF-8",
        ),
        (
            &["--source", "parcel.md", "--vendor", "parsel"],
            "error: unknown vendor `parsel`; did you mean `parcel`?",
        ),
    ] {
        let run = coverage(folder.path(), arguments);
        assert_eq!((run.code, &*run.out), (Some(2), ""));
        assert!(run.err.starts_with(told), "{}", run.err);
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
fn who_wants_quiet_gets_findings_alone() {
    let folder = folder();
    let run = coverage(folder.path(), &["--source", "parcel.md", "-q"]);
    assert_eq!((run.code, &*run.out, &*run.err), (Some(0), "", ""));
    edit(&folder.path().join("parcel.md"), "503", "504");
    let run = coverage(folder.path(), &["--source", "parcel.md", "-q"]);
    assert_eq!((run.code, &*run.err), (Some(1), ""));
    assert!(
        run.out.contains("missing_status") && !run.out.contains("in the book alone"),
        "{}",
        run.out
    );
}
