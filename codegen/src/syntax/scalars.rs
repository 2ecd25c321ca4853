//! Values with several forms in YAML: one or many, a word that looks like a number, a map with duplicate keys.

use super::plain::Plain;
use super::read::{self, Absent, Read, Value};
use super::{Source, SourceMap};
use crate::cldr::PluralCategory;
use crate::parse::is_variety;
use crate::yaml::Content;

/// A map in the order of the file. Duplicate keys are kept, so that they can be reported.
#[derive(Debug, Clone)]
pub(crate) struct Map<T>(pub(crate) Vec<(String, T)>);

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Map<T> {
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &T)> + Clone {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(key, _)| key)
    }

    /// The first value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&T> {
        let mut entries = self.iter();
        entries.find_map(|(own, value)| (own == key).then_some(value))
    }
}

impl<T: Read> Read for Map<T> {
    fn read(value: Value<'_>) -> Option<Self> {
        let entries = value.entries()?;
        let mut read = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            if let Some(value) = T::read(value) {
                read.push((key.to_owned(), value));
            }
        }
        Some(Self(read))
    }
}

/// A value, or a list of values. An empty list is refused unless it is meaningful (`OR_NONE`).
#[derive(Debug)]
pub(crate) struct OneOrMany<T, const OR_NONE: bool = false> {
    pub(crate) items: Vec<T>,
    /// Whether it was written as a list: then each item has its own location.
    pub(crate) listed: bool,
}

impl<T, const OR_NONE: bool> Default for OneOrMany<T, OR_NONE> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            listed: true,
        }
    }
}

impl<T: Read, const OR_NONE: bool> Read for OneOrMany<T, OR_NONE> {
    fn read(value: Value<'_>) -> Option<Self> {
        let Content::List(_) = value.content() else {
            return Some(Self {
                items: vec![T::read(value)?],
                listed: false,
            });
        };
        let items: Vec<T> = read::items(value)?;
        if items.is_empty() && !OR_NONE {
            return value.misfit_of("an empty list", "at least one item");
        }
        Some(Self {
            items,
            listed: true,
        })
    }
}

/// A string that may be unquoted although YAML reads it as a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Word(pub(crate) String);

impl Read for Word {
    fn read(value: Value<'_>) -> Option<Self> {
        match scalar(value)? {
            Scalar::String(text) | Scalar::Number(text) => Some(Self(text)),
            _ => value.misfit("a word in quotes"),
        }
    }

    const ABSENT: Absent = Absent::Replaced;
}

/// A text for the end user, with its translations.
#[derive(Debug, Clone)]
pub(crate) struct UserMessage {
    pub(crate) original: Template,
    /// The language of the original, if it is in a map.
    pub(crate) language: Option<String>,
    /// By language.
    pub(crate) translations: Vec<(String, Translation)>,
}

/// A text for any number, or one for each plural category.
#[derive(Debug, Clone)]
pub(crate) enum Template {
    Text(String),
    Forms(Map<String>),
}

/// A translation that is written next to its original.
#[derive(Debug, Clone)]
pub(crate) struct Translation {
    pub(crate) template: Template,
    /// The original that it was made from.
    pub(crate) of: Option<String>,
}

/// The key of the capture that decides between the forms of a text.
pub(crate) const NUMBER: &str = "number";

impl Template {
    /// The text for any number that has no form of its own; empty if there is none.
    pub(crate) fn text(&self) -> &str {
        let text = match self {
            Self::Text(text) => Some(text.as_str()),
            Self::Forms(forms) => forms
                .get(PluralCategory::Other.as_str())
                .map(String::as_str),
        };
        text.unwrap_or_default().trim()
    }

    /// All forms.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let (text, forms) = match self {
            Self::Text(text) => (Some(text.as_str()), None),
            Self::Forms(forms) => (None, Some(forms)),
        };
        let forms = forms.into_iter().flat_map(Map::iter);
        let forms = forms.filter(|(key, _)| *key != NUMBER);
        text.into_iter().chain(forms.map(|(_, text)| text.as_str()))
    }
}

