//! What the entries can be filtered by, with the values that there are.

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

pub(super) fn all(vendors: &[Vendor]) -> Vec<Facet> {
    let vendor = |vendor: &Vendor| Choice {
        value: vendor.name.clone(),
        words: vendor.title.clone(),
    };
    let named = |values: BTreeSet<String>| {
        values
            .into_iter()
            .map(|value| Choice {
                words: value.replace('_', " "),
                value,
            })
            .collect()
    };
    let facet = |name, label, options| Facet {
        name,
        label,
        options,
    };
    vec![
        facet("vendor", "Vendor", vendors.iter().map(vendor).collect()),
        facet("class", "Class", verbatim(values(vendors, Entry::classes))),
        facet("status", "Status", statuses(vendors)),
        facet("retry", "Retry", named(values(vendors, Entry::retries))),
        facet("actor", "Who acts", named(values(vendors, Entry::actors))),
        facet(
            "action",
            "Action",
            verbatim(values(vendors, Entry::actions)),
        ),
    ]
}

fn verbatim(values: BTreeSet<String>) -> Vec<Choice> {
    values
        .into_iter()
        .map(|value| Choice {
            words: value.clone(),
            value,
        })
        .collect()
}

fn values(vendors: &[Vendor], of: impl Fn(&Entry) -> String) -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    for named in entries(vendors).map(of) {
        values.extend(named.split_whitespace().map(str::to_owned));
    }
    values
}

/// The statuses of which something is documented, each hundred before its own.
fn statuses(vendors: &[Vendor]) -> Vec<Choice> {
    let ranges = values(vendors, |entry| entry.ranges.clone());
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
    all.into_iter()
        .map(|value| Choice {
            words: value.clone(),
            value,
        })
        .collect()
}

fn entries(vendors: &[Vendor]) -> impl Iterator<Item = &Entry> {
    vendors
        .iter()
        .flat_map(|vendor| &vendor.groups)
        .flat_map(|group| &group.entries)
}
