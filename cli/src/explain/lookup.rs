//! Finds what the caller asks about.

use anyhow::{Result, anyhow, bail};
use faultbook_codegen::model::{Book, Vendor};

use super::Case;
use crate::args::Explain;
use crate::names;

/// The code in each of the domains that it may have come from, in the operation's order of precedence.
pub(super) fn cases<'b>(
    book: &'b Book,
    vendor: &str,
    wire: &str,
    arguments: &Explain,
) -> Result<Vec<Case<'b>>> {
    let vendor = self::vendor(book, vendor)?;
    let asked = arguments.operation.as_deref();
    let operation = asked.map_or(Ok(vendor.request), |name| operation(vendor, name))?;
    let case = |code: usize| Case {
        book,
        vendor,
        operation,
        operation_is_asked: asked.is_some(),
        code,
        status: arguments.status.or_else(|| vendor.typical_status(code)),
    };
    let codes = codes(book, vendor, wire)?;
    let mut cases = met(codes.into_iter().map(case).collect())?;
    cases.sort_by_key(Case::precedence);
    match arguments.status {
        Some(status) => with_status(cases, status),
        None => Ok(cases),
    }
}

fn vendor<'b>(book: &'b Book, name: &str) -> Result<&'b Vendor> {
    let found = book.vendors.iter().find(|vendor| vendor.name == name);
    let known = book.vendors.iter().map(|vendor| vendor.name.as_str());
    found.ok_or_else(|| anyhow!(names::unknown("vendor", name, known)))
}

fn operation(vendor: &Vendor, name: &str) -> Result<usize> {
    let known = || {
        vendor
            .operations
            .iter()
            .map(|operation| operation.name.as_str())
    };
    let position = known().position(|operation| operation == name);
    let what = format!("operation of {},", vendor.name);
    position.ok_or_else(|| anyhow!(names::unknown(&what, name, known())))
}

/// The codes with this wire string or alias, one in each domain that has it.
fn codes(book: &Book, vendor: &Vendor, wire: &str) -> Result<Vec<usize>> {
    let found = find(vendor, wire);
    if !found.is_empty() {
        return Ok(found);
    }
    let owner = book
        .vendors
        .iter()
        .find(|vendor| !find(vendor, wire).is_empty());
    if let Some(owner) = owner {
        bail!(
            "{} has no code `{wire}`, but {} has",
            vendor.name,
            owner.name
        );
    }
    let known = vendor.codes.iter().map(|code| code.wire.as_str());
    bail!(names::unknown(
        &format!("code of {},", vendor.name),
        wire,
        known
    ))
}

fn find(vendor: &Vendor, wire: &str) -> Vec<usize> {
    let codes = vendor.codes.iter().enumerate();
    let found = codes
        .filter(|(_, code)| code.wire == wire || code.aliases.iter().any(|alias| alias == wire));
    found.map(|(index, _)| index).collect()
}

fn met(cases: Vec<Case<'_>>) -> Result<Vec<Case<'_>>> {
    let (met, rest): (Vec<_>, Vec<_>) = cases.into_iter().partition(Case::is_met);
    if let (true, Some(other)) = (met.is_empty(), rest.first()) {
        let (operation, domains) = (&other.operation().name, domains(&rest));
        bail!(
            "operation `{operation}` never meets this code, which stands in {domains}; \
             leave `--operation` out, or name another"
        );
    }
    Ok(met)
}

fn with_status(cases: Vec<Case<'_>>, status: u16) -> Result<Vec<Case<'_>>> {
    let comes_with = |case: &Case<'_>| case.comes_with(status);
    let (possible, rest): (Vec<_>, Vec<_>) = cases.into_iter().partition(comes_with);
    if possible.is_empty() {
        let domains = domains(&rest);
        bail!("in {domains}, this code never comes with status {status}; leave `--status` out");
    }
    Ok(possible)
}

/// The names of the domains that the codes stand in.
fn domains(cases: &[Case<'_>]) -> String {
    let names: Vec<String> = cases
        .iter()
        .map(|case| format!("`{}`", case.domain().name))
        .collect();
    names.join(", ")
}
