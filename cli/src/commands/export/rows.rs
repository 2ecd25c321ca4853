//! The rows of an operation, in the order in which the engine looks for codes.
//!
//! A row fits responses with a code or without one, and with a range of statuses. If the decision depends on anything
//! else, the row says so in words, and the rows after it follow from the cases in which that does not hold. A row that
//! cannot be reached, because one before it fits the same responses and has no condition, is left out.

use std::collections::{BTreeSet, HashSet};

use faultbook_codegen::model::{
    Arm, Book, Clause, Code, Condition, Domain, Entry, Operation, Outcome, Source, Test, Vendor,
};

use super::columns::{Kind, Row};
use super::residual::{Known, Residual};

/// What a success depends on besides its code and status.
const UNDOUBTED: &str = "nothing in the response contradicts a success";

/// A range of statuses with both ends.
type Statuses = (u16, u16);

/// All rows of a vendor, operation by operation.
pub(super) fn rows<'b>(book: &'b Book, vendor: &'b Vendor) -> impl Iterator<Item = Row<'b>> {
    let ranges = status_ranges(vendor);
    let operations = vendor.operations.iter().enumerate();
    operations.flat_map(move |(index, operation)| {
        let domains = operation.domains.iter();
        let context = Context {
            book,
            vendor,
            index,
            operation,
            domains: domains
                .map(|index| Candidate::new(vendor, *index))
                .filter(|candidate| !candidate.domain.raised_by_client)
                .collect(),
        };
        context.rows(&ranges)
    })
}

/// The ranges of statuses that no plan or condition of a vendor distinguishes.
fn status_ranges(vendor: &Vendor) -> Vec<Statuses> {
    let arms = || vendor.plans.iter().flatten();
    let mut tested: Vec<Statuses> = arms().map(|arm| (arm.lo, arm.hi)).collect();
    let by_status = vendor.domains.iter().filter(|domain| domain.by_status);
    let codes = by_status.flat_map(|domain| &vendor.codes[domain.codes.clone()]);
    let statuses = codes.filter_map(|code| code.wire.parse().ok());
    tested.extend(statuses.map(|status: u16| (status, status)));
    let conditions = (vendor.domains.iter().map(|domain| &domain.when))
        .chain(vendor.operations.iter().map(|operation| &operation.success));
    for test in conditions.flatten().flat_map(|clause| clause.iter()) {
        if let Test::Status(statuses) = test {
            tested.extend(statuses);
        }
    }
    let after = tested.iter().filter_map(|(_, hi)| hi.checked_add(1));
    let starts: BTreeSet<u16> = tested
        .iter()
        .map(|(lo, _)| *lo)
        .chain(after)
        .chain([0])
        .collect();
    let ends = starts.iter().skip(1).map(|next| next - 1);
    let ends: Vec<u16> = ends.chain([u16::MAX]).collect();
    starts.into_iter().zip(ends).collect()
}

/// A domain in which an operation looks for codes.
struct Candidate<'b> {
    /// Among the vendor's domains.
    index: usize,
    domain: &'b Domain,
    /// Its wire strings and aliases.
    names: HashSet<&'b str>,
}

impl<'b> Candidate<'b> {
    fn new(vendor: &'b Vendor, index: usize) -> Self {
        let domain = &vendor.domains[index];
        let codes = vendor.codes[domain.codes.clone()].iter();
        Self {
            index,
            domain,
            names: codes.flat_map(names).collect(),
        }
    }

    /// When a response with a status and a code where the domain has it belongs to the domain.
    fn claim(&self, status: u16) -> Residual {
        Known::code(status, &self.domain.envelope).evaluate(&self.domain.when)
    }

    /// When a response without a code belongs to the domain: a field must say so.
    fn claim_without_code(&self, status: u16) -> Residual {
        let tests_field = |clause: &&Clause| {
            let mut tests = clause.iter();
            tests.any(|test| matches!(test, Test::Field { .. } | Test::Exists { .. }))
        };
        let clauses = self.domain.when.iter().filter(tests_field);
        let clauses: Condition = clauses.cloned().collect();
        if clauses.is_empty() {
            return Residual::Never;
        }
        Known::status(status).evaluate(&clauses)
    }

    fn finds_unknown_codes(&self) -> bool {
        !self.domain.by_status && !self.domain.envelope.code.is_empty()
    }

