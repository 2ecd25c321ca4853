//! Operations and responses of the document, with `$ref` resolved.

use std::cell::RefCell;
use std::collections::BTreeSet;

use anyhow::{Context, bail};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use crate::commands::import::identifiers::SnakeNames;
use crate::commands::import::operation::Operation;
use crate::commands::import::texts;

/// The longest chain of `$ref`.
const MAX_STEPS: usize = 32;

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

pub(super) struct Document {
    root: Value,
    /// References that could not be resolved.
    lost: RefCell<BTreeSet<String>>,
}

/// A response of an operation.
pub(super) struct Response<'d> {
    /// The operation's name in the book.
    pub(super) operation: String,
    pub(super) status: Status,
    pub(super) description: String,
    /// The schemas of its JSON bodies.
    pub(super) schemas: Vec<&'d Value>,
    pub(super) examples: Vec<Value>,
}

/// The statuses of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Exact(u16),
    /// All statuses with this first digit.
    Hundred(u16),
    Default,
}

impl Status {
    fn read(key: &str) -> Option<Self> {
        if key == "default" {
            return Some(Self::Default);
        }
        let digit = || {
            key.chars()
                .next()?
                .to_digit(10)
                .and_then(|digit| u16::try_from(digit).ok())
        };
        match key.get(1..)? {
            "xx" | "XX" => digit().map(Self::Hundred),
            _ => key
                .parse()
                .ok()
                .filter(|status| (100..=599).contains(status))
                .map(Self::Exact),
        }
    }

    pub(super) fn exact(self) -> Option<u16> {
        match self {
            Self::Exact(status) => Some(status),
            Self::Hundred(_) | Self::Default => None,
        }
    }
}

impl Response<'_> {
    pub(super) fn is_error(&self) -> bool {
        match self.status {
            Status::Exact(status) => status >= 400,
            Status::Hundred(digit) => digit >= 4,
            Status::Default => true,
        }
    }

    pub(super) fn is_success(&self) -> bool {
        match self.status {
            Status::Exact(status) => (200..=299).contains(&status),
            Status::Hundred(digit) => digit == 2,
            Status::Default => false,
        }
    }

    pub(super) fn location(&self) -> String {
        match self.status {
            Status::Exact(status) => format!("{} {status}", self.operation),
            Status::Hundred(digit) => format!("{} {digit}xx", self.operation),
            Status::Default => format!("{} default", self.operation),
        }
    }
}

#[derive(Deserialize)]
struct Versions {
    openapi: Option<IgnoredAny>,
    swagger: Option<IgnoredAny>,
}

/// Whether a JSON object is an `OpenAPI` or Swagger document.
pub(in crate::commands::import) fn is_document(json: &str) -> bool {
    let versions: Result<Versions, _> = serde_json::from_str(json);
    versions.is_ok_and(|versions| versions.openapi.is_some() || versions.swagger.is_some())
}

impl Document {
    pub(super) fn read(text: &str) -> anyhow::Result<Self> {
        let root: Value = if text.trim_start().starts_with('{') {
            serde_json::from_str(text).context("the file is not JSON")?
        } else {
            serde_yaml::from_str(text).context("the file is not YAML")?
        };
        if root.get("swagger").is_some() {
            bail!("the file is Swagger 2.0; convert it to OpenAPI 3");
        }
        // In YAML, `3.0` is a number.
        let version = root.get("openapi").map(Value::to_string);
        let version = version.as_deref().unwrap_or_default().trim_matches('"');
        if !version.starts_with('3') {
            bail!("the file is not an OpenAPI 3 document: it has no `openapi: 3…`");
        }
        Ok(Self {
            root,
            lost: RefCell::default(),
        })
    }

    pub(super) fn title(&self) -> Option<String> {
        let title = self.root.pointer("/info/title")?.as_str()?;
        Some(texts::title(&texts::prose(title))).filter(|title| !title.is_empty())
    }

    /// Problems of the document.
    pub(super) fn findings(&self) -> Vec<String> {
        let lost = self.lost.borrow();
        lost.iter()
            .map(|reference| format!("`{reference}` does not exist in this file"))
            .collect()
    }

