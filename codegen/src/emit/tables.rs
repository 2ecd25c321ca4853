//! Prints the tables as Rust. They are written as text instead of parsed code, and are the very tables that the
//! examples ran with.

use std::fmt::Write;

use faultbook_runtime::v1::{
    Arm, Capture, Column, Comparison, Decision, Details, Domain, Edge, Envelope, Family, Field,
    Filter, Format, Kind, Language, Limit, Node, Operation, Part, Range, Retry, RetryKind, Shape,
    Source, Span, Test, Translation, UserText, Value, Vendor, Wait, WaitUnit,
};
use faultbook_runtime::{DecidedBy, Layer, Outcome, Place, Severity};

use super::MARK;
use crate::model::Book;
use crate::tables::Tables;

/// The numbers per line.
const PER_LINE: usize = 20;

/// The file of a vendor's tables.
pub(crate) fn print(book: &Book, tables: &Tables, fingerprint: u64) -> String {
    let mut out = format!("{MARK}\n// fingerprint {fingerprint:016x}\n\n");
    out.push_str("#![allow(clippy::all, clippy::pedantic)]\n\nuse faultbook_runtime::v1::*;\nuse faultbook_runtime::{DecidedBy, Layer, Outcome, Place, Severity};\n\n");
    statics(&tables.vendor(), &mut out);
    actions(book, &tables.actions.rows, &mut out);
    out
}

/// Each table as a static, and the vendor that refers to them. The fields are destructured, so that the compiler
/// reports a missing one.
macro_rules! tables {
    ($vendor:ident, $out:ident; $($kind:ident $field:ident: $constant:literal $type:literal;)*) => {
        let Vendor { $($field,)* } = *$vendor;
        let mut rows = String::new();
        $(
            $kind($constant, $type, $field, $out);
            let reference = $kind::reference($constant, &$field);
            _ = writeln!(rows, "    {}: {reference},", stringify!($field));
        )*
        _ = write!($out, "pub(crate) static VENDOR: Vendor<'static> = Vendor {{\n{rows}}};\n\n");
    };
}

fn statics(vendor: &Vendor<'_>, out: &mut String) {
    tables! { vendor, out;
        string name: "NAME" "&str";
        string text: "TEXT" "&str";
        rows formats: "FORMATS" "Format";
        inline prefix: "" "";
        rows nodes: "NODES" "Node";
        rows edges: "EDGES" "Edge";
        rows sources: "SOURCES" "Source";
        rows filters: "FILTERS" "Filter";
        rows errors: "ERRORS" "Source";
        rows fields: "FIELDS" "Field";
        rows envelopes: "ENVELOPES" "Envelope";
        rows conditions: "CONDITIONS" "Span";
        rows clauses: "CLAUSES" "Span";
        rows tests: "TESTS" "Test";
        rows ranges: "RANGES" "Range";
        rows values: "VALUES" "Value";
        rows patterns: "PATTERNS" "Span";
        rows parts: "PARTS" "Part";
        rows waits: "WAITS" "Wait";
        rows limits: "LIMITS" "Limit";
        inline max_wait_ms: "" "";
        rows operations: "OPERATIONS" "Operation";
        inline request: "" "";
        numbers precedence: "PRECEDENCE" "u16";
        rows domains: "DOMAINS" "Domain";
        rows categories: "CATEGORIES" "Span";
        rows families: "FAMILIES" "Family";
        column wires: "WIRES" "";
        numbers aliases: "ALIASES" "u16";
        numbers displacements: "DISPLACEMENTS" "u16";
        numbers slots: "SLOTS" "u32";
        column idents: "IDENTS" "";
        column summaries: "SUMMARIES" "";
        column descriptions: "DESCRIPTIONS" "";
        column user_messages: "USER_MESSAGES" "";
        some languages: "LANGUAGES" "Language";
        some translations: "TRANSLATIONS" "Translation";
        numbers statuses: "STATUSES" "u16";
        numbers status_ends: "STATUS_ENDS" "u32";
        inline entries: "" "";
        inline plain: "" "";
        inline doubtful: "" "";
        numbers plan_of: "PLAN_OF" "u16";
        rows plans: "PLANS" "Span";
        rows arms: "ARMS" "Arm";
        rows decisions: "DECISIONS" "Decision";
        rows retries: "RETRIES" "Retry";
        numbers actions: "ACTION_INDICES" "u16";
    }
}

/// `$kind` prints a static; `$kind::reference` is the expression that refers to it.
mod string {
    pub(super) fn reference(constant: &str, _: &&str) -> String {
        constant.to_owned()
    }
}

mod rows {
    pub(super) fn reference<T>(constant: &str, _: &[T]) -> String {
        format!("&{constant}")
    }
}

mod numbers {
    pub(super) use super::rows::reference;
}

mod some {
    pub(super) fn reference<T>(constant: &str, rows: &[T]) -> String {
        let constant = if rows.is_empty() { "[]" } else { constant };
        format!("&{constant}")
    }
}

mod column {
    pub(super) fn reference(constant: &str, _: &super::Column<'_>) -> String {
        format!("Column {{ text: {constant}, bounds: &{constant}_BOUNDS }}")
    }
}

mod inline {
    pub(super) fn reference(_: &str, value: &impl super::Print) -> String {
        value.printed()
    }
}

fn inline(_: &str, _: &str, _: impl Print, _: &mut String) {}

