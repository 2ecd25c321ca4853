//! What the id of a mistake or warning means.

use std::io::Write;

use anyhow::{Result, bail};
use faultbook_codegen::Explanation;

use crate::names;

/// Explains an id or a lint, with examples, in the Markdown that it is written in.
pub(super) fn explain(id: &str, out: &mut dyn Write) -> Result<()> {
    let found = faultbook_codegen::explain(id).or_else(|| faultbook_codegen::explain_lint(id));
    let Some(explanation) = found else {
        bail!(unexplained(id));
    };
    writeln!(out, "{}", explanation.text.trim_end())?;
    Ok(())
}

/// Lists all ids, each with what it is.
pub(super) fn list(out: &mut dyn Write) -> Result<()> {
    for explanation in faultbook_codegen::explanations() {
        writeln!(out, "{}  {}", explanation.id, title(&explanation))?;
    }
    Ok(())
}

/// The heading of an explanation without the id.
fn title(explanation: &Explanation) -> &'static str {
    let heading = explanation.text.lines().next().unwrap_or_default();
    heading
        .split_once(": ")
        .map_or(heading, |(_, title)| title.trim_end())
}

fn unexplained(id: &str) -> String {
    if names::is_near(id, faultbook_codegen::lints()) {
        return names::unknown("lint", id, faultbook_codegen::lints());
    }
    if !looks_like_an_id(id) {
        return format!(
            "`{id}` is no id like `FB0010`; to explain a vendor's code, name the code too"
        );
    }
    let known = faultbook_codegen::explanations().map(|explanation| explanation.id);
    let unknown = names::unknown("id", id, known);
    let stop = if unknown.ends_with('?') { "" } else { ";" };
    format!("{unknown}{stop} `faultbook explain --list` tells them all")
}

fn looks_like_an_id(name: &str) -> bool {
    let prefix = name.get(..2);
    prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case("fb"))
        && name[2..].starts_with(|c: char| c.is_ascii_digit())
}
