//! Pages as they are found, with the codes in them.

use crate::commands::import::columns::Field;
use crate::commands::import::summary::ImportSummary;
use crate::commands::import::tests::arguments;
use crate::commands::import::{html, markdown};

/// Domain, code and summary of each row.
fn rows(page: &crate::commands::import::page::Page) -> Vec<[String; 3]> {
    let rows = super::rows(page, &arguments(&[]), &mut ImportSummary::default());
    let cells = |row: &super::Row| {
        [Field::Domain, Field::Code, Field::Summary]
            .map(|field| row.cell(field).unwrap_or_default().to_owned())
    };
    rows.iter().map(cells).collect()
}

fn assert_rows(found: &[[String; 3]], expected: &[[&str; 3]], page: &str) {
    let found: Vec<[&str; 3]> = found
        .iter()
        .map(|row| [&row[0], &row[1], &row[2]].map(String::as_str))
        .collect();
    assert_eq!(found, expected, "{page}");
}

#[test]
fn codes_of_markdown_keep_their_headings() {
    let table = "| Code | Meaning |\n|---|---|\n";
    let cases: [(String, &[[&str; 3]]); 13] = [
        // A component in the line before a heading or a table.
        (
            format!("## A\n\n{table}| 1 | x |\n\n<Anchor id=\"b\" />\n## B\n\n{table}| 1 | y |\n<Note>\nx\n</Note>\n### C\n{table}| 1 | z |\n"),
            &[["A", "1", "x"], ["B", "1", "y"], ["C", "1", "z"]],
        ),
        (format!("## A\n<Note/>\n{table}| 1 | x |\n"), &[["A", "1", "x"]]),
        (format!("<div>\n## A\n{table}| 1 | x |\n</div>\n"), &[["A", "1", "x"]]),
        // Tables below the same heading, and below headings with the same text.
        (
            format!("## A\n\n{table}| 1 | x |\n\n{table}| 2 | y |\n\n{table}| 1 | z |\n"),
            &[["A", "1", "x"], ["A", "2", "y"], ["A 2", "1", "z"]],
        ),
        (
            format!("# X\n\n## Errors\n\n{table}| 1 | x |\n\n# Y\n\n## Errors\n\n{table}| 1 | y |\n\n# Z\n\n## Errors\n\n{table}| 1 | x |\n"),
            &[["Errors", "1", "x"], ["Y: Errors", "1", "y"], ["Errors", "1", "x"]],
        ),
        // Tabs of two tools.
        (
            format!("## A\n\n<Tabs>\n  <TabItem value=\"v1\" label=\"Version 1\">\n\n    {}  </TabItem>\n  <TabItem value=\"v2\">\n\n{table}| 1 | y |\n\n  </TabItem>\n</Tabs>\n\n## B\n\n{table}| 1 | z |\n", table.replace('\n', "\n    ") + "| 1 | x |\n\n"),
            &[["Version 1", "1", "x"], ["v2", "1", "y"], ["B", "1", "z"]],
        ),
        (
            "## A\n\n=== \"One\"\n\n    | Code | Meaning |\n    |---|---|\n    | 1 | x |\n\n=== \"Two\"\n\n    | Code | Meaning |\n    |---|---|\n    | 1 | y |\n\n!!! note\n\n    | Code | Meaning |\n    |---|---|\n    | 2 | z |\n".to_owned(),
            &[["One", "1", "x"], ["Two", "1", "y"], ["A", "2", "z"]],
        ),
        (format!("## A\n\n<details>\n<summary>More</summary>\n\n{table}| 1 | x |\n\n</details>\n\n{table}| 1 | y |\n"), &[["More", "1", "x"], ["A", "1", "y"]]),
        // Tabs between the cells, and tables in HTML.
        ("## A\n|\tCode\t|\tMeaning\t|\n|\t---\t|\t---\t|\n|\t1\t|\tx\t|\n".to_owned(), &[["A", "1", "x"]]),
        (
            "## A\n\n<table>\n<tr><th>Code</th><th>Meaning</th></tr>\n<tr><td><code>E1</code></td>\n<td>x &amp; y</td></tr>\n</table>\n\n## B\n\n<table>\n  <tr>\n    <td>Code</td>\n\n    <td>Meaning</td>\n  </tr>\n\n  <tr>\n    <td>\n\n`E2`\n\n    </td>\n    <td>z</td>\n  </tr>\n</table>\n".to_owned(),
            &[["A", "E1", "x & y"], ["B", "E2", "z"]],
        ),
        // A name and its number in one cell are one code.
        (format!("{table}| `E_FAIL` `0x80004005` | x |\n| `A`, `B` | y |\n"), &[["", "E_FAIL 0x80004005", "x"], ["", "A", "y"], ["", "B", "y"]]),
        // Metadata is not a heading.
        (format!("---\ntitle: x\n---\n\n{table}| 1 | x |\n"), &[["", "1", "x"]]),
        (format!("```\n# A\n{table}| 1 | x |\n```\n\n{table}| 2 | y |\n"), &[["", "2", "y"]]),
    ];
    for (page, expected) in cases {
        assert_rows(&rows(&markdown::read(&page)), expected, &page);
    }
}

