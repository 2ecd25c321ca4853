//! The codes of protocols that many vendors use, as types: for code that serves several vendors or books.
//!
//! Each vendor that extends `protocol/google_rpc` has an enum of these codes of its own. Code for all of them uses the one here:
//!
//! ```
//! use faultbook_runtime::protocol::Grpc;
//! use faultbook_runtime::{Fault, VendorTypes};
//!
//! /// Whether to read again before writing again.
//! fn is_outdated<V: VendorTypes>(fault: &Fault<'_, V>) -> bool {
//!     matches!(
//!         fault.protocol_code(),
//!         Some(Grpc::Aborted | Grpc::FailedPrecondition)
//!     )
//! }
//! ```

use core::fmt;
use core::str::FromStr;

use crate::UnknownName;
use crate::reader::whole_number;
use crate::words::all_words;

/// The codes of a protocol, for [`Fault::protocol_code`](crate::Fault::protocol_code).
pub trait Protocol: Copy + Eq + fmt::Debug + FromStr<Err = UnknownName> + 'static {
    /// The protocols of the generator that have these codes, as in `extends: protocol/grpc`.
    const NAMES: &'static [&'static str];
}

all_words! {
    /// A canonical code of gRPC, as in `google.rpc.Code`: a number in the headers of `protocol/grpc`, and a name in the JSON of
    /// `protocol/google_rpc`.
    pub enum Grpc {
        /// Success.
        Ok = "OK",
        /// Cancelled by the caller.
        Cancelled = "CANCELLED",
        /// An unknown error.
        Unknown = "UNKNOWN",
        /// An argument is not valid, whatever the state of the system.
        InvalidArgument = "INVALID_ARGUMENT",
        /// The deadline passed.
        DeadlineExceeded = "DEADLINE_EXCEEDED",
        /// There is no such entity.
        NotFound = "NOT_FOUND",
        /// The entity already exists.
        AlreadyExists = "ALREADY_EXISTS",
        /// The caller lacks the permission.
        PermissionDenied = "PERMISSION_DENIED",
        /// A quota or resource is exhausted.
        ResourceExhausted = "RESOURCE_EXHAUSTED",
        /// The system is not in the required state.
        FailedPrecondition = "FAILED_PRECONDITION",
        /// Aborted, mostly because of concurrent changes.
        Aborted = "ABORTED",
        /// The operation goes past the valid range.
        OutOfRange = "OUT_OF_RANGE",
        /// The service does not implement or enable the operation.
        Unimplemented = "UNIMPLEMENTED",
        /// An invariant of the service is broken.
        Internal = "INTERNAL",
        /// The service is unavailable for the moment.
        Unavailable = "UNAVAILABLE",
        /// Data are lost or corrupted for good.
        DataLoss = "DATA_LOSS",
        /// There are no valid credentials.
        Unauthenticated = "UNAUTHENTICATED",
    }
}

impl Grpc {
    /// The number in headers.
    #[must_use]
    pub const fn number(self) -> i32 {
        self as i32
    }
}

impl Protocol for Grpc {
    const NAMES: &'static [&'static str] = &["google_rpc", "grpc"];
}

impl FromStr for Grpc {
    type Err = UnknownName;

    /// The code of this name or number.
    fn from_str(code: &str) -> Result<Self, UnknownName> {
        let number = whole_number(code);
        let mut all = Self::ALL.iter().copied();
        all.find(|own| own.as_str() == code || number == Some(own.number().into()))
            .ok_or(UnknownName::new("code"))
    }
}

