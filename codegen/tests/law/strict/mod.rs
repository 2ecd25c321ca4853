//! A strict second reading of responses, written from docs/language.md and independent of the engine, the tables and the
//! compiler: made-up books as plain data, the JSON, numbers and patterns that they ask about, and an oracle that says
//! whether anything speaks against a success.
//!
//! The fuzz target `response` uses it, too.

pub(crate) mod book;
pub(crate) mod dice;
pub(crate) mod json;
pub(crate) mod number;
pub(crate) mod oracle;
pub(crate) mod pattern;
pub(crate) mod responses;
