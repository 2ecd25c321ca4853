//! The languages of texts for end users. A translation belongs to a text, wherever the book has that text.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::entries;
use super::templates::{self, Captured, captures};
use crate::Source;
use crate::diagnostics::{DiagnosticBuilder, Diagnostics, Id, Label, Path, Sink, Target};
use crate::model::{Capture, Language, Part, Pattern, Template, without_types};
use crate::parse;
use crate::read::Files;
use crate::render;
use crate::syntax::{self, Texts, UserMessage};

/// The languages of a book, whose translations are collected while its texts are lowered.
pub(crate) struct Languages<'s> {
    /// The first one is that of the book's own texts.
    tags: Vec<&'s str>,
    /// By language and original.
    translations: RefCell<Vec<BTreeMap<Pattern, Translation>>>,
    /// The files of translations.
    files: Vec<&'s Source>,
}

struct Translation {
    template: Template,
    origin: Origin,
}

/// Where a translation is.
enum Origin {
    /// At this key of a file of translations.
    File(usize, String),
    /// Next to its original.
    Inline,
    /// In a file that the book extends. What the book itself says replaces it.
    Inherited,
}

pub(crate) fn lower<'s>(files: &'s Files<'_>, diagnostics: &mut Diagnostics) -> Languages<'s> {
    let languages = Languages::new(files, diagnostics);
    for (file, (source, texts)) in files.texts.iter().enumerate() {
        languages.add_file(file, texts, &mut Sink::new(source, diagnostics));
    }
    for text in &files.book.standard.texts {
        languages.add_standard(text);
    }
    languages
}

impl<'s> Languages<'s> {
    fn new(files: &'s Files<'_>, diagnostics: &mut Diagnostics) -> Self {
        let sink = &mut files.book.sink(diagnostics);
        let path = Path::ROOT.key("languages");
        let declared = &files.book.syntax.languages;
        let mut tags: Vec<&str> = Vec::new();
        for (at, tag) in declared.iter().enumerate() {
            let parsed = parse::language(tag);
            let parsed = sink.parsed(&path.index(at), Id::InvalidLanguage, "language tag", parsed);
            if parsed.is_some() {
                tags.push(tag);
            }
        }
        if let Some(first) = tags.first() {
            refuse_untranslated_standard(files, first, &path.index(0), sink);
        }
        let translations = tags.iter().map(|_| BTreeMap::new()).collect();
        Self {
            tags,
            translations: RefCell::new(translations),
            files: files.texts.iter().map(|(source, _)| *source).collect(),
        }
    }

    /// The languages as the model has them.
    pub(super) fn finish(self) -> Vec<Language> {
        let translations = self.translations.into_inner();
        let languages = self.tags.into_iter().zip(translations);
        let language = |(tag, translations): (&str, BTreeMap<Pattern, Translation>)| Language {
            tag: tag.to_owned(),
            translations: translations
                .into_iter()
                .map(|(original, translation)| (original, translation.template))
                .collect(),
        };
        languages.map(language).collect()
    }

    fn add_file(&self, file: usize, texts: &Texts, sink: &mut Sink<'_>) {
        let source = self.files[file];
        let languages = match source.package() {
            Some(_) => self.served_by(source.stem()),
            None => self.find(source.stem(), sink).into_iter().collect(),
        };
        let path = Path::ROOT.key("texts");
        for (key, text) in entries(&texts.texts, &path, sink) {
            let path = path.key(key);
            let what = "text for the end user";
            let original = sink.parsed_key(
                &path,
                Id::InvalidUserMessage,
                what,
                parse::untyped_user_message(key),
            );
            let Some(original) = original else { continue };
            let text = translation(&original, text, source.stem(), &path, sink);
            let Some(text) = text else { continue };
            for language in &languages {
                if source.package().is_some() {
                    self.add_inherited(*language, &original, &text);
                } else {
                    self.add_of_file(*language, &original, &text, (file, key), sink);
                }
            }
        }
    }

    fn add_of_file(
        &self,
        language: usize,
        original: &Pattern,
        template: &Template,
        (file, key): (usize, &str),
        sink: &mut Sink<'_>,
    ) {
        let of = &mut self.translations.borrow_mut()[language];
        if let Some(Origin::File(first, known)) = of.get(original).map(|known| &known.origin) {
            let texts = Path::ROOT.key("texts");
            let first = self.label(*first, known, sink);
            let second = second_translation(self.tags[language]);
            sink.report_at_key(&texts.key(key), &second.related(first));
            return;
        }
        let (template, origin) = (template.clone(), Origin::File(file, key.to_owned()));
        of.insert(original.clone(), Translation { template, origin });
    }

