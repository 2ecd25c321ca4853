//! `faultbook explain`: what a code means, what to do about it, and which layer of the book says so.

mod decision;
mod lookup;
mod page;
mod words;

use std::io::Write;

use faultbook_codegen::model::{Arm, Book, Code, Domain, Operation, Vendor};

use crate::args::Explain;
use crate::layout::Page;
use crate::{Verdict, book};

pub(crate) fn run(arguments: &Explain, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let loaded = book::load(arguments.spec.as_deref())?;
    let mut page = Page::default();
    for case in lookup::cases(&loaded.book, arguments)? {
        if !page.text().is_empty() {
            page.gap();
        }
        page::write(&case, &mut page);
    }
    out.write_all(page.text().as_bytes())?;
    Ok(Verdict::Clean)
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
        let others = (0..self.vendor.operations.len()).filter(|operation| *operation != self.operation);
        let others = others.map(|operation| Self { operation, operation_is_asked: true, ..*self });
        others.filter(Self::is_possible).collect()
    }

    /// Whether the operation reads the code's domain; what the client raises, any can meet.
    fn is_possible(&self) -> bool {
        self.domain().raised_by_client || self.operation().domains.contains(&self.code().domain)
    }

    /// What is decided, in the order in which it is tried; the last arm takes what is left.
    fn arms(&self) -> Vec<&'b Arm> {
        let status = self.status.unwrap_or(0);
        let plan = self.vendor.plan(self.operation, self.code);
        plan.iter().filter(|arm| (arm.lo..=arm.hi).contains(&status)).collect()
    }
}
