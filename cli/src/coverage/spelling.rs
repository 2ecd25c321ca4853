//! How a vendor spells its codes.

use std::collections::{BTreeMap, BTreeSet};

use faultbook_codegen::model::{Code, Condition, Envelope, Source, Test, Value, Vendor};

/// Which letters a name has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Letters {
    /// `NOT_FOUND`
    Upper,
    /// `not_found`
    Lower,
    /// `NotFound`
    Pascal,
    /// `notFound`
    Camel,
    /// As many digits.
    Digits(usize),
}

/// What a name looks like: its letters, and what stands between its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    letters: Letters,
    separator: Option<char>,
}

/// How a vendor spells its codes, and what else it gives names to.
#[derive(Debug)]
pub(super) struct Spelling<'b> {
    shapes: BTreeSet<Shape>,
    /// The first word that all of a shape's codes have, if it is no accident.
    prefixes: Vec<(Shape, &'b str)>,
    /// Names that stand in responses and are no codes.
    others: BTreeSet<&'b str>,
    /// The members of bodies that hold a code.
    pub(super) keys: BTreeSet<&'b str>,
}

/// What HTTP and JSON have, and what stands for many statuses.
const COMMON: [&str; 20] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "null", "true", "false", "1xx",
    "2xx", "3xx", "4xx", "5xx", "1XX", "2XX", "3XX", "4XX", "5XX",
];

/// So many codes that begin alike do not do so by accident.
const ENOUGH: usize = 3;

impl<'b> Spelling<'b> {
    pub(super) fn of(vendor: &'b Vendor) -> Self {
        let keys = keys(vendor);
        let is_spelled = |code: &&Code| !vendor.domains[code.domain].by_status;
        let is_sent = |code: &&Code| !vendor.domains[code.domain].raised_by_client;
        let codes = vendor.codes.iter().filter(is_spelled).filter(is_sent);
        let mut alike: BTreeMap<Shape, Vec<&str>> = BTreeMap::new();
        for code in codes {
            if let Some(shape) = shape(&code.wire) {
                alike.entry(shape).or_default().push(&code.wire);
            }
        }
        let prefixes = alike.iter();
        let prefixes = prefixes.filter_map(|(shape, names)| Some((*shape, common_prefix(names)?)));
        Self {
            prefixes: prefixes.collect(),
            shapes: alike.keys().copied().collect(),
            others: others(vendor, &keys),
            keys,
        }
    }

    /// Whether something that looks like this may be a code.
    pub(super) fn admits(&self, name: &str) -> bool {
        let Some(own) = shape(name) else {
            return false;
        };
        let prefixes = self.prefixes.iter();
        let mut prefixes = prefixes.filter(|(shape, _)| *shape == own);
        // What has one word may have any spelling of one word.
        let is_alike = |shape: &Shape| shape.letters == own.letters && own.separator.is_none();
        let fits = self.shapes.contains(&own) || self.shapes.iter().any(is_alike);
        fits && !self.others.contains(name) && prefixes.all(|(_, prefix)| name.starts_with(prefix))
    }

    /// Whether something may be a code of another family, if its place says that it is a code. Where codes are numbers or
    /// statuses, what has letters is what they are called.
    pub(super) fn admits_elsewhere(&self, name: &str) -> bool {
        let is_spelled = |shape: &Shape| !matches!(shape.letters, Letters::Digits(_));
        let has_family = self.shapes.iter().any(is_spelled);
        has_family && shape(name).as_ref().is_some_and(is_spelled) && !self.others.contains(name)
    }

    /// What stands between the words of a code.
    pub(super) fn separators(&self) -> Vec<char> {
        let separators = self.shapes.iter().filter_map(|shape| shape.separator);
        separators.collect()
    }
}

/// Whether a code is a single word of letters, digits and what separates them.
pub(super) fn is_one_word(name: &str) -> bool {
    shape(name).is_some()
}

/// Whether a name looks like many that are no codes, so that its place has to tell.
pub(super) fn is_plain(name: &str) -> bool {
    shape(name).is_none_or(|shape| shape.separator.is_none())
}

/// Whether a name may be a word of any sentence, or a number.
pub(super) fn is_word(name: &str) -> bool {
    let is_capital = name.len() > 3 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let humps = name.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
    is_plain(name) && !is_capital && humps == 0
}

