//! The runtime's tables, made from the model and owned: lent to the engine as they are, or printed as Rust.

mod evidence;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

use faultbook_runtime::v1::{
    Arm, Capture, Column, Comparison, Decision, Details, Domain, Edge, Envelope, Family,
    FamilyCodes, Field, Filter, Format, Kind, Language, Limit, NONE, Node, Operation, Part, Range,
    Retry, Shape, Source, Span, Test, Translation, UserText, Value, Vendor, Wait, WaitUnit,
};

use crate::cldr;
use crate::model;
use crate::parse::pointer_tokens;
use crate::perfect_hash;

/// All tables of one vendor.
#[derive(Debug, Default)]
pub struct Tables {
    pub(crate) name: String,
    pub(crate) text: Pool,
    pub(crate) formats: Rows<Format>,
    pub(crate) prefix: Span,
    pub(crate) nodes: Vec<Node>,
    pub(crate) edges: Vec<Edge>,
    pub(crate) sources: Vec<Source>,
    pub(crate) filters: Rows<Filter>,
    pub(crate) errors: Rows<Source>,
    pub(crate) fields: Vec<Field>,
    pub(crate) envelopes: Vec<Envelope>,
    pub(crate) conditions: Rows<Span>,
    pub(crate) clauses: Rows<Span>,
    pub(crate) tests: Rows<Test>,
    pub(crate) ranges: Rows<Range>,
    pub(crate) values: Rows<Value>,
    pub(crate) patterns: Rows<Span>,
    pub(crate) parts: Rows<Part>,
    pub(crate) waits: Vec<Wait>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) max_wait_ms: u32,
    pub(crate) operations: Vec<Operation>,
    pub(crate) request: u16,
    pub(crate) precedence: Vec<u16>,
    pub(crate) domains: Vec<Domain>,
    pub(crate) categories: Vec<Span>,
    pub(crate) families: Vec<Family>,
    pub(crate) wires: Texts,
    pub(crate) aliases: Vec<u16>,
    pub(crate) displacements: Vec<u16>,
    pub(crate) slots: Vec<u32>,
    pub(crate) idents: Texts,
    pub(crate) summaries: Texts,
    pub(crate) descriptions: Texts,
    pub(crate) user_messages: Texts,
    pub(crate) languages: Vec<Language>,
    pub(crate) translations: Vec<Translation>,
    pub(crate) statuses: Vec<u16>,
    pub(crate) status_ends: Vec<u32>,
    pub(crate) entries: u16,
    pub(crate) plan_of: Vec<u16>,
    pub(crate) plans: Vec<Span>,
    pub(crate) arms: Vec<Arm>,
    pub(crate) decisions: Rows<Decision>,
    pub(crate) retries: Rows<Retry>,
    pub(crate) actions: Rows<u16>,
    slot_of: HashMap<String, u16>,
}

/// A pool of texts, each stored once.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    pub(crate) text: String,
    spans: HashMap<String, Span>,
}

impl Pool {
    fn span(&mut self, text: &str) -> Span {
        if text.is_empty() {
            return Span::default();
        }
        if let Some(span) = self.spans.get(text) {
            return *span;
        }
        let span = Span {
            start: narrow(self.text.len()),
            len: narrow(text.len()),
        };
        self.text.push_str(text);
        self.spans.insert(text.to_owned(), span);
        span
    }
}

/// Rows in which equal rows, or equal runs of them, are stored once.
#[derive(Debug)]
pub(crate) struct Rows<T> {
    pub(crate) rows: Vec<T>,
    runs: HashMap<Vec<T>, Span>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            runs: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Rows<T> {
    fn run(&mut self, run: Vec<T>) -> Span {
        if run.is_empty() {
            return Span::default();
        }
        *self
            .runs
            .entry(run)
            .or_insert_with_key(|run| append(&mut self.rows, run.iter().cloned()))
    }

    fn row(&mut self, row: T) -> u16 {
        short(self.run(vec![row]).start as usize)
    }
}

/// A text for each row.
#[derive(Debug)]
pub(crate) struct Texts {
    text: String,
    bounds: Vec<u32>,
}

impl Default for Texts {
    fn default() -> Self {
        Self {
            text: String::new(),
            bounds: vec![0],
        }
    }
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.bounds.push(narrow(self.text.len()));
    }

