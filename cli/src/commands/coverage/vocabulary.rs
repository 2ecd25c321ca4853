//! The codes and statuses of a vendor in the book, and the names there that are not codes.

use std::collections::HashSet;

use faultbook_codegen::model::{Code, Domain, Envelope, Vendor};

use super::shape::Shapes;
use super::statuses;
use super::tokens::MAX_CODE;

/// Tokens in descriptions of any API.
const COMMON: [&str; 16] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HTTP", "JSON", "null", "true",
    "false", "string", "number", "integer", "boolean",
];

/// Members with a code in the APIs of many vendors.
const KEYS: [&str; 5] = ["code", "error", "error_code", "errorcode", "reason"];

pub(super) struct Vocabulary<'b> {
    pub(super) vendor: &'b Vendor,
    pub(super) shapes: Shapes,
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
        let codes = vendor.codes.iter();
        let documented = codes.filter(|code| is_documented(vendor, code.domain));
        let keys = code_keys(vendor).chain(KEYS);
        Self {
            shapes: Shapes::of(documented.map(|code| code.wire.as_str())),
            has_statuses: vendor.domains.iter().any(|domain| domain.by_status),
            names: vendor.codes.iter().flat_map(names).collect(),
            others: other_names(vendor),
            keys: keys.map(str::to_lowercase).collect(),
            vendor,
        }
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// The longest code at the start of a text.
    pub(super) fn prefix_of<'t>(&self, text: &'t str) -> Option<&'t str> {
        let ends = text.char_indices().map(|(at, _)| at).skip(1);
        let ends = ends.take_while(|end| *end <= MAX_CODE);
        let known = ends.filter(|end| self.contains(&text[..*end])).last();
        known.map(|end| &text[..end])
    }

    /// Whether a token looks like a code and is not known to be something else.
    pub(super) fn admits(&self, token: &str) -> bool {
        self.contains(token) || (self.shapes.resemble(token) && !self.excludes(token))
    }

    /// Whether a token is known not to be a code.
    pub(super) fn excludes(&self, token: &str) -> bool {
        // `5xx`
        let digit = token.strip_suffix("xx").or(token.strip_suffix("XX"));
        let is_range = digit.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        !self.contains(token) && (is_range || self.others.contains(token))
    }

    /// Whether a number in a code position is a status rather than a code of another kind.
    pub(super) fn is_status(&self, name: &str) -> bool {
        let is_code = !self.has_statuses && self.shapes.resemble(name);
        statuses::parse(name).is_some() && !is_code
    }

    /// Whether the value of a member is a code.
    pub(super) fn is_key(&self, member: &str) -> bool {
        let member = member.to_lowercase();
        self.keys.contains(&member) || self.keys.contains(&member.replace('-', "_"))
    }
}

/// The wire string and the aliases of a code.
pub(super) fn names(code: &Code) -> impl Iterator<Item = &str> {
    let aliases = code.aliases.iter().map(String::as_str);
    aliases.chain([code.wire.as_str()])
}

/// Whether a vendor's documentation has the codes of a domain. It has those that the client raises only if the vendor
/// makes the client.
pub(super) fn is_documented(vendor: &Vendor, domain: usize) -> bool {
    let by_client = |domain: &Domain| domain.raised_by_client;
    !by_client(&vendor.domains[domain]) || vendor.domains.iter().all(by_client)
}

fn code_keys(vendor: &Vendor) -> impl Iterator<Item = &str> {
    let is_index = |key: &&str| key.bytes().all(|byte| byte.is_ascii_digit());
    let sources = vendor.envelopes().flat_map(|envelope| &envelope.code);
    sources.filter_map(move |source| {
        let key = source
            .pointer()
            .and_then(|pointer| pointer.rsplit('/').find(|key| !is_index(key)));
        key.or_else(|| source.header())
    })
}

fn other_names(vendor: &Vendor) -> HashSet<&str> {
    let categories = vendor.domains.iter().flat_map(|domain| &domain.categories);
    let categories = categories.map(|category| category.name.as_str());
    let operations = vendor.operations.iter();
    let operations = operations.map(|own| [Some(own.name.as_str()), own.failure_reason.as_deref()]);
    let pointers = vendor.envelopes().flat_map(Envelope::pointers);
    let members = pointers.flat_map(|pointer| pointer.split('/'));
    let names = categories.chain(operations.flatten().flatten());
    names.chain(members).chain(COMMON).collect()
}
