//! `faultbook generate`: writes what a book generates, or compares it with what is there.

mod arguments;
mod depfile;
mod first_difference;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;
use std::{fs, io, io::Write};

use faultbook_codegen::output::{self, Image};
use faultbook_codegen::{Artifact, Loaded, Source};

use crate::check::counted;
use crate::{Verdict, book, terminal};
pub(crate) use arguments::Generate;
use first_difference::first_difference;

pub(crate) fn run(arguments: &Generate, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let sources = book::in_folders(&arguments.spec)?;
    let loaded = arguments.builder().load(&sources)?;
    terminal::show(&loaded.warnings);
    if arguments.check {
        return compare(arguments, &loaded, out);
    }
    let verdict = write(arguments, &loaded, out)?;
    if let Some(file) = &arguments.depfile {
        depfile::write(
            file,
            &arguments.out.join("book.rs"),
            &read(arguments, &sources),
        )?;
    }
    Ok(verdict)
}

/// What a book depends on: its folders, in which new files may appear, and the files.
fn read<'s>(arguments: &'s Generate, files: &'s [Source]) -> Vec<&'s Path> {
    // Without a separator behind the name, which a depfile could take for part of it.
    let folders = arguments.spec.iter().map(|it| it.components().as_path());
    let files = files.iter().map(|file| Path::new(&file.path));
    folders.chain(files).collect()
}

fn write(arguments: &Generate, loaded: &Loaded, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let written = output::write(&arguments.out, loaded)?;
    for path in &written.wrote {
        writeln!(out, "wrote {}", path.display())?;
    }
    for path in &written.removed {
        writeln!(out, "removed {}", path.display())?;
    }
    up_to_date(arguments, written.artifacts, out)
}

fn compare(arguments: &Generate, loaded: &Loaded, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let mut image = Image::new(&arguments.out);
    let (mut artifacts, mut differences) = (0, BTreeMap::new());
    let Ok(()) = loaded.each_artifact(|artifact| {
        artifacts += 1;
        let (path, is_there) = image.has(&artifact);
        if !is_there {
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
        return up_to_date(arguments, artifacts, out);
    }
    for difference in differences.values() {
        write!(out, "{difference}")?;
    }
    tell_how_to_mend(arguments, out)?;
    Ok(Verdict::Findings)
}

fn tell_how_to_mend(arguments: &Generate, out: &mut dyn Write) -> io::Result<()> {
    let (target, spec) = (arguments.out.display(), book::shown(&arguments.spec));
    writeln!(
        out,
        "\n`{target}` is not what `{spec}` generates. To mend it, run\n"
    )?;
    writeln!(out, "    faultbook {}", as_typed_without_check())
}

fn up_to_date(
    arguments: &Generate,
    artifacts: usize,
    out: &mut dyn Write,
) -> anyhow::Result<Verdict> {
    let (target, spec) = (arguments.out.display(), book::shown(&arguments.spec));
    let files = counted(artifacts, "file");
    writeln!(out, "{target}: {files}, up to date with {spec}")?;
    Ok(Verdict::Clean)
}

/// What is wrong at the path of an artifact.
fn difference(path: &Path, artifact: &Artifact) -> String {
    let shown = path.display();
    // A pipe would have to be waited for.
    let old = path.is_file().then(|| fs::read_to_string(path).ok());
    match old.flatten() {
        Some(old) => format!(
            "changed: {shown}\n{}",
            first_difference(&old, &artifact.contents)
        ),
        None => format!("missing: {shown}\n"),
    }
}

/// What was typed, as a shell reads it, but to be written and not to be checked.
fn as_typed_without_check() -> String {
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
