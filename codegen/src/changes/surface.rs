//! The names that code and stored data use: what is gone, new, moved, or called otherwise.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Impact;
use super::findings::{Findings, Subject};
use super::pairs::{Matches, Pairs, VendorPair};
use super::spot::Spot;
use crate::model::Vendor;

/// One of the variants of an enum.
struct Member {
    name: String,
    /// The path in Rust.
    rust: String,
    spot: Spot,
}

/// The kinds of changes that members of one sort have.
struct Kinds {
    gone: &'static str,
    added: &'static str,
    renamed: &'static str,
}

const CLASS: Kinds = Kinds {
    gone: "class_gone",
    added: "class_added",
    renamed: "class_renamed",
};
const ACTION: Kinds = Kinds {
    gone: "action_gone",
    added: "action_added",
    renamed: "action_renamed",
};
const VENDOR: Kinds = Kinds {
    gone: "vendor_gone",
    added: "vendor_added",
    renamed: "vendor_renamed",
};
const DOMAIN: Kinds = Kinds {
    gone: "domain_gone",
    added: "domain_added",
    renamed: "domain_renamed",
};
const OPERATION: Kinds = Kinds {
    gone: "operation_gone",
    added: "operation_added",
    renamed: "operation_renamed",
};
const CODE: Kinds = Kinds {
    gone: "code_gone",
    added: "code_added",
    renamed: "code_renamed",
};

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    classes(pairs, findings);
    actions(pairs, findings);
    vendors(pairs, findings);
    for pair in &pairs.vendors {
        vendor(pair, findings);
    }
}

fn classes(pairs: &Pairs<'_>, findings: &mut Findings) {
    let classes = [pairs.old, pairs.new].map(|book| {
        let classes = book.classes.iter().map(|class| {
            let spot = Spot::book(&["classes", &class.name]);
            Member::new(&class.name, format!("Class::{}", class.ident), spot)
        });
        classes.collect()
    });
    members(&CLASS, &classes, &pairs.classes, findings);
    let spot = Spot::book(&["classes"]);
    numbers(&classes, &pairs.classes, &spot, findings);
}

fn actions(pairs: &Pairs<'_>, findings: &mut Findings) {
    let actions = [pairs.old, pairs.new].map(|book| {
        let actions = book.actions.iter().map(|action| {
            let spot = Spot::book(&["actions", &action.name]);
            Member::new(&action.name, format!("Action::{}", action.ident), spot)
        });
        actions.collect()
    });
    members(&ACTION, &actions, &pairs.actions, findings);
    let spot = Spot::book(&["actions"]);
    numbers(&actions, &pairs.actions, &spot, findings);
}

fn vendors(pairs: &Pairs<'_>, findings: &mut Findings) {
    let vendors = [pairs.old, pairs.new].map(|book| {
        let vendors = book.vendors.iter().map(vendor_member);
        vendors.collect::<Vec<_>>()
    });
    let matches = Matches::by_name(&vendors[0], &vendors[1], |vendor| &vendor.name);
    members(&VENDOR, &vendors, &matches, findings);
    let first = vendors[1].first().map(|vendor| vendor.spot.clone());
    let spot = first.unwrap_or_else(|| Spot::book(&[]));
    numbers(&vendors, &matches, &spot, findings);
}

impl Member {
    fn new(name: &str, rust: String, spot: Spot) -> Self {
        let name = name.to_owned();
        Self { name, rust, spot }
    }
}

fn vendor_member(vendor: &Vendor) -> Member {
    let Vendor { name, ident, .. } = vendor;
    Member::new(
        name,
        format!("{name}::{ident}"),
        Spot::vendor(name, &["vendor"]),
    )
}

fn vendor(pair: &VendorPair<'_>, findings: &mut Findings) {
    let vendors = [pair.old, pair.new];
    let operations = vendors.map(|vendor| {
        let operations = vendor.operations.iter().map(|operation| {
            let (name, ident) = (&operation.name, &operation.ident);
            let spot = Spot::vendor(&vendor.name, &["operations", name]);
            Member::new(name, format!("{}::Operation::{ident}", vendor.name), spot)
        });
        operations.collect()
    });
    members(&OPERATION, &operations, &pair.operations, findings);
    let spot = Spot::vendor(&pair.new.name, &["operations"]);
    numbers(&operations, &pair.operations, &spot, findings);
    let domains = vendors.map(|vendor| {
        let domains = vendor.domains.iter().map(|domain| {
            let spot = Spot::vendor(&vendor.name, &["domains", &domain.name]);
            let rust = format!(
                "{}::{}, Code::{}",
                vendor.name, domain.type_ident, domain.ident
            );
            Member::new(&domain.name, rust, spot)
        });
        domains.collect()
    });
    members(&DOMAIN, &domains, &pair.domains, findings);
    for (at, domain) in pair.new.domains.iter().enumerate() {
        if pair.domains.old_of(at).is_none() && !domain.raised_by_client {
            // Its codes are found where nothing was.
            findings.added(DOMAIN.added, Impact::Behaviour, domains[1][at].spot.clone());
        }
    }
    order(
        &domains,
        &pair.domains,
        &Spot::vendor(&pair.new.name, &["domains"]),
        findings,
    );
    for (old, new) in &pair.domains.pairs {
        codes(pair, *old, *new, findings);
        aliases(pair, *old, *new, findings);
        raised(pair, *old, *new, findings);
    }
    moved(pair, findings);
}

