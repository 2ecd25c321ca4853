//! `faultbook check`: whether a book is free of mistakes.

mod fixes;
mod github;
mod json;

use std::io::Write;
use std::path::PathBuf;

use faultbook_codegen::model::{Book, Vendor};
use faultbook_codegen::{Diagnostics, Level, Loaded, Source};

use crate::args::{Check, Format};
use crate::{Verdict, book, terminal};

pub(crate) fn run(arguments: &Check, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let mut sources = book::in_folders(&arguments.spec)?;
    if arguments.fix {
        for applied in fixes::apply(&mut sources)? {
            terminal::tell(&applied.to_string());
        }
    }
    let checked = faultbook_codegen::load(&sources);
    report(&checked, &sources, arguments, out)?;
    Ok(match checked {
        Ok(_) => Verdict::Clean,
        Err(_) => Verdict::Findings,
    })
}

/// A book, or what keeps it from being one.
type Checked = Result<Loaded, Diagnostics>;

/// What there is to say, whether it makes the book wrong or not.
fn diagnostics(checked: &Checked) -> &Diagnostics {
    match checked {
        Ok(loaded) => &loaded.warnings,
        Err(mistakes) => mistakes,
    }
}

fn report(
    checked: &Checked,
    sources: &[Source],
    arguments: &Check,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let diagnostics = diagnostics(checked);
    match arguments.format {
        Format::Human => terminal::show(diagnostics),
        Format::Json => return Ok(json::write(diagnostics, out)?),
        Format::Github => github::write(diagnostics, sources, out)?,
    }
    if checked.is_err() && arguments.format == Format::Human {
        // What was shown ends with a sum of its own.
        return Ok(());
    }
    writeln!(out, "{}", summary(&arguments.spec, checked))?;
    Ok(())
}

fn summary(folders: &[PathBuf], checked: &Checked) -> String {
    let contents = checked.as_ref().map(|loaded| contents(&loaded.book) + "; ");
    let findings = findings(diagnostics(checked));
    format!(
        "{}: {}{findings}",
        book::shown(folders),
        contents.unwrap_or_default()
    )
}

fn contents(book: &Book) -> String {
    let total = |count: fn(&Vendor) -> usize| book.vendors.iter().map(count).sum();
    let counts = [
        counted(book.vendors.len(), "vendor"),
        counted(total(|vendor| vendor.codes.len()), "code"),
        counted(total(|vendor| vendor.operations.len()), "operation"),
        counted(total(|vendor| vendor.examples.len()), "example"),
    ];
    counts.join(", ")
}

fn findings(diagnostics: &Diagnostics) -> String {
    let mistakes = match diagnostics.count(Level::Error) {
        0 => "no mistakes".to_owned(),
        count => counted(count, "mistake"),
    };
    match diagnostics.count(Level::Warning) {
        0 => mistakes,
        count => format!("{mistakes}, {}", counted(count, "warning")),
    }
}

/// So many of something, in words.
pub(crate) fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