#[test]
fn codes_may_be_in_headings() {
    let cases: [(&str, &[[&str; 3]]); 7] = [
        (
            "# Errors\n\n### `card_declined`\n\nThe card was declined.\n\n### `expired_card`\n\nExpired.\n",
            &[
                ["Errors", "card_declined", ""],
                ["Errors", "expired_card", ""],
            ],
        ),
        (
            "## Errors {#errors}\n### 1001 - Card declined\n### Error 1002: Expired\n### Related\n",
            &[
                ["Errors", "1001", "Card declined"],
                ["Errors", "1002", "Expired"],
            ],
        ),
        (
            "# NOT_FOUND (404)\n# GONE\n",
            &[["", "NOT_FOUND 404", ""], ["", "GONE", ""]],
        ),
        (
            "# A\n## X_A\n## Y_B\n# B\n## X_A\n## Z_B\n",
            &[
                ["A", "X_A", ""],
                ["A", "Y_B", ""],
                ["B", "X_A", ""],
                ["B", "Z_B", ""],
            ],
        ),
        ("# 1. Start\n# 2. End\n", &[]),
        ("# Overview\n# Details\n# 404\n", &[]),
        (
            "# `a`\n\n| Code |\n|---|\n| x |\n\n# `b`\n\n| Code |\n|---|\n| y |\n",
            &[["a", "x", ""], ["b", "y", ""]],
        ),
    ];
    for (page, expected) in cases {
        assert_rows(&rows(&markdown::read(page)), expected, page);
    }
}

/// What is below a code in a heading describes it.
#[test]
fn headings_have_descriptions() {
    let page = "# `a_b`\n\nHTTP status: 404\n\nOne.\n\nTwo: three.\n\n# `c_d`\n";
    let rows = super::rows(
        &markdown::read(page),
        &arguments(&[]),
        &mut ImportSummary::default(),
    );
    let cells = [Field::Status, Field::Description].map(|field| rows[0].cell(field));
    assert_eq!(cells, [Some("404"), Some("One.\n\nTwo: three.")]);
}

#[test]
fn codes_of_html_keep_their_headings() {
    let table = "<table><thead><tr><th>Code<th>Meaning</thead><tbody>";
    let cases: [(String, &[[&str; 3]]); 6] = [
        // Without end tags, with entities, scripts and links.
        (
            format!("<!doctype html><title>T</title><style>h1 {{}}</style><h1>Errors <a href=\"#errors\">¶</a></h1>{table}<tr><td>E1<td>a &lt; b<br>c<tr><td>E2<td><a href=\"https://x.test\">see</a></table><script>'<td>'</script>"),
            &[["Errors", "E1", "a < b\nc"], ["Errors", "E2", "see (https://x.test)"]],
        ),
        // A cell that extends into the next row, and a row that is a title.
        (
            format!("<h2>A</h2>{table}<tr><td rowspan=2>1<td>x<tr><td>y<tr><td colspan=2>Cards<tr><td>2<td>z</table>"),
            &[["A", "1", "x"], ["A", "1", "y"], ["Cards", "2", "z"]],
        ),
        // A name above its number.
        (
            "<table><tr><th>Return code/value<th>Description<tr><td><dl><dt><b>E_FAIL</b></dt><dt>0x80004005</dt></dl><td>Failed</table>".to_owned(),
            &[["", "E_FAIL\n0x80004005", ""]],
        ),
        (format!("<h2>A</h2>{table}<tr><td>1<td><table><tr><td>x<td>y</table></table>{table}<tr><td>2<td>z</table>"), &[["A", "1", "xy"], ["A", "2", "z"]]),
        ("<h2>Errors</h2><h3><code>a_b</code></h3><p>One<p>Two<h3>c_d</h3>".to_owned(), &[["Errors", "a_b", ""], ["Errors", "c_d", ""]]),
        (format!("{table}<tr><td rowspan=999999999 colspan=0>1<td>x</table>"), &[["", "1", "x"]]),
    ];
    for (page, expected) in cases {
        assert_rows(&rows(&html::read(&page)), expected, &page);
    }
}
