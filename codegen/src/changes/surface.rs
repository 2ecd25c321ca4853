//! The names that code and stored data use: those that were removed, added, moved or renamed.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Impact;
use super::findings::{Findings, Subject};
use super::pairs::{Matches, Pairs, VendorPair};
use super::path::NodePath;
use crate::model::{Action, Book, Capture, Class, Code, Domain, Operation, Part, Vendor};

/// One of the variants of an enum.
struct Member {
    name: String,
    /// The path in Rust.
    rust: String,
    path: NodePath,
}

/// The kinds of changes for one sort of member.
struct Kinds {
    gone: &'static str,
    added: &'static str,
    renamed: &'static str,
}

macro_rules! kinds {
    ($sort:literal) => {
        &Kinds {
            gone: concat!($sort, "_gone"),
            added: concat!($sort, "_added"),
            renamed: concat!($sort, "_renamed"),
        }
    };
}

const CODE: &Kinds = kinds!("code");

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    let books = [pairs.old, pairs.new];
    let list = NodePath::book(&["classes"]);
    let classes = books.map(|book| {
        let rust = |class: &Class| (class.name.clone(), format!("Class::{}", class.ident));
        listed(&list, book.classes.iter().map(rust))
    });
    variants(kinds!("class"), &classes, &pairs.classes, list, findings);
    let list = NodePath::book(&["actions"]);
    let actions = books.map(|book| {
        let rust = |action: &Action| (action.name.clone(), format!("Action::{}", action.ident));
        listed(&list, book.actions.iter().map(rust))
    });
    variants(kinds!("action"), &actions, &pairs.actions, list, findings);
    vendors(books, findings);
    for pair in &pairs.vendors {
        vendor(pair, findings);
    }
}

/// The members of a list, by their names, each with its path in Rust.
fn listed(list: &NodePath, members: impl Iterator<Item = (String, String)>) -> Vec<Member> {
    let member = |(name, rust): (String, String)| Member {
        path: list.clone().keys(&[&name]),
        name,
        rust,
    };
    members.map(member).collect()
}

fn vendors(books: [&Book; 2], findings: &mut Findings) {
    let vendors = books.map(|book| {
        let member = |vendor: &Vendor| Member {
            name: vendor.name.clone(),
            rust: format!("{}::{}", vendor.name, vendor.ident),
            path: NodePath::vendor(&vendor.name, &["vendor"]),
        };
        book.vendors.iter().map(member).collect::<Vec<_>>()
    });
    let matches = Matches::by_name(&vendors[0], &vendors[1], |vendor| &vendor.name);
    let first = vendors[1].first().map(|vendor| vendor.path.clone());
    let list = first.unwrap_or_else(|| NodePath::book(&[]));
    variants(kinds!("vendor"), &vendors, &matches, list, findings);
}

fn vendor(pair: &VendorPair<'_>, findings: &mut Findings) {
    let operations = [pair.old, pair.new].map(|vendor| {
        let rust = |own: &Operation| {
            let rust = format!("{}::Operation::{}", vendor.name, own.ident);
            (own.name.clone(), rust)
        };
        let list = NodePath::vendor(&vendor.name, &["operations"]);
        listed(&list, vendor.operations.iter().map(rust))
    });
    let (kinds, matches) = (kinds!("operation"), &pair.operations);
    let list = NodePath::vendor(&pair.new.name, &["operations"]);
    variants(kinds, &operations, matches, list, findings);
    domains(pair, findings);
    for (old, new) in &pair.domains.pairs {
        codes(pair, *old, *new, findings);
        aliases(pair, *old, *new, findings);
        raised(pair, *old, *new, findings);
    }
    moved(pair, findings);
}

