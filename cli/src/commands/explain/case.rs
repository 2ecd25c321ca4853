//! A code under an operation.

use faultbook_codegen::model::{Arm, Book, Clause, Code, Domain, Operation, Test, Vendor};

/// What the caller knows about how a code or response was received.
#[derive(Clone, Copy)]
pub(super) struct Circumstances<'a> {
    pub(super) operation: Option<&'a str>,
    pub(super) status: Option<u16>,
}

impl Circumstances<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.operation.is_none() && self.status.is_none()
    }
}

/// A code that an operation received. Operation and code are indices into the vendor.
#[derive(Clone, Copy)]
pub(super) struct Case<'b> {
    pub(super) book: &'b Book,
    pub(super) vendor: &'b Vendor,
    pub(super) operation: usize,
    /// Whether the caller named the operation.
    pub(super) operation_is_given: bool,
    pub(super) code: usize,
    /// The status that it came with; `None` if the client raises it, or if neither the caller nor the book names one.
    pub(super) status: Option<u16>,
}

impl<'b> Case<'b> {
    pub(super) fn code(&self) -> &'b Code {
        &self.vendor.codes[self.code]
    }

    pub(super) fn domain(&self) -> &'b Domain {
        &self.vendor.domains[self.code().domain]
    }

    pub(super) fn operation(&self) -> &'b Operation {
        &self.vendor.operations[self.operation]
    }

    /// The same code under the other operations that can receive it.
    pub(super) fn others(&self) -> Vec<Self> {
        let others = (0..self.vendor.operations.len()).filter(|other| *other != self.operation);
        let others = others.map(|operation| Self { operation, ..*self });
        others.filter(Self::is_possible).collect()
    }

    /// Whether the operation can receive the code. Every operation can raise those of the client.
    pub(super) fn is_possible(&self) -> bool {
        self.domain().raised_by_client || self.precedence() < usize::MAX
    }

    /// The number of domains that the operation tries before the code's own.
    pub(super) fn precedence(&self) -> usize {
        let mut domains = self.operation().domains.iter();
        let position = domains.position(|domain| *domain == self.code().domain);
        position.unwrap_or(usize::MAX)
    }

    /// Whether the code can come with a status.
    pub(super) fn comes_with(&self, status: u16) -> bool {
        let (code, domain) = (self.code(), self.domain());
        let excludes = |test: &Test| match test {
            Test::Status(ranges) => !ranges.iter().any(|(lo, hi)| (*lo..=*hi).contains(&status)),
            _ => false,
        };
        let claims = |clause: &Clause| !clause.iter().any(excludes);
        !domain.raised_by_client
            && (domain.when.is_empty() || domain.when.iter().any(claims))
            && (!domain.by_status || code.wire == status.to_string())
    }

    /// The name of the class that an arm decides.
    pub(super) fn class(&self, arm: &Arm) -> &'b str {
        &self.book.classes[arm.decision.class.value].name
    }

    /// The arms of the plan for the status, in the order in which they are tried.
    pub(super) fn arms(&self) -> Vec<&'b Arm> {
        let status = self.status.unwrap_or(0);
        let plan = self.vendor.plan(self.operation, self.code);
        plan.iter()
            .filter(|arm| (arm.lo..=arm.hi).contains(&status))
            .collect()
    }
}
