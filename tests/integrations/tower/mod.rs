//! The feature `tower`.

mod loopback;
mod reading;
mod retrying;
mod script;
