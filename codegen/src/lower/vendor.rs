//! `<vendor>.yaml`: one vendor's domains, codes and operations, and the plans for all of them.

use std::collections::{BTreeMap, BTreeSet};

use faultbook_runtime::v1::MAX_SLOTS;

use super::remarks::{self, written};
use super::vocabulary::Vocabulary;
use super::{conditions, entries, envelopes, examples, fields};
use crate::decide::{Layers, Planner, Says, Subject};
use crate::diagnostics::{Id, Mistake, Path, Sink};
use crate::model::{
    Category, Code, Condition, Deprecated, Domain, Entry, Envelope, Operation, RuleText, Source,
    Test, Vendor,
};
use crate::parse;
use crate::syntax;

/// The operation that every vendor has.
const REQUEST: &str = "request";

/// The names that a vendor's file can refer to.
pub(crate) struct Scope<'s> {
    pub(crate) vocabulary: &'s Vocabulary<'s>,
    pub(crate) domains: Vec<&'s str>,
    /// By domain.
    pub(crate) categories: Vec<Vec<&'s str>>,
    /// The codes of each wire string, as indices into the vendor's codes.
    pub(crate) codes: BTreeMap<&'s str, Vec<usize>>,
    pub(crate) operations: Vec<&'s str>,
}

/// The parts of a vendor's file, without those that stand there twice.
struct Parts<'s> {
    domains: Vec<(&'s str, &'s syntax::Domain)>,
    categories: Vec<Vec<(&'s str, &'s syntax::Category)>>,
    codes: Vec<Vec<(&'s str, &'s syntax::Code)>>,
    operations: Vec<(&'s str, &'s syntax::Operation)>,
}

pub(crate) fn lower(
    own: &syntax::Vendor,
    vocabulary: &Vocabulary<'_>,
    sink: &mut Sink<'_>,
) -> Vendor {
    let root = Path::ROOT;
    let parts = parts(own, sink);
    let scope = scope(&parts, vocabulary);
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
                "say it in each domain",
            ),
        );
    }
    let ident = sink
        .parsed(
            &root.key("vendor"),
            Id::InvalidName,
            "name",
            parse::identifier(&own.vendor),
        )
        .unwrap_or_default();
    let domains = domains(&parts, &envelope, sink);
    refuse_repeated_types(&ident, &domains, sink);
    let mut vendor = Vendor {
        name: name(own, sink),
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
        envelope,
        domains,
        codes: codes(&parts, &layers, sink),
        operations: operations(&parts, &scope, sink),
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
    if decide(&mut vendor, &layers, vocabulary) {
        let mistake = Mistake::new(
            Id::TooMany,
            "too many rules multiply",
            "rules of several places look at the same responses",
        );
        sink.at(
            &root.key("vendor"),
            &mistake.help("rules that look at fields or messages should stand in one place"),
        );
    }
    vendor.examples = examples::lower(&own.examples, &vendor, &scope, sink);
    vendor
}

/// The vendor's name, which is also that of its file and its module.
fn name(own: &syntax::Vendor, sink: &mut Sink<'_>) -> String {
    let path = Path::ROOT.key("vendor");
    sink.parsed(&path, Id::InvalidName, "name", parse::snake(&own.vendor));
    let stem = sink.source.stem();
    if stem != own.vendor {
        let mistake = Mistake::new(
            Id::VendorFileName,
            format!("vendor `{}` in the file of `{stem}`", own.vendor),
            "not the file's name",
        );
        sink.at(
            &path,
            &mistake.help("the file, the module and the vendor have one name"),
        );
    }
    if ["book", "tables"].contains(&own.vendor.as_str()) {
        sink.at(
            &path,
            &Mistake::new(
                Id::NameClash,
                "this name is taken by the book itself",
                "choose another name",
            ),
        );
    }
    own.vendor.clone()
}

