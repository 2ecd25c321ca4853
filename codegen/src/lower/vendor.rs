//! `<vendor>.yaml`: a complete vendor, and the plans for all its codes.

use faultbook_runtime::v1::MAX_SLOTS;

use super::remarks::{self, written};
use super::scope::{self, Parts, REQUEST, Scope, Vocabulary};
use super::{codes, domains, envelopes, examples, fields, formats, operations};
use crate::decide::{Layers, MOST_ARMS, MOST_ARMS_OF_VENDOR, Overflow, Planner, Says, Subject};
use crate::diagnostics::{Id, Mistake, Path, Sink};
use crate::model::{Entry, Envelope, Format, Place, RuleText, Vendor};
use crate::names;
use crate::parse;
use crate::syntax;

pub(crate) fn lower(
    own: &syntax::Vendor,
    vocabulary: &Vocabulary<'_>,
    sink: &mut Sink<'_>,
) -> Vendor {
    let root = Path::ROOT;
    let parts = scope::parts(own, sink);
    let scope = scope::scope(&parts, vocabulary);
    let layers = layers(own, &parts, &scope, sink);
    let envelope = envelopes::lower(
        &own.envelope,
        &Envelope::default(),
        &root.key("envelope"),
        sink,
    );
    if own.envelope.when.is_some() {
        let path = root.key("envelope");
        sink.at_key(
            &path.key("when"),
            &Mistake::new(
                Id::MisplacedCondition,
                "`when` is not inherited",
                "set it in each domain",
            ),
        );
    }
    let ident = ident(own, sink);
    let domains = domains::lower(&parts, &envelope, sink);
    domains::refuse_repeated_types(&ident, &domains, sink);
    let format = root.key("format");
    let formats = formats::lower(own.format.as_ref(), &[Format::Json], &format, sink);
    let mut vendor = Vendor {
        name: own.vendor.clone(),
        ident,
        title: own.title.trim().to_owned(),
        summary: own.summary.trim().to_owned(),
        remarks: remarks::lower(&written!(own), &root, sink),
        hints: envelopes::hints(
            &own.headers,
            Some(vocabulary.headers),
            &root.key("headers"),
            sink,
        ),
        operations: operations::lower(&parts, &scope, &formats, sink),
        formats,
        prefix: own.prefix.clone().unwrap_or_default(),
        envelope,
        domains,
        codes: codes::lower(&parts, &layers, sink),
        request: scope
            .operations
            .iter()
            .position(|name| *name == REQUEST)
            .unwrap_or(0),
        rules: fields::texts(&own.rules),
        plans: Vec::new(),
        examples: Vec::new(),
    };
    refuse_what_does_not_fit(&vendor, sink);
    if let Some(overflow) = decide(&mut vendor, &layers, vocabulary) {
        refuse_overflow(&overflow, &vendor, sink);
    }
    formats::check(own, &vendor, sink);
    vendor.examples = examples::lower(&own.examples, &vendor, &scope, sink);
    vendor
}

/// The type of a vendor, whose name is also that of its file and its module.
fn ident(own: &syntax::Vendor, sink: &mut Sink<'_>) -> String {
    let path = Path::ROOT.key("vendor");
    let stem = sink.source.stem();
    let ident = parse::snake(&own.vendor).and_then(|()| parse::type_identifier(&own.vendor));
    let Some(ident) = sink.parsed(&path, Id::InvalidName, "name", ident) else {
        return String::new();
    };
    if stem != own.vendor {
        let message = format!("vendor `{}` in the file of `{stem}`", own.vendor);
        let mistake = Mistake::new(Id::VendorFileName, message, "not the file's name");
        let mistake = mistake.help("the file, the module and the vendor have the same name");
        sink.at(&path, &mistake);
    }
    if let Some(reason) = names::reserved(&own.vendor, &ident) {
        let message = format!("a vendor cannot be named `{}`", own.vendor);
        let help = format!(
            "choose another name for it and its file, such as `{}_api`",
            own.vendor
        );
        let mistake = Mistake::new(Id::NameClash, message, reason);
        sink.at(&path, &mistake.help(help));
    }
    ident
}

