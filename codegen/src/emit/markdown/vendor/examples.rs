//! Examples: what came, and what is made of it. Each of them is also a test of the book.

use super::super::anchors::EXAMPLES;
use super::super::blocks::Page;
use super::super::inline::{Inline, visible};
use super::super::layout;
use super::super::view::View;
use super::{expectations, remarks};
use crate::model::{Example, Situation};

pub(crate) fn section(page: &mut Page, view: &View<'_>) {
    let vendor = view.vendor;
    if vendor.examples.is_empty() {
        return;
    }
    page.section(2, EXAMPLES, &Inline::own("Examples"));
    page.paragraph(&Inline::own("Each of them is run as a test of the book."));
    for index in vendor.operations_to_tell() {
        let operation = &vendor.operations[index];
        let all = vendor.examples.iter().enumerate();
        let own: Vec<_> = all
            .filter(|(_, example)| example.operation == index)
            .collect();
        if !own.is_empty() {
            page.heading(
                3,
                &(Inline::own("Examples of ") + Inline::code(&operation.name)),
            );
        }
        for (index, example) in own {
            one(page, view, index, example);
        }
    }
}

fn one(page: &mut Page, view: &View<'_>, index: usize, example: &Example) {
    let anchor = &view.anchors.examples[index];
    page.section(4, anchor, &Inline::text(&capitalized(&example.name)));
    match &example.situation {
        Situation::Response {
            status,
            headers,
            body,
        } => {
            page.fence("http", &response(*status, headers, body));
        }
        Situation::Raised(code) => {
            page.paragraph(&(Inline::own("The caller reports ") + view.code(*code) + "."));
        }
    }
    page.paragraph(&expectations::words(view, example));
    remarks::labelled(page, "**Note:** ", example.note.iter().map(String::as_str));
    remarks::from(page, example.source.as_ref());
}

/// The name as a title. Only a plain word is changed: what else comes first may have a meaning of its own.
pub(crate) fn capitalized(name: &str) -> String {
    let word = name.split(' ').next().unwrap_or_default();
    let is_plain = !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    if is_plain {
        name[..1].to_ascii_uppercase() + &name[1..]
    } else {
        name.to_owned()
    }
}

/// A response as it might stand in a log, its JSON laid out.
pub(crate) fn response(status: u16, headers: &[(String, String)], body: &str) -> String {
    let mut lines = vec![format!("HTTP/1.1 {status}")];
    for (name, value) in headers {
        // A value of several lines must not look like several headers.
        let [name, value] = [name, value].map(|text| visible(text, |_| false));
        lines.push(format!("{name}: {value}"));
    }
    if !body.is_empty() {
        lines.push(String::new());
        lines.push(layout::json(body).unwrap_or_else(|| body.trim_end().replace("\r\n", "\n")));
    }
    lines.join("\n")
}

/// A response of a domain's, to show what one looks like.
pub(crate) fn sample(page: &mut Page, view: &View<'_>, domain: usize) {
    let codes = view.vendor.domains[domain].codes.clone();
    let first = codes.filter_map(|code| view.examples[code].first()).min();
    let Some(index) = first else { return };
    if let Situation::Response {
        status,
        headers,
        body,
    } = &view.vendor.examples[*index].situation
    {
        page.paragraph(&(Inline::own("For example, ") + link(view, *index) + ":"));
        page.fence("http", &response(*status, headers, body));
    }
}

/// Links to the examples of a code.
pub(crate) fn of_code(view: &View<'_>, code: usize) -> Vec<Inline> {
    view.examples[code]
        .iter()
        .map(|index| link(view, *index))
        .collect()
}

fn link(view: &View<'_>, index: usize) -> Inline {
    let name = Inline::text(&view.vendor.examples[index].name);
    view.link(name, &view.anchors.examples[index])
}
