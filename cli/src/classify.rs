//! `faultbook classify`: JSON lines in, JSON lines out, through the engine that generated crates run too.

mod answer;
mod lines;
mod question;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use anyhow::Context;

use self::answer::{BadLine, Desk};
use self::lines::{Line, Lines};
use self::question::Fields;
use crate::args::Classify;
use crate::{Verdict, book, json_lines};

pub(crate) fn run(arguments: &Classify, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let loaded = book::load(arguments.spec.as_deref())?;
    let desk = Desk::new(&loaded);
    let mut lines = Lines::new(open(&arguments.file)?);
    let mut verdict = Verdict::Clean;
    while let Some(line) = lines.next().with_context(|| unreadable(&arguments.file))? {
        if !line.is_blank() && !answer(&desk, &line, out)? {
            verdict = Verdict::Findings;
        }
        if lines.may_block() {
            // Whoever writes the lines may be waiting for the answers.
            out.flush()?;
        }
    }
    Ok(verdict)
}

fn open(file: &Path) -> anyhow::Result<Box<dyn Read>> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let opened = File::open(file).with_context(|| unreadable(file))?;
    Ok(Box::new(opened))
}

fn unreadable(file: &Path) -> String {
    format!("cannot read `{}`", file.display())
}

/// Writes the answer to a line, or why there is none. Returns whether there is one.
fn answer(desk: &Desk<'_>, line: &Line<'_>, out: &mut dyn Write) -> io::Result<bool> {
    let fields = line.text().and_then(Fields::read);
    let id = fields.as_ref().ok().and_then(Fields::id);
    match fields.and_then(|fields| fields.question(desk.book())) {
        Ok(question) => {
            desk.answer(id, &question, |answer| json_lines::write(answer, out))?;
            Ok(true)
        }
        Err(error) => {
            json_lines::write(
                &BadLine {
                    line: line.number,
                    error,
                    id,
                },
                out,
            )?;
            Ok(false)
        }
    }
}