    /// Whether the domain may find a code where another one does not look.
    fn may_find_elsewhere(&self, other: &Self, status: u16) -> bool {
        let others = &other.domain.envelope.code;
        let mut sources = self.domain.envelope.code.iter();
        self.claim(status) != Residual::Never && sources.any(|source| !others.contains(source))
    }
}

fn names(code: &Code) -> impl Iterator<Item = &str> {
    let aliases = code.aliases.iter().map(String::as_str);
    std::iter::once(code.wire.as_str()).chain(aliases)
}

/// What the rows of one code, or of one kind of response without a known code, have in common.
#[derive(Clone, Copy)]
struct Subject<'b> {
    kind: Kind,
    /// The position of the domain among the candidates.
    position: Option<usize>,
    category: Option<usize>,
    code: Option<&'b Code>,
    plan: &'b [Arm],
}

/// A decision and its condition in words.
#[derive(Clone, PartialEq)]
struct Step<'b> {
    when: When,
    is_doubtful: bool,
    arm: &'b Arm,
}

/// Conditions in words, which must all hold.
#[derive(Clone, Default, PartialEq)]
struct When(Vec<String>);

impl When {
    fn and(&self, text: Option<String>) -> Self {
        Self(self.0.iter().cloned().chain(text).collect())
    }

    fn text(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.join("; and "))
    }
}

/// The responses of a range of statuses that the rows so far decide without a condition.
#[derive(Default)]
struct Decided<'b> {
    names: HashSet<&'b str>,
    /// All responses with a code.
    codes: bool,
    /// All responses.
    all: bool,
}

impl<'b> Decided<'b> {
    fn contains(&self, subject: &Subject<'b>) -> bool {
        let has_names = || {
            subject
                .code
                .is_some_and(|code| names(code).all(|name| self.names.contains(name)))
        };
        self.all
            || match subject.kind {
                Kind::Code => self.codes || has_names(),
                Kind::Unknown => self.codes,
                Kind::Raised | Kind::Uncoded | Kind::Status => false,
            }
    }

    fn add(&mut self, subject: &Subject<'b>) {
        match subject.kind {
            Kind::Code => self.names.extend(subject.code.into_iter().flat_map(names)),
            Kind::Unknown => self.codes = true,
            Kind::Status => self.all = true,
            Kind::Raised | Kind::Uncoded => {}
        }
    }
}

/// An operation and the domains of its responses, in the order of the engine.
struct Context<'b> {
    book: &'b Book,
    vendor: &'b Vendor,
    index: usize,
    operation: &'b Operation,
    domains: Vec<Candidate<'b>>,
}

