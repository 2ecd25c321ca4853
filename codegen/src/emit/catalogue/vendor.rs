//! A vendor in the catalogue: its domains with their entries, its operations, and its remarks.

use super::entry::{Codeless, Entry, Example};
use super::{flow, rows, shown};
use crate::document::{Document, Inline};
use crate::emit::docs::{Forms, MANY, SUCCESSES, View, properties, sections};
use crate::model::{self, Domain, Entry as What, Statuses};
use crate::render;

pub(super) struct Vendor<'v> {
    pub(super) name: &'v str,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) summary: Inline,
    pub(super) description: Document,
    /// Remarks, rules, headers and limits.
    pub(super) details: Document,
    pub(super) groups: Vec<Group<'v>>,
    pub(super) operations: Vec<Operation<'v>>,
    /// The examples that show none of the book's codes.
    pub(super) other_examples: Vec<Example<'v>>,
}

/// Entries that belong together: the codes of a domain, or everything without a domain.
pub(super) struct Group<'v> {
    pub(super) id: String,
    pub(super) title: String,
    /// The name of the domain; empty for entries without one.
    pub(super) domain: &'v str,
    pub(super) about: Document,
    /// The address of its failures at `faultbook-serve`, up to the code; empty if there is none.
    pub(super) served: String,
    /// The responses with its codes that are decided alike.
    pub(super) forms: Forms,
}

pub(super) struct Operation<'v> {
    pub(super) id: String,
    pub(super) name: &'v str,
    pub(super) about: Document,
    pub(super) flow: Vec<flow::Step>,
}

impl<'v> Vendor<'v> {
    pub(super) fn new(view: &View<'v>) -> Self {
        let vendor = view.vendor;
        let domains = 0..vendor.domains.len();
        let domains = domains.map(|at| domain(view, at));
        let mut description = Document::default();
        description.prose(&vendor.remarks.description);
        let operations = vendor.operations_for_readers();
        Self {
            name: &vendor.name,
            id: view.target("section_vendor").id(),
            title: shown(&vendor.title),
            summary: Inline::sentence(&vendor.summary),
            description,
            details: details(view),
            groups: domains.chain([without_code(view)]).collect(),
            operations: operations.map(|at| operation(view, at)).collect(),
            other_examples: other_examples(view),
        }
    }
}

fn domain<'v>(view: &View<'v>, index: usize) -> Group<'v> {
    let domain = &view.vendor.domains[index];
    let mut about = Document::default();
    sections::about(&mut about, &domain.summary, &domain.remarks);
    sections::envelope(&mut about, domain);
    sections::aside(&mut about, &domain.remarks);
    Group {
        id: view.target(&view.anchors.domains[index]).id(),
        title: shown(&domain.title),
        domain: &domain.name,
        about,
        served: served(view, index),
        forms: Forms::new(view, index),
    }
}

fn served(view: &View<'_>, index: usize) -> String {
    let (vendor, domain) = (view.vendor, &view.vendor.domains[index]);
    if domain.raised_by_client {
        return String::new();
    }
    let operation = &vendor.operations[vendor.operation_of(index)];
    let (vendor, operation, domain) = (&vendor.name, &operation.name, &domain.name);
    format!("{vendor}/{operation}?x-faultbook={domain}/")
}

/// The entry for responses without a known code.
fn without_code<'v>(view: &View<'v>) -> Group<'v> {
    Group {
        id: view.target("section_statuses").id(),
        title: "Without a known code".to_owned(),
        domain: "",
        about: Document::default(),
        served: String::new(),
        forms: Forms::default(),
    }
}

/// The entries of a group: the codes of the domain with this index, or after all domains, the responses without a code.
/// Each is created only when it is needed, because all of them together are many times larger than the output.
pub(super) fn entries<'v>(
    view: &'v View<'_>,
    (at, group): (usize, &'v Group<'v>),
    alike: &'v [Option<Entry<'v>>],
) -> Box<dyn Iterator<Item = Entry<'v>> + 'v> {
    match view.vendor.domains.get(at) {
        Some(domain) => {
            let codes = domain.codes.clone();
            Box::new(codes.filter_map(|code| Entry::listed(view, code, &group.forms, alike)))
        }
        None => Box::new(unknown(view)),
    }
}

/// Statuses first: they are looked up most often.
fn unknown<'v>(view: &'v View<'_>) -> impl Iterator<Item = Entry<'v>> {
    let of_any = unknown_of_any_domain(view);
    let all = view.vendor.entries().enumerate();
    let (plain, others): (Vec<_>, Vec<_>) = all.partition(|(_, what)| *what == What::Plain);
    plain.into_iter().chain(others).flat_map(move |(at, what)| {
        let all = codeless(view, at, what, of_any).into_iter();
        all.filter_map(move |codeless| Entry::without_code(view, what, at, codeless))
    })
}

