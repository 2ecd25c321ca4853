//! Examples: what came, and what is made of it. Each of them is also a test of the book.

use super::super::anchors::EXAMPLES;
use super::super::blocks::Page;
use super::super::docs::View;
use super::super::inline::{Inline, source, visible};
use super::super::layout;
use crate::model::{Example, Expectation, Situation};

pub(crate) fn section(page: &mut Page, view: &View<'_>) {
    let vendor = view.vendor;
    if vendor.examples.is_empty() {
        return;
    }
    page.section(2, EXAMPLES, &Inline::own("Examples"));
    page.paragraph(&Inline::own("Each of them is run as a test of the book."));
    for operation in 0..vendor.operations.len() {
        let mut examples = vendor
            .examples
            .iter()
            .enumerate()
            .filter(|(_, example)| example.operation == operation)
            .peekable();
        if examples.peek().is_some() {
            page.heading(
                3,
                &(Inline::own("Examples of ") + view.operation(operation)),
            );
        }
        examples.for_each(|(index, example)| one(page, view, index, example));
    }
}

fn one(page: &mut Page, view: &View<'_>, index: usize, example: &Example) {
    page.section(
        4,
        &view.anchors.examples[index],
        &Inline::text(&example.name),
    );
    match &example.situation {
        Situation::Response { .. } => response(page, example),
        Situation::Raised(code) => {
            page.paragraph(&(Inline::own("The caller reports ") + view.code(*code) + "."))
        }
    }
    let note = example
        .note
        .as_ref()
        .map(|note| Inline::own("**Note:** ") + Inline::prose(note));
    let from = example
        .source
        .as_ref()
        .map(|from| Inline::own("**Source:** ") + source(from));
    page.paragraph(&expected(view, example));
    note.iter()
        .chain(&from)
        .for_each(|words| page.paragraph(words));
}

/// A response as it might stand in a log, its JSON laid out.
fn response(page: &mut Page, example: &Example) {
    let Situation::Response {
        status,
        headers,
        body,
    } = &example.situation
    else {
        return;
    };
    let mut text = format!("HTTP {status}\n");
    for (name, value) in headers {
        text.push_str(&format!(
            "{}: {}\n",
            visible(name, |_| false),
            visible(value, |_| false)
        ));
    }
    if !body.is_empty() {
        let body = layout::json(body).unwrap_or_else(|| body.trim_end().replace("\r\n", "\n"));
        text.push_str(&format!("\n{body}"));
    }
    page.fence("http", text.trim_end());
}

fn expected(view: &View<'_>, example: &Example) -> Inline {
    let items = example
        .expect
        .iter()
        .map(|expectation| expectation_words(view, expectation));
    let items = Inline::join(items, " · ");
    if items.is_empty() {
        items
    } else {
        Inline::own("**Expected:** ") + items
    }
}

fn expectation_words(view: &View<'_>, expectation: &Expectation) -> Inline {
    let Expectation { field, value } = expectation;
    let field = match field.as_str() {
        "retry_kind" => "retry".to_owned(),
        field => match field.strip_prefix("decided_by.") {
            Some(field) => format!("{} decided by", field.replace('_', " ")),
            None => field.replace('_', " "),
        },
    };
    Inline::text(&field) + " " + value_words(view, expectation, value)
}

fn value_words(view: &View<'_>, expectation: &Expectation, value: &str) -> Inline {
    let class = view
        .docs
        .book
        .classes
        .iter()
        .position(|class| class.name == value);
    match (expectation.field.as_str(), class) {
        (_, _) if value == "null" => Inline::own("none"),
        ("class", Some(class)) => view.docs.class(class),
        ("message" | "user_message", _) => Inline::quoted(value),
        _ => Inline::code(value),
    }
}

/// A response of a domain's, to show what one looks like.
pub(crate) fn sample(page: &mut Page, view: &View<'_>, domain: usize) {
    let codes = view.vendor.domains[domain].codes.clone();
    let mut examples = view.vendor.examples.iter().enumerate();
    let found = examples.find(|(_, example)| {
        let is_response = matches!(example.situation, Situation::Response { .. });
        is_response && codes.clone().any(|code| is_about(view, example, code))
    });
    if let Some((index, example)) = found {
        let name = view.link(Inline::text(&example.name), &view.anchors.examples[index]);
        page.paragraph(&(Inline::own("For example, ") + name + ":"));
        response(page, example);
    }
}

/// Links to the examples of a code.
pub(crate) fn of_code(view: &View<'_>, code: usize) -> Vec<Inline> {
    let examples = view
        .vendor
        .examples
        .iter()
        .enumerate()
        .filter(|(_, example)| is_about(view, example, code));
    let link = |(index, example): (usize, &Example)| {
        view.link(Inline::text(&example.name), &view.anchors.examples[index])
    };
    examples.map(link).collect()
}

fn is_about(view: &View<'_>, example: &Example, code: usize) -> bool {
    if let Situation::Raised(raised) = example.situation {
        return raised == code;
    }
    let expected = |field| {
        example
            .expect
            .iter()
            .find(|expectation| expectation.field == field)
            .map(|e| e.value.as_str())
    };
    let (code, domains) = (
        &view.vendor.codes[code],
        &view.vendor.operations[example.operation].domains,
    );
    let domain = &view.vendor.domains[code.domain].name;
    let is_of_domain = expected("domain").map_or(domains.contains(&code.domain), |expected| {
        expected == domain
    });
    is_of_domain && expected("code") == Some(&code.wire)
}
