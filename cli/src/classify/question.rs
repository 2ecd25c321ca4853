//! What a line asks. Whatever is wrong with it becomes a sentence.

use std::collections::BTreeMap;

use faultbook_codegen::model::{Book, Situation, Vendor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::names;

/// A JSON object whose values are left as they are written.
type Object<'l> = BTreeMap<String, &'l RawValue>;

/// A line that can be answered. Vendor, operation and code are indices into the book.
pub(super) struct Question {
    pub(super) vendor: usize,
    pub(super) operation: usize,
    /// Whether `request` stands in for an operation that the book does not have.
    pub(super) operation_fallback: bool,
    pub(super) situation: Situation,
}

/// The fields of a line. One that is null counts as absent; those that mean nothing here are passed over.
pub(super) struct Fields<'l>(Object<'l>);

impl<'l> Fields<'l> {
    pub(super) fn read(line: &'l str) -> Result<Self, String> {
        serde_json::from_str(line)
            .map(Self)
            .map_err(|error| match error.classify() {
                Category::Data => "the line is JSON, but not an object".to_owned(),
                Category::Eof => "the line is not JSON: it ends too early".to_owned(),
                Category::Syntax | Category::Io => format!(
                    "the line is not JSON: it goes wrong at column {}",
                    error.column()
                ),
            })
    }

    /// As it is written: a number of any size comes back digit for digit.
    pub(super) fn id(&self) -> Option<&'l RawValue> {
        self.get("id")
    }

    pub(super) fn question(&self, book: &Book) -> Result<Question, String> {
        let vendor = self.vendor(book)?;
        let described = &book.vendors[vendor];
        let named = self.operation(described)?;
        let operation = named.unwrap_or(described.request);
        let situation = self.situation(described, operation)?;
        Ok(Question {
            vendor,
            operation,
            operation_fallback: named.is_none(),
            situation,
        })
    }

    fn get(&self, name: &str) -> Option<&'l RawValue> {
        let value = self.0.get(name).copied();
        value.filter(|value| value.get() != "null")
    }

    fn text(&self, name: &str) -> Result<Option<String>, String> {
        let text = |value| string(value).ok_or_else(|| format!("`{name}` must be a string"));
        self.get(name).map(text).transpose()
    }

    fn vendor(&self, book: &Book) -> Result<usize, String> {
        let name = self.text("vendor")?.ok_or("`vendor` is missing")?;
        let known = || book.vendors.iter().map(|vendor| vendor.name.as_str());
        let position = known().position(|vendor| vendor == name);
        position.ok_or_else(|| names::unknown("vendor", &name, known()))
    }

    /// The operation, if the line names one and the vendor has it.
    fn operation(&self, vendor: &Vendor) -> Result<Option<usize>, String> {
        let name = self.text("operation")?;
        let mut names = vendor.operations.iter().map(|operation| &operation.name);
        Ok(name.and_then(|name| names.position(|operation| *operation == name)))
    }

    fn situation(&self, vendor: &Vendor, operation: usize) -> Result<Situation, String> {
        match (self.get("status"), self.text("raised")?) {
            (Some(status), None) => {
                let (headers, body) = (self.headers()?, self.body()?);
                Ok(Situation::Response {
                    status: self::status(status)?,
                    headers,
                    body,
                })
            }
            (None, Some(wire)) => raised(vendor, operation, &wire),
            (Some(_), Some(_)) => {
                Err("`raised` stands in place of `status`; a line has one of the two".to_owned())
            }
            (None, None) => Err(
                "`status` is missing, and so is `raised`, which may stand in its place".to_owned(),
            ),
        }
    }

    /// The body as it came. One that is written as JSON within the line is taken as it stands there: nothing about it
    /// is lost, not even a key that it has twice.
    fn body(&self) -> Result<String, String> {
        match self.get("body") {
            None => Ok(String::new()),
            Some(body) if body.get().starts_with(['{', '[']) => Ok(body.get().to_owned()),
            Some(body) => string(body)
                .ok_or_else(|| "`body` must be a string, an object or an array".to_owned()),
        }
    }

    fn headers(&self) -> Result<Vec<(String, String)>, String> {
        let Some(headers) = self.get("headers") else {
            return Ok(Vec::new());
        };
        let headers: Result<Object<'l>, _> = serde_json::from_str(headers.get());
        let headers = headers.map_err(|_| "`headers` must be an object of names and values")?;
        let read = |(name, value)| header(name, value).transpose();
        headers.into_iter().filter_map(read).collect()
    }
}

fn string(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

/// Any status that fits is taken as it came, even one that HTTP does not know.
fn status(value: &RawValue) -> Result<u16, String> {
    let status = serde_json::from_str(value.get());
    status.map_err(|_| format!("`status` must be an integer from 0 to {}", u16::MAX))
}

fn raised(vendor: &Vendor, operation: usize, wire: &str) -> Result<Situation, String> {
    let code = vendor.raised_code(operation, wire).map(Situation::Raised);
    code.ok_or_else(|| {
        let domains = vendor
            .domains
            .iter()
            .filter(|domain| domain.raised_by_client);
        let codes = domains.flat_map(|domain| &vendor.codes[domain.codes.clone()]);
        names::unknown("raised code", wire, codes.map(|code| code.wire.as_str()))
    })
}

/// A header, of a repeated one the first value; `None` if it has no value.
fn header(name: String, value: &RawValue) -> Result<Option<(String, String)>, String> {
    let values: Vec<&RawValue> = match value.get() {
        "null" => Vec::new(),
        list if list.starts_with('[') => serde_json::from_str(list).unwrap_or_default(),
        _ => vec![value],
    };
    let Some(first) = values.first() else {
        return Ok(None);
    };
    match scalar(first) {
        Some(text) => Ok(Some((name, text))),
        None => Err(format!(
            "the header `{name}` must be a string, a number or a list of these"
        )),
    }
}

/// The text of a string, or a number as it is written.
fn scalar(value: &RawValue) -> Option<String> {
    let is_number = value
        .get()
        .starts_with(|first: char| first == '-' || first.is_ascii_digit());
    if is_number {
        Some(value.get().to_owned())
    } else {
        string(value)
    }
}
