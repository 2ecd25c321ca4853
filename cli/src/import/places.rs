//! Where a response has something, as the command line says it.

use std::str::FromStr;

use crate::yaml::{Map, Value};

/// A place that a vendor's envelope can name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// A JSON Pointer.
    Pointer(String),
    Header(String),
}

/// Where the code is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CodePlace {
    At(Place),
    /// The body is the code.
    Text,
    /// The codes are statuses.
    Status,
    /// No response has them.
    Client,
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(name) = text.strip_prefix("header:") {
            return header(name);
        }
        let escaped = |rest: &str| rest.starts_with(['0', '1']);
        if text.starts_with('/') && text.split('~').skip(1).all(escaped) {
            return Ok(Self::Pointer(text.to_owned()));
        }
        Err("a place is a JSON Pointer, as in `/error/code`, or `header:NAME`".to_owned())
    }
}

fn header(name: &str) -> Result<Place, String> {
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if name.is_empty() || !name.bytes().all(token) {
        return Err(format!("`{name}` is not the name of an HTTP header"));
    }
    Ok(Place::Header(name.to_owned()))
}

impl FromStr for CodePlace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "status" => Ok(Self::Status),
            "client" => Ok(Self::Client),
            _ => text.parse().map(Self::At).map_err(|_: String| {
                "the place of a code is a JSON Pointer, as in `/error/code`, `header:NAME`, `text`, `status` or `client`"
                    .to_owned()
            }),
        }
    }
}

impl From<&Place> for Value {
    fn from(place: &Place) -> Self {
        match place {
            Place::Pointer(pointer) => pointer.into(),
            Place::Header(name) => Self::Inline(Map::default().with("header", name)),
        }
    }
}

impl CodePlace {
    /// What an envelope says for it, if that is where it is said.
    pub(super) fn source(&self) -> Option<Value> {
        match self {
            Self::At(place) => Some(place.into()),
            Self::Text => Some("text".into()),
            Self::Status | Self::Client => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CodePlace, Place};

    #[test]
    fn a_place_is_a_pointer_a_header_or_a_word() {
        let pointer = |text: &str| CodePlace::At(Place::Pointer(text.to_owned()));
        assert_eq!("/a~1b/0".parse(), Ok(pointer("/a~1b/0")));
        let header = Place::Header("X-Error".to_owned());
        assert_eq!("header:X-Error".parse(), Ok(header));
        assert_eq!("client".parse(), Ok(CodePlace::Client));
        for text in ["", "error.code", "/a~", "header:", "header:a b", "$.code"] {
            assert!(text.parse::<CodePlace>().is_err(), "{text}");
        }
        assert!("status".parse::<Place>().is_err());
    }
}
