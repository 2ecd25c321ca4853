//! Evaluates conditions as far as the status and the location of the code allow it.

use faultbook_codegen::model::{Clause, Condition, Envelope, Source, Test};

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

    /// What remains to be tested of conditions that must all hold: nothing if they do, and `None` if they never do.
    pub(super) fn rest<'c>(
        &self,
        conditions: impl IntoIterator<Item = &'c Condition>,
    ) -> Option<Vec<Condition>> {
        let mut rest = Vec::new();
        for condition in conditions.into_iter().filter(|own| !own.is_empty()) {
            let clauses = condition.iter().filter_map(|clause| self.open(clause));
            let open: Condition = clauses.collect();
            if !open.iter().any(|clause| clause.is_empty()) {
                open.first()?;
                rest.push(open);
            }
        }
        Some(rest)
    }

    /// The tests of a clause that depend on the response; `None` if another one fails.
    fn open(&self, clause: &[Test]) -> Option<Clause> {
        let mut open: Vec<Test> = Vec::new();
        for test in clause {
            match self.holds(test) {
                Some(false) => return None,
                None if !open.contains(test) => open.push(test.clone()),
                _ => {}
            }
        }
        Some(open.into())
    }

    fn holds(&self, test: &Test) -> Option<bool> {
        match (test, self.status) {
            (Test::Status(ranges), status) => {
                let status = status.unwrap_or(0);
                Some(ranges.iter().any(|(lo, hi)| (*lo..=*hi).contains(&status)))
            }
            (Test::Exists { exists, .. }, None) => Some(!exists),
            (_, None) => Some(false),
            (Test::Exists { pointer, exists }, _) if self.leads_to_code(pointer) => Some(*exists),
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

    use super::Known;

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
            (any([]), Some(vec![])),
            (any([&[&status(400, 499)]]), Some(vec![])),
            (any([&[&status(200, 299)]]), None),
            (any([&[&status(200, 299), &field]]), None),
            (
                any([&[&status(400, 499), &field]]),
                Some(vec![any([&[&field]])]),
            ),
            (any([&[&status(400, 499)], &[&field]]), Some(vec![])),
        ];
        for (condition, rest) in cases {
            assert_eq!(known.rest([&condition]), rest, "{condition:?}");
        }
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
        let rest = |known: Known<'_>, test: &Test| known.rest([&any([&[test]])]);
        assert_eq!(rest(known, &exists("/error", true)), Some(vec![]));
        assert_eq!(rest(known, &exists("/error/code", false)), None);
        for other in ["/err", "/error/codes", "/code"] {
            let other = exists(other, true);
            assert_eq!(rest(known, &other), Some(vec![any([&[&other]])]));
        }
        let two = envelope(&["/error/code", "/code"]);
        let either = exists("/error", true);
        assert_eq!(
            rest(Known::code(200, &two), &either),
            Some(vec![any([&[&either]])])
        );
    }

    #[test]
    fn nothing_exists_without_a_response() {
        for (test, rest) in [
            (exists("/error", true), None),
            (exists("/error", false), Some(vec![])),
            (Test::Message(Vec::new()), None),
            (status(0, 0), Some(vec![])),
        ] {
            assert_eq!(Known::NO_RESPONSE.rest([&any([&[&test]])]), rest);
        }
    }
}
