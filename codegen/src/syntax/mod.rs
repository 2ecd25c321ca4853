//! The book as it is written: a mirror of the YAML, which may contain any error that YAML can express.
//!
//! Nothing is resolved yet. Numbers with units, pointers, patterns and names are the author's strings.
//!
//! Editors show the doc comments of the fields to authors: `schema.rs` copies them into the JSON Schema.

#![allow(clippy::option_option)] // The outer one is `None` if the key is absent, the inner one if it is null.
#![allow(clippy::struct_field_names)] // The fields are named like the keys of the language.

mod recover;
mod scalars;
#[cfg(feature = "schema")]
pub(crate) mod schema;

use std::cell::Cell;
use std::rc::Rc;

use serde::Deserialize;

pub(crate) use recover::{Attempt, list, some_list};
pub(crate) use scalars::{
    Backoff, Map, NUMBER, OneOrMany, Policy, Retry, Scalar, Template, UserMessage, Word, given,
    present_text,
};

/// Structs that decide something share the decision fields. They are repeated in each instead of flattened, so that an
/// unknown key is still reported at its location.
macro_rules! decides {
    ($(#[$doc:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            $($(#[$attr])* pub(crate) $field: $type,)*
            /// The kind of fault: a class of the book.
            class: Option<String>,
            /// Whether the call failed: `failure`, `ignorable` or `success`. Default: the outcome of the class.
            outcome: Option<String>,
            /// The severity. Default: that of the class.
            severity: Option<String>,
            /// Whether, when and how often to repeat the call.
            retry: Option<Retry>,
            /// The actions to take, in this order. The list of the highest layer replaces those of lower layers.
            #[serde(default, deserialize_with = "some_list")]
            actions: Option<Vec<String>>,
            /// The actions that must not be taken.
            #[serde(default, deserialize_with = "some_list")]
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
                #[serde(default, deserialize_with = "list")]
                allow: Vec<Allow>,
                /// A longer text. For a code, its causes and side effects.
                description: Option<String>,
                /// The source of this information, such as a document or an address.
                source: Option<String>,
                /// Best practices in the vendor's own terms: a text, or a list.
                #[serde(default)]
                advice: OneOrMany<Word>,
                /// Remarks that no table can express: a text, or a list. Shown in the docs.
                #[serde(default)]
                note: OneOrMany<Word>,
                /// Rate limits and quotas.
                #[serde(default, deserialize_with = "list")]
                limits: Vec<Limit>,
                /// Decisions that depend on the response. The first rule whose `when` holds applies.
                #[serde(default, deserialize_with = "list")]
                rules: Vec<Rule>,
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

/// `book.yaml`: the vocabulary that all vendors share.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Book {
    /// `standard`: import the classes, actions, retries and headers that come with Faultbook. Entries of this file are
    /// added to them, or override them field by field.
    pub(crate) extends: Option<Word>,
    /// The first version of Faultbook that can read the book, such as `0.1`. Older ones say so, and nothing else.
    // Read before the rest, which an older version may not understand.
    #[allow(dead_code)]
    pub(crate) faultbook: Option<Word>,
    /// The languages of texts for end users, as language tags (BCP 47). The first one is that of the texts in the book's
    /// files; the others are those that they are translated into.
    #[serde(default, deserialize_with = "list")]
    pub(crate) languages: Vec<String>,
    /// The kinds of faults that programs distinguish. `ok` and `unknown` must exist.
    pub(crate) classes: Option<Map<Class>>,
    /// The actions that a fault can require.
    #[serde(default)]
    pub(crate) actions: Map<Action>,
    /// Named retry policies, used with `retry: { use: name }`.
    #[serde(default)]
    pub(crate) retries: Map<Retry>,
    /// The usual names of headers with waits and rate limits. A vendor may override each.
    #[serde(default)]
    pub(crate) headers: Headers,
    /// The levels of lints: `allow`, `warn` or `deny`. Default: `warn`, except for `lost_text` and `unseen_character`,
    /// which are denied.
    #[serde(default)]
    pub(crate) lints: Map<String>,
}

impl Book {
    pub(crate) fn classes(&self) -> impl Iterator<Item = (&str, &Class)> {
        self.classes.iter().flat_map(Map::iter)
    }
}

/// `texts/<language>.yaml`: translations of the texts for end users.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Texts {
    /// The most characters that a translation should have. Default: no limit.
    pub(crate) max_length: Option<u32>,
    /// The translation of each text, by the original. With plural forms, it is a map by category, and so may be the
    /// original, whose key is its form `other`.
    pub(crate) texts: Map<Template>,
}

/// A kind of fault that programs distinguish.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Class {
    /// Its meaning, in one line.
    // Only an override of a standard entry may omit it.
    #[serde(default, deserialize_with = "present_text")]
    pub(crate) summary: Option<String>,
    /// The class of the standard vocabulary that it is a kind of, for programs that serve several books.
    pub(crate) like: Option<String>,
    /// `failure` (default) or `success`.
    pub(crate) outcome: Option<String>,
    /// The statuses for which it is the default: `404`, `201..299`, `4xx` or a list. The most precise one wins.
    pub(crate) statuses: Option<OneOrMany<Word, true>>,
    /// The severity. Default: `error`.
    pub(crate) severity: Option<String>,
    /// The closest code of `google.rpc.Code`. Default: `UNKNOWN`.
    pub(crate) grpc: Option<String>,
    /// The text for the end user: generic and always safe to show. Required for failures. With translations, a map by
    /// language, of which the first one is the book's own.
    pub(crate) user_message: Option<UserMessage>,
    /// Whether, when and how often to repeat the call, unless a code of the class says otherwise.
    pub(crate) retry: Option<Retry>,
    /// The actions to take, in this order, unless a code of the class says otherwise.
    #[serde(default, deserialize_with = "some_list")]
    pub(crate) actions: Option<Vec<String>>,
    /// Lints suppressed for this entry and everything inside it, each with a reason.
    #[serde(default, deserialize_with = "list")]
    pub(crate) allow: Vec<Allow>,
}

