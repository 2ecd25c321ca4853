//! The texts of a file: whether they are empty, invisible, too long or duplicated.

use std::collections::HashMap;

use super::Linter;
use crate::diagnostics::{DiagnosticBuilder, Id, Path, Target};
use crate::document::is_unseen;
use crate::yaml::{Content, NodeId, Tree};

/// Keys of texts for readers, which must not be empty.
const PROSE: [&str; 14] = [
    "title",
    "summary",
    "description",
    "source",
    "advice",
    "note",
    "because",
    "reason",
    "endpoint",
    "failure_reason",
    "since",
    "rate",
    "amount",
    USER_MESSAGE,
];

/// The key of texts for end users.
const USER_MESSAGE: &str = "user_message";

/// Whether a text may need a diagnostic. Only then is its file checked.
pub(crate) fn is_suspect(key: &str, text: &str) -> bool {
    let is_nothing = || ["", "~", "null", "Null", "NULL"].contains(&text.trim());
    // A name is prose only in examples; checking a file needlessly does no harm.
    let is_prose = PROSE.contains(&key);
    let may_be_empty = (is_prose || key == "name") && key != USER_MESSAGE && is_nothing();
    may_be_empty || unseen(text, is_prose).is_some() || long(text.trim(), key).is_some()
}

pub(super) fn look(linter: &mut Linter<'_>) {
    if !linter.sink.is_suspect() {
        return;
    }
    let Ok(tree) = linter.sink.tree() else {
        return;
    };
    let root = TextNode {
        tree: &tree,
        key: "",
        node: tree.root(),
    };
    for (key, part) in root.entries() {
        let path = Path::ROOT.key(key);
        match key {
            "examples" => examples(part, &path, linter),
            // Translations, by their originals.
            "texts" => visit(part.named(USER_MESSAGE), &path, linter),
            _ => visit(part, &path, linter),
        }
    }
}

/// A node with the innermost enclosing key.
#[derive(Clone, Copy)]
struct TextNode<'t> {
    tree: &'t Tree,
    key: &'t str,
    node: NodeId,
}

impl<'t> TextNode<'t> {
    fn entries(self) -> impl Iterator<Item = (&'t str, TextNode<'t>)> {
        // Entries that replace missing ones are not in the file.
        let entries = self.tree.entries(self.node).iter();
        let written = entries.filter(|entry| entry.key.is_some());
        written.map(move |entry| {
            let key = self.tree.name(entry);
            let node = entry.value;
            (key, TextNode { key, node, ..self })
        })
    }

    fn items(self) -> impl Iterator<Item = TextNode<'t>> {
        let items = self.tree.items(self.node).iter();
        items.map(move |node| TextNode {
            node: *node,
            ..self
        })
    }

    fn named(self, key: &'t str) -> Self {
        Self { key, ..self }
    }

    /// The text of a scalar.
    fn text(self) -> Option<&'t str> {
        let is_scalar = matches!(self.tree.node(self.node).content, Content::Scalar { .. });
        is_scalar.then(|| self.tree.text(self.node))
    }
}

/// A vendor may send anything, and the expected result repeats it.
fn examples(list: TextNode<'_>, path: &Path<'_>, linter: &mut Linter<'_>) {
    for (at, example) in list.items().enumerate() {
        let path = path.index(at);
        for (key, part) in example.entries() {
            let path = path.key(key);
            match key {
                "response" | "expect" => {}
                "name" => scalar(part, true, &path, linter),
                _ => visit(part, &path, linter),
            }
        }
    }
}

fn visit(part: TextNode<'_>, path: &Path<'_>, linter: &mut Linter<'_>) {
    let is_prose = PROSE.contains(&part.key);
    // It may be a map of texts, by language or otherwise.
    let is_message = part.key == USER_MESSAGE;
    for (key, inner) in part.entries() {
        let path = path.key(key);
        if let Some(diagnostic) = unseen(key, is_message) {
            linter.report_at_key(&path, diagnostic);
        }
        let inner = if is_message {
            inner.named(USER_MESSAGE)
        } else {
            inner
        };
        visit(inner, &path, linter);
    }
    if !is_prose {
        repeated(part, path, linter);
    }
    for (at, item) in part.items().enumerate() {
        visit(item, &path.index(at), linter);
    }
    scalar(part, is_prose, path, linter);
}

