//! The contract between generated code and the engine: flat, borrowed tables, one set for each vendor.
//!
//! No row contains a slice. A row refers to others by index or by [`Span`], so that rustc compiles large tables in
//! linear time, and so that an owner of `Vec`s can lend the same [`Vendor`] that generated code keeps in statics. Every
//! index is in bounds and every text span lies on character boundaries when the generator wrote the tables; the engine
//! still reads them with checked accesses only, because a table is data and data must not be able to panic.
//!
//! The `Debug` output of every row is also Rust source: that is how the generator prints them.

/// Incremented whenever the meaning or the shape of a table changes.
pub const REVISION: u32 = 8;

/// Fails to compile in code that another revision of the generator wrote.
///
/// # Panics
/// If the revisions differ. In a constant, that is a compile error.
pub const fn assert_revision(generated: u32) {
    assert!(
        generated == REVISION,
        "this code was generated for another version of faultbook-runtime: regenerate it or, with a build script, give \
         faultbook-codegen and faultbook-runtime the same version"
    );
}

/// No index: an empty cell in a column of `u16`.
pub const NONE: u16 = u16::MAX;

/// The maximum number of captures in one condition.
pub const MAX_CAPTURES: usize = 16;

/// The maximum number of conditions for one decision: one of each layer that can have rules.
pub const MAX_CONDITIONS: usize = 4;

/// The maximum number of locations in a vendor's bodies: the engine keeps one slot for each on the stack.
pub const MAX_SLOTS: usize = 32;

/// A run of rows of another table, or of bytes of [`Vendor::text`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first row, or the first byte.
    pub start: u32,
    /// The number of rows or bytes.
    pub len: u32,
}

impl Span {
    /// The rows of this span; empty if it is out of bounds.
    #[inline]
    pub(crate) const fn of<T>(self, rows: &[T]) -> &[T] {
        let start = self.start as usize;
        // One comparison, since the sum cannot overflow where indices are wider than spans.
        let end = start.saturating_add(self.len as usize);
        if let Some((front, _)) = rows.split_at_checked(end)
            && let Some((_, named)) = front.split_at_checked(start)
        {
            return named;
        }
        &[]
    }

    /// The text of this span; empty if it is out of bounds.
    pub(crate) fn text(self, text: &str) -> &str {
        let start = self.start as usize;
        let end = start.checked_add(self.len as usize);
        end.and_then(|end| text.get(start..end)).unwrap_or("")
    }
}

/// A text for each row: row `i` is between the bounds `i` and `i + 1`.
#[derive(Clone, Copy, Debug)]
pub struct Column<'t> {
    /// All texts, one after the other.
    pub text: &'t str,
    /// The bounds: one more than the number of rows.
    pub bounds: &'t [u32],
}

impl<'t> Column<'t> {
    /// The text of a row; empty if there is no such row.
    #[must_use]
    pub fn get(&self, row: usize) -> &'t str {
        let range = self.range(row);
        range.and_then(|range| self.text.get(range)).unwrap_or("")
    }

    /// The bytes of a row, without a check of character boundaries.
    #[inline]
    pub(crate) fn bytes(&self, row: usize) -> Option<&'t [u8]> {
        self.text.as_bytes().get(self.range(row)?)
    }

    #[inline]
    fn range(&self, row: usize) -> Option<core::ops::Range<usize>> {
        let [start, end] = *self.bounds.get(row..)?.first_chunk()?;
        Some(start as usize..end as usize)
    }

    /// The number of rows.
    #[inline]
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.bounds.len().saturating_sub(1)
    }
}

