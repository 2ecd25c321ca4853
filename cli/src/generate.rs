//! `faultbook generate`: writes what a book generates, or compares it with what is there.

mod first_difference;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use faultbook_codegen::{Artifact, load, output};

use crate::args::Generate;
use crate::{Verdict, book, terminal};
use first_difference::first_difference;

pub(crate) fn run(arguments: &Generate, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let sources = book::in_folder(&arguments.spec)?;
    let loaded = load(&sources)?;
    terminal::show(&loaded.warnings);
    let artifacts = loaded.artifacts();
    let differences = output::differences(&arguments.out, &artifacts);
    if arguments.check {
        compare(arguments, &artifacts, &differences, out)
    } else {
        write(arguments, &artifacts, &differences, out)
    }
}

fn write(
    arguments: &Generate,
    artifacts: &[Artifact],
    differences: &[PathBuf],
    out: &mut dyn Write,
) -> anyhow::Result<Verdict> {
    output::write(&arguments.out, artifacts).map_err(book::plain)?;
    for path in differences {
        let done = if path.exists() { "wrote" } else { "removed" };
        writeln!(out, "{done} {}", path.display())?;
    }
    up_to_date(arguments, artifacts, out)
}

fn compare(
    arguments: &Generate,
    artifacts: &[Artifact],
    differences: &[PathBuf],
    out: &mut dyn Write,
) -> anyhow::Result<Verdict> {
    if differences.is_empty() {
        return up_to_date(arguments, artifacts, out);
    }
    for path in differences {
        let artifact = artifacts
            .iter()
            .find(|artifact| arguments.out.join(&artifact.path) == *path);
        write!(out, "{}", difference(path, artifact))?;
    }
    let (target, spec) = (arguments.out.display(), arguments.spec.display());
    writeln!(
        out,
        "\n`{target}` is not what `{spec}` generates. To mend it, run\n"
    )?;
    writeln!(out, "    faultbook generate{}\n", options(arguments))?;
    writeln!(
        out,
        "or, in the repository of Faultbook itself, `cargo faultbook generate`."
    )?;
    Ok(Verdict::Findings)
}

fn up_to_date(
    arguments: &Generate,
    artifacts: &[Artifact],
    out: &mut dyn Write,
) -> anyhow::Result<Verdict> {
    let (target, spec) = (arguments.out.display(), arguments.spec.display());
    writeln!(
        out,
        "{target}: {} files, up to date with {spec}",
        artifacts.len()
    )?;
    Ok(Verdict::Clean)
}

/// What is wrong at a path; without an artifact, the file should not be there.
fn difference(path: &Path, artifact: Option<&Artifact>) -> String {
    let shown = path.display();
    let Some(artifact) = artifact else {
        return format!("left over: {shown}\n");
    };
    match fs::read_to_string(path) {
        Ok(old) => format!(
            "changed: {shown}\n{}",
            first_difference(&old, &artifact.contents)
        ),
        Err(_) => format!("missing: {shown}\n"),
    }
}

/// The folders, as far as they are not the usual ones.
fn options(arguments: &Generate) -> String {
    let option = |name: &str, folder: &Path, usual: &str| match folder {
        folder if folder == Path::new(usual) => String::new(),
        folder => format!(" --{name} {}", folder.display()),
    };
    option("spec", &arguments.spec, "spec") + &option("out", &arguments.out, "generated")
}
