//! Reads a response: which code it carries, and which of the stored decisions applies.
//!
//! Nothing is interpreted here but the response itself. What to do about it was decided when the book was compiled; the
//! engine finds the row. It holds to one rule above all: nothing doubtful is a success.

use core::cell::Cell;

use crate::body::{Document, Trie};
use crate::decision::{Outcome, Severity};
use crate::element::NO_ELEMENT;
use crate::hash;
use crate::json;
use crate::pattern::{Budget, Matches};
use crate::reading::{Evidence, Found, Reading, decision_at};
use crate::reason::Reason;
use crate::response::Response;
use crate::slots::MAX_BODY;
use crate::tables::{
    Arm, Body, Domain, FamilyCodes, Format, Index, Kind, MAX_CONDITIONS, NONE, Operation,
    RetryKind, Source, Span, Test, Vendor,
};
use crate::text::Text;
use crate::view::View;

/// Codes that contain escapes are decoded into this many bytes; a longer one is unknown.
const MAX_CODE: usize = 256;

/// What it costs to look for a code of a domain in one of many errors, in bytes of a pattern's message.
const LOOKUP: usize = 32;

/// What was found, what is decided about it, how many conditions had to hold for that, and why it is not clear.
#[derive(Clone, Copy)]
struct Verdict {
    found: Found,
    decision: u16,
    /// The position of the error that was read, among those that the response lists.
    element: u32,
    conditions: u8,
    reason: Option<Reason>,
}

/// Reads a response to an operation of a vendor.
// Inlined, so that the reading, which is large, is put together where it stays.
#[inline]
pub fn read<'t, 'a>(
    vendor: &'t Vendor<'t>,
    operation: u16,
    response: &Response<'a>,
) -> Reading<'t, 'a> {
    let verdict = judge(vendor, operation, response);
    let (body, headers) = (response.body, response.headers);
    Reading {
        vendor,
        evidence: Evidence::Borrowed { body, headers },
        operation,
        status: response.status,
        raised: false,
        sent: true,
        fallback: false,
        found: verdict.found,
        decision: verdict.decision,
        element: verdict.element,
        conditions: verdict.conditions,
        reason: verdict.reason,
    }
}

fn judge<'t>(vendor: &'t Vendor<'t>, operation: u16, response: &Response<'_>) -> Verdict {
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
    reader.view.document.walk(Trie::of(vendor));
    reader.view.heed_body_status();
    let element = reader.select_worst();
    let mut found = reader.find();
    let (mut decision, mut conditions) = reader.view.decide(operation, found);
    // Doubt about a failure would change nothing, and checking for it costs time.
    let is_success = decision_at(vendor, decision).outcome == Outcome::Success;
    let reason = if is_success {
        reader.allow_single_value();
        reader.doubt(found)
    } else {
        reader.lack(found)
    };
    if is_success && reason.is_some() {
        found.entry = vendor.doubtful;
        (decision, conditions) = reader.view.decide(operation, found);
    }
    Verdict {
        found,
        decision,
        element,
        conditions,
        reason,
    }
}

/// Reads a response to an operation by name. One that the vendor does not list is read as `request`.
pub fn read_any<'t, 'a>(
    vendor: &'t Vendor<'t>,
    operation: &str,
    response: &Response<'a>,
) -> Reading<'t, 'a> {
    match self::operation(vendor, operation) {
        Some(operation) => read(vendor, operation, response),
        None => Reading {
            fallback: true,
            ..read(vendor, vendor.request, response)
        },
    }
}

/// The index of an operation of this name.
#[must_use]
pub fn operation(vendor: &Vendor<'_>, name: &str) -> Option<u16> {
    let position = vendor
        .operations
        .iter()
        .position(|operation| operation.name.text(vendor.text) == name)?;
    u16::try_from(position).ok()
}

/// One of the errors that a response lists.
pub struct ListedError<'t, 'a, 'r> {
    /// What it means, read like the whole response.
    pub reading: Reading<'t, 'a>,
    /// The code as it appeared on the wire.
    pub code: Option<Text<'r>>,
    /// The vendor's message.
    pub message: Option<Text<'r>>,
}

