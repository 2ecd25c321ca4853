//! Writes YAML in the style of `faultbook fmt`.

mod scalar;

/// The greatest length of a line, where text can be folded.
const WIDTH: usize = 120;
const INDENT: usize = 2;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A text, quoted if necessary.
    Text(String),
    /// A number or a boolean.
    Bare(String),
    /// A flow list if all items are words that fit on a line, or else a block list.
    List(Vec<Value>),
    /// A block map.
    Map(Map),
    /// A flow map.
    Inline(Map),
}

/// Keys and values in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Map(Vec<(String, Value)>);

impl Map {
    pub(crate) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.push(key, value);
        self
    }

    pub(crate) fn push(&mut self, key: &str, value: impl Into<Value>) {
        self.0.push((key.to_owned(), value.into()));
    }

    /// Adds an entry if there is a value.
    pub(crate) fn push_some(&mut self, key: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.push(key, value);
        }
    }

    /// Adds one value, or a list if there are several.
    pub(crate) fn push_many<V: Into<Value>>(
        &mut self,
        key: &str,
        values: impl IntoIterator<Item = V>,
    ) {
        let mut values: Vec<Value> = values.into_iter().map(Into::into).collect();
        match values.len() {
            0 => {}
            1 => self
                .0
                .extend(values.pop().map(|value| (key.to_owned(), value))),
            _ => self.push(key, Value::List(values)),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a value inside maps, which are added if they are missing.
    pub(crate) fn put(&mut self, path: &[&str], value: impl Into<Value>) {
        match path {
            [] => {}
            [key] => self.push(key, value),
            [key, rest @ ..] => {
                let mut entries = self.0.iter_mut();
                let known = entries.find_map(|(own, value)| match value {
                    Value::Map(map) if own == key => Some(map),
                    _ => None,
                });
                if let Some(map) = known {
                    map.put(rest, value);
                } else {
                    let mut map = Self::default();
                    map.put(rest, value);
                    self.push(key, map);
                }
            }
        }
    }

    pub(crate) fn entries(&self) -> &[(String, Value)] {
        &self.0
    }

    /// The entries as lines of a block with this indentation.
    pub(crate) fn text_at(&self, indent: usize) -> String {
        let mut out = String::new();
        block_map(self, indent, &mut out);
        out
    }

    /// The YAML document.
    pub(crate) fn text(&self) -> String {
        self.text_at(0)
    }
}

/// An item as lines of a block list with this indentation.
pub(crate) fn item(item: &Value, indent: usize) -> String {
    let mut out = String::new();
    block_item(item, indent, &mut out);
    out
}

/// A text as a YAML scalar on one line.
pub(crate) fn line(text: &str) -> String {
    scalar::inline(text)
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<u16> for Value {
    fn from(number: u16) -> Self {
        Self::Bare(number.to_string())
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bare(truth.to_string())
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

/// Writes the entries of a map. At the top level, maps and lists are preceded by an empty line.
fn block_map(map: &Map, indent: usize, out: &mut String) {
    for (key, value) in &map.0 {
        let opens = matches!(value, Value::Map(map) if !map.is_empty());
        if indent == 0 && !out.is_empty() && (opens || is_block_list(value)) {
            out.push('\n');
        }
        start_line(indent, out);
        out.push_str(&scalar::key(key));
        out.push(':');
        block_value(value, indent, out);
    }
}

fn start_line(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// Writes a value after a colon or a dash.
fn block_value(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Map(map) if !map.is_empty() => {
            out.push('\n');
            block_map(map, indent + INDENT, out);
        }
        Value::List(items) if is_block_list(value) => {
            out.push('\n');
            for item in items {
                block_item(item, indent + INDENT, out);
            }
        }
        Value::Text(text) => {
            let column = column(out);
            out.push(' ');
            out.push_str(&scalar::text(text, column + 1, indent + INDENT, WIDTH));
            out.push('\n');
        }
        _ => {
            out.push(' ');
            out.push_str(&flow(value));
            out.push('\n');
        }
    }
}

fn block_item(item: &Value, indent: usize, out: &mut String) {
    start_line(indent, out);
    out.push('-');
    let Value::Map(map) = item else {
        return block_value(item, indent, out);
    };
    let mut inner = String::new();
    block_map(map, indent + INDENT, &mut inner);
    // The first entry is on the line of the dash.
    out.push(' ');
    out.push_str(inner.trim_start_matches(' '));
}

/// The length of the last line in characters.
fn column(out: &str) -> usize {
    let line = out.rsplit('\n').next().unwrap_or_default();
    line.chars().count()
}

fn is_block_list(value: &Value) -> bool {
    let Value::List(items) = value else {
        return false;
    };
    let is_word = |item: &Value| match item {
        Value::Text(text) => !text.contains(char::is_whitespace),
        Value::Bare(_) | Value::Inline(_) => true,
        Value::List(_) | Value::Map(_) => false,
    };
    !items.iter().all(is_word) || flow(value).chars().count() > WIDTH / 2
}

/// A value in flow style.
pub(crate) fn flow(value: &Value) -> String {
    match value {
        Value::Text(text) => scalar::inline(text),
        Value::Bare(text) => text.clone(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(map) | Value::Inline(map) if map.is_empty() => "{}".to_owned(),
        Value::Map(map) | Value::Inline(map) => {
            let entry = |(key, value): &(String, Value)| {
                format!("{}: {}", scalar::inline(key), flow(value))
            };
            let entries: Vec<String> = map.0.iter().map(entry).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Map, Value};

    #[test]
    fn documents_are_readable() {
        let code = Map::default()
            .with("summary", "It's \"full\": try later")
            .with("status", Value::List(vec![429_u16.into(), 503_u16.into()]))
            .with(
                "retry",
                Value::Inline(Map::default().with("use", "transient")),
            )
            .with(
                "advice",
                Value::List(vec!["Wait a while".into(), "#1 rule".into()]),
            );
        let example = Map::default()
            .with("name", "on")
            .with("body", "{\n  \"a\": 1\n}");
        let document = Map::default()
            .with("vendor", "shop")
            .with("domains", Map::default().with("429", code))
            .with("examples", Value::List(vec![example.into()]));
        let expected = r##"vendor: shop

domains:
  "429":
    summary: "It's \"full\": try later"
    status: [429, 503]
    retry: { use: transient }
    advice:
      - Wait a while
      - "#1 rule"

examples:
  - name: "on"
    body: |-
      {
        "a": 1
      }
"##;
        assert_eq!(document.text(), expected);
    }

    #[test]
    fn long_texts_are_folded_between_words() {
        let text = "word ".repeat(60);
        let document = Map::default().with("note", text.trim());
        let lines: Vec<String> = document.text().lines().map(str::to_owned).collect();
        assert_eq!(lines[0], "note: >-");
        assert!(lines.len() == 4 && lines.iter().all(|line| line.len() <= 120));
    }
}
