//! The properties of codes, operations and examples.

use super::json;
use super::view::View;
use crate::document::{Inline, Property, visible};
use crate::emit::labels;
use crate::model::{
    ClassId, Details, Envelope, Example, Expectation, Format, Hints, Limit, Operation, RateLimit,
    Remarks, Shape, Source,
};
use crate::render::{self, Names};

/// The properties of a code that do not depend on decisions.
pub(crate) fn code(view: &View<'_>, index: usize) -> [Property; 5] {
    let code = &view.vendor.codes[index];
    let domain = &view.vendor.domains[code.domain];
    let category = code.category.map(|at| &domain.categories[at].name);
    let category = category.map(|name| Inline::code(name));
    let aliases = code.aliases.iter().map(|alias| Inline::code(alias));
    let since = code.since.as_ref().map(|since| Inline::text(since));
    let (module, codes) = (&view.vendor.name, &domain.type_ident);
    let rust = format!("{module}::{codes}::{}", code.ident);
    [
        (labels::CATEGORY, category.unwrap_or_default()),
        ("Aliases", Inline::join(aliases, ", ")),
        ("Limits", limits(&code.remarks)),
        (labels::SINCE, since.unwrap_or_default()),
        ("In Rust", Inline::code(&rust)),
    ]
}

/// The statuses that a code occurs with; empty if no response contains it.
pub(crate) fn code_statuses(view: &View<'_>, index: usize) -> Inline {
    if view.vendor.domains[view.vendor.codes[index].domain].raised_by_client {
        return Inline::default();
    }
    match view.code_statuses(index).as_slice() {
        [render::ANY] => "any".into(),
        statuses => Inline::text(&render::statuses(statuses)),
    }
}

/// The deprecation of a code and its replacement; empty if it is not deprecated.
pub(crate) fn deprecation(view: &View<'_>, index: usize) -> Inline {
    let code = &view.vendor.codes[index];
    let Some(deprecated) = &code.deprecated else {
        return Inline::default();
    };
    let since = deprecated.since.as_ref();
    let since = since.map(|since| Inline::from(" since ") + Inline::text(since));
    let since = Inline::strong("Deprecated") + since.unwrap_or_default() + ".";
    let instead = deprecated.replaced_by.as_ref().map(|wire| {
        let mut domain = view.vendor.domains[code.domain].codes.clone();
        let replacement = domain.find(|other| view.vendor.codes[*other].wire == *wire);
        let name = replacement.map_or_else(|| Inline::code(wire), |other| view.code(other));
        Inline::from("Use ") + name + " instead."
    });
    let note = deprecated.note.as_ref().map(|note| Inline::sentence(note));
    Inline::join([since].into_iter().chain(instead).chain(note), " ")
}

/// The properties of an operation that do not depend on responses.
pub(crate) fn operation(view: &View<'_>, operation: &Operation) -> [Property; 7] {
    let domains = operation.domains.iter().map(|domain| view.domain(*domain));
    let formats = match operation.formats.as_slice() {
        [Format::Json] => Inline::default(),
        formats => render::formats(formats),
    };
    let success = match operation.success.as_slice() {
        [] => Inline::default(),
        success => Inline::from("only a 2xx where ") + render::condition(success),
    };
    let repeat = match operation.idempotent {
        None => "",
        Some(true) => "safe",
        Some(false) => "not safe: it may take effect twice",
    };
    let code = |text: &Option<String>| {
        let text = text.as_ref();
        text.map_or_else(Inline::default, |text| Inline::code(text))
    };
    [
        (labels::ENDPOINT, code(&operation.endpoint)),
        (labels::DOMAINS, Inline::join(domains, ", ")),
        ("Bodies are", formats),
        ("A success is", success),
        ("Repeating it is", repeat.into()),
        (labels::FAILURE_REASON, code(&operation.failure_reason)),
        ("Limits", limits(&operation.remarks)),
    ]
}

/// The limits of one thing, in a line.
fn limits(remarks: &Remarks) -> Inline {
    let limit =
        |limit: &Limit| Inline::text(&limit.amount) + " (" + Inline::text(&limit.kind) + ")";
    Inline::join(remarks.limits.iter().map(limit), ", ")
}

/// All limits of a vendor, with what they apply to.
pub(crate) fn all_limits(view: &View<'_>) -> Vec<[Inline; 4]> {
    let vendor = view.vendor;
    let operations = vendor.operations.iter().enumerate();
    let operations = operations.map(|(at, own)| (view.operation(at), &own.remarks));
    let domains = vendor.domains.iter().enumerate();
    let domains = domains.map(|(at, own)| (view.domain(at), &own.remarks));
    let codes = vendor.codes.iter().enumerate();
    let codes = codes.map(|(at, own)| (view.code(at), &own.remarks));
    let all = std::iter::once((Inline::from("everything"), &vendor.remarks));
    let all = all.chain(operations).chain(domains).chain(codes);
    all.flat_map(|(holder, remarks)| {
        let rows = remarks.limits.iter();
        rows.map(move |limit| limit_row(limit, holder.clone()))
    })
    .collect()
}

fn limit_row(limit: &Limit, holder: Inline) -> [Inline; 4] {
    let note = limit.note.as_ref().map(|note| Inline::sentence(note));
    let source = limit.source.as_ref();
    let source = source.map(|source| Inline::from("Source: ") + Inline::source(source));
    [
        Inline::text(&limit.amount),
        Inline::text(&limit.kind),
        holder,
        Inline::lines(note.into_iter().chain(source)),
    ]
}

