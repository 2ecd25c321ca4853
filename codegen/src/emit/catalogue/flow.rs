//! How a response to an operation becomes a decision: the domains in the order in which they are tried, then the
//! status, and the decisions that each of them leads to.

use crate::document::Inline;
use crate::emit::docs::plan_rows::segments;
use crate::emit::docs::{MANY, SUCCESSES, View, grouped};
use crate::model::{Decision, Entry};
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
    /// The first codes or statuses.
    pub(super) listed: Vec<Inline>,
    /// How many are not listed.
    pub(super) left: usize,
    pub(super) class: String,
    pub(super) outcome: &'static str,
    pub(super) retry: Inline,
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
    let decided = domain.codes.clone().filter_map(|code| {
        let decision = view.vendor.typical_decision(operation, code)?;
        Some((code, decision))
    });
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
        branches: branches(view, decided, |code| view.code(code)),
    }
}

/// The last step: the decision by status.
fn of_status(view: &View<'_>, operation: usize) -> Step {
    let plain = segments(view.plan(operation, Entry::Plain), &[render::ANY]);
    let always = plain.filter_map(|(lo, hi, arms)| {
        let arm = arms.iter().find(|arm| arm.conditions.is_empty())?;
        Some((&*arm.decision, (lo, hi)))
    });
    let decided = grouped(always).into_iter().map(|(decision, statuses)| {
        let statuses = render::statuses_among(&statuses, &[render::ANY]);
        (Inline::text(&statuses), decision)
    });
    let mut doubtful = view.plan(operation, Entry::Doubtful).iter();
    let doubtful =
        doubtful.find(|arm| (arm.lo..=arm.hi).contains(&SUCCESSES.0) && arm.conditions.is_empty());
    let doubtful = doubtful.map(|arm| ("a doubtful 2xx".into(), &*arm.decision));
    Step {
        title: "The status decides".into(),
        about: "nothing doubtful is ever a success".into(),
        is_raised: false,
        branches: branches(view, decided.chain(doubtful), |statuses| statuses),
    }
}

/// Each decision with the codes that lead to it, in the order of the book.
fn branches<'d, T>(
    view: &View<'_>,
    decided: impl Iterator<Item = (T, &'d Decision)>,
    shown: impl Fn(T) -> Inline,
) -> Vec<Branch> {
    let decided = decided.map(|(response, decision)| {
        let decision = view.decided(None, decision);
        let class = decision.class().name.clone();
        let key = (class, decision.outcome(), decision.retry_briefly());
        (key, response)
    });
    let branch = |((class, outcome, retry), responses)| {
        let (listed, left) = cut(responses);
        Branch {
            listed: listed.into_iter().map(&shown).collect(),
            left,
            class,
            outcome,
            retry,
        }
    };
    grouped(decided).into_iter().map(branch).collect()
}

/// The responses that are listed, and the number of the others.
fn cut<T>(mut responses: Vec<T>) -> (Vec<T>, usize) {
    let left = responses.len().saturating_sub(MOST_LISTED);
    responses.truncate(MOST_LISTED);
    (responses, left)
}

#[cfg(test)]
mod tests {
    use super::{Branch, cut, steps};
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
        let codes: Vec<String> = lost.listed.iter().map(Inline::plain).collect();
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
            let (shown, rest) = cut(vec![(); codes]);
            assert_eq!((shown.len(), rest), (listed, left));
        }
    }
}