/// The errors that a response lists, in order; none if it does not list any.
///
/// Their codes and messages are read in one walk; each further text of a reading walks through the body again.
pub fn errors<'r, 't: 'r, 'a: 'r>(
    reading: &'r Reading<'t, 'a>,
) -> impl Iterator<Item = ListedError<'t, 'a, 'r>> + use<'r, 't, 'a> {
    let reader = Reader {
        operation: reading.operation,
        view: reading.view(),
    };
    let elements = reader.view.errors(reading.operation);
    let elements = elements.filter(|_| reading.element != NO_ELEMENT);
    (0..).zip(elements).map(move |(position, element)| {
        reader.view.element.set(Some(element));
        // Each error has what one response has.
        reader.view.budget.replace(&Budget::new());
        reader.listed(reading, position)
    })
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

/// The first status that a code is documented for, else the one that its domain is about.
#[must_use]
pub fn typical_status(vendor: &Vendor<'_>, code: u16) -> u16 {
    let documented = statuses(vendor, code).first().copied();
    documented
        .or_else(|| Some(domain_of(vendor, code)?.1.typical_status))
        .unwrap_or(0)
}

/// The statuses that a code is documented for.
#[must_use]
pub fn statuses<'t>(vendor: &Vendor<'t>, code: u16) -> &'t [u16] {
    let end = |row: u16| {
        vendor
            .status_ends
            .get(usize::from(row))
            .map_or(0, |end| *end as usize)
    };
    let start = code.checked_sub(1).map_or(0, end);
    vendor.statuses.get(start..end(code)).unwrap_or(&[])
}

/// The domain of a code, with its index.
#[must_use]
pub fn domain_of<'t>(vendor: &Vendor<'t>, code: u16) -> Option<(u16, &'t Domain)> {
    (0..)
        .zip(vendor.domains)
        .find(|(_, domain)| (domain.first_code..domain.end_code).contains(&code))
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
    let (decision, conditions) = view.decide(operation, found);
    let evidence = Evidence::Borrowed { body, headers };
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
        element: NO_ELEMENT,
        conditions,
        reason: None,
    }
}

/// The code of a domain that has this wire string or alias, as an index into the vendor's codes.
#[must_use]
pub fn lookup(vendor: &Vendor<'_>, domain: &Domain, wire: &[u8]) -> Option<u16> {
    code_of(vendor, find(&Index::new(vendor, domain), wire)?)
}

/// The code that a row of wire strings and aliases is about.
#[inline]
#[must_use]
pub fn code_of(vendor: &Vendor<'_>, row: u16) -> Option<u16> {
    match usize::from(row).checked_sub(vendor.codes()) {
        None => Some(row),
        Some(alias) => vendor.aliases.get(alias).copied(),
    }
}

/// The row of a wire string or alias: codes come first, then aliases.
// Inlined, because generated code has a constant index: what is known of it need not be looked at.
#[inline]
#[must_use]
pub fn find(index: &Index<'_>, wire: &[u8]) -> Option<u16> {
    if wire.len() > usize::from(index.longest) {
        return None;
    }
    let (hash, displacement) = hash::hash_and_displacement(wire, index.seed, index.displacements)?;
    let slot = hash::slot(hash, displacement, index.slots.len());
    let row = hash::row(*index.slots.get(slot)?, hash)?;
    hash::equal(index.wires.bytes(row.into()), wire).then_some(row)
}

/// The rows of a plan that are tried for a status, in order.
struct Path<'t> {
    rows: &'t [Arm],
    status: u16,
}

impl<'t> Path<'t> {
    /// The next row whose range has the status.
    fn next(&mut self) -> Option<&'t Arm> {
        loop {
            let (row, behind) = self.rows.split_first()?;
            self.rows = behind;
            if (row.lo..=row.hi).contains(&self.status) {
                return Some(row);
            }
            self.pass_over(row);
        }
    }

    /// Leaves out the rows that are tried only if this one holds.
    fn pass_over(&mut self, row: &Arm) {
        self.rows = self.rows.get(row.inner.into()..).unwrap_or_default();
    }
}

