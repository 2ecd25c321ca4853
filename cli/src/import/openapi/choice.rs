//! Where the code and the message are, as far as the error responses show it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::code_at;
use super::document::Response;
use super::fields::Fields;
use crate::import::Intake;
use crate::import::places::{CodePlace, Place};
use serde_json::Value;

/// What a code is called, the best name first.
const CODES: [&str; 7] = [
    "code",
    "errorcode",
    "error",
    "errortype",
    "type",
    "reason",
    "key",
];
const MESSAGES: [&str; 7] = [
    "message",
    "errormessage",
    "detail",
    "errordescription",
    "description",
    "title",
    "reason",
];

/// A place that fewer of the responses have, of those that have any, is that of some responses only.
const LEAST_SHARE: usize = 4;

/// Fills in the places that the command line does not say, and tells which.
pub(super) fn choose(fields: &Fields, responses: &[Response<'_>], intake: &mut Intake) {
    let places = Places::of(fields, responses);
    if let (true, Some((pointer, count))) = (intake.envelope.code.is_empty(), places.code()) {
        intake.account.findings.push(format!(
            "the code is taken from `{pointer}`, which {count} of {} error responses show; `--code` tells another place",
            places.errors
        ));
        let place = Place::Pointer(pointer);
        intake.envelope.code.push(CodePlace::At(place));
    }
    let own = intake.envelope.code.first();
    let Some(CodePlace::At(Place::Pointer(code))) = own else {
        return;
    };
    let code = code.clone();
    if intake.envelope.message.is_empty() {
        let messages = places.messages(&code);
        if !messages.is_empty() {
            let finding = format!("the message is taken from `{}`", messages.join("`, `"));
            intake.account.findings.push(finding);
        }
        intake.envelope.message = messages.into_iter().map(Place::Pointer).collect();
    }
    if places.of_successes.contains(&code) {
        let finding =
            format!("successes have a `{code}`, too: it is read as a code under 4xx and 5xx only");
        intake.account.findings.push(finding);
        intake.envelope.errors_only = true;
    }
}

/// How many responses have each place.
#[derive(Default)]
struct Places {
    /// Of all error responses with a body.
    errors: usize,
    /// Those that have the field at all.
    fields: BTreeMap<String, usize>,
    /// Those that show what the code is.
    codes: BTreeMap<String, usize>,
    of_successes: BTreeSet<String>,
}

impl Places {
    fn of(fields: &Fields, responses: &[Response<'_>]) -> Self {
        let mut places = Self::default();
        for (index, response) in responses.iter().enumerate() {
            let mut pointers: BTreeSet<String> =
                fields.pointers(index).map(str::to_owned).collect();
            for body in &response.examples {
                leaves(body, "", &mut pointers);
            }
            if response.is_success() {
                places.of_successes.extend(pointers);
            } else if response.is_error() && !pointers.is_empty() {
                places.errors += 1;
                for pointer in pointers {
                    if shows_codes(fields, index, response, &pointer) {
                        *places.codes.entry(pointer.clone()).or_default() += 1;
                    }
                    *places.fields.entry(pointer).or_default() += 1;
                }
            }
        }
        places
    }

    fn code(&self) -> Option<(String, usize)> {
        let named = self
            .codes
            .iter()
            .filter(|(pointer, _)| rank(pointer, &CODES).is_some());
        let most = named.clone().map(|(_, count)| *count).max()?;
        let common = named.filter(|(_, count)| **count * LEAST_SHARE >= most);
        let best = common
            .min_by_key(|(pointer, _)| (rank(pointer, &CODES), pointer.matches('/').count()))?;
        Some((best.0.clone(), *best.1))
    }

    /// The fields beside the code, or around it: the nearest first, and of each level the best.
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

/// Whether what a response shows at a place can be codes: words without a blank, or numbers that do not only repeat the
/// status.
fn shows_codes(fields: &Fields, index: usize, response: &Response<'_>, pointer: &str) -> bool {
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

/// How good the name of a field is.
fn rank(pointer: &str, names: &[&str]) -> Option<usize> {
    let name = pointer.rsplit('/').next()?;
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    names
        .iter()
        .position(|known| bare.eq_ignore_ascii_case(known))
}

/// The pointers of all texts and numbers in a body; of a list, of its first item.
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
