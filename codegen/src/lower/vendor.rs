//! `<vendor>.yaml`: a complete vendor, and the plans for all its codes.

use std::ops::RangeInclusive;
use std::sync::Arc;

use faultbook_runtime::v1::MAX_SLOTS;

use super::remarks;
use super::scope::{self, Parts, REQUEST, Scope, Vocabulary};
use super::{
    categories, codes, conditions, domains, envelopes, examples, fields, formats, hints,
    operations, rules,
};
use crate::decide::{Layers, MOST_ARMS, MOST_ARMS_OF_VENDOR, Overflow, Planner, Subject};
use crate::diagnostics::{Id, Path, Sink};
use crate::model::{Condition, Entry, Envelope, Format, Place, Vendor, statuses_of};
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
    let mut scope = scope::scope(&parts, vocabulary);
    let inherited = Envelope::default();
    let envelope = envelopes::lower(&own.envelope, &inherited, &root.key("envelope"), sink);
    refuse_shared_condition(own, sink);
    let ident = ident(own, sink);
    let success = own.success.as_ref();
    let success = success.map(|when| conditions::success(when, &root.key("success"), sink));
    let success = success.unwrap_or_default();
    let domains = domains::lower(&parts, &envelope, sink);
    domains::refuse_repeated_types(&ident, &domains, sink);
    let envelopes = domains.iter().map(|domain| &domain.envelope);
    scope.errors = envelopes.flat_map(|own| own.errors.clone()).collect();
    let layers = layers(own, &parts, &scope, sink);
    let shared = Some(vocabulary.headers);
    let path = root.key("headers");
    let (waits, limits) = (&own.retry_after, &own.rate_limits);
    let hints = hints::lower(&own.headers, waits, limits, shared, &path, sink);
    let request = scope.operations.iter().position(|name| *name == REQUEST);
    let format = root.key("format");
    let formats = formats::lower(own.format.as_ref(), &[Format::Json], &format, sink);
    let inherited = operations::Inherited { formats, success };
    let mut vendor = Vendor {
        name: own.vendor.clone(),
        ident,
        title: own.title.trim().to_owned(),
        summary: own.summary.trim().to_owned(),
        remarks: remarks::lower(&own.remarks(), &root, sink),
        hints,
        operations: operations::lower(&parts, &scope, &inherited, sink),
        formats: inherited.formats,
        prefix: own.prefix.clone().unwrap_or_default(),
        envelope,
        domains,
        codes: codes::lower(&parts, &layers, sink),
        request: request.unwrap_or(0),
        rules: Vec::new(),
        plans: Vec::new(),
        examples: Vec::new(),
    };
    add_to_families(&mut vendor);
    refuse_what_does_not_fit(&vendor, sink);
    decide(&mut vendor, &layers, vocabulary, sink);
    formats::check(own, &vendor, sink);
    rules::describe(&mut vendor, &layers, &scope);
    vendor.examples = examples::lower(&own.examples, &vendor, &scope, sink);
    vendor
}

/// Puts codes without a category of their own into that of their family.
fn add_to_families(vendor: &mut Vendor) {
    for code in &mut vendor.codes {
        let categories = &vendor.domains[code.domain].categories;
        code.category = code
            .category
            .or_else(|| categories::of_code(categories, &code.wire));
    }
}

/// The envelope of the vendor is shared by domains whose conditions differ.
fn refuse_shared_condition(own: &syntax::Vendor, sink: &mut Sink<'_>) {
    if own.envelope.when.is_some() {
        let message = "`when` is not inherited";
        let label = "set it in each domain";
        let path = Path::ROOT.key("envelope");
        let diagnostic = Id::MisplacedCondition.diagnostic(message, label);
        sink.report_at_key(&path.key("when"), &diagnostic);
    }
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
        let diagnostic = Id::VendorFileName.diagnostic(message, "not the file's name");
        let diagnostic = diagnostic.help("the file, the module and the vendor have the same name");
        sink.report_at(&path, &diagnostic);
    }
    if let Some(reason) = names::reserved(&own.vendor, &ident) {
        let message = format!("a vendor cannot be named `{}`", own.vendor);
        let help = format!(
            "choose another name for it and its file, such as `{}_api`",
            own.vendor
        );
        let diagnostic = Id::NameClash.diagnostic(message, reason);
        sink.report_at(&path, &diagnostic.help(help));
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
        vendor: fields::layer_settings(&own.fields(), &own.rules, &Path::ROOT, scope, sink),
        ..Layers::default()
    };
    for at in 0..parts.domains.len() {
        add_domain(&mut layers, at, parts, scope, sink);
    }
    let path = Path::ROOT.key("operations");
    for name in &scope.operations {
        let own = parts.operations.iter().find(|(known, _)| known == name);
        let settings = own.map(|(_, own)| {
            let path = path.key(name);
            fields::layer_settings(&own.fields(), &own.rules, &path, scope, sink)
        });
        layers.operations.push(settings.unwrap_or_default());
    }
    refuse_decisions_of_request(parts, sink);
    layers
}