impl<'t: 'v, 'v> View<'t, 'v> {
    fn path(&self, operation: u16, found: Found) -> Path<'t> {
        let vendor = self.vendor;
        let at = usize::from(operation) * usize::from(vendor.entries) + usize::from(found.entry);
        let plan = vendor
            .plan_of
            .get(at)
            .and_then(|plan| vendor.plans.get(usize::from(*plan)));
        Path {
            rows: plan.copied().unwrap_or_default().of(vendor.arms),
            status: self.status,
        }
    }

    /// The decision, and how many conditions had to hold for it.
    fn decide(&self, operation: u16, found: Found) -> (u16, u8) {
        let mut conditions = 0_u8;
        let arm = self.arm(operation, found, |_| {
            conditions = conditions.saturating_add(1);
        });
        (arm.map_or(NONE, |arm| arm.decision), conditions)
    }

    /// The arm that decides. The conditions that hold on the way to it are handed out.
    fn arm(&self, operation: u16, found: Found, mut holds: impl FnMut(u16)) -> Option<&'t Arm> {
        let mut path = self.path(operation, found);
        while let Some(arm) = path.next() {
            if arm.condition != NONE {
                if self.clause(arm.condition, found.envelope).is_none() {
                    path.pass_over(arm);
                    continue;
                }
                holds(arm.condition);
            }
            if arm.decision != NONE {
                return Some(arm);
            }
        }
        None
    }

    /// What the conditions behind the decision captured. Those of the text for the end user come first: where two capture
    /// the same name, it means its own.
    pub(crate) fn captures(&self, operation: u16, found: Found) -> Matches<'v> {
        // The conditions are matched a second time: few callers want captures, and reading must not pay for them.
        let mut matches = Matches::new();
        let mut add = |condition| {
            if let Some(clause) = self.clause(condition, found.envelope) {
                self.clause_holds(clause, found.envelope, Some(&mut matches));
            }
        };
        let (mut held, mut len) = ([NONE; MAX_CONDITIONS], 0);
        let arm = self.arm(operation, found, |condition| {
            if let Some(place) = held.get_mut(len) {
                (*place, len) = (condition, len + 1);
            }
        });
        let named = arm.map_or(NONE, |arm| arm.captures);
        let others = held.into_iter().filter(|condition| *condition != named);
        [named]
            .into_iter()
            .chain(others)
            .filter(|condition| *condition != NONE)
            .for_each(&mut add);
        matches
    }

    /// Whether a condition on the way to the decision failed, and it is uncertain whether rightly.
    fn is_unsure(&self, operation: u16, found: Found) -> bool {
        let mut path = self.path(operation, found);
        while let Some(arm) = path.next() {
            let holds =
                arm.condition == NONE || self.clause(arm.condition, found.envelope).is_some();
            if holds && arm.decision != NONE {
                return false;
            }
            if !holds {
                let is_unsure =
                    |clause: &Span| self.clause_is_unsure(*clause, found.envelope, false);
                if self.clauses_of(arm.condition).iter().any(is_unsure) {
                    return true;
                }
                path.pass_over(arm);
            }
        }
        // The last row of a plan always holds. Without one, nothing is certain.
        true
    }
}

/// A code as found by a domain's sources.
enum Code {
    Known(u16),
    Unknown,
}

/// How bad an error is: by its outcome, then whether it is unknown, whether a retry is ruled out, and its severity.
type Rank = (Outcome, bool, u8, Severity);

struct Reader<'t, 'v> {
    operation: u16,
    view: View<'t, 'v>,
}

