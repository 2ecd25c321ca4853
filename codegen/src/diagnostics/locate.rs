//! Finds the place of a key or a value in a YAML text.
//!
//! The YAML library tells positions in its errors alone. That is enough: the document is read once more by a seed that
//! follows the path and fails on arrival, and the error names the place. So positions cost nothing in a book without
//! mistakes.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// One step from a node of the document to one inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step<'p> {
    /// The value of a key; `nth` counts its repetitions.
    Key {
        key: &'p str,
        nth: usize,
    },
    Index(usize),
}

/// Which end of the last step is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Key,
    Value,
}

/// The bytes of a key or a value; those of the nearest node around it, if the path leads nowhere.
pub(crate) fn place(text: &str, path: &[Step<'_>], target: Target) -> Range<usize> {
    exactly(text, path, target)
        .or_else(|| {
            let mut around = (0..path.len()).rev().map(|depth| &path[..depth]);
            around.find_map(|path| exactly(text, path, Target::Value))
        })
        .unwrap_or_else(|| token(text, 0))
}

/// The bytes of a key or a value, if the path leads to one.
pub(crate) fn exactly(text: &str, path: &[Step<'_>], target: Target) -> Option<Range<usize>> {
    let document = serde_yaml::Deserializer::from_str(text).next()?;
    let arrival = RefCell::new(None);
    let walk = Walk {
        path,
        target,
        arrival: &arrival,
    };
    let error = walk.deserialize(document).err()?;
    let offset = error.location()?.index().min(text.len());
    let said = arrival.into_inner()?;
    // A text without quotes that stands in one line is its own measure: only it knows where it ends.
    let is_measure = !said.is_empty()
        && text
            .get(offset..)
            .is_some_and(|rest| rest.starts_with(&said));
    Some(if is_measure && !said.contains('\n') {
        offset..offset + said.len()
    } else {
        token(text, offset)
    })
}

/// The bytes of a single character; none where a line ends.
pub(crate) fn character(text: &str, at: usize) -> Range<usize> {
    let c = text[at..].chars().next().filter(|c| !"\r\n".contains(*c));
    at..at + c.map_or(0, char::len_utf8)
}

/// The bytes of the token that begins at an offset: what a caret line is drawn under.
pub(crate) fn token(text: &str, offset: usize) -> Range<usize> {
    let start = (0..=offset.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let rest = &text[start..];
    let line = rest.lines().next().unwrap_or("");
    let len = match line.chars().next() {
        Some(quote @ ('"' | '\'')) => quoted(line, quote),
        Some('{' | '[') => collection(line),
        Some(_) => plain(line),
        None => 0,
    };
    start..start + len
}

/// The bytes of a part of the token that begins at a byte, if it stands in that line as it is.
pub(crate) fn part(text: &str, start: usize, part: &str) -> Option<Range<usize>> {
    let line = text[start..].lines().next()?;
    let start = start + line.find(part)?;
    Some(start..start + part.len())
}

/// The bytes of a token without the quotes around it.
pub(crate) fn inside_quotes(text: &str, token: Range<usize>) -> Range<usize> {
    let len = |quote| {
        let inside = text[token.clone()].strip_prefix(quote)?;
        // The closing one may stand in another line.
        Some(inside.strip_suffix(quote).unwrap_or(inside).len())
    };
    match len('"').or_else(|| len('\'')) {
        Some(len) => token.start + 1..token.start + 1 + len,
        None => token,
    }
}

/// The length of a list or map in brackets; if it does not end in its line, that of the bracket.
fn collection(line: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            _ => {}
        }
        let begins_token = line[..at].ends_with([' ', ',', '{', '[', ':']);
        at += match c {
            '"' | '\'' if begins_token => quoted(&line[at..], c),
            _ => c.len_utf8(),
        };
        if depth == 0 {
            return at;
        }
    }
    1
}

/// The length of a text in quotes, which may go on in the next line.
fn quoted(line: &str, quote: char) -> usize {
    let mut characters = line.char_indices().skip(1).peekable();
    while let Some((at, c)) = characters.next() {
        let escapes = match quote {
            '"' => c == '\\',
            _ => c == quote && characters.peek().is_some_and(|(_, next)| *next == quote),
        };
        if escapes {
            characters.next();
        } else if c == quote {
            return at + 1;
        }
    }
    line.trim_end().len()
}

/// The length of a plain scalar: up to a colon, a comma, a bracket or a comment.
fn plain(line: &str) -> usize {
    let ends = [": ", ", ", " #", "}", "]"]
        .iter()
        .filter_map(|end| line.find(end));
    let end = ends.min().unwrap_or(line.len());
    line[..end].trim_end().trim_end_matches(':').len().max(1)
}

/// Follows a path and fails where it ends.
#[derive(Clone, Copy)]
struct Walk<'w> {
    path: &'w [Step<'w>],
    target: Target,
    /// What was said where the path ended.
    arrival: &'w RefCell<Option<String>>,
}

