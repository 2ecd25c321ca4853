//! `faultbook classify`: JSON lines in, JSON lines out, through the engine that generated crates run too.

mod answer;
mod desk;
mod fields;
mod gzip;
mod input;
mod lines;
mod path;
mod pipeline;
mod question;
mod summary;
mod whole_lines;

use std::io::{self, IsTerminal, Write};
use std::num::NonZero;
use std::thread::available_parallelism;

use anyhow::{Context, anyhow, bail};
use faultbook_codegen::Loaded;

use self::desk::{Answers, Desk};
use self::fields::{Field, Places};
use self::input::Input;
use self::question::Given;
use self::summary::{Look, Report, Tally};
use self::whole_lines::WholeLines;
use crate::args::{Classify, SummaryFormat};
use crate::{Verdict, book, json_lines, layout};

pub(crate) use self::fields::Mapping;

pub(crate) fn run(arguments: &Classify, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    // The threads that share it may outlive this function, and the command ends with it.
    let loaded: &'static Loaded = Box::leak(Box::new(book::load(&arguments.spec)?));
    let desk = desk(arguments, loaded)?;
    let input = Input::open(arguments)?;
    let has_bad_lines = if arguments.summary {
        let tally = tally(desk, input, threads(arguments))?;
        summarize(&Report::new(loaded, &tally), arguments.format, out)?;
        tally.has_bad_lines()
    } else {
        answer(desk, input, threads(arguments), out)?
    };
    Ok(if has_bad_lines {
        Verdict::Findings
    } else {
        Verdict::Clean
    })
}

fn desk(arguments: &Classify, loaded: &'static Loaded) -> anyhow::Result<Desk<'static>> {
    let Classify {
        vendor, operation, ..
    } = arguments;
    for (given, field, option) in [
        (vendor, Field::Vendor, "--vendor"),
        (operation, Field::Operation, "--operation"),
    ] {
        if given.is_some() && arguments.fields.iter().any(|m| m.is_of(field)) {
            let name = field.name();
            bail!(
                "`{option}` stands for all lines, so `--field {name}=…` would never be looked at"
            );
        }
    }
    let given = Given::new(&loaded.book, vendor.as_deref(), operation.as_deref());
    let given = given.map_err(|error| anyhow!(error))?;
    Ok(Desk::new(loaded, Places::new(&arguments.fields), given))
}

fn threads(arguments: &Classify) -> NonZero<usize> {
    let given = arguments
        .threads
        .and_then(|threads| NonZero::new(threads.into()));
    given.unwrap_or_else(|| available_parallelism().unwrap_or(NonZero::<usize>::MIN))
}

/// Writes an answer for each line. Returns whether there were lines that could not be understood.
fn answer(
    desk: Desk<'static>,
    mut input: Input,
    threads: NonZero<usize>,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let (mut has_bad_lines, mut progress) = (false, input.progress());
    let mut lines = WholeLines::new(out).context("cannot handle signals")?;
    let fill = move |piece: &mut _| input.fill(piece);
    let work = move |piece: &_, answers: &mut _| desk.answer(piece, answers);
    pipeline::run(threads, fill, work, |answers: &mut Answers| {
        has_bad_lines |= answers.has_bad_lines;
        progress.show();
        Ok(lines.write(&answers.text)?)
    })?;
    Ok(has_bad_lines)
}

/// Counts what all lines say.
fn tally(desk: Desk<'static>, mut input: Input, threads: NonZero<usize>) -> anyhow::Result<Tally> {
    let (mut all, mut progress) = (Tally::default(), input.progress());
    let fill = move |piece: &mut _| input.fill(piece);
    let work = move |piece: &_, tally: &mut _| desk.tally(piece, tally);
    pipeline::run(threads, fill, work, |tally: &mut Tally| {
        progress.show();
        all.absorb(tally);
        Ok(())
    })?;
    Ok(all)
}

fn summarize(report: &Report, format: SummaryFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        SummaryFormat::Json => json_lines::write(report, out),
        SummaryFormat::Human => {
            let look = Look {
                width: layout::width(),
                blocks: io::stdout().is_terminal(),
            };
            out.write_all(report.table(look).as_bytes())
        }
    }
}
