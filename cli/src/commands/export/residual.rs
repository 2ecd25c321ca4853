//! Evaluates conditions as far as the status and the location of the code allow it.

use faultbook_codegen::model::{Clause, Condition, Envelope, Source, Test};

use crate::decisions;

/// What remains to be tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Residual {
    Never,
    Always,
    /// The conditions hold if these do, which have no tests of the status.
    If(Vec<Condition>),
}

impl Residual {
    /// Whether these tests include those of `other`, so that they cannot hold unless it does.
    pub(super) fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Never, _) | (_, Self::Always) => true,
            (Self::If(own), Self::If(others)) => others
                .iter()
                .all(|other| own.iter().any(|own| one_implies(own, other))),
            _ => false,
        }
    }

    /// Describes the remaining conditions, if there are any.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::If(conditions) => decisions::conditions_text(conditions),
            Self::Never | Self::Always => None,
        }
    }
}

fn one_implies(own: &Condition, other: &Condition) -> bool {
    own.iter()
        .all(|clause| other.iter().any(|wanted| includes(clause, wanted)))
}

/// Whether a clause has all tests of another one.
fn includes(clause: &[Test], other: &[Test]) -> bool {
    other.iter().all(|test| clause.contains(test))
}

/// What is known of a response.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'b> {
    /// `None` if the client raised the code without a response.
    pub(super) status: Option<u16>,
    /// The pointer to the code, if it can only be there.
    pub(super) code_at: Option<&'b str>,
}

impl<'b> Known<'b> {
    /// There is no response.
    pub(super) const NO_RESPONSE: Self = Self {
        status: None,
        code_at: None,
    };

    /// There is a response with this status.
    pub(super) fn status(status: u16) -> Self {
        Self {
            status: Some(status),
            code_at: None,
        }
    }

    /// There is a response with this status and a code where an envelope has it.
    pub(super) fn code(status: u16, envelope: &'b Envelope) -> Self {
        let code_at = match envelope.code.as_slice() {
            [Source::Pointer(pointer)] => Some(pointer.as_str()),
            _ => None,
        };
        Self {
            code_at,
            ..Self::status(status)
        }
    }

    /// Evaluates conditions that must all hold.
    pub(super) fn evaluate_all(&self, conditions: &[Condition]) -> Residual {
        let mut open = Vec::new();
        for condition in conditions {
            match self.evaluate(condition) {
                Residual::Never => return Residual::Never,
                Residual::Always => {}
                Residual::If(rest) => open.extend(rest),
            }
        }
        if open.is_empty() {
            Residual::Always
        } else {
            Residual::If(open)
        }
    }

    /// Evaluates a condition.
    pub(super) fn evaluate(&self, condition: &Condition) -> Residual {
        if condition.is_empty() {
            return Residual::Always;
        }
        let mut open: Condition = Vec::new();
        for clause in condition.iter().filter_map(|clause| self.open(clause)) {
            let clause = Clause::from(clause);
            if !open.iter().any(|other| includes(&clause, other)) {
                open.retain(|other| !includes(other, &clause));
                open.push(clause);
            }
        }
        match open.as_slice() {
            [] => Residual::Never,
            [clause] if clause.is_empty() => Residual::Always,
            _ => Residual::If(vec![open]),
        }
    }

    /// The tests of a clause that depend on the response; `None` if another one fails.
    fn open(&self, clause: &[Test]) -> Option<Vec<Test>> {
        let mut open = Vec::new();
        for test in clause {
            match self.holds(test) {
                Some(true) => {}
                Some(false) => return None,
                None if open.contains(test) => {}
                None => open.push(test.clone()),
            }
        }
        Some(open)
    }

    fn holds(&self, test: &Test) -> Option<bool> {
        match test {
            Test::Status(ranges) => {
                let status = self.status.unwrap_or(0);
                Some(ranges.iter().any(|(lo, hi)| (*lo..=*hi).contains(&status)))
            }
            Test::Exists { exists, .. } if self.status.is_none() => Some(!exists),
            _ if self.status.is_none() => Some(false),
            Test::Exists { pointer, exists } if self.leads_to_code(pointer) => Some(*exists),
            _ => None,
        }
    }

