//! The error responses of a vendor as an `OpenAPI` 3.1 document.
//!
//! An operation whose method and path are not known, or that shares them with an earlier one, is a path item that no path
//! refers to. Operations share the responses that are the same. Each response shows every code that has its status, as the
//! engine writes it; the codes in the schema are constants with the texts of the book, so that `import` reads them back.

use std::collections::BTreeMap;
use std::io::{self, Write};

use faultbook_codegen::Loaded;
use faultbook_codegen::examples;
use faultbook_codegen::model::{Operation, Outcome, Situation, Source, Vendor};
use faultbook_runtime::WrittenResponse;
use faultbook_runtime::v1::{self, Content};
use serde_json::{Map, Value, json};

/// The methods that a path can have.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The failures of some operations with one status: codes, and how they are sent.
type Failures = Vec<(usize, WrittenResponse)>;

/// Responses by their names in the document.
type Responses = BTreeMap<String, Failures>;

/// Writes the document and returns the number of its responses.
pub(super) fn write(loaded: &Loaded, vendor: &Vendor, out: &mut dyn Write) -> io::Result<usize> {
    let at = loaded
        .book
        .vendors
        .iter()
        .position(|own| own.name == vendor.name);
    let tables = loaded.tables[at.unwrap_or_default()].vendor();
    let exporter = Exporter { vendor, tables };
    let mut responses = Responses::new();
    let (mut paths, mut items) = (json!({}), Map::new());
    for (index, operation) in vendor.operations.iter().enumerate() {
        let failures = exporter.failures(index, operation).into_iter();
        let named = |(status, failures)| {
            (
                status,
                exporter.name(index, status, failures, &mut responses),
            )
        };
        let failures: Vec<(u16, String)> = failures.map(named).collect();
        if exporter.is_redundant(index) {
            continue;
        }
        let place = operation.endpoint.as_deref().and_then(endpoint);
        let place = place.filter(|(path, method)| paths[path][method].is_null());
        if let Some((path, method)) = place {
            paths[&path][method] = exporter.operation(index, &path, &failures);
        } else {
            let item = json!({ "post": exporter.operation(index, "", &failures) });
            items.insert(operation.name.clone(), item);
        }
    }
    let count = responses.len();
    let document = exporter.document(&paths, &items, &responses);
    writeln!(out, "{document:#}")?;
    Ok(count)
}

struct Exporter<'b> {
    vendor: &'b Vendor,
    tables: v1::Vendor<'b>,
}

