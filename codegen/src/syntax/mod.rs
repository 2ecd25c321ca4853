//! The book as it is written: a mirror of the YAML that may be wrong in every way that YAML can express.
//!
//! Nothing here is resolved. Numbers with units, pointers, patterns and names are the strings that the author wrote.
//!
//! The comments on the fields are what an editor shows to an author: `schema.rs` takes them over.

#![allow(clippy::option_option)] // The outer one tells whether the key is there, the inner one whether it is null.
#![allow(clippy::struct_field_names)] // The names are those of the language.

mod recover;
mod scalars;
#[cfg(feature = "schema")]
pub(crate) mod schema;

use std::cell::Cell;
use std::rc::Rc;

use serde::Deserialize;

pub(crate) use recover::{Attempt, list, some_list};
pub(crate) use scalars::{Backoff, Map, OneOrMany, Policy, Retry, Scalar, Word, given, said};

/// Structs that decide something have the decision's fields in common. They are spelled out in each, and not flattened,
/// so that an unknown key is still told with its place.
macro_rules! decides {
    ($(#[$doc:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            $($(#[$attr])* pub(crate) $field: $type,)*
            /// What kind of fault it is: a class of the book.
            class: Option<String>,
            /// Whether the call failed. If left out, the class says it.
            outcome: Option<String>,
            /// How bad it is. If left out, the class says it.
            severity: Option<String>,
            /// Whether, when and how often the call is repeated.
            retry: Option<Retry>,
            /// What is to be done, in this order: actions of the book. The list of the highest layer replaces the others.
            #[serde(default, deserialize_with = "some_list")]
            actions: Option<Vec<String>>,
            /// What must not be done: actions of the book.
            #[serde(default, deserialize_with = "some_list")]
            forbid: Option<Vec<String>>,
            /// How long is left before the vendor acts by itself, as in `2min`.
            grace_period: Option<String>,
            /// What the end user may be shown. `{name}` inserts a number that the same rule captures; `{{` is a brace.
            user_message: Option<String>,
            /// `never`: texts of lower layers are not shown to the end user.
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
                    user_message: self.user_message.as_deref(),
                    expose: self.expose.as_deref(),
                }
            }
        }
    };
}

/// The fields that decide what to do, wherever they stand.
pub(crate) struct Fields<'s> {
    pub(crate) class: Option<&'s str>,
    pub(crate) outcome: Option<&'s str>,
    pub(crate) severity: Option<&'s str>,
    pub(crate) retry: Option<&'s Retry>,
    pub(crate) actions: Option<&'s [String]>,
    pub(crate) forbid: Option<&'s [String]>,
    pub(crate) grace_period: Option<&'s str>,
    pub(crate) user_message: Option<&'s str>,
    pub(crate) expose: Option<&'s str>,
}

impl Fields<'_> {
    /// The name of a field that is decided, if any is.
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

    /// Whether nothing is decided.
    pub(crate) fn is_empty(&self) -> bool {
        self.first().is_none()
    }
}

/// `book.yaml`: the vocabulary that all vendors share.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Book {
    /// `standard`: the classes, actions, retries and headers that Faultbook brings along. What stands here is added to
    /// them, or overrides them field by field.
    pub(crate) extends: Option<Word>,
    /// The kinds of faults that programs tell apart. `ok` and `unknown` must exist.
    pub(crate) classes: Option<Map<Class>>,
    /// What can be done about a fault.
    #[serde(default)]
    pub(crate) actions: Map<Action>,
    /// Named retry policies, used with `retry: { use: name }`.
    #[serde(default)]
    pub(crate) retries: Map<Retry>,
    /// The usual names of the headers that carry hints. A vendor may override each.
    #[serde(default)]
    pub(crate) headers: Headers,
    /// Levels of lints: `allow`, `warn` or `deny`. All but `lost_text` warn, if left out.
    #[serde(default)]
    pub(crate) lints: Map<String>,
}

impl Book {
    pub(crate) fn classes(&self) -> impl Iterator<Item = (&str, &Class)> {
        self.classes.iter().flat_map(Map::iter)
    }
}

