//! Decides, for each operation and each possible result, what to do.
//!
//! The layers of the book are walked once, here: at run time a decision is looked up. Rules whose conditions only the
//! response can answer become arms of a plan, which are tried in order.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::ops::RangeInclusive;
use std::sync::Arc;

use faultbook_runtime::v1::{MAX_CAPTURES, MAX_CONDITIONS};

use crate::model::{
    ActionId, Arm, Class, ClassId, Clause, Condition, Decided, Decision, Entry, Layer, Outcome,
    Part, Pattern, Place, Plan, Retry, Severity, Statuses, Template, Test, UserText,
};

/// The fields that a layer sets.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Fields {
    pub(crate) class: Option<ClassId>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) severity: Option<Severity>,
    pub(crate) retry: Option<Retry>,
    pub(crate) actions: Option<Vec<ActionId>>,
    pub(crate) forbid: Option<Vec<ActionId>>,
    pub(crate) grace_period_ms: Option<u32>,
    pub(crate) user_message: Option<Template>,
    pub(crate) expose_never: bool,
    /// Whether they are in a rule that names statuses.
    pub(crate) names_status: bool,
}

/// A rule: fields that hold under a condition.
#[derive(Debug)]
pub(crate) struct Rule {
    /// One of these must hold.
    pub(crate) when: Vec<Alternative>,
    pub(crate) fields: Fields,
    /// The reason that the book gives for it.
    pub(crate) because: Option<String>,
    /// Set once it applies to anything.
    pub(crate) taken: Cell<bool>,
    /// Its number among the rules of its place, from 1.
    pub(crate) number: u8,
    /// The file that it is in: 0, or the number of a file that the vendor's file extends. Rules of several files apply
    /// together, field by field.
    pub(crate) part: usize,
    /// Set once its fields count for anything: they do not if they claim a success that is impossible.
    pub(crate) counts: Cell<bool>,
}

/// Conditions that must all hold. An absent list is no condition.
#[derive(Debug, Default, Clone)]
pub(crate) struct Alternative {
    pub(crate) statuses: Option<Statuses>,
    pub(crate) codes: Option<Vec<usize>>,
    pub(crate) domains: Option<Vec<usize>>,
    /// Domain and category.
    pub(crate) categories: Option<Vec<(usize, usize)>>,
    pub(crate) classes: Option<Vec<ClassId>>,
    /// What only the response can answer.
    pub(crate) tests: Clause,
}

/// The settings of one layer: its rules, and the fields that hold without a condition.
#[derive(Debug, Default)]
pub(crate) struct LayerSettings {
    pub(crate) rules: Vec<Rule>,
    pub(crate) fields: Fields,
}

impl LayerSettings {
    /// Whether it decides nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.fields == Fields::default()
    }
}

/// The settings of all layers of a vendor's file.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    pub(crate) vendor: LayerSettings,
    pub(crate) domains: Vec<LayerSettings>,
    /// By domain.
    pub(crate) categories: Vec<Vec<Fields>>,
    pub(crate) codes: Vec<LayerSettings>,
    pub(crate) operations: Vec<LayerSettings>,
}

/// What the layers need to know about an entry.
#[derive(Debug, Clone)]
pub(crate) struct Subject<'a> {
    pub(crate) entry: Entry,
    pub(crate) domain: Option<usize>,
    pub(crate) category: Option<usize>,
    /// The documented statuses of the code.
    pub(crate) documented: &'a [u16],
    /// The first and the last status that a response with it can have.
    pub(crate) occurs: RangeInclusive<u16>,
}

/// The class of each status where nothing else decides.
pub(crate) struct StatusClasses {
    /// Ranges without gaps, from 100 to 599.
    pub(crate) ranges: Vec<(u16, u16, ClassId)>,
    pub(crate) unknown: ClassId,
}

impl StatusClasses {
    fn of(&self, status: u16) -> ClassId {
        let range = self
            .ranges
            .iter()
            .find(|(lo, hi, _)| (*lo..=*hi).contains(&status));
        range.map_or(self.unknown, |(_, _, class)| *class)
    }
}

/// The maximum number of arms for one operation, code and status. Rules of different places that only the response can
/// answer multiply: each combination of them is an arm.
pub(crate) const MOST_ARMS: usize = 256;

