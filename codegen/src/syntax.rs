//! The book as it is written: a mirror of the YAML, which may contain any error that YAML can express.
//!
//! Nothing is resolved yet. Numbers with units, pointers, patterns and names are the author's strings.
//!
//! Editors show the doc comments of the fields to authors: `schema.rs` copies them into the JSON Schema.

#![allow(clippy::option_option)] // The outer one is `None` if the key is absent, the inner one if it is null.
#![allow(clippy::struct_field_names)] // The fields are named like the keys of the language.

#[macro_use]
mod part;
mod plain;
mod read;
mod scalars;
#[cfg(feature = "schema")]
pub(crate) mod schema;
mod valid;

use std::cell::Cell;
use std::rc::Rc;

pub(crate) use read::{Location, Problems, Read, Value};
pub(crate) use scalars::{
    Backoff, Map, NUMBER, OneOrMany, Policy, Retry, Scalar, Template, UserMessage, Word,
};
pub(crate) use valid::{parse, valid, whole};

/// Structs that decide something share the decision fields. They are repeated in each instead of flattened, so that an
/// unknown key is still reported at its location.
macro_rules! decides {
    ($(#[$doc:meta])* $name:ident { $($fields:tt)* }) => {
        part! {
            $(#[$doc])*
            $name {
                $($fields)*
                /// The kind of fault: a class of the book.
                class: Option<String>,
                /// Whether the call failed: `failure`, `ignorable` or `success`. Default: the outcome of the class.
                outcome: Option<String>,
                /// The severity. Default: that of the class.
                severity: Option<String>,
                /// Whether, when and how often to repeat the call.
                retry: Option<Retry>,
                /// The actions to take, in this order. The list of the highest layer replaces those of lower layers.
                actions: Option<Vec<String>>,
                /// The actions that must not be taken.
                forbid: Option<Vec<String>>,
                /// The time left before the vendor acts on its own, as in `2min`.
                grace_period: Option<String>,
                /// The text for the end user. `{name}` inserts a number that the same rule captures; `{{` is a literal
                /// brace. With translations, a map by language, of which the first one is the book's own; with plural forms, a
                /// map by category.
                user_message: Option<UserMessage>,
                /// `never`: the cause is confidential, and texts of lower layers are not shown to the end user.
                expose: Option<String>,
            }
        }

        impl $name {
            pub(crate) fn fields(&self) -> Fields<'_> {
                Fields {
                    class: self.class.as_deref(),
                    outcome: self.outcome.as_deref(),
                    severity: self.severity.as_deref(),
                    retry: self.retry.as_ref(),
                    actions: self.actions.as_deref(),
                    forbid: self.forbid.as_deref(),
                    grace_period: self.grace_period.as_deref(),
                    user_message: self.user_message.as_ref(),
                    expose: self.expose.as_deref(),
                }
            }
        }
    };
}

/// What a vendor, a domain, a code and an operation have in common, in addition to the decision fields.
macro_rules! documents {
    ($(#[$doc:meta])* $name:ident { $($fields:tt)* }) => {
        decides! {
            $(#[$doc])*
            $name {
                $($fields)*
                /// Lints suppressed for this entry and everything inside it, each with a reason.
                allow: Vec<Allow> = default,
                /// A longer text. For a code, its causes and side effects.
                description: Option<String>,
                /// The source of this information, such as a document or an address.
                source: Option<String>,
                /// Best practices in the vendor's own terms: a text, or a list.
                advice: OneOrMany<Word> = default,
                /// Remarks that no table can express: a text, or a list. Shown in the docs.
                note: OneOrMany<Word> = default,
                /// Rate limits and quotas.
                limits: Vec<Limit> = default,
                /// Decisions that depend on the response. The first rule whose `when` holds applies.
                rules: Vec<Rule> = default,
            }
        }

        impl $name {
            pub(crate) fn remarks(&self) -> Remarks<'_> {
                Remarks {
                    description: self.description.as_ref(),
                    advice: &self.advice,
                    note: &self.note,
                    limits: &self.limits,
                    source: self.source.as_ref(),
                }
            }
        }
    };
}

/// The remarks on a vendor, a domain, a code or an operation.
pub(crate) struct Remarks<'s> {
    pub(crate) description: Option<&'s String>,
    pub(crate) advice: &'s OneOrMany<Word>,
    pub(crate) note: &'s OneOrMany<Word>,
    pub(crate) limits: &'s [Limit],
    pub(crate) source: Option<&'s String>,
}

/// The fields that decide what to do, on any layer.
pub(crate) struct Fields<'s> {
    pub(crate) class: Option<&'s str>,
    pub(crate) outcome: Option<&'s str>,
    pub(crate) severity: Option<&'s str>,
    pub(crate) retry: Option<&'s Retry>,
    pub(crate) actions: Option<&'s [String]>,
    pub(crate) forbid: Option<&'s [String]>,
    pub(crate) grace_period: Option<&'s str>,
    pub(crate) user_message: Option<&'s UserMessage>,
    pub(crate) expose: Option<&'s str>,
}

