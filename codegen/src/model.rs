//! The resolved book: total, correct and free of YAML. Emitters read only this.
//!
//! Names are indices, identifiers are made, inheritance is resolved, and there is a decision for each operation and
//! each possible result. Nothing in here can be invalid or incomplete: a `None` means that there is no value.

use std::collections::BTreeMap;
use std::sync::Arc;

#[cfg(feature = "serde")]
use serde::Serialize;

use crate::cldr::PluralCategory;
use crate::document::Inline;

pub use crate::id::ItemId;
pub use faultbook_runtime::protocol::Grpc;
pub use faultbook_runtime::v1::{Body, Capture, Format, WaitUnit};
pub use faultbook_runtime::{Actor, DecidedBy, Layer, Outcome, Place, Severity, standard};

/// A class, by its position in [`Book::classes`].
pub type ClassId = ItemId<Class>;

/// An action, by its position in [`Book::actions`].
pub type ActionId = ItemId<Action>;

/// A complete book.
#[derive(Debug)]
pub struct Book {
    /// All classes, those of the standard included, in the order of their Rust enum.
    pub classes: Vec<Class>,
    /// The class of everything that is not understood.
    pub unknown_class: ClassId,
    /// All actions, in the order of their Rust enum.
    pub actions: Vec<Action>,
    /// All vendors, ordered by name.
    pub vendors: Vec<Vendor>,
    /// The languages of texts for the end user, of which the first one is that of the book's own texts; empty if the book
    /// names none.
    pub languages: Vec<Language>,
}

impl Book {
    /// The translations of a text for the end user, each with its language tag, in the order of the languages.
    pub fn translations<'b>(
        &'b self,
        original: &'b [Part],
    ) -> impl Iterator<Item = (&'b str, &'b Template)> {
        let languages = self.languages.iter();
        languages.filter_map(|own| Some((own.tag.as_str(), own.translation(original)?)))
    }
}

/// A language of texts for the end user.
#[derive(Debug)]
pub struct Language {
    /// The language tag (BCP 47).
    pub tag: String,
    /// The translation of each original, by its form for any number. The types of their captures say nothing.
    pub(crate) translations: BTreeMap<Pattern, Template>,
}

impl Language {
    /// The translation of a text.
    #[must_use]
    pub fn translation(&self, original: &[Part]) -> Option<&Template> {
        self.translations.get(&without_types(original))
    }
}

/// The same text for any types of captures.
pub(crate) fn without_types(text: &[Part]) -> Pattern {
    let part = |part: &Part| match part {
        Part::Literal(text) => Part::Literal(text.clone()),
        Part::Capture { name, .. } => Part::Capture {
            name: name.clone(),
            kind: Capture::Decimal,
        },
    };
    text.iter().map(part).collect()
}

/// A canonical category.
#[derive(Debug)]
pub struct Class {
    /// The name in the book.
    pub name: String,
    /// The name of the Rust variant.
    pub ident: String,
    /// What it means, in one line.
    pub summary: String,
    /// The outcome of its codes, unless something more specific decides.
    pub outcome: Outcome,
    /// The severity of its codes, unless something more specific decides.
    pub severity: Severity,
    /// The closest gRPC status code.
    pub grpc: Grpc,
    /// The generic text for the end user; empty if there is none.
    pub user_message: String,
    /// The retry policy of its codes; `None` if the class does not set one.
    pub retry: Option<Retry>,
    /// The actions of its codes; `None` if the class does not set any.
    pub actions: Option<Vec<ActionId>>,
    /// The statuses for which it is the default.
    pub statuses: Statuses,
    /// The standard class that it is, or is like.
    pub standard: standard::Class,
    /// Whether it is a standard entry, possibly overridden by the book.
    pub is_standard: bool,
}

/// An action that a failure can require.
#[derive(Debug)]
pub struct Action {
    /// The name in the book.
    pub name: String,
    /// The name of the Rust variant.
    pub ident: String,
    /// What to do, in one line.
    pub summary: String,
    /// Who does it.
    pub actor: Actor,
    /// Whether it is a standard entry, possibly overridden by the book.
    pub is_standard: bool,
}