impl Walk<'_> {
    fn arrive<T, E: Error>(&self, said: &str) -> Result<T, E> {
        self.arrival.replace(Some(said.to_owned()));
        Err(E::custom("here"))
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the path")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.arrive("")
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.arrive("")
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.arrive("")
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.arrive("")
    }

    fn visit_str<E: Error>(self, said: &str) -> Result<(), E> {
        self.arrive(said)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.arrive("")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((Step::Index(index), path)) = self.path.split_first() else {
            return self.arrive("");
        };
        for _ in 0..*index {
            if seq.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        seq.next_element_seed(Self { path, ..self })?;
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((Step::Key { key, nth }, path)) = self.path.split_first() else {
            return self.arrive("");
        };
        let at_key = path.is_empty() && self.target == Target::Key;
        let mut seen = 0;
        while let Some(hit) = map.next_key_seed(Key {
            wanted: key,
            fails: at_key.then_some(*nth),
            seen: &mut seen,
            walk: self,
        })? {
            if hit && seen == nth + 1 {
                map.next_value_seed(Self { path, ..self })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// Compares keys; fails at the wanted one if the key itself is wanted.
struct Key<'k> {
    wanted: &'k str,
    /// The repetition to fail at.
    fails: Option<usize>,
    seen: &'k mut usize,
    walk: Walk<'k>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<bool, E> {
        let hit = key == self.wanted;
        if hit && self.fails == Some(*self.seen) {
            return self.walk.arrive(key);
        }
        *self.seen += usize::from(hit);
        Ok(hit)
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, Target, place};

    const TEXT: &str = "a:\n  - x: 1\n    010: {k: 'it''s }', l: [p, q]}\n  - y\nb: plain text # comment\nb: again\n";

    #[test]
    fn every_key_and_value_is_found() {
        let key = |key| Step::Key { key, nth: 0 };
        let table: &[(&[Step<'_>], Target, &str)] = &[
            (&[key("a")], Target::Key, "a"),
            (&[key("a"), Step::Index(0), key("x")], Target::Key, "x"),
            (&[key("a"), Step::Index(0), key("x")], Target::Value, "1"),
            (&[key("a"), Step::Index(0), key("010")], Target::Key, "010"),
            (
                &[key("a"), Step::Index(0), key("010")],
                Target::Value,
                "{k: 'it''s }', l: [p, q]}",
            ),
            (
                &[key("a"), Step::Index(0), key("010"), key("k")],
                Target::Value,
                "'it''s }'",
            ),
            (
                &[
                    key("a"),
                    Step::Index(0),
                    key("010"),
                    key("l"),
                    Step::Index(1),
                ],
                Target::Value,
                "q",
            ),
            (&[key("a"), Step::Index(1)], Target::Value, "y"),
            (&[key("b")], Target::Value, "plain text"),
            (&[Step::Key { key: "b", nth: 1 }], Target::Value, "again"),
            (&[Step::Key { key: "b", nth: 1 }], Target::Key, "b"),
        ];
        for (path, target, expected) in table {
            assert_eq!(
                &TEXT[place(TEXT, path, *target)],
                *expected,
                "{path:?} {target:?}"
            );
        }
        let second = place(TEXT, &[Step::Key { key: "b", nth: 1 }], Target::Key);
        assert_eq!(&TEXT[second.start..], "b: again\n");
    }

    #[test]
    fn a_path_that_leads_nowhere_ends_at_the_nearest_node() {
        let path = [Step::Key { key: "a", nth: 0 }, Step::Index(9)];
        assert_eq!(
            place(TEXT, &path, Target::Value),
            place(TEXT, &path[..1], Target::Value)
        );
    }
}
