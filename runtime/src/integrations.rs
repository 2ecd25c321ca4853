//! Integrations with other crates, each behind a feature named after the crate.

#[cfg(feature = "http")]
mod http;
#[cfg(feature = "serde")]
pub mod serde;
#[cfg(feature = "tower")]
pub mod tower;
#[cfg(feature = "tracing")]
mod tracing;

/// Without the feature, this expands to nothing.
#[cfg(not(feature = "serde"))]
mod no_serde {
    #[doc(hidden)]
    #[macro_export]
    macro_rules! __faultbook_serialize_name {
        ($type:ident) => {};
    }

    #[doc(hidden)]
    #[macro_export]
    macro_rules! __faultbook_deserialize_name {
        ($type:ident, $what:literal) => {};
    }
}
