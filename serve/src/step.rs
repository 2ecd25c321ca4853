//! What a call gets: a code, a bare status, a broken answer or a success, as it is written in a header, a query or a plan.

use std::str::FromStr;
use std::time::Duration;

/// One answer: `RATE_LIMITED`, `api/RATE_LIMITED;wait=2s`, `503;delay=1s`, `20%:html`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) what: What,
    /// The wait that the answer announces.
    pub(crate) wait: Option<Duration>,
    /// The time before the answer.
    pub(crate) delay: Duration,
    /// The share of calls that get it; the others succeed. `None` for the next call alone.
    pub(crate) percent: Option<u8>,
}

/// What the answer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A success.
    Success,
    /// A code by its wire string, perhaps after the name of its domain and a slash.
    Code(String),
    /// A code that the book does not know.
    Unknown(String),
    /// A status without a body.
    Status(u16),
    /// The page of a proxy.
    Html,
    /// A body that ends too early.
    Truncated,
    /// No answer: the connection is closed.
    Reset,
}

impl FromStr for Step {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split(';').map(str::trim);
        let first = parts.next().unwrap_or("");
        let (percent, what) = match first.split_once("%:") {
            Some((percent, what)) => (Some(parse_percent(percent)?), what.trim()),
            None => (None, first),
        };
        let mut step = Self {
            what: parse_what(what)?,
            wait: None,
            delay: Duration::ZERO,
            percent,
        };
        for part in parts {
            match part.split_once('=') {
                Some(("wait", value)) => step.wait = Some(parse_duration(value)?),
                Some(("delay", value)) => step.delay = parse_duration(value)?,
                _ => {
                    return Err(format!(
                        "unknown option `{part}`: use `wait=2s` or `delay=500ms`"
                    ));
                }
            }
        }
        Ok(step)
    }
}

/// Steps in a row, separated by commas.
pub(crate) fn parse_all(text: &str) -> Result<Vec<Step>, String> {
    text.split(',').map(|step| step.trim().parse()).collect()
}

fn parse_what(text: &str) -> Result<What, String> {
    Ok(match text {
        "" => return Err("an answer is missing: name a code, a status or `ok`".to_owned()),
        "ok" => What::Success,
        "html" => What::Html,
        "truncated" => What::Truncated,
        "reset" => What::Reset,
        other => match (other.strip_prefix("unknown:"), other.parse()) {
            (Some(wire), _) => What::Unknown(wire.to_owned()),
            (None, Ok(status @ 200..=599)) => What::Status(status),
            _ => What::Code(other.to_owned()),
        },
    })
}

fn parse_percent(text: &str) -> Result<u8, String> {
    let percent = text.trim().parse().ok();
    let percent = percent.filter(|percent| (1..=100).contains(percent));
    percent.ok_or_else(|| format!("`{text}` is not a percentage from 1 to 100"))
}

fn parse_duration(text: &str) -> Result<Duration, String> {
    let invalid = || format!("`{text}` is not a duration: write `500ms` or `2s`");
    let (number, unit) = text
        .strip_suffix("ms")
        .map(|number| (number, 1))
        .or_else(|| text.strip_suffix('s').map(|number| (number, 1000)))
        .ok_or_else(invalid)?;
    let number: u64 = number.parse().map_err(|_| invalid())?;
    // No test waits for a day.
    let millis = number
        .checked_mul(unit)
        .filter(|millis| *millis <= 86_400_000);
    millis.map(Duration::from_millis).ok_or_else(invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_parsed() {
        let step = |what, wait, delay, percent| Step {
            what,
            wait: (wait > 0).then(|| Duration::from_millis(wait)),
            delay: Duration::from_millis(delay),
            percent,
        };
        let code = |code: &str| What::Code(code.to_owned());
        for (text, expected) in [
            ("ok", step(What::Success, 0, 0, None)),
            ("503", step(What::Status(503), 0, 0, None)),
            ("html;delay=1s", step(What::Html, 0, 1000, None)),
            (
                "LIMITED;wait=2s;delay=5ms",
                step(code("LIMITED"), 2000, 5, None),
            ),
            (
                "20%:api/LIMITED ; wait=1s",
                step(code("api/LIMITED"), 1000, 0, Some(20)),
            ),
            ("-32000", step(code("-32000"), 0, 0, None)),
        ] {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
        assert_eq!(
            parse_all("truncated, reset").map(|steps| steps.len()),
            Ok(2)
        );
    }

    #[test]
    fn what_is_no_step_is_refused() {
        for text in [
            "",
            "A;",
            "A;wait",
            "A;wait=2",
            "A;wait=-1s",
            "A;wait=99999999s",
            "0%:A",
            "101%:A",
            "x%:A",
            "A;when=1s",
        ] {
            assert!(text.parse::<Step>().is_err(), "{text}");
        }
    }
}
