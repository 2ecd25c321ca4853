//! Responses and headers of the crate `http`, which most clients use.

use http::{HeaderMap, HeaderValue, StatusCode};

use crate::response::{Headers, Response};

/// Needs the feature `http`.
impl Headers for HeaderMap {
    fn for_each<'h>(&'h self, name: &str, value: &mut dyn FnMut(&'h [u8])) {
        let values = self.get_all(name).iter().map(HeaderValue::as_bytes);
        values.for_each(value);
    }
}

/// A response whose body was received: `Response::from(&response)`. Needs the feature `http`.
impl<'a, B: AsRef<[u8]>> From<&'a http::Response<B>> for Response<'a> {
    fn from(response: &'a http::Response<B>) -> Self {
        Self::from_parts(response.status(), response.headers(), response.body())
    }
}

impl<'a> Response<'a> {
    /// Creates a response from the parts that a client returns one by one, because the body is received last. Needs the
    /// feature `http`.
    ///
    /// ```
    /// use faultbook_runtime::Response;
    ///
    /// let (parts, ()) = http::Response::builder().status(429).body(())?.into_parts();
    /// let body = b"{}"; // as it was received
    /// let response = Response::from_parts(parts.status, &parts.headers, body);
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn from_parts<B: AsRef<[u8]> + ?Sized>(
        status: StatusCode,
        headers: &'a HeaderMap,
        body: &'a B,
    ) -> Self {
        Self::new(status.as_u16(), body).headers(headers)
    }
}

/// A written response as one of the crate `http`: `http::Response::try_from(written)`. Needs the features `http` and
/// `produce`.
#[cfg(feature = "produce")]
impl TryFrom<crate::WrittenResponse> for http::Response<alloc::string::String> {
    type Error = http::Error;

    /// # Errors
    /// Returns an error if the status is not from 100 to 999, or a header is invalid.
    fn try_from(written: crate::WrittenResponse) -> Result<Self, http::Error> {
        let builder = http::Response::builder().status(written.status);
        let headers = written.headers.iter();
        let builder = headers.fold(builder, |builder, (name, value)| {
            builder.header(name, value)
        });
        builder.body(written.body)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    fn answer() -> http::Response<Vec<u8>> {
        let builder = http::Response::builder().status(429);
        let builder = builder
            .header("Retry-After", "30")
            .header("retry-after", "60");
        let builder = builder.header("x-raw", HeaderValue::from_bytes(b"\xff").unwrap());
        builder.body(b"{}".to_vec()).unwrap()
    }

    fn values<'h>(headers: &'h dyn Headers, name: &str) -> Vec<&'h [u8]> {
        let mut values = Vec::new();
        headers.for_each(name, &mut |value| values.push(value));
        values
    }

    fn assert_same(read: &Response<'_>) {
        assert_eq!((read.status, read.body), (429, b"{}".as_slice()));
        assert_eq!(values(read.headers, "RETRY-AFTER"), [b"30", b"60"]);
        assert_eq!(values(read.headers, "x-raw"), [b"\xff"]);
        assert!(values(read.headers, "date").is_empty());
    }

    #[test]
    fn a_response_is_read_whole_and_in_parts() {
        let whole = answer();
        assert_same(&Response::from(&whole));
        let (parts, body) = answer().into_parts();
        assert_same(&Response::from_parts(parts.status, &parts.headers, &body));
        assert_same(&Response::new(429, &body).headers(&parts.headers));
    }

    #[test]
    fn a_name_that_no_header_can_have_is_not_there() {
        let headers = answer().into_parts().0.headers;
        for name in ["", "no such name", "näme", "a\nb"] {
            assert!(values(&headers, name).is_empty(), "{name:?}");
        }
    }
}
