//! How a response is read in Rust, shown with one of the vendor's own examples.

use super::evidence;
use crate::model::{Book, Code, Example, Outcome, Situation, Vendor};

/// A longer body hides what is shown.
const LONGEST: usize = 160;

/// What must be said above the lines.
pub(crate) const CALLED: &str = "The crate that the book is built into is called `faultbook` here.";

/// Lines of Rust that hold; none if no example is short and plain enough to be shown in them.
pub(crate) fn lines(book: &Book, vendor: &Vendor) -> Option<Vec<String>> {
    let examples = evidence::examples_by_code(vendor);
    let is_only = |index: usize| {
        examples
            .iter()
            .flatten()
            .filter(|other| **other == index)
            .count()
            == 1
    };
    let shown = examples
        .iter()
        .zip(&vendor.codes)
        .flat_map(|(own, code)| own.iter().map(move |index| (*index, code)));
    let shown = shown.filter(|(index, _)| is_only(*index));
    let shown =
        shown.filter_map(|(index, code)| Sample::new(book, vendor, &vendor.examples[index], code));
    // The more is done about it, the more there is to show.
    let best = shown.min_by_key(|sample| std::cmp::Reverse(sample.actions.len()))?;
    Some(best.lines(vendor))
}

struct Sample<'b> {
    status: u16,
    body: &'b str,
    operation: &'b str,
    type_ident: &'b str,
    code: &'b str,
    class: &'b str,
    actions: Vec<&'b str>,
}

impl<'b> Sample<'b> {
    /// The example of a code, if it is a failure that can be shown in a few lines.
    fn new(
        book: &'b Book,
        vendor: &'b Vendor,
        example: &'b Example,
        code: &'b Code,
    ) -> Option<Self> {
        let Situation::Response {
            status,
            headers,
            body,
        } = &example.situation
        else {
            return None;
        };
        let is_plain = body.len() <= LONGEST && body.bytes().all(|b| (b' '..=b'~').contains(&b));
        let is_safe = !["`", "{{", "\"#"].iter().any(|sign| body.contains(sign));
        let class = example.expected("class")?;
        let class = book.classes.iter().find(|own| own.name == class)?;
        let is_failure = example
            .expected("outcome")
            .is_none_or(|outcome| outcome == "failure");
        let is_failure = is_failure && class.outcome == Outcome::Failure;
        let is_known = example
            .expected("known")
            .is_none_or(|known| known == "true");
        let is_shown = headers.is_empty() && is_plain && is_safe && is_failure && is_known;
        is_shown.then(|| Self {
            status: *status,
            body,
            operation: &vendor.operations[example.operation].ident,
            type_ident: &vendor.domains[code.domain].type_ident,
            code: &code.ident,
            class: &class.ident,
            actions: actions(book, example),
        })
    }

    fn lines(&self, vendor: &Vendor) -> Vec<String> {
        let Self {
            status,
            body,
            operation,
            type_ident,
            code,
            class,
            actions,
        } = self;
        let module = &vendor.name;
        let action = if actions.is_empty() { "" } else { "Action, " };
        let mut lines = vec![
            format!("use faultbook::{{{action}Class, Response, {module}}};"),
            String::new(),
            format!("let body = r#\"{body}\"#;"),
            format!("let response = Response::new({status}, body);"),
            format!("let fault = {module}::Operation::{operation}.read(&response).unwrap_err();"),
            format!("assert!(fault.is({module}::{type_ident}::{code}));"),
            format!("assert_eq!(fault.class(), Class::{class});"),
        ];
        if !actions.is_empty() {
            let actions = actions.iter().map(|action| format!("Action::{action}"));
            let actions = actions.collect::<Vec<_>>().join(", ");
            lines.push(format!("assert_eq!(fault.actions(), [{actions}]);"));
        }
        lines
    }
}

/// The actions that an example names, by their identifiers.
fn actions<'b>(book: &'b Book, example: &Example) -> Vec<&'b str> {
    let list = example.expected("actions").unwrap_or_default();
    let names = list.trim_matches(['[', ']']).split(", ");
    let ident = |name: &str| book.actions.iter().find(|action| action.name == name);
    names
        .filter_map(ident)
        .map(|action| action.ident.as_str())
        .collect()
}
