//! Prints changes with one line for each.

use std::collections::BTreeSet;
use std::io::{self, Write};

use faultbook_codegen::changes::{Change, Detail, Impact};
use faultbook_codegen::render::joined;

use super::report::Report;
use crate::output::counted;
use crate::terminal::sanitize;

/// The most values in a line; the rest is counted.
const MAX_VALUES: usize = 2;
/// The most characters of a value.
const MAX_LENGTH: usize = 40;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for change in report.counted() {
        writeln!(out, "{}", sanitize(&line(change)))?;
    }
    let more = match report.counted().next() {
        Some(_) => "; more with `--details`",
        None => "",
    };
    writeln!(out, "{}{more}", report.summary())
}

fn line(change: &Change) -> String {
    let location = change.revision.as_ref().or(change.base.as_ref());
    let location = location.map(|it| format!("{}:{}:{}: ", it.file, it.line, it.column));
    let (impact, kind, concern) = (change.impact, change.kind, change.concern);
    let location = location.unwrap_or_default();
    format!(
        "{location}{impact}[{kind}] ({concern}): {}",
        sentence(change)
    )
}

/// What changed, with what follows from it.
pub(super) fn sentence(change: &Change) -> String {
    let values = Some(values(change)).filter(|values| !values.is_empty());
    let affected = Some(affected(change)).filter(|affected| *affected > 1);
    let help = change.help.filter(|_| change.impact == Impact::Breaking);
    let parts = [
        values.map(|values| format!("; {values}")),
        affected.map(|affected| format!(", in {}", counted(affected, "case"))),
        help.map(|help| format!("; {help}")),
    ];
    change.message.clone() + &joined(parts.into_iter().flatten(), "")
}

/// The values that the message does not have. Those of a code that is gone do not matter any longer.
fn values(change: &Change) -> String {
    // The names of parameters that the author chose do not matter in review.
    let is_new = |detail: &&Detail| {
        detail.field != "chosen" && !change.message.contains(&format!("`{}`", detail.field))
    };
    let is_gone = change.kind.ends_with("_gone") || change.kind == "code_respelled";
    let mut texts: Vec<String> = Vec::new();
    for detail in change.details.iter().filter(is_new).filter(|_| !is_gone) {
        let [old, new] = [&detail.old, &detail.new].map(|value| shown(value));
        let text = format!("`{}` was {old} and is {new}", detail.field);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let hidden = texts.len().saturating_sub(MAX_VALUES);
    texts.truncate(MAX_VALUES);
    if hidden > 0 {
        texts.push(format!("and {hidden} more"));
    }
    texts.join(", ")
}

fn shown(value: &str) -> String {
    if value.is_empty() {
        return "nothing".to_owned();
    }
    format!("`{}`", shortened(value))
}

fn shortened(value: &str) -> String {
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_LENGTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The number of codes and other cases that are decided differently.
fn affected(change: &Change) -> usize {
    let touched = change.details.iter().flat_map(|detail| &detail.touched);
    let cases: BTreeSet<&str> = touched.map(|touched| touched.what.as_str()).collect();
    cases.len()
}
