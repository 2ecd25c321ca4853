//! Locations in a response, as written on the command line.

use std::str::FromStr;

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

impl From<&Location> for Value {
    fn from(location: &Location) -> Self {
        match location {
            Location::Pointer(pointer) => pointer.into(),
            Location::Header(name) => Self::Inline(Map::default().with("header", name)),
        }
    }
}

impl CodeLocation {
    /// The value of the envelope, if it has one.
    pub(super) fn source(&self) -> Option<Value> {
        match self {
            Self::At(location) => Some(location.into()),
            Self::Text => Some("text".into()),
            Self::Status | Self::Client => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CodeLocation, Location};

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