fn parts<'s>(own: &'s syntax::Vendor, sink: &mut Sink<'_>) -> Parts<'s> {
    let path = Path::ROOT.key("domains");
    let domains = entries(&own.domains, &path, sink);
    let mut categories = Vec::new();
    let mut codes = Vec::new();
    for (name, domain) in &domains {
        let path = path.key(name);
        categories.push(entries(&domain.categories, &path.key("categories"), sink));
        codes.push(entries(&domain.codes, &path.key("codes"), sink));
    }
    Parts {
        domains,
        categories,
        codes,
        operations: entries(&own.operations, &Path::ROOT.key("operations"), sink),
    }
}

fn scope<'s>(parts: &Parts<'s>, vocabulary: &'s Vocabulary<'s>) -> Scope<'s> {
    let mut codes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, (wire, _)) in parts.codes.iter().flatten().enumerate() {
        codes.entry(*wire).or_default().push(index);
    }
    let mut operations: Vec<&str> = parts.operations.iter().map(|(name, _)| *name).collect();
    if !operations.contains(&REQUEST) {
        operations.push(REQUEST);
    }
    let names = |categories: &Vec<(&'s str, _)>| categories.iter().map(|(name, _)| *name).collect();
    Scope {
        vocabulary,
        domains: parts.domains.iter().map(|(name, _)| *name).collect(),
        categories: parts.categories.iter().map(names).collect(),
        codes,
        operations,
    }
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
                &|_| None,
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
    refuse_decisions_of_request(&layers, scope, sink);
    layers
}

/// `request` stands in for whatever is not listed, so nothing can be particular to it.
fn refuse_decisions_of_request(layers: &Layers, scope: &Scope<'_>, sink: &mut Sink<'_>) {
    let request = scope
        .operations
        .iter()
        .zip(&layers.operations)
        .find(|(name, _)| **name == REQUEST);
    let path = Path::ROOT.key("operations");
    if request.is_some_and(|(_, says)| !says.rules.is_empty() || !says.fields.is_empty()) {
        let mistake = Mistake::new(
            Id::RequestDecides,
            "`request` decides something of its own",
            "it stands in for any other operation",
        );
        sink.at_key(
            &path.key(REQUEST),
            &mistake.help("what holds everywhere stands on the vendor"),
        );
    }
}

fn domains(parts: &Parts<'_>, shared: &Envelope, sink: &mut Sink<'_>) -> Vec<Domain> {
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
    sink.parsed_key(path, Id::InvalidName, "name", parse::snake(name));
    let ident = sink
        .parsed_key(path, Id::InvalidName, "name", parse::identifier(name))
        .unwrap_or_default();
    let type_ident = match &own.type_name {
        Some(given) => sink
            .parsed(
                &path.key("type"),
                Id::InvalidName,
                "type",
                same_identifier(given),
            )
            .unwrap_or_default(),
        None => format!("{ident}Code"),
    };
    let envelope_path = path.key("envelope");
    let mut envelope = envelopes::lower(&own.envelope, shared, &envelope_path, sink);
    let by_status = flag(
        own.key.as_deref(),
        "status",
        Some("code"),
        &path.key("key"),
        sink,
    );
    if by_status {
        envelope.code = vec![Source::Status];
    }
    let when = own
        .envelope
        .when
        .as_ref()
        .map(|when| conditions::condition(when, &envelope_path.key("when"), sink));
    let when = when.unwrap_or_default();
    let raised_by_client = flag(
        own.raised_by.as_deref(),
        "client",
        None,
        &path.key("raised_by"),
        sink,
    );
    let says_where = own.envelope.code.is_some() || !shared.code.is_empty() || by_status;
    if !says_where && !raised_by_client && !codes.is_empty() {
        let mistake = Mistake::new(
            Id::NoCodeSource,
            format!("nothing says where the codes of `{name}` are"),
            "no `code` in its envelope",
        );
        sink.at_key(
            path,
            &mistake.help("or `key: status`, or `raised_by: client`"),
        );
    }
    Domain {
        name: name.to_owned(),
        ident,
        type_ident,
        title: own.title.as_deref().unwrap_or(name).trim().to_owned(),
        summary: remarks::text(own.summary.as_ref()),
        remarks: remarks::lower(&written!(own), path, sink),
        raised_by_client,
        by_status,
        typical_status: typical_status(&when).filter(|_| !raised_by_client),
        when,
        envelope,
        categories: categories
            .iter()
            .map(|(name, category)| lower_category(name, category))
            .collect(),
        codes,
        rules: fields::texts(&own.rules),
    }
}