fn domains(pair: &VendorPair<'_>, findings: &mut Findings) {
    let domains = [pair.old, pair.new].map(|vendor| {
        let rust = |own: &Domain| {
            let module = &vendor.name;
            let rust = format!("{module}::{}, Code::{}", own.type_ident, own.ident);
            (own.name.clone(), rust)
        };
        let list = NodePath::vendor(&vendor.name, &["domains"]);
        listed(&list, vendor.domains.iter().map(rust))
    });
    let kinds = kinds!("domain");
    members(kinds, &domains, &pair.domains, findings);
    for (at, domain) in pair.new.domains.iter().enumerate() {
        if pair.domains.old_of(at).is_none() && !domain.raised_by_client {
            // Its codes are reported with it.
            findings.added(kinds.added, Impact::Behaviour, domains[1][at].path.clone());
        }
    }
    let list = NodePath::vendor(&pair.new.name, &["domains"]);
    order(&domains, &pair.domains, list, findings);
}

/// The members of an enum whose variants have numbers.
fn variants(
    kinds: &Kinds,
    of: &[Vec<Member>; 2],
    matches: &Matches,
    list: NodePath,
    findings: &mut Findings,
) {
    members(kinds, of, matches, findings);
    numbers(of, matches, list, findings);
}

/// Members that were removed, added or renamed.
fn members(kinds: &Kinds, of: &[Vec<Member>; 2], matches: &Matches, findings: &mut Findings) {
    let [old, new] = of;
    for (at, member) in old.iter().enumerate() {
        if matches.new_of(at).is_none() {
            findings.gone(kinds.gone, member.path.clone());
        }
    }
    for (at, member) in new.iter().enumerate() {
        if matches.old_of(at).is_none() {
            findings.added(kinds.added, Impact::Addition, member.path.clone());
        }
    }
    for (one, other) in &matches.pairs {
        renamed(kinds.renamed, &old[*one], &new[*other], findings);
    }
}

fn renamed(kind: &'static str, old: &Member, new: &Member, findings: &mut Findings) {
    let names = [
        ("name", &old.name, &new.name),
        ("Rust name", &old.rust, &new.rust),
    ];
    for (field, a, b) in names.into_iter().filter(|(_, a, b)| a != b) {
        let (old, new) = (old.path.clone(), new.path.clone());
        let finding = findings.entry(kind, Impact::Breaking, old, new);
        finding.detail(field, a, b);
    }
}

/// `as` converts a variant to its number, so a new one fits only at the end.
fn numbers(of: &[Vec<Member>; 2], matches: &Matches, list: NodePath, findings: &mut Findings) {
    let is_whole = (0..of[0].len()).all(|at| matches.new_of(at).is_some());
    let first = matches.pairs.iter().filter(|(old, new)| old != new).min();
    if let Some((old, new)) = first.filter(|_| is_whole) {
        let finding = findings.entry("order", Impact::Breaking, list.clone(), list);
        let subject = Subject::named(of[1][*new].rust.clone());
        let touched = finding.detail("number", &old.to_string(), &new.to_string());
        touched.entry(subject).or_default();
    }
}

/// Variants that hold a value have no number, but an order.
fn order(of: &[Vec<Member>; 2], matches: &Matches, list: NodePath, findings: &mut Findings) {
    let mut pairs = matches.pairs.clone();
    pairs.sort_unstable();
    let behind = pairs.windows(2).find(|two| two[0].1 > two[1].1);
    if let Some(two) = behind {
        let finding = findings.entry("order", Impact::Breaking, list.clone(), list);
        let names = [0, 1].map(|at| of[1][two[at].1].name.clone());
        let old = format!("{} < {}", names[0], names[1]);
        finding.detail("order", &old, &format!("{} < {}", names[1], names[0]));
    }
}