impl Fields<'_> {
    /// The name of the first field that is set, if any.
    pub(crate) fn first(&self) -> Option<&'static str> {
        let fields = [
            ("class", self.class.is_some()),
            ("outcome", self.outcome.is_some()),
            ("severity", self.severity.is_some()),
            ("retry", self.retry.is_some()),
            ("actions", self.actions.is_some()),
            ("forbid", self.forbid.is_some()),
            ("grace_period", self.grace_period.is_some()),
            ("user_message", self.user_message.is_some()),
            ("expose", self.expose.is_some()),
        ];
        let given = fields.into_iter().find(|(_, given)| *given);
        given.map(|(name, _)| name)
    }

    /// Whether no field is set.
    pub(crate) fn is_empty(&self) -> bool {
        self.first().is_none()
    }
}

part! {
    /// `book.yaml`: the vocabulary that all vendors share.
    #[derive(Default)]
    Book {
        /// `standard`: import the classes, actions, retries and headers that come with Faultbook. Entries of this file are
        /// added to them, or override them field by field.
        extends: Option<Word>,
        /// The first version of Faultbook that can read the book, such as `0.1`. Older ones say so, and nothing else.
        // Read before the rest, which an older version may not understand.
        #[allow(dead_code)]
        faultbook: Option<Word>,
        /// The languages of texts for end users, as language tags (BCP 47). The first one is that of the texts in the book's
        /// files; the others are those that they are translated into.
        languages: Vec<String> = default,
        /// The kinds of faults that programs distinguish. `ok` and `unknown` must exist.
        classes: Option<Map<Class>>,
        /// The actions that a fault can require.
        actions: Map<Action> = default,
        /// Named retry policies, used with `retry: { use: name }`.
        retries: Map<Retry> = default,
        /// The usual names of headers with waits and rate limits. A vendor may override each.
        headers: Headers = default,
        /// The levels of lints: `allow`, `warn` or `deny`. Default: `warn`, except for `lost_text` and `unseen_character`,
        /// which are denied.
        lints: Map<String> = default,
    }
}

impl Book {
    pub(crate) fn classes(&self) -> impl Iterator<Item = (&str, &Class)> {
        self.classes.iter().flat_map(Map::iter)
    }
}

part! {
    /// `texts/<language>.yaml`: translations of the texts for end users.
    Texts {
        /// The most characters that a translation should have. Default: no limit.
        max_length: Option<u32>,
        /// The translation of each text, by the original. With plural forms, it is a map by category, and so may be the
        /// original, whose key is its form `other`.
        texts: Map<Template>,
    }
}