/// An action that a fault can require.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Action {
    /// What to do, in one line.
    // Only an override of a standard entry may omit it and the actor.
    #[serde(default, deserialize_with = "present_text")]
    pub(crate) summary: Option<String>,
    /// Who does it: `program`, `player`, `developer`, `operator` or `support`.
    pub(crate) actor: Option<String>,
    /// Lints suppressed for this entry and everything inside it, each with a reason.
    #[serde(default, deserialize_with = "list")]
    pub(crate) allow: Vec<Allow>,
}

/// A lint that is suppressed for an entry and everything inside it, and why.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Allow {
    /// The name of the lint, as in `no_example`.
    pub(crate) lint: String,
    /// Why it does not apply here.
    #[allow(dead_code)]
    pub(crate) reason: String,
    /// Set once it has suppressed something.
    #[serde(skip)]
    pub(crate) used: Rc<Cell<bool>>,
}

/// The headers with waits and rate limits.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Headers {
    /// The header that says when to try again.
    pub(crate) retry_after: Option<String>,
    /// The headers that say how many requests are left.
    pub(crate) rate_limit: Option<RateLimit>,
    /// The longest wait that a header can ask for. Longer ones are shortened to this. Default: `1h`.
    pub(crate) max_wait: Option<String>,
}

/// The headers that say how many requests are left.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RateLimit {
    /// The header with the number of requests allowed.
    pub(crate) limit: Option<String>,
    /// The header with the number of requests left.
    pub(crate) remaining: Option<String>,
    /// The header that says when the limit is reset.
    pub(crate) reset: Option<Reset>,
}

/// The header that says when a limit is reset.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Reset {
    /// The name of the header.
    pub(crate) name: String,
    /// The unit of its number: `epoch` (seconds since 1970) or `seconds` (from now).
    pub(crate) unit: String,
}

documents! {
    /// `<vendor>.yaml`.
    Vendor {
        /// What this file adds to and overrides: a vendor of a package, as in `my_package/stripe`; a protocol, as in
        /// `protocol/google_rpc`; another vendor of the book; or a list, of which later ones override earlier ones.
        #[serde(default)]
        #[allow(dead_code)] // The files are merged before they are read as this type.
        extends: OneOrMany<Word>,
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
        #[serde(default)]
        headers: Headers,
        /// Where the response says when to try again, if not in the header `retry_after` of `headers`: a location with a
        /// unit, or a list, tried in order.
        #[serde(default)]
        retry_after: OneOrMany<Wait>,
        /// Where the response says how many requests are left, if not in the headers `rate_limit` of `headers`: the
        /// locations of each limit, by its name.
        #[serde(default)]
        rate_limits: Map<RateLimitSources>,
        /// Where the code, the message and other values are in a response. Shared by all domains, and also read from
        /// successes.
        #[serde(default)]
        envelope: Envelope,
        /// What a 2xx must contain to be a success, unless an operation says otherwise.
        success: Option<OneOrMany<When>>,
        /// The sets of codes, by name. Codes are unique within their domain.
        domains: Map<Domain>,
        /// The calls, by name. `request` always exists and represents all calls that are not listed.
        #[serde(default)]
        operations: Map<Operation>,
        /// Responses and their expected results. Each is a test, and is shown in the docs.
        #[serde(default, deserialize_with = "list")]
        examples: Vec<Example>,
    }
}

