//! Finds the locations of findings, and merges those at the same location into one change.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::findings::{Finding, Findings, Values};
use super::path::NodePath;
use super::snapshot::BookSnapshot;
use super::{Change, Changes, Concern, Detail, wording};
use crate::diagnostics::{Label, Target};
use crate::fnv;
use crate::syntax::Retry;

/// A finding with its locations.
struct Located {
    /// The basis of the change's name.
    path: NodePath,
    finding: Finding,
    base: Option<Label>,
    revision: Option<Label>,
}

/// A file and a byte in it.
type At = Option<(String, usize)>;

pub(super) fn all(findings: Findings, old: &BookSnapshot<'_>, new: &BookSnapshot<'_>) -> Changes {
    let policies = changed_policies(old, new);
    let mut merged: BTreeMap<(&'static str, At, At, Option<NodePath>), Located> = BTreeMap::new();
    for (kind, path, finding) in by_policy(findings, &policies, old, new) {
        let located = located(path, finding, old, new);
        let (base, revision) = (at(located.base.as_ref()), at(located.revision.as_ref()));
        let lost = (base.is_none() && revision.is_none()).then(|| located.path.clone());
        let key = (kind, base, revision, lost);
        let whole = match merged.remove(&key) {
            Some(known) => known.absorb(located),
            None => located,
        };
        merged.insert(key, whole);
    }
    let changes = merged.into_iter();
    let changes = changes.map(|((kind, ..), located)| located.into_change(kind, old, new));
    let mut list: Vec<Change> = changes.collect();
    list.sort_by(|a, b| (Reverse(a.impact), &a.path).cmp(&(Reverse(b.impact), &b.path)));
    Changes {
        list,
        old: old.texts(),
        new: new.texts(),
    }
}

fn at(label: Option<&Label>) -> At {
    label.map(|label| (label.file.clone(), label.bytes.start))
}

/// The named policies that both books have and that differ.
fn changed_policies(old: &BookSnapshot<'_>, new: &BookSnapshot<'_>) -> Vec<String> {
    let before: BTreeMap<String, Retry> = old.policies().into_iter().collect();
    let after: BTreeMap<String, Retry> = new.policies().into_iter().collect();
    let changed = after
        .into_iter()
        .filter(|(name, retry)| before.get(name).is_some_and(|old| old != retry));
    changed.map(|(name, _)| name).collect()
}

/// Attributes retries to the named policy that they use, if the policy differs.
fn by_policy(
    findings: Findings,
    policies: &[String],
    old: &BookSnapshot<'_>,
    new: &BookSnapshot<'_>,
) -> Vec<(&'static str, NodePath, Finding)> {
    let mut attributed = Vec::new();
    for ((path, kind), mut finding) in findings.list {
        if !matches!(kind, "retry" | "rule") {
            attributed.push((kind, path, finding));
            continue;
        }
        let own = if kind == "rule" { "retry/use" } else { "use" };
        let names = (used(old, &finding.old, own), used(new, &finding.new, own));
        let is_changed = names
            .1
            .is_some_and(|name| policies.iter().any(|it| it == name));
        if let (Some(name), true) = (names.1, is_changed && names.0 == names.1) {
            let (retries, rest) = finding.split("retry");
            let policy = NodePath::book(&["retries", name]);
            attributed.push(("retry", policy.clone(), Finding::at(policy, retries)));
            finding.details = rest;
        }
        if !finding.details.is_empty() {
            attributed.push((kind, path, finding));
        }
    }
    attributed
}

/// The name at some keys below the first of these paths.
fn used<'e>(snapshot: &BookSnapshot<'e>, paths: &[NodePath], path: &str) -> Option<&'e str> {
    snapshot.word(&paths.first()?.at(path))
}

