//! Reads the files of a book into [`syntax`](crate::syntax).

mod keys;
mod mended;
mod misfits;
mod node;
mod shape;
mod unite;
mod weight;
mod yaml;

use std::ptr;

use serde::de::DeserializeOwned;

pub(crate) use self::mended::Mended;
pub(crate) use self::node::{Entry, Node};
pub(crate) use self::unite::{United, standard_has};
use crate::Source;
use crate::diagnostics::{Diagnostics, Id, Level, Mistake, Sink, character, token};
use crate::output::LARGEST;
use crate::syntax::{Book, Vendor};

/// The files of a book, as they are written.
pub(crate) struct Files<'s> {
    pub(crate) book: United<'s>,
    /// In the order of their names.
    pub(crate) vendors: Vec<(&'s Source, Vendor)>,
}

/// Reads all files, and tells the mistakes of all. Without the vocabulary of `book.yaml` nothing more can be told.
pub(crate) fn read<'s>(sources: &'s [Source], diagnostics: &mut Diagnostics) -> Option<Files<'s>> {
    let mut sorted: Vec<&Source> = sources.iter().collect();
    // Of files of one name, the order in which they are given counts: it is the same wherever their folders stand.
    sorted.sort_by_key(|source| source.name());
    let (books, vendors): (Vec<&Source>, Vec<&Source>) = sorted
        .into_iter()
        .partition(|source| source.stem() == "book");
    if books.is_empty() {
        file::<Book>(&missing_book(&vendors), diagnostics);
    }
    let seconds = refuse_two_in_a_folder(&books, diagnostics);
    let mut books: Vec<_> = books
        .into_iter()
        .filter_map(|source| Some((source, file(source, diagnostics)?)))
        .collect();
    // What they repeat of the first need not be told as well.
    books.retain(|(source, _)| !seconds.iter().any(|second| ptr::eq(*second, *source)));
    let vendors = vendors
        .into_iter()
        .filter_map(|source| Some((source, file(source, diagnostics)?)))
        .collect();
    Some(Files {
        book: unite::unite(books, diagnostics)?,
        vendors,
    })
}

/// Tells `book.yaml` and `book.yml` beside each other, and returns the second ones. Those of several folders are one
/// vocabulary.
fn refuse_two_in_a_folder<'s>(
    books: &[&'s Source],
    diagnostics: &mut Diagnostics,
) -> Vec<&'s Source> {
    let mut seconds = Vec::new();
    for (at, second) in books.iter().enumerate() {
        let is_beside = |first: &&&Source| first.folder() == second.folder();
        if let Some(first) = books[..at].iter().find(is_beside) {
            let mistake = Mistake::new(Id::NameClash, "two files are the book", "the second one");
            let mistake = mistake.help("keep one of `book.yaml` and `book.yml`");
            let first = Sink::new(first, diagnostics).beginning();
            Sink::new(second, diagnostics).beside(token(&second.text, 0), &mistake, vec![first]);
            seconds.push(*second);
        }
    }
    seconds
}

/// The `book.yaml` that should be beside the vendors.
fn missing_book(vendors: &[&Source]) -> Source {
    let folder = vendors.first().map_or("", |vendor| vendor.folder());
    Source::missing_book(format!("{folder}book.yaml"))
}

/// A file as its type. One that does not fit is looked at again as a tree, to tell everything that does not.
fn file<T: DeserializeOwned>(source: &Source, diagnostics: &mut Diagnostics) -> Option<T> {
    let before = diagnostics.count(Level::Error);
    let sink = &mut Sink::new(source, diagnostics);
    let refused = source
        .refused
        .clone()
        .or_else(|| hostile_character(&source.text))
        .or_else(|| open_brackets(&source.text))
        .or_else(|| too_many_aliases(&source.text));
    if let Some((at, mistake)) = refused {
        let place = character(&source.text, at);
        sink.at_bytes(place, &mistake);
        return None;
    }
    let error = match serde_yaml::from_str(&source.text) {
        Ok(None) => {
            let mistake = Mistake::new(Id::WrongShape, "the file is empty", "nothing here");
            sink.at_offset(0, &mistake.help("take it out of the folder, or fill it"));
            return None;
        }
        Ok(parsed) => match tag(&source.text) {
            None => return parsed,
            Some(error) => error,
        },
        Err(error) => error,
    };
    let parsed = match serde_yaml::from_str::<Node>(&source.text) {
        Ok(tree) => misfits::tell(tree, sink),
        Err(error) => {
            tell_yaml(&error, sink);
            None
        }
    };
    if sink.diagnostics.count(Level::Error) == before {
        // The tree forgives what the type does not, as a number that is no text.
        tell_yaml(&error, sink);
    }
    parsed
}

fn tell_yaml(error: &serde_yaml::Error, sink: &mut Sink<'_>) {
    let (bytes, mistake) = yaml::explain(&sink.source.text, error);
    sink.at_bytes(bytes, &mistake);
}

/// A tag, of which types see nothing.
fn tag(text: &str) -> Option<serde_yaml::Error> {
    let may_have_one = text.contains('!');
    may_have_one.then(|| serde_yaml::from_str::<Node>(text).err())?
}

/// A character that is not seen, but changes how a file or the code made of it is read.
fn hostile_character(text: &str) -> Option<(usize, Mistake)> {
    let hostile = |c: char| match c {
        '\t' | '\n' | '\r' => None,
        '\u{feff}' => Some("a byte order mark: save the file without it"),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some("it turns the direction of what follows")
        }
        _ if c.is_control() => Some("a control character"),
        _ => None,
    };
    let (at, c, label) = text
        .char_indices()
        .find_map(|(at, c)| Some((at, c, hostile(c)?)))?;
    let message = format!(
        "the character U+{:04X} may not stand in a book",
        u32::from(c)
    );
    let mistake = Mistake::new(Id::UnreadableFile, message, label);
    Some((at, mistake.help("delete it")))
}

/// Where more brackets are open in a line than can be meant. The parser would find that too, but first it looks at each
/// of them again and again.
fn open_brackets(text: &str) -> Option<(usize, Mistake)> {
    const MOST: usize = 10_000;
    let mut open = 0_usize;
    let at = text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            b'\n' => open = 0,
            _ => {}
        }
        open > MOST
    })?;
    let message = format!("more than {MOST} brackets are open in this line");
    let mistake = Mistake::new(Id::InvalidYaml, message, "one too many");
    Some((at, mistake.help("close each bracket behind its last entry")))
}

/// Where a file, with its aliases written out, becomes larger than a file may be.
fn too_many_aliases(text: &str) -> Option<(usize, Mistake)> {
    let may_have_some = text.contains('&') && text.contains('*');
    let at = may_have_some.then(|| weight::exceeds(text, LARGEST))??;
    let message = format!("with its aliases written out, the file has more than {LARGEST} bytes");
    let mistake = Mistake::new(Id::InvalidYaml, message, "here the limit is reached");
    Some((at, mistake.help("repeat less by aliases")))
}
