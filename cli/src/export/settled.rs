//! What is left of conditions once the status, and where the code stands, are known.

use faultbook_codegen::model::{Clause, Condition, Envelope, Source, Test};

/// Whether conditions hold, as far as can be said without the response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Settled {
    Never,
    Always,
    /// Only if all of these do, which have no tests of the status any more.
    If(Vec<Condition>),
}

impl Settled {
    /// Whether these cannot hold unless others do, as far as can be seen from their tests.
    pub(super) fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Never, _) | (_, Self::Always) => true,
            (Self::If(own), Self::If(others)) => others
                .iter()
                .all(|other| own.iter().any(|own| one_implies(own, other))),
            _ => false,
        }
    }
}

fn one_implies(own: &Condition, other: &Condition) -> bool {
    own.iter()
        .all(|clause| other.iter().any(|wanted| asks_for_all_of(clause, wanted)))
}

/// Whether a clause has every test of another one.
fn asks_for_all_of(clause: &[Test], other: &[Test]) -> bool {
    other.iter().all(|test| clause.contains(test))
}

/// What is known of a response.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'b> {
    /// The status; none, if the client raised the code without a response.
    pub(super) status: Option<u16>,
    /// The pointer to the code, if it can stand nowhere else.
    pub(super) code_at: Option<&'b str>,
}

impl<'b> Known<'b> {
    /// That there is no response.
    pub(super) const NO_RESPONSE: Self = Self {
        status: None,
        code_at: None,
    };

    /// What is known of a response with this status.
    pub(super) fn status(status: u16) -> Self {
        Self {
            status: Some(status),
            code_at: None,
        }
    }

    /// What is known of one whose code stands where an envelope has it.
    pub(super) fn of_code(status: u16, envelope: &'b Envelope) -> Self {
        let code_at = match envelope.code.as_slice() {
            [Source::Pointer(pointer)] => Some(pointer.as_str()),
            _ => None,
        };
        Self {
            code_at,
            ..Self::status(status)
        }
    }

    /// What is left of conditions that must all hold.
    pub(super) fn settle_all(&self, conditions: &[Condition]) -> Settled {
        let mut open = Vec::new();
        for condition in conditions {
            match self.settle(condition) {
                Settled::Never => return Settled::Never,
                Settled::Always => {}
                Settled::If(left) => open.extend(left),
            }
        }
        if open.is_empty() {
            Settled::Always
        } else {
            Settled::If(open)
        }
    }

    /// What is left of a condition.
    pub(super) fn settle(&self, condition: &Condition) -> Settled {
        if condition.is_empty() {
            return Settled::Always;
        }
        let mut open: Condition = Vec::new();
        for clause in condition.iter().filter_map(|clause| self.open(clause)) {
            let clause = Clause::from(clause);
            if !open.iter().any(|other| asks_for_all_of(&clause, other)) {
                open.retain(|other| !asks_for_all_of(other, &clause));
                open.push(clause);
            }
        }
        match open.as_slice() {
            [] => Settled::Never,
            [clause] if clause.is_empty() => Settled::Always,
            _ => Settled::If(vec![open]),
        }
    }

    /// Those tests of a clause that nothing is known about; none, if one of the others fails.
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

    /// Whether there is something at a pointer because the code is there or below.
    fn leads_to_code(&self, pointer: &str) -> bool {
        let rest = self.code_at.and_then(|at| at.strip_prefix(pointer));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

#[cfg(test)]
mod tests {
    use faultbook_codegen::model::{Condition, Envelope, Source, Test};

    use super::{Known, Settled};

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
    fn the_status_settles_what_it_can() {
        let known = Known::status(404);
        let field = exists("/error", true);
        let cases = [
            (any([]), Settled::Always),
            (any([&[&status(400, 499)]]), Settled::Always),
            (any([&[&status(200, 299)]]), Settled::Never),
            (any([&[&status(200, 299), &field]]), Settled::Never),
            (
                any([&[&status(400, 499), &field]]),
                Settled::If(vec![any([&[&field]])]),
            ),
            (any([&[&status(400, 499)], &[&field]]), Settled::Always),
        ];
        for (condition, settled) in cases {
            assert_eq!(known.settle(&condition), settled, "{condition:?}");
        }
    }

    #[test]
    fn nothing_is_asked_twice() {
        let (one, other) = (exists("/a", true), exists("/b", true));
        let doubled = any([&[&one, &one], &[&one, &other], &[&other]]);
        let settled = Known::status(200).settle(&doubled);
        assert_eq!(settled, Settled::If(vec![any([&[&one], &[&other]])]));
        let narrower = Settled::If(vec![any([&[&one, &other]])]);
        let both = Known::status(200).settle_all(&[any([&[&one]]), any([&[&other]])]);
        assert!(both.implies(&settled) && !settled.implies(&both));
        assert!(narrower.implies(&settled) && !settled.implies(&narrower));
        assert!(Settled::Never.implies(&narrower) && narrower.implies(&Settled::Always));
        assert!(!Settled::Always.implies(&narrower));
    }

    #[test]
    fn where_the_code_is_something_exists() {
        let envelope = |pointers: &[&str]| Envelope {
            code: pointers
                .iter()
                .map(|pointer| Source::Pointer((*pointer).to_owned()))
                .collect(),
            ..Envelope::default()
        };
        let one = envelope(&["/error/code"]);
        let known = Known::of_code(200, &one);
        assert_eq!(
            known.settle(&any([&[&exists("/error", true)]])),
            Settled::Always
        );
        assert_eq!(
            known.settle(&any([&[&exists("/error/code", false)]])),
            Settled::Never
        );
        for other in ["/err", "/error/codes", "/code"] {
            let other = any([&[&exists(other, true)]]);
            assert_eq!(known.settle(&other), Settled::If(vec![other.clone()]));
        }
        let two = envelope(&["/error/code", "/code"]);
        let either = any([&[&exists("/error", true)]]);
        assert_eq!(
            Known::of_code(200, &two).settle(&either),
            Settled::If(vec![either.clone()])
        );
    }

    #[test]
    fn without_a_response_there_are_no_fields() {
        for (test, settled) in [
            (exists("/error", true), Settled::Never),
            (exists("/error", false), Settled::Always),
            (Test::Message(Vec::new()), Settled::Never),
            (status(0, 0), Settled::Always),
        ] {
            assert_eq!(Known::NO_RESPONSE.settle(&any([&[&test]])), settled);
        }
    }
}
