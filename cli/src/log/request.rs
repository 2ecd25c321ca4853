//! The request in a line. Errors are messages for the output.

use std::borrow::Cow;

use faultbook_codegen::model::{Book, Vendor};
use memchr::memchr;
use serde_json::value::RawValue;

use super::fields::{Field, Fields};
use crate::members::{Members, Name};
use crate::suggestions;

/// Vendor, operation and code are indices into the book.
pub(crate) struct Request<'l> {
    pub(crate) vendor: usize,
    pub(crate) operation: usize,
    /// Whether the book does not have the operation, so that `request` is used.
    pub(crate) operation_fallback: bool,
    pub(crate) situation: Situation<'l>,
}

pub(crate) enum Situation<'l> {
    Raised(usize),
    Response {
        status: u16,
        headers: Vec<Header<'l>>,
        body: Cow<'l, str>,
    },
}

/// A name and a value.
pub(crate) type Header<'l> = (Cow<'l, str>, Cow<'l, [u8]>);

/// The vendor and operation of all lines, which override those in the lines.
#[derive(Debug, Default)]
pub(super) struct Given {
    vendor: Option<usize>,
    operation: Option<String>,
}

impl Given {
    /// Fails if the book does not have the names, instead of on every line.
    pub(super) fn new(
        book: &Book,
        vendor: Option<&str>,
        operation: Option<&str>,
    ) -> Result<Self, String> {
        let vendor = vendor.map(|name| find_vendor(book, name)).transpose()?;
        let vendors = match vendor {
            Some(vendor) => &book.vendors[vendor..=vendor],
            None => &book.vendors,
        };
        let known = || vendors.iter().flat_map(|vendor| &vendor.operations);
        if let Some(operation) = operation
            && !known().any(|known| known.name == operation)
        {
            let known = known().map(|known| known.name.as_str());
            return Err(suggestions::unknown_name("operation", operation, known));
        }
        let operation = operation.map(str::to_owned);
        Ok(Self { vendor, operation })
    }
}

impl<'l> Request<'l> {
    pub(super) fn new(fields: &Fields<'l>, given: &Given, book: &Book) -> Result<Self, String> {
        let vendor = match given.vendor {
            Some(vendor) => vendor,
            None => vendor(fields, book)?,
        };
        let described = &book.vendors[vendor];
        let named = match &given.operation {
            Some(name) => find_operation(described, name),
            None => operation(fields, described)?,
        };
        let operation = named.unwrap_or(described.request);
        Ok(Self {
            vendor,
            operation,
            operation_fallback: named.is_none(),
            situation: situation(fields, described, operation)?,
        })
    }
}

fn vendor(fields: &Fields<'_>, book: &Book) -> Result<usize, String> {
    let name = text(fields, Field::Vendor)?.ok_or("`vendor` is missing")?;
    find_vendor(book, &name)
}

fn find_vendor(book: &Book, name: &str) -> Result<usize, String> {
    let known = || book.vendors.iter().map(|vendor| vendor.name.as_str());
    let position = known().position(|vendor| vendor == name);
    position.ok_or_else(|| suggestions::unknown_name("vendor", name, known()))
}

/// The operation, if the line names one and the vendor has it.
fn operation(fields: &Fields<'_>, vendor: &Vendor) -> Result<Option<usize>, String> {
    let name = text(fields, Field::Operation)?;
    Ok(name.and_then(|name| find_operation(vendor, &name)))
}

fn find_operation(vendor: &Vendor, name: &str) -> Option<usize> {
    let mut operations = vendor.operations.iter();
    operations.position(|operation| operation.name == name)
}

fn situation<'l>(
    fields: &Fields<'l>,
    vendor: &Vendor,
    operation: usize,
) -> Result<Situation<'l>, String> {
    match (fields.get(Field::Status), text(fields, Field::Raised)?) {
        (Some(status), None) => {
            let (headers, body) = (headers(fields)?, body(fields)?);
            Ok(Situation::Response {
                status: self::status(status)?,
                headers,
                body,
            })
        }
        (None, Some(wire)) => raised(vendor, operation, &wire),
        (Some(_), Some(_)) => Err("a line has either `status` or `raised`, not both".to_owned()),
        (None, None) => Err("`status` or `raised` is missing".to_owned()),
    }
}