/// A kind of fault that programs tell apart.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Class {
    /// What it means, in one line.
    // Only what overrides the standard does without it.
    #[serde(default, deserialize_with = "said")]
    pub(crate) summary: Option<String>,
    /// Whether it is a failure (if left out) or a success.
    pub(crate) outcome: Option<String>,
    /// Statuses it is the default for: `404`, `201..299`, `4xx` or a list. What is more exact beats the rest.
    pub(crate) statuses: Option<OneOrMany<Word, true>>,
    /// How bad it is: `error`, if left out.
    pub(crate) severity: Option<String>,
    /// The name of the code in `google.rpc.Code` that comes closest: `UNKNOWN`, if left out.
    pub(crate) grpc: Option<String>,
    /// What the end user may be shown: generic and always safe. A failure needs one.
    pub(crate) user_message: Option<String>,
    /// Whether, when and how often, if a code of the class does not say.
    pub(crate) retry: Option<Retry>,
    /// What is to be done, in this order, if a code of the class does not say.
    #[serde(default, deserialize_with = "some_list")]
    pub(crate) actions: Option<Vec<String>>,
    /// Lints that are not told of this and what is in it, each with the reason.
    #[serde(default, deserialize_with = "list")]
    pub(crate) allow: Vec<Allow>,
}

/// Something that can be done about a fault.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Action {
    /// What is to be done, in one line.
    // Only what overrides the standard does without it and the actor.
    #[serde(default, deserialize_with = "said")]
    pub(crate) summary: Option<String>,
    /// Who does it.
    pub(crate) actor: Option<String>,
    /// Lints that are not told of this and what is in it, each with the reason.
    #[serde(default, deserialize_with = "list")]
    pub(crate) allow: Vec<Allow>,
}

/// That a lint is not to be told of an entry and what is in it, and why.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Allow {
    /// The name of the lint, as in `no_example`.
    pub(crate) lint: String,
    /// Why it does not apply here.
    #[allow(dead_code)]
    pub(crate) reason: String,
    /// Set once there was something to be said.
    #[serde(skip)]
    pub(crate) used: Rc<Cell<bool>>,
}

/// The headers that carry hints.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Headers {
    /// The header that tells when to try again.
    pub(crate) retry_after: Option<String>,
    /// The headers that tell how many requests are left.
    pub(crate) rate_limit: Option<RateLimit>,
    /// A hint is never obeyed for longer than this: `1h`, if nothing says it.
    pub(crate) max_wait: Option<String>,
}

/// The headers that tell how many requests are left.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RateLimit {
    /// The header with the number of requests allowed.
    pub(crate) limit: Option<String>,
    /// The header with the number of requests left.
    pub(crate) remaining: Option<String>,
    /// The header that tells when the number is full again.
    pub(crate) reset: Option<Reset>,
}

/// The header that tells when a limit starts anew.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Reset {
    /// The name of the header.
    pub(crate) name: String,
    /// What its number counts: seconds since the `epoch`, or `seconds` from now.
    pub(crate) unit: String,
}

decides! {
    /// `<vendor>.yaml`.
    Vendor {
        /// Lints that are not told of this and what is in it, each with the reason.
        #[serde(default, deserialize_with = "list")]
        allow: Vec<Allow>,
        /// The vendor's name in `snake_case`: that of the file and of the module.
        vendor: String,
        /// The name as it is shown.
        title: String,
        /// What the vendor offers, in one line.
        summary: String,
        /// A longer text.
        description: Option<String>,
        /// Where this comes from.
        source: Option<String>,
        /// Best practices in the vendor's own terms: a text, or a list.
        #[serde(default)]
        advice: OneOrMany<Word>,
        /// Conditions that no table can decide: a text, or a list. Shown in the docs.
        #[serde(default)]
        note: OneOrMany<Word>,
        /// How much may be asked of the vendor.
        #[serde(default, deserialize_with = "list")]
        limits: Vec<Limit>,
        /// The headers that carry hints, where the names are not those of `book.yaml`.
        #[serde(default)]
        headers: Headers,
        /// Where all domains have their code and all else. Also read from successes.
        #[serde(default)]
        envelope: Envelope,
        /// What depends on the response. The first rule whose `when` holds is taken.
        #[serde(default, deserialize_with = "list")]
        rules: Vec<Rule>,
        /// The sets of codes, by name. A code is unique in its domain.
        domains: Map<Domain>,
        /// The calls, by name. `request` exists always, as the operation of everything else.
        #[serde(default)]
        operations: Map<Operation>,
        /// Responses and what they must come to. Each is a test, and is shown in the docs.
        #[serde(default, deserialize_with = "list")]
        examples: Vec<Example>,
    }
}

