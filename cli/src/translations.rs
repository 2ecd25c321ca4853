//! Translations in the formats that translators' tools read and write.

mod plural_forms;
mod po;
mod xliff;

#[cfg(test)]
mod tests;

use anyhow::anyhow;
use clap::ValueEnum;
use faultbook_codegen::cldr::PluralCategory;
use faultbook_codegen::model::{self, Part};
use faultbook_codegen::source_text;

/// A format for translators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// GNU gettext
    Po,
    /// XLIFF 1.2
    Xliff,
}

/// The texts of a book with their translations into a language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Catalogue {
    /// The language of the originals; empty if it is not known.
    pub(crate) source: String,
    /// The language of the translations; empty if it is not known.
    pub(crate) target: String,
    pub(crate) entries: Vec<Entry>,
}

/// A text and its translation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) original: Template,
    /// Empty if there is none.
    pub(crate) translation: Template,
    /// Where the text is shown.
    pub(crate) notes: Vec<String>,
}

/// A text, as a book writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Template {
    /// The text for any number that has no form of its own.
    pub(crate) text: String,
    /// The number that decides on the form, if it must be named.
    pub(crate) number: Option<String>,
    /// The other plural forms.
    pub(crate) forms: Vec<(PluralCategory, String)>,
}

impl Template {
    /// A text of a book.
    pub(crate) fn of_book(own: &model::Template) -> Self {
        let plural = own.plural.as_ref();
        let inserted = own.text.iter().filter_map(|part| match part {
            Part::Capture { name, .. } => Some(name),
            Part::Literal(_) => None,
        });
        // A number that is the only one need not be named.
        let number = plural.map(|plural| plural.number.clone());
        let number = number.filter(|number| inserted.clone().any(|name| name != number));
        let forms = plural.iter().flat_map(|plural| &plural.forms);
        Self {
            text: source_text(&own.text),
            number,
            forms: forms
                .map(|form| (form.category, source_text(&form.text)))
                .collect(),
        }
    }

    /// The text for numbers of a category.
    pub(crate) fn form(&self, category: PluralCategory) -> &str {
        let mut forms = self.forms.iter();
        let own = forms.find(|(own, _)| *own == category);
        own.map_or(&self.text, |(_, text)| text)
    }

    /// A text of forms, `other` being one of them. If they are all the same, it needs none. An unfinished one is empty.
    fn of_forms(mut forms: Vec<(PluralCategory, String)>) -> Self {
        if forms.iter().any(|(_, text)| text.is_empty()) {
            return Self::default();
        }
        let other = forms
            .iter()
            .position(|(own, _)| *own == PluralCategory::Other);
        let text = other.map(|other| forms.remove(other).1).unwrap_or_default();
        if forms.iter().all(|(_, form)| *form == text) {
            forms.clear();
        }
        Self {
            text,
            number: None,
            forms,
        }
    }

    /// The same with each form changed.
    pub(crate) fn map(self, change: impl Fn(&str) -> String) -> Self {
        let forms = self.forms.into_iter();
        let forms = forms.map(|(category, form)| (category, change(&form)));
        Self {
            text: change(&self.text),
            forms: forms.collect(),
            ..self
        }
    }
}

impl From<&str> for Template {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }
}

impl Entry {
    /// Whether it depends on a number, in one of the languages.
    fn has_forms(&self) -> bool {
        !self.original.forms.is_empty() || !self.translation.forms.is_empty()
    }
}

impl Format {
    /// The format of a file, by the end of its name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "po" | "pot" => Some(Self::Po),
            "xlf" | "xliff" => Some(Self::Xliff),
            _ => None,
        }
    }

    pub(crate) fn write(self, catalogue: &Catalogue) -> String {
        match self {
            Self::Po => po::write(catalogue),
            Self::Xliff => xliff::write(catalogue),
        }
    }

    /// Reads a catalogue. Translations that are marked as unfinished are left out.
    pub(crate) fn read(self, text: &str) -> anyhow::Result<Catalogue> {
        match self {
            Self::Po => po::read(text).map_err(|(line, why)| anyhow!("line {line}: {why}")),
            Self::Xliff => xliff::read(text),
        }
    }
}

/// A text in a language that nobody speaks, which can still be read: with accents that show which texts are translated, and
/// longer, as many translations are. Captures are kept.
pub(crate) fn pseudo(text: &str) -> String {
    let mut accented = String::new();
    let mut letters = 0;
    let mut is_capture = false;
    for c in text.chars() {
        is_capture = match c {
            '{' => !is_capture,
            '}' => false,
            _ => is_capture,
        };
        letters += usize::from(c.is_alphabetic());
        accented.push(if is_capture { c } else { accent(c) });
    }
    format!("[{accented}{}]", "~".repeat(letters.div_ceil(3)))
}

fn accent(c: char) -> char {
    const PLAIN: &str = "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz";
    const ACCENTED: &str = "ÅÇĎÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåçďéĝĥîĵķļñöŕšţûŵýž";
    let mut pairs = PLAIN.chars().zip(ACCENTED.chars());
    pairs
        .find(|(plain, _)| *plain == c)
        .map_or(c, |(_, accented)| accented)
}
