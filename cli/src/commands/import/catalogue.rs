//! Merges rows by code and groups the codes by domain.

use std::collections::HashMap;

use anyhow::bail;
use faultbook_codegen::names::{self, LONGEST_CODE};

use super::arguments::Import;
use super::columns::{Field, Row};
use super::intake::Envelope;
use super::locations::CodeLocation;
use super::summary::ImportSummary;
use super::texts;

/// The name of a domain without one.
const DEFAULT_DOMAIN: &str = "api";

/// The domains in order of appearance.
pub(super) struct Catalogue {
    pub(super) domains: Vec<Domain>,
}

pub(super) struct Domain {
    pub(super) title: String,
    pub(super) entries: Vec<Entry>,
}

/// A code with the contents of all its rows.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) code: String,
    pub(super) name: Option<String>,
    pub(super) statuses: Vec<u16>,
    pub(super) summary: String,
    pub(super) description: Option<String>,
    pub(super) category: Option<String>,
    /// Whether it can be retried, if the rows agree.
    pub(super) retryable: Option<bool>,
    pub(super) actions: Vec<String>,
    pub(super) advice: Vec<String>,
    pub(super) notes: Vec<String>,
}

impl Catalogue {
    /// Merges rows. Those without a valid code are left out and logged.
    pub(super) fn collect(
        rows: Vec<Row>,
        arguments: &Import,
        envelope: &Envelope,
        log: &mut ImportSummary,
    ) -> anyhow::Result<Self> {
        let by_status = envelope.has(&CodeLocation::Status);
        let mut groups = Groups::default();
        for row in rows {
            for code in codes(&row, by_status, log) {
                let domain = arguments.domain.as_deref().or(row.cell(Field::Domain));
                let is_new = groups.add(domain.unwrap_or(DEFAULT_DOMAIN), code, &row);
                log.codes += usize::from(is_new);
                log.merged += usize::from(!is_new);
            }
        }
        log.domains = groups.0.len();
        if groups.0.is_empty() {
            bail!("no code could be imported{}", log.first_loss());
        }
        let mut entry = |(code, rows): (String, Vec<Row>)| Entry::of(code, &rows, by_status, log);
        let domains = groups.0.into_iter().map(|(title, group)| Domain {
            title,
            entries: group.codes.into_iter().map(&mut entry).collect(),
        });
        Ok(Self {
            domains: domains.collect(),
        })
    }
}

/// The rows of each code, in order of appearance.
#[derive(Default)]
struct Groups(Vec<(String, Group)>);

#[derive(Default)]
struct Group {
    codes: Vec<(String, Vec<Row>)>,
    /// The position of each code.
    known: HashMap<String, usize>,
}

impl Groups {
    /// Adds a row. Returns whether its code is new.
    fn add(&mut self, domain: &str, code: String, row: &Row) -> bool {
        let known = self.0.iter().position(|(known, _)| known == domain);
        let at = known.unwrap_or(self.0.len());
        if known.is_none() {
            self.0.push((domain.to_owned(), Group::default()));
        }
        let group = &mut self.0[at].1;
        let next = group.codes.len();
        let position = *group.known.entry(code.clone()).or_insert(next);
        if position == next {
            group.codes.push((code, Vec::new()));
        }
        group.codes[position].1.push(row.clone());
        position == next
    }
}

/// The codes of a row: one, unless the codes are statuses.
fn codes(row: &Row, by_status: bool, log: &mut ImportSummary) -> Vec<String> {
    let own = row.cell(Field::Code);
    let codes = if by_status {
        let statuses = own.or(row.cell(Field::Status)).map(Statuses::read);
        let statuses = statuses.unwrap_or_default();
        statuses.known.iter().map(u16::to_string).collect()
    } else {
        own.map(str::to_owned).into_iter().collect::<Vec<_>>()
    };
    let unseen = |code: &String| code.chars().find(|c| names::is_unseen(*c));
    let why = match codes.first() {
        None if by_status && own.is_some() => "its code is not an HTTP status".to_owned(),
        None => "it has no code".to_owned(),
        Some(code) if code.len() > LONGEST_CODE => {
            format!("its code is longer than {LONGEST_CODE} bytes")
        }
        Some(code) => match unseen(code) {
            Some(c) => format!(
                "its code contains the invisible character U+{:04X}",
                u32::from(c)
            ),
            None => return codes,
        },
    };
    log.left_out(&row.location, why);
    Vec::new()
}

