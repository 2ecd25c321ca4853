//! Rules that multiply: what they cost is counted, in rows of the tables and in bytes of what is generated.

use std::fmt::Write;

use faultbook_codegen::{Loaded, Source, load};

const BOOK: &str =
    "extends: standard\nlints: { no_example: allow, no_source: allow, unused: allow }\n";

/// A book whose vendor has such rules on itself, on its domain and its code, and on its operation.
fn layered(rules: &dyn Fn(&str) -> String) -> String {
    let indented = |tag: &str, by: usize| {
        let rules = rules(tag);
        let lines = rules
            .lines()
            .map(|line| format!("{}{line}\n", " ".repeat(by)));
        lines.collect::<String>()
    };
    let details = "details: { at: /details, field: /field, message: /message }";
    format!(
        "vendor: v\ntitle: V\nsummary: s\nenvelope: {{ code: /code, message: /message, {details} }}\n\
         rules:\n{}domains:\n  d:\n    title: D\n    rules:\n{}    codes:\n      A:\n        summary: s\n        \
         class: conflict\n        rules:\n{}operations:\n  op:\n    summary: o\n    rules:\n{}",
        indented("v", 2),
        indented("d", 6),
        indented("c", 10),
        indented("o", 6),
    )
}

fn compile(vendor: &str) -> Result<Loaded, String> {
    let sources = [
        Source::new("book.yaml", BOOK),
        Source::new("v.yaml", vendor),
    ];
    load(&sources).map_err(|errors| errors.to_string())
}

fn patterns(count: usize, tag: &str, capture: &str) -> String {
    let mut list = String::new();
    for at in 0..count {
        _ = write!(list, "\"{tag} {at}{capture}\", ");
    }
    format!("[{list}]")
}

/// The rows that alternatives could multiply, and the bytes of all that is generated.
fn size(loaded: &Loaded) -> ([usize; 5], usize) {
    let tables = loaded.tables[0].vendor();
    let rows = [
        tables.arms.len(),
        tables.conditions.len(),
        tables.clauses.len(),
        tables.tests.len(),
        tables.decisions.len(),
    ];
    let mut bytes = 0;
    let counted = loaded.each_artifact(|artifact| {
        bytes += artifact.contents.len();
        Ok::<(), std::convert::Infallible>(())
    });
    let Ok(()) = counted;
    (rows, bytes)
}

#[test]
fn as_many_combinations_as_the_limit_allows_are_a_book() {
    let book = |of_operation: usize| {
        layered(&|tag| {
            let count = if tag == "o" { of_operation } else { 3 };
            let rule = |at| format!("- when: {{ message: \"{tag} {at}\" }}\n  severity: warning\n");
            (0..count).map(rule).collect()
        })
    };
    // Each of the four places also has the choice of no rule: 4 × 4 × 4 × 4.
    compile(&book(3)).expect("256 combinations");
    let errors = compile(&book(4)).expect_err("320 combinations");
    assert!(errors.contains("FB0050"), "{errors}");
}

#[test]
fn alternatives_add_and_do_not_multiply() {
    let lists = |count: usize| {
        layered(&|tag| {
            let list = |part: &str| patterns(count, &format!("{tag}{part}"), " {n:word}");
            let one = patterns(count, &format!("{tag}m"), &format!(" {{{tag}m:word}}"));
            let detail = list("x").replace("{n:", &format!("{{{tag}x:"));
            format!(
                "- when: {{ message: {one}, detail: {{ x: {detail} }} }}\n  severity: warning\n"
            )
        })
    };
    let [few, many] = [20, 200].map(|count| size(&compile(&lists(count)).expect("it is a book")));
    assert_eq!(few.0, many.0, "rows for ten times as many patterns");
    assert!(many.1 < few.1 * 11, "{few:?} {many:?}");
}

#[test]
fn rules_of_four_places_are_tried_once_each() {
    let rules = |count: usize| {
        layered(&|tag| {
            let rule =
                |at| format!("- when: {{ field: {{ /{tag}{at}: x }} }}\n  severity: warning\n");
            (0..count).map(rule).collect()
        })
    };
    let loaded = compile(&rules(3)).expect("it is a book");
    let (vendor, tables) = (&loaded.book.vendors[0], loaded.tables[0].vendor());
    let [operation, code] = ["op", "A"].map(|name| {
        let position = |names: &[&str]| names.iter().position(|own| *own == name);
        let operations: Vec<&str> = vendor
            .operations
            .iter()
            .map(|own| own.name.as_str())
            .collect();
        position(&operations).unwrap_or(0)
    });
    // One of three rules in each of four places, or none: a row for each combination, and one for each that begins it.
    let plan = &tables.plans[vendor.operations[operation].plans[code]];
    assert_eq!(vendor.plan(operation, code).len(), 256);
    assert_eq!(plan.len, 256 + 3 * (16 + 4 + 1));
    assert_eq!(tables.conditions.len(), 12);
    let errors = compile(&rules(4)).expect_err("too many");
    assert!(
        errors.contains("rules multiply to 625 combinations"),
        "{errors}"
    );
    let named = "rules: 4 of operation `op`, 4 of code `A`, 4 of domain `d`, 4 of the vendor";
    assert!(errors.contains(named), "{errors}");
}

#[test]
fn rules_that_multiply_for_every_code_are_refused_by_name() {
    let mut vendor = layered(&|tag| {
        let rule = |at| format!("- when: {{ field: {{ /{tag}{at}: x }} }}\n  severity: warning\n");
        (0..3).map(rule).collect()
    });
    for at in 0..1200 {
        _ = write!(
            vendor,
            "  op{at}:\n    summary: o\n    rules:\n      - {{ when: {{ field: {{ /o0: x }} }}, severity: info }}\n"
        );
    }
    let errors = compile(&vendor).expect_err("too many");
    assert!(
        errors.contains("multiply to more than 262144 combinations"),
        "{errors}"
    );
}
