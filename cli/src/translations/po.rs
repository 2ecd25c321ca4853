//! PO files, as GNU gettext and most tools for translators read them.

use std::fmt::Write;

use super::{Catalogue, Entry};

pub(super) fn write(catalogue: &Catalogue) -> String {
    let header = format!(
        "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nMIME-Version: 1.0\n\
         Language: {}\nX-Source-Language: {}\n",
        catalogue.target, catalogue.source
    );
    let mut out = "msgid \"\"\nmsgstr \"\"\n".to_owned();
    for line in header.lines() {
        _ = writeln!(out, "\"{line}\\n\"");
    }
    for entry in &catalogue.entries {
        out.push('\n');
        for note in &entry.notes {
            _ = writeln!(
                out,
                "#. {}",
                note.split_whitespace().collect::<Vec<_>>().join(" ")
            );
        }
        if entry.original.contains('{') {
            // The notation of captures and of literal braces is that of Python, whose placeholders many tools check.
            out.push_str("#, python-brace-format\n");
        }
        _ = writeln!(out, "msgid {}", quoted(&entry.original));
        _ = writeln!(out, "msgstr {}", quoted(&entry.translation));
    }
    out
}

fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '"' | '\\' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out + "\""
}

/// A line number, and what is wrong there.
type Error = (usize, &'static str);

/// The keyword whose string goes on in the next lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keyword {
    None,
    Id,
    Text,
    Other,
}

#[derive(Default)]
struct Reader {
    catalogue: Catalogue,
    entry: Entry,
    is_open: bool,
    is_fuzzy: bool,
}

pub(super) fn read(text: &str) -> Result<Catalogue, Error> {
    let mut reader = Reader::default();
    let mut keyword = Keyword::None;
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let at = |why| (number, why);
        let line = line.trim();
        if let Some(comment) = line.strip_prefix('#') {
            if keyword != Keyword::None {
                reader.finish();
                keyword = Keyword::None;
            }
            reader.is_fuzzy |= comment.starts_with(',') && comment.contains("fuzzy");
            continue;
        }
        let (word, string) = line.split_at(line.find('"').unwrap_or(line.len()));
        keyword = match word.trim() {
            "" if string.is_empty() => Keyword::None,
            "" => keyword,
            "msgid" => Keyword::Id,
            "msgstr" => Keyword::Text,
            "msgctxt" => Keyword::Other,
            "msgid_plural" => return Err(at("plural forms are not supported")),
            _ => return Err(at("neither a comment nor `msgid` or `msgstr`")),
        };
        if word.trim() == "msgid" || (keyword == Keyword::None && reader.is_open) {
            reader.finish();
        }
        let string = unquoted(string).map_err(at)?;
        match keyword {
            Keyword::Id => {
                reader.is_open = true;
                reader.entry.original += &string;
            }
            Keyword::Text => reader.entry.translation += &string,
            Keyword::Other => {}
            Keyword::None if string.is_empty() => {}
            Keyword::None => return Err(at("a text without `msgid` or `msgstr`")),
        }
    }
    reader.finish();
    Ok(reader.catalogue)
}

impl Reader {
    fn finish(&mut self) {
        if !std::mem::take(&mut self.is_open) {
            return;
        }
        let mut entry = std::mem::take(&mut self.entry);
        // The header of a template is marked, too, and says the language nevertheless.
        if std::mem::take(&mut self.is_fuzzy) && !entry.original.is_empty() {
            entry.translation.clear();
        }
        if entry.original.is_empty() {
            let field = |name| {
                let mut lines = entry.translation.lines();
                let value = lines.find_map(|line| line.strip_prefix(name));
                value.unwrap_or_default().trim().to_owned()
            };
            self.catalogue.target = field("Language:");
            self.catalogue.source = field("X-Source-Language:");
        } else {
            self.catalogue.entries.push(entry);
        }
    }
}

fn unquoted(string: &str) -> Result<String, &'static str> {
    if string.is_empty() {
        return Ok(String::new());
    }
    let inner = string
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let inner = inner.ok_or("a text ends with a quotation mark")?;
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '"' => return Err("a quotation mark in a text is written `\\\"`"),
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some(c @ ('"' | '\\')) => c,
                _ => return Err("only `\\n`, `\\r`, `\\t`, `\\\"` and `\\\\` are escapes"),
            },
            c => c,
        });
    }
    Ok(out)
}
