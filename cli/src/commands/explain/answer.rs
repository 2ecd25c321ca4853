//! The answer to a query.

use std::io::{self, Write};

use faultbook_codegen::model::{Book, Vendor};

use super::case::Case;
use super::reading::Reading;
use super::{json, listing, meaning};
use crate::output::PageFormat;
use crate::page::{Look, Page};

pub(super) enum Answer<'b> {
    /// A code in each domain that it may be of.
    Codes(Vec<Case<'b>>),
    /// A response as read for each of its likely vendors, and the less likely ones.
    Readings(Vec<Reading<'b>>, Vec<&'b Vendor>),
    /// The codes that come with a status, and the reading of the status alone if the vendor is known.
    Status {
        book: &'b Book,
        status: u16,
        codes: Vec<(&'b Vendor, Vec<usize>)>,
        alone: Option<Box<Reading<'b>>>,
    },
    /// All codes of a vendor.
    Contents(&'b Book, &'b Vendor),
    /// All vendors.
    Vendors(&'b Book),
}

impl Answer<'_> {
    pub(super) fn write(&self, format: PageFormat, out: &mut dyn Write) -> io::Result<()> {
        match format {
            PageFormat::Human => out.write_all(self.page().text(Look::of_stdout()).as_bytes()),
            PageFormat::Markdown => out.write_all(self.page().markdown().as_bytes()),
            PageFormat::Json => json::write(self, out),
        }
    }

    fn page(&self) -> Page {
        let mut page = Page::default();
        match self {
            Self::Codes(cases) => meaning::cases(cases, &mut page),
            Self::Readings(readings, others) => meaning::readings(readings, others, &mut page),
            Self::Status {
                book,
                status,
                codes,
                alone,
            } => listing::status(book, *status, codes, alone.as_deref(), &mut page),
            Self::Contents(book, vendor) => listing::vendor(book, vendor, &mut page),
            Self::Vendors(book) => listing::vendors(book, &mut page),
        }
        page
    }
}
