//! Infers the locations of the code and the message from the error responses.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::code::code_at;
use super::document::Response;
use super::fields::Fields;
use crate::commands::import::intake::Intake;
use crate::commands::import::locations::{CodeLocation, Location};

/// Names of members with a code, the best first.
const CODES: [&str; 7] = [
    "code",
    "errorcode",
    "error",
    "errortype",
    "type",
    "reason",
    "key",
];
/// Names of members with a message, the best first.
const MESSAGES: [&str; 7] = [
    "message",
    "errormessage",
    "detail",
    "errordescription",
    "description",
    "title",
    "reason",
];

/// A location counts if at least one in this many responses has it, compared with the most frequent one.
const MIN_SHARE: usize = 4;

/// Adds the locations that are not on the command line, and logs them.
pub(super) fn choose(fields: &Fields, responses: &[Response<'_>], intake: &mut Intake) {
    let counts = FieldCounts::of(fields, responses);
    if let (true, Some((pointer, count))) = (intake.envelope.code.is_empty(), counts.code()) {
        intake.summary.findings.push(format!(
            "the code is at `{pointer}` in {count} of {} error responses; pass another location with `--code`",
            counts.errors
        ));
        let location = Location::Pointer(pointer);
        intake.envelope.code.push(CodeLocation::At(location));
    }
    let own = intake.envelope.code.first();
    let Some(CodeLocation::At(Location::Pointer(code))) = own else {
        return;
    };
    let code = code.clone();
    if intake.envelope.message.is_empty() {
        let messages = counts.messages(&code);
        if !messages.is_empty() {
            let finding = format!("the message is at `{}`", messages.join("`, `"));
            intake.summary.findings.push(finding);
        }
        intake.envelope.message = messages.into_iter().map(Location::Pointer).collect();
    }
    if counts.of_successes.contains(&code) {
        let finding =
            format!("successes also have `{code}`, so it is read as a code only under 4xx and 5xx");
        intake.summary.findings.push(finding);
        intake.envelope.errors_only = true;
    }
}

/// The number of responses that have each field.
#[derive(Default)]
struct FieldCounts {
    /// All error responses with a body.
    errors: usize,
    /// Responses with the field.
    fields: BTreeMap<String, usize>,
    /// Responses in which the field can be a code.
    codes: BTreeMap<String, usize>,
    of_successes: BTreeSet<String>,
}

impl FieldCounts {
    fn of(fields: &Fields, responses: &[Response<'_>]) -> Self {
        let mut counts = Self::default();
        for (index, response) in responses.iter().enumerate() {
            let mut pointers: BTreeSet<String> =
                fields.pointers(index).map(str::to_owned).collect();
            for body in &response.examples {
                leaves(body, "", &mut pointers);
            }
            if response.is_success() {
                counts.of_successes.extend(pointers);
            } else if response.is_error() && !pointers.is_empty() {
                counts.errors += 1;
                for pointer in pointers {
                    if can_be_code(fields, index, response, &pointer) {
                        *counts.codes.entry(pointer.clone()).or_default() += 1;
                    }
                    *counts.fields.entry(pointer).or_default() += 1;
                }
            }
        }
        counts
    }

    fn code(&self) -> Option<(String, usize)> {
        let named = self
            .codes
            .iter()
            .filter(|(pointer, _)| rank(pointer, &CODES).is_some());
        let most = named.clone().map(|(_, count)| *count).max()?;
        let common = named.filter(|(_, count)| **count * MIN_SHARE >= most);
        let best = common
            .min_by_key(|(pointer, _)| (rank(pointer, &CODES), pointer.matches('/').count()))?;
        Some((best.0.clone(), *best.1))
    }

    /// The fields with a message next to the code or above it, the nearest and best first.
    fn messages(&self, code: &str) -> Vec<String> {
        let fields = self.fields.keys().filter(|pointer| *pointer != code);
        let ranked = fields.filter_map(|pointer| {
            let (parent, _) = pointer.rsplit_once('/')?;
            let is_around = code.strip_prefix(parent)?.starts_with('/');
            let rank = is_around.then(|| rank(pointer, &MESSAGES))??;
            Some((Reverse(parent.len()), rank, pointer))
        });
        let ranked: BTreeSet<_> = ranked.collect();
        ranked
            .into_iter()
            .map(|(.., pointer)| pointer.clone())
            .collect()
    }
}

/// Whether the values of a field can be codes: they contain no whitespace, and do not just repeat the status.
fn can_be_code(fields: &Fields, index: usize, response: &Response<'_>, pointer: &str) -> bool {
    let shown = response
        .examples
        .iter()
        .filter_map(|body| code_at(body, pointer));
    let listed = fields.listed(index, pointer).map(|(code, _)| code.clone());
    let values: Vec<String> = shown.chain(listed).collect();
    let status = response.status.exact().map(|status| status.to_string());
    let repeats_status = values.iter().all(|value| Some(value) == status.as_ref());
    !repeats_status
        && values
            .iter()
            .all(|value| !value.contains(char::is_whitespace))
}

/// The rank of the name of a field.
fn rank(pointer: &str, names: &[&str]) -> Option<usize> {
    let name = pointer.rsplit('/').next()?;
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    names
        .iter()
        .position(|known| bare.eq_ignore_ascii_case(known))
}

/// Collects the pointers of all strings and numbers in a body. Of a list, only the first item is visited.
fn leaves(body: &Value, pointer: &str, found: &mut BTreeSet<String>) {
    match body {
        Value::Object(map) => {
            for (name, value) in map {
                let name = name.replace('~', "~0").replace('/', "~1");
                leaves(value, &format!("{pointer}/{name}"), found);
            }
        }
        Value::Array(items) => {
            if let Some(value) = items.first() {
                leaves(value, &format!("{pointer}/0"), found);
            }
        }
        Value::String(_) | Value::Number(_) => {
            found.insert(pointer.to_owned());
        }
        Value::Null | Value::Bool(_) => {}
    }
}