/// The codes of a domain, except those that moved to or from another one.
fn codes(pair: &VendorPair<'_>, old: usize, new: usize, findings: &mut Findings) {
    let (was, is) = (&pair.old.domains[old], &pair.new.domains[new]);
    for at in was.codes.clone() {
        match pair.codes.new_of(at) {
            None => gone(pair, at, new, findings),
            Some(to) if pair.new.codes[to].domain == new => {
                let codes = pair.both(|vendor| &vendor.codes, (at, to));
                aliases_renamed(codes, findings);
                parameters_changed(codes, findings);
                let (a, b) = (code_member(pair.old, at), code_member(pair.new, to));
                if a.name == b.name {
                    renamed(CODE.renamed, &a, &b, findings);
                } else {
                    respelled(codes, findings);
                }
            }
            Some(_) => {}
        }
    }
    for at in is.codes.clone() {
        if pair.codes.old_of(at).is_none() {
            let path = NodePath::code(pair.new, &pair.new.codes[at]);
            findings.added(CODE.added, Impact::Addition, path);
        }
    }
    let of = |vendor, codes: Range<usize>| codes.map(|at| code_member(vendor, at)).collect();
    let all = [
        of(pair.old, was.codes.clone()),
        of(pair.new, is.codes.clone()),
    ];
    let within = pair.codes.between(&was.codes, &is.codes);
    let list = NodePath::vendor(&pair.new.name, &["domains", &is.name, "codes"]);
    numbers(&all, &within, list, findings);
}

fn code_member(vendor: &Vendor, at: usize) -> Member {
    let code = &vendor.codes[at];
    Member {
        name: code.wire.clone(),
        rust: code.ident.clone(),
        path: NodePath::code(vendor, code),
    }
}

/// A removed code. Its string may still mean another one.
fn gone(pair: &VendorPair<'_>, at: usize, domain: usize, findings: &mut Findings) {
    let code = &pair.old.codes[at];
    let finding = findings.gone(CODE.gone, NodePath::code(pair.old, code));
    if let Some(other) = pair.spelled(domain, &code.wire) {
        let other = &pair.new.codes[other].wire;
        finding.detail("string", &code.wire, &format!("alias of {other}"));
    }
}

/// A code with another string on the wire, and often another Rust name.
fn respelled(codes: [(&Vendor, &Code); 2], findings: &mut Findings) {
    let [a, b] = codes.map(|(_, code)| code);
    let is_alias = b.aliases.contains(&a.wire);
    let impact = if is_alias && a.ident == b.ident {
        Impact::Behaviour
    } else {
        Impact::Breaking
    };
    let [old, new] = codes.map(|(vendor, code)| NodePath::code(vendor, code));
    let finding = findings.entry("code_respelled", impact, old, new);
    finding.detail("string", &a.wire, &b.wire);
    if a.ident != b.ident {
        finding.detail("Rust name", &a.ident, &b.ident);
    }
    if is_alias {
        finding.detail("alias", "", &a.wire);
    }
}

/// A code with the same aliases, but other Rust names for them.
fn aliases_renamed(codes: [(&Vendor, &Code); 2], findings: &mut Findings) {
    let [a, b] = codes.map(|(_, code)| code);
    if a.aliases != b.aliases || a.alias_idents == b.alias_idents {
        return;
    }
    let [from, to] = codes.map(|(vendor, code)| vec![NodePath::code(vendor, code).at("aliases")]);
    let finding = findings.value("alias_renamed", Impact::Breaking, from, to);
    let names = [a, b].map(|code| code.alias_idents.join(", "));
    finding.detail("alias in Rust", &names[0], &names[1]);
}

/// A code whose message has other parameters, which are the fields of a type.
fn parameters_changed(codes: [(&Vendor, &Code); 2], findings: &mut Findings) {
    let [had, has] = codes.map(|(_, code)| parameters(code).join(", "));
    if had.is_empty() || had == has {
        return;
    }
    let [from, to] = codes.map(|(vendor, code)| vec![NodePath::code(vendor, code).at("rules")]);
    let finding = findings.value("parameters", Impact::Breaking, from, to);
    finding.detail("parameters of the message", &had, &has);
}

/// The parameters of a code's message, ordered by name, since fields have no order.
fn parameters(code: &Code) -> Vec<String> {
    let parts = code.message.iter().flatten();
    let parameters = parts.filter_map(|part| match part {
        Part::Literal(_) => None,
        Part::Capture { name, kind } => Some(match kind {
            Capture::Integer => format!("{name}: number"),
            _ => format!("{name}: text"),
        }),
    });
    let mut parameters: Vec<String> = parameters.collect();
    parameters.sort_unstable();
    parameters
}