impl UserMessage {
    /// Moves the translations into a copy of the text.
    pub(crate) fn take_translations(&mut self) -> Self {
        Self {
            original: self.original.clone(),
            language: self.language.take(),
            translations: std::mem::take(&mut self.translations),
        }
    }

    /// The same with another language as that of the original; `None` if it is not translated into that.
    pub(crate) fn in_language(&self, tag: &str) -> Option<Self> {
        let language = self.language.as_ref()?;
        if is_variety(tag, language) {
            return Some(self.clone());
        }
        let served = self.translations.iter().enumerate();
        let served = served.filter(|(_, (own, _))| is_variety(tag, own));
        let (at, _) = served.max_by_key(|(_, (own, _))| own.len())?;
        let mut translations = self.translations.clone();
        let (served, translation) = translations.remove(at);
        let original = Translation {
            template: self.original.clone(),
            of: None,
        };
        translations.push((language.clone(), original));
        Some(Self {
            original: translation.template,
            language: Some(served),
            translations,
        })
    }
}

impl Read for Template {
    fn read(value: Value<'_>) -> Option<Self> {
        match (value.text(), value.content()) {
            (Some(text), _) => Some(Self::Text(text.to_owned())),
            (None, Content::Map(_)) => forms(Map::read(value)?, value),
            _ => value.misfit("a text, or a map of its plural forms"),
        }
    }
}

impl Read for UserMessage {
    fn read(value: Value<'_>) -> Option<Self> {
        const WANTED: &str = "a text, or a map of them by language or plural category";
        if let Some(text) = value.text() {
            return Some(Template::Text(text.to_owned()).into());
        }
        let Content::Map(_) = value.content() else {
            return value.misfit(WANTED);
        };
        let map = Map::<Template>::read(value)?;
        if map.keys().any(is_of_forms) {
            return forms(map, value).map(Into::into);
        }
        let mut texts = map.0.into_iter();
        let Some((language, original)) = texts.next() else {
            return value.misfit_of("an empty map", WANTED);
        };
        let translations = texts.map(|(language, text)| (language, text.into()));
        Some(Self {
            original: Translation::from(original).template,
            language: Some(language),
            translations: translations.collect(),
        })
    }
}

/// Whether a key is that of a form, not of a language.
fn is_of_forms(key: &str) -> bool {
    key == NUMBER || PluralCategory::named(key).is_some()
}

/// A map of plural forms, none of which has forms of its own.
fn forms(map: Map<Template>, value: Value<'_>) -> Option<Template> {
    let form = |(key, template)| match template {
        Template::Text(text) => Some((key, text)),
        Template::Forms(_) => None,
    };
    let forms: Option<_> = map.0.into_iter().map(form).collect();
    let forms = forms.or_else(|| value.misfit_of("a map", "a text in each plural form"))?;
    Some(Template::Forms(Map(forms)))
}

impl From<Template> for UserMessage {
    fn from(original: Template) -> Self {
        Self {
            original,
            language: None,
            translations: Vec::new(),
        }
    }
}

/// In a map by language, a text may say what it is a translation of: `{ text: …, of: … }`, or `of` next to plural forms.
impl From<Template> for Translation {
    fn from(template: Template) -> Self {
        let Template::Forms(mut map) = template else {
            return Self { template, of: None };
        };
        let of = map.0.iter().position(|(key, _)| key == "of");
        let of = of.map(|at| map.0.remove(at).1);
        let template = match &mut *map.0 {
            [(key, text)] if key == "text" => Template::Text(std::mem::take(text)),
            _ => Template::Forms(map),
        };
        Self { template, of }
    }
}

/// A value that a field of a response may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scalar {
    String(String),
    Number(String),
    Bool(bool),
    Null,
    /// `{ exists: … }`
    Exists(bool),
    /// `{ contains: … }`
    Contains(String),
    /// `{ prefix: … }`
    Prefix(String),
}

