//! Compiles a book of vendors' API errors, written in YAML, into Rust, tables and docs.
//!
//! [`generate`] is the pure core: sources in, artifacts out. It runs in phases, each of which ends at a barrier: later
//! phases rely on what earlier ones have checked.
//!
//! 1. *read*: YAML becomes `syntax`, a mirror that may contain errors.
//! 2. *lower*: names, units and layers are resolved, and every decision is made. The result is the [`model`].
//! 3. *examples*: each runs through the tables that will be emitted.
//! 4. *lints*: questionable parts of a valid book are reported.
//! 5. *emit*: the model becomes files. Emitting cannot fail.
//!
//! Build scripts call [`compile`], or use a [`Builder`] for options; tools with a book in memory use [`load`].
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "schema")]
mod book_schema;
mod builder;
#[cfg(feature = "changes")]
pub mod changes;
pub mod cldr;
mod decide;
mod diagnostics;
// Without the docs, nothing has links or strong text.
#[cfg_attr(not(feature = "docs"), allow(dead_code, unused_imports))]
pub mod document;
mod emit;
mod error;
pub mod examples;
mod extend;
mod id;
mod jsonpath;
mod lints;
mod lower;
pub mod model;
pub mod names;
#[cfg(feature = "changes")]
mod origins;
pub mod output;
mod parse;
mod parse_error;
mod perfect_hash;
mod read;
#[cfg_attr(not(feature = "docs"), allow(dead_code, unused_imports))]
pub mod render;
mod report;
mod source;
pub mod spelling;
mod syntax;
mod tables;
mod texts;
mod yaml;

#[cfg(feature = "schema")]
pub use book_schema::schema;
pub use builder::{Builder, compile};
pub use diagnostics::{
    Diagnostic, Diagnostics, Explanation, Fix, Label, Level, Unlisted, explain, explanations,
};
pub use emit::{Docs, Layout};
pub use error::Error;
pub use lints::{explain_lint, lints};
#[cfg(feature = "changes")]
pub use origins::{Keys, Origin, Origins};
pub use read::packages;
pub use report::{DecisionReport, DetailReport, ErrorReport, Report, RetryReport};
pub use source::Source;
pub use tables::{Tables, pointers};
pub use texts::{Original, source_text, user_texts};

use std::convert::Infallible;
use std::sync::LazyLock;

use crate::diagnostics::{DiagnosticBuilder, Id, Path, Sink, Target};
use crate::emit::Options;
use crate::model::Book;

/// The vocabulary that a book imports with `extends: standard`: classes, actions, retries and headers.
///
/// In diagnostics it is called `<faultbook>/standard.yaml`.
#[must_use]
pub fn standard() -> &'static Source {
    static STANDARD: LazyLock<Source> = LazyLock::new(|| {
        Source::new(
            "<faultbook>/standard.yaml",
            include_str!("../standard.yaml"),
        )
    });
    &STANDARD
}

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// The path relative to the output folder, with `/` between its components.
    pub path: String,
    /// The contents of the file.
    pub contents: String,
}

/// A valid book, with the tables of its vendors in the same order.
#[derive(Debug)]
pub struct Loaded {
    /// The book.
    pub book: Book,
    /// The tables of [`Book::vendors`].
    pub tables: Vec<Tables>,
    /// The warnings of lints; none is an error.
    pub warnings: Diagnostics,
    fingerprints: Fingerprints,
    /// The options for the artifacts.
    options: Options,
    /// The files, each with those that it extends.
    #[cfg(feature = "changes")]
    sources: Vec<Source>,
}

/// Hashes of the sources, with which a build without the generator can check whether the committed output is up to
/// date.
///
/// Each is in the output of its file, so that an edit of one vendor leaves the files of the others unchanged.
#[derive(Debug)]
pub(crate) struct Fingerprints {
    /// Of every `book.yaml`.
    vocabulary: u64,
    /// Of the standard vocabulary, if the book extends it.
    pub(crate) standard: Option<u64>,
    /// Of the vendors' files, in their order.
    pub(crate) vendors: Vec<Fingerprint>,
}

/// Of a vendor's file.
#[derive(Debug)]
pub(crate) struct Fingerprint {
    name: String,
    pub(crate) hash: u64,
}

impl Fingerprints {
    /// Of every `book.yaml` and the names of the vendors' files.
    pub(crate) fn book(&self) -> u64 {
        let names = self.vendors.iter().map(|it| it.name.as_str());
        let names = names.flat_map(|name| [name, "\0"]);
        fnv_after(self.vocabulary, names)
    }
}

impl Loaded {
    /// All generated files, in the order of their paths.
    #[must_use]
    pub fn artifacts(&self) -> Vec<Artifact> {
        let mut artifacts = Vec::new();
        let Ok(()) = self.each_artifact(|artifact| {
            artifacts.push(artifact);
            Ok::<_, Infallible>(())
        });
        artifacts.sort_by(|a, b| a.path.cmp(&b.path));
        artifacts
    }

