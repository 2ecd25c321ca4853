//! Infers the locations of the code, its category, the message and the request id from the error responses.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use super::fields::Field;
use super::fields_at;
use super::listed::Origin;
use super::rank::{CATEGORIES, CERTAIN_CODES, CODES, MESSAGES, TRACE_IDS, rank};
use super::responses::{Part, Response};
use crate::commands::import::columns;
use crate::commands::import::intake::Intake;
use crate::commands::import::locations::Location;

/// A location counts if at least one in this many responses has it, compared with the most frequent one.
const MIN_SHARE: usize = 4;

/// Adds the locations that are not on the command line, and logs them. Those in XML are added if an operation is read as XML,
/// and one in a header if no body has a code.
pub(super) fn choose(responses: &[Response<'_>], intake: &mut Intake) {
    let reads_xml = intake.operations.iter().any(|own| own.xml.is_some());
    let parts = Part::ALL.into_iter();
    let parts = parts.filter(|part| *part != Part::Xml || reads_xml);
    let parts: Vec<FieldCounts> = parts.map(|part| FieldCounts::of(responses, part)).collect();
    if intake.envelope.code.is_empty() {
        for counts in &parts {
            if counts.part != Part::Headers || intake.envelope.code.is_empty() {
                add_code(counts, intake);
            }
        }
    }
    let chosen = fields_at(&intake.envelope.code);
    if chosen.is_empty() {
        return;
    }
    let code_in = |counts: &FieldCounts| -> String {
        let own = chosen.iter().find(|code| counts.fields.contains_key(*code));
        let in_body = || chosen.iter().find(|code| code.starts_with('/'));
        // Around a code in a header is what is at the top of the body.
        own.or_else(in_body).map_or("/", String::as_str).to_owned()
    };
    let codes: Vec<_> = parts.iter().map(|own| (code_in(own), own)).collect();
    add_around(&codes, intake);
    for (code, counts) in codes {
        if counts.of_successes.contains(&code) {
            intake.summary.findings.push(format!(
                "successes also have `{code}`, so it is read as a code only under 4xx and 5xx"
            ));
            intake.envelope.errors_only = true;
        }
    }
}

/// Logs the codes that the document has where the book does not look for one.
pub(super) fn log_unread(responses: &[Response<'_>], intake: &mut Intake) {
    let chosen = fields_at(&intake.envelope.code);
    if chosen.is_empty() {
        return;
    }
    let cells = intake
        .rows
        .iter()
        .filter_map(|row| row.cell(columns::Field::Code));
    let known: BTreeSet<String> = cells.map(str::to_owned).collect();
    for part in Part::ALL {
        let counts = FieldCounts::of(responses, part);
        let is_read = chosen.iter().any(|code| counts.fields.contains_key(code));
        let Some(code) = counts.code().filter(|_| !is_read) else {
            continue;
        };
        let kind = format!("codes at `{code}`; add this location with `--code`");
        let at = [code];
        for response in responses.iter().filter(|response| response.is_error()) {
            let codes: BTreeSet<&String> = response.values(&at).map(|value| &value.code).collect();
            for unread in codes.into_iter().filter(|code| !known.contains(*code)) {
                let place = format!("`{unread}` in {}", response.location());
                intake.summary.left_out(&kind, place);
            }
        }
    }
}

/// Adds the location of the code in one format, if there is one.
fn add_code(counts: &FieldCounts, intake: &mut Intake) {
    let Some(code) = counts.code() else {
        return;
    };
    log_code(&code, counts, intake);
    let broader = counts.broader_code(&code);
    for field in std::iter::once(code).chain(broader) {
        intake.envelope.code.extend(location(&field));
    }
}

/// The location of a field; `None` if no header can have the name.
fn location(field: &str) -> Option<Location> {
    field.parse().ok()
}

/// Finds the locations of something that comes with a code.
type Find<'f> = &'f dyn Fn(&FieldCounts, &str) -> Vec<String>;

/// Adds the locations of what comes with the codes of each format, and logs them.
fn add_around(codes: &[(String, &FieldCounts)], intake: &mut Intake) {
    let envelope = &mut intake.envelope;
    let around: [(_, _, Find<'_>); 3] = [
        ("message", &mut envelope.message, &|counts, code| {
            counts.around(code, &MESSAGES)
        }),
        ("category", &mut envelope.category, &|counts, code| {
            counts.category(code).into_iter().collect()
        }),
        ("request id", &mut envelope.trace_id, &|counts, _| {
            counts.trace_id().into_iter().collect()
        }),
    ];
    for (what, locations, find) in around {
        let found = codes.iter().flat_map(|(code, counts)| find(counts, code));
        let found: Vec<String> = found.collect::<IndexSet<_>>().into_iter().collect();
        if locations.is_empty() && !found.is_empty() {
            let finding = format!("the {what} is at `{}`", found.join("`, `"));
            intake.summary.findings.push(finding);
            *locations = found.iter().filter_map(|own| location(own)).collect();
        }
    }
}

fn log_code(code: &str, counts: &FieldCounts, intake: &mut Intake) {
    let count = counts.fields.get(code).map_or(0, |uses| uses.count);
    let format = if counts.part == Part::Xml {
        " in XML"
    } else {
        ""
    };
    intake.summary.findings.push(format!(
        "the code is at `{code}` in {count} of {} error responses{format}; pass another location with `--code`",
        counts.errors
    ));
    if let Some(broader) = counts.broader_code(code) {
        let finding = format!("where there is none, the code is at `{broader}`");
        intake.summary.findings.push(finding);
    }
}

/// How error responses use a field.
#[derive(Default)]
struct Uses {
    /// The responses with the field.
    count: usize,
    /// The responses in which it can be a code.
    as_code: usize,
    /// Whether any of them has or lists a value.
    has_values: bool,
    /// Whether a schema lists its values.
    is_listed: bool,
    is_text: bool,
}

/// The uses of fields by pointer, in one part of the responses.
#[derive(Default)]
struct FieldCounts {
    part: Part,
    /// All error responses with a body of the format.
    errors: usize,
    fields: BTreeMap<String, Uses>,
    of_successes: BTreeSet<String>,
}

impl FieldCounts {
    fn of(responses: &[Response<'_>], part: Part) -> Self {
        let mut counts = Self {
            part,
            ..Self::default()
        };
        for response in responses {
            let pointers: BTreeSet<&str> = response.pointers(part).collect();
            let has_part = part == Part::Headers || !pointers.is_empty();
            if response.is_success() {
                let pointers = pointers.into_iter().map(str::to_owned);
                counts.of_successes.extend(pointers);
            } else if response.is_error() && has_part {
                counts.errors += 1;
                for pointer in pointers {
                    let uses = counts.fields.entry(pointer.to_owned()).or_default();
                    uses.add(response.field(pointer), response.status());
                }
            }
        }
        counts
    }

    /// The field with the code. Of those that are frequent enough, one with values is better than one without, unless
    /// that has a certain name.
    fn code(&self) -> Option<String> {
        let named = self.fields.iter().filter(|(pointer, uses)| {
            let is_named = rank(pointer, &CODES).is_some();
            is_named && uses.as_code > 0 && (uses.has_values || is_certain(pointer))
        });
        let most = named.clone().map(|(_, uses)| uses.as_code).max()?;
        let common = named.filter(|(_, uses)| uses.as_code * MIN_SHARE >= most);
        let best = common.min_by_key(|(pointer, uses)| {
            let is_broad = rank(pointer, &CATEGORIES).is_some();
            let is_vague = !uses.has_values && !uses.is_text;
            let depth = pointer.matches('/').count();
            (is_broad, is_vague, rank(pointer, &CODES), depth)
        });
        best.map(|(pointer, _)| pointer.clone())
    }

    /// A field further out whose listed values are the codes of responses without the chosen field.
    fn broader_code(&self, code: &str) -> Option<String> {
        let all = self.fields.iter().filter(|(pointer, uses)| {
            let (own, chosen) = (parent(pointer), parent(code));
            let is_further_out = chosen.len() > own.len() && chosen.starts_with(own);
            let is_broad = rank(pointer, &CATEGORIES).is_some();
            is_further_out && uses.is_listed && uses.as_code > 0 && !is_broad
        });
        let ranked = all.filter_map(|(pointer, _)| Some((rank(pointer, &CODES)?, pointer)));
        ranked.min().map(|(_, pointer)| pointer.clone())
    }

    /// The fields of these names next to the code or above it, the nearest and best first.
    fn around(&self, code: &str, names: &[&str]) -> Vec<String> {
        let fields = self.fields.keys().filter(|pointer| *pointer != code);
        let ranked = fields.filter_map(|pointer| {
            let parent = parent(pointer);
            let is_around = code.strip_prefix(parent)?.starts_with('/');
            let rank = is_around.then(|| rank(pointer, names))??;
            Some((Reverse(parent.len()), rank, pointer))
        });
        let ranked: BTreeSet<_> = ranked.collect();
        ranked
            .into_iter()
            .map(|(.., pointer)| pointer.clone())
            .collect()
    }

    /// The field next to the code that lists kinds of errors.
    fn category(&self, code: &str) -> Option<String> {
        let around = self.around(code, &CATEGORIES);
        let is_category = |pointer: &String| {
            let uses = self.fields.get(pointer);
            parent(pointer) == parent(code)
                && uses.is_some_and(|uses| uses.is_listed && uses.is_text)
        };
        around.into_iter().find(is_category)
    }

    /// The field with the id of the request, wherever it is.
    fn trace_id(&self) -> Option<String> {
        let ranked = self.fields.keys().filter_map(|pointer| {
            let rank = rank(pointer, &TRACE_IDS)?;
            Some((rank, pointer.matches('/').count(), pointer))
        });
        ranked.min().map(|(.., pointer)| pointer.clone())
    }
}

impl Uses {
    /// Adds what schemas and examples of a response say about a field. A code contains no whitespace, and does not just
    /// repeat the status.
    fn add<'f>(&mut self, fields: impl Iterator<Item = &'f Field>, status: Option<u16>) {
        let fields: Vec<&Field> = fields.collect();
        let values = || fields.iter().flat_map(|field| &field.values);
        let codes = || values().map(|value| &value.code);
        let status = status.map(|status| status.to_string());
        let has_values = values().next().is_some();
        let only_repeats_status = has_values && codes().all(|code| Some(code) == status.as_ref());
        let has_space = codes().any(|code| code.contains(char::is_whitespace));
        let says_status = fields.iter().any(|field| field.is_status);
        let can_be_code = !says_status && !has_space && !only_repeats_status;
        self.count += 1;
        self.as_code += usize::from(can_be_code);
        self.has_values |= has_values;
        self.is_listed |= values().any(|value| value.origin == Origin::List);
        self.is_text |= fields.iter().any(|field| field.is_text);
    }
}

fn is_certain(pointer: &str) -> bool {
    rank(pointer, &CERTAIN_CODES).is_some()
}

/// The pointer of the object that a field is in.
fn parent(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}