impl Read for Scalar {
    fn read(value: Value<'_>) -> Option<Self> {
        let Content::Map(_) = value.content() else {
            return scalar(value);
        };
        let Test {
            exists,
            contains,
            prefix,
        } = Test::read(value)?;
        match (exists, contains, prefix) {
            (Some(exists), None, None) => Some(Self::Exists(exists)),
            (None, Some(Word(text)), None) => Some(Self::Contains(text)),
            (None, None, Some(Word(text))) => Some(Self::Prefix(text)),
            (None, None, None) => value.missing("exists"),
            _ => value.misfit_of("a map", "a single test: `exists`, `contains` or `prefix`"),
        }
    }
}

/// Reads a single value.
fn scalar(value: Value<'_>) -> Option<Scalar> {
    match value.plain() {
        Some(Plain::Bool(value)) => Some(Scalar::Bool(value)),
        Some(Plain::Signed(number)) => Some(Scalar::Number(number.to_string())),
        Some(Plain::Unsigned(number)) => Some(Scalar::Number(number.to_string())),
        // Its spelling may matter, and a guess could be a different value.
        Some(Plain::Float(_)) => value.misfit_of(
            "a number with a point",
            "a word in quotes or a whole number",
        ),
        Some(Plain::Null) => Some(Scalar::Null),
        Some(Plain::Text(text)) => Some(Scalar::String(text.to_owned())),
        None => value.misfit("a single value"),
    }
}

part! {
    /// The only map that is accepted instead of a value. It has one key.
    Test {
        /// Whether it is there and not null.
        exists: Option<bool>,
        /// A part of the text, ignoring the case of ASCII letters.
        contains: Option<Word>,
        /// The start of the text, ignoring the case of ASCII letters.
        prefix: Option<Word>,
    }
}

impl Read for Source {
    fn read(value: Value<'_>) -> Option<Self> {
        match (value.text(), value.content()) {
            (Some(text), _) => Some(Self::Place(text.to_owned())),
            (None, Content::Map(_)) => SourceMap::read(value).map(Self::Map),
            _ => value.misfit("a JSON Pointer, `text` or `{ header: NAME }`"),
        }
    }
}

/// A retry policy, or the word `never`; an example may also give only the kind.
#[derive(Debug, PartialEq)]
pub(crate) enum Retry {
    Word(String),
    Policy(Box<Policy>),
}

part! {
    /// A policy has one of `after`, `backoff`, `on_next` and `after_action`, or `use`.
    #[derive(PartialEq)]
    Policy {
        /// A named policy of the book. Other keys override its fields.
        named as "use": Option<String>,
        /// The wait, as in `2s`, or `2s..5s` for a range.
        after: Option<String>,
        /// Growing waits.
        backoff: Option<Backoff>,
        /// The next regular call of this operation repeats it.
        on_next: Option<String>,
        /// Only after this action is done.
        after_action: Option<String>,
        /// The maximum number of retries. Default: no limit.
        attempts: Option<u32>,
        /// The actions to take when no attempt is left.
        if_exhausted: Option<Vec<String>>,
        /// The parameters that the author chose because no documentation gives them. The docs mark them.
        chosen: Vec<String> = default,
    }
}

part! {
    /// Growing waits.
    #[derive(Default, PartialEq)]
    Backoff {
        /// The first wait, as in `1s`.
        base: Option<String>,
        /// The factor by which each wait is longer than the previous one. Default: 2.
        factor: Option<f64>,
        /// The longest wait, as in `60s`.
        max: Option<String>,
        /// The share of each wait that is random, from 0 (default) to 1.
        jitter: Option<f64>,
    }
}

impl Read for Retry {
    fn read(value: Value<'_>) -> Option<Self> {
        match (value.text(), value.content()) {
            (Some(text), _) => Some(Self::Word(text.to_owned())),
            (None, Content::Map(_)) => Policy::read(value).map(|it| Self::Policy(Box::new(it))),
            _ => value.misfit("`never` or a retry policy"),
        }
    }
}
