//! Imports the translations of a PO or XLIFF file into the book's file of that language.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, bail};
use faultbook_codegen::model::{Book, Language};
use faultbook_codegen::{Source, load, user_texts};
use serde::Deserialize;

use super::Import;
use crate::output::{ExitStatus, counted};
use crate::translations::{Catalogue, Entry, Format, Template};
use crate::yaml::{Map, Value};
use crate::{book, encoding, files, terminal};

/// The file of a language as it is.
#[derive(Default, Deserialize)]
struct Texts {
    max_length: Option<u32>,
    texts: indexmap::IndexMap<String, Text>,
}

/// A translation in a file: a text, or its plural forms.
#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    Plain(String),
    Forms(indexmap::IndexMap<String, String>),
}

impl Text {
    fn value(&self) -> Value {
        match self {
            Self::Plain(text) => text.as_str().into(),
            Self::Forms(forms) => {
                let forms = forms.iter();
                Value::Map(forms.fold(Map::default(), |map, (key, text)| {
                    map.with(key, text.as_str())
                }))
            }
        }
    }
}

impl From<&Template> for Text {
    fn from(own: &Template) -> Self {
        if own.forms.is_empty() {
            return Self::Plain(own.text.clone());
        }
        let number = own.number.iter().map(|number| ("number", number));
        let forms = own.forms.iter();
        let forms = forms.map(|(category, text)| (category.as_str(), text));
        let all = number.chain(forms).chain([("other", &own.text)]);
        Self::Forms(
            all.map(|(key, text)| (key.to_owned(), text.clone()))
                .collect(),
        )
    }
}

pub(super) fn run(
    arguments: &Import,
    format: Format,
    out: &mut dyn Write,
) -> anyhow::Result<ExitStatus> {
    let name = arguments.file.display();
    let catalogue = format.read(&encoding::read(&arguments.file)?);
    let catalogue = catalogue.with_context(|| format!("cannot import {name}"))?;
    let Some(tag) = arguments.language.as_ref().or(given(&catalogue.target)) else {
        bail!("{name} does not name the language of its translations; use `--language TAG`");
    };
    let sources = book::in_folder(&arguments.spec)?;
    let loaded = load(&sources)?.book;
    let Some(language) = loaded.languages.iter().find(|own| own.tag == *tag) else {
        bail!("`{tag}` is not a language of the book: add it to `languages` in `book.yaml`");
    };
    let path = arguments.spec.join("texts").join(format!("{tag}.yaml"));
    let before = before(&path)?;
    let mut texts: Texts = match before.as_str() {
        "" => Texts::default(),
        before => serde_yaml::from_str(before)?,
    };
    let (changed, strangers) = merge(&catalogue, &loaded, language, &mut texts);
    if changed > 0 {
        write(&path, &written(&before, &texts), sources)?;
    }
    writeln!(
        out,
        "{}: {} changed",
        path.display(),
        counted(changed, "text")
    )?;
    for original in &strangers {
        terminal::note(&format!("the book has no text “{original}”"));
    }
    Ok(ExitStatus::of(!strangers.is_empty()))
}

/// The file as it is; empty if there is none.
fn before(path: &Path) -> anyhow::Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        read => read.with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Writes the file if the book is valid with it.
fn write(path: &Path, text: &str, mut sources: Vec<Source>) -> anyhow::Result<()> {
    let shown = path.to_string_lossy();
    sources.retain(|source| source.path != shown);
    sources.push(Source::new(shown, text));
    load(&sources)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    files::write(path, text)
}

fn given(tag: &String) -> Option<&String> {
    Some(tag).filter(|tag| !tag.is_empty())
}

/// Adds the translations that differ from those of the book. Returns their number, and the originals that the book does not
/// have.
fn merge<'c>(
    catalogue: &'c Catalogue,
    book: &Book,
    language: &Language,
    texts: &mut Texts,
) -> (usize, Vec<&'c str>) {
    let known = user_texts(book).into_iter();
    let known: BTreeMap<String, [Template; 2]> = known
        .map(|own| {
            let translation = language.translation(&own.text.text);
            let translation = translation.map(Template::of_book).unwrap_or_default();
            let original = Template::of_book(&own.text);
            (original.text.clone(), [original, translation])
        })
        .collect();
    let (mut changed, mut strangers) = (0, Vec::new());
    for Entry {
        original,
        translation,
        ..
    } in &catalogue.entries
    {
        let translation = translation.clone().map(|text| text.trim().to_owned());
        if translation.text.is_empty() {
            continue;
        }
        let Some([original, known]) = known.get(&original.text) else {
            strangers.push(original.text.as_str());
            continue;
        };
        let number = known.number.as_ref().or(original.number.as_ref());
        let translation = Template {
            number: number.filter(|_| !translation.forms.is_empty()).cloned(),
            ..translation
        };
        if translation != *known {
            let text = Text::from(&translation);
            texts.texts.insert(original.text.clone(), text);
            changed += 1;
        }
    }
    (changed, strangers)
}

/// The file with these texts. The comments at its top stay.
fn written(before: &str, texts: &Texts) -> String {
    let comments = before
        .lines()
        .take_while(|line| line.starts_with('#') || line.is_empty());
    let mut file: String = comments.flat_map(|line| [line, "\n"]).collect();
    let mut map = Map::default();
    map.push_some(
        "max_length",
        texts.max_length.map(|most| Value::Bare(most.to_string())),
    );
    let entries = texts.texts.iter();
    let entries = entries.fold(Map::default(), |map, (original, text)| {
        map.with(original, text.value())
    });
    map.push("texts", Value::Map(entries));
    file += &map.text();
    file
}
