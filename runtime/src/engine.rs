//! Reads a response: which code it carries, and which of the stored decisions applies.
//!
//! Nothing is interpreted here but the response itself. What to do about it was decided when the book was compiled; the
//! engine finds the row. One rule is above all others: nothing doubtful is a success.

use core::cell::Cell;

use crate::body::{Document, Trie};
use crate::decision::Outcome;
use crate::element::Listed;
use crate::lookup::{self, domain_of, typical_status};
use crate::pattern::Budget;
use crate::reader::{Code, Reader, Verdict};
use crate::reading::{Evidence, Found, Reading, Texts, decision_at};
use crate::response::Response;
use crate::slots::Walked;
use crate::tables::{Domain, NONE, Vendor};
use crate::text::Text;
use crate::view::View;

/// Reads a response to an operation of a vendor.
// Inlined, so that the reading, which is large, is put together where it stays.
#[inline]
pub fn read<'t, 'a>(
    vendor: &'t Vendor<'t>,
    operation: u16,
    response: &Response<'a>,
) -> Reading<'t, 'a> {
    let (verdict, walked) = judge(vendor, operation, response);
    Reading {
        vendor,
        evidence: Evidence::Borrowed {
            body: response.body,
            headers: response.headers,
            walked,
        },
        operation,
        status: response.status,
        raised: false,
        sent: true,
        fallback: false,
        found: verdict.found,
        decision: verdict.decision,
        element: verdict.element,
        arm: verdict.arm,
        reason: verdict.reason,
    }
}

/// What is found and decided, and what the walk over the body found.
fn judge<'t>(vendor: &'t Vendor<'t>, operation: u16, response: &Response<'_>) -> (Verdict, Walked) {
    let mut reader = Reader {
        operation,
        view: View {
            vendor,
            document: Document::of(vendor, operation, response.body, response.headers),
            body: response.body,
            headers: response.headers,
            status: response.status,
            budget: Budget::new(),
            element: Cell::new(None),
        },
    };
    let trie = Trie::of(vendor);
    reader.view.document.walk(trie);
    let walked = reader.view.document.walked(trie);
    reader.view.heed_body_status();
    // Most vendors report one error at a time.
    let worst = if vendor.errors.is_empty() {
        None
    } else {
        reader.worst_error()
    };
    let verdict = worst.unwrap_or_else(|| judge_whole(&mut reader));
    (verdict, walked)
}

/// What is found and decided about a response that lists no errors.
fn judge_whole<'t: 'v, 'v>(reader: &mut Reader<'t, 'v>) -> Verdict {
    let vendor = reader.view.vendor;
    let found = reader.find();
    let (decision, arm) = reader.view.decide(reader.operation, found);
    // Doubt about a failure would change nothing, and checking for it costs time.
    let is_success = decision_at(vendor, decision).outcome == Outcome::Success;
    let reason = if is_success {
        reader.allow_single_value();
        reader.view.document.unblock_list(Trie::of(vendor));
        reader.doubt(found)
    } else {
        reader.lack(found)
    };
    let verdict = Verdict {
        found,
        decision,
        element: Listed::No,
        arm,
        reason,
    };
    match reason {
        Some(reason) if is_success => reader.doubtful(verdict, reason),
        _ => verdict,
    }
}

/// Reads a response to an operation by name. One that the vendor does not list is read as `request`.
pub fn read_any<'t, 'a>(
    vendor: &'t Vendor<'t>,
    operation: &str,
    response: &Response<'a>,
) -> Reading<'t, 'a> {
    match lookup::operation(vendor, operation) {
        Some(operation) => read(vendor, operation, response),
        None => Reading {
            fallback: true,
            ..read(vendor, vendor.request, response)
        },
    }
}

/// The first code of the response that the book does not have. It may be next to one that the book has.
pub fn unknown_code<'r, 't: 'r>(reading: &'r Reading<'t, '_>) -> Option<Text<'r>> {
    // The body is walked only if there can be one.
    has_unknown_code(reading)
        .then(|| reading.texts())?
        .unknown_code()
}