/// Statuses, as ranges with both ends.
pub type Statuses = Vec<(u16, u16)>;

/// Remarks on an entry.
#[derive(Debug, Default, Clone)]
pub struct Remarks {
    /// A longer text; empty if there is none.
    pub description: String,
    /// Best practices in the vendor's own terms.
    pub advice: Vec<String>,
    /// Remarks that no table can express.
    pub notes: Vec<String>,
    /// Rate limits and quotas.
    pub limits: Vec<Limit>,
    /// Where the information is from: an address or the name of a document.
    pub source: Option<String>,
}

/// A published limit.
#[derive(Debug, Clone)]
pub struct Limit {
    /// As the vendor writes it: `100/s`, `100 minutes`.
    pub amount: String,
    /// `burst`, `sustained` or `quota`.
    pub kind: String,
    /// When or for what it applies.
    pub note: Option<String>,
    /// Where it is published.
    pub source: Option<String>,
}

/// A vendor.
#[derive(Debug)]
pub struct Vendor {
    /// The name in the book, which is also that of its file and module.
    pub name: String,
    /// The Rust type of the vendor.
    pub ident: String,
    /// The name for readers.
    pub title: String,
    /// What it does, in one line.
    pub summary: String,
    /// Everything else that is said about it.
    pub remarks: Remarks,
    /// The locations of waits and rate limits.
    pub hints: Hints,
    /// The formats of bodies, unless an operation has others.
    pub formats: Vec<Format>,
    /// What bodies may start with that is skipped.
    pub prefix: String,
    /// The envelope that all domains share, which also applies to responses of no domain.
    pub envelope: Envelope,
    /// The namespaces of codes, in the order of the file.
    pub domains: Vec<Domain>,
    /// The codes of all domains, domain after domain.
    pub codes: Vec<Code>,
    /// All operations, `request` included.
    pub operations: Vec<Operation>,
    /// The operation `request`, which represents those that are not listed.
    pub request: usize,
    /// The vendor's own rules, for the docs: they are already part of the plans.
    pub rules: Vec<RuleText>,
    /// All plans, each once.
    pub plans: Vec<Plan>,
    /// Responses and what is expected of them: the tests of the file.
    pub examples: Vec<Example>,
}

/// The locations of waits and rate limits.
#[derive(Debug, Default, Clone)]
pub struct Hints {
    /// The locations of the wait before the next call, tried in order.
    pub waits: Vec<Wait>,
    /// The locations of rate limits.
    pub limits: Vec<RateLimit>,
    /// The longest wait that a response can ask for, in milliseconds.
    pub max_wait_ms: u32,
}

impl Hints {
    /// The locations of all waits and limits.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        let limits = self.limits.iter();
        let counts = limits.flat_map(|limit| [&limit.limit, &limit.remaining]);
        let waits = self.waits().map(|wait| &wait.source);
        waits.chain(counts.flatten())
    }

    /// The waits, and the times at which limits are reset.
    pub(crate) fn waits(&self) -> impl Iterator<Item = &Wait> {
        let resets = self.limits.iter().filter_map(|limit| limit.reset.as_ref());
        self.waits.iter().chain(resets)
    }
}

impl Wait {
    /// A wait that counts in every response.
    pub(crate) fn new(source: Source, unit: WaitUnit) -> Self {
        Self {
            source,
            unit,
            when: Condition::new(),
            longest: false,
        }
    }
}

/// The locations of a rate limit.
#[derive(Debug, Default, Clone)]
pub struct RateLimit {
    /// The name; empty if the vendor has only one.
    pub name: String,
    /// The number of calls that the window allows.
    pub limit: Option<Source>,
    /// The number of calls that are left.
    pub remaining: Option<Source>,
    /// The end of the window.
    pub reset: Option<Wait>,
}

