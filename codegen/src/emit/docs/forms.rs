//! The responses with codes that are decided alike. Most differ only in what is said about each code anyway, so each form of
//! them is stated once.

use std::collections::HashMap;

use super::view::View;
use super::{grouped, properties, sections};
use crate::document::{Document, Inline, visible};

/// Precedes the forms.
const INTRODUCTION: &str =
    "Responses with these codes, where `{summary}`, `{code}` and `{status}` are those of the code:";

/// The forms of the responses of a domain.
#[derive(Default)]
pub(crate) struct Forms {
    /// The forms that several codes share, with marks such as `{code}`.
    shared: Vec<String>,
    /// The position of the form of each code with a response; `None` if no other code has it.
    of_code: HashMap<usize, Option<usize>>,
}

impl Forms {
    pub(crate) fn new(view: &View<'_>, domain: usize) -> Self {
        let alike = view.vendor.domains[domain].codes.clone();
        let alike = alike.filter(|code| view.alike.group(*code).is_some());
        let mut forms = Self::default();
        for (form, codes) in grouped(alike.filter_map(|code| Some((form(view, code)?, code)))) {
            let at = (codes.len() > 1).then_some(forms.shared.len());
            let of_code = codes.into_iter().map(|code| (code, at));
            forms.of_code.extend(of_code);
            forms.shared.extend(at.map(|_| form));
        }
        forms
    }

    /// The position of the form that a code shares with others.
    pub(crate) fn shared_by(&self, code: usize) -> Option<usize> {
        self.of_code.get(&code).copied().flatten()
    }

    /// Whether no other code has the response of this one.
    pub(crate) fn is_own(&self, code: usize) -> bool {
        self.of_code.get(&code) == Some(&None)
    }

    /// The shared forms; empty if there are none.
    pub(crate) fn document(&self) -> Document {
        let mut document = Document::default();
        if !self.shared.is_empty() {
            document.paragraph(Inline::prose(INTRODUCTION));
        }
        for form in &self.shared {
            document.code("http", form);
        }
        document
    }
}

/// The response with a code, with marks in place of what is said about the code; `None` if there is no response. What a mark
/// cannot be replaced with again has none.
fn form(view: &View<'_>, index: usize) -> Option<String> {
    let response = sections::response(view, index)?;
    let code = &view.vendor.codes[index];
    // Where the status is the code, it is the title of the entry.
    let by_status = view.vendor.domains[code.domain].by_status;
    let statuses = properties::code_statuses(view, index).plain();
    let is_status = |text: &&str| !by_status && text.bytes().all(|b| b.is_ascii_digit());
    let status = statuses.get(..3).filter(is_status).unwrap_or_default();
    let summary = Inline::sentence(&code.summary).plain();
    // The message in the response is the summary without a full stop that was added.
    let summary = summary.strip_suffix('.').unwrap_or(&summary);
    let wire = visible(&code.wire, |_| false);
    let marks = [
        ("{summary}", summary),
        ("{code}", &wire),
        ("{status}", status),
    ];
    let marks = marks.into_iter().filter(|(_, text)| !text.is_empty());
    let form = marks
        .clone()
        .fold(response.clone(), |form, (mark, text)| match mark {
            "{status}" => form.replacen(text, mark, 1),
            _ => form.replace(text, mark),
        });
    let filled = marks.fold(form.clone(), |form, (mark, text)| form.replace(mark, text));
    Some(if filled == response { form } else { response })
}
