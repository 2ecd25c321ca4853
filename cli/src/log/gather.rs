//! What is collected from the lines of a log.

use std::borrow::Cow;

use faultbook_runtime::v1::Reading;

use super::request::Request;

/// A line and how the engine reads it.
pub(crate) struct ReadLine<'a> {
    /// From 1.
    pub(crate) number: u64,
    /// When it was written, as the log says it.
    pub(crate) time: Option<Cow<'a, str>>,
    pub(crate) request: &'a Request<'a>,
    pub(crate) reading: &'a Reading<'a, 'a>,
}

/// A collection of facts about lines. Several threads fill parts of it, which are put together in the order of the lines.
pub(crate) trait Gather: Default + Send + 'static {
    fn add(&mut self, line: &ReadLine<'_>);

    fn add_bad_line(&mut self, line: u64, error: String);

    /// Moves what is known of later lines into this collection.
    fn absorb(&mut self, later: &mut Self);
}
