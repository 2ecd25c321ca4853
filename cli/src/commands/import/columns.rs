//! Maps the columns of a table to fields of a code.

use std::str::FromStr;

use heck::ToSnakeCase;

use super::texts;

/// A field of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Domain,
    Code,
    Name,
    /// Another spelling of the code in responses.
    Alias,
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
const USUAL: [(Field, &str); 11] = [
    (
        Field::Code,
        "code, error code, errorcode, wire, error number, err code, errcode, errno, error no, code number, \
         numeric code, result code, return code, return value, return code value, response code, reason code, \
         fault code, error, key, id, constant, identifier, symbol, number, error id, value, name",
    ),
    (
        Field::Status,
        "status, http status, http status code, status code, http code, http, statuses",
    ),
    (
        Field::Name,
        "name, error name, code name, symbol, symbolic name, constant, identifier",
    ),
    (
        Field::Domain,
        "domain, group, service, product, module, area, namespace",
    ),
    (
        Field::Summary,
        "summary, message, error message, errormessage, msg, title, meaning, text, \
         short description",
    ),
    (
        Field::Description,
        "description, details, explanation, cause, causes, reason, long description",
    ),
    (
        Field::Category,
        "category, error category, type, error type, kind, class",
    ),
    (Field::Retryable, "retryable, retriable, retry, can retry"),
    (
        Field::Action,
        "action, actions, resolution, solution, solutions, remedy, fix, how to fix, what to do, \
         recommended action",
    ),
    (Field::Advice, "advice, hint, hints, tip, tips"),
    (
        Field::Note,
        "note, notes, remark, remarks, comment, comments",
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
        let mut fields = USUAL.iter().map(|(field, _)| *field);
        let first = |field| usual_names(field).next().unwrap_or_default();
        let known = fields.clone().find(|known| first(*known) == field);
        let known = known.ok_or_else(|| {
            let names: Vec<&str> = fields.by_ref().map(first).collect();
            format!("unknown field `{field}`; known: {}", names.join(", "))
        })?;
        Ok(Self {
            field: known,
            name: name.to_owned(),
        })
    }
}

impl Column {
    /// Whether it maps the column of this name to the field.
    pub(super) fn is(&self, field: Field, name: &str) -> bool {
        self.field == field && self.name == name.trim()
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
    /// A row with these cells, except those that are empty or placeholders.
    pub(super) fn new<T: AsRef<str>>(
        location: String,
        cells: impl IntoIterator<Item = (Field, T)>,
    ) -> Self {
        let mut row = Self {
            location,
            cells: Vec::new(),
        };
        for (field, text) in cells {
            row.push(field, text.as_ref());
        }
        row
    }

    /// Adds a cell, unless it is empty or a placeholder.
    pub(super) fn push(&mut self, field: Field, text: &str) {
        let text = cell(field, text);
        self.cells.extend(text.map(|text| (field, text)));
    }

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

/// Texts of empty cells.
const PLACEHOLDERS: [&str; 8] = ["-", "–", "—", "n/a", "N/A", "null", "NULL", "undefined"];

/// The text of a cell, unless it is empty or a placeholder. Codes can look like placeholders.
fn cell(field: Field, text: &str) -> Option<String> {
    let text = match field {
        // Must equal the text in a response.
        Field::Code | Field::Category => texts::trimmed(text).to_owned(),
        _ => texts::prose(texts::trimmed(text)),
    };
    let is_code = matches!(field, Field::Code | Field::Name);
    let is_empty = text.is_empty() || (!is_code && PLACEHOLDERS.contains(&text.as_str()));
    (!is_empty).then_some(text)
}

/// The usual names of a field's columns, the best first.
pub(super) fn usual_names(field: Field) -> impl Iterator<Item = &'static str> {
    let own = USUAL.iter().find(|(known, _)| *known == field);
    own.into_iter().flat_map(|(_, names)| names.split(", "))
}

/// The fields of each column of a table.
#[derive(Debug, Clone)]
pub(super) struct Columns(Vec<Vec<Field>>);

impl Columns {
    /// Finds the columns on the command line, and those with usual names for the remaining fields.
    pub(super) fn find(headers: &[String], named: &[Column]) -> Self {
        let mut fields: Vec<Vec<Field>> = headers
            .iter()
            .map(|header| {
                let own = named.iter().filter(|column| column.name == *header.trim());
                own.map(|column| column.field).collect()
            })
            .collect();
        let is_named: Vec<bool> = fields.iter().map(|own| !own.is_empty()).collect();
        let bare: Vec<String> = headers.iter().map(|header| bare(header)).collect();
        for (field, _) in USUAL {
            if fields.iter().any(|own| own.contains(&field)) {
                continue;
            }
            let found = |is_open: &dyn Fn(usize) -> bool| {
                let mut at = usual_names(field).filter_map(|name| {
                    (0..bare.len()).find(|at| is_open(*at) && bare[*at] == name)
                });
                at.next()
            };
            let free = found(&|at| fields[at].is_empty());
            // A code needs a summary, even from a column that is named for something else.
            let shared = || (field == Field::Summary).then(|| found(&|at| is_named[at]))?;
            if let Some(at) = free.or_else(shared) {
                fields[at].push(field);
            }
        }
        Self(fields)
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.0.iter().any(|own| own.contains(&field))
    }

