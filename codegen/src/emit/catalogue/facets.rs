//! The filters of the entries, with their values.

use std::collections::BTreeSet;

use super::entry::Entry;
use super::vendor::Vendor;

pub(super) struct Facet {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) options: Vec<Choice>,
}

pub(super) struct Choice {
    pub(super) value: String,
    pub(super) words: String,
}

/// The values that occur in entries.
#[derive(Default)]
pub(super) struct Facets {
    classes: BTreeSet<String>,
    ranges: BTreeSet<String>,
    retries: BTreeSet<String>,
    actors: BTreeSet<String>,
    actions: BTreeSet<String>,
}

impl Facets {
    pub(super) fn add(&mut self, entry: &Entry<'_>) {
        let values = [
            (&mut self.classes, entry.classes()),
            (&mut self.ranges, entry.ranges()),
            (&mut self.retries, entry.retries()),
            (&mut self.actors, entry.actors()),
            (&mut self.actions, entry.actions()),
        ];
        for (known, named) in values {
            for value in named.split_whitespace() {
                if !known.contains(value) {
                    known.insert(value.to_owned());
                }
            }
        }
    }

    /// What can be filtered by.
    pub(super) fn choices(self, vendors: &[Vendor<'_>]) -> Vec<Facet> {
        let vendor = |vendor: &Vendor<'_>| Choice {
            value: vendor.name.to_owned(),
            words: vendor.title.clone(),
        };
        let facet = |name, label, options| Facet {
            name,
            label,
            options,
        };
        vec![
            facet("vendor", "Vendor", vendors.iter().map(vendor).collect()),
            facet("class", "Class", choices(self.classes, "_")),
            facet("status", "Status", choices(statuses(&self.ranges), "_")),
            facet("retry", "Retry", choices(self.retries, " ")),
            facet("actor", "Who acts", choices(self.actors, " ")),
            facet("action", "Action", choices(self.actions, "_")),
        ]
    }
}

/// The values, shown with a space or an underscore between words.
fn choices(values: impl IntoIterator<Item = String>, between: &str) -> Vec<Choice> {
    let choice = |value: String| Choice {
        words: value.replace('_', between),
        value,
    };
    values.into_iter().map(choice).collect()
}

/// The documented statuses, each hundred before its members.
fn statuses(ranges: &BTreeSet<String>) -> Vec<String> {
    let exact = ranges.iter().filter_map(|range| {
        let (lo, hi) = range.split_once('-')?;
        (lo == hi && lo.len() == 3).then(|| lo.to_owned())
    });
    let exact: BTreeSet<String> = exact.collect();
    let hundreds = exact.iter().map(|status| format!("{}xx", &status[..1]));
    let mut all: Vec<String> = hundreds.chain(exact.iter().cloned()).collect();
    all.sort_by_key(|status| {
        (
            status[..1].to_owned(),
            !status.ends_with("xx"),
            status.clone(),
        )
    });
    all.dedup();
    all
}