impl<'t: 'v, 'v> Reader<'t, 'v> {
    fn operation(&self) -> Option<&'t Operation> {
        self.view.vendor.operations.get(usize::from(self.operation))
    }

    fn domains(&self) -> impl Iterator<Item = (u16, &'t Domain)> + use<'t> {
        self.view.domains(self.operation)
    }

    /// The domains that the response belongs to.
    fn claimed(&self) -> impl Iterator<Item = (u16, &'t Domain)> + '_ {
        self.domains()
            .filter(|(_, domain)| !domain.raised_by_client && self.view.is_claimed(domain))
    }

    /// Makes the worst of the errors that the response lists the one that is read: of equally bad ones, the first. Returns its
    /// position.
    fn select_worst(&self) -> u32 {
        if self.view.vendor.errors.is_empty() {
            return NO_ELEMENT;
        }
        let mut worst: Option<(Rank, _, _)> = None;
        for (position, element) in (0..).zip(self.view.errors(self.operation)) {
            self.view.element.set(Some(element));
            let rank = self.rank();
            if worst.is_none_or(|(known, ..)| rank > known) {
                worst = Some((rank, position, element));
            }
            // The rest of a very long list is not looked at.
            let price = self.domains().count().saturating_mul(LOOKUP);
            if self.view.budget.spend(price).is_none() {
                break;
            }
        }
        self.view.element.set(worst.map(|(.., element)| element));
        worst.map_or(NO_ELEMENT, |(_, position, _)| position)
    }

    /// The error that is read, of those that the response of this reading lists.
    fn listed<'a>(&self, whole: &Reading<'t, 'a>, position: u32) -> ListedError<'t, 'a, 'v> {
        let found = self.find();
        let (decision, conditions) = self.view.decide(self.operation, found);
        let vendor = self.view.vendor;
        let source = vendor.sources.get(usize::from(found.source));
        let envelope = vendor.envelopes.get(usize::from(found.envelope));
        ListedError {
            reading: Reading {
                found,
                decision,
                element: position,
                conditions,
                reason: self.lack(found),
                ..whole.clone()
            },
            code: source.and_then(|source| self.view.text(*source)),
            message: envelope.and_then(|envelope| self.view.first_text(envelope.message)),
        }
    }

    /// How bad the error is that is read, in comparison with others.
    fn rank(&self) -> Rank {
        let found = self.find();
        let (decision, _) = self.view.decide(self.operation, found);
        let decision = decision_at(self.view.vendor, decision);
        let retry = self.view.vendor.retries.get(usize::from(decision.retry));
        (
            decision.outcome,
            !self.is_known(found),
            match retry.map(|retry| retry.kind) {
                None | Some(RetryKind::Never) => 2,
                Some(RetryKind::AfterAction(_)) => 1,
                Some(_) => 0,
            },
            decision.severity,
        )
    }

    /// The first known code, else the first code, else the first domain that a field of the response names.
    fn find(&self) -> Found {
        let (mut unknown, mut named, mut claimed) = (None, None, None);
        for (index, domain) in self.claimed() {
            let found = |entry, source| Found {
                entry,
                domain: index,
                envelope: domain.envelope,
                source,
            };
            for (source, code) in self.codes(domain) {
                match code {
                    Code::Known(entry) => return found(entry, source),
                    Code::Unknown => {
                        let entry = || found(self.unknown_entry(domain, source), source);
                        _ = unknown.get_or_insert_with(entry);
                    }
                }
            }
            if self.is_named(domain) {
                named.get_or_insert_with(|| found(self.unknown_entry(domain, NONE), NONE));
            }
            claimed.get_or_insert(domain.envelope);
        }
        let plain = Found {
            entry: self.view.vendor.plain,
            domain: NONE,
            envelope: claimed.unwrap_or(0),
            source: NONE,
        };
        unknown.or(named).unwrap_or(plain)
    }

    /// What a domain's sources find, each with its index among the vendor's sources.
    fn codes(&self, domain: &'t Domain) -> impl Iterator<Item = (u16, Code)> + '_ {
        let vendor = self.view.vendor;
        let sources = vendor
            .envelopes
            .get(usize::from(domain.envelope))
            .map(|e| e.code)
            .unwrap_or_default();
        let first = sources.start;
        sources
            .of(vendor.sources)
            .iter()
            .zip(first..)
            .filter_map(move |(source, index)| {
                Some((u16::try_from(index).ok()?, self.code(domain, *source)?))
            })
    }

    fn code(&self, domain: &Domain, source: Source) -> Option<Code> {
        let vendor = self.view.vendor;
        if let Source::Status = source {
            let mut buffer = [0; 5];
            return lookup(vendor, domain, decimal(self.view.status, &mut buffer)).map(Code::Known);
        }
        let text = self.view.text(source)?;
        let known = if let Some(plain) = text.as_str() {
            lookup(vendor, domain, plain.as_bytes())
        } else {
            let mut buffer = [0; MAX_CODE];
            text.decode_into(&mut buffer)
                .and_then(|decoded| lookup(vendor, domain, decoded.as_bytes()))
        };
        Some(known.map_or(Code::Unknown, Code::Known))
    }

    /// The entry of an unknown or missing code: that of the response's category, if the domain has it, else that of the
    /// family of the code that this source yields.
    fn unknown_entry(&self, domain: &Domain, source: u16) -> u16 {
        let position = self
            .category(domain)
            .or_else(|| self.family(domain, source));
        domain.unknown + position.map_or(0, |position| position + 1)
    }

    /// The position of the response's category among those of the domain.
    fn category(&self, domain: &Domain) -> Option<u16> {
        let vendor = self.view.vendor;
        let envelope = vendor.envelopes.get(usize::from(domain.envelope))?;
        let category = self.view.first_text(envelope.category)?;
        let mut names = (0..).zip(domain.categories.of(vendor.categories));
        let (position, _) = names.find(|(_, name)| category == *name.text(vendor.text))?;
        Some(position)
    }

    /// The position of the category whose family has the code that this source yields.
    fn family(&self, domain: &Domain, source: u16) -> Option<u16> {
        let vendor = self.view.vendor;
        let families = domain.families.of(vendor.families);
        if families.is_empty() {
            return None;
        }
        let text = self.view.text(*vendor.sources.get(usize::from(source))?)?;
        let mut buffer = [0; MAX_CODE];
        let code = text.decode_into(&mut buffer)?;
        let family = families.iter().find(|family| match family.codes {
            FamilyCodes::Prefix(prefix) => code.starts_with(prefix.text(vendor.text)),
            FamilyCodes::Range { lo, hi } => {
                whole_number(code).is_some_and(|number| (lo..=hi).contains(&number))
            }
        });
        family.map(|family| family.category)
    }

    /// Whether a field or header of the response says that it is the domain's, whatever else says so too.
    fn is_named(&self, domain: &Domain) -> bool {
        self.clauses(domain).any(|clause| {
            let tests = clause.of(self.view.vendor.tests);
            let by_field = tests.iter().any(|test| !matches!(test, Test::Status(_)));
            by_field && self.view.clause_holds(clause, domain.envelope, None)
        })
    }

    /// The alternatives of the condition under which responses are the domain's.
    fn clauses(&self, domain: &Domain) -> impl Iterator<Item = Span> + use<'t> {
        self.view.clauses_of(domain.when).iter().copied()
    }

    fn is_known(&self, found: Found) -> bool {
        usize::from(found.entry) < self.view.vendor.codes()
    }

    /// Why a response that is not a success has no known code.
    fn lack(&self, found: Found) -> Option<Reason> {
        if self.is_known(found) {
            return None;
        }
        if found.source != NONE {
            return Some(Reason::UnknownCode);
        }
        // Where codes are in headers, a page or an empty body explains nothing.
        let reads_body = !self.view.vendor.edges.is_empty();
        let is_flawed = reads_body && !self.view.body_is(Body::Json);
        let mut claimed = self.claimed();
        Some(if is_flawed {
            self.flaw()
        } else if claimed.any(|(_, domain)| self.is_code_mistyped(domain)) {
            Reason::UnreadableValue
        } else {
            Reason::NoCode
        })
    }

    /// A body that is a single JSON value has nothing inside it, which is no doubt if the success may have such a body.
    fn allow_single_value(&mut self) {
        if !self.view.body_is(Body::Json) && self.has_another_body() {
            self.view.document.unblock();
        }
    }

    /// What in the response contradicts the success that its code or status indicates.
    fn doubt(&self, found: Found) -> Option<Reason> {
        // Whatever its code means, it is listed as an error.
        if self.view.element.get().is_some() {
            return Some(Reason::Contradiction);
        }
        let source = self.view.vendor.sources.get(usize::from(found.source));
        let origin = source.and_then(|source| self.view.origin(*source));
        let token = matches!(origin, Some(Source::Token));
        let unreadable = if token { None } else { self.unreadable() };
        let doubt = unreadable
            .or_else(|| self.contradiction(found))
            .or_else(|| self.unmet_success(found))
            .or_else(|| self.has_failed_element().then_some(Reason::FailedElement));
        // An unknown code is a contradiction, and the best reason there is.
        if doubt.is_some() && found.source != NONE && !self.is_known(found) {
            Some(Reason::UnknownCode)
        } else if unreadable.is_none() && self.view.budget.is_spent() {
            // What was evaluated since need not be true.
            Some(Reason::TooLong)
        } else {
            doubt
        }
    }

    /// Why a code or condition cannot be read for certain, or that another code reports a failure.
    fn contradiction(&self, found: Found) -> Option<Reason> {
        let mut domains = self
            .domains()
            .filter(|(_, domain)| !domain.raised_by_client);
        if self.view.is_body_status_unsure()
            || domains.any(|(_, domain)| self.is_mistyped(domain))
            || self.view.is_unsure(self.operation, found)
        {
            return Some(Reason::UnreadableValue);
        }
        self.claimed()
            .any(|(_, domain)| self.contradicts(domain, found))
            .then_some(Reason::Contradiction)
    }

    /// Whether the body is a list and one of its objects, read as a body of its own, is a failure or doubtful: answers to
    /// a batch of calls, of which one failed. If the body is a list of errors, the book says which elements failed.
    fn has_failed_element(&self) -> bool {
        if self.view.is_list_of_errors(self.operation) {
            return false;
        }
        let root = self.view.document.json().into_iter();
        let mut elements = root.flat_map(json::Value::elements);
        elements.any(|element| element.kind() == Kind::Object && self.is_failed(element))
    }

    fn is_failed(&self, element: json::Value<'v>) -> bool {
        let View {
            vendor,
            headers,
            status,
            ..
        } = self.view;
        let body = element.raw().as_bytes();
        let mut document = Document::unread(body, Format::Json);
        document.walk(Trie::of(vendor));
        // The list was read without any of these values, too.
        if document.is_bare() {
            return false;
        }
        // A long list of a vendor with many domains must not take long, either.
        if self.view.budget.spend(self.domains().count()).is_none() {
            return true;
        }
        let mut reader = Reader {
            operation: self.operation,
            view: View {
                vendor,
                document,
                body,
                headers,
                status,
                budget: self.view.budget.clone(),
                element: Cell::new(None),
            },
        };
        reader.view.heed_body_status();
        let found = reader.find();
        let (decision, _) = reader.view.decide(self.operation, found);
        let is_failed = decision_at(vendor, decision).outcome != Outcome::Success
            || reader.view.document.is_ambiguous()
            || reader.contradiction(found).is_some();
        self.view.budget.replace(&reader.view.budget);
        is_failed
    }

    /// Why the body is not one unambiguous JSON object or list, XML document or form, absent where HTTP says that it must be, or
    /// another body that the operation's successes may have.
    fn unreadable(&self) -> Option<Reason> {
        let absent = matches!(self.view.status, 204 | 205) && self.view.body.is_empty();
        if absent {
            return None;
        }
        let is_usual = self.view.body_is(Body::Json) || self.has_another_body();
        if !is_usual {
            return Some(self.flaw());
        }
        let is_ambiguous = self.view.document.is_ambiguous();
        is_ambiguous.then_some(Reason::RepeatedName)
    }

    /// Why the body is not an object or list, XML document or form.
    fn flaw(&self) -> Reason {
        let (body, document) = (self.view.body, &self.view.document);
        let is_unread = document.text().is_empty();
        match document.format() {
            _ if is_unread && body.len() > MAX_BODY => Reason::BodyTooLarge,
            _ if self.view.body_is(Body::Empty) => Reason::EmptyBody,
            _ if is_unread && core::str::from_utf8(body).is_err() => Reason::NotUtf8,
            _ if document.is_valid() => Reason::NotObject,
            Format::Json | Format::Events => Reason::NotJson,
            Format::Xml => Reason::NotXml,
            Format::Form => Reason::NotForm,
        }
    }

    /// Whether the response meets a condition for a success that names the body's kind.
    fn has_another_body(&self) -> bool {
        let names_body = |clause: &&Span| {
            let tests = clause.of(self.view.vendor.tests);
            tests.iter().any(|test| matches!(test, Test::Body(_)))
        };
        self.success_clauses()
            .iter()
            .filter(names_body)
            .any(|clause| self.is_met(*clause))
    }

    /// Whether a code or a discriminator of the domain has a type that it cannot have.
    fn is_mistyped(&self, domain: &Domain) -> bool {
        let mut clauses = self.clauses(domain);
        clauses.any(|clause| self.view.clause_is_unsure(clause, domain.envelope, true))
            || (self.view.is_claimed(domain)
                && (self.is_code_mistyped(domain) || self.is_list_mistyped(domain)))
    }

    fn is_code_mistyped(&self, domain: &Domain) -> bool {
        let vendor = self.view.vendor;
        let envelope = vendor.envelopes.get(usize::from(domain.envelope));
        let sources = envelope.copied().unwrap_or_default().code;
        let mut sources = sources.of(vendor.sources).iter();
        sources.any(|source| self.view.is_mistyped(*source))
    }

    /// Whether what should be a list of the domain's errors is something else, or it is uncertain which of its elements are errors.
    fn is_list_mistyped(&self, domain: &Domain) -> bool {
        let vendor = self.view.vendor;
        let envelope = vendor.envelopes.get(usize::from(domain.envelope));
        let errors = envelope.copied().unwrap_or_default().errors;
        let mut errors = errors.of(vendor.errors).iter();
        errors.any(|list| self.view.is_mistyped(*list))
    }

    /// Whether the domain reports a failure, although the code that was found is a success.
    fn contradicts(&self, domain: &'t Domain, found: Found) -> bool {
        let is_named = self.is_named(domain);
        let mut codes = self.codes(domain).peekable();
        let named_without_code = is_named && codes.peek().is_none();
        named_without_code
            || codes.any(|(source, code)| match code {
                Code::Known(entry) => !self.is_success(domain, entry),
                Code::Unknown => is_named || !self.is_known_from(source, found),
            })
    }

    /// Whether the domain of the code that was found knows what this source yields: domains that share an envelope need
    /// not all know each other's codes.
    fn is_known_from(&self, source: u16, found: Found) -> bool {
        let vendor = self.view.vendor;
        let source_at = |index: u16| vendor.sources.get(usize::from(index));
        let domain = vendor.domains.get(usize::from(found.domain));
        domain.is_some_and(|domain| {
            self.codes(domain).any(|(other, code)| {
                matches!(code, Code::Known(_)) && source_at(other) == source_at(source)
            })
        })
    }

    fn is_success(&self, domain: &Domain, entry: u16) -> bool {
        let found = Found {
            entry,
            domain: NONE,
            envelope: domain.envelope,
            source: NONE,
        };
        let (decision, _) = self.view.decide(self.operation, found);
        decision_at(self.view.vendor, decision).outcome == Outcome::Success
            && !self.view.is_unsure(self.operation, found)
    }

    /// Why a response without a known code does not look like a success.
    fn unmet_success(&self, found: Found) -> Option<Reason> {
        if self.is_known(found) {
            return None;
        }
        let clauses = self.success_clauses();
        let is_met = if clauses.is_empty() {
            // XHTML is XML, and any text is a form: without a condition, neither says anything.
            self.view.document.format() == Format::Json
        } else {
            clauses.iter().any(|clause| self.is_met(*clause))
        };
        (!is_met).then_some(Reason::UnmetSuccess)
    }

    /// The alternatives of the operation's condition for a success; empty if the status is enough.
    fn success_clauses(&self) -> &'t [Span] {
        let success = self.operation().map_or(NONE, |operation| operation.success);
        self.view.clauses_of(success)
    }

    fn is_met(&self, clause: Span) -> bool {
        self.view.clause_holds(clause, 0, None) && !self.view.clause_is_unsure(clause, 0, true)
    }
}

/// A whole number in its usual spelling: without `+` and leading zeros.
fn whole_number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_usual = text == "0" || !digits.starts_with(['0', '+', '-']);
    text.parse().ok().filter(|_| is_usual)
}

/// The decimal digits of a status.
// Out of line, or it would be worked out for every response.
#[inline(never)]
fn decimal(mut number: u16, buffer: &mut [u8; 5]) -> &[u8] {
    let mut digits = 0;
    for place in buffer.iter_mut().rev() {
        *place = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
        digits += 1;
        if number == 0 {
            break;
        }
    }
    buffer
        .last_chunk::<5>()
        .and_then(|all| all.get(5 - digits..))
        .unwrap_or(&[])
}
