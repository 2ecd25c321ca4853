//! YAML to artifacts.
//!
//! Each measurement is a process of its own, which is this very program: so that its memory can be measured.

use std::convert::Infallible;
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use std::{env, io};

use faultbook_benches::crates::{self, Usage};
use faultbook_benches::results::{Results, Row};
use faultbook_benches::{names, peers};
use faultbook_codegen::{Builder, Docs, output};

const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.as_slice() {
        [work, size] => run(work, size.parse().map_err(io::Error::other)?),
        _ => measure(),
    }
}

/// One piece of work, in a process of its own.
fn run(work: &str, size: usize) -> io::Result<()> {
    let folder = Path::new("target/bench/codegen").join(work);
    match work {
        "faultbook" => write(Docs::Full, size, &folder)?,
        "rust" => write(Docs::Comments, size, &folder)?,
        "phases" => phases(size),
        "typify" => {
            std::fs::create_dir_all(&folder)?;
            std::fs::write(folder.join("codes.rs"), peers::typify(&names::codes(size)))?;
        }
        _ => peers::prost(&names::codes(size), &folder)?,
    }
    Ok(())
}

/// Writes a book with the docs, or as a build script has it.
fn write(docs: Docs, size: usize, folder: &Path) -> io::Result<()> {
    let builder = Builder::new().docs(docs);
    let loaded = builder.load(&peers::book(size)).map_err(io::Error::other)?;
    output::write(folder, &loaded).map_err(io::Error::other)?;
    Ok(())
}

/// Tells how long each phase takes.
fn phases(size: usize) {
    let sources = peers::book(size);
    let mut phases = Vec::new();
    let mut start = Instant::now();
    let mut is_over = |phase: &str| {
        phases.push(format!("{phase} {:.3} s", start.elapsed().as_secs_f64()));
        start = Instant::now();
    };
    let loaded = faultbook_codegen::load_in_phases(&sources, &mut is_over);
    let mut bytes = 0;
    let Ok(()) = loaded
        .unwrap_or_else(|errors| panic!("{errors}"))
        .each_artifact(|artifact| {
            bytes += artifact.contents.len();
            Ok::<_, Infallible>(())
        });
    is_over("emit");
    eprintln!("  {size} codes: {}; {bytes} bytes", phases.join(", "));
}

fn measure() -> io::Result<()> {
    let mut results = Results::new("codegen");
    let mut ours = Vec::new();
    for size in SIZES {
        let (all, rust) = (child("faultbook", size)?, child("rust", size)?);
        for (peer, largest) in [("typify", 10_000), ("prost", 100_000)] {
            if size <= largest {
                let theirs = child(peer, size)?;
                compare(
                    &mut results,
                    ["generate, wall", "generate, memory"],
                    size,
                    (peer, &all, &theirs),
                );
                compare(
                    &mut results,
                    ["Rust alone, wall", "Rust alone, memory"],
                    size,
                    (peer, &rust, &theirs),
                );
            }
        }
        child("phases", size)?;
        ours.push(all);
    }
    let [.., before, last] = ours.as_slice() else {
        return Ok(());
    };
    let (size, peer) = (100_000, "itself at 10,000");
    results.add(&Row {
        work: "generate, wall",
        size,
        peer,
        unit: "s",
        ours: last.wall,
        theirs: before.wall,
        reach: Some(11.0),
    });
    results.add(&Row {
        work: "generate, memory",
        size,
        peer: "600 MB",
        unit: "MB",
        ours: last.memory,
        theirs: 600.0,
        reach: Some(1.0),
    });
    results.write()
}

/// Time and memory in comparison with a peer's, which writes Rust and nothing else.
fn compare(
    results: &mut Results,
    [wall, memory]: [&str; 2],
    size: usize,
    (peer, ours, theirs): (&str, &Usage, &Usage),
) {
    results.add(&Row {
        work: wall,
        size,
        peer,
        unit: "s",
        ours: ours.wall,
        theirs: theirs.wall,
        reach: Some(1.0),
    });
    results.add(&Row {
        work: memory,
        size,
        peer,
        unit: "MB",
        ours: ours.memory,
        theirs: theirs.memory,
        reach: None,
    });
}

/// The best of three.
fn child(work: &str, size: usize) -> io::Result<Usage> {
    let mut best: Option<Usage> = None;
    for _ in 0..if work == "phases" { 1 } else { 3 } {
        let usage = crates::run(Command::new(env::current_exe()?).args([work, &size.to_string()]))?;
        best = best.filter(|best| best.wall <= usage.wall).or(Some(usage));
    }
    best.ok_or_else(|| io::Error::other("nothing measured"))
}