/// Finds the locations of a finding, and names it after the existing one.
fn located(
    key: NodePath,
    finding: Finding,
    old: &BookSnapshot<'_>,
    new: &BookSnapshot<'_>,
) -> Located {
    let before = locate(&finding, &finding.old, old, |values| &values.old);
    let after = locate(&finding, &finding.new, new, |values| &values.new);
    let paths = [&after, &before].map(|found| found.as_ref().map(|(path, _)| path.clone()));
    let path = match paths {
        [Some(after), Some(before)] if before.segments.len() > after.segments.len() => before,
        [Some(after), _] => after,
        [None, Some(before)] => before,
        [None, None] => key,
    };
    Located {
        path,
        base: before.map(|(_, label)| label),
        revision: after.map(|(_, label)| label),
        finding,
    }
}

/// The first existing path, with its location.
fn locate(
    finding: &Finding,
    paths: &[NodePath],
    snapshot: &BookSnapshot<'_>,
    side: impl Fn(&Values) -> &String,
) -> Option<(NodePath, Label)> {
    let (first, last) = (paths.first()?, paths.last()?);
    let mut words: Vec<String> = finding
        .details
        .keys()
        .map(|it| wording::value(it.field, side(it)))
        .collect();
    words.dedup();
    let text = match (finding.is_entry, &*words) {
        (false, [word]) => word.clone(),
        _ => String::new(),
    };
    paths.iter().find_map(|path| {
        let is_key = finding.is_entry || path == last && first != last;
        let target = if is_key { Target::Key } else { Target::Value };
        let label = snapshot.locate(path, target, &text)?;
        Some((path.clone(), label))
    })
}

