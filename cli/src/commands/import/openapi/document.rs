//! Operations and responses of the document, with `$ref` resolved.

use std::cell::RefCell;
use std::collections::HashSet;
use std::path::Path;
use std::ptr;

use anyhow::bail;
use indexmap::{IndexMap, IndexSet};

use super::files::Files;
use crate::commands::import::identifiers::SnakeNames;
use crate::commands::import::operation::Operation;
use crate::commands::import::texts;
use crate::commands::import::tree::{Map, Node};

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
    pub(super) schemas: Vec<BodySchema<'d>>,
    pub(super) examples: Vec<Shown>,
    /// The headers, by the names of their fields.
    pub(super) headers: Vec<(String, &'d Node)>,
    /// The media types of its other bodies.
    pub(super) others: Vec<&'d str>,
}

/// A part of a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Part {
    /// A body in JSON.
    #[default]
    Json,
    /// A body in XML.
    Xml,
    /// The headers, whose fields are called `header:name`, in lower case.
    Headers,
}

impl Part {
    pub(super) const ALL: [Self; 3] = [Self::Json, Self::Xml, Self::Headers];

    pub(super) fn of_body(is_xml: bool) -> Self {
        if is_xml { Self::Xml } else { Self::Json }
    }
}

/// The schema of a body.
#[derive(Clone, Copy)]
pub(super) struct BodySchema<'d> {
    pub(super) node: &'d Node,
    pub(super) is_xml: bool,
}

