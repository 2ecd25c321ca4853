//! `faultbook import`: converts a table of codes or an `OpenAPI` document to a vendor's file.

mod arguments;
mod catalogue;
mod columns;
mod csv;
mod identifiers;
mod input;
mod intake;
mod json;
mod locations;
mod markdown;
mod openapi;
mod operation;
mod sample;
mod samples;
mod spec;
mod summary;
#[cfg(test)]
mod tests;
mod texts;

use std::io::Write;

use anyhow::anyhow;
use faultbook_codegen::Source;

use self::catalogue::Catalogue;
use self::intake::Intake;
use crate::output::ExitStatus;
use crate::vocabulary::Vocabulary;
use crate::yaml::Value;
use crate::{files, terminal};

pub(crate) use self::arguments::Import;

pub(crate) fn run(arguments: &Import, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let vocabulary = Vocabulary::of_folder(&arguments.spec)?;
    vocabulary.check_new_vendor(&arguments.vendor)?;
    let default = || vocabulary.file_of(&arguments.vendor);
    let target = arguments.out.clone().unwrap_or_else(default);
    let to_stdout = arguments.writes_to_stdout();
    if !to_stdout && !arguments.force {
        files::refuse_existing(&target).map_err(|error| {
            anyhow!("{error}; use `--force` to overwrite it, or `--out -` to print the result")
        })?;
    }
    let mut intake = input::read(arguments)?;
    let text = compiled(arguments, &vocabulary, &mut intake)?;
    if to_stdout {
        out.write_all(text.as_bytes())?;
        terminal::note(intake.summary.text(&arguments.vendor).trim_end());
    } else {
        if arguments.out.is_none() {
            vocabulary.write_if_new(out)?;
        }
        if arguments.force {
            files::write(&target, &text)?;
        } else {
            files::write_new(&target, &text)?;
        }
        let summary = intake.summary.text(&target.display().to_string());
        out.write_all(summary.as_bytes())?;
    }
    Ok(ExitStatus::of(intake.summary.has_losses()))
}

/// The vendor's file, which is valid, with the examples that are read as expected.
fn compiled(
    arguments: &Import,
    vocabulary: &Vocabulary,
    intake: &mut Intake,
) -> anyhow::Result<String> {
    let rows = std::mem::take(&mut intake.rows);
    let catalogue = Catalogue::collect(rows, arguments, &intake.envelope, &mut intake.summary)?;
    let mut spec = spec::write(&catalogue, arguments, vocabulary, intake)?;
    let source = |text: String| Source::new(format!("{}.yaml", arguments.vendor), text);
    let loaded = vocabulary.compile(&source(spec.text()))?;
    let examples = samples::examples(&loaded, intake);
    if !examples.is_empty() {
        spec.push("examples", Value::List(examples));
        vocabulary.compile(&source(spec.text()))?;
    }
    Ok(spec.text())
}
