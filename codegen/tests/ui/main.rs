//! What an author reads. A folder for each kind of diagnostic, `FB0010_unknown_name`, holds small books with the mistake
//! and, beside each, all that is told of it:
//!
//! - `class.yaml` is `shop.yaml`, next to the `book.yaml` that all cases share,
//! - `class.book.yaml` is a `book.yaml` without any vendor,
//! - `class/` is a whole folder, or several of them,
//! - `class.stderr` is what is told. `UPDATE_EXPECT=1` writes it; read the difference then.

#![allow(clippy::format_collect)] // A test may build its input the plain way.

mod cases;
mod generated;

use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::{env, fs};

use faultbook_codegen::{Diagnostics, explanations, load, standard};
use similar::TextDiff;

use crate::cases::Case;

/// All cases, each with what is told of it: what is wrong, or is only to be asked about.
static TOLD: LazyLock<Vec<(Case, Diagnostics)>> = LazyLock::new(|| {
    let told = |case: Case| {
        let loaded = load(&case.sources);
        let told = loaded.map_or_else(|mistakes| mistakes, |loaded| loaded.warnings);
        (case, told)
    };
    cases::all().into_iter().map(told).collect()
});

#[test]
fn what_is_told_is_what_was_reviewed() {
    let failures: Vec<String> = TOLD.iter().filter_map(difference).collect();
    assert!(
        failures.is_empty(),
        "{} cases are told otherwise; if that is right, run the test with UPDATE_EXPECT=1:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn every_kind_has_cases_that_come_to_it() {
    for id in explanations().map(|explanation| explanation.id) {
        let mut own = TOLD
            .iter()
            .filter(|(case, _)| case.name.starts_with(id))
            .peekable();
        assert!(own.peek().is_some(), "{id} has no case");
        for (case, told) in own {
            assert!(
                told.iter().any(|told| told.id == id),
                "{}:\n{told}",
                case.name
            );
        }
    }
}

#[test]
fn every_folder_is_of_a_kind_and_every_text_of_a_case() {
    let ids: BTreeSet<&str> = explanations().map(|explanation| explanation.id).collect();
    let texts: BTreeSet<_> = TOLD.iter().map(|(case, _)| &case.expected).collect();
    for folder in cases::folders() {
        let name = folder
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        assert!(
            name.split('_').next().is_some_and(|id| ids.contains(id)),
            "{name}"
        );
        let files = cases::entries(&folder).into_iter();
        for file in files.filter(|file| file.extension().is_some_and(|kind| kind == "stderr")) {
            assert!(texts.contains(&file), "{} is of no case", file.display());
        }
    }
}

#[test]
fn each_is_shown_with_its_level_and_id() {
    for (case, told) in TOLD.iter() {
        for diagnostic in told.iter() {
            let shown = told.render_one(diagnostic, false);
            let head = format!("{}[{}]: ", diagnostic.level, diagnostic.id);
            assert!(shown.starts_with(&head), "{}: {shown}", case.name);
        }
    }
}

#[test]
fn every_place_lies_in_the_line_and_column_that_are_told() {
    for (case, told) in TOLD.iter() {
        for diagnostic in told.iter() {
            for label in [&diagnostic.place].into_iter().chain(&diagnostic.others) {
                let mut files = case.sources.iter().chain([standard()]);
                let source = files.find(|source| source.path == label.file);
                let text = source.map_or("", |source| &source.text);
                let before = text.get(..label.bytes.start).expect("a place in the file");
                assert!(text.get(label.bytes.clone()).is_some(), "{}", case.name);
                let line = before.rsplit('\n').next().unwrap_or_default();
                let place = (before.matches('\n').count() + 1, line.chars().count() + 1);
                assert_eq!(place, (label.line, label.column), "{}", case.name);
            }
        }
    }
}

/// How what is told of a case differs from what was written down.
fn difference((case, told): &(Case, Diagnostics)) -> Option<String> {
    let actual = told.render(false) + "\n";
    if env::var_os("UPDATE_EXPECT").is_some() {
        let folder = case.expected.parent().expect("a folder");
        fs::create_dir_all(folder).expect("a folder that can be made");
        fs::write(&case.expected, &actual).expect("a text that can be written");
    }
    let expected = fs::read_to_string(&case.expected).unwrap_or_default();
    let diff = TextDiff::from_lines(&expected, &actual);
    let diff = diff.unified_diff().header("reviewed", "told").to_string();
    (actual != expected).then(|| format!("{}\n{diff}", case.name))
}