/// How much may be asked for. It has a `rate` or an `amount`.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Limit {
    /// How many in what time, as in `100/s`.
    pub(crate) rate: Option<String>,
    /// How many in all, as in `100 minutes`.
    pub(crate) amount: Option<String>,
    /// Whether it holds for short `burst`s, for `sustained` use, or is a `quota` that is used up.
    pub(crate) kind: String,
    /// What else is to be known about it.
    pub(crate) note: Option<String>,
    /// Where this comes from.
    pub(crate) source: Option<String>,
}

/// Where in a response the code and everything else stands.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Envelope {
    /// The responses that it is about, by `status` and `field`. If left out, every response. Not inherited.
    pub(crate) when: Option<OneOrMany<When>>,
    /// Where the code is: a JSON Pointer, `{ header: NAME }`, `text` (the trimmed body), or a list, tried in order.
    pub(crate) code: Option<OneOrMany<Source>>,
    /// Where the category of the code is: a JSON Pointer, `{ header: NAME }`, or a list, tried in order.
    pub(crate) category: Option<OneOrMany<Source>>,
    /// Where the vendor's message is: a JSON Pointer, `{ header: NAME }`, or a list, tried in order.
    pub(crate) message: Option<OneOrMany<Source>>,
    /// Where the vendor's id of the request is: a JSON Pointer, `{ header: NAME }`, or a list, tried in order.
    pub(crate) trace_id: Option<OneOrMany<Source>>,
    /// Where the time is: a JSON Pointer, `{ header: NAME }`, or a list, tried in order.
    pub(crate) timestamp: Option<OneOrMany<Source>>,
    /// Where the list of what is wrong with each input is.
    pub(crate) details: Option<Details>,
    /// Whatever else is worth reading: a name, and where it is.
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
            timestamp,
            details,
            fields,
        } = self;
        let sources = [code, category, message, trace_id, timestamp];
        let none = sources.iter().all(|sources| sources.is_none());
        none && when.is_none() && details.is_none() && fields.is_none()
    }
}

/// Where something stands in a response.
#[derive(Debug)]
pub(crate) enum Source {
    /// A pointer, or the word `text`.
    Place(String),
    Header(HeaderSource),
}

/// A header of the response.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct HeaderSource {
    /// The name of the header.
    pub(crate) header: String,
}

/// A list of what is wrong with each input. An entry may also be a bare string.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Details {
    /// The JSON Pointer to the list.
    pub(crate) at: String,
    /// The JSON Pointer, within an entry, to the input's name: `/field`, if left out.
    pub(crate) field: Option<String>,
    /// The JSON Pointer, within an entry, to what is said of it: `/message`, if left out.
    pub(crate) message: Option<String>,
}

/// What must hold, all of it.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct When {
    /// The status: `404`, `5xx`, `201..299`, or a list of these.
    pub(crate) status: Option<OneOrMany<Word>>,
    /// JSON Pointers, each with the value there, a list of values, or `{ exists: true }`: present and not null.
    pub(crate) field: Option<Map<OneOrMany<Scalar>>>,
    /// A code of the vendor, or a list.
    pub(crate) code: Option<OneOrMany<Word>>,
    /// A domain of the vendor, or a list.
    pub(crate) domain: Option<OneOrMany<Word>>,
    /// A class of the book, or a list; the class as it was before any rule.
    pub(crate) class: Option<OneOrMany<Word>>,
    /// A category, or a list.
    pub(crate) category: Option<OneOrMany<Word>>,
    /// A pattern over the whole message, as in `at most {max:decimal}`. Types: `decimal`, `integer`, `word`, `text`.
    pub(crate) message: Option<OneOrMany<Word>>,
    /// The field of a detail, and a pattern over that detail's message.
    pub(crate) detail: Option<Map<OneOrMany<Word>>>,
}

impl When {
    /// Whether nothing is asked for.
    pub(crate) fn is_empty(&self) -> bool {
        let names = [
            &self.status,
            &self.code,
            &self.domain,
            &self.class,
            &self.category,
            &self.message,
        ];
        names.iter().all(|names| names.is_none()) && self.field.is_none() && self.detail.is_none()
    }
}

decides! {
    /// What is decided when a condition holds.
    Rule {
        /// What must hold, or a list of such maps, one of which must hold. If left out, it always does.
        when: Option<OneOrMany<When>>,
        /// Why, for those who read the docs.
        because: Option<String>,
    }
}

