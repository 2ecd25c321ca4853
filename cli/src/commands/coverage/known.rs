//! What the book knows about a vendor's codes.

use std::collections::{BTreeSet, HashMap, HashSet};

use faultbook_codegen::model::{Code, Condition, Envelope, Source, Test, Vendor};

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
    /// The domains whose codes the vendor's documentation should have.
    documented: BTreeSet<usize>,
    /// Indices of codes by wire string or alias.
    by_name: HashMap<&'b str, Vec<usize>>,
    /// Names that are not codes: categories, members of responses, operations.
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
        // What clients raise is documented only by a vendor that makes the client.
        let is_client = vendor.domains.iter().all(|domain| domain.raised_by_client);
        let domains = vendor.domains.iter().enumerate();
        let documented = domains.filter(|(_, domain)| is_client || !domain.raised_by_client);
        let documented: BTreeSet<usize> = documented.map(|(index, _)| index).collect();
        let codes = vendor.codes.iter();
        let codes = codes.filter(|code| documented.contains(&code.domain));
        Self {
            shapes: Shapes::of(codes.map(|code| code.wire.as_str())),
            documented,
            longest: by_name.keys().map(|name| name.len()).max().unwrap_or(0),
            others: other_names(vendor),
            by_name,
            keys: code_keys(vendor),
            vendor,
        }
    }

    pub(super) fn is_documented(&self, domain: usize) -> bool {
        self.documented.contains(&domain)
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

    /// Whether a number is a status, known or not, and not a code of another kind.
    pub(super) fn is_status(&self, name: &str) -> bool {
        let mut codes = self.codes(name);
        self.have_statuses() && codes.all(|code| self.vendor.domains[code.domain].by_status)
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
            let tests = conditions(self.vendor)
                .flatten()
                .flat_map(|clause| clause.iter());
            let ranges = tests.filter_map(|test| match test {
                Test::Status(ranges) => Some(ranges),
                _ => None,
            });
            let single = ranges.flatten().filter(|(least, most)| least == most);
            statuses.extend(single.map(|(status, _)| *status));
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
    let arms = vendor
        .plans
        .iter()
        .flatten()
        .flat_map(|arm| &arm.conditions);
    let domains = vendor.domains.iter().map(|domain| &domain.when);
    let operations = vendor.operations.iter().map(|own| &own.success);
    arms.chain(domains).chain(operations)
}

fn other_names(vendor: &Vendor) -> HashSet<&str> {
    let categories = vendor.domains.iter().flat_map(|domain| &domain.categories);
    let categories = categories.map(|category| category.name.as_str());
    let operations = vendor.operations.iter();
    let operations = operations.map(|own| [Some(own.name.as_str()), own.failure_reason.as_deref()]);
    let pointers = envelopes(vendor).flat_map(Envelope::pointers);
    let fields = conditions(vendor)
        .flatten()
        .flat_map(|clause| clause.iter());
    let fields = fields.filter_map(|test| match test {
        Test::Field { pointer, .. } | Test::Exists { pointer, .. } => Some(pointer.as_str()),
        _ => None,
    });
    categories
        .chain(operations.flatten().flatten())
        .chain(
            pointers
                .chain(fields)
                .flat_map(|pointer| pointer.split('/')),
        )
        .chain(COMMON)
        .collect()
}