/// The values that are read from a response, and their locations.
pub(crate) fn envelope(envelope: &Envelope) -> Vec<[Inline; 2]> {
    let known = [
        ("status, if not a 2xx", &envelope.status),
        ("code", &envelope.code),
        ("category", &envelope.category),
        ("message", &envelope.message),
        ("trace ID", &envelope.trace_id),
        ("timestamp", &envelope.timestamp),
    ];
    let known = known.map(|(what, sources)| (Inline::from(what), sources));
    let fields = envelope.fields.iter();
    let fields = fields.map(|(name, sources)| (Inline::code(name), sources));
    let listed = known.into_iter().chain(fields);
    let errors = envelope.errors.iter();
    let errors = errors.map(|list| {
        let location = Inline::from("each of ") + Inline::code(&list.path);
        ["errors".into(), location + ": the worst decides"]
    });
    let rows = listed
        .filter(|(_, sources)| !sources.is_empty())
        .map(|(what, sources)| [what, render::sources(sources)]);
    let rows = errors.chain(rows);
    rows.chain(envelope.details.iter().map(details)).collect()
}

fn details(details: &Details) -> [Inline; 2] {
    let at = render::place(&details.at);
    let message = || Inline::code(&details.message);
    let location = match &details.shape {
        Shape::Map => {
            Inline::from("each value of ")
                + at
                + " under the input's name: a text, the message at "
                + message()
                + ", or a list of these"
        }
        Shape::Tree { leaf } if leaf.is_empty() => {
            let entry = Inline::from("each text, or object with the message at ") + message();
            entry + ", anywhere inside " + at + "; the names on the way to it name the input"
        }
        Shape::Tree { leaf } => {
            let entry = Inline::from("each entry of ") + Inline::code(leaf);
            let entry = entry + " anywhere inside " + at;
            entry + ": the names on the way to it name the input, the message at " + message()
        }
        Shape::List => {
            let entry = Inline::from("each entry of ") + at;
            let entry = entry + ": the input's name at " + Inline::code(&details.field);
            entry + ", the message at " + message() + ", or the entry itself if it is a string"
        }
    };
    let code = (!details.code.is_empty())
        .then(|| Inline::from(", the code at ") + Inline::code(&details.code));
    ["details".into(), location + code.unwrap_or_default()]
}

/// The locations of waits and rate limits, each with its meaning.
pub(crate) fn hints(hints: &Hints) -> Vec<[Inline; 2]> {
    let wait = Inline::from(
        "How long to wait before the next try. It replaces the wait of a retry, for up to ",
    );
    let wait = wait + Inline::text(&render::duration(hints.max_wait_ms));
    let wait = wait + ". It does not make a call retryable.";
    let waits = hints.waits.iter();
    let waits = waits.map(|own| [render::wait(own), wait.clone()]);
    waits
        .chain(hints.limits.iter().flat_map(rate_limit))
        .collect()
}

fn rate_limit(limit: &RateLimit) -> impl Iterator<Item = [Inline; 2]> {
    let named = |meaning: &'static str| match limit.name.as_str() {
        "" => Inline::from(meaning),
        name => Inline::text(&name.replace('_', " ")) + ": " + meaning,
    };
    let source = |source: &Source| render::sources(std::slice::from_ref(source));
    let [allowed, left] = [&limit.limit, &limit.remaining].map(|own| own.as_ref().map(source));
    let reset = limit.reset.as_ref().map(render::wait);
    let rows = [
        (allowed, "How many requests are allowed."),
        (left, "How many of them are left."),
        (reset, "When the limit is reset."),
    ];
    let rows = rows.map(|(location, meaning)| Some([location?, named(meaning)]));
    rows.into_iter().flatten()
}

/// The expectation of an example, in a line.
pub(crate) fn expected(view: &View<'_>, example: &Example) -> Inline {
    let items = example.expect.iter().map(|it| expectation(view, it));
    Inline::join(items, " · ")
}

fn expectation(view: &View<'_>, expected: &Expectation) -> Inline {
    let field = match expected.field.split_once('.') {
        Some((by, field)) => format!("{field} {by}"),
        // `retry_kind` is called `retry`, as in a book, unless `retry` is there, too.
        None if expected.field == "retry_kind" => "retry".to_owned(),
        None => expected.field.clone(),
    };
    Inline::text(&field.replace('_', " ")) + " " + expected_value(view, expected)
}

fn expected_value(view: &View<'_>, expected: &Expectation) -> Inline {
    let value = expected.value.as_str();
    let class = ClassId::position(&view.docs.book.classes, |class| class.name == value);
    match (expected.field.as_str(), class) {
        _ if value == "null" => "none".into(),
        ("class", Some(class)) => view.docs.class(class),
        ("message" | "user_message", _) => Inline::quoted(value),
        _ => Inline::code(value),
    }
}

/// The name of an example as a title. Only a plain word is capitalized: other starts may have a meaning of their own.
pub(crate) fn title(name: &str) -> String {
    let word = name.split(' ').next().unwrap_or_default();
    let is_plain = !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    if is_plain {
        name[..1].to_ascii_uppercase() + &name[1..]
    } else {
        name.to_owned()
    }
}

/// A response as in a log, with its JSON formatted.
pub(crate) fn response(status: u16, headers: &[(String, String)], body: &str) -> String {
    let mut lines = vec![format!("HTTP/1.1 {status}")];
    for (name, value) in headers {
        // A value of several lines must not look like several headers.
        let [name, value] = [name, value].map(|text| visible(text, |_| false));
        lines.push(format!("{name}: {value}"));
    }
    if !body.is_empty() {
        lines.push(String::new());
        lines.push(json::pretty(body).unwrap_or_else(|| body.trim_end().replace("\r\n", "\n")));
    }
    lines.join("\n")
}
