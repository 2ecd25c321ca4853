//! What rustc needs for the generated code.
//!
//! Cargo calls this very program in place of rustc, so that the compiler itself is measured and nothing around it.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs, io};

use faultbook_benches::crates::{self, Crate, Usage};
use faultbook_benches::results::{Results, Row};
use faultbook_benches::{names, peers};
use object::{Object, ObjectSection};

/// Where the wrapped rustc notes what it used.
const LOG: &str = "FAULTBOOK_BENCH_LOG";

/// The crate that is measured.
const NAME: &str = "measured";

const PROFILES: [(&str, &[&str]); 3] = [
    ("check", &["check"]),
    ("debug", &["build"]),
    ("release", &["build", "--release"]),
];

fn main() -> ExitCode {
    let done = match env::var_os(LOG) {
        Some(log) => wrap_rustc(Path::new(&log)),
        None => measure(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn wrap_rustc(log: &Path) -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let mut rustc = Command::new(&arguments[0]);
    rustc.args(&arguments[1..]);
    if !arguments
        .windows(2)
        .any(|two| two == ["--crate-name", NAME])
    {
        let status = rustc.status()?;
        return if status.success() {
            Ok(())
        } else {
            Err(io::Error::other("rustc failed"))
        };
    }
    let usage = crates::run(&mut rustc)?;
    fs::write(log, serde_json::to_string(&usage)?)
}

fn measure() -> io::Result<()> {
    let large = env::args().any(|argument| argument == "--large");
    let mut results = Results::new("compile");
    for size in [100, 1_000, 4_000] {
        against(
            &mut results,
            "thiserror + strum + serde",
            size,
            peers::BY_HAND,
            &peers::by_hand(&names::codes(size)),
        )?;
        against(
            &mut results,
            "typify",
            size,
            peers::TYPIFY,
            &peers::typify(&names::codes(size)),
        )?;
    }
    if large {
        against(
            &mut results,
            "typify",
            10_000,
            peers::TYPIFY,
            &peers::typify(&names::codes(10_000)),
        )?;
    }
    growth(&mut results)?;
    results.write()
}

/// Ours and a peer's at one size, under all profiles, and how large the release build is.
fn against(
    results: &mut Results,
    peer: &str,
    size: usize,
    dependencies: &str,
    code: &str,
) -> io::Result<()> {
    let theirs = Crate::new(NAME, dependencies)?;
    theirs.write("src/lib.rs", code)?;
    let theirs = build(&theirs)?;
    let ours = build(&ours(size)?)?;
    for (profile, (ours, theirs)) in PROFILES
        .iter()
        .map(|(name, _)| name)
        .zip(ours.usages.iter().zip(&theirs.usages))
    {
        let reach = (*profile == "release" && size == 4_000).then_some(0.08);
        for (what, unit, ours, theirs, reach) in [
            ("wall", "s", ours.wall, theirs.wall, reach),
            ("CPU", "s", ours.cpu, theirs.cpu, None),
            ("memory", "MB", ours.memory, theirs.memory, None),
        ] {
            let work = &format!("{profile}, {what}");
            results.add(&Row {
                work,
                size,
                peer,
                unit,
                ours,
                theirs,
                reach,
            });
        }
    }
    for (work, ours, theirs) in [
        (".rlib per code", ours.rlib, theirs.rlib),
        (".rodata per code", ours.rodata, theirs.rodata),
    ] {
        let each = |bytes: usize| bytes as f64 / size as f64;
        let (ours, theirs) = (each(ours), each(theirs));
        results.add(&Row {
            work,
            size,
            peer,
            unit: "B",
            ours,
            theirs,
            reach: None,
        });
    }
    Ok(())
}

/// Ours alone at large sizes: ten times the codes may take twelve times as long.
fn growth(results: &mut Results) -> io::Result<()> {
    let (small, large) = (build(&ours(5_000)?)?, build(&ours(50_000)?)?);
    for (index, (profile, _)) in PROFILES.iter().enumerate() {
        let (ours, theirs) = (large.usages[index], small.usages[index]);
        let (size, peer, reach) = (50_000, "itself at 5,000", Some(12.0));
        for (what, unit, ours, theirs) in [
            ("wall", "s", ours.wall, theirs.wall),
            ("memory", "MB", ours.memory, theirs.memory),
        ] {
            let work = &format!("{profile}, {what}");
            results.add(&Row {
                work,
                size,
                peer,
                unit,
                ours,
                theirs,
                reach,
            });
        }
    }
    Ok(())
}

fn ours(size: usize) -> io::Result<Crate> {
    let runtime = crates::dependency("faultbook-runtime", "runtime", "");
    let ours = Crate::new(NAME, &format!("[dependencies]\n{runtime}"))?;
    peers::loaded(&peers::book(size)).each_artifact(|artifact| {
        ours.write(
            &format!("src/generated/{}", artifact.path),
            &artifact.contents,
        )
    })?;
    ours.write("src/lib.rs", "include!(\"generated/book.rs\");\n")?;
    Ok(ours)
}

struct Built {
    /// In the order of [`PROFILES`].
    usages: Vec<Usage>,
    /// The bytes of the release build.
    rlib: usize,
    /// The bytes of constants in it.
    rodata: usize,
}

fn build(measured: &Crate) -> io::Result<Built> {
    let log = env::current_dir()?.join("target/bench/rustc.json");
    let usage = |arguments: &[&str]| {
        let mut cargo = measured.cargo(arguments);
        cargo
            .env("RUSTC_WRAPPER", env::current_exe()?)
            .env(LOG, &log);
        // The first run builds the dependencies.
        let best = (0..2).map(|_| {
            measured.touch("src/lib.rs")?;
            crates::run(&mut cargo)?;
            Ok(serde_json::from_str::<Usage>(&fs::read_to_string(&log)?)?)
        });
        let best: io::Result<Vec<Usage>> = best.collect();
        best?
            .into_iter()
            .min_by(|a, b| a.wall.total_cmp(&b.wall))
            .ok_or_else(|| io::Error::other("nothing measured"))
    };
    let usages = PROFILES
        .iter()
        .map(|(_, arguments)| usage(arguments))
        .collect::<io::Result<_>>()?;
    let rlib = fs::read(measured.folder().join("target/release/libmeasured.rlib"))?;
    Ok(Built {
        usages,
        rodata: rodata(&rlib).map_err(io::Error::other)?,
        rlib: rlib.len(),
    })
}

/// The bytes of all read-only sections of a library.
fn rodata(rlib: &[u8]) -> object::Result<usize> {
    let archive = object::read::archive::ArchiveFile::parse(rlib)?;
    let mut bytes = 0;
    for member in archive.members() {
        let Ok(file) = object::File::parse(member?.data(rlib)?) else {
            continue; // Metadata is no object.
        };
        let sections = file.sections().filter(|section| {
            section
                .name()
                .is_ok_and(|name| name.starts_with(".rodata") || name.starts_with(".data.rel.ro"))
        });
        bytes += sections
            .map(|section| section.size() as usize)
            .sum::<usize>();
    }
    Ok(bytes)
}