part! {
    /// A kind of fault that programs distinguish.
    Class {
        /// Its meaning, in one line.
        // Only an override of a standard entry may omit it.
        summary: Option<Option<String>>,
        /// The class of the standard vocabulary that it is a kind of, for programs that serve several books.
        like: Option<String>,
        /// `failure` (default) or `success`.
        outcome: Option<String>,
        /// The statuses for which it is the default: `404`, `201..299`, `4xx` or a list. The most precise one wins.
        statuses: Option<OneOrMany<Word, true>>,
        /// The severity. Default: `error`.
        severity: Option<String>,
        /// The closest code of `google.rpc.Code`. Default: `UNKNOWN`.
        grpc: Option<String>,
        /// The text for the end user: generic and always safe to show. Required for failures. With translations, a map by
        /// language, of which the first one is the book's own.
        user_message: Option<UserMessage>,
        /// Whether, when and how often to repeat the call, unless a code of the class says otherwise.
        retry: Option<Retry>,
        /// The actions to take, in this order, unless a code of the class says otherwise.
        actions: Option<Vec<String>>,
        /// Lints suppressed for this entry and everything inside it, each with a reason.
        allow: Vec<Allow> = default,
    }
}

part! {
    /// An action that a fault can require.
    Action {
        /// What to do, in one line.
        // Only an override of a standard entry may omit it and the actor.
        summary: Option<Option<String>>,
        /// Who does it: `program`, `player`, `developer`, `operator` or `support`.
        actor: Option<String>,
        /// Lints suppressed for this entry and everything inside it, each with a reason.
        allow: Vec<Allow> = default,
    }
}

part! {
    /// A lint that is suppressed for an entry and everything inside it, and why.
    Allow {
        /// The name of the lint, as in `no_example`.
        lint: String,
        /// Why it does not apply here.
        #[allow(dead_code)]
        reason: String,
        ;
        /// Set once it has suppressed something.
        used: Rc<Cell<bool>>,
    }
}

part! {
    /// The headers with waits and rate limits.
    #[derive(Default)]
    Headers {
        /// The header that says when to try again.
        retry_after: Option<String>,
        /// The headers that say how many requests are left.
        rate_limit: Option<RateLimit>,
        /// The longest wait that a header can ask for. Longer ones are shortened to this. Default: `1h`.
        max_wait: Option<String>,
    }
}

part! {
    /// The headers that say how many requests are left.
    RateLimit {
        /// The header with the number of requests allowed.
        limit: Option<String>,
        /// The header with the number of requests left.
        remaining: Option<String>,
        /// The header that says when the limit is reset.
        reset: Option<Reset>,
    }
}

part! {
    /// The header that says when a limit is reset.
    Reset {
        /// The name of the header.
        name: String,
        /// The unit of its number: `epoch` (seconds since 1970) or `seconds` (from now).
        unit: String,
    }
}

documents! {
    /// `<vendor>.yaml`.
    Vendor {
        /// What this file adds to and overrides: a vendor of a package, as in `my_package/stripe`; a protocol, as in
        /// `protocol/google_rpc`; another vendor of the book; or a list, of which later ones override earlier ones.
        #[allow(dead_code)] // The files are merged before they are read as this type.
        extends: OneOrMany<Word> = default,
        /// The vendor's name in `snake_case`, which is also the name of the file and of the Rust module.
        vendor: String,
        /// The name for readers.
        title: String,
        /// What the vendor offers, in one line.
        summary: String,
        /// The format of bodies: `json` (default), `xml`, `form` or `sse` (an event stream), or a list of these. With
        /// several, the `Content-Type` decides, else the first characters.
        format: Option<OneOrMany<Word>>,
        /// A text that bodies may start with, as in `)]}'`. It is skipped.
        prefix: Option<String>,
        /// The headers with waits and rate limits, where their names differ from those in `book.yaml`.
        headers: Headers = default,
        /// Where the response says when to try again, if not in the header `retry_after` of `headers`: a location with a
        /// unit, or a list, tried in order.
        retry_after: OneOrMany<Wait> = default,
        /// Where the response says how many requests are left, if not in the headers `rate_limit` of `headers`: the
        /// locations of each limit, by its name.
        rate_limits: Map<RateLimitSources> = default,
        /// Where the code, the message and other values are in a response. Shared by all domains, and also read from
        /// successes.
        envelope: Envelope = default,
        /// What a 2xx must contain to be a success, unless an operation says otherwise.
        success: Option<OneOrMany<When>>,
        /// The sets of codes, by name. Codes are unique within their domain.
        domains: Map<Domain>,
        /// The calls, by name. `request` always exists and represents all calls that are not listed.
        operations: Map<Operation> = default,
        /// Responses and their expected results. Each is a test, and is shown in the docs.
        examples: Vec<Example> = default,
    }
}

