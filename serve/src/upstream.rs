//! The real services, or their stand-ins, that calls are passed on to.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};

use faultbook_codegen::model::Book;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{HeaderMap, Request, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::answer::{Advice, Answer, Delivery};

/// Longer answers are refused.
const MAX_BODY: usize = 16 << 20;

/// Headers that are about one connection (RFC 9110, section 7.6.1), or about how the body is sent on it.
const OF_CONNECTION: [header::HeaderName; 9] = [
    header::CONNECTION,
    header::HeaderName::from_static("keep-alive"),
    header::CONTENT_LENGTH,
    header::HOST,
    header::PROXY_AUTHENTICATE,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// The upstreams of vendors, by their positions in the book. All are on loopback.
#[derive(Debug, Default)]
pub(crate) struct Upstreams(HashMap<usize, SocketAddr>);

impl Upstreams {
    /// Parses `shop=http://127.0.0.1:8080`; a book with one vendor needs no name.
    ///
    /// # Errors
    /// Returns what is wrong with one of them.
    pub(crate) fn parse(book: &Book, texts: &[String]) -> Result<Self, String> {
        let mut upstreams = HashMap::new();
        for text in texts {
            let (vendor, url) = match text.split_once('=') {
                Some((name, url)) => {
                    let at = book.vendors.iter().position(|vendor| vendor.name == name);
                    (
                        at.ok_or_else(|| format!("the book has no vendor `{name}`"))?,
                        url,
                    )
                }
                None if book.vendors.len() == 1 => (0, text.as_str()),
                None => return Err(format!("whose upstream is it? write `VENDOR={text}`")),
            };
            upstreams.insert(vendor, address(url)?);
        }
        Ok(Self(upstreams))
    }

    pub(crate) fn of(&self, vendor: usize) -> Option<SocketAddr> {
        self.0.get(&vendor).copied()
    }
}

fn address(url: &str) -> Result<SocketAddr, String> {
    let invalid = || format!("`{url}` is no address on loopback: write `http://127.0.0.1:8080`");
    let host = url.strip_prefix("http://").ok_or_else(invalid)?;
    let host = host.trim_end_matches('/').replace("localhost", "127.0.0.1");
    let address: SocketAddr = host.parse().map_err(|_| invalid())?;
    let is_loopback = match address.ip() {
        IpAddr::V4(ip) => ip.is_loopback(),
        IpAddr::V6(ip) => ip.is_loopback(),
    };
    is_loopback.then_some(address).ok_or_else(invalid)
}

/// Passes a call on.
///
/// # Errors
/// Returns why there is no answer.
pub(crate) async fn forward(
    upstream: SocketAddr,
    method: &str,
    target: &str,
    headers: &HeaderMap,
    body: Bytes,
) -> Result<Answer, String> {
    let failed = |error: &dyn std::fmt::Display| format!("no answer from {upstream}: {error}");
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers
        .iter()
        .filter(|(name, _)| !OF_CONNECTION.contains(name))
    {
        request = request.header(name, value);
    }
    let request = request.header(header::HOST, upstream.to_string());
    let request = request
        .body(Full::new(body))
        .map_err(|error| failed(&error))?;
    let stream = TcpStream::connect(upstream)
        .await
        .map_err(|error| failed(&error))?;
    let connected = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = connected.map_err(|error| failed(&error))?;
    // Ends with the sender.
    tokio::spawn(async move { _ = connection.await });
    let response = sender
        .send_request(request)
        .await
        .map_err(|error| failed(&error))?;
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, MAX_BODY).collect().await;
    let headers = parts
        .headers
        .iter()
        .filter(|(name, _)| !OF_CONNECTION.contains(name));
    let headers = headers.map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    });
    Ok(Answer {
        status: parts.status.as_u16(),
        headers: headers.collect(),
        body: body.map_err(|error| failed(&error))?.to_bytes(),
        delivery: Delivery::Whole,
        advice: Advice::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upstreams_are_on_loopback() {
        for url in [
            "http://127.0.0.1:80",
            "http://localhost:8080/",
            "http://[::1]:9",
        ] {
            assert!(address(url).is_ok(), "{url}");
        }
        for url in [
            "https://127.0.0.1:80",
            "http://10.0.0.1:80",
            "http://example.com:80",
            "127.0.0.1:80",
            "http://127.0.0.1",
        ] {
            assert!(address(url).is_err(), "{url}");
        }
    }
}