/// All that the engine knows about one vendor.
#[derive(Clone, Copy, Debug)]
pub struct Vendor<'t> {
    /// The vendor's name in the book.
    pub name: &'t str,
    /// The text to which [`Span`]s refer.
    pub text: &'t str,

    // How a response is read.
    /// The formats of bodies; spans of operations refer to it.
    pub formats: &'t [Format],
    /// What bodies may start with that is skipped.
    pub prefix: Span,
    /// The trie of all wanted JSON Pointers; row 0 is the root of the document.
    pub nodes: &'t [Node],
    /// The children of all nodes, those of one node together.
    pub edges: &'t [Edge],
    /// The locations of codes, messages and other values; spans of envelopes and fields refer to it.
    pub sources: &'t [Source],
    /// What filters of sources ask of the children of lists.
    pub filters: &'t [Filter],
    /// The lists of errors of all envelopes: every selected child is an error.
    pub errors: &'t [Source],
    /// The additional values of all envelopes.
    pub fields: &'t [Field],
    /// Row 0 is the vendor's own.
    pub envelopes: &'t [Envelope],
    /// Conditions, as spans of `clauses`.
    pub conditions: &'t [Span],
    /// Clauses, as spans of `tests`.
    pub clauses: &'t [Span],
    /// The tests of all clauses.
    pub tests: &'t [Test],
    /// The ranges of statuses that tests compare with.
    pub ranges: &'t [Range],
    /// The values that tests compare with.
    pub values: &'t [Value],
    /// Patterns, as spans of `parts`.
    pub patterns: &'t [Span],
    /// The parts of all patterns, and of texts for the end user.
    pub parts: &'t [Part],
    /// The locations of the wait before the next call, tried in order.
    pub waits: &'t [Wait],
    /// The locations of rate limits.
    pub limits: &'t [Limit],
    /// The maximum wait that a response can ask for.
    pub max_wait_ms: u32,

    // Names.
    /// The operations.
    pub operations: &'t [Operation],
    /// The operation `request`, which represents those that are not listed.
    pub request: u16,
    /// The domains of operations, in order of precedence.
    pub precedence: &'t [u16],
    /// The domains, in the order of their codes.
    pub domains: &'t [Domain],
    /// The names of the categories of all domains.
    pub categories: &'t [Span],
    /// The families of codes of all domains.
    pub families: &'t [Family],
    /// The wire strings of all codes, domain after domain, then of all aliases.
    pub wires: Column<'t>,
    /// The code of each alias.
    pub aliases: &'t [u16],
    /// The displacements of the hash tables of all domains, by bucket.
    pub displacements: &'t [u16],
    /// The results of [`hash::entry`](crate::hash::entry) for a hash and a row.
    pub slots: &'t [u32],
    /// The Rust names of all codes.
    pub idents: Column<'t>,
    /// What each code means, in one line.
    pub summaries: Column<'t>,
    /// The causes and side effects of each code; mostly empty.
    pub descriptions: Column<'t>,
    /// Each code's own text for the end user; empty if it has none.
    pub user_messages: Column<'t>,
    /// The languages of texts for the end user; the first one is that of all texts without a translation.
    pub languages: &'t [Language],
    /// The translations into all languages, language after language.
    pub translations: &'t [Translation],
    /// The documented statuses of all codes, code after code.
    pub statuses: &'t [u16],
    /// Where the statuses of each code end.
    pub status_ends: &'t [u32],

    // Decisions.
    /// The number of entries: all codes; each domain's unknown codes, by category; and the two below.
    pub entries: u16,
    /// The entry of a response for which only the status decides.
    pub plain: u16,
    /// The entry of a doubtful response that would otherwise be a success.
    pub doubtful: u16,
    /// The plan of each entry, for one operation after the other. Operations with equal plans share them.
    pub plan_of: &'t [u16],
    /// Plans, as spans of `arms`.
    pub plans: &'t [Span],
    /// The rows of all plans.
    pub arms: &'t [Arm],
    /// The distinct decisions.
    pub decisions: &'t [Decision],
    /// The distinct retry policies.
    pub retries: &'t [Retry],
    /// Actions, as indices into the book's; spans of decisions and retries refer to it.
    pub actions: &'t [u16],
}

