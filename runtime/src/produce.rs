//! Errors of a service, in the codes of its own book.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;
use core::time::Duration;

use crate::decision::Retry;
use crate::fault::{self, Book, Fault, Operation, VendorTypes};
use crate::reply::{Reply, Subject};
use crate::write::{self, Content, Node, WrittenResponse, json_text};

/// The status of a failure whose cause is confidential.
const HIDDEN_STATUS: u16 = 500;

/// `UNKNOWN` in `google.rpc.Code`.
const GRPC_UNKNOWN: i32 = 2;

/// What a service can fail with: a code, or a code with the parameters of its message.
///
/// Every code is one. If the book has a pattern for the message of a code, generated code has a type with a field for each
/// capture, in a module that is named after the domain: `orders::api_messages::SlotTaken { slot: "17:00" }`.
pub trait ErrorOf<V: VendorTypes> {
    /// The code.
    fn code(&self) -> V::Code;

    /// The message for developers, if it is not the summary of the code.
    fn message(&self) -> Option<String> {
        None
    }
}

impl<V: VendorTypes, C: Copy + Into<V::Code>> ErrorOf<V> for C {
    fn code(&self) -> V::Code {
        (*self).into()
    }
}

/// Errors of a service whose own book the operation is in. Needs the feature `produce`.
///
/// ```
/// use faultbook_runtime::{ErrorOf, Operation, Produce, WrittenResponse};
///
/// /// Answers a call with an error of the service, as a problem document.
/// fn refuse<O: Operation>(operation: O, error: impl ErrorOf<O::Vendor>) -> WrittenResponse {
///     operation.error(error).to_problem("https://example.com/errors/")
/// }
/// ```
pub trait Produce: Operation {
    /// The answer to a call of this operation that fails.
    ///
    /// Its message is that of the parameters, or else the summary of the code.
    fn error(self, error: impl ErrorOf<Self::Vendor>) -> Reply<Self::Vendor>;
}

impl<O: Operation> Produce for O {
    fn error(self, error: impl ErrorOf<Self::Vendor>) -> Reply<Self::Vendor> {
        let (tables, code) = (self.tables(), O::Vendor::index(error.code()));
        let summary = || tables.summaries.get(code.into()).into();
        let message = error.message().unwrap_or_else(summary);
        Reply::new(tables, self.index(), Subject::Code(code)).message(message)
    }
}

/// A failure as a gRPC status and its standard details, which `tonic_types` or any other library encodes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GrpcStatus {
    /// The number in `google.rpc.Code`.
    pub code: i32,
    /// The message for developers.
    pub message: String,
    /// `ErrorInfo.reason`: the code of the book; empty if it is confidential.
    pub reason: String,
    /// `ErrorInfo.metadata`: the captures of the message.
    pub metadata: Vec<(String, String)>,
    /// `RetryInfo.retry_delay`.
    pub retry_delay: Option<Duration>,
    /// `BadRequest.field_violations`: the names of fields and what is wrong with them.
    pub violations: Vec<(String, String)>,
    /// `LocalizedMessage.message`: the text for the end user.
    pub user_message: Option<String>,
}

/// What a caller may see of a failure.
enum Visible<V> {
    All(WrittenResponse, Fault<'static, V>),
    /// Nothing but a text for the end user.
    Text(Option<String>),
}

/// What a service sends. None of it can fail: what cannot be said as it was asked for is left out.
///
/// If the book says `expose: never` about the code, neither the code nor anything else that was added is sent, but a status
/// 500 with the text for the end user that the book has for this case.
impl<V: VendorTypes> Reply<V> {
    /// The response in the envelope of the book.
    pub fn to_response(&self) -> WrittenResponse {
        let message = match self.visible() {
            Visible::All(response, _) => return response,
            Visible::Text(message) => message,
        };
        let bare = Content::default();
        let content = Content {
            message,
            ..bare.clone()
        };
        let write =
            |content| write::write_failure(self.tables, self.operation, HIDDEN_STATUS, content);
        let written = write(&content).or_else(|_| write(&bare));
        written.unwrap_or_else(|_| WrittenResponse {
            status: HIDDEN_STATUS,
            headers: Vec::new(),
            body: String::new(),
        })
    }

    /// The failure as a problem document (RFC 9457).
    ///
    /// `types` is the start of the `type`, to which the code is added: the address of a page about the codes. `title` is
    /// the code's summary, `detail` the text for the end user, or else the message. The members `code`, `trace_id` and
    /// `errors` are in addition. Under a status that is no failure for HTTP, the document has the status 500.
    pub fn to_problem(&self, types: &str) -> WrittenResponse {
        match self.visible() {
            Visible::All(response, fault) => self.problem(types, &response, &fault),
            Visible::Text(detail) => {
                let mut members = Node::object([
                    ("type", text("about:blank")),
                    ("title", text("Internal Server Error")),
                ]);
                put_text(&mut members, "detail", detail);
                document(HIDDEN_STATUS, members, None)
            }
        }
    }

