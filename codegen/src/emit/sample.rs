//! How a response is read in Rust, shown with one of the vendor's own examples.

use super::evidence;
use crate::model::{Book, Code, Example, Outcome, Vendor};
use crate::render::joined;

/// A longer body would distract from the rest.
const LONGEST: usize = 160;

/// The remark above the lines.
pub(crate) const CALLED: &str = "The crate that the book is built into is called `faultbook` here.";

/// Lines of Rust that hold.
pub(crate) fn lines(book: &Book, vendor: &Vendor) -> Vec<String> {
    let sample = best(book, vendor);
    sample.map_or_else(|| without_example(vendor), |sample| sample.lines(vendor))
}

/// The most instructive example; `None` if none is short and plain enough.
fn best<'b>(book: &'b Book, vendor: &'b Vendor) -> Option<Sample<'b>> {
    let examples = evidence::examples_by_code(vendor);
    let shown = || examples.iter().flatten();
    let is_only = |index: &usize| shown().filter(|other| *other == index).count() == 1;
    let by_code = examples.iter().zip(&vendor.codes);
    let shown = by_code.flat_map(|(own, code)| {
        let own = own.iter().filter(|index| is_only(index));
        own.filter_map(move |at| Sample::new(book, vendor, &vendor.examples[*at], code))
    });
    // The more actions, the more there is to show.
    shown.min_by_key(|sample| std::cmp::Reverse(sample.actions.len()))
}

/// A sample for any vendor: a 503 without a body is never a success.
fn without_example(vendor: &Vendor) -> Vec<String> {
    let (module, operation) = (&vendor.name, &vendor.operations[vendor.request].ident);
    vec![
        format!("use faultbook::{{Response, {module}}};"),
        String::new(),
        "let response = Response::new(503, \"\");".to_owned(),
        format!("let fault = {module}::Operation::{operation}.read(&response).unwrap_err();"),
        "println!(\"{fault}: {:?}\", fault.retry());".to_owned(),
    ]
}

struct Sample<'b> {
    status: u16,
    headers: &'b [(String, String)],
    body: &'b str,
    operation: &'b str,
    type_ident: &'b str,
    code: &'b str,
    class: Option<&'b str>,
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
        let (status, headers, body) = example.situation.response()?;
        let body = body.trim_end();
        let texts = headers.iter().flat_map(|(name, value)| [name, value]);
        let mut texts = texts.map(String::as_str).chain([body]);
        let is_known = example
            .expected("known")
            .is_none_or(|known| known == "true");
        let class = example.expected("class");
        let class = class.and_then(|name| book.classes.iter().find(|own| own.name == name));
        let is_fault = match example.expected("outcome") {
            Some(outcome) => outcome != "success",
            None => class.is_some_and(|class| class.outcome != Outcome::Success),
        };
        let is_shown = texts.all(is_plain) && is_fault && is_known;
        is_shown.then(|| Self {
            status,
            headers,
            body,
            operation: &vendor.operations[example.operation].ident,
            type_ident: &vendor.domains[code.domain].type_ident,
            code: &code.ident,
            class: class.map(|class| class.ident.as_str()),
            actions: actions(book, example),
        })
    }

    fn lines(&self, vendor: &Vendor) -> Vec<String> {
        let Self {
            status,
            headers,
            body,
            operation,
            type_ident,
            code,
            class,
            actions,
        } = self;
        let module = &vendor.name;
        let action = if actions.is_empty() { "" } else { "Action, " };
        let with_class = if class.is_none() { "" } else { "Class, " };
        let mut lines = vec![
            format!("use faultbook::{{{action}{with_class}Response, {module}}};"),
            String::new(),
            format!("let body = r#\"{body}\"#;"),
            format!(
                "let response = Response::new({status}, body){};",
                headers_call(headers)
            ),
            format!("let fault = {module}::Operation::{operation}.read(&response).unwrap_err();"),
            format!("assert!(fault.is({module}::{type_ident}::{code}));"),
        ];
        lines.extend(class.map(|class| format!("assert_eq!(fault.class(), Class::{class});")));
        if !actions.is_empty() {
            let actions = actions.iter().map(|action| format!("Action::{action}"));
            let actions = joined(actions, ", ");
            lines.push(format!("assert_eq!(fault.actions(), [{actions}]);"));
        }
        lines
    }
}

/// Whether a text can be shown in a raw string within a comment or a page.
fn is_plain(text: &str) -> bool {
    let is_safe = !["`", "{{", "\"#"].iter().any(|sign| text.contains(sign));
    is_safe && text.len() <= LONGEST && text.bytes().all(|b| (b' '..=b'~').contains(&b))
}

fn headers_call(headers: &[(String, String)]) -> String {
    if headers.is_empty() {
        return String::new();
    }
    let pairs = headers.iter();
    let pairs = pairs.map(|(name, value)| format!("({name:?}, {value:?})"));
    format!(".headers(&[{}])", joined(pairs, ", "))
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
