//! What the book has and a document never names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aho_corasick::AhoCorasick;
use anyhow::Context;
use faultbook_codegen::model::{Code, Domain};

use super::findings::{Comparison, Finding, Kind, Place};
use super::homes::Homes;
use super::mentions::What;
use super::spelling;

/// What a document names, to be asked for each code of the book.
struct Named<'n> {
    homes: &'n Homes<'n>,
    statuses: BTreeSet<u16>,
    /// Names of codes, and the domains in whose tables they stand.
    codes: HashMap<&'n str, BTreeSet<usize>>,
    /// Codes that are no single words.
    texts: BTreeSet<&'n str>,
}

impl Comparison<'_> {
    pub(super) fn unnamed_codes(&self, homes: &Homes<'_>) -> anyhow::Result<Vec<Finding>> {
        let named = self.named(homes)?;
        let codes = self.codes().enumerate().filter(|(_, (code, domain))| {
            // What the program raises itself is nothing that a vendor has to know of.
            let is_asked = !domain.raised_by_client && code.deprecated.is_none();
            is_asked && !self.is_named(code, domain, &named)
        });
        let findings = codes.map(|(at, (code, domain))| {
            let (kind, what) = if domain.by_status {
                (Kind::UnnamedStatus, "status")
            } else {
                (Kind::UnnamedCode, "code")
            };
            let Code { wire, .. } = code;
            Finding {
                kind,
                what: wire.clone(),
                domain: Some(domain.name.clone()),
                message: format!("the book has the {what} `{wire}` of `{}`, and the document does not name it", domain.name),
                place: Place::Book(at),
                label: "not in the document".to_owned(),
                help: format!(
                    "see whether the vendor still sends it; or say `--ignore {wire}`, if another document has it"
                ),
            }
        });
        Ok(findings.collect())
    }

    fn named<'n>(&'n self, homes: &'n Homes<'n>) -> anyhow::Result<Named<'n>> {
        let mut codes: HashMap<&str, BTreeSet<usize>> = HashMap::new();
        for mention in &self.mentions.list {
            if let What::Code(name) = &mention.what
                && (mention.is_certain || !spelling::is_word(name))
            {
                let home = homes.of_table(mention.table);
                let domains = codes.entry(name).or_default();
                domains.extend(home.map(|home| home.domain));
            }
        }
        Ok(Named {
            homes,
            statuses: self.named_statuses(),
            codes,
            texts: self.named_texts()?,
        })
    }

    fn named_statuses(&self) -> BTreeSet<u16> {
        let mentions = self.mentions.list.iter();
        let statuses = mentions.filter_map(|mention| match mention.what {
            What::Status(status) => Some(status),
            What::Code(_) => None,
        });
        statuses.collect()
    }

    /// Codes that are no single words, and that the document has. All are looked for at once.
    fn named_texts(&self) -> anyhow::Result<BTreeSet<&str>> {
        let wires = self.codes().map(|(code, _)| &*code.wire);
        let wires: Vec<&str> = wires.filter(|wire| !spelling::is_one_word(wire)).collect();
        let search = AhoCorasick::new(&wires).context("the book has too many codes")?;
        let found = search.find_overlapping_iter(&self.document.text);
        Ok(found.map(|found| wires[found.pattern()]).collect())
    }

    fn is_named(&self, code: &Code, domain: &Domain, named: &Named<'_>) -> bool {
        if domain.by_status {
            let status = code.wire.parse();
            return status.is_ok_and(|status| named.statuses.contains(&status));
        }
        if !spelling::is_one_word(&code.wire) {
            return named.texts.contains(&*code.wire);
        }
        let others = self.names.codes(&code.wire);
        let mut others =
            others.filter(|other| other.wire == code.wire && other.domain != code.domain);
        // Where each domain has a table, each has to name what several have.
        let is_told_apart = named.homes.has_tables_of(code.domain)
            && others.any(|other| named.homes.has_tables_of(other.domain));
        let mut called = code.aliases.iter().chain([&code.wire]);
        called.any(|name| {
            let domains = named.codes.get(name.as_str());
            domains.is_some_and(|domains| !is_told_apart || domains.contains(&code.domain))
        })
    }

    /// Statuses that codes of the book come with, and that the document does not name at all.
    pub(super) fn unnamed_statuses(&self) -> Vec<Finding> {
        let mut seen: BTreeMap<u16, (usize, &Code, &Domain)> = BTreeMap::new();
        let codes = self.codes().enumerate();
        for (at, (code, domain)) in codes.filter(|(_, (_, domain))| !domain.by_status) {
            for status in &code.statuses {
                seen.entry(*status).or_insert((at, code, domain));
            }
        }
        let named = self.named_statuses();
        seen.retain(|status, _| !named.contains(status));
        let finding = |(status, (at, code, domain)): (u16, (usize, &Code, &Domain))| {
            let Code { wire, .. } = code;
            Finding {
                kind: Kind::UnnamedStatus,
                what: status.to_string(),
                domain: Some(domain.name.clone()),
                message: format!(
                    "the book has `{wire}` come with {status}, which the document does not name"
                ),
                place: Place::Book(at),
                label: format!("its status {status} is not in the document"),
                help: format!(
                    "see whether it is right; or say `--ignore {status}`, if another document has it"
                ),
            }
        };
        seen.into_iter().map(finding).collect()
    }
}
