//! What is kept of a response that a reading outlives. Nothing else in the engine allocates.

use alloc::string::String;
use alloc::vec::Vec;

use crate::body::{Document, EXCERPT};
use crate::response::Headers;
use crate::slots::Slot;
use crate::tables::{Format, Kind, NONE, Source, Test, Vendor};

/// Everything that the vendor's tables read from a response, and the start of the body.
pub(crate) struct Kept {
    /// The start of the body, as it was received.
    excerpt: Vec<u8>,
    /// The values that the slots refer to, one after the other.
    text: String,
    slots: Vec<Slot>,
    format: Format,
    headers: Vec<(String, Vec<u8>)>,
}

impl Kept {
    pub(crate) fn copy(
        vendor: &Vendor<'_>,
        operation: u16,
        body: &[u8],
        headers: &dyn Headers,
    ) -> Self {
        let excerpt = body.get(..EXCERPT).unwrap_or(body).to_vec();
        let mut text = String::new();
        let mut document = Document::read(vendor, operation, body, headers);
        if document.root() == Some(Kind::Array) {
            // A list has no members, which is not known of a copy, since it has no root.
            document.unblock();
        }
        let slots = vendor
            .nodes
            .iter()
            .filter(|node| node.slot != NONE)
            .map(|node| node.slot);
        let count = slots.max().map_or(0, |last| last + 1);
        let slots = (0..count)
            .map(|slot| document.keep(slot, &mut text))
            .collect();
        Self {
            excerpt,
            text,
            slots,
            format: document.format(),
            headers: keep_headers(vendor, headers),
        }
    }

    pub(crate) fn excerpt(&self) -> &[u8] {
        &self.excerpt
    }

    pub(crate) fn headers(&self) -> &dyn Headers {
        &self.headers
    }

    pub(crate) fn document(&self) -> Document<'_> {
        Document::kept(&self.text, &self.slots, self.format)
    }
}

/// Every value of each header that the tables name, and of `Date`, which hints are counted from.
fn keep_headers(vendor: &Vendor<'_>, headers: &dyn Headers) -> Vec<(String, Vec<u8>)> {
    let sources = vendor.sources.iter().filter_map(|source| match source {
        Source::Header(header) | Source::Parameter { header, .. } => Some(*header),
        _ => None,
    });
    let tests = vendor.tests.iter().filter_map(|test| match test {
        Test::Header { name, .. } | Test::HeaderExists { name, .. } => Some(*name),
        _ => None,
    });
    let own = sources.chain(tests);
    let own = own.map(|name| name.text(vendor.text));
    let mut names: Vec<&str> = Vec::new();
    for name in own.chain(["Date"]) {
        let is_new = !names.iter().any(|known| known.eq_ignore_ascii_case(name));
        if is_new && !name.is_empty() {
            names.push(name);
        }
    }
    let mut kept = Vec::new();
    for name in names {
        headers.for_each(name, &mut |value| {
            kept.push((String::from(name), value.to_vec()));
        });
    }
    kept
}
