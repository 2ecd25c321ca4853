//! Small books as plain data, with conditions of every kind, and the YAML that says the same.

use super::dice::Dice;

/// What a layer of the book decides, as far as it matters for success.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Fields {
    pub(crate) class: Option<&'static str>,
    pub(crate) outcome: Option<&'static str>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Layer {
    pub(crate) fields: Fields,
    pub(crate) rules: Vec<Rule>,
}

#[derive(Debug, Clone)]
pub(crate) struct Rule {
    /// One of these must hold; if there is none, the rule always does.
    pub(crate) when: Vec<Vec<Test>>,
    pub(crate) fields: Fields,
}

/// An entry of a `when`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Test {
    Status(&'static str),
    Field(&'static str, Vec<Scalar>),
    Exists(&'static str, bool),
    Code(Vec<&'static str>),
    Domain(Vec<&'static str>),
    Category(Vec<&'static str>),
    Class(Vec<&'static str>),
    Message(Vec<&'static str>),
    Detail(&'static str, Vec<&'static str>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Scalar {
    String(&'static str),
    Number(&'static str),
    Bool(bool),
    Null,
}

/// Where a code is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Place {
    Pointer(&'static str),
    Header(&'static str),
    Text,
    Status,
}

#[derive(Debug, Clone)]
pub(crate) struct Domain {
    pub(crate) name: &'static str,
    /// As in a rule, but of statuses and fields only.
    pub(crate) when: Vec<Vec<Test>>,
    pub(crate) places: Vec<Place>,
    pub(crate) codes: Vec<Code>,
    /// What the category `MONEY` says.
    pub(crate) category: Fields,
    pub(crate) layer: Layer,
}

#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) wire: &'static str,
    pub(crate) statuses: Vec<u16>,
    pub(crate) has_category: bool,
    pub(crate) layer: Layer,
}

#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    /// Indices, in order of precedence.
    pub(crate) domains: Vec<usize>,
    pub(crate) success: Vec<Vec<Test>>,
    pub(crate) layer: Layer,
}

#[derive(Debug, Clone)]
pub(crate) struct Book {
    pub(crate) domains: Vec<Domain>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) layer: Layer,
}

/// The vocabulary of these books.
pub(crate) const VOCABULARY: &str = "\
classes:
  ok: { summary: It worked, outcome: success, severity: info, statuses: 2xx }
  refused: { summary: Refused, user_message: Refused., statuses: 4xx }
  broken: { summary: Broken, user_message: Broken., statuses: 5xx }
  lost: { summary: Lost, user_message: Lost. }
  unknown: { summary: Unknown, user_message: Something happened. }
actions: {}
";

/// The class of a status that nothing else classifies.
pub(crate) fn class_of(status: u16) -> &'static str {
    match status {
        200..=299 => "ok",
        400..=499 => "refused",
        500..=599 => "broken",
        _ => "unknown",
    }
}

/// The pointers of the shared envelope.
pub(crate) const MESSAGE: &str = "/message";
pub(crate) const MESSAGE_HEADER: &str = "X-Message";
pub(crate) const CATEGORY: &str = "/category";
pub(crate) const DETAILS: &str = "/details";

/// Fields that conditions ask for. None of them leads through another.
pub(crate) const FIELDS: [&str; 7] = [
    "/state",
    "/n",
    "/ok",
    "/error",
    "/meta/kind",
    "/list/0",
    "/a~1b",
];

/// Places of codes in a body.
pub(crate) const POINTERS: [&str; 3] = ["/code", "/error/code", "/meta/code"];

pub(crate) const CODE_HEADER: &str = "X-Code";

/// The first four are those of successes.
const STATUSES: [&str; 7] = ["200", "201", "2xx", "200..204", "404", "4xx", "500..599"];

const SCALARS: [Scalar; 11] = [
    Scalar::String("failed"),
    Scalar::String("fine"),
    Scalar::String("a\"b\\é"),
    Scalar::Number("1"),
    Scalar::Number("0"),
    Scalar::Number("-2"),
    Scalar::Number("2000"),
    Scalar::Number("3"),
    Scalar::Bool(true),
    Scalar::Bool(false),
    Scalar::Null,
];

pub(crate) const WIRES: [&str; 6] = ["OK", "FINE", "NO", "GONE", "1", "42"];

const MESSAGES: [&str; 6] = [
    "Bad thing {m:text}",
    "at most {m:integer} of {n:decimal}",
    "{m:word} failed",
    "{m:text} x",
    "no",
    "{m:text}  {n:word}",
];

const DETAIL_MESSAGES: [&str; 3] = ["over {d:decimal}.", "{d:text} gone", "missing"];

const CLASSES: [&str; 5] = ["ok", "refused", "broken", "lost", "unknown"];

/// A book that a seed determines.
pub(crate) fn book(dice: &mut Dice) -> Book {
    let names = ["first", "second", "third"];
    let domains: Vec<Domain> = names[..dice.below(4)]
        .iter()
        .map(|name| domain(dice, name))
        .collect();
    let mut rules = Rules::of(&domains);
    let domains: Vec<Domain> = domains
        .into_iter()
        .map(|domain| rules.add_to_domain(dice, domain))
        .collect();
    let operations = [
        operation(dice, "call", &domains, Some(&rules)),
        operation(dice, "request", &domains, None),
    ];
    let layer = Layer {
        fields: rare_fields(dice),
        rules: rules.some(dice, 2),
    };
    Book {
        domains,
        operations: operations.into(),
        layer,
    }
}

fn domain(dice: &mut Dice, name: &'static str) -> Domain {
    let places = match dice.below(6) {
        0 => vec![Place::Header(CODE_HEADER)],
        1 => vec![
            Place::Pointer(dice.one(&POINTERS)),
            Place::Header(CODE_HEADER),
        ],
        2 => vec![Place::Pointer(dice.one(&POINTERS)), Place::Text],
        3 => vec![Place::Status],
        _ => dice
            .some(&POINTERS, 2)
            .into_iter()
            .map(Place::Pointer)
            .collect(),
    };
    let is_by_status = places == [Place::Status];
    let wires: &[&str] = if is_by_status {
        &["200", "201", "404"]
    } else {
        &WIRES
    };
    let codes = dice
        .some(wires, 4)
        .into_iter()
        .map(|wire| code(dice, wire, is_by_status));
    let codes = codes.collect();
    let when = if is_by_status || dice.once_in(2) {
        Vec::new()
    } else {
        alternatives(dice, &mut |dice| shape(dice, &STATUSES))
    };
    Domain {
        name,
        when,
        places,
        codes,
        category: rare_fields(dice),
        layer: Layer {
            fields: rare_fields(dice),
            rules: Vec::new(),
        },
    }
}

fn code(dice: &mut Dice, wire: &'static str, is_by_status: bool) -> Code {
    let class = match wire {
        "OK" | "FINE" | "1" | "200" | "201" => Some("ok"),
        _ => dice.one(&[None, Some("lost"), Some("ok")]),
    };
    let has_statuses = !is_by_status && dice.once_in(4);
    Code {
        wire,
        statuses: if has_statuses {
            vec![dice.one(&[200, 404, 503])]
        } else {
            Vec::new()
        },
        has_category: dice.once_in(3),
        layer: Layer {
            fields: Fields {
                class,
                outcome: None,
            },
            rules: Vec::new(),
        },
    }
}

fn operation(
    dice: &mut Dice,
    name: &'static str,
    domains: &[Domain],
    rules: Option<&Rules>,
) -> Operation {
    let mut order: Vec<usize> = (0..domains.len()).collect();
    if dice.once_in(2) {
        order.reverse();
    }
    if dice.once_in(3) {
        order.truncate(1);
    }
    let success = if dice.once_in(3) {
        alternatives(dice, &mut |dice| shape(dice, &STATUSES[..4]))
    } else {
        Vec::new()
    };
    let layer = rules.map(|rules| Layer {
        fields: rare_fields(dice),
        rules: rules.some(dice, 2),
    });
    Operation {
        name,
        domains: order,
        success,
        layer: layer.unwrap_or_default(),
    }
}

/// One or two alternatives that differ.
fn alternatives(dice: &mut Dice, clause: &mut dyn FnMut(&mut Dice) -> Vec<Test>) -> Vec<Vec<Test>> {
    let mut all = vec![clause(dice)];
    let other = clause(dice);
    if dice.once_in(3) && other != all[0] {
        all.push(other);
    }
    all
}

/// A clause of statuses and fields.
fn shape(dice: &mut Dice, statuses: &[&'static str]) -> Vec<Test> {
    let mut tests = Vec::new();
    if dice.once_in(3) {
        tests.push(Test::Status(dice.one(statuses)));
    }
    if tests.is_empty() || dice.once_in(2) {
        tests.extend(fields(dice));
    }
    tests
}

fn fields(dice: &mut Dice) -> Vec<Test> {
    let pointers = dice.some(&FIELDS, 2);
    let field = |pointer| match dice.below(3) {
        0 => Test::Exists(pointer, dice.once_in(2)),
        _ => Test::Field(pointer, dice.some(&SCALARS, 3)),
    };
    pointers.into_iter().map(field).collect()
}

/// Fields that are mostly empty, since few layers may speak for others.
fn rare_fields(dice: &mut Dice) -> Fields {
    if dice.once_in(8) {
        some_fields(dice)
    } else {
        Fields::default()
    }
}

fn some_fields(dice: &mut Dice) -> Fields {
    match dice.below(5) {
        0 => Fields {
            class: Some("ok"),
            outcome: None,
        },
        1 => Fields {
            class: None,
            outcome: Some(dice.one(&["success", "ignorable", "failure"])),
        },
        2 => Fields {
            class: Some(dice.one(&CLASSES)),
            outcome: Some(dice.one(&["success", "failure"])),
        },
        _ => Fields {
            class: Some("lost"),
            outcome: None,
        },
    }
}

/// Makes rules about the codes and domains that there are.
struct Rules {
    codes: Vec<&'static str>,
    domains: Vec<&'static str>,
}

impl Rules {
    fn of(domains: &[Domain]) -> Self {
        let codes = domains.iter().flat_map(|domain| &domain.codes);
        let mut codes: Vec<_> = codes.map(|code| code.wire).collect();
        codes.sort_unstable();
        codes.dedup();
        Self {
            codes,
            domains: domains.iter().map(|domain| domain.name).collect(),
        }
    }

    fn add_to_domain(&mut self, dice: &mut Dice, mut domain: Domain) -> Domain {
        domain.layer.rules = self.some(dice, 2);
        for code in &mut domain.codes {
            code.layer.rules = self.some(dice, 1);
        }
        domain
    }

    fn some(&self, dice: &mut Dice, most: usize) -> Vec<Rule> {
        (0..dice.below(most + 1)).map(|_| self.rule(dice)).collect()
    }

    fn rule(&self, dice: &mut Dice) -> Rule {
        Rule {
            when: alternatives(dice, &mut |dice| self.clause(dice)),
            fields: some_fields(dice),
        }
    }

    fn clause(&self, dice: &mut Dice) -> Vec<Test> {
        match dice.below(9) {
            0 if !self.codes.is_empty() => vec![Test::Code(dice.some(&self.codes, 2))],
            1 if !self.domains.is_empty() => {
                let mut tests = vec![Test::Domain(dice.some(&self.domains, 2))];
                tests.extend(fields(dice));
                tests
            }
            2 if !self.domains.is_empty() => vec![Test::Category(vec!["MONEY"])],
            3 => {
                let mut tests = vec![Test::Class(dice.some(&CLASSES, 2))];
                tests.extend(fields(dice));
                tests
            }
            4 | 5 => vec![Test::Message(dice.some(&MESSAGES, 2))],
            6 => vec![Test::Detail(
                dice.one(&["bet", "name"]),
                dice.some(&DETAIL_MESSAGES, 2),
            )],
            _ => shape(dice, &STATUSES),
        }
    }
}

// The YAML. It is in flow style, in which JSON is YAML.

impl Book {
    /// The vendor's file, `acme.yaml`.
    pub(crate) fn yaml(&self) -> String {
        let domains = self.domains.iter().map(Domain::yaml);
        let operations = self
            .operations
            .iter()
            .map(|operation| self.operation(operation));
        format!(
            "vendor: acme\ntitle: Acme\nsummary: A vendor.\n\
             envelope:\n  message: [{MESSAGE}, {{ header: {MESSAGE_HEADER} }}]\n  category: {CATEGORY}\n  \
             details: {{ at: {DETAILS}, field: /field, message: /message }}\n{}\
             domains:\n  local: {{ raised_by: client, codes: {{ OK: {{ summary: s, class: ok }} }} }}\n{}operations:\n{}",
            entries(&self.layer).join("\n") + "\n",
            domains.collect::<String>(),
            operations.collect::<String>(),
        )
    }

    fn operation(&self, operation: &Operation) -> String {
        let domains = operation.domains.iter().map(|at| self.domains[*at].name);
        let mut all = vec![format!(
            "domains: [{}]",
            domains.collect::<Vec<_>>().join(", ")
        )];
        if !operation.success.is_empty() {
            all.push(format!("success: {}", when(&operation.success)));
        }
        all.extend(entries(&operation.layer));
        format!("  {}: {{ {} }}\n", operation.name, all.join(", "))
    }
}

impl Domain {
    fn yaml(&self) -> String {
        let category = entries(&Layer {
            fields: self.category,
            rules: Vec::new(),
        });
        let mut all = vec![format!(
            "categories: {{ MONEY: {{ summary: s, {} }} }}",
            category.join(", ")
        )];
        if self.places == [Place::Status] {
            all.push("key: status".to_owned());
        } else {
            let places: Vec<_> = self.places.iter().map(Place::yaml).collect();
            let mut envelope = vec![format!("code: [{}]", places.join(", "))];
            if !self.when.is_empty() {
                envelope.push(format!("when: {}", when(&self.when)));
            }
            all.push(format!("envelope: {{ {} }}", envelope.join(", ")));
        }
        let codes: Vec<_> = self
            .codes
            .iter()
            .enumerate()
            .map(|(at, code)| code.yaml(at))
            .collect();
        all.push(format!("codes: {{ {} }}", codes.join(", ")));
        all.extend(entries(&self.layer));
        format!("  {}: {{ {} }}\n", self.name, all.join(", "))
    }
}

impl Place {
    fn yaml(&self) -> String {
        match self {
            Self::Pointer(pointer) => (*pointer).to_owned(),
            Self::Header(name) => format!("{{ header: {name} }}"),
            Self::Text | Self::Status => "text".to_owned(),
        }
    }
}

impl Code {
    fn yaml(&self, at: usize) -> String {
        let mut all = vec!["summary: s".to_owned(), format!("name: Name{at}")];
        if !self.statuses.is_empty() {
            all.push(format!("status: {:?}", self.statuses));
        }
        if self.has_category {
            all.push("category: MONEY".to_owned());
        }
        all.extend(entries(&self.layer));
        format!("\"{}\": {{ {} }}", self.wire, all.join(", "))
    }
}

/// The entries of a layer.
fn entries(layer: &Layer) -> Vec<String> {
    let Fields { class, outcome } = layer.fields;
    let class = class.map(|class| format!("class: {class}"));
    let outcome = outcome.map(|outcome| format!("outcome: {outcome}"));
    let rules: Vec<_> = layer.rules.iter().map(Rule::yaml).collect();
    let rules = (!rules.is_empty()).then(|| format!("rules: [{}]", rules.join(", ")));
    class.into_iter().chain(outcome).chain(rules).collect()
}

impl Rule {
    fn yaml(&self) -> String {
        let mut all = vec![format!("when: {}", when(&self.when))];
        all.extend(entries(&Layer {
            fields: self.fields,
            rules: Vec::new(),
        }));
        format!("{{ {} }}", all.join(", "))
    }
}

fn when(alternatives: &[Vec<Test>]) -> String {
    let clauses: Vec<_> = alternatives.iter().map(|tests| clause(tests)).collect();
    format!("[{}]", clauses.join(", "))
}

fn clause(tests: &[Test]) -> String {
    let (mut all, mut fields) = (Vec::new(), Vec::new());
    for test in tests {
        match test {
            Test::Status(statuses) => all.push(format!("status: {statuses}")),
            Test::Field(pointer, values) => {
                let values: Vec<_> = values.iter().map(Scalar::yaml).collect();
                fields.push(format!("{pointer}: [{}]", values.join(", ")));
            }
            Test::Exists(pointer, exists) => {
                fields.push(format!("{pointer}: {{ exists: {exists} }}"));
            }
            Test::Code(names) => all.push(format!("code: {names:?}")),
            Test::Domain(names) => all.push(format!("domain: {names:?}")),
            Test::Category(names) => all.push(format!("category: {names:?}")),
            Test::Class(names) => all.push(format!("class: {names:?}")),
            Test::Message(patterns) => all.push(format!("message: {patterns:?}")),
            Test::Detail(field, patterns) => {
                all.push(format!("detail: {{ {field}: {patterns:?} }}"));
            }
        }
    }
    if !fields.is_empty() {
        all.push(format!("field: {{ {} }}", fields.join(", ")));
    }
    format!("{{ {} }}", all.join(", "))
}

impl Scalar {
    fn yaml(&self) -> String {
        match self {
            Self::String(text) => format!("{text:?}"),
            Self::Number(raw) => (*raw).to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Null => "null".to_owned(),
        }
    }
}
