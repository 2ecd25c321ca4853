//! Vendors with hundreds of domains and an operation for each, as imports of large catalogues have.

use std::fmt::Write;

use faultbook_codegen::{Loaded, Source, load};

const CODES: usize = 5;

/// A book of so many domains, whose operations set something beyond their domains.
fn book(domains: usize, settings: &str) -> [Source; 2] {
    let mut vendor =
        "vendor: v\ntitle: V\nsummary: s\nenvelope: { code: /code }\ndomains:\n".to_owned();
    for domain in 0..domains {
        _ = writeln!(vendor, "  d{domain}:\n    title: D\n    codes:");
        for code in 0..CODES {
            _ = writeln!(
                vendor,
                "      E{code}: {{ summary: s, status: 404, name: E{domain}x{code} }}"
            );
        }
    }
    vendor.push_str("operations:\n");
    for domain in 0..domains {
        _ = writeln!(
            vendor,
            "  o{domain}: {{ summary: o, domains: [d{domain}]{settings} }}"
        );
    }
    [
        Source::new("book.yaml", "extends: standard\n"),
        Source::new("v.yaml", vendor),
    ]
}

/// The loaded book, and how often that allocated.
fn measured(domains: usize, settings: &str) -> (Loaded, u64) {
    let book = book(domains, settings);
    let mut loaded = None;
    let used = allocation_counter::measure(|| loaded = load(&book).ok());
    (loaded.expect("a valid book"), used.count_total)
}

#[test]
fn operations_that_decide_nothing_cost_no_plans() {
    let (small, allocations) = measured(20, "");
    let (large, more) = measured(80, "");
    assert!(
        more < 5 * allocations,
        "{allocations} and {more} allocations"
    );
    for (loaded, domains) in [(small, 20), (large, 80)] {
        let tables = loaded.tables[0].vendor();
        let entries = domains * CODES + domains + 2;
        assert_eq!(usize::from(tables.entries), entries);
        assert_eq!(tables.plan_of.len(), entries, "one row for all operations");
    }
}

#[test]
fn operations_that_decide_something_have_plans_of_their_own() {
    let (loaded, _) = measured(3, ", retry: never");
    let tables = loaded.tables[0].vendor();
    // The operations agree, but `request` does not set a retry.
    assert_eq!(tables.plan_of.len(), 2 * usize::from(tables.entries));
    let firsts: Vec<u32> = tables.operations.iter().map(|own| own.plans).collect();
    let own = u32::from(tables.entries);
    assert_eq!(firsts, [0, own, own, own]);
}
