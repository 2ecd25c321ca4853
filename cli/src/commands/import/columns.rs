//! Maps the columns of a table to fields of a code.

use std::str::FromStr;

/// A field of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Domain,
    Code,
    Name,
    Status,
    Summary,
    Description,
    Category,
    Retryable,
    Action,
    Advice,
    Note,
}

/// Usual names of columns, the best first.
const USUAL: [(Field, &[&str]); 11] = [
    (
        Field::Code,
        &[
            "code",
            "error code",
            "errorcode",
            "wire",
            "error",
            "key",
            "id",
            "constant",
            "identifier",
            "symbol",
            "number",
            "name",
        ],
    ),
    (
        Field::Status,
        &[
            "status",
            "http status",
            "http status code",
            "status code",
            "http code",
            "http",
            "statuses",
        ],
    ),
    (
        Field::Name,
        &["name", "error name", "symbol", "constant", "identifier"],
    ),
    (
        Field::Domain,
        &[
            "domain",
            "group",
            "service",
            "product",
            "module",
            "area",
            "namespace",
        ],
    ),
    (
        Field::Summary,
        &[
            "summary",
            "message",
            "error message",
            "title",
            "meaning",
            "text",
            "short description",
        ],
    ),
    (
        Field::Description,
        &[
            "description",
            "details",
            "explanation",
            "cause",
            "causes",
            "reason",
            "long description",
        ],
    ),
    (
        Field::Category,
        &[
            "category",
            "error category",
            "type",
            "error type",
            "kind",
            "class",
        ],
    ),
    (
        Field::Retryable,
        &["retryable", "retriable", "retry", "can retry"],
    ),
    (
        Field::Action,
        &[
            "action",
            "actions",
            "resolution",
            "solution",
            "solutions",
            "remedy",
            "fix",
            "how to fix",
            "what to do",
            "recommended action",
        ],
    ),
    (Field::Advice, &["advice", "hint", "hints", "tip", "tips"]),
    (
        Field::Note,
        &["note", "notes", "remark", "remarks", "comment", "comments"],
    ),
];

/// A mapping on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    field: Field,
    name: String,
}

impl FromStr for Column {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (field, name) = text
            .split_once('=')
            .ok_or("expected `FIELD=NAME`, as in `summary=Meaning`")?;
        let known = USUAL.iter().find(|(_, names)| names[0] == field);
        let (field, _) = known.ok_or_else(|| {
            let names: Vec<&str> = USUAL.iter().map(|(_, names)| names[0]).collect();
            format!("unknown field `{field}`; known: {}", names.join(", "))
        })?;
        Ok(Self {
            field: *field,
            name: name.to_owned(),
        })
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Its location, such as `row 4`.
    pub(super) location: String,
    /// The cells that are not empty.
    pub(super) cells: Vec<(Field, String)>,
}

impl Row {
    /// The first cell of a field.
    pub(super) fn cell(&self, field: Field) -> Option<&str> {
        self.cells_of(field).next()
    }

    /// All cells of a field.
    pub(super) fn cells_of(&self, field: Field) -> impl Iterator<Item = &str> {
        let own = self.cells.iter().filter(move |(own, _)| *own == field);
        own.map(|(_, text)| text.as_str())
    }
}

/// The field of each column of a table.
pub(super) struct Columns(Vec<Option<Field>>);

impl Columns {
    /// Finds the columns on the command line, and those with usual names for the remaining fields.
    pub(super) fn find(headers: &[String], named: &[Column]) -> Self {
        let mut fields: Vec<Option<Field>> = headers
            .iter()
            .map(|header| named.iter().find(|column| column.name == *header.trim()))
            .map(|column| column.map(|column| column.field))
            .collect();
        let bare: Vec<String> = headers.iter().map(|header| bare(header)).collect();
        for (field, names) in USUAL {
            if fields.contains(&Some(field)) {
                continue;
            }
            let free = |at: &usize| fields[*at].is_none();
            let mut found = names
                .iter()
                .filter_map(|name| (0..bare.len()).filter(free).find(|at| bare[*at] == *name));
            if let Some(at) = found.next() {
                fields[at] = Some(field);
            }
        }
        Self(fields)
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.0.contains(&Some(field))
    }

    /// The field of a column.
    pub(super) fn field(&self, column: usize) -> Option<Field> {
        self.0.get(column).copied().flatten()
    }

    /// The columns without a field.
    pub(super) fn unused<'h>(&self, headers: &'h [String]) -> impl Iterator<Item = &'h String> {
        let fields = self.0.clone();
        let left = move |(at, _): &(usize, &String)| fields[*at].is_none();
        headers
            .iter()
            .enumerate()
            .filter(left)
            .map(|(_, header)| header)
    }
}

/// The words of a header, in lower case.
fn bare(header: &str) -> String {
    let words = header.split(|c: char| !c.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Column, Columns, Field};

    fn fields(headers: &[&str], named: &[&str]) -> Vec<Option<Field>> {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        let named: Vec<Column> = named.iter().map(|text| text.parse().unwrap()).collect();
        let columns = Columns::find(&headers, &named);
        (0..headers.len()).map(|at| columns.field(at)).collect()
    }

    #[test]
    fn usual_names_are_recognized_in_order_of_preference() {
        use Field::{Code, Description, Name, Status, Summary};
        assert_eq!(
            fields(&["HTTP status", "Error_Code", "Message", "details"], &[]),
            [Some(Status), Some(Code), Some(Summary), Some(Description)]
        );
        assert_eq!(
            fields(&["error", "code", "name"], &[]),
            [None, Some(Code), Some(Name)]
        );
        assert_eq!(
            fields(&["Name", "Meaning"], &[]),
            [Some(Code), Some(Summary)]
        );
    }

    #[test]
    fn the_command_line_takes_precedence() {
        let named = ["code=numeric", "note=causes", "note=log type"];
        assert_eq!(
            fields(&["code", "numeric", "causes", "log type"], &named),
            [
                None,
                Some(Field::Code),
                Some(Field::Note),
                Some(Field::Note)
            ]
        );
        for text in ["code", "what=code", ""] {
            assert!(text.parse::<Column>().is_err(), "{text}");
        }
    }
}
