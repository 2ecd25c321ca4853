//! The standard output, which may be closed.

use std::io::{self, BufWriter, Write};

/// Opens standard output. If it is closed, writing to it fails.
pub(crate) fn open() -> Box<dyn Write> {
    match require() {
        Ok(()) => Box::new(BufWriter::new(io::stdout().lock())),
        Err(_) => Box::new(Closed),
    }
}

/// Fails if standard output is closed.
pub(crate) fn require() -> io::Result<()> {
    if is_closed() {
        return Err(closed());
    }
    Ok(())
}

fn closed() -> io::Error {
    io::Error::other("the standard output is closed")
}

// The standard library opens /dev/null in place of a closed standard output before `main`, and output would be lost
// silently. So this runs earlier.
#[cfg(unix)]
mod startup {
    use std::sync::atomic::{AtomicBool, Ordering};

    pub(super) static WAS_CLOSED: AtomicBool = AtomicBool::new(false);

    ctor::declarative::ctor! {
        #[ctor(unsafe)]
        fn check_stdout() {
            let flags = rustix::io::fcntl_getfd(rustix::stdio::stdout());
            WAS_CLOSED.store(flags.is_err(), Ordering::Relaxed);
        }
    }
}

#[cfg(unix)]
fn is_closed() -> bool {
    startup::WAS_CLOSED.load(std::sync::atomic::Ordering::Relaxed)
}

#[cfg(not(unix))]
fn is_closed() -> bool {
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
