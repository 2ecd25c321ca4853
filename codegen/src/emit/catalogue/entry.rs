//! An entry of the catalogue: a code, or responses without a known one.

use std::collections::BTreeSet;

use super::rows::{self, Reason, Row};
use super::shown;
use crate::document::{Document, Inline, Property};
use crate::emit::docs::{DecisionView, Forms, View, anchors, properties, sections};
use crate::model::{Arm, Decision, Entry as What, Statuses};
use crate::render::{self, joined};

pub(super) struct Entry<'v> {
    pub(super) id: String,
    pub(super) vendor: &'v str,
    pub(super) title: String,
    pub(super) summary: Inline,
    pub(super) statuses: String,
    ranges: Statuses,
    pub(super) usual: DecisionView<'v>,
    pub(super) why: Vec<Reason>,
    pub(super) rows: Vec<Row<'v>>,
    pub(super) about: About<'v>,
    /// A link to its decisions, if many codes share them; then it has no rows.
    pub(super) alike: Option<Alike>,
}

/// What is known about a code besides its decisions.
#[derive(Default)]
pub(super) struct About<'v> {
    /// Whether the title is the text on the wire.
    pub(super) is_code: bool,
    /// The name that explains a title such as `404`.
    pub(super) name: &'v str,
    /// Empty if it is not deprecated.
    pub(super) deprecation: Inline,
    pub(super) description: Document,
    /// Advice, notes and the source.
    pub(super) remarks: Document,
    pub(super) properties: Vec<Property>,
    pub(super) examples: Vec<Example<'v>>,
    /// A response, if there is no example.
    pub(super) sample: Document,
    /// The position of the form of this response, if other codes share it.
    pub(super) form: Option<usize>,
}

/// What many codes share.
pub(super) struct Alike {
    /// The anchor of their common entry.
    pub(super) id: String,
    pub(super) codes: usize,
    retry_varies: bool,
}

/// An example for display.
pub(super) struct Example<'v> {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) operation: &'v str,
    pub(super) contents: Document,
}

/// What is known about an entry without a code.
pub(super) struct Codeless {
    pub(super) anchor: String,
    pub(super) title: String,
    pub(super) summary: &'static str,
    pub(super) statuses: Statuses,
}

impl<'v> Entry<'v> {
    /// The decisions about the codes of a group; `None` if no call can receive them.
    pub(super) fn of_group(view: &'v View<'_>, group: usize) -> Option<Self> {
        let first = *view.alike.groups[group].first()?;
        let rows = rows::rows(view, What::Code(first), first, &view.code_statuses(first));
        Some(Self {
            id: view.target(&anchors::alike(group)).id(),
            ..Self::of_code(view, first, rows, None)?
        })
    }

    /// A code; `None` if no call can receive it. `groups` are the entries of the vendor's groups.
    pub(super) fn listed(
        view: &'v View<'_>,
        index: usize,
        forms: &Forms,
        groups: &[Option<Self>],
    ) -> Option<Self> {
        let Some(group) = view.alike.group(index) else {
            let rows = rows::rows(view, What::Code(index), index, &view.code_statuses(index));
            return Self::of_code(view, index, rows, None);
        };
        let decided = groups.get(group)?.as_ref()?;
        let alike = Alike {
            id: decided.id.clone(),
            codes: view.alike.groups[group].len(),
            retry_varies: decided.retry_varies(),
        };
        Some(Self {
            alike: Some(alike),
            ..Self::of_code(view, index, Vec::new(), forms.shared_by(index))?
        })
    }

    fn of_code(
        view: &'v View<'_>,
        index: usize,
        rows: Vec<Row<'v>>,
        form: Option<usize>,
    ) -> Option<Self> {
        let code = &view.vendor.codes[index];
        let by_status = view.vendor.domains[code.domain].by_status;
        let usual = view.usual(index)?;
        let mut about = About {
            is_code: true,
            name: if by_status { &code.ident } else { "" },
            deprecation: properties::deprecation(view, index),
            properties: properties::code(view, index).into(),
            form,
            ..About::default()
        };
        about.description.prose(&code.remarks.description);
        sections::aside(&mut about.remarks, &code.remarks);
        if form.is_none() {
            sections::sample(&mut about.sample, view, index);
        }
        let examples = view.examples[index].iter();
        about.examples = examples.map(|at| Example::new(view, *at)).collect();
        // Where the status is the code, it is the title.
        let statuses = (!by_status).then(|| properties::code_statuses(view, index).plain());
        Some(Self {
            id: view.target(&view.anchors.codes[index]).id(),
            vendor: &view.vendor.name,
            title: shown(&code.wire),
            summary: Inline::sentence(&code.summary),
            statuses: statuses.unwrap_or_default(),
            ranges: view.code_statuses(index),
            usual,
            why: rows::reasons(&usual, view.vendor.request),
            rows,
            about,
            alike: None,
        })
    }

