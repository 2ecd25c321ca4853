//! Checks that the engine reads every code of the book from a response that has it.

use faultbook_codegen::model::{Format, Situation};
use faultbook_codegen::{Loaded, Report, examples};
use serde_json::{Value, json};

use super::locations::{CodeLocation, Location};
use super::spec::WrittenDomain;
use super::summary::ImportSummary;

/// Logs the codes that no response leads to.
pub(super) fn check(loaded: &Loaded, domains: &[WrittenDomain], log: &mut ImportSummary) {
    let vendor = loaded.book.vendors.first();
    let is_xml = vendor.is_some_and(|vendor| vendor.formats == [Format::Xml]);
    for domain in domains {
        // A program can raise any code.
        let location = domain.locations.first();
        let Some(location) = location.filter(|location| **location != CodeLocation::Client) else {
            continue;
        };
        for (code, status) in &domain.codes {
            let situation = situation(location, code, *status, is_xml);
            if !is_read(loaded, domain, code, &situation) {
                let kind = format!("codes that cannot be read at {location}");
                log.left_out(kind, format!("`{code}` of `{}`", domain.name));
            }
        }
    }
}

fn is_read(loaded: &Loaded, domain: &WrittenDomain, code: &str, situation: &Situation) -> bool {
    let (Some(vendor), Some(tables)) = (loaded.book.vendors.first(), loaded.tables.first()) else {
        return false;
    };
    let name = domain.operation.as_deref();
    let mut operations = vendor.operations.iter();
    let operation = operations.position(|operation| Some(operation.name.as_str()) == name);
    let operation = operation.unwrap_or(vendor.request);
    let report = examples::read(&tables.vendor(), operation, situation, |reading| {
        Report::new(&loaded.book, vendor, &reading)
    });
    report.known
        && report.code.as_deref() == Some(code)
        && report.domain.as_deref() == Some(&domain.name)
}

/// A response with a code at a location.
fn situation(location: &CodeLocation, code: &str, status: u16, is_xml: bool) -> Situation {
    let (mut headers, mut body, mut status) = (Vec::new(), "{}".to_owned(), status);
    match location {
        CodeLocation::Client => {}
        CodeLocation::Status => status = code.parse().unwrap_or(status),
        CodeLocation::Text => code.clone_into(&mut body),
        CodeLocation::At(Location::Header(name)) => headers.push((name.clone(), code.to_owned())),
        CodeLocation::At(Location::Pointer(pointer)) if is_xml => body = xml_with(pointer, code),
        CodeLocation::At(Location::Pointer(pointer)) => body = body_with(pointer, code).to_string(),
    }
    Situation::Response {
        status,
        headers,
        body,
    }
}

/// A body with a code at a pointer. Items of lists before it are empty.
fn body_with(pointer: &str, code: &str) -> Value {
    let segments = pointer
        .split('/')
        .skip(1)
        .collect::<Vec<_>>()
        .into_iter()
        .rev();
    segments.fold(json!(code), |value, segment| {
        match segment.parse::<usize>() {
            Ok(index) if index < 1000 => {
                let mut items = vec![Value::Null; index];
                items.push(value);
                Value::Array(items)
            }
            _ => json!({ segment.replace("~1", "/").replace("~0", "~"): value }),
        }
    })
}

/// An XML document with a code at a pointer.
fn xml_with(pointer: &str, code: &str) -> String {
    let code = code.replace('&', "&amp;").replace('<', "&lt;");
    let (mut inner, mut attribute) = (code.replace('"', "&quot;"), String::new());
    for name in pointer.split('/').skip(1).collect::<Vec<_>>().iter().rev() {
        if let Some(name) = name.strip_prefix('@') {
            attribute = format!(" {name}=\"{inner}\"");
            inner.clear();
        } else if name.parse::<usize>().is_err() {
            inner = format!("<{name}{attribute}>{inner}</{name}>");
            attribute.clear();
        }
    }
    inner
}
