//! Operations and responses of the document, with `$ref` resolved.

use std::cell::RefCell;
use std::path::Path;

use anyhow::bail;
use indexmap::IndexMap;

use super::files::Files;
use crate::commands::import::identifiers::SnakeNames;
use crate::commands::import::operation::Operation;
use crate::commands::import::texts;
use crate::commands::import::tree::Node;

/// The longest chain of `$ref`.
const MAX_STEPS: usize = 32;

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

pub(super) struct Document {
    files: Files,
    /// References that cannot be followed, with the reasons.
    lost: RefCell<IndexMap<String, String>>,
}

/// A response of an operation.
pub(super) struct Response<'d> {
    /// The operation's name in the book.
    pub(super) operation: String,
    pub(super) status: Status,
    pub(super) description: String,
    /// The schemas of its bodies: those in JSON or, if there are none, those in XML.
    pub(super) schemas: Vec<BodySchema<'d>>,
    pub(super) examples: Vec<Node>,
}

/// The schema of a body.
#[derive(Clone, Copy)]
pub(super) struct BodySchema<'d> {
    pub(super) node: &'d Node,
    pub(super) is_xml: bool,
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

/// Whether a file is an `OpenAPI` or Swagger document.
pub(in crate::commands::import) fn is_document(file: &Node) -> bool {
    file.get("openapi").is_some() || file.get("swagger").is_some()
}

impl Document {
    /// Reads the document at a path, whose root is read already.
    pub(super) fn read(root: Node, path: &Path) -> anyhow::Result<Self> {
        let version = |key| root.get(key).and_then(Node::scalar).unwrap_or_default();
        if !version("openapi").starts_with('3') && !version("swagger").starts_with('2') {
            bail!(
                "the file is not an OpenAPI document: it has neither `openapi: 3…` nor `swagger: 2.0`"
            );
        }
        Ok(Self {
            files: Files::read(root, path)?,
            lost: RefCell::default(),
        })
    }

    pub(super) fn title(&self) -> Option<String> {
        let title = self.files.root().pointer("/info/title")?.as_str()?;
        Some(texts::title(&texts::prose(title))).filter(|title| !title.is_empty())
    }

    /// The references that could not be followed, with the reasons.
    pub(super) fn lost(&self) -> IndexMap<String, String> {
        self.lost.borrow().clone()
    }

    /// Follows a `$ref`.
    pub(super) fn resolve<'d>(&'d self, node: &'d Node) -> &'d Node {
        let mut node = node;
        for _ in 0..MAX_STEPS {
            let Some(reference) = reference(node) else {
                return node;
            };
            match self.files.follow(reference) {
                Ok(next) => node = next,
                Err(why) => return self.lose(reference, why),
            }
        }
        self.lose(
            reference(node).unwrap_or_default(),
            "it leads in a circle".to_owned(),
        )
    }

    fn lose(&self, reference: &str, why: String) -> &Node {
        self.lost.borrow_mut().insert(reference.to_owned(), why);
        &Node::Null
    }

    /// The operations with their responses.
    pub(super) fn operations(&self, names: &mut SnakeNames) -> Vec<(Operation, Vec<Response<'_>>)> {
        let mut operations = Vec::new();
        for (path, item) in entries(self.files.root().get("paths")) {
            let item = self.resolve(item);
            for method in METHODS {
                if let Some(own) = item.get(method).filter(|own| own.as_map().is_some()) {
                    let mut operation = operation(method, path, own, names);
                    let responses = self.responses(&operation.name, own);
                    operation.xml = self.xml(&responses);
                    operations.push((operation, responses));
                }
            }
        }
        operations
    }