/// A rate limit or a quota. It has a `rate` or an `amount`.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Limit {
    /// A number per time, as in `100/s`.
    pub(crate) rate: Option<String>,
    /// A total, as in `100 minutes`.
    pub(crate) amount: Option<String>,
    /// `burst` for short peaks, `sustained` for continuous use, or `quota` for a total that is used up.
    pub(crate) kind: String,
    /// A remark.
    pub(crate) note: Option<String>,
    /// The source of this information, such as a document or an address.
    pub(crate) source: Option<String>,
}

/// Where in a response the code and other values are.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Envelope {
    /// The responses that it applies to, by `status`, `field` and `header`. Default: every response. Not inherited.
    pub(crate) when: Option<OneOrMany<When>>,
    /// Where the code is: a JSON Pointer, `{ header: NAME }`, `text` (the trimmed body), or a list, tried in order.
    pub(crate) code: Option<OneOrMany<Source>>,
    /// Where the category of the code is: a JSON Pointer, `{ header: NAME }`, or a list, tried in order.
    pub(crate) category: Option<OneOrMany<Source>>,
    /// Where the vendor's message is: a JSON Pointer, `{ header: NAME }`, or a list, tried in order.
    pub(crate) message: Option<OneOrMany<Source>>,
    /// Where the vendor's id of the request is: a JSON Pointer, `{ header: NAME }`, or a list, tried in order.
    pub(crate) trace_id: Option<OneOrMany<Source>>,
    /// Where the body repeats the status, on the vendor only: what is not a 2xx there makes the response a failure.
    pub(crate) status: Option<OneOrMany<Source>>,
    /// Where the time is: a JSON Pointer, `{ header: NAME }`, or a list, tried in order.
    pub(crate) timestamp: Option<OneOrMany<Source>>,
    /// The list of errors, in a response that may have several: a `JSONPath` that ends in `[*]` or a filter, or several.
    /// The other keys read an error with a path that starts like this one.
    pub(crate) errors: Option<OneOrMany<Word>>,
    /// Where the list of errors of individual inputs is.
    pub(crate) details: Option<Details>,
    /// Other values to read: a name, and where it is.
    pub(crate) fields: Option<Map<OneOrMany<Source>>>,
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

/// The location of a value in a response: `at` or `header`.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceMap {
    /// A JSON Pointer, or for a code `text`, the trimmed body.
    pub(crate) at: Option<String>,
    /// The name of the header.
    pub(crate) header: Option<String>,
    /// A parameter of the challenges in the header, as `error` in `WWW-Authenticate: Bearer error="invalid_token"`.
    pub(crate) param: Option<String>,
    /// A pattern with one capture, which is the value, as in `{code:word}:{_:text}`, or a list, of which the first that
    /// matches applies. Captures named `_` are ignored.
    #[serde(default)]
    pub(crate) pattern: OneOrMany<Word>,
}

/// The location of a wait: `at` or `header`.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Wait {
    /// A JSON Pointer.
    pub(crate) at: Option<String>,
    /// The name of the header.
    pub(crate) header: Option<String>,
    /// A parameter of the challenges in the header.
    pub(crate) param: Option<String>,
    /// A pattern with one capture, which is the wait, or a list.
    #[serde(default)]
    pub(crate) pattern: OneOrMany<Word>,
    /// The unit: `s`, `ms`, `min`; `epoch` or `epoch_ms` since 1970; `http_date`, `rfc3339`; or `duration`, as in `34.4s`,
    /// `6m0s` or `PT34S`. Default for a header: as in `Retry-After`, seconds or an HTTP date.
    pub(crate) unit: Option<String>,
    /// The responses in which it counts, by `status`, `field` and `header`. Default: every response.
    pub(crate) when: Option<OneOrMany<When>>,
    /// Whether the longest of all such waits counts, instead of the first.
    #[serde(default)]
    pub(crate) longest: bool,
}

/// The locations of a rate limit.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RateLimitSources {
    /// Where the number of requests allowed is: a JSON Pointer, or `{ header: NAME }`.
    pub(crate) limit: Option<Source>,
    /// Where the number of requests left is: a JSON Pointer, or `{ header: NAME }`.
    pub(crate) remaining: Option<Source>,
    /// Where the time is at which the limit is reset: a location with a unit.
    pub(crate) reset: Option<Wait>,
}