/// Whether a key has the value that matters; any but the two is told.
fn flag(
    given: Option<&str>,
    yes: &str,
    no: Option<&str>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> bool {
    if given.is_some_and(|given| given != yes && Some(given) != no) {
        let values = no.map_or_else(|| format!("`{yes}`"), |no| format!("`{yes}` or `{no}`"));
        sink.at(
            path,
            &Mistake::new(
                Id::InvalidWord,
                "unknown value",
                format!("the value is {values}"),
            ),
        );
    }
    given == Some(yes)
}

fn same_identifier(given: &str) -> Result<String, String> {
    let made = parse::identifier(given)?;
    if made == given {
        Ok(made)
    } else {
        Err(format!("a type is written like `{made}`"))
    }
}

fn lower_category(name: &str, own: &syntax::Category) -> Category {
    Category {
        name: name.to_owned(),
        summary: own.summary.trim().to_owned(),
        description: remarks::text(own.description.as_ref()),
    }
}

/// The status that a condition is mostly about: one that it names exactly, else one that stands for its kind.
fn typical_status(when: &Condition) -> Option<u16> {
    let ranges = when.iter().flatten().filter_map(|test| match test {
        Test::Status(ranges) => Some(ranges),
        _ => None,
    });
    let ranges: Vec<(u16, u16)> = ranges.flatten().copied().collect();
    let exact = ranges.iter().find(|(lo, hi)| lo == hi).map(|(lo, _)| *lo);
    let named = |status: &u16| ranges.iter().any(|(lo, hi)| (lo..=hi).contains(&status));
    exact
        .or_else(|| [400, 500, 200].into_iter().find(named))
        .or(ranges.first().map(|(lo, _)| *lo))
}

fn refuse_repeated_types(vendor: &str, domains: &[Domain], sink: &mut Sink<'_>) {
    let path = Path::ROOT.key("domains");
    let mut taken: BTreeSet<&str> = ["Code", "Operation", "Fault", "Success", vendor].into();
    let mut variants = BTreeSet::new();
    for domain in domains {
        if !taken.insert(&domain.type_ident) || !variants.insert(&domain.ident) {
            let mistake = Mistake::new(
                Id::NameClash,
                format!("the type `{}` is taken", domain.type_ident),
                "its codes need a type",
            );
            sink.at_key(
                &path.key(&domain.name),
                &mistake.help("give the domain another `type`"),
            );
        }
    }
}

fn codes(parts: &Parts<'_>, layers: &Layers, sink: &mut Sink<'_>) -> Vec<Code> {
    let path = Path::ROOT.key("domains");
    let mut codes: Vec<Code> = Vec::new();
    for (index, (name, domain)) in parts.domains.iter().enumerate() {
        let path = path.key(name);
        let codes_path = path.key("codes");
        let categories: Vec<&str> = parts.categories[index]
            .iter()
            .map(|(name, _)| *name)
            .collect();
        let mut idents = BTreeMap::new();
        let mut wires: BTreeSet<&str> = parts.codes[index].iter().map(|(wire, _)| *wire).collect();
        for (wire, own) in &parts.codes[index] {
            let path = codes_path.key(wire);
            let says = &layers.codes[codes.len()];
            let code = code(wire, own, (index, *domain), &categories, says, &path, sink);
            if let Some(first) = idents
                .insert(code.ident.clone(), *wire)
                .filter(|_| !code.ident.is_empty())
            {
                let message = format!("two codes become `{}`", code.ident);
                let mistake = Mistake::new(Id::NameClash, message, "the second one");
                sink.clash(
                    &path,
                    &codes_path.key(first),
                    &mistake.help("give one of them a `name`"),
                );
            }
            refuse_repeated_aliases(own, &mut wires, &path, sink);
            codes.push(code);
        }
    }
    codes
}

fn refuse_repeated_aliases<'s>(
    own: &'s syntax::Code,
    wires: &mut BTreeSet<&'s str>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) {
    conditions::for_each(&own.aliases, &path.key("aliases"), |alias, path| {
        if !wires.insert(&alias.0) {
            sink.at(
                path,
                &Mistake::new(
                    Id::NameClash,
                    format!("`{}` is another code already", alias.0),
                    "an alias must be new",
                ),
            );
        }
    });
}