part! {
    /// A rate limit or a quota. It has a `rate` or an `amount`.
    Limit {
        /// A number per time, as in `100/s`.
        rate: Option<String>,
        /// A total, as in `100 minutes`.
        amount: Option<String>,
        /// `burst` for short peaks, `sustained` for continuous use, or `quota` for a total that is used up.
        kind: String,
        /// A remark.
        note: Option<String>,
        /// The source of this information, such as a document or an address.
        source: Option<String>,
    }
}

part! {
    /// Where in a response the code and other values are.
    #[derive(Default)]
    Envelope {
        /// The responses that it applies to, by `status`, `field` and `header`. Default: every response. Not inherited.
        when: Option<OneOrMany<When>>,
        /// Where the code is: a JSON Pointer, `{ header: NAME }`, `text` (the trimmed body), or a list, tried in order.
        code: Option<OneOrMany<Source>>,
        /// Where the category of the code is: a JSON Pointer, `{ header: NAME }`, or a list, tried in order.
        category: Option<OneOrMany<Source>>,
        /// Where the vendor's message is: a JSON Pointer, `{ header: NAME }`, or a list, tried in order.
        message: Option<OneOrMany<Source>>,
        /// Where the vendor's id of the request is: a JSON Pointer, `{ header: NAME }`, or a list, tried in order.
        trace_id: Option<OneOrMany<Source>>,
        /// Where the body repeats the status, on the vendor only: what is not a 2xx there makes the response a failure.
        status: Option<OneOrMany<Source>>,
        /// Where the time is: a JSON Pointer, `{ header: NAME }`, or a list, tried in order.
        timestamp: Option<OneOrMany<Source>>,
        /// The list of errors, in a response that may have several: a `JSONPath` that ends in `[*]` or a filter, or several.
        /// The other keys read an error with a path that starts like this one.
        errors: Option<OneOrMany<Word>>,
        /// Where the list of errors of individual inputs is.
        details: Option<Details>,
        /// Other values to read: a name, and where it is.
        fields: Option<Map<OneOrMany<Source>>>,
    }
}

impl Envelope {
    pub(crate) fn is_empty(&self) -> bool {
        let Self {
            when,
            code,
            category,
            message,
            trace_id,
            status,
            timestamp,
            errors,
            details,
            fields,
        } = self;
        let sources = [status, code, category, message, trace_id, timestamp];
        let none = sources.iter().all(|sources| sources.is_none());
        none && when.is_none() && errors.is_none() && details.is_none() && fields.is_none()
    }
}

impl Envelope {
    /// The lists of sources, except those of fields, by their keys.
    pub(crate) fn lists(&self) -> impl Iterator<Item = (&'static str, &OneOrMany<Source>)> {
        let lists = [
            ("status", &self.status),
            ("code", &self.code),
            ("category", &self.category),
            ("message", &self.message),
            ("trace_id", &self.trace_id),
            ("timestamp", &self.timestamp),
        ];
        let lists = lists.into_iter();
        lists.filter_map(|(key, list)| Some((key, list.as_ref()?)))
    }
}

/// The location of a value in a response.
#[derive(Debug)]
pub(crate) enum Source {
    /// A pointer, or the word `text`.
    Place(String),
    Map(SourceMap),
}