/// A body that the document shows.
pub(super) struct Shown {
    pub(super) tree: Node,
    /// The body as it is sent; `None` if the document only shows its structure.
    pub(super) text: Option<String>,
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

/// Whether some of the bodies are in XML, or in JSON.
pub(super) fn has_bodies(responses: &[Response<'_>], is_xml: bool) -> bool {
    responses.iter().any(|response| {
        let schemas = response.schemas.iter().map(|schema| schema.is_xml);
        let mut formats = schemas.chain(response.examples.iter().map(|body| body.is_xml));
        formats.any(|own| own == is_xml)
    })
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
        for (path, item) in self.path_items() {
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

    /// The responses that the document describes and no operation has. Their statuses are not known.
    pub(super) fn unused_responses(&self) -> Vec<Response<'_>> {
        let mut used = Vec::new();
        for (_, item) in self.path_items() {
            let operations = METHODS.iter().filter_map(|method| item.get(method));
            let responses = operations.flat_map(|own| entries(own.get("responses")));
            used.extend(responses.map(|(_, own)| ptr::from_ref(self.resolve(own))));
        }
        let used: HashSet<*const Node> = used.into_iter().collect();
        let root = self.files.root();
        let described = root
            .pointer("/components/responses")
            .or(root.get("responses"));
        let described = entries(described).map(|(name, own)| (name, self.resolve(own)));
        let unused = described.filter(|(_, own)| !used.contains(&ptr::from_ref(*own)));
        unused
            .map(|(name, own)| self.response(name, Status::Default, own, false))
            .collect()
    }

    /// The path items with their paths. Those that no path refers to have a name instead.
    fn path_items(&self) -> Vec<(&String, &Node)> {
        let root = self.files.root();
        let paths = entries(root.get("paths")).map(|(path, item)| (path, self.resolve(item)));
        let mut items: Vec<_> = paths.collect();
        for (name, item) in entries(root.pointer("/components/pathItems")) {
            let item = self.resolve(item);
            if !items.iter().any(|(_, known)| ptr::eq(*known, item)) {
                items.push((name, item));
            }
        }
        items
    }

    /// The root elements of successes, if all bodies are XML.
    fn xml(&self, responses: &[Response<'_>]) -> Option<Vec<String>> {
        if has_bodies(responses, false) || !has_bodies(responses, true) {
            return None;
        }
        let successes = responses.iter().filter(|response| response.is_success());
        let roots = successes.flat_map(|response| {
            let schemas = response.schemas.iter();
            let named = schemas.filter_map(|schema| self.root_element(schema.node));
            let shown = response
                .examples
                .iter()
                .flat_map(|body| body.tree.entries());
            named.chain(shown.map(|(root, _)| root.clone()))
        });
        Some(roots.collect::<IndexSet<_>>().into_iter().collect())
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
        let is_xml = kinds.peek().is_some() && kinds.all(|kind| is_xml_type(kind) == Some(true));
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
        let description = own.get("description").and_then(Node::as_str);
        let mut response = Response {
            operation: operation.to_owned(),
            status,
            description: description.unwrap_or_default().to_owned(),
            schemas: Vec::new(),
            examples: Vec::new(),
            headers: Vec::new(),
            others: Vec::new(),
        };
        for (name, header) in entries(own.get("headers")) {
            let field = format!("header:{}", name.to_lowercase());
            response.headers.push((field, self.resolve(header)));
        }
        for (kind, body) in entries(own.get("content")) {
            match is_xml_type(kind) {
                Some(is_xml) => self.take_body(self.resolve(body), is_xml, &mut response),
                None => response.others.push(kind),
            }
        }
        // In Swagger 2.0, a response has its schema itself, and its examples by media type.
        if let Some(node) = own.get("schema") {
            let is_xml = produces_xml;
            response.schemas.push(BodySchema { node, is_xml });
        }
        for (kind, example) in entries(own.get("examples")) {
            if let Some(is_xml) = is_xml_type(kind) {
                let shown = self.shown(self.resolve(example), own.get("schema"), is_xml);
                response.examples.extend(shown);
            }
        }
        response
    }

    /// Adds the schema of a body and the examples of both.
    fn take_body<'d>(&'d self, body: &'d Node, is_xml: bool, response: &mut Response<'d>) {
        let named = entries(body.get("examples"));
        let named = named.filter_map(|(_, example)| self.resolve(example).get("value"));
        let mut found: Vec<&Node> = named.chain(body.get("example")).collect();
        let schema = body.get("schema");
        if let Some(schema) = schema.map(|schema| self.resolve(schema)) {
            found.extend(schema.get("example"));
            found.extend(schema.get("examples").into_iter().flat_map(Node::items));
        }
        let schemas = schema.map(|node| BodySchema { node, is_xml });
        response.schemas.extend(schemas);
        let shown = found.into_iter();
        let shown = shown.filter_map(|example| self.shown(example, schema, is_xml));
        response.examples.extend(shown);
    }

    /// The body in an example, which may be a text.
    fn shown(&self, example: &Node, schema: Option<&Node>, is_xml: bool) -> Option<Shown> {
        let (tree, text) = match (example, is_xml) {
            (Node::Text(text), true) => (Node::of_xml(text).ok()?, Some(text.clone())),
            (structure, true) => {
                let root = self.root_element(schema?)?;
                (Node::Map(Map::from([(root, structure.clone())])), None)
            }
            (Node::Text(text), false) => printed(Node::of_json(text).ok()?),
            (body, false) => printed(body.clone()),
        };
        let is_body = matches!(tree, Node::Map(_) | Node::List(_));
        is_body.then_some(Shown { tree, text, is_xml })
    }
}

fn printed(body: Node) -> (Node, Option<String>) {
    let text = serde_json::to_string_pretty(&body).ok();
    (body, text)
}

/// Whether a media type is XML; `None` if it is neither that nor JSON.
fn is_xml_type(kind: &str) -> Option<bool> {
    if kind.contains("json") || kind == "*/*" {
        Some(false)
    } else {
        kind.contains("xml").then_some(true)
    }
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
    let is_placed = path.starts_with('/');
    let summary = text("summary").or_else(|| text("description"));
    Operation {
        name: names.make(&id.unwrap_or_else(|| endpoint.clone())),
        summary: summary
            .map(|text| texts::summary(&text))
            .filter(|text| !text.is_empty()),
        endpoint: is_placed.then(|| texts::prose(&endpoint)),
        is_safe: is_placed && ["get", "head"].contains(&method),
        xml: None,
    }
}
