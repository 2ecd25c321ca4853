//! The usual names of fields in error responses.

/// Names of fields with a code that need no listed values to be one, the best first.
pub(super) const CERTAIN_CODES: [&str; 4] = ["code", "errorcode", "errcode", "errorno"];

/// Names of fields with a code, the best first.
pub(super) const CODES: [&str; 13] = [
    "code",
    "errorcode",
    "errcode",
    "errorno",
    "issue",
    "error",
    "errortype",
    "type",
    "reason",
    "key",
    "errorid",
    "id",
    "name",
];

/// Names of fields with a kind of errors, which is broader than a code.
pub(super) const CATEGORIES: [&str; 4] = ["errortype", "type", "category", "errorcategory"];

/// Names of fields with a message, the best first.
pub(super) const MESSAGES: [&str; 7] = [
    "message",
    "errormessage",
    "detail",
    "errordescription",
    "description",
    "title",
    "reason",
];

/// Names of fields with the id of a request, the best first.
pub(super) const TRACE_IDS: [&str; 5] = [
    "requestid",
    "traceid",
    "correlationid",
    "debugid",
    "requesttraceid",
];

/// The rank of a field according to the last segment of its pointer. A longer name counts if it ends with a usual one
/// that starts with `error`: `api_error_code`.
pub(super) fn rank(pointer: &str, names: &[&str]) -> Option<usize> {
    let name = pointer.rsplit('/').next()?;
    let name = name.strip_prefix("header:").unwrap_or(name);
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let bare = bare.to_ascii_lowercase();
    let exact = names.iter().position(|known| bare == *known);
    exact.or_else(|| {
        names.iter().position(|known| {
            known.starts_with("error") && *known != "error" && bare.ends_with(known)
        })
    })
}
