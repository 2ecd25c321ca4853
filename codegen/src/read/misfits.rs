//! Tells all that does not have the shape of the language, one after the other.

use std::ops::Range;

use serde::de::DeserializeOwned;

use super::keys;
use super::mended::Mended;
use super::node::{Node, Step};
use super::shape::{self, Misfit, Problem};
use crate::diagnostics::{self, Id, Mistake, Sink, Target};

/// Tells what does not fit, takes it out of the tree, and looks on. Returns what is left, if that is of use.
pub(super) fn tell<T: DeserializeOwned>(tree: Node, sink: &mut Sink<'_>) -> Option<T> {
    let mut mended = Mended::new(tree);
    let mut told = Vec::new();
    for _ in 0..diagnostics::most_mistakes(sink.source) {
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
    if mended.tree.at(&place).is_some_and(|node| node.is_emptied()) {
        // That all items of the list are wrong has been told.
        mended.remove(&place);
        told.push(known);
        return Some(());
    }
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
    if let Problem::Shape { wanted, .. } = &misfit.problem
        && let Some(list) = list_of_one(mended, place).filter(|_| wanted == "a list")
    {
        mistake = mistake.help(format!("did you mean `{list}`?"));
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

/// The list with a single name in it that a name alone may have been meant as.
fn list_of_one(mended: &mut Mended, place: &[Step]) -> Option<String> {
    const OF_NAMES: [&str; 4] = ["actions", "forbid", "if_exhausted", "chosen"];
    match (place.last()?, mended.tree.at(place)?) {
        (Step::Key { key, .. }, Node::String(name)) if OF_NAMES.contains(&key.as_str()) => {
            Some(format!("[{}]", shape::clipped(name)))
        }
        _ => None,
    }
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

/// Tells where a key belongs, in place of all those that there are.
fn known_elsewhere(key: &str, known: &[&str], mistake: Mistake) -> Mistake {
    // So few are read through sooner.
    const FEW: usize = 10;
    if mistake.replacement().is_some() || known.len() <= FEW {
        return mistake;
    }
    match keys::places_of(key).as_slice() {
        [] => mistake,
        [place] => mistake.instead(&format!("`{key}` belongs in {place}")),
        [places @ .., last] => {
            let places = places.join(", ");
            mistake.instead(&format!("`{key}` belongs in {places} or {last}"))
        }
    }
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
                _ => known_elsewhere(key, known, mistake.nearest(key, known.iter().copied())),
            };
            (Target::Key, mistake)
        }
        Problem::MissingKey(key) => (Target::Key, Mistake::missing(key)),
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
                match wanted.as_str() {
                    "at least one item" => "leave it out, or put something in".to_owned(),
                    _ => format!("not {wanted}"),
                },
            ),
        ),
        Problem::Other(message) => (
            Target::Value,
            Mistake::new(Id::WrongShape, message.clone(), "here"),
        ),
    }
}