fn scalar(part: TextNode<'_>, prose: bool, path: &Path<'_>, linter: &mut Linter<'_>) {
    let (Some(text), key) = (part.text(), part.key) else {
        return;
    };
    // Texts for the end user are checked where they are parsed.
    if prose && key != USER_MESSAGE && is_empty(part) {
        let diagnostic = Id::EmptyText.diagnostic(format!("`{key}` is empty"), "no words");
        let diagnostic = diagnostic.help("write it, or remove the key");
        linter.sink.report_at(path, &diagnostic);
    }
    if let Some(diagnostic) = unseen(text, prose) {
        linter.report_at(path, diagnostic);
    }
    if let Some(diagnostic) = long(text.trim(), key) {
        linter.report_at(path, diagnostic);
    }
}

/// Whether a scalar is empty. Where a text is required, the library accepts `null` as one.
fn is_empty(part: TextNode<'_>) -> bool {
    let text = part.text().unwrap_or_default();
    text.trim().is_empty() || part.tree.is_null(part.node)
}

/// The error of a text with an invisible character. Prose may contain those that languages and emoji need.
fn unseen(text: &str, prose: bool) -> Option<DiagnosticBuilder> {
    let suspect = |c: &char| if prose { is_hostile(*c) } else { is_unseen(*c) };
    let c = text.chars().find(suspect)?;
    let message = format!("the character U+{:04X} is invisible", u32::from(c));
    let label = if c.is_control() {
        "a control character"
    } else if is_hostile(c) {
        "it changes the direction of the text after it"
    } else {
        "it has no width"
    };
    let diagnostic = Id::UnseenCharacter.diagnostic(message, label);
    Some(diagnostic.help("remove it"))
}

fn is_hostile(c: char) -> bool {
    let space = ['\t', '\n', '\r'].contains(&c);
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && !space)
}

/// Titles appear in headings, summaries in tables.
fn long(text: &str, key: &str) -> Option<DiagnosticBuilder> {
    let most = match key {
        "title" => 120,
        "summary" => 300,
        _ => return None,
    };
    let label = match text.chars().count() {
        _ if text.contains('\n') => "more than a line".to_owned(),
        length if length > most => format!("{length} characters, of {most} at most"),
        _ => return None,
    };
    let diagnostic = Id::LongText.diagnostic(format!("a {key} is one line"), label);
    Some(diagnostic.help("put the rest in `description`"))
}

/// A duplicate list item.
fn repeated(list: TextNode<'_>, path: &Path<'_>, linter: &mut Linter<'_>) {
    let mut firsts: HashMap<String, usize> = HashMap::new();
    for (at, item) in list.items().enumerate() {
        let Some(spelling) = spelling(item) else {
            continue;
        };
        if let Some(first) = firsts.get(&spelling) {
            let message = format!("`{spelling}` is a duplicate list item");
            let diagnostic = Id::RepeatedItem.diagnostic(message, "again");
            let diagnostic = diagnostic.help("remove one of them");
            let first = linter.sink.label_of(&path.index(*first), Target::Value);
            let diagnostic = diagnostic.related(first);
            linter.sink.report_at(&path.index(at), &diagnostic);
        } else {
            firsts.insert(spelling, at);
        }
    }
}

/// A scalar as in JSON, without quotes if its type is clear.
fn spelling(item: TextNode<'_>) -> Option<String> {
    let text = item.text()?;
    let is_number = text.parse::<f64>().is_ok();
    match item.tree.is_plain(item.node) {
        true if ["", "~", "null", "true", "false"].contains(&text) => None,
        false if is_number => Some(format!("\"{text}\"")),
        _ => Some(text.to_owned()),
    }
}
