//! Locations in a response, as written on the command line.

use std::fmt;
use std::str::FromStr;

use super::columns;
use crate::yaml::{Map, Value};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Location {
    /// A JSON Pointer.
    Pointer(String),
    Header(String),
}

/// The location of the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CodeLocation {
    At(Location),
    /// The body is the code.
    Text,
    /// The codes are statuses.
    Status,
    /// The client raises the codes.
    Client,
}

/// The location of the code in the responses of one domain, or of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DomainCode {
    pub(super) domain: Option<String>,
    pub(super) location: CodeLocation,
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
            location: location.parse()?,
        })
    }
}

impl FromStr for Location {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(name) = text.strip_prefix("header:") {
            return header(name);
        }
        let escaped = |rest: &str| rest.starts_with(['0', '1']);
        if text.starts_with('/') && text.split('~').skip(1).all(escaped) {
            return Ok(Self::Pointer(text.to_owned()));
        }
        Err("expected a JSON Pointer such as `/error/code`, or `header:NAME`".to_owned())
    }
}

fn header(name: &str) -> Result<Location, String> {
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if name.is_empty() || !name.bytes().all(token) {
        return Err(format!("`{name}` is not the name of an HTTP header"));
    }
    Ok(Location::Header(name.to_owned()))
}

impl FromStr for CodeLocation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "status" => Ok(Self::Status),
            "client" => Ok(Self::Client),
            _ => text.parse().map(Self::At).map_err(|_: String| {
                "expected a JSON Pointer such as `/error/code`, `header:NAME`, `text`, `status` or `client`"
                    .to_owned()
            }),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pointer(pointer) => write!(f, "`{pointer}`"),
            Self::Header(name) => write!(f, "`header:{name}`"),
        }
    }
}

impl fmt::Display for CodeLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(location) => location.fmt(f),
            Self::Text => f.write_str("`text`"),
            Self::Status => f.write_str("`status`"),
            Self::Client => f.write_str("`client`"),
        }
    }
}

impl From<&Location> for Value {
    fn from(location: &Location) -> Self {
        match location {
            Location::Pointer(pointer) => pointer.into(),
            Location::Header(name) => Self::Inline(Map::default().with("header", name)),
        }
    }
}

impl CodeLocation {
    /// The pointer or the header.
    pub(super) fn at(&self) -> Option<&Location> {
        match self {
            Self::At(location) => Some(location),
            Self::Text | Self::Status | Self::Client => None,
        }
    }

    /// The words in the location: `decline` and `code` in `/error/decline_code`.
    pub(super) fn words(&self) -> Vec<String> {
        match self {
            Self::At(Location::Pointer(name) | Location::Header(name)) => words(name),
            Self::Text | Self::Status | Self::Client => Vec::new(),
        }
    }

    /// The value of the envelope, if it has one.
    pub(super) fn source(&self) -> Option<Value> {
        match self {
            Self::At(location) => Some(location.into()),
            Self::Text => Some("text".into()),
            Self::Status | Self::Client => None,
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
    use super::{CodeLocation, DomainCode, Location};

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
                location: location.parse().expect("a location"),
            };
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
        assert!("x=y".parse::<DomainCode>().is_err());
    }

    #[test]
    fn locations_are_pointers_headers_or_words() {
        let pointer = |text: &str| CodeLocation::At(Location::Pointer(text.to_owned()));
        assert_eq!("/a~1b/0".parse(), Ok(pointer("/a~1b/0")));
        let header = Location::Header("X-Error".to_owned());
        assert_eq!("header:X-Error".parse(), Ok(header));
        assert_eq!("client".parse(), Ok(CodeLocation::Client));
        for text in ["", "error.code", "/a~", "header:", "header:a b", "$.code"] {
            assert!(text.parse::<CodeLocation>().is_err(), "{text}");
        }
        assert!("status".parse::<Location>().is_err());
    }
}
