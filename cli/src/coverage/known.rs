//! What the book knows about a vendor's codes.

use std::collections::{BTreeSet, HashMap, HashSet};

use faultbook_codegen::model::{Code, Condition, Domain, Envelope, Source, Test, Value, Vendor};

use super::shape::{Shapes, is_wildcard};

/// Tokens that look like codes wherever JSON and HTTP are described.
const COMMON: [&str; 16] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HTTP", "JSON", "null", "true",
    "false", "string", "number", "integer", "boolean",
];

/// A vendor's codes, and what else its part of the book gives a name to.
pub(super) struct KnownCodes<'b> {
    pub(super) vendor: &'b Vendor,
    pub(super) shapes: Shapes,
    /// Indices of codes by wire string or alias.
    by_name: HashMap<&'b str, Vec<usize>>,
    /// Names that are not codes: categories, fields and their values, operations.
    others: HashSet<&'b str>,
    /// The last members of the pointers to codes.
    keys: BTreeSet<&'b str>,
    /// The length of the longest code in bytes.
    pub(super) longest: usize,
}

impl<'b> KnownCodes<'b> {
    pub(super) fn of(vendor: &'b Vendor) -> Self {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, code) in vendor.codes.iter().enumerate() {
            for name in code.aliases.iter().chain([&code.wire]) {
                by_name.entry(name).or_default().push(at);
            }
        }
        let documented = vendor.codes.iter().filter(|code| {
            let domain: &Domain = &vendor.domains[code.domain];
            !domain.raised_by_client
        });
        let keys = code_keys(vendor);
        Self {
            shapes: Shapes::of(documented.map(|code| code.wire.as_str())),
            longest: by_name.keys().map(|name| name.len()).max().unwrap_or(0),
            others: other_names(vendor, &keys),
            by_name,
            keys,
            vendor,
        }
    }

    /// Whether there is any code that the vendor's documentation should have.
    pub(super) fn are_documented(&self) -> bool {
        let mut domains = self.vendor.domains.iter();
        domains.any(|domain| !domain.raised_by_client && !domain.codes.is_empty())
    }

    /// The codes of a wire string or alias.
    pub(super) fn codes(&self, name: &str) -> impl Iterator<Item = &'b Code> + Clone {
        let codes = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        codes.iter().map(|code| &self.vendor.codes[*code])
    }

    pub(super) fn domains(&self, name: &str) -> BTreeSet<usize> {
        self.codes(name).map(|code| code.domain).collect()
    }

    pub(super) fn contain(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// Whether a token is known to be something else than a code.
    pub(super) fn exclude(&self, token: &str) -> bool {
        // Clients call a status without a code of its own `HTTP_404`.
        let status = token.strip_prefix("HTTP_");
        let is_number = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit());
        self.others.contains(token) || is_wildcard(token) || status.is_some_and(is_number)
    }

    /// The members and headers whose value is a code.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().copied()
    }

    /// Whether statuses are codes of the vendor.
    pub(super) fn have_statuses(&self) -> bool {
        self.vendor.domains.iter().any(|domain| domain.by_status)
    }

    /// Whether a name is that of a status only.
    pub(super) fn is_status(&self, name: &str) -> bool {
        let mut codes = self.codes(name);
        codes.all(|code| self.vendor.domains[code.domain].by_status)
    }

    /// The statuses that codes come with, that are codes, or that a condition of the vendor names one by one.
    pub(super) fn statuses(&self) -> BTreeSet<u16> {
        let mut statuses = BTreeSet::new();
        for code in &self.vendor.codes {
            let by_status = self.vendor.domains[code.domain].by_status;
            statuses.extend(&code.statuses);
            statuses.extend(code.wire.parse::<u16>().ok().filter(|_| by_status));
        }
        // Where statuses are codes, one that only a condition names still lacks its entry.
        if !self.have_statuses() {
            statuses.extend(conditions(self.vendor).flat_map(single_statuses));
        }
        statuses
    }
}

fn code_keys(vendor: &Vendor) -> BTreeSet<&str> {
    let sources = envelopes(vendor).flat_map(|envelope| &envelope.code);
    let keys = sources.filter_map(|source| match source {
        Source::Pointer(pointer) => pointer.rsplit('/').find(|key| !is_index(key)),
        Source::Header(header) => Some(header),
        Source::Status | Source::Token => None,
    });
    keys.collect()
}

fn is_index(key: &str) -> bool {
    key.bytes().all(|byte| byte.is_ascii_digit())
}

fn envelopes(vendor: &Vendor) -> impl Iterator<Item = &Envelope> {
    let domains = vendor.domains.iter().map(|domain| &domain.envelope);
    domains.chain([&vendor.envelope])
}

fn conditions(vendor: &Vendor) -> impl Iterator<Item = &Condition> {
    let arms = vendor.plans.iter().flatten().map(|arm| &arm.condition);
    let domains = vendor.domains.iter().map(|domain| &domain.when);
    let operations = vendor.operations.iter().map(|own| &own.success);
    arms.chain(domains).chain(operations)
}

fn other_names<'b>(vendor: &'b Vendor, keys: &BTreeSet<&str>) -> HashSet<&'b str> {
    let categories = vendor.domains.iter().flat_map(|domain| &domain.categories);
    let categories = categories.map(|category| category.name.as_str());
    let operations = vendor.operations.iter();
    let operations = operations
        .flat_map(|own| [Some(own.name.as_str()), own.failure_reason.as_deref()])
        .flatten();
    let fields = envelopes(vendor).flat_map(|envelope| envelope.fields.keys());
    let pointers = envelopes(vendor).flat_map(Envelope::pointers);
    let tests = conditions(vendor).flatten().flatten();
    categories
        .chain(operations)
        .chain(fields.map(String::as_str))
        .chain(pointers.flat_map(|pointer| pointer.split('/')))
        .chain(tests.flat_map(|test| names_in(test, keys)))
        .chain(COMMON)
        .collect()
}

/// The fields that a test reads, and the values it expects unless they are codes.
fn names_in<'b>(test: &'b Test, keys: &BTreeSet<&str>) -> Vec<&'b str> {
    match test {
        Test::Field { pointer, values } => {
            let is_code = pointer
                .rsplit('/')
                .next()
                .is_some_and(|key| keys.contains(key));
            let values = values.iter().filter_map(|value| match value {
                Value::String(value) if !is_code => Some(value.as_str()),
                _ => None,
            });
            pointer.split('/').chain(values).collect()
        }
        Test::Exists { pointer, .. } => pointer.split('/').collect(),
        Test::Detail { field, .. } => vec![field],
        Test::Status(_) | Test::Message(_) => Vec::new(),
    }
}

/// The statuses that a condition names, but not the ranges.
fn single_statuses(condition: &Condition) -> impl Iterator<Item = u16> {
    let tests = condition.iter().flatten();
    let ranges = tests.flat_map(|test| match test {
        Test::Status(ranges) => ranges.as_slice(),
        _ => &[],
    });
    ranges
        .filter(|(least, most)| least == most)
        .map(|(status, _)| *status)
}
