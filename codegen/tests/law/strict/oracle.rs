//! Whether anything speaks against taking a response for a success, by docs/language.md alone.
//!
//! Conditions are three-valued: one that asks for something of a type that it cannot have, or for a number that cannot be
//! compared, is neither true nor false. A success must be one however such a condition turns out.

use super::book::{
    Book, CATEGORY, Code, DETAILS, Domain, Fields, Layer, MESSAGE, MESSAGE_HEADER, Operation,
    Place, Rule, Scalar, Test, class_of,
};
use super::json::{Found, Json};
use super::number::Decimal;
use super::pattern;

/// Longer bodies are not read.
const MAX_BODY: usize = 1 << 20;

/// Longer bodies are no token.
const MAX_TOKEN_BODY: usize = 4096;

pub(crate) struct Response<'a> {
    pub(crate) status: u16,
    pub(crate) headers: &'a [(String, Vec<u8>)],
    pub(crate) body: &'a [u8],
}

/// What the oracle makes of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing at all speaks against a success.
    Success,
    /// Something is uncertain, but a success whatever it is. A careful reader may doubt it.
    Uncertain,
    /// It must not be taken for a success.
    Doubt(&'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Truth {
    No,
    Unknown,
    Yes,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// What a place of a code says.
#[derive(Debug, Clone, PartialEq)]
enum Said {
    Nothing,
    Code(String),
    /// Something that cannot be a code.
    Other,
}

/// What is decided about: a code with its domain, or the status alone.
type Subject<'b> = Option<(&'b Domain, &'b Code)>;

type KnownCode<'b> = (&'b Domain, &'b Code, Place);

pub(crate) fn judge(book: &Book, operation: &Operation, response: &Response<'_>) -> Verdict {
    let body = without_bom(response.body);
    let json = (body.len() <= MAX_BODY).then(|| Json::read(body)).flatten();
    let reader = Oracle {
        book,
        operation,
        response,
        json,
    };
    match reader.judge() {
        Ok(true) => Verdict::Success,
        Ok(false) => Verdict::Uncertain,
        Err(doubt) => Verdict::Doubt(doubt),
    }
}

struct Oracle<'b, 'r> {
    book: &'b Book,
    operation: &'b Operation,
    response: &'r Response<'r>,
    json: Option<Json>,
}

impl<'b> Oracle<'b, '_> {
    /// Whether a success is beyond any question, or what makes it doubtful.
    fn judge(&self) -> Result<bool, &'static str> {
        let mut is_certain = self.judge_body(false)?;
        let elements = match &self.json {
            Some(Json::Array(elements)) => elements.as_slice(),
            _ => &[],
        };
        for element in elements {
            if let Json::Object(_) = element {
                let alone = Oracle {
                    json: Some(element.clone()),
                    ..*self
                };
                let verdict = alone.judge_body(true);
                is_certain &= verdict.map_err(|_| "a failure in a list")?;
            }
        }
        Ok(is_certain)
    }

    fn judge_body(&self, is_element: bool) -> Result<bool, &'static str> {
        let mut is_certain = true;
        let (mut codes, mut not_known) = (Vec::new(), Vec::new());
        for domain in self
            .operation
            .domains
            .iter()
            .map(|at| &self.book.domains[*at])
        {
            let claims: Vec<_> = domain
                .when
                .iter()
                .map(|clause| self.shape(clause))
                .collect();
            is_certain &= !claims.contains(&Truth::Unknown);
            match claims.iter().copied().max().unwrap_or(Truth::Yes) {
                Truth::No => continue,
                Truth::Unknown => return Err("a discriminator of another type"),
                Truth::Yes => {}
            }
            let (known, unknown) = self.codes(domain)?;
            if is_named(domain, &claims) {
                if known.is_empty() && unknown.is_empty() {
                    return Err("a discriminator without a code");
                }
                if !unknown.is_empty() {
                    return Err("an unknown code of a domain that the response names");
                }
            }
            codes.extend(known);
            not_known.extend(unknown);
        }
        // A domain need not know a code that the deciding one finds in the same place.
        let first = codes.first().copied();
        let is_known = |place| {
            let same = |(domain, _, other): &KnownCode<'_>| {
                first.is_some_and(|(first, ..)| std::ptr::eq(*domain, first)) && *other == place
            };
            codes.iter().any(same)
        };
        if not_known.into_iter().any(|place| !is_known(place)) {
            return Err("an unknown code");
        }
        is_certain &= self.check_body(first.map(|(_, _, place)| place), &codes)?;
        for (domain, code, _) in &codes {
            is_certain &= self.succeeds(Some((domain, code)))?;
        }
        if codes.is_empty() {
            let success = self
                .operation
                .success
                .iter()
                .map(|clause| self.shape(clause));
            if !is_element && success.max().unwrap_or(Truth::Yes) != Truth::Yes {
                return Err("not what success looks like");
            }
            is_certain &= self.succeeds(None)?;
        }
        Ok(is_certain)
    }

    /// The body must be one JSON object or list in which no wanted name is repeated, unless it is a code itself.
    fn check_body(
        &self,
        first: Option<Place>,
        codes: &[KnownCode<'_>],
    ) -> Result<bool, &'static str> {
        if codes.iter().any(|(_, _, place)| *place == Place::Text) {
            return Ok(first == Some(Place::Text));
        }
        let is_absent = matches!(self.response.status, 204 | 205) && self.response.body.is_empty();
        match &self.json {
            None if is_absent => Ok(true),
            None => Err("a body that is not JSON"),
            Some(json) if !json.is_container() => {
                Err("a body that is neither an object nor a list")
            }
            Some(json) => {
                let is_ambiguous = |pointer: &str| json.at(pointer) == Found::Ambiguous;
                let shapes = self.book.domains.iter().map(|domain| &domain.when);
                let operations = &self.book.operations;
                let shapes = shapes.chain(operations.iter().map(|operation| &operation.success));
                let places = self.book.domains.iter().flat_map(|domain| &domain.places);
                let places = places.filter_map(|place| match place {
                    Place::Pointer(pointer) => Some(*pointer),
                    _ => None,
                });
                let mut wanted = shapes
                    .flatten()
                    .flatten()
                    .filter_map(pointer)
                    .chain(places)
                    .chain([MESSAGE, CATEGORY, DETAILS]);
                if wanted.any(is_ambiguous) {
                    return Err("a repeated key");
                }
                Ok(!super::book::FIELDS.into_iter().any(is_ambiguous))
            }
        }
    }

    /// The codes in a domain's places, and the places with a code that it does not know.
    fn codes(&self, domain: &'b Domain) -> Result<(Vec<KnownCode<'b>>, Vec<Place>), &'static str> {
        let (mut codes, mut unknown) = (Vec::new(), Vec::new());
        for place in &domain.places {
            match self.said(*place) {
                Said::Nothing => {}
                Said::Other => return Err("a code of another type"),
                Said::Code(wire) => match domain.codes.iter().find(|code| code.wire == wire) {
                    Some(code) => codes.push((domain, code, *place)),
                    None if *place == Place::Status => {}
                    None => unknown.push(*place),
                },
            }
        }
        Ok((codes, unknown))
    }

    fn said(&self, place: Place) -> Said {
        let text = match place {
            Place::Status => Some(self.response.status.to_string()),
            Place::Text => self.token(),
            Place::Header(name) => match self.header(name).as_slice() {
                [] => None,
                [value] => match header_text(value) {
                    Some(text) => Some(text),
                    None => return Said::Other,
                },
                _ => return Said::Other,
            },
            Place::Pointer(pointer) => match self.inside(pointer) {
                Found::Missing | Found::Value(Json::Null) => None,
                Found::Blocked | Found::Ambiguous => return Said::Other,
                Found::Value(value) => match value.text() {
                    Some(text) => Some(text.to_owned()),
                    None => return Said::Other,
                },
            },
        };
        text.filter(|text| !text.is_empty())
            .map_or(Said::Nothing, Said::Code)
    }

    fn header(&self, name: &str) -> Vec<&[u8]> {
        let headers = self.response.headers.iter();
        let named = headers.filter(|(own, _)| own.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_slice()).collect()
    }

    /// The body as a token.
    fn token(&self) -> Option<String> {
        let body = std::str::from_utf8(without_bom(self.response.body)).ok()?;
        let trimmed = body.trim_matches([' ', '\t', '\n', '\r', '\u{c}']);
        let quoted = trimmed
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let token = quoted.unwrap_or(trimmed);
        let is_token = token
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_.:-".contains(c));
        let fits = (1..=64).contains(&token.len()) && body.len() < MAX_TOKEN_BODY;
        (is_token && fits && token != "null").then(|| token.to_owned())
    }

    fn at(&self, pointer: &str) -> Found<'_> {
        self.json
            .as_ref()
            .map_or(Found::Missing, |json| json.at(pointer))
    }

    /// Whether what is decided is a success however uncertain conditions turn out, and whether none is uncertain.
    fn succeeds(&self, subject: Subject<'_>) -> Result<bool, &'static str> {
        let stack = self.stack(subject);
        let before_rules = Decider::new(
            self.response.status,
            subject,
            stack.iter().map(|layer| (layer.fields, false)).collect(),
        );
        let class = before_rules.class();
        let mut worlds = vec![Vec::new()];
        let mut is_certain = true;
        for layer in &stack {
            let (choices, is_sure) = self.choices(&layer.rules, subject, class);
            is_certain &= is_sure;
            let mut next = Vec::new();
            for world in &worlds {
                for choice in &choices {
                    let mut world: Vec<(Fields, bool)> = world.clone();
                    world.extend(choice.map(|rule| (rule.fields, names_status(rule))));
                    world.push((layer.fields, false));
                    next.push(world);
                }
            }
            worlds = next;
        }
        let succeeds = |layers| Decider::new(self.response.status, subject, layers).succeeds();
        if worlds.into_iter().all(succeeds) {
            Ok(is_certain)
        } else {
            Err("what is decided about it")
        }
    }

    /// The layers, from the strongest to the weakest.
    fn stack(&self, subject: Subject<'_>) -> Vec<Layer> {
        let mut stack = vec![self.operation.layer.clone()];
        if let Some((domain, code)) = subject {
            stack.push(code.layer.clone());
            if code.has_category {
                stack.push(Layer {
                    fields: domain.category,
                    rules: Vec::new(),
                });
            }
            stack.push(domain.layer.clone());
        }
        stack.push(self.book.layer.clone());
        stack
    }

    /// The rules of a layer that may be the first that holds, `None` standing for no rule at all, and whether that is
    /// certain.
    fn choices<'l>(
        &self,
        rules: &'l [Rule],
        subject: Subject<'_>,
        class: &str,
    ) -> (Vec<Option<&'l Rule>>, bool) {
        let (mut choices, mut is_sure) = (Vec::new(), true);
        for rule in rules {
            let clauses = rule
                .when
                .iter()
                .map(|clause| self.clause(clause, subject, class));
            let clauses: Vec<_> = clauses.collect();
            is_sure &= !clauses.contains(&Truth::Unknown);
            match clauses.into_iter().max().unwrap_or(Truth::Yes) {
                Truth::No => {}
                Truth::Unknown => choices.push(Some(rule)),
                Truth::Yes => {
                    choices.push(Some(rule));
                    return (choices, is_sure);
                }
            }
        }
        choices.push(None);
        (choices, is_sure)
    }

    /// A clause of a rule.
    fn clause(&self, clause: &[Test], subject: Subject<'_>, class: &str) -> Truth {
        let tests = clause.iter().map(|test| match test {
            Test::Code(wires) => subject
                .is_some_and(|(_, code)| wires.contains(&code.wire))
                .into(),
            Test::Domain(names) => subject
                .is_some_and(|(domain, _)| names.contains(&domain.name))
                .into(),
            Test::Category(_) => subject.is_some_and(|(_, code)| code.has_category).into(),
            Test::Class(names) => names.contains(&class).into(),
            Test::Message(patterns) => self.message(patterns),
            Test::Detail(field, patterns) => self.detail(field, patterns),
            Test::Field(pointer, values) => self.field(pointer, values, false),
            Test::Status(_) | Test::Exists(..) => self.shape(std::slice::from_ref(test)),
        });
        tests.min().unwrap_or(Truth::Yes)
    }

    /// A clause of statuses and fields, where null is a type that a field cannot have.
    fn shape(&self, clause: &[Test]) -> Truth {
        let tests = clause.iter().map(|test| match test {
            Test::Status(statuses) => is_in(self.response.status, statuses).into(),
            Test::Field(pointer, values) => self.field(pointer, values, true),
            Test::Exists(pointer, exists) => self.exists(pointer, *exists),
            _ => unreachable!("neither an envelope nor a success asks for more"),
        });
        tests.min().unwrap_or(Truth::Yes)
    }

    fn field(&self, pointer: &str, values: &[Scalar], is_strict: bool) -> Truth {
        match self.inside(pointer) {
            Found::Missing => Truth::No,
            Found::Blocked | Found::Ambiguous => Truth::Unknown,
            Found::Value(Json::Null) if !is_strict && !values.contains(&Scalar::Null) => Truth::No,
            Found::Value(found) => {
                let truths = values.iter().map(|value| compare(found, *value));
                let truths: Vec<_> = truths.collect();
                match truths.iter().flatten().max() {
                    Some(truth) => *truth,
                    None => Truth::Unknown,
                }
            }
        }
    }

    fn exists(&self, pointer: &str, exists: bool) -> Truth {
        match self.at(pointer) {
            // A list has no members.
            Found::Blocked if matches!(self.json, Some(Json::Array(_))) => (!exists).into(),
            Found::Blocked | Found::Ambiguous => Truth::Unknown,
            Found::Missing | Found::Value(Json::Null) => (!exists).into(),
            Found::Value(_) => exists.into(),
        }
    }

    /// What a pointer leads to. A list of nothing but objects has no members, and these are read one by one.
    fn inside(&self, pointer: &str) -> Found<'_> {
        let is_object = |element: &Json| matches!(element, Json::Object(_));
        match (self.at(pointer), &self.json) {
            (Found::Blocked, Some(Json::Array(elements))) if elements.iter().all(is_object) => {
                Found::Missing
            }
            (found, _) => found,
        }
    }

    /// What a pointer leads to, unless the response is a list, which has no members.
    fn member(&self, pointer: &str) -> Found<'_> {
        match self.json {
            Some(Json::Array(_)) => Found::Missing,
            _ => self.at(pointer),
        }
    }

    fn message(&self, patterns: &[&str]) -> Truth {
        let mut is_unsure = false;
        let mut message = None;
        match self.member(MESSAGE) {
            Found::Missing | Found::Value(Json::Null) => {}
            Found::Value(value) if value.text().is_some() => {
                message = value.text().map(str::to_owned);
            }
            _ => is_unsure = true,
        }
        message = message.filter(|text| !text.is_empty());
        if message.is_none() {
            let values = self.header(MESSAGE_HEADER);
            message = values
                .first()
                .and_then(|value| header_text(value))
                .filter(|text| !text.is_empty());
            is_unsure |=
                values.len() > 1 || values.iter().any(|value| header_text(value).is_none());
        }
        let holds = message.is_some_and(|message| is_matched(patterns, &message));
        if is_unsure {
            Truth::Unknown
        } else {
            holds.into()
        }
    }

    fn detail(&self, field: &str, patterns: &[&str]) -> Truth {
        let entries = match self.member(DETAILS) {
            Found::Missing | Found::Value(Json::Null) => return Truth::No,
            Found::Value(Json::Array(entries)) => entries,
            _ => return Truth::Unknown,
        };
        let entry = |entry: &Json| {
            if !matches!(entry, Json::Object(_)) {
                return Truth::No;
            }
            let name = text_is(entry.at("/field"), |name| name == field);
            let message = text_is(entry.at("/message"), |text| is_matched(patterns, text));
            name.min(message)
        };
        entries.iter().map(entry).max().unwrap_or(Truth::No)
    }
}

fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Whether a field of the response says that it is the domain's.
fn is_named(domain: &Domain, claims: &[Truth]) -> bool {
    let is_field = |test: &Test| matches!(test, Test::Field(..) | Test::Exists(..));
    let mut clauses = domain.when.iter().zip(claims);
    clauses.any(|(clause, holds)| *holds == Truth::Yes && clause.iter().any(is_field))
}

/// Whether the text in a place is as it should be; unknown, if there is something else than text.
fn text_is(found: Found<'_>, is_right: impl FnOnce(&str) -> bool) -> Truth {
    match found {
        Found::Missing | Found::Value(Json::Null) => Truth::No,
        Found::Value(value) => value
            .text()
            .map_or(Truth::Unknown, |text| is_right(text).into()),
        Found::Blocked | Found::Ambiguous => Truth::Unknown,
    }
}

fn pointer(test: &Test) -> Option<&'static str> {
    match test {
        Test::Field(pointer, _) | Test::Exists(pointer, _) => Some(pointer),
        _ => None,
    }
}

fn names_status(rule: &Rule) -> bool {
    let names = |clause: &Vec<Test>| clause.iter().any(|test| matches!(test, Test::Status(_)));
    rule.when.iter().all(names)
}

fn is_matched(patterns: &[&str], message: &str) -> bool {
    let message = pattern::trimmed(message);
    patterns
        .iter()
        .any(|pattern| pattern::matches(&pattern::parse(pattern), &message))
}

