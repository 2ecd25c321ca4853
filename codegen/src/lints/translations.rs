//! Translations that are missing, or that were made from something else than their original.

use std::collections::BTreeSet;

use super::Linter;
use super::walk::{Node, walk};
use crate::Source;
use crate::diagnostics::{DiagnosticBuilder, Diagnostics, Id, Label, Level, Path, Sink, Target};
use crate::model::{Book, Language, Part, Pattern};
use crate::parse;
use crate::read::Files;
use crate::render::joined;
use crate::syntax::{Texts, UserMessage};

/// The levels of all lints.
type Levels = [(Id, Option<Level>)];

pub(super) fn run(files: &Files<'_>, book: &Book, levels: &Levels, diagnostics: &mut Diagnostics) {
    if book.languages.len() < 2 {
        return;
    }
    let mut originals = Originals {
        languages: &book.languages,
        standard: files
            .book
            .standard
            .texts
            .iter()
            .map(|own| own.original.text())
            .collect(),
        seen: BTreeSet::new(),
    };
    originals.check_classes(
        files,
        &mut Linter::new(levels, files.book.sink(diagnostics)),
    );
    for (source, syntax) in &files.vendors {
        let linter = &mut Linter::new(levels, Sink::new(source, diagnostics));
        walk(syntax, linter, &mut |node, path, linter| {
            if let Node::Text(text) = node {
                let original = parse::untyped_user_message(text.original.text());
                originals.check(text, original.ok(), path, linter);
            }
        });
    }
    for file in files.own_texts() {
        originals.check_file(file, files, levels, diagnostics);
    }
}

/// The texts of the book.
struct Originals<'b> {
    languages: &'b [Language],
    /// Those of the standard vocabulary.
    standard: BTreeSet<&'b str>,
    seen: BTreeSet<String>,
}

impl Originals<'_> {
    fn check_classes(&mut self, files: &Files<'_>, linter: &mut Linter<'_>) {
        let classes = Path::ROOT.key("classes");
        let mut of_standard = Vec::new();
        for (name, class) in files.book.syntax.classes() {
            let Some(text) = &class.user_message else {
                continue;
            };
            let original = text.original.text();
            let parts = vec![Part::Literal(original.to_owned())];
            if self.standard.contains(original) {
                self.seen.insert(original.to_owned());
                of_standard.push(parts);
                continue;
            }
            let path = classes.key(name);
            linter.within(&class.allow, |linter| {
                self.check(text, Some(parts), &path.key("user_message"), linter);
            });
        }
        let path = Path::ROOT.key("languages");
        for (at, language) in self.languages.iter().enumerate().skip(1) {
            let missing = of_standard
                .iter()
                .filter(|parts| !self.is_in(language, parts));
            let missing = missing.count();
            if missing > 0 {
                let tag = &language.tag;
                let message =
                    format!("{missing} texts of standard classes have no translation into `{tag}`");
                let label = format!("they are shown in `{}`", self.languages[0].tag);
                let diagnostic = Id::Untranslated.diagnostic(message, label);
                let help = format!("translate them in `texts/{tag}.yaml`");
                linter.report_at(&path.index(at), diagnostic.help(help));
            }
        }
    }

    /// Whether a text is in a language, or in one that it is a variety of.
    fn is_in(&self, language: &Language, original: &[Part]) -> bool {
        let served = self.languages.iter().enumerate();
        let mut served = served.filter(|(_, own)| parse::is_variety(&language.tag, &own.tag));
        served.any(|(at, own)| at == 0 || own.translation(original).is_some())
    }

    /// Checks a text and the translations next to it.
    fn check(
        &mut self,
        own: &UserMessage,
        original: Option<Pattern>,
        path: &Path<'_>,
        linter: &mut Linter<'_>,
    ) {
        let Some(original) = original else { return };
        let missing = self.languages.iter().skip(1);
        let missing = missing.filter(|language| !self.is_in(language, &original));
        let missing = joined(missing.map(|own| format!("`{}`", own.tag)), ", ");
        if !missing.is_empty() {
            let message = format!("no translation into {missing}");
            let label = "shown as it is to readers of other languages";
            linter.report_at(path, Id::Untranslated.diagnostic(message, label));
        }
        let now = path.key(own.language.as_deref().unwrap_or_default());
        for (tag, translation) in &own.translations {
            let path = path.key(tag);
            if translation.template.text() == own.original.text() {
                linter.report_at(&path, same_as_original());
            }
            if let Some(of) = &translation.of
                && of.trim() != own.original.text()
            {
                let message = "the translation was made from another original";
                let diagnostic = Id::StaleTranslation.diagnostic(message, "from this");
                let diagnostic = diagnostic.help("adapt the translation and `of`");
                let now = linter.sink.label_of(&now, Target::Value);
                let diagnostic = diagnostic.related(now.with_text("the text is now"));
                linter.report_at(&path.key("of"), diagnostic);
            }
        }
        self.seen.insert(own.original.text().to_owned());
    }

    /// Checks a file of translations.
    fn check_file(
        &self,
        (source, texts): (&Source, &Texts),
        files: &Files<'_>,
        levels: &Levels,
        diagnostics: &mut Diagnostics,
    ) {
        let path = Path::ROOT.key("texts");
        for (original, own) in texts.texts.iter() {
            let path = path.key(original);
            let original = original.trim();
            if !self.seen.contains(original) {
                let linter = Linter::new(levels, Sink::new(source, diagnostics));
                // Comparing texts takes time, and no more than these are shown.
                let is_shown = linter.has_room_for(Id::StaleTranslation);
                let now = is_shown.then(|| self.successor(original, texts)).flatten();
                let now = now.map(|now| (now, location(now, files, diagnostics)));
                let linter = &mut Linter::new(levels, Sink::new(source, diagnostics));
                report_stale(now, &path, linter);
            }
            let linter = &mut Linter::new(levels, Sink::new(source, diagnostics));
            if own.text() == original {
                linter.report_at(&path, same_as_original());
            }
            let lengths = own.texts().map(|text| text.trim().chars().count());
            let length = lengths.max().unwrap_or(0);
            if let Some(most) = texts.max_length
                && length > most as usize
            {
                let message = format!("a translation has at most {most} characters");
                let label = format!("{length} characters");
                let diagnostic = Id::LongText.diagnostic(message, label);
                linter.report_at(
                    &path,
                    diagnostic.help("shorten it, or raise `max_length` of this file"),
                );
            }
        }
    }

    /// What an original may have become: the most similar text of the book that the file does not translate. It has at least
    /// half of the pairs of letters in common.
    fn successor(&self, original: &str, texts: &Texts) -> Option<&str> {
        let translated: BTreeSet<&str> = texts.texts.keys().map(str::trim).collect();
        let seen = self.seen.iter().map(String::as_str);
        let open = seen.filter(|text| !translated.contains(text));
        let compared = open.map(|text| (strsim::sorensen_dice(original, text), text));
        let nearest = compared.max_by(|(a, _), (b, _)| a.total_cmp(b));
        nearest
            .filter(|(similarity, _)| *similarity >= 0.5)
            .map(|(_, text)| text)
    }
}

