//! The errors of a response that lists several: what each of them means, and which one is the worst.

use core::time::Duration;

use crate::decision::{Outcome, Severity};
use crate::element::Listed;
use crate::reader::{Reader, Verdict};
use crate::reading::{Reading, decision_at, retry_at};
use crate::reason::Reason;
use crate::tables::{NONE, RetryKind, Span};
use crate::text::Text;
use crate::view::{View, waits_in_lists};

/// What it costs to look for a code of a domain in one of many errors, in bytes of a pattern's message.
const LOOKUP: usize = 32;

/// How bad an error is: by its outcome, then whether it is unknown, whether a retry is ruled out, and its severity.
type Rank = (Outcome, bool, u8, Severity);

/// One of the errors that a response lists.
pub struct ListedError<'t, 'a, 'r> {
    /// What it means, read like the whole response.
    pub reading: Reading<'t, 'a>,
    /// The code as it appeared on the wire. One that all errors share is here only if the book has it.
    pub code: Option<Text<'r>>,
    /// The vendor's message about this error, not one that all errors share.
    pub message: Option<Text<'r>>,
}

/// The errors that a response lists, in order; none if it does not list any.
///
/// Their codes and messages are read in one walk; each further text of a reading walks through the body again.
pub fn errors<'r, 't: 'r, 'a: 'r>(
    reading: &'r Reading<'t, 'a>,
) -> impl Iterator<Item = ListedError<'t, 'a, 'r>> + use<'r, 't, 'a> {
    let reader = reading.lists_errors().then(|| reading.reader());
    let listed = move |reader: &Reader<'t, 'r>, verdict| reader.listed(reading, verdict);
    reader
        .into_iter()
        .flat_map(move |reader| reader.each_error(listed))
}

/// Whether two responses list the same errors, or none.
pub(crate) fn lists_same(reading: &Reading<'_, '_>, other: &Reading<'_, '_>) -> bool {
    let is_same = |own: ListedError<'_, '_, '_>, other: ListedError<'_, '_, '_>| {
        let key = |reading: &Reading<'_, '_>| {
            let found = reading.found;
            (found.domain, found.entry, reading.decision, reading.reason)
        };
        key(&own.reading) == key(&other.reading)
            && own.code == other.code
            && own.message == other.message
    };
    let mut others = errors(other);
    errors(reading).all(|own| others.next().is_some_and(|other| is_same(own, other)))
        && others.next().is_none()
}

impl<'t> Reading<'t, '_> {
    /// The wait that the response asks for. A call that is repeated must wait for all of its errors: of those that can be
    /// retried, the longest wait counts.
    pub(crate) fn wait<'r>(&'r self, view: View<'t, 'r>, now: Option<u64>) -> Option<Duration> {
        let is_whole = matches!(self.element, Listed::Worst(_));
        if !is_whole || !self.retry().kind.is_retryable() || !waits_in_lists(self.vendor) {
            return view.wait(now);
        }
        let operation = self.operation;
        let reader = Reader { operation, view };
        let wait = |reader: &Reader<'t, 'r>, verdict: Verdict| {
            let retry = retry_at(self.vendor, decision_at(self.vendor, verdict.decision));
            retry.kind.is_retryable().then(|| reader.view.wait(now))?
        };
        reader.each_error(wait).flatten().max()
    }
}

impl<'t: 'v, 'v> Reader<'t, 'v> {
    /// What is found and decided about the worst of the errors that the response lists: of equally bad ones, the first.
    pub(crate) fn worst_error(&self) -> Option<Verdict> {
        let price = self.lookup_price();
        let mut worst: Option<(Rank, Verdict)> = None;
        for (position, element) in (0..).zip(self.view.errors(self.operation)) {
            self.view.element.set(Some(element));
            let verdict = self.judge_error(Listed::Worst(position));
            let rank = self.rank(verdict);
            if worst.is_none_or(|(known, _)| rank > known) {
                worst = Some((rank, verdict));
            }
            // The rest of a very long list is not looked at.
            if self.view.budget.spend(price).is_none() {
                break;
            }
        }
        self.view.element.set(None);
        let (_, worst) = worst?;
        let mut overlooked = worst;
        (overlooked.found.domain, overlooked.found.source) = (NONE, NONE);
        Some(if self.view.budget.is_spent() {
            undecided(self.doubtful(overlooked, Reason::TooLong))
        } else if (200..=299).contains(&self.view.status) && self.has_unsure_list() {
            self.doubtful(overlooked, Reason::UnreadableValue)
        } else {
            worst
        })
    }

    /// What is found and decided about the error that is read, which is never a success.
    fn judge_error(&self, element: Listed) -> Verdict {
        let found = self.find();
        let (decision, arm) = self.view.decide(self.operation, found);
        let verdict = Verdict {
            found,
            decision,
            element,
            arm,
            reason: self.lack(found),
        };
        if self.view.budget.is_spent() {
            undecided(self.doubtful(verdict, Reason::TooLong))
        } else if decision_at(self.view.vendor, decision).outcome == Outcome::Success {
            // Whatever its code means, it is listed as an error.
            self.doubtful(verdict, verdict.reason.unwrap_or(Reason::Contradiction))
        } else {
            verdict
        }
    }

    /// How bad an error is, in comparison with others.
    fn rank(&self, verdict: Verdict) -> Rank {
        let decision = decision_at(self.view.vendor, verdict.decision);
        (
            decision.outcome,
            !self.is_known(verdict.found),
            match retry_at(self.view.vendor, decision).kind {
                RetryKind::Never => 2,
                RetryKind::AfterAction(_) => 1,
                _ => 0,
            },
            decision.severity,
        )
    }

    /// What each of the errors that the response lists is found to be, in order.
    ///
    /// Each of them may cost as much as its length pays for, so that all of them take linear time.
    pub(crate) fn each_error<T>(
        self,
        mut read: impl FnMut(&Self, Verdict) -> T,
    ) -> impl Iterator<Item = T> {
        let price = self.lookup_price();
        let elements = self.view.errors(self.operation);
        (0..).zip(elements).map(move |(position, element)| {
            let length = element.value.raw().len().saturating_add(price);
            self.view.budget.add(length.saturating_mul(16));
            self.view.element.set(Some(element));
            let verdict = self.judge_error(Listed::Alone(position));
            read(&self, verdict)
        })
    }

    fn lookup_price(&self) -> usize {
        self.domains().count().saturating_mul(LOOKUP)
    }

    /// The error that is read, of those that the response of this reading lists.
    fn listed<'a>(&self, whole: &Reading<'t, 'a>, verdict: Verdict) -> ListedError<'t, 'a, 'v> {
        let found = verdict.found;
        let vendor = self.view.vendor;
        let envelope = vendor.envelopes.get(usize::from(found.envelope));
        let own = |sources: Span| self.view.own_text(sources.of(vendor.sources));
        let reading = Reading {
            found,
            decision: verdict.decision,
            element: verdict.element,
            arm: verdict.arm,
            reason: verdict.reason,
            ..whole.clone()
        };
        let code = vendor.sources.get(usize::from(found.source)..);
        let code = code.and_then(|sources| self.view.own_text(sources.get(..1)?));
        ListedError {
            code: code.or_else(|| reading.known_code()),
            message: envelope.and_then(|envelope| own(envelope.message)),
            reading,
        }
    }
}

/// What is decided where worse errors may have been overlooked: nothing is known, and nothing is repeated.
fn undecided(verdict: Verdict) -> Verdict {
    Verdict {
        decision: NONE,
        arm: u32::MAX,
        ..verdict
    }
}
