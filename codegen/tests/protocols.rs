//! The protocols that come with the generator, and the types of the runtime that have their codes.

use std::collections::BTreeSet;
use std::fs;

use faultbook_codegen::model::Vendor;
use faultbook_codegen::{Source, load};
use faultbook_runtime::protocol::{Aws, Grpc, JsonRpc, OAuth2, Protocol};

/// A vendor of a book, compiled.
fn compile(text: &str) -> Vendor {
    let book = Source::new("book.yaml", "extends: standard\n");
    let loaded = load(&[book, Source::new("service.yaml", text)]);
    let mut vendors = loaded.expect("a valid book").book.vendors;
    vendors.remove(0)
}

/// Compares the codes of protocols with their type: each code of one is a code of the other, under the same name.
fn assert_same<P: Protocol>(all: &[P]) {
    let mut found = BTreeSet::new();
    for name in P::NAMES {
        // It has codes only.
        let location = if *name == "aws_common" {
            "protocol/aws_json, "
        } else {
            ""
        };
        let vendor = compile(&format!(
            "extends: [{location}protocol/{name}]\nvendor: service\n"
        ));
        for code in &vendor.codes {
            let domain = &vendor.domains[code.domain];
            assert_eq!(domain.protocol, Some(*name), "{}", domain.name);
            let typed = code.wire.parse::<P>();
            let typed = typed.unwrap_or_else(|_| panic!("{name} has `{}`", code.wire));
            assert_eq!(format!("{typed:?}"), code.ident, "{name}");
            found.insert(code.ident.clone());
        }
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
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/protocol");
    for file in fs::read_dir(folder).expect("the protocols") {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).expect("a text");
        let is_typed = typed
            .iter()
            .any(|name| path.ends_with(format!("{name}.yaml")));
        assert_eq!(text.contains("\ndomains:"), is_typed, "{}", path.display());
    }
}

/// A domain of the vendor's own is no part of the protocol that the vendor extends.
#[test]
fn a_domain_is_of_the_protocol_that_has_it() {
    let vendor = compile(
        "extends: protocol/json_rpc\nvendor: service\ndomains: { own: { codes: { X: { summary: Own, class: internal } } } }\n",
    );
    let domains = vendor.domains.iter();
    let protocols: Vec<_> = domains.map(|own| (&*own.name, own.protocol)).collect();
    assert_eq!(protocols, [("rpc", Some("json_rpc")), ("own", None)]);
}

/// The codes of AWS have no location of their own, so examples are here and not in the protocol. The first one is recorded:
/// aws-azure-login/aws-azure-login#251.
#[test]
fn the_codes_of_aws_are_read_in_xml_and_in_json() {
    compile(
        r#"extends: [protocol/aws_xml, protocol/aws_common]
vendor: service
success: { field: { /Response/Result: { exists: true } } }
examples:
  - name: an unknown access key
    operation: request
    response:
      status: 403
      body: "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid</Message></Error><RequestId>16fc956c</RequestId></ErrorResponse>"
    expect: { domain: common, code: InvalidClientTokenId, class: unauthenticated }
"#,
    );
    compile(
        r#"extends: [protocol/aws_json, protocol/aws_common]
vendor: service
examples:
  - name: a permission is missing
    operation: request
    response:
      status: 400
      body: '{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"User is not authorized"}'
    expect: { domain: common, code: AccessDeniedException, class: permission_denied, message: User is not authorized }
"#,
    );
}
