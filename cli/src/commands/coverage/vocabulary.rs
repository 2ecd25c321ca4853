//! The codes of a vendor in the book, and the names there that are not codes.

use std::collections::HashSet;

use faultbook_codegen::model::{Code, Domain, Envelope, Vendor};

use super::shape::Shapes;
use super::statuses;

/// Tokens in descriptions of any API.
const COMMON: [&str; 16] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HTTP", "JSON", "null", "true",
    "false", "string", "number", "integer", "boolean",
];

/// Members with a code in the APIs of many vendors.
const KEYS: [&str; 5] = ["code", "error", "error_code", "errorcode", "reason"];

pub(super) struct Vocabulary<'b> {
    pub(super) vendor: &'b Vendor,
    shapes: Shapes,
    /// Whether statuses are codes of the vendor.
    pub(super) has_statuses: bool,
    /// The wire strings and aliases of codes.
    names: HashSet<&'b str>,
    /// Categories, members of responses and operations.
    others: HashSet<&'b str>,
    /// Members and headers with a code, in lower case.
    keys: HashSet<String>,
}

impl<'b> Vocabulary<'b> {
    pub(super) fn of(vendor: &'b Vendor) -> Self {
        let codes = vendor
            .codes
            .iter()
            .filter(|code| is_documented(vendor, code));
        let sources = vendor.envelopes().flat_map(|envelope| &envelope.code);
        let is_name = |key: &&str| !key.bytes().all(|byte| byte.is_ascii_digit());
        let keys = sources.filter_map(|source| {
            let pointer = source.pointer();
            pointer.map_or(source.header(), |pointer| pointer.rsplit('/').find(is_name))
        });
        Self {
            shapes: Shapes::of(codes.map(|code| &*code.wire)),
            has_statuses: vendor.domains.iter().any(|domain| domain.by_status),
            names: vendor.codes.iter().flat_map(names).collect(),
            others: other_names(vendor).chain(COMMON).collect(),
            keys: keys.chain(KEYS).map(str::to_lowercase).collect(),
            vendor,
        }
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether a token looks like a code and is not known to be something else.
    pub(super) fn admits(&self, token: &str) -> bool {
        self.contains(token) || (self.shapes.resemble(token) && !self.excludes(token))
    }

    /// Whether a token is known not to be a code: a range like `5xx`, or another name of the book.
    pub(super) fn excludes(&self, token: &str) -> bool {
        let digits = token.strip_suffix("xx").or(token.strip_suffix("XX"));
        let is_range = digits.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        !self.contains(token) && (is_range || self.others.contains(token))
    }

    /// Whether a number in a code position is a status rather than a code of another kind.
    pub(super) fn is_status(&self, name: &str) -> bool {
        statuses::parse(name).is_some() && (self.has_statuses || !self.shapes.resemble(name))
    }

    /// Whether the value of a member is a code.
    pub(super) fn is_key(&self, member: &str) -> bool {
        let member = member.to_lowercase();
        self.keys.contains(&member) || self.keys.contains(&member.replace('-', "_"))
    }
}

/// The wire string and the aliases of a code.
pub(super) fn names(code: &Code) -> impl Iterator<Item = &str> {
    code.aliases.iter().chain([&code.wire]).map(String::as_str)
}

/// Whether a vendor's documentation has a code. It has those that the client raises only if the vendor makes the client.
pub(super) fn is_documented(vendor: &Vendor, code: &Code) -> bool {
    let by_client = |domain: &Domain| domain.raised_by_client;
    !by_client(&vendor.domains[code.domain]) || vendor.domains.iter().all(by_client)
}

fn other_names(vendor: &Vendor) -> impl Iterator<Item = &str> {
    let categories = vendor.domains.iter().flat_map(|domain| &domain.categories);
    let operations = vendor.operations.iter();
    let operations = operations.flat_map(|own| [Some(&*own.name), own.failure_reason.as_deref()]);
    let pointers = vendor.envelopes().flat_map(Envelope::pointers);
    let members = pointers.flat_map(|pointer| pointer.split('/'));
    categories
        .map(|own| &*own.name)
        .chain(operations.flatten())
        .chain(members)
}
