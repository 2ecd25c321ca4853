//! Explanations of errors and warnings.

use std::io::{self, Write};

use faultbook_codegen::Explanation;
use serde::Serialize;

use crate::output::{PageFormat, write_json_line};
use crate::suggestions;

#[derive(Serialize)]
struct JsonExplanation<'e> {
    id: &'static str,
    title: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'e str>,
}

/// The explanation of an id or a lint.
pub(super) fn find(id: &str) -> Option<Explanation> {
    faultbook_codegen::explain(id).or_else(|| faultbook_codegen::explain_lint(id))
}

/// Prints an explanation, which is Markdown.
pub(super) fn explain(
    explanation: &Explanation,
    format: PageFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    let text = explanation.text.trim_end();
    if format == PageFormat::Json {
        return write_json_line(&json(explanation, Some(text)), out);
    }
    writeln!(out, "{text}")
}

/// Lists all ids with their titles.
pub(super) fn list(format: PageFormat, out: &mut dyn Write) -> io::Result<()> {
    for explanation in faultbook_codegen::explanations() {
        let (id, title) = (explanation.id, title(&explanation));
        match format {
            PageFormat::Human => writeln!(out, "{id}  {title}")?,
            PageFormat::Markdown => writeln!(out, "- **{id}:** {title}")?,
            PageFormat::Json => write_json_line(&json(&explanation, None), out)?,
        }
    }
    Ok(())
}

fn json<'e>(explanation: &Explanation, text: Option<&'e str>) -> JsonExplanation<'e> {
    JsonExplanation {
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

/// The message for an unknown name that looks like an id or a lint.
pub(super) fn unknown(id: &str) -> Option<String> {
    if !looks_like_an_id(id) {
        let lints = faultbook_codegen::lints;
        return suggestions::is_similar(id, lints())
            .then(|| suggestions::unknown_name("lint", id, lints()));
    }
    let known = faultbook_codegen::explanations().map(|explanation| explanation.id);
    let unknown = suggestions::unknown_name("id", id, known);
    let stop = if unknown.ends_with('?') { "" } else { ";" };
    Some(format!(
        "{unknown}{stop} `faultbook explain --list` lists all"
    ))
}

fn looks_like_an_id(name: &str) -> bool {
    let prefix = name.get(..2);
    prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case("fb"))
        && name[2..].starts_with(|c: char| c.is_ascii_digit())
}
