//! Puts what was found to its places, and all of one place into one change.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::edition::Edition;
use super::findings::{Finding, Findings, Values};
use super::spot::Spot;
use super::{Change, Changes, Detail, words};
use crate::diagnostics::{Label, Target};
use crate::fnv;
use crate::syntax::Retry;

/// A finding with its places.
struct Placed {
    /// What the change is called after.
    spot: Spot,
    finding: Finding,
    base: Option<Label>,
    revision: Option<Label>,
}

/// The file and the byte at which something stands.
type At = Option<(String, usize)>;

pub(super) fn all(findings: Findings, old: &Edition<'_>, new: &Edition<'_>) -> Changes {
    let policies = changed_policies(old, new);
    let mut merged: BTreeMap<(&'static str, At, At, Option<Spot>), Placed> = BTreeMap::new();
    for (kind, spot, finding) in by_policy(findings, &policies, old, new) {
        let placed = placed(spot, finding, old, new);
        let (base, revision) = (at(placed.base.as_ref()), at(placed.revision.as_ref()));
        let lost = (base.is_none() && revision.is_none()).then(|| placed.spot.clone());
        let key = (kind, base, revision, lost);
        let whole = match merged.remove(&key) {
            Some(known) => known.absorb(placed),
            None => placed,
        };
        merged.insert(key, whole);
    }
    let told = merged
        .into_iter()
        .map(|((kind, ..), placed)| placed.tell(kind, new));
    let mut list: Vec<Change> = told.collect();
    list.sort_by(|a, b| (Reverse(a.impact), &a.path).cmp(&(Reverse(b.impact), &b.path)));
    Changes {
        list,
        old: texts(old),
        new: texts(new),
    }
}

fn texts(edition: &Edition<'_>) -> BTreeMap<String, String> {
    let files = edition.files();
    files
        .map(|source| (source.path.clone(), source.text.clone()))
        .collect()
}

fn at(label: Option<&Label>) -> At {
    label.map(|label| (label.file.clone(), label.bytes.start))
}

/// The named policies that both books have and that differ.
fn changed_policies(old: &Edition<'_>, new: &Edition<'_>) -> Vec<String> {
    let before: BTreeMap<String, Retry> = old.policies().into_iter().collect();
    let after: BTreeMap<String, Retry> = new.policies().into_iter().collect();
    let changed = after
        .into_iter()
        .filter(|(name, retry)| before.get(name).is_some_and(|old| old != retry));
    changed.map(|(name, _)| name).collect()
}

/// Leads retries to the named policy that they use, if that is what differs.
fn by_policy(
    findings: Findings,
    policies: &[String],
    old: &Edition<'_>,
    new: &Edition<'_>,
) -> Vec<(&'static str, Spot, Finding)> {
    let mut led = Vec::new();
    for ((spot, kind), mut finding) in findings.list {
        if !matches!(kind, "retry" | "rule") {
            led.push((kind, spot, finding));
            continue;
        }
        let own = if kind == "rule" { "retry/use" } else { "use" };
        let names = (used(old, &finding.old, own), used(new, &finding.new, own));
        let is_changed = names
            .1
            .is_some_and(|name| policies.iter().any(|it| it == name));
        if let (Some(name), true) = (names.1, is_changed && names.0 == names.1) {
            let (retries, rest) = finding.split("retry");
            let policy = Spot::book(&["retries", name]);
            led.push(("retry", policy.clone(), Finding::at(policy, retries)));
            finding.details = rest;
        }
        if !finding.details.is_empty() {
            led.push((kind, spot, finding));
        }
    }
    led
}

/// The name at a path in the first of some places.
fn used<'e>(edition: &Edition<'e>, spots: &[Spot], path: &str) -> Option<&'e str> {
    edition.word(&spots.first()?.clone().at(path))
}

/// Finds the places of a finding, and calls it after the one that is there.
fn placed(key: Spot, finding: Finding, old: &Edition<'_>, new: &Edition<'_>) -> Placed {
    let before = place(&finding, &finding.old, old, |values| &values.old);
    let after = place(&finding, &finding.new, new, |values| &values.new);
    let spots = [&after, &before].map(|place| place.as_ref().map(|(spot, _)| spot.clone()));
    let spot = match spots {
        [Some(after), Some(before)] if before.path.len() > after.path.len() => before,
        [Some(after), _] => after,
        [None, Some(before)] => before,
        [None, None] => key,
    };
    Placed {
        spot,
        base: before.map(|(_, label)| label),
        revision: after.map(|(_, label)| label),
        finding,
    }
}

/// The first of the places that is there, with what is said of it.
fn place(
    finding: &Finding,
    spots: &[Spot],
    edition: &Edition<'_>,
    side: impl Fn(&Values) -> &String,
) -> Option<(Spot, Label)> {
    let (first, last) = (spots.first()?, spots.last()?);
    let mut words: Vec<String> = finding
        .details
        .keys()
        .map(|it| words::value(it.field, side(it)))
        .collect();
    words.dedup();
    let text = match (finding.is_entry, &*words) {
        (false, [word]) => word.clone(),
        _ => String::new(),
    };
    spots.iter().find_map(|spot| {
        let is_key = finding.is_entry || spot == last && first != last;
        let target = if is_key { Target::Key } else { Target::Value };
        let label = edition.place(spot, target, &text)?;
        Some((spot.clone(), label))
    })
}

