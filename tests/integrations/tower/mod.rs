//! The feature `tower`.

mod reading;
mod retrying;
mod script;