impl Exporter<'_> {
    /// Whether it is `request`, and listed operations have all of its domains.
    fn is_redundant(&self, index: usize) -> bool {
        let is_listed = |domain: &usize| {
            let operations = self.vendor.operations.iter().enumerate();
            let mut listed = operations.filter(|(at, _)| *at != self.vendor.request);
            listed.any(|(_, operation)| operation.domains.contains(domain))
        };
        let domains = &self.vendor.operations[index].domains;
        index == self.vendor.request && domains.iter().all(is_listed)
    }

    /// The failures of an operation by status.
    fn failures(&self, index: usize, operation: &Operation) -> BTreeMap<u16, Failures> {
        let domains = operation.domains.iter().map(|at| &self.vendor.domains[*at]);
        let domains = domains.filter(|domain| !domain.raised_by_client);
        let mut failures: BTreeMap<u16, Failures> = BTreeMap::new();
        for code in domains.flat_map(|domain| domain.codes.clone()) {
            for response in self.responses(index, code) {
                let failures = failures.entry(response.status).or_default();
                failures.push((code, response));
            }
        }
        failures
    }

    /// The name of a response, which is added unless it is there: after the domains of its codes, and after the operation
    /// if another operation has other failures of these domains.
    fn name(
        &self,
        operation: usize,
        status: u16,
        failures: Failures,
        all: &mut Responses,
    ) -> String {
        let domain = |(code, _): &(usize, _)| self.vendor.codes[*code].domain;
        let mut domains: Vec<usize> = failures.iter().map(domain).collect();
        domains.dedup();
        let domains = domains
            .iter()
            .map(|at| self.vendor.domains[*at].name.as_str());
        let mut name = format!("{}_{status}", domains.collect::<Vec<_>>().join("."));
        if all.get(&name).is_some_and(|other| *other != failures) {
            name = format!("{}.{name}", self.vendor.operations[operation].name);
        }
        all.entry(name.clone()).or_insert(failures);
        name
    }

    /// The responses with a code, one for each of its statuses; none if it is a success or cannot be sent.
    fn responses(&self, operation: usize, code: usize) -> Vec<WrittenResponse> {
        let statuses = &self.vendor.codes[code].statuses;
        let statuses: Vec<Option<u16>> = match statuses.as_slice() {
            [] => vec![None],
            all => all.iter().copied().map(Some).collect(),
        };
        let write = |status| {
            let content = Content {
                status,
                ..Content::default()
            };
            let written =
                v1::write_described(&self.tables, short(operation), short(code), &content).ok()?;
            let reading = v1::reading(&self.tables, short(operation), &written.response());
            let is_failure = reading.decision().outcome != Outcome::Success;
            // Other statuses than these have no place in a document.
            let is_status = (100..=599).contains(&written.status);
            (is_failure && is_status).then_some(written)
        };
        statuses.into_iter().filter_map(write).collect()
    }

    fn operation(&self, index: usize, path: &str, failures: &[(u16, String)]) -> Value {
        let own = &self.vendor.operations[index];
        let mut responses: Map<String, Value> = failures
            .iter()
            .map(|(status, name)| {
                let reference = format!("#/components/responses/{name}");
                (status.to_string(), json!({ "$ref": reference }))
            })
            .collect();
        let (status, success) = self.success(index);
        responses.entry(status).or_insert(success);
        let mut operation = json!({ "operationId": own.name, "responses": responses });
        if !own.summary.is_empty() {
            operation["summary"] = json!(own.summary);
        }
        let parameters: Vec<Value> = variables(path).map(parameter).collect();
        if !parameters.is_empty() {
            operation["parameters"] = parameters.into();
        }
        operation
    }

    /// The first success among the examples of an operation, and its status.
    fn success(&self, operation: usize) -> (String, Value) {
        let examples = self.vendor.examples.iter();
        let mut own = examples.filter(|example| example.operation == operation);
        let found = own.find_map(|example| match &example.situation {
            Situation::Response { status, body, .. } => {
                let is_success =
                    |reading: v1::Reading<'_, '_>| reading.decision().outcome == Outcome::Success;
                let is_one =
                    examples::read(&self.tables, operation, &example.situation, is_success);
                is_one.then_some((*status, body))
            }
            Situation::Raised(_) => None,
        });
        let Some((status, body)) = found else {
            return ("2XX".to_owned(), json!({ "description": "Success" }));
        };
        let mut response = json!({ "description": "Success" });
        if let Ok(value) = serde_json::from_str::<Value>(body) {
            response["content"] = json!({ "application/json": { "example": value } });
        }
        (status.to_string(), response)
    }

    fn document(&self, paths: &Value, items: &Map<String, Value>, responses: &Responses) -> Value {
        let vendor = self.vendor;
        let mut schemas = Map::new();
        let mut components = Map::new();
        for (name, failures) in responses {
            components.insert(name.clone(), self.response(name, failures));
            if let Some(schema) = self.schema(failures) {
                schemas.insert(name.clone(), schema);
            }
        }
        json!({
            "openapi": "3.1.0",
            "info": { "title": vendor.title, "summary": vendor.summary, "version": "unversioned" },
            "paths": paths,
            "components": { "responses": components, "schemas": schemas, "pathItems": items },
        })
    }

    fn response(&self, name: &str, failures: &Failures) -> Value {
        let mut contents = Map::new();
        for (code, response) in failures
            .iter()
            .filter(|(_, response)| !response.body.is_empty())
        {
            let content = contents
                .entry(media_type(response))
                .or_insert_with(|| json!({}));
            if is_json(response) {
                content["schema"] = json!({ "$ref": format!("#/components/schemas/{name}") });
            }
            let code = &self.vendor.codes[*code];
            let key = format!("{}/{}", self.vendor.domains[code.domain].name, code.wire);
            let example = json!({ "summary": code.summary, "value": body(response) });
            content["examples"][key] = example;
        }
        let codes = failures.iter().map(|(code, _)| &self.vendor.codes[*code]);
        let lines = codes.map(|code| format!("- `{}`: {}", code.wire, code.summary));
        let description = match failures.as_slice() {
            [(code, _)] => self.vendor.codes[*code].summary.clone(),
            _ => lines.collect::<Vec<_>>().join("\n"),
        };
        let mut response = json!({ "description": description });
        if !contents.is_empty() {
            response["content"] = contents.into();
        }
        response
    }

    /// The JSON that the failures have in common, with the codes where they are.
    fn schema(&self, failures: &Failures) -> Option<Value> {
        let mut codes: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        let mut messages: Vec<&str> = Vec::new();
        for (code, response) in failures.iter().filter(|(_, response)| is_json(response)) {
            let (own, body) = (&self.vendor.codes[*code], body(response));
            let envelope = &self.vendor.domains[own.domain].envelope;
            let mut places = pointers(&envelope.code);
            // The code may be elsewhere than in the body.
            if let Some(place) = places.find(|place| body.pointer(place).is_some()) {
                let schema = json!({ "const": body.pointer(place), "description": own.summary });
                codes.entry(place).or_default().push(schema);
            }
            let written = pointers(&envelope.message).filter(|place| body.pointer(place).is_some());
            messages.extend(written.take(1));
        }
        let mut schema = json!({});
        for message in messages {
            *property(&mut schema, message) = json!({ "type": "string" });
        }
        for (place, codes) in &codes {
            *property(&mut schema, place) = json!({ "oneOf": codes });
        }
        failures
            .iter()
            .any(|(_, response)| is_json(response))
            .then_some(schema)
    }
}

