//! `faultbook fmt`: the YAML of a book in its canonical layout.

mod blocks;
mod layout;
#[cfg(test)]
mod tests;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use similar::TextDiff;

use crate::files::Replacement;
use crate::{Verdict, book, terminal};

/// Lay out a book's YAML as all books are laid out. Comments, order and empty lines stay, and so does the meaning.
///
/// Two spaces a level, lists below their key by as much, one space within braces and none within brackets, at most one
/// empty line, double rather than single quotes, and lists and maps in a line as long as it is one of 120 characters.
/// Quotes are neither added nor taken away, and texts are not wrapped anew.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook fmt
  faultbook fmt --check
  faultbook fmt spec/playwave.yaml
  faultbook fmt - < old.yaml > new.yaml

The exit code is 1 if a file is no YAML, or if with `--check` one is not laid out so.")]
pub(crate) struct Fmt {
    /// Files, or folders whose `.yaml` and `.yml` files are meant; `-` is the standard input, whose layout goes to the
    /// standard output.
    #[arg(value_name = "FILE|DIR|-", default_value = "spec")]
    paths: Vec<PathBuf>,
    /// Write nothing; show what differs, and exit with 1 if anything does.
    #[arg(long)]
    check: bool,
}

impl Fmt {
    /// Whether what comes of it goes to the standard output.
    pub(crate) fn is_shown(&self) -> bool {
        !self.check && self.paths.iter().any(|path| is_standard(path))
    }
}

pub(crate) fn run(arguments: &Fmt, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let mut verdict = Verdict::Clean;
    let mut unlaid = 0;
    for path in files(&arguments.paths)? {
        let old = read(&path)?;
        match layout::canonical(&old) {
            Ok(new) if arguments.check => {
                if old != new {
                    write!(out, "{}", difference(&path, &old, &new))?;
                    unlaid += 1;
                }
            }
            Ok(new) if is_standard(&path) => out.write_all(new.as_bytes())?,
            Ok(new) if old == new => {}
            Ok(new) => {
                Replacement::new(&path, &old, &new)?.put_in_place()?;
                writeln!(out, "wrote {}", path.display())?;
            }
            Err(why) => {
                terminal::tell(&format!("error: {}: {why}", shown(&path)));
                verdict = Verdict::Findings;
            }
        }
    }
    if unlaid > 0 {
        writeln!(out, "\n{unlaid} not laid out; `faultbook fmt` does it")?;
        verdict = Verdict::Findings;
    }
    Ok(verdict)
}

/// The files that are meant, those of a folder in the order of their names.
fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        // A folder that is not there is told as such, and not as a file.
        if path.is_dir() || path == Path::new("spec") {
            let sources = book::in_folder(path)?;
            files.extend(sources.into_iter().map(|source| PathBuf::from(source.path)));
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

fn read(path: &Path) -> anyhow::Result<String> {
    let unreadable = || format!("cannot read {}", shown(path));
    if is_standard(path) {
        let mut text = String::new();
        io::stdin()
            .lock()
            .read_to_string(&mut text)
            .with_context(unreadable)?;
        return Ok(text);
    }
    fs::read_to_string(path).with_context(unreadable)
}

fn shown(path: &Path) -> String {
    if is_standard(path) {
        "the standard input".to_owned()
    } else {
        format!("`{}`", path.display())
    }
}

fn difference(path: &Path, old: &str, new: &str) -> String {
    let path = path.display().to_string();
    let diff = TextDiff::from_lines(old, new);
    diff.unified_diff().header(&path, &path).to_string()
}
