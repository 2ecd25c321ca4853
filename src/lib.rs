//! Every vendor's errors, written down once: typed codes, decisions and docs.
//!
//! Each vendor is a module with an `Operation`. Hand it the raw response, and get back a success or a fault that knows
//! its code and what to do about it.
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
//! What the client itself finds is raised: `Operation::raise` makes the same kind of fault of a code that no response
//! carries. [`read`](fn@read) takes the vendor and the operation as values; [`Operation`] and [`Catalogue`] are for code that
//! works with any vendor.
//!
//! [`Retries`] carries the retry decision out in whatever loop there is: it answers each fault of a call with the next
//! [`Step`].
//!
//! This crate is generated from the YAML in `spec/`. With the feature `regenerate`, which is on by default, that happens
//! whenever it is built; without it, the committed image in `generated/` is compiled, and no generator is needed.
//!
//! # Features
//!
//! | feature | with it |
//! |---|---|
//! | `alloc` (default) | faults and successes outlive their response: `Fault::into_owned` |
//! | `regenerate` (default) | the crate is generated from `spec/` |
//! | `http` | [`Response`] from `http::Response` and from its parts; `http::HeaderMap` as [`Headers`]; needs `std` |
//! | `serde` | faults, successes and the words in them are serialized; names are read back strictly |
//! | `tower` | a layer that reads the responses of a tower client over HTTP, and a policy that repeats calls: `tower` |
//! | `tracing` | `Fault::emit_event`, for logs |
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "tower")]
pub use faultbook_runtime::tower;

#[cfg(feature = "regenerate")]
faultbook_runtime::include_book!();

#[cfg(not(feature = "regenerate"))]
include!("../generated/book.rs");

// The Rust on the vendors' pages holds.
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