fn shape(name: &str) -> Option<Shape> {
    let separator = name.chars().find(|c| "_-.".contains(*c));
    let words: Vec<&str> = name.split(|c| Some(c) == separator).collect();
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric());
    if !words.iter().all(is_word) {
        return None;
    }
    let has = |test: fn(&u8) -> bool| name.bytes().any(|byte| test(&byte));
    let letters = match (has(u8::is_ascii_uppercase), has(u8::is_ascii_lowercase)) {
        (false, false) => Letters::Digits(name.len()),
        (true, false) => Letters::Upper,
        (false, true) => Letters::Lower,
        (true, true) if name.starts_with(|c: char| c.is_ascii_uppercase()) => Letters::Pascal,
        (true, true) => Letters::Camel,
    };
    Some(Shape { letters, separator })
}

/// What all names begin with, up to and with a separator.
fn common_prefix<'n>(names: &[&'n str]) -> Option<&'n str> {
    let (first, rest) = names.split_first()?;
    let shared = |len: usize, name: &&str| {
        let pairs = first[..len].bytes().zip(name.bytes());
        pairs.take_while(|(one, other)| one == other).count()
    };
    // All of them are ASCII.
    let len = rest.iter().fold(first.len(), shared);
    let end = first.get(..len)?.rfind(['_', '-', '.'])? + 1;
    (names.len() >= ENOUGH).then(|| &first[..end])
}

/// Names of categories, of fields and their values, and of what is told elsewhere.
fn others<'b>(vendor: &'b Vendor, keys: &BTreeSet<&str>) -> BTreeSet<&'b str> {
    let domains = vendor.domains.iter();
    let categories = domains.clone().flat_map(|domain| &domain.categories);
    let categories = categories.map(|category| category.name.as_str());
    let operations = vendor.operations.iter();
    let names = operations.clone().map(|operation| operation.name.as_str());
    let reasons = operations;
    let reasons = reasons.filter_map(|operation| operation.failure_reason.as_deref());
    let arms = vendor
        .plans
        .iter()
        .flatten()
        .flat_map(|arm| &arm.conditions);
    let conditions = domains.map(|domain| &domain.when).chain(arms);
    let conditions = conditions.chain(vendor.operations.iter().map(|own| &own.success));
    let fields = envelopes(vendor).flat_map(|envelope| envelope.fields.keys());
    let read = envelopes(vendor)
        .flat_map(Envelope::pointers)
        .flat_map(|pointer| pointer.split('/'));
    categories
        .chain(reasons)
        .chain(names)
        .chain(conditions.flat_map(|condition| in_condition(condition, keys)))
        .chain(fields.map(String::as_str))
        .chain(read)
        .chain(COMMON)
        .collect()
}

/// The fields that a condition names, and their values; but for codes.
fn in_condition<'b>(
    condition: &'b Condition,
    keys: &BTreeSet<&str>,
) -> impl Iterator<Item = &'b str> {
    condition
        .iter()
        .flat_map(|clause| clause.iter())
        .flat_map(|test| match test {
            Test::Field { pointer, values } => {
                let is_code = pointer
                    .rsplit('/')
                    .next()
                    .is_some_and(|key| keys.contains(key));
                let values = values.iter().filter_map(|value| match value {
                    Value::String(text) if !is_code => Some(text.as_str()),
                    _ => None,
                });
                values.chain(pointer.split('/')).collect()
            }
            Test::Exists { pointer, .. } => pointer.split('/').collect(),
            Test::Detail { field, .. } => vec![field.as_str()],
            Test::Status(_) | Test::Message(_) => Vec::new(),
        })
}

fn envelopes(vendor: &Vendor) -> impl Iterator<Item = &Envelope> {
    let domains = vendor.domains.iter().map(|domain| &domain.envelope);
    domains.chain([&vendor.envelope])
}

fn keys(vendor: &Vendor) -> BTreeSet<&str> {
    let sources = envelopes(vendor).flat_map(|envelope| &envelope.code);
    let keys = sources.filter_map(|source| match source {
        Source::Pointer(pointer) => pointer.rsplit('/').next(),
        _ => None,
    });
    keys.collect()
}