impl<'t> Vendor<'t> {
    /// The formats of the bodies of an operation; none is JSON.
    pub(crate) fn formats_of(&self, operation: u16) -> &'t [Format] {
        let operation = self.operations.get(usize::from(operation));
        operation.map_or(&[], |operation| operation.formats.of(self.formats))
    }

    /// The number of codes.
    #[inline]
    #[must_use]
    pub const fn codes(&self) -> usize {
        self.wires.rows().saturating_sub(self.aliases.len())
    }
}

/// The format of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// JSON (RFC 8259).
    Json,
    /// XML, read as if it were JSON.
    Xml,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// An event stream, of which the data of the first event is JSON.
    Events,
}

/// A node in the trie of wanted pointers.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// The slot for the value at this node, or [`NONE`].
    pub slot: u16,
    /// The slots of this node and its descendants: `first_slot..end_slot`.
    pub first_slot: u16,
    /// See `first_slot`.
    pub end_slot: u16,
    /// The edges to the children: `first_edge..end_edge`.
    pub first_edge: u16,
    /// See `first_edge`.
    pub end_edge: u16,
}

impl Node {
    /// Whether the value at this node is wanted itself.
    pub(crate) const fn is_wanted(&self) -> bool {
        self.slot != NONE
    }
}

/// A step from one node to the next: a member's name, which is also an element's index if it is a plain number.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// The unescaped reference token.
    pub key: Span,
    /// The token as an array index, or `u32::MAX`.
    pub index: u32,
    /// The node that the edge leads to.
    pub node: u16,
}

/// The location of a value in a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The value in this slot of the body.
    Slot(u16),
    /// The header with this name.
    Header(Span),
    /// The status as a decimal number.
    Status,
    /// The whole trimmed body, if it is a token.
    Token,
    /// A parameter of the challenges in the header with this name, as in `WWW-Authenticate` (RFC 9110, section 11.6.1).
    Parameter {
        /// The name of the header.
        header: Span,
        /// The name of the parameter.
        name: Span,
    },
    /// What a pattern captures from another source.
    Captured {
        /// The row of the other one in [`Vendor::sources`].
        source: u16,
        /// The [`Vendor::patterns`], of which the first that matches counts.
        patterns: Span,
    },
    /// A value in each child of a list or object. The first text counts.
    Each {
        /// The slot of the list or object.
        list: u16,
        /// The [`Vendor::filters`] that a child must pass.
        filters: Span,
        /// A JSON Pointer relative to the child.
        pointer: Span,
    },
}

/// What a child of a list must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Filter {
    /// A JSON Pointer relative to the child.
    pub pointer: Span,
    /// The value there is one of these [`Vendor::values`]; any value if there are none.
    pub values: Span,
    /// Whether there must be no such value instead.
    pub is_negated: bool,
}

/// An additional value, under its name in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// The name in the book.
    pub name: Span,
    /// A span of [`Vendor::sources`], tried in order.
    pub sources: Span,
}

/// The locations in an error response: spans of [`Vendor::sources`], tried in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Envelope {
    /// The code.
    pub code: Span,
    /// The category of an unknown code.
    pub category: Span,
    /// The vendor's message.
    pub message: Span,
    /// The id by which the vendor finds the call.
    pub trace_id: Span,
    /// When the failure happened.
    pub timestamp: Span,
    /// The additional values, as a span of [`Vendor::fields`].
    pub fields: Span,
    /// The errors of single inputs.
    pub details: Details,
    /// The status in the body; only the vendor's own envelope has it.
    pub status: Span,
    /// The lists of errors, as a span of [`Vendor::errors`]. Sources of the same list read one of its errors.
    pub errors: Span,
}

/// The location of the details of a response. The pointers are JSON Pointers relative to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Details {
    /// The slot of the list, or [`NONE`].
    pub slot: u16,
    /// What they are in.
    pub shape: Shape,
    /// The pointer to the name of the input.
    pub field: Span,
    /// The pointer to the message about it.
    pub message: Span,
    /// The pointer to the code of a detail; empty if they have none.
    pub code: Span,
}