part! {
    /// The location of a value in a response: `at` or `header`.
    SourceMap {
        /// A JSON Pointer, or for a code `text`, the trimmed body.
        at: Option<String>,
        /// The name of the header.
        header: Option<String>,
        /// A parameter of the challenges in the header, as `error` in `WWW-Authenticate: Bearer error="invalid_token"`.
        param: Option<String>,
        /// A pattern with one capture, which is the value, as in `{code:word}:{_:text}`, or a list, of which the first that
        /// matches applies. Captures named `_` are ignored.
        pattern: OneOrMany<Word> = default,
    }
}

part! {
    /// The location of a wait: `at` or `header`.
    Wait {
        /// A JSON Pointer.
        at: Option<String>,
        /// The name of the header.
        header: Option<String>,
        /// A parameter of the challenges in the header.
        param: Option<String>,
        /// A pattern with one capture, which is the wait, or a list.
        pattern: OneOrMany<Word> = default,
        /// The unit: `s`, `ms`, `min`; `epoch` or `epoch_ms` since 1970; `http_date`, `rfc3339`; or `duration`, as in `34.4s`,
        /// `6m0s` or `PT34S`. Default for a header: as in `Retry-After`, seconds or an HTTP date.
        unit: Option<String>,
        /// The responses in which it counts, by `status`, `field` and `header`. Default: every response.
        when: Option<OneOrMany<When>>,
        /// Whether the longest of all such waits counts, instead of the first.
        longest: bool = default,
    }
}

part! {
    /// The locations of a rate limit.
    RateLimitSources {
        /// Where the number of requests allowed is: a JSON Pointer, or `{ header: NAME }`.
        limit: Option<Source>,
        /// Where the number of requests left is: a JSON Pointer, or `{ header: NAME }`.
        remaining: Option<Source>,
        /// Where the time is at which the limit is reset: a location with a unit.
        reset: Option<Wait>,
    }
}

part! {
    /// A list of errors of individual inputs. An item may also be a plain string.
    Details {
        /// The JSON Pointer to the list or map.
        at: String,
        /// Whether they are in a map: each name is the field, and its value a text, an object with a message, or a list of
        /// these.
        map: bool = default,
        /// Whether they are in a tree: maps and lists, in which each text is the message about the input that the way to it
        /// names.
        tree: bool = default,
        /// The name of the members of a tree that contain the details, as in `_errors`. Default: each text in the tree is one.
        leaf: Option<Word>,
        /// The JSON Pointer, within an item, to the name of the input. Default: `/field`.
        field: Option<String>,
        /// The JSON Pointer, within an item, to the message. Default: `/message`.
        message: Option<String>,
        /// The JSON Pointer, within an item, to a code. Default: they have none.
        code: Option<String>,
    }
}

part! {
    /// Conditions, which must all hold.
    #[derive(Default)]
    When {
        /// The status: `404`, `5xx`, `201..299`, or a list of these.
        status: Option<OneOrMany<Word>>,
        /// JSON Pointers, each with the required value, a list of values, or `{ exists: true }`: present and not null. A text
        /// may also be `{ contains: … }` or `{ prefix: … }`, which ignore the case of ASCII letters.
        field: Option<Map<OneOrMany<Scalar>>>,
        /// Headers, each with the required value, a list of values, or `{ exists: true }`.
        header: Option<Map<OneOrMany<Scalar>>>,
        /// What the body of a success is: `json` (an object or a list; the default), `value` (any JSON value), `empty`, `text`
        /// or `any`.
        body: Option<String>,
        /// A code of the vendor, or a list.
        code: Option<OneOrMany<Word>>,
        /// A domain of the vendor, or a list.
        domain: Option<OneOrMany<Word>>,
        /// A class of the book, or a list; the class before any rule.
        class: Option<OneOrMany<Word>>,
        /// A category, or a list.
        category: Option<OneOrMany<Word>>,
        /// A pattern for the whole message, as in `at most {max:decimal}`. Types: `decimal`, `integer`, `word`, `text`.
        message: Option<OneOrMany<Word>>,
        /// The field of a detail, and a pattern for the message of that detail.
        detail: Option<Map<OneOrMany<Word>>>,
    }
}

