//! What becomes a name in Rust, a file or a header is not any text: all others are refused where they stand.

use faultbook_codegen::{Artifact, Diagnostics, Source, generate, names};
use serde_json::{Value, json};

use crate::texts::{HARMLESS, TEXTS, vocabulary, yaml};

/// Puts a text into a vendor's file.
type Put = fn(&mut Value, &str);

/// Names that are taken as they are.
const STRICT: [(&str, Put); 6] = [
    ("vendor", |file, text| file["vendor"] = json!(text)),
    ("type", |file, text| {
        file["domains"]["api"]["type"] = json!(text);
    }),
    ("domain", |file, text| {
        file["domains"][text] = json!({ "raised_by": "client" });
    }),
    ("operation", |file, text| {
        file["operations"][text] = json!({});
    }),
    ("field", |file, text| {
        file["envelope"]["fields"][text] = json!("/x");
    }),
    ("capture", |file, text| {
        file["rules"] = json!([{ "when": { "message": format!("x {{{text}:integer}}") } }]);
    }),
];

/// Names that are made of whatever letters there are, or that may hold signs.
const LOOSE: [(&str, Put); 3] = [
    ("name", |file, text| {
        file["domains"]["api"]["codes"]["CODE"]["name"] = json!(text);
    }),
    ("header", |file, text| {
        file["headers"]["retry_after"] = json!(text);
    }),
    ("source", |file, text| {
        file["envelope"]["trace_id"]["header"] = json!(text);
    }),
];

/// What comes of a vendor with such a name.
fn compiled(put: Put, text: &str) -> Result<Vec<Artifact>, Diagnostics> {
    let mut file = json!({
        "vendor": "acme", "title": "Acme", "summary": "A vendor", "source": "here",
        "domains": { "api": { "envelope": { "code": "/code" }, "codes": { "CODE": { "summary": "A code" } } } },
    });
    put(&mut file, text);
    generate(&[
        Source::new("book.yaml", yaml(&vocabulary(HARMLESS))),
        Source::new("acme.yaml", yaml(&file)),
    ])
}

/// It has a place, and it is not the beginning of the file for want of a better one.
fn assert_reported_in_place(errors: &Diagnostics, case: &str) {
    let first = errors.iter().next().expect("an error");
    assert!(
        (first.file(), first.line() > 1) == ("acme.yaml", true),
        "{case}: {errors}"
    );
}

#[test]
fn a_name_that_is_used_as_it_is_cannot_be_any_text() {
    for (what, put) in STRICT {
        for text in TEXTS {
            let case = format!("{what} {text:?}");
            assert_reported_in_place(&compiled(put, text).expect_err(&case), &case);
        }
    }
}

#[test]
fn a_name_that_is_made_is_one_or_is_refused() {
    let mut taken = 0;
    for (what, put) in LOOSE {
        for text in TEXTS {
            let case = format!("{what} {text:?}");
            match compiled(put, text) {
                Ok(files) => {
                    assert_is_rust(&files, &case);
                    taken += 1;
                }
                Err(errors) => assert_reported_in_place(&errors, &case),
            }
        }
    }
    assert!((10..200).contains(&taken), "both happen: {taken}");
}

fn assert_is_rust(files: &[Artifact], case: &str) {
    for file in files
        .iter()
        .filter(|file| file.path.starts_with("acme") && file.path.ends_with("rs"))
    {
        syn::parse_file(&file.contents)
            .unwrap_or_else(|error| panic!("{case} in {}: {error}", file.path));
    }
}

/// A vendor's name is that of a module, a file and a page, on every system and in every edition of Rust.
#[test]
fn what_is_reserved_for_a_module_a_file_or_a_page_is_no_vendor() {
    let ports = (0..10).flat_map(|n| [format!("com{n}"), format!("lpt{n}")]);
    let others = [
        "abstract", "gen", "try", "async", "dyn", "self", "crate", "none", "lib", "main", "con",
        "nul", "aux", "prn", "index", "print", "toc", "readme", "codes", "docs", "core",
    ];
    let put: Put = |file, text| file["vendor"] = json!(text);
    for name in ports.chain(others.map(str::to_owned)) {
        names::vendor(&name).expect_err(&name);
        let errors = compiled(put, &name).expect_err(&name);
        assert_reported_in_place(&errors, &name);
    }
    for name in [
        "com", "com10", "lpt_1", "console", "union", "raw", "u8", "ok",
    ] {
        names::vendor(name).unwrap_or_else(|reason| panic!("{name}: {reason}"));
    }
}

/// A vendor's page replaces none that every book has.
#[test]
fn no_vendor_has_the_name_of_another_page_or_file() {
    let artifacts = compiled(|_, _| (), "").unwrap_or_else(|errors| panic!("{errors}"));
    for artifact in artifacts {
        for part in artifact.path.to_ascii_lowercase().split('/') {
            let stem = part.split('.').next().unwrap_or_default();
            let is_own = ["acme", "catalogue", "schema"].contains(&stem);
            assert!(is_own || names::vendor(stem).is_err(), "{}", artifact.path);
        }
    }
}
