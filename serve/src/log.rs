//! The log on standard output: one JSON object per line.

use std::io::{self, BufWriter, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

use crate::locked;

/// The most lines that wait to be read. Further ones are lost, and counted: calls do not wait for whoever reads the log.
const LONGEST: usize = 100_000;

#[derive(Debug)]
pub(crate) struct Log {
    lines: Mutex<Option<SyncSender<String>>>,
    lost: Arc<AtomicUsize>,
    /// Is disconnected once all is written.
    written: Mutex<Receiver<()>>,
}

impl Log {
    /// Starts the thread that writes the lines.
    pub(crate) fn start() -> Self {
        let (sender, lines) = sync_channel(LONGEST);
        let (done, written) = sync_channel(0);
        let lost = Arc::new(AtomicUsize::new(0));
        let losses = Arc::clone(&lost);
        std::thread::spawn(move || {
            // Nobody may be reading.
            _ = write(&lines, &losses);
            drop(done);
        });
        Self {
            lines: Mutex::new(Some(sender)),
            lost,
            written: Mutex::new(written),
        }
    }

    pub(crate) fn line(&self, line: String) {
        let sent = locked(&self.lines).as_ref().map(|all| all.try_send(line));
        if matches!(sent, Some(Err(TrySendError::Full(_)))) {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until all lines are written, but no longer than this.
    pub(crate) fn finish(&self, patience: Duration) {
        locked(&self.lines).take();
        _ = locked(&self.written).recv_timeout(patience);
    }
}

fn write(lines: &Receiver<String>, lost: &AtomicUsize) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    while let Ok(first) = lines.recv() {
        for line in std::iter::once(first).chain(lines.try_iter()) {
            writeln!(out, "{line}")?;
        }
        match lost.swap(0, Ordering::Relaxed) {
            0 => {}
            count => writeln!(out, "{}", json!({ "event": "lost", "lines": count }))?,
        }
        out.flush()?;
    }
    Ok(())
}
