//! Values with several forms in YAML: one or many, a word that looks like a number, a map with duplicate keys.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    Deserialize, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::recover::{Attempt, list, some_list};
use super::{Source, SourceMap};
use crate::cldr::PluralCategory;
use crate::parse::is_variety;

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

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Map<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Map<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(key) = map.next_key()? {
                    if let Attempt(Some(value)) = map.next_value()? {
                        entries.push((key, value));
                    }
                }
                Ok(Map(entries))
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
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

impl<'de, T: Deserialize<'de>, const OR_NONE: bool> Deserialize<'de> for OneOrMany<T, OR_NONE> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

struct OneOrManyVisitor<T, const OR_NONE: bool>(PhantomData<T>);

impl<T, const OR_NONE: bool> OneOrManyVisitor<T, OR_NONE> {
    fn one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<OneOrMany<T, OR_NONE>, D::Error>
    where
        T: Deserialize<'de>,
    {
        Ok(OneOrMany {
            items: vec![T::deserialize(deserializer)?],
            listed: false,
        })
    }
}

/// Visits single scalars.
macro_rules! one_of {
    ($($visit:ident: $type:ty,)*) => {$(
        fn $visit<E: Error>(self, value: $type) -> Result<Self::Value, E> {
            Self::one(value.into_deserializer())
        }
    )*};
}

impl<'de, T: Deserialize<'de>, const OR_NONE: bool> Visitor<'de> for OneOrManyVisitor<T, OR_NONE> {
    type Value = OneOrMany<T, OR_NONE>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or a list of values")
    }

    one_of! {
        visit_bool: bool,
        visit_i64: i64,
        visit_u64: u64,
        visit_f64: f64,
        visit_str: &str,
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Self::one(().into_deserializer())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Self::one(MapAccessDeserializer::new(map))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        let items: Vec<T> = list(SeqAccessDeserializer::new(seq))?;
        if items.is_empty() && !OR_NONE {
            return Err(A::Error::invalid_value(
                Unexpected::Other("an empty list"),
                &"at least one item",
            ));
        }
        Ok(OneOrMany {
            items,
            listed: true,
        })
    }
}

/// A string that may be unquoted although YAML reads it as a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word(pub(crate) String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(ScalarVisitor { or_map: false })? {
            Scalar::String(text) | Scalar::Number(text) => Ok(Self(text)),
            Scalar::Bool(value) => Err(D::Error::invalid_type(
                Unexpected::Bool(value),
                &"a word in quotes",
            )),
            Scalar::Null => Err(D::Error::invalid_type(
                Unexpected::Unit,
                &"a word in quotes",
            )),
            Scalar::Exists(_) | Scalar::Contains(_) | Scalar::Prefix(_) => {
                Err(D::Error::invalid_type(Unexpected::Map, &"a word"))
            }
        }
    }
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

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TemplateVisitor;

        impl<'de> Visitor<'de> for TemplateVisitor {
            type Value = Template;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a map of its plural forms")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Template, E> {
                Ok(Template::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Template, A::Error> {
                forms(Map::deserialize(MapAccessDeserializer::new(map))?)
            }
        }

        deserializer.deserialize_any(TemplateVisitor)
    }
}

impl<'de> Deserialize<'de> for UserMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct UserMessageVisitor;

        impl<'de> Visitor<'de> for UserMessageVisitor {
            type Value = UserMessage;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a map of them by language or plural category")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<UserMessage, E> {
                Ok(Template::Text(text.to_owned()).into())
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<UserMessage, A::Error> {
                let map = Map::<Template>::deserialize(MapAccessDeserializer::new(map))?;
                if map.keys().any(is_of_forms) {
                    return forms(map).map(Into::into);
                }
                let mut texts = map.0.into_iter();
                let Some((language, original)) = texts.next() else {
                    let empty = Unexpected::Other("an empty map");
                    return Err(A::Error::invalid_value(empty, &self));
                };
                let translations = texts.map(|(language, text)| (language, text.into()));
                Ok(UserMessage {
                    original: Translation::from(original).template,
                    language: Some(language),
                    translations: translations.collect(),
                })
            }
        }

        deserializer.deserialize_any(UserMessageVisitor)
    }
}

/// Whether a key is that of a form, not of a language.
fn is_of_forms(key: &str) -> bool {
    key == NUMBER || PluralCategory::named(key).is_some()
}

/// A map of plural forms, none of which has forms of its own.
fn forms<E: Error>(map: Map<Template>) -> Result<Template, E> {
    let form = |(key, template)| match template {
        Template::Text(text) => Ok((key, text)),
        Template::Forms(_) => Err(E::invalid_type(
            Unexpected::Map,
            &"a text in each plural form",
        )),
    };
    let forms = map.0.into_iter().map(form).collect::<Result<_, E>>()?;
    Ok(Template::Forms(Map(forms)))
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

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor { or_map: true })
    }
}

