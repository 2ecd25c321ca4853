//! An entry of the catalogue: a code, or what comes without one that is known.

use std::collections::BTreeSet;

use super::rows::{self, Row};
use super::verdict::{Link, Verdict};
use super::words::{Words, id, shown, shown_lines};
use crate::emit::markdown::inline::{Inline, source};
use crate::emit::markdown::vendor::remarks::Fact;
use crate::emit::markdown::vendor::{code_facts, examples, expectations, remarks};
use crate::emit::markdown::view::View;
use crate::emit::markdown::words;
use crate::model::{Arm, Code, Decision, Entry as What, Example, Remarks, Situation, Statuses};

pub(super) struct Entry {
    pub(super) id: String,
    pub(super) vendor: String,
    pub(super) title: String,
    /// What the title is called, where it says little by itself.
    pub(super) name: String,
    /// Whether the title is what stands on the wire.
    pub(super) is_code: bool,
    pub(super) summary: Words,
    pub(super) statuses: String,
    /// The statuses as the search reads them: `404-404 500-599`.
    pub(super) ranges: String,
    pub(super) usual: Verdict,
    pub(super) is_deprecated: bool,
    pub(super) deprecation: Words,
    pub(super) description: Vec<Words>,
    /// Advice, notes and the source, each with its label.
    pub(super) remarks: Vec<(&'static str, Words)>,
    pub(super) facts: Vec<(String, Words)>,
    pub(super) rows: Vec<Row>,
    pub(super) examples: Vec<Shown>,
}

/// An example as it is shown.
pub(super) struct Shown {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) operation: String,
    /// What came; empty if the caller itself reports the code.
    pub(super) response: String,
    pub(super) raised: String,
    pub(super) expected: Words,
    pub(super) note: Words,
    pub(super) source: Words,
}

impl Entry {
    /// A code; nothing if no call can meet it.
    pub(super) fn of_code(view: &View<'_>, index: usize) -> Option<Self> {
        let code = &view.vendor.codes[index];
        let domain = &view.vendor.domains[code.domain];
        let usual = Verdict::new(view, view.vendor.request, Some(index), view.usual(index)?);
        let ranges = view.code_statuses(index);
        Some(Self {
            id: id(&view.vendor.name, &view.anchors.codes[index]),
            vendor: view.vendor.name.clone(),
            title: shown(&code.wire),
            name: if domain.by_status {
                code.ident.clone()
            } else {
                String::new()
            },
            is_code: true,
            summary: Words::sentence(&code.summary),
            // Where the status is the code, it is the title.
            statuses: if domain.by_status {
                String::new()
            } else {
                Words::of(&code_facts::statuses(view, index)).plain()
            },
            ranges: searched(&ranges),
            usual,
            is_deprecated: code.deprecated.is_some(),
            deprecation: Words::of(&code_facts::deprecation(view, index)),
            description: Words::paragraphs(&code.remarks.description),
            remarks: labelled(&code.remarks),
            facts: facts(known(view, code)),
            rows: rows::rows(view, What::Code(index), index, &ranges),
            examples: shown_examples(view, &view.examples[index]),
        })
    }

    /// What comes without a code that is known, at these statuses.
    pub(super) fn without_code(view: &View<'_>, what: What, at: usize, met: &Met) -> Option<Self> {
        let request = &view.vendor.operations[view.vendor.request];
        let plan = &view.vendor.plans[request.plans[at]];
        let usual = typical(plan, met.statuses.first()?.0)?;
        Some(Self {
            id: id(&view.vendor.name, &met.anchor),
            vendor: view.vendor.name.clone(),
            title: met.title.clone(),
            name: String::new(),
            is_code: false,
            summary: Words::of(&met.summary),
            statuses: words::statuses_among(&met.statuses, &[words::ANY]),
            ranges: searched(&met.statuses),
            usual: Verdict::new(view, view.vendor.request, None, usual),
            is_deprecated: false,
            deprecation: Words::default(),
            description: Vec::new(),
            remarks: Vec::new(),
            facts: Vec::new(),
            rows: rows::rows(view, what, at, &met.statuses),
            examples: Vec::new(),
        })
    }

    /// The classes of all its decisions, for the filter.
    pub(super) fn classes(&self) -> String {
        self.all(|verdict| vec![verdict.class.as_str()])
    }

    /// The actions that any of its decisions asks for.
    pub(super) fn actions(&self) -> String {
        self.all(|verdict| {
            verdict
                .to_do
                .iter()
                .map(|step| step.name.as_str())
                .collect()
        })
    }

    /// Who any of its decisions asks to do something.
    pub(super) fn actors(&self) -> String {
        self.all(|verdict| verdict.to_do.iter().map(|step| step.actor).collect())
    }

    /// The kinds of retry of all its decisions.
    pub(super) fn retries(&self) -> String {
        self.all(|verdict| vec![verdict.retry_kind])
    }

    /// Whether the operations differ, or the rest of the response makes a difference.
    pub(super) fn varies(&self) -> bool {
        self.rows.len() > 1
    }

