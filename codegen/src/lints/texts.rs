//! Texts that are cut off, reveal internal details, or do not distinguish codes.

use std::collections::{BTreeMap, BTreeSet};

use super::Linter;
use super::lost_text::comments;
use super::walk::Code;
use crate::diagnostics::{DiagnosticBuilder, Id, Path};
use crate::model::Vendor;
use crate::render::joined;
use crate::syntax;

/// Reports text that YAML silently drops: after ` #` in unquoted text, and after a comma in braces.
pub(super) fn lost(linter: &mut Linter<'_>) {
    let text = &linter.sink.source.text;
    let rest = |at: usize| text[at..].lines().next().unwrap_or("").trim_end();
    for offset in comments(text) {
        let message = format!("a comment cuts off this text: `{}` is lost", rest(offset));
        let diagnostic = Id::LostText.diagnostic(message, "the comment starts here");
        linter.report_at_offset(
            offset,
            diagnostic.help("quote the text, or put the comment on a line of its own"),
        );
    }
    if linter.sink.is_suspect()
        && let Ok(tree) = linter.sink.tree()
    {
        for (key, is_in_braces) in tree.keys_without_value() {
            let diagnostic = without_value(tree.text(key), is_in_braces);
            linter.report_at_offset(tree.bytes(key).start, diagnostic);
        }
    }
}

/// A key without a value: in braces, it is most likely the rest of a text with a comma.
fn without_value(key: &str, is_in_braces: bool) -> DiagnosticBuilder {
    if is_in_braces {
        let message = format!("a comma cuts off this text: `{key}` is a key without a value");
        let diagnostic = Id::LostText.diagnostic(message, "in braces, a comma ends a text");
        diagnostic.help("quote the text, or give the key its value")
    } else {
        let diagnostic = Id::LostText.diagnostic(format!("`{key}` has no value"), "no value");
        diagnostic.help("give it one, or remove the key")
    }
}

/// Reports texts of classes for the end user that contain codes of a vendor or locations in its responses. They are shown for the codes of every vendor.
pub(super) fn leaking_classes(syntax: &syntax::Book, vendors: &[Vendor], linter: &mut Linter<'_>) {
    let secrets: BTreeSet<&str> = vendors.iter().flat_map(secrets).collect();
    let path = Path::ROOT.key("classes");
    for (name, class) in syntax.classes() {
        let path = path.key(name);
        linter.within(&class.allow, |linter| {
            if let Some(text) = &class.user_message {
                check_message(text, &path.key("user_message"), &secrets, linter);
            }
        });
    }
}

/// The codes of a vendor that cannot be ordinary words.
pub(super) fn secrets(vendor: &Vendor) -> impl Iterator<Item = &str> {
    let wires = vendor.codes.iter().map(|code| code.wire.as_str());
    wires.filter(|wire| is_distinctive(wire))
}

/// The same for a file of translations, which are shown for the codes of every vendor.
pub(super) fn leaking_translations(
    texts: &syntax::Texts,
    vendors: &[Vendor],
    linter: &mut Linter<'_>,
) {
    let secrets: BTreeSet<&str> = vendors.iter().flat_map(secrets).collect();
    let path = Path::ROOT.key("texts");
    for (original, translation) in texts.texts.iter() {
        check_template(translation, &path.key(original), &secrets, linter);
    }
}

/// Whether a wire string cannot be a word of a sentence, such as `e-mail`, or a small number.
fn is_distinctive(wire: &str) -> bool {
    let shouts = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b"_-.".contains(&b);
    let humped = |two: &[u8]| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase();
    let joined = wire.contains('_') || wire.trim_start_matches('.').contains('.');
    let cased = wire.bytes().all(shouts) || wire.as_bytes().windows(2).any(humped);
    wire.len() > 3 && (joined || cased)
}

/// Reports codes and locations in a text for the end user, in all languages that are next to each other.
pub(super) fn check_message(
    own: &syntax::UserMessage,
    path: &Path<'_>,
    secrets: &BTreeSet<&str>,
    linter: &mut Linter<'_>,
) {
    match &own.language {
        Some(tag) => check_template(&own.original, &path.key(tag), secrets, linter),
        None => check_template(&own.original, path, secrets, linter),
    }
    for (tag, translation) in &own.translations {
        check_template(&translation.template, &path.key(tag), secrets, linter);
    }
}

fn check_template(
    own: &syntax::Template,
    path: &Path<'_>,
    secrets: &BTreeSet<&str>,
    linter: &mut Linter<'_>,
) {
    let separates =
        |c: char| c.is_whitespace() || ",;:!?“”„「」《》«»\"'()（）、。，；：！？؟،؛।".contains(c);
    let words = own.texts().flat_map(|text| text.split(separates));
    let mut words = words.map(|word| word.trim_end_matches('.'));
    let leak =
        words.find(|word| secrets.contains(word) || (word.starts_with('/') && word.len() > 1));
    if let Some(leak) = leak {
        let message = format!("the text for the end user contains `{leak}`");
        let diagnostic = Id::LeakingUserMessage.diagnostic(message, "this is shown");
        linter.report_at(
            path,
            diagnostic.help("say what it means to the player instead"),
        );
    }
}

/// The first code of each domain with each summary, apart from case, punctuation and small words.
pub(super) type Summaries<'s> = BTreeMap<(&'s str, String), &'s str>;

/// Reports a code with the summary of an earlier one: it was copied and not rewritten.
pub(super) fn similar_summary<'s>(
    code: &Code<'s>,
    summaries: &mut Summaries<'s>,
    path: &Path<'_>,
    linter: &mut Linter<'_>,
) {
    let (words, wire) = (words_of(&code.own.summary), code.wire);
    if words.is_empty() {
        return;
    }
    let earlier = *summaries.entry((code.domain, words)).or_insert(wire);
    if earlier != wire {
        let message = format!("`{earlier}` and `{wire}` have the same summary");
        let diagnostic = Id::SimilarSummaries.diagnostic(message, "what is the difference?");
        let diagnostic = diagnostic.help("describe the difference");
        let first = linter.label_of_code(code.domain, earlier);
        let diagnostic = diagnostic.related(first.with_text("the same here"));
        linter.report_at_key(path, diagnostic);
    }
}

fn words_of(summary: &str) -> String {
    const SMALL: [&str; 10] = [
        "a", "an", "are", "been", "has", "have", "is", "the", "was", "were",
    ];
    let words = summary
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase);
    let significant = words.filter(|word| !word.is_empty() && !SMALL.contains(&word.as_str()));
    joined(significant, " ")
}
