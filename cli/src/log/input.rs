//! The input, and how much of it was read.

use std::fs::File;
use std::io::{self, BufReader, Cursor, ErrorKind, IsTerminal, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;

use super::gzip::{self, Members};
use super::lines::{Lines, Piece};
use crate::{encoding, terminal};

type Source = Box<dyn Read + Send>;

/// The lines of a file or of standard input, decompressed if necessary.
pub(super) struct Input {
    lines: Lines<Source>,
    /// The name of the file in errors.
    name: String,
    /// The bytes that were read, if progress is shown.
    read: Option<Arc<AtomicU64>>,
    size: Option<u64>,
}

impl Input {
    /// Opens a file. Progress is shown if the output leaves the terminal free for it.
    pub(super) fn open(file: &Path, writes_lines: bool) -> anyhow::Result<Self> {
        let name = file.display().to_string();
        let (source, size) = open(file).with_context(|| unreadable(&name))?;
        let read = shows_progress(writes_lines).then(Arc::<AtomicU64>::default);
        let source = match read.clone() {
            Some(read) => Box::new(Counted { source, read }),
            None => source,
        };
        let source = decompressed(source).with_context(|| unreadable(&name))?;
        Ok(Self {
            lines: Lines::new(source),
            name,
            read,
            size,
        })
    }

    /// Fills a piece with the available lines. Returns whether there are any.
    pub(super) fn fill(&mut self, piece: &mut Piece) -> anyhow::Result<bool> {
        let filled = self.lines.fill(piece);
        filled.with_context(|| unreadable(&self.name))
    }

    pub(super) fn progress(&self) -> Progress {
        Progress {
            read: self.read.clone(),
            size: self.size,
            next: Instant::now() + Progress::INTERVAL,
            is_shown: false,
        }
    }
}

fn unreadable(name: &str) -> String {
    format!("cannot read `{name}`")
}

/// Opens a file. The size in bytes is unknown for pipes.
fn open(file: &Path) -> io::Result<(Source, Option<u64>)> {
    if file == Path::new("-") {
        return Ok((Box::new(io::stdin()), None));
    }
    let file = File::open(file)?;
    let metadata = file.metadata()?;
    let size = metadata.is_file().then_some(metadata.len());
    Ok((Box::new(file), size))
}

/// Decompresses a source if it is compressed.
fn decompressed(source: Source) -> io::Result<Source> {
    let (start, source) = peeked(source)?;
    if start == gzip::MAGIC {
        let (start, source) = peeked(Box::new(Members::new(BufReader::new(source))))?;
        return readable(&start, source);
    }
    readable(&start, source)
}

/// Peeks at the first two bytes of a source.
fn peeked(mut source: Source) -> io::Result<(Vec<u8>, Source)> {
    let mut start = Vec::new();
    source.by_ref().take(2).read_to_end(&mut start)?;
    let whole = Cursor::new(start.clone()).chain(source);
    Ok((start, Box::new(whole)))
}

fn readable(start: &[u8], source: Source) -> io::Result<Source> {
    if encoding::is_utf_16(start) {
        return Err(io::Error::new(ErrorKind::InvalidData, encoding::UTF_16));
    }
    Ok(source)
}

/// Whether progress can be shown without mixing with the output.
fn shows_progress(writes_lines: bool) -> bool {
    let output_is_elsewhere = !writes_lines || !io::stdout().is_terminal();
    !terminal::is_quiet() && output_is_elsewhere && io::stderr().is_terminal()
}

/// A source that counts the bytes that were read from it.
struct Counted {
    source: Source,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Shows how much of the input was read.
pub(super) struct Progress {
    /// The bytes that were read, if they are shown.
    read: Option<Arc<AtomicU64>>,
    /// All bytes, if they are known.
    size: Option<u64>,
    next: Instant,
    is_shown: bool,
}

impl Progress {
    /// How often it is shown. Shorter work needs no progress.
    const INTERVAL: Duration = Duration::from_millis(500);

    pub(super) fn show(&mut self) {
        let Some(read) = &self.read else { return };
        if Instant::now() < self.next {
            return;
        }
        let read = read.load(Ordering::Relaxed);
        let percent = self.size.map(|size| read * 100 / size.max(1));
        let percent = percent.map_or_else(String::new, |percent| format!(" ({percent} %)"));
        let mut terminal = io::stderr();
        // A terminal that is gone shows nothing.
        let _ = write!(terminal, "\r{} MiB{percent}", read >> 20).and_then(|()| terminal.flush());
        self.next = Instant::now() + Self::INTERVAL;
        self.is_shown = true;
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