    /// Passes on each generated file as soon as it is complete, in no particular order. For a large book, all files
    /// together take more memory than anything else.
    ///
    /// # Errors
    /// Returns the first error of `take`, which is not called again.
    pub fn each_artifact<E>(
        &self,
        mut take: impl FnMut(Artifact) -> Result<(), E>,
    ) -> Result<(), E> {
        emit::each(self, &mut take)?;
        #[cfg(feature = "schema")]
        if self.options.docs == Docs::Full {
            take(syntax::schema::artifact())?;
        }
        Ok(())
    }

    /// Keeps only these vendors. Classes and actions stay complete.
    fn keep(&mut self, vendors: &[String]) -> Result<(), Error> {
        let known = || self.book.vendors.iter().map(|it| it.name.as_str());
        for name in vendors {
            if !known().any(|known| known == name) {
                let diagnostic = DiagnosticBuilder::unknown("vendor", name, known());
                return Err(Error::new(diagnostic.sentence()));
            }
        }
        let kept: Vec<bool> = known()
            .map(|it| vendors.iter().any(|name| name == it))
            .collect();
        retain(&mut self.book.vendors, &kept);
        retain(&mut self.tables, &kept);
        retain(&mut self.fingerprints.vendors, &kept);
        Ok(())
    }
}

/// Keeps the rows that are marked.
fn retain<T>(rows: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    rows.retain(|_| kept.next() == Some(&true));
}

/// Compiles a book into all its artifacts, in the order of their paths. The same sources give the same bytes.
///
/// # Errors
/// Returns all errors of the first phase that found any.
pub fn generate(sources: &[Source]) -> Result<Vec<Artifact>, Diagnostics> {
    Ok(load(sources)?.artifacts())
}

/// Compiles a book into the model and the tables, in memory.
///
/// # Errors
/// Returns all errors of the first phase that found any.
pub fn load(sources: &[Source]) -> Result<Loaded, Diagnostics> {
    load_in_phases(sources, |_| ())
}

/// Compiles a book for answers to questions about it: examples that fail are returned as warnings, and nothing else is
/// excused.
///
/// # Errors
/// Returns all errors of the first phase that found any.
#[doc(hidden)]
pub fn load_despite_examples(sources: &[Source]) -> Result<(Loaded, Diagnostics), Diagnostics> {
    let mut failing = Diagnostics::default();
    let loaded = compile_in_phases(sources, |_| (), Some(&mut failing))?;
    Ok((loaded, failing.sorted()))
}

/// The same, and reports the name of each phase when it ends, for measurements.
///
/// # Errors
/// The errors of [`load`].
#[doc(hidden)]
pub fn load_in_phases(
    sources: &[Source],
    is_over: impl FnMut(&'static str),
) -> Result<Loaded, Diagnostics> {
    compile_in_phases(sources, is_over, None)
}

/// Examples that fail are errors, unless there are other diagnostics for them to be warnings in.
fn compile_in_phases(
    sources: &[Source],
    mut is_over: impl FnMut(&'static str),
    failing: Option<&mut Diagnostics>,
) -> Result<Loaded, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let sources = read::expand(sources);
    let Some(files) = read::read(&sources, lints::is_suspect, &mut diagnostics) else {
        return Err(diagnostics.sorted());
    };
    is_over("read");
    lints::texts(&files, &mut diagnostics);
    let book = lower::lower(&files, &mut diagnostics)?;
    is_over("lower");
    let tables = book.vendors.iter();
    let tables = tables.map(|vendor| Tables::new(vendor, &book.languages));
    let tables: Vec<Tables> = tables.collect();
    is_over("tables");
    for (tables, (source, _)) in tables.iter().zip(&files.vendors) {
        check_tables(tables, &mut Sink::new(source, &mut diagnostics));
    }
    let (level, of_examples) = match failing {
        Some(failing) => (Level::Warning, failing),
        None => (Level::Error, &mut diagnostics),
    };
    run_examples(&book, &tables, &files, level, of_examples);
    diagnostics.barrier()?;
    is_over("examples");
    let vendors = book.vendors.iter().zip(&tables);
    let shown = vendors.map(|(vendor, tables)| examples::shown(vendor, tables));
    let shown: Vec<_> = shown.collect();
    lints::run(&files, &book, &shown, &mut diagnostics);
    diagnostics.barrier()?;
    is_over("lints");
    Ok(Loaded {
        book,
        tables,
        fingerprints: fingerprints(&files),
        options: Options::default(),
        warnings: diagnostics.sorted(),
        #[cfg(feature = "changes")]
        sources: sources.into_owned(),
    })
}

/// Reports the examples of all vendors that fail.
fn run_examples(
    book: &Book,
    tables: &[Tables],
    files: &read::Files<'_>,
    level: Level,
    diagnostics: &mut Diagnostics,
) {
    for ((vendor, tables), (source, _)) in book.vendors.iter().zip(tables).zip(&files.vendors) {
        for failure in examples::run(book, vendor, tables) {
            report_failure(&failure, vendor, level, &mut Sink::new(source, diagnostics));
        }
    }
}

/// Checks that a vendor's tables hold all of it.
fn check_tables(tables: &Tables, sink: &mut Sink<'_>) {
    if !tables.fit() {
        let message = "more than the tables have room for";
        let diagnostic = Id::TooMany.diagnostic(message, "split this vendor");
        sink.report_at(&Path::ROOT.key("vendor"), &diagnostic);
    }
}

fn fingerprints(files: &read::Files<'_>) -> Fingerprints {
    let texts = || files.texts.iter().map(|(source, _)| source.text.as_str());
    let books = files.book.own().flat_map(|book| [&book.text, "\0"]);
    let standard = files.book.extended();
    let vendors = files.vendors.iter().map(|(source, _)| Fingerprint {
        name: source.name().to_owned(),
        hash: fnv([source.text.as_str()].into_iter().chain(texts())),
    });
    Fingerprints {
        vocabulary: fnv(books),
        standard: standard.map(|source| fnv([source.text.as_str()])),
        vendors: vendors.collect(),
    }
}

/// FNV-1a.
fn fnv<'t>(texts: impl IntoIterator<Item = &'t str>) -> u64 {
    fnv_after(0xcbf2_9ce4_8422_2325, texts)
}

