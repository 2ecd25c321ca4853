//! Codes: their identifiers, statuses and aliases.

use std::collections::HashMap;

use super::for_each;
use super::remarks;
use super::scope::Parts;
use crate::decide::{LayerSettings, Layers, Rule};
use crate::diagnostics::{DiagnosticBuilder, Id, Label, Path, Sink, Target};
use crate::model::{Code, Deprecated, Part, Pattern, Test};
use crate::names::LONGEST_CODE;
use crate::parse;
use crate::syntax;

pub(super) fn lower(parts: &Parts<'_>, layers: &Layers, sink: &mut Sink<'_>) -> Vec<Code> {
    let path = Path::ROOT.key("domains");
    let mut codes: Vec<Code> = Vec::new();
    for (index, (name, domain)) in parts.domains.iter().enumerate() {
        let path = path.key(name);
        let path = path.key("codes");
        let own = &parts.codes[index];
        let first = codes.len();
        let categories = parts.categories[index].iter();
        let categories: Vec<&str> = categories.map(|(name, _)| *name).collect();
        for (wire, code) in own {
            let settings = &layers.codes[codes.len()];
            let domain = (index, *domain);
            let path = path.key(wire);
            codes.push(self::code(
                wire,
                code,
                domain,
                &categories,
                settings,
                &path,
                sink,
            ));
        }
        let codes = &mut codes[first..];
        refuse_same_names(own, codes, &path, sink);
        refuse_repeated_aliases(own, &path, sink);
        refuse_circles(own, &path, sink);
        name_aliases(codes, own, domain, &path, sink);
    }
    codes
}

/// Codes of a domain need different Rust names.
fn refuse_same_names(
    own: &[(&str, &syntax::Code)],
    codes: &[Code],
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) {
    let mut firsts: HashMap<&str, (&str, Option<&str>)> = HashMap::new();
    for ((wire, own), code) in own.iter().zip(codes) {
        let named = own.name.is_some().then_some("name");
        let (first, first_named) = *firsts.entry(&code.ident).or_insert((wire, named));
        if first == *wire || code.ident.is_empty() {
            continue;
        }
        let message = format!("two codes become `{}`", code.ident);
        let diagnostic = Id::NameClash.diagnostic(message, "the second one");
        let diagnostic = diagnostic.help(match named {
            Some(_) => "give it another `name`",
            None => "give one of them a `name`",
        });
        let (path, first) = (path.key(wire), path.key(first));
        sink.clash_of_names((&path, named), (&first, first_named), diagnostic);
    }
}

/// Finds the Rust names of aliases. An alias has none if it cannot become a name, or the name is also that of another
/// code's alias.
fn name_aliases(
    codes: &mut [Code],
    own: &[(&str, &syntax::Code)],
    domain: &syntax::Domain,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) {
    let idents = codes.iter().map(|code| code.ident.as_str());
    let taken: HashMap<&str, usize> = idents.zip(0..).collect();
    let mut owners: Vec<(String, usize)> = Vec::new();
    for (at, (wire, code)) in own.iter().enumerate() {
        let path = path.key(wire);
        for (nth, alias) in code.aliases.items.iter().enumerate() {
            let Ok(ident) = derived(&alias.0, domain) else {
                continue;
            };
            match taken.get(ident.as_str()) {
                None => owners.push((ident, at)),
                Some(owner) if *owner == at || own[*owner].0 == alias.0 => {} // its own, or already reported
                Some(owner) => {
                    let path = path.key("aliases");
                    let listed = code.aliases.listed;
                    let path = if listed { path.index(nth) } else { path };
                    refuse_name(&alias.0, &ident, own[*owner].0, &path, sink);
                }
            }
        }
    }
    owners.sort_unstable();
    owners.dedup();
    for owners in owners.chunk_by(|(a, _), (b, _)| a == b) {
        if let [(ident, owner)] = owners {
            codes[*owner].alias_idents.push(ident.clone());
        }
    }
}

/// A former name of a code must not become the name of another one.
fn refuse_name(alias: &str, ident: &str, owner: &str, path: &Path<'_>, sink: &mut Sink<'_>) {
    let message = format!("the alias `{alias}` is `{ident}` in Rust, and so is `{owner}`");
    let diagnostic = Id::NameClash.diagnostic(message, "the former name of this code");
    sink.report_at(path, &diagnostic.help(format!("give `{owner}` a `name`")));
}