/// What the details of a response are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A list.
    List,
    /// A map, by field.
    Map,
    /// A tree of maps and lists.
    Tree {
        /// The name of the members that contain the details; empty if each text in the tree is one.
        leaf: Span,
    },
}

impl Envelope {
    /// An envelope without any location.
    pub const EMPTY: Self = {
        const NOTHING: Span = Span { start: 0, len: 0 };
        Self {
            code: NOTHING,
            category: NOTHING,
            message: NOTHING,
            trace_id: NOTHING,
            timestamp: NOTHING,
            fields: NOTHING,
            details: Details::NONE,
            status: NOTHING,
            errors: NOTHING,
        }
    };
}

impl Default for Envelope {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl Details {
    /// No details.
    pub const NONE: Self = {
        const NOTHING: Span = Span { start: 0, len: 0 };
        Self {
            slot: NONE,
            shape: Shape::List,
            field: NOTHING,
            message: NOTHING,
            code: NOTHING,
        }
    };
}

impl Default for Details {
    fn default() -> Self {
        Self::NONE
    }
}

/// A test. A condition is a list of clauses, at least one of which must hold; a clause is a list of tests, all of which
/// must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Test {
    /// The status is in one of these [`Vendor::ranges`].
    Status(Span),
    /// The value in a slot is one of several.
    Field {
        /// The slot.
        slot: u16,
        /// The [`Vendor::values`].
        values: Span,
    },
    /// There is a value in a slot that is not null, or there is none.
    Exists {
        /// The slot.
        slot: u16,
        /// Whether there is one.
        exists: bool,
    },
    /// The value in the current error, of those that a response lists, is one of several.
    Element {
        /// The row in [`Vendor::sources`]. It names the list, too: the test fails if the error is of another one.
        source: u16,
        /// The [`Vendor::values`].
        values: Span,
    },
    /// There is a value in the current error that is not null, or there is none.
    ElementExists {
        /// As for `Element`.
        source: u16,
        /// Whether there is one.
        exists: bool,
    },
    /// The message matches one of these [`Vendor::patterns`].
    Message(Span),
    /// A detail has a message that matches a pattern.
    Detail {
        /// The field that the detail is about.
        field: Span,
        /// The [`Vendor::patterns`].
        patterns: Span,
    },
    /// A header is one of several.
    Header {
        /// The name of the header.
        name: Span,
        /// The [`Vendor::values`].
        values: Span,
    },
    /// There is a header, or there is none.
    HeaderExists {
        /// The name of the header.
        name: Span,
        /// Whether there is one.
        exists: bool,
    },
    /// The body is of this kind. Only the conditions of successes have this test.
    Body(Body),
}

/// What a success has as its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Body {
    /// A JSON object or list.
    Json,
    /// Any JSON value.
    Value,
    /// Nothing but white space.
    Empty,
    /// UTF-8 text.
    Text,
    /// Anything.
    Any,
}

/// Statuses from `lo` to `hi`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    /// The first status.
    pub lo: u16,
    /// The last status.
    pub hi: u16,
}

/// A JSON scalar to compare with; numbers as raw text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Value {
    /// The type that the value must have.
    pub kind: Kind,
    /// How it is compared.
    pub comparison: Comparison,
    /// The text to compare with, as it is in JSON for a number.
    pub text: Span,
}

/// How a value is compared. All but `Equal` are for strings, and ignore ASCII case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// The value is the same.
    Equal,
    /// The string contains the text.
    Contains,
    /// The string starts with the text.
    Prefix,
}

