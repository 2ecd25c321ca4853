//! An operation of an `OpenAPI` document.

#[derive(Debug, Clone)]
pub(super) struct Operation {
    pub(super) name: String,
    pub(super) summary: Option<String>,
    /// Method and path, if it has a path.
    pub(super) endpoint: Option<String>,
    /// Whether the method is safe according to HTTP.
    pub(super) is_safe: bool,
    /// The root elements of its successes, if its bodies are XML.
    pub(super) xml: Option<Vec<String>>,
}