struct ScalarVisitor {
    /// Whether `{ exists: … }` and its like are accepted instead of a value.
    or_map: bool,
}

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a single value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Scalar, E> {
        Ok(Scalar::Number(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Scalar, E> {
        Ok(Scalar::Number(value.to_string()))
    }

    /// YAML has already lost its spelling, and a guess could be a different value.
    fn visit_f64<E: Error>(self, _: f64) -> Result<Scalar, E> {
        Err(E::invalid_type(
            Unexpected::Other("a number with a point"),
            &"a word in quotes or a whole number",
        ))
    }

    fn visit_unit<E: Error>(self) -> Result<Scalar, E> {
        Ok(Scalar::Null)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Scalar, E> {
        Ok(Scalar::String(value.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Scalar, A::Error> {
        if !self.or_map {
            return Err(A::Error::invalid_type(Unexpected::Map, &self));
        }
        let Test {
            exists,
            contains,
            prefix,
        } = Test::deserialize(MapAccessDeserializer::new(map))?;
        match (exists, contains, prefix) {
            (Some(exists), None, None) => Ok(Scalar::Exists(exists)),
            (None, Some(Word(text)), None) => Ok(Scalar::Contains(text)),
            (None, None, Some(Word(text))) => Ok(Scalar::Prefix(text)),
            (None, None, None) => Err(A::Error::missing_field("exists")),
            _ => Err(A::Error::invalid_value(
                Unexpected::Map,
                &"a single test: `exists`, `contains` or `prefix`",
            )),
        }
    }
}

/// The only map that is accepted instead of a value. It has one key.
#[derive(serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Test {
    /// Whether it is there and not null.
    exists: Option<bool>,
    /// A part of the text, ignoring the case of ASCII letters.
    contains: Option<Word>,
    /// The start of the text, ignoring the case of ASCII letters.
    prefix: Option<Word>,
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Place;

        impl<'de> Visitor<'de> for Place {
            type Value = Source;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON Pointer, `text` or `{ header: NAME }`")
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Source, E> {
                Ok(Source::Place(value.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Source, A::Error> {
                SourceMap::deserialize(MapAccessDeserializer::new(map)).map(Source::Map)
            }
        }

        deserializer.deserialize_any(Place)
    }
}

/// A retry policy, or the word `never`; an example may also give only the kind.
#[derive(Debug, PartialEq)]
pub(crate) enum Retry {
    Word(String),
    Policy(Box<Policy>),
}

/// A policy has one of `after`, `backoff`, `on_next` and `after_action`, or `use`.
#[derive(Debug, PartialEq, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    /// A named policy of the book. Other keys override its fields.
    #[serde(rename = "use")]
    pub(crate) named: Option<String>,
    /// The wait, as in `2s`, or `2s..5s` for a range.
    pub(crate) after: Option<String>,
    /// Growing waits.
    pub(crate) backoff: Option<Backoff>,
    /// The next regular call of this operation repeats it.
    pub(crate) on_next: Option<String>,
    /// Only after this action is done.
    pub(crate) after_action: Option<String>,
    /// The maximum number of retries. Default: no limit.
    pub(crate) attempts: Option<u32>,
    /// The actions to take when no attempt is left.
    #[serde(default, deserialize_with = "some_list")]
    pub(crate) if_exhausted: Option<Vec<String>>,
    /// The parameters that the author chose because no documentation gives them. The docs mark them.
    #[serde(default, deserialize_with = "list")]
    pub(crate) chosen: Vec<String>,
}

/// Growing waits.
#[derive(Debug, Default, PartialEq, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Backoff {
    /// The first wait, as in `1s`.
    pub(crate) base: Option<String>,
    /// The factor by which each wait is longer than the previous one. Default: 2.
    pub(crate) factor: Option<f64>,
    /// The longest wait, as in `60s`.
    pub(crate) max: Option<String>,
    /// The share of each wait that is random, from 0 (default) to 1.
    pub(crate) jitter: Option<f64>,
}

impl<'de> Deserialize<'de> for Retry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RetryVisitor;

        impl<'de> Visitor<'de> for RetryVisitor {
            type Value = Retry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`never` or a retry policy")
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Retry, E> {
                Ok(Retry::Word(value.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Retry, A::Error> {
                let policy = Policy::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Retry::Policy(Box::new(policy)))
            }
        }

        deserializer.deserialize_any(RetryVisitor)
    }
}

/// A value whose key is present, even if it is `null`.
pub(crate) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    d: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(d).map(Some)
}

/// A text whose key is present. Without a value it is an empty text, which is reported.
pub(crate) fn present_text<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(d).map(|text: Option<String>| Some(text.unwrap_or_default()))
}