    /// The fields of a column.
    pub(super) fn fields(&self, column: usize) -> &[Field] {
        self.0.get(column).map(Vec::as_slice).unwrap_or_default()
    }

    /// The row with these cells.
    pub(super) fn row<'t>(&self, location: String, cells: impl Iterator<Item = &'t str>) -> Row {
        let cells = cells.enumerate().flat_map(|(at, text)| {
            let fields = self.fields(at).iter();
            fields.map(move |field| (*field, text))
        });
        Row::new(location, cells)
    }

    /// The columns without a field.
    pub(super) fn unused<'h>(&self, headers: &'h [String]) -> impl Iterator<Item = &'h String> {
        let fields = self.0.clone();
        let left = move |(at, _): &(usize, &String)| fields[*at].is_empty();
        headers
            .iter()
            .enumerate()
            .filter(left)
            .map(|(_, header)| header)
    }
}

/// The words of a header, in lower case: `error message` for `Error_Message` and for `errorMessage`.
pub(super) fn bare(header: &str) -> String {
    words(header).collect::<Vec<_>>().join(" ")
}

/// The words of a name, in lower case.
pub(super) fn words(name: &str) -> impl Iterator<Item = String> {
    let parts = name.split(|c: char| !c.is_alphanumeric());
    let words = parts.map(ToSnakeCase::to_snake_case);
    let words = words.flat_map(|part| part.split('_').map(str::to_owned).collect::<Vec<_>>());
    words.filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Column, Columns, Field, cell};

    fn fields(headers: &[&str], named: &[&str]) -> Vec<Vec<Field>> {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        let named: Vec<Column> = named.iter().map(|text| text.parse().unwrap()).collect();
        Columns::find(&headers, &named).0
    }

    #[test]
    fn usual_names_are_recognized_in_order_of_preference() {
        use Field::{Code, Description, Name, Status, Summary};
        let table: [(&[&str], &[&[Field]]); 7] = [
            (
                &["HTTP status", "Error_Code", "Message", "details"],
                &[&[Status], &[Code], &[Summary], &[Description]],
            ),
            (&["error", "code", "name"], &[&[], &[Code], &[Name]]),
            (&["Name", "Meaning"], &[&[Code], &[Summary]]),
            (
                &["Error Number", "Name", "Text"],
                &[&[Code], &[Name], &[Summary]],
            ),
            (&["errorCode", "errorMessage"], &[&[Code], &[Summary]]),
            (
                &["Return code/value", "Description"],
                &[&[Code], &[Description]],
            ),
            (&["httpStatusCode", "CODE"], &[&[Status], &[Code]]),
        ];
        for (headers, expected) in table {
            assert_eq!(fields(headers, &[]), expected, "{headers:?}");
        }
    }

    #[test]
    fn the_command_line_takes_precedence() {
        use Field::{Code, Name, Note, Summary};
        type Case<'c> = (&'c [&'c str], &'c [&'c str], &'c [&'c [Field]]);
        let table: [Case; 4] = [
            (
                &["code", "numeric", "causes", "log type"],
                &["code=numeric", "note=causes", "note=log type"],
                &[&[], &[Code], &[Note], &[Note]],
            ),
            // The summary is not lost.
            (
                &["code", "summary"],
                &["name=summary"],
                &[&[Code], &[Name, Summary]],
            ),
            (
                &["code", "summary", "title"],
                &["name=summary"],
                &[&[Code], &[Name], &[Summary]],
            ),
            (
                &["a", "b"],
                &["code=a", "name=b", "summary=b"],
                &[&[Code], &[Name, Summary]],
            ),
        ];
        for (headers, named, expected) in table {
            assert_eq!(fields(headers, named), expected, "{headers:?} {named:?}");
        }
        for text in ["code", "what=code", ""] {
            assert!(text.parse::<Column>().is_err(), "{text}");
        }
    }

    #[test]
    fn empty_cells_are_skipped() {
        for text in ["", "  ", "-", "n/a", "null", "\u{feff}"] {
            assert_eq!(cell(Field::Action, text), None, "{text:?}");
        }
        assert_eq!(cell(Field::Code, " null\u{200b} "), Some("null".to_owned()));
    }
}
