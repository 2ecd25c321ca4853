//! The texts for end users and their translations, for translators.

use std::io::Write;

use anyhow::bail;
use faultbook_codegen::model::Book;
use faultbook_codegen::{Loaded, Original, user_texts};

use super::Export;
use crate::output::counted;
use crate::translations::{Catalogue, Entry, Format, Template, pseudo};

/// The most places that are listed for a text.
const MOST_NOTES: usize = 5;

/// Writes the texts and returns their number in words.
pub(super) fn write(
    arguments: &Export,
    loaded: &Loaded,
    format: Format,
    out: &mut dyn Write,
) -> anyhow::Result<String> {
    if arguments.vendor.is_some() {
        bail!("vendors share their texts: `--vendor` does not apply to `po` and `xliff`");
    }
    let language = arguments.language.as_deref().unwrap_or_default();
    let catalogue = catalogue(&loaded.book, language, arguments.pseudo);
    out.write_all(format.write(&catalogue).as_bytes())?;
    Ok(counted(catalogue.entries.len(), "text"))
}

/// The texts of a book with their translations, if it has any into this language.
fn catalogue(book: &Book, tag: &str, is_pseudo: bool) -> Catalogue {
    let source = book.languages.first().map_or("en", |own| own.tag.as_str());
    let known = book.languages.iter().find(|own| own.tag == tag);
    let entry = |own: Original| {
        let original = Template::of_book(&own.text);
        let known = known.and_then(|language| language.translation(&own.text.text));
        let translation = match known {
            _ if is_pseudo => original.clone().map(pseudo),
            Some(text) => Template::of_book(text),
            None => Template::default(),
        };
        Entry {
            notes: notes(own.shown),
            original,
            translation,
        }
    };
    Catalogue {
        source: source.to_owned(),
        target: tag.to_owned(),
        entries: user_texts(book).into_iter().map(entry).collect(),
    }
}

fn notes(mut shown: Vec<String>) -> Vec<String> {
    if shown.len() > MOST_NOTES {
        let more = shown.len() - (MOST_NOTES - 1);
        shown.truncate(MOST_NOTES - 1);
        shown.push(format!("and {more} more"));
    }
    shown
}
