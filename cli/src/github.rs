//! Workflow commands of GitHub Actions, which annotate the lines of a file.

use faultbook_codegen::Label;

/// The properties for a location whose text is `marked`. GitHub accepts columns only within one line.
pub(crate) fn location(label: &Label, marked: &str) -> String {
    let (file, line, column) = (property(&label.file), label.line, label.column);
    let end_line = line + marked.matches('\n').count();
    if end_line > line {
        return format!("file={file},line={line},endLine={end_line}");
    }
    let end_column = column + marked.chars().count();
    format!("file={file},line={line},col={column},endLine={end_line},endColumn={end_column}")
}

/// Escapes the text after the second `::` of a command.
pub(crate) fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes the value of a property, which ends at a colon or comma.
pub(crate) fn property(value: &str) -> String {
    data(value).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn special_characters_are_escaped() {
        assert_eq!(data("50%: a,\r\nb"), "50%25: a,%0D%0Ab");
        assert_eq!(property("C:\\a,b%.yaml"), "C%3A\\a%2Cb%25.yaml");
        assert_eq!(property("%3A"), "%253A");
    }
}