/// A list of errors of individual inputs. An item may also be a plain string.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Details {
    /// The JSON Pointer to the list or map.
    pub(crate) at: String,
    /// Whether they are in a map: each name is the field, and its value a text, an object with a message, or a list of
    /// these.
    #[serde(default)]
    pub(crate) map: bool,
    /// Whether they are in a tree: maps and lists, in which each text is the message about the input that the way to it
    /// names.
    #[serde(default)]
    pub(crate) tree: bool,
    /// The name of the members of a tree that contain the details, as in `_errors`. Default: each text in the tree is one.
    pub(crate) leaf: Option<Word>,
    /// The JSON Pointer, within an item, to the name of the input. Default: `/field`.
    pub(crate) field: Option<String>,
    /// The JSON Pointer, within an item, to the message. Default: `/message`.
    pub(crate) message: Option<String>,
    /// The JSON Pointer, within an item, to a code. Default: they have none.
    pub(crate) code: Option<String>,
}

/// Conditions, which must all hold.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct When {
    /// The status: `404`, `5xx`, `201..299`, or a list of these.
    pub(crate) status: Option<OneOrMany<Word>>,
    /// JSON Pointers, each with the required value, a list of values, or `{ exists: true }`: present and not null. A text
    /// may also be `{ contains: … }` or `{ prefix: … }`, which ignore the case of ASCII letters.
    pub(crate) field: Option<Map<OneOrMany<Scalar>>>,
    /// Headers, each with the required value, a list of values, or `{ exists: true }`.
    pub(crate) header: Option<Map<OneOrMany<Scalar>>>,
    /// What the body of a success is: `json` (an object or a list; the default), `value` (any JSON value), `empty`, `text`
    /// or `any`.
    pub(crate) body: Option<String>,
    /// A code of the vendor, or a list.
    pub(crate) code: Option<OneOrMany<Word>>,
    /// A domain of the vendor, or a list.
    pub(crate) domain: Option<OneOrMany<Word>>,
    /// A class of the book, or a list; the class before any rule.
    pub(crate) class: Option<OneOrMany<Word>>,
    /// A category, or a list.
    pub(crate) category: Option<OneOrMany<Word>>,
    /// A pattern for the whole message, as in `at most {max:decimal}`. Types: `decimal`, `integer`, `word`, `text`.
    pub(crate) message: Option<OneOrMany<Word>>,
    /// The field of a detail, and a pattern for the message of that detail.
    pub(crate) detail: Option<Map<OneOrMany<Word>>>,
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
        #[serde(rename = "type")]
        type_name: Option<String>,
        /// `client`: the codes are never on the wire; the client itself raises them.
        raised_by: Option<String>,
        /// `status`: the codes are HTTP statuses, each with a `name`; an unlisted status is not a code.
        key: Option<String>,
        /// A prefix of the codes, or a list, that is removed from their identifiers.
        #[serde(default)]
        strip_prefix: OneOrMany<Word>,
        /// Where the code and other values are, if not as in the vendor's envelope.
        #[serde(default)]
        envelope: Envelope,
        /// Groups of codes, by their names on the wire.
        #[serde(default)]
        categories: Map<Category>,
        /// The codes, exactly as they appear on the wire.
        #[serde(default)]
        codes: Map<Code>,
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
        #[serde(default)]
        codes: OneOrMany<Family>,
    }
}

/// Codes that belong to a category: `prefix` or `range`.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Family {
    /// The start of the codes.
    pub(crate) prefix: Option<Word>,
    /// The lowest and the highest of the codes, which are whole numbers, as in `-32099..-32000`.
    pub(crate) range: Option<String>,
}

documents! {
    /// A code, exactly as it appears on the wire.
    Code {
        /// Its meaning, in one line.
        summary: String,
        /// The HTTP status that it comes with, or a list.
        #[serde(default)]
        status: OneOrMany<Word>,
        /// The identifier, if the wire string does not make a good one.
        name: Option<String>,
        /// A category of the domain.
        category: Option<String>,
        /// Other strings on the wire that are read as this code.
        #[serde(default)]
        aliases: OneOrMany<Word>,
        /// The vendor's version that introduced it.
        since: Option<Word>,
        /// Marks the code as deprecated by the vendor.
        deprecated: Option<Deprecated>,
    }
}

/// Since when a code is deprecated, and what replaces it.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Deprecated {
    /// The version that deprecated it.
    pub(crate) since: Option<Word>,
    /// The code of the same domain to use instead.
    pub(crate) replaced_by: Option<Word>,
    /// A remark.
    pub(crate) note: Option<String>,
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

