//! What the benches share: how time is taken, how results are shown and kept.

pub mod names;
pub mod results;
pub mod timing;