/// Following the replacements of a code must end. A cycle is reported once, at its last code.
fn refuse_circles(codes: &[(&str, &syntax::Code)], path: &Path<'_>, sink: &mut Sink<'_>) {
    let replaced = codes.iter().filter_map(|(wire, code)| {
        let replacement = code.deprecated.as_ref()?.replaced_by.as_ref()?;
        Some((*wire, replacement.0.as_str()))
    });
    let next: HashMap<&str, &str> = replaced.collect();
    let mut walks: HashMap<&str, &str> = HashMap::new();
    for (begin, _) in codes {
        let mut last = *begin;
        walks.entry(last).or_insert(begin);
        while let Some(&code) = next.get(last).filter(|_| walks.get(last) == Some(begin)) {
            if walks.get(code) == Some(begin) {
                report_circle(code, last, path, sink);
                break;
            }
            walks.entry(code).or_insert(begin);
            last = code;
        }
    }
}

fn report_circle(first: &str, last: &str, codes: &Path<'_>, sink: &mut Sink<'_>) {
    let message = if first == last {
        format!("`{first}` is replaced by itself")
    } else {
        format!("the replacement of `{first}` leads back to it")
    };
    let path = codes.key(last);
    let path = path.key("deprecated");
    let diagnostic = Id::ReplacedByItself.diagnostic(message, "back to where it began");
    let first = sink.label_of(&codes.key(first), Target::Key);
    let diagnostic = diagnostic.help("name the code to use instead, or remove `replaced_by`");
    sink.report_at(
        &path.key("replaced_by"),
        &diagnostic.related(first.with_text("this code")),
    );
}

/// The code of a wire string, and the index of the alias, if it is one.
type Spelling<'s> = (&'s str, Option<usize>);

/// An alias must not be a code of the domain or an alias of another code.
fn refuse_repeated_aliases(codes: &[(&str, &syntax::Code)], path: &Path<'_>, sink: &mut Sink<'_>) {
    let wires = codes.iter().map(|(wire, _)| (*wire, (*wire, None)));
    let mut known: HashMap<&str, Spelling<'_>> = wires.collect();
    for (wire, own) in codes {
        let own_path = path.key(wire);
        let aliases = own_path.key("aliases");
        for (at, alias) in own.aliases.items.iter().enumerate() {
            let Some(&spelling) = known.get(alias.0.as_str()) else {
                known.insert(&alias.0, (wire, Some(at)));
                continue;
            };
            let message = match spelling {
                (owner, None) if owner == *wire => format!("`{wire}` is its own alias"),
                (owner, Some(_)) if owner == *wire => continue, // a duplicate list item, which is reported as such
                (_, None) => format!("`{}` is already another code", alias.0),
                (owner, Some(_)) => format!("`{}` is already an alias of `{owner}`", alias.0),
            };
            let listed = own.aliases.listed;
            let alias = if listed { aliases.index(at) } else { aliases };
            let first = first_place(spelling, path, sink);
            let diagnostic = Id::NameClash.diagnostic(message, "an alias must be new");
            sink.report_at(&alias, &diagnostic.related(first));
        }
    }
}

fn first_place((owner, alias): Spelling<'_>, codes: &Path<'_>, sink: &mut Sink<'_>) -> Label {
    let owner = codes.key(owner);
    let aliases = owner.key("aliases");
    match alias {
        Some(at) => sink.label_of(&aliases.index(at), Target::Value),
        None => sink.label_of(&owner, Target::Key),
    }
}