/// A response, or a code that the client raised, and the expected result.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    /// The name of the example, as in “the network is down”.
    pub(crate) name: String,
    /// The operation.
    pub(crate) operation: String,
    /// The source of this information, such as a document or an address.
    pub(crate) source: Option<String>,
    /// A remark.
    pub(crate) note: Option<String>,
    /// The vendor's response.
    pub(crate) response: Option<Response>,
    /// The code that the client itself raises, instead of a response.
    pub(crate) raised: Option<Word>,
    /// The expected result. `null` means absent.
    pub(crate) expect: Expect,
}

/// A vendor's response.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Response {
    /// The HTTP status.
    pub(crate) status: u16,
    /// Headers, by name.
    #[serde(default)]
    pub(crate) headers: Map<Word>,
    /// The body.
    #[serde(default)]
    pub(crate) body: String,
}

/// The expected result of an example. A key that is `null` must be absent from the result.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Expect {
    /// Whether the call failed.
    pub(crate) outcome: Option<String>,
    /// The domain of the code.
    #[serde(deserialize_with = "given")]
    pub(crate) domain: Option<Option<String>>,
    /// The code on the wire.
    #[serde(deserialize_with = "given")]
    pub(crate) code: Option<Option<Word>>,
    /// Whether the code is in the book.
    pub(crate) known: Option<bool>,
    /// Why there is no known code, or why it is no success, as in `not JSON`.
    #[serde(deserialize_with = "given")]
    pub(crate) reason: Option<Option<String>>,
    /// The class.
    pub(crate) class: Option<String>,
    /// The severity.
    pub(crate) severity: Option<String>,
    /// The actions to take, in this order.
    #[serde(default, deserialize_with = "some_list")]
    pub(crate) actions: Option<Vec<String>>,
    /// The actions that must not be taken.
    #[serde(default, deserialize_with = "some_list")]
    pub(crate) forbid: Option<Vec<String>>,
    /// Whether the call may be repeated.
    pub(crate) retryable: Option<bool>,
    /// The complete retry, or only its kind.
    pub(crate) retry: Option<Retry>,
    /// The wait that the vendor asks for, as in `30s`.
    #[serde(deserialize_with = "given")]
    pub(crate) retry_after: Option<Option<String>>,
    /// The rate limits that the response reports.
    #[serde(default, deserialize_with = "some_list")]
    pub(crate) rate_limits: Option<Vec<ReportedLimit>>,
    /// The actions to take when no attempt is left.
    #[serde(default, deserialize_with = "some_list")]
    pub(crate) if_exhausted: Option<Vec<String>>,
    /// The time left before the vendor acts on its own.
    #[serde(deserialize_with = "given")]
    pub(crate) grace_period: Option<Option<String>>,
    /// The text for the end user.
    #[serde(deserialize_with = "given")]
    pub(crate) user_message: Option<Option<String>>,
    /// Whether the cause is confidential.
    pub(crate) confidential: Option<bool>,
    /// The vendor's message.
    #[serde(deserialize_with = "given")]
    pub(crate) message: Option<Option<String>>,
    /// The vendor's id of the request.
    #[serde(deserialize_with = "given")]
    pub(crate) trace_id: Option<Option<String>>,
    /// The vendor's timestamp.
    #[serde(deserialize_with = "given")]
    pub(crate) timestamp: Option<Option<String>>,
    /// The category that the vendor sends.
    #[serde(deserialize_with = "given")]
    pub(crate) category: Option<Option<String>>,
    /// The errors of individual inputs.
    #[serde(default, deserialize_with = "some_list")]
    pub(crate) details: Option<Vec<Detail>>,
    /// The other values, by name.
    pub(crate) fields: Option<Map<Word>>,
    /// What the rule's patterns captured, by name.
    pub(crate) captures: Option<Map<Word>>,
    /// The reason to record.
    #[serde(deserialize_with = "given")]
    pub(crate) failure_reason: Option<Option<String>>,
    /// The layer that decided a field, by field.
    pub(crate) decided_by: Option<Map<String>>,
}

/// A rate limit that a response reports.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportedLimit {
    /// The name in `rate_limits`. Without it, the limit of `headers`.
    #[serde(default)]
    pub(crate) name: String,
    /// The number of requests allowed.
    pub(crate) limit: Option<u64>,
    /// The number of requests left.
    pub(crate) remaining: Option<u64>,
    /// When the limit is reset: a duration, as in `6min`, or seconds since 1970.
    pub(crate) reset: Option<Word>,
}

/// The error of one input.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Detail {
    /// The name of the input.
    pub(crate) field: Option<String>,
    /// The message.
    pub(crate) message: Option<String>,
    /// The code.
    pub(crate) code: Option<Word>,
}
