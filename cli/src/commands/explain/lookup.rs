//! Finds the answer to a query.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::rc::Rc;

use anyhow::{Result, anyhow, bail, ensure};
use faultbook_codegen::Loaded;
use faultbook_codegen::model::{Book, Code, Vendor};
use faultbook_codegen::render::joined;

use super::answer::Answer;
use super::case::{Case, Circumstances};
use super::diagnostic;
use super::reading::Reading;
use super::response::Response;
use crate::suggestions;
use crate::terminal::sanitize;

/// The codes of a vendor, to which no circumstances apply.
pub(super) fn contents<'b>(
    loaded: &'b Loaded,
    vendor: &'b Vendor,
    circumstances: Circumstances<'_>,
) -> Result<Answer<'b>> {
    ensure!(
        circumstances.is_empty(),
        "`--operation` and `--status` apply to a code, a status or a response; name one, as in \
         `faultbook explain {} CODE`, or pipe a response into the command",
        vendor.name
    );
    Ok(Answer::Contents(&loaded.book, vendor))
}

/// Finds a code or status of a vendor.
pub(super) fn in_vendor<'b>(
    loaded: &'b Loaded,
    vendor: &str,
    wire: &str,
    circumstances: Circumstances<'_>,
) -> Result<Answer<'b>> {
    let vendor = self::vendor(&loaded.book, vendor)?;
    match status(wire).filter(|_| find(vendor, wire).is_empty()) {
        Some(status) => at_status(loaded, vendor, status, circumstances),
        None => cases(&loaded.book, vendor, wire, circumstances).map(Answer::Codes),
    }
}

/// Finds a vendor, a code of any vendor, or a status.
pub(super) fn anywhere<'b>(
    loaded: &'b Loaded,
    subject: &str,
    circumstances: Circumstances<'_>,
) -> Result<Answer<'b>> {
    let book = &loaded.book;
    if let Ok(vendor) = vendor(book, subject) {
        return contents(loaded, vendor, circumstances);
    }
    if let Some(status) = status(subject) {
        return everywhere_at_status(book, status, circumstances);
    }
    let owning = |find: fn(&Vendor, &str) -> Vec<usize>| {
        let vendors = book.vendors.iter();
        vendors.filter(move |own| !find(own, subject).is_empty())
    };
    let mut owners: Vec<&Vendor> = owning(exactly).collect();
    if owners.is_empty() {
        owners.extend(owning(find));
    }
    let owners = owners.into_iter();
    match found(owners.map(|vendor| cases(book, vendor, subject, circumstances)))? {
        found if found.is_empty() => Err(unknown(book, subject)),
        found => Ok(Answer::Codes(found)),
    }
}

/// All that was found, or why nothing was.
fn found<T>(results: impl Iterator<Item = Result<Vec<T>>>) -> Result<Vec<T>> {
    let (mut found, mut refusal) = (Vec::new(), None);
    for result in results {
        match result {
            Ok(own) => found.extend(own),
            Err(why) => refusal = refusal.or(Some(why)),
        }
    }
    match refusal {
        Some(why) if found.is_empty() => Err(why),
        _ => Ok(found),
    }
}

/// Reads a response as that of the named vendor, or else of the likeliest ones.
pub(super) fn response<'b>(
    loaded: &'b Loaded,
    vendor: Option<&str>,
    response: &Response,
    circumstances: Circumstances<'_>,
) -> Result<Answer<'b>> {
    if let Some(name) = vendor {
        let vendor = self::vendor(&loaded.book, name)?;
        let readings = read(loaded, vendor, response, circumstances)?;
        return Ok(Answer::Readings(readings, Vec::new()));
    }
    let vendors = loaded.book.vendors.iter();
    let readings = vendors.map(|vendor| read(loaded, vendor, response, circumstances));
    likeliest(found(readings)?)
}