/// The type of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A string.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// `null`.
    Null,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// A piece of a pattern or of a text with captures in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A text that is matched or printed as it is.
    Literal(Span),
    /// A value that is captured from a message, or inserted into a text.
    Capture {
        /// Its name in the book.
        name: Span,
        /// Its type. In a text, a `Decimal` is written as its language does, an `Integer` as the vendor does.
        kind: Capture,
    },
    /// In a text: the capture that decides which of the following forms is shown.
    Number(Span),
    /// In a text: the start of a form, with its rule in the syntax of the Unicode CLDR. The last one has none.
    Form(Span),
}

/// The type of a capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capture {
    /// A decimal number, such as `1.50`.
    Decimal,
    /// A whole number.
    Integer,
    /// A run of characters without white space.
    Word,
    /// Any text.
    Text,
}

/// The location of a wait before the next call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wait {
    /// A row of [`Vendor::sources`].
    pub source: u16,
    /// The format of the value.
    pub unit: WaitUnit,
    /// The condition under which it counts, or [`NONE`].
    pub when: u16,
    /// Whether the longest of all such waits counts, instead of the first.
    pub longest: bool,
}

/// The format of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WaitUnit {
    /// That of `Retry-After`: a number of seconds, or an HTTP date (RFC 9110, section 10.2.3).
    RetryAfter,
    /// A number of seconds.
    Seconds,
    /// A number of milliseconds.
    Milliseconds,
    /// A number of minutes.
    Minutes,
    /// Seconds since the Unix epoch.
    Epoch,
    /// Milliseconds since the Unix epoch.
    EpochMilliseconds,
    /// An HTTP date (RFC 9110, section 5.6.7).
    HttpDate,
    /// A date and time as in `2026-01-31T12:00:00Z` (RFC 3339).
    Rfc3339,
    /// A number with a unit, or several: `34.4s`, `6m0s`, `PT34S`.
    Duration,
}

/// The locations of a rate limit: rows of [`Vendor::sources`], or [`NONE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    /// The name in the book; empty if it has none.
    pub name: Span,
    /// The number of allowed calls.
    pub limit: u16,
    /// The number of calls that are left.
    pub remaining: u16,
    /// The time at which the limit is reset.
    pub reset: Wait,
}

/// An operation of a vendor.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// The name in the book.
    pub name: Span,
    /// A span of [`Vendor::precedence`].
    pub domains: Span,
    /// A span of [`Vendor::formats`].
    pub formats: Span,
    /// The condition for a success; [`NONE`] if a 2xx is enough.
    pub success: u16,
    /// The reason that the operation reports for every failure; empty if there is none.
    pub failure_reason: Span,
    /// Whether the call can be repeated without doing its work twice; `None` if the book does not say.
    pub idempotent: Option<bool>,
    /// Where its plans start in [`Vendor::plan_of`].
    pub plans: u32,
}

/// A namespace of codes.
///
/// It has an entry, and so a plan, for each of its codes and, after all codes of the vendor, for each of its categories
/// and for none: these are for failures of the domain with an unknown or missing code.
#[derive(Clone, Copy, Debug)]
pub struct Domain {
    /// The name in the book.
    pub name: Span,
    /// The protocol that it extends, such as `grpc`; empty if it extends none.
    pub protocol: Span,
    /// Whether no response contains its codes, because the client raises them.
    pub raised_by_client: bool,
    /// The status of its responses, if the book says it; otherwise 0.
    pub typical_status: u16,
    /// The most frequent status in the book's examples of the domain's codes; 0 if there are none. Only writing uses it.
    pub example_status: u16,
    /// Whether codes that are whole numbers are numbers in JSON, not strings. Only writing uses it.
    pub sends_numbers: bool,
    /// The statuses of its responses.
    pub statuses: Range,
    /// A further condition on its responses, or [`NONE`].
    pub when: u16,
    /// A row of [`Vendor::envelopes`].
    pub envelope: u16,
    /// Its codes: `first_code..end_code`.
    pub first_code: u16,
    /// See `first_code`.
    pub end_code: u16,
    /// A span of [`Vendor::categories`].
    pub categories: Span,
    /// A span of [`Vendor::families`], which give the category of an unknown code.
    pub families: Span,
    /// The entry of an unknown code without a category, followed by those of the categories.
    pub unknown: u16,
    /// The seed of its hash table.
    pub seed: u64,
    /// The length of the longest wire string in bytes; longer strings are not hashed.
    pub longest: u16,
    /// By bucket; empty if samples of the keys distinguish them.
    pub displacements: Span,
    /// A span of [`Vendor::slots`].
    pub slots: Span,
}

