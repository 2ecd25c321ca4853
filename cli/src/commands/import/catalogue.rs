//! Merges rows by code and groups the codes by domain.

use std::collections::{HashMap, HashSet};

use anyhow::bail;
use faultbook_codegen::names::{self, LONGEST_CODE};
use indexmap::IndexMap;

use super::arguments::Import;
use super::columns::{Field, Row};
use super::intake::Intake;
use super::locations::Location;
use super::snake_names::SnakeNames;
use super::sources::{self, Sources};
use super::summary::ImportSummary;
use super::texts;

/// The name of a domain without one.
const DEFAULT_DOMAIN: &str = "api";

#[derive(Default)]
pub(super) struct Domain {
    /// Its name in the book.
    pub(super) name: String,
    pub(super) title: String,
    /// The locations of its codes, if they are not those of the vendor.
    pub(super) own_code: Vec<Location>,
    /// Where its codes are.
    pub(super) locations: Vec<Location>,
    pub(super) entries: Vec<Entry>,
    /// The operation whose responses are only searched for codes of this domain.
    pub(super) operation: Option<String>,
}

impl Domain {
    /// Whether the client raises the codes.
    pub(super) fn is_raised(&self) -> bool {
        self.locations.iter().any(Location::is_client)
    }

    pub(super) fn is_by_status(&self) -> bool {
        self.locations.iter().any(Location::is_status)
    }
}

/// A code with the contents of all its rows.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) code: String,
    pub(super) name: Option<String>,
    pub(super) aliases: Vec<String>,
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

/// Merges the rows of an intake to domains in order of precedence. Rows without a valid code are left out and logged.
pub(super) fn collect(intake: &mut Intake, arguments: &Import) -> anyhow::Result<Vec<Domain>> {
    let by_title = by_title(intake, arguments);
    let log = &mut intake.summary;
    let titles: Vec<&str> = by_title.keys().map(String::as_str).collect();
    let sources = sources::assign(&titles, arguments, &intake.envelope, log)?;
    let mut found: Vec<_> = by_title.into_iter().zip(sources).collect();
    found.sort_by_key(|(_, sources)| sources.rank);
    // The Rust type of a domain ends with `Code`, and that of the vendor may, too.
    let vendor = names::vendor(&arguments.vendor).unwrap_or_default();
    let mut names = SnakeNames::new("domain", vendor.strip_suffix("Code").map(str::to_owned));
    let mut domains = Vec::new();
    for ((title, rows), Sources { own, .. }) in found {
        let locations = if own.is_empty() {
            intake.envelope.code.clone()
        } else {
            own.clone()
        };
        let by_status = locations.iter().any(Location::is_status);
        let entries = entries(rows, by_status, log);
        if !entries.is_empty() || intake.has_open_codes {
            let title = texts::local(&title, &arguments.vendor);
            domains.push(Domain {
                name: names.make(title),
                title: texts::title(title),
                own_code: own,
                locations,
                entries,
                operation: None,
            });
        }
    }
    if domains.is_empty() {
        bail!("no code could be imported{}", log.first_loss());
    }
    log.domains = domains.len();
    log.codes = domains.iter().map(|domain| domain.entries.len()).sum();
    log_hidden_codes(&domains, log);
    Ok(domains)
}

/// The rows of each domain, in order of appearance.
fn by_title(intake: &mut Intake, arguments: &Import) -> IndexMap<String, Vec<Row>> {
    let mut by_title: IndexMap<String, Vec<Row>> = IndexMap::new();
    for row in std::mem::take(&mut intake.rows) {
        let domain = arguments.domain.as_deref().or(row.cell(Field::Domain));
        let title = domain.unwrap_or(DEFAULT_DOMAIN).to_owned();
        by_title.entry(title).or_default().push(row);
    }
    if intake.has_open_codes {
        by_title.entry(DEFAULT_DOMAIN.to_owned()).or_default();
    }
    by_title
}

