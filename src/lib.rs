//! The errors of five sample vendors: typed codes, decisions and docs.
//!
//! Each vendor is a module with an `Operation`, which reads a raw response into a success or a fault: a typed code and
//! what to do about it.
//!
//! ```
//! use faultbook::{Action, Class, Response, playwave};
//!
//! let body = r#"{"success":false,"error":{"code":"SESSION_ENDED","message":"…"}}"#;
//! let response = Response::new(410, body).headers(&[("content-type", "application/json")]);
//! let fault = playwave::Operation::Heartbeat.read(&response).unwrap_err();
//!
//! assert!(fault.is(playwave::ApiCode::SessionEnded));
//! assert_eq!(fault.class(), Class::SessionLost);
//! assert_eq!(fault.actions(), [Action::StopHeartbeat, Action::KickPlayer]);
//! assert!(!fault.is_retryable());
//! println!("{}", fault.user_message().unwrap());
//! ```
//!
//! Errors that the client itself detects are raised: `Operation::raise` converts a code that no response contains into
//! the same kind of fault. [`read`](fn@read) takes the vendor and the operation as values; [`Operation`] and
//! [`VendorTypes`] are for code that works with any vendor.
//!
//! [`Retries`] carries out the retry decision in any loop: for each fault of a call it returns the next [`Step`].
//!
//! This crate is generated from the sample book in `spec/`. With the feature `regenerate`, which is on by default, that
//! happens whenever it is built; without it, the committed files in `generated/` are compiled, and no generator is
//! needed. For vendors of your own, use `faultbook-codegen` in a build script instead.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `alloc` (default) | `Fault::into_owned`, for faults and successes that outlive their response |
//! | `regenerate` (default) | the crate is generated from `spec/` |
//! | `http` | [`Response`] from `http::Response` and its parts, `http::HeaderMap` as [`Headers`]; needs `std` |
//! | `serde` | serializes faults and successes, reads names back strictly |
//! | `tower` | a layer that reads the responses of a tower client over HTTP, and a retry policy: `tower` |
//! | `tracing` | `Fault::emit_event`, for logs |
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "tower")]
pub use faultbook_runtime::tower;

#[cfg(feature = "regenerate")]
faultbook_runtime::include_book!();

#[cfg(not(feature = "regenerate"))]
include!("../generated/book.rs");

// The Rust on the vendors' pages is tested.
#[cfg(doctest)]
mod pages {
    macro_rules! page {
        ($($vendor:ident)*) => {
            $(#[doc = include_str!(concat!("../generated/docs/", stringify!($vendor), ".md"))]
            mod $vendor {})*
        };
    }
    page!(gameye licensing playtest playwave rgs);
}
