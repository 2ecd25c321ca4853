//! PO files, as GNU gettext and most tools for translators read them.

use std::fmt::Write;

use faultbook_codegen::cldr::PluralCategory;

use super::{Catalogue, Entry, Template, plural_forms};

pub(super) fn write(catalogue: &Catalogue) -> String {
    let header = format!(
        "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nMIME-Version: 1.0\n\
         Language: {}\nX-Source-Language: {}\nPlural-Forms: {}\n",
        catalogue.target,
        catalogue.source,
        plural_forms::header(&catalogue.target)
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
        if entry.original.text.contains('{') {
            // The notation of captures and of literal braces is that of Python, whose placeholders many tools check.
            out.push_str("#, python-brace-format\n");
        }
        texts(entry, &catalogue.target, &mut out);
    }
    out
}

fn texts(entry: &Entry, target: &str, out: &mut String) {
    let Entry {
        original,
        translation,
        ..
    } = entry;
    if !entry.has_forms() {
        _ = writeln!(out, "msgid {}", quoted(&original.text));
        _ = writeln!(out, "msgstr {}", quoted(&translation.text));
        return;
    }
    let singular = original.form(PluralCategory::One);
    _ = writeln!(out, "msgid {}", quoted(singular));
    _ = writeln!(out, "msgid_plural {}", quoted(&original.text));
    for (at, category) in plural_forms::categories(target).into_iter().enumerate() {
        _ = writeln!(out, "msgstr[{at}] {}", quoted(translation.form(category)));
    }
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
type Error = (usize, String);

/// The keyword whose string goes on in the next lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keyword {
    None,
    Id,
    Plural,
    /// The translation, or one of its forms.
    Text(usize),
    Other,
}

/// An entry as it is in the file.
#[derive(Default)]
struct Message {
    id: String,
    plural: Option<String>,
    texts: Vec<String>,
}

#[derive(Default)]
struct Reader {
    catalogue: Catalogue,
    /// The value of `Plural-Forms`.
    plural_forms: String,
    message: Message,
    is_open: bool,
    is_fuzzy: bool,
}

/// The most forms that a language can have in a file.
const MOST_FORMS: usize = 10;

/// The keyword at the start of a line.
fn keyword(word: &str) -> Option<Keyword> {
    let form = || {
        let index = word.strip_prefix("msgstr[")?.strip_suffix(']')?;
        index.parse().ok().filter(|index| *index < MOST_FORMS)
    };
    match word {
        "msgid" => Some(Keyword::Id),
        "msgid_plural" => Some(Keyword::Plural),
        "msgstr" => Some(Keyword::Text(0)),
        "msgctxt" => Some(Keyword::Other),
        _ => form().map(Keyword::Text),
    }
}

pub(super) fn read(text: &str) -> Result<Catalogue, Error> {
    let mut reader = Reader::default();
    let mut keyword = Keyword::None;
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let at = |why: &str| (number, why.to_owned());
        let line = line.trim();
        if let Some(comment) = line.strip_prefix('#') {
            if keyword != Keyword::None {
                reader.finish().map_err(|why| at(&why))?;
                keyword = Keyword::None;
            }
            reader.is_fuzzy |= comment.starts_with(',') && comment.contains("fuzzy");
            continue;
        }
        let (word, string) = line.split_at(line.find('"').unwrap_or(line.len()));
        keyword = match word.trim() {
            "" if string.is_empty() => Keyword::None,
            "" => keyword,
            word => self::keyword(word)
                .ok_or_else(|| at("neither a comment nor `msgid` or `msgstr`"))?,
        };
        if word.trim() == "msgid" || (keyword == Keyword::None && reader.is_open) {
            reader.finish().map_err(|why| at(&why))?;
        }
        let string = unquoted(string).map_err(at)?;
        match keyword {
            Keyword::Id => {
                reader.is_open = true;
                reader.message.id += &string;
            }
            Keyword::Plural => *reader.message.plural.get_or_insert_default() += &string,
            Keyword::Text(form) => reader.message.add(form, &string),
            Keyword::Other => {}
            Keyword::None if string.is_empty() => {}
            Keyword::None => return Err(at("a text without `msgid` or `msgstr`")),
        }
    }
    let end = text.lines().count();
    reader.finish().map_err(|why| (end, why))?;
    Ok(reader.catalogue)
}

impl Message {
    fn add(&mut self, form: usize, string: &str) {
        if self.texts.len() <= form {
            self.texts.resize_with(form + 1, String::new);
        }
        self.texts[form] += string;
    }

    fn text(&self) -> &str {
        self.texts.first().map_or("", String::as_str)
    }
}

impl Reader {
    fn finish(&mut self) -> Result<(), String> {
        if !std::mem::take(&mut self.is_open) {
            return Ok(());
        }
        let message = std::mem::take(&mut self.message);
        let is_fuzzy = std::mem::take(&mut self.is_fuzzy);
        // The header of a template is marked as unfinished, too, and says the language nevertheless.
        if message.id.is_empty() {
            self.read_header(message.text());
            return Ok(());
        }
        let translation = match &message.plural {
            _ if is_fuzzy => Template::default(),
            Some(_) => self.forms(&message.texts)?,
            None => message.text().into(),
        };
        self.catalogue.entries.push(Entry {
            original: original(message),
            translation,
            notes: Vec::new(),
        });
        Ok(())
    }

    fn read_header(&mut self, header: &str) {
        let field = |name| {
            let mut lines = header.lines();
            let value = lines.find_map(|line| line.strip_prefix(name));
            value.unwrap_or_default().trim().to_owned()
        };
        self.catalogue.target = field("Language:");
        self.catalogue.source = field("X-Source-Language:");
        self.plural_forms = field("Plural-Forms:");
    }

    /// A translation, by the forms that the file has.
    fn forms(&self, texts: &[String]) -> Result<Template, String> {
        if texts.iter().all(String::is_empty) {
            return Ok(Template::default());
        }
        let target = &self.catalogue.target;
        if target.is_empty() {
            return Err("the header has no `Language`, on which plural forms depend".to_owned());
        }
        let positions = plural_forms::positions(target, &self.plural_forms);
        let positions = positions.map_err(|error| error.to_string())?;
        let categories = plural_forms::categories(target).into_iter();
        let text = |at: usize| texts.get(at).cloned().unwrap_or_default();
        let forms = categories
            .zip(positions)
            .map(|(category, at)| (category, text(at)));
        Ok(Template::of_forms(forms.collect()))
    }
}

/// The original of a message, which is known by its form for any number.
fn original(message: Message) -> Template {
    let Some(text) = message.plural else {
        return message.id.as_str().into();
    };
    let is_singular = message.id != text;
    let singular = is_singular.then_some((PluralCategory::One, message.id));
    Template {
        text,
        number: None,
        forms: singular.into_iter().collect(),
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
