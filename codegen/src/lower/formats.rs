//! The formats of bodies, and what the book cannot read in them.

use super::conditions::is_evidence;
use super::each;
use crate::diagnostics::{Id, Path, Sink};
use crate::model::{
    Body, Clause, Envelope, Format, Operation, Outcome, Shape, Source, Test, Vendor,
};
use crate::parse::pointer_tokens;
use crate::syntax::{self, OneOrMany, Word};

const FORMATS: [(&str, Format); 4] = [
    ("json", Format::Json),
    ("xml", Format::Xml),
    ("form", Format::Form),
    ("sse", Format::Events),
];

/// The formats of bodies, which are JSON unless the book says otherwise.
pub(super) fn lower(
    own: Option<&OneOrMany<Word>>,
    inherited: &[Format],
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Vec<Format> {
    let formats = own.map(|own| {
        each(own, path, |word, path| {
            sink.word(path, "format", &word.0, &FORMATS)
        })
    });
    let formats = formats.filter(|formats| !formats.is_empty());
    formats.unwrap_or_else(|| inherited.to_vec())
}

/// Reports what no body of a vendor's formats can show: values and successes.
pub(super) fn check(own: &syntax::Vendor, vendor: &Vendor, sink: &mut Sink<'_>) {
    let formats = vendor.operations.iter().flat_map(|own| &own.formats);
    let mut formats: Vec<Format> = formats.copied().collect();
    formats.sort_unstable();
    formats.dedup();
    refuse_unreachable(vendor, &formats, sink);
    refuse_lists(own, vendor, sink);
    for operation in &vendor.operations {
        refuse_any_body(own, vendor, operation, sink);
    }
    refuse_any_body_of_all(own, vendor, sink);
}

/// Reports pointers that lead nowhere in any of the formats, and lists that no format has.
fn refuse_unreachable(vendor: &Vendor, formats: &[Format], sink: &mut Sink<'_>) {
    let path = Path::ROOT.key("format");
    let mut report = |message: String, help: &str| {
        let diagnostic = Id::UnreachablePointer.diagnostic(message, "in this format");
        sink.report_at(&path, &diagnostic.help(help));
    };
    let leads = |pointer: &str| formats.iter().any(|format| leads(pointer, *format));
    for pointer in crate::tables::pointers(vendor) {
        if !leads(pointer) {
            let help = if formats.contains(&Format::Xml) {
                "in XML, a pointer starts with the name of the root element: `/Error/Code`"
            } else {
                "in a form, a pointer is the name of a value: `/error_code`"
            };
            let pointer = match pointer {
                "" => "the empty pointer".to_owned(),
                pointer => format!("the pointer `{pointer}`"),
            };
            report(format!("{pointer} leads nowhere"), help);
        }
    }
    refuse_json_only(vendor, formats, report);
}

/// Reports what only JSON or XML can contain.
fn refuse_json_only(vendor: &Vendor, formats: &[Format], mut report: impl FnMut(String, &str)) {
    let envelopes = vendor.envelopes();
    let details = || envelopes.clone().filter_map(|it| it.details.as_ref());
    let hints = vendor.hints.sources();
    let has_json = formats.iter().copied().any(is_json);
    let mut sources = envelopes.clone().flat_map(Envelope::sources).chain(hints);
    if !has_json && sources.any(Source::is_in_list) {
        report(LIST_MESSAGE.to_owned(), LIST_HELP);
    }
    if !has_json && details().any(|details| details.shape != Shape::List) {
        let message = "only JSON has maps and trees of details".to_owned();
        report(
            message,
            "remove `map` or `tree`: in XML, details are elements",
        );
    }
    if details().next().is_some() && formats.iter().all(|format| *format == Format::Form) {
        report(
            "`details` are a list, and a form has none".to_owned(),
            "remove them",
        );
    }
}

const LIST_MESSAGE: &str = "a JSONPath selects from a list, which only JSON has";
const LIST_HELP: &str = "name one element, as in `/Errors/Error/0/Code`, and add a rule for where there is also `/Errors/Error/1`";

/// Reports the first operation with bodies in which no code can be found, since only JSON has lists. Next to a path, a
/// pointer may be meant for the other format.
fn refuse_lists(own: &syntax::Vendor, vendor: &Vendor, sink: &mut Sink<'_>) {
    let finds_none = |operation: &&Operation| {
        let domains = operation.domains.iter().map(|at| &vendor.domains[*at]);
        let mut codes = domains.flat_map(|domain| &domain.envelope.code).peekable();
        !operation.formats.iter().copied().all(is_json)
            && codes.peek().is_some()
            && codes.all(Source::is_in_list)
    };
    // Where nothing is JSON, every path is reported.
    let mut formats = vendor.operations.iter().flat_map(|own| &own.formats);
    if !formats.any(|format| is_json(*format)) {
        return;
    }
    let Some(operation) = vendor.operations.iter().find(finds_none) else {
        return;
    };
    let path = Path::ROOT.key("operations");
    let path = path.key(&operation.name);
    let mut listed = own.operations.iter();
    let has_own = listed.any(|(name, own)| *name == operation.name && own.format.is_some());
    let path = if has_own { &path } else { &Path::ROOT };
    let diagnostic =
        Id::UnreachablePointer.diagnostic(LIST_MESSAGE, "not all of these formats are JSON");
    sink.report_at(&path.key("format"), &diagnostic.help(LIST_HELP));
}

/// Whether bodies of this format are JSON.
fn is_json(format: Format) -> bool {
    matches!(format, Format::Json | Format::Events)
}

/// Whether a pointer can lead to anything in a format.
fn leads(pointer: &str, format: Format) -> bool {
    let mut tokens = pointer_tokens(pointer);
    match (format, tokens.next()) {
        (Format::Json | Format::Events, _) => true,
        (Format::Xml, Some(root)) => root.starts_with(|c: char| c.is_alphabetic() || c == '_'),
        (Format::Form, Some(_)) => tokens.next().is_none(),
        (_, None) => false,
    }
}

/// Why the bodies of an operation say nothing, and how to require a field; `None` if they are JSON.
fn any_body(operation: &Operation) -> Option<(&'static str, &'static str)> {
    if operation.formats.contains(&Format::Form) {
        let label = "the bodies are forms, and so is any text";
        Some((label, "`success: { field: { /status: ok } }`"))
    } else if operation.formats.contains(&Format::Xml) {
        let label = "the bodies are XML, and so are many web pages";
        Some((label, "`success: { field: { /Result/Status: ok } }`"))
    } else {
        None
    }
}

/// Reports an operation that any web page could satisfy, which is XML, or any text, which is a form.
fn refuse_any_body(
    own: &syntax::Vendor,
    vendor: &Vendor,
    operation: &Operation,
    sink: &mut Sink<'_>,
) {
    let Some((label, example)) = any_body(operation) else {
        return;
    };
    let name = &operation.name;
    let path = Path::ROOT.key("operations");
    let path = path.key(name);
    let mut listed = own.operations.iter();
    let listed = listed.find(|(listed, _)| listed == name);
    let has_own_success = listed.is_some_and(|(_, own)| own.success.is_some());
    let help = format!("require a field, as in {example}");
    if has_own_success && !operation.success.iter().all(is_telling) {
        let message = format!("the `success` of `{name}` does not require a field");
        let diagnostic = Id::SuccessWithoutField.diagnostic(message, label);
        sink.report_at_key(&path.key("success"), &diagnostic.help(&*help));
    }
    if !operation.success.is_empty() || has_successful_code(vendor, operation) {
        return;
    }
    let message = format!("nothing says which response to `{name}` is a success");
    let diagnostic = Id::SuccessWithoutField.diagnostic(message, label);
    if listed.is_some() {
        sink.report_at_key(&path, &diagnostic.help(help));
    } else {
        let help = format!("{help}, on the vendor or on `request` in `operations`");
        sink.report_at_key(&Path::ROOT.key("format"), &diagnostic.help(help));
    }
}

/// Reports the same of the condition that operations inherit, once.
fn refuse_any_body_of_all(own: &syntax::Vendor, vendor: &Vendor, sink: &mut Sink<'_>) {
    let has_own = |name: &str| {
        let mut listed = own.operations.iter();
        listed.any(|(listed, own)| listed == name && own.success.is_some())
    };
    let mut inheriting = vendor.operations.iter();
    let found = inheriting.find_map(|it| any_body(it).filter(|_| !has_own(&it.name)).zip(Some(it)));
    if let Some(((label, example), operation)) = found
        && !operation.success.iter().all(is_telling)
    {
        let message = "the `success` of all operations does not require a field";
        let diagnostic = Id::SuccessWithoutField.diagnostic(message, label);
        let help = format!("require a field, as in {example}");
        sink.report_at_key(&Path::ROOT.key("success"), &diagnostic.help(help));
    }
}

/// Whether an alternative holds only if a field or a header exists, or if there is no body.
fn is_telling(clause: &Clause) -> bool {
    clause.iter().any(|test| match test {
        Test::Body(Body::Empty) => true,
        Test::Status(ranges) => ranges.iter().all(|(lo, hi)| *lo >= 204 && *hi <= 205),
        test => is_evidence(test),
    })
}

/// Whether some code that the operation can return is a success.
fn has_successful_code(vendor: &Vendor, operation: &Operation) -> bool {
    let domains = operation.domains.iter().map(|at| &vendor.domains[*at]);
    let mut codes = domains
        .filter(|domain| !domain.raised_by_client)
        .flat_map(|domain| domain.codes.clone());
    codes.any(|code| {
        let mut arms = vendor.plans[operation.plans[code]].iter();
        arms.any(|arm| arm.decision.outcome.value == Outcome::Success)
    })
}