    /// Responses without a known code, at these statuses.
    pub(super) fn without_code(
        view: &'v View<'_>,
        what: What,
        at: usize,
        codeless: Codeless,
    ) -> Option<Self> {
        let request = &view.vendor.operations[view.vendor.request];
        let plan = &view.vendor.plans[request.plans[at]];
        let usual = typical(plan, codeless.statuses.first()?.0)?;
        let usual = view.decided(None, usual);
        Some(Self {
            id: view.target(&codeless.anchor).id(),
            vendor: &view.vendor.name,
            title: codeless.title,
            summary: codeless.summary.into(),
            statuses: render::statuses_among(&codeless.statuses, &[render::ANY]),
            usual,
            why: rows::reasons(&usual, view.vendor.request),
            rows: rows::rows(view, what, at, &codeless.statuses),
            ranges: codeless.statuses,
            about: About::default(),
            alike: None,
        })
    }

    /// The statuses in the format of the search: `404-404 500-599`.
    pub(super) fn ranges(&self) -> String {
        let ranges = self.ranges.iter().map(|(lo, hi)| format!("{lo}-{hi}"));
        joined(ranges, " ")
    }

    /// The classes of all its decisions, for the filter.
    pub(super) fn classes(&self) -> String {
        self.all(|decision| vec![decision.class().name.as_str()])
    }

    /// The actions that any of its decisions requires.
    pub(super) fn actions(&self) -> String {
        self.all(|decision| decision.actions().iter().map(|step| step.name).collect())
    }

    /// The actors of these actions.
    pub(super) fn actors(&self) -> String {
        self.all(|decision| decision.actions().iter().map(|step| step.actor).collect())
    }

    /// The kinds of retry of all its decisions.
    pub(super) fn retries(&self) -> String {
        self.all(|decision| vec![decision.retry_kind()])
    }

    /// Whether operations decide differently, or the rest of the response matters.
    pub(super) fn varies(&self) -> bool {
        self.rows.len() > 1
    }

    /// Whether some operations or some cases are retried differently from most.
    pub(super) fn retry_varies(&self) -> bool {
        if let Some(alike) = &self.alike {
            return alike.retry_varies;
        }
        let usual = self.usual.retry_briefly();
        let mut decisions = self.rows.iter().map(|row| &row.decision);
        decisions.any(|decision| decision.retry_briefly() != usual)
    }

    /// The operations that do not decide like `request`.
    pub(super) fn differing(&self) -> Vec<&Inline> {
        let usual = self.rows.first().and_then(|row| row.operations.first());
        let others = self
            .rows
            .iter()
            .filter(|row| row.operations.first() != usual);
        let mut links: Vec<&Inline> = Vec::new();
        for link in others.flat_map(|row| &row.operations) {
            if !links.contains(&link) {
                links.push(link);
            }
        }
        links
    }

    fn all(&self, of: impl Fn(&DecisionView<'v>) -> Vec<&'v str>) -> String {
        let decisions = self.rows.iter().map(|row| &row.decision);
        let named: BTreeSet<&str> = decisions.chain([&self.usual]).flat_map(of).collect();
        joined(named.iter().filter(|name| !name.is_empty()), " ")
    }
}

impl<'v> Example<'v> {
    pub(super) fn new(view: &View<'v>, index: usize) -> Self {
        let example = &view.vendor.examples[index];
        let mut contents = Document::default();
        sections::example(&mut contents, view, example);
        Self {
            id: view.target(&view.anchors.examples[index]).id(),
            title: Inline::text(&properties::title(&example.name)).plain(),
            operation: &view.vendor.operations[example.operation].name,
            contents,
        }
    }
}

/// The decision of a plan for a status when nothing else is known about the response.
fn typical(plan: &[Arm], status: u16) -> Option<&Decision> {
    let mut arms = plan
        .iter()
        .filter(|arm| (arm.lo..=arm.hi).contains(&status));
    arms.find(|arm| arm.conditions.is_empty())
        .map(|arm| &*arm.decision)
}
