//! Locations in a response, as written on the command line.

use std::fmt;
use std::str::FromStr;

use super::columns;
use crate::yaml::{Map, Value};

/// A JSON Pointer, or `header:NAME`. The location of a code can also be `text` (the body is the code), `status` (the codes
/// are statuses) or `client` (the client raises the codes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Location(String);

/// The location of the code in the responses of one domain, or of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DomainCode {
    pub(super) domain: Option<String>,
    pub(super) location: Location,
}

impl FromStr for DomainCode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // A pointer may contain `=`; the name of a header may not.
        let split = text.split_once('=').filter(|_| !text.starts_with('/'));
        let (domain, location) = match split {
            Some((domain, location)) => (Some(domain.trim()), location.trim()),
            None => (None, text),
        };
        Ok(Self {
            domain: domain.map(str::to_owned),
            location: Location::of_code(location)?,
        })
    }
}

impl FromStr for Location {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
        let is_pointer = |text: &str| {
            let mut escaped = text.split('~').skip(1);
            text.starts_with('/') && escaped.all(|rest| rest.starts_with(['0', '1']))
        };
        match text.strip_prefix("header:") {
            Some(name) if name.is_empty() || !name.bytes().all(token) => {
                Err(format!("`{name}` is not the name of an HTTP header"))
            }
            None if !is_pointer(text) => {
                Err("expected a JSON Pointer such as `/error/code`, or `header:NAME`".to_owned())
            }
            _ => Ok(Self(text.to_owned())),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0)
    }
}

impl Location {
    const STATUS: &str = "status";
    const CLIENT: &str = "client";
    const TEXT: &str = "text";

    /// Parses the location of a code.
    pub(super) fn of_code(text: &str) -> Result<Self, String> {
        if [Self::TEXT, Self::STATUS, Self::CLIENT].contains(&text) {
            return Ok(Self(text.to_owned()));
        }
        text.parse().map_err(|_| {
            "expected a JSON Pointer such as `/error/code`, `header:NAME`, `text`, `status` or `client`"
                .to_owned()
        })
    }

    pub(super) fn status() -> Self {
        Self(Self::STATUS.to_owned())
    }

    pub(super) fn is_status(&self) -> bool {
        self.0 == Self::STATUS
    }

    pub(super) fn is_client(&self) -> bool {
        self.0 == Self::CLIENT
    }

    /// The words in the location: `decline` and `code` in `/error/decline_code`.
    pub(super) fn words(&self) -> Vec<String> {
        let field = self.field().unwrap_or_default();
        words(field.strip_prefix("header:").unwrap_or(&field))
    }

    /// The value of the envelope, if it has one.
    pub(super) fn source(&self) -> Option<Value> {
        match self.0.strip_prefix("header:") {
            Some(name) => Some(Value::Inline(Map::default().with("header", name))),
            None if self.is_status() || self.is_client() => None,
            None => Some(self.0.as_str().into()),
        }
    }

    /// The pointer, or the name of the header in lower case; `None` for `text`, `status` and `client`.
    pub(super) fn field(&self) -> Option<String> {
        match self.0.strip_prefix("header:") {
            Some(name) => Some(format!("header:{}", name.to_lowercase())),
            None => Some(self.0.clone()).filter(|pointer| pointer.starts_with('/')),
        }
    }
}

/// The words of a name in the singular and in lower case.
pub(super) fn words(name: &str) -> Vec<String> {
    let singular = |word: String| word.strip_suffix('s').map(str::to_owned).unwrap_or(word);
    columns::words(name).map(singular).collect()
}

#[cfg(test)]
mod tests {
    use super::{DomainCode, Location};

    #[test]
    fn a_location_may_be_that_of_one_domain() {
        let table = [
            ("/a=b", None, "/a=b"),
            (
                "Decline codes=/error/decline_code",
                Some("Decline codes"),
                "/error/decline_code",
            ),
            ("client=client", Some("client"), "client"),
            ("x = header:X-Error", Some("x"), "header:X-Error"),
        ];
        for (text, domain, location) in table {
            let expected = DomainCode {
                domain: domain.map(str::to_owned),
                location: Location::of_code(location).expect("a location"),
            };
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
        assert!("x=y".parse::<DomainCode>().is_err());
    }

    #[test]
    fn locations_are_pointers_headers_or_words() {
        for text in ["/a~1b/0", "header:X-Error"] {
            assert_eq!(text.parse(), Ok(Location(text.to_owned())));
        }
        assert!(Location::of_code("client").is_ok_and(|location| location.is_client()));
        for text in ["", "error.code", "/a~", "header:", "header:a b", "$.code"] {
            assert!(Location::of_code(text).is_err(), "{text}");
        }
        assert!("status".parse::<Location>().is_err());
    }
}
