//! Domains, with their envelopes and categories.

use super::remarks;
use super::scope::Parts;
use super::{categories, conditions, envelopes};
use crate::diagnostics::{Id, Path, Sink, Target};
use crate::model::{Condition, Domain, Envelope, Source, statuses_of};
use crate::names;
use crate::parse;
use crate::read::protocol_of;
use crate::syntax;

/// What `key` can be: whether entries are statuses.
const KEYS: [(&str, bool); 2] = [("status", true), ("code", false)];

/// What `raised_by` can be: whether it is the caller itself.
const RAISERS: [(&str, bool); 1] = [("client", true)];

pub(super) fn lower(parts: &Parts<'_>, shared: &Envelope, sink: &mut Sink<'_>) -> Vec<Domain> {
    let path = Path::ROOT.key("domains");
    let mut first = 0;
    let mut domains = Vec::new();
    for ((name, own), (categories, codes)) in parts
        .domains
        .iter()
        .zip(parts.categories.iter().zip(&parts.codes))
    {
        let range = first..first + codes.len();
        first = range.end;
        domains.push(domain(
            name,
            own,
            categories,
            range,
            shared,
            &path.key(name),
            sink,
        ));
    }
    domains
}

fn domain(
    name: &str,
    own: &syntax::Domain,
    categories: &[(&str, &syntax::Category)],
    codes: std::ops::Range<usize>,
    shared: &Envelope,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Domain {
    let ident = sink.snake_key(path, name);
    let type_ident = type_ident(own, &ident, path, sink);
    let envelope_path = path.key("envelope");
    let mut envelope = envelopes::lower(&own.envelope, shared, &envelope_path, sink);
    let by_status = flag(own.key.as_deref(), &KEYS, &path.key("key"), sink);
    if by_status {
        envelope.code = vec![Source::Status];
    }
    let when = condition(own, &envelope_path, sink);
    let raised_by_client = is_raised_by_client(own, path, sink);
    let has_source = own.envelope.code.is_some() || !shared.code.is_empty() || by_status;
    if !has_source && !raised_by_client && !codes.is_empty() {
        report_no_source(name, path, sink);
    }
    refuse_code_outside_errors(&envelope, own, &envelope_path, sink);
    refuse_status(own, &envelope_path, sink);
    Domain {
        name: name.to_owned(),
        ident,
        type_ident,
        title: own.title.as_deref().unwrap_or(name).trim().to_owned(),
        summary: remarks::text(own.summary.as_ref()),
        remarks: remarks::lower(&own.remarks(), path, sink),
        protocol: protocol_of(sink.source, name),
        raised_by_client,
        by_status,
        typical_status: typical_status(&when).filter(|_| !raised_by_client),
        when,
        envelope,
        categories: categories::lower(categories, &path.key("categories"), sink),
        codes,
        rules: Vec::new(),
    }
}

/// The type of the domain's codes: the one that is given, or else one made from the domain's name.
fn type_ident(own: &syntax::Domain, ident: &str, path: &Path<'_>, sink: &mut Sink<'_>) -> String {
    let Some(given) = &own.type_name else {
        return match ident {
            "" => String::new(),
            ident => format!("{ident}Code"),
        };
    };
    let parsed = same_identifier(given);
    let parsed = sink.parsed(&path.key("type"), Id::InvalidName, "type", parsed);
    parsed.unwrap_or_default()
}

fn report_no_source(name: &str, path: &Path<'_>, sink: &mut Sink<'_>) {
    let message = format!("the codes of `{name}` have no location");
    let diagnostic = Id::NoCodeSource.diagnostic(message, "no `code` in its envelope");
    let diagnostic = diagnostic.help("or `key: status`, or `raised_by: client`");
    sink.report_at_key(path, &diagnostic);
}

/// The status decides which domains a response belongs to, so it cannot be theirs.
fn refuse_status(own: &syntax::Domain, envelope: &Path<'_>, sink: &mut Sink<'_>) {
    if own.envelope.status.is_some() {
        let message = "a domain has no `status` in the body";
        let label = "belongs in the vendor's `envelope`";
        let diagnostic = Id::UnknownKey.diagnostic(message, label);
        sink.report_at_key(&envelope.key("status"), &diagnostic);
    }
}

/// Where there is a list of errors, the code is inside one of them.
fn refuse_code_outside_errors(
    envelope: &Envelope,
    own: &syntax::Domain,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) {
    for list in &envelope.errors {
        let is_inside = envelope.code.iter().any(|source| source.is_of(list));
        if is_inside || envelope.code.is_empty() {
            continue;
        }
        let message = format!("no `code` is inside the errors of `{}`", list.path);
        let label = "read from the whole body, not from an error";
        let diagnostic = Id::NoCodeSource.diagnostic(message, label);
        let help = format!("begin with the same path, as in `{}.code`", list.path);
        let shared = Path::ROOT.key("envelope");
        let path = match (&own.envelope.code, &own.envelope.errors) {
            (Some(_), _) => path.key("code"),
            (None, Some(_)) => path.key("errors"),
            (None, None) => shared.key("code"),
        };
        sink.report_at(&path, &diagnostic.help(help));
    }
}

/// Which responses are of the domain; all if it does not say.
fn condition(own: &syntax::Domain, envelope: &Path<'_>, sink: &mut Sink<'_>) -> Condition {
    let when = own.envelope.when.as_ref();
    let when = when.map(|when| conditions::condition(when, &envelope.key("when"), sink));
    when.unwrap_or_default()
}

fn is_raised_by_client(own: &syntax::Domain, path: &Path<'_>, sink: &mut Sink<'_>) -> bool {
    let raised_by = own.raised_by.as_deref();
    if raised_by == Some("client") {
        refuse_places(own, path, sink);
    }
    flag(raised_by, &RAISERS, &path.key("raised_by"), sink)
}

/// Codes that the client raises are in no response.
fn refuse_places(own: &syntax::Domain, path: &Path<'_>, sink: &mut Sink<'_>) {
    let raised = path.key("raised_by");
    let mut report = |what: &str, place: &Path<'_>| {
        let message = format!("{what} for codes that are never on the wire");
        let diagnostic = Id::NeverOnTheWire.diagnostic(message, "no response contains them");
        let first = sink.label_of(&raised, Target::Value);
        let diagnostic = diagnostic
            .help("remove it, or put the codes that the vendor sends into a separate domain");
        sink.report_at_key(
            place,
            &diagnostic.related(first.with_text("the client raises them")),
        );
    };
    if !own.envelope.is_empty() {
        report("an envelope", &path.key("envelope"));
    }
    if own.key.as_deref() == Some("status") {
        report("`key: status`", &path.key("key"));
    }
    let codes = path.key("codes");
    for (wire, _) in own
        .codes
        .iter()
        .filter(|(_, code)| !code.status.items.is_empty())
    {
        report("a status", &codes.key(wire).key("status"));
    }
}

