//! The vendors' codes and what each means, as a person would write them down: an enum with strum's derives and a match.

use faultbook::Action;
use faultbook::Class;

/// What a caller decides on.
#[derive(Clone, Copy)]
pub struct Decision {
    pub class: Class,
    pub retryable: bool,
    pub actions: &'static [Action],
}

macro_rules! codes {
    ($name:ident { $($code:ident = $wire:literal => ($class:ident, $retryable:literal, [$($action:ident),*]),)* }) => {
        #[derive(Clone, Copy, strum::EnumString, strum::IntoStaticStr)]
        pub enum $name {
            $(#[strum(serialize = $wire)] $code,)*
        }

        impl $name {
            pub fn decision(self) -> Decision {
                match self {
                    $(Self::$code => Decision { class: Class::$class, retryable: $retryable, actions: &[$(Action::$action),*] },)*
                }
            }
        }
    };
}

codes! { Verify {
    OttExpired = "OTT_EXPIRED" => (Expired, false, [PromptRelaunch]),
    OttAlreadyUsed = "OTT_ALREADY_USED" => (Conflict, false, [KickPlayer]),
    GameMismatch = "GAME_MISMATCH" => (PermissionDenied, false, [KickPlayer]),
    NotChargeable = "NOT_CHARGEABLE" => (PaymentRequired, false, [PromptRecharge]),
} }

codes! { Heartbeat {
    Ok = "OK" => (Ok, false, [WaitForNextHeartbeat]),
    ChargeExhausted = "CHARGE_EXHAUSTED" => (PaymentRequired, false, [NotifyPlayer]),
    SessionReplaced = "SESSION_REPLACED" => (Conflict, false, [StopHeartbeat]),
} }

codes! { Playwave {
    BadRequest = "BAD_REQUEST" => (InvalidRequest, false, [FixRequest]),
    InvalidApiKey = "INVALID_API_KEY" => (Unauthenticated, false, [FixCredentials]),
    RateLimited = "RATE_LIMITED" => (RateLimited, true, [SlowDown]),
    SessionNotFound = "SESSION_NOT_FOUND" => (SessionLost, false, [PromptRelaunch]),
    SessionEnded = "SESSION_ENDED" => (SessionLost, false, [PromptRelaunch]),
    SessionEnding = "SESSION_ENDING" => (SessionLost, false, [PromptRelaunch]),
    AlreadyEnded = "ALREADY_ENDED" => (Conflict, false, []),
    InternalError = "INTERNAL_ERROR" => (Internal, true, []),
} }

codes! { Playtest {
    Unauthorized = "UNAUTHORIZED" => (Unauthenticated, false, [FixCredentials]),
    Forbidden = "FORBIDDEN" => (PermissionDenied, false, [FixCredentials]),
    EmailNotVerified = "EMAIL_NOT_VERIFIED" => (PermissionDenied, false, [VerifyEmail]),
    NotFound = "NOT_FOUND" => (NotFound, false, [FixRequest]),
    ValidationError = "VALIDATION_ERROR" => (InvalidRequest, false, [FixRequest]),
    RateLimited = "RATE_LIMITED" => (RateLimited, true, [SlowDown]),
    Conflict = "CONFLICT" => (Conflict, false, []),
    PaymentRequired = "PAYMENT_REQUIRED" => (PaymentRequired, false, [AddCredit]),
    IdempotencyMismatch = "IDEMPOTENCY_MISMATCH" => (InvalidRequest, false, [UseNewIdempotencyKey]),
    InternalError = "INTERNAL_ERROR" => (Internal, true, []),
    ServiceUnavailable = "SERVICE_UNAVAILABLE" => (Unavailable, true, []),
} }

codes! { Rgs {
    InvalidMessage = "ERROR_CODE_INVALID_MESSAGE" => (InvalidRequest, false, [FixRequest]),
    InvalidAmount = "ERROR_CODE_INVALID_AMOUNT" => (InvalidRequest, false, [FixRequest]),
    InvalidParam = "ERROR_CODE_INVALID_PARAM" => (InvalidRequest, false, [FixRequest]),
    ParamOutOfRange = "ERROR_CODE_PARAM_OUT_OF_RANGE" => (InvalidRequest, false, [FixRequest]),
    InvalidRequestType = "ERROR_CODE_INVALID_REQUEST_TYPE" => (InvalidRequest, false, [FixRequest]),
    InsufficientFunds = "ERROR_CODE_INSUFFICIENT_FUNDS" => (PaymentRequired, false, [PromptRecharge]),
    PlayerDisabled = "ERROR_CODE_PLAYER_DISABLED" => (PermissionDenied, false, [PromptContactSupport]),
    SessionExpired = "ERROR_CODE_SESSION_EXPIRED" => (SessionLost, false, [PromptRelaunch]),
    WrongCurrency = "ERROR_CODE_WRONG_CURRENCY" => (InvalidRequest, false, [FixRequest]),
    OperatorRejected = "ERROR_CODE_OPERATOR_REJECTED" => (PermissionDenied, false, [PromptContactSupport]),
    DebitFailed = "ERROR_CODE_DEBIT_FAILED" => (Unavailable, false, [PromptContactSupport]),
    RoundNotFound = "ERROR_CODE_ROUND_NOT_FOUND" => (NotFound, false, [FixRequest]),
    RoundClosed = "ERROR_CODE_ROUND_CLOSED" => (Conflict, false, []),
    RoundVoided = "ERROR_CODE_ROUND_VOIDED" => (Conflict, false, []),
    ActionInProgress = "ERROR_CODE_ACTION_IN_PROGRESS" => (Conflict, true, [WaitForPreviousAction]),
    ActiveRoundExists = "ERROR_CODE_ACTIVE_ROUND_EXISTS" => (Conflict, false, [ResumeOpenRound]),
} }

codes! { Gameye {
    Status200 = "200" => (Ok, false, []),
    Status201 = "201" => (Ok, false, []),
    Status401 = "401" => (Unauthenticated, false, [FixCredentials]),
    Status403 = "403" => (QuotaExceeded, false, [ContactSupport]),
    Status404 = "404" => (NotFound, false, [FixRequest]),
    Status409 = "409" => (Conflict, false, [UseUniqueId]),
    Status420 = "420" => (CapacityUnavailable, true, []),
    Status422 = "422" => (InvalidRequest, false, [FixRequest]),
    Status500 = "500" => (Internal, false, [ContactSupport]),
} }

codes! { Management {
    BadRequest = "bad_request" => (InvalidRequest, false, [FixRequest]),
    InvalidApiKey = "invalid_api_key" => (Unauthenticated, false, [FixCredentials]),
    NoCredits = "no_credits" => (PaymentRequired, false, [AddCredit]),
    Forbidden = "forbidden" => (PermissionDenied, false, [FixRequest]),
    NotFound = "not_found" => (NotFound, false, [FixRequest]),
    RateLimited = "rate_limited" => (RateLimited, true, [SlowDown]),
    InternalError = "internal_error" => (Internal, true, []),
} }

codes! { License {
    InvalidApp = "invalid_app" => (Misconfigured, false, [FixCredentials]),
    AppDisabled = "app_disabled" => (PermissionDenied, false, [ContactSupport]),
    InvalidKey = "invalid_key" => (Unauthenticated, false, [PromptCheckKey]),
    Revoked = "revoked" => (PermissionDenied, false, [PromptContactSupport]),
    Expired = "expired" => (Expired, false, [PromptRenewal]),
    HwidMismatch = "hwid_mismatch" => (Conflict, false, [PromptContactSupport, ResetDeviceBinding]),
    NoCredits = "no_credits" => (PaymentRequired, true, [AddCredit]),
    Blocked = "blocked" => (PermissionDenied, false, [PromptContactSupport]),
    BadRequest = "bad_request" => (InvalidRequest, false, [FixRequest]),
} }
