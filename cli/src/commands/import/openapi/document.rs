//! An `OpenAPI` document, with `$ref` resolved.

use std::cell::RefCell;
use std::path::Path;
use std::ptr;

use anyhow::bail;
use indexmap::IndexMap;

use super::files::Files;
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

    pub(super) fn root(&self) -> &Node {
        self.files.root()
    }

    pub(super) fn title(&self) -> Option<String> {
        let title = self.root().pointer("/info/title")?.as_str()?;
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

    /// The operations with their methods and paths. Where no path refers to a path item, it has a name instead.
    pub(super) fn operations(&self) -> impl Iterator<Item = (&'static str, &String, &Node)> {
        let paths = entries(self.root().get("paths"));
        let mut items: Vec<_> = paths
            .map(|(path, item)| (path, self.resolve(item)))
            .collect();
        for (name, item) in entries(self.root().pointer("/components/pathItems")) {
            let item = self.resolve(item);
            if !items.iter().any(|(_, known)| ptr::eq(*known, item)) {
                items.push((name, item));
            }
        }
        items.into_iter().flat_map(|(path, item)| {
            let own = METHODS.into_iter().map(|method| (method, item.get(method)));
            own.filter_map(move |(method, own)| {
                Some((method, path, own.filter(|own| own.is_map())?))
            })
        })
    }

    /// The responses that operations can refer to.
    pub(super) fn described_responses(&self) -> impl Iterator<Item = (&String, &Node)> {
        let modern = self.root().pointer("/components/responses");
        let described = entries(modern.or(self.root().get("responses")));
        described.map(|(name, own)| (name, self.resolve(own)))
    }

    /// The name of the root element of a body with this schema, if the document says it.
    pub(super) fn root_element(&self, schema: &Node) -> Option<String> {
        let own = self.resolve(schema).pointer("/xml/name");
        let own = own.and_then(Node::as_str).map(str::to_owned);
        own.or_else(|| Some(reference(schema)?.rsplit('/').next()?.to_owned()))
    }
}

pub(super) fn reference(node: &Node) -> Option<&str> {
    node.get("$ref")?.as_str()
}

pub(super) fn entries(node: Option<&Node>) -> impl Iterator<Item = (&String, &Node)> {
    node.into_iter().flat_map(Node::entries)
}
