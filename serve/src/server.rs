//! Answers requests, and keeps account of them.

use std::convert::Infallible;
use std::fmt;
use std::net::IpAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use faultbook_codegen::Loaded;
use faultbook_runtime::v1::millis;
use futures_util::{StreamExt, stream};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited, StreamBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::{HeaderMap, Request, Response, StatusCode, header};
use serde_json::{Value, json};
use tokio::sync::broadcast;

use crate::answer::{self, Answer, Delivery};
use crate::log::Log;
use crate::plans::Plans;
use crate::routes::{self, Route};
use crate::step::{self, Step, What};
use crate::upstream::{self, Upstreams};
use crate::watch::{Call, Watch};
use crate::{PATIENCE, locked};

/// Longer requests are refused.
const MAX_BODY: usize = 1 << 20;

/// The most complaints that are kept. Further ones are only in the log.
const MAX_COMPLAINTS: usize = 10_000;

/// The header, the parameter of a query, and the first segment of a path that names what a call gets.
const CHOICE: &str = "x-faultbook";

/// What arms answers.
const EXPECTED: &str = "write `VENDOR OPERATION: ANSWER, ANSWER`";

/// Where the page and everything else that is not of a vendor is.
const OWN: &str = "/_faultbook";

/// How long a truncated body takes to arrive.
const BEFORE_CUT: Duration = Duration::from_millis(50);

type Body = UnsyncBoxBody<Bytes, Cut>;

/// The connection is closed, as asked for.
#[derive(Debug)]
pub(crate) struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was closed as asked for")
    }
}

impl std::error::Error for Cut {}

/// A book, and what happened so far.
pub(crate) struct Server {
    loaded: Loaded,
    upstreams: Upstreams,
    plans: Mutex<Plans>,
    watch: Mutex<Watch>,
    complaints: Mutex<Vec<Value>>,
    pub(crate) log: Log,
    events: broadcast::Sender<String>,
}

impl Server {
    pub(crate) fn new(loaded: Loaded, upstreams: Upstreams) -> Self {
        Self {
            loaded,
            upstreams,
            plans: Mutex::default(),
            watch: Mutex::default(),
            complaints: Mutex::default(),
            log: Log::start(),
            events: broadcast::channel(1000).0,
        }
    }

    /// Whether clients did only what the book allows.
    pub(crate) fn is_content(&self) -> bool {
        locked(&self.complaints).is_empty()
    }

    /// Arms answers: `playwave heartbeat: RATE_LIMITED;wait=2s, 503, ok`.
    ///
    /// # Errors
    /// Returns what is wrong with the text, or that the vendor has no such answer.
    pub(crate) fn arm(&self, text: &str) -> Result<(), String> {
        let (target, steps) = text.split_once(':').ok_or(EXPECTED)?;
        let names: Vec<&str> = target.split_whitespace().collect();
        let (vendor, operation) = match (names.as_slice(), self.loaded.book.vendors.as_slice()) {
            ([operation], [only]) => (only.name.as_str(), *operation),
            ([vendor, operation], _) => (*vendor, *operation),
            _ => return Err(EXPECTED.to_owned()),
        };
        let route = self.route(vendor, operation)?;
        let steps = step::parse_all(steps)?;
        for step in &steps {
            answer::make(&self.loaded, route, step)?;
        }
        locked(&self.plans).arm(route, steps)
    }

    fn route(&self, vendor: &str, operation: &str) -> Result<Route, String> {
        let vendors = &self.loaded.book.vendors;
        let at = vendors.iter().position(|own| own.name == vendor);
        let at = at.ok_or_else(|| {
            let error = format!("the book has no vendor `{vendor}`");
            routes::unknown(error, vendor, vendors.iter().map(|own| own.name.as_str()))
        })?;
        let operations = || vendors[at].operations.iter().map(|own| own.name.as_str());
        let found = operations().position(|own| own == operation);
        let unknown = || {
            let error = format!("`{vendor}` has no operation `{operation}`");
            routes::unknown(error, operation, operations())
        };
        Ok(Route {
            vendor: at,
            operation: found.ok_or_else(unknown)?,
        })
    }

