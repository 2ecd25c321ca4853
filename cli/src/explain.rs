//! `faultbook explain`: what a code or a response means, what to do about it, and which layer of the book says so; or
//! what the id of a mistake means.

mod answer;
mod case;
mod contents;
mod decision;
mod diagnostic;
mod json;
mod lookup;
mod page;
mod reading;
mod response;
pub(crate) mod words;

use std::io::{self, IsTerminal, Read, Write};

use anyhow::{Context, bail};

use self::answer::Answer;
use self::response::Response;
use crate::args::Explain;
use crate::{Verdict, book, encoding};

/// More than this is no response that somebody pastes.
const LARGEST: u64 = 16 * 1024 * 1024;

pub(crate) fn run(arguments: &Explain, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let telling = arguments.format;
    if arguments.list {
        diagnostic::list(telling, out)?;
        return Ok(Verdict::Clean);
    }
    let pasted = pasted(arguments)?;
    let alone = arguments.subject.as_ref();
    let alone = alone.filter(|_| arguments.code.is_none() && pasted.is_none());
    if let Some(explanation) = alone.and_then(|id| diagnostic::find(id)) {
        let is_met = arguments.status.is_some() || arguments.operation.is_some();
        anyhow::ensure!(
            !is_met,
            "a mistake or warning has no status and no operation: leave them out"
        );
        diagnostic::explain(&explanation, telling, out)?;
        return Ok(Verdict::Clean);
    }
    let loaded = book::load(&arguments.spec)?;
    let answer = match (&pasted, &arguments.subject, &arguments.code) {
        (Some(text), vendor, _) => {
            let response = Response::pasted(text, arguments.status);
            lookup::response(&loaded, vendor.as_deref(), &response, arguments)
        }
        (None, Some(vendor), Some(code)) => lookup::in_vendor(&loaded, vendor, code, arguments),
        (None, Some(subject), None) => lookup::anywhere(&loaded, subject, arguments),
        (None, None, _) => Ok(Answer::vendors(&loaded.book)),
    }?;
    answer.write(telling, out)?;
    Ok(Verdict::Clean)
}

/// The response that was pasted, if one was. Who asks for nothing else and pipes something in means that.
fn pasted(arguments: &Explain) -> anyhow::Result<Option<String>> {
    match arguments.response.as_deref() {
        Some("-") => standard_input().map(Some),
        Some(text) => Ok(Some(text.to_owned())),
        None if arguments.subject.is_none() && !io::stdin().is_terminal() => {
            let text = standard_input()?;
            Ok((!text.trim().is_empty()).then_some(text))
        }
        None => Ok(None),
    }
}

fn standard_input() -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(LARGEST).read_to_end(&mut bytes);
    read.context("cannot read the standard input")?;
    if encoding::is_utf_16(&bytes) {
        bail!("cannot read the standard input: {}", encoding::UTF_16);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