/// The trimmed value of a header, if it is text.
fn header_text(value: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(value).ok()?;
    Some(text.trim_matches([' ', '\t']).to_owned())
}

/// Whether a value is the wanted one; `None` if it is of another type.
fn compare(found: &Json, wanted: Scalar) -> Option<Truth> {
    match (wanted, found) {
        (Scalar::String(wanted), Json::String(found)) => Some((found == wanted).into()),
        (Scalar::Bool(wanted), Json::Bool(found)) => Some((*found == wanted).into()),
        (Scalar::Null, Json::Null) => Some(Truth::Yes),
        (Scalar::Number(wanted), Json::Number(found)) => {
            let truth = Decimal::read(found).map(|found| Some(found) == Decimal::read(wanted));
            Some(truth.map_or(Truth::Unknown, Truth::from))
        }
        _ => None,
    }
}

fn is_in(status: u16, statuses: &str) -> bool {
    if let Some(hundred) = statuses.strip_suffix("xx") {
        return (status / 100).to_string() == hundred && status < 600;
    }
    let (lo, hi) = statuses.split_once("..").unwrap_or((statuses, statuses));
    let parse = |text: &str| text.parse::<u16>().expect("a status");
    (parse(lo)..=parse(hi)).contains(&status)
}

/// Resolves layers: what each says, and whether it is a rule that names the status.
struct Decider {
    status: u16,
    is_code: bool,
    layers: Vec<Fields>,
}