impl<'b> Context<'b> {
    fn rows(&self, ranges: &[Statuses]) -> Vec<Row<'b>> {
        let mut rows = self.raised();
        let mut decided: Vec<Decided<'b>> = ranges.iter().map(|_| Decided::default()).collect();
        for subject in self.subjects() {
            rows.extend(self.rows_of(&subject, ranges, &mut decided));
        }
        for (row, rank) in rows.iter_mut().zip(1..) {
            row.rank = rank;
        }
        rows
    }

    /// The rows of codes that the client raises, which come without a response.
    fn raised(&self) -> Vec<Row<'b>> {
        let codes = self.vendor.codes.iter().enumerate();
        let raised = codes.filter(|(index, code)| {
            // Only one of several codes with the same string can be raised under an operation.
            self.vendor.domains[code.domain].raised_by_client
                && self.vendor.raised_code(self.index, &code.wire) == Some(*index)
        });
        let rows = raised.filter_map(|(index, code)| {
            let arms = reachable(self.vendor.plan(self.index, index), Known::NO_RESPONSE);
            let (_, arm) = arms.first()?;
            Some(Row {
                kind: Kind::Raised,
                domain: Some(&self.vendor.domains[code.domain]),
                code: Some(code),
                is_typical: true,
                ..self.row(arm)
            })
        });
        rows.collect()
    }

    /// Known codes, then unknown ones, then responses without a code, then the status alone.
    fn subjects(&self) -> Vec<Subject<'b>> {
        let positions = 0..self.domains.len();
        let mut subjects: Vec<_> = positions.clone().flat_map(|at| self.known(at)).collect();
        for kind in [Kind::Unknown, Kind::Uncoded] {
            subjects.extend(positions.clone().flat_map(|at| self.unknown(kind, at)));
        }
        subjects.push(Subject {
            kind: Kind::Status,
            position: None,
            category: None,
            code: None,
            plan: self.plan(Entry::Plain),
        });
        subjects
    }

    fn known(&self, position: usize) -> impl Iterator<Item = Subject<'b>> {
        let domain = self.domains[position].domain;
        let kind = if domain.by_status {
            Kind::Status
        } else {
            Kind::Code
        };
        domain.codes.clone().map(move |code| Subject {
            kind,
            position: Some(position),
            category: self.vendor.codes[code].category,
            code: Some(&self.vendor.codes[code]),
            plan: self.vendor.plan(self.index, code),
        })
    }

    /// The unknown codes of a domain, or its responses without a code: first by category, then the others.
    fn unknown(&self, kind: Kind, position: usize) -> impl Iterator<Item = Subject<'b>> {
        let Candidate { index, domain, .. } = self.domains[position];
        let categories = 0..categories_in_responses(domain);
        let categories = categories.map(Some).chain([None]);
        categories.map(move |category| Subject {
            kind,
            position: Some(position),
            category,
            code: None,
            plan: self.plan(Entry::Unknown {
                domain: index,
                category,
            }),
        })
    }

    /// The plan of an entry that is not a code.
    fn plan(&self, entry: Entry) -> &'b [Arm] {
        let mut entries = self.vendor.entries().zip(self.operation.plans.iter());
        let plan = entries.find(|(other, _)| *other == entry);
        plan.and_then(|(_, plan)| self.vendor.plans.get(*plan))
            .map_or(&[], Vec::as_slice)
    }

    /// The rows of a subject. Adjacent ranges of statuses with the same decisions share a row.
    fn rows_of(
        &self,
        subject: &Subject<'b>,
        ranges: &[Statuses],
        decided: &mut [Decided<'b>],
    ) -> Vec<Row<'b>> {
        let mut runs: Vec<(Statuses, Vec<Step<'b>>)> = Vec::new();
        for ((lo, hi), decided) in ranges.iter().zip(decided) {
            let steps = self.steps(subject, *lo, decided);
            match runs.last_mut() {
                Some(((_, end), last)) if *last == steps => *end = *hi,
                _ => runs.push(((*lo, *hi), steps)),
            }
        }
        let rows = runs.iter().flat_map(|(statuses, steps)| {
            let row = |step| self.row_of(subject, *statuses, step);
            steps.iter().map(row)
        });
        rows.collect()
    }

    fn row_of(&self, subject: &Subject<'b>, (lo, hi): Statuses, step: &Step<'b>) -> Row<'b> {
        let domain = subject.position.map(|at| self.domains[at].domain);
        let documented = subject.code.and_then(|code| code.statuses.first().copied());
        let typical = documented.or_else(|| domain?.typical_status);
        Row {
            kind: subject.kind,
            domain,
            category: subject.category.and_then(|at| domain?.categories.get(at)),
            code: subject.code,
            statuses: Some((lo, hi)),
            is_typical: domain.is_some() && (lo..=hi).contains(&typical.unwrap_or(0)),
            is_doubtful: step.is_doubtful,
            when: step.when.text(),
            ..self.row(step.arm)
        }
    }

    /// A row with only a decision.
    fn row(&self, arm: &'b Arm) -> Row<'b> {
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
            when: None,
            decision: &arm.decision,
        }
    }

    /// The decisions about a subject with a status, in the order in which they are tried.
    fn steps(
        &self,
        subject: &Subject<'b>,
        status: u16,
        decided: &mut Decided<'b>,
    ) -> Vec<Step<'b>> {
        let condition = self.condition(subject, status);
        let Some(when) = condition.filter(|_| !decided.contains(subject)) else {
            return Vec::new();
        };
        // The rows by category come before the last one, so all categories together have no condition.
        let is_last = subject.category.is_none() || subject.code.is_some();
        if is_last && when.0.is_empty() {
            decided.add(subject);
        }
        let when = when.and(self.category(subject));
        let known = match (subject.kind, subject.position) {
            (Kind::Code | Kind::Unknown, Some(at)) => {
                Known::code(status, &self.domains[at].domain.envelope)
            }
            _ => Known::status(status),
        };
        let arms = reachable(subject.plan, known);
        let mut steps = Vec::new();
        for (at, (residual, arm)) in arms.iter().enumerate() {
            let when = when.and(residual.text());
            if arm.decision.outcome.value == Outcome::Success {
                steps.extend(self.success(subject, known, &when, arm, &arms[..at]));
            } else {
                steps.push(Step {
                    when,
                    is_doubtful: false,
                    arm,
                });
            }
        }
        steps
    }

    /// A success, and the decisions if it is doubtful.
    fn success(
        &self,
        subject: &Subject<'b>,
        known: Known<'_>,
        when: &When,
        arm: &'b Arm,
        before: &[(Residual, &Arm)],
    ) -> Vec<Step<'b>> {
        let looks_like_success = known.evaluate(&self.operation.success) != Residual::Never;
        let is_possible = subject.code.is_some() || looks_like_success;
        let success = is_possible.then(|| Step {
            when: when.and(Some(UNDOUBTED.to_owned())),
            is_doubtful: false,
            arm,
        });
        let arms = reachable(self.plan(Entry::Doubtful), known).into_iter();
        let arms = arms.filter(|(own, _)| !before.iter().any(|(other, _)| own.implies(other)));
        let doubtful = arms.map(|(residual, arm)| Step {
            when: when.and(residual.text()),
            is_doubtful: true,
            arm,
        });
        success.into_iter().chain(doubtful).collect()
    }

    /// When a response with a status is about a subject, unless an earlier row fits; `None` if it never is.
    fn condition(&self, subject: &Subject<'b>, status: u16) -> Option<When> {
        let Some(position) = subject.position else {
            return Some(When::default());
        };
        let (own, later) = (&self.domains[position], &self.domains[position + 1..]);
        let claim = match (subject.kind, subject.code) {
            (Kind::Uncoded, _) => own.claim_without_code(status),
            (Kind::Unknown, _) if !own.finds_unknown_codes() => return None,
            (Kind::Status, Some(code)) if code.wire != status.to_string() => return None,
            _ => own.claim(status),
        };
        if claim == Residual::Never {
            return None;
        }
        // If another domain may have the code elsewhere, it must be where this one has it.
        let competes = |other: &Candidate<'_>| {
            let has_code = match subject.code {
                Some(code) => names(code).any(|name| other.names.contains(name)),
                None => other.finds_unknown_codes(),
            };
            has_code && other.may_find_elsewhere(own, status)
        };
        let is_ambiguous =
            matches!(subject.kind, Kind::Code | Kind::Unknown) && later.iter().any(competes);
        let location = is_ambiguous.then(|| location_of_code(own.domain));
        Some(When::default().and(claim.text()).and(location))
    }

    /// The category of an unknown or missing code in words.
    fn category(&self, subject: &Subject<'b>) -> Option<String> {
        let domain = self.domains[subject.position?].domain;
        let categories = categories_in_responses(domain);
        match subject.category {
            _ if subject.code.is_some() || categories == 0 => None,
            Some(at) => Some(format!("the category is “{}”", domain.categories[at].name)),
            None => Some("the category is none of the book's".to_owned()),
        }
    }
}

