//! A response that an `OpenAPI` document shows.

#[derive(Debug, Clone)]
pub(super) struct Sample {
    /// The operation's name in the book.
    pub(super) operation: String,
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) code: String,
}
