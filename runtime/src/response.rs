//! A vendor's response, as its client received it.

use core::fmt;

/// The headers of a response, of any type.
///
/// It is implemented for slices, arrays, vectors and B-tree maps of names and values, and for `http::HeaderMap` with
/// the feature `http`. For any other type, write a wrapper:
///
/// ```
/// use std::collections::HashMap;
/// use faultbook_runtime::Headers;
///
/// /// All values of each name, which is in lower case.
/// struct Lowercase(HashMap<String, Vec<String>>);
///
/// impl Headers for Lowercase {
///     fn for_each<'h>(&'h self, name: &str, value: &mut dyn FnMut(&'h [u8])) {
///         let values = self.0.get(&name.to_ascii_lowercase());
///         values.into_iter().flatten().for_each(|text| value(text.as_bytes()));
///     }
/// }
/// ```
///
/// It requires `Sync` so that a fault, which borrows the headers, can cross threads.
pub trait Headers: Sync {
    /// Calls `value` with the value of each header with this name, in the order in which they were received. Names are
    /// compared ignoring ASCII case.
    ///
    /// Report every value, not only the first: a response with a repeated code is never a success.
    fn for_each<'h>(&'h self, name: &str, value: &mut dyn FnMut(&'h [u8]));
}

/// Calls `value` with each value of this name.
fn for_each_pair<'h>(
    pairs: impl Iterator<Item = (&'h str, &'h [u8])>,
    name: &str,
    value: &mut dyn FnMut(&'h [u8]),
) {
    pairs
        .filter(|(own, _)| own.eq_ignore_ascii_case(name))
        .for_each(|(_, own)| value(own));
}

impl<N: AsRef<str> + Sync, V: AsRef<[u8]> + Sync> Headers for [(N, V)] {
    fn for_each<'h>(&'h self, name: &str, value: &mut dyn FnMut(&'h [u8])) {
        let pairs = self
            .iter()
            .map(|(name, value)| (name.as_ref(), value.as_ref()));
        for_each_pair(pairs, name, value);
    }
}

/// A slice cannot be a trait object; this allows `.headers(&slice)`.
impl<H: Headers + ?Sized> Headers for &H {
    fn for_each<'h>(&'h self, name: &str, value: &mut dyn FnMut(&'h [u8])) {
        (**self).for_each(name, value);
    }
}

impl<N: AsRef<str> + Sync, V: AsRef<[u8]> + Sync, const LEN: usize> Headers for [(N, V); LEN] {
    fn for_each<'h>(&'h self, name: &str, value: &mut dyn FnMut(&'h [u8])) {
        Headers::for_each(self.as_slice(), name, value);
    }
}

#[cfg(feature = "alloc")]
impl<N: AsRef<str> + Sync, V: AsRef<[u8]> + Sync> Headers for alloc::vec::Vec<(N, V)> {
    fn for_each<'h>(&'h self, name: &str, value: &mut dyn FnMut(&'h [u8])) {
        Headers::for_each(self.as_slice(), name, value);
    }
}

#[cfg(feature = "alloc")]
impl<N: AsRef<str> + Sync, V: AsRef<[u8]> + Sync> Headers for alloc::collections::BTreeMap<N, V> {
    fn for_each<'h>(&'h self, name: &str, value: &mut dyn FnMut(&'h [u8])) {
        let pairs = self
            .iter()
            .map(|(name, value)| (name.as_ref(), value.as_ref()));
        for_each_pair(pairs, name, value);
    }
}

/// The headers with one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header<'a> {
    first: &'a [u8],
    pub(crate) is_repeated: bool,
    /// Whether a repeated header has another value than the first.
    is_contradictory: bool,
}

impl<'a> Header<'a> {
    /// The headers with this name; `None` if there are none, or if the name is empty.
    pub(crate) fn find(headers: &'a dyn Headers, name: &str) -> Option<Self> {
        let mut found: Option<Self> = None;
        if !name.is_empty() {
            headers.for_each(name, &mut |value| match &mut found {
                None => {
                    found = Some(Self {
                        first: value,
                        is_repeated: false,
                        is_contradictory: false,
                    });
                }
                Some(found) => {
                    found.is_repeated = true;
                    found.is_contradictory |= found.first != value;
                }
            });
        }
        found
    }

    /// The first value without surrounding whitespace; `None` if it is not UTF-8.
    pub(crate) fn text(self) -> Option<&'a str> {
        let text = core::str::from_utf8(self.first).ok()?;
        Some(text.trim_matches([' ', '\t']))
    }

    /// The value of a header that is not a list (RFC 9110, section 5.5): if several differ, none counts.
    pub(crate) fn only_text(self) -> Option<&'a str> {
        self.text().filter(|_| !self.is_contradictory)
    }
}

/// A response to read: status, body and headers, all borrowed.
///
/// ```
/// use faultbook_runtime::Response;
/// let response = Response::new(429, b"{}").headers(&[("retry-after", "30")]);
/// ```
#[derive(Clone, Copy)]
#[must_use]
pub struct Response<'a> {
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
    pub(crate) headers: &'a dyn Headers,
}

impl<'a> Response<'a> {
    /// A response without headers. Any status is accepted, even one that HTTP does not define.
    ///
    /// A body of more than 1 MiB is not read: its status decides, and it is never a success.
    pub fn new<B: AsRef<[u8]> + ?Sized>(status: u16, body: &'a B) -> Self {
        const NO_HEADERS: &[(&str, &str); 0] = &[];
        Self {
            status,
            body: body.as_ref(),
            headers: NO_HEADERS,
        }
    }

    /// The same response with these headers.
    pub fn headers(mut self, headers: &'a dyn Headers) -> Self {
        self.headers = headers;
        self
    }
}

impl fmt::Debug for Response<'_> {
    /// Prints the status and the length of the body: a body may contain what must not be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}