fn string(constant: &str, _: &str, text: &str, out: &mut String) {
    _ = writeln!(out, "static {constant}: &str = {text:?};\n");
}

fn column(constant: &str, _: &str, column: Column<'_>, out: &mut String) {
    string(constant, "", column.text, out);
    numbers(&format!("{constant}_BOUNDS"), "u32", column.bounds, out);
}

fn numbers<T: std::fmt::Display>(constant: &str, kind: &str, numbers: &[T], out: &mut String) {
    _ = writeln!(out, "static {constant}: [{kind}; {}] = [", numbers.len());
    for line in numbers.chunks(PER_LINE) {
        out.push_str("   ");
        for number in line {
            _ = write!(out, " {number},");
        }
        out.push('\n');
    }
    out.push_str("];\n\n");
}

fn rows<T: Print>(constant: &str, kind: &str, rows: &[T], out: &mut String) {
    _ = writeln!(out, "static {constant}: [{kind}; {}] = [", rows.len());
    for row in rows {
        out.push_str("    ");
        row.print(out);
        out.push_str(",\n");
    }
    out.push_str("];\n\n");
}

/// Rows that most books do not have need no static.
fn some<T: Print>(constant: &str, kind: &str, rows: &[T], out: &mut String) {
    if !rows.is_empty() {
        self::rows(constant, kind, rows, out);
    }
}

/// The same actions in the type of the book, so that slices of them can be lent.
fn actions(book: &Book, indices: &[u16], out: &mut String) {
    _ = writeln!(
        out,
        "pub(crate) static ACTIONS: [super::super::Action; {}] = [",
        indices.len()
    );
    for action in indices
        .iter()
        .filter_map(|index| book.actions.get(usize::from(*index)))
    {
        _ = writeln!(out, "    super::super::Action::{},", action.ident);
    }
    out.push_str("];\n");
}

/// A value as Rust source.
trait Print {
    fn print(&self, out: &mut String);

    fn printed(&self) -> String {
        let mut out = String::new();
        self.print(&mut out);
        out
    }
}

macro_rules! print_by_debug {
    ($($type:ty: $form:literal,)*) => {
        $(impl Print for $type {
            fn print(&self, out: &mut String) {
                _ = write!(out, $form, self);
            }
        })*
    };
}

print_by_debug! {
    bool: "{:?}",
    u8: "{:?}",
    u16: "{:?}",
    u32: "{:?}",
    u64: "{:?}",
    Option<u32>: "{:?}",
    Option<bool>: "{:?}",
    Span: "{:?}",
    Range: "{:?}",
    Node: "{:?}",
    Edge: "{:?}",
    Field: "{:?}",
    Language: "{:?}",
    Translation: "{:?}",
    Filter: "{:?}",
    Arm: "{:?}",
    Operation: "{:?}",
    Domain: "{:?}",
    Format: "Format::{:?}",
    Source: "Source::{:?}",
    Kind: "Kind::{:?}",
    Shape: "Shape::{:?}",
    Comparison: "Comparison::{:?}",
    WaitUnit: "WaitUnit::{:?}",
    Capture: "Capture::{:?}",
    RetryKind: "RetryKind::{:?}",
    UserText: "UserText::{:?}",
    Outcome: "Outcome::{:?}",
    Severity: "Severity::{:?}",
    Place: "Place::{:?}",
}

/// Rows with enums inside, whose type names `Debug` omits.
macro_rules! print_fields {
    ($($type:ident { $($field:ident),* },)*) => {
        $(impl Print for $type {
            fn print(&self, out: &mut String) {
                let Self { $($field),* } = self;
                out.push_str(concat!(stringify!($type), " { "));
                $(
                    out.push_str(concat!(stringify!($field), ": "));
                    $field.print(out);
                    out.push_str(", ");
                )*
                out.push('}');
            }
        })*
    };
}

print_fields! {
    Details { slot, shape, field, message, code },
    Envelope { code, category, message, trace_id, timestamp, fields, details, status, errors },
    Value { kind, comparison, text },
    Wait { source, unit, when, longest },
    Limit { name, limit, remaining, reset },
    Retry { kind, attempts, if_exhausted },
    Layer { place, rule },
    DecidedBy { class, outcome, severity, retry, actions, forbid, grace_period, user_message },
    Decision { class, outcome, severity, retry, actions, forbid, grace_period_ms, user_message, confidential, decided_by },
}

impl Print for Test {
    fn print(&self, out: &mut String) {
        _ = match self {
            Self::Body(body) => write!(out, "Test::Body(Body::{body:?})"),
            test => write!(out, "Test::{test:?}"),
        };
    }
}

impl Print for Family {
    fn print(&self, out: &mut String) {
        let Self { category, codes } = self;
        _ = write!(
            out,
            "Family {{ category: {category}, codes: FamilyCodes::{codes:?} }}"
        );
    }
}

impl Print for Part {
    fn print(&self, out: &mut String) {
        match self {
            Self::Literal(text) => _ = write!(out, "Part::Literal({text:?})"),
            Self::Capture { name, kind } => {
                _ = write!(
                    out,
                    "Part::Capture {{ name: {name:?}, kind: {} }}",
                    kind.printed()
                );
            }
            Self::Number(name) => _ = write!(out, "Part::Number({name:?})"),
            Self::Form(rule) => _ = write!(out, "Part::Form({rule:?})"),
        }
    }
}
