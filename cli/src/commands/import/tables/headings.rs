//! Finds codes in headings, with the text below each.

use std::collections::BTreeMap;

use crate::commands::import::columns::{Column, Columns, Field, Row};
use crate::commands::import::page::{Page, Section};
use crate::commands::import::texts;

/// Words before a number in a heading.
const LABELS: [&str; 6] = [
    "error code",
    "error",
    "status code",
    "status",
    "http",
    "code",
];

/// The codes in headings of the same level in one section.
pub(super) struct Group {
    pub(super) rows: Vec<Row>,
    /// The headings above them.
    pub(super) headings: Vec<String>,
}

/// The groups of at least two headings most of which are codes.
pub(super) fn groups(page: &Page) -> Vec<Group> {
    let mut siblings: BTreeMap<_, Vec<&Section>> = BTreeMap::new();
    for section in &page.sections {
        let key = (section.parent, section.level);
        siblings.entry(key).or_default().push(section);
    }
    let groups = siblings.into_values().filter_map(|sections| {
        let found: Vec<(&Section, Heading)> = sections
            .iter()
            .filter(|section| !section.has_table)
            .filter_map(|section| Some((*section, Heading::read(section)?)))
            .collect();
        let is_list = found.len() > 1 && found.len() * 2 >= sections.len();
        let headings = sections.first()?.parents.clone();
        let rows = found.iter().map(|(section, heading)| row(section, heading));
        is_list.then(|| Group {
            rows: rows.collect(),
            headings,
        })
    });
    groups.collect()
}

/// A heading with a code: `1001 – Card declined`.
struct Heading {
    code: String,
    rest: String,
}

impl Heading {
    fn read(section: &Section) -> Option<Self> {
        let text = section.heading.text.trim();
        let of_span = section.heading.spans.first().and_then(|span| {
            let rest = text.strip_prefix(span.as_str())?;
            Some(Self::with(span, rest))
        });
        of_span.or_else(|| Self::of_text(text))
    }

    fn of_text(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let label = LABELS
            .iter()
            .find(|label| lower.starts_with(&format!("{label} ")));
        let text = text.get(label.map_or(0, |label| label.len())..)?;
        let text = text.trim_start_matches([' ', ':']);
        let (code, rest) = match text.find(|c: char| c.is_whitespace() || ":(".contains(c)) {
            Some(end) => text.split_at(end),
            None => (text, ""),
        };
        let is_separated = rest
            .trim_start()
            .starts_with([':', '-', '–', '—', '(', '|']);
        let is_code = texts::is_number(code)
            || texts::is_symbol(code) && (rest.trim().is_empty() || is_separated);
        is_code.then(|| Self::with(code, rest))
    }

    fn with(code: &str, rest: &str) -> Self {
        let rest = rest.trim();
        // The number of a name.
        let number = rest.trim_matches(['(', ')']);
        let (code, rest) = if texts::is_number(number) {
            (format!("{code} {number}"), "")
        } else {
            (code.to_owned(), rest)
        };
        let inner = rest
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'));
        let rest = inner.unwrap_or(rest);
        let rest = rest.trim_start_matches([':', '-', '–', '—', '|', ' ']);
        Self {
            code,
            rest: rest.to_owned(),
        }
    }
}

fn row(section: &Section, heading: &Heading) -> Row {
    let own = [
        (Field::Code, &heading.code),
        (Field::Summary, &heading.rest),
    ];
    let mut row = Row::new(format!("line {}", section.line), own);
    let mut described = Vec::new();
    for paragraph in &section.paragraphs {
        match labelled(paragraph) {
            Some((field, text)) => row.push(field, text),
            None => described.push(paragraph.as_str()),
        }
    }
    row.push(Field::Description, &described.join("\n\n"));
    row
}

/// A paragraph such as `HTTP status: 404`.
fn labelled(paragraph: &str) -> Option<(Field, &str)> {
    let (label, text) = paragraph.split_once(':')?;
    let none: [Column; 0] = [];
    let columns = Columns::find(&[label.to_owned()], &none);
    let field = columns.fields(0).first().copied()?;
    (!text.trim().is_empty() && field != Field::Code).then_some((field, text))
}