/// The number of categories that a response can have.
fn categories_in_responses(domain: &Domain) -> usize {
    if domain.envelope.category.is_empty() {
        0
    } else {
        domain.categories.len()
    }
}

fn location_of_code(domain: &Domain) -> String {
    let locations = domain.envelope.code.iter().map(|source| match source {
        Source::Pointer(pointer) => format!("at `{pointer}`"),
        Source::Header(name) => format!("in the header {name}"),
        Source::Status => "the status".to_owned(),
        Source::Token => "the whole body".to_owned(),
        Source::Each(_) | Source::Parameter { .. } | Source::Captured { .. } => {
            faultbook_codegen::render::sources(std::slice::from_ref(source)).in_terminal()
        }
    });
    let locations: Vec<String> = locations.collect();
    format!("the code is {}", locations.join(" or "))
}

/// The arms of a plan that may be reached, with the rest of their conditions.
fn reachable<'b>(plan: &'b [Arm], known: Known<'_>) -> Vec<(Residual, &'b Arm)> {
    let status = known.status.unwrap_or(0);
    let mut reachable: Vec<(Residual, &Arm)> = Vec::new();
    for arm in plan
        .iter()
        .filter(|arm| (arm.lo..=arm.hi).contains(&status))
    {
        let residual = known.evaluate_all(&arm.conditions);
        let is_taken = reachable.iter().any(|(before, _)| residual.implies(before));
        if residual != Residual::Never && !is_taken {
            reachable.push((residual, arm));
        }
    }
    reachable
}
