//! Where the codes and decisions of a vendor are written, which may be in files that it extends.

use std::fmt;

use serde::Serialize;

use crate::changes::BookSnapshot;
use crate::diagnostics::{Label, Locator};
use crate::model::{Code, Entry, Layer, Vendor};
use crate::yaml::{Segment, Target, Tree};
use crate::{Loaded, Source, extend};

/// The keys of a file and of those that it extends.
#[derive(Debug)]
pub struct Keys {
    locator: Locator,
    /// `None` if the file is no YAML.
    tree: Option<Tree>,
}

impl Source {
    /// The keys of the file. It is parsed once for all that are looked up.
    ///
    /// ```
    /// use faultbook_codegen::Source;
    ///
    /// let shop = Source::new("shop.yaml", "domains:\n  api: {}\n");
    /// let label = shop.keys().label(&["domains", "api"], "here").expect("a key");
    /// assert_eq!((label.line, label.column), (2, 3));
    /// ```
    #[must_use]
    pub fn keys(&self) -> Keys {
        let parts: Vec<_> = self.parts().collect();
        Keys {
            locator: Locator::new(self),
            tree: extend::parse(&self.text.as_str().into(), &parts).ok(),
        }
    }
}

impl Keys {
    /// The location of the last of these keys, which form a path, with a label; `None` if the file has no such key.
    #[must_use]
    pub fn label(&self, keys: &[&str], text: &str) -> Option<Label> {
        let keys = keys.iter().map(|key| Segment::Key { key, nth: 0 });
        let path: Vec<_> = keys.collect();
        let tree = self.tree.as_ref()?;
        let key = tree.find(&path, Target::Key)?;
        Some(self.locator.label(tree.bytes(key), text))
    }
}

/// The files of a vendor that extends others; none for other vendors.
#[derive(Debug)]
pub struct Origins<'l> {
    vendor: &'l Vendor,
    /// The file with those that it extends.
    locator: Option<Locator>,
    /// Each file by itself, the vendor's own first, and where its text starts.
    parts: Vec<(usize, Tree)>,
    book: BookSnapshot<'l>,
}

/// A place where something is said about a code or a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Origin {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is said there, such as `class` or `user_message`.
    pub keys: Vec<String>,
}

impl fmt::Display for Origin {
    /// `spec/stripe.yaml:7`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl Loaded {
    /// The files in which a vendor's codes are written, if it extends others.
    ///
    /// ```
    /// use faultbook_codegen::{Source, load};
    ///
    /// let loaded = load(&[
    ///     Source::new("book.yaml", "extends: standard\n"),
    ///     Source::new(
    ///         "rpc.yaml",
    ///         "extends: protocol/json_rpc\nvendor: rpc\ndomains: { rpc: { codes: { '-32603': { note: Rare } } } }\n",
    ///     ),
    /// ])?;
    /// let rpc = &loaded.book.vendors[0];
    /// let code = rpc.codes.iter().find(|code| code.wire == "-32603").expect("a code");
    /// let origins = loaded.origins(rpc).of(code);
    /// assert_eq!((&*origins[0].file, origins[0].line), ("rpc.yaml", 3));
    /// assert_eq!(origins[0].keys, ["note"]);
    /// assert_eq!(origins[1].file, "protocol/json_rpc.yaml");
    /// # Ok::<(), faultbook_codegen::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn origins<'l>(&'l self, vendor: &'l Vendor) -> Origins<'l> {
        let mut sources = self.sources.iter();
        let source = sources.find(|source| source.stem() == vendor.name);
        let source = source.filter(|source| !source.bases().is_empty());
        let parts = source.into_iter().flat_map(Source::parts);
        let text = source.map_or("", |source| &source.text);
        let parsed = parts.filter_map(|part| {
            let tree = Tree::parse(&text[part.clone()].into()).ok()?;
            Some((part.start, tree))
        });
        Origins {
            vendor,
            locator: source.map(Locator::new),
            parts: parsed.collect(),
            book: BookSnapshot::new(self),
        }
    }
}

impl Origins<'_> {
    /// The files that say something about a code, the vendor's own first.
    #[must_use]
    pub fn of(&self, code: &Code) -> Vec<Origin> {
        let parts = self.parts.iter();
        parts
            .filter_map(|(start, tree)| self.origin(*start, tree, code))
            .collect()
    }

    /// The location of what a layer says about a field of a decision, such as `retry`; `None` if the status or the engine decides.
    #[must_use]
    pub fn of_field(
        &self,
        operation: usize,
        entry: Entry,
        class: &str,
        (layer, field): (Layer, &str),
    ) -> Option<Origin> {
        self.locator.as_ref()?;
        let book = &self.book;
        let label = book.decided_at(self.vendor, operation, entry, class, (layer, field))?;
        Some(Origin {
            file: label.file,
            line: label.line,
            keys: vec![field.to_owned()],
        })
    }

    fn origin(&self, start: usize, tree: &Tree, code: &Code) -> Option<Origin> {
        let domain = &self.vendor.domains[code.domain].name;
        // A file may know the code by another string.
        let mut names = [&code.wire].into_iter().chain(&code.aliases);
        let (key, value) = names.find_map(|name| {
            let path = ["domains", domain, "codes", name].map(|key| Segment::Key { key, nth: 0 });
            let key = tree.find(&path, Target::Key)?;
            Some((key, tree.find(&path, Target::Value)?))
        })?;
        let bytes = tree.bytes(key);
        let locator = self.locator.as_ref()?;
        let label = locator.label(bytes.start + start..bytes.end + start, "");
        let entries = tree.entries(value).iter();
        let keys = entries.map(|entry| tree.name(entry).to_owned()).collect();
        Some(Origin {
            file: label.file,
            line: label.line,
            keys,
        })
    }
}
