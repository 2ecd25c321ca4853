//! The changes that a user has agreed to.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use crate::encoding;

/// Fingerprints of changes to ignore.
pub(super) struct Waivers {
    fingerprints: BTreeSet<String>,
}

impl Waivers {
    pub(super) fn new(fingerprints: &[String], file: Option<&Path>) -> anyhow::Result<Self> {
        let allowed = fingerprints
            .iter()
            .map(|own| parsed(own).context("`--allow`"));
        let mut fingerprints: BTreeSet<String> = allowed.collect::<Result<_, _>>()?;
        if let Some(file) = file {
            fingerprints.extend(read(file)?);
        }
        Ok(Self { fingerprints })
    }

    pub(super) fn contain(&self, fingerprint: &str) -> bool {
        self.fingerprints.contains(fingerprint)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.fingerprints.iter().map(String::as_str)
    }
}

/// Reads the fingerprints in a file.
fn read(file: &Path) -> anyhow::Result<Vec<String>> {
    let name = file.display();
    let text = fs::read_to_string(file).with_context(|| format!("cannot read `{name}`"))?;
    let mut fingerprints = Vec::new();
    for (number, line) in (1..).zip(encoding::without_bom(&text).lines()) {
        let (word, _) = line.split_once('#').unwrap_or((line, ""));
        if !word.trim().is_empty() {
            fingerprints.push(parsed(word).with_context(|| format!("{name}:{number}"))?);
        }
    }
    Ok(fingerprints)
}

fn parsed(word: &str) -> anyhow::Result<String> {
    let word = word.trim().to_ascii_lowercase();
    if word.len() != 16 || !word.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        bail!(
            "`{word}` is not a fingerprint: expected 16 hexadecimal digits, as in the output of `diff`"
        );
    }
    Ok(word)
}
