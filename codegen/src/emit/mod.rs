//! Turns the model into files. Nothing in here can fail, and nothing knows YAML.

mod rust;
mod tables;

use crate::{Artifact, Loaded};

pub(crate) fn all(loaded: &Loaded) -> Vec<Artifact> {
    let mut artifacts = vec![Artifact { path: "book.rs".to_owned(), contents: rust::book(&loaded.book) }];
    for (vendor, tables) in loaded.book.vendors.iter().zip(&loaded.tables) {
        let name = &vendor.name;
        artifacts.push(Artifact { path: format!("{name}.rs"), contents: rust::vendor(&loaded.book, vendor) });
        artifacts.push(Artifact { path: format!("{name}/tables.rs"), contents: tables::print(&loaded.book, tables) });
    }
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    artifacts
}
