//! What the benches share: how time is taken, how results are shown and kept.

pub mod crates;
pub mod names;
pub mod peers;
pub mod results;
pub mod timing;
