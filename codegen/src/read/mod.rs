//! Reads the files of a book into [`syntax`](crate::syntax).

mod mended;
mod node;
mod shape;
mod weight;
mod yaml;

use std::ops::Range;

use serde::de::DeserializeOwned;

pub(crate) use self::mended::Mended;
use self::node::{Node, Step};
use self::shape::{Misfit, Problem};
use crate::Source;
use crate::diagnostics::{self, Diagnostics, Id, Level, Mistake, Sink, Target, character};
use crate::output::LARGEST;
use crate::syntax::{Book, Vendor};

/// The files of a book, as they are written.
pub(crate) struct Files<'s> {
    pub(crate) book: (&'s Source, Book),
    /// In the order of their names.
    pub(crate) vendors: Vec<(&'s Source, Vendor)>,
}

/// Reads all files, and tells the mistakes of all. Without the vocabulary of `book.yaml` nothing more can be told.
pub(crate) fn read<'s>(sources: &'s [Source], diagnostics: &mut Diagnostics) -> Option<Files<'s>> {
    let mut sorted: Vec<&Source> = sources.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let (books, vendors): (Vec<&Source>, Vec<&Source>) = sorted
        .into_iter()
        .partition(|source| source.stem() == "book");
    if books.is_empty() {
        file::<Book>(&missing_book(&vendors), diagnostics);
    }
    for second in books.iter().skip(1) {
        let mistake = Mistake::new(Id::NameClash, "two files are the book", "the second one");
        Sink::new(second, diagnostics)
            .at_offset(0, &mistake.help("keep one of `book.yaml` and `book.yml`"));
    }
    let books: Vec<_> = books
        .into_iter()
        .filter_map(|source| Some((source, file(source, diagnostics)?)))
        .collect();
    let vendors = vendors
        .into_iter()
        .filter_map(|source| Some((source, file(source, diagnostics)?)))
        .collect();
    Some(Files {
        book: books.into_iter().next()?,
        vendors,
    })
}

/// The `book.yaml` that should be beside the vendors.
fn missing_book(vendors: &[&Source]) -> Source {
    let folder = vendors.first().map_or("", |vendor| {
        vendor.path.strip_suffix(vendor.name()).unwrap_or_default()
    });
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
        Ok(parsed) => match tag(&source.text) {
            None => return Some(parsed),
            Some(error) => error,
        },
        Err(error) => error,
    };
    let parsed = match serde_yaml::from_str::<Node>(&source.text) {
        Ok(Node::Null) => {
            let mistake = Mistake::new(Id::WrongShape, "the file is empty", "nothing here");
            sink.at_offset(0, &mistake.help("take it out of the folder, or fill it"));
            None
        }
        Ok(tree) => tell_misfits(tree, sink),
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
    Some((
        at,
        Mistake::new(
            Id::UnreadableFile,
            format!(
                "the character U+{:04X} may not stand in a book",
                u32::from(c)
            ),
            label,
        ),
    ))
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
    Some((at, Mistake::new(Id::InvalidYaml, message, "one too many")))
}

/// Where a file, with its aliases written out, becomes larger than a file may be.
fn too_many_aliases(text: &str) -> Option<(usize, Mistake)> {
    let may_have_some = text.contains('&') && text.contains('*');
    let at = may_have_some.then(|| weight::exceeds(text, LARGEST))??;
    let message = format!("with its aliases written out, the file has more than {LARGEST} bytes");
    let mistake = Mistake::new(Id::InvalidYaml, message, "here the limit is reached");
    Some((at, mistake.help("repeat less by aliases")))
}

/// A file with more mistakes of its shape is not a file of this language.
const MOST_MISFITS: usize = 100;

/// To find the place of each, the file is read again: so many bytes in all, so that large files tell less.
const READ_AGAIN: usize = 16 * 1024 * 1024;

/// Tells what does not fit, takes it out of the tree, and looks on. Returns what is left, if that is of use.
fn tell_misfits<T: DeserializeOwned>(tree: Node, sink: &mut Sink<'_>) -> Option<T> {
    let mut mended = Mended::new(tree);
    let mut told = Vec::new();
    let most = (READ_AGAIN / sink.source.text.len().max(1)).clamp(1, MOST_MISFITS);
    for _ in 0..most {
        match shape::fit(&mended.tree) {
            Ok(parsed) => {
                sink.diagnostics.mended(sink.source, mended);
                return Some(parsed);
            }
            Err(misfit) => mend(misfit, &mut mended, &mut told, sink)?,
        }
    }
    None
}

