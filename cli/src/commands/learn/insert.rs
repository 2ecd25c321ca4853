//! Merges entries into a vendor's file, whose comments and layout remain.

use std::ops::Range;

use yaml_parser::{SyntaxKind, SyntaxNode};

use crate::yaml::{self, Map, Value};

/// The text with these entries: maps are merged, lists of maps are continued, and other values are replaced. `None` if the
/// text is not a map, or has something else where a map or a list is continued, such as an alias.
pub(super) fn merged(text: &str, entries: &Map) -> Option<String> {
    let tree = yaml_parser::parse(text).ok()?;
    let mut documents = tree.children();
    let root = documents.find(|node| node.kind() == SyntaxKind::DOCUMENT)?;
    let mut edits = Edits {
        text,
        all: Vec::new(),
    };
    edits.merge(&content(&root)?, entries)?;
    Some(edits.applied())
}

/// What is inside a document or a value: a map, a list or a scalar.
fn content(node: &SyntaxNode) -> Option<SyntaxNode> {
    let mut inner = node.children();
    let inner = inner.find(|node| matches!(node.kind(), SyntaxKind::BLOCK | SyntaxKind::FLOW))?;
    inner.first_child()
}

fn child(node: &SyntaxNode, kinds: [SyntaxKind; 2]) -> Option<SyntaxNode> {
    node.children().find(|node| kinds.contains(&node.kind()))
}

/// The entries of a map, or the items of a list; of a flow, they are one level further down.
fn parts(node: &SyntaxNode) -> Vec<SyntaxNode> {
    let list = [SyntaxKind::FLOW_MAP_ENTRIES, SyntaxKind::FLOW_SEQ_ENTRIES];
    match node.kind() {
        SyntaxKind::FLOW_MAP | SyntaxKind::FLOW_SEQ => {
            child(node, list).map_or_else(Vec::new, |list| list.children().collect())
        }
        _ => node.children().collect(),
    }
}

struct Edits<'t> {
    text: &'t str,
    all: Vec<(Range<usize>, String)>,
}

