//! The types of a decision that all books share.

use core::fmt;
use core::time::Duration;

use crate::words::words;

words! {
    /// The outcome of a call.
    #[derive(PartialOrd, Ord)]
    pub enum Outcome {
        /// It did what it was asked to do.
        Success = "success",
        /// It failed, but the failure does not matter.
        Ignorable = "ignorable",
        /// It failed.
        Failure = "failure",
    }
}

words! {
    /// The severity of a failure, in ascending order.
    #[derive(PartialOrd, Ord)]
    pub enum Severity {
        /// Part of normal operation.
        Info = "info",
        /// Unusual, but expected to happen.
        Warning = "warning",
        /// Somebody should look into it.
        Error = "error",
        /// Possibly an attack.
        Security = "security",
    }
}

words! {
    /// Who does an action.
    pub enum Actor {
        /// The program that made the call.
        Program = "program",
        /// The end user, asked by the program.
        Player = "player",
        /// The developers of the program.
        Developer = "developer",
        /// The operators of the program.
        Operator = "operator",
        /// The support for end users.
        Support = "support",
    }
}

/// A place in a book that can decide something, from the highest precedence to the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Place {
    /// The engine itself: nothing doubtful is ever a success, and successes are not retried.
    Guard,
    /// A rule of the operation.
    OperationRule,
    /// The operation.
    Operation,
    /// A rule of the code.
    CodeRule,
    /// The code.
    Code,
    /// The category that the code is in.
    Category,
    /// A rule of the domain.
    DomainRule,
    /// The domain.
    Domain,
    /// A rule of the vendor.
    VendorRule,
    /// The vendor.
    Vendor,
    /// The class.
    Class,
    /// The HTTP status.
    Status,
    /// No place sets the field.
    Nowhere,
}

impl Place {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Guard => "guard",
            Self::OperationRule => "operation rule",
            Self::Operation => "operation",
            Self::CodeRule => "code rule",
            Self::Code => "code",
            Self::Category => "category",
            Self::DomainRule => "domain rule",
            Self::Domain => "domain",
            Self::VendorRule => "vendor rule",
            Self::Vendor => "vendor",
            Self::Class => "class",
            Self::Status => "status",
            Self::Nowhere => "nowhere",
        }
    }
}

/// The layer of a book that decided a field: a place and, for a rule, its number.
///
/// Displays as `operation rule 2`, `code`, `class`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Layer {
    /// The place.
    pub place: Place,
    /// The number of the rule, from 1; 0 if the place is not a rule.
    pub rule: u8,
}

impl Layer {
    /// The layer of a place that is not a rule.
    #[must_use]
    pub const fn of(place: Place) -> Self {
        Self { place, rule: 0 }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.place.as_str())?;
        match self.rule {
            0 => Ok(()),
            rule => write!(f, " {rule}"),
        }
    }
}

/// Which layer decided each field of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DecidedBy {
    /// The layer of the class.
    pub class: Layer,
    /// The layer of the outcome.
    pub outcome: Layer,
    /// The layer of the severity.
    pub severity: Layer,
    /// The layer of the retry policy.
    pub retry: Layer,
    /// The layer of the actions.
    pub actions: Layer,
    /// The layer of the forbidden actions.
    pub forbid: Layer,
    /// The layer of the grace period.
    pub grace_period: Layer,
    /// The layer of the text for the end user.
    pub user_message: Layer,
}

impl DecidedBy {
    /// Each field's name with its layer, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Layer)> + use<> {
        [
            ("class", self.class),
            ("outcome", self.outcome),
            ("severity", self.severity),
            ("retry", self.retry),
            ("actions", self.actions),
            ("forbid", self.forbid),
            ("grace_period", self.grace_period),
            ("user_message", self.user_message),
        ]
        .into_iter()
    }
}

/// Whether and when to repeat a call. `A` is the book's type of actions.
///
/// `attempts` counts retries, not calls; `None` means that the book sets no limit.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Retry<A> {
    /// Repeating the call cannot help.
    Never,
    /// Repeat it after a wait between `min` and `max`.
    #[non_exhaustive]
    After {
        /// The shortest wait.
        min: Duration,
        /// The longest wait.
        max: Duration,
        /// The maximum number of retries.
        attempts: Option<u32>,
    },
    /// Repeat it with growing waits.
    Backoff(Backoff),
    /// Do not repeat it: the next regular call of this operation does.
    #[non_exhaustive]
    OnNext {
        /// The operation's name in the book.
        operation: &'static str,
        /// The maximum number of retries.
        attempts: Option<u32>,
    },
    /// Repeating it cannot help before this action is done.
    AfterAction(A),
}

impl<A> Retry<A> {
    /// Whether the call may be repeated unchanged: after a wait or with the next call.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        !matches!(self, Self::Never | Self::AfterAction(_))
    }

    /// The maximum number of retries; `None` if the book sets no limit, or if the call is not retryable.
    #[must_use]
    pub const fn attempts(&self) -> Option<u32> {
        match self {
            Self::After { attempts, .. } | Self::OnNext { attempts, .. } => *attempts,
            Self::Backoff(backoff) => backoff.attempts,
            Self::Never | Self::AfterAction(_) => None,
        }
    }
}

/// Displays in words, as `after 2s to 5s, at most 3 times`.
impl<A: fmt::Display> fmt::Display for Retry<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => f.write_str("never"),
            Self::After { min, max, .. } if min == max => write!(f, "after {min:?}"),
            Self::After { min, max, .. } => write!(f, "after {min:?} to {max:?}"),
            Self::Backoff(Backoff { base, max, .. }) => {
                write!(f, "with backoff from {base:?} to {max:?}")
            }
            Self::OnNext { operation, .. } => write!(f, "with the next {operation}"),
            Self::AfterAction(action) => write!(f, "after {action}"),
        }?;
        match self.attempts() {
            Some(1) => f.write_str(", at most once"),
            Some(attempts) => write!(f, ", at most {attempts} times"),
            None => Ok(()),
        }
    }
}

/// Growing waits: `base`, `base × factor`, `base × factor²`, …, none longer than `max`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Backoff {
    /// The first wait.
    pub base: Duration,
    /// The factor by which each wait is longer than the previous one.
    pub factor: f64,
    /// The longest wait.
    pub max: Duration,
    /// The share of each wait that is random: with 0.5, a wait of 4 s is drawn from 2 s to 4 s.
    pub jitter: f64,
    /// The maximum number of retries; `None` if the book sets no limit.
    pub attempts: Option<u32>,
}

impl Backoff {
    pub(crate) const fn new(
        base: Duration,
        factor: f64,
        max: Duration,
        jitter: f64,
        attempts: Option<u32>,
    ) -> Self {
        Self {
            base,
            factor,
            max,
            jitter,
            attempts,
        }
    }
}
