//! The input, and the progress bar.

use std::fs::File;
use std::io::{self, BufReader, Cursor, ErrorKind, IsTerminal, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::gzip::{self, Members};
use super::lines::{Lines, Piece};
use crate::{encoding, terminal};

type Source = Box<dyn Read + Send>;

/// The lines of a file or of standard input, decompressed if necessary.
pub(super) struct Input {
    lines: Lines<Source>,
    /// The name of the file in errors.
    name: String,
    bar: Option<ProgressBar>,
}

impl Input {
    /// Opens a file, with a progress bar if the output leaves the terminal free for it.
    pub(super) fn open(file: &Path, writes_lines: bool) -> anyhow::Result<Self> {
        let name = file.display().to_string();
        let (source, size) = open(file).with_context(|| unreadable(&name))?;
        let bar = shows_progress(writes_lines).then(|| bar(size));
        let source = match &bar {
            Some(bar) => Box::new(bar.wrap_read(source)),
            None => source,
        };
        let source = decompressed(source).with_context(|| unreadable(&name))?;
        let lines = Lines::new(source);
        Ok(Self { lines, name, bar })
    }

    /// Fills a piece with the available lines. Returns whether there are any.
    pub(super) fn fill(&mut self, piece: &mut Piece) -> anyhow::Result<bool> {
        let filled = self.lines.fill(piece);
        filled.with_context(|| unreadable(&self.name))
    }

    pub(super) fn progress(&self) -> Progress {
        Progress {
            bar: self.bar.clone(),
            start: Instant::now(),
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

/// A hidden progress bar.
fn bar(size: Option<u64>) -> ProgressBar {
    let template = match size {
        Some(_) => "{wide_bar} {bytes}/{total_bytes} {binary_bytes_per_sec} {eta}",
        None => "{spinner} {bytes} {binary_bytes_per_sec}",
    };
    let bar = ProgressBar::with_draw_target(size, ProgressDrawTarget::hidden());
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Shows how much of the input was read.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    start: Instant,
}

impl Progress {
    /// Shorter work needs no progress bar.
    const DELAY: Duration = Duration::from_millis(500);

    /// Shows the progress bar if the work takes long.
    pub(super) fn show(&mut self) {
        if let Some(bar) = &self.bar
            && bar.is_hidden()
            && self.start.elapsed() > Self::DELAY
        {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
