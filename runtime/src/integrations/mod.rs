//! Types of other crates, each behind the feature that is named after its crate.

#[cfg(feature = "http")]
mod http;
