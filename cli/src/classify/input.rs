//! Where the lines come from, and how far they were read.

use std::fs::File;
use std::io::{self, BufReader, Cursor, ErrorKind, IsTerminal, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::gzip::{self, Members};
use super::lines::{Lines, Piece};
use crate::args::Classify;
use crate::{encoding, terminal};

type Source = Box<dyn Read + Send>;

/// Lines of a file or of the standard input, unpacked if they are packed.
pub(super) struct Input {
    lines: Lines<Source>,
    /// What the file is called in a mistake.
    name: String,
    bar: Option<ProgressBar>,
}

impl Input {
    pub(super) fn open(arguments: &Classify) -> anyhow::Result<Self> {
        let name = arguments.file.display().to_string();
        let (source, size) = open(&arguments.file).with_context(|| unreadable(&name))?;
        let bar = is_watched(arguments).then(|| bar(size));
        let source = match &bar {
            Some(bar) => Box::new(bar.wrap_read(source)),
            None => source,
        };
        let source = unpacked(source).with_context(|| unreadable(&name))?;
        let lines = Lines::new(source);
        Ok(Self { lines, name, bar })
    }

    /// Fills a piece with the lines that are here. Returns whether there are any.
    pub(super) fn fill(&mut self, piece: &mut Piece) -> anyhow::Result<bool> {
        let filled = self.lines.fill(piece);
        filled.with_context(|| unreadable(&self.name))
    }

    pub(super) fn progress(&self) -> Progress {
        Progress {
            bar: self.bar.clone(),
            begin: Instant::now(),
        }
    }
}

fn unreadable(name: &str) -> String {
    format!("cannot read `{name}`")
}

/// A file, and how many bytes it has if that is known.
fn open(file: &Path) -> io::Result<(Source, Option<u64>)> {
    if file == Path::new("-") {
        return Ok((Box::new(io::stdin()), None));
    }
    let file = File::open(file)?;
    let metadata = file.metadata()?;
    let size = metadata.is_file().then_some(metadata.len());
    Ok((Box::new(file), size))
}

/// The text in a source, unpacked if it is packed.
fn unpacked(source: Source) -> io::Result<Source> {
    let (begin, source) = peeked(source)?;
    if begin == gzip::MAGIC {
        let (begin, source) = peeked(Box::new(Members::new(BufReader::new(source))))?;
        return readable(&begin, source);
    }
    readable(&begin, source)
}

/// The first two bytes of a source, if it has as many, and all of it.
fn peeked(mut source: Source) -> io::Result<(Vec<u8>, Source)> {
    let mut begin = Vec::new();
    source.by_ref().take(2).read_to_end(&mut begin)?;
    let whole = Cursor::new(begin.clone()).chain(source);
    Ok((begin, Box::new(whole)))
}

fn readable(begin: &[u8], source: Source) -> io::Result<Source> {
    if encoding::is_utf_16(begin) {
        return Err(io::Error::new(ErrorKind::InvalidData, encoding::UTF_16));
    }
    Ok(source)
}

/// Whether there is somebody to show progress to, and a place that the output does not need.
fn is_watched(arguments: &Classify) -> bool {
    let output_is_elsewhere = arguments.summary || !io::stdout().is_terminal();
    !terminal::is_quiet() && output_is_elsewhere && io::stderr().is_terminal()
}

/// A bar that is not shown yet.
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

/// A bar that shows how much of the input was read, if anybody watches.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    begin: Instant,
}

impl Progress {
    /// Work that is over soon needs no bar.
    const SOON: Duration = Duration::from_millis(500);

    /// Shows the bar if the work takes long.
    pub(super) fn show(&mut self) {
        if let Some(bar) = &self.bar
            && bar.is_hidden()
            && self.begin.elapsed() > Self::SOON
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
