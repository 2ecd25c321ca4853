//! Reads the files of a book into [`syntax`](crate::syntax).

use serde::de::DeserializeOwned;

use crate::Source;
use crate::diagnostics::{Diagnostics, Mistake};
use crate::syntax::{Book, Vendor};

/// The files of a book, as they are written.
pub(crate) struct Files<'s> {
    pub(crate) book: (&'s Source, Book),
    /// In the order of their names.
    pub(crate) vendors: Vec<(&'s Source, Vendor)>,
}

/// Reads all files, and tells the mistakes of all.
pub(crate) fn read<'s>(
    sources: &'s [Source],
    diagnostics: &mut Diagnostics,
) -> Result<Files<'s>, Diagnostics> {
    let mut sorted: Vec<&Source> = sources.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let (book, vendors): (Vec<&Source>, Vec<&Source>) =
        sorted.into_iter().partition(|s| s.stem() == "book");
    let books: Vec<_> = book
        .into_iter()
        .map(|source| (source, parse::<Book>(source, diagnostics)))
        .collect();
    let vendors: Vec<_> = vendors
        .into_iter()
        .map(|source| (source, parse::<Vendor>(source, diagnostics)))
        .collect();
    if books.is_empty() {
        diagnostics.push(&Source::new("book.yaml", ""), 0, &no_book());
    }
    diagnostics.barrier()?;
    let all_read = |(source, parsed): (&'s Source, Option<_>)| Some((source, parsed?));
    let book = books
        .into_iter()
        .find_map(|(source, parsed)| Some((source, parsed?)));
    let Some(book) = book else {
        return Err(Diagnostics::default());
    };
    Ok(Files {
        book,
        vendors: vendors.into_iter().filter_map(all_read).collect(),
    })
}

fn no_book() -> Mistake {
    Mistake::new(
        "the folder has no `book.yaml`",
        "it holds the classes and actions that all vendors share",
    )
}

fn parse<T: DeserializeOwned>(source: &Source, diagnostics: &mut Diagnostics) -> Option<T> {
    match serde_yaml::from_str(&source.text) {
        Ok(parsed) => Some(parsed),
        Err(error) => {
            let at = error.location().map_or(0, |location| location.index());
            diagnostics.push(
                source,
                at,
                &Mistake::new(without_position(&error.to_string()), "here"),
            );
            None
        }
    }
}

/// The library's sentence without the position, which the diagnostic tells anyway.
fn without_position(message: &str) -> String {
    let end = message.rfind(" at line ").unwrap_or(message.len());
    message[..end].to_owned()
}