/// The location of a wait before the next call.
#[derive(Debug, Clone)]
pub struct Wait {
    /// The location of the value.
    pub source: Source,
    /// The format of the value.
    pub unit: WaitUnit,
    /// The condition under which it counts; empty for all responses.
    pub when: Condition,
    /// Whether the longest of all such waits counts, instead of the first.
    pub longest: bool,
}

/// The locations of values in an error response.
#[derive(Debug, Default, Clone)]
pub struct Envelope {
    /// The status in the body. Only the vendor's own envelope has it.
    pub status: Vec<Source>,
    /// The code.
    pub code: Vec<Source>,
    /// The category of a code.
    pub category: Vec<Source>,
    /// The vendor's message.
    pub message: Vec<Source>,
    /// The vendor's id of the call.
    pub trace_id: Vec<Source>,
    /// The time of the failure.
    pub timestamp: Vec<Source>,
    /// The errors of individual inputs, if there are any.
    pub details: Option<Details>,
    /// Additional values, by their names in the book.
    pub fields: BTreeMap<String, Vec<Source>>,
    /// The lists of which every selected child is an error.
    pub errors: Vec<Each>,
}

impl Envelope {
    /// The pointers to everything that is read from a body, except details.
    pub fn pointers(&self) -> impl Iterator<Item = &str> {
        let lists = self.errors.iter().map(|each| each.list.as_str());
        self.sources().filter_map(Source::pointer).chain(lists)
    }

    /// All sources.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        let lists = [
            &self.status,
            &self.code,
            &self.category,
            &self.message,
            &self.trace_id,
            &self.timestamp,
        ];
        lists.into_iter().chain(self.fields.values()).flatten()
    }
}

/// The location of a value in a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A valid JSON Pointer.
    Pointer(String),
    /// The header with this name.
    Header(String),
    /// The HTTP status.
    Status,
    /// The whole trimmed body, if it is a token.
    Token,
    /// A parameter of the challenges in a header.
    Parameter {
        /// The name of the header.
        header: String,
        /// The name of the parameter.
        name: String,
    },
    /// What the first pattern that matches captures from another source.
    Captured {
        /// The source of the whole text.
        source: Box<Source>,
        /// The patterns, tried in order.
        patterns: Vec<Pattern>,
    },
    /// In one of the children of a list or object.
    Each(Each),
}

/// A location in each child of a list or object that a filter selects. The first text counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Each {
    /// The `JSONPath` (RFC 9535) of the book.
    pub path: String,
    /// The pointer to the list.
    pub list: String,
    /// What a child must have, all of it.
    pub filters: Vec<Filter>,
    /// The pointer inside a child.
    pub pointer: String,
}

/// A value that a child must have.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Filter {
    /// The pointer inside the child.
    pub pointer: String,
    /// `None` if any value will do.
    pub value: Option<Value>,
    /// Whether it must not have it.
    pub is_negated: bool,
}

impl Source {
    /// The pointer to the value, or to the list that it is in, if it is in the body.
    #[must_use]
    pub fn pointer(&self) -> Option<&str> {
        match self {
            Self::Pointer(pointer) => Some(pointer),
            Self::Each(each) => Some(&each.list),
            Self::Captured { source, .. } => source.pointer(),
            _ => None,
        }
    }

    /// Whether it reads an element of this list.
    #[must_use]
    pub fn is_of(&self, list: &Each) -> bool {
        match self {
            Self::Each(each) => (&each.list, &each.filters) == (&list.list, &list.filters),
            Self::Captured { source, .. } => source.is_of(list),
            _ => false,
        }
    }

    /// Whether it selects from a list.
    #[must_use]
    pub fn is_in_list(&self) -> bool {
        match self {
            Self::Each(_) => true,
            Self::Captured { source, .. } => source.is_in_list(),
            _ => false,
        }
    }

    /// The header, if the value is in one.
    #[must_use]
    pub fn header(&self) -> Option<&str> {
        match self {
            Self::Header(header) | Self::Parameter { header, .. } => Some(header),
            Self::Captured { source, .. } => source.header(),
            _ => None,
        }
    }
}

