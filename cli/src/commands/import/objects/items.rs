//! Finds the codes in a tree of lists, maps and groups.

use crate::commands::import::columns::{Column, Field, bare, usual_names};
use crate::commands::import::summary::ImportSummary;
use crate::commands::import::tree::{Map, Node};

/// Names of objects or lists that only wrap others.
const WRAPPERS: &str = "errors error errorcodes errorcode codes errormessages messages data items \
    entries list values results result response definitions catalog catalogue errs";

/// Names of texts and numbers next to groups that describe the file.
const METADATA: &str = "version title name description summary schema id updated updatedat lastupdated \
    generated generatedat date license source url count total comment locale lang \
    language success status";

/// Names of objects next to the codes that describe the file.
const METADATA_OBJECTS: &str = "meta metadata info pagination links";

/// Names of fields that an object must have to be a code.
const OF_CODES: [Field; 8] = [
    Field::Code,
    Field::Status,
    Field::Name,
    Field::Summary,
    Field::Description,
    Field::Category,
    Field::Retryable,
    Field::Action,
];

/// The deepest group.
const MAX_DEPTH: usize = 8;

/// A code, as it is in the file.
pub(super) struct Item<'n> {
    pub(super) location: String,
    pub(super) domain: Option<String>,
    /// Its key in a map.
    pub(super) key: Option<&'n str>,
    pub(super) contents: Contents<'n>,
}

pub(super) enum Contents<'n> {
    Object(&'n Map),
    /// A single value, which is this field.
    Value(Field, &'n Node),
}

impl<'n> Item<'n> {
    /// The members of its object, if it is one.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'n str, &'n Node)> {
        let object = match self.contents {
            Contents::Object(map) => Some(map),
            Contents::Value(..) => None,
        };
        let members = object.into_iter().flatten();
        members.map(|(key, value)| (key.as_str(), value))
    }
}

/// The codes of a file in order.
pub(super) fn collect<'n>(
    root: &'n Node,
    named: &[Column],
    log: &mut ImportSummary,
) -> Vec<Item<'n>> {
    let mut collector = Collector {
        named,
        items: Vec::new(),
        log,
    };
    collector.visit(root, &[]);
    collector.items
}

struct Collector<'n, 'l> {
    named: &'l [Column],
    items: Vec<Item<'n>>,
    log: &'l mut ImportSummary,
}

