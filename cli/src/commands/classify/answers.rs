//! Answers to lines.

use faultbook_runtime::v1::Reading;

use super::answer::{Answer, BadLine, Writer};
use crate::log::{Field, LogReader, Piece};
use crate::output::write_json_line;

/// The answers to some lines.
#[derive(Default)]
pub(super) struct Answers {
    /// JSON lines.
    pub(super) text: Vec<u8>,
    pub(super) has_bad_lines: bool,
    writer: Writer,
}

impl Answers {
    /// Answers each line with a reading or an error.
    pub(super) fn answer(&mut self, reader: &LogReader<'_>, piece: &Piece) {
        self.text.clear();
        self.has_bad_lines = false;
        for line in piece.lines().filter(|line| !line.is_blank()) {
            let result = reader.read(&line, |fields, request, reading: &Reading<'_, '_>| {
                let answer = Answer {
                    id: fields.get(Field::Id),
                    book: reader.book,
                    vendor: request.vendor,
                    reading,
                    operation_fallback: request.operation_fallback,
                };
                // Writing to memory cannot fail.
                let _ = self.writer.write(&mut self.text, &answer);
            });
            if let Err((id, error)) = result {
                let line = line.number;
                let bad = BadLine { line, error, id };
                let _ = write_json_line(&bad, &mut self.text);
                self.has_bad_lines = true;
            }
        }
    }
}