/// What is gone, new or called otherwise.
fn members(kinds: &Kinds, of: &[Vec<Member>; 2], matches: &Matches, findings: &mut Findings) {
    let [old, new] = of;
    for (at, member) in old.iter().enumerate() {
        if matches.new_of(at).is_none() {
            findings.gone(kinds.gone, member.spot.clone());
        }
    }
    for (at, member) in new.iter().enumerate() {
        if matches.old_of(at).is_none() {
            findings.added(kinds.added, Impact::Addition, member.spot.clone());
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
        let spots = (vec![old.spot.clone()], vec![new.spot.clone()]);
        let finding = findings.value(kind, Impact::Breaking, spots.0, spots.1);
        finding.is_entry = true;
        finding.detail(field, a, b);
    }
}

/// The number of a variant is what `as` makes of it, so that only at the end there is room for another.
fn numbers(of: &[Vec<Member>; 2], matches: &Matches, spot: &Spot, findings: &mut Findings) {
    let is_whole = (0..of[0].len()).all(|at| matches.new_of(at).is_some());
    let first = matches.pairs.iter().filter(|(old, new)| old != new).min();
    if let Some((old, new)) = first.filter(|_| is_whole) {
        let spots = (vec![spot.clone()], vec![spot.clone()]);
        let finding = findings.value("order", Impact::Breaking, spots.0, spots.1);
        finding.is_entry = true;
        let subject = Subject::named(of[1][*new].rust.clone());
        let touched = finding.detail("number", &old.to_string(), &new.to_string());
        touched.entry(subject).or_default();
    }
}

/// Variants that hold a value have no number, but an order.
fn order(of: &[Vec<Member>; 2], matches: &Matches, spot: &Spot, findings: &mut Findings) {
    let mut pairs = matches.pairs.clone();
    pairs.sort_unstable();
    let behind = pairs.windows(2).find(|two| two[0].1 > two[1].1);
    if let Some(two) = behind {
        let spots = (vec![spot.clone()], vec![spot.clone()]);
        let finding = findings.value("order", Impact::Breaking, spots.0, spots.1);
        finding.is_entry = true;
        let names = [0, 1].map(|at| of[1][two[at].1].name.clone());
        let old = format!("{} < {}", names[0], names[1]);
        finding.detail("order", &old, &format!("{} < {}", names[1], names[0]));
    }
}

/// The codes of a domain. Those that moved to another one or from it are told of elsewhere.
fn codes(pair: &VendorPair<'_>, old: usize, new: usize, findings: &mut Findings) {
    let (was, is) = (&pair.old.domains[old], &pair.new.domains[new]);
    for at in was.codes.clone() {
        match pair.codes.new_of(at) {
            None => gone(pair, at, new, findings),
            Some(to) if pair.new.codes[to].domain == new => {
                respelled(pair, at, to, findings);
                aliases_renamed(pair, at, to, findings);
                let (a, b) = (code_member(pair.old, at), code_member(pair.new, to));
                let name = b.name.clone();
                renamed(CODE.renamed, &Member { name, ..a }, &b, findings);
            }
            Some(_) => {}
        }
    }
    for at in is.codes.clone() {
        if pair.codes.old_of(at).is_none() {
            let spot = Spot::code(pair.new, &pair.new.codes[at]);
            findings.added(CODE.added, Impact::Addition, spot);
        }
    }
    let of = |vendor, codes: Range<usize>| codes.map(|at| code_member(vendor, at)).collect();
    let all = [
        of(pair.old, was.codes.clone()),
        of(pair.new, is.codes.clone()),
    ];
    let within = pair.codes.between(&was.codes, &is.codes);
    let spot = Spot::vendor(&pair.new.name, &["domains", &is.name, "codes"]);
    numbers(&all, &within, &spot, findings);
}

fn code_member(vendor: &Vendor, at: usize) -> Member {
    let code = &vendor.codes[at];
    Member::new(&code.wire, code.ident.clone(), Spot::code(vendor, code))
}

/// A code that is gone. Its string may still stand for another.
fn gone(pair: &VendorPair<'_>, at: usize, domain: usize, findings: &mut Findings) {
    let code = &pair.old.codes[at];
    let finding = findings.gone(CODE.gone, Spot::code(pair.old, code));
    if let Some(other) = pair.spelled(domain, &code.wire) {
        let other = &pair.new.codes[other].wire;
        finding.detail("string", &code.wire, &format!("alias of {other}"));
    }
}

/// A code with another string on the wire.
fn respelled(pair: &VendorPair<'_>, old: usize, new: usize, findings: &mut Findings) {
    let (a, b) = (&pair.old.codes[old], &pair.new.codes[new]);
    if a.wire == b.wire {
        return;
    }
    let impact = if b.aliases.contains(&a.wire) {
        Impact::Behaviour
    } else {
        Impact::Breaking
    };
    let spots = (vec![Spot::code(pair.old, a)], vec![Spot::code(pair.new, b)]);
    let finding = findings.value("code_respelled", impact, spots.0, spots.1);
    finding.is_entry = true;
    finding.detail("string", &a.wire, &b.wire);
}

/// A code whose aliases are the same, but not what they are called in Rust.
fn aliases_renamed(pair: &VendorPair<'_>, old: usize, new: usize, findings: &mut Findings) {
    let (a, b) = (&pair.old.codes[old], &pair.new.codes[new]);
    if a.aliases != b.aliases || a.alias_idents == b.alias_idents {
        return;
    }
    let spots = [(pair.old, a), (pair.new, b)].map(|(vendor, code)| Spot::code(vendor, code));
    let [from, to] = spots.map(|spot| vec![spot.at("aliases")]);
    let finding = findings.value("alias_renamed", Impact::Breaking, from, to);
    let names = [a, b].map(|code| code.alias_idents.join(", "));
    finding.detail("alias in Rust", &names[0], &names[1]);
}

/// Codes whose type is another now.
fn moved(pair: &VendorPair<'_>, findings: &mut Findings) {
    for (old, new) in &pair.codes.pairs {
        let (a, b) = (&pair.old.codes[*old], &pair.new.codes[*new]);
        if pair.domains.new_of(a.domain) == Some(b.domain) {
            continue;
        }
        let domains =
            [(pair.old, a), (pair.new, b)].map(|(vendor, code)| &vendor.domains[code.domain]);
        let spots =
            [(pair.old, a), (pair.new, b)].map(|(vendor, code)| vec![Spot::code(vendor, code)]);
        let [from, to] = spots;
        let finding = findings.value("code_moved", Impact::Breaking, from, to);
        finding.is_entry = true;
        finding.detail("domain", &domains[0].name, &domains[1].name);
        let rust = [(domains[0], a), (domains[1], b)]
            .map(|(domain, code)| format!("{}::{}", domain.type_ident, code.ident));
        finding.detail("Rust name", &rust[0], &rust[1]);
    }
}

/// Other spellings, of which each stands for one code.
fn aliases(pair: &VendorPair<'_>, old: usize, new: usize, findings: &mut Findings) {
    let before = owners(pair.old, old);
    let after = owners(pair.new, new);
    for (alias, code) in &before {
        let Some(owner) = pair.spelled(new, alias) else {
            if pair.codes.new_of(*code).is_none() {
                // It is gone with its code.
                continue;
            }
            let spot = Spot::code(pair.old, &pair.old.codes[*code]);
            findings
                .gone("alias_gone", spot.at("aliases"))
                .detail("alias", alias, "");
            continue;
        };
        if pair.codes.new_of(*code).is_some_and(|same| same != owner) {
            let codes = (&pair.old.codes[*code], &pair.new.codes[owner]);
            let spots = (Spot::code(pair.old, codes.0), Spot::code(pair.new, codes.1));
            let finding = findings.value(
                "alias_moved",
                Impact::Behaviour,
                vec![spots.0],
                vec![spots.1],
            );
            finding.detail("alias", &codes.0.wire, &codes.1.wire);
        }
    }
    let is_new = |alias: &str| {
        let codes = &pair.old.codes[pair.old.domains[old].codes.clone()];
        !before.contains_key(alias) && !codes.iter().any(|code| code.wire == alias)
    };
    for (alias, code) in after.iter().filter(|(alias, _)| is_new(alias)) {
        // An alias of a new code is new with it.
        if pair.codes.old_of(*code).is_some() {
            let spot = Spot::code(pair.new, &pair.new.codes[*code]).at("aliases");
            let finding = findings.added("alias_added", Impact::Behaviour, spot);
            finding.detail("alias", "", alias);
        }
    }
}

/// The aliases of a domain, each with its code.
fn owners(vendor: &Vendor, domain: usize) -> BTreeMap<&str, usize> {
    let codes = vendor.domains[domain].codes.clone();
    let aliases = |at: usize| {
        vendor.codes[at]
            .aliases
            .iter()
            .map(move |alias| (alias.as_str(), at))
    };
    codes.flat_map(aliases).collect()
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
    let spot = |vendor: &Vendor, domain: &str| {
        let spot = Spot::vendor(&vendor.name, &["domains", domain]);
        vec![spot.clone().at("raised_by"), spot]
    };
    let spots = (spot(pair.old, &a.name), spot(pair.new, &b.name));
    let finding = findings.value("raised_by", impact, spots.0, spots.1);
    let word = |is_raised: bool| if is_raised { "client" } else { "vendor" };
    finding.detail(
        "raised_by",
        word(a.raised_by_client),
        word(b.raised_by_client),
    );
}
