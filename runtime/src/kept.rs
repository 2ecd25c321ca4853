//! What is kept of a response that a reading outlives. Nothing else in the engine allocates.

use alloc::string::String;
use alloc::vec::Vec;

use crate::json::{Document, Slot};
use crate::reading::EXCERPT;
use crate::response::Headers;
use crate::tables::{NONE, Source, Vendor};

/// All that the vendor's tables want of a response, and the beginning of the body.
#[derive(Clone)]
pub(crate) struct Kept {
    /// The beginning of the body, as it came.
    excerpt: Vec<u8>,
    /// The values that the slots refer to, one behind the other.
    text: String,
    slots: Vec<Slot>,
    headers: Vec<(String, String)>,
}

impl Kept {
    pub(crate) fn copy(vendor: &Vendor<'_>, body: &[u8], headers: &dyn Headers) -> Self {
        let excerpt = body.get(..EXCERPT).unwrap_or(body).to_vec();
        let mut text = String::new();
        let document = Document::read(vendor, body);
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
        Document::kept(&self.text, &self.slots)
    }
}

fn keep_headers(vendor: &Vendor<'_>, headers: &dyn Headers) -> Vec<(String, String)> {
    let sources = vendor.sources.iter().filter_map(|source| match source {
        Source::Header(name) => Some(name.text(vendor.text)),
        _ => None,
    });
    let hints = vendor.hints;
    let hints = [hints.retry_after, hints.limit, hints.remaining, hints.reset]
        .map(|name| name.text(vendor.text));
    let names = sources.chain(hints).chain(["Date"]);
    let kept = names.filter_map(|name| {
        let value = core::str::from_utf8(headers.get(name)?).ok()?;
        Some((String::from(name), String::from(value)))
    });
    kept.collect()
}