/// The maximum number of combinations for all operations and codes of a vendor together.
pub(crate) const MOST_ARMS_OF_VENDOR: usize = 1 << 18;

/// Rules of a vendor that multiply to more arms than allowed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Overflow {
    pub(crate) operation: usize,
    pub(crate) entry: Entry,
    /// The number of rules of each place that look at the same responses.
    pub(crate) rules: Vec<(Place, usize)>,
    /// The number of their combinations for one code and status.
    pub(crate) arms: usize,
}

/// The settings that one layer contributes to a code or another subject.
struct LayerRef<'a> {
    rule_place: Place,
    place: Place,
    rules: &'a [Rule],
    /// `None` for the rules of a file that extends another one.
    fields: Option<&'a Fields>,
}

impl<'a> LayerRef<'a> {
    /// A layer for the rules of each file, of which the last one also has the fields.
    fn of(
        settings: &'a LayerSettings,
        rule_place: Place,
        place: Place,
    ) -> impl Iterator<Item = Self> {
        let LayerSettings { rules, fields } = settings;
        let mut files: Vec<&[Rule]> = rules.chunk_by(|a, b| a.part == b.part).collect();
        if files.is_empty() {
            files.push(&[]);
        }
        let last = files.len() - 1;
        let layer = move |(at, rules)| Self {
            rule_place,
            place,
            rules,
            fields: (at == last).then_some(fields),
        };
        files.into_iter().enumerate().map(layer)
    }
}

/// An arm in the making: the layers that contribute to it, and what must hold for each rule among them.
#[derive(Default, Clone)]
struct Draft<'d> {
    conditions: Vec<(Layer, &'d Condition)>,
    layers: Vec<(Layer, &'d Fields)>,
}

impl<'d> Draft<'d> {
    /// The same arm with what the next layer adds: one of its rules, or none.
    fn join(
        &self,
        from: &LayerRef<'d>,
        (condition, rule): &'d (Condition, Option<(u8, &'d Rule)>),
    ) -> Self {
        let mut joined = self.clone();
        if let Some((number, rule)) = rule {
            let layer = Layer {
                place: from.rule_place,
                rule: *number,
            };
            joined.layers.push((layer, &rule.fields));
            if !condition.is_empty() {
                joined.conditions.push((layer, condition));
            }
        }
        let fields = from.fields.map(|fields| (Layer::of(from.place), fields));
        joined.layers.extend(fields);
        joined
    }

    /// The conditions, and the index of the one that the captures of a text come from.
    fn conditions(&self, text: &Decided<UserText>) -> (Vec<Condition>, Option<usize>) {
        let is_capture = |part: &Part| matches!(part, Part::Capture { .. });
        let names_captures = match &text.value {
            UserText::Text(template) => template.text.iter().any(is_capture),
            UserText::Silent | UserText::OfCode => false,
        };
        let of_text = self.conditions.iter().find(|(layer, _)| *layer == text.by);
        let mut conditions: Vec<Condition> = Vec::new();
        for (_, condition) in &self.conditions {
            // Rules of several places may have the same condition.
            if !conditions.contains(condition) {
                conditions.push((*condition).clone());
            }
        }
        let named = of_text.filter(|_| names_captures);
        let captures = named.and_then(|(_, named)| conditions.iter().position(|own| own == *named));
        (conditions, captures)
    }
}

/// Makes all plans of a vendor, each once.
pub(crate) struct Planner<'a> {
    pub(crate) classes: &'a [Class],
    pub(crate) status_classes: &'a StatusClasses,
    pub(crate) layers: &'a Layers,
    /// Set if rules multiply to more arms than allowed.
    overflow: Option<Overflow>,
    /// The number of arms in excess of one for each operation, entry and range of statuses.
    combinations: usize,
    decisions: HashSet<Arc<Decision>>,
    known: HashMap<Interned, usize>,
    plans: Vec<Plan>,
}

/// A plan whose equal decisions are the same one in memory: it is enough to hash their addresses.
#[derive(PartialEq, Eq)]
struct Interned(Plan);

impl Hash for Interned {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for arm in &self.0 {
            (arm.lo, arm.hi, &arm.conditions, arm.captures).hash(state);
            Arc::as_ptr(&arm.decision).hash(state);
        }
    }
}

