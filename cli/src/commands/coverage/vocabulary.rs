//! The codes and statuses of a vendor in the book, and the names there that are not codes.

use std::collections::{BTreeSet, HashMap, HashSet};

use faultbook_codegen::model::{Code, Condition, Domain, Envelope, Test, Vendor};

use super::shape::Shapes;

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
    /// Indices of codes by wire string or alias.
    by_name: HashMap<&'b str, Vec<usize>>,
    /// Categories, members of responses and operations.
    others: HashSet<&'b str>,
    /// Members and headers with a code, in lower case.
    keys: HashSet<String>,
}

impl<'b> Vocabulary<'b> {
    pub(super) fn of(vendor: &'b Vendor) -> Self {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, code) in vendor.codes.iter().enumerate() {
            for name in code.aliases.iter().chain([&code.wire]) {
                by_name.entry(name).or_default().push(at);
            }
        }
        let codes = vendor.codes.iter();
        let documented = codes.filter(|code| is_documented(vendor, code.domain));
        let keys = code_keys(vendor).chain(KEYS);
        Self {
            shapes: Shapes::of(documented.map(|code| code.wire.as_str())),
            by_name,
            others: other_names(vendor),
            keys: keys.map(str::to_lowercase).collect(),
            vendor,
        }
    }

    fn codes(&self, name: &str) -> impl Iterator<Item = &'b Code> {
        let codes = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        codes.iter().map(|code| &self.vendor.codes[*code])
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// The domains that have a code.
    pub(super) fn domains(&self, name: &str) -> BTreeSet<usize> {
        self.codes(name).map(|code| code.domain).collect()
    }

    /// Whether a token is known not to be a code.
    pub(super) fn excludes(&self, token: &str) -> bool {
        // `5xx`
        let digit = token.strip_suffix("xx").or(token.strip_suffix("XX"));
        self.others.contains(token)
            || digit.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// Whether the value of a member is a code.
    pub(super) fn is_key(&self, member: &str) -> bool {
        let bare = member.replace('-', "_").to_lowercase();
        self.keys.contains(&bare) || self.keys.contains(&member.to_lowercase())
    }

    /// Whether statuses are codes of the vendor.
    pub(super) fn has_statuses(&self) -> bool {
        self.vendor.domains.iter().any(|domain| domain.by_status)
    }

    /// Whether a number in a code position is a status rather than a code of another kind.
    pub(super) fn is_status(&self, name: &str) -> bool {
        let by_status = |code: &Code| self.vendor.domains[code.domain].by_status;
        self.has_statuses() && self.codes(name).all(by_status)
    }

    /// The statuses of codes, and those in conditions.
    pub(super) fn statuses(&self) -> BTreeSet<u16> {
        let codes = self.vendor.codes.iter();
        let mut statuses: BTreeSet<u16> = codes.flat_map(|code| code.statuses.clone()).collect();
        if self.has_statuses() {
            // A status that only a condition has still needs its code.
            let by_status = |code: &&Code| self.vendor.domains[code.domain].by_status;
            let codes = self.vendor.codes.iter().filter(by_status);
            statuses.extend(codes.filter_map(|code| code.wire.parse::<u16>().ok()));
        } else {
            let ranges = tests(self.vendor).filter_map(|test| match test {
                Test::Status(ranges) => Some(ranges),
                _ => None,
            });
            let single = ranges.flatten().filter(|(lo, hi)| lo == hi);
            statuses.extend(single.map(|(status, _)| *status));
        }
        statuses
    }
}

/// Whether a vendor's documentation has the codes of a domain. It has those that the client raises only if the vendor
/// makes the client.
pub(super) fn is_documented(vendor: &Vendor, domain: usize) -> bool {
    let by_client = |domain: &Domain| domain.raised_by_client;
    !by_client(&vendor.domains[domain]) || vendor.domains.iter().all(by_client)
}

fn code_keys(vendor: &Vendor) -> impl Iterator<Item = &str> {
    let is_index = |key: &&str| key.bytes().all(|byte| byte.is_ascii_digit());
    let sources = envelopes(vendor).flat_map(|envelope| &envelope.code);
    sources.filter_map(move |source| {
        let key = source
            .pointer()
            .and_then(|pointer| pointer.rsplit('/').find(|key| !is_index(key)));
        key.or_else(|| source.header())
    })
}

fn envelopes(vendor: &Vendor) -> impl Iterator<Item = &Envelope> {
    let domains = vendor.domains.iter().map(|domain| &domain.envelope);
    domains.chain([&vendor.envelope])
}

/// The tests of all conditions.
fn tests(vendor: &Vendor) -> impl Iterator<Item = &Test> {
    let arms = vendor.plans.iter().flatten();
    let arms = arms.flat_map(|arm| &arm.conditions);
    let domains = vendor.domains.iter().map(|domain| &domain.when);
    let operations = vendor.operations.iter().map(|own| &own.success);
    let conditions = arms.chain(domains).chain(operations);
    conditions.flat_map(|own: &Condition| own.iter().flat_map(|clause| clause.iter()))
}

fn other_names(vendor: &Vendor) -> HashSet<&str> {
    let categories = vendor.domains.iter().flat_map(|domain| &domain.categories);
    let categories = categories.map(|category| category.name.as_str());
    let operations = vendor.operations.iter();
    let operations = operations.map(|own| [Some(own.name.as_str()), own.failure_reason.as_deref()]);
    let fields = tests(vendor).filter_map(|test| match test {
        Test::Field { pointer, .. } | Test::Exists { pointer, .. } => Some(pointer.as_str()),
        _ => None,
    });
    let pointers = envelopes(vendor).flat_map(Envelope::pointers).chain(fields);
    let members = pointers.flat_map(|pointer| pointer.split('/'));
    let names = categories.chain(operations.flatten().flatten());
    names.chain(members).chain(COMMON).collect()
}
