//! The keys of each part of the language, taken from serde's error for an unknown key.

use serde::de::DeserializeOwned;
use serde::de::value::MapDeserializer;

use super::mismatch::Mismatch;
use crate::syntax::{
    Action, Allow, Backoff, Book, Category, Class, Code, Deprecated, Domain, Envelope, Example,
    Expect, Headers, Limit, Operation, Policy, RateLimit, RateLimitSources, Reset, Response, Rule,
    Texts, Vendor, When,
};

/// A key with more places than this belongs to no particular one.
const MOST: usize = 4;

/// The parts of the language that have a key, if there are few.
pub(super) fn places_of(key: &str) -> Vec<&'static str> {
    let places = [
        ("a vendor", keys::<Vendor>()),
        ("`book.yaml`", keys::<Book>()),
        ("a class", keys::<Class>()),
        ("an action", keys::<Action>()),
        ("a domain", keys::<Domain>()),
        ("a category", keys::<Category>()),
        ("a code", keys::<Code>()),
        ("`deprecated`", keys::<Deprecated>()),
        ("an operation", keys::<Operation>()),
        ("a rule", keys::<Rule>()),
        ("`when`", keys::<When>()),
        ("`envelope`", keys::<Envelope>()),
        ("`headers`", keys::<Headers>()),
        ("`rate_limit`", keys::<RateLimit>()),
        ("`reset`", keys::<Reset>()),
        ("`rate_limits`", keys::<RateLimitSources>()),
        ("a limit", keys::<Limit>()),
        ("`retry`", keys::<Policy>()),
        ("`backoff`", keys::<Backoff>()),
        ("an item of `allow`", keys::<Allow>()),
        ("an example", keys::<Example>()),
        ("`response`", keys::<Response>()),
        ("`expect`", keys::<Expect>()),
        ("a file of translations", keys::<Texts>()),
    ];
    let has_it = places.into_iter().filter(|(_, keys)| keys.contains(&key));
    let names: Vec<&str> = has_it.map(|(name, _)| name).collect();
    if names.len() > MOST {
        Vec::new()
    } else {
        names
    }
}

/// The keys of a type.
fn keys<T: DeserializeOwned>() -> &'static [&'static str] {
    let stranger = MapDeserializer::<_, Mismatch>::new([("", "")].into_iter());
    match T::deserialize(stranger) {
        Err(mismatch) => mismatch.known_keys(),
        Ok(_) => &[],
    }
}
