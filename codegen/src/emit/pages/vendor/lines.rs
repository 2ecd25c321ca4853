//! The rows of a decision table: responses with the same decision share a row.

use std::collections::HashMap;

use crate::document::{Document, Inline};
use crate::emit::docs::decision::HEADINGS;
use crate::emit::docs::plan_rows::{Case, PlanRow};

/// The rows of a decision table, in the order in which their decisions first occurred.
#[derive(Default)]
pub(super) struct Lines {
    rows: Vec<(Vec<Inline>, Vec<Case>)>,
    index: HashMap<Vec<Case>, usize>,
}

impl Lines {
    /// Adds a response with its decision.
    pub(super) fn add(&mut self, response: Inline, row: PlanRow) {
        let next = self.rows.len();
        let at = *self.index.entry(row.cases.clone()).or_insert(next);
        if at == next {
            self.rows.push((Vec::new(), row.cases));
        }
        self.rows[at].0.push(response);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn table(&self, page: &mut Document) {
        let [class, retry, to_do, user_text] = HEADINGS;
        let rows = self.rows.iter().flat_map(|(responses, cases)| {
            let is_only = cases.len() == 1;
            cases.iter().map(move |case| row(responses, case, is_only))
        });
        page.table(["Response", class, retry, to_do, user_text], rows);
    }
}

fn row(responses: &[Inline], case: &Case, is_only: bool) -> [Inline; 5] {
    let [class, retry, to_do, user_text] = case.cells.clone();
    let condition = (!is_only).then(|| case.condition());
    let responses = Inline::lines(responses.iter().cloned().chain(condition));
    [responses, class, retry, to_do, user_text]
}
