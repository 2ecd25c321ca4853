//! The answers: responses of the vendors, and what happens between them and their clients.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use faultbook_codegen::model::{Outcome, Situation, Vendor};
use faultbook_codegen::{Loaded, examples};
use faultbook_runtime::Response;
use faultbook_runtime::v1::{self, Content};
use hyper::body::Bytes;

use crate::routes::{self, Route};
use crate::step::{Step, What};

/// An answer, and what the book says about it.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    pub(crate) delivery: Delivery,
    pub(crate) advice: Advice,
}

/// How the answer reaches the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    Whole,
    Truncated,
    None,
}

/// What a client should do, according to the book.
#[derive(Clone, Debug, Default)]
pub(crate) struct Advice {
    /// The code, if the answer has one that the book knows.
    pub(crate) code: Option<String>,
    pub(crate) is_success: bool,
    pub(crate) may_retry: bool,
    /// The wait that the answer announces.
    pub(crate) wait: Option<Duration>,
    /// Whether a repetition may do the work twice.
    pub(crate) is_risky: bool,
    /// The retry, in the notation of books.
    pub(crate) retry: &'static str,
}

/// The answer to a call of an operation.
///
/// # Errors
/// Returns why the vendor has no such answer.
pub(crate) fn make(loaded: &Loaded, route: Route, step: &Step) -> Result<Answer, String> {
    let mut answer = match &step.what {
        What::Code(wire) => code(loaded, route, wire, step.wait)?,
        What::Unknown(wire) => unknown(loaded, route, wire, step.wait)?,
        // A code may be a status.
        What::Status(status) => match code(loaded, route, &status.to_string(), step.wait) {
            Ok(answer) => answer,
            Err(_) => bare(loaded, route, *status, step.wait)?,
        },
        _ if step.wait.is_some() => {
            return Err("only a code or a status has a `wait`".to_owned());
        }
        What::Success | What::Truncated | What::Reset => success(loaded, route)?,
        What::Html => plain(502, "text/html", "<html><body>Bad Gateway</body></html>\n"),
    };
    answer.delivery = match step.what {
        What::Truncated => Delivery::Truncated,
        What::Reset => Delivery::None,
        _ => Delivery::Whole,
    };
    if answer.delivery != Delivery::Whole {
        // There is no answer to read: whoever repeats the call must know that this is safe.
        let operation = &loaded.book.vendors[route.vendor].operations[route.operation];
        answer.advice = Advice {
            may_retry: true,
            is_risky: operation.idempotent != Some(true),
            retry: "if the call is idempotent",
            ..Advice::default()
        };
        return Ok(answer);
    }
    answer.advice = advice(loaded, route, &answer);
    Ok(answer)
}

fn plain(status: u16, content_type: &str, body: &str) -> Answer {
    let header = ("Content-Type".to_owned(), content_type.to_owned());
    Answer {
        status,
        headers: Some(header)
            .filter(|_| !body.is_empty())
            .into_iter()
            .collect(),
        body: Bytes::copy_from_slice(body.as_bytes()),
        delivery: Delivery::Whole,
        advice: Advice::default(),
    }
}

fn written(written: faultbook_runtime::WrittenResponse) -> Answer {
    Answer {
        headers: written.headers,
        ..plain(written.status, "", &written.body)
    }
}

/// The response with a code, and with its summary as the message if the vendor sends one.
fn code(
    loaded: &Loaded,
    route: Route,
    wire: &str,
    wait: Option<Duration>,
) -> Result<Answer, String> {
    let vendor = &loaded.book.vendors[route.vendor];
    let tables = loaded.tables[route.vendor].vendor();
    let code = find_code(vendor, route.operation, wire)?;
    let content = Content {
        wait,
        now: now(),
        ..Content::default()
    };
    let result = v1::write_described(&tables, short(route.operation), short(code), &content);
    result
        .map(written)
        .map_err(|why| format!("`{wire}`: {why}"))
}