/// Continues a hash with further texts.
fn fnv_after<'t>(before: u64, texts: impl IntoIterator<Item = &'t str>) -> u64 {
    let bytes = texts.into_iter().flat_map(str::bytes);
    // Carriage returns do not count: some systems add them when files are checked out.
    let bytes = bytes.filter(|byte| *byte != b'\r');
    bytes.fold(before, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Reports everything that is unexpected in an example as one error. A code that cannot result is a separate one.
fn report_failure(
    failure: &examples::Failure,
    vendor: &model::Vendor,
    level: Level,
    sink: &mut Sink<'_>,
) {
    let example = &vendor.examples[failure.example];
    let examples = Path::ROOT.key("examples");
    let path = examples.index(failure.example);
    let path = path.key("expect");
    let mut wrong = Vec::new();
    for mismatch in &failure.mismatches {
        if mismatch.field == "code" && !may_come(&mismatch.expected, example, vendor) {
            let known = vendor.codes.iter().map(|code| code.wire.as_str());
            let diagnostic = sink.unknown("code", &mismatch.expected, known);
            sink.report_at(&path.key("code"), &diagnostic.level(level));
        } else {
            wrong.push(label_of_mismatch(mismatch, &path, sink));
        }
    }
    wrong.sort_by(|a, b| (&a.file, a.bytes.start).cmp(&(&b.file, b.bytes.start)));
    let name = &example.name;
    let message = match failure.mismatches.as_slice() {
        [one] => format!("the example “{name}” results in a different `{}`", key(one)),
        _ => format!("the example “{name}” has a different result"),
    };
    if let [first, others @ ..] = wrong.as_slice() {
        let diagnostic = Id::ExampleFails.diagnostic(message, &first.text);
        let diagnostic = diagnostic.level(level).help(failure.report.summary());
        let others = others.iter().cloned();
        let diagnostic = others.fold(diagnostic, DiagnosticBuilder::related);
        sink.report_at_label(first.clone(), &diagnostic);
    }
}

fn label_of_mismatch(
    mismatch: &examples::Mismatch,
    expect: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Label {
    let (outer, inner) = key(mismatch).split_once('.').unwrap_or((key(mismatch), ""));
    let outer = expect.key(outer);
    let label = match inner {
        "" => sink.label_of(&outer, Target::Value),
        inner => sink.label_of(&outer.key(inner), Target::Value),
    };
    let examples::Mismatch { expected, got, .. } = mismatch;
    label.with_text(format!("expected `{expected}`, got `{got}`"))
}

/// The key of a field in `expect`.
fn key(mismatch: &examples::Mismatch) -> &str {
    match mismatch.field.as_str() {
        "retry_kind" => "retry",
        field => field,
    }
}

/// Whether an example can result in a code: one of the book's, or one that it declares unknown.
fn may_come(code: &str, example: &model::Example, vendor: &model::Vendor) -> bool {
    let unknown = |it: &model::Expectation| it.field == "known" && it.value == "false";
    let known = |it: &model::Code| it.wire == code || it.aliases.iter().any(|alias| alias == code);
    code == "null" || example.expect.iter().any(unknown) || vendor.codes.iter().any(known)
}
