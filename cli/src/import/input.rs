//! Reads a catalogue, whatever form it has.

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use clap::ValueEnum;

use super::account::Account;
use super::columns::Row;
use super::places::CodePlace;
use super::{Envelope, Import, Intake, csv, json, markdown, openapi};
use crate::encoding;

/// What a file can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Values with a comma, a semicolon or a tab between them; the first line names the columns.
    Csv,
    /// A list of objects, or a map of codes.
    Json,
    /// A page with tables; the heading above a table is its domain.
    Markdown,
    /// A description of an interface: `openapi: 3`, in JSON or YAML.
    Openapi,
}

pub(super) fn read(arguments: &Import) -> anyhow::Result<Intake> {
    let text = text(&arguments.file)?;
    let kind = arguments.from.or_else(|| kind(&arguments.file, &text));
    let kind =
        kind.ok_or_else(|| anyhow!("what the file is cannot be told; say it with `--from KIND`"))?;
    let mut account = Account::default();
    let columns = &arguments.columns;
    let rows: Vec<Row> = match kind {
        Kind::Openapi => return openapi::read(&text, arguments),
        Kind::Csv => csv::read(&text, columns, &mut account)?,
        Kind::Json => json::read(&text, columns, &mut account)?,
        Kind::Markdown => markdown::read(&text, columns, &arguments.code, &mut account),
    };
    if arguments.code.is_empty() {
        bail!(
            "a table does not say where a response has its code; say it with `--code`, as in `--code /error/code`, \
             `--code header:X-Error`, `--code status`, or `--code client` if no response has it"
        );
    }
    Ok(Intake {
        rows,
        account,
        envelope: envelope(arguments),
        ..Intake::default()
    })
}

/// What the command line says of it.
pub(super) fn envelope(arguments: &Import) -> Envelope {
    Envelope {
        code: arguments.code.clone(),
        message: arguments.message.clone(),
        category: arguments.category.clone(),
        trace_id: arguments.trace_id.clone(),
        errors_only: false,
    }
}

impl Envelope {
    pub(super) fn has(&self, place: &CodePlace) -> bool {
        self.code.contains(place)
    }
}

fn text(file: &Path) -> anyhow::Result<String> {
    let unreadable = || format!("cannot read `{}`", file.display());
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .read_to_end(&mut bytes)
            .with_context(unreadable)?;
        bytes
    } else {
        fs::read(file).with_context(unreadable)?
    };
    if encoding::is_utf_16(&bytes) {
        bail!("{}: {}", unreadable(), encoding::UTF_16);
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to() + 1;
        anyhow!(
            "`{}` is not UTF-8 from byte {at} on; save it as UTF-8",
            file.display()
        )
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// What a file is, by its name or its beginning.
fn kind(file: &Path, text: &str) -> Option<Kind> {
    let extension = file.extension().and_then(|extension| extension.to_str());
    let extension = extension.unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "csv" | "tsv" => Some(Kind::Csv),
        "md" | "markdown" => Some(Kind::Markdown),
        "yaml" | "yml" => Some(Kind::Openapi),
        _ => begins(text.trim_start()),
    }
}

fn begins(text: &str) -> Option<Kind> {
    match text.chars().next()? {
        '{' if openapi::is_document(text) => Some(Kind::Openapi),
        '[' | '{' => Some(Kind::Json),
        '#' | '|' if !text.contains("openapi:") => Some(Kind::Markdown),
        _ if text.lines().any(|line| line.starts_with("openapi:")) => Some(Kind::Openapi),
        _ => None,
    }
}
