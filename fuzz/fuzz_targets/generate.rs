//! Books of any text: what compiles must come out in a size that its own size bounds.
//!
//! The memory itself is bounded by libFuzzer: `cargo fuzz run generate work/generate corpus/generate -- -rss_limit_mb=1024 -malloc_limit_mb=256`.
#![no_main]

use std::collections::BTreeSet;
use std::convert::Infallible;

use faultbook_codegen::model::{Plan, Vendor};
use faultbook_codegen::{Loaded, Source, load};
use libfuzzer_sys::fuzz_target;

/// Combinations of rules that a vendor may have beyond one for each operation, code and range of statuses.
const MOST_COMBINATIONS: usize = 1 << 18;

/// The bytes that are generated for any book.
const BASE: usize = 4 << 20;

fuzz_target!(|input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    let name = text.lines().find_map(|line| line.strip_prefix("vendor: "));
    let file = format!("{}.yaml", name.unwrap_or("acme"));
    let sources = [
        Source::new("book.yaml", "extends: standard\n"),
        Source::new(file, &*text),
    ];
    if let Ok(loaded) = load(&sources) {
        check(&loaded, text.len());
    }
});

fn check(loaded: &Loaded, len: usize) {
    let mut rows = 0;
    for (vendor, tables) in loaded.book.vendors.iter().zip(&loaded.tables) {
        let (arms, ranges) = arms(vendor);
        assert!(arms <= MOST_COMBINATIONS + ranges, "{arms} arms");
        assert!(
            vendor.plans.len() <= places(vendor),
            "{} plans",
            vendor.plans.len()
        );
        let tables = tables.vendor();
        // A condition of several rules has a row of its own in front of the rows that it leads to.
        assert!(tables.arms.len() <= 2 * arms, "{} rows", tables.arms.len());
        assert!(tables.text.len() <= 64 * (len + 4096));
        assert!(tables.nodes.len() <= len + 64 && tables.tests.len() <= 16 * (len + 64));
        rows += tables.arms.len() + tables.plan_of.len();
    }
    let mut bytes = 0;
    let Ok(()) = loaded.each_artifact(|artifact| {
        bytes += artifact.contents.len();
        Ok::<_, Infallible>(())
    });
    assert!(
        bytes <= BASE + 1024 * len + 256 * rows,
        "{bytes} bytes from {len} bytes and {rows} rows"
    );
}

/// The arms of all plans, and how many ranges of statuses there are among them.
fn arms(vendor: &Vendor) -> (usize, usize) {
    let ranges = |plan: &Plan| plan.iter().map(|arm| arm.lo).collect::<BTreeSet<_>>().len();
    (
        vendor.plans.iter().map(Vec::len).sum(),
        vendor.plans.iter().map(ranges).sum(),
    )
}

/// The operations times what can come back from each.
fn places(vendor: &Vendor) -> usize {
    let unknown = vendor.domains.iter().map(|it| 1 + it.categories.len());
    vendor.operations.len() * (vendor.codes.len() + unknown.sum::<usize>() + 2)
}
