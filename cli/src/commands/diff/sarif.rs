//! Changes as results in SARIF.

use std::io::{self, Write};

use faultbook_codegen::changes::{Change, Impact};

use super::lines::sentence;
use super::report::Report;
use super::sources::without_revision;
use crate::sarif::{self, Finding, Level};

pub(super) fn write(report: &Report, new: &str, out: &mut dyn Write) -> io::Result<()> {
    let findings: Vec<Finding> = report.counted().map(|it| finding(it, new)).collect();
    sarif::write(&findings, out)
}

fn finding(change: &Change, new: &str) -> Finding {
    let location = change.near.clone().map(|mut label| {
        label.file = without_revision(&label.file, new).to_owned();
        label
    });
    Finding {
        rule: change.kind.to_owned(),
        description: format!("a change of the kind `{}`", change.kind),
        level: match change.impact {
            Impact::Breaking => Level::Error,
            Impact::Behaviour => Level::Warning,
            Impact::Addition | Impact::Docs => Level::Note,
        },
        message: format!(
            "{} ({}): {}",
            change.impact,
            change.concern,
            sentence(change)
        ),
        location,
        related: Vec::new(),
        fingerprint: Some(change.fingerprint.clone()),
    }
}