/// Adds the layers of a domain, its categories and its codes.
fn add_domain(
    layers: &mut Layers,
    at: usize,
    parts: &Parts<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) {
    let (name, own) = parts.domains[at];
    let path = Path::ROOT.key("domains");
    let path = path.key(name);
    let settings = fields::layer_settings(&own.fields(), &own.rules, &path, scope, sink);
    layers.domains.push(settings);
    let categories_path = path.key("categories");
    let categories = parts.categories[at].iter().map(|(name, own)| {
        let path = categories_path.key(name);
        fields::fields(&own.fields(), &path, scope, &fields::outside_rules, sink)
    });
    layers.categories.push(categories.collect());
    let codes_path = path.key("codes");
    let codes = parts.codes[at].iter().map(|(wire, own)| {
        let path = codes_path.key(wire);
        fields::layer_settings(&own.fields(), &own.rules, &path, scope, sink)
    });
    layers.codes.extend(codes);
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
        let diagnostic = Id::RequestDecides.diagnostic(message, label);
        let diagnostic = diagnostic.help("what applies everywhere belongs on the vendor");
        let path = Path::ROOT.key("operations");
        sink.report_at_key(&path.key(REQUEST).key(key), &diagnostic);
    }
}

/// Reports what exceeds the limits of the tables.
fn refuse_what_does_not_fit(vendor: &Vendor, sink: &mut Sink<'_>) {
    let path = Path::ROOT.key("domains");
    if vendor.entries().count() >= usize::from(u16::MAX) {
        let diagnostic = Id::TooMany.diagnostic(
            "a vendor has at most 65,534 codes, categories and domains",
            "more than that",
        );
        sink.report_at_key(&path, &diagnostic.help("split the vendor"));
    }
    let wanted = crate::tables::pointers(vendor);
    if wanted.len() > MAX_SLOTS {
        let diagnostic = Id::TooMany.diagnostic(
            format!("a vendor reads at most {MAX_SLOTS} locations in a body"),
            format!("{} here", wanted.len()),
        );
        sink.report_at_key(
            &path,
            &diagnostic.help("share envelopes between domains, or remove fields"),
        );
    }
}

/// Reports rules that multiply to too many combinations, by layer.
fn refuse_overflow(overflow: &Overflow, vendor: &Vendor, sink: &mut Sink<'_>) {
    let Some((first, _)) = overflow.rules.first() else {
        return;
    };
    let subject = subject(vendor, overflow.entry);
    let operation = &vendor.operations[overflow.operation].name;
    let domain = subject.domain.map_or("", |at| &vendor.domains[at].name);
    let code = match overflow.entry {
        Entry::Code(code) => &vendor.codes[code].wire,
        _ => "",
    };
    let name = |place: Place| match place {
        Place::Operation => format!("operation `{operation}`"),
        Place::Code => format!("code `{code}`"),
        Place::Domain => format!("domain `{domain}`"),
        _ => "the vendor".to_owned(),
    };
    let counts = overflow.rules.iter();
    let counts = counts.map(|(place, rules)| format!("{rules} of {}", name(*place)));
    let label = format!("rules: {}", counts.collect::<Vec<_>>().join(", "));
    let diagnostic = Id::TooMany.diagnostic(multiplied(overflow), label);
    let help = "rules that test fields, messages or details multiply if several layers have them: keep them in one layer";
    let root = Path::ROOT;
    let (operations, domains) = (root.key("operations"), root.key("domains"));
    let own_domain = domains.key(domain);
    let codes = own_domain.key("codes");
    let path = match first {
        Place::Operation => operations.key(operation),
        Place::Code => codes.key(code),
        Place::Domain => own_domain,
        _ => root,
    };
    sink.report_at_key(&path.key("rules"), &diagnostic.help(help));
}

fn multiplied(overflow: &Overflow) -> String {
    let arms = overflow.arms;
    if arms > MOST_ARMS {
        return format!("rules multiply to {arms} combinations");
    }
    format!(
        "the vendor's rules multiply to more than {MOST_ARMS_OF_VENDOR} combinations, up to {arms} for a code"
    )
}

/// Makes all decisions.
fn decide(vendor: &mut Vendor, layers: &Layers, vocabulary: &Vocabulary<'_>, sink: &mut Sink<'_>) {
    let entries: Vec<Entry> = vendor.entries().collect();
    let mut planner = Planner::new(&vocabulary.classes, &vocabulary.status_classes, layers);
    // An imported vendor can have hundreds of operations that only name their domains.
    let mut undecided: Option<Arc<[usize]>> = None;
    for operation in 0..vendor.operations.len() {
        let plan = |entry: &Entry| planner.plan(operation, &subject(vendor, *entry));
        let plans = if layers.operations[operation].is_empty() {
            let plans = undecided.get_or_insert_with(|| entries.iter().map(plan).collect());
            Arc::clone(plans)
        } else {
            entries.iter().map(plan).collect()
        };
        vendor.operations[operation].plans = plans;
    }
    let (plans, overflow) = planner.finish();
    vendor.plans = plans;
    if let Some(overflow) = overflow {
        refuse_overflow(&overflow, vendor, sink);
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
                occurs: occurs(&vendor.domains[code.domain].when),
            }
        }
        Entry::Unknown { domain, category } => Subject {
            entry,
            domain: Some(domain),
            category,
            documented: &[],
            occurs: occurs(&vendor.domains[domain].when),
        },
        Entry::Plain | Entry::Doubtful => Subject {
            entry,
            domain: None,
            category: None,
            documented: &[],
            occurs: 0..=u16::MAX,
        },
    }
}

/// The first and the last status under which a condition can hold.
fn occurs(when: &Condition) -> RangeInclusive<u16> {
    let ranges = when.iter().flat_map(|clause| {
        let statuses = statuses_of(clause).map(Vec::as_slice);
        statuses.unwrap_or(&[(0, u16::MAX)])
    });
    let hull = ranges
        .copied()
        .reduce(|(lo, hi), (from, to)| (lo.min(from), hi.max(to)));
    let (lo, hi) = hull.unwrap_or((0, u16::MAX));
    lo..=hi
}
