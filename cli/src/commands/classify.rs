//! `faultbook classify`: reads responses as JSON lines with the engine, which generated code uses, too.

mod answer;
mod answers;
mod reached;
mod summary;
mod table;
mod tally;
mod whole_lines;

use std::io::{self, IsTerminal, Write};

use anyhow::Context;
use clap::Args;

use self::answers::Answers;
use self::reached::Reached;
use self::summary::Summary;
use self::table::TableLook;
use self::tally::Tally;
use self::whole_lines::WholeLines;
use crate::log::{Log, Opened};
use crate::output::{ExitStatus, ListFormat, write_json_line};
use crate::terminal;

/// Classify responses in JSON lines
///
/// Writes a JSON line for each line of the input, in the same order. An input line is like
///
/// `{"id": 1, "vendor": "playwave", "operation": "heartbeat", "status": 410, "headers": {}, "body": "…"}`
///
/// or has `"raised": "NETWORK_ERROR"` instead of status and body. The status may be a string, the headers may be a list
/// of pairs, and the body may be JSON. For a line that cannot be read, the output is `{"line": 1, "error": "…"}`, and
/// the exit code is 1 in the end. Input that is compressed with gzip is decompressed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook classify responses.jsonl
  faultbook classify --spec other/spec < responses.jsonl
  faultbook classify responses.jsonl --coverage
  faultbook classify access.log.gz --vendor gameye --operation start_session --field status=.resp.code --summary
  echo '{\"vendor\":\"gameye\",\"operation\":\"start_session\",\"status\":420}' | faultbook classify")]
pub(crate) struct Classify {
    #[command(flatten)]
    log: Log,
    /// Print counts by vendor, class, code and action instead of answers
    #[arg(long, group = "report")]
    summary: bool,
    /// Print the codes, rules and locations of the book that no line reached
    #[arg(long, group = "report")]
    coverage: bool,
    /// Output format of the summary or the coverage
    #[arg(long, value_enum, default_value_t = ListFormat::Human, requires = "report")]
    format: ListFormat,
}

pub(crate) fn run(arguments: &Classify, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let Classify {
        log,
        summary,
        coverage,
        format,
    } = arguments;
    let writes_lines = !summary && !coverage;
    let loaded = log.load()?;
    let opened = log.open(loaded, writes_lines)?;
    let has_bad_lines = if *summary {
        let tally: Tally = opened.gather()?;
        write_summary(&Summary::new(loaded, &tally), *format, out)?;
        tally.has_bad_lines()
    } else if *coverage {
        let reached: Reached = opened.gather()?;
        reached::write(loaded, &reached, log.vendor(), *format, out)?;
        reached.has_bad_lines()
    } else {
        answer(opened, out)?
    };
    Ok(ExitStatus::of(has_bad_lines))
}

/// Writes an answer for each line. Returns whether there were lines that could not be read.
fn answer(opened: Opened, out: &mut dyn Write) -> anyhow::Result<bool> {
    let mut has_bad_lines = false;
    let mut lines = WholeLines::new(out).context("cannot handle signals")?;
    opened.each_piece(
        |reader, piece, answers: &mut Answers| answers.answer(reader, piece),
        |answers| {
            has_bad_lines |= answers.has_bad_lines;
            Ok(lines.write(&answers.text)?)
        },
    )?;
    Ok(has_bad_lines)
}

fn write_summary(summary: &Summary, format: ListFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        ListFormat::Json => write_json_line(summary, out),
        ListFormat::Human => {
            let look = TableLook {
                width: terminal::width(),
                blocks: io::stdout().is_terminal(),
            };
            out.write_all(summary.table(look).as_bytes())
        }
    }
}
