//! Reads a file of any supported format.

use std::path::Path;

use anyhow::{anyhow, bail};

use super::arguments::{Import, Kind};
use super::columns::Row;
use super::intake::{Envelope, Intake};
use super::summary::ImportSummary;
use super::tree::Node;
use super::{csv, html, markdown, objects, openapi, tables};
use crate::encoding;

pub(super) fn read(arguments: &Import) -> anyhow::Result<Intake> {
    let text = encoding::read(&arguments.file)?;
    let kind = arguments.from.or_else(|| kind(&arguments.file, &text));
    let kind =
        kind.ok_or_else(|| anyhow!("the format of the file is unknown; pass `--from KIND`"))?;
    let mut summary = ImportSummary::default();
    let columns = &arguments.columns;
    let rows: Vec<Row> = match kind {
        Kind::Csv => csv::read(&text, columns, &mut summary)?,
        Kind::Markdown => tables::rows(&markdown::read(&text), arguments, &mut summary),
        Kind::Html => tables::rows(&html::read(&text), arguments, &mut summary),
        Kind::Json | Kind::Yaml | Kind::Openapi => {
            let root = Node::of_json_or_yaml(&text)?;
            if kind == Kind::Openapi || arguments.from.is_none() && openapi::is_document(&root) {
                return openapi::read(root, arguments);
            }
            objects::read(&root, columns, &mut summary)?
        }
        Kind::Po | Kind::Xliff => bail!("a file of translations has no codes"),
    };
    if arguments.code.is_empty() {
        bail!(
            "a table does not have the location of the code in a response; pass `--code`, as in `--code /error/code`, \
             `--code header:X-Error`, `--code status`, or `--code client` if no response has it"
        );
    }
    Ok(Intake {
        rows,
        summary,
        envelope: Envelope::of(arguments),
        ..Intake::default()
    })
}

/// The format of a file according to its name or contents.
fn kind(file: &Path, text: &str) -> Option<Kind> {
    let extension = file.extension().and_then(|extension| extension.to_str());
    let extension = extension.unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "csv" | "tsv" => Some(Kind::Csv),
        "md" | "mdx" | "markdown" => Some(Kind::Markdown),
        "html" | "htm" | "xhtml" => Some(Kind::Html),
        "yaml" | "yml" => Some(Kind::Yaml),
        _ => kind_of(text.trim_start()),
    }
}

fn kind_of(text: &str) -> Option<Kind> {
    let is_openapi = |line: &str| line.starts_with("openapi:") || line.starts_with("swagger:");
    let is_heading = |line: &str| line.starts_with("# ") || line.starts_with("## ");
    match text.chars().next()? {
        '[' | '{' => Some(Kind::Json),
        '<' => Some(Kind::Html),
        _ if text.lines().any(is_openapi) => Some(Kind::Yaml),
        '#' | '|' => Some(Kind::Markdown),
        _ if csv::is_table(text, &[]) => Some(Kind::Csv),
        _ if text.lines().any(is_heading) => Some(Kind::Markdown),
        _ => None,
    }
}
