//! The network as the server sees it: the addresses of its vendors, and their responses.

use std::io;

use axum::http::{HeaderValue, Response};
use faultbook::{Book, Fault, Operation, VendorTypes};
use faultbook::{gameye, licensing, playtest, playwave, rgs};
use serde_json::Value;
use tokio::task::spawn_blocking;

use crate::vendors::{SIGNATURE, sign};

/// An operation that this server calls.
pub(crate) trait Endpoint: Operation<Vendor: VendorTypes<Book = Book>> {
    /// The path at the vendor.
    fn path(self) -> &'static str;

    /// The fault of a call without a response.
    fn unreachable(self) -> Fault<'static, Self::Vendor>;

    /// The error that the client itself detects in a response.
    fn distrust(self, _sent: &Value, _answer: &Answer) -> Option<Fault<'static, Self::Vendor>> {
        None
    }
}

impl Endpoint for playwave::Operation {
    fn path(self) -> &'static str {
        match self {
            Self::Verify => "/verify",
            Self::Heartbeat => "/heartbeat",
            _ => "/session/end",
        }
    }

    fn unreachable(self) -> playwave::Fault<'static> {
        self.raise(playwave::ClientCode::NetworkError)
    }
}

impl Endpoint for playtest::Operation {
    fn path(self) -> &'static str {
        "/api/v1/slots"
    }

    fn unreachable(self) -> playtest::Fault<'static> {
        self.raise(playtest::ClientCode::NetworkError)
    }
}

impl Endpoint for rgs::Operation {
    fn path(self) -> &'static str {
        "/play"
    }

    fn unreachable(self) -> rgs::Fault<'static> {
        self.raise(rgs::ClientCode::NetworkError)
    }
}

impl Endpoint for gameye::Operation {
    fn path(self) -> &'static str {
        "/session"
    }

    fn unreachable(self) -> gameye::Fault<'static> {
        self.raise(gameye::ClientCode::NetworkError)
    }
}

impl Endpoint for licensing::Operation {
    fn path(self) -> &'static str {
        match self {
            Self::Validate => "/auth/validate",
            _ => "/auth/heartbeat",
        }
    }

    fn unreachable(self) -> licensing::Fault<'static> {
        self.raise(licensing::SdkCode::NetworkError)
    }

    fn distrust(self, sent: &Value, answer: &Answer) -> Option<licensing::Fault<'static>> {
        if answer.status() != 200 {
            return None;
        }
        let signature = answer.headers().get(SIGNATURE).map(HeaderValue::as_bytes);
        if signature != Some(sign(answer.body()).as_bytes()) {
            return Some(self.raise(licensing::SdkCode::SignatureMismatch));
        }
        let body: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
        (body["nonce"] != sent["nonce"]).then(|| self.raise(licensing::SdkCode::NonceMismatch))
    }
}

/// A response.
pub(crate) type Answer = Response<Vec<u8>>;

/// An HTTP client.
#[derive(Clone)]
pub(crate) struct Client(ureq::Agent);

impl Client {
    pub(crate) fn new() -> Self {
        // The book interprets the status, not the client.
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        Self(config.build().into())
    }

    /// Posts JSON.
    ///
    /// # Errors
    /// Fails if there is no response.
    pub(crate) async fn post(&self, url: String, body: String) -> io::Result<Answer> {
        let Self(agent) = self.clone();
        // While a thread waits for the response, the clock of `main` does not jump.
        let answer = spawn_blocking(move || {
            let request = agent.post(url).content_type("application/json");
            let (parts, mut body) = request.send(body)?.into_parts();
            Ok(Response::from_parts(parts, body.read_to_vec()?))
        });
        answer.await?.map_err(ureq::Error::into_io)
    }
}