impl Decider {
    fn new(status: u16, subject: Subject<'_>, layers: Vec<(Fields, bool)>) -> Self {
        let documents_status = subject.is_some_and(|(domain, code)| {
            code.statuses.contains(&status) || domain.places == [Place::Status]
        });
        let is_credible = |(fields, names_status): &(Fields, bool)| {
            let is_named = documents_status || *names_status;
            let may_succeed =
                (200..=299).contains(&status) || (is_named && (100..=599).contains(&status));
            outcome(*fields) != Some("success") || may_succeed
        };
        let credible = layers.into_iter().filter(is_credible);
        Self {
            status,
            is_code: subject.is_some(),
            layers: credible.map(|(fields, _)| fields).collect(),
        }
    }

    fn class(&self) -> &'static str {
        let class = self.layers.iter().find_map(|fields| fields.class);
        class.unwrap_or(match class_of(self.status) {
            "ok" if self.is_code => "unknown",
            class => class,
        })
    }

    fn succeeds(&self) -> bool {
        let outcome = self.layers.iter().find_map(|fields| outcome(*fields));
        outcome.unwrap_or(outcome_of(self.class())) == "success"
    }
}

fn outcome(fields: Fields) -> Option<&'static str> {
    fields.outcome.or(fields.class.map(outcome_of))
}

fn outcome_of(class: &str) -> &'static str {
    if class == "ok" { "success" } else { "failure" }
}
