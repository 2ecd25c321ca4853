//! The same codes as a book of ours and as what else a user might pick.

use std::fmt::Write as _;

use faultbook_codegen::{Loaded, Source};

use crate::names;

/// So many codes of a vendor at most: more are spread over several.
const PER_VENDOR: usize = 10_000;

/// A book of so many codes.
#[must_use]
pub fn book(codes: usize) -> Vec<Source> {
    let vocabulary = include_str!("../../../spec/book.yaml");
    let mut sources = vec![Source::new("book.yaml", vocabulary)];
    let all = names::codes(codes);
    for (number, codes) in all.chunks(PER_VENDOR).enumerate() {
        sources.push(Source::new(
            format!("vendor{number}.yaml"),
            vendor(&format!("vendor{number}"), codes),
        ));
    }
    sources
}

/// A vendor with these codes, a class and a status each.
#[must_use]
pub fn vendor(name: &str, codes: &[String]) -> String {
    let mut yaml = format!(
        "vendor: {name}\ntitle: {name}\nsummary: Many codes\nsource: made up\ndomains:\n  api:\n    title: Errors\n    envelope: {{ code: /code, message: /message }}\n    codes:\n"
    );
    for (index, code) in codes.iter().enumerate() {
        let class = CLASSES[index % CLASSES.len()].0;
        let status = 400 + index % 30;
        _ = writeln!(
            yaml,
            "      {code}: {{ status: {status}, class: {class}, summary: {} }}",
            summary(code)
        );
    }
    yaml
}

/// Classes, by their names in the book and in Rust.
const CLASSES: [(&str, &str); 5] = [
    ("invalid_request", "InvalidRequest"),
    ("not_found", "NotFound"),
    ("conflict", "Conflict"),
    ("permission_denied", "PermissionDenied"),
    ("internal", "Internal"),
];

fn summary(code: &str) -> String {
    format!("The vendor says {}", code.to_lowercase().replace('_', " "))
}

/// A book, compiled in memory.
///
/// # Panics
/// If the book is wrong, which would be this suite's fault.
#[must_use]
pub fn loaded(sources: &[Source]) -> Loaded {
    faultbook_codegen::load(sources).unwrap_or_else(|errors| panic!("{errors}"))
}

/// What a careful person writes: derives of thiserror, strum and serde, and a match.
#[must_use]
pub fn by_hand(codes: &[String]) -> String {
    let (mut variants, mut arms) = (String::new(), String::new());
    for (index, code) in codes.iter().enumerate() {
        let (identifier, summary) = (names::identifier(code), summary(code));
        let class = CLASSES[index % CLASSES.len()].1;
        _ = writeln!(
            variants,
            "    /// {summary}\n    #[error({summary:?})]\n    #[strum(serialize = {code:?})]\n    #[serde(rename = {code:?})]\n    {identifier},"
        );
        _ = writeln!(arms, "            Self::{identifier} => Class::{class},");
    }
    let classes: String = CLASSES
        .iter()
        .map(|(_, class)| format!("    {class},\n"))
        .collect();
    format!(
        "#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Class {{\n{classes}}}\n\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error, strum::EnumString, strum::IntoStaticStr, serde::Serialize, serde::Deserialize)]\n\
         pub enum Code {{\n{variants}}}\n\nimpl Code {{\n    pub fn class(self) -> Class {{\n        match self {{\n{arms}        }}\n    }}\n}}\n"
    )
}

/// What by-hand code depends on.
pub const BY_HAND: &str = "[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\nstrum = { version = \"0.28\", features = [\"derive\"] }\nthiserror = \"2\"\n";

/// What typify makes of a JSON Schema with these codes.
///
/// # Panics
/// If typify refuses the schema, which would be this suite's fault.
#[must_use]
pub fn typify(codes: &[String]) -> String {
    let schema = serde_json::json!({ "title": "Code", "type": "string", "enum": codes });
    let schema = serde_json::from_value(schema).expect("a JSON Schema");
    let mut space = typify::TypeSpace::new(&typify::TypeSpaceSettings::default());
    space.add_root_schema(schema).expect("a type");
    let file = syn::parse2(space.to_stream()).expect("typify writes Rust");
    prettyplease::unparse(&file)
}

/// What typify's code depends on.
pub const TYPIFY: &str =
    "[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";

/// What prost-build makes of a descriptor with these codes.
///
/// # Errors
/// What the file system refused: it writes into a folder.
pub fn prost(codes: &[String], out: &std::path::Path) -> std::io::Result<()> {
    use prost_types::{
        EnumDescriptorProto, EnumValueDescriptorProto, FileDescriptorProto, FileDescriptorSet,
    };
    let value = |(number, code): (i32, &String)| EnumValueDescriptorProto {
        name: Some(code.clone()),
        number: Some(number),
        options: None,
    };
    let code = EnumDescriptorProto {
        name: Some("Code".to_owned()),
        value: (0..).zip(codes).map(value).collect(),
        ..EnumDescriptorProto::default()
    };
    let file = FileDescriptorProto {
        name: Some("codes.proto".to_owned()),
        package: Some("codes".to_owned()),
        enum_type: vec![code],
        syntax: Some("proto3".to_owned()),
        ..FileDescriptorProto::default()
    };
    std::fs::create_dir_all(out)?;
    prost_build::Config::new()
        .out_dir(out)
        .compile_fds(FileDescriptorSet { file: vec![file] })
}
