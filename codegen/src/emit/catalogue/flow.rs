//! How a response to an operation becomes a decision: the domains in the order in which they are tried, then the
//! status, and the decisions that each of them leads to.

use std::collections::BTreeMap;

use crate::document::Inline;
use crate::emit::docs::{MANY, SUCCESSES, View};
use crate::model::{Decision, Entry, Statuses};
use crate::render::{self, Names};

/// The number of codes that are listed for a decision; the rest are counted.
const MOST_LISTED: usize = 16;

/// A step: where a code is looked for, and what follows.
pub(super) struct Step {
    pub(super) title: Inline,
    /// The responses that it applies to, and the location of the code.
    pub(super) about: Inline,
    /// Whether it starts without a response.
    pub(super) is_raised: bool,
    pub(super) branches: Vec<Branch>,
}

/// Codes with the same decision.
pub(super) struct Branch {
    /// Codes or statuses.
    pub(super) responses: Vec<Inline>,
    pub(super) class: String,
    pub(super) outcome: &'static str,
    pub(super) retry: Inline,
}

impl Branch {
    pub(super) fn listed(&self) -> impl Iterator<Item = &Inline> {
        self.responses.iter().take(MOST_LISTED)
    }

    /// How many are not listed.
    pub(super) fn left(&self) -> usize {
        self.responses.len().saturating_sub(MOST_LISTED)
    }
}

pub(super) fn steps(view: &View<'_>, operation: usize) -> Vec<Step> {
    let domains = view.vendor.operations[operation].domains.iter().copied();
    let is_raised = |domain: &usize| view.vendor.domains[*domain].raised_by_client;
    let (raised, read): (Vec<usize>, Vec<usize>) = domains.partition(is_raised);
    let of_domain = |domain: usize| of_domain(view, operation, domain);
    let mut steps: Vec<Step> = read.into_iter().map(of_domain).collect();
    steps.push(if is_status_of_request(view, operation) {
        Step {
            title: "The status decides".into(),
            about: Inline::from("as for ") + view.operation(view.vendor.request),
            is_raised: false,
            branches: Vec::new(),
        }
    } else {
        of_status(view, operation)
    });
    steps.extend(raised.into_iter().map(of_domain));
    steps
}

/// Whether the status decides as for `request`, which is stated once if there are many operations.
fn is_status_of_request(view: &View<'_>, operation: usize) -> bool {
    let request = view.vendor.request;
    let is_same = |entry| std::ptr::eq(view.plan(operation, entry), view.plan(request, entry));
    operation != request
        && view.vendor.operations.len() > MANY
        && [Entry::Plain, Entry::Doubtful].into_iter().all(is_same)
}

fn of_domain(view: &View<'_>, operation: usize, index: usize) -> Step {
    let domain = &view.vendor.domains[index];
    let mut branches = Branches::default();
    for code in domain.codes.clone() {
        if let Some(decision) = view.vendor.typical_decision(operation, code) {
            branches.add(view, view.code(code), decision);
        }
    }
    let which = if domain.raised_by_client {
        "no response at all: the caller reports a code".into()
    } else {
        let which = match domain.when.as_slice() {
            [] => "every response".into(),
            when => Inline::from("when ") + render::condition(when),
        };
        which + "; code at " + render::sources(&domain.envelope.code)
    };
    Step {
        title: view.domain(index),
        about: which,
        is_raised: domain.raised_by_client,
        branches: branches.found,
    }
}

/// The last step: the decision by status.
fn of_status(view: &View<'_>, operation: usize) -> Step {
    let mut decided: Vec<(Statuses, &Decision)> = Vec::new();
    let plain = view.plan(operation, Entry::Plain).iter();
    for arm in plain.filter(|arm| arm.conditions.is_empty()) {
        let (lo, hi) = (arm.lo.max(render::ANY.0), arm.hi.min(render::ANY.1));
        if lo > hi {
            continue;
        }
        match decided.iter_mut().find(|(_, it)| **it == *arm.decision) {
            Some((statuses, _)) => statuses.push((lo, hi)),
            None => decided.push((vec![(lo, hi)], &arm.decision)),
        }
    }
    let mut branches = Branches::default();
    for (statuses, decision) in decided {
        let statuses = render::statuses_among(&statuses, &[render::ANY]);
        branches.add(view, Inline::text(&statuses), decision);
    }
    let mut doubtful = view.plan(operation, Entry::Doubtful).iter();
    let doubtful =
        doubtful.find(|arm| (arm.lo..=arm.hi).contains(&SUCCESSES.0) && arm.conditions.is_empty());
    if let Some(arm) = doubtful {
        branches.add(view, "a doubtful 2xx".into(), &arm.decision);
    }
    Step {
        title: "The status decides".into(),
        about: "nothing doubtful is ever a success".into(),
        is_raised: false,
        branches: branches.found,
    }
}

/// Each decision with the codes that lead to it, in the order of the book.
#[derive(Default)]
struct Branches {
    found: Vec<Branch>,
    index: BTreeMap<(String, &'static str, String), usize>,
}

impl Branches {
    fn add(&mut self, view: &View<'_>, response: Inline, decision: &Decision) {
        let decision = view.decided(None, decision);
        let (class, outcome) = (decision.class().name.clone(), decision.outcome());
        let retry = decision.retry_briefly();
        let next = self.found.len();
        let key = (class.clone(), outcome, retry.plain());
        let at = *self.index.entry(key).or_insert(next);
        if at == next {
            self.found.push(Branch {
                responses: Vec::new(),
                class,
                outcome,
                retry,
            });
        }
        self.found[at].responses.push(response);
    }
}

#[cfg(test)]
mod tests {
    use super::{Branch, steps};
    use crate::document::Inline;
    use crate::emit::docs::Docs;
    use crate::{load, output};
    use std::path::Path;

    #[test]
    fn domains_come_in_the_order_in_which_they_are_tried() {
        let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        let loaded = load(&output::sources(&spec).unwrap()).unwrap();
        let docs = Docs::new(&loaded);
        let mut views = docs.views();
        let playwave = views.find(|view| view.vendor.name == "playwave").unwrap();
        let mut operations = playwave.vendor.operations.iter();
        let heartbeat = operations.position(|own| own.name == "heartbeat").unwrap();
        let steps = steps(&playwave, heartbeat);
        let titles: Vec<String> = steps.iter().map(|step| step.title.plain()).collect();
        assert_eq!(
            titles,
            [
                "Heartbeat results",
                "HTTP errors",
                "The status decides",
                "Client errors"
            ]
        );
        let of_class = |class: &str| -> &Branch {
            let mut branches = steps[1].branches.iter();
            branches.find(|branch| branch.class == class).unwrap()
        };
        let lost = of_class("session_lost");
        let codes: Vec<String> = lost.responses.iter().map(Inline::plain).collect();
        assert_eq!(
            codes,
            ["SESSION_NOT_FOUND", "SESSION_ENDED", "SESSION_ENDING"]
        );
        assert_eq!(lost.retry.plain(), "never retry");
        let internal = of_class("internal");
        assert_eq!(
            internal.retry.plain(),
            "with the next heartbeat",
            "the operation's own rule"
        );
    }

    #[test]
    fn a_long_list_is_cut_and_the_rest_counted() {
        for (codes, listed, left) in [(1, 1, 0), (16, 16, 0), (17, 16, 1)] {
            let branch = Branch {
                responses: vec![Inline::code("A"); codes],
                class: String::new(),
                outcome: "failure",
                retry: Inline::default(),
            };
            assert_eq!((branch.listed().count(), branch.left()), (listed, left));
        }
    }
}
