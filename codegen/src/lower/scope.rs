//! The names that a file can refer to.

use std::collections::HashMap;

use super::languages::Languages;
use super::{entries, entries_or};
use crate::decide::StatusClasses;
use crate::diagnostics::{Path, Sink};
use crate::model::{Action, ActionId, Class, Each, Retry};
use crate::syntax;

/// The operation that every vendor has.
pub(crate) const REQUEST: &str = "request";

/// The help for a code that is defined twice in its domain.
const ONE_ENTRY: &str = "a code that comes with several statuses is one entry, as in `status: [400, 403]`; one with several \
    meanings has a domain for each";

/// What all vendors share.
pub(crate) struct Vocabulary<'s> {
    pub(crate) classes: Vec<Class>,
    pub(crate) actions: Vec<Action>,
    /// The named policies; `None` for an invalid one.
    pub(crate) retries: Vec<(&'s str, Option<Retry>)>,
    pub(crate) status_classes: StatusClasses,
    pub(crate) headers: &'s syntax::Headers,
    pub(crate) languages: Languages<'s>,
}

impl Vocabulary<'_> {
    pub(crate) fn class_names(&self) -> Vec<&str> {
        self.classes
            .iter()
            .map(|class| class.name.as_str())
            .collect()
    }

    pub(crate) fn action_names(&self) -> Vec<&str> {
        self.actions
            .iter()
            .map(|action| action.name.as_str())
            .collect()
    }

    /// The actions with these names. Unknown names are reported and left out.
    pub(super) fn find_actions(
        &self,
        names: &[String],
        path: &Path<'_>,
        sink: &mut Sink<'_>,
    ) -> Vec<ActionId> {
        let known = self.action_names();
        let found = names
            .iter()
            .enumerate()
            .filter_map(|(at, name)| sink.find(&path.index(at), "action", name, &known));
        found.map(ActionId::new).collect()
    }
}

/// The names that a vendor's file can refer to.
pub(crate) struct Scope<'s> {
    pub(crate) vocabulary: &'s Vocabulary<'s>,
    pub(crate) domains: Vec<&'s str>,
    /// By domain.
    pub(crate) categories: Vec<Vec<&'s str>>,
    /// The codes of each wire string, as indices into the vendor's codes.
    pub(crate) codes: HashMap<&'s str, Vec<usize>>,
    /// The wire strings of the codes that have these aliases.
    pub(crate) aliases: HashMap<&'s str, &'s str>,
    pub(crate) operations: Vec<&'s str>,
    /// The lists of errors, in which rules can name locations.
    pub(crate) errors: Vec<Each>,
}

/// The parts of a vendor's file, without duplicates.
pub(super) struct Parts<'s> {
    pub(super) domains: Vec<(&'s str, &'s syntax::Domain)>,
    pub(super) categories: Vec<Vec<(&'s str, &'s syntax::Category)>>,
    pub(super) codes: Vec<Vec<(&'s str, &'s syntax::Code)>>,
    pub(super) operations: Vec<(&'s str, &'s syntax::Operation)>,
}

pub(super) fn parts<'s>(own: &'s syntax::Vendor, sink: &mut Sink<'_>) -> Parts<'s> {
    let path = Path::ROOT.key("domains");
    let domains = entries(&own.domains, &path, sink);
    let mut categories = Vec::new();
    let mut codes = Vec::new();
    for (name, domain) in &domains {
        let path = path.key(name);
        categories.push(entries(&domain.categories, &path.key("categories"), sink));
        codes.push(entries_or(
            &domain.codes,
            &path.key("codes"),
            ONE_ENTRY,
            sink,
        ));
    }
    Parts {
        domains,
        categories,
        codes,
        operations: entries(&own.operations, &Path::ROOT.key("operations"), sink),
    }
}

pub(super) fn scope<'s>(parts: &Parts<'s>, vocabulary: &'s Vocabulary<'s>) -> Scope<'s> {
    let mut codes: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut aliases = HashMap::new();
    for (index, (wire, code)) in parts.codes.iter().flatten().enumerate() {
        codes.entry(*wire).or_default().push(index);
        let own = code.aliases.items.iter();
        aliases.extend(own.map(|alias| (alias.0.as_str(), *wire)));
    }
    // `request` is first, listed or not, so that a new operation does not change the numbers of the others.
    let listed = parts.operations.iter().map(|(name, _)| *name);
    let operations = [REQUEST]
        .into_iter()
        .chain(listed.filter(|name| *name != REQUEST));
    let names = |categories: &Vec<(&'s str, _)>| categories.iter().map(|(name, _)| *name).collect();
    Scope {
        vocabulary,
        domains: parts.domains.iter().map(|(name, _)| *name).collect(),
        categories: parts.categories.iter().map(names).collect(),
        codes,
        aliases,
        operations: operations.collect(),
        errors: Vec::new(),
    }
}