impl When {
    /// The keys of the conditions.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'static str> {
        let keys = [
            ("status", self.status.is_some()),
            ("field", self.field.is_some()),
            ("header", self.header.is_some()),
            ("body", self.body.is_some()),
            ("code", self.code.is_some()),
            ("domain", self.domain.is_some()),
            ("class", self.class.is_some()),
            ("category", self.category.is_some()),
            ("message", self.message.is_some()),
            ("detail", self.detail.is_some()),
        ];
        let given = keys.into_iter().filter(|(_, given)| *given);
        given.map(|(key, _)| key)
    }
}

decides! {
    /// A decision that applies if a condition holds.
    Rule {
        /// Conditions that must all hold, or a list of such maps, at least one of which must hold. Default: always.
        when: Option<OneOrMany<When>>,
        /// The reason, for readers of the docs.
        because: Option<String>,
    }
}

documents! {
    /// A set of codes that appear in the same place of a response.
    Domain {
        /// The name for readers.
        title: Option<String>,
        /// What the codes are about, in one line.
        summary: Option<String>,
        /// The Rust type of the codes. Default: the domain's name plus `Code`.
        type_name as "type": Option<String>,
        /// `client`: the codes are never on the wire; the client itself raises them.
        raised_by: Option<String>,
        /// `status`: the codes are HTTP statuses, each with a `name`; an unlisted status is not a code.
        key: Option<String>,
        /// A prefix of the codes, or a list, that is removed from their identifiers.
        strip_prefix: OneOrMany<Word> = default,
        /// Where the code and other values are, if not as in the vendor's envelope.
        envelope: Envelope = default,
        /// Groups of codes, by their names on the wire.
        categories: Map<Category> = default,
        /// The codes, exactly as they appear on the wire.
        codes: Map<Code> = default,
    }
}

decides! {
    /// A group of codes, which the vendor sends in addition to the code.
    Category {
        /// Its meaning, in one line.
        summary: String,
        /// A longer text.
        description: Option<String>,
        /// The codes that belong to it, even if the domain does not list them: `{ prefix: … }` or `{ range: LOW..HIGH }`,
        /// or a list. An unlisted code remains unknown, and is decided as the category says.
        codes: OneOrMany<Family> = default,
    }
}

part! {
    /// Codes that belong to a category: `prefix` or `range`.
    Family {
        /// The start of the codes.
        prefix: Option<Word>,
        /// The lowest and the highest of the codes, which are whole numbers, as in `-32099..-32000`.
        range: Option<String>,
    }
}

documents! {
    /// A code, exactly as it appears on the wire.
    Code {
        /// Its meaning, in one line.
        summary: String,
        /// The HTTP status that it comes with, or a list.
        status: OneOrMany<Word> = default,
        /// The identifier, if the wire string does not make a good one.
        name: Option<String>,
        /// A category of the domain.
        category: Option<String>,
        /// Other strings on the wire that are read as this code.
        aliases: OneOrMany<Word> = default,
        /// The vendor's version that introduced it.
        since: Option<Word>,
        /// Marks the code as deprecated by the vendor.
        deprecated: Option<Deprecated>,
    }
}

part! {
    /// Since when a code is deprecated, and what replaces it.
    Deprecated {
        /// The version that deprecated it.
        since: Option<Word>,
        /// The code of the same domain to use instead.
        replaced_by: Option<Word>,
        /// A remark.
        note: Option<String>,
    }
}