/// Whether a key has the value that matters. An unknown value counts as it: why else would the key be there?
fn flag(
    given: Option<&str>,
    values: &[(&str, bool)],
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> bool {
    given.is_some_and(|given| sink.word(path, "value", given, values).unwrap_or(true))
}

fn same_identifier(given: &str) -> Result<String, String> {
    let made = parse::type_identifier(given)?;
    if made == given {
        Ok(made)
    } else {
        Err(format!("a type is written like `{made}`"))
    }
}

/// The typical status of a condition: one that it names exactly, or else one that represents its kind.
fn typical_status(when: &Condition) -> Option<u16> {
    let ranges = when.iter().filter_map(|clause| statuses_of(clause));
    let ranges: Vec<(u16, u16)> = ranges.flatten().copied().collect();
    let exact = ranges.iter().find(|(lo, hi)| lo == hi).map(|(lo, _)| *lo);
    let named = |status: &u16| ranges.iter().any(|(lo, hi)| (lo..=hi).contains(&status));
    exact
        .or_else(|| [400, 500, 200].into_iter().find(named))
        .or(ranges.first().map(|(lo, _)| *lo))
}

pub(super) fn refuse_repeated_types(vendor: &str, domains: &[Domain], sink: &mut Sink<'_>) {
    let path = Path::ROOT.key("domains");
    let named = |domain: &&Domain| !domain.ident.is_empty() && !domain.type_ident.is_empty();
    let domains: Vec<&Domain> = domains.iter().filter(named).collect();
    for (at, domain) in domains.iter().enumerate() {
        let message = format!("the type `{}` is taken", domain.type_ident);
        let diagnostic = Id::NameClash.diagnostic(message, "its codes need a type of their own");
        let diagnostic = diagnostic.help("give the domain another `type`");
        let same =
            |other: &&&Domain| other.type_ident == domain.type_ident || other.ident == domain.ident;
        let own = path.key(&domain.name);
        if let Some(first) = domains[..at].iter().find(same) {
            let is_type = first.ident != domain.ident;
            let named = |domain| given_type(domain).filter(|_| is_type);
            let first = (&path.key(&first.name), named(first));
            sink.clash_of_names((&own, named(domain)), first, diagnostic);
        } else if names::TYPES.contains(&domain.type_ident.as_str()) || domain.type_ident == vendor
        {
            let diagnostic = diagnostic.help("every vendor's module has a type of this name");
            match given_type(domain) {
                Some(key) => sink.report_at(&own.key(key), &diagnostic),
                None => sink.report_at_key(&own, &diagnostic),
            }
        }
    }
}

/// The key that sets the type of a domain, if it is not derived from the domain's name.
fn given_type(domain: &Domain) -> Option<&'static str> {
    (domain.type_ident != format!("{}Code", domain.ident)).then_some("type")
}
