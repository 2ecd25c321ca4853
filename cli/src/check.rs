//! `faultbook check`: whether a book is free of mistakes.

use std::io::Write;

use faultbook_codegen::model::Vendor;

use crate::args::Check;
use crate::{Verdict, book};

pub(crate) fn run(arguments: &Check, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let loaded = book::load(Some(&arguments.spec))?;
    let vendors = &loaded.book.vendors;
    let total = |count: fn(&Vendor) -> usize| vendors.iter().map(count).sum();
    let summary = [
        counted(vendors.len(), "vendor"),
        counted(total(|vendor| vendor.codes.len()), "code"),
        counted(total(|vendor| vendor.operations.len()), "operation"),
        counted(total(|vendor| vendor.examples.len()), "example"),
    ];
    let folder = arguments.spec.display();
    writeln!(out, "{folder}: {}; no mistakes", summary.join(", "))?;
    Ok(Verdict::Clean)
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