    /// Answers a request of a client; an error closes the connection.
    pub(crate) async fn respond(
        &self,
        request: Request<Incoming>,
        client: IpAddr,
    ) -> Result<Response<Body>, Cut> {
        let (parts, body) = request.into_parts();
        let body = match read(body).await {
            Ok(body) => body,
            Err((status, why)) => return Ok(problem(status, &why)),
        };
        let (method, path) = (parts.method.as_str(), parts.uri.path());
        let (prefix, path) = split_prefix(path);
        let query = parts.uri.query().unwrap_or("");
        if let Some(own) = path.strip_prefix(OWN) {
            if is_foreign(&parts.headers) {
                let message = "pages of other servers may not use this one";
                return Ok(problem(StatusCode::FORBIDDEN, message));
            }
            return Ok(self.respond_itself(method, own, &body));
        }
        let Some((route, path)) = routes::find(&self.loaded.book, method, path, query) else {
            let message = "the path does not start with the name of a vendor of the book";
            return Ok(problem(StatusCode::NOT_FOUND, message));
        };
        let call = Call {
            client,
            route,
            method: method.to_owned(),
            target: parts.uri.to_string(),
            body,
        };
        let choice = prefix.or_else(|| chosen(&parts.headers, query));
        let target = target(path, query);
        match self.answer(&call, choice, &parts.headers, &target).await {
            Ok(answer) => deliver(&answer),
            Err((status, why)) => Ok(problem(status, &why)),
        }
    }

    /// Answers a call, and keeps account of it. An error is one of this server.
    async fn answer(
        &self,
        call: &Call,
        choice: Option<String>,
        headers: &HeaderMap,
        target: &str,
    ) -> Result<Answer, (StatusCode, String)> {
        let route = call.route;
        let refused = |why| (StatusCode::BAD_REQUEST, why);
        let step = self.step(route, choice).map_err(refused)?;
        let upstream = self.upstreams.of(route.vendor);
        let upstream = upstream.filter(|_| step.what == What::Success);
        let made = match upstream {
            Some(upstream) => Err(upstream),
            None => Ok(answer::make(&self.loaded, route, &step).map_err(refused)?),
        };
        let has_key = headers.contains_key("idempotency-key");
        let complaints = locked(&self.watch).complaints(call, has_key, Instant::now());
        if step.delay > Duration::ZERO {
            tokio::time::sleep(step.delay).await;
        }
        let answer = match made {
            Ok(made) => made,
            Err(upstream) => {
                let body = call.body.clone();
                let passed = upstream::forward(upstream, &call.method, target, headers, body);
                let answer = passed.await.map_err(|why| (StatusCode::BAD_GATEWAY, why))?;
                Answer {
                    advice: answer::advice(&self.loaded, route, &answer),
                    ..answer
                }
            }
        };
        self.record(call, &answer, &complaints);
        locked(&self.watch).remember(call, &answer.advice, Instant::now());
        Ok(answer)
    }

    /// What a call gets. An answer for a share of calls must be one that the vendor has, whichever this call gets.
    fn step(&self, route: Route, choice: Option<String>) -> Result<Step, String> {
        let Some(text) = choice else {
            return Ok(locked(&self.plans).next(route));
        };
        let step: Step = text.parse()?;
        if step.percent.is_some() {
            answer::make(&self.loaded, route, &step)?;
        }
        Ok(locked(&self.plans).asked(route, step))
    }