impl Placed {
    /// Takes in what another finding has to say of the same place.
    fn absorb(mut self, other: Self) -> Self {
        self.finding.impact = self.finding.impact.max(other.finding.impact);
        if other.spot.path.len() < self.spot.path.len() {
            // What stands behind an alias is called after the outermost place.
            self.spot = other.spot;
        }
        for (values, touched) in other.finding.details {
            let own = self.finding.details.entry(values).or_default();
            for (subject, operations) in touched {
                let known = own.entry(subject).or_default();
                for (operation, reach) in operations {
                    known.entry(operation).or_default().extend(reach);
                }
            }
        }
        self
    }

    fn tell(self, kind: &'static str, new: &Edition<'_>) -> Change {
        let near = self.revision.clone().or_else(|| near(&self.spot, new));
        let path = self.spot.to_string();
        Change {
            kind,
            impact: self.finding.impact,
            message: message(kind, &self.spot, &self.finding),
            details: details(kind, &self.finding),
            help: help(kind, &self.finding),
            fingerprint: fingerprint(kind, &path, &self.finding),
            path,
            base: self.base,
            revision: self.revision,
            near,
        }
    }
}

/// What is nearest to where something was.
fn near(spot: &Spot, new: &Edition<'_>) -> Option<Label> {
    let parents = std::iter::successors(spot.parent(), Spot::parent);
    parents
        .into_iter()
        .find_map(|spot| new.place(&spot, Target::Value, ""))
}

fn message(kind: &str, spot: &Spot, finding: &Finding) -> String {
    let words = words::spot(spot);
    if kind.ends_with("_gone") {
        return match finding.details.keys().next() {
            Some(values) if kind == "alias_gone" => {
                format!(
                    "{words} is not spelled {} any more",
                    words::value(values.field, &values.old)
                )
            }
            _ => format!("{words} is gone"),
        };
    }
    if kind.ends_with("_added") {
        return match finding.details.keys().next() {
            Some(values) if kind == "alias_added" => {
                format!(
                    "{words} is also spelled {}",
                    words::value(values.field, &values.new)
                )
            }
            _ => format!("{words} is new"),
        };
    }
    match kind {
        "rule" => format!("{words} decides otherwise"),
        "statuses" => format!("{words} is that of other statuses"),
        "deprecated" if finding.details.keys().any(|it| it.new.is_empty()) => {
            format!("{words} is not deprecated any more")
        }
        "deprecated" => format!("{words} is deprecated"),
        "order" => format!("{} stand in another order", words::members(spot)),
        _ => sentence(kind, &words, finding),
    }
}

/// What was and is of the value that differs, or that it is several.
fn sentence(kind: &str, words: &str, finding: &Finding) -> String {
    let own: Vec<&Values> = finding
        .details
        .keys()
        .filter(|it| it.field == own_field(kind))
        .collect();
    match (&*own, finding.details.keys().next()) {
        (&[one], _) | ([], Some(one)) => format!("{words}: {}", words::values(one)),
        _ => format!("{words} decides another `{}`", own_field(kind)),
    }
}

/// The field that a kind of change is about; others follow from it.
fn own_field(kind: &str) -> &str {
    match kind {
        "statuses" => "class",
        _ => kind,
    }
}

/// The values, that of the change's own field first, and then whether it is a failure at all.
fn details(kind: &str, finding: &Finding) -> Vec<Detail> {
    let details = finding.details.iter().map(|(values, touched)| Detail {
        field: values.field,
        old: values.old.clone(),
        new: values.new.clone(),
        touched: touched
            .iter()
            .map(|(subject, operations)| words::touched(subject, operations))
            .collect(),
    });
    let mut details: Vec<Detail> = details.collect();
    details.sort_by_key(|detail| (detail.field != own_field(kind), detail.field != "outcome"));
    details
}

/// What follows from a change, where that is not plain to see.
fn help(kind: &str, finding: &Finding) -> Option<&'static str> {
    let opens = |values: &Values| values.field == "outcome" && values.new == "success";
    if kind != "code_added" && finding.details.keys().any(opens) {
        return Some("what was told as a failure is taken for a success now");
    }
    let has = |field: &str| finding.details.keys().any(|values| values.field == field);
    match kind {
        "order" => Some("`as` and `<` see it; what is new keeps it behind all others"),
        "code_gone" if has("string") => {
            Some("on the wire it is still known, as the code whose alias it is; in Rust it is not")
        }
        "code_gone" => {
            Some("to take leave of a code without breaking anything, mark it `deprecated`")
        }
        "code_renamed" => Some("`name` keeps the Rust name, whatever the code is called"),
        "deprecated" => Some("who uses the code is warned by the compiler as long as it is"),
        _ => None,
    }
}

/// Leaves out files, lines, and whom it touches: what is waived stays waived while the book goes on growing.
fn fingerprint(kind: &str, path: &str, finding: &Finding) -> String {
    let values = finding
        .details
        .keys()
        .flat_map(|values| [values.field, &values.old, &values.new]);
    let parts = [kind, path].into_iter().chain(values);
    let hash = fnv(parts.flat_map(|part| [part, "\0"]));
    format!("{hash:016x}")
}
