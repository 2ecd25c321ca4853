//! What an author waits for: nothing to do, one code added, and a consumer's first build.

use std::io;

use faultbook_benches::crates::{self, Crate, Usage, dependency};
use faultbook_benches::results::{Results, Row};
use faultbook_benches::{names, peers};

/// The codes of the books that are edited.
const CODES: usize = 500;

fn main() -> io::Result<()> {
    let mut results = Results::new("cycle");
    let (live, by_hand) = (live(CODES)?, by_hand(CODES)?);
    let prebuilt = prebuilt()?;
    let prost = prost()?;

    cold(
        &mut results,
        "cold build, prebuilt",
        (&prebuilt, "by hand"),
        &by_hand,
    )?;
    cold(
        &mut results,
        "cold build, live",
        (&live, "prost-build"),
        &prost,
    )?;
    nothing_to_do(&mut results, &live, &by_hand)?;
    edit(&mut results, &live, &by_hand)?;
    results.write()
}

/// A crate whose build script compiles a book of its own.
fn live(codes: usize) -> io::Result<Crate> {
    let runtime = dependency("faultbook-runtime", "runtime", "");
    let codegen = dependency("faultbook-codegen", "codegen", "");
    let live = Crate::new(
        "live",
        &format!("[dependencies]\n{runtime}\n[build-dependencies]\n{codegen}"),
    )?;
    live.write("build.rs", BUILD)?;
    live.write(
        "src/lib.rs",
        "include!(concat!(env!(\"OUT_DIR\"), \"/book.rs\"));\n",
    )?;
    write_book(&live, codes)?;
    Ok(live)
}

const BUILD: &str = r#"fn main() {
    faultbook_codegen::compile("spec").unwrap();
}
"#;

fn write_book(live: &Crate, codes: usize) -> io::Result<()> {
    for source in peers::book(codes) {
        live.write(&format!("spec/{}", source.path), &source.text)?;
    }
    Ok(())
}

fn by_hand(codes: usize) -> io::Result<Crate> {
    let by_hand = Crate::new("by_hand", peers::BY_HAND)?;
    by_hand.write("src/lib.rs", &peers::by_hand(&names::codes(codes)))?;
    Ok(by_hand)
}

/// A consumer of this repository's book, without the generator.
fn prebuilt() -> io::Result<Crate> {
    let faultbook = dependency("faultbook", ".", ", default-features = false");
    let prebuilt = Crate::new("prebuilt", &format!("[dependencies]\n{faultbook}"))?;
    prebuilt.write("src/lib.rs", "pub use faultbook::playwave;\n")?;
    Ok(prebuilt)
}

/// A crate whose build script runs prost-build over a descriptor, so that no compiler of protobuf is needed.
fn prost() -> io::Result<Crate> {
    let dependencies = "[dependencies]\nprost = \"0.14\"\n[build-dependencies]\nprost-build = \"0.14\"\nprost-types = \"0.14\"\n";
    let prost = Crate::new("prost_live", dependencies)?;
    prost.write("build.rs", include_str!("prost_build.rs"))?;
    prost.write("src/codes.txt", &names::codes(CODES).join("\n"))?;
    prost.write(
        "src/lib.rs",
        "include!(concat!(env!(\"OUT_DIR\"), \"/codes.rs\"));\n",
    )?;
    Ok(prost)
}

fn cold(
    results: &mut Results,
    work: &str,
    (ours, peer): (&Crate, &str),
    theirs: &Crate,
) -> io::Result<()> {
    let first = |measured: &Crate| {
        measured.clean();
        crates::run(&mut measured.cargo(&["build", "--offline"]))
    };
    // What is downloaded is not measured.
    for measured in [ours, theirs] {
        crates::run(&mut measured.cargo(&["fetch"]))?;
    }
    let (ours, theirs) = (best(2, || first(ours))?, best(2, || first(theirs))?);
    for (what, ours, theirs, reach) in [
        ("wall", ours.wall, theirs.wall, Some(1.0)),
        ("CPU", ours.cpu, theirs.cpu, None),
    ] {
        let work = &format!("{work}, {what}");
        results.add(&Row {
            work,
            size: CODES,
            peer,
            unit: "s",
            ours,
            theirs,
            reach,
        });
    }
    Ok(())
}

fn nothing_to_do(results: &mut Results, ours: &Crate, theirs: &Crate) -> io::Result<()> {
    let build = |measured: &Crate| crates::run(&mut measured.cargo(&["build", "--offline"]));
    let said =
        String::from_utf8(ours.output(&["build", "--offline"])?).map_err(io::Error::other)?;
    if !said.contains("Fresh live ") {
        return Err(io::Error::other(format!(
            "something was built although nothing was to do:\n{said}"
        )));
    }
    let (ours, theirs) = (best(5, || build(ours))?, best(5, || build(theirs))?);
    results.add(&Row {
        work: "nothing to do",
        size: CODES,
        peer: "by hand",
        unit: "s",
        ours: ours.wall,
        theirs: theirs.wall,
        reach: None,
    });
    Ok(())
}

/// One code more each time.
fn edit(results: &mut Results, ours: &Crate, theirs: &Crate) -> io::Result<()> {
    let mut codes = CODES;
    let ours = best(5, || {
        codes += 1;
        write_book(ours, codes)?;
        crates::run(&mut ours.cargo(&["build", "--offline"]))
    })?;
    let mut codes = CODES;
    let theirs = best(5, || {
        codes += 1;
        theirs.write("src/lib.rs", &peers::by_hand(&names::codes(codes)))?;
        crates::run(&mut theirs.cargo(&["build", "--offline"]))
    })?;
    results.add(&Row {
        work: "one code added, debug",
        size: CODES,
        peer: "by hand",
        unit: "s",
        ours: ours.wall,
        theirs: theirs.wall,
        reach: Some(1.3),
    });
    Ok(())
}

fn best(times: usize, mut work: impl FnMut() -> io::Result<Usage>) -> io::Result<Usage> {
    let usages: io::Result<Vec<Usage>> = (0..times).map(|_| work()).collect();
    let best = usages?.into_iter().min_by(|a, b| a.wall.total_cmp(&b.wall));
    best.ok_or_else(|| io::Error::other("nothing measured"))
}
