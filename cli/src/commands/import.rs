//! `faultbook import`: converts a catalogue of codes or an `OpenAPI` document to a vendor's file, or takes the work of
//! translators into a book.

mod arguments;
mod catalogue;
mod columns;
mod csv;
mod html;
mod identifiers;
mod input;
mod intake;
mod locations;
mod markdown;
mod objects;
mod openapi;
mod page;
mod reach;
mod samples;
mod snake_names;
mod sources;
mod spec;
mod summary;
mod tables;
#[cfg(test)]
mod tests;
mod texts;
mod translations;
mod tree;

use std::io::Write;

use anyhow::{anyhow, bail};
use faultbook_codegen::{Loaded, Source};

use self::catalogue::Domain;
use self::intake::Intake;
use crate::output::ExitStatus;
use crate::vocabulary::Vocabulary;
use crate::yaml::Value;
use crate::{files, terminal};

pub(crate) use self::arguments::Import;

/// The first line of a file, by which editors find the schema of the book.
const SCHEMA: &str = "# yaml-language-server: $schema=schema.json\n\n";

pub(crate) fn run(arguments: &Import, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    if let Some(format) = arguments.format_of_texts() {
        return translations::run(arguments, format, out);
    }
    if arguments.vendor.is_empty() {
        bail!("name the vendor: `--vendor NAME`");
    }
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
    let (text, loaded) = compiled(arguments, &vocabulary, &mut intake)?;
    if to_stdout {
        out.write_all(text.as_bytes())?;
        terminal::note(intake.summary.text(&arguments.vendor).trim_end());
    } else {
        // Elsewhere, there may be no schema.
        let in_book = arguments.out.is_none();
        let text = if in_book {
            vocabulary.write_if_new(out)?;
            SCHEMA.to_owned() + &text
        } else {
            text
        };
        if arguments.force {
            files::write(&target, &text)?;
        } else {
            files::write_new(&target, &text)?;
        }
        if in_book {
            vocabulary.write_schema(loaded, out)?;
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
) -> anyhow::Result<(String, Loaded)> {
    let mut domains = catalogue::collect(intake, arguments)?;
    suggest_prefix(&domains, arguments, intake);
    let mut spec = spec::write(&mut domains, arguments, vocabulary, intake)?;
    let source = |text: String| Source::new(format!("{}.yaml", arguments.vendor), text);
    let mut loaded = vocabulary.compile(&source(spec.text()))?;
    reach::check(&loaded, &domains, &mut intake.summary);
    let examples = samples::examples(&loaded, intake);
    if !examples.is_empty() {
        spec.push("examples", Value::List(examples));
        loaded = vocabulary.compile(&source(spec.text()))?;
    }
    Ok((spec.text(), loaded))
}

fn suggest_prefix(domains: &[Domain], arguments: &Import, intake: &mut Intake) {
    if let Some(prefix) = identifiers::common_prefix(domains, &arguments.strip_prefix) {
        intake.summary.findings.push(format!(
            "nearly all names start with `{prefix}`; pass `--strip-prefix {prefix}` to leave it out of identifiers"
        ));
    }
}