    fn column(&self) -> Column<'_> {
        Column {
            text: &self.text,
            bounds: &self.bounds,
        }
    }
}

/// The statuses under which a condition holds, and its remaining clauses. A plain range of statuses, as in most
/// domains, needs no clauses.
fn split(condition: &model::Condition) -> (Range, &[model::Clause]) {
    if let [clause] = condition.as_slice()
        && let [model::Test::Status(statuses)] = clause.as_ref()
        && let [(lo, hi)] = *statuses.as_slice()
    {
        return (Range { lo, hi }, &[]);
    }
    let (lo, hi) = (0, u16::MAX);
    (Range { lo, hi }, condition)
}

/// A length in a table. No book comes near the limit: its text would have to exceed 4 GiB.
fn narrow(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// An index in a table. Lowering refuses what does not fit.
fn short(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(NONE)
}

fn append<T>(rows: &mut Vec<T>, more: impl IntoIterator<Item = T>) -> Span {
    let start = rows.len();
    rows.extend(more);
    Span {
        start: narrow(start),
        len: narrow(rows.len() - start),
    }
}

/// The pointers into bodies that a vendor needs, each once.
#[must_use]
pub fn pointers(vendor: &model::Vendor) -> BTreeSet<&str> {
    let conditions = vendor.domains.iter().map(|domain| &domain.when);
    let successes = vendor.operations.iter().map(|operation| &operation.success);
    let arms = vendor
        .plans
        .iter()
        .flatten()
        .flat_map(|arm| &arm.conditions);
    let hint_pointers = vendor.hints.sources().filter_map(model::Source::pointer);
    let tests = conditions
        .chain(successes)
        .chain(arms)
        .chain(vendor.hints.waits().map(|wait| &wait.when))
        .flatten()
        .flat_map(|clause| clause.iter())
        .filter_map(|test| match test {
            model::Test::Field { pointer, .. } | model::Test::Exists { pointer, .. } => {
                Some(pointer.as_str())
            }
            _ => None,
        });
    let pointers = vendor.envelopes().flat_map(envelope_pointers);
    pointers.chain(tests).chain(hint_pointers).collect()
}

fn envelope_pointers(envelope: &model::Envelope) -> impl Iterator<Item = &str> {
    let pointers = envelope.pointers();
    pointers.chain(envelope.details.as_ref().map(|details| details.at.as_str()))
}

/// The tree of the needed pointers, by reference token.
#[derive(Default)]
struct Tree {
    pointer: Option<String>,
    children: BTreeMap<String, Tree>,
}

impl Tables {
    /// The tables of a vendor, with the translations of its texts.
    #[must_use]
    pub fn new(vendor: &model::Vendor, languages: &[model::Language]) -> Self {
        let mut tables = Self {
            name: vendor.name.clone(),
            request: short(vendor.request),
            ..Self::default()
        };
        tables.add_trie(vendor);
        tables.add_hints(&vendor.hints);
        tables.prefix = tables.text.span(&vendor.prefix);
        let shared = tables.envelope(&vendor.envelope);
        tables.envelopes.push(shared);
        tables.add_codes(vendor);
        tables.add_domains(vendor);
        tables.add_operations(vendor);
        tables.add_plans(vendor);
        tables.add_languages(vendor, languages);
        tables.learn(vendor);
        tables
    }

    /// Whether every row that has a short index fits.
    pub(crate) fn fit(&self) -> bool {
        let rows = [
            self.nodes.len(),
            self.edges.len(),
            self.sources.len(),
            self.envelopes.len(),
            self.conditions.rows.len(),
            self.patterns.rows.len(),
            self.operations.len(),
            self.domains.len(),
            self.wires.bounds.len(),
            self.plans.len(),
            self.decisions.rows.len(),
            self.retries.rows.len(),
        ];
        rows.into_iter().all(|rows| rows < usize::from(NONE))
    }

    /// The tables as the engine takes them.
    #[must_use]
    pub fn vendor(&self) -> Vendor<'_> {
        Vendor {
            name: &self.name,
            text: &self.text.text,
            formats: &self.formats.rows,
            prefix: self.prefix,
            nodes: &self.nodes,
            edges: &self.edges,
            sources: &self.sources,
            filters: &self.filters.rows,
            errors: &self.errors.rows,
            fields: &self.fields,
            envelopes: &self.envelopes,
            conditions: &self.conditions.rows,
            clauses: &self.clauses.rows,
            tests: &self.tests.rows,
            ranges: &self.ranges.rows,
            values: &self.values.rows,
            patterns: &self.patterns.rows,
            parts: &self.parts.rows,
            waits: &self.waits,
            limits: &self.limits,
            max_wait_ms: self.max_wait_ms,
            operations: &self.operations,
            request: self.request,
            precedence: &self.precedence,
            domains: &self.domains,
            categories: &self.categories,
            families: &self.families,
            wires: self.wires.column(),
            aliases: &self.aliases,
            displacements: &self.displacements,
            slots: &self.slots,
            idents: self.idents.column(),
            summaries: self.summaries.column(),
            descriptions: self.descriptions.column(),
            user_messages: self.user_messages.column(),
            languages: &self.languages,
            translations: &self.translations,
            statuses: &self.statuses,
            status_ends: &self.status_ends,
            entries: self.entries,
            plain: self.entries.saturating_sub(2),
            doubtful: self.entries.saturating_sub(1),
            plan_of: &self.plan_of,
            plans: &self.plans,
            arms: &self.arms,
            decisions: &self.decisions.rows,
            retries: &self.retries.rows,
            actions: &self.actions.rows,
        }
    }

    fn add_trie(&mut self, vendor: &model::Vendor) {
        let mut root = Tree::default();
        for pointer in pointers(vendor) {
            let leaf = pointer_tokens(pointer).fold(&mut root, |tree, token| {
                tree.children.entry(token).or_default()
            });
            leaf.pointer = Some(pointer.to_owned());
        }
        self.add_node(&root);
    }

    /// Adds a node and all below it, so that their slots are consecutive. Returns its index.
    fn add_node(&mut self, tree: &Tree) -> u16 {
        let index = self.nodes.len();
        let first_slot = short(self.slot_of.len());
        let slot = tree.pointer.as_ref().map_or(NONE, |pointer| {
            self.slot_of.insert(pointer.clone(), first_slot);
            first_slot
        });
        let edges = append(
            &mut self.edges,
            tree.children.keys().map(|_| Edge {
                key: Span::default(),
                index: 0,
                node: 0,
            }),
        );
        let (first_edge, end_edge) = (
            short(edges.start as usize),
            short((edges.start + edges.len) as usize),
        );
        self.nodes.push(Node {
            slot,
            first_slot,
            end_slot: first_slot,
            first_edge,
            end_edge,
        });
        for (at, (token, child)) in (usize::from(first_edge)..).zip(&tree.children) {
            let node = self.add_node(child);
            self.edges[at] = Edge {
                key: self.text.span(token),
                index: array_index(token),
                node,
            };
        }
        self.nodes[index].end_slot = short(self.slot_of.len());
        short(index)
    }

    fn add_hints(&mut self, hints: &model::Hints) {
        for wait in &hints.waits {
            let wait = self.wait(wait);
            self.waits.push(wait);
        }
        for limit in &hints.limits {
            let limit = self.limit(limit);
            self.limits.push(limit);
        }
        self.max_wait_ms = hints.max_wait_ms;
    }

    fn wait(&mut self, wait: &model::Wait) -> Wait {
        let source = self.source(&wait.source);
        Wait {
            source: self.source_row(source),
            unit: wait.unit,
            when: self.condition(&wait.when),
            longest: wait.longest,
        }
    }

    fn limit(&mut self, limit: &model::RateLimit) -> Limit {
        let mut row = |source: &Option<model::Source>| {
            let source = source.as_ref().map(|source| self.source(source));
            source.map_or(NONE, |source| self.source_row(source))
        };
        let (own, remaining) = (row(&limit.limit), row(&limit.remaining));
        let reset = limit.reset.as_ref().map(|reset| self.wait(reset));
        Limit {
            name: self.text.span(&limit.name),
            limit: own,
            remaining,
            reset: reset.unwrap_or(Wait {
                source: NONE,
                unit: WaitUnit::Seconds,
                when: NONE,
                longest: false,
            }),
        }
    }

    fn slot(&self, pointer: &str) -> u16 {
        self.slot_of.get(pointer).copied().unwrap_or(NONE)
    }

    fn envelope(&mut self, envelope: &model::Envelope) -> Envelope {
        let fields: Vec<Field> = envelope
            .fields
            .iter()
            .map(|(name, sources)| Field {
                name: self.text.span(name),
                sources: self.sources(sources),
            })
            .collect();
        let errors = envelope.errors.iter();
        let errors = errors.map(|list| self.each(list)).collect();
        Envelope {
            errors: self.errors.run(errors),
            status: self.sources(&envelope.status),
            code: self.sources(&envelope.code),
            category: self.sources(&envelope.category),
            message: self.sources(&envelope.message),
            trace_id: self.sources(&envelope.trace_id),
            timestamp: self.sources(&envelope.timestamp),
            fields: append(&mut self.fields, fields),
            details: envelope
                .details
                .as_ref()
                .map_or_else(Details::default, |details| Details {
                    slot: self.slot(&details.at),
                    shape: match &details.shape {
                        model::Shape::List => Shape::List,
                        model::Shape::Map => Shape::Map,
                        model::Shape::Tree { leaf } => Shape::Tree {
                            leaf: self.text.span(leaf),
                        },
                    },
                    field: self.text.span(&details.field),
                    message: self.text.span(&details.message),
                    code: self.text.span(&details.code),
                }),
        }
    }

    fn sources(&mut self, sources: &[model::Source]) -> Span {
        let rows: Vec<Source> = sources.iter().map(|source| self.source(source)).collect();
        append(&mut self.sources, rows)
    }

    fn source(&mut self, source: &model::Source) -> Source {
        match source {
            model::Source::Pointer(pointer) => Source::Slot(self.slot(pointer)),
            model::Source::Header(name) => Source::Header(self.text.span(name)),
            model::Source::Status => Source::Status,
            model::Source::Token => Source::Token,
            model::Source::Parameter { header, name } => Source::Parameter {
                header: self.text.span(header),
                name: self.text.span(name),
            },
            model::Source::Each(each) => self.each(each),
            model::Source::Captured { source, patterns } => {
                let source = self.source(source);
                Source::Captured {
                    source: self.source_row(source),
                    patterns: self.patterns(patterns),
                }
            }
        }
    }

    fn each(&mut self, each: &model::Each) -> Source {
        let filters = each.filters.iter();
        let filters = filters.map(|filter| self.filter(filter)).collect();
        Source::Each {
            list: self.slot(&each.list),
            filters: self.filters.run(filters),
            pointer: self.text.span(&each.pointer),
        }
    }

    fn filter(&mut self, filter: &model::Filter) -> Filter {
        let values = self.values(filter.value.as_slice());
        Filter {
            pointer: self.text.span(&filter.pointer),
            values,
            is_negated: filter.is_negated,
        }
    }

    /// The row of a source that others refer to; equal ones share a row.
    fn source_row(&mut self, source: Source) -> u16 {
        let known = self.sources.iter().position(|own| *own == source);
        short(known.unwrap_or_else(|| {
            self.sources.push(source);
            self.sources.len() - 1
        }))
    }

    /// The index of a condition; [`NONE`] for the one that always holds.
    fn condition(&mut self, condition: &[model::Clause]) -> u16 {
        if condition.is_empty() {
            return NONE;
        }
        let clauses = condition.iter().map(|clause| self.clause(clause)).collect();
        let clauses = self.clauses.run(clauses);
        self.conditions.row(clauses)
    }

    fn clause(&mut self, clause: &[model::Test]) -> Span {
        let tests = clause.iter().map(|test| self.test(test)).collect();
        self.tests.run(tests)
    }

    fn test(&mut self, test: &model::Test) -> Test {
        match test {
            model::Test::Status(statuses) => {
                let ranges = statuses.iter().map(|(lo, hi)| Range { lo: *lo, hi: *hi });
                Test::Status(self.ranges.run(ranges.collect()))
            }
            model::Test::Field { pointer, values } => {
                let values = self.values(values);
                Test::Field {
                    slot: self.slot(pointer),
                    values,
                }
            }
            model::Test::Exists { pointer, exists } => Test::Exists {
                slot: self.slot(pointer),
                exists: *exists,
            },
            model::Test::Element { at, values } => {
                let values = self.values(values);
                let source = self.each(at);
                Test::Element {
                    source: self.source_row(source),
                    values,
                }
            }
            model::Test::ElementExists { at, exists } => {
                let source = self.each(at);
                Test::ElementExists {
                    source: self.source_row(source),
                    exists: *exists,
                }
            }
            model::Test::Message(patterns) => Test::Message(self.patterns(patterns)),
            model::Test::Detail { field, patterns } => Test::Detail {
                field: self.text.span(field),
                patterns: self.patterns(patterns),
            },
            model::Test::Header { name, values } => {
                let values = self.values(values);
                Test::Header {
                    name: self.text.span(name),
                    values,
                }
            }
            model::Test::HeaderExists { name, exists } => Test::HeaderExists {
                name: self.text.span(name),
                exists: *exists,
            },
            model::Test::Body(body) => Test::Body(*body),
        }
    }

    fn values(&mut self, values: &[model::Value]) -> Span {
        let values = values.iter().map(|value| self.value(value)).collect();
        self.values.run(values)
    }

    fn value(&mut self, value: &model::Value) -> Value {
        let comparison = match value {
            model::Value::Contains(_) => Comparison::Contains,
            model::Value::Prefix(_) => Comparison::Prefix,
            _ => Comparison::Equal,
        };
        let (kind, text) = match value {
            model::Value::String(text)
            | model::Value::Contains(text)
            | model::Value::Prefix(text) => (Kind::String, text.as_str()),
            model::Value::Number(text) => (Kind::Number, text.as_str()),
            model::Value::Bool(true) => (Kind::Bool, "true"),
            model::Value::Bool(false) => (Kind::Bool, "false"),
            model::Value::Null => (Kind::Null, "null"),
        };
        Value {
            kind,
            comparison,
            text: self.text.span(text),
        }
    }

    fn patterns(&mut self, patterns: &[model::Pattern]) -> Span {
        let patterns = patterns.iter().map(|parts| self.parts(parts)).collect();
        self.patterns.run(patterns)
    }

    fn parts(&mut self, parts: &[model::Part]) -> Span {
        let parts = self.each_part(parts, |_, kind| kind);
        self.parts.run(parts)
    }

    fn add_codes(&mut self, vendor: &model::Vendor) {
        for code in &vendor.codes {
            self.wires.push(&code.wire);
            self.idents.push(&code.ident);
            self.summaries.push(&code.summary);
            self.descriptions.push(&code.remarks.description);
            self.user_messages.push(&code.user_message);
            self.statuses.extend(&code.statuses);
            self.status_ends.push(narrow(self.statuses.len()));
        }
        for (index, code) in vendor.codes.iter().enumerate() {
            for alias in &code.aliases {
                self.wires.push(alias);
                self.aliases.push(short(index));
            }
        }
    }

    fn add_domains(&mut self, vendor: &model::Vendor) {
        let mut unknown = vendor.codes.len();
        for domain in &vendor.domains {
            let envelope = self.envelope(&domain.envelope);
            self.envelopes.push(envelope);
            let names: Vec<Span> = domain
                .categories
                .iter()
                .map(|c| self.text.span(&c.name))
                .collect();
            let families = self.families(domain);
            let hashed = perfect_hash::build(&self.keys(&domain.codes));
            let (statuses, when) = split(&domain.when);
            let row = Domain {
                name: self.text.span(&domain.name),
                protocol: self.text.span(domain.protocol.unwrap_or_default()),
                raised_by_client: domain.raised_by_client,
                typical_status: domain.typical_status.unwrap_or(0),
                example_status: 0,
                sends_numbers: false,
                statuses,
                when: self.condition(when),
                envelope: short(self.envelopes.len() - 1),
                first_code: short(domain.codes.start),
                end_code: short(domain.codes.end),
                categories: append(&mut self.categories, names),
                families: append(&mut self.families, families),
                unknown: short(unknown),
                seed: hashed.seed,
                longest: hashed.longest,
                displacements: append(&mut self.displacements, hashed.displacements),
                slots: append(&mut self.slots, hashed.slots),
            };
            unknown += 1 + domain.categories.len();
            self.domains.push(row);
        }
        self.entries = short(unknown + 2);
    }

    /// The families of a domain: longer prefixes first, then ranges.
    fn families(&mut self, domain: &model::Domain) -> Vec<Family> {
        let mut families: Vec<_> = (0..)
            .zip(&domain.categories)
            .flat_map(|(category, own)| own.families.iter().map(move |family| (category, family)))
            .collect();
        families.sort_by_key(|(_, family)| match family {
            model::Family::Prefix(prefix) => std::cmp::Reverse(prefix.len()),
            model::Family::Range(..) => std::cmp::Reverse(0),
        });
        let row = |(category, family): (u16, &model::Family)| Family {
            category,
            codes: match family {
                model::Family::Prefix(prefix) => FamilyCodes::Prefix(self.text.span(prefix)),
                model::Family::Range(lo, hi) => FamilyCodes::Range { lo: *lo, hi: *hi },
            },
        };
        families.into_iter().map(row).collect()
    }

    /// The wire strings and aliases of these codes, each with its row in the column of wire strings.
    fn keys(&self, codes: &std::ops::Range<usize>) -> Vec<(&str, u16)> {
        let wires = self.wires.column();
        let first_alias = wires.rows() - self.aliases.len();
        let aliases = self
            .aliases
            .iter()
            .enumerate()
            .filter(|(_, code)| codes.contains(&usize::from(**code)));
        let rows = codes.clone().chain(aliases.map(|(at, _)| first_alias + at));
        rows.map(|row| (wires.get(row), short(row))).collect()
    }

    fn add_operations(&mut self, vendor: &model::Vendor) {
        let mut rows_of: HashMap<&[usize], u32> = HashMap::new();
        for operation in &vendor.operations {
            let plans = *rows_of.entry(&operation.plans).or_insert_with(|| {
                let plans = operation.plans.iter().map(|plan| short(*plan));
                append(&mut self.plan_of, plans).start
            });
            let domains = operation.domains.iter().map(|domain| short(*domain));
            let row = Operation {
                name: self.text.span(&operation.name),
                domains: append(&mut self.precedence, domains),
                formats: self.formats.run(operation.formats.clone()),
                success: self.condition(&operation.success),
                failure_reason: self
                    .text
                    .span(operation.failure_reason.as_deref().unwrap_or("")),
                idempotent: operation.idempotent,
                plans,
            };
            self.operations.push(row);
        }
    }

    fn add_plans(&mut self, vendor: &model::Vendor) {
        for plan in &vendor.plans {
            let start = self.arms.len();
            for arms in plan.chunk_by(|a, b| a.lo == b.lo) {
                self.add_arms(arms, 0);
            }
            self.plans.push(Span {
                start: narrow(start),
                len: narrow(self.arms.len() - start),
            });
        }
    }

    /// Adds the rows for arms of one range of statuses, of whose conditions the first `met` are known to hold. Arms that
    /// have the next condition in common become rows after it, so that it is tried once for all of them.
    fn add_arms(&mut self, arms: &[model::Arm], met: usize) {
        let next = |arm: &model::Arm| arm.conditions.get(met).cloned();
        for arms in arms.chunk_by(|a, b| a.conditions.get(met) == b.conditions.get(met)) {
            let Some(first) = arms.first() else { continue };
            let at = self.arms.len();
            let condition = next(first).map_or(NONE, |condition| self.condition(&condition));
            let decides = first.conditions.len() <= met + 1;
            let row = self.arm(first, condition, decides);
            self.arms.push(row);
            if condition == NONE {
                // Nothing follows an arm that always holds.
                return;
            }
            if !decides {
                self.add_arms(arms, met + 1);
                self.arms[at].inner = short(self.arms.len() - at - 1);
            }
        }
    }

    fn arm(&mut self, arm: &model::Arm, condition: u16, decides: bool) -> Arm {
        let (mut decision, mut captures) = (NONE, NONE);
        if decides {
            let row = self.decision(&arm.decision);
            decision = self.decisions.row(row);
            let named = arm.captures.and_then(|at| arm.conditions.get(at));
            captures = named.map_or(NONE, |named| self.condition(named));
        }
        Arm {
            lo: arm.lo,
            hi: arm.hi,
            condition,
            decision,
            inner: 0,
            captures,
        }
    }

    fn add_languages(&mut self, vendor: &model::Vendor, languages: &[model::Language]) {
        let decisions = vendor.plans.iter().flatten().map(|arm| &arm.decision);
        let texts = decisions.filter_map(|decision| match &decision.user_message.value {
            model::UserText::Text(template) => Some(template),
            model::UserText::Silent | model::UserText::OfCode => None,
        });
        let mut texts: Vec<&model::Template> = texts.collect();
        texts.sort_unstable();
        texts.dedup();
        let codes = (0..).zip(&vendor.codes);
        for language in languages {
            let codes = codes
                .clone()
                .filter_map(|(code, own)| Some((code, language.translation(&own.text())?)));
            let codes = codes
                .map(|(of, own)| Translation {
                    of,
                    text: self.template(own, own),
                })
                .collect::<Vec<_>>();
            let texts = texts.iter().filter_map(|original| {
                let translation = language.translation(&original.text)?;
                let text = self.template(translation, original);
                let of = self.template(original, original).start;
                Some(Translation { of, text })
            });
            let mut texts = texts.collect::<Vec<_>>();
            texts.sort_by_key(|translation| translation.of);
            let row = Language {
                tag: self.text.span(&language.tag),
                numbers: cldr::numbers(&language.tag),
                codes: append(&mut self.translations, codes),
                texts: append(&mut self.translations, texts),
            };
            self.languages.push(row);
        }
    }

    /// A text for end users. The types of its captures are those of the original, except for a number that decides on a
    /// form: since it counts something, it is written as a quantity.
    fn template(&mut self, own: &model::Template, original: &model::Template) -> Span {
        let plurals = [own, original].map(|template| template.plural.as_ref());
        let counts = |name: &str| plurals.iter().flatten().any(|plural| plural.number == name);
        let kind = |name: &str, _| {
            let mut parts = original.text.iter();
            let kind = parts.find_map(|part| match part {
                model::Part::Capture { name: own, kind } if own == name => Some(*kind),
                _ => None,
            });
            kind.filter(|_| !counts(name)).unwrap_or(Capture::Decimal)
        };
        let mut parts = Vec::new();
        if let Some(plural) = &own.plural {
            parts.push(Part::Number(self.text.span(&plural.number)));
            for form in &plural.forms {
                parts.push(Part::Form(self.text.span(form.rule)));
                parts.extend(self.each_part(&form.text, kind));
            }
            parts.push(Part::Form(Span::default()));
        }
        parts.extend(self.each_part(&own.text, kind));
        self.parts.run(parts)
    }

    /// The parts of a text, whose captures may have another type.
    fn each_part(
        &mut self,
        parts: &[model::Part],
        kind_of: impl Fn(&str, Capture) -> Capture,
    ) -> Vec<Part> {
        let part = |part: &model::Part| match part {
            model::Part::Literal(text) => Part::Literal(self.text.span(text)),
            model::Part::Capture { name, kind } => Part::Capture {
                name: self.text.span(name),
                kind: kind_of(name, *kind),
            },
        };
        parts.iter().map(part).collect()
    }

    fn decision(&mut self, decision: &model::Decision) -> Decision {
        let retry = self.retry(&decision.retry.value);
        Decision {
            class: short(decision.class.value.index()),
            outcome: decision.outcome.value,
            severity: decision.severity.value,
            retry: self.retries.row(retry),
            actions: self.actions(&decision.actions.value),
            forbid: self.actions(&decision.forbid.value),
            grace_period_ms: decision.grace_period_ms.value.unwrap_or(0),
            user_message: match &decision.user_message.value {
                model::UserText::Silent => UserText::Silent,
                model::UserText::OfCode => UserText::OfCode,
                model::UserText::Text(template) => {
                    UserText::Parts(self.template(template, template))
                }
            },
            confidential: decision.confidential,
            decided_by: decision.decided_by(),
        }
    }

    fn retry(&mut self, retry: &model::Retry) -> Retry {
        let action = |action: model::ActionId| short(action.index());
        Retry {
            kind: retry.kind.map(short, action),
            attempts: retry.attempts,
            if_exhausted: self.actions(&retry.if_exhausted),
        }
    }

    fn actions(&mut self, actions: &[model::ActionId]) -> Span {
        self.actions
            .run(actions.iter().map(|action| short(action.index())).collect())
    }
}

/// A reference token as an array index (RFC 6901, section 4): no leading zeros.
fn array_index(token: &str) -> u32 {
    let canonical = token == "0" || (!token.starts_with(['0', '+']) && !token.is_empty());
    token.parse().ok().filter(|_| canonical).unwrap_or(u32::MAX)
}
