//! `faultbook fmt`: formats the YAML of a book.

mod blocks;
mod canonical;
#[cfg(test)]
mod tests;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use faultbook_codegen::output;
use similar::TextDiff;

use crate::files::Replacement;
use crate::output::ExitStatus;
use crate::terminal;

/// Format the YAML of a book
///
/// The style: two spaces per level, lists indented below their key, spaces within braces but not within brackets, at
/// most one empty line, double quotes, and flow lists and maps on one line if it fits in 120 characters. Comments,
/// order, empty lines and meaning stay the same. Quotes are neither added nor removed, and text is not rewrapped.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook fmt
  faultbook fmt --check
  faultbook fmt spec/playwave.yaml
  faultbook fmt - < old.yaml > new.yaml

The exit code is 1 if a file is not valid YAML, or with `--check` if a file is not formatted.")]
pub(crate) struct Fmt {
    /// Files, folders with `.yaml` and `.yml` files, or `-` to format standard input to standard output
    #[arg(value_name = "FILE|DIR|-", default_value = "spec")]
    paths: Vec<PathBuf>,
    /// The same, as for other subcommands
    #[arg(
        long = "spec",
        value_name = "DIR",
        conflicts_with = "paths",
        hide = true
    )]
    spec: Vec<PathBuf>,
    /// Print the differences instead of writing files
    #[arg(long)]
    check: bool,
}

impl Fmt {
    /// Whether no formatted text goes to standard output.
    pub(crate) fn only_logs(&self) -> bool {
        self.check || !self.paths().iter().any(|path| is_stdin(path))
    }

    fn paths(&self) -> &[PathBuf] {
        if self.spec.is_empty() {
            &self.paths
        } else {
            &self.spec
        }
    }
}

pub(crate) fn run(arguments: &Fmt, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let (mut unformatted, mut has_errors) = (0, false);
    for path in files(arguments.paths())? {
        let old = read(&path)?;
        match canonical::format(&old) {
            Ok(new) if arguments.check => {
                if old != new {
                    write!(out, "{}", difference(&path, &old, &new))?;
                    unformatted += 1;
                }
            }
            Ok(new) if is_stdin(&path) => out.write_all(new.as_bytes())?,
            Ok(new) if old == new => {}
            Ok(new) => {
                Replacement::new(&path, &old, &new)?.put_in_place()?;
                let wrote = format!("wrote {}", path.display());
                if arguments.only_logs() {
                    writeln!(out, "{wrote}")?;
                } else {
                    terminal::note(&wrote);
                }
            }
            Err(why) => {
                terminal::print(&format!("error: {}: {why}", name(&path)));
                has_errors = true;
            }
        }
    }
    if unformatted > 0 {
        writeln!(out, "\n{unformatted} not formatted; run `faultbook fmt`")?;
    }
    Ok(ExitStatus::of(has_errors || unformatted > 0))
}

/// The files to format; those of a folder in the order of their names.
fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        // If the default folder does not exist, the error should call it a folder, not a file.
        if path.is_dir() || path == Path::new("spec") {
            let sources = output::sources(path)?;
            files.extend(sources.into_iter().map(|source| PathBuf::from(source.path)));
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

fn read(path: &Path) -> anyhow::Result<String> {
    let unreadable = || format!("cannot read {}", name(path));
    if is_stdin(path) {
        let mut text = String::new();
        io::stdin()
            .lock()
            .read_to_string(&mut text)
            .with_context(unreadable)?;
        return Ok(text);
    }
    fs::read_to_string(path).with_context(unreadable)
}

fn name(path: &Path) -> String {
    if is_stdin(path) {
        "standard input".to_owned()
    } else {
        format!("`{}`", path.display())
    }
}

fn difference(path: &Path, old: &str, new: &str) -> String {
    let path = path.display().to_string();
    let diff = TextDiff::from_lines(old, new);
    diff.unified_diff().header(&path, &path).to_string()
}
