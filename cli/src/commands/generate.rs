//! `faultbook generate`: writes the code, tables and documentation of a book, or checks that they are up to date.

mod arguments;
mod depfile;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use faultbook_codegen::output::{self, Image};
use faultbook_codegen::{Artifact, Loaded, Source};
use similar::TextDiff;

use crate::output::{ExitStatus, counted};
use crate::{book, terminal};

pub(crate) use self::arguments::Generate;

/// The maximum number of lines that are shown of a difference.
const MAX_LINES: usize = 9;

pub(crate) fn run(arguments: &Generate, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let sources = book::in_folders(&arguments.spec, &arguments.packages)?;
    let loaded = arguments.builder().load(&sources)?;
    terminal::print_diagnostics(&loaded.warnings);
    if arguments.check {
        return compare(arguments, &loaded, out);
    }
    write(arguments, &loaded, out)?;
    if let Some(file) = &arguments.depfile {
        let target = arguments.out.join("book.rs");
        depfile::write(file, &target, &dependencies(arguments, &sources))?;
    }
    Ok(ExitStatus::Success)
}

/// What the generated files depend on: the files of the book, and its folders, in which new files may appear.
fn dependencies<'s>(arguments: &'s Generate, files: &'s [Source]) -> Vec<&'s Path> {
    // `components` removes a final separator, which build tools could take for part of the name.
    let folders = arguments.spec.iter().map(|it| it.components().as_path());
    let files = files.iter().map(|file| Path::new(&file.path));
    folders.chain(files).collect()
}

fn write(arguments: &Generate, loaded: &Loaded, out: &mut dyn Write) -> anyhow::Result<()> {
    let written = output::write(&arguments.out, loaded)?;
    for path in &written.wrote {
        writeln!(out, "wrote {}", path.display())?;
    }
    for path in &written.removed {
        writeln!(out, "removed {}", path.display())?;
    }
    Ok(write_up_to_date(arguments, written.artifacts, out)?)
}

fn compare(
    arguments: &Generate,
    loaded: &Loaded,
    out: &mut dyn Write,
) -> anyhow::Result<ExitStatus> {
    let mut image = Image::new(&arguments.out);
    let (mut artifacts, mut differences) = (0, BTreeMap::new());
    let Ok(()) = loaded.each_artifact(|artifact| {
        artifacts += 1;
        let (path, is_current) = image.has(&artifact);
        if !is_current {
            let difference = difference(&path, &artifact);
            differences.insert(path, difference);
        }
        Ok::<_, Infallible>(())
    });
    for path in image.left_over() {
        let difference = format!("left over: {}\n", path.display());
        differences.insert(path, difference);
    }
    if differences.is_empty() {
        write_up_to_date(arguments, artifacts, out)?;
        return Ok(ExitStatus::Success);
    }
    for difference in differences.values() {
        write!(out, "{difference}")?;
    }
    write_fix(arguments, out)?;
    Ok(ExitStatus::Findings)
}

fn write_fix(arguments: &Generate, out: &mut dyn Write) -> io::Result<()> {
    let (target, spec) = (arguments.out.display(), book::listed(&arguments.spec));
    writeln!(
        out,
        "\n`{target}` is out of date with `{spec}`. To update it, run\n"
    )?;
    writeln!(out, "    faultbook {}", command_line_without_check())
}

fn write_up_to_date(arguments: &Generate, artifacts: usize, out: &mut dyn Write) -> io::Result<()> {
    let (target, spec) = (arguments.out.display(), book::listed(&arguments.spec));
    let files = counted(artifacts, "file");
    writeln!(out, "{target}: {files}, up to date with {spec}")
}

/// How the file of an artifact differs from it.
fn difference(path: &Path, artifact: &Artifact) -> String {
    let name = path.display();
    // Reading a pipe could block.
    let old = path.is_file().then(|| fs::read_to_string(path).ok());
    match old.flatten() {
        Some(old) => format!(
            "changed: {name}\n{}",
            first_difference(&old, &artifact.contents)
        ),
        None => format!("missing: {name}\n"),
    }
}

/// The first lines that differ, as in a unified diff.
fn first_difference(old: &str, new: &str) -> String {
    let mut diff = TextDiff::configure();
    // Files without much in common need no shortest difference.
    let diff = diff.timeout(Duration::from_secs(1)).diff_lines(old, new);
    let mut diff = diff.unified_diff();
    let hunk = diff.context_radius(0).iter_hunks().next();
    let hunk = hunk.map(|hunk| hunk.to_string()).unwrap_or_default();
    let shown: String = hunk.split_inclusive('\n').take(MAX_LINES).collect();
    match hunk.lines().count().saturating_sub(MAX_LINES) {
        0 => shown,
        hidden => format!("{shown}… {hidden} more lines\n"),
    }
}

/// The arguments of this process as a shell would read them, without `--check`.
fn command_line_without_check() -> String {
    let words = std::env::args_os().skip(1);
    let words = words.filter(|word| word != "--check");
    let words: Vec<String> = words.map(|word| quoted(&word.to_string_lossy())).collect();
    words.join(" ")
}

fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_-./:=,@+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