impl<'t: 'v, 'v> Texts<'t, 'v> {
    /// The first code that the book does not have. It may be next to one that the book has.
    #[must_use]
    pub fn unknown_code(&self) -> Option<Text<'v>> {
        if !has_unknown_code(self.reading) {
            return None;
        }
        let reader = Reader {
            operation: self.reading.operation,
            view: self.view().clone(),
        };
        reader.view.text(reader.unknown_source()?)
    }
}

/// Whether there can be a code that the book does not have: a known one hides no other if it is the only one that there
/// can be.
fn has_unknown_code(reading: &Reading<'_, '_>) -> bool {
    let is_known = reading.code().is_some();
    reading.status().is_some() && (!is_known || has_several_codes(reading))
}

/// The code of one of these protocols, as the vendor's tables have it: of the domain that decides, else of another one of the
/// response.
pub(crate) fn protocol_code<'t>(reading: &Reading<'t, '_>, protocols: &[&str]) -> Option<&'t str> {
    let vendor = reading.vendor;
    let is_of = |domain: &Domain| protocols.contains(&domain.protocol.text(vendor.text));
    if !vendor.domains.iter().any(is_of) {
        return None;
    }
    let wire = |code: u16| vendor.wires.get(code.into());
    let own = reading.code();
    let deciding = own.filter(|code| domain_of(vendor, *code).is_some_and(|(_, it)| is_of(it)));
    if deciding.is_some() || reading.status().is_none() {
        return deciding.map(wire);
    }
    let reader = reading.reader();
    let domains = reader.claimed().filter(|(_, domain)| is_of(domain));
    let mut codes = domains.flat_map(|(_, domain)| reader.codes(domain));
    codes.find_map(|(_, code)| match code {
        Code::Known(code) => Some(wire(code)),
        Code::Unknown => None,
    })
}

/// Whether a response to the operation can contain several codes.
fn has_several_codes(reading: &Reading<'_, '_>) -> bool {
    let operation = reading.operation_row();
    let domains = operation
        .map(|operation| operation.domains)
        .unwrap_or_default();
    domains.len > 1 || reading.envelope().code.len > 1
}

/// What is decided when the client itself finds `code`, an index into the vendor's codes.
#[must_use]
pub fn raise<'t>(vendor: &'t Vendor<'t>, operation: u16, code: u16) -> Reading<'t, 'static> {
    // There was no response: no rule about a status applies to 0.
    without_response(vendor, operation, code, 0)
}

/// What a code means alone, at the status that is typical of it and under no operation in particular.
#[must_use]
pub(crate) fn of_code<'t>(vendor: &'t Vendor<'t>, code: u16) -> Reading<'t, 'static> {
    without_response(vendor, vendor.request, code, typical_status(vendor, code))
}

fn without_response<'t>(
    vendor: &'t Vendor<'t>,
    operation: u16,
    code: u16,
    status: u16,
) -> Reading<'t, 'static> {
    let Response { body, headers, .. } = Response::new(0, b"");
    let view = View {
        vendor,
        document: Document::read(vendor, operation, body, headers),
        body,
        headers,
        status,
        budget: Budget::new(),
        element: Cell::new(None),
    };
    let (domain, envelope) =
        domain_of(vendor, code).map_or((NONE, 0), |(index, domain)| (index, domain.envelope));
    let found = Found {
        entry: code,
        domain,
        envelope,
        source: NONE,
    };
    let (decision, arm) = view.decide(operation, found);
    let evidence = Evidence::Borrowed {
        body,
        headers,
        walked: Walked::default(),
    };
    Reading {
        vendor,
        evidence,
        operation,
        status,
        raised: true,
        sent: true,
        fallback: false,
        found,
        decision,
        element: Listed::No,
        arm,
        reason: None,
    }
}