    /// Logs a call, for whoever reads the output and for the page.
    fn record(&self, call: &Call, answer: &Answer, complaints: &[String]) {
        let vendor = &self.loaded.book.vendors[call.route.vendor];
        let operation = &vendor.operations[call.route.operation];
        let event = json!({
            "event": "call",
            "time": answer::now(),
            "vendor": vendor.name,
            "operation": operation.name,
            "method": call.method,
            "target": call.target,
            "status": Some(answer.status).filter(|_| answer.delivery != Delivery::None),
            "delivery": format!("{:?}", answer.delivery).to_lowercase(),
            "code": answer.advice.code,
            "success": answer.advice.is_success,
            "retry": answer.advice.retry,
            "wait_ms": answer.advice.wait.map(millis),
            "complaints": complaints,
        });
        let line = event.to_string();
        self.log.line(line.clone());
        // Nobody may be looking.
        _ = self.events.send(line);
        if !complaints.is_empty() {
            let mut kept = locked(&self.complaints);
            if kept.len() < MAX_COMPLAINTS {
                kept.push(event);
            }
        }
    }

    fn respond_itself(&self, method: &str, path: &str, body: &[u8]) -> Response<Body> {
        match (method, path) {
            ("GET", "" | "/") => {
                let page = include_str!("page.html");
                full(StatusCode::OK, "text/html; charset=utf-8", page.to_owned())
            }
            ("GET", "/book") => json_response(&self.book()),
            ("GET", "/complaints") => json_response(&locked(&self.complaints).clone().into()),
            ("GET", "/events") => self.event_stream(),
            ("POST", "/arm") => match self.arm(&String::from_utf8_lossy(body)) {
                Ok(()) => json_response(&json!({ "armed": true })),
                Err(why) => problem(StatusCode::BAD_REQUEST, &why),
            },
            ("POST", "/reset") => {
                locked(&self.plans).clear();
                locked(&self.complaints).clear();
                *locked(&self.watch) = Watch::default();
                json_response(&json!({ "reset": true }))
            }
            _ => problem(StatusCode::NOT_FOUND, "there is no such page"),
        }
    }

    /// What can be armed.
    fn book(&self) -> Value {
        let vendors = self.loaded.book.vendors.iter().enumerate();
        let vendors = vendors.map(|(at, vendor)| {
            let operations = vendor.operations.iter().enumerate().map(|(operation, row)| {
                let route = Route { vendor: at, operation };
                json!({ "name": row.name, "endpoint": row.endpoint, "codes": self.codes(route) })
            });
            json!({ "name": vendor.name, "title": vendor.title, "operations": operations.collect::<Vec<_>>() })
        });
        vendors.collect()
    }

    /// The codes that a call can get.
    fn codes(&self, route: Route) -> Vec<Value> {
        let vendor = &self.loaded.book.vendors[route.vendor];
        let domains = &vendor.operations[route.operation].domains;
        let domains = domains.iter().map(|at| &vendor.domains[*at]);
        let codes = domains.flat_map(|domain| {
            domain.codes.clone().map(move |code| {
                let code = &vendor.codes[code];
                (format!("{}/{}", domain.name, code.wire), &code.summary)
            })
        });
        let codes = codes.filter_map(|(name, summary)| {
            let step: Step = name.parse().ok()?;
            let answer = answer::make(&self.loaded, route, &step).ok()?;
            Some(json!({ "answer": name, "status": answer.status, "summary": summary }))
        });
        codes.collect()
    }

    fn event_stream(&self) -> Response<Body> {
        let events = stream::unfold(self.events.subscribe(), |mut events| async {
            let data = match events.recv().await {
                Ok(line) => format!("data: {line}\n\n"),
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    ": some events are missing\n\n".to_owned()
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            };
            Some((Ok(Frame::data(Bytes::from(data))), events))
        });
        let mut response = Response::new(StreamBody::new(events).boxed_unsync());
        set(&mut response, "content-type", "text/event-stream");
        set(&mut response, "cache-control", "no-store");
        response
    }
}

/// The body of a request. An error is the answer to the client.
async fn read(body: Incoming) -> Result<Bytes, (StatusCode, String)> {
    let body = Limited::new(body, MAX_BODY).collect();
    let Ok(body) = tokio::time::timeout(PATIENCE, body).await else {
        let why = format!("the body takes longer than {} s", PATIENCE.as_secs());
        return Err((StatusCode::REQUEST_TIMEOUT, why));
    };
    match body {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            let why = "the body is longer than 1 MiB".to_owned();
            Err((StatusCode::PAYLOAD_TOO_LARGE, why))
        }
        Err(error) => {
            let why = format!("the body cannot be read: {error}");
            Err((StatusCode::BAD_REQUEST, why))
        }
    }
}

