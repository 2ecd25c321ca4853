//! `faultbook generate`: writes what a book generates, or compares it with what is there.

mod first_difference;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;
use std::{fs, io, io::Write};

use faultbook_codegen::output::{self, Image};
use faultbook_codegen::{Artifact, Loaded, load};

use crate::args::Generate;
use crate::{Verdict, book, terminal};
use first_difference::first_difference;

pub(crate) fn run(arguments: &Generate, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let sources = book::in_folders(&arguments.spec)?;
    let loaded = load(&sources)?;
    terminal::show(&loaded.warnings);
    if arguments.check {
        compare(arguments, &loaded, out)
    } else {
        write(arguments, &loaded, out)
    }
}

fn write(arguments: &Generate, loaded: &Loaded, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let written = output::write(&arguments.out, loaded).map_err(book::plain)?;
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
    writeln!(out, "    faultbook generate{}\n", options(arguments))?;
    writeln!(
        out,
        "or, in the repository of Faultbook itself, `cargo faultbook generate`."
    )
}

fn up_to_date(
    arguments: &Generate,
    artifacts: usize,
    out: &mut dyn Write,
) -> anyhow::Result<Verdict> {
    let (target, spec) = (arguments.out.display(), book::shown(&arguments.spec));
    writeln!(out, "{target}: {artifacts} files, up to date with {spec}")?;
    Ok(Verdict::Clean)
}

/// What is wrong at the path of an artifact.
fn difference(path: &Path, artifact: &Artifact) -> String {
    let shown = path.display();
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
    let option = |name: &str, folder: &Path| format!(" --{name} {}", folder.display());
    let mut options = String::new();
    if arguments.spec != [Path::new("spec")] {
        options.extend(arguments.spec.iter().map(|folder| option("spec", folder)));
    }
    if arguments.out != Path::new("generated") {
        options += &option("out", &arguments.out);
    }
    options
}
