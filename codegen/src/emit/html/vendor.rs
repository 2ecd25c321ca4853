//! A vendor in the catalogue: its domains with their entries, its operations, and what is said about it as a whole.

use super::entry::{Entry, Met, Shown, facts, labelled, shown_examples};
use super::picture::Picture;
use super::rows;
use super::words::{Words, id, shown};
use crate::emit::markdown::inline::Inline;
use crate::emit::markdown::vendor::statuses::SUCCESSES;
use crate::emit::markdown::vendor::{domains, headers, operations, remarks};
use crate::emit::markdown::view::View;
use crate::emit::markdown::words;
use crate::model::{self, Entry as What};

pub(super) struct Vendor {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) summary: Words,
    pub(super) description: Vec<Words>,
    pub(super) remarks: Vec<(&'static str, Words)>,
    /// Rules, headers and limits, each a table of its own.
    pub(super) tables: Vec<Table>,
    pub(super) groups: Vec<Group>,
    pub(super) operations: Vec<Operation>,
    /// The examples that show no code of the book's.
    pub(super) other_examples: Vec<Shown>,
}

pub(super) struct Table {
    pub(super) title: &'static str,
    pub(super) headings: Vec<&'static str>,
    pub(super) rows: Vec<Vec<Words>>,
}

/// What is said of entries that belong together: the codes of a domain, or all that comes without one.
pub(super) struct Group {
    pub(super) id: String,
    pub(super) title: String,
    /// The domain's name; empty if it is none.
    pub(super) domain: String,
    pub(super) about: Vec<Words>,
    pub(super) remarks: Vec<(&'static str, Words)>,
    /// What is read from its responses, and where it stands.
    pub(super) places: Vec<[Words; 2]>,
}

pub(super) struct Operation {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) summary: Words,
    pub(super) description: Vec<Words>,
    pub(super) facts: Vec<(String, Words)>,
    pub(super) remarks: Vec<(&'static str, Words)>,
    pub(super) picture: Picture,
}

impl Table {
    fn new<const N: usize>(
        title: &'static str,
        headings: [&'static str; N],
        rows: &[[Inline; N]],
    ) -> Self {
        let told = rows.iter().map(|row| row.iter().map(Words::of).collect());
        Self {
            title,
            headings: headings.to_vec(),
            rows: told.collect(),
        }
    }
}

impl Vendor {
    pub(super) fn new(view: &View<'_>) -> Self {
        let vendor = view.vendor;
        let mut groups: Vec<Group> = (0..vendor.domains.len())
            .map(|at| domain(view, at))
            .collect();
        groups.push(without_code(view));
        Self {
            name: vendor.name.clone(),
            id: id(&vendor.name, "section_vendor"),
            title: shown(&vendor.title),
            summary: Words::sentence(&vendor.summary),
            description: Words::paragraphs(&vendor.remarks.description),
            remarks: labelled(&vendor.remarks),
            tables: tables(view),
            groups,
            operations: view
                .vendor
                .operations_to_tell()
                .map(|at| operation(view, at))
                .collect(),
            other_examples: other_examples(view),
        }
    }
}

fn domain(view: &View<'_>, index: usize) -> Group {
    let domain = &view.vendor.domains[index];
    let mut about = vec![Words::sentence(&domain.summary)];
    about.extend(Words::paragraphs(&domain.remarks.description));
    about.push(Words::of(&belongs(domain)));
    about.retain(|words| !words.is_empty());
    let places = domains::places(&domain.envelope);
    let is_read = !domain.raised_by_client;
    Group {
        id: id(&view.vendor.name, &view.anchors.domains[index]),
        title: shown(&domain.title),
        domain: domain.name.clone(),
        about,
        remarks: labelled(&domain.remarks),
        places: places
            .iter()
            .filter(|_| is_read)
            .map(|row| row.each_ref().map(Words::of))
            .collect(),
    }
}

/// Which responses are a domain's.
fn belongs(domain: &model::Domain) -> Inline {
    if domain.raised_by_client {
        return Inline::own("No response carries these codes: the caller itself reports them.");
    }
    if domain.when.is_empty() {
        return Inline::own("Every response belongs here.");
    }
    Inline::own("A response belongs here when ") + words::condition(&domain.when) + "."
}

/// What becomes of a response without a code that the book knows.
fn without_code(view: &View<'_>) -> Group {
    let about = "A proxy's error page, an empty body, a code that is newer than the book: where no \
                 known code can be read, the status decides. Nothing doubtful is ever a success.";
    Group {
        id: id(&view.vendor.name, "section_statuses"),
        title: "Without a known code".to_owned(),
        domain: String::new(),
        about: vec![Words::of(&Inline::own(about))],
        remarks: Vec::new(),
        places: Vec::new(),
    }
}

/// The entries of a group: of the codes of the domain of this index, or behind all domains, of what comes without one. Each
/// is made when it is its turn, because all together are many times larger than what is written of them.
pub(super) fn entries<'v>(
    view: &'v View<'_>,
    group: usize,
) -> Box<dyn Iterator<Item = Entry> + 'v> {
    match view.vendor.domains.get(group) {
        Some(domain) => Box::new(
            domain
                .codes
                .clone()
                .filter_map(|code| Entry::of_code(view, code)),
        ),
        None => Box::new(unknown(view)),
    }
}