impl<'n> Collector<'n, '_> {
    /// Visits a list or map that is not itself a code.
    fn visit(&mut self, node: &'n Node, groups: &[&'n str]) {
        match node {
            _ if groups.len() > MAX_DEPTH => {
                let kind = format!("groups deeper than {MAX_DEPTH} levels");
                self.log.left_out(kind, format!("`{}`", groups.join(".")));
            }
            Node::List(list) => {
                for (number, item) in (1..).zip(list) {
                    self.visit_listed(item, number, groups);
                }
            }
            Node::Map(map) => self.visit_map(map, groups),
            _ => self.lose(groups, None, node),
        }
    }

    fn visit_listed(&mut self, item: &'n Node, number: usize, groups: &[&'n str]) {
        let row = format!("row {number}");
        let location = match groups {
            [] => row,
            _ => format!("`{}` {row}", groups.join(".")),
        };
        let contents = match item {
            Node::Map(map) => match self.group(map) {
                Some((title, node)) => return self.visit(node, &[groups, &[title]].concat()),
                None => Contents::Object(map),
            },
            Node::Text(_) | Node::Number(_) => Contents::Value(Field::Code, item),
            _ => return self.lose(groups, Some(&location), item),
        };
        self.push(location, groups, None, contents);
    }

    /// The title and the codes of an object that is a group: `{"module": "auth", "errors": […]}`.
    fn group(&self, map: &'n Map) -> Option<(&'n str, &'n Node)> {
        let codes = wrapped(map)?;
        if self.has_field(map, &[Field::Code]) {
            return None;
        }
        let title = map.values().find_map(Node::as_str)?;
        Some((title, codes))
    }

    fn visit_map(&mut self, map: &'n Map, groups: &[&'n str]) {
        if groups.is_empty() && self.is_single_code(map) {
            return self.push("the object".to_owned(), groups, None, Contents::Object(map));
        }
        let is_metadata = |key: &str| is_in(METADATA_OBJECTS, key);
        let tables = map
            .iter()
            .filter(|(key, value)| is_table(value) && !is_metadata(key));
        let tables = tables.count();
        let has_groups = map.values().any(|value| self.is_group(value));
        for (key, value) in map {
            let is_wrapper = tables == 1 && is_wrapper(key);
            let is_skipped = if is_table(value) {
                tables > 0 && is_metadata(key)
            } else {
                has_groups && is_in(METADATA, key)
            };
            if is_skipped {
                self.log.columns_left([key]);
            } else if is_table(value) && is_wrapper {
                self.visit(value, groups);
            } else if self.is_group(value) {
                // The other members of an object that wraps codes describe the group.
                let codes = value.as_map().and_then(wrapped).unwrap_or(value);
                self.visit(codes, &[groups, &[key.as_str()]].concat());
            } else {
                self.visit_keyed(key, value, groups);
            }
        }
    }

    /// Visits a code in a map: its object, text, number or nothing.
    fn visit_keyed(&mut self, key: &'n str, value: &'n Node, groups: &[&'n str]) {
        let location = match groups {
            [] => format!("`{key}`"),
            _ => format!("`{}.{key}`", groups.join(".")),
        };
        let contents = match value {
            Node::Map(map) => Contents::Object(map),
            Node::Number(_) => Contents::Value(Field::Code, value),
            Node::Text(_) | Node::Null | Node::List(_) => Contents::Value(Field::Summary, value),
            Node::Bool(_) => return self.lose(groups, Some(&location), value),
        };
        self.push(location, groups, Some(key), contents);
    }

    fn push(
        &mut self,
        location: String,
        groups: &[&'n str],
        key: Option<&'n str>,
        contents: Contents<'n>,
    ) {
        self.items.push(Item {
            location,
            domain: (!groups.is_empty()).then(|| groups.join(" ")),
            key,
            contents,
        });
    }

    fn lose(&mut self, groups: &[&str], location: Option<&str>, value: &Node) {
        let location = match location {
            Some(location) => location.to_owned(),
            None if groups.is_empty() => "the file".to_owned(),
            None => format!("`{}`", groups.join(".")),
        };
        let value = super::excerpt(value);
        self.log.left_out(
            "values that are neither objects nor texts",
            format!("{location} (`{value}`)"),
        );
    }

    /// Whether a value contains codes rather than being one.
    fn is_group(&self, value: &Node) -> bool {
        match value {
            Node::Map(map) if wrapped(map).is_some() => !self.has_field(map, &[Field::Code]),
            Node::Map(map) => !map.is_empty() && !self.is_code(map),
            Node::List(items) => {
                let is_code = |item: &Node| match item {
                    Node::Map(_) => true,
                    Node::Text(text) => !text.contains(char::is_whitespace),
                    _ => false,
                };
                !items.is_empty() && items.iter().all(is_code)
            }
            _ => false,
        }
    }

    /// Whether an object describes a code. If all its values are texts, it may as well be a map of codes whose names
    /// happen to be those of fields, so most of them must be.
    fn is_code(&self, map: &Map) -> bool {
        let usual = map
            .iter()
            .filter(|(key, value)| self.is_field(key, value, &OF_CODES));
        let needed = if map.values().all(|value| value.as_str().is_some()) {
            map.len().div_ceil(2)
        } else {
            1
        };
        usual.count() >= needed.max(1)
    }

    /// Whether the whole file is an object for one code.
    fn is_single_code(&self, map: &Map) -> bool {
        let has_code = map
            .iter()
            .any(|(key, value)| bare(key) == "code" && value.scalar().is_some());
        has_code && self.has_field(map, &[Field::Summary, Field::Description, Field::Status])
    }

    fn has_field(&self, map: &Map, fields: &[Field]) -> bool {
        map.iter()
            .any(|(key, value)| self.is_field(key, value, fields))
    }

    /// Whether a member is one of these fields: it has a usual name, which is not itself written like a code.
    fn is_field(&self, key: &str, value: &Node, fields: &[Field]) -> bool {
        let is_plain = match value {
            Node::Map(_) => false,
            Node::List(items) => items.iter().all(|item| item.scalar().is_some()),
            _ => true,
        };
        let bare = bare(key);
        let is_usual = |field: &Field| usual_names(*field).any(|name| name == bare);
        let is_named = |field: &Field| self.named.iter().any(|column| column.is(*field, key));
        let is_header = key.contains(char::is_lowercase);
        is_plain
            && fields
                .iter()
                .any(|field| is_named(field) || is_header && is_usual(field))
    }
}

fn is_table(value: &Node) -> bool {
    matches!(value, Node::Map(_) | Node::List(_))
}

fn is_wrapper(key: &str) -> bool {
    is_in(WRAPPERS, key)
}

/// The list or map in an object that has the name of a wrapper.
fn wrapped(map: &Map) -> Option<&Node> {
    let is_codes = |value: &Node| match value {
        Node::List(items) => items.iter().any(|item| item.as_map().is_some()),
        value => is_table(value),
    };
    let mut tables = map
        .iter()
        .filter(|(key, value)| is_wrapper(key) && is_codes(value));
    let (_, only) = tables.next().filter(|_| tables.next().is_none())?;
    Some(only)
}

/// Whether a name is one of several, which are in lower case and without separators.
fn is_in(names: &str, key: &str) -> bool {
    let kept = key.chars().filter(|c| c.is_alphanumeric());
    let squeezed: String = kept.flat_map(char::to_lowercase).collect();
    names.split(' ').any(|name| name == squeezed)
}
