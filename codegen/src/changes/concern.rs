//! Whether a change is about the vendor or about the application.

use std::fmt;

use super::findings::Finding;
use super::path::NodePath;
use crate::extend::POLICY;

/// What a change is about.
///
/// ```
/// use faultbook_codegen::changes::Concern;
///
/// assert_eq!(Concern::Policy.to_string(), "policy");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Concern {
    /// What is known about a vendor: codes, statuses, classes, how responses are read, and everything from packages.
    Facts,
    /// What the application decides: `book.yaml`, texts, actions, and its own severities and retries.
    Policy,
}

impl fmt::Display for Concern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Facts => "facts",
            Self::Policy => "policy",
        })
    }
}

impl Concern {
    /// The concern of a change to something that the book itself says: policy is what an extending file can override.
    pub(super) fn of(kind: &str, path: &NodePath, finding: &Finding) -> Self {
        // The list of chosen numbers follows from the retry.
        let is_policy = |field: &str| POLICY.contains(&field) || field == "chosen";
        let mut fields = finding.details.keys().map(|values| values.field);
        let several = matches!(kind, "rule" | "text") && fields.all(is_policy);
        if path.vendor.is_none() || is_policy(kind) || several {
            Self::Policy
        } else {
            Self::Facts
        }
    }
}