decides! {
    /// A set of codes that are told in one way.
    Domain {
        /// Lints that are not told of this and what is in it, each with the reason.
        #[serde(default, deserialize_with = "list")]
        allow: Vec<Allow>,
        /// The name as it is shown.
        title: Option<String>,
        /// What the codes are about, in one line.
        summary: Option<String>,
        /// A longer text.
        description: Option<String>,
        /// Where this comes from.
        source: Option<String>,
        /// Best practices in the vendor's own terms: a text, or a list.
        #[serde(default)]
        advice: OneOrMany<Word>,
        /// Conditions that no table can decide: a text, or a list. Shown in the docs.
        #[serde(default)]
        note: OneOrMany<Word>,
        /// How much may be asked for.
        #[serde(default, deserialize_with = "list")]
        limits: Vec<Limit>,
        /// The Rust type of the codes, if the name plus `Code` does not do.
        #[serde(rename = "type")]
        type_name: Option<String>,
        /// `client`: never on the wire, the caller itself reports these.
        raised_by: Option<String>,
        /// `status`: entries are statuses, each with a `name`; an unlisted status is no code.
        key: Option<String>,
        /// A prefix of the codes, or a list, that their identifiers do without.
        #[serde(default)]
        strip_prefix: OneOrMany<Word>,
        /// Where the code and all else is, as far as the vendor does not say it.
        #[serde(default)]
        envelope: Envelope,
        /// Groups of codes, by the name on the wire.
        #[serde(default)]
        categories: Map<Category>,
        /// What depends on the response. The first rule whose `when` holds is taken.
        #[serde(default, deserialize_with = "list")]
        rules: Vec<Rule>,
        /// The codes, exactly as they stand on the wire.
        #[serde(default)]
        codes: Map<Code>,
    }
}

decides! {
    /// A group of codes, told by the vendor beside the code.
    Category {
        /// What it means, in one line.
        summary: String,
        /// A longer text.
        description: Option<String>,
    }
}

decides! {
    /// A code, exactly as it stands on the wire.
    Code {
        /// Lints that are not told of this and what is in it, each with the reason.
        #[serde(default, deserialize_with = "list")]
        allow: Vec<Allow>,
        /// What it means, in one line.
        summary: String,
        /// Causes and side effects.
        description: Option<String>,
        /// Where this comes from.
        source: Option<String>,
        /// The status it comes with, or a list.
        #[serde(default)]
        status: OneOrMany<Word>,
        /// The identifier, if the wire string does not make a good one.
        name: Option<String>,
        /// A category of the domain.
        category: Option<String>,
        /// Best practices in the vendor's own terms: a text, or a list.
        #[serde(default)]
        advice: OneOrMany<Word>,
        /// Conditions that no table can decide: a text, or a list. Shown in the docs.
        #[serde(default)]
        note: OneOrMany<Word>,
        /// How much may be asked for.
        #[serde(default, deserialize_with = "list")]
        limits: Vec<Limit>,
        /// Other spellings on the wire.
        #[serde(default)]
        aliases: OneOrMany<Word>,
        /// The version of the vendor that brought it.
        since: Option<Word>,
        /// That the vendor no longer wants it used.
        deprecated: Option<Deprecated>,
        /// What depends on the response. The first rule whose `when` holds is taken.
        #[serde(default, deserialize_with = "list")]
        rules: Vec<Rule>,
    }
}

/// Since when a code is no longer to be used, and what is.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Deprecated {
    /// The version that deprecated it.
    pub(crate) since: Option<Word>,
    /// The code of the same domain to use instead.
    pub(crate) replaced_by: Option<Word>,
    /// What else is to be known about it.
    pub(crate) note: Option<String>,
}

