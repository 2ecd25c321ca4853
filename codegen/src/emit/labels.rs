//! The labels of codes and decisions, shared by rustdoc, pages and catalogue.

pub(crate) const CLASS: &str = "Class";
pub(crate) const OUTCOME: &str = "Outcome";
pub(crate) const RETRY: &str = "Retry";
pub(crate) const ACTIONS: &str = "What to do";
pub(crate) const FORBIDDEN: &str = "What not to do";
pub(crate) const TIME_LEFT: &str = "Time left";
pub(crate) const USER_MESSAGE: &str = "What the user sees";
pub(crate) const CONFIDENTIAL: &str = "Confidential";
pub(crate) const DIFFERENT: &str = "Decided differently by";

pub(crate) const STATUS: &str = "Status";
pub(crate) const RESPONSE: &str = "Response";
pub(crate) const CATEGORY: &str = "Category";
pub(crate) const SINCE: &str = "Since";

pub(crate) const ENDPOINT: &str = "Endpoint";
pub(crate) const DOMAINS: &str = "Domains, in order of precedence";
pub(crate) const FAILURE_REASON: &str = "Failure reason";

/// Follows the time that is left.
pub(crate) const THEN: &str = ", then the vendor acts on its own";

/// Describes a confidential decision.
pub(crate) const UNDISCLOSED: &str = "nobody outside may learn the cause";
