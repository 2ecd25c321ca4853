//! Books that are meant to do harm: as files, and as texts.

#![allow(clippy::format_collect)] // A test may build its input the plain way.

mod errors;
mod files;
mod names;
mod operations;
mod pages;
mod rules;
mod rust;
mod texts;

use std::sync::LazyLock;

use faultbook_codegen::{Artifact, generate};

/// What is generated from the book that says a text everywhere.
fn compiled(text: &str) -> Vec<Artifact> {
    generate(&texts::book(text)).unwrap_or_else(|errors| panic!("{text:?}: {errors}"))
}

/// The books of all hostile texts, compiled once.
static COMPILED: LazyLock<Vec<(&str, Vec<Artifact>)>> = LazyLock::new(|| {
    texts::TEXTS
        .iter()
        .map(|text| (*text, compiled(text)))
        .collect()
});