/// The text of a field, which must be a string.
fn text<'l>(fields: &Fields<'l>, field: Field) -> Result<Option<Cow<'l, str>>, String> {
    let text = |value| string(value).ok_or_else(|| format!("`{}` must be a string", field.name()));
    fields.get(field).map(text).transpose()
}

/// A string, copied only if it has escapes.
fn string(value: &RawValue) -> Option<Cow<'_, str>> {
    let inside = value.get().strip_prefix('"')?.strip_suffix('"')?;
    if memchr(b'\\', inside.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inside));
    }
    serde_json::from_str(value.get()).ok().map(Cow::Owned)
}

/// Parses a status, which may be a string. Statuses that HTTP does not define are accepted.
fn status(value: &RawValue) -> Result<u16, String> {
    let text = string(value).unwrap_or(Cow::Borrowed(value.get()));
    let status = text.parse();
    status.map_err(|_| format!("`status` must be an integer from 0 to {}", u16::MAX))
}

fn raised(vendor: &Vendor, operation: usize, wire: &str) -> Result<Situation<'static>, String> {
    let code = vendor.raised_code(operation, wire).map(Situation::Raised);
    code.ok_or_else(|| {
        let domains = vendor
            .domains
            .iter()
            .filter(|domain| domain.raised_by_client);
        let codes = domains.flat_map(|domain| &vendor.codes[domain.codes.clone()]);
        suggestions::unknown_name("raised code", wire, codes.map(|code| code.wire.as_str()))
    })
}

/// The body. If it is JSON within the line, its text is used unchanged, so that nothing is lost, not even a repeated
/// key.
fn body<'l>(fields: &Fields<'l>) -> Result<Cow<'l, str>, String> {
    match fields.get(Field::Body) {
        None => Ok(Cow::Borrowed("")),
        Some(body) if body.get().starts_with(['{', '[']) => Ok(Cow::Borrowed(body.get())),
        Some(body) => {
            string(body).ok_or_else(|| "`body` must be a string, an object or an array".to_owned())
        }
    }
}

fn headers<'l>(fields: &Fields<'l>) -> Result<Vec<Header<'l>>, String> {
    let Some(headers) = fields.get(Field::Headers) else {
        return Ok(Vec::new());
    };
    // Repeated names count: a response with two codes is never a success.
    let Members(pairs) = serde_json::from_str(headers.get())
        .map_err(|_| "`headers` must be an object of names and values, or a list of pairs")?;
    let mut headers = Vec::new();
    for (Name(name), value) in pairs {
        let values = header_values(&name, value)?;
        headers.extend(values.into_iter().map(|value| (name.clone(), value)));
    }
    Ok(headers)
}

/// The values of a header: a list has several, and `null` none.
fn header_values<'l>(name: &str, value: &'l RawValue) -> Result<Vec<Cow<'l, [u8]>>, String> {
    let values: Vec<&RawValue> = match value.get() {
        "null" => Vec::new(),
        list if list.starts_with('[') => serde_json::from_str(list).unwrap_or_default(),
        _ => vec![value],
    };
    let bytes = |value| match scalar(value) {
        Some(Cow::Borrowed(text)) => Ok(Cow::Borrowed(text.as_bytes())),
        Some(Cow::Owned(text)) => Ok(Cow::Owned(text.into_bytes())),
        None => Err(format!(
            "the header `{name}` must be a string, a number or a list of these"
        )),
    };
    values.into_iter().map(bytes).collect()
}

/// The text of a string, or a number as written.
pub(super) fn scalar(value: &RawValue) -> Option<Cow<'_, str>> {
    let is_number = value
        .get()
        .starts_with(|first: char| first == '-' || first.is_ascii_digit());
    if is_number {
        Some(Cow::Borrowed(value.get()))
    } else {
        string(value)
    }
}