/// Tells a misfit, unless it comes of another that was told, and mends it. `None` if that cannot be done.
fn mend(
    misfit: Misfit,
    mended: &mut Mended,
    told: &mut Vec<Vec<Step>>,
    sink: &mut Sink<'_>,
) -> Option<()> {
    let place = place(&misfit);
    let known = written(mended, &place);
    if told.contains(&known) {
        if let Problem::MissingKey(key) = misfit.problem {
            mended.tree.add_empty(&misfit.path, key);
            return Some(());
        }
        // What stands in for a missing key does not fit either: nothing can be told of what is around it.
        let (_, around) = place
            .split_last()
            .filter(|(_, around)| !around.is_empty())?;
        told.push(written(mended, around));
        mended.remove(around);
        return Some(());
    }
    match (tell_misfit(&misfit, &place, mended, sink), misfit.problem) {
        // Under the name that was meant it may be what another mistake is about.
        (Some(right), Problem::UnknownKey { .. }) => {
            mended.tree.rename(&place, &right);
            return Some(());
        }
        (_, Problem::MissingKey(key)) => mended.tree.add_empty(&misfit.path, key),
        _ => mended.remove(&place),
    }
    told.push(known);
    Some(())
}

/// Tells a misfit. Returns the key that was meant, if that can be told.
fn tell_misfit(
    misfit: &Misfit,
    place: &[Step],
    mended: &mut Mended,
    sink: &mut Sink<'_>,
) -> Option<String> {
    let (target, mut mistake) = mistake(&misfit.problem);
    let is_missing = matches!(misfit.problem, Problem::MissingKey(_));
    let anchor = written(mended, if is_missing { &misfit.path } else { place });
    let bytes = sink.bytes(&borrowed(&anchor), target);
    if matches!(misfit.problem, Problem::UnknownKey { .. })
        && mended.tree.at(place) == Some(&mut Node::Null)
        && is_behind_comma(&sink.source.text, &bytes)
    {
        mistake = mistake.instead("a comma ends a text between braces: put the text in quotes");
    }
    // A key that is there already cannot have been meant.
    let meant = mistake
        .replacement()
        .filter(|right| !mended.tree.has_beside(place, right))
        .map(str::to_owned);
    if meant.is_none() {
        mistake = mistake.uncertain();
    }
    let first = matches!(misfit.problem, Problem::RepeatedKey(_)).then(|| first(&anchor));
    let first = first.map(|first| sink.first(&borrowed(&first), Target::Key));
    sink.beside(bytes, &mistake, first.into_iter().collect());
    meant
}

fn borrowed(steps: &[Step]) -> Vec<diagnostics::Step<'_>> {
    steps.iter().map(Step::borrowed).collect()
}

/// Where a path leads in the file; for what is not there, the path itself.
fn written(mended: &Mended, path: &[Step]) -> Vec<Step> {
    let steps = mended.written(&borrowed(path));
    steps.map_or_else(
        || path.to_vec(),
        |steps| steps.into_iter().map(Step::from).collect(),
    )
}

/// The first of the keys that a repetition is one of.
fn first(path: &[Step]) -> Vec<Step> {
    let mut path = path.to_vec();
    if let Some(Step::Key { nth, .. }) = path.last_mut() {
        *nth = 0;
    }
    path
}

/// Whether a key without a value stands behind a comma between braces: then it is likely the rest of a text.
fn is_behind_comma(text: &str, key: &Range<usize>) -> bool {
    let (before, behind) = (text[..key.start].trim_end(), text[key.end..].trim_start());
    before.ends_with(',') && behind.starts_with([',', '}'])
}

/// The key or value that a misfit is about.
fn place(misfit: &Misfit) -> Vec<Step> {
    let mut path = misfit.path.clone();
    match &misfit.problem {
        Problem::MissingKey(key) => path.push(Step::Key {
            key: (*key).to_owned(),
            nth: 0,
        }),
        Problem::RepeatedKey(key) => path.push(Step::Key {
            key: (*key).to_owned(),
            nth: 1,
        }),
        _ => {}
    }
    path
}

fn mistake(problem: &Problem) -> (Target, Mistake) {
    match problem {
        Problem::UnknownKey { key, known } => {
            let key = &shape::clipped(key);
            let mistake = Mistake::new(
                Id::UnknownKey,
                format!("unknown key `{key}`"),
                "the language has no such key here",
            );
            let mistake = match key.split_once(':') {
                _ if key == "<<" => mistake.help("a book has no merge keys: write the keys out"),
                Some((before, value)) if known.contains(&before) => mistake.help(format!(
                    "a space is missing behind the colon: `{before}: {value}`"
                )),
                _ => mistake.nearest(key, known.iter().copied()),
            };
            (Target::Key, mistake)
        }
        Problem::MissingKey(key) => (
            Target::Key,
            Mistake::new(
                Id::MissingKey,
                format!("`{key}` is missing"),
                format!("add `{key}`"),
            ),
        ),
        Problem::RepeatedKey(key) => (
            Target::Key,
            Mistake::new(
                Id::RepeatedKey,
                format!("`{key}` stands here twice"),
                "again",
            )
            .help("remove one of them"),
        ),
        Problem::Shape { found, wanted } => (
            Target::Value,
            Mistake::new(
                Id::WrongShape,
                format!("{found} where {wanted} should be"),
                format!("not {wanted}"),
            ),
        ),
        Problem::Other(message) => (
            Target::Value,
            Mistake::new(Id::WrongShape, message.clone(), "here"),
        ),
    }
}
