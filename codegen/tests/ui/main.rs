//! What an author reads. A folder for each kind of diagnostic, `FB0010_unknown_name`, holds small books with the error
//! and, beside each, all diagnostics about it:
//!
//! - `class.yaml` is `shop.yaml`, next to the `book.yaml` that all cases share,
//! - `class.book.yaml` is a `book.yaml` without any vendor,
//! - `class/` is a whole folder, or several of them,
//! - `class.stderr` is what is reported. `UPDATE_EXPECT=1` writes it; read the difference then.

#![allow(clippy::format_collect)] // A test may build its input the plain way.

mod cases;
mod generated;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use std::{env, fs};

use faultbook_codegen::{Diagnostics, explanations, load, standard};
use similar::TextDiff;

use crate::cases::Case;

/// All cases, each with what is reported of it: what is wrong, or is only to be asked about.
static REPORTED: LazyLock<Vec<(Case, Diagnostics)>> = LazyLock::new(|| {
    let reported = |case: Case| {
        let loaded = load(&case.sources);
        let reported = loaded.map_or_else(|errors| errors, |loaded| loaded.warnings);
        (case, reported)
    };
    cases::all().into_iter().map(reported).collect()
});

#[test]
fn diagnostics_match_the_reviewed_snapshots() {
    let failures: Vec<String> = REPORTED.iter().filter_map(difference).collect();
    assert!(
        failures.is_empty(),
        "{} cases are reported otherwise; if that is right, run the test with UPDATE_EXPECT=1:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn every_kind_has_cases_that_come_to_it() {
    for id in explanations().map(|explanation| explanation.id) {
        let mut own = REPORTED
            .iter()
            .filter(|(case, _)| case.name.starts_with(id))
            .peekable();
        assert!(own.peek().is_some(), "{id} has no case");
        for (case, reported) in own {
            assert!(
                reported.iter().any(|reported| reported.id == id),
                "{}:\n{reported}",
                case.name
            );
        }
    }
}

#[test]
fn every_folder_is_of_a_kind_and_every_text_of_a_case() {
    let ids: BTreeSet<&str> = explanations().map(|explanation| explanation.id).collect();
    let texts: BTreeSet<_> = REPORTED.iter().map(|(case, _)| &case.expected).collect();
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
    for (case, reported) in REPORTED.iter() {
        for diagnostic in reported.iter() {
            let shown = reported.render_one(diagnostic, false);
            let head = format!("{}[{}]: ", diagnostic.level, diagnostic.id);
            assert!(shown.starts_with(&head), "{}: {shown}", case.name);
        }
    }
}

#[test]
fn every_location_is_in_its_line_and_column() {
    for (case, reported) in REPORTED.iter() {
        for diagnostic in reported.iter() {
            for label in [&diagnostic.label].into_iter().chain(&diagnostic.related) {
                let mut files = case.sources.iter().chain([standard()]);
                let source = files.find(|source| source.path == label.file);
                let protocol = || fs::read_to_string(root().join(&label.file)).unwrap_or_default();
                let text = source.map_or_else(protocol, |source| source.text.clone());
                let before = text.get(..label.bytes.start).expect("a place in the file");
                assert!(text.get(label.bytes.clone()).is_some(), "{}", case.name);
                let line = before.rsplit('\n').next().unwrap_or_default();
                let place = (before.matches('\n').count() + 1, line.chars().count() + 1);
                assert_eq!(place, (label.line, label.column), "{}", case.name);
            }
        }
    }
}

/// The folder of the crate, in which `protocol/` has the files that `extends` calls so.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// How what is reported of a case differs from what was written down.
fn difference((case, reported): &(Case, Diagnostics)) -> Option<String> {
    let actual = reported.render(false) + "\n";
    if env::var_os("UPDATE_EXPECT").is_some() {
        let folder = case.expected.parent().expect("a folder");
        fs::create_dir_all(folder).expect("a folder that can be made");
        fs::write(&case.expected, &actual).expect("a text that can be written");
    }
    let expected = fs::read_to_string(&case.expected).unwrap_or_default();
    let diff = TextDiff::from_lines(&expected, &actual);
    let diff = diff
        .unified_diff()
        .header("reviewed", "reported")
        .to_string();
    (actual != expected).then(|| format!("{}\n{diff}", case.name))
}
