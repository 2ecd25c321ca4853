//! The standard output, or the lack of one.

use std::io::{self, BufWriter, Write};

// Looks before `main`: Rust then opens /dev/null in the place of what is closed, and all output would be lost in silence.
#[cfg(unix)]
uucore::init_startup_state_capture!();

/// The standard output. One that was closed fails as soon as there is something to write.
pub(crate) fn open() -> Box<dyn Write> {
    match require() {
        Ok(()) => Box::new(BufWriter::new(io::stdout().lock())),
        Err(_) => Box::new(Closed),
    }
}

/// Fails if the standard output was closed.
pub(crate) fn require() -> io::Result<()> {
    if was_closed() {
        return Err(closed());
    }
    Ok(())
}

fn closed() -> io::Error {
    io::Error::other("the standard output is closed")
}

#[cfg(unix)]
fn was_closed() -> bool {
    uucore::signals::stdout_was_closed()
}

#[cfg(not(unix))]
fn was_closed() -> bool {
    false
}

struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(closed())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
