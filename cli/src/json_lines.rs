//! JSON lines.

use std::io::{self, Write};

use serde::Serialize;

/// Writes a value on a line of its own.
pub(crate) fn write<W: Write + ?Sized>(value: &impl Serialize, out: &mut W) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
