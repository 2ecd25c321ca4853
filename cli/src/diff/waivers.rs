//! Changes that somebody has agreed to.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, bail};
use faultbook_codegen::changes::Changes;

use crate::args::Diff;
use crate::{encoding, terminal};

/// The fingerprints of changes that do not count.
pub(super) struct Waivers {
    fingerprints: BTreeSet<String>,
}

impl Waivers {
    pub(super) fn new(arguments: &Diff) -> anyhow::Result<Self> {
        let mut fingerprints = BTreeSet::new();
        for fingerprint in &arguments.allow {
            fingerprints.insert(checked(fingerprint).context("`--allow`")?);
        }
        if let Some(file) = &arguments.waive {
            let name = file.display();
            let text = fs::read_to_string(file).with_context(|| format!("cannot read `{name}`"))?;
            for (number, line) in (1..).zip(encoding::without_mark(&text).lines()) {
                let (word, _) = line.split_once('#').unwrap_or((line, ""));
                if !word.trim().is_empty() {
                    let fingerprint = checked(word).with_context(|| format!("{name}:{number}"))?;
                    fingerprints.insert(fingerprint);
                }
            }
        }
        Ok(Self { fingerprints })
    }

    pub(super) fn contains(&self, fingerprint: &str) -> bool {
        self.fingerprints.contains(fingerprint)
    }

    /// Tells those that no change has: what they were for is gone, or has become something else.
    pub(super) fn tell_unused(&self, changes: &Changes) {
        let told: BTreeSet<&str> = changes.iter().map(|it| it.fingerprint.as_str()).collect();
        let unused = self
            .fingerprints
            .iter()
            .filter(|it| !told.contains(it.as_str()));
        for fingerprint in unused {
            terminal::tell(&format!(
                "warning: no change has the fingerprint {fingerprint}"
            ));
        }
    }
}

fn checked(word: &str) -> anyhow::Result<String> {
    let word = word.trim().to_ascii_lowercase();
    if word.len() != 16 || !word.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        bail!("`{word}` is no fingerprint; it has 16 hexadecimal digits, as `diff` tells it");
    }
    Ok(word)
}