/// Statuses first: they are what is looked for most.
fn unknown(view: &View<'_>) -> impl Iterator<Item = Entry> {
    let all = view.vendor.entries().enumerate();
    let (plain, others): (Vec<_>, Vec<_>) = all.partition(|(_, what)| *what == What::Plain);
    plain.into_iter().chain(others).flat_map(move |(at, what)| {
        let all = met(view, at, what);
        all.into_iter()
            .filter_map(move |met| Entry::without_code(view, what, at, &met))
    })
}

fn met(view: &View<'_>, at: usize, what: What) -> Vec<Met> {
    match what {
        What::Code(_) => Vec::new(),
        What::Unknown { domain, category } => {
            unknown_code(view, domain, category).into_iter().collect()
        }
        What::Plain => plain(view, at),
        What::Doubtful => vec![doubtful()],
    }
}

/// A status without a code, once for each decision.
fn plain(view: &View<'_>, at: usize) -> Vec<Met> {
    let met = rows::statuses(view, at).into_iter().map(|statuses| {
        let title = words::statuses_among(&statuses, &[words::ANY]);
        Met {
            anchor: format!("status_{}", statuses.first().map_or(0, |(lo, _)| *lo)),
            title,
            summary: Inline::own("No known code in the response."),
            statuses,
        }
    });
    let mut all: Vec<Met> = met.collect();
    all.sort_by_key(|met| {
        let first = met.statuses.first().map_or(0, |(lo, _)| *lo);
        (first / 100, met.title.contains("other"), first)
    });
    all
}

fn doubtful() -> Met {
    Met {
        anchor: "section_doubtful".to_owned(),
        title: "A doubtful success".to_owned(),
        summary: Inline::own(
            "A 2xx whose body cannot be read, is not what a success of the operation looks like, or tells of a failure.",
        ),
        statuses: vec![SUCCESSES],
    }
}

/// A code that its domain does not know; nothing if no response can carry one.
fn unknown_code(view: &View<'_>, domain: usize, category: Option<usize>) -> Option<Met> {
    let own = &view.vendor.domains[domain];
    if own.raised_by_client || own.by_status {
        return None;
    }
    let title = Inline::own("An unknown code of ") + Inline::text(&own.title);
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
    Some(Met {
        anchor,
        title: Words::of(&title).plain(),
        summary: Inline::own("The book does not list it, so its status decides."),
        statuses: view.domain_statuses(domain),
    })
}

fn tables(view: &View<'_>) -> Vec<Table> {
    let vendor = view.vendor;
    let rules = vendor.rules.iter().filter(|rule| rule.taken);
    let rules: Vec<[Inline; 2]> = rules.map(rule).collect();
    let shared = domains::places(&vendor.envelope);
    let all = [
        Table::new("Rules for everything", ["When", "Because"], &rules),
        Table::new(
            "What every response may carry",
            ["What", "Where it stands"],
            &shared,
        ),
        Table::new(
            "Headers",
            ["Header", "Meaning"],
            &headers::rows(&vendor.hints),
        ),
        Table::new(
            "Limits",
            ["Limit", "Kind", "Holds for", "Note"],
            &remarks::all_limits(view),
        ),
    ];
    all.into_iter()
        .filter(|table| !table.rows.is_empty())
        .collect()
}

fn rule(rule: &model::RuleText) -> [Inline; 2] {
    let because = rule.because.as_deref().unwrap_or_default();
    [Inline::prose(&rule.when), Inline::sentence(because)]
}

fn operation(view: &View<'_>, index: usize) -> Operation {
    let operation = &view.vendor.operations[index];
    Operation {
        id: id(&view.vendor.name, &view.anchors.operations[index]),
        name: operation.name.clone(),
        summary: Words::sentence(&operation.summary),
        description: Words::paragraphs(&operation.remarks.description),
        facts: facts(operations::facts(view, operation)),
        remarks: labelled(&operation.remarks),
        picture: Picture::new(view, index),
    }
}

fn other_examples(view: &View<'_>) -> Vec<Shown> {
    let mut is_shown = vec![false; view.vendor.examples.len()];
    view.examples
        .iter()
        .flatten()
        .for_each(|index| is_shown[*index] = true);
    let others: Vec<usize> = (0..is_shown.len())
        .filter(|index| !is_shown[*index])
        .collect();
    shown_examples(view, &others)
}