impl Edits<'_> {
    fn merge(&mut self, map: &SyntaxNode, entries: &Map) -> Option<()> {
        let is_block = match map.kind() {
            SyntaxKind::BLOCK_MAP => true,
            SyntaxKind::FLOW_MAP => false,
            _ => return None,
        };
        let mut new = Map::default();
        for (key, value) in entries.entries() {
            let Some(entry) = parts(map)
                .into_iter()
                .find(|entry| self.has_key(entry, key))
            else {
                new.push(key, value.clone());
                continue;
            };
            let values = [SyntaxKind::BLOCK_MAP_VALUE, SyntaxKind::FLOW_MAP_VALUE];
            let own = child(&entry, values).and_then(|value| content(&value));
            match value {
                Value::Map(entries) => self.merge(&own?, entries)?,
                Value::List(items) if matches!(items.first(), Some(Value::Map(_))) => {
                    self.append(&own?, items)?;
                }
                _ => {
                    let entry = self.range(&entry);
                    let own = Map::default().with(key, value.clone());
                    let text = self.rendered(entry.start, is_block, &own);
                    self.all.push((entry, text));
                }
            }
        }
        if !new.is_empty() {
            let first = parts(map)
                .first()
                .map_or(0, |entry| self.range(entry).start);
            let text = self.rendered(first, is_block, &new);
            self.put_at_end(map, is_block, &text);
        }
        Some(())
    }

    /// Adds items, which are maps, to a list.
    fn append(&mut self, list: &SyntaxNode, items: &[Value]) -> Option<()> {
        let is_block = match list.kind() {
            SyntaxKind::BLOCK_SEQ => true,
            SyntaxKind::FLOW_SEQ => false,
            _ => return None,
        };
        let indent = self.column(self.range(list).start);
        let text = if is_block {
            items.iter().map(|item| yaml::item(item, indent)).collect()
        } else {
            let items: Vec<String> = items.iter().map(yaml::flow).collect();
            items.join(", ")
        };
        self.put_at_end(list, is_block, text.trim());
        Some(())
    }

    /// Entries as they are written where their map has its entries.
    fn rendered(&self, start: usize, is_block: bool, entries: &Map) -> String {
        if is_block {
            let text = entries.text_at(self.column(start));
            return text.trim().to_owned();
        }
        let flow = yaml::flow(&Value::Inline(entries.clone()));
        flow.trim_matches(['{', '}']).trim().to_owned()
    }

    /// Puts a text after the last entry or item of a map or a list.
    fn put_at_end(&mut self, node: &SyntaxNode, is_block: bool, text: &str) {
        let last = parts(node).last().map(|last| self.range(last).end);
        let (at, text) = match last {
            Some(end) if is_block => {
                let indent = self.column(self.range(node).start);
                // A comment after the last value remains in its line.
                let line = self.text[end..].find('\n').unwrap_or(self.text.len() - end);
                (end + line, format!("\n{}{text}", " ".repeat(indent)))
            }
            Some(end) => (end, format!(", {text}")),
            None => (self.range(node).start + 1, format!(" {text} ")),
        };
        self.all.push((at..at, text));
    }

    fn has_key(&self, entry: &SyntaxNode, key: &str) -> bool {
        let keys = [SyntaxKind::BLOCK_MAP_KEY, SyntaxKind::FLOW_MAP_KEY];
        let own = child(entry, keys).map(|own| &self.text[self.range(&own)]);
        own.is_some_and(|own| match serde_yaml::from_str::<String>(own) {
            Ok(text) => text == key,
            // A number.
            Err(_) => own == key,
        })
    }

    /// The bytes of a node, without white space around it.
    fn range(&self, node: &SyntaxNode) -> Range<usize> {
        let range = node.text_range();
        let text = &self.text[usize::from(range.start())..usize::from(range.end())];
        let start = usize::from(range.start()) + text.len() - text.trim_start().len();
        start..start + text.trim().len()
    }

    fn column(&self, at: usize) -> usize {
        at - self.text[..at].rfind('\n').map_or(0, |line| line + 1)
    }

    fn applied(mut self) -> String {
        self.all.sort_by_key(|(range, _)| range.start);
        let mut text = self.text.to_owned();
        for (range, new) in self.all.into_iter().rev() {
            text.replace_range(range, &new);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::merged;
    use crate::yaml::{Map, Value};

    fn proposal() -> Map {
        let code = |status: u16| Map::default().with("status", status);
        let codes = Map::default().with("A", code(1)).with("N", code(2));
        let api = Map::default().with("codes", codes);
        let rule = Map::default().with("because", "learned");
        Map::default()
            .with("rules", Value::List(vec![rule.into()]))
            .with("domains", Map::default().with("api", api))
    }

    #[test]
    fn entries_are_added_to_the_maps_and_lists_that_are_there() {
        for (text, expected) in [
            (
                "domains:
  # first
  api:
    codes: # all
      \"A\":
        status: 9 # old
        summary: s # of A

      # the end
  other:
    codes:
      B: { summary: s }
rules:
  - when: { code: A }
    because: b # of this
# last
",
                "domains:
  # first
  api:
    codes: # all
      \"A\":
        status: 1 # old
        summary: s # of A
      \"N\":
        status: 2

      # the end
  other:
    codes:
      B: { summary: s }
rules:
  - when: { code: A }
    because: b # of this
  - because: learned
# last
",
            ),
            (
                "domains: { api: { codes: { A: {}, B: {} } } }\nrules: []\n",
                "domains: { api: { codes: { A: { status: 1 }, B: {}, \"N\": { status: 2 } } } }\nrules: [ { because: learned } ]\n",
            ),
            (
                "domains: { api: { codes: { A: {}, B: {} } } }\nrules: [{ because: b }]",
                "domains: { api: { codes: { A: { status: 1 }, B: {}, \"N\": { status: 2 } } } }\nrules: [{ because: b }, { because: learned }]",
            ),
            (
                "domains:\n  api:\n    title: >-\n      One\n      title\n\nvendor: v\n",
                "domains:
  api:
    title: >-
      One
      title
    codes:
      A:
        status: 1
      \"N\":
        status: 2

vendor: v
rules:
  - because: learned
",
            ),
            ("domains: *other\n", ""),
            ("domains:\n", ""),
            ("- domains\n", ""),
            ("", ""),
        ] {
            let expected = Some(expected).filter(|text| !text.is_empty());
            assert_eq!(merged(text, &proposal()).as_deref(), expected, "{text}");
        }
    }
}
