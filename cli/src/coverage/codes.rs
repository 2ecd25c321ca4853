//! Whether a name is a code: by its place, or by its looks if nothing speaks against it.

use super::document::BlockKind;
use super::spelling;
use super::spot::{Spot, says};

/// Headers of columns that hold codes.
const CODE_HEADERS: [&str; 8] = [
    "code", "error", "reason", "result", "constant", "enum", "slug", "status",
];
/// Headers of columns that hold names of another kind, unless they are those of codes, too.
const FIELD_HEADERS: [&str; 10] = [
    "field",
    "param",
    "property",
    "attribute",
    "header",
    "argument",
    "member",
    "name",
    "key",
    "variable",
];
/// Before a name, these make it a part of a path, an address, an expression or a declaration.
const JOINED_BEFORE: [char; 13] = [
    '/', '$', '@', '#', '<', '&', '?', '=', '.', ':', '{', '\\', '-',
];
/// The same behind a name.
const JOINED_BEHIND: [char; 8] = ['/', '(', '=', '@', '>', '}', '[', '-'];

/// Whether a name is a code for certain; `None`, if it cannot be one.
pub(super) fn is_certain(spot: &Spot<'_>) -> Option<bool> {
    let is_named_otherwise = spot.reader.members.contains(spot.text);
    let looks = spot.reader.spelling.admits(spot.text) || is_cell_of_codes(spot);
    let may_be = looks && !is_named_otherwise;
    let is_known = (spot.reader.is_known)(spot.text);
    let by_looks = || !spelling::is_plain(spot.text) && is_free(spot) && is_about_codes(spot);
    (is_known || may_be).then(|| is_placed(spot) || by_looks())
}

/// Whether it stands alone where a table has its codes, whatever they begin with.
fn is_cell_of_codes(spot: &Spot<'_>) -> bool {
    let holds_codes = matches!(
        spot.kind,
        BlockKind::Cell {
            holds_codes: true,
            ..
        }
    );
    holds_codes && spot.is_alone() && spot.reader.spelling.admits_elsewhere(spot.text)
}

/// Whether a number that could be a status is a code by its place.
pub(super) fn is_placed_number(spot: &Spot<'_>) -> bool {
    let may_be = (spot.reader.is_known)(spot.text) || spot.reader.spelling.admits(spot.text);
    may_be && is_placed(spot)
}

/// Whether a name stands where codes do.
pub(super) fn is_placed(spot: &Spot<'_>) -> bool {
    let is_number = spot.text.bytes().all(|byte| byte.is_ascii_digit());
    match spot.kind {
        BlockKind::Cell { header, column, .. } => {
            let is_of_codes =
                says(header, &CODE_HEADERS) && !(is_number && says(header, &["status"]));
            let is_first = *column == 0 && !is_number && !says(header, &FIELD_HEADERS);
            (spot.is_alone() || spot.is_span) && (is_of_codes || is_first)
        }
        BlockKind::Sample => is_value(spot),
        _ => {
            let is_row = spot.is_head() && (spot.is_glued && !is_number || ends_cell(spot));
            let is_marked = spot.is_span && !spelling::is_word(spot.text);
            is_row || is_marked && is_about_codes(spot) || is_value(spot)
        }
    }
}

/// Whether the next cell begins behind a name, in a table that is none for Markdown.
fn ends_cell(spot: &Spot<'_>) -> bool {
    let rest = spot.after.trim_start_matches('`');
    rest.trim_start().starts_with('|') || rest.starts_with('\t')
}

/// Whether it is the value of a member that holds a code.
fn is_value(spot: &Spot<'_>) -> bool {
    let key = assigned(spot.before);
    key.is_some_and(|key| spot.reader.spelling.keys.contains(key))
}

/// The name that a text ends with and gives a value to, as in `"code": "` and `code === "`.
fn assigned(text: &str) -> Option<&str> {
    let text = text.trim_end_matches(['"', '\'']).trim_end();
    let text = text.strip_suffix([':', '='])?.trim_end_matches('=');
    let text = text.trim_end().trim_end_matches(['"', '\'']);
    let mut words = text.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.next()
}

/// Whether a name stands by itself.
fn is_free(spot: &Spot<'_>) -> bool {
    is_said(spot) && !is_joined(spot) && !is_of_a_member(spot)
}

/// Whether it is errors that are spoken of. In small letters, most names in a text are those of fields.
fn is_about_codes(spot: &Spot<'_>) -> bool {
    let is_small = !spot.text.contains(|c: char| c.is_ascii_uppercase());
    !is_small || spot.caption.is_about_codes() || spot.is_beside_subject()
}

/// Whether codes may stand in such a text.
fn is_said(spot: &Spot<'_>) -> bool {
    let quotes = ['"', '\''];
    match spot.kind {
        // Names of variables look like codes, but not like constants or strings.
        BlockKind::Sample => {
            let is_quoted = spot.before.ends_with(quotes) && spot.after.starts_with(quotes);
            is_quoted || !spot.text.contains(|c: char| c.is_ascii_lowercase())
        }
        // What a description marks as code is mostly a field.
        BlockKind::Cell { header, .. } => {
            says(header, &CODE_HEADERS) || !says(header, &FIELD_HEADERS) && !spot.is_marked
        }
        _ => true,
    }
}

/// Whether a name is a part of something longer.
fn is_joined(spot: &Spot<'_>) -> bool {
    let rest = spot.after.strip_prefix(['.', ':']);
    spot.before.ends_with(JOINED_BEFORE)
        || spot.after.starts_with(JOINED_BEHIND)
        || rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == ':'))
}

/// Whether a name is that of a member of an object, or the value of one that holds no code.
fn is_of_a_member(spot: &Spot<'_>) -> bool {
    let rest = spot.after.strip_prefix(['"', '\'']);
    let is_name = rest.is_some_and(|rest| rest.trim_start().starts_with(':'));
    let before = spot.before.trim_end_matches('"').trim_end();
    is_name || before.ends_with("\":") && !is_value(spot)
}
