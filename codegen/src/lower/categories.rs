//! Categories of a domain, and the families of codes that belong to them.

use super::each;
use super::remarks;
use crate::diagnostics::{Id, Path, Sink, Target};
use crate::model::{Category, Family};
use crate::parse;
use crate::syntax;

pub(super) fn lower(
    categories: &[(&str, &syntax::Category)],
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Vec<Category> {
    let mut known = Vec::new();
    let lowered = categories.iter().map(|(name, own)| Category {
        name: (*name).to_owned(),
        summary: own.summary.trim().to_owned(),
        description: remarks::text(own.description.as_ref()),
        families: families(name, own, &mut known, path, sink),
    });
    lowered.collect()
}

/// The position of the category whose family has this code: that of the longest prefix, or else of the range.
pub(super) fn of_code(categories: &[Category], wire: &str) -> Option<usize> {
    let families = categories.iter().enumerate();
    let families =
        families.flat_map(|(at, own)| own.families.iter().map(move |family| (at, family)));
    let length = |family: &Family| match family {
        Family::Prefix(prefix) => wire.starts_with(prefix).then_some(prefix.len()),
        Family::Range(lo, hi) => {
            let number = wire
                .parse::<i64>()
                .ok()
                .filter(|number| number.to_string() == wire);
            number
                .is_some_and(|number| (*lo..=*hi).contains(&number))
                .then_some(0)
        }
    };
    let matching = families.filter_map(|(at, family)| Some((length(family)?, at)));
    matching.max_by_key(|(length, _)| *length).map(|(_, at)| at)
}

/// The families of a category. `known` collects those of the domain, with their categories.
fn families<'s>(
    name: &'s str,
    own: &syntax::Category,
    known: &mut Vec<(&'s str, Family)>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Vec<Family> {
    let own_path = path.key(name);
    each(&own.codes, &own_path.key("codes"), |own, place| {
        let family = family(own, place, sink)?;
        let other = known.iter().find(|(_, other)| overlap(&family, other));
        if let Some((category, _)) = other {
            let first = path.key(category);
            let message = format!("codes of `{name}` also belong to `{category}`");
            let diagnostic = Id::InvalidFamily.diagnostic(message, "overlaps");
            let first = sink
                .label_of(&first.key("codes"), Target::Key)
                .with_text("with this");
            sink.report_at(
                place,
                &diagnostic
                    .help("a code belongs to one category")
                    .related(first),
            );
        }
        known.push((name, family.clone()));
        Some(family)
    })
}

fn family(own: &syntax::Family, path: &Path<'_>, sink: &mut Sink<'_>) -> Option<Family> {
    match (&own.prefix, &own.range) {
        (Some(prefix), None) if prefix.0.is_empty() => {
            let diagnostic =
                Id::InvalidFamily.diagnostic("an empty prefix", "every code starts with this");
            sink.report_at(&path.key("prefix"), &diagnostic);
            None
        }
        (Some(prefix), None) => Some(Family::Prefix(prefix.0.clone())),
        (None, Some(range)) => {
            let range = parse::code_range(range);
            let range = sink.parsed(&path.key("range"), Id::InvalidFamily, "range", range)?;
            Some(Family::Range(range.0, range.1))
        }
        (both, _) => {
            let message = "a family of codes has either `prefix` or `range`";
            let label = if both.is_some() { "both" } else { "neither" };
            sink.report_at(path, &Id::WrongShape.diagnostic(message, label));
            None
        }
    }
}

/// Whether a code may belong to both, without one being more precise: prefixes are more precise than ranges, and longer
/// ones than shorter ones.
fn overlap(one: &Family, other: &Family) -> bool {
    match (one, other) {
        (Family::Prefix(one), Family::Prefix(other)) => one == other,
        (Family::Range(lo, hi), Family::Range(other_lo, other_hi)) => {
            lo <= other_hi && other_lo <= hi
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_wins_over_shorter_ones_and_ranges() {
        let category = |families| Category {
            name: String::new(),
            summary: String::new(),
            description: String::new(),
            families,
        };
        let prefix = |text: &str| Family::Prefix(text.to_owned());
        let categories = [
            category(vec![
                Family::Range(-32_099, -32_000),
                Family::Range(4000, 4999),
            ]),
            category(vec![prefix("4"), prefix("A")]),
            category(vec![prefix("40")]),
        ];
        for (wire, found) in [
            ("-32005", Some(0)),
            ("-32099", Some(0)),
            ("-32100", None),
            ("-032005", None),
            ("+5", None),
            ("4100", Some(1)),
            ("4001", Some(2)),
            ("AB", Some(1)),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(of_code(&categories, wire), found, "{wire}");
        }
    }
}