impl Entry {
    /// Merges the rows of a code. The first value of a field counts; other values become notes.
    fn of(code: String, rows: &[Row], by_status: bool, log: &mut ImportSummary) -> Self {
        let mut entry = Self {
            code,
            ..Self::default()
        };
        let all = |field| distinct(rows.iter().flat_map(move |row| row.cells_of(field)));
        entry.take_statuses(&all(Field::Status), by_status);
        entry.take_texts(&all(Field::Summary), &all(Field::Description), log);
        entry.name = entry.first_of(&all(Field::Name), "Other name:");
        entry.category = entry.first_of(&all(Field::Category), "Other category:");
        entry.take_retryable(&all(Field::Retryable));
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect::<Vec<_>>();
        entry.actions = owned(all(Field::Action));
        entry.advice = owned(all(Field::Advice));
        let is_new =
            |note: &&str| Some(*note) != entry.description.as_deref() && *note != entry.summary;
        let notes: Vec<&str> = all(Field::Note).into_iter().filter(is_new).collect();
        entry.notes.extend(owned(notes));
        entry
    }

    fn take_statuses(&mut self, cells: &[&str], by_status: bool) {
        for cell in cells {
            let read = Statuses::read(cell);
            if !by_status {
                self.statuses.extend(read.known);
            }
            self.notes.extend(read.others.map(|others| {
                format!("The source has the status `{others}`, which is not an HTTP status.")
            }));
        }
        self.statuses.sort_unstable();
        self.statuses.dedup();
    }

    fn take_texts(&mut self, summaries: &[&str], descriptions: &[&str], log: &mut ImportSummary) {
        let (first, others) = match summaries.split_first() {
            Some((first, others)) => (*first, others),
            None => (descriptions.first().copied().unwrap_or_default(), &[][..]),
        };
        self.summary = texts::summary(first);
        let whole = (self.summary != first).then_some(first);
        let all = whole.into_iter().chain(descriptions.iter().copied());
        let all = distinct(all.filter(|text| *text != self.summary));
        self.description = (!all.is_empty()).then(|| all.join("\n\n"));
        self.notes
            .extend(others.iter().map(|other| format!("Other summary: {other}")));
        if self.summary.is_empty() {
            log.undescribed += 1;
            "The source has no description".clone_into(&mut self.summary);
        }
    }

    fn first_of(&mut self, cells: &[&str], also: &str) -> Option<String> {
        let (first, others) = cells.split_first()?;
        self.notes.extend(
            others
                .iter()
                .map(|other| format!("{also} `{}`.", texts::prose(other))),
        );
        Some((*first).to_owned())
    }

    fn take_retryable(&mut self, cells: &[&str]) {
        let truths = distinct(cells.iter().map(|cell| truth(cell)));
        match truths.as_slice() {
            [] => {}
            [Some(retryable)] => self.retryable = Some(*retryable),
            _ => self.notes.push(format!(
                "The source has `{}` for whether it can be retried.",
                cells.join("`, `")
            )),
        }
    }
}

fn distinct<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut distinct: Vec<T> = Vec::new();
    for item in items {
        if !distinct.contains(&item) {
            distinct.push(item);
        }
    }
    distinct
}

fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "✓" | "✔" | "✅" => Some(true),
        "false" | "no" | "n" | "0" | "✗" | "✘" | "❌" => Some(false),
        _ => None,
    }
}

/// The statuses in a cell such as `404`, `400, 422` or `404 Not Found`.
#[derive(Debug, Default, PartialEq)]
struct Statuses {
    known: Vec<u16>,
    /// The whole cell, if it contains anything else.
    others: Option<String>,
}

impl Statuses {
    fn read(cell: &str) -> Self {
        let parts = cell.split([',', ';', '/', '|', '\n']).map(str::trim);
        let statuses: Vec<Option<u16>> = parts
            .filter(|part| !part.is_empty())
            .map(|part| status(part.split_whitespace().next().unwrap_or_default()))
            .collect();
        Self {
            others: statuses.contains(&None).then(|| cell.to_owned()),
            known: distinct(statuses.into_iter().flatten()),
        }
    }
}

fn status(text: &str) -> Option<u16> {
    let status = text.parse().ok().filter(|_| text.len() == 3)?;
    (100..=599).contains(&status).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::Statuses;

    #[test]
    fn statuses_are_found_in_cells() {
        let table: [(&str, &[u16], bool); 9] = [
            ("404", &[404], false),
            ("400, 422,400", &[400, 422], false),
            ("404 Not Found", &[404], false),
            ("401/403", &[401, 403], false),
            ("4xx", &[], true),
            ("-503", &[], true),
            ("+40", &[], true),
            ("400-404", &[], true),
            ("200, any", &[200], true),
        ];
        for (cell, known, others) in table {
            let read = Statuses::read(cell);
            assert_eq!(
                (read.known.as_slice(), read.others.is_some()),
                (known, others),
                "{cell}"
            );
        }
    }
}