/// Where the details of a response are; the pointers inside are relative to an entry.
#[derive(Debug, Clone)]
pub struct Details {
    /// The pointer to the list, map or tree.
    pub at: String,
    /// What they are in.
    pub shape: Shape,
    /// The pointer to the input's name inside an entry.
    pub field: String,
    /// The pointer to the message inside an entry.
    pub message: String,
    /// Empty if they have no codes.
    pub code: String,
}

/// What the details of a response are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A list.
    List,
    /// A map, by field.
    Map,
    /// A tree of maps and lists.
    Tree {
        /// The name of the members that contain the details; empty if each text is one.
        leaf: String,
    },
}

/// A namespace of codes.
#[derive(Debug)]
pub struct Domain {
    /// The name in the book.
    pub name: String,
    /// The variant in the vendor's `Code`.
    pub ident: String,
    /// The type of its codes.
    pub type_ident: String,
    /// The name for readers.
    pub title: String,
    /// What the codes are about, in one line; may be empty.
    pub summary: String,
    /// Everything else that is said about it.
    pub remarks: Remarks,
    /// The protocol of the generator that it extends.
    pub protocol: Option<&'static str>,
    /// Whether no response contains its codes, because the client raises them.
    pub raised_by_client: bool,
    /// Whether its codes are HTTP statuses.
    pub by_status: bool,
    /// The condition on its responses; empty for all.
    pub when: Condition,
    /// The locations of its values, with those that it inherits from the vendor.
    pub envelope: Envelope,
    /// The groups of its codes.
    pub categories: Vec<Category>,
    /// The domain's codes in [`Vendor::codes`].
    pub codes: std::ops::Range<usize>,
    /// The status of its responses, if the book says it.
    pub typical_status: Option<u16>,
    /// Its rules, for the docs: they are already part of the plans.
    pub rules: Vec<RuleText>,
}

/// A group of a domain's codes.
#[derive(Debug)]
pub struct Category {
    /// The name on the wire.
    pub name: String,
    /// What it means, in one line.
    pub summary: String,
    /// A longer text; empty if there is none.
    pub description: String,
    /// Codes that belong to it even if the domain does not list them.
    pub families: Vec<Family>,
}

/// Codes with something in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Family {
    /// Those that start with this text.
    Prefix(String),
    /// The whole numbers of a range, both ends included.
    Range(i64, i64),
}

/// A code.
#[derive(Debug)]
pub struct Code {
    /// The string on the wire.
    pub wire: String,
    /// The name of the Rust variant.
    pub ident: String,
    /// The domain, by its position in [`Vendor::domains`].
    pub domain: usize,
    /// The category, by its position in [`Domain::categories`].
    pub category: Option<usize>,
    /// The documented statuses; empty if there are none.
    pub statuses: Vec<u16>,
    /// What it means, in one line.
    pub summary: String,
    /// Everything else that is said about it.
    pub remarks: Remarks,
    /// The code's own text for the end user; empty if it has none.
    pub user_message: String,
    /// The pattern of its message, if a rule of its own has one whose captures are all named.
    pub message: Option<Pattern>,
    /// Former strings on the wire, which are still read.
    pub aliases: Vec<String>,
    /// The Rust names of the aliases, if no code of the domain has the same name.
    pub alias_idents: Vec<String>,
    /// The version of the vendor's API that introduced it.
    pub since: Option<String>,
    /// Whether, and since when, it is no longer used.
    pub deprecated: Option<Deprecated>,
    /// Its rules, for the docs: they are already part of the plans.
    pub rules: Vec<RuleText>,
}

impl Class {
    /// The generic text for the end user; empty if there is none.
    #[must_use]
    pub fn text(&self) -> Pattern {
        literal(&self.user_message)
    }
}

impl Code {
    /// The code's own text for the end user; empty if it has none.
    #[must_use]
    pub fn text(&self) -> Pattern {
        literal(&self.user_message)
    }
}

