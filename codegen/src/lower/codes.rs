//! Codes: their identifiers, statuses and aliases.

use std::collections::BTreeMap;

use super::remarks::{self, written};
use super::scope::Parts;
use super::{fields, for_each};
use crate::decide::{Layers, Says};
use crate::diagnostics::{Id, Mistake, Path, Sink, Target};
use crate::model::{Code, Deprecated, Part};
use crate::parse;
use crate::syntax;

pub(super) fn lower(parts: &Parts<'_>, layers: &Layers, sink: &mut Sink<'_>) -> Vec<Code> {
    let path = Path::ROOT.key("domains");
    let mut codes: Vec<Code> = Vec::new();
    for (index, (name, domain)) in parts.domains.iter().enumerate() {
        let path = path.key(name);
        let codes_path = path.key("codes");
        let categories: Vec<&str> = parts.categories[index]
            .iter()
            .map(|(name, _)| *name)
            .collect();
        let mut idents = BTreeMap::new();
        let mut wires: BTreeMap<&str, &str> = parts.codes[index]
            .iter()
            .map(|(wire, _)| (*wire, *wire))
            .collect();
        for (wire, own) in &parts.codes[index] {
            let path = codes_path.key(wire);
            let says = &layers.codes[codes.len()];
            let code = code(wire, own, (index, *domain), &categories, says, &path, sink);
            if let Some(first) = idents
                .insert(code.ident.clone(), *wire)
                .filter(|_| !code.ident.is_empty())
            {
                let message = format!("two codes become `{}`", code.ident);
                let mistake = Mistake::new(Id::NameClash, message, "the second one");
                sink.clash(
                    &path,
                    &codes_path.key(first),
                    &mistake.help("give one of them a `name`"),
                );
            }
            refuse_repeated_aliases(own, wire, &mut wires, &codes_path, sink);
            codes.push(code);
        }
    }
    codes
}

/// An alias must be no code of the domain, and no alias of another. `wires` tells whose each string is.
fn refuse_repeated_aliases<'s>(
    own: &'s syntax::Code,
    wire: &'s str,
    wires: &mut BTreeMap<&'s str, &'s str>,
    codes_path: &Path<'_>,
    sink: &mut Sink<'_>,
) {
    let path = codes_path.key(wire);
    for_each(&own.aliases, &path.key("aliases"), |alias, path| {
        if let Some(first) = wires.insert(&alias.0, wire) {
            let message = format!("`{}` is another code already", alias.0);
            let first = sink.place(&codes_path.key(first), Target::Key);
            sink.at_beside(
                path,
                first,
                &Mistake::new(Id::NameClash, message, "an alias must be new"),
            );
        }
    });
}

fn code(
    wire: &str,
    own: &syntax::Code,
    (index, domain): (usize, &syntax::Domain),
    categories: &[&str],
    says: &Says,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Code {
    let message = says.fields.user_message.iter().flatten();
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
        remarks: remarks::lower(&written!(own), path, sink),
        user_message: message.map(literal).collect(),
        aliases: own
            .aliases
            .items
            .iter()
            .map(|alias| alias.0.clone())
            .collect(),
        since: own.since.as_ref().map(|since| since.0.clone()),
        deprecated: own
            .deprecated
            .as_ref()
            .map(|own| deprecated(own, domain, &path.key("deprecated"), sink)),
        rules: fields::texts(&own.rules),
    }
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
    if wire.is_empty() || wire.len() > 200 {
        sink.at_key(
            path,
            &Mistake::new(
                Id::InvalidCode,
                "a code has 1 to 200 bytes",
                "on the wire, an empty code is no code",
            ),
        );
    }
    if let Some(name) = &own.name {
        return sink
            .parsed(
                &path.key("name"),
                Id::InvalidName,
                "name",
                parse::identifier(name),
            )
            .unwrap_or_default();
    }
    let prefixes = domain.strip_prefix.items.iter();
    let stripped = prefixes
        .filter_map(|prefix| wire.strip_prefix(prefix.0.as_str()))
        .min_by_key(|rest| rest.len());
    let ident = parse::identifier(stripped.unwrap_or(wire));
    let ident = ident.map_err(|label| {
        Mistake::new(Id::InvalidName, format!("`{wire}` makes no name"), label)
            .help("give the code a `name`")
    });
    ident
        .map_err(|mistake| sink.at_key(path, &mistake))
        .unwrap_or_default()
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
        statuses.extend(sink.parsed_key(path, Id::InvalidStatus, "status", parse::status(wire)));
        if !own.status.items.is_empty() {
            sink.at_key(
                &path.key("status"),
                &Mistake::new(
                    Id::StatusTwice,
                    "the key is the status already",
                    "leave it out",
                ),
            );
        }
    }
    for_each(&own.status, &path.key("status"), |word, path| {
        statuses.extend(sink.parsed(path, Id::InvalidStatus, "status", parse::status(&word.0)));
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