fn codeless(view: &View<'_>, at: usize, what: What, of_any: Option<usize>) -> Vec<Codeless> {
    match what {
        What::Code(_) => Vec::new(),
        What::Unknown { domain, category } => {
            let unknown = unknown_code(view, domain, category, of_any.is_some());
            let is_listed = of_any.is_none_or(|first| first == domain);
            unknown.filter(|_| is_listed).into_iter().collect()
        }
        What::Plain => plain(view, at),
        What::Doubtful => vec![doubtful()],
    }
}

/// A status without a code, once for each decision.
fn plain(view: &View<'_>, at: usize) -> Vec<Codeless> {
    let codeless = |statuses: Statuses| Codeless {
        anchor: format!("status_{}", statuses.first().map_or(0, |(lo, _)| *lo)),
        title: render::statuses_among(&statuses, &[render::ANY]),
        summary: "No known code in the response.",
        statuses,
    };
    let mut all: Vec<Codeless> = rows::statuses(view, at).into_iter().map(codeless).collect();
    all.sort_by_key(|codeless| render::order(&codeless.title, &codeless.statuses));
    all
}

fn doubtful() -> Codeless {
    Codeless {
        anchor: "section_doubtful".to_owned(),
        title: "A doubtful success".to_owned(),
        summary: "A 2xx whose body cannot be read, does not look like a success of the operation, or reports a failure.",
        statuses: vec![SUCCESSES],
    }
}

/// The first domain, if there are many with the same decisions about unknown codes.
fn unknown_of_any_domain(view: &View<'_>) -> Option<usize> {
    let vendor = view.vendor;
    let is_plain = |domain: &Domain| {
        !domain.raised_by_client
            && !domain.by_status
            && domain.when.is_empty()
            && domain.categories.is_empty()
    };
    let first = vendor.codes.len();
    let is_alike = |operation: &model::Operation| {
        let plans = &operation.plans[first..first + vendor.domains.len()];
        plans.iter().all(|plan| *plan == plans[0])
    };
    let is_alike = vendor.domains.len() > MANY
        && vendor.domains.iter().all(is_plain)
        && vendor.operations.iter().all(is_alike);
    is_alike.then_some(0)
}

/// A code that its domain does not know; `None` if no response can contain one.
fn unknown_code(
    view: &View<'_>,
    domain: usize,
    category: Option<usize>,
    of_any: bool,
) -> Option<Codeless> {
    let own = &view.vendor.domains[domain];
    if own.raised_by_client || own.by_status {
        return None;
    }
    let of = if of_any {
        "any domain".into()
    } else {
        Inline::text(&own.title)
    };
    let title = Inline::from("An unknown code of ") + of;
    let (title, anchor) = match category {
        None => (title, format!("unknown_{domain}")),
        Some(at) => {
            let name = Inline::text(&own.categories[at].name);
            (
                title + ", category " + name,
                format!("unknown_{domain}_{at}"),
            )
        }
    };
    Some(Codeless {
        anchor,
        title: title.plain(),
        summary: "The book does not list it, so its status decides.",
        statuses: view.domain_statuses(domain),
    })
}

fn details(view: &View<'_>) -> Document {
    let mut details = Document::default();
    sections::aside(&mut details, &view.vendor.remarks);
    if view.rules().next().is_some() {
        details.heading(3, "Rules for everything");
        let introduction = "The decisions already include these rules:";
        sections::rules(&mut details, introduction, &view.vendor.rules);
    }
    sections::shared_envelope(&mut details, view, 3, "");
    sections::hints(&mut details, view, 3, "");
    sections::limits(&mut details, view, 3, "");
    details
}

fn operation<'v>(view: &View<'v>, index: usize) -> Operation<'v> {
    let operation = &view.vendor.operations[index];
    let mut about = Document::default();
    sections::about(&mut about, &operation.summary, &operation.remarks);
    about.properties(properties::operation(view, operation));
    sections::aside(&mut about, &operation.remarks);
    Operation {
        id: view.target(&view.anchors.operations[index]).id(),
        name: &operation.name,
        about,
        flow: flow::steps(view, index),
    }
}

fn other_examples<'v>(view: &View<'v>) -> Vec<Example<'v>> {
    let mut is_shown = vec![false; view.vendor.examples.len()];
    let of_codes = view.examples.iter().flatten();
    of_codes.for_each(|index| is_shown[*index] = true);
    let others = (0..is_shown.len()).filter(|index| !is_shown[*index]);
    others.map(|index| Example::new(view, index)).collect()
}