/// The readings with the most evidence, and the vendors of those with more than half as much.
fn likeliest(mut readings: Vec<Reading<'_>>) -> Result<Answer<'_>> {
    readings.sort_by_key(|reading| Reverse(reading.evidence()));
    let most = readings.first().map_or(0, Reading::evidence);
    if most == 0 {
        bail!(
            "nothing in the response identifies its vendor; name it, as in \
             `faultbook explain VENDOR --response TEXT`"
        );
    }
    let others = readings.split_off(readings.partition_point(|own| own.evidence() == most));
    let others = others.iter().filter(|own| own.evidence() > most / 2);
    let others = others.map(Reading::vendor).collect();
    Ok(Answer::Readings(readings, others))
}

/// Reads a response as a vendor's. Without an operation or a status, it may have several readings.
fn read<'b>(
    loaded: &'b Loaded,
    vendor: &Vendor,
    response: &Response,
    circumstances: Circumstances<'_>,
) -> Result<Vec<Reading<'b>>> {
    let given = given_operation(vendor, circumstances)?;
    let vendors = loaded.book.vendors.iter();
    let index = vendors.take_while(|own| own.name != vendor.name).count();
    let statuses = response
        .status
        .map_or_else(|| likely_statuses(vendor), |status| [status].into());
    let operations = given.map_or_else(|| any_operation(vendor), |operation| vec![operation]);
    let mut readings = Vec::new();
    for operation in operations {
        for status in &statuses {
            let situation = Rc::new(response.situation(*status));
            let mut reading = Reading::new(loaded, index, operation, &situation);
            reading.operation_is_given = given.is_some();
            reading.status_is_tried = response.status.is_none();
            readings.push(reading);
        }
    }
    distinct(readings)
}

/// All operations, starting with `request`.
fn any_operation(vendor: &Vendor) -> Vec<usize> {
    let others = (0..vendor.operations.len()).filter(|own| *own != vendor.request);
    std::iter::once(vendor.request).chain(others).collect()
}

/// Removes repeated codes. Readings with a known code that is documented for the status are preferred to other known
/// codes. If no code is known, the first reading is kept if the status came with the response.
fn distinct(mut readings: Vec<Reading<'_>>) -> Result<Vec<Reading<'_>>> {
    let is_known =
        |own: &Reading<'_>| own.code.is_some() && !(own.status_is_tried && own.is_by_status());
    let is_documented = |own: &Reading<'_>| is_known(own) && !own.status_is_unusual();
    if readings.iter().any(is_documented) {
        readings.retain(is_documented);
    } else if readings.iter().any(is_known) {
        readings.retain(is_known);
    } else {
        readings.retain(|own| !own.status_is_tried);
        readings.truncate(1);
    }
    let mut seen = BTreeSet::new();
    readings.retain(|own| seen.insert(own.code));
    if readings.is_empty() {
        bail!(
            "the response has no known code, so the decision depends on its status, which is missing; pass it with \
             `--status`"
        );
    }
    Ok(readings)
}

/// The documented statuses of a vendor's codes in bodies and headers.
fn likely_statuses(vendor: &Vendor) -> BTreeSet<u16> {
    let domains = vendor.domains.iter().filter(|domain| !domain.by_status);
    let statuses = domains.flat_map(|domain| {
        let codes = &vendor.codes[domain.codes.clone()];
        let own = codes.iter().flat_map(|code| code.statuses.iter().copied());
        domain.typical_status.into_iter().chain(own)
    });
    statuses.collect()
}

fn at_status<'b>(
    loaded: &'b Loaded,
    vendor: &'b Vendor,
    status: u16,
    circumstances: Circumstances<'_>,
) -> Result<Answer<'b>> {
    is_not_twice(status, circumstances)?;
    let response = Response {
        status: Some(status),
        ..Response::default()
    };
    let given = given_operation(vendor, circumstances)?;
    let alone = read(loaded, vendor, &response, circumstances)?.pop();
    let alone = alone.map(Box::new);
    Ok(Answer::Status {
        book: &loaded.book,
        status,
        codes: vec![(vendor, received_with_status(vendor, given, status))],
        alone,
    })
}

