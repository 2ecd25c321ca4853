//! The cases as they lie in the folders, and those that are no files anybody would keep.

use std::fs;
use std::path::{Path, PathBuf};

use faultbook_codegen::{Source, output};

use crate::generated;

/// A book, and where the text that is reported of it was written down.
pub(crate) struct Case {
    /// Its folder and itself: `FB0010_unknown_name/class`.
    pub(crate) name: String,
    pub(crate) sources: Vec<Source>,
    pub(crate) expected: PathBuf,
}

/// All cases, in the order of their names.
pub(crate) fn all() -> Vec<Case> {
    let mut cases: Vec<Case> = folders().iter().flat_map(|folder| within(folder)).collect();
    cases.extend(generated::books().into_iter().map(|(name, sources)| Case {
        expected: root().join(format!("{name}.stderr")),
        name: name.to_owned(),
        sources,
    }));
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

/// The folders of all ids.
pub(crate) fn folders() -> Vec<PathBuf> {
    let mut folders = entries(&root());
    folders.retain(|path| path.is_dir());
    folders
}

/// The book that most cases have in common.
pub(crate) fn shared_book() -> Source {
    Source::new("book.yaml", read(&root().join("book.yaml")))
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui")
}

pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("it").path()).collect();
    paths.sort();
    paths
}

fn within(folder: &Path) -> Vec<Case> {
    let cases = entries(folder).into_iter().filter_map(|path| {
        let sources = sources(&path)?;
        let expected = if path.is_dir() {
            path.with_extension("stderr")
        } else {
            path.with_extension("").with_extension("stderr")
        };
        let name = expected.with_extension("");
        let name = name.strip_prefix(root()).expect("it is in there");
        Some(Case {
            name: name.display().to_string(),
            sources,
            expected,
        })
    });
    cases.collect()
}

/// The files of a case: a folder's own, those of the folders in it, or a single one with what it needs. `None` if it is no
/// case.
fn sources(path: &Path) -> Option<Vec<Source>> {
    let name = path.file_name()?.to_str()?;
    if path.is_dir() {
        let mut folders = entries(path);
        folders.retain(|inner| inner.is_dir());
        if folders.is_empty() {
            folders.push(path.to_owned());
        }
        let files = folders
            .iter()
            .flat_map(|folder| output::sources(folder).expect("files"));
        return Some(files.map(|source| local(source, path)).collect());
    }
    if name.ends_with(".book.yaml") {
        return Some(vec![Source::new("book.yaml", read(path))]);
    }
    let shop = || vec![shared_book(), Source::new("shop.yaml", read(path))];
    path.extension()
        .is_some_and(|kind| kind == "yaml")
        .then(shop)
}

/// A file by its name within the case, wherever the cases lie.
fn local(source: Source, case: &Path) -> Source {
    let name = Path::new(&source.path).strip_prefix(case);
    let name = name.expect("a file of the case").to_string_lossy();
    Source::new(name.replace('\\', "/"), source.text)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