/// A text without captures.
fn literal(text: &str) -> Pattern {
    let text = Some(text).filter(|text| !text.is_empty());
    let parts = text.map(|text| Part::Literal(text.to_owned()));
    parts.into_iter().collect()
}

/// The deprecation of a code.
#[derive(Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
pub struct Deprecated {
    /// The version of the vendor's API that deprecated it.
    pub since: Option<String>,
    /// The code that replaces it, as on the wire.
    pub replaced_by: Option<String>,
    /// Why it is deprecated.
    pub note: Option<String>,
}

/// An operation of a vendor.
#[derive(Debug, Default)]
pub struct Operation {
    /// The name in the book.
    pub name: String,
    /// The name of the Rust variant.
    pub ident: String,
    /// What it does, in one line; may be empty.
    pub summary: String,
    /// Its method and path, such as `POST /orders`.
    pub endpoint: Option<String>,
    /// Everything else that is said about it.
    pub remarks: Remarks,
    /// In order of precedence.
    pub domains: Vec<usize>,
    /// The formats of its bodies, at least one.
    pub formats: Vec<Format>,
    /// What a 2xx must contain to be a success; empty if the status is enough.
    pub success: Condition,
    /// Whether the call can be repeated without doing its work twice; `None` if the book does not say.
    pub idempotent: Option<bool>,
    /// The reason that it reports for every failure.
    pub failure_reason: Option<String>,
    /// Its rules, for the docs: they are already part of the plans.
    pub rules: Vec<RuleText>,
    /// The plan of each [`Entry`], in the order of [`Vendor::entries`], as an index into [`Vendor::plans`]. Operations
    /// that decide nothing share them.
    pub plans: Arc<[usize]>,
}

/// A rule, as shown in the docs.
#[derive(Debug, Clone)]
pub struct RuleText {
    /// Empty if it always applies.
    pub when: Inline,
    /// The reason that the book gives for it.
    pub because: Option<String>,
    /// Whether it applies to any response.
    pub taken: bool,
    /// Whether its fields count for any: they do not if they claim a success that cannot be one.
    pub counts: bool,
}

impl RuleText {
    /// When it applies, for a terminal.
    #[must_use]
    pub fn applies(&self) -> String {
        if self.when.is_empty() {
            "always".to_owned()
        } else {
            format!("when {}", self.when.in_terminal())
        }
    }
}

/// The subject of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A known code, by its index.
    Code(usize),
    /// A code that its domain does not know, or the failure of a domain without a code.
    Unknown {
        /// The domain, by its position in [`Vendor::domains`].
        domain: usize,
        /// The category, by its position in [`Domain::categories`]; `None` if the response has none.
        category: Option<usize>,
    },
    /// A response for which only the status decides.
    Plain,
    /// A doubtful response that would otherwise be a success.
    Doubtful,
}

impl Vendor {
    /// The operations in the order for readers: `request`, which represents all others, is last.
    pub fn operations_for_readers(&self) -> impl Iterator<Item = usize> {
        let request = self.request;
        let others = (0..self.operations.len()).filter(move |at| *at != request);
        others.chain([request])
    }

    /// The first operation that reads a domain, preferably a listed one.
    pub(crate) fn operation_of(&self, domain: usize) -> usize {
        let mut operations = self.operations_for_readers();
        let has_domain = |at: &usize| self.operations[*at].domains.contains(&domain);
        operations.find(has_domain).unwrap_or(self.request)
    }

