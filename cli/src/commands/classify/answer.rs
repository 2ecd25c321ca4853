//! The output for a line: its `id`, and the reading as the runtime serializes it.

use std::collections::HashMap;

use faultbook_codegen::model::Book;
use faultbook_runtime::v1::{Reading, serde::NamedReading};
use serde::Serialize;
use serde::ser::SerializeStruct;
use serde_json::value::RawValue;

use crate::book::Names;

/// The fields of a reading that depend on its decision alone, in their order.
const OF_DECISION: [&str; 8] = [
    "outcome",
    "class",
    "severity",
    "actions",
    "forbid",
    "retryable",
    "retry",
    "decided_by",
];

/// Writes readings as JSON. What a decision determines is most of the text, and serialized only once.
#[derive(Default)]
pub(super) struct Writer {
    /// The members of each vendor's decisions.
    decisions: HashMap<(usize, u16), Members>,
}

/// The text of each of these fields with its name.
type Members = [Vec<u8>; OF_DECISION.len()];

impl Writer {
    /// Writes an object with the members of a reading.
    pub(super) fn write(
        &mut self,
        out: &mut Vec<u8>,
        answer: &Answer<'_>,
    ) -> Result<(), serde_json::Error> {
        out.extend_from_slice(b"{\"id\":");
        let Answer { id, reading, .. } = *answer;
        out.extend_from_slice(id.map_or(b"null", |id| id.get().as_bytes()));
        let key = (answer.vendor, reading.decision_index());
        let named = NamedReading::new(reading, Names(answer.book));
        let mut object = Object {
            out,
            shared: self.decisions.entry(key).or_default(),
        };
        named.serialize_fields(&mut object)?;
        if answer.operation_fallback {
            object.serialize_field("operation_fallback", &true)?;
        }
        object.end()
    }
}

/// What is written about a line.
#[derive(Clone, Copy)]
pub(super) struct Answer<'a> {
    pub(super) id: Option<&'a RawValue>,
    pub(super) book: &'a Book,
    /// The vendor, as an index.
    pub(super) vendor: usize,
    pub(super) reading: &'a Reading<'a, 'a>,
    pub(super) operation_fallback: bool,
}

/// An object with a member before these.
struct Object<'o> {
    out: &'o mut Vec<u8>,
    shared: &'o mut Members,
}

impl SerializeStruct for Object<'_> {
    type Ok = ();
    type Error = serde_json::Error;

    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Self::Error> {
        let Some(at) = OF_DECISION.iter().position(|own| *own == name) else {
            return write_member(self.out, name, value);
        };
        let member = &mut self.shared[at];
        if member.is_empty() {
            write_member(member, name, value)?;
        }
        self.out.extend_from_slice(member);
        Ok(())
    }

    fn end(self) -> Result<(), Self::Error> {
        self.out.extend_from_slice(b"}\n");
        Ok(())
    }
}

/// Writes a member that follows another. Its name needs no escapes.
fn write_member<T: ?Sized + Serialize>(
    out: &mut Vec<u8>,
    name: &str,
    value: &T,
) -> Result<(), serde_json::Error> {
    out.extend_from_slice(b",\"");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
    serde_json::to_writer(out, value)
}

/// A line that cannot be read.
#[derive(Serialize)]
pub(super) struct BadLine<'l> {
    pub(super) line: u64,
    pub(super) error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'l RawValue>,
}

#[cfg(test)]
mod tests {
    use faultbook_codegen::{Source, load};
    use faultbook_runtime::Response;
    use faultbook_runtime::v1::{self, serde::NamedReading};
    use serde_json::{Value, json};

    use super::{Answer, Writer};
    use crate::book::Names;

    /// What a decision determines is taken from an earlier answer, so each response is answered twice.
    #[test]
    fn answers_are_what_the_runtime_serializes() {
        let book = Source::new("book.yaml", include_str!("../../../../spec/book.yaml"));
        let spec = Source::new("rgs.yaml", include_str!("../../../../spec/rgs.yaml"));
        let loaded = load(&[book, spec]).expect("a correct book");
        let tables = loaded.tables[0].vendor();
        let bodies = [
            "ERROR_CODE_INSUFFICIENT_FUNDS",
            "ERROR_CODE_PARAM_OUT_OF_RANGE",
            "NEW",
        ]
        .map(|code| format!(r#"{{"code":"{code}","message":"max bet is 50.00"}}"#));
        let (mut writer, mut out) = (Writer::default(), Vec::new());
        for body in bodies.iter().chain(&bodies) {
            for operation in 0..3 {
                let response = Response::new(422, body.as_str());
                let reading = v1::reading(&tables, operation, &response);
                let answer = Answer {
                    id: None,
                    book: &loaded.book,
                    vendor: 0,
                    reading: &reading,
                    operation_fallback: false,
                };
                out.clear();
                writer.write(&mut out, &answer).expect("memory");
                let written: Value = serde_json::from_slice(&out).expect("JSON");
                let named = NamedReading::new(&reading, Names(&loaded.book));
                let mut expected = serde_json::to_value(named).expect("JSON");
                expected["id"] = json!(null);
                assert_eq!(written, expected, "{body}");
            }
        }
        // Three operations decide about three codes, twice.
        assert!((1..=9).contains(&writer.decisions.len()));
    }
}
