//! What a vendor answered, as its client saw it.

use core::fmt;

use crate::reading::Hints;
use crate::tables::Vendor;

/// The headers of a response, whatever type holds them.
///
/// Slices, arrays and vectors of pairs are headers already. For any other type, a wrapper of your own makes one:
///
/// ```
/// use std::collections::BTreeMap;
/// use faultbook_runtime::Headers;
///
/// struct Lowercase(BTreeMap<String, String>);
///
/// impl Headers for Lowercase {
///     fn get(&self, name: &str) -> Option<&[u8]> {
///         Some(self.0.get(&name.to_ascii_lowercase())?.as_bytes())
///     }
/// }
/// ```
///
/// It is `Sync` so that a fault, which borrows them, can cross threads.
pub trait Headers: Sync {
    /// The value of the first header of this name. Names are compared without regard to ASCII case.
    fn get(&self, name: &str) -> Option<&[u8]>;
}

impl<N: AsRef<str> + Sync, V: AsRef<[u8]> + Sync> Headers for [(N, V)] {
    fn get(&self, name: &str) -> Option<&[u8]> {
        let (_, value) = self
            .iter()
            .find(|(n, _)| n.as_ref().eq_ignore_ascii_case(name))?;
        Some(value.as_ref())
    }
}

/// So that a slice, which cannot be a trait object, can be lent: `.headers(&slice)`.
impl<H: Headers + ?Sized> Headers for &H {
    fn get(&self, name: &str) -> Option<&[u8]> {
        (**self).get(name)
    }
}

impl<N: AsRef<str> + Sync, V: AsRef<[u8]> + Sync, const LEN: usize> Headers for [(N, V); LEN] {
    fn get(&self, name: &str) -> Option<&[u8]> {
        Headers::get(self.as_slice(), name)
    }
}

#[cfg(feature = "alloc")]
impl<N: AsRef<str> + Sync, V: AsRef<[u8]> + Sync> Headers for alloc::vec::Vec<(N, V)> {
    fn get(&self, name: &str) -> Option<&[u8]> {
        Headers::get(self.as_slice(), name)
    }
}

/// A response to be read: status, body and headers, all borrowed.
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
    /// A response without headers. Any status is taken as it came, even one that HTTP does not know.
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

    /// What the headers tell of waits and limits, by the names of a vendor's tables.
    #[doc(hidden)]
    #[must_use]
    pub fn hints(&self, vendor: &Vendor<'_>) -> Hints {
        Hints::read(vendor, self.headers)
    }
}

impl fmt::Debug for Response<'_> {
    /// Tells the status and the length of the body: a body may hold what must not be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}