/// Codes that belong to a category even if they are unknown. The first row that matches applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Family {
    /// The position among the domain's categories.
    pub category: u16,
    /// Which codes belong to it.
    pub codes: FamilyCodes,
}

/// The codes of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FamilyCodes {
    /// Those that start with this text.
    Prefix(Span),
    /// The whole numbers of a range.
    Range {
        /// The first.
        lo: i64,
        /// The last, which is included.
        hi: i64,
    },
}

/// The index from a wire string of a domain to its code, with the tables that [`Domain`] refers to.
#[derive(Clone, Copy, Debug)]
pub struct Index<'t> {
    pub(crate) seed: u64,
    pub(crate) longest: u16,
    pub(crate) displacements: &'t [u16],
    pub(crate) slots: &'t [u32],
    pub(crate) wires: Column<'t>,
    pub(crate) codes: usize,
    pub(crate) aliases: &'t [u16],
}

impl<'t> Index<'t> {
    /// The index of a domain.
    #[inline]
    #[must_use]
    pub const fn new(vendor: &Vendor<'t>, domain: &Domain) -> Self {
        Self {
            seed: domain.seed,
            longest: domain.longest,
            displacements: domain.displacements.of(vendor.displacements),
            slots: domain.slots.of(vendor.slots),
            wires: vendor.wires,
            codes: vendor.codes(),
            aliases: vendor.aliases,
        }
    }
}

/// A row of a plan: for a range of statuses, a condition and its result. Rows are tried in order. A row that holds
/// decides, or leads to the next rows with further conditions; a row that does not hold is skipped together with these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Arm {
    /// The first status for which the row is tried.
    pub lo: u16,
    /// The last status for which the row is tried.
    pub hi: u16,
    /// [`NONE`] if it always holds.
    pub condition: u16,
    /// [`NONE`] if the next rows decide.
    pub decision: u16,
    /// The number of next rows that are tried only if it holds.
    pub inner: u16,
    /// The condition on the path to this row whose captures are inserted into the text for the end user; [`NONE`] if
    /// there are none.
    pub captures: u16,
}

/// Everything that was decided at build time, with the layer that decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decision {
    /// The class, as an index into the book's.
    pub class: u16,
    /// Whether it is a failure.
    pub outcome: Outcome,
    /// How much attention it deserves.
    pub severity: Severity,
    /// A row of [`Vendor::retries`].
    pub retry: u16,
    /// The actions to take, as a span of [`Vendor::actions`].
    pub actions: Span,
    /// The actions that must not be taken, as a span of the same.
    pub forbid: Span,
    /// Zero if there is none.
    pub grace_period_ms: u32,
    /// What the end user may be shown.
    pub user_message: UserText,
    /// Whether a contributing layer makes the cause confidential.
    pub confidential: bool,
    /// The layer that decided each field.
    pub decided_by: DecidedBy,
}

/// The location of the text for the end user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UserText {
    /// There is no text.
    Silent,
    /// The code's own text, in [`Vendor::user_messages`].
    OfCode,
    /// A span of [`Vendor::parts`].
    Parts(Span),
}

/// A language of texts for the end user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Language {
    /// The language tag (BCP 47).
    pub tag: Span,
    /// How it writes numbers.
    pub numbers: Numbers,
    /// The translations of codes' own texts, as a span of [`Vendor::translations`].
    pub codes: Span,
    /// The translations of texts that are spans of [`Vendor::parts`].
    pub texts: Span,
}

