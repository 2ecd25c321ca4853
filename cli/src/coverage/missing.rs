//! What a document names and the book lacks.

use std::collections::{BTreeMap, BTreeSet};

use faultbook_codegen::model::{Code, Condition, Test};

use super::findings::{Comparison, Finding, Kind, Place};
use super::homes::Homes;
use super::mentions::{Mention, What};

impl Comparison<'_> {
    fn has_code(&self, name: &str) -> bool {
        let mut codes = self.names.codes(name);
        codes.any(|code| !self.vendor.domains[code.domain].by_status)
    }

    pub(super) fn missing_codes(&self) -> Vec<Finding> {
        let mut seen: BTreeMap<&str, Vec<&Mention>> = BTreeMap::new();
        for mention in self.mentions.certain() {
            if let What::Code(name) = &mention.what
                && !self.has_code(name)
            {
                seen.entry(name).or_default().push(mention);
            }
        }
        let finding = |(name, mentions): (&str, Vec<&Mention>)| Finding {
            kind: Kind::MissingCode,
            what: name.to_owned(),
            domain: None,
            message: format!("the document names the code `{name}`, and the book does not have it"),
            place: self.in_document(mentions[0]),
            label: times(mentions.len()),
            help: self.add(name, "code"),
        };
        seen.into_iter().map(finding).collect()
    }

    fn add(&self, what: &str, kind: &str) -> String {
        let file = &self.spec.path;
        format!("add it to {file}; or say `--ignore {what}`, if it is no {kind} of theirs")
    }

    fn in_document(&self, mention: &Mention) -> Place {
        // Of what Markdown writes otherwise, only the beginning is known.
        let mut bytes = mention.place.clone();
        while !self.document.text.is_char_boundary(bytes.end) {
            bytes.end += 1;
        }
        Place::Document(bytes)
    }

    /// Codes of a domain's table that other domains have, which have tables of their own, and this one lacks.
    pub(super) fn missing_in_domains(&self, homes: &Homes) -> Vec<Finding> {
        let findings = self.mentions.list.iter().filter_map(|mention| {
            let What::Code(name) = &mention.what else {
                return None;
            };
            let home = homes.of_table(mention.table)?;
            let is_missing =
                home.is_of_one_domain && !self.names.domains(name).contains(&home.domain);
            (is_missing && homes.is_at_home_elsewhere(home, name)).then_some(())?;
            let domain = &self.vendor.domains[home.domain].name;
            Some(Finding {
                kind: Kind::MissingCode,
                what: name.clone(),
                domain: Some(domain.clone()),
                message: format!(
                    "the document names the code `{name}` among those of `{domain}`, and the book has it elsewhere alone"
                ),
                place: self.in_document(mention),
                label: "not in this domain".to_owned(),
                help: self.add(name, "code"),
            })
        });
        findings.collect()
    }

    /// The statuses that the book names: those of codes, and those that a condition asks for by themselves.
    fn statuses(&self) -> BTreeSet<u16> {
        let mut statuses: BTreeSet<u16> = BTreeSet::new();
        for (code, domain) in self.codes() {
            statuses.extend(&code.statuses);
            statuses.extend(code.wire.parse::<u16>().ok().filter(|_| domain.by_status));
        }
        if self.has_statuses_as_codes() {
            // There, a status that only a condition names has no entry.
            return statuses;
        }
        let arms = self
            .vendor
            .plans
            .iter()
            .flatten()
            .flat_map(|arm| &arm.conditions);
        let conditions = arms.chain(self.vendor.domains.iter().map(|domain| &domain.when));
        let operations = self.vendor.operations.iter();
        let conditions = conditions.chain(operations.map(|operation| &operation.success));
        statuses.extend(conditions.flat_map(single_statuses));
        statuses
    }

    fn has_statuses_as_codes(&self) -> bool {
        self.vendor.domains.iter().any(|domain| domain.by_status)
    }

    pub(super) fn missing_statuses(&self) -> Vec<Finding> {
        let known = self.statuses();
        let mut seen: BTreeMap<u16, Vec<&Mention>> = BTreeMap::new();
        for mention in self.mentions.certain() {
            if let What::Status(status) = mention.what {
                // A plain success needs no entry.
                let goes_without = !self.has_statuses_as_codes() && (200..=299).contains(&status);
                if !known.contains(&status) && !goes_without {
                    seen.entry(status).or_default().push(mention);
                }
            }
        }
        let finding = |(status, mentions): (u16, Vec<&Mention>)| Finding {
            kind: Kind::MissingStatus,
            what: status.to_string(),
            domain: None,
            message: format!("the document names the status {status}, and the book does not"),
            place: self.in_document(mentions[0]),
            label: times(mentions.len()),
            help: self.add(&status.to_string(), "status"),
        };
        seen.into_iter().map(finding).collect()
    }

    /// Rows of one code and one status that the book does not put together.
    pub(super) fn wrong_statuses(&self, homes: &Homes) -> Vec<Finding> {
        let known = self.statuses();
        let findings = self.rows().into_iter().filter_map(|(code, status)| {
            let (What::Code(name), What::Status(number)) = (&code.what, &status.what) else {
                return None;
            };
            let home = homes.of_table(code.table);
            let is_own = |own: &Code| home.is_none_or(|home| own.domain == home.domain);
            let codes = self.names.codes(name);
            let mut codes = codes.filter(|own| is_own(own)).peekable();
            codes.peek()?;
            let comes_with = |own: &Code| {
                let typical = self.vendor.domains[own.domain].typical_status;
                own.statuses.contains(number) || own.statuses.is_empty() && typical == Some(*number)
            };
            if !known.contains(number) || codes.any(comes_with) {
                return None;
            }
            Some(Finding {
                kind: Kind::MissingStatus,
                what: number.to_string(),
                domain: None,
                message: format!(
                    "the document has `{name}` come with {number}, and the book does not"
                ),
                place: self.in_document(status),
                label: format!("the status of `{name}`"),
                help: format!("write `status: {number}` at the code in {}", self.spec.path),
            })
        });
        findings.collect()
    }

    /// The rows of tables in which a single code stands beside a single status.
    fn rows(&self) -> Vec<(&Mention, &Mention)> {
        let mut rows: BTreeMap<usize, Vec<&Mention>> = BTreeMap::new();
        for mention in self.mentions.certain() {
            rows.entry(mention.row).or_default().push(mention);
        }
        rows.into_values().filter_map(pair).collect()
    }
}

/// The code and the status of a row, if it has one of each, and the code where tables have theirs.
fn pair(mentions: Vec<&Mention>) -> Option<(&Mention, &Mention)> {
    let is_code = |mention: &&Mention| matches!(mention.what, What::Code(_));
    let (codes, statuses): (Vec<&Mention>, Vec<&Mention>) = mentions.into_iter().partition(is_code);
    match (codes.as_slice(), statuses.as_slice()) {
        ([code], [status]) if code.table.is_some() => Some((code, status)),
        _ => None,
    }
}

/// The statuses that a condition asks for one by one.
fn single_statuses(condition: &Condition) -> impl Iterator<Item = u16> {
    condition
        .iter()
        .flat_map(|clause| clause.iter())
        .flat_map(|test| {
            let statuses = match test {
                Test::Status(statuses) => statuses.as_slice(),
                _ => &[],
            };
            statuses
                .iter()
                .filter(|(lo, hi)| lo == hi)
                .map(|(lo, _)| *lo)
        })
}

fn times(count: usize) -> String {
    match count {
        1 => "not in the book".to_owned(),
        2 => "not in the book; named once more below".to_owned(),
        more => format!("not in the book; named {} more times below", more - 1),
    }
}