    fn problem(
        &self,
        types: &str,
        response: &WrittenResponse,
        fault: &Fault<'_, V>,
    ) -> WrittenResponse {
        let code = fault.wire_code().map(|code| code.to_string());
        let code = code.unwrap_or_default();
        let title = self.summary();
        let user_message = fault.user_message().map(|text| text.to_string());
        let message = fault.message().map(|text| text.to_string());
        let detail = user_message.or(message).filter(|detail| detail != title);
        let mut members = Node::object([
            (
                "type",
                Node::Text(format!("{types}{}", path_segment(&code))),
            ),
            ("title", text(title)),
        ]);
        put_text(&mut members, "detail", detail);
        put_text(&mut members, "code", Some(code));
        let trace_id = fault.trace_id().map(|text| text.to_string());
        put_text(&mut members, "trace_id", trace_id);
        let errors = violations(fault).into_iter().map(|(field, detail)| {
            Node::object([("field", Node::Text(field)), ("detail", Node::Text(detail))])
        });
        members.put_list("errors", errors);
        let status = Some(response.status).filter(|status| (400..=599).contains(status));
        let mut problem = document(status.unwrap_or(HIDDEN_STATUS), members, wait(fault));
        problem.headers.extend(self.own_headers(response));
        problem
    }

    /// The headers that were added by name, but for those that a problem document has itself.
    fn own_headers(&self, response: &WrittenResponse) -> Vec<(String, String)> {
        let is = |name: &str, other: &str| name.eq_ignore_ascii_case(other);
        let headers = response.headers.iter().filter(|(name, _)| {
            let mut added = self.content.headers.iter();
            let is_other = !is(name, "Content-Type") && !is(name, "Retry-After");
            is_other && added.any(|(own, _)| is(own, name))
        });
        headers.cloned().collect()
    }

    /// The failure as a gRPC status.
    pub fn to_grpc(&self) -> GrpcStatus {
        let fault = match self.visible() {
            Visible::All(_, fault) => fault,
            Visible::Text(user_message) => {
                return GrpcStatus {
                    code: GRPC_UNKNOWN,
                    message: "internal error".into(),
                    reason: String::new(),
                    metadata: Vec::new(),
                    retry_delay: None,
                    violations: Vec::new(),
                    user_message,
                };
            }
        };
        let code = match V::Book::grpc_code(fault.class()) {
            0 => GRPC_UNKNOWN,
            code => code,
        };
        let captures = fault.captures();
        GrpcStatus {
            code,
            message: self.content.message.clone().unwrap_or_default(),
            reason: fault
                .wire_code()
                .map_or_else(String::new, |code| code.to_string()),
            metadata: captures
                .iter()
                .map(|(name, value)| (name.into(), value.to_string()))
                .collect(),
            retry_delay: wait(&fault),
            violations: violations(&fault),
            user_message: fault.user_message().map(|text| text.to_string()),
        }
    }

    /// What the caller may see: as much of what was asked for as a response can say.
    fn visible(&self) -> Visible<V> {
        let built = self.contents().into_iter().find_map(|content| {
            let reply = Self {
                content,
                ..self.clone()
            };
            reply.build().ok()
        });
        let Some(response) = built else {
            return Visible::Text(None);
        };
        let fault = fault::read::<V>(self.tables, self.operation, &response.response()).err();
        match fault.map(Fault::into_owned) {
            Some(fault) if fault.is_confidential() => {
                Visible::Text(fault.user_message().map(|text| text.to_string()))
            }
            Some(fault) => Visible::All(response, fault),
            None => Visible::Text(None),
        }
    }

    /// What was asked for, and then less and less of it.
    fn contents(&self) -> [Content; 5] {
        let full = &self.content;
        let without_message = |content: &Content| Content {
            message: None,
            ..content.clone()
        };
        let wait = full
            .wait
            .map(|wait| Duration::from_secs(whole_seconds(wait)));
        let rounded = Content {
            wait,
            ..full.clone()
        };
        let without_both = without_message(&rounded);
        let none = Content::default();
        [
            full.clone(),
            without_message(full),
            rounded,
            without_both,
            none,
        ]
    }

    fn summary(&self) -> &'static str {
        match self.subject {
            Subject::Code(code) => self.tables.summaries.get(code.into()),
            _ => "",
        }
    }
}

/// A code as a segment of a path.
fn path_segment(code: &str) -> String {
    let mut segment = String::new();
    for byte in code.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' => segment.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => segment.push(char::from(byte)),
            byte => _ = write!(segment, "%{byte:02X}"),
        }
    }
    segment
}

fn text(text: &str) -> Node {
    Node::Text(text.into())
}

fn put_text(object: &mut Node, name: &str, value: Option<String>) {
    if let Some(value) = value {
        object.put(name, Node::Text(value));
    }
}

/// A problem document; the wait is in the header that HTTP has for it.
fn document(status: u16, mut members: Node, wait: Option<Duration>) -> WrittenResponse {
    members.put("status", Node::Literal(status.to_string()));
    let mut headers = Vec::from([("Content-Type", "application/problem+json".to_string())]);
    headers.extend(wait.map(|wait| ("Retry-After", whole_seconds(wait).to_string())));
    WrittenResponse {
        status,
        headers: headers
            .into_iter()
            .map(|(name, value)| (name.into(), value))
            .collect(),
        body: json_text(&members).unwrap_or_default(),
    }
}

/// Rounded up: nobody should come back too early.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// The wait that was added, or else the one of the book.
fn wait<V: VendorTypes>(fault: &Fault<'_, V>) -> Option<Duration> {
    let policy = match fault.retry() {
        Retry::After { max, .. } => Some(max),
        Retry::Backoff(backoff) => Some(backoff.base),
        _ => None,
    };
    fault.retry_after().or(policy)
}

fn violations<V: VendorTypes>(fault: &Fault<'_, V>) -> Vec<(String, String)> {
    let details = fault.details().map(|detail| {
        let field = detail.field.map(|field| field.to_string());
        let message = detail.message.map(|message| message.to_string());
        (field.unwrap_or_default(), message.unwrap_or_default())
    });
    details.collect()
}