/// How a language writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Numbers {
    /// The character before decimals.
    pub decimal: char,
    /// The character between groups of digits.
    pub group: char,
    /// The fewest digits before the first of these.
    pub least: u8,
    /// Whether all groups but the last one have two digits instead of three.
    pub indian: bool,
    /// Whether the language is written from right to left.
    pub right_to_left: bool,
}

/// The translation of a text. Those of one span are in the order of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Translation {
    /// The code, or the first part of the original.
    pub of: u32,
    /// A span of [`Vendor::parts`].
    pub text: Span,
}

/// A retry policy; times in milliseconds, shares in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Retry {
    /// Whether and when to retry.
    pub kind: RetryKind,
    /// The maximum number of retries; `None` if there is no maximum.
    pub attempts: Option<u32>,
    /// A span of [`Vendor::actions`].
    pub if_exhausted: Span,
}

/// The ways to retry; times in milliseconds, shares in thousandths. `O` is the position of an operation, and `A` that of an
/// action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetryKind<O = u16, A = u16> {
    /// Not at all.
    Never,
    /// After a random wait in a range.
    After {
        /// The shortest wait.
        min_ms: u32,
        /// The longest wait.
        max_ms: u32,
    },
    /// After waits that grow by a factor.
    Backoff {
        /// The first wait.
        base_ms: u32,
        /// By what each wait is multiplied to get the next.
        factor_milli: u32,
        /// The longest wait.
        max_ms: u32,
        /// The share of each wait that is random.
        jitter_milli: u32,
    },
    /// With the next regular call of this operation.
    OnNext(O),
    /// Once this action of the book is done.
    AfterAction(A),
}

impl<O: Copy, A: Copy> RetryKind<O, A> {
    /// The name in a book.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::After { .. } => "after",
            Self::Backoff { .. } => "backoff",
            Self::OnNext(_) => "on_next",
            Self::AfterAction(_) => "after_action",
        }
    }

    /// Whether the call may be repeated unchanged: after a wait or with the next call.
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        !matches!(self, Self::Never | Self::AfterAction(_))
    }

    /// The same with other positions of operations and actions.
    pub fn map<P, B>(
        self,
        operation: impl FnOnce(O) -> P,
        action: impl FnOnce(A) -> B,
    ) -> RetryKind<P, B> {
        match self {
            Self::Never => RetryKind::Never,
            Self::After { min_ms, max_ms } => RetryKind::After { min_ms, max_ms },
            Self::Backoff {
                base_ms,
                factor_milli,
                max_ms,
                jitter_milli,
            } => RetryKind::Backoff {
                base_ms,
                factor_milli,
                max_ms,
                jitter_milli,
            },
            Self::OnNext(at) => RetryKind::OnNext(operation(at)),
            Self::AfterAction(at) => RetryKind::AfterAction(action(at)),
        }
    }
}

/// A class of the book.
#[derive(Clone, Copy, Debug)]
pub struct Class {
    /// The name in the book.
    pub name: &'static str,
    /// What it means, in one line.
    pub summary: &'static str,
    /// Whether its codes are failures, by default.
    pub outcome: Outcome,
    /// How much attention they deserve, by default.
    pub severity: Severity,
    /// The number of the closest gRPC status code.
    pub grpc_code: i32,
    /// The generic text for the end user; empty if there is none.
    pub user_message: &'static str,
    /// The standard class that it is, or is like; `Unknown` if the book names none.
    pub standard: crate::standard::Class,
}

/// An action of the book.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    /// The name in the book.
    pub name: &'static str,
    /// What to do, in one line.
    pub summary: &'static str,
    /// Who does it.
    pub actor: Actor,
}

pub use crate::decision::{Actor, DecidedBy, Layer, Outcome, Place, Severity};
