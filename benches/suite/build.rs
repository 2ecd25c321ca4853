//! Writes the enums, maps and matches that the look-up is measured with.

#[path = "src/names.rs"]
#[allow(dead_code)]
mod names;

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use faultbook_codegen::Source;

const SIZES: [usize; 6] = [8, 16, 64, 256, 1_000, 4_000];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/names.rs");
    println!("cargo::rerun-if-changed=../../spec/book.yaml");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let out = Path::new(&out);
    let book = fs::read_to_string("../../spec/book.yaml").expect("the book is there");
    let mut sources = vec![Source::new("book.yaml", book)];
    let mut peers = String::new();
    for size in SIZES {
        let codes = names::codes(size);
        sources.push(Source::new(format!("n{size}.yaml"), vendor(size, &codes)));
        write!(peers, "pub mod n{size} {{\n{}}}\n", peer(&codes)).expect("a string takes all");
    }
    let loaded = faultbook_codegen::load(&sources).unwrap_or_else(|errors| panic!("{errors}"));
    faultbook_codegen::output::write(&out.join("book"), &loaded).expect("OUT_DIR can be written");
    fs::write(out.join("peers.rs"), peers).expect("OUT_DIR can be written");
}

fn vendor(size: usize, codes: &[String]) -> String {
    let mut yaml = format!(
        "vendor: n{size}\ntitle: N{size}\nsummary: Many codes\nsource: made up\ndomains:\n  api:\n    title: Errors\n    type: Code{size}\n    envelope: {{ code: /code }}\n    codes:\n"
    );
    for code in codes {
        writeln!(
            yaml,
            "      {code}: {{ class: internal, summary: What {code} means }}"
        )
        .expect("a string takes all");
    }
    yaml
}

fn peer(codes: &[String]) -> String {
    let mut variants = String::new();
    let mut arms = String::new();
    let mut map = phf_codegen::Map::new();
    for code in codes {
        let identifier = names::identifier(code);
        writeln!(variants, "#[strum(serialize = {code:?})] {identifier},")
            .expect("a string takes all");
        writeln!(arms, "{code:?} => Some(Code::{identifier}),").expect("a string takes all");
        map.entry(code.as_str(), format!("Code::{identifier}"));
    }
    let wires = codes
        .iter()
        .map(|code| format!("{code:?},"))
        .collect::<String>();
    format!(
        "#[derive(Clone, Copy, PartialEq, Eq, strum::EnumString, strum::FromRepr)]\n#[repr(u16)]\npub enum Code {{\n{variants}}}\n\
         pub static WIRES: &[&str] = &[{wires}];\n\
         pub static PHF: phf::Map<&'static str, Code> = {};\n\
         pub fn by_match(wire: &str) -> Option<Code> {{ match wire {{\n{arms}_ => None, }} }}\n",
        map.build()
    )
}
