//! Output that ends with a whole line, even if a signal ends the process.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Writes lines. A signal ends the process between two writes, never within one.
pub(super) struct WholeLines<'o> {
    out: &'o mut dyn Write,
    gate: Arc<Gate>,
}

/// Locked while lines are written and when the process ends.
#[derive(Default)]
struct Gate {
    is_ending: Arc<AtomicBool>,
    writing: Mutex<()>,
}

impl<'o> WholeLines<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> io::Result<Self> {
        let gate = Arc::new(Gate::default());
        #[cfg(unix)]
        unix::watch(&gate)?;
        Ok(Self { out, gate })
    }

    /// Writes and flushes whole lines.
    pub(super) fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        let _writing = self.gate.enter();
        self.out.write_all(lines)?;
        self.out.flush()
    }
}

impl Gate {
    fn enter(&self) -> MutexGuard<'_, ()> {
        while self.is_ending.load(Ordering::SeqCst) {
            thread::park();
        }
        self.close()
    }

    fn close(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::Ordering;
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::flag::register_conditional_default;
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    use super::Gate;

    /// Lets signals end the process between two writes. A second signal ends it at once, in case the write is blocked.
    pub(super) fn watch(gate: &Arc<Gate>) -> io::Result<()> {
        let ignored = ignored();
        let signals = [SIGHUP, SIGINT, SIGTERM].into_iter();
        let signals: Vec<i32> = signals.filter(|signal| !ignored(*signal)).collect();
        for signal in &signals {
            register_conditional_default(*signal, Arc::clone(&gate.is_ending))?;
        }
        let (mut signals, gate) = (Signals::new(signals)?, Arc::clone(gate));
        thread::Builder::new().spawn(move || {
            for signal in signals.forever() {
                gate.is_ending.store(true, Ordering::SeqCst);
                let _writing = gate.close();
                // Ends the process as the signal would have.
                let _ = emulate_default_handler(signal);
            }
        })?;
        Ok(())
    }

    /// Whether the parent process made this one ignore a signal, as `nohup` does. If that is unknown, `SIGHUP` is
    /// assumed to be ignored.
    fn ignored() -> impl Fn(i32) -> bool {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        move |signal| mask.map_or(signal == SIGHUP, |mask| mask >> (signal - 1) & 1 == 1)
    }
}
