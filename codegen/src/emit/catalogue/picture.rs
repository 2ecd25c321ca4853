//! How a response to an operation becomes a decision, as a picture: the domains in the order in which they are tried,
//! then the status, and what each of them leads to.

use std::collections::BTreeMap;

use super::shown;
use crate::emit::docs::{SUCCESSES, Verdict, View};
use crate::model::{Decision, Entry};
use crate::render;

/// Measures in the picture's own units, which are pixels if nothing scales it.
const WIDTH: u32 = 940;
const TOP: u32 = 70;
const LINE: u32 = 26;
const GAP: u32 = 34;
/// How many lines a step leads to at most; the codes that are left share the last.
const LINES: usize = 14;
/// The height of a step's box.
const BOX: u32 = 68;
/// Where the first way begins: below the response.
const START: u32 = 44;

pub(super) struct Picture {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) steps: Vec<Step>,
}

/// A place where a code is looked for, and what follows.
pub(super) struct Step {
    /// The middle of its box and of all that it leads to.
    pub(super) middle: u32,
    /// Where the way to it begins.
    pub(super) from: u32,
    pub(super) title: String,
    /// What is asked, in two short lines.
    pub(super) asks: [String; 2],
    pub(super) asks_in_full: String,
    pub(super) branches: Vec<Branch>,
    /// Whether it begins without a response.
    pub(super) is_raised: bool,
}

/// What comes to the same decision.
pub(super) struct Branch {
    pub(super) y: u32,
    /// The codes or statuses, as many as there is room for.
    pub(super) who: Vec<Link>,
    /// How many are left.
    pub(super) left: usize,
    pub(super) who_in_full: String,
    pub(super) class: String,
    /// All entries of the class; empty if the branch is of several.
    pub(super) class_link: String,
    pub(super) outcome: &'static str,
    pub(super) retry: String,
}

/// A code or statuses.
pub(super) struct Link {
    pub(super) text: String,
    /// Empty for statuses, which several entries may share.
    pub(super) target: String,
}

impl Step {
    pub(super) fn top(&self) -> u32 {
        self.middle - BOX / 2
    }
}

impl Picture {
    pub(super) fn new(view: &View<'_>, operation: usize) -> Self {
        let own = &view.vendor.operations[operation];
        let (raised, read): (Vec<usize>, Vec<usize>) = own
            .domains
            .iter()
            .partition(|domain| view.vendor.domains[**domain].raised_by_client);
        let mut steps: Vec<Step> = read
            .iter()
            .map(|domain| of_domain(view, operation, *domain))
            .collect();
        steps.push(of_status(view, operation));
        steps.extend(
            raised
                .iter()
                .map(|domain| of_domain(view, operation, *domain)),
        );
        let description = description(&steps);
        let height = arrange(&mut steps);
        Self {
            title: format!("How a response to {} becomes a decision", own.name),
            description,
            width: WIDTH,
            height,
            steps,
        }
    }
}

/// Gives each step its place and makes its words fit, and returns the height of all.
fn arrange(steps: &mut [Step]) -> u32 {
    let (mut y, mut from) = (TOP, START);
    for step in steps {
        let lines = u32::try_from(step.branches.len()).unwrap_or(0) * LINE;
        let height = lines.max(BOX);
        step.title = cut(&step.title, 28);
        step.asks_in_full = step.asks.join(", ");
        step.asks = step.asks.each_ref().map(|line| cut(line, 33));
        step.from = from;
        step.middle = y + height / 2;
        for (at, branch) in (0..).zip(&mut step.branches) {
            branch.y = y + (height - lines) / 2 + LINE / 2 + at * LINE;
        }
        from = step.top() + BOX;
        y += height + GAP;
    }
    y
}

/// The same in sentences, for those who do not see it.
fn description(steps: &[Step]) -> String {
    let step = |step: &Step| {
        let branch = |branch: &Branch| {
            [&branch.who_in_full, &branch.class, &branch.retry]
                .map(String::as_str)
                .join(", ")
        };
        let branches: Vec<String> = step.branches.iter().map(branch).collect();
        format!(
            "{} ({}): {}.",
            step.title,
            step.asks.join(", "),
            branches.join("; ")
        )
    };
    steps.iter().map(step).collect::<Vec<_>>().join(" ")
}