    /// Follows a `$ref`.
    pub(super) fn resolve<'d>(&'d self, value: &'d Value) -> &'d Value {
        let mut value = value;
        for _ in 0..MAX_STEPS {
            let Some(reference) = reference(value) else {
                return value;
            };
            match self.follow(reference) {
                Some(next) => value = next,
                None => break,
            }
        }
        self.lost
            .borrow_mut()
            .extend(reference(value).map(str::to_owned));
        &Value::Null
    }

    fn follow(&self, reference: &str) -> Option<&Value> {
        let pointer = percent_decoded(reference.strip_prefix('#')?);
        self.root.pointer(&pointer)
    }

    /// The operations with their responses.
    pub(super) fn operations(&self, names: &mut SnakeNames) -> Vec<(Operation, Vec<Response<'_>>)> {
        let mut operations = Vec::new();
        for (path, item) in entries(self.root.get("paths")) {
            let item = self.resolve(item);
            for method in METHODS {
                if let Some(own) = item.get(method).filter(|own| own.is_object()) {
                    let operation = operation(method, path, own, names);
                    let responses = self.responses(&operation.name, own);
                    operations.push((operation, responses));
                }
            }
        }
        operations
    }

    fn responses<'d>(&'d self, operation: &str, own: &'d Value) -> Vec<Response<'d>> {
        let responses = entries(own.get("responses"));
        let response = |(key, response): (&'d String, &'d Value)| {
            let status = Status::read(key)?;
            Some(self.response(operation, status, self.resolve(response)))
        };
        responses.filter_map(response).collect()
    }

    fn response<'d>(&'d self, operation: &str, status: Status, own: &'d Value) -> Response<'d> {
        let bodies = entries(own.get("content"));
        let bodies = bodies.filter(|(kind, _)| kind.contains("json") || *kind == "*/*");
        let bodies: Vec<&Value> = bodies.map(|(_, body)| self.resolve(body)).collect();
        let description = own
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default();
        Response {
            operation: operation.to_owned(),
            status,
            description: description.to_owned(),
            examples: bodies.iter().flat_map(|body| self.examples(body)).collect(),
            schemas: bodies
                .iter()
                .filter_map(|body| body.get("schema"))
                .collect(),
        }
    }

    /// The examples of a body and its schema.
    fn examples<'d>(&'d self, body: &'d Value) -> Vec<Value> {
        let named = entries(body.get("examples"));
        let named = named.filter_map(|(_, example)| self.resolve(example).get("value"));
        let mut found: Vec<&Value> = named.chain(body.get("example")).collect();
        if let Some(schema) = body.get("schema").map(|schema| self.resolve(schema)) {
            let list = schema.get("examples").and_then(Value::as_array);
            found.extend(schema.get("example"));
            found.extend(list.into_iter().flatten());
        }
        found.into_iter().filter_map(as_body).collect()
    }
}

/// The body in an example, which may be a text.
fn as_body(value: &Value) -> Option<Value> {
    let body = match value {
        Value::String(text) => serde_json::from_str(text).ok()?,
        _ => value.clone(),
    };
    (body.is_object() || body.is_array()).then_some(body)
}

pub(super) fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

pub(super) fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::iter)
}

fn operation(method: &str, path: &str, own: &Value, names: &mut SnakeNames) -> Operation {
    let text = |key| own.get(key).and_then(Value::as_str).map(texts::prose);
    let id = text("operationId").filter(|id| !id.is_empty());
    let endpoint = format!("{} {path}", method.to_uppercase());
    let summary = text("summary").or_else(|| text("description"));
    Operation {
        name: names.make(&id.unwrap_or_else(|| endpoint.clone())),
        summary: summary
            .map(|text| texts::summary(&text))
            .filter(|text| !text.is_empty()),
        endpoint: texts::prose(&endpoint),
        is_safe: ["get", "head"].contains(&method),
    }
}

/// Decodes the fragment of a URI.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let code = code
            .filter(|_| *first == b'%')
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