/// Logs the codes that an earlier domain has at the same location: `request`, which has all domains, finds that one.
fn log_hidden_codes(domains: &[Domain], log: &mut ImportSummary) {
    let mut known: HashSet<&str> = HashSet::new();
    for domain in domains.iter().filter(|domain| domain.own_code.is_empty()) {
        let codes = || domain.entries.iter().map(|entry| entry.code.as_str());
        log.hidden += codes().filter(|code| known.contains(code)).count();
        known.extend(codes());
    }
}

/// The codes of a domain in order of appearance.
fn entries(rows: Vec<Row>, by_status: bool, log: &mut ImportSummary) -> Vec<Entry> {
    let mut by_code: IndexMap<String, Vec<Row>> = IndexMap::new();
    for row in rows {
        let row = if by_status { row } else { with_number(row) };
        for code in codes(&row, by_status, log) {
            let known = by_code.entry(code).or_default();
            log.merged += usize::from(!known.is_empty());
            known.push(row.clone());
        }
    }
    for (code, rows) in &by_code {
        log_differences(code, rows, log);
    }
    let entry = |(code, rows): (String, Vec<Row>)| Entry::of(code, &rows, by_status, log);
    let mut entries: Vec<Entry> = by_code.into_iter().map(entry).collect();
    keep_unique_aliases(&mut entries);
    entries
}

/// A row whose cell has a name and a number: the number is the code, and responses may have the name instead.
fn with_number(mut row: Row) -> Row {
    let pair = row.cell(Field::Code).and_then(texts::name_and_number);
    let pair = pair.map(|(name, number)| (name.to_owned(), number.to_owned()));
    let Some((name, number)) = pair else {
        return row;
    };
    row.cells.retain(|(field, _)| *field != Field::Code);
    row.cells.push((Field::Code, number));
    row.cells.push((Field::Alias, name.clone()));
    if row.cell(Field::Name).is_none() {
        row.cells.push((Field::Name, name));
    }
    row
}

/// Removes the aliases that another code has, too.
fn keep_unique_aliases(entries: &mut [Entry]) {
    let mut uses: HashMap<String, usize> = HashMap::new();
    for entry in entries.iter() {
        let names = entry.aliases.iter().chain([&entry.code]);
        for name in names {
            *uses.entry(name.clone()).or_default() += 1;
        }
    }
    for entry in entries {
        entry.aliases.retain(|alias| uses.get(alias) == Some(&1));
    }
}

/// Logs rows of one code with other names or texts, which could be those of another code.
fn log_differences(code: &str, rows: &[Row], log: &mut ImportSummary) {
    let Some((first, others)) = rows.split_first() else {
        return;
    };
    let text = |row: &Row| {
        let text = row.cell(Field::Summary).or(row.cell(Field::Description));
        text.map(str::to_owned)
    };
    let name = |row: &Row| row.cell(Field::Name).map(str::to_owned);
    let differs = |own: Option<String>, first: Option<String>| {
        own.is_some() && first.is_some() && own != first
    };
    for row in others {
        let place = format!("`{code}` ({}, {})", first.location, row.location);
        if differs(name(row), name(first)) {
            log.left_out(
                "names of codes that have another name in an earlier row",
                place,
            );
        } else if differs(text(row), text(first)) {
            log.ambiguous.push(place);
        }
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
    let is_unseen = |code: &&String| code.contains(names::is_unseen);
    let kind = match codes.first() {
        None if by_status && own.is_some() => "rows whose code is not an HTTP status".to_owned(),
        None => "rows without a code".to_owned(),
        Some(code) if code.len() > LONGEST_CODE => {
            format!("rows whose code is longer than {LONGEST_CODE} bytes")
        }
        Some(code) if is_unseen(&code) => {
            "rows whose code contains an invisible character".to_owned()
        }
        Some(_) => return codes,
    };
    log.left_out(kind, row.location.clone());
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
        entry.aliases = all(Field::Alias).into_iter().map(str::to_owned).collect();
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
