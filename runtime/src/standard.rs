//! The vocabulary that books share with `extends: standard`, as types: for code that serves several books.
//!
//! Each book has a `Class` of its own. A metric or an error page for all of them uses the standard class that each
//! corresponds to:
//!
//! ```
//! use faultbook_runtime::standard::Class;
//!
//! /// `error.type`, as in OpenTelemetry's conventions.
//! fn error_type(class: Class) -> &'static str {
//!     match class {
//!         Class::Unknown => "_OTHER",
//!         known => known.as_str(),
//!     }
//! }
//!
//! assert_eq!(error_type(Class::RateLimited), "rate_limited");
//! ```

use crate::words::all_words;

all_words! {
    /// A class of the standard vocabulary.
    #[derive(PartialOrd, Ord)]
    pub enum Class {
        /// The call did what it was asked to do.
        Ok = "ok",
        /// The request is invalid and will fail again if it is not changed.
        InvalidRequest = "invalid_request",
        /// The caller's credentials are missing, malformed or not accepted.
        Unauthenticated = "unauthenticated",
        /// The caller is known, but not allowed to do this.
        PermissionDenied = "permission_denied",
        /// There is not enough credit.
        PaymentRequired = "payment_required",
        /// The requested resource does not exist, or is hidden from this caller.
        NotFound = "not_found",
        /// The request conflicts with the current state.
        Conflict = "conflict",
        /// Something that was valid has expired.
        Expired = "expired",
        /// The session is gone and cannot be continued.
        SessionLost = "session_lost",
        /// Too many requests in too short a time.
        RateLimited = "rate_limited",
        /// A quota is used up, and waiting does not help.
        QuotaExceeded = "quota_exceeded",
        /// The vendor has no free capacity right now.
        CapacityUnavailable = "capacity_unavailable",
        /// The response cannot be trusted, because it may be replayed or forged.
        Integrity = "integrity",
        /// The integration is misconfigured; its users can do nothing about it.
        Misconfigured = "misconfigured",
        /// The vendor failed unexpectedly.
        Internal = "internal",
        /// The vendor is temporarily unavailable.
        Unavailable = "unavailable",
        /// The request or its response was lost.
        Network = "network",
        /// A response that the book does not know, or that contradicts itself.
        Unknown = "unknown",
        /// The payer's bank or the vendor declined the payment.
        PaymentDeclined = "payment_declined",
    }
}

all_words! {
    /// An action of the standard vocabulary.
    #[derive(PartialOrd, Ord)]
    pub enum Action {
        /// Wait until the previous action has been processed.
        WaitForPreviousAction = "wait_for_previous_action",
        /// Send a new unique identifier (a UUID is recommended).
        UseUniqueId = "use_unique_id",
        /// Send a different request under a new idempotency key.
        UseNewIdempotencyKey = "use_new_idempotency_key",
        /// Send fewer requests.
        SlowDown = "slow_down",
        /// Try a different region.
        UseFallbackRegion = "use_fallback_region",
        /// Authenticate again to get a new session.
        Reauthenticate = "reauthenticate",
        /// Ask the user to renew, with a link if there is one.
        PromptRenewal = "prompt_renewal",
        /// Ask the user to contact your support.
        PromptContactSupport = "prompt_contact_support",
        /// Correct the program that builds the request.
        FixRequest = "fix_request",
        /// Check keys, tokens and identifiers, and what they are allowed to do.
        FixCredentials = "fix_credentials",
        /// Contact the vendor's support, quoting the trace ID.
        ContactSupport = "contact_support",
        /// Buy credit for the account at the vendor.
        AddCredit = "add_credit",
        /// Verify the account's e-mail address; the message is in its inbox.
        VerifyEmail = "verify_email",
        /// Treat it as a possible attack and report it.
        ReportSecurity = "report_security",
    }
}
