//! What is answered: to whom, and in which form.

use std::io::{self, Write};

use faultbook_codegen::model::{Book, Vendor};

use super::case::Case;
use super::reading::Reading;
use super::{contents, json, page};
use crate::args::Telling;
use crate::layout::{Look, Page};

/// What was found.
pub(super) enum Answer<'b> {
    /// A code, in each domain that it may have come from.
    Codes(Vec<Case<'b>>),
    /// What a response says, as each of the vendors that it may be of; and who else it may be of, though less likely.
    Readings(Vec<Reading<'b>>, Vec<&'b Vendor>),
    /// The codes that come with a status, and what it says by itself if it is one vendor's.
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

impl<'b> Answer<'b> {
    pub(super) fn vendors(book: &'b Book) -> Self {
        Self::Vendors(book)
    }

    pub(super) fn write(&self, telling: Telling, out: &mut dyn Write) -> io::Result<()> {
        match telling {
            Telling::Human => out.write_all(self.page().text(Look::of_stdout()).as_bytes()),
            Telling::Markdown => out.write_all(self.page().markdown().as_bytes()),
            Telling::Json => json::write(self, out),
        }
    }

    fn page(&self) -> Page {
        let mut page = Page::default();
        match self {
            Self::Codes(cases) => page::cases(cases, &mut page),
            Self::Readings(readings, others) => page::readings(readings, others, &mut page),
            Self::Status {
                book,
                status,
                codes,
                alone,
            } => contents::status(book, *status, codes, alone.as_deref(), &mut page),
            Self::Contents(book, vendor) => contents::vendor(book, vendor, &mut page),
            Self::Vendors(book) => contents::vendors(book, &mut page),
        }
        page
    }
}
