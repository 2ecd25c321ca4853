//! Reads tables in JSON: a list of objects, an object whose keys are codes, or an object whose only value is a list.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, bail};
use serde_json::value::RawValue;

use super::columns::{Column, Columns, Field, Row};
use super::summary::ImportSummary;
use super::texts;

/// An object with unparsed values, so that numbers keep their digits.
type Object<'j> = BTreeMap<String, &'j RawValue>;

/// An entry of the table.
struct Item<'j> {
    location: String,
    /// Its key in an object.
    key: Option<String>,
    object: Object<'j>,
}

pub(super) fn read(
    text: &str,
    named: &[Column],
    log: &mut ImportSummary,
) -> anyhow::Result<Vec<Row>> {
    let items = items(text)?;
    // If the objects have a code, their keys are names.
    let has_code = items.iter().any(|item| item.object.contains_key("code"));
    let of_key = if has_code { "name" } else { "code" };
    let fields = fields(&items, of_key, named, log)?;
    let mut rows = Vec::new();
    for item in items {
        match cells(&item, of_key, &fields) {
            Ok(cells) => rows.push(Row {
                location: item.location,
                cells,
            }),
            Err(why) => log.left_out(&item.location, why),
        }
    }
    Ok(rows)
}

/// The field of each key.
fn fields(
    items: &[Item<'_>],
    of_key: &str,
    named: &[Column],
    log: &mut ImportSummary,
) -> anyhow::Result<BTreeMap<String, Option<Field>>> {
    let keys = items
        .iter()
        .flat_map(|item| item.object.keys().map(String::as_str));
    let keyed = items.iter().any(|item| item.key.is_some());
    let headers: BTreeSet<&str> = keys.chain(keyed.then_some(of_key)).collect();
    let headers: Vec<String> = headers.into_iter().map(str::to_owned).collect();
    let columns = Columns::find(&headers, named);
    if !items.is_empty() && !columns.has(Field::Code) && !columns.has(Field::Status) {
        bail!(
            "none of the keys {} has codes; select one with `--column code=NAME`",
            headers.join(", ")
        );
    }
    log.columns_left(columns.unused(&headers));
    let fields = (0..)
        .zip(headers)
        .map(|(at, header)| (header, columns.field(at)));
    Ok(fields.collect())
}

fn items(text: &str) -> anyhow::Result<Vec<Item<'_>>> {
    if text.trim_start().starts_with('[') {
        let objects: Vec<Object<'_>> =
            serde_json::from_str(text).context("the file is not a list of objects in JSON")?;
        let item = |(number, object)| Item {
            location: format!("row {number}"),
            key: None,
            object,
        };
        return Ok((1..).zip(objects).map(item).collect());
    }
    let map: Object<'_> = serde_json::from_str(text)
        .context("the file is neither a list of objects nor an object of codes in JSON")?;
    match map.values().next() {
        Some(only) if map.len() == 1 && only.get().starts_with('[') => items(only.get()),
        _ => map
            .into_iter()
            .map(|(key, value)| entry(key, value))
            .collect(),
    }
}

/// An entry of an object: an object, or only a text.
fn entry(key: String, value: &RawValue) -> anyhow::Result<Item<'_>> {
    let object = if value.get().starts_with('"') {
        Object::from([("summary".to_owned(), value)])
    } else {
        serde_json::from_str(value.get())
            .with_context(|| format!("the value of `{key}` is neither an object nor a text"))?
    };
    let location = format!("`{key}`");
    let key = Some(key);
    Ok(Item {
        location,
        key,
        object,
    })
}

fn cells(
    item: &Item<'_>,
    of_key: &str,
    fields: &BTreeMap<String, Option<Field>>,
) -> Result<Vec<(Field, String)>, String> {
    let mut cells = Vec::new();
    if let (Some(key), Some(Some(field))) = (&item.key, fields.get(of_key)) {
        cells.extend(texts::cell(*field, key));
    }
    for (key, value) in &item.object {
        let Some(Some(field)) = fields.get(key) else {
            continue;
        };
        let text =
            text(*field, value).ok_or_else(|| format!("its `{key}` is {}", excerpt(value)))?;
        cells.extend(texts::cell(*field, &text));
    }
    Ok(cells)
}

/// The text of a value, if the field can have it. A code must be a string or an integer, as in a response.
fn text(field: Field, value: &RawValue) -> Option<String> {
    let raw = value.get();
    let is_whole = || {
        raw.strip_prefix('-')
            .unwrap_or(raw)
            .bytes()
            .all(|b| b.is_ascii_digit())
    };
    match raw.as_bytes().first()? {
        b'n' => Some(String::new()),
        b'"' => serde_json::from_str(raw).ok(),
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
            let texts: Option<Vec<String>> = items.iter().map(|item| text(field, item)).collect();
            let texts = texts.filter(|texts| field != Field::Code || texts.len() == 1)?;
            let separator = if matches!(field, Field::Status | Field::Action) {
                ", "
            } else {
                "\n"
            };
            Some(texts.join(separator))
        }
        b'{' => None,
        _ if field == Field::Code && !is_whole() => None,
        _ => Some(raw.to_owned()),
    }
}

/// The start of a value, for a message.
fn excerpt(value: &RawValue) -> String {
    const MOST: usize = 40;
    match value.get().char_indices().nth(MOST) {
        Some((end, _)) => format!("`{}…`", &value.get()[..end]),
        None => format!("`{}`", value.get()),
    }
}