/// A protocol whose codes are always written in the same way.
macro_rules! protocol {
    ($name:literal, $(#[$doc:meta])* pub enum $type:ident { $($codes:tt)* }) => {
        all_words! { $(#[$doc])* pub enum $type { $($codes)* } }

        impl Protocol for $type {
            const NAMES: &'static [&'static str] = &[$name];
        }

        impl FromStr for $type {
            type Err = UnknownName;

            fn from_str(code: &str) -> Result<Self, UnknownName> {
                let mut all = Self::ALL.iter().copied();
                all.find(|own| own.as_str() == code)
                    .ok_or(UnknownName::new("code"))
            }
        }
    };
}

protocol! {
    "json_rpc",
    /// A code that JSON-RPC 2.0 reserves and defines.
    pub enum JsonRpc {
        /// The server received invalid JSON.
        ParseError = "-32700",
        /// The JSON is not a valid request object.
        InvalidRequest = "-32600",
        /// The method does not exist or is not available.
        MethodNotFound = "-32601",
        /// The parameters of the method are not valid.
        InvalidParams = "-32602",
        /// The server failed.
        InternalError = "-32603",
    }
}

protocol! {
    "oauth2",
    /// A code of OAuth 2.0: of a token endpoint, or of the challenge of a protected resource.
    pub enum OAuth2 {
        /// A parameter is missing, repeated, not supported or malformed.
        InvalidRequest = "invalid_request",
        /// The client could not be authenticated.
        InvalidClient = "invalid_client",
        /// The code, credentials or refresh token are invalid, expired, revoked or of another client.
        InvalidGrant = "invalid_grant",
        /// The client may not use this type of grant.
        UnauthorizedClient = "unauthorized_client",
        /// The server does not support this type of grant.
        UnsupportedGrantType = "unsupported_grant_type",
        /// The scope is unknown, malformed or more than the user granted.
        InvalidScope = "invalid_scope",
        /// The user has not answered yet.
        AuthorizationPending = "authorization_pending",
        /// Polled too often.
        SlowDown = "slow_down",
        /// The user refused the device.
        AccessDenied = "access_denied",
        /// The device code has expired.
        ExpiredToken = "expired_token",
        /// The requested resource is not accepted.
        InvalidTarget = "invalid_target",
        /// The `DPoP` proof is not valid.
        InvalidDpopProof = "invalid_dpop_proof",
        /// The `DPoP` proof needs the nonce of the answer.
        UseDpopNonce = "use_dpop_nonce",
        /// The access token is expired, revoked, malformed or invalid.
        InvalidToken = "invalid_token",
        /// The access token lacks a scope.
        InsufficientScope = "insufficient_scope",
        /// The user has to authenticate more strongly or more recently.
        InsufficientUserAuthentication = "insufficient_user_authentication",
    }
}

protocol! {
    "aws_common",
    /// A code that every action of AWS services may answer with, in JSON or XML.
    pub enum Aws {
        /// The caller lacks the permission.
        AccessDeniedException = "AccessDeniedException",
        /// The security token has expired.
        ExpiredTokenException = "ExpiredTokenException",
        /// The signature does not conform to the standard.
        IncompleteSignature = "IncompleteSignature",
        /// An unknown failure.
        InternalFailure = "InternalFailure",
        /// The HTTP request is malformed.
        MalformedHttpRequestException = "MalformedHttpRequestException",
        /// The caller may not do this.
        NotAuthorized = "NotAuthorized",
        /// The account needs a subscription.
        OptInRequired = "OptInRequired",
        /// The request was aborted before the reply.
        RequestAbortedException = "RequestAbortedException",
        /// The request is too large.
        RequestEntityTooLargeException = "RequestEntityTooLargeException",
        /// The date of the request is too old, or in the future.
        RequestExpired = "RequestExpired",
        /// The request was not read in time.
        RequestTimeoutException = "RequestTimeoutException",
        /// The service is unavailable for the moment.
        ServiceUnavailable = "ServiceUnavailable",
        /// Too many requests.
        ThrottlingException = "ThrottlingException",
        /// The access key or certificate is unknown.
        UnrecognizedClientException = "UnrecognizedClientException",
        /// There is no such operation.
        UnknownOperationException = "UnknownOperationException",
        /// The input does not meet the constraints.
        ValidationError = "ValidationError",
        /// There is no such action.
        InvalidAction = "InvalidAction",
        /// The access key ID is unknown.
        InvalidClientTokenId = "InvalidClientTokenId",
        /// Parameters exclude each other.
        InvalidParameterCombination = "InvalidParameterCombination",
        /// The value of a parameter is not valid.
        InvalidParameterValue = "InvalidParameterValue",
        /// The query string is malformed.
        InvalidQueryParameter = "InvalidQueryParameter",
        /// The query string has a syntax error.
        MalformedQueryString = "MalformedQueryString",
        /// The action or a required parameter is missing.
        MissingAction = "MissingAction",
        /// The request has no access key ID or certificate.
        MissingAuthenticationToken = "MissingAuthenticationToken",
        /// A required parameter is missing.
        MissingParameter = "MissingParameter",
        /// The request was throttled.
        Throttling = "Throttling",
    }
}
