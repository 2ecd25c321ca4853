//! The rows of an operation, in the order in which the engine looks for codes.
//!
//! A row fits responses with a code or without one, and with a range of statuses. If the decision depends on anything
//! else, the row says so in words, and the rows after it follow from the cases in which that does not hold. Of several
//! rows that fit a response, the first one counts, so later ones may repeat what an earlier one decides.

use std::collections::{BTreeSet, HashSet};

use faultbook_codegen::model::{
    Arm, Book, Code, Condition, Domain, Entry, Operation, Outcome, Source, Test, Vendor,
};
use faultbook_codegen::render;

use super::columns::{Kind, Row};
use super::known::Known;
use crate::decisions::conditions_text;

/// What a success depends on besides its code and status.
const UNDOUBTED: &str = "nothing in the response contradicts a success";

/// A range of statuses with both ends.
type Statuses = (u16, u16);

/// All rows of a vendor, operation by operation.
pub(super) fn rows<'b>(book: &'b Book, vendor: &'b Vendor) -> impl Iterator<Item = Row<'b>> {
    let ranges = status_ranges(vendor);
    let operations = vendor.operations.iter().enumerate();
    operations.flat_map(move |(index, operation)| {
        let domains = operation.domains.iter().copied();
        let in_responses = domains.filter(|at| !vendor.domains[*at].raised_by_client);
        let context = Context {
            book,
            vendor,
            index,
            operation,
            candidates: in_responses.map(|at| Candidate::new(vendor, at)).collect(),
        };
        context.rows(&ranges)
    })
}

/// The ranges of statuses that no plan or condition of a vendor distinguishes.
fn status_ranges(vendor: &Vendor) -> Vec<Statuses> {
    let mut tested: Vec<Statuses> = vendor
        .plans
        .iter()
        .flatten()
        .map(|arm| (arm.lo, arm.hi))
        .collect();
    let by_status = vendor.domains.iter().filter(|domain| domain.by_status);
    let codes = by_status.flat_map(|domain| &vendor.codes[domain.codes.clone()]);
    let statuses = codes.filter_map(|code| code.wire.parse().ok());
    tested.extend(statuses.map(|status: u16| (status, status)));
    let claims = vendor.domains.iter().flat_map(|domain| &domain.when);
    let successes = vendor
        .operations
        .iter()
        .flat_map(|operation| &operation.success);
    for test in claims.chain(successes).flat_map(|clause| clause.iter()) {
        if let Test::Status(statuses) = test {
            tested.extend(statuses);
        }
    }
    let after = tested.iter().filter_map(|(_, hi)| hi.checked_add(1));
    let starts = tested.iter().map(|(lo, _)| *lo).chain(after).chain([0]);
    let starts: BTreeSet<u16> = starts.collect();
    let ends: Vec<u16> = starts
        .iter()
        .skip(1)
        .map(|next| next - 1)
        .chain([u16::MAX])
        .collect();
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
        let names = codes.flat_map(names).collect();
        Self {
            index,
            domain,
            names,
        }
    }

    /// What must hold for a response with a status and a code where the domain has it to belong to the domain.
    fn claim(&self, status: u16) -> Option<Vec<Condition>> {
        Known::code(status, &self.domain.envelope).rest([&self.domain.when])
    }

    /// The same for a response without a code: a field must say so.
    fn claim_without_code(&self, status: u16) -> Option<Vec<Condition>> {
        let is_field = |test: &Test| matches!(test, Test::Field { .. } | Test::Exists { .. });
        let clauses = self
            .domain
            .when
            .iter()
            .filter(|clause| clause.iter().any(is_field));
        let clauses: Condition = clauses.cloned().collect();
        if clauses.is_empty() {
            return None;
        }
        Known::status(status).rest([&clauses])
    }

    fn finds_unknown_codes(&self) -> bool {
        !self.domain.by_status && !self.domain.envelope.code.is_empty()
    }

    /// Whether the domain may find a code where another one does not look.
    fn may_find_elsewhere(&self, other: &Self, status: u16) -> bool {
        let others = &other.domain.envelope.code;
        let mut sources = self.domain.envelope.code.iter();
        self.claim(status).is_some() && sources.any(|source| !others.contains(source))
    }

    /// The number of categories that a response can have.
    fn categories(&self) -> usize {
        let Domain {
            envelope,
            categories,
            ..
        } = self.domain;
        if envelope.category.is_empty() {
            0
        } else {
            categories.len()
        }
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

/// An operation and the domains of its responses, in the order of the engine.
struct Context<'b> {
    book: &'b Book,
    vendor: &'b Vendor,
    index: usize,
    operation: &'b Operation,
    candidates: Vec<Candidate<'b>>,
}

