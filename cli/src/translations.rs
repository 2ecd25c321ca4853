//! Translations in the formats that translators' tools read and write.

mod po;
mod xliff;

#[cfg(test)]
mod tests;

use anyhow::{Context, anyhow};
use clap::ValueEnum;

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

/// A text, as a book writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) original: String,
    /// Empty if there is none.
    pub(crate) translation: String,
    /// Where the text is shown.
    pub(crate) notes: Vec<String>,
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
            Self::Xliff => xliff::read(text).context("this is not XLIFF"),
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