fn of_domain(view: &View<'_>, operation: usize, index: usize) -> Step {
    let domain = &view.vendor.domains[index];
    let mut branches = Branches::default();
    for code in domain.codes.clone() {
        if let Some(decision) = view.vendor.typical_decision(operation, code) {
            let target = view.target(&view.anchors.codes[code]).id();
            let link = Link {
                text: shown(&view.vendor.codes[code].wire),
                target: format!("#{target}"),
            };
            branches.add(view, link, decision);
        }
    }
    let asks = if domain.raised_by_client {
        [
            "no response at all:".to_owned(),
            "the caller reports a code".to_owned(),
        ]
    } else {
        let code = render::sources(&domain.envelope.code).plain();
        let when = render::condition(&domain.when).plain();
        let when = when.strip_prefix("the status is ").unwrap_or(&when);
        let when = if when.is_empty() {
            "every response"
        } else {
            when
        };
        [when.to_owned(), format!("code at {code}")]
    };
    Step {
        middle: 0,
        from: 0,
        title: shown(&domain.title),
        asks,
        asks_in_full: String::new(),
        branches: branches.finish("codes"),
        is_raised: domain.raised_by_client,
    }
}

/// The last step of a response: what its status says.
fn of_status(view: &View<'_>, operation: usize) -> Step {
    let mut branches = Branches::default();
    let mut decided: Vec<(Vec<(u16, u16)>, &Decision)> = Vec::new();
    for arm in view
        .plan(operation, Entry::Plain)
        .iter()
        .filter(|arm| arm.conditions.is_empty())
    {
        match decided
            .iter_mut()
            .find(|(_, known)| **known == *arm.decision)
        {
            Some((statuses, _)) => statuses.push((arm.lo, arm.hi)),
            None => decided.push((vec![(arm.lo, arm.hi)], &arm.decision)),
        }
    }
    for (statuses, decision) in decided {
        let met: Vec<(u16, u16)> = statuses
            .into_iter()
            .filter(|(lo, _)| *lo >= 100 && *lo <= 599)
            .collect();
        if !met.is_empty() {
            let text = render::statuses_among(&met, &[render::ANY]);
            branches.add(view, unlinked(text), decision);
        }
    }
    let doubtful = view.plan(operation, Entry::Doubtful).iter();
    let mut doubtful = doubtful
        .filter(|arm| (arm.lo..=arm.hi).contains(&SUCCESSES.0) && arm.conditions.is_empty());
    if let Some(arm) = doubtful.next() {
        branches.add(view, unlinked("a doubtful 2xx".to_owned()), &arm.decision);
    }
    Step {
        middle: 0,
        from: 0,
        title: "The status decides".to_owned(),
        asks: [
            "nothing doubtful".to_owned(),
            "is ever a success".to_owned(),
        ],
        asks_in_full: String::new(),
        branches: branches.finish("statuses"),
        is_raised: false,
    }
}

fn unlinked(text: String) -> Link {
    let target = String::new();
    Link { text, target }
}

/// What leads where, in the order in which it was met.
#[derive(Default)]
struct Branches {
    found: Vec<Branch>,
    index: BTreeMap<(String, &'static str, String), usize>,
}

impl Branches {
    fn add(&mut self, view: &View<'_>, who: Link, decision: &Decision) {
        let class = view.docs.book.classes[decision.class.value].name.clone();
        let outcome = decision.outcome.value.as_str();
        let code = None;
        let verdict = Verdict {
            view,
            code,
            decision,
        };
        let retry = verdict.retry_briefly().plain();
        let next = self.found.len();
        let at = *self
            .index
            .entry((class.clone(), outcome, retry.clone()))
            .or_insert(next);
        if at == next {
            self.found.push(Branch {
                y: 0,
                who: Vec::new(),
                left: 0,
                who_in_full: String::new(),
                class_link: format!("#?vendor={}&class={class}", view.vendor.name),
                class,
                outcome,
                retry,
            });
        }
        self.found[at].who.push(who);
    }

