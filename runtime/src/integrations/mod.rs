//! Types of other crates, each behind the feature that is named after its crate.

#[cfg(feature = "http")]
mod http;
#[cfg(feature = "serde")]
pub mod serde;
#[cfg(feature = "tower")]
pub mod tower;
#[cfg(feature = "tracing")]
mod tracing;

/// Without the feature, nothing is said.
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
