//! The protocols that come with the generator, and the types of the runtime that have their codes.

use std::collections::BTreeSet;
use std::fs;

use faultbook_codegen::model::Vendor;
use faultbook_codegen::{Source, load};
use faultbook_runtime::protocol::{Aws, Grpc, JsonRpc, OAuth2, Protocol};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/protocol");

/// The names of all protocols.
fn protocols() -> Vec<String> {
    let files = fs::read_dir(FOLDER).expect("the protocols");
    let names = files.map(|file| {
        let path = file.expect("a file").path();
        let name = path.file_stem().expect("a name");
        name.to_str().expect("a plain name").to_owned()
    });
    names.collect()
}

/// A vendor that extends a file, compiled.
fn with_vendor<T>(extends: &str, then: impl FnOnce(&Vendor) -> T) -> T {
    // What has codes only has no location of its own.
    let head = format!("extends: {extends}\nvendor: service\nenvelope: {{ code: /code }}\n");
    let sources = [
        Source::new("book.yaml", "extends: standard\n"),
        Source::new("service.yaml", head),
    ];
    then(&load(&sources).expect("a valid book").book.vendors[0])
}

/// Compares the codes of protocols with their type: each code of one is a code of the other, under the same name.
fn assert_same<P: Protocol>(all: &[P]) {
    let mut found = BTreeSet::new();
    for name in P::NAMES {
        with_vendor(&format!("protocol/{name}"), |vendor| {
            for code in &vendor.codes {
                let domain = &vendor.domains[code.domain];
                assert_eq!(domain.protocol, Some(*name), "{}", domain.name);
                let typed = code.wire.parse::<P>();
                let typed = typed.unwrap_or_else(|_| panic!("{name} has `{}`", code.wire));
                assert_eq!(format!("{typed:?}"), code.ident, "{name}");
                found.insert(code.ident.clone());
            }
        });
    }
    let all = all.iter().map(|code| format!("{code:?}"));
    assert_eq!(found, all.collect());
}

#[test]
fn a_type_has_the_codes_of_its_protocol() {
    assert_same(Aws::ALL);
    assert_same(Grpc::ALL);
    assert_same(JsonRpc::ALL);
    assert_same(OAuth2::ALL);
}

#[test]
fn every_protocol_with_codes_has_a_type() {
    let typed = [Aws::NAMES, Grpc::NAMES, JsonRpc::NAMES, OAuth2::NAMES].concat();
    for name in protocols() {
        let has_codes = with_vendor(&format!("protocol/{name}"), |vendor| !vendor.codes.is_empty());
        assert_eq!(has_codes, typed.contains(&&*name), "{name}");
    }
}

/// A domain of the vendor's own is no part of a protocol, even if the vendor extends one.
#[test]
fn a_domain_is_of_the_protocol_that_has_it() {
    let own = "extends: [protocol/json_rpc, protocol/graphql]\nvendor: service\ndomains: { own: { codes: { X: { summary: Own, class: internal } } } }\n";
    let sources = [
        Source::new("book.yaml", "extends: standard\n"),
        Source::new("service.yaml", own),
    ];
    let loaded = load(&sources).expect("a valid book");
    let domains = loaded.book.vendors[0].domains.iter();
    let protocols: Vec<_> = domains.map(|domain| (&*domain.name, domain.protocol)).collect();
    assert_eq!(protocols, [("rpc", Some("json_rpc")), ("own", None)]);
}
