//! The rows of a decision table: whoever meets the same decision shares a row.

use std::collections::HashMap;

use super::super::blocks::Page;
use super::super::cells::HEADINGS;
use super::super::inline::Inline;
use super::super::rulings::{Case, Ruling};
use super::super::words;

/// The rows of a decision table in the making, in the order in which their decisions were first met.
#[derive(Default)]
pub(crate) struct Lines {
    rows: Vec<(Vec<Inline>, Vec<Case>)>,
    index: HashMap<Vec<Case>, usize>,
}

impl Lines {
    /// Adds that a decision is met by `who`.
    pub(crate) fn add(&mut self, who: Inline, ruling: Ruling) {
        let next = self.rows.len();
        let row = *self.index.entry(ruling.cases.clone()).or_insert(next);
        if row == next {
            self.rows.push((Vec::new(), ruling.cases));
        }
        self.rows[row].0.push(who);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(crate) fn table(&self, page: &mut Page) {
        let [class, retry, to_do, user_text] = HEADINGS;
        let rows = self.rows.iter().flat_map(|(who, cases)| {
            let who = Inline::join(who.iter().cloned(), "<br>");
            cases
                .iter()
                .map(move |case| row(who.clone(), case, cases.len() == 1))
        });
        page.table(
            ["Response", class, retry, to_do, user_text],
            &rows.collect::<Vec<_>>(),
        );
    }
}

fn row(who: Inline, case: &Case, is_only: bool) -> [Inline; 5] {
    let [class, retry, to_do, user_text] = case.cells.row();
    let who = if is_only {
        who
    } else {
        Inline::join([who, condition(case)], "<br>")
    };
    [who, class, retry, to_do, user_text]
}

/// In which case of several it is, in words.
pub(crate) fn condition(case: &Case) -> Inline {
    if case.conditions.is_empty() {
        Inline::own("otherwise")
    } else {
        Inline::own("when ") + words::conditions(&case.conditions)
    }
}
