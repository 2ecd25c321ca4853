//! The operations of a document and their responses.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::ptr;
use std::rc::Rc;

use indexmap::IndexSet;

use super::document::{Document, entries};
use super::fields::{self, Field, Fields};
use super::listed::{ListedValue, Origin};
use crate::commands::import::intake::Operation;
use crate::commands::import::snake_names::SnakeNames;
use crate::commands::import::texts;
use crate::commands::import::tree::{Map, Node};

/// A response of an operation.
pub(super) struct Response<'d> {
    /// The operation's name in the book.
    pub(super) operation: String,
    /// Its key in the document: a status, a range such as `4xx`, or `default`.
    key: String,
    statuses: RangeInclusive<u16>,
    pub(super) description: String,
    /// The fields of each part, according to a schema or an example.
    fields: Vec<(Part, Rc<Fields>)>,
    pub(super) examples: Vec<Shown>,
    /// The root elements of its bodies in XML.
    roots: Vec<String>,
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
}

/// A body that the document shows.
pub(super) struct Shown {
    pub(super) tree: Node,
    /// The body as it is sent; `None` if the document only shows its structure.
    pub(super) text: Option<String>,
}

impl Response<'_> {
    pub(super) fn is_error(&self) -> bool {
        *self.statuses.start() >= 400
    }

    pub(super) fn is_success(&self) -> bool {
        self.statuses.start() / 100 == 2
    }

    /// The status, if there is only one.
    pub(super) fn status(&self) -> Option<u16> {
        let (first, last) = (self.statuses.start(), self.statuses.end());
        (first == last).then_some(*first)
    }

    pub(super) fn location(&self) -> String {
        format!("{} {}", self.operation, self.key)
    }

    pub(super) fn has(&self, part: Part) -> bool {
        self.fields.iter().any(|(own, _)| *own == part)
    }

    /// The pointers of the fields in a part.
    pub(super) fn pointers(&self, part: Part) -> impl Iterator<Item = &str> {
        let fields = self.fields.iter().filter(move |(own, _)| *own == part);
        fields.flat_map(|(_, fields)| fields.keys().map(String::as_str))
    }

    /// What each schema or example says about a field.
    pub(super) fn field(&self, pointer: &str) -> impl Iterator<Item = &Field> {
        self.fields
            .iter()
            .filter_map(move |(_, fields)| fields.get(pointer))
    }

    /// The values of some fields.
    pub(super) fn values(&self, at: &[String]) -> impl Iterator<Item = &ListedValue> {
        let fields = at.iter().flat_map(|at| self.field(at));
        fields.flat_map(|field| &field.values)
    }

    /// The values that the schemas have for some fields.
    pub(super) fn listed(&self, at: &[String]) -> impl Iterator<Item = &ListedValue> {
        self.values(at).filter(|value| value.origin != Origin::Body)
    }
}