/// Codes that now have another type.
fn moved(pair: &VendorPair<'_>, findings: &mut Findings) {
    for at in &pair.codes.pairs {
        let codes = pair.both(|vendor| &vendor.codes, *at);
        let [old, new] = codes.map(|(_, code)| code.domain);
        if pair.domains.new_of(old) == Some(new) {
            continue;
        }
        let [from, to] = codes.map(|(vendor, code)| NodePath::code(vendor, code));
        let finding = findings.entry("code_moved", Impact::Breaking, from, to);
        let domains = pair.both(|vendor| &vendor.domains, (old, new));
        let [was, is] = domains.map(|(_, domain)| domain);
        finding.detail("domain", &was.name, &is.name);
        let rust =
            |of: &Domain, (_, code): (&Vendor, &Code)| format!("{}::{}", of.type_ident, code.ident);
        finding.detail("Rust name", &rust(was, codes[0]), &rust(is, codes[1]));
    }
}

/// Other spellings, each of which means one code.
fn aliases(pair: &VendorPair<'_>, old: usize, new: usize, findings: &mut Findings) {
    let before = owners(pair.old, old);
    for (alias, code) in &before {
        match pair.spelled(new, alias) {
            Some(owner) => alias_moved(pair, *code, owner, findings),
            None => alias_gone(pair, *code, alias, findings),
        }
    }
    let is_new = |alias: &str| {
        let codes = &pair.old.codes[pair.old.domains[old].codes.clone()];
        !before.contains_key(alias) && !codes.iter().any(|code| code.wire == alias)
    };
    for (alias, code) in owners(pair.new, new) {
        // An alias of a new code is reported with the code.
        if is_new(alias) && pair.codes.old_of(code).is_some() {
            let path = NodePath::code(pair.new, &pair.new.codes[code]).at("aliases");
            let finding = findings.added("alias_added", Impact::Behaviour, path);
            finding.detail("alias", "", alias);
        }
    }
}

fn alias_gone(pair: &VendorPair<'_>, code: usize, alias: &str, findings: &mut Findings) {
    // An alias of a removed code is reported with the code.
    if pair.codes.new_of(code).is_some() {
        let path = NodePath::code(pair.old, &pair.old.codes[code]);
        let finding = findings.gone("alias_gone", path.at("aliases"));
        finding.detail("alias", alias, "");
    }
}

fn alias_moved(pair: &VendorPair<'_>, code: usize, owner: usize, findings: &mut Findings) {
    if pair.codes.new_of(code).is_none_or(|same| same == owner) {
        return;
    }
    let (old, new) = (&pair.old.codes[code], &pair.new.codes[owner]);
    let from = vec![NodePath::code(pair.old, old)];
    let to = vec![NodePath::code(pair.new, new)];
    let finding = findings.value("alias_moved", Impact::Behaviour, from, to);
    finding.detail("alias", &old.wire, &new.wire);
}

/// The aliases of a domain, each with its code.
fn owners(vendor: &Vendor, domain: usize) -> BTreeMap<&str, usize> {
    let codes = vendor.domains[domain].codes.clone();
    let aliases = codes.flat_map(|at| {
        let aliases = vendor.codes[at].aliases.iter();
        aliases.map(move |alias| (alias.as_str(), at))
    });
    aliases.collect()
}

/// Whether `raise` takes the codes of a domain.
fn raised(pair: &VendorPair<'_>, old: usize, new: usize, findings: &mut Findings) {
    let (a, b) = (&pair.old.domains[old], &pair.new.domains[new]);
    if a.raised_by_client == b.raised_by_client {
        return;
    }
    let impact = if a.raised_by_client {
        Impact::Breaking
    } else {
        Impact::Behaviour
    };
    let path = |vendor: &Vendor, domain: &str| {
        let path = NodePath::vendor(&vendor.name, &["domains", domain]);
        vec![path.at("raised_by"), path]
    };
    let paths = (path(pair.old, &a.name), path(pair.new, &b.name));
    let finding = findings.value("raised_by", impact, paths.0, paths.1);
    let word = |is_raised: bool| if is_raised { "client" } else { "vendor" };
    let [was, is] = [a, b].map(|domain| word(domain.raised_by_client));
    finding.detail("raised_by", was, is);
}
