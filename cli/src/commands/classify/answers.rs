//! Answers to lines.

use faultbook_runtime::v1::Reading;
use serde::Serialize;

use super::answer::{Answer, BadLine};
use crate::log::{Field, LogReader, Piece};
use crate::output::write_json_line;

/// The answers to some lines.
#[derive(Default)]
pub(super) struct Answers {
    /// JSON lines.
    pub(super) text: Vec<u8>,
    pub(super) has_bad_lines: bool,
}

impl Answers {
    /// Answers each line with a reading or an error.
    pub(super) fn answer(&mut self, reader: &LogReader<'_>, piece: &Piece) {
        self.text.clear();
        self.has_bad_lines = false;
        for line in piece.lines().filter(|line| !line.is_blank()) {
            let result = reader.read(&line, |fields, request, reading: &Reading<'_, '_>| {
                let id = fields.get(Field::Id);
                let fallback = request.operation_fallback;
                self.write(&Answer::new(id, reader.book, reading, fallback));
            });
            if let Err((id, error)) = result {
                let line = line.number;
                self.write(&BadLine { line, error, id });
                self.has_bad_lines = true;
            }
        }
    }

    fn write(&mut self, answer: &impl Serialize) {
        // Writing to memory cannot fail.
        let _ = write_json_line(answer, &mut self.text);
    }
}
