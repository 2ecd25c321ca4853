//! What the book has and a document never names.

use std::collections::BTreeMap;

use faultbook_codegen::Label;
use faultbook_codegen::model::{Code, Domain};

use super::findings::{Comparison, Finding, Kind};
use super::homes::{Homes, is_called};
use super::mentions::What;
use super::spelling;

/// Each place in the book costs a walk through the file. After so many bytes, the first that looks like it has to do.
const MOST_WALKED: usize = 32 * 1024 * 1024;

impl Comparison<'_> {
    pub(super) fn unnamed_codes(&self, homes: &Homes) -> Vec<Finding> {
        let codes = self.codes().filter(|(code, domain)| {
            // What the program raises itself is nothing that a vendor has to know of.
            let is_asked = !domain.raised_by_client && code.deprecated.is_none();
            is_asked && !self.is_named(code, domain, homes)
        });
        let findings = codes.map(|(code, domain)| {
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
                place: self.in_spec(code, domain, "not in the document"),
                help: format!(
                    "see whether the vendor still sends it; or say `--ignore {wire}`, if another document has it"
                ),
            }
        });
        findings.collect()
    }

    /// The place of a code in the book; where that is not known, the first that looks like it.
    fn in_spec(&self, code: &Code, domain: &Domain, text: &str) -> Label {
        let spec = &self.spec.text;
        self.walked.set(self.walked.get() + spec.len());
        let keys = ["domains", &domain.name, "codes", &code.wire];
        let is_affordable = self.walked.get() <= MOST_WALKED;
        let exact = is_affordable.then(|| self.spec.label_of_key(&keys, text));
        exact.flatten().unwrap_or_else(|| {
            let place = spec.find(&code.wire).map(|at| at..at + code.wire.len());
            self.spec.label(place.unwrap_or_default(), text)
        })
    }

    fn is_named(&self, code: &Code, domain: &Domain, homes: &Homes) -> bool {
        if domain.by_status {
            return code
                .wire
                .parse()
                .is_ok_and(|status| self.names_status(status));
        }
        if !spelling::is_one_word(&code.wire) {
            return self.document.text.contains(&code.wire);
        }
        let others = self.codes().filter(|(other, _)| other.wire == code.wire);
        let mut others = others.filter(|(other, _)| other.domain != code.domain);
        // Where each domain has a table, each has to name what several have.
        let is_told_apart = homes.has_tables_of(code.domain)
            && others.any(|(other, _)| homes.has_tables_of(other.domain));
        let mut mentions = self.mentions.list.iter().filter(|mention| {
            let What::Code(name) = &mention.what else {
                return false;
            };
            is_called(code, name) && (mention.is_certain || !spelling::is_word(name))
        });
        mentions.any(|mention| {
            let home = homes.of_table(mention.table);
            !is_told_apart || home.is_some_and(|home| home.domain == code.domain)
        })
    }

    fn names_status(&self, status: u16) -> bool {
        let mut mentions = self.mentions.list.iter();
        mentions.any(|mention| mention.what == What::Status(status))
    }

    /// Statuses that codes of the book come with, and that the document does not name at all.
    pub(super) fn unnamed_statuses(&self) -> Vec<Finding> {
        let mut seen: BTreeMap<u16, (&Code, &Domain)> = BTreeMap::new();
        for (code, domain) in self.codes().filter(|(_, domain)| !domain.by_status) {
            for status in &code.statuses {
                seen.entry(*status).or_insert((code, domain));
            }
        }
        seen.retain(|status, _| !self.names_status(*status));
        let finding = |(status, (code, domain)): (u16, (&Code, &Domain))| {
            let Code { wire, .. } = code;
            let place = format!("its status {status} is not in the document");
            Finding {
                kind: Kind::UnnamedStatus,
                what: status.to_string(),
                domain: Some(domain.name.clone()),
                message: format!(
                    "the book has `{wire}` come with {status}, which the document does not name"
                ),
                place: self.in_spec(code, domain, &place),
                help: format!(
                    "see whether it is right; or say `--ignore {status}`, if another document has it"
                ),
            }
        };
        seen.into_iter().map(finding).collect()
    }
}