impl<'a> Planner<'a> {
    pub(crate) fn new(
        classes: &'a [Class],
        status_classes: &'a StatusClasses,
        layers: &'a Layers,
    ) -> Self {
        Self {
            classes,
            status_classes,
            layers,
            overflow: None,
            combinations: 0,
            decisions: HashSet::new(),
            known: HashMap::new(),
            plans: Vec::new(),
        }
    }

    pub(crate) fn finish(self) -> (Vec<Plan>, Option<Overflow>) {
        (self.plans, self.overflow)
    }

    /// The index of the plan for a subject under an operation.
    pub(crate) fn plan(&mut self, operation: usize, subject: &Subject<'_>) -> usize {
        let stack = self.stack(operation, subject);
        let mut plan = Plan::new();
        let mut before: Option<Circumstances<'_>> = None;
        let cuts = self.cuts(&stack, subject);
        for (lo, next) in cuts.iter().zip(cuts.iter().skip(1)) {
            let hi = if *next == u16::MAX {
                u16::MAX
            } else {
                next - 1
            };
            let here = self.circumstances(&stack, subject, *lo);
            self.mark_credible(&here, subject, *lo..=hi);
            // The arms would be the same, and creating them dominates the time for a large book.
            if before.as_ref().is_some_and(|before| before.equal(&here)) {
                widen(&mut plan, hi);
                continue;
            }
            let arms = self.arms(operation, &stack, subject, *lo, &here);
            append(&mut plan, *lo, hi, arms);
            before = Some(here);
        }
        let plans = &mut self.plans;
        let known = self.known.entry(Interned(plan));
        *known.or_insert_with_key(|Interned(plan)| {
            plans.push(plan.clone());
            plans.len() - 1
        })
    }

