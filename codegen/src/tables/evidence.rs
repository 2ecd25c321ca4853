//! What the examples of a book show about the vendor's responses. Only writing uses it, where the book does not say.

use faultbook_runtime::Response;
use faultbook_runtime::v1::{Kind, reading};

use super::{Tables, short};
use crate::model::{Situation, Vendor};

/// A response of a domain.
struct Shown {
    domain: u16,
    status: u16,
    kind: Option<Kind>,
}

impl Tables {
    /// Adds what the examples of each domain show. Without any, codes that are all numbers are sent as numbers.
    pub(super) fn learn(&mut self, vendor: &Vendor) {
        let shown: Vec<Shown> = self.shown(vendor);
        for (at, (row, domain)) in self.domains.iter_mut().zip(&vendor.domains).enumerate() {
            let mut own = shown.iter().filter(|shown| shown.domain == short(at));
            let statuses: Vec<u16> = own.clone().map(|shown| shown.status).collect();
            row.example_status = most_frequent(&statuses).unwrap_or(0);
            let typed = own.find_map(|shown| shown.kind);
            let mut codes = vendor.codes[domain.codes.clone()].iter();
            row.sends_numbers = typed.map_or_else(
                || codes.all(|code| code.wire.parse::<i64>().is_ok()),
                |kind| kind == Kind::Number,
            );
        }
    }

    fn shown(&self, vendor: &Vendor) -> Vec<Shown> {
        let tables = self.vendor();
        let shown = vendor.examples.iter().filter_map(|example| {
            let Situation::Response {
                status,
                headers,
                body,
            } = &example.situation
            else {
                return None;
            };
            let response = Response::new(*status, body).headers(headers);
            let reading = reading(&tables, short(example.operation), &response);
            Some(Shown {
                domain: reading.domain()?,
                status: *status,
                kind: reading.code_kind(),
            })
        });
        shown.collect()
    }
}

/// Among equally frequent statuses, the first.
fn most_frequent(statuses: &[u16]) -> Option<u16> {
    let count = |status: u16| statuses.iter().filter(|other| **other == status).count();
    // Of equal maxima, the last counts.
    let last_to_first = statuses.iter().copied().rev();
    last_to_first.max_by_key(|status| count(*status))
}