decides! {
    /// A call that a program makes.
    Operation {
        /// Lints that are not told of this and what is in it, each with the reason.
        #[serde(default, deserialize_with = "list")]
        allow: Vec<Allow>,
        /// What it does, in one line.
        summary: Option<String>,
        /// A longer text.
        description: Option<String>,
        /// Where this comes from.
        source: Option<String>,
        /// Method and path, as in `POST /auth/validate`.
        endpoint: Option<String>,
        /// Best practices in the vendor's own terms: a text, or a list.
        #[serde(default)]
        advice: OneOrMany<Word>,
        /// Conditions that no table can decide: a text, or a list. Shown in the docs.
        #[serde(default)]
        note: OneOrMany<Word>,
        /// How often it may be called.
        #[serde(default, deserialize_with = "list")]
        limits: Vec<Limit>,
        /// The domains whose codes it answers with, in order of precedence. All of the vendor's, if left out.
        domains: Option<OneOrMany<Word, true>>,
        /// What a 2xx must be to count as success, by `status` and `field`.
        success: Option<OneOrMany<When>>,
        /// Whether repeating it is safe. Left out: not known.
        idempotent: Option<bool>,
        /// What a program may put down as the reason when the call fails.
        failure_reason: Option<String>,
        /// What depends on the response. The first rule whose `when` holds is taken.
        #[serde(default, deserialize_with = "list")]
        rules: Vec<Rule>,
    }
}

/// A response, or a code that the caller raised, and what it must come to.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    /// What is shown, as in “the network is down”.
    pub(crate) name: String,
    /// The operation that is answered.
    pub(crate) operation: String,
    /// Where this comes from.
    pub(crate) source: Option<String>,
    /// What else is to be known about it.
    pub(crate) note: Option<String>,
    /// What the vendor answers.
    pub(crate) response: Option<Response>,
    /// The code that the caller itself reports, in place of a response.
    pub(crate) raised: Option<Word>,
    /// What it must come to. `null` means absent.
    pub(crate) expect: Expect,
}

/// A vendor's answer.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Response {
    /// The HTTP status.
    pub(crate) status: u16,
    /// Headers, by name.
    #[serde(default)]
    pub(crate) headers: Map<Word>,
    /// The body, as it is.
    #[serde(default)]
    pub(crate) body: String,
}

/// What an example must come to. A key that is given as `null` must be absent from the result.
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
    /// The class.
    pub(crate) class: Option<String>,
    /// How bad it is.
    pub(crate) severity: Option<String>,
    /// What is to be done, in this order.
    #[serde(default, deserialize_with = "some_list")]
    pub(crate) actions: Option<Vec<String>>,
    /// What must not be done.
    #[serde(default, deserialize_with = "some_list")]
    pub(crate) forbid: Option<Vec<String>>,
    /// Whether the call may be repeated at all.
    pub(crate) retryable: Option<bool>,
    /// The whole retry, or its kind alone.
    pub(crate) retry: Option<Retry>,
    /// How long the vendor asks to wait, as in `30s`.
    #[serde(deserialize_with = "given")]
    pub(crate) retry_after: Option<Option<String>>,
    /// What is to be done when no attempt is left.
    #[serde(default, deserialize_with = "some_list")]
    pub(crate) if_exhausted: Option<Vec<String>>,
    /// How long is left before the vendor acts by itself.
    #[serde(deserialize_with = "given")]
    pub(crate) grace_period: Option<Option<String>>,
    /// What the end user may be shown.
    #[serde(deserialize_with = "given")]
    pub(crate) user_message: Option<Option<String>>,
    /// Whether nobody outside may learn what went wrong.
    pub(crate) confidential: Option<bool>,
    /// The vendor's message.
    #[serde(deserialize_with = "given")]
    pub(crate) message: Option<Option<String>>,
    /// The vendor's id of the request.
    #[serde(deserialize_with = "given")]
    pub(crate) trace_id: Option<Option<String>>,
    /// The time that the vendor tells.
    #[serde(deserialize_with = "given")]
    pub(crate) timestamp: Option<Option<String>>,
    /// The category that the vendor tells.
    #[serde(deserialize_with = "given")]
    pub(crate) category: Option<Option<String>>,
    /// What is wrong with each input.
    #[serde(default, deserialize_with = "some_list")]
    pub(crate) details: Option<Vec<Detail>>,
    /// What else was read, by name.
    pub(crate) fields: Option<Map<Word>>,
    /// What the rule's patterns captured, by name.
    pub(crate) captures: Option<Map<Word>>,
    /// What to put down as the reason.
    #[serde(deserialize_with = "given")]
    pub(crate) failure_reason: Option<Option<String>>,
    /// The layer that decided a field, by field.
    pub(crate) decided_by: Option<Map<String>>,
}

/// What is wrong with one input.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Detail {
    /// The input's name.
    pub(crate) field: Option<String>,
    /// What is said of it.
    pub(crate) message: Option<String>,
}