    /// The subjects of all plans, in the order of the tables.
    pub fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        let unknown = self.domains.iter().enumerate().flat_map(|(domain, d)| {
            let categories = (0..d.categories.len()).map(Some);
            std::iter::once(None)
                .chain(categories)
                .map(move |category| Entry::Unknown { domain, category })
        });
        (0..self.codes.len())
            .map(Entry::Code)
            .chain(unknown)
            .chain([Entry::Plain, Entry::Doubtful])
    }

    /// The code with this wire string that the client can raise under an operation, preferably in a domain of the
    /// operation.
    #[must_use]
    pub fn raised_code(&self, operation: usize, wire: &str) -> Option<usize> {
        let own = self.operations[operation].domains.iter().copied();
        let mut domains = own
            .chain(0..self.domains.len())
            .filter(|domain| self.domains[*domain].raised_by_client);
        domains.find_map(|domain| {
            self.domains[domain]
                .codes
                .clone()
                .find(|code| self.codes[*code].wire == wire)
        })
    }

    /// The rule that a layer is, for an operation, and a code and a domain if there are any; `None` if it is no rule.
    #[must_use]
    pub fn rule(
        &self,
        layer: Layer,
        operation: usize,
        domain: Option<usize>,
        code: Option<usize>,
    ) -> Option<&RuleText> {
        let rules = match layer.place {
            Place::OperationRule => &self.operations[operation].rules,
            Place::CodeRule => &self.codes[code?].rules,
            Place::DomainRule => &self.domains[domain?].rules,
            Place::VendorRule => &self.rules,
            _ => return None,
        };
        rules.get(usize::from(layer.rule).checked_sub(1)?)
    }

    /// The vendor's own envelope, followed by those of its domains.
    pub fn envelopes(&self) -> impl Iterator<Item = &Envelope> + Clone {
        let domains = self.domains.iter().map(|domain| &domain.envelope);
        std::iter::once(&self.envelope).chain(domains)
    }

    /// The plan of an operation for an entry, as an index into [`Vendor::plans`]; `None` if the vendor has no such entry.
    #[cfg(feature = "docs")]
    pub(crate) fn plan_of(&self, operation: usize, entry: Entry) -> Option<usize> {
        // Codes come first, in their order.
        let first = match entry {
            Entry::Code(code) => code,
            _ => self.codes.len(),
        };
        let mut entries = self.entries().enumerate().skip(first);
        let (at, _) = entries.find(|(_, other)| *other == entry)?;
        self.operations[operation].plans.get(at).copied()
    }

    /// The plan of an operation for one of the vendor's codes.
    #[must_use]
    pub fn plan(&self, operation: usize, code: usize) -> &Plan {
        &self.plans[self.operations[operation].plans[code]]
    }

    /// The decision about a typical response with this code, without conditions on its message.
    #[must_use]
    pub fn typical_decision(&self, operation: usize, code: usize) -> Option<&Decision> {
        let status = self.typical_status(code).unwrap_or(0);
        let mut arms = self.plan(operation, code).iter();
        arms.find(|arm| (arm.lo..=arm.hi).contains(&status) && arm.conditions.is_empty())
            .map(|arm| &*arm.decision)
    }

    /// The status of a typical response with this code: a documented one, or one of its domain.
    #[must_use]
    pub fn typical_status(&self, code: usize) -> Option<u16> {
        let code = &self.codes[code];
        code.statuses
            .first()
            .copied()
            .or(self.domains[code.domain].typical_status)
    }
}

/// Alternatives, one of which must hold. Without alternatives, it always holds.
pub type Condition = Vec<Clause>;

/// Tests that must all hold. Shared, because a rule is part of many plans.
pub type Clause = Arc<[Test]>;

/// The statuses that a clause names, if any.
pub(crate) fn statuses_of(clause: &[Test]) -> Option<&Statuses> {
    clause.iter().find_map(|test| match test {
        Test::Status(statuses) => Some(statuses),
        _ => None,
    })
}

