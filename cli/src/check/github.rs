//! Diagnostics as workflow commands, which GitHub Actions shows beside the lines of the book.

use std::io::{self, Write};

use faultbook_codegen::{Diagnostic, Diagnostics, Label, Source};

pub(super) fn write(
    diagnostics: &Diagnostics,
    sources: &[Source],
    out: &mut dyn Write,
) -> io::Result<()> {
    for diagnostic in diagnostics.iter() {
        writeln!(out, "{}", command(diagnostic, sources))?;
    }
    Ok(())
}

fn command(diagnostic: &Diagnostic, sources: &[Source]) -> String {
    format!(
        "::{} {},title={}::{}",
        diagnostic.level,
        place(&diagnostic.place, sources),
        property(diagnostic.id),
        data(&message(diagnostic))
    )
}

/// The properties that tell where it is. GitHub takes columns only where a place ends in the line it begins in.
fn place(label: &Label, sources: &[Source]) -> String {
    let marked = marked(label, sources);
    let (file, line, column) = (property(&label.file), label.line, label.column);
    let end_line = line + marked.matches('\n').count();
    if end_line > line {
        return format!("file={file},line={line},endLine={end_line}");
    }
    let end_column = column + marked.chars().count();
    format!("file={file},line={line},col={column},endLine={end_line},endColumn={end_column}")
}

/// The text at a place.
fn marked<'s>(label: &Label, sources: &'s [Source]) -> &'s str {
    let source = sources.iter().find(|source| source.path == label.file);
    let text = source.and_then(|source| source.text.get(label.bytes.clone()));
    text.unwrap_or_default()
}

fn message(diagnostic: &Diagnostic) -> String {
    let others = diagnostic
        .others
        .iter()
        .map(|other| format!("{}: {}:{}", other.text, other.file, other.line));
    let help = diagnostic.help.iter().map(|help| format!("help: {help}"));
    let lines = [format!("{}: {}", diagnostic.message, diagnostic.place.text)].into_iter();
    lines
        .chain(others)
        .chain(help)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A text behind the second `::` of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property, which a colon or a comma would end.
fn property(value: &str) -> String {
    data(value).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_means_something_to_github_is_escaped() {
        assert_eq!(data("50%: a,\r\nb"), "50%25: a,%0D%0Ab");
        assert_eq!(property("C:\\a,b%.yaml"), "C%3A\\a%2Cb%25.yaml");
        assert_eq!(property("%3A"), "%253A");
    }
}