    /// Whether something exists at a pointer because the code is there or below.
    fn leads_to_code(&self, pointer: &str) -> bool {
        let rest = self.code_at.and_then(|at| at.strip_prefix(pointer));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

#[cfg(test)]
mod tests {
    use faultbook_codegen::model::{Condition, Envelope, Source, Test};

    use super::{Known, Residual};

    fn any<const N: usize>(clauses: [&[&Test]; N]) -> Condition {
        let clause = |tests: &[&Test]| tests.iter().copied().cloned().collect();
        clauses.into_iter().map(clause).collect()
    }

    fn status(lo: u16, hi: u16) -> Test {
        Test::Status(vec![(lo, hi)])
    }

    fn exists(pointer: &str, exists: bool) -> Test {
        let pointer = pointer.to_owned();
        Test::Exists { pointer, exists }
    }

    #[test]
    fn tests_of_the_status_are_evaluated() {
        let known = Known::status(404);
        let field = exists("/error", true);
        let cases = [
            (any([]), Residual::Always),
            (any([&[&status(400, 499)]]), Residual::Always),
            (any([&[&status(200, 299)]]), Residual::Never),
            (any([&[&status(200, 299), &field]]), Residual::Never),
            (
                any([&[&status(400, 499), &field]]),
                Residual::If(vec![any([&[&field]])]),
            ),
            (any([&[&status(400, 499)], &[&field]]), Residual::Always),
        ];
        for (condition, residual) in cases {
            assert_eq!(known.evaluate(&condition), residual, "{condition:?}");
        }
    }

    #[test]
    fn repeated_tests_are_removed() {
        let (one, other) = (exists("/a", true), exists("/b", true));
        let doubled = any([&[&one, &one], &[&one, &other], &[&other]]);
        let residual = Known::status(200).evaluate(&doubled);
        assert_eq!(residual, Residual::If(vec![any([&[&one], &[&other]])]));
        let narrower = Residual::If(vec![any([&[&one, &other]])]);
        let both = Known::status(200).evaluate_all(&[any([&[&one]]), any([&[&other]])]);
        assert!(both.implies(&residual) && !residual.implies(&both));
        assert!(narrower.implies(&residual) && !residual.implies(&narrower));
        assert!(Residual::Never.implies(&narrower) && narrower.implies(&Residual::Always));
        assert!(!Residual::Always.implies(&narrower));
    }

    #[test]
    fn parents_of_the_code_exist() {
        let envelope = |pointers: &[&str]| Envelope {
            code: pointers
                .iter()
                .map(|pointer| Source::Pointer((*pointer).to_owned()))
                .collect(),
            ..Envelope::default()
        };
        let one = envelope(&["/error/code"]);
        let known = Known::code(200, &one);
        assert_eq!(
            known.evaluate(&any([&[&exists("/error", true)]])),
            Residual::Always
        );
        assert_eq!(
            known.evaluate(&any([&[&exists("/error/code", false)]])),
            Residual::Never
        );
        for other in ["/err", "/error/codes", "/code"] {
            let other = any([&[&exists(other, true)]]);
            assert_eq!(known.evaluate(&other), Residual::If(vec![other.clone()]));
        }
        let two = envelope(&["/error/code", "/code"]);
        let either = any([&[&exists("/error", true)]]);
        assert_eq!(
            Known::code(200, &two).evaluate(&either),
            Residual::If(vec![either.clone()])
        );
    }

    #[test]
    fn nothing_exists_without_a_response() {
        for (test, residual) in [
            (exists("/error", true), Residual::Never),
            (exists("/error", false), Residual::Always),
            (Test::Message(Vec::new()), Residual::Never),
            (status(0, 0), Residual::Always),
        ] {
            assert_eq!(Known::NO_RESPONSE.evaluate(&any([&[&test]])), residual);
        }
    }
}