/// A test of a response.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Test {
    /// The status is one of these.
    Status(Statuses),
    /// The value at a pointer is one of several.
    Field {
        /// A JSON Pointer.
        pointer: String,
        /// The values, one of which it must be.
        values: Vec<Value>,
    },
    /// There is a value at a pointer that is not null, or there is none.
    Exists {
        /// A JSON Pointer.
        pointer: String,
        /// Whether it must be there.
        exists: bool,
    },
    /// The value in the current error, of those that a response lists, is one of several.
    Element {
        /// The location in each error of a list.
        at: Each,
        /// The values, one of which it must be.
        values: Vec<Value>,
    },
    /// There is a value in the current error that is not null, or there is none.
    ElementExists {
        /// The location in each error of a list.
        at: Each,
        /// Whether it must be there.
        exists: bool,
    },
    /// The message matches one of these patterns.
    Message(Vec<Pattern>),
    /// A detail of this field has a message that matches one of these patterns.
    Detail {
        /// The field of the detail.
        field: String,
        /// The patterns, one of which its message must match.
        patterns: Vec<Pattern>,
    },
    /// The header is one of these values, which are all texts.
    Header {
        /// The name of the header.
        name: String,
        /// The values, one of which it must be.
        values: Vec<Value>,
    },
    /// There is a header, or there is none.
    HeaderExists {
        /// The name of the header.
        name: String,
        /// Whether it must be there.
        exists: bool,
    },
    /// The kind of the body. Only successes have this test.
    Body(Body),
}

/// A JSON scalar, with numbers as raw text, or a part of a string.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    /// This text.
    String(String),
    /// A string that contains this text, ignoring ASCII case.
    Contains(String),
    /// A string that starts with this text, ignoring ASCII case.
    Prefix(String),
    /// This number, as the book spells it.
    Number(String),
    /// This boolean.
    Bool(bool),
    /// `null`.
    Null,
}

/// A pattern for a whole message.
pub type Pattern = Vec<Part>;

/// A piece of a pattern, or of a text with captures in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// A text that is matched or printed as it is.
    Literal(String),
    /// A value that is captured from a message, or inserted into a text.
    Capture {
        /// Its name.
        name: String,
        /// Its type.
        kind: Capture,
    },
}

/// The decisions for each status: the first arm that matches. The arms cover every status.
pub type Plan = Vec<Arm>;

/// The decision for a range of statuses, if all conditions hold. Codes that the client raises have status 0.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Arm {
    /// The first status for which it is tried.
    pub lo: u16,
    /// The last status for which it is tried.
    pub hi: u16,
    /// One of each layer with an applicable rule, from the highest to the lowest. None of them is empty.
    pub conditions: Vec<Condition>,
    /// The condition whose captures the text for the end user inserts, if any.
    pub captures: Option<usize>,
    /// Shared by all arms with the same decision.
    pub decision: Arc<Decision>,
}

/// A field of a decision, with the layer of the book that decided it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decided<T> {
    /// What was decided.
    pub value: T,
    /// The layer that decided it.
    pub by: Layer,
}

impl<T> Decided<T> {
    pub(crate) fn new(value: T, by: Layer) -> Self {
        Self { value, by }
    }
}

/// A complete decision.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Decision {
    /// The class.
    pub class: Decided<ClassId>,
    /// Whether it is a failure.
    pub outcome: Decided<Outcome>,
    /// How much attention it deserves.
    pub severity: Decided<Severity>,
    /// Whether and when to repeat the call.
    pub retry: Decided<Retry>,
    /// What to do now, in this order.
    pub actions: Decided<Vec<ActionId>>,
    /// What must not be done.
    pub forbid: Decided<Vec<ActionId>>,
    /// The time left before the vendor acts on its own, in milliseconds.
    pub grace_period_ms: Decided<Option<u32>>,
    /// What the end user may be shown.
    pub user_message: Decided<UserText>,
    /// Whether a contributing layer makes the cause confidential.
    pub confidential: bool,
}

impl Decision {
    /// Which layer decided each field.
    #[must_use]
    pub fn decided_by(&self) -> DecidedBy {
        DecidedBy {
            class: self.class.by,
            outcome: self.outcome.by,
            severity: self.severity.by,
            retry: self.retry.by,
            actions: self.actions.by,
            forbid: self.forbid.by,
            grace_period: self.grace_period_ms.by,
            user_message: self.user_message.by,
        }
    }
}

/// The text for the end user.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum UserText {
    /// Nothing.
    Silent,
    /// The code's own text.
    OfCode,
    /// This text, with numbers that a rule captured.
    Text(Template),
}