fn code(
    wire: &str,
    own: &syntax::Code,
    (index, domain): (usize, &syntax::Domain),
    categories: &[&str],
    says: &Says,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Code {
    let message = says.fields.user_message.iter().flatten();
    Code {
        wire: wire.to_owned(),
        ident: code_ident(wire, own, domain, path, sink),
        domain: index,
        category: own
            .category
            .as_ref()
            .and_then(|name| sink.find(&path.key("category"), "category", name, categories)),
        statuses: statuses(wire, own, domain, path, sink),
        summary: own.summary.trim().to_owned(),
        remarks: remarks::lower(&written!(own), path, sink),
        user_message: message.map(literal).collect(),
        aliases: own
            .aliases
            .items
            .iter()
            .map(|alias| alias.0.clone())
            .collect(),
        since: own.since.as_ref().map(|since| since.0.clone()),
        deprecated: own
            .deprecated
            .as_ref()
            .map(|own| deprecated(own, domain, &path.key("deprecated"), sink)),
        rules: fields::texts(&own.rules),
    }
}

fn literal(part: &crate::model::Part) -> &str {
    match part {
        crate::model::Part::Literal(text) => text,
        crate::model::Part::Capture { .. } => "",
    }
}

fn code_ident(
    wire: &str,
    own: &syntax::Code,
    domain: &syntax::Domain,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> String {
    if wire.is_empty() || wire.len() > 200 {
        sink.at_key(
            path,
            &Mistake::new(
                Id::InvalidCode,
                "a code has 1 to 200 bytes",
                "on the wire, an empty code is no code",
            ),
        );
    }
    if let Some(name) = &own.name {
        return sink
            .parsed(
                &path.key("name"),
                Id::InvalidName,
                "name",
                parse::identifier(name),
            )
            .unwrap_or_default();
    }
    let prefixes = domain.strip_prefix.items.iter();
    let stripped = prefixes
        .filter_map(|prefix| wire.strip_prefix(prefix.0.as_str()))
        .min_by_key(|rest| rest.len());
    let ident = parse::identifier(stripped.unwrap_or(wire));
    let ident = ident.map_err(|label| {
        Mistake::new(Id::InvalidName, format!("`{wire}` makes no name"), label)
            .help("give the code a `name`")
    });
    ident
        .map_err(|mistake| sink.at_key(path, &mistake))
        .unwrap_or_default()
}

fn statuses(
    wire: &str,
    own: &syntax::Code,
    domain: &syntax::Domain,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Vec<u16> {
    let mut statuses = Vec::new();
    if domain.key.as_deref() == Some("status") {
        statuses.extend(sink.parsed_key(path, Id::InvalidStatus, "status", parse::status(wire)));
        if !own.status.items.is_empty() {
            sink.at_key(
                &path.key("status"),
                &Mistake::new(
                    Id::StatusTwice,
                    "the key is the status already",
                    "leave it out",
                ),
            );
        }
    }
    conditions::for_each(&own.status, &path.key("status"), |word, path| {
        statuses.extend(sink.parsed(path, Id::InvalidStatus, "status", parse::status(&word.0)));
    });
    statuses
}

fn deprecated(
    own: &syntax::Deprecated,
    domain: &syntax::Domain,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Deprecated {
    let word = |word: &Option<syntax::Word>| word.as_ref().map(|word| word.0.clone());
    if let Some(replacement) = &own.replaced_by {
        let known: Vec<&str> = domain.codes.keys().collect();
        sink.find(&path.key("replaced_by"), "code", &replacement.0, &known);
    }
    Deprecated {
        since: word(&own.since),
        replaced_by: word(&own.replaced_by),
        note: own.note.clone(),
    }
}

fn operations(parts: &Parts<'_>, scope: &Scope<'_>, sink: &mut Sink<'_>) -> Vec<Operation> {
    let path = Path::ROOT.key("operations");
    let mut idents = BTreeSet::new();
    let mut lowered = Vec::new();
    for name in &scope.operations {
        let path = path.key(name);
        let own = parts
            .operations
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, own)| *own);
        let operation = operation(name, own, scope, &path, sink);
        if !idents.insert(operation.ident.clone()) {
            let mistake = Mistake::new(
                Id::NameClash,
                format!("two operations become `{}`", operation.ident),
                "the second one",
            );
            sink.at_key(&path, &mistake);
        }
        lowered.push(operation);
    }
    lowered
}

fn operation(
    name: &str,
    own: Option<&syntax::Operation>,
    scope: &Scope<'_>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Operation {
    sink.parsed_key(path, Id::InvalidName, "name", parse::snake(name));
    let ident = sink
        .parsed_key(path, Id::InvalidName, "name", parse::identifier(name))
        .unwrap_or_default();
    let all = || (0..scope.domains.len()).collect();
    let Some(own) = own else {
        let summary = "Any other call".to_owned();
        return Operation {
            name: name.to_owned(),
            ident,
            summary,
            domains: all(),
            ..Operation::default()
        };
    };
    let mut domains = own.domains.is_none().then(all).unwrap_or_default();
    if let Some(names) = &own.domains {
        conditions::for_each(names, &path.key("domains"), |name, path| {
            domains.extend(sink.find(path, "domain", &name.0, &scope.domains));
        });
    }
    let success = own
        .success
        .as_ref()
        .map(|when| conditions::condition(when, &path.key("success"), sink));
    Operation {
        name: name.to_owned(),
        ident,
        summary: remarks::text(own.summary.as_ref()),
        endpoint: own.endpoint.clone(),
        remarks: remarks::lower(&written!(own), path, sink),
        domains,
        success: success.unwrap_or_default(),
        idempotent: own.idempotent,
        failure_reason: own.failure_reason.clone(),
        rules: fields::texts(&own.rules),
        plans: Vec::new(),
    }
}

/// What the tables have no room for.
fn refuse_what_does_not_fit(vendor: &Vendor, sink: &mut Sink<'_>) {
    let path = Path::ROOT.key("domains");
    if vendor.entries().count() >= usize::from(u16::MAX) {
        let mistake = Mistake::new(
            Id::TooMany,
            "a vendor has at most 65,000 codes",
            "more than that",
        );
        sink.at_key(&path, &mistake.help("split the vendor"));
    }
    let wanted = crate::tables::pointers(vendor);
    if wanted.len() > MAX_SLOTS {
        let mistake = Mistake::new(
            Id::TooMany,
            format!("a vendor reads at most {MAX_SLOTS} places of a body"),
            format!("{} here", wanted.len()),
        );
        sink.at_key(
            &path,
            &mistake.help("share envelopes between domains, or leave out fields"),
        );
    }
}

/// Takes all decisions. Returns whether there were too many to take.
fn decide(vendor: &mut Vendor, layers: &Layers, vocabulary: &Vocabulary<'_>) -> bool {
    let entries: Vec<Entry> = vendor.entries().collect();
    let mut planner = Planner::new(&vocabulary.classes, &vocabulary.status_classes, layers);
    for operation in 0..vendor.operations.len() {
        let plans = entries
            .iter()
            .map(|entry| planner.plan(operation, &subject(vendor, *entry)))
            .collect();
        vendor.operations[operation].plans = plans;
    }
    let overflows = planner.overflows;
    vendor.plans = planner.finish();
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
    overflows
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