fn layers(
    own: &syntax::Vendor,
    parts: &Parts<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Layers {
    let mut layers = Layers {
        vendor: fields::says(&own.fields(), &own.rules, &Path::ROOT, scope, sink),
        ..Layers::default()
    };
    let path = Path::ROOT.key("domains");
    for ((name, domain), (categories, codes)) in parts
        .domains
        .iter()
        .zip(parts.categories.iter().zip(&parts.codes))
    {
        let path = path.key(name);
        layers.domains.push(fields::says(
            &domain.fields(),
            &domain.rules,
            &path,
            scope,
            sink,
        ));
        let categories_path = path.key("categories");
        let of_category = |(name, category): &(&str, &syntax::Category)| {
            fields::fields(
                &category.fields(),
                &categories_path.key(name),
                scope,
                &fields::outside_rules,
                sink,
            )
        };
        layers
            .categories
            .push(categories.iter().map(of_category).collect());
        let codes_path = path.key("codes");
        let of_code = |(wire, code): &(&str, &syntax::Code)| {
            fields::says(
                &code.fields(),
                &code.rules,
                &codes_path.key(wire),
                scope,
                sink,
            )
        };
        layers.codes.extend(codes.iter().map(of_code));
    }
    let path = Path::ROOT.key("operations");
    for name in &scope.operations {
        let own = parts.operations.iter().find(|(known, _)| known == name);
        layers.operations.push(match own {
            Some((_, operation)) => fields::says(
                &operation.fields(),
                &operation.rules,
                &path.key(name),
                scope,
                sink,
            ),
            None => Says::default(),
        });
    }
    refuse_decisions_of_request(parts, sink);
    layers
}

/// `request` represents every call that is not listed, so nothing can be specific to it.
fn refuse_decisions_of_request(parts: &Parts<'_>, sink: &mut Sink<'_>) {
    let mut operations = parts.operations.iter();
    let Some((_, request)) = operations.find(|(name, _)| *name == REQUEST) else {
        return;
    };
    let rules = (!request.rules.is_empty()).then_some("rules");
    if let Some(key) = request.fields().first().or(rules) {
        let message = "`request` decides something";
        let label = "it represents every operation that is not listed";
        let mistake = Mistake::new(Id::RequestDecides, message, label);
        let mistake = mistake.help("what applies everywhere belongs on the vendor");
        let path = Path::ROOT.key("operations");
        sink.at_key(&path.key(REQUEST).key(key), &mistake);
    }
}

/// Reports what exceeds the limits of the tables.
fn refuse_what_does_not_fit(vendor: &Vendor, sink: &mut Sink<'_>) {
    let path = Path::ROOT.key("domains");
    if vendor.entries().count() >= usize::from(u16::MAX) {
        let mistake = Mistake::new(
            Id::TooMany,
            "a vendor has at most 65,534 codes, categories and domains",
            "more than that",
        );
        sink.at_key(&path, &mistake.help("split the vendor"));
    }
    let wanted = crate::tables::pointers(vendor);
    if wanted.len() > MAX_SLOTS {
        let mistake = Mistake::new(
            Id::TooMany,
            format!("a vendor reads at most {MAX_SLOTS} locations in a body"),
            format!("{} here", wanted.len()),
        );
        sink.at_key(
            &path,
            &mistake.help("share envelopes between domains, or remove fields"),
        );
    }
}

/// Reports rules that multiply to too many combinations, by layer.
fn refuse_overflow(overflow: &Overflow, vendor: &Vendor, sink: &mut Sink<'_>) {
    let operation = &vendor.operations[overflow.operation].name;
    let code = match overflow.entry {
        Entry::Code(code) => Some(&vendor.codes[code]),
        _ => None,
    };
    let domain = match overflow.entry {
        Entry::Unknown { domain, .. } => Some(domain),
        _ => code.map(|code| code.domain),
    };
    let domain = domain.map(|domain| vendor.domains[domain].name.as_str());
    let root = Path::ROOT;
    let (operations, domains) = (root.key("operations"), root.key("domains"));
    let own_domain = domains.key(domain.unwrap_or_default());
    let (own_operation, codes) = (operations.key(operation), own_domain.key("codes"));
    let own_code = codes.key(code.map_or("", |code| code.wire.as_str()));
    let place_of = |place: Place| match place {
        Place::Operation => (own_operation, format!("operation `{operation}`")),
        Place::Code => (
            own_code,
            format!("code `{}`", code.map_or("", |code| &code.wire)),
        ),
        Place::Domain => (
            own_domain,
            format!("domain `{}`", domain.unwrap_or_default()),
        ),
        _ => (root, "the vendor".to_owned()),
    };
    let Some((first, _)) = overflow.rules.first() else {
        return;
    };
    let counts = overflow.rules.iter();
    let counts = counts.map(|(place, rules)| format!("{rules} of {}", place_of(*place).1));
    let counts = counts.collect::<Vec<_>>().join(", ");
    let message = if overflow.arms > MOST_ARMS {
        format!("rules multiply to {} combinations", overflow.arms)
    } else {
        format!(
            "the vendor's rules multiply to more than {MOST_ARMS_OF_VENDOR} combinations, up to {} for a code",
            overflow.arms
        )
    };
    let mistake = Mistake::new(Id::TooMany, message, format!("rules: {counts}"));
    let help = "rules that test fields, messages or details multiply if several layers have them: keep them in one layer";
    sink.at_key(&place_of(*first).0.key("rules"), &mistake.help(help));
}

/// Makes all decisions. Returns the rules that multiply to too many combinations, if any.
fn decide(vendor: &mut Vendor, layers: &Layers, vocabulary: &Vocabulary<'_>) -> Option<Overflow> {
    let entries: Vec<Entry> = vendor.entries().collect();
    let mut planner = Planner::new(&vocabulary.classes, &vocabulary.status_classes, layers);
    for operation in 0..vendor.operations.len() {
        let plans = entries
            .iter()
            .map(|entry| planner.plan(operation, &subject(vendor, *entry)))
            .collect();
        vendor.operations[operation].plans = plans;
    }
    let (plans, overflow) = planner.finish();
    vendor.plans = plans;
    mark_taken(&mut vendor.rules, &layers.vendor);
    for (domain, says) in vendor.domains.iter_mut().zip(&layers.domains) {
        mark_taken(&mut domain.rules, says);
    }
    for (code, says) in vendor.codes.iter_mut().zip(&layers.codes) {
        mark_taken(&mut code.rules, says);
    }
    for (operation, says) in vendor.operations.iter_mut().zip(&layers.operations) {
        mark_taken(&mut operation.rules, says);
    }
    overflow
}

fn mark_taken(texts: &mut [RuleText], says: &Says) {
    for (text, rule) in texts.iter_mut().zip(&says.rules) {
        text.taken = rule.taken.get();
    }
}

fn subject(vendor: &Vendor, entry: Entry) -> Subject<'_> {
    match entry {
        Entry::Code(index) => {
            let code = &vendor.codes[index];
            Subject {
                entry,
                domain: Some(code.domain),
                category: code.category,
                documented: &code.statuses,
            }
        }
        Entry::Unknown { domain, category } => Subject {
            entry,
            domain: Some(domain),
            category,
            documented: &[],
        },
        Entry::Plain | Entry::Doubtful => Subject {
            entry,
            domain: None,
            category: None,
            documented: &[],
        },
    }
}