/// A text for the end user, with numbers in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Template {
    /// The text for any number that has no form of its own.
    pub text: Pattern,
    /// The other forms, if it depends on a number.
    pub plural: Option<Plural>,
}

/// The forms of a text for the plural categories of its language, besides `other`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Plural {
    /// The capture that decides.
    pub number: String,
    /// One for each category, in the order of categories.
    pub forms: Vec<Form>,
}

/// The form of a text for a plural category.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Form {
    /// The category.
    pub category: PluralCategory,
    /// The condition for it, in the syntax of the Unicode CLDR.
    pub rule: &'static str,
    /// The text.
    pub text: Pattern,
}

impl Template {
    /// All forms, each with its category. The last one is `other`.
    pub fn forms(&self) -> impl Iterator<Item = (PluralCategory, &Pattern)> {
        let plural = self.plural.iter().flat_map(|plural| &plural.forms);
        let forms = plural.map(|form| (form.category, &form.text));
        forms.chain([(PluralCategory::Other, &self.text)])
    }
}

impl From<Pattern> for Template {
    fn from(text: Pattern) -> Self {
        Self { text, plural: None }
    }
}

impl UserText {
    /// The text, for a code if there is one; empty if there is none.
    pub(crate) fn template(&self, code: Option<&Code>) -> Template {
        match self {
            Self::Silent => Pattern::new().into(),
            Self::OfCode => code.map_or_else(Pattern::new, Code::text).into(),
            Self::Text(template) => template.clone(),
        }
    }
}

/// A retry policy.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Retry {
    /// Whether and when to retry.
    pub kind: RetryKind,
    /// The maximum number of retries; `None` if there is no maximum.
    pub attempts: Option<u32>,
    /// What to do once the retries are used up.
    pub if_exhausted: Vec<ActionId>,
    /// The parameters that the author chose because no documentation gives them.
    pub chosen: Vec<String>,
}

impl Retry {
    /// The policy not to retry.
    pub(crate) fn never() -> Self {
        Self {
            kind: RetryKind::Never,
            attempts: None,
            if_exhausted: Vec::new(),
            chosen: Vec::new(),
        }
    }
}

/// The ways to retry. Operations are positions in [`Vendor::operations`].
pub type RetryKind = faultbook_runtime::v1::RetryKind<usize, ActionId>;

/// A situation and its expected result.
#[derive(Debug)]
pub struct Example {
    /// The name in the file.
    pub name: String,
    /// The operation, by its position in [`Vendor::operations`].
    pub operation: usize,
    /// What happened.
    pub situation: Situation,
    /// A remark for readers.
    pub note: Option<String>,
    /// Where the response was recorded.
    pub source: Option<String>,
    /// What must be the result.
    pub expect: Vec<Expectation>,
}

impl Example {
    /// The expected values of fields of the [`Report`](crate::Report), in its notation.
    #[must_use]
    pub fn expected(&self, field: &str) -> Option<&str> {
        let found = self.expect.iter().find(|expected| expected.field == field);
        found.map(|expected| expected.value.as_str())
    }
}

/// The situation of an example.
#[derive(Debug)]
pub enum Situation {
    /// The vendor answered.
    Response {
        /// The HTTP status.
        status: u16,
        /// Names and values, in order.
        headers: Vec<(String, String)>,
        /// The body as text.
        body: String,
    },
    /// The index of a code that the client raises.
    Raised(usize),
}

/// The status, the headers and the body of a response.
pub type ResponseParts<'s> = (u16, &'s [(String, String)], &'s str);

impl Situation {
    /// Status, headers and body; `None` if there is no response.
    #[must_use]
    pub fn response(&self) -> Option<ResponseParts<'_>> {
        match self {
            Self::Response {
                status,
                headers,
                body,
            } => Some((*status, headers, body)),
            Self::Raised(_) => None,
        }
    }
}

/// One field of an example's expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The field's name in a [`Report`](crate::Report); that of a layer is `decided_by.class`.
    pub field: String,
    /// The value, in the notation of a report.
    pub value: String,
}
