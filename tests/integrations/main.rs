//! The integrations with other crates, each tested with the real crate.

#[cfg(feature = "http")]
mod http;
#[cfg(feature = "produce")]
mod produce;
#[cfg(feature = "samples")]
mod samples;
#[cfg(feature = "serde")]
mod serde;
#[cfg(feature = "tower")]
mod tower;
#[cfg(feature = "tracing")]
mod tracing;