    /// The layers that contribute, from the strongest to the weakest.
    fn stack(&self, operation: usize, subject: &Subject<'_>) -> Vec<LayerRef<'a>> {
        let layers = self.layers;
        let operation = &layers.operations[operation];
        let mut stack: Vec<_> =
            LayerRef::of(operation, Place::OperationRule, Place::Operation).collect();
        if let Entry::Code(code) = subject.entry {
            stack.extend(LayerRef::of(
                &layers.codes[code],
                Place::CodeRule,
                Place::Code,
            ));
        }
        if let (Some(domain), Some(category)) = (subject.domain, subject.category) {
            let fields = &layers.categories[domain][category];
            stack.push(LayerRef {
                rule_place: Place::Category,
                place: Place::Category,
                rules: &[],
                fields: Some(fields),
            });
        }
        if let Some(domain) = subject.domain {
            stack.extend(LayerRef::of(
                &layers.domains[domain],
                Place::DomainRule,
                Place::Domain,
            ));
        }
        stack.extend(LayerRef::of(
            &layers.vendor,
            Place::VendorRule,
            Place::Vendor,
        ));
        stack
    }

    /// The statuses at which anything may change, from 0 to the first one that no response has.
    fn cuts(&self, stack: &[LayerRef<'_>], subject: &Subject<'_>) -> Vec<u16> {
        let mut cuts = vec![0, 100, 200, 300, 600, u16::MAX];
        let mut cut = |lo: u16, hi: u16| cuts.extend([lo, hi + 1]);
        subject
            .documented
            .iter()
            .for_each(|status| cut(*status, *status));
        let rules = stack.iter().flat_map(|layer| layer.rules);
        let statuses = rules
            .flat_map(|rule| &rule.when)
            .filter_map(|alternative| alternative.statuses.as_ref());
        statuses.flatten().for_each(|(lo, hi)| cut(*lo, *hi));
        if !stack
            .iter()
            .filter_map(|layer| layer.fields)
            .any(|fields| self.classifies(fields))
        {
            let ranges = self.status_classes.ranges.iter();
            ranges.for_each(|(lo, hi, _)| cut(*lo, *hi));
        }
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    /// Whether a layer always sets a class, so that the status does not decide it.
    fn classifies(&self, fields: &Fields) -> bool {
        let failure = |class: ClassId| self.classes[class].outcome == Outcome::Failure;
        fields.class.is_some_and(failure) && fields.outcome != Some(Outcome::Success)
    }

    /// What the arms for a status depend on.
    fn circumstances(
        &self,
        stack: &[LayerRef<'a>],
        subject: &Subject<'_>,
        status: u16,
    ) -> Circumstances<'a> {
        let class = self.class_before_rules(stack, subject, status);
        let choices: Vec<_> = stack
            .iter()
            .map(|layer| options(layer.rules, subject, status, class))
            .collect();
        let mut fixed = stack.iter().filter_map(|layer| layer.fields);
        let is_classified = fixed.any(|fields| self.classifies(fields));
        let by_status = self.status_classes.of(status);
        let rules = choices.iter().flatten().filter_map(|(_, rule)| *rule);
        let mut fields = stack
            .iter()
            .filter_map(|layer| layer.fields)
            .chain(rules.map(|(_, rule)| &rule.fields));
        let may_succeed = self.classes[by_status].outcome == Outcome::Success
            || fields.any(|fields| self.claims_success(fields));
        Circumstances {
            class,
            by_status: (!is_classified).then_some(by_status),
            success: may_succeed.then(|| {
                let is_named = subject.documented.contains(&status);
                let [is_http, is_success] =
                    [100..=599, 200..=299].map(|range| range.contains(&status));
                [is_named, is_http, is_success]
            }),
            choices,
        }
    }

    /// Marks the applying rules that count: all but those that claim an impossible success.
    fn mark_credible(
        &self,
        here: &Circumstances<'_>,
        subject: &Subject<'_>,
        statuses: RangeInclusive<u16>,
    ) {
        let (lo, hi) = statuses.into_inner();
        let occurs = lo <= *subject.occurs.end() && *subject.occurs.start() <= hi;
        let is_credible = |fields: &Fields| {
            let may_succeed = occurs && self.is_credible(fields, subject, lo);
            may_succeed || !self.claims_success(fields)
        };
        let rules = here.choices.iter().flatten();
        let rules = rules.filter_map(|(_, rule)| rule.map(|(_, rule)| rule));
        let credible = rules.filter(|rule| is_credible(&rule.fields));
        credible.for_each(|rule| rule.counts.set(true));
    }

    /// The arms for one status, in the order in which they are tried.
    fn arms(
        &mut self,
        operation: usize,
        stack: &[LayerRef<'a>],
        subject: &Subject<'_>,
        status: u16,
        here: &Circumstances<'a>,
    ) -> Vec<Candidate> {
        let is_too_many = self.is_too_many(operation, subject, stack, &here.choices);
        let mut drafts = vec![Draft::default()];
        for (layer, options) in stack.iter().zip(&here.choices) {
            // The error is reported, and the last option, no rule, is enough to continue.
            let first = if is_too_many { options.len() - 1 } else { 0 };
            let options = &options[first..];
            let joined = drafts
                .iter()
                .flat_map(|draft| options.iter().map(|option| draft.join(layer, option)));
            drafts = joined.collect();
        }
        let mut arms: Vec<Candidate> = Vec::new();
        for draft in drafts {
            let decision = self.resolve(&draft.layers, subject, status);
            let (conditions, captures) = draft.conditions(&decision.user_message);
            let is_repeated = conditions.len() < draft.conditions.len()
                || arms
                    .last()
                    .is_some_and(|last| last.conditions == conditions);
            if is_repeated && arms.iter().any(|arm| arm.holds_wherever(&conditions)) {
                continue;
            }
            arms.push(Candidate {
                conditions,
                captures,
                decision: self.interned(decision),
            });
        }
        arms
    }

    /// Whether the rules of several places multiply to more arms than allowed. The worst case is remembered.
    fn is_too_many(
        &mut self,
        operation: usize,
        subject: &Subject<'_>,
        stack: &[LayerRef<'_>],
        choices: &[Vec<Choice<'_>>],
    ) -> bool {
        let counts = choices.iter().map(Vec::len);
        let arms = counts.fold(1, usize::saturating_mul);
        self.combinations = self.combinations.saturating_add(arms - 1);
        let is_too_many = arms > MOST_ARMS || self.combinations > MOST_ARMS_OF_VENDOR;
        let worst = self.overflow.as_ref().map_or(0, |overflow| overflow.arms);
        if is_too_many && arms > worst {
            let rules = stack
                .iter()
                .zip(choices)
                .map(|(layer, options)| (layer.place, options.len() - 1))
                .filter(|(_, rules)| *rules > 0)
                .collect();
            self.overflow = Some(Overflow {
                operation,
                entry: subject.entry,
                rules,
                arms,
            });
        }
        is_too_many
    }

    /// The shared copy of a decision: most arms have one of a few.
    fn interned(&mut self, decision: Decision) -> Arc<Decision> {
        if let Some(known) = self.decisions.get(&decision) {
            return Arc::clone(known);
        }
        let decision = Arc::new(decision);
        self.decisions.insert(Arc::clone(&decision));
        decision
    }

    fn class_before_rules(
        &self,
        stack: &[LayerRef<'_>],
        subject: &Subject<'_>,
        status: u16,
    ) -> ClassId {
        // If rules could change the class that rules test, the result would depend on the order of the layers.
        let layers = stack
            .iter()
            .filter_map(|layer| Some((Layer::of(layer.place), layer.fields?)));
        let credible: Vec<_> = layers
            .filter(|layer| self.is_credible(layer.1, subject, status))
            .collect();
        self.class(&credible, subject, status).value
    }

    /// Field by field, the highest layer that sets a field decides.
    fn resolve(&self, layers: &[(Layer, &Fields)], subject: &Subject<'_>, status: u16) -> Decision {
        let layers: Vec<_> = layers
            .iter()
            .copied()
            .filter(|layer| self.is_credible(layer.1, subject, status))
            .collect();
        let class = self.class(&layers, subject, status);
        let defaults = &self.classes[class.value];
        let (outcome, visible) = self.outcome(&layers, class);
        let class_layer = Layer::of(Place::Class);
        let shown = &layers[..visible];
        let failed = outcome.value == Outcome::Failure;
        let or_class = |value: Option<Vec<ActionId>>| match value {
            Some(value) if failed => Decided::new(value, class_layer),
            _ => nothing(Vec::new()),
        };
        Decision {
            class,
            outcome,
            severity: first(&layers, |f| f.severity)
                .unwrap_or(Decided::new(defaults.severity, class_layer)),
            retry: Self::retry(shown, outcome, defaults),
            actions: first(shown, |f| f.actions.clone())
                .unwrap_or_else(|| or_class(defaults.actions.clone())),
            forbid: first(shown, |f| f.forbid.clone()).unwrap_or_else(|| nothing(Vec::new())),
            grace_period_ms: first(shown, |f| f.grace_period_ms.map(Some))
                .unwrap_or_else(|| nothing(None)),
            user_message: self.user_message(shown, outcome, defaults),
            // A text of a higher layer does not undo this.
            confidential: layers.iter().any(|(_, fields)| fields.expose_never),
        }
    }

    /// Whether a layer may count. A layer that claims a success is ignored completely where there cannot be one: for
    /// responses that are not understood, and outside the statuses that mean success, unless a rule or the code names
    /// the status.
    fn is_credible(&self, fields: &Fields, subject: &Subject<'_>, status: u16) -> bool {
        if !self.claims_success(fields) {
            return true;
        }
        let understood = matches!(subject.entry, Entry::Code(_) | Entry::Plain);
        let named = subject.documented.contains(&status) || fields.names_status;
        understood && ((200..=299).contains(&status) || (named && (100..=599).contains(&status)))
    }

    fn claims_success(&self, fields: &Fields) -> bool {
        let by_class = fields.class.map(|class| self.classes[class].outcome);
        fields.outcome.or(by_class) == Some(Outcome::Success)
    }

    fn class(
        &self,
        layers: &[(Layer, &Fields)],
        subject: &Subject<'_>,
        status: u16,
    ) -> Decided<ClassId> {
        let by_status = Decided::new(self.status_classes.of(status), Layer::of(Place::Status));
        first(layers, |f| f.class).unwrap_or_else(|| {
            // An unknown code under a 2xx may report a failure.
            let credible = matches!(subject.entry, Entry::Plain) && (200..=299).contains(&status);
            match self.classes[by_status.value].outcome {
                Outcome::Success if !credible => {
                    Decided::new(self.status_classes.unknown, Layer::of(Place::Guard))
                }
                _ => by_status,
            }
        })
    }

    /// The outcome, and the number of layers that remain visible: an outcome other than a failure hides those below.
    fn outcome(
        &self,
        layers: &[(Layer, &Fields)],
        class: Decided<ClassId>,
    ) -> (Decided<Outcome>, usize) {
        let class_outcome = |class: ClassId| self.classes[class].outcome;
        let set = |fields: &Fields| fields.outcome.or(fields.class.map(class_outcome));
        let by_layer = layers
            .iter()
            .enumerate()
            .find_map(|(at, (layer, fields))| Some((at, *layer, set(fields)?)));
        match by_layer {
            // Retries and actions of the layers below are meant for failures.
            Some((at, by, value)) if value != Outcome::Failure => (Decided { value, by }, at + 1),
            Some((_, by, value)) => (Decided { value, by }, layers.len()),
            None => {
                let by_class = Decided::new(class_outcome(class.value), class.by);
                (by_class, layers.len())
            }
        }
    }

    fn retry(
        layers: &[(Layer, &Fields)],
        outcome: Decided<Outcome>,
        class: &Class,
    ) -> Decided<Retry> {
        if outcome.value != Outcome::Failure {
            return Decided::new(Retry::never(), outcome.by);
        }
        let by_class = || {
            let retry = class.retry.clone()?;
            Some(Decided::new(retry, Layer::of(Place::Class)))
        };
        first(layers, |f| f.retry.clone())
            .or_else(by_class)
            .unwrap_or_else(|| nothing(Retry::never()))
    }

    fn user_message(
        &self,
        layers: &[(Layer, &Fields)],
        outcome: Decided<Outcome>,
        class: &Class,
    ) -> Decided<UserText> {
        let of_class = |class: &Class| {
            let text = Part::Literal(class.user_message.clone());
            UserText::Text(vec![text].into())
        };
        let decides =
            |(_, fields): &&(Layer, &Fields)| fields.user_message.is_some() || fields.expose_never;
        let (value, by) = match layers.iter().find(decides) {
            Some((by, fields)) => match &fields.user_message {
                // All codes with the same decision share it, whatever their texts.
                Some(_) if by.place == Place::Code => (UserText::OfCode, *by),
                Some(message) => (UserText::Text(message.clone()), *by),
                // The text of its own class would reveal the cause.
                None => (of_class(&self.classes[self.status_classes.unknown]), *by),
            },
            None if outcome.value == Outcome::Failure => (of_class(class), Layer::of(Place::Class)),
            None => (UserText::Silent, outcome.by),
        };
        Decided { value, by }
    }
}

/// What the arms for a status depend on: if these are equal, the arms are, too.
struct Circumstances<'a> {
    /// The class before any rule.
    class: ClassId,
    /// The class of the status, if it matters.
    by_status: Option<ClassId>,
    /// What decides whether a layer may claim a success, if one does.
    success: Option<[bool; 3]>,
    /// By layer.
    choices: Vec<Vec<Choice<'a>>>,
}

impl Circumstances<'_> {
    fn equal(&self, other: &Self) -> bool {
        let same_choice = |(a, b): (&Choice<'_>, &Choice<'_>)| {
            let number = |choice: &Choice<'_>| choice.1.map(|(number, _)| number);
            number(a) == number(b) && a.0 == b.0
        };
        let same_choices = |(a, b): (&Vec<Choice<'_>>, &Vec<Choice<'_>>)| {
            a.len() == b.len() && a.iter().zip(b).all(same_choice)
        };
        (self.class, self.by_status, self.success) == (other.class, other.by_status, other.success)
            && self.choices.iter().zip(&other.choices).all(same_choices)
    }
}

/// An arm without a range of statuses.
struct Candidate {
    conditions: Vec<Condition>,
    captures: Option<usize>,
    decision: Arc<Decision>,
}

impl Candidate {
    /// Whether it applies wherever these conditions hold.
    fn holds_wherever(&self, conditions: &[Condition]) -> bool {
        self.conditions.iter().all(|own| conditions.contains(own))
    }

    fn is(&self, arm: &Arm) -> bool {
        arm.conditions == self.conditions
            && arm.captures == self.captures
            && arm.decision == self.decision
    }
}

/// A rule that may apply, with its number and the conditions that remain; or none.
type Choice<'r> = (Condition, Option<(u8, &'r Rule)>);

/// The possible results of a place's rules: each rule whose fixed conditions hold, with the remaining ones; the last
/// one always holds.
fn options<'r>(
    rules: &'r [Rule],
    subject: &Subject<'_>,
    status: u16,
    class: ClassId,
) -> Vec<Choice<'r>> {
    let mut options = Vec::new();
    for rule in rules {
        let holds = rule
            .when
            .iter()
            .filter(|alternative| holds(alternative, subject, status, class));
        let left: Condition = holds.map(|alternative| alternative.tests.clone()).collect();
        let always = rule.when.is_empty() || left.iter().any(|clause| clause.is_empty());
        if always || !left.is_empty() {
            rule.taken.set(true);
            let condition = if always { Condition::new() } else { left };
            options.push((condition, Some((rule.number, rule))));
        }
        if always {
            return options;
        }
    }
    options.push((Condition::new(), None));
    options
}

/// Whether everything that is known in advance holds.
fn holds(alternative: &Alternative, subject: &Subject<'_>, status: u16, class: ClassId) -> bool {
    let code = match subject.entry {
        Entry::Code(code) => Some(code),
        _ => None,
    };
    let statuses = alternative.statuses.as_ref();
    statuses.is_none_or(|ranges| ranges.iter().any(|(lo, hi)| (*lo..=*hi).contains(&status)))
        && in_list(alternative.codes.as_ref(), code)
        && in_list(alternative.domains.as_ref(), subject.domain)
        && in_list(alternative.classes.as_ref(), Some(class))
        && in_list(
            alternative.categories.as_ref(),
            subject.domain.zip(subject.category),
        )
}

fn in_list<T: PartialEq>(list: Option<&Vec<T>>, one: Option<T>) -> bool {
    list.is_none_or(|list| one.is_some_and(|one| list.contains(&one)))
}

/// Extends the arms of the last range of statuses to another end.
fn widen(plan: &mut Plan, hi: u16) {
    let Some(last) = plan.last().map(|arm| arm.hi) else {
        return;
    };
    let arms = plan.iter_mut().rev();
    arms.take_while(|arm| arm.hi == last)
        .for_each(|arm| arm.hi = hi);
}

/// Appends the arms for a range of statuses, or extends those of the previous range if they are the same.
fn append(plan: &mut Plan, lo: u16, hi: u16, arms: Vec<Candidate>) {
    let before = plan.len().checked_sub(arms.len()).filter(|start| {
        let last = &plan[*start..];
        let starts_here = *start == 0 || plan[start - 1].hi < last[0].lo;
        starts_here
            && last
                .iter()
                .zip(&arms)
                .all(|(old, arm)| old.hi + 1 == lo && arm.is(old))
    });
    match before {
        Some(start) => plan[start..].iter_mut().for_each(|arm| arm.hi = hi),
        None => plan.extend(arms.into_iter().map(|arm| Arm {
            lo,
            hi,
            conditions: arm.conditions,
            captures: arm.captures,
            decision: arm.decision,
        })),
    }
}

fn first<T>(
    layers: &[(Layer, &Fields)],
    field: impl Fn(&Fields) -> Option<T>,
) -> Option<Decided<T>> {
    layers.iter().find_map(|(by, fields)| {
        Some(Decided {
            value: field(fields)?,
            by: *by,
        })
    })
}

fn nothing<T>(value: T) -> Decided<T> {
    Decided {
        value,
        by: Layer::of(Place::Nowhere),
    }
}

/// Whether the alternatives of a rule capture few enough values.
pub(crate) fn captures_fit(when: &[Alternative]) -> bool {
    let captures = |pattern: &Pattern| {
        let captures = pattern
            .iter()
            .filter(|part| matches!(part, Part::Capture { .. }));
        captures.count()
    };
    let count = |test: &Test| match test {
        Test::Message(patterns) | Test::Detail { patterns, .. } => {
            patterns.iter().map(captures).max().unwrap_or(0)
        }
        _ => 0,
    };
    // The rules of several places may contribute to one arm.
    let most = MAX_CAPTURES / MAX_CONDITIONS;
    when.iter()
        .all(|alternative| alternative.tests.iter().map(count).sum::<usize>() <= most)
}