/// Reads responses.
pub(super) struct Reader<'d> {
    document: &'d Document,
    /// Most responses share a few schemas.
    known: HashMap<(*const Node, String), Rc<Fields>>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let known = HashMap::new();
        Self { document, known }
    }

    /// The operations with their responses.
    pub(super) fn operations(&mut self) -> Vec<(Operation, Vec<Response<'d>>)> {
        let mut names = SnakeNames::new("operation", ["Request".to_owned()]);
        let operations = self.document.operations().map(|(method, path, own)| {
            let mut operation = operation(method, path, own, &mut names);
            let responses = self.responses(&operation.name, own);
            operation.xml = roots(&responses);
            (operation, responses)
        });
        operations.collect()
    }

    /// The responses that the document describes and no operation has. Their statuses are not known.
    pub(super) fn unused_responses(&mut self) -> Vec<Response<'d>> {
        let document = self.document;
        let responses = document.operations();
        let responses = responses.flat_map(|(.., own)| entries(own.get("responses")));
        let used: HashSet<*const Node> = responses
            .map(|(_, own)| ptr::from_ref(document.resolve(own)))
            .collect();
        let described = document.described_responses();
        let unused = described.filter(|(_, own)| !used.contains(&ptr::from_ref(*own)));
        unused
            .filter_map(|(name, own)| self.response(name, "default", own, false))
            .collect()
    }

    fn responses(&mut self, operation: &str, own: &'d Node) -> Vec<Response<'d>> {
        let document = self.document;
        // In Swagger 2.0, the media types are those of the operation.
        let kinds = own.get("produces").or(document.root().get("produces"));
        let kinds = kinds.into_iter().flat_map(Node::items);
        let mut kinds = kinds.filter_map(Node::as_str).peekable();
        let is_xml = kinds.peek().is_some() && kinds.all(|kind| format(kind) == Some(Part::Xml));
        let responses = entries(own.get("responses"));
        responses
            .filter_map(|(key, own)| self.response(operation, key, document.resolve(own), is_xml))
            .collect()
    }

    fn response(
        &mut self,
        operation: &str,
        key: &str,
        own: &'d Node,
        produces_xml: bool,
    ) -> Option<Response<'d>> {
        let document = self.document;
        let description = own.get("description").and_then(Node::as_str);
        let mut response = Response {
            operation: operation.to_owned(),
            key: key.to_lowercase(),
            statuses: statuses(key)?,
            description: description.unwrap_or_default().to_owned(),
            fields: Vec::new(),
            examples: Vec::new(),
            roots: Vec::new(),
            others: Vec::new(),
        };
        for (kind, body) in entries(own.get("content")) {
            match format(kind) {
                Some(part) => self.add_body(document.resolve(body), part, &mut response),
                None => response.others.push(kind),
            }
        }
        // In Swagger 2.0, a response has its schema itself, and its examples by media type.
        let schema = own.get("schema");
        if let Some(schema) = schema {
            let part = if produces_xml { Part::Xml } else { Part::Json };
            self.add_schema(schema, part, &mut response);
        }
        for (kind, example) in entries(own.get("examples")) {
            if let Some(part) = format(kind) {
                self.add_example(document.resolve(example), schema, part, &mut response);
            }
        }
        let headers = fields::of_headers(document, own.get("headers"));
        response.fields.push((Part::Headers, Rc::new(headers)));
        Some(response)
    }

    /// Adds the schema of a body and the examples of both.
    fn add_body(&mut self, body: &'d Node, part: Part, response: &mut Response<'d>) {
        let document = self.document;
        let schema = body.get("schema");
        if let Some(schema) = schema {
            self.add_schema(schema, part, response);
        }
        let named = entries(body.get("examples"));
        let named = named.filter_map(|(_, example)| document.resolve(example).get("value"));
        let of_schema = schema.into_iter().flat_map(|schema| {
            let schema = document.resolve(schema);
            let several = schema.get("examples").into_iter().flat_map(Node::items);
            schema.get("example").into_iter().chain(several)
        });
        for example in named.chain(body.get("example")).chain(of_schema) {
            self.add_example(example, schema, part, response);
        }
    }

    fn add_schema(&mut self, schema: &'d Node, part: Part, response: &mut Response<'d>) {
        let document = self.document;
        let root = document.root_element(schema).filter(|_| part == Part::Xml);
        let start = match (&root, part) {
            (Some(root), _) => Some(format!("/{root}")),
            // Nothing can be found inside an element whose name is not known.
            (None, Part::Xml) => None,
            (None, _) => Some(String::new()),
        };
        let fields = start.map(|start| {
            let resolved = ptr::from_ref(document.resolve(schema));
            let fields = self.known.entry((resolved, start));
            let start = fields.key().1.clone();
            let new = || {
                Rc::new(fields::of_schema(
                    document,
                    schema,
                    part == Part::Xml,
                    &start,
                ))
            };
            Rc::clone(fields.or_insert_with(new))
        });
        response.fields.push((part, fields.unwrap_or_default()));
        response.roots.extend(root);
    }

    /// Adds the body in an example, which may be a text.
    fn add_example(
        &self,
        example: &Node,
        schema: Option<&Node>,
        part: Part,
        response: &mut Response<'d>,
    ) {
        let tree = match (example, part) {
            (Node::Text(text), Part::Xml) => Node::of_xml(text).ok(),
            (body, Part::Xml) => {
                let root = schema.and_then(|schema| self.document.root_element(schema));
                root.map(|root| Node::Map(Map::from([(root, body.clone())])))
            }
            (Node::Text(text), _) => Node::of_json(text).ok(),
            (body, _) => Some(body.clone()),
        };
        let is_body = |tree: &Node| matches!(tree, Node::Map(_) | Node::List(_));
        let Some(tree) = tree.filter(is_body) else {
            return;
        };
        let text = match part {
            Part::Xml => example.as_str().map(str::to_owned),
            Part::Json | Part::Headers => serde_json::to_string_pretty(&tree).ok(),
        };
        let fields = Rc::new(fields::of_body(&tree));
        response.fields.push((part, fields));
        if part == Part::Xml {
            response
                .roots
                .extend(tree.entries().map(|(root, _)| root.clone()));
        }
        response.examples.push(Shown { tree, text });
    }
}

/// The statuses of a response according to its key.
fn statuses(key: &str) -> Option<RangeInclusive<u16>> {
    if key == "default" {
        return Some(400..=599);
    }
    let hundred = key.strip_suffix("xx").or_else(|| key.strip_suffix("XX"));
    if let Some(digit) = hundred {
        let first = digit.parse::<u8>().ok().filter(|_| digit.len() == 1)?;
        let first = u16::from(first) * 100;
        return Some(first..=first + 99);
    }
    let status = key.parse().ok()?;
    (100..=599).contains(&status).then_some(status..=status)
}

/// The root elements of successes, if all bodies are XML.
fn roots(responses: &[Response<'_>]) -> Option<Vec<String>> {
    let has = |part| responses.iter().any(|response| response.has(part));
    if has(Part::Json) || !has(Part::Xml) {
        return None;
    }
    let successes = responses.iter().filter(|response| response.is_success());
    let roots: IndexSet<&String> = successes.flat_map(|response| &response.roots).collect();
    Some(roots.into_iter().cloned().collect())
}

/// The format of a media type; `None` if it is neither JSON nor XML.
fn format(kind: &str) -> Option<Part> {
    if kind.contains("json") || kind == "*/*" {
        Some(Part::Json)
    } else {
        kind.contains("xml").then_some(Part::Xml)
    }
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
