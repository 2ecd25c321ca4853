//! Reads catalogues of objects, in JSON or YAML: lists or maps of codes, which can be in groups.

mod items;

use std::collections::BTreeMap;

use anyhow::bail;
use indexmap::IndexSet;

use self::items::{Contents, Item};
use super::columns::{Column, Columns, Field, Row};
use super::summary::ImportSummary;
use super::tree::Node;

/// Names of members with a code. If objects have one, their keys are names.
const CODES: [&str; 6] = [
    "code",
    "error code",
    "errorcode",
    "errno",
    "error number",
    "numeric code",
];

pub(super) fn read(
    root: &Node,
    named: &[Column],
    log: &mut ImportSummary,
) -> anyhow::Result<Vec<Row>> {
    let items = items::collect(root, named, log);
    if items.is_empty() {
        bail!(
            "the file has neither objects nor texts with codes{}",
            log.first_loss()
        );
    }
    let keys = Keys::of(&items, named);
    let fields = fields(&items, &keys, named, log)?;
    let mut rows = Vec::new();
    for (item, key) in items.iter().zip(keys.fields) {
        match row(item, key, &fields) {
            Ok(row) => rows.push(row),
            Err((kind, value)) => log.left_out(kind, format!("{} (`{value}`)", item.location)),
        }
    }
    Ok(rows)
}

/// What the keys of items are: names of objects that have a code, or else codes.
struct Keys {
    fields: Vec<Field>,
    /// Whether all of them are codes.
    are_codes: bool,
}

impl Keys {
    fn of(items: &[Item<'_>], named: &[Column]) -> Self {
        let with_code: Vec<bool> = items.iter().map(|item| has_code(item, named)).collect();
        let count = with_code.iter().filter(|has_code| **has_code).count();
        // Then the key of an object without a code is not one, either.
        let are_names = count * 2 > items.len();
        let field = |has_code| {
            if has_code || are_names {
                Field::Name
            } else {
                Field::Code
            }
        };
        let are_codes = count == 0 && items.iter().any(|item| item.key.is_some());
        Self {
            fields: with_code.into_iter().map(field).collect(),
            are_codes,
        }
    }
}

/// Whether an object has a code of its own.
fn has_code(item: &Item<'_>, named: &[Column]) -> bool {
    if matches!(item.contents, Contents::Value(Field::Code, _)) {
        return true;
    }
    let mut keys = item.members().map(|(key, _)| key);
    let is_number = |key: &str| {
        let mut members = item.members().filter(|(own, _)| *own == key);
        members.any(|(_, value)| matches!(value, Node::Number(_)))
    };
    keys.any(|key| {
        let bare = super::columns::bare(key);
        CODES.contains(&bare.as_str())
            || named.iter().any(|column| column.is(Field::Code, key))
            || (["id", "number", "value"].contains(&bare.as_str()) && is_number(key))
    })
}

/// The fields of each key.
fn fields(
    items: &[Item<'_>],
    keys: &Keys,
    named: &[Column],
    log: &mut ImportSummary,
) -> anyhow::Result<BTreeMap<String, Vec<Field>>> {
    let of_items = items.iter().flat_map(Item::members).map(|(key, _)| key);
    // Takes the place of the codes, so that no other column is taken for them.
    let of_keys = keys.are_codes.then_some("code");
    let headers: IndexSet<&str> = of_keys.into_iter().chain(of_items).collect();
    let headers: Vec<String> = headers.into_iter().map(str::to_owned).collect();
    let columns = Columns::find(&headers, named);
    let are_values = items
        .iter()
        .any(|item| matches!(item.contents, Contents::Value(..)));
    if !are_values && !columns.has(Field::Code) && !columns.has(Field::Status) {
        bail!(
            "none of the keys {} has codes; select one with `--column code=NAME`",
            headers.join(", ")
        );
    }
    log.columns_left(columns.unused(&headers));
    let fields = (0..)
        .zip(headers)
        .map(|(at, header)| (header, columns.fields(at).to_vec()));
    Ok(fields.collect())
}

/// The row of an item. The error is the kind of what is wrong, and the value.
fn row(
    item: &Item<'_>,
    of_key: Field,
    fields: &BTreeMap<String, Vec<Field>>,
) -> Result<Row, (String, String)> {
    let own = [(of_key, item.key), (Field::Domain, item.domain.as_deref())];
    let own = own
        .into_iter()
        .filter_map(|(field, text)| Some((field, text?)));
    let mut row = Row::new(item.location.clone(), own);
    let mut add = |name: &str, field: Field, value: &Node| {
        let text = text(field, value).ok_or_else(|| {
            let kind = format!("rows with another {name} than {}", wanted(field));
            (kind, excerpt(value))
        })?;
        row.push(field, &text);
        Ok::<(), (String, String)>(())
    };
    if let Contents::Value(field, value) = item.contents {
        add("value", field, value)?;
    }
    for (key, value) in item.members() {
        for field in fields.get(key).into_iter().flatten() {
            add(&format!("`{key}`"), *field, value)?;
        }
    }
    Ok(row)
}

/// What the value of a field can be.
fn wanted(field: Field) -> &'static str {
    match field {
        Field::Code => "a text or an integer",
        _ => "a text, a number or a list of these",
    }
}

/// The text of a value, if the field can have it. A code must be a string or an integer, as in a response.
fn text(field: Field, value: &Node) -> Option<String> {
    match value {
        Node::Null => Some(String::new()),
        Node::List(items) => {
            let one = |item: &Node| match item {
                Node::List(_) => None,
                _ => text(field, item),
            };
            let texts: Option<Vec<String>> = items.iter().map(one).collect();
            let texts = texts.filter(|texts| field != Field::Code || texts.len() == 1)?;
            let separator = if matches!(field, Field::Status | Field::Action) {
                ", "
            } else {
                "\n"
            };
            Some(texts.join(separator))
        }
        Node::Map(_) => None,
        Node::Text(text) => Some(text.clone()),
        _ if field == Field::Code => value.code(),
        _ => value.scalar(),
    }
}

/// The start of a value, for a message.
fn excerpt(value: &Node) -> String {
    const MOST: usize = 40;
    let text = serde_json::to_string(value).unwrap_or_default();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
