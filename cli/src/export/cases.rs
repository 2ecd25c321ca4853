//! What an operation can meet, in the order in which the engine comes to it.

use faultbook_codegen::model::{Arm, Book, Code, Entry, Operation, Outcome, Vendor};

use super::columns::{Kind, Row};
use super::settled::{Known, Settled};
use super::statuses;
use super::tried::{self, Tried};
use super::when::When;

/// What a success needs that neither its code nor its status tells.
const UNDOUBTED: &str = "nothing in the response speaks against a success";

/// All rows of a vendor, operation after operation.
pub(super) fn rows<'b>(book: &'b Book, vendor: &'b Vendor) -> impl Iterator<Item = Row<'b>> {
    let ranges = statuses::ranges(vendor);
    (0..vendor.operations.len()).flat_map(move |index| {
        let operation = &vendor.operations[index];
        let met = Met {
            book,
            vendor,
            index,
            operation,
            tried: tried::all(vendor, &operation.domains),
        };
        met.rows(&ranges)
    })
}

/// Something that an operation can meet.
#[derive(Debug, Clone, Copy)]
struct Case<'b> {
    kind: Kind,
    /// The position of its domain among those that are tried.
    domain: Option<usize>,
    category: Option<usize>,
    code: Option<&'b Code>,
    plan: &'b [Arm],
}

/// What is decided under a condition; under any, if there is none.
#[derive(Debug)]
struct Step<'b> {
    when: Option<String>,
    is_doubtful: bool,
    arm: &'b Arm,
}

impl Step<'_> {
    fn says_the_same(&self, other: &Self) -> bool {
        self.when == other.when
            && self.is_doubtful == other.is_doubtful
            && self.arm.decision == other.arm.decision
    }
}

/// What an operation can meet.
struct Met<'b> {
    book: &'b Book,
    vendor: &'b Vendor,
    index: usize,
    operation: &'b Operation,
    /// The domains that a response can be of, in order of precedence.
    tried: Vec<Tried<'b>>,
}

