//! What the id of a mistake or warning means.

use std::io::{self, Write};

use faultbook_codegen::Explanation;
use serde::Serialize;

use crate::args::Telling;
use crate::{json_lines, names};

/// An explanation for a program.
#[derive(Serialize)]
struct Explained<'e> {
    id: &'static str,
    title: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'e str>,
}

/// What explains an id or a lint.
pub(super) fn find(id: &str) -> Option<Explanation> {
    faultbook_codegen::explain(id).or_else(|| faultbook_codegen::explain_lint(id))
}

/// Explains an id or a lint, with examples, in the Markdown that it is written in.
pub(super) fn explain(
    explanation: &Explanation,
    telling: Telling,
    out: &mut dyn Write,
) -> io::Result<()> {
    let text = explanation.text.trim_end();
    if telling == Telling::Json {
        return json_lines::write(&explained(explanation, Some(text)), out);
    }
    writeln!(out, "{text}")
}

/// Lists all ids, each with what it is.
pub(super) fn list(telling: Telling, out: &mut dyn Write) -> io::Result<()> {
    for explanation in faultbook_codegen::explanations() {
        let (id, title) = (explanation.id, title(&explanation));
        match telling {
            Telling::Human => writeln!(out, "{id}  {title}")?,
            Telling::Markdown => writeln!(out, "- **{id}:** {title}")?,
            Telling::Json => json_lines::write(&explained(&explanation, None), out)?,
        }
    }
    Ok(())
}

fn explained<'e>(explanation: &Explanation, text: Option<&'e str>) -> Explained<'e> {
    Explained {
        id: explanation.id,
        title: title(explanation),
        text,
    }
}

/// The heading of an explanation without the id.
fn title(explanation: &Explanation) -> &'static str {
    let heading = explanation.text.lines().next().unwrap_or_default();
    heading
        .split_once(": ")
        .map_or(heading, |(_, title)| title.trim_end())
}

/// Why there is no such id or lint, if one was meant.
pub(super) fn unexplained(id: &str) -> Option<String> {
    if !looks_like_an_id(id) {
        let lints = faultbook_codegen::lints;
        return names::is_near(id, lints()).then(|| names::unknown("lint", id, lints()));
    }
    let known = faultbook_codegen::explanations().map(|explanation| explanation.id);
    let unknown = names::unknown("id", id, known);
    let stop = if unknown.ends_with('?') { "" } else { ";" };
    Some(format!(
        "{unknown}{stop} `faultbook explain --list` tells them all"
    ))
}

fn looks_like_an_id(name: &str) -> bool {
    let prefix = name.get(..2);
    prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case("fb"))
        && name[2..].starts_with(|c: char| c.is_ascii_digit())
}
