//! Changes for a person at a terminal.

use std::io::{self, Write};

use super::Told;

pub(super) fn write(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    let colour = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    for change in told.counted() {
        writeln!(out, "{}\n", told.changes.render_one(change, colour))?;
    }
    writeln!(out, "{}", told.summary())
}
