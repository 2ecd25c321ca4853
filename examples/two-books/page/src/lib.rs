//! An error page and a counter for the faults of every book.

use std::collections::BTreeMap;

use faultbook_runtime::protocol::Grpc;
use faultbook_runtime::standard::Class;
use faultbook_runtime::{Fault, VendorTypes};
use http::{Response, StatusCode, header};

/// Answers a request that failed because a vendor did. Axum sends it as it is.
///
/// # Errors
/// Fails if the parts do not form a response; they always do.
pub fn answer<V: VendorTypes>(fault: &Fault<'_, V>) -> http::Result<Response<String>> {
    let text = fault.user_message();
    let text = text.map_or_else(
        || "Something went wrong.".to_owned(),
        |text| text.to_string(),
    );
    Response::builder()
        .status(status(fault))
        .header(header::CONTENT_TYPE, "text/plain; charset=utf-8")
        .body(text)
}

fn status<V: VendorTypes>(fault: &Fault<'_, V>) -> StatusCode {
    // The same code, whichever service sent it, and in JSON or in a header.
    if fault.protocol_code() == Some(Grpc::DeadlineExceeded) {
        return StatusCode::GATEWAY_TIMEOUT;
    }
    match fault.standard_class() {
        Class::PaymentDeclined | Class::PaymentRequired => StatusCode::PAYMENT_REQUIRED,
        Class::NotFound => StatusCode::NOT_FOUND,
        Class::Conflict => StatusCode::CONFLICT,
        Class::RateLimited | Class::Unavailable | Class::CapacityUnavailable => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        _ => StatusCode::BAD_GATEWAY,
    }
}

/// Counts failures by vendor and `error.type`, the attribute of OpenTelemetry's conventions.
#[derive(Debug, Default)]
pub struct Failures(BTreeMap<(&'static str, &'static str), u64>);

impl Failures {
    /// Counts a fault.
    pub fn count<V: VendorTypes>(&mut self, fault: &Fault<'_, V>) {
        let kind = match fault.standard_class() {
            Class::Unknown => "_OTHER",
            class => class.as_str(),
        };
        *self.0.entry((fault.vendor(), kind)).or_default() += 1;
    }

    /// How many faults of a vendor had an `error.type`.
    #[must_use]
    pub fn of(&self, vendor: &str, kind: &str) -> u64 {
        let counts = self.0.iter();
        let own = counts.filter(|((own, it), _)| *own == vendor && *it == kind);
        own.map(|(_, count)| count).sum()
    }
}