    /// The root elements of successes, if all bodies are XML.
    fn xml(&self, responses: &[Response<'_>]) -> Option<Vec<String>> {
        let mut schemas = responses.iter().flat_map(|response| &response.schemas);
        let first = schemas.next()?;
        if !first.is_xml || schemas.any(|schema| !schema.is_xml) {
            return None;
        }
        let successes = responses.iter().filter(|response| response.is_success());
        let schemas = successes.flat_map(|response| &response.schemas);
        let mut roots: Vec<String> = Vec::new();
        for root in schemas.filter_map(|schema| self.root_element(schema.node)) {
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        Some(roots)
    }

    /// The name of the root element of a body with this schema, if the document says it.
    pub(super) fn root_element(&self, schema: &Node) -> Option<String> {
        let own = self.resolve(schema).pointer("/xml/name");
        let own = own.and_then(Node::as_str).map(str::to_owned);
        own.or_else(|| Some(reference(schema)?.rsplit('/').next()?.to_owned()))
    }

    fn responses<'d>(&'d self, operation: &str, own: &'d Node) -> Vec<Response<'d>> {
        // In Swagger 2.0, the media types are those of the operation.
        let kinds = own.get("produces").or(self.files.root().get("produces"));
        let kinds = || kinds.into_iter().flat_map(Node::items);
        let mut kinds = kinds().filter_map(Node::as_str).peekable();
        let is_xml = kinds.peek().is_some() && kinds.all(is_xml);
        let responses = entries(own.get("responses"));
        let response = |(key, response): (&'d String, &'d Node)| {
            let status = Status::read(key)?;
            Some(self.response(operation, status, self.resolve(response), is_xml))
        };
        responses.filter_map(response).collect()
    }

    fn response<'d>(
        &'d self,
        operation: &str,
        status: Status,
        own: &'d Node,
        produces_xml: bool,
    ) -> Response<'d> {
        let bodies_of = |is: fn(&str) -> bool, has_own: bool| -> Vec<&'d Node> {
            let bodies = entries(own.get("content")).filter(move |(kind, _)| is(kind));
            let bodies = bodies.map(|(_, body)| self.resolve(body));
            // In Swagger 2.0, a response has its schema itself, and its examples by media type.
            let own = own.get("schema").map(|_| own).filter(|_| has_own);
            bodies.chain(own).collect()
        };
        let bodies = bodies_of(is_json, !produces_xml);
        let is_xml = bodies.is_empty();
        let described = if is_xml {
            bodies_of(self::is_xml, produces_xml)
        } else {
            bodies.clone()
        };
        let schemas = described.iter().filter_map(|body| body.get("schema"));
        let schemas = schemas.map(|node| BodySchema { node, is_xml }).collect();
        let shown = entries(own.get("examples")).filter(|(kind, _)| is_json(kind));
        let shown = shown.filter_map(|(_, example)| as_body(self.resolve(example)));
        let description = own.get("description").and_then(Node::as_str);
        Response {
            operation: operation.to_owned(),
            status,
            description: description.unwrap_or_default().to_owned(),
            examples: bodies
                .iter()
                .flat_map(|body| self.examples(body))
                .chain(shown)
                .collect(),
            schemas,
        }
    }

    /// The examples of a body and its schema.
    fn examples<'d>(&'d self, body: &'d Node) -> Vec<Node> {
        let named = entries(body.get("examples"));
        let named = named.filter_map(|(_, example)| self.resolve(example).get("value"));
        let mut found: Vec<&Node> = named.chain(body.get("example")).collect();
        if let Some(schema) = body.get("schema").map(|schema| self.resolve(schema)) {
            found.extend(schema.get("example"));
            found.extend(schema.get("examples").into_iter().flat_map(Node::items));
        }
        found.into_iter().filter_map(as_body).collect()
    }
}

fn is_json(kind: &str) -> bool {
    kind.contains("json") || kind == "*/*"
}

fn is_xml(kind: &str) -> bool {
    kind.contains("xml")
}

/// The body in an example, which may be a text.
fn as_body(example: &Node) -> Option<Node> {
    let body = match example {
        Node::Text(text) => Node::of_json(text).ok()?,
        _ => example.clone(),
    };
    matches!(body, Node::Map(_) | Node::List(_)).then_some(body)
}

pub(super) fn reference(node: &Node) -> Option<&str> {
    node.get("$ref")?.as_str()
}

pub(super) fn entries(node: Option<&Node>) -> impl Iterator<Item = (&String, &Node)> {
    node.into_iter().flat_map(Node::entries)
}

fn operation(method: &str, path: &str, own: &Node, names: &mut SnakeNames) -> Operation {
    let text = |key| own.get(key).and_then(Node::as_str).map(texts::prose);
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
        xml: None,
    }
}