fn everywhere_at_status<'b>(
    book: &'b Book,
    status: u16,
    circumstances: Circumstances<'_>,
) -> Result<Answer<'b>> {
    is_not_twice(status, circumstances)?;
    let codes = book.vendors.iter();
    let codes = codes.map(|vendor| (vendor, with_status(vendor, status)));
    let codes: Vec<_> = codes.filter(|(_, codes)| !codes.is_empty()).collect();
    match codes.as_slice() {
        [] => bail!(
            "no vendor has a code for status {status}; `faultbook explain VENDOR {status}` explains the status alone"
        ),
        [(vendor, codes)] if codes.len() == 1 => {
            let wire = &vendor.codes[codes[0]].wire;
            cases(book, vendor, wire, circumstances).map(Answer::Codes)
        }
        _ if circumstances.operation.is_some() => bail!(
            "several codes come with status {status}; name the vendor of the operation, as in \
             `faultbook explain VENDOR {status}`"
        ),
        _ => Ok(Answer::Status {
            book,
            status,
            codes,
            alone: None,
        }),
    }
}

/// Fails if a query for a status has another one in its circumstances.
fn is_not_twice(status: u16, circumstances: Circumstances<'_>) -> Result<()> {
    let other = circumstances.status.filter(|other| *other != status);
    match other {
        Some(other) => bail!("the status is either {status} or {other}; omit `--status`"),
        None => Ok(()),
    }
}

/// The same, of those that an operation can receive, if one is named.
fn received_with_status(vendor: &Vendor, operation: Option<usize>, status: u16) -> Vec<usize> {
    let mut codes = with_status(vendor, status);
    if let Some(operation) = operation {
        let domains = &vendor.operations[operation].domains;
        codes.retain(|code| domains.contains(&vendor.codes[*code].domain));
    }
    codes
}

/// The codes that are documented for a status.
fn with_status(vendor: &Vendor, status: u16) -> Vec<usize> {
    codes_that(vendor, |code| code.statuses.contains(&status))
}

fn status(text: &str) -> Option<u16> {
    let is_status = text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|status| is_status && (100..600).contains(status))
}

fn unknown(book: &Book, subject: &str) -> anyhow::Error {
    if let Some(message) = diagnostic::unknown(subject) {
        return anyhow!(sanitize(&message));
    }
    let vendors = book.vendors.iter();
    let names = vendors.flat_map(|vendor| {
        let codes = vendor.codes.iter().map(|code| code.wire.as_str());
        std::iter::once(vendor.name.as_str()).chain(codes)
    });
    let unknown = suggestions::unknown_name("vendor or code", subject, names);
    let stop = if unknown.ends_with('?') { "" } else { ";" };
    anyhow!("{unknown}{stop} `faultbook explain VENDOR` lists the codes of a vendor")
}

/// The code in each of the domains that it may be of, in the operation's order.
fn cases<'b>(
    book: &'b Book,
    vendor: &'b Vendor,
    wire: &str,
    circumstances: Circumstances<'_>,
) -> Result<Vec<Case<'b>>> {
    let given = given_operation(vendor, circumstances)?;
    let case = |code: usize| Case {
        book,
        vendor,
        operation: given.unwrap_or(vendor.request),
        operation_is_given: given.is_some(),
        code,
        status: circumstances.status.or_else(|| vendor.typical_status(code)),
    };
    let codes = codes(book, vendor, wire)?;
    let mut cases = possible(codes.into_iter().map(case).collect())?;
    cases.sort_by_key(Case::precedence);
    match circumstances.status {
        Some(status) => with_status_of(cases, status),
        None => Ok(cases),
    }
}