impl<'b> Met<'b> {
    fn rows(&self, ranges: &[(u16, u16)]) -> Vec<Row<'b>> {
        let mut rows = self.raised();
        for case in self.cases() {
            rows.extend(self.rows_of(case, ranges));
        }
        for (row, rank) in rows.iter_mut().zip(1..) {
            row.rank = rank;
        }
        rows
    }

    /// What the client raises itself: there is no response that anything could be asked of.
    fn raised(&self) -> Vec<Row<'b>> {
        let codes = self.vendor.codes.iter().enumerate();
        let raised = codes.filter(|(index, code)| {
            // Of two with the same string, one cannot be raised here.
            self.vendor.domains[code.domain].raised_by_client
                && self.vendor.raised_code(self.index, &code.wire) == Some(*index)
        });
        let rows = raised.filter_map(|(index, code)| {
            let arms = fitting(self.plan(Entry::Code(index)), Known::NO_RESPONSE);
            let row = self.row(None, arms.first()?.1);
            Some(Row {
                kind: Kind::Raised,
                domain: Some(&self.vendor.domains[code.domain]),
                code: Some(code),
                is_typical: true,
                ..row
            })
        });
        rows.collect()
    }

    /// What comes with a response: what is known, what is not, and what has nothing but its status.
    fn cases(&self) -> Vec<Case<'b>> {
        let domains = 0..self.tried.len();
        let mut cases: Vec<Case<'b>> = domains.clone().flat_map(|at| self.known(at)).collect();
        for kind in [Kind::Unknown, Kind::Uncoded] {
            cases.extend(domains.clone().flat_map(|at| self.unknown(kind, at)));
        }
        cases.push(Case {
            kind: Kind::Status,
            domain: None,
            category: None,
            code: None,
            plan: self.plan(Entry::Plain),
        });
        cases
    }

    fn known(&self, at: usize) -> impl Iterator<Item = Case<'b>> {
        let domain = self.tried[at].domain;
        let kind = if domain.by_status {
            Kind::Status
        } else {
            Kind::Code
        };
        domain.codes.clone().map(move |code| Case {
            kind,
            domain: Some(at),
            category: self.vendor.codes[code].category,
            code: Some(&self.vendor.codes[code]),
            plan: self.plan(Entry::Code(code)),
        })
    }

    /// What a domain does not know: first by category, then without one.
    fn unknown(&self, kind: Kind, at: usize) -> impl Iterator<Item = Case<'b>> {
        let Tried { index, domain, .. } = self.tried[at];
        let has_categories = !domain.envelope.category.is_empty();
        let categories = (0..domain.categories.len()).filter(move |_| has_categories);
        categories.map(Some).chain([None]).map(move |category| {
            let entry = Entry::Unknown {
                domain: index,
                category,
            };
            Case {
                kind,
                domain: Some(at),
                category,
                code: None,
                plan: self.plan(entry),
            }
        })
    }

    fn plan(&self, entry: Entry) -> &'b [Arm] {
        if let Entry::Code(code) = entry {
            return self.vendor.plan(self.index, code);
        }
        let entries = self.vendor.entries().zip(&self.operation.plans);
        // Codes come first.
        let mut others = entries.skip(self.vendor.codes.len());
        let plan = others.find(|(other, _)| *other == entry);
        plan.and_then(|(_, plan)| self.vendor.plans.get(*plan))
            .map_or(&[], Vec::as_slice)
    }

    /// The rows of a case. Neighbouring statuses share theirs, if the same holds of them.
    fn rows_of(&self, case: Case<'b>, ranges: &[(u16, u16)]) -> Vec<Row<'b>> {
        let mut runs: Vec<(u16, u16, Vec<Step<'b>>)> = Vec::new();
        for (lo, hi) in ranges {
            let steps = self.steps(case, *lo);
            match runs.last_mut() {
                Some((_, end, known)) if are_the_same(known, &steps) => *end = *hi,
                _ => runs.push((*lo, *hi, steps)),
            }
        }
        let rows = runs.iter().flat_map(|(lo, hi, steps)| {
            let row = |step| self.row_of(case, (*lo, *hi), step);
            steps.iter().map(row)
        });
        rows.collect()
    }

    fn row_of(&self, case: Case<'b>, (lo, hi): (u16, u16), step: &Step<'b>) -> Row<'b> {
        let domain = case.domain.map(|at| self.tried[at].domain);
        let documented = case.code.and_then(|code| code.statuses.first().copied());
        let typical = documented.or_else(|| domain?.typical_status);
        Row {
            kind: case.kind,
            domain,
            category: case.category.and_then(|at| domain?.categories.get(at)),
            code: case.code,
            statuses: Some((lo, hi)),
            is_typical: domain.is_some() && (lo..=hi).contains(&typical.unwrap_or(0)),
            is_doubtful: step.is_doubtful,
            ..self.row(step.when.clone(), step.arm)
        }
    }

    /// A row of which only the decision is known.
    fn row(&self, when: Option<String>, arm: &'b Arm) -> Row<'b> {
        Row {
            book: self.book,
            vendor: self.vendor,
            operation: self.operation,
            rank: 0,
            kind: Kind::Status,
            domain: None,
            category: None,
            code: None,
            statuses: None,
            is_typical: false,
            is_doubtful: false,
            when,
            decision: &arm.decision,
        }
    }

    /// What is decided with a status, in the order in which it is tried.
    fn steps(&self, case: Case<'b>, status: u16) -> Vec<Step<'b>> {
        let Some(met) = self.met(case, status) else {
            return Vec::new();
        };
        let known = self.known_of(case, status);
        let fitting = fitting(case.plan, known);
        let mut steps = Vec::new();
        for (at, (settled, arm)) in fitting.iter().enumerate() {
            let when = met.clone().and_settled(settled);
            if arm.decision.outcome.value == Outcome::Success {
                let before = &fitting[..at];
                steps.extend(self.success(case, known, (&when, arm), before));
            } else {
                steps.push(step(&when, false, arm));
            }
        }
        steps
    }

    fn known_of(&self, case: Case<'b>, status: u16) -> Known<'b> {
        match (case.kind, case.domain) {
            (Kind::Code | Kind::Unknown, Some(at)) => {
                Known::of_code(status, &self.tried[at].domain.envelope)
            }
            _ => Known::status(status),
        }
    }

    /// A success, and what is decided instead if it is doubtful.
    fn success(
        &self,
        case: Case<'b>,
        known: Known<'_>,
        (when, arm): (&When, &'b Arm),
        before: &[(Settled, &Arm)],
    ) -> Vec<Step<'b>> {
        let looks = known.settle(&self.operation.success);
        let is_possible = case.code.is_some() || looks != Settled::Never;
        let success = is_possible.then(|| step(&when.clone().and(UNDOUBTED), false, arm));
        let doubtful = fitting(self.plan(Entry::Doubtful), known);
        let is_left = |settled: &Settled| !before.iter().any(|(taken, _)| settled.implies(taken));
        let doubtful = doubtful.iter().filter(|(settled, _)| is_left(settled));
        let doubtful =
            doubtful.map(|(settled, arm)| step(&when.clone().and_settled(settled), true, arm));
        success.into_iter().chain(doubtful).collect()
    }

    /// When a response with a status is such a case, and none of those before; `None`, if it never is.
    fn met(&self, case: Case<'b>, status: u16) -> Option<When> {
        match (case.kind, case.domain) {
            (Kind::Code, Some(at)) => self.met_code(at, case.code?, status),
            (Kind::Unknown, Some(at)) => {
                let met = self.met_unknown(at, status)?;
                Some(met.in_category(self.tried[at].domain, case.category))
            }
            (Kind::Uncoded, Some(at)) => {
                let tried = &self.tried[at];
                let met = When::of(&tried.is_named(status))?;
                let is_left = !knows_status(&self.tried, status);
                is_left.then(|| met.in_category(tried.domain, case.category))
            }
            (Kind::Status, Some(at)) => {
                let is_own = case.code?.wire == status.to_string();
                let is_left = is_own && !knows_status(&self.tried[..at], status);
                is_left.then(|| When::of(&self.tried[at].claims(status)))?
            }
            _ => (!knows_status(&self.tried, status)).then(When::default),
        }
    }

    fn met_code(&self, at: usize, code: &Code, status: u16) -> Option<When> {
        let own = &self.tried[at];
        let (before, after) = (&self.tried[..at], &self.tried[at + 1..]);
        let takes = |other: &Tried<'_>| other.knows_all_of(code) && other.takes_from(own, status);
        let rivals = |other: &Tried<'_>| other.knows_any_of(code) && other.sees_beside(own, status);
        if knows_status(before, status) || before.iter().any(takes) {
            return None;
        }
        found_in(own, status, after.iter().any(rivals))
    }

    fn met_unknown(&self, at: usize, status: u16) -> Option<When> {
        let own = &self.tried[at];
        let (before, after) = (&self.tried[..at], &self.tried[at + 1..]);
        let takes = |other: &Tried<'_>| other.finds_codes() && other.takes_from(own, status);
        let rivals = |other: &Tried<'_>| other.finds_codes() && other.sees_beside(own, status);
        if !own.finds_codes() || knows_status(&self.tried, status) || before.iter().any(takes) {
            return None;
        }
        found_in(own, status, after.iter().any(rivals))
    }
}

/// When a domain finds a code. Where others may find one in another place, it has to be in the domain's.
fn found_in(own: &Tried<'_>, status: u16, has_rivals: bool) -> Option<When> {
    let met = When::of(&own.claims(status))?;
    Some(if has_rivals {
        met.in_place(own.domain)
    } else {
        met
    })
}

/// Whether one of the domains knows every response with a status.
fn knows_status(domains: &[Tried<'_>], status: u16) -> bool {
    domains.iter().any(|domain| domain.knows_status(status))
}

/// The arms that may be taken, with what is left of their conditions; the last one takes what is left.
fn fitting<'b>(plan: &'b [Arm], known: Known<'_>) -> Vec<(Settled, &'b Arm)> {
    let status = known.status.unwrap_or(0);
    let mut fitting: Vec<(Settled, &Arm)> = Vec::new();
    for arm in plan
        .iter()
        .filter(|arm| (arm.lo..=arm.hi).contains(&status))
    {
        let settled = known.settle_all(&arm.conditions);
        let is_taken = fitting.iter().any(|(before, _)| settled.implies(before));
        if settled != Settled::Never && !is_taken {
            fitting.push((settled, arm));
        }
    }
    fitting
}

fn step<'b>(when: &When, is_doubtful: bool, arm: &'b Arm) -> Step<'b> {
    Step {
        when: when.text(),
        is_doubtful,
        arm,
    }
}

fn are_the_same(one: &[Step<'_>], other: &[Step<'_>]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(one, other)| one.says_the_same(other))
}