documents! {
    /// A call that a program makes.
    Operation {
        /// What it does, in one line.
        summary: Option<String>,
        /// Method and path, as in `POST /auth/validate`.
        endpoint: Option<String>,
        /// The domains whose codes it can return, in order of precedence. Default: all of the vendor's.
        domains: Option<OneOrMany<Word, true>>,
        /// The format of its bodies, if it is not the vendor's.
        format: Option<OneOrMany<Word>>,
        /// What a 2xx must contain to be a success, by `status`, `field`, `header` and `body`.
        success: Option<OneOrMany<When>>,
        /// Whether repeating the call is safe. Omit it if that is not known.
        idempotent: Option<bool>,
        /// The reason that a program may record when the call fails.
        failure_reason: Option<String>,
    }
}

part! {
    /// A response, or a code that the client raised, and the expected result.
    Example {
        /// The name of the example, as in “the network is down”.
        name: String,
        /// The operation.
        operation: String,
        /// The source of this information, such as a document or an address.
        source: Option<String>,
        /// A remark.
        note: Option<String>,
        /// The vendor's response.
        response: Option<Response>,
        /// The code that the client itself raises, instead of a response.
        raised: Option<Word>,
        /// The expected result. `null` means absent.
        expect: Expect,
    }
}

part! {
    /// A vendor's response.
    Response {
        /// The HTTP status.
        status: u16,
        /// Headers, by name.
        headers: Map<Word> = default,
        /// The body.
        body: String = default,
    }
}

part! {
    /// The expected result of an example. A key that is `null` must be absent from the result.
    #[derive(Default)]
    Expect {
        /// Whether the call failed.
        outcome: Option<String>,
        /// The domain of the code.
        domain: Option<Option<String>>,
        /// The code on the wire.
        code: Option<Option<Word>>,
        /// Whether the code is in the book.
        known: Option<bool>,
        /// Why there is no known code, or why it is no success, as in `not JSON`.
        reason: Option<Option<String>>,
        /// The class.
        class: Option<String>,
        /// The severity.
        severity: Option<String>,
        /// The actions to take, in this order.
        actions: Option<Vec<String>>,
        /// The actions that must not be taken.
        forbid: Option<Vec<String>>,
        /// Whether the call may be repeated.
        retryable: Option<bool>,
        /// The complete retry, or only its kind.
        retry: Option<Retry>,
        /// The wait that the vendor asks for, as in `30s`.
        retry_after: Option<Option<String>>,
        /// The rate limits that the response reports.
        rate_limits: Option<Vec<ReportedLimit>>,
        /// The actions to take when no attempt is left.
        if_exhausted: Option<Vec<String>>,
        /// The time left before the vendor acts on its own.
        grace_period: Option<Option<String>>,
        /// The text for the end user.
        user_message: Option<Option<String>>,
        /// Whether the cause is confidential.
        confidential: Option<bool>,
        /// The vendor's message.
        message: Option<Option<String>>,
        /// The vendor's id of the request.
        trace_id: Option<Option<String>>,
        /// The vendor's timestamp.
        timestamp: Option<Option<String>>,
        /// The category that the vendor sends.
        category: Option<Option<String>>,
        /// The errors of individual inputs.
        details: Option<Vec<Detail>>,
        /// The other values, by name.
        fields: Option<Map<Word>>,
        /// What the rule's patterns captured, by name.
        captures: Option<Map<Word>>,
        /// The reason to record.
        failure_reason: Option<Option<String>>,
        /// The layer that decided a field, by field.
        decided_by: Option<Map<String>>,
    }
}

part! {
    /// A rate limit that a response reports.
    ReportedLimit {
        /// The name in `rate_limits`. Without it, the limit of `headers`.
        name: String = default,
        /// The number of requests allowed.
        limit: Option<u64>,
        /// The number of requests left.
        remaining: Option<u64>,
        /// When the limit is reset: a duration, as in `6min`, or seconds since 1970.
        reset: Option<Word>,
    }
}

part! {
    /// The error of one input.
    Detail {
        /// The name of the input.
        field: Option<String>,
        /// The message.
        message: Option<String>,
        /// The code.
        code: Option<Word>,
    }
}
