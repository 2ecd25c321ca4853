//! The codes of a catalogue, each once, by their domains.

use std::collections::HashMap;

use anyhow::bail;
use faultbook_codegen::names::{self, LONGEST_CODE};

use super::account::Account;
use super::columns::{Field, Row};
use super::places::CodePlace;
use super::{Envelope, Import, texts};

/// What a domain without a name is called.
const USUAL_DOMAIN: &str = "api";

/// The domains, in the order in which they come.
pub(super) struct Catalogue {
    pub(super) domains: Vec<Domain>,
}

pub(super) struct Domain {
    pub(super) title: String,
    pub(super) entries: Vec<Entry>,
}

/// A code, with all that any row says of it.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) code: String,
    pub(super) name: Option<String>,
    pub(super) statuses: Vec<u16>,
    pub(super) summary: String,
    pub(super) description: Option<String>,
    pub(super) category: Option<String>,
    /// Whether it may be sent again, if the rows agree.
    pub(super) retryable: Option<bool>,
    pub(super) actions: Vec<String>,
    pub(super) advice: Vec<String>,
    pub(super) notes: Vec<String>,
}

impl Catalogue {
    /// Puts the rows together. What is no code is told and left out.
    pub(super) fn collect(
        rows: Vec<Row>,
        arguments: &Import,
        envelope: &Envelope,
        account: &mut Account,
    ) -> anyhow::Result<Self> {
        let by_status = envelope.has(&CodePlace::Status);
        let mut groups = Groups::default();
        for row in rows {
            for code in codes(&row, by_status, account) {
                let domain = arguments.domain.as_deref().or(row.cell(Field::Domain));
                let is_new = groups.add(domain.unwrap_or(USUAL_DOMAIN), code, &row);
                account.codes += usize::from(is_new);
                account.merged += usize::from(!is_new);
            }
        }
        account.domains = groups.0.len();
        if groups.0.is_empty() {
            bail!(
                "the catalogue has no code that could be taken{}",
                account.first_loss()
            );
        }
        let mut entry =
            |(code, rows): (String, Vec<Row>)| Entry::of(code, &rows, by_status, account);
        let domains = groups.0.into_iter().map(|(title, group)| Domain {
            title,
            entries: group.codes.into_iter().map(&mut entry).collect(),
        });
        Ok(Self {
            domains: domains.collect(),
        })
    }
}

/// The rows of each code, in the order in which domains and codes come.
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

/// The codes that a row is about: one, unless the codes are statuses and it has several.
fn codes(row: &Row, by_status: bool, account: &mut Account) -> Vec<String> {
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
        None if by_status && own.is_some() => "its code is no HTTP status".to_owned(),
        None => "it has no code".to_owned(),
        Some(code) if code.len() > LONGEST_CODE => {
            format!("its code has more than {LONGEST_CODE} bytes")
        }
        Some(code) => match unseen(code) {
            Some(c) => format!(
                "its code has the character U+{:04X} in it, which is not seen",
                u32::from(c)
            ),
            None => return codes,
        },
    };
    account.left_out(&row.place, why);
    Vec::new()
}

impl Entry {
    /// What rows say of a code. The first says it; what others say differently becomes notes.
    fn of(code: String, rows: &[Row], by_status: bool, account: &mut Account) -> Self {
        let mut entry = Self {
            code,
            ..Self::default()
        };
        let all = |field| distinct(rows.iter().flat_map(move |row| row.cells_of(field)));
        entry.take_statuses(&all(Field::Status), by_status);
        entry.take_texts(&all(Field::Summary), &all(Field::Description), account);
        entry.name = entry.first_of(&all(Field::Name), "It is also called");
        entry.category = entry.first_of(&all(Field::Category), "Its category is also told as");
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
                format!("The catalogue tells its status as `{others}`, which is no HTTP status.")
            }));
        }
        self.statuses.sort_unstable();
        self.statuses.dedup();
    }

    fn take_texts(&mut self, summaries: &[&str], descriptions: &[&str], account: &mut Account) {
        let (first, others) = match summaries.split_first() {
            Some((first, others)) => (*first, others),
            None => (descriptions.first().copied().unwrap_or_default(), &[][..]),
        };
        self.summary = texts::summary(first);
        let whole = (self.summary != first).then_some(first);
        let told = whole.into_iter().chain(descriptions.iter().copied());
        let told = distinct(told.filter(|text| *text != self.summary));
        self.description = (!told.is_empty()).then(|| told.join("\n\n"));
        self.notes
            .extend(others.iter().map(|other| format!("Also told as: {other}")));
        if self.summary.is_empty() {
            account.undescribed += 1;
            "The catalogue does not say what it means".clone_into(&mut self.summary);
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
                "The catalogue tells whether it can be retried as `{}`.",
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

/// The statuses that a cell names, like `404`, `400, 422` or `404 Not Found`.
#[derive(Debug, Default, PartialEq)]
struct Statuses {
    known: Vec<u16>,
    /// The whole cell, if there is something else in it.
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
    fn statuses_are_read_out_of_what_people_write() {
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