impl Located {
    /// Merges another finding at the same location.
    fn absorb(mut self, other: Self) -> Self {
        self.finding.impact = self.finding.impact.max(other.finding.impact);
        if other.path.segments.len() < self.path.segments.len() {
            // A node behind an alias is named after the outermost path.
            self.path = other.path;
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

    fn into_change(
        self,
        kind: &'static str,
        old: &BookSnapshot<'_>,
        new: &BookSnapshot<'_>,
    ) -> Change {
        let concern = self.concern(kind, old, new);
        let near = self.revision.clone().or_else(|| near(&self.path, new));
        let path = self.path.to_string();
        Change {
            kind,
            impact: self.finding.impact,
            concern,
            message: message(kind, &self.path, &self.finding),
            details: details(kind, &self.finding),
            help: help(kind, &self.finding),
            fingerprint: fingerprint(kind, &path, &self.finding),
            path,
            base: self.base,
            revision: self.revision,
            near,
        }
    }

    /// Everything that only packages say is a fact.
    fn concern(&self, kind: &str, old: &BookSnapshot<'_>, new: &BookSnapshot<'_>) -> Concern {
        let own = [(&self.base, old), (&self.revision, new)];
        let mut own = own.into_iter().filter_map(|(label, snapshot)| {
            let label = label.as_ref()?;
            Some(snapshot.is_own(label))
        });
        match own.next() {
            Some(first) if !first && !own.any(|own| own) => Concern::Facts,
            _ => Concern::of(kind, &self.path, &self.finding),
        }
    }
}

/// The location nearest to the former one.
fn near(path: &NodePath, new: &BookSnapshot<'_>) -> Option<Label> {
    let parents = std::iter::successors(path.parent(), NodePath::parent);
    parents
        .into_iter()
        .find_map(|path| new.locate(&path, Target::Value, ""))
}

fn message(kind: &str, path: &NodePath, finding: &Finding) -> String {
    let subject = wording::subject(path);
    let spelled = |side: fn(&Values) -> &String| {
        let values = finding.details.keys().next();
        let values = values.filter(|_| kind.starts_with("alias_"));
        values.map(|values| wording::value(values.field, side(values)))
    };
    match kind {
        kind if kind.ends_with("_gone") => match spelled(|values| &values.old) {
            Some(alias) => format!("{subject} is no longer spelled {alias}"),
            None => format!("{subject} is gone"),
        },
        kind if kind.ends_with("_added") => match spelled(|values| &values.new) {
            Some(alias) => format!("{subject} is also spelled {alias}"),
            None => format!("{subject} is new"),
        },
        "rule" => format!("{subject} decides differently"),
        "statuses" => format!("{subject} applies to other statuses"),
        "deprecated" if finding.details.keys().any(|it| it.new.is_empty()) => {
            format!("{subject} is no longer deprecated")
        }
        "deprecated" => format!("{subject} is deprecated"),
        "code_respelled" => respelled(&subject, finding),
        "order" => format!("{} are in a different order", wording::members(path)),
        _ => sentence(kind, &subject, finding),
    }
}

/// A code with another string. The old string may still be an alias.
fn respelled(subject: &str, finding: &Finding) -> String {
    let string = finding.details.keys().find(|it| it.field == "string");
    let old = wording::value("string", string.map_or("", |values| &values.old));
    if finding.details.keys().any(|it| it.field == "alias") {
        format!("{subject} was {old}, which is an alias now")
    } else {
        format!("{subject} was {old}, and is no longer read as that")
    }
}

/// The value that differs, before and after, or a remark that several do.
fn sentence(kind: &str, subject: &str, finding: &Finding) -> String {
    let own: Vec<&Values> = finding
        .details
        .keys()
        .filter(|it| it.field == own_field(kind))
        .collect();
    match (&*own, finding.details.keys().next()) {
        (&[one], _) | ([], Some(one)) => format!("{subject}: {}", wording::values(one)),
        _ => format!("{subject} decides a different `{}`", own_field(kind)),
    }
}

/// The field that a kind of change is about; others follow from it.
fn own_field(kind: &str) -> &str {
    match kind {
        "statuses" => "class",
        _ => kind,
    }
}

/// The values: first that of the change's own field, then whether it is a failure at all.
fn details(kind: &str, finding: &Finding) -> Vec<Detail> {
    let details = finding.details.iter().map(|(values, touched)| Detail {
        field: values.field,
        old: values.old.clone(),
        new: values.new.clone(),
        touched: touched
            .iter()
            .map(|(subject, operations)| wording::touched(subject, operations))
            .collect(),
    });
    let mut details: Vec<Detail> = details.collect();
    details.sort_by_key(|detail| (detail.field != own_field(kind), detail.field != "outcome"));
    details
}

/// The consequences of a change, where they are not obvious.
fn help(kind: &str, finding: &Finding) -> Option<&'static str> {
    let opens = |values: &Values| values.field == "outcome" && values.new == "success";
    if kind != "code_added" && finding.details.keys().any(opens) {
        return Some("what was a failure is a success now");
    }
    let has = |field: &str| finding.details.keys().any(|values| values.field == field);
    match kind {
        "order" => Some("`as` and `<` depend on it; add what is new at the end to keep it"),
        "code_gone" if has("string") => {
            Some("on the wire it is still known, as the code whose alias it is; in Rust it is not")
        }
        "code_gone" => Some("to retire a code without breaking anything, mark it `deprecated`"),
        "code_respelled" if !has("alias") => Some(
            "list the old string in `aliases`, and it is still read, from responses and in Rust",
        ),
        "code_renamed" | "code_respelled" if has("Rust name") => {
            Some("`name` keeps the Rust name, whatever the code is called")
        }
        "deprecated" => Some("the compiler warns about uses of the code while it is deprecated"),
        _ => None,
    }
}

/// Omits files, lines and what is affected, so that a waiver stays valid while the book grows.
fn fingerprint(kind: &str, path: &str, finding: &Finding) -> String {
    let values = finding
        .details
        .keys()
        .flat_map(|values| [values.field, &values.old, &values.new]);
    let parts = [kind, path].into_iter().chain(values);
    let hash = fnv(parts.flat_map(|part| [part, "\0"]));
    format!("{hash:016x}")
}