    /// Whether some operation is retried in another way than most, or in some cases.
    pub(super) fn retry_varies(&self) -> bool {
        let mut verdicts = self.rows.iter().map(|row| &row.verdict);
        verdicts.any(|verdict| verdict.retry_in_short != self.usual.retry_in_short)
    }

    /// The operations that do not decide as any other call does.
    pub(super) fn differing(&self) -> Vec<&Link> {
        let usual = self.rows.first().and_then(|row| row.operations.first());
        let first = |row: &&Row| {
            row.operations.first().map(|link| &link.target) != usual.map(|link| &link.target)
        };
        let mut links: Vec<&Link> = self
            .rows
            .iter()
            .filter(first)
            .flat_map(|row| &row.operations)
            .collect();
        links.dedup_by_key(|link| &link.target);
        links
    }

    fn all<'e>(&'e self, of: impl Fn(&'e Verdict) -> Vec<&'e str>) -> String {
        let verdicts = self.rows.iter().map(|row| &row.verdict);
        let named: BTreeSet<&str> = verdicts.chain([&self.usual]).flat_map(of).collect();
        let named: Vec<&str> = named.into_iter().filter(|name| !name.is_empty()).collect();
        named.join(" ")
    }
}

/// How something is met that has no code.
pub(super) struct Met {
    pub(super) anchor: String,
    pub(super) title: String,
    pub(super) summary: Inline,
    pub(super) statuses: Statuses,
}

/// What a plan says about a status when nothing else is known of the response.
fn typical(plan: &[Arm], status: u16) -> Option<&Decision> {
    let mut arms = plan
        .iter()
        .filter(|arm| (arm.lo..=arm.hi).contains(&status));
    arms.find(|arm| arm.conditions.is_empty())
        .map(|arm| &*arm.decision)
}

/// Statuses as the search reads them.
fn searched(statuses: &Statuses) -> String {
    let ranges = statuses.iter().map(|(lo, hi)| format!("{lo}-{hi}"));
    ranges.collect::<Vec<_>>().join(" ")
}

fn known(view: &View<'_>, code: &Code) -> [Fact; 5] {
    let domain = &view.vendor.domains[code.domain];
    let category = code
        .category
        .map(|at| Inline::code(&domain.categories[at].name));
    let aliases = code.aliases.iter().map(|alias| Inline::code(alias));
    let since = code.since.as_ref().map(|since| Inline::text(since));
    let rust = format!(
        "{}::{}::{}",
        view.vendor.name, domain.type_ident, code.ident
    );
    [
        ("Category", category.unwrap_or_default()),
        ("Also spelt", Inline::join(aliases, ", ")),
        ("Limits", remarks::limits(&code.remarks)),
        ("Since", since.unwrap_or_default()),
        ("In Rust", Inline::code(&rust)),
    ]
}

/// The facts that there are. Labels of the Markdown pages lose their marks.
pub(super) fn facts(facts: impl IntoIterator<Item = Fact>) -> Vec<(String, Words)> {
    let there = facts.into_iter().filter(|(_, words)| !words.is_empty());
    let told = there.map(|(label, words)| {
        let label = label.trim_matches(['*', ':', ' ']);
        (label.to_owned(), Words::of(&words))
    });
    told.collect()
}

/// Advice, notes and the source, each with its label.
pub(super) fn labelled(remarks: &Remarks) -> Vec<(&'static str, Words)> {
    let advice = remarks
        .advice
        .iter()
        .map(|text| ("Advice", Words::sentence(text)));
    let notes = remarks
        .notes
        .iter()
        .map(|text| ("Note", Words::sentence(text)));
    let from = remarks
        .source
        .iter()
        .map(|text| ("Source", Words::of(&source(text))));
    advice.chain(notes).chain(from).collect()
}

/// Examples by their indices.
pub(super) fn shown_examples(view: &View<'_>, indices: &[usize]) -> Vec<Shown> {
    indices
        .iter()
        .map(|index| shown_example(view, *index))
        .collect()
}

fn shown_example(view: &View<'_>, index: usize) -> Shown {
    let example: &Example = &view.vendor.examples[index];
    let (response, raised) = match &example.situation {
        Situation::Response {
            status,
            headers,
            body,
        } => (
            shown_lines(&examples::response(*status, headers, body)),
            String::new(),
        ),
        Situation::Raised(code) => (String::new(), shown(&view.vendor.codes[*code].wire)),
    };
    let told = |text: &Option<String>| {
        text.as_ref()
            .map(|text| Words::sentence(text))
            .unwrap_or_default()
    };
    let from = example.source.as_ref().map(|from| Words::of(&source(from)));
    Shown {
        id: id(&view.vendor.name, &view.anchors.examples[index]),
        title: Words::of(&Inline::text(&examples::capitalized(&example.name))).plain(),
        operation: view.vendor.operations[example.operation].name.clone(),
        response,
        raised,
        expected: Words::of(&expectations::words(view, example)),
        note: told(&example.note),
        source: from.unwrap_or_default(),
    }
}