    /// Where a file of translations has a text.
    fn label(&self, file: usize, key: &str, sink: &mut Sink<'_>) -> Label {
        let texts = Path::ROOT.key("texts");
        let mut sink = Sink::new(self.files[file], sink.diagnostics);
        sink.label_of(&texts.key(key), Target::Key)
    }

    /// The position of the language of a file of translations.
    fn find(&self, tag: &str, sink: &mut Sink<'_>) -> Option<usize> {
        let found = self.tags.iter().position(|own| *own == tag);
        if found == Some(0) {
            let message = format!("`{tag}` is the language of the book's own texts");
            let label = "there is nothing to translate";
            let diagnostic = Id::InvalidLanguage.diagnostic(message, label);
            sink.report_at_offset(0, &diagnostic.help("edit the texts where they are"));
        } else if found.is_none() {
            let diagnostic = self.undeclared(tag, sink);
            sink.report_at_offset(0, &diagnostic);
        }
        found.filter(|found| *found > 0)
    }

    fn undeclared(&self, tag: &str, sink: &Sink<'_>) -> DiagnosticBuilder {
        let diagnostic = sink.unknown("language", tag, self.tags.iter().copied());
        diagnostic.help("`languages` in `book.yaml` lists the languages of the book")
    }

    /// The languages that texts in a language are for: itself and its varieties.
    fn served_by(&self, tag: &str) -> Vec<usize> {
        let translated = self.tags.iter().enumerate().skip(1);
        let served = translated.filter(|(_, own)| parse::is_variety(own, tag));
        served.map(|(at, _)| at).collect()
    }

    /// The text of a book, whose translations are added if it has them next to it.
    pub(super) fn lower(
        &self,
        own: &UserMessage,
        capture: Captured<'_>,
        path: &Path<'_>,
        sink: &mut Sink<'_>,
    ) -> Option<Template> {
        let is_own = sink.part_of(path, Target::Value) == 0;
        let localized = match self.tags.first() {
            Some(first) if !is_own => localized(own, first, path, sink)?,
            _ => Cow::Borrowed(own),
        };
        let named = localized.language.as_ref();
        let inner = named.map(|tag| path.key(tag));
        let at = inner.as_ref().unwrap_or(path);
        let language = named.map(String::as_str).or(self.tags.first().copied());
        let template = templates::lower(&localized.original, language, capture, at, sink)?;
        self.add(&localized, &template.text, path, sink);
        Some(template)
    }

    /// Adds the translations that are written next to a text.
    pub(super) fn add(
        &self,
        own: &UserMessage,
        original: &[Part],
        path: &Path<'_>,
        sink: &mut Sink<'_>,
    ) {
        let Some(language) = &own.language else {
            return;
        };
        let is_own = sink.part_of(path, Target::Value) == 0;
        if is_own {
            self.refuse_other_original(language, path, sink);
        }
        let original = without_types(original);
        let mut seen = vec![language.as_str()];
        for (tag, own) in &own.translations {
            let times = seen.iter().filter(|seen| *seen == tag).count();
            seen.push(tag);
            if times > 0 {
                let message = format!("`{tag}` is a duplicate key");
                let diagnostic = Id::RepeatedKey.diagnostic(message, "again");
                sink.report_clash(&path.nth_key(tag, times), &path.key(tag), diagnostic);
                continue;
            }
            let path = path.key(tag);
            let inner = path.key("text");
            let is_inner = own.of.is_some() && matches!(own.template, syntax::Template::Text(_));
            let at = if is_inner { &inner } else { &path };
            let text = translation(&original, &own.template, tag, at, sink);
            let Some(text) = text else { continue };
            if is_own {
                self.add_own(tag, &original, text, &path, sink);
            } else {
                self.add_for_varieties(tag, &original, &text);
            }
        }
    }

    fn add_standard(&self, own: &UserMessage) {
        let Ok(original) = parse::untyped_user_message(own.original.text()) else {
            return;
        };
        for (tag, own) in &own.translations {
            if let Ok(text) = parse::untyped_user_message(own.template.text()) {
                self.add_for_varieties(tag, &original, &text.into());
            }
        }
    }

    fn refuse_other_original(&self, language: &str, path: &Path<'_>, sink: &mut Sink<'_>) {
        match self.tags.first() {
            Some(first) if *first == language => {}
            Some(first) => {
                let message =
                    format!("the first text is not in the language of the book, `{first}`");
                let label = "the original comes first";
                let diagnostic = Id::InvalidLanguage.diagnostic(message, label);
                sink.report_at_key(&path.key(language), &diagnostic);
            }
            None => {
                let diagnostic = self.undeclared(language, sink);
                sink.report_at_key(&path.key(language), &diagnostic);
            }
        }
    }