fn code(
    wire: &str,
    own: &syntax::Code,
    (index, domain): (usize, &syntax::Domain),
    categories: &[&str],
    settings: &LayerSettings,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Code {
    let message = settings.fields.user_message.iter();
    let message = message.flat_map(|own| &own.text);
    Code {
        wire: wire.to_owned(),
        ident: code_ident(wire, own, domain, path, sink),
        domain: index,
        category: own
            .category
            .as_ref()
            .and_then(|name| sink.find(&path.key("category"), "category", name, categories)),
        statuses: statuses(wire, own, domain, path, sink),
        summary: own.summary.trim().to_owned(),
        remarks: remarks::lower(&own.remarks(), path, sink),
        user_message: message.map(literal).collect(),
        message: settings.rules.iter().find_map(message_pattern).cloned(),
        aliases: own
            .aliases
            .items
            .iter()
            .map(|alias| alias.0.clone())
            .collect(),
        alias_idents: Vec::new(),
        since: own.since.as_ref().map(|since| since.0.clone()),
        deprecated: own
            .deprecated
            .as_ref()
            .map(|own| deprecated(own, domain, &path.key("deprecated"), sink)),
        rules: Vec::new(),
    }
}

/// The first pattern of a rule for the message that can be filled in.
fn message_pattern(rule: &Rule) -> Option<&Pattern> {
    let tests = rule
        .when
        .iter()
        .flat_map(|alternative| alternative.tests.iter());
    let patterns = tests.filter_map(|test| match test {
        Test::Message(patterns) => Some(patterns),
        _ => None,
    });
    let is_named = |part: &Part| !matches!(part, Part::Capture { name, .. } if name == "_");
    let has_captures = |part: &Part| matches!(part, Part::Capture { .. });
    patterns
        .flatten()
        .find(|pattern| pattern.iter().any(has_captures) && pattern.iter().all(is_named))
}

fn literal(part: &Part) -> &str {
    match part {
        Part::Literal(text) => text,
        Part::Capture { .. } => "",
    }
}

fn code_ident(
    wire: &str,
    own: &syntax::Code,
    domain: &syntax::Domain,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> String {
    let wrong = if wire.is_empty() || wire.len() > LONGEST_CODE {
        wrong_length(wire)
    } else if let Some(name) = &own.name {
        let (path, ident) = (path.key("name"), parse::identifier(name));
        let ident = sink.parsed(&path, Id::InvalidName, "name", ident);
        return ident.unwrap_or_default();
    } else {
        match derived(wire, domain) {
            Ok(ident) => return ident,
            Err(label) => nameless(wire, label),
        }
    };
    sink.report_at_key(path, &wrong);
    String::new()
}

fn wrong_length(wire: &str) -> DiagnosticBuilder {
    let label = match wire.len() {
        0 => "an empty code in a response is not a code".to_owned(),
        len => format!("{len} bytes"),
    };
    let message = format!("a code has 1 to {LONGEST_CODE} bytes");
    Id::InvalidCode.diagnostic(message, label)
}

fn nameless(wire: &str, label: String) -> DiagnosticBuilder {
    let help = match parse::identifier_of_code(wire) {
        Ok(possible) => format!("give the code a `name`, as in `name: {possible}`"),
        Err(_) => "give the code a `name`".to_owned(),
    };
    let message = format!("`{wire}` cannot become a name");
    Id::InvalidName.diagnostic(message, label).help(help)
}

/// The identifier of a wire string.
fn derived(wire: &str, domain: &syntax::Domain) -> Result<String, String> {
    let prefixes = domain.strip_prefix.items.iter();
    let stripped = prefixes
        .filter_map(|prefix| wire.strip_prefix(prefix.0.as_str()))
        .min_by_key(|rest| rest.len());
    Ok(parse::identifier(stripped.unwrap_or(wire))?)
}

fn statuses(
    wire: &str,
    own: &syntax::Code,
    domain: &syntax::Domain,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Vec<u16> {
    let mut statuses = Vec::new();
    if domain.key.as_deref() == Some("status") {
        statuses.extend(sink.parsed_key(
            path,
            Id::InvalidStatus,
            "status",
            parse::single_status(wire),
        ));
        if !own.status.items.is_empty() {
            let message = "the key is already the status";
            let diagnostic = Id::StatusTwice.diagnostic(message, "remove it");
            sink.report_clash(&path.key("status"), path, diagnostic);
        }
    }
    for_each(&own.status, &path.key("status"), |word, path| {
        let status = parse::single_status(&word.0);
        statuses.extend(sink.parsed(path, Id::InvalidStatus, "status", status));
    });
    statuses
}

fn deprecated(
    own: &syntax::Deprecated,
    domain: &syntax::Domain,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Deprecated {
    let word = |word: &Option<syntax::Word>| word.as_ref().map(|word| word.0.clone());
    if let Some(replacement) = &own.replaced_by {
        let known: Vec<&str> = domain.codes.keys().collect();
        sink.find(&path.key("replaced_by"), "code", &replacement.0, &known);
    }
    Deprecated {
        since: word(&own.since),
        replaced_by: word(&own.replaced_by),
        note: own.note.clone(),
    }
}