impl<'b> Context<'b> {
    fn rows(&self, ranges: &[Statuses]) -> Vec<Row<'b>> {
        let mut rows = self.raised();
        for subject in self.subjects() {
            rows.extend(self.rows_of(&subject, ranges));
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
        let positions = 0..self.candidates.len();
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
        let domain = self.candidates[position].domain;
        domain.codes.clone().map(move |code| Subject {
            kind: if domain.by_status {
                Kind::Status
            } else {
                Kind::Code
            },
            position: Some(position),
            category: self.vendor.codes[code].category,
            code: Some(&self.vendor.codes[code]),
            plan: self.vendor.plan(self.index, code),
        })
    }

    /// The unknown codes of a domain, or its responses without a code: first by category, then the others.
    fn unknown(&self, kind: Kind, position: usize) -> impl Iterator<Item = Subject<'b>> {
        let candidate = &self.candidates[position];
        let categories = (0..candidate.categories()).map(Some).chain([None]);
        let domain = candidate.index;
        categories.map(move |category| Subject {
            kind,
            position: Some(position),
            category,
            code: None,
            plan: self.plan(Entry::Unknown { domain, category }),
        })
    }

    /// The plan of an entry that is not a code.
    fn plan(&self, entry: Entry) -> &'b [Arm] {
        let mut entries = self.vendor.entries().zip(self.operation.plans.iter());
        let plan = entries.find(|(other, _)| *other == entry);
        plan.map_or(&[], |(_, plan)| &self.vendor.plans[*plan])
    }

    /// The rows of a subject. Adjacent ranges of statuses with the same decisions share a row.
    fn rows_of(&self, subject: &Subject<'b>, ranges: &[Statuses]) -> Vec<Row<'b>> {
        let mut runs: Vec<(Statuses, Vec<Row<'b>>)> = Vec::new();
        for (lo, hi) in ranges {
            let rows = self.rows_with(subject, *lo);
            match runs.last_mut() {
                Some(((_, end), last)) if *last == rows => *end = *hi,
                _ => runs.push(((*lo, *hi), rows)),
            }
        }
        let domain = subject.position.map(|at| self.candidates[at].domain);
        let documented = subject.code.and_then(|code| code.statuses.first().copied());
        let typical = documented.or_else(|| domain?.typical_status).unwrap_or(0);
        let rows = runs.into_iter().flat_map(|((lo, hi), rows)| {
            rows.into_iter().map(move |row| Row {
                statuses: Some((lo, hi)),
                is_typical: domain.is_some() && (lo..=hi).contains(&typical),
                kind: subject.kind,
                domain,
                category: subject.category.and_then(|at| domain?.categories.get(at)),
                code: subject.code,
                ..row
            })
        });
        rows.collect()
    }

    /// A row with only a decision, and what must hold for it in words.
    fn row_when(&self, when: &[String], then: Option<String>, arm: &'b Arm) -> Row<'b> {
        let when: Vec<String> = when.iter().cloned().chain(then).collect();
        Row {
            when: (!when.is_empty()).then(|| when.join("; and ")),
            ..self.row(arm)
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
    fn rows_with(&self, subject: &Subject<'b>, status: u16) -> Vec<Row<'b>> {
        let Some(mut when) = self.condition(subject, status) else {
            return Vec::new();
        };
        when.extend(self.category(subject));
        let known = match (subject.kind, subject.position) {
            (Kind::Code | Kind::Unknown, Some(at)) => {
                Known::code(status, &self.candidates[at].domain.envelope)
            }
            _ => Known::status(status),
        };
        let arms = reachable(subject.plan, known);
        let mut rows = Vec::new();
        for (at, (rest, arm)) in arms.iter().enumerate() {
            when.extend(conditions_text(rest));
            if arm.decision.outcome.value == Outcome::Success {
                rows.extend(self.success(subject, known, &when, arm, &arms[..at]));
            } else {
                rows.push(self.row_when(&when, None, arm));
            }
            when.truncate(when.len() - usize::from(!rest.is_empty()));
        }
        rows
    }

    /// A success, and the decisions if it is doubtful.
    fn success(
        &self,
        subject: &Subject<'b>,
        known: Known<'_>,
        when: &[String],
        arm: &'b Arm,
        before: &[(Vec<Condition>, &Arm)],
    ) -> Vec<Row<'b>> {
        let mut rows = Vec::new();
        if subject.code.is_some() || known.rest([&self.operation.success]).is_some() {
            rows.push(self.row_when(when, Some(UNDOUBTED.to_owned()), arm));
        }
        for (rest, arm) in reachable(self.plan(Entry::Doubtful), known) {
            if !before.iter().any(|(before, _)| *before == rest) {
                rows.push(Row {
                    is_doubtful: true,
                    ..self.row_when(when, conditions_text(&rest), arm)
                });
            }
        }
        rows
    }

    /// When a response with a status is about a subject, unless an earlier row fits; `None` if it never is.
    fn condition(&self, subject: &Subject<'b>, status: u16) -> Option<Vec<String>> {
        let Some(position) = subject.position else {
            return Some(Vec::new());
        };
        let (own, later) = (&self.candidates[position], &self.candidates[position + 1..]);
        let claim = match (subject.kind, subject.code) {
            (Kind::Uncoded, _) => own.claim_without_code(status),
            (Kind::Unknown, _) if !own.finds_unknown_codes() => None,
            (Kind::Status, Some(code)) if code.wire != status.to_string() => None,
            _ => own.claim(status),
        };
        let mut when: Vec<String> = conditions_text(&claim?).into_iter().collect();
        // If another domain may have the code elsewhere, it must be where this one has it.
        let competes = |other: &Candidate<'_>| {
            let has_code = match subject.code {
                Some(code) => names(code).any(|name| other.names.contains(name)),
                None => other.finds_unknown_codes(),
            };
            has_code && other.may_find_elsewhere(own, status)
        };
        if matches!(subject.kind, Kind::Code | Kind::Unknown) && later.iter().any(competes) {
            when.push(location_of_code(own.domain));
        }
        Some(when)
    }

    /// The category of an unknown or missing code in words.
    fn category(&self, subject: &Subject<'b>) -> Option<String> {
        let candidate = &self.candidates[subject.position?];
        match subject.category {
            _ if subject.code.is_some() || candidate.categories() == 0 => None,
            Some(at) => Some(format!(
                "the category is “{}”",
                candidate.domain.categories[at].name
            )),
            None => Some("the category is none of the book's".to_owned()),
        }
    }
}

fn location_of_code(domain: &Domain) -> String {
    let locations = domain.envelope.code.iter().map(|source| match source {
        Source::Pointer(pointer) => format!("at `{pointer}`"),
        Source::Header(name) => format!("in the header {name}"),
        Source::Status => "the status".to_owned(),
        Source::Token => "the whole body".to_owned(),
        _ => render::sources(std::slice::from_ref(source)).in_terminal(),
    });
    let locations: Vec<String> = locations.collect();
    format!("the code is {}", locations.join(" or "))
}

/// The arms of a plan that may be reached, with the rest of their conditions.
fn reachable<'b>(plan: &'b [Arm], known: Known<'_>) -> Vec<(Vec<Condition>, &'b Arm)> {
    let status = known.status.unwrap_or(0);
    let mut reachable: Vec<(Vec<Condition>, &Arm)> = Vec::new();
    for arm in plan
        .iter()
        .filter(|arm| (arm.lo..=arm.hi).contains(&status))
    {
        if let Some(rest) = known.rest(&arm.conditions) {
            let is_certain = rest.is_empty();
            reachable.push((rest, arm));
            if is_certain {
                break;
            }
        }
    }
    reachable
}