/// A code of an operation by its wire string, perhaps after its domain.
fn find_code(vendor: &Vendor, operation: usize, wire: &str) -> Result<usize, String> {
    let operation = &vendor.operations[operation];
    let mut domains = operation.domains.iter().map(|at| &vendor.domains[*at]);
    let found = domains.find_map(|domain| {
        let own = wire.strip_prefix(&domain.name);
        let own = own.and_then(|own| own.strip_prefix('/')).unwrap_or(wire);
        let mut codes = domain.codes.clone();
        codes.find(|code| vendor.codes[*code].wire == own)
    });
    found.ok_or_else(|| {
        let error = format!(
            "`{}` of `{}` has no code `{wire}`",
            operation.name, vendor.name
        );
        let domains = operation.domains.iter().map(|at| &vendor.domains[*at]);
        let codes = domains.flat_map(|domain| &vendor.codes[domain.codes.clone()]);
        routes::unknown(error, wire, codes.map(|code| code.wire.as_str()))
    })
}

/// A status without a code, and with a wait where the vendor has it.
fn bare(
    loaded: &Loaded,
    route: Route,
    status: u16,
    wait: Option<Duration>,
) -> Result<Answer, String> {
    if wait.is_none() {
        return Ok(plain(status, "", ""));
    }
    let tables = loaded.tables[route.vendor].vendor();
    let content = Content {
        wait,
        now: now(),
        ..Content::default()
    };
    let result = v1::write_failure(&tables, short(route.operation), status, &content);
    result
        .map(written)
        .map_err(|why| format!("`{status}`: {why}"))
}

/// The response with a code that the book does not know.
fn unknown(
    loaded: &Loaded,
    route: Route,
    wire: &str,
    wait: Option<Duration>,
) -> Result<Answer, String> {
    let tables = loaded.tables[route.vendor].vendor();
    let content = Content {
        wait,
        now: now(),
        ..Content::default()
    };
    let result = v1::write_unknown(&tables, short(route.operation), wire, &content);
    result
        .map(written)
        .map_err(|why| format!("`{wire}`: {why}"))
}

/// Seconds since the Unix epoch.
pub(crate) fn now() -> Option<u64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map(|now| now.as_secs()).ok()
}

/// The first example of the operation that is a success, or else what the book requires of one.
fn success(loaded: &Loaded, route: Route) -> Result<Answer, String> {
    let vendor = &loaded.book.vendors[route.vendor];
    let tables = loaded.tables[route.vendor].vendor();
    let own = vendor
        .examples
        .iter()
        .filter(|example| example.operation == route.operation);
    for example in own {
        let is_success =
            |reading: v1::Reading<'_, '_>| reading.decision().outcome == Outcome::Success;
        if let Situation::Response {
            status,
            headers,
            body,
        } = &example.situation
            && examples::read(&tables, route.operation, &example.situation, is_success)
        {
            return Ok(Answer {
                headers: headers.clone(),
                ..plain(*status, "", body)
            });
        }
    }
    let success = v1::write_success(&tables, short(route.operation), &Content::default());
    success.map(written).map_err(|why| why.to_string())
}

/// What the book says about an answer.
pub(crate) fn advice(loaded: &Loaded, route: Route, answer: &Answer) -> Advice {
    let vendor = &loaded.book.vendors[route.vendor];
    let tables = loaded.tables[route.vendor].vendor();
    let response = Response::new(answer.status, &answer.body).headers(&answer.headers);
    let reading = v1::reading(&tables, short(route.operation), &response);
    let kind = reading.retry().kind;
    Advice {
        code: reading
            .code()
            .map(|code| vendor.codes[usize::from(code)].wire.clone()),
        is_success: reading.decision().outcome == Outcome::Success,
        may_retry: kind.is_retryable(),
        wait: reading.retry_after(),
        is_risky: reading.is_ambiguous()
            && vendor.operations[route.operation].idempotent != Some(true),
        retry: kind.as_str(),
    }
}

/// An index in the tables, which are never longer.
fn short(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(v1::NONE)
}
