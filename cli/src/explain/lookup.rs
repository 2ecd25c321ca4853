//! Finds what the caller asks about.

use anyhow::{Result, anyhow, bail};
use faultbook_codegen::model::{Book, Vendor};

use super::Case;
use crate::args::Explain;
use crate::names;

/// The code in each of the domains that it may have come from, in the operation's order of precedence.
pub(super) fn cases<'b>(book: &'b Book, arguments: &Explain) -> Result<Vec<Case<'b>>> {
    let vendor = vendor(book, &arguments.vendor)?;
    let asked = arguments.operation.as_deref();
    let operation = asked.map_or(Ok(vendor.request), |name| operation(vendor, name))?;
    let codes = in_reach(vendor, operation, &codes(book, vendor, &arguments.code)?)?;
    let codes = with_status(vendor, &codes, arguments.status)?;
    let case = |code: usize| Case {
        book,
        vendor,
        operation,
        operation_is_asked: asked.is_some(),
        code,
        status: arguments.status.or_else(|| vendor.typical_status(code)),
    };
    Ok(codes.into_iter().map(case).collect())
}

fn vendor<'b>(book: &'b Book, name: &str) -> Result<&'b Vendor> {
    let found = book.vendors.iter().find(|vendor| vendor.name == name);
    let known = book.vendors.iter().map(|vendor| vendor.name.as_str());
    found.ok_or_else(|| anyhow!(names::unknown("vendor", name, known)))
}

fn operation(vendor: &Vendor, name: &str) -> Result<usize> {
    let known = || vendor.operations.iter().map(|operation| operation.name.as_str());
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
    let known = vendor.codes.iter().map(|code| code.wire.as_str());
    let mut message = names::unknown(&format!("code of {},", vendor.name), wire, known);
    let owners = book.vendors.iter().filter(|vendor| !find(vendor, wire).is_empty());
    for owner in owners {
        message += &format!("; {} has a code of this name", owner.name);
    }
    bail!(message)
}

fn find(vendor: &Vendor, wire: &str) -> Vec<usize> {
    let codes = vendor.codes.iter().enumerate();
    let found = codes.filter(|(_, code)| code.wire == wire || code.aliases.iter().any(|alias| alias == wire));
    found.map(|(index, _)| index).collect()
}

/// Those of the codes that the operation can meet, in its order of precedence; any can meet what the client raises.
fn in_reach(vendor: &Vendor, operation: usize, codes: &[usize]) -> Result<Vec<usize>> {
    let operation = &vendor.operations[operation];
    let domain = |code: usize| vendor.codes[code].domain;
    let own = operation.domains.iter().flat_map(|own| codes.iter().filter(move |code| domain(**code) == *own));
    let raised = codes.iter().filter(|code| {
        let domain = domain(**code);
        vendor.domains[domain].raised_by_client && !operation.domains.contains(&domain)
    });
    let reached: Vec<usize> = own.chain(raised).copied().collect();
    if reached.is_empty() {
        let domains: Vec<&str> = codes.iter().map(|code| vendor.domains[domain(*code)].name.as_str()).collect();
        bail!(
            "operation `{}` does not meet this code, which stands in {}; leave `--operation` out, or name another",
            operation.name,
            domains.join(", ")
        );
    }
    Ok(reached)
}

/// Those of the codes that can come with a status, if one is asked for.
fn with_status(vendor: &Vendor, codes: &[usize], status: Option<u16>) -> Result<Vec<usize>> {
    let mut codes = codes.to_vec();
    if status.is_some() {
        codes.retain(|code| !vendor.domains[vendor.codes[*code].domain].raised_by_client);
    }
    if codes.is_empty() {
        bail!("the client itself raises this code, so it comes with no status; leave `--status` out");
    }
    Ok(codes)
}
