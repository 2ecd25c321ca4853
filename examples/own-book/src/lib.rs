//! What goes wrong at Kestrel Post, and what to do about it.

pub use faultbook_runtime::{Outcome, Response, Retries, Step};

faultbook_runtime::include_book!();