    fn add_own(
        &self,
        tag: &str,
        original: &Pattern,
        template: Template,
        path: &Path<'_>,
        sink: &mut Sink<'_>,
    ) {
        let Some(language) = self.tags.iter().position(|own| *own == tag) else {
            // Without any languages, the first one is reported.
            if !self.tags.is_empty() {
                sink.report_at_key(path, &self.undeclared(tag, sink));
            }
            return;
        };
        let of = &mut self.translations.borrow_mut()[language];
        match of.get(original) {
            Some(Translation {
                origin: Origin::File(first, key),
                ..
            }) => {
                let first = self.label(*first, key, sink);
                sink.report_at(path, &second_translation(tag).related(first));
            }
            Some(known) if matches!(known.origin, Origin::Inline) && known.template != template => {
                let other = render::template(&known.template);
                let message = format!("the same text has two translations into `{tag}`");
                let label = format!("elsewhere it is “{other}”");
                let diagnostic = Id::RepeatedKey.diagnostic(message, label);
                let help =
                    "use the same translation; if the meanings differ, so should the originals";
                sink.report_at(path, &diagnostic.help(help));
            }
            _ => {
                let origin = Origin::Inline;
                of.insert(original.clone(), Translation { template, origin });
            }
        }
    }

    fn add_for_varieties(&self, tag: &str, original: &Pattern, template: &Template) {
        for language in self.served_by(tag) {
            self.add_inherited(language, original, template);
        }
    }

    fn add_inherited(&self, language: usize, original: &Pattern, template: &Template) {
        let of = &mut self.translations.borrow_mut()[language];
        of.entry(original.clone()).or_insert_with(|| Translation {
            template: template.clone(),
            origin: Origin::Inherited,
        });
    }
}

/// An inherited text in the language of the book.
fn localized<'o>(
    own: &'o UserMessage,
    first: &str,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Option<Cow<'o, UserMessage>> {
    if own.language.is_none() {
        return Some(Cow::Borrowed(own));
    }
    let localized = own.in_language(first);
    if localized.is_none() {
        let message = format!("this inherited text is not in the language of the book, `{first}`");
        let label = "in other languages only";
        let diagnostic = Id::InvalidLanguage.diagnostic(message, label);
        let help = "replace it with a `user_message` in the file that extends this one";
        sink.report_at(path, &diagnostic.help(help));
    }
    localized.map(Cow::Owned)
}

/// The error for a text with two translations into a language, of which the first is in a file of translations.
fn second_translation(tag: &str) -> DiagnosticBuilder {
    let message = format!("this text is translated into `{tag}` twice");
    let diagnostic = Id::RepeatedKey.diagnostic(message, "again");
    diagnostic.help("keep one of the two")
}

/// The language of the book's own texts must be one that the standard vocabulary has, unless the book has a text for each of
/// its classes.
fn refuse_untranslated_standard(
    files: &Files<'_>,
    first: &str,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) {
    let standard = &files.book.standard;
    let foreign = standard.texts.iter().filter(|own| {
        let language = own.language.as_deref();
        language.is_some_and(|language| !parse::is_variety(first, language))
    });
    let foreign: BTreeSet<&str> = foreign.map(|own| own.original.text()).collect();
    let classes = files.book.syntax.classes().take(standard.classes);
    let inherited = classes.filter(|(_, class)| {
        let text = class.user_message.as_ref().map(|own| own.original.text());
        text.is_some_and(|text| foreign.contains(text))
    });
    let names: Vec<&str> = inherited.map(|(name, _)| name).collect();
    if !names.is_empty() {
        let message = format!("the standard vocabulary has no texts in `{first}`");
        let label = "the first language is that of the book's texts";
        let diagnostic = Id::InvalidLanguage.diagnostic(message, label);
        let help = format!(
            "write a `user_message` for each of these classes: {}; or start the list with a language that the standard has",
            names.join(", ")
        );
        sink.report_at(path, &diagnostic.help(help));
    }
}

/// A translation that inserts what the original does.
fn translation(
    original: &[Part],
    own: &syntax::Template,
    language: &str,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Option<Template> {
    let any = |_: &str| Ok(Capture::Decimal);
    let template = templates::lower(own, Some(language), &any, path, sink)?;
    let (wanted, inserted) = (captures(original), captures(&template.text));
    let missing = wanted.difference(&inserted).next();
    let unknown = inserted.difference(&wanted).next();
    let label = match (missing, unknown) {
        (Some(name), _) => format!("the original inserts `{{{name}}}`"),
        (None, Some(name)) => format!("the original does not insert `{{{name}}}`"),
        (None, None) => return Some(template),
    };
    let message = "the translation inserts other values than the original";
    sink.report_at(path, &Id::InvalidUserMessage.diagnostic(message, label));
    None
}
