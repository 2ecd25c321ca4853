//! The book as it is written: a mirror of the YAML that may be wrong in every way that YAML can express.
//!
//! Nothing here is resolved. Numbers with units, pointers, patterns and names are the strings that the author wrote.

#![allow(clippy::option_option)] // The outer one tells whether the key is there, the inner one whether it is null.
#![allow(clippy::struct_field_names)] // The names are those of the language.

mod scalars;

use serde::Deserialize;

pub(crate) use scalars::{Backoff, Map, OneOrMany, Policy, Retry, Scalar, Word, given};

/// Structs that decide something have the decision's fields in common. They are spelled out in each, and not flattened,
/// so that an unknown key is still told with its place.
macro_rules! decides {
    ($(#[$doc:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            $($(#[$attr])* pub(crate) $field: $type,)*
            class: Option<String>,
            outcome: Option<String>,
            severity: Option<String>,
            retry: Option<Retry>,
            actions: Option<Vec<String>>,
            forbid: Option<Vec<String>>,
            grace_period: Option<String>,
            user_message: Option<String>,
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

/// `book.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Book {
    pub(crate) classes: Map<Class>,
    #[serde(default)]
    pub(crate) actions: Map<Action>,
    #[serde(default)]
    pub(crate) retries: Map<Retry>,
    #[serde(default)]
    pub(crate) headers: Headers,
    #[serde(default)]
    #[allow(dead_code)]
    // Accepted already, so that books can set levels before there are lints.
    pub(crate) lints: Map<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Class {
    pub(crate) summary: String,
    pub(crate) outcome: Option<String>,
    #[serde(default)]
    pub(crate) statuses: OneOrMany<Word>,
    pub(crate) severity: Option<String>,
    pub(crate) grpc: Option<String>,
    pub(crate) user_message: Option<String>,
    pub(crate) retry: Option<Retry>,
    pub(crate) actions: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) allow: Vec<Allow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Action {
    pub(crate) summary: String,
    pub(crate) actor: String,
    #[serde(default)]
    pub(crate) allow: Vec<Allow>,
}

/// That a lint is not to be told of an entry and what is in it, and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Allow {
    pub(crate) lint: String,
    /// For those who read the book.
    #[allow(dead_code)]
    pub(crate) reason: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Headers {
    pub(crate) retry_after: Option<String>,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) max_wait: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RateLimit {
    pub(crate) limit: Option<String>,
    pub(crate) remaining: Option<String>,
    pub(crate) reset: Option<Reset>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reset {
    pub(crate) name: String,
    pub(crate) unit: String,
}

decides! {
    /// `<vendor>.yaml`.
    Vendor {
        #[serde(default)]
        allow: Vec<Allow>,
        vendor: String,
        title: String,
        summary: String,
        description: Option<String>,
        source: Option<String>,
        #[serde(default)]
        advice: OneOrMany<Word>,
        #[serde(default)]
        note: OneOrMany<Word>,
        #[serde(default)]
        limits: Vec<Limit>,
        #[serde(default)]
        headers: Headers,
        #[serde(default)]
        envelope: Envelope,
        #[serde(default)]
        rules: Vec<Rule>,
        domains: Map<Domain>,
        #[serde(default)]
        operations: Map<Operation>,
        #[serde(default)]
        examples: Vec<Example>,
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limit {
    pub(crate) rate: Option<String>,
    pub(crate) amount: Option<String>,
    pub(crate) kind: String,
    pub(crate) note: Option<String>,
    pub(crate) source: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Envelope {
    pub(crate) when: Option<OneOrMany<When>>,
    pub(crate) code: Option<OneOrMany<Source>>,
    pub(crate) category: Option<OneOrMany<Source>>,
    pub(crate) message: Option<OneOrMany<Source>>,
    pub(crate) trace_id: Option<OneOrMany<Source>>,
    pub(crate) timestamp: Option<OneOrMany<Source>>,
    pub(crate) details: Option<Details>,
    pub(crate) fields: Option<Map<OneOrMany<Source>>>,
}

/// Where something stands in a response.
#[derive(Debug)]
pub(crate) enum Source {
    /// A pointer, or the word `text`.
    Place(String),
    Header(HeaderSource),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeaderSource {
    pub(crate) header: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Details {
    pub(crate) at: String,
    pub(crate) field: Option<String>,
    pub(crate) message: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct When {
    pub(crate) status: Option<OneOrMany<Word>>,
    pub(crate) field: Option<Map<OneOrMany<Scalar>>>,
    pub(crate) code: Option<OneOrMany<Word>>,
    pub(crate) domain: Option<OneOrMany<Word>>,
    pub(crate) class: Option<OneOrMany<Word>>,
    pub(crate) category: Option<OneOrMany<Word>>,
    pub(crate) message: Option<OneOrMany<Word>>,
    pub(crate) detail: Option<Map<OneOrMany<Word>>>,
}

decides! {
    Rule {
        when: Option<OneOrMany<When>>,
        because: Option<String>,
    }
}

decides! {
    Domain {
        #[serde(default)]
        allow: Vec<Allow>,
        title: Option<String>,
        summary: Option<String>,
        description: Option<String>,
        source: Option<String>,
        #[serde(default)]
        advice: OneOrMany<Word>,
        #[serde(default)]
        note: OneOrMany<Word>,
        #[serde(default)]
        limits: Vec<Limit>,
        #[serde(rename = "type")]
        type_name: Option<String>,
        raised_by: Option<String>,
        key: Option<String>,
        #[serde(default)]
        strip_prefix: OneOrMany<Word>,
        #[serde(default)]
        envelope: Envelope,
        #[serde(default)]
        categories: Map<Category>,
        #[serde(default)]
        rules: Vec<Rule>,
        #[serde(default)]
        codes: Map<Code>,
    }
}

decides! {
    Category {
        summary: String,
        description: Option<String>,
    }
}

decides! {
    Code {
        #[serde(default)]
        allow: Vec<Allow>,
        summary: String,
        description: Option<String>,
        source: Option<String>,
        #[serde(default)]
        status: OneOrMany<Word>,
        name: Option<String>,
        category: Option<String>,
        #[serde(default)]
        advice: OneOrMany<Word>,
        #[serde(default)]
        note: OneOrMany<Word>,
        #[serde(default)]
        limits: Vec<Limit>,
        #[serde(default)]
        aliases: OneOrMany<Word>,
        since: Option<Word>,
        deprecated: Option<Deprecated>,
        #[serde(default)]
        rules: Vec<Rule>,
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deprecated {
    pub(crate) since: Option<Word>,
    pub(crate) replaced_by: Option<Word>,
    pub(crate) note: Option<String>,
}

decides! {
    Operation {
        #[serde(default)]
        allow: Vec<Allow>,
        summary: Option<String>,
        description: Option<String>,
        source: Option<String>,
        endpoint: Option<String>,
        #[serde(default)]
        advice: OneOrMany<Word>,
        #[serde(default)]
        note: OneOrMany<Word>,
        #[serde(default)]
        limits: Vec<Limit>,
        domains: Option<OneOrMany<Word, true>>,
        success: Option<OneOrMany<When>>,
        idempotent: Option<bool>,
        failure_reason: Option<String>,
        #[serde(default)]
        rules: Vec<Rule>,
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    pub(crate) name: String,
    pub(crate) operation: String,
    pub(crate) source: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) response: Option<Response>,
    pub(crate) raised: Option<Word>,
    pub(crate) expect: Expect,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Response {
    pub(crate) status: u16,
    #[serde(default)]
    pub(crate) headers: Map<Word>,
    #[serde(default)]
    pub(crate) body: String,
}

/// What an example must come to. A key that is given as `null` must be absent from the result.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Expect {
    pub(crate) outcome: Option<String>,
    #[serde(deserialize_with = "given")]
    pub(crate) domain: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub(crate) code: Option<Option<Word>>,
    pub(crate) known: Option<bool>,
    pub(crate) class: Option<String>,
    pub(crate) severity: Option<String>,
    pub(crate) actions: Option<Vec<String>>,
    pub(crate) forbid: Option<Vec<String>>,
    pub(crate) retryable: Option<bool>,
    pub(crate) retry: Option<Retry>,
    #[serde(deserialize_with = "given")]
    pub(crate) retry_after: Option<Option<String>>,
    pub(crate) if_exhausted: Option<Vec<String>>,
    #[serde(deserialize_with = "given")]
    pub(crate) grace_period: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub(crate) user_message: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub(crate) message: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub(crate) trace_id: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub(crate) timestamp: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub(crate) category: Option<Option<String>>,
    pub(crate) details: Option<Vec<Detail>>,
    pub(crate) fields: Option<Map<Word>>,
    pub(crate) captures: Option<Map<Word>>,
    #[serde(deserialize_with = "given")]
    pub(crate) failure_reason: Option<Option<String>>,
    pub(crate) decided_by: Option<Map<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Detail {
    pub(crate) field: Option<String>,
    pub(crate) message: Option<String>,
}