fn same_as_original() -> DiagnosticBuilder {
    let message = "the translation is the same as the original";
    Id::Untranslated.diagnostic(message, "not translated")
}

fn report_stale(now: Option<(&str, Option<Label>)>, path: &Path<'_>, linter: &mut Linter<'_>) {
    let message = "this translation is of a text that the book does not have";
    let diagnostic = Id::StaleTranslation.diagnostic(message, "no such text");
    let diagnostic = match now {
        Some((now, label)) => {
            let help = format!("if the text has become “{now}”, adapt the translation and its key");
            let label = label.map(|label| label.with_text("perhaps it is this one now"));
            let diagnostic = diagnostic.help(help);
            label
                .into_iter()
                .fold(diagnostic, DiagnosticBuilder::related)
        }
        None => diagnostic.help("remove it, or adapt its key to the text that it translates"),
    };
    linter.report_at_key(path, diagnostic);
}

/// Where the book has a text.
fn location(text: &str, files: &Files<'_>, diagnostics: &mut Diagnostics) -> Option<Label> {
    let classes = Path::ROOT.key("classes");
    for (name, class) in files.book.syntax.classes() {
        if class
            .user_message
            .as_ref()
            .is_some_and(|own| own.original.text() == text)
        {
            let path = classes.key(name);
            let mut sink = files.book.sink(diagnostics);
            return Some(sink.label_of(&path.key("user_message"), Target::Value));
        }
    }
    files.vendors.iter().find_map(|(source, syntax)| {
        let linter = &mut Linter::new(&[], Sink::new(source, diagnostics));
        let mut found = None;
        walk(syntax, linter, &mut |node, path, linter| match node {
            Node::Text(own) if found.is_none() && own.original.text() == text => {
                found = Some(linter.sink.label_of(path, Target::Value));
            }
            _ => {}
        });
        found
    })
}