/// Whether a page of another server sends the request: any page that is open in a browser can reach a server on loopback.
fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let own = text(header::HOST).unwrap_or_default();
    headers.contains_key(header::ORIGIN)
        && text(header::ORIGIN).and_then(|origin| origin.strip_prefix("http://")) != Some(own)
}

/// What a path asks for in its first segment, and the rest of it: some clients can change only the address that they call.
fn split_prefix(path: &str) -> (Option<String>, &str) {
    let asked = path
        .strip_prefix('/')
        .and_then(|path| path.strip_prefix(CHOICE));
    let Some(asked) = asked.and_then(|path| path.strip_prefix('=')) else {
        return (None, path);
    };
    let (choice, rest) = asked.split_at(asked.find('/').unwrap_or(asked.len()));
    (Some(percent_decoded(choice)), rest)
}

/// The path and query that a vendor gets.
fn target(path: &str, query: &str) -> String {
    let path = path.trim_start_matches('/');
    let is_own = |pair: &&str| pair.split('=').next() != Some(CHOICE);
    let query: Vec<&str> = query.split('&').filter(is_own).collect();
    match query.join("&") {
        query if query.is_empty() => format!("/{path}"),
        query => format!("/{path}?{query}"),
    }
}

/// What the headers or the query ask for.
fn chosen(headers: &HeaderMap, query: &str) -> Option<String> {
    let header = headers.get(CHOICE).and_then(|value| value.to_str().ok());
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let parameter = pairs.find(|(name, _)| *name == CHOICE);
    let parameter = parameter.map(|(_, value)| percent_decoded(value));
    header.map(str::to_owned).or(parameter)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let digits = after
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (byte, escaped) {
            (b'%', Some(escaped)) => {
                bytes.push(escaped);
                rest = after.get(2..).unwrap_or_default();
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn deliver(answer: &Answer) -> Result<Response<Body>, Cut> {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = match answer.delivery {
        Delivery::None => return Err(Cut),
        Delivery::Whole => whole(answer.body.clone()),
        Delivery::Truncated => {
            let half = answer.body.slice(..answer.body.len() / 2);
            let cut = stream::once(async {
                // Closed at once, not even the first half would be sent.
                tokio::time::sleep(BEFORE_CUT).await;
                Err(Cut)
            });
            let half = stream::once(async { Ok(Frame::data(half)) });
            StreamBody::new(half.chain(cut)).boxed_unsync()
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if answer.delivery == Delivery::Truncated {
        set(
            &mut response,
            "content-length",
            &answer.body.len().to_string(),
        );
    }
    for (name, value) in &answer.headers {
        set(&mut response, name, value);
    }
    Ok(response)
}

/// Sets a header; one that HTTP does not allow, which an example of a book may have, is left out.
fn set(response: &mut Response<Body>, name: &str, value: &str) {
    let name = hyper::header::HeaderName::try_from(name);
    let value = hyper::header::HeaderValue::try_from(value);
    if let (Ok(name), Ok(value)) = (name, value) {
        response.headers_mut().append(name, value);
    }
}

fn whole(body: impl Into<Bytes>) -> Body {
    Full::new(body.into())
        .map_err(|never: Infallible| match never {})
        .boxed_unsync()
}

fn full(status: StatusCode, content_type: &str, body: String) -> Response<Body> {
    let mut response = Response::new(whole(body));
    *response.status_mut() = status;
    set(&mut response, "content-type", content_type);
    response
}

fn json_response(value: &Value) -> Response<Body> {
    full(StatusCode::OK, "application/json", format!("{value}\n"))
}

/// An error of the server itself, which is no answer of a vendor.
fn problem(status: StatusCode, message: &str) -> Response<Body> {
    let body = format!("{}\n", json!({ "faultbook": message }));
    full(status, "application/json", body)
}
