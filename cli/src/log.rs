//! A log of responses as JSON lines, which several threads read with the engine.

mod fields;
mod gather;
mod gzip;
mod input;
mod lines;
mod path;
mod pipeline;
mod reader;
mod request;

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use anyhow::{anyhow, bail};
use clap::Args;
use faultbook_codegen::{Loaded, Source};

use self::fields::{FieldTree, Mapping};
use self::input::Input;
use self::reader::Reader;
use self::request::Given;
use crate::book::BookOptions;

pub(crate) use self::fields::Field;
pub(crate) use self::gather::{Gather, ReadLine};
pub(crate) use self::lines::Piece;
pub(crate) use self::reader::Reader as LogReader;
pub(crate) use self::request::Situation;

/// The options that choose a log.
#[derive(Debug, Args)]
pub(crate) struct Log {
    /// Input file; `-` reads standard input
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,
    #[command(flatten)]
    book: BookOptions,
    /// Vendor of all lines; overrides the lines
    #[arg(long, value_name = "VENDOR")]
    vendor: Option<String>,
    /// Operation of all lines; overrides the lines
    #[arg(long, value_name = "OP")]
    operation: Option<String>,
    /// Path of a field, such as `status=.resp.code`, `body=.resp["text"]` or `id=/req/ids/0`; `.` is the whole line
    ///
    /// The fields are id, time, vendor, operation, status, raised, headers and body. By default, each is the member of its
    /// name.
    #[arg(long = "field", value_name = "NAME=PATH", value_parser = Mapping::parse)]
    fields: Vec<Mapping>,
    /// Number of threads [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

/// A log that can be read.
pub(crate) struct Opened {
    reader: Reader<'static>,
    input: Input,
    threads: NonZero<usize>,
}

impl Log {
    /// The book.
    pub(crate) fn load(&self) -> anyhow::Result<&'static Loaded> {
        Ok(self.load_with_sources()?.0)
    }

    /// The book and its files.
    pub(crate) fn load_with_sources(&self) -> anyhow::Result<(&'static Loaded, Vec<Source>)> {
        let (loaded, sources) = self.book.load_with_sources()?;
        // Threads that share the book may outlive a command that fails, and the process ends soon after it.
        Ok((Box::leak(Box::new(loaded)), sources))
    }

    /// The file.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// The vendor of all lines, if it is given.
    pub(crate) fn vendor(&self) -> Option<&str> {
        self.vendor.as_deref()
    }

    /// Collects something from all lines.
    pub(crate) fn gather<G: Gather>(&self, loaded: &'static Loaded) -> anyhow::Result<G> {
        self.open(loaded, false)?.gather()
    }

    /// Opens the file. If the command writes a line for each line, the terminal may be busy.
    pub(crate) fn open(
        &self,
        loaded: &'static Loaded,
        writes_lines: bool,
    ) -> anyhow::Result<Opened> {
        Ok(Opened {
            reader: self.reader(loaded)?,
            input: Input::open(&self.file, writes_lines)?,
            threads: self.threads(),
        })
    }

    fn reader(&self, loaded: &'static Loaded) -> anyhow::Result<Reader<'static>> {
        let Self {
            vendor, operation, ..
        } = self;
        for (given, field, option) in [
            (vendor, Field::Vendor, "--vendor"),
            (operation, Field::Operation, "--operation"),
        ] {
            if given.is_some() && self.fields.iter().any(|own| own.maps(field)) {
                let name = field.name();
                bail!(
                    "`{option}` applies to all lines, so `--field {name}=…` would have no effect"
                );
            }
        }
        let given = Given::new(&loaded.book, vendor.as_deref(), operation.as_deref());
        let given = given.map_err(|error| anyhow!(error))?;
        Ok(Reader::new(loaded, FieldTree::new(&self.fields), given))
    }

    fn threads(&self) -> NonZero<usize> {
        let given = self
            .threads
            .and_then(|threads| NonZero::new(threads.into()));
        given.unwrap_or_else(|| available_parallelism().unwrap_or(NonZero::<usize>::MIN))
    }
}

impl Opened {
    /// Collects something from all lines.
    pub(crate) fn gather<G: Gather>(self) -> anyhow::Result<G> {
        let mut all = G::default();
        self.each_piece(
            |reader, piece, gathered: &mut G| reader.gather(piece, gathered),
            |gathered| {
                all.absorb(gathered);
                Ok(())
            },
        )?;
        Ok(all)
    }

    /// Calls `work` with each piece of the log, on several threads, and `collect` with the results in order. Results are
    /// reused, so `work` or `collect` must clear them.
    pub(crate) fn each_piece<T: Default + Send + 'static>(
        self,
        work: impl Fn(&Reader<'static>, &Piece, &mut T) + Send + Sync + 'static,
        mut collect: impl FnMut(&mut T) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let Self {
            reader,
            mut input,
            threads,
        } = self;
        let mut progress = input.progress();
        let fill = move |piece: &mut _| input.fill(piece);
        let work = move |piece: &_, result: &mut T| work(&reader, piece, result);
        pipeline::run(threads, fill, work, |result: &mut T| {
            progress.show();
            collect(result)
        })
    }
}
