//! The timeline as lines of a terminal.

use std::collections::HashMap;
use std::io::{IsTerminal, Write};
use std::thread;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use faultbook::{Action, Layer, Outcome, Severity};

use crate::server::Report;
use crate::timeline::{Clock, Decision, Entry, What};

/// Where lines begin that belong to the one above.
const INDENT: usize = 14;
/// The number of characters that fit into such a line.
const ROOM: usize = 86;
/// How much faster than the timeline it is shown on a terminal.
const PACE: u32 = 30;

const WHO: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const CALL: Style = AnsiColor::Cyan.on_default();
const DEED: Style = AnsiColor::Green.on_default();
const TEXT: Style = AnsiColor::Magenta.on_default();

/// What the lines mean. Printed before the timeline, and again after it, when the first one has scrolled away.
pub(crate) const LEGEND: &str = "\
How to read it: minute and second, who, the call to a vendor, and its response (←);
what the response means (=), with the layer of the book that decided it in brackets;
what the server does about it (→), and what the player sees.
";

/// What is printed at the end.
pub(crate) fn summary(report: &Report) -> String {
    let calls = report.calls.len();
    let entries = report.entries.iter();
    let faults = entries.filter(|entry| matches!(entry.what, What::Decided(_)));
    let faults = faults.count();
    let tickets = report.tickets.join("\n  ");
    format!(
        "\n{LEGEND}
{calls} calls reached a vendor, and {faults} faults were decided. Left for people:
  {tickets}
{DIM}Why? `cargo faultbook explain playwave SESSION_ENDED --operation heartbeat` quotes the rule.{DIM:#}"
    )
}

/// Where the timeline is shown.
pub(crate) struct Display {
    out: Box<dyn Write>,
    is_watched: bool,
    /// The time of the last line.
    shown: Duration,
    /// When, and for which player, the current block of lines began.
    block: Option<(Duration, &'static str)>,
    /// The last call and the last decision of each.
    before: HashMap<&'static str, [String; 2]>,
}

impl Display {
    /// Writes to standard output, with pauses if it is a terminal, and in colours if they are wanted.
    pub(crate) fn terminal() -> Self {
        let is_watched = std::io::stdout().is_terminal();
        Self::new(Box::new(anstream::stdout()), is_watched)
    }

    pub(crate) fn new(out: Box<dyn Write>, is_watched: bool) -> Self {
        Self {
            out,
            is_watched,
            shown: Duration::ZERO,
            block: None,
            before: HashMap::new(),
        }
    }

    pub(crate) fn show(&mut self, entry: &Entry) {
        let who = entry.who;
        match &entry.what {
            What::Called { call, answer } => self.called(entry, call, answer),
            What::Decided(decision) => self.decided(entry, decision),
            What::Did(what) => self.line(entry, &format!("{DEED}→ {what}{DEED:#}")),
            What::Saw(text) => {
                for line in wrapped(&format!("{who} sees “{text}”")) {
                    self.line(entry, &format!("{TEXT}{line}{TEXT:#}"));
                }
            }
        }
    }

    /// Writes two lines; one if both fit into it, or if the same call was made just before.
    fn called(&mut self, entry: &Entry, call: &str, answer: &str) {
        self.block = None;
        let [before, _] = self.before.entry(entry.who).or_default();
        let is_repeated = before == call;
        call.clone_into(before);
        let call = if is_repeated { name_of(call) } else { call };
        let room = ROOM.saturating_sub(call.chars().count() + 3);
        let call = format!("{CALL}{call}{CALL:#}");
        if is_repeated || answer.chars().count() <= room {
            return self.line(entry, &format!("{call} ← {}", shortened(answer, room)));
        }
        self.line(entry, &call);
        self.line(entry, &format!("← {}", shortened(answer, ROOM - 2)));
    }

    fn decided(&mut self, entry: &Entry, decision: &Decision) {
        let groups = by_layer(&parts(decision));
        let [_, before] = self.before.entry(entry.who).or_default();
        let words = groups.join("\n");
        if *before == words {
            return self.line(entry, &format!("{DIM}= as before{DIM:#}"));
        }
        *before = words;
        let leads = std::iter::once("=").chain(std::iter::repeat(" "));
        for (lead, group) in leads.zip(groups) {
            self.line(entry, &format!("{lead} {group}"));
        }
    }

    /// Writes a line. The first one of a block starts with the time and the name.
    fn line(&mut self, entry: &Entry, text: &str) {
        let block = Some((entry.at, entry.who));
        let head = if self.block == block {
            format!("{:INDENT$}", "")
        } else {
            self.pause(entry.at);
            let at = Clock(entry.at);
            format!("{DIM}{at:>5}{DIM:#}  {WHO}{:<7}{WHO:#}", entry.who)
        };
        self.block = block;
        // The reader of a pipe may have closed it.
        let _ = writeln!(self.out, "{head}{text}").and_then(|()| self.out.flush());
    }

    fn pause(&mut self, at: Duration) {
        if self.is_watched {
            thread::sleep(at.saturating_sub(self.shown) / PACE);
        }
        self.shown = at;
    }
}

/// The vendor and the operation, without what was asked.
fn name_of(call: &str) -> &str {
    call.split_once(" {").map_or(call, |(name, _)| name)
}

fn shortened(text: &str, room: usize) -> String {
    match text.char_indices().nth(room) {
        Some(_) => text.chars().take(room - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

/// A text broken into lines between words.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < ROOM => {
                line.push_str(if line.is_empty() { "" } else { " " });
                line.push_str(word);
            }
            _ => lines.push(format!("  {word}")),
        }
    }
    lines
}

/// The parts of a decision, each with the layer of the book that decided it.
fn parts(decision: &Decision) -> Vec<(String, Layer)> {
    let style = severity_style(decision.severity);
    let by = decision.decided_by;
    let code = decision.code.as_ref();
    let code = code.map(|code| format!("{code}: ")).unwrap_or_default();
    let mut parts = vec![(
        format!("{code}{style}{}{style:#}", decision.class),
        by.class,
    )];
    if decision.outcome == Outcome::Ignorable {
        parts.push(("may be ignored".to_owned(), by.outcome));
        return parts;
    }
    parts.push((format!("retry {}", decision.retry), by.retry));
    if !decision.if_exhausted.is_empty() {
        parts.push((format!("then {}", names(decision.if_exhausted)), by.retry));
    }
    if !decision.actions.is_empty() {
        parts.push((format!("do {}", names(decision.actions)), by.actions));
    }
    if !decision.forbidden.is_empty() {
        parts.push((format!("never {}", names(decision.forbidden)), by.forbid));
    }
    if let Some(left) = decision.grace_period {
        parts.push((format!("{} left", Clock(left)), by.grace_period));
    }
    parts
}

fn severity_style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Info => AnsiColor::Green,
        Severity::Warning => AnsiColor::Yellow,
        _ => AnsiColor::Red,
    };
    color.on_default().bold()
}

fn names(actions: &[Action]) -> String {
    let names: Vec<_> = actions.iter().map(|action| action.as_str()).collect();
    names.join(", ")
}

/// Joins neighbouring parts that the same layer decided into lines; each line names the layer once.
fn by_layer(parts: &[(String, Layer)]) -> Vec<String> {
    let mut lines: Vec<(String, Layer)> = Vec::new();
    for (words, layer) in parts {
        let room = ROOM - "=  []".len() - layer.to_string().len();
        match lines.last_mut() {
            Some((line, same)) if same == layer && line.len() + words.len() < room => {
                line.push_str("; ");
                line.push_str(words);
            }
            _ => lines.push((words.clone(), *layer)),
        }
    }
    let lines = lines.into_iter();
    lines
        .map(|(line, layer)| format!("{line} {DIM}[{layer}]{DIM:#}"))
        .collect()
}
