//! Why a response is no success, or has no code: nothing doubtful is a success.

use core::cell::Cell;

use crate::body::{Trie, without_prefix};
use crate::decision::Outcome;
use crate::reader::{Code, Reader};
use crate::reading::{Found, Reading, decision_at};
use crate::reason::Reason;
use crate::slots::MAX_BODY;
use crate::tables::{Body, Domain, Format, Kind, NONE, Source, Span, Test};
use crate::view::View;
use crate::{json, sse};

impl Reading<'_, '_> {
    /// Whether a part of the call may have been done: the body has a field that must exist in a success of the operation, or
    /// lists errors where none must.
    pub(crate) fn may_be_done_in_part(&self) -> bool {
        let success = self.operation_row().map_or(NONE, |row| row.success);
        // The body is walked only if there can be something.
        let is_there = (success != NONE).then(|| self.reader().has_part_of_success());
        is_there.flatten().unwrap_or(self.lists_errors())
    }
}

impl<'t: 'v, 'v> Reader<'t, 'v> {
    /// Why a response that is not a success has no known code; nothing if it has one.
    pub(crate) fn lack(&self, found: Found) -> Option<Reason> {
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
    pub(crate) fn allow_single_value(&mut self) {
        if !self.view.body_is(Body::Json) && self.has_another_body() {
            self.view.document.unblock();
        }
    }

    /// What in the response contradicts the success that its code or status indicates.
    pub(crate) fn doubt(&self, found: Found) -> Option<Reason> {
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
        let mut document = self.view.document.inside(element);
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
            || reader.view.errors(self.operation).next().is_some()
            || reader.view.document.is_ambiguous()
            || reader.contradiction(found).is_some();
        self.view.budget.replace(&reader.view.budget);
        is_failed
    }

    /// Why the body is not one unambiguous JSON object or list, XML document or form, absent where HTTP says that it must
    /// be, or another body that the operation's successes may have.
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
        let repeated = is_ambiguous.then_some(Reason::RepeatedName);
        repeated.or_else(|| self.flaw_of_event())
    }

    /// Why the event that was read is no success, whatever its data is.
    fn flaw_of_event(&self) -> Option<Reason> {
        if self.view.document.format() != Format::Events {
            return None;
        }
        let event = sse::deciding_event(without_prefix(self.view.vendor, self.view.body));
        if event.is_error {
            Some(Reason::Contradiction)
        } else {
            (!event.is_complete).then_some(Reason::UnfinishedEvent)
        }
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
                && (self.is_code_mistyped(domain) || self.lists_unsurely(domain)))
    }

    fn is_code_mistyped(&self, domain: &Domain) -> bool {
        let vendor = self.view.vendor;
        let envelope = vendor.envelopes.get(usize::from(domain.envelope));
        let sources = envelope.copied().unwrap_or_default().code;
        let mut sources = sources.of(vendor.sources).iter();
        sources.any(|source| self.view.is_mistyped(*source))
    }

    /// Whether it is uncertain which errors the response lists.
    pub(crate) fn has_unsure_list(&self) -> bool {
        self.claimed()
            .any(|(_, domain)| self.lists_unsurely(domain))
    }

    /// Whether what should be a list of the domain's errors is something else, or it is uncertain which of its elements are
    /// errors.
    fn lists_unsurely(&self, domain: &Domain) -> bool {
        let mut lists = self.view.lists_of(domain).iter();
        lists.any(|list| self.view.is_list_unsure(*list))
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
            self.view.document.is_json()
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

    /// Whether the body has a field that must exist in a success of the operation; `None` if none must.
    fn has_part_of_success(&self) -> Option<bool> {
        let clauses = self.success_clauses().iter();
        let tests = clauses.flat_map(|clause| clause.of(self.view.vendor.tests));
        // A field with a value, such as `status: done`, is a report and no result.
        let is_result = |test: &&Test| matches!(test, Test::Exists { exists: true, .. });
        let mut results = tests.filter(is_result).peekable();
        results.peek()?;
        Some(results.any(|test| self.view.test_holds(test, 0, None)))
    }

    fn is_met(&self, clause: Span) -> bool {
        self.view.clause_holds(clause, 0, None) && !self.view.clause_is_unsure(clause, 0, true)
    }
}