/// The schema of the value at a pointer, in that of the body.
fn property<'s>(schema: &'s mut Value, pointer: &str) -> &'s mut Value {
    let tokens = pointer.split('/').skip(1);
    let tokens = tokens.map(|token| token.replace("~1", "/").replace("~0", "~"));
    tokens.fold(schema, |schema, token| {
        if token.parse::<usize>().is_ok() {
            schema["type"] = json!("array");
            return &mut schema["items"];
        }
        schema["type"] = json!("object");
        &mut schema["properties"][token]
    })
}

fn pointers(sources: &[Source]) -> impl Iterator<Item = &str> {
    sources.iter().filter_map(|source| match source {
        Source::Pointer(pointer) => Some(pointer.as_str()),
        _ => None,
    })
}

fn body(response: &WrittenResponse) -> Value {
    let json = is_json(response).then(|| serde_json::from_str(&response.body).ok());
    json.flatten().unwrap_or_else(|| json!(response.body))
}

fn is_json(response: &WrittenResponse) -> bool {
    media_type(response).ends_with("json")
}

fn media_type(response: &WrittenResponse) -> String {
    let mut headers = response.headers.iter();
    let found = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let value = found.map_or("application/octet-stream", |(_, value)| value);
    value.split(';').next().unwrap_or(value).trim().to_owned()
}

/// The path of an endpoint as `OpenAPI` writes it, and its method.
fn endpoint(endpoint: &str) -> Option<(String, &'static str)> {
    let (method, path) = endpoint.split_once(' ')?;
    let method = METHODS
        .into_iter()
        .find(|own| own.eq_ignore_ascii_case(method))?;
    let path = path.trim().split(['?', '#']).next()?;
    let segments = path.strip_prefix('/')?.split('/').map(|segment| {
        let name = segment.strip_prefix(':').or_else(|| {
            segment
                .strip_prefix('<')
                .and_then(|name| name.strip_suffix('>'))
        });
        name.map_or_else(|| segment.to_owned(), |name| format!("{{{name}}}"))
    });
    let segments: Vec<String> = segments.collect();
    Some((format!("/{}", segments.join("/")), method))
}

/// The names in the braces of a path.
fn variables(path: &str) -> impl Iterator<Item = &str> {
    let open = path.split('{').skip(1);
    open.filter_map(|rest| Some(rest.split_once('}')?.0))
}

fn parameter(name: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
}

/// An index in the tables, which are never longer.
fn short(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(v1::NONE)
}