    /// The branches with their words, no more than there is room for.
    fn finish(self, what: &'static str) -> Vec<Branch> {
        let left = self.found.len().saturating_sub(LINES);
        let mut branches: Vec<Branch> = self.found.into_iter().map(Branch::fitted).collect();
        if left > 0 {
            let rest = branches.split_off(LINES - 1);
            let who: Vec<&str> = rest
                .iter()
                .map(|branch| branch.who_in_full.as_str())
                .collect();
            branches.push(Branch {
                y: 0,
                who: vec![unlinked(format!("other {what}"))],
                left: 0,
                who_in_full: who.join(", "),
                class_link: String::new(),
                class: format!("{} more decisions", rest.len()),
                outcome: "",
                retry: String::new(),
            });
        }
        branches
    }
}

impl Branch {
    /// With words that are no longer than there is room for.
    fn fitted(self) -> Self {
        let names: Vec<&str> = self.who.iter().map(|link| link.text.as_str()).collect();
        let who_in_full = names.join(", ");
        let (who, left) = listed(self.who, 34);
        Self {
            who,
            left,
            who_in_full,
            class: cut(&self.class, 22),
            retry: cut(&self.retry, 38),
            ..self
        }
    }
}

/// As many items as there is room for, and how many are left.
fn listed(mut items: Vec<Link>, room: usize) -> (Vec<Link>, usize) {
    let mut width = 0;
    let fitting = items.iter().take_while(|item| {
        let is_first = width == 0;
        width += item.text.chars().count() + 2 * usize::from(!is_first);
        is_first || width <= room - 4
    });
    let fitting = fitting.count();
    let left = items.len() - fitting;
    items.truncate(fitting);
    if let Some(first) = items.first_mut() {
        first.text = cut(&first.text, if left > 0 { room - 4 } else { room });
    }
    (items, left)
}

/// The beginning of a text that is too long.
fn cut(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let start: String = text.chars().take(room - 1).collect();
    start + "…"
}

#[cfg(test)]
mod tests {
    use super::{Picture, Step, cut, listed, unlinked};
    use crate::emit::docs::Docs;
    use crate::{load, output};
    use std::path::Path;

    #[test]
    fn what_is_too_long_is_cut_and_counted() {
        for (items, room, expected) in [
            (&["A", "B"][..], 20, ("A, B", 0)),
            (
                &["FIRST_CODE", "SECOND_CODE", "THIRD"],
                20,
                ("FIRST_CODE", 2),
            ),
            (&["A_CODE_THAT_IS_LONG", "B"], 12, ("A_CODE_…", 1)),
        ] {
            let items = items.iter().map(|item| unlinked((*item).to_owned()));
            let (shown, left) = listed(items.collect(), room);
            let shown: Vec<String> = shown.into_iter().map(|link| link.text).collect();
            assert_eq!((shown.join(", ").as_str(), left), expected);
        }
        assert_eq!(cut("ünïcödé", 5), "ünïc…");
        assert_eq!(cut("five!", 5), "five!");
    }

    #[test]
    fn domains_come_in_the_order_in_which_they_are_tried() {
        let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        let book = load(&output::sources(&spec).unwrap()).unwrap().book;
        let docs = Docs::new(&book);
        let playwave = docs
            .views()
            .find(|view| view.vendor.name == "playwave")
            .unwrap();
        let heartbeat = playwave
            .vendor
            .operations
            .iter()
            .position(|own| own.name == "heartbeat")
            .unwrap();
        let picture = Picture::new(&playwave, heartbeat);
        let titles: Vec<&str> = picture
            .steps
            .iter()
            .map(|step| step.title.as_str())
            .collect();
        assert_eq!(
            titles,
            [
                "Heartbeat results",
                "HTTP errors",
                "The status decides",
                "Client errors"
            ]
        );
        let lost = picture.steps[1]
            .branches
            .iter()
            .find(|branch| branch.class == "session_lost")
            .unwrap();
        assert_eq!(
            lost.who_in_full,
            "SESSION_NOT_FOUND, SESSION_ENDED, SESSION_ENDING"
        );
        assert_eq!(lost.retry, "never retry");
        assert_eq!(lost.who[0].target, "#playwave.api-session-not-found");
        assert_eq!(lost.class_link, "#?vendor=playwave&class=session_lost");
        let internal = picture.steps[1]
            .branches
            .iter()
            .find(|branch| branch.class == "internal")
            .unwrap();
        assert_eq!(
            internal.retry, "with the next heartbeat",
            "the operation's own rule"
        );
        assert!(
            picture
                .steps
                .windows(2)
                .all(|pair| bottom(&pair[0]) < pair[1].branches[0].y)
        );
        assert!(bottom(&picture.steps[3]) < picture.height);
    }

    fn bottom(step: &Step) -> u32 {
        step.branches
            .iter()
            .map(|branch| branch.y)
            .chain([step.top() + super::BOX])
            .max()
            .unwrap_or(0)
    }
}
