//! `faultbook explain`: what a code means, what to do about it, and which layer of the book says so; or what the id of a
//! mistake means.

mod decision;
mod diagnostic;
mod lookup;
mod page;
mod words;

use std::io::Write;

use faultbook_codegen::model::{Arm, Book, Code, Domain, Operation, Test, Vendor};

use crate::args::Explain;
use crate::layout::Page;
use crate::{Verdict, book};

pub(crate) fn run(arguments: &Explain, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    match (&arguments.subject, &arguments.code) {
        (Some(vendor), Some(code)) => explain_code(vendor, code, arguments, out),
        (Some(id), None) => diagnostic::explain(id, out),
        (None, _) => diagnostic::list(out),
    }?;
    Ok(Verdict::Clean)
}

fn explain_code(
    vendor: &str,
    code: &str,
    arguments: &Explain,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let loaded = book::load(arguments.spec.as_deref())?;
    let mut page = Page::default();
    let cases = lookup::cases(&loaded.book, vendor, code, arguments)?;
    page::places(&cases, &mut page);
    for case in &cases {
        page::write(case, &mut page);
    }
    out.write_all(page.text().as_bytes())?;
    Ok(())
}

/// A code of one domain, met by an operation. Operation and code are indices into the vendor.
#[derive(Clone, Copy)]
struct Case<'b> {
    book: &'b Book,
    vendor: &'b Vendor,
    operation: usize,
    /// Whether the operation was asked for, and is not just the one that stands for any.
    operation_is_asked: bool,
    code: usize,
    /// The status that it comes with; none if the client raises it, or if neither caller nor book names one.
    status: Option<u16>,
}

impl<'b> Case<'b> {
    fn code(&self) -> &'b Code {
        &self.vendor.codes[self.code]
    }

    fn domain(&self) -> &'b Domain {
        &self.vendor.domains[self.code().domain]
    }

    fn operation(&self) -> &'b Operation {
        &self.vendor.operations[self.operation]
    }

    /// The same under the other operations that can meet it.
    fn others(&self) -> Vec<Self> {
        let others = (0..self.vendor.operations.len()).filter(|other| *other != self.operation);
        let others = others.map(|operation| Self { operation, ..*self });
        others.filter(Self::is_met).collect()
    }

    /// Whether the operation can meet the code; what the client raises, any can.
    fn is_met(&self) -> bool {
        self.domain().raised_by_client || self.precedence() < usize::MAX
    }

    /// How many domains the operation tries before the code's own.
    fn precedence(&self) -> usize {
        let mut domains = self.operation().domains.iter();
        let position = domains.position(|domain| *domain == self.code().domain);
        position.unwrap_or(usize::MAX)
    }

    /// Whether the code can come with a status.
    fn comes_with(&self, status: u16) -> bool {
        let (code, domain) = (self.code(), self.domain());
        let excludes = |test: &Test| match test {
            Test::Status(ranges) => !ranges.iter().any(|(lo, hi)| (*lo..=*hi).contains(&status)),
            _ => false,
        };
        let claims = |clause: &Vec<Test>| !clause.iter().any(excludes);
        !domain.raised_by_client
            && (domain.when.is_empty() || domain.when.iter().any(claims))
            && (!domain.by_status || code.wire == status.to_string())
    }

    /// What is decided, in the order in which it is tried; the last arm takes what is left.
    fn arms(&self) -> Vec<&'b Arm> {
        let status = self.status.unwrap_or(0);
        let plan = self.vendor.plan(self.operation, self.code);
        plan.iter()
            .filter(|arm| (arm.lo..=arm.hi).contains(&status))
            .collect()
    }
}