/// The vendor of this name or title, ignoring case.
pub(super) fn vendor<'b>(book: &'b Book, name: &str) -> Result<&'b Vendor> {
    let is_named = |vendor: &&Vendor| {
        vendor.name.eq_ignore_ascii_case(name) || vendor.title.eq_ignore_ascii_case(name)
    };
    let exact = book.vendors.iter().find(|vendor| vendor.name == name);
    let found = exact.or_else(|| book.vendors.iter().find(is_named));
    let known = book.vendors.iter().map(|vendor| vendor.name.as_str());
    found.ok_or_else(|| anyhow!(suggestions::unknown_name("vendor", name, known)))
}

fn given_operation(vendor: &Vendor, circumstances: Circumstances<'_>) -> Result<Option<usize>> {
    let given = circumstances.operation;
    given.map(|name| operation(vendor, name)).transpose()
}

fn operation(vendor: &Vendor, name: &str) -> Result<usize> {
    let known = || vendor.operations.iter().map(|own| own.name.as_str());
    let position = known().position(|operation| operation == name);
    position.ok_or_else(|| {
        let unknown = suggestions::unknown_name_of("operation", &vendor.name, name, known());
        anyhow!(unknown)
    })
}

/// The codes of a name, one in each domain that has it.
fn codes(book: &Book, vendor: &Vendor, wire: &str) -> Result<Vec<usize>> {
    let found = find(vendor, wire);
    if !found.is_empty() {
        return Ok(found);
    }
    let mut vendors = book.vendors.iter();
    if let Some(owner) = vendors.find(|vendor| !find(vendor, wire).is_empty()) {
        let (own, other) = (&vendor.name, &owner.name);
        bail!("{own} has no code `{wire}`, but {other} does");
    }
    let known = vendor.codes.iter().map(|code| code.wire.as_str());
    let unknown = suggestions::unknown_name_of("code", &vendor.name, wire, known);
    bail!(unknown)
}

/// The codes with this wire string or alias, or else those with this name in Rust or another case.
fn find(vendor: &Vendor, wire: &str) -> Vec<usize> {
    let exactly = exactly(vendor, wire);
    if exactly.is_empty() {
        let is_like = |code: &Code| code.ident == wire || code.wire.eq_ignore_ascii_case(wire);
        codes_that(vendor, is_like)
    } else {
        exactly
    }
}

fn exactly(vendor: &Vendor, wire: &str) -> Vec<usize> {
    let is_alias = |code: &Code| code.aliases.iter().any(|alias| alias == wire);
    codes_that(vendor, |code| code.wire == wire || is_alias(code))
}

fn codes_that(vendor: &Vendor, hold: impl Fn(&Code) -> bool) -> Vec<usize> {
    let codes = vendor.codes.iter().enumerate();
    let holding = codes.filter(|(_, code)| hold(code));
    holding.map(|(index, _)| index).collect()
}

/// The cases whose code the operation can receive.
fn possible(cases: Vec<Case<'_>>) -> Result<Vec<Case<'_>>> {
    let operation = cases.first().map(|case| &case.operation().name);
    only(cases, Case::is_possible, |domains| {
        let operation = operation.map_or("", String::as_str);
        format!(
            "operation `{operation}` never receives this code, which is in {domains}; omit `--operation`, or name another one"
        )
    })
}

/// The cases whose code can come with a status.
fn with_status_of(cases: Vec<Case<'_>>, status: u16) -> Result<Vec<Case<'_>>> {
    let comes_with = |case: &Case<'_>| case.comes_with(status);
    only(cases, comes_with, |domains| {
        format!("this code of {domains} never comes with status {status}; omit `--status`")
    })
}

/// The cases that fit, or why none does, with the domains of all.
fn only<'b>(
    cases: Vec<Case<'b>>,
    fits: impl Fn(&Case<'b>) -> bool,
    why: impl Fn(String) -> String,
) -> Result<Vec<Case<'b>>> {
    let (fitting, rest): (Vec<_>, Vec<_>) = cases.into_iter().partition(fits);
    if fitting.is_empty() && !rest.is_empty() {
        let domains = rest.iter().map(|case| format!("`{}`", case.domain().name));
        bail!(why(joined(domains, ", ")));
    }
    Ok(fitting)
}
