//! Turns a code into a response of its vendor: the reverse of reading.
//!
//! The tables that reading uses say where everything is, so writing needs none of its own. Several responses may carry a
//! code: the code can be in several places, and its domain can be selected in several ways. Each is drafted in turn, and
//! the first that the engine reads as what it should say is the result. What is not read back is never written.

mod draft;
mod print;
mod tree;
mod wait;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use self::draft::Draft;
pub(crate) use self::print::json_text;
pub(crate) use self::tree::Node;
use crate::decision::Outcome;
use crate::detail::Detail;
use crate::engine;
use crate::lookup;
use crate::reader::whole_number;
use crate::reading::Reading;
use crate::response::Response;
use crate::tables::{Domain, Format, NONE, Source, Span, Test, Vendor};
use crate::text::Text;

/// The statuses that are tried if the book names none.
const USUAL_STATUSES: [u16; 3] = [400, 500, 200];

/// The time of responses whose waits are dates: 2023-11-14T22:13:20Z. Always the same, so that samples are, too.
const SOME_TIME: u64 = 1_700_000_000;

/// What a response says in addition to its code.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// The status; if there is none, the code's.
    pub status: Option<u16>,
    /// The category of the code.
    pub category: Option<String>,
    /// The vendor's message.
    pub message: Option<String>,
    /// The vendor's id of the call.
    pub trace_id: Option<String>,
    /// When the failure happened.
    pub timestamp: Option<String>,
    /// Additional values, under their names in the book.
    pub fields: Vec<(String, String)>,
    /// The errors of individual inputs: the input's name and a message.
    pub details: Vec<(String, String)>,
    /// The wait before the next call.
    pub wait: Option<Duration>,
    /// Headers of which the book need not know.
    pub headers: Vec<(String, String)>,
    /// The time of the response in seconds since the Unix epoch.
    pub now: Option<u64>,
}

/// A response that was written: its own, to be sent or read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WrittenResponse {
    /// The HTTP status.
    pub status: u16,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body in the vendor's format.
    pub body: String,
}

impl WrittenResponse {
    /// The response as [`Operation::read`](crate::Operation::read) takes it.
    pub fn response(&self) -> Response<'_> {
        Response::new(self.status, &self.body).headers(&self.headers)
    }
}

/// Why a response cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unwritable {
    /// The client itself raises the code: no response contains it.
    RaisedByClient,
    /// The book does not say where the vendor puts this, or it cannot be there in this spelling.
    Part(&'static str),
    /// No response that could be made is certainly read as what it should say. An earlier domain of the operation may have
    /// the same code, or the operation may not have the code's domain.
    NotReadBack,
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RaisedByClient => f.write_str("the client raises this code: no response has it"),
            Self::Part(part) => write!(f, "no response of the vendor can contain this {part}"),
            Self::NotReadBack => {
                f.write_str("no response to this operation is certainly read as this")
            }
        }
    }
}

impl core::error::Error for Unwritable {}

/// Writes a response to an operation that has a code, an index into the vendor's codes.
///
/// # Errors
/// Returns why there is no such response.
pub fn write(
    vendor: &Vendor<'_>,
    operation: u16,
    code: u16,
    content: &Content,
) -> Result<WrittenResponse, Unwritable> {
    let Some((_, domain)) = lookup::domain_of(vendor, code) else {
        return Err(Unwritable::NotReadBack);
    };
    if domain.raised_by_client {
        return Err(Unwritable::RaisedByClient);
    }
    let writer = Writer::new(vendor, operation, content, domain.envelope);
    let is_meant = |reading: &Reading<'_, '_>| reading.code() == Some(code);
    let wire = vendor.wires.get(usize::from(code));
    let documented = lookup::statuses(vendor, code);
    writer.write_code(domain, wire, documented, is_meant)
}

/// Writes a response to an operation that has a code, with the summary of the code as the message if the vendor sends one.
///
/// # Errors
/// Returns why there is no such response.
pub fn write_described(
    vendor: &Vendor<'_>,
    operation: u16,
    code: u16,
    content: &Content,
) -> Result<WrittenResponse, Unwritable> {
    let described = Content {
        message: Some(vendor.summaries.get(usize::from(code)).into()),
        ..content.clone()
    };
    let result = write(vendor, operation, code, &described);
    result.or_else(|_| write(vendor, operation, code, content))
}

/// Writes a response to an operation that has a code which none of its domains knows, in the first domain that can have it.
///
/// # Errors
/// Returns why there is no such response.
pub fn write_unknown(
    vendor: &Vendor<'_>,
    operation: u16,
    wire: &str,
    content: &Content,
) -> Result<WrittenResponse, Unwritable> {
    let is_meant = |reading: &Reading<'_, '_>| {
        let is_same = reading.wire_code().is_some_and(|code| code == *wire);
        reading.code().is_none() && is_same
    };
    let row = vendor.operations.get(usize::from(operation));
    let domains = row.map(|row| row.domains).unwrap_or_default();
    let domains = domains.of(vendor.precedence).iter();
    let domains = domains.filter_map(|domain| vendor.domains.get(usize::from(*domain)));
    let mut unwritable = Unwritable::NotReadBack;
    for domain in domains.filter(|domain| !domain.raised_by_client) {
        let writer = Writer::new(vendor, operation, content, domain.envelope);
        match writer.write_code(domain, wire, &[], is_meant) {
            Ok(written) => return Ok(written),
            Err(other) => unwritable = other,
        }
    }
    Err(unwritable)
}

/// Writes a response to an operation that is a success.
///
/// # Errors
/// Returns why there is no such response.
pub fn write_success(
    vendor: &Vendor<'_>,
    operation: u16,
    content: &Content,
) -> Result<WrittenResponse, Unwritable> {
    let writer = Writer::new(vendor, operation, content, 0);
    let success = vendor.operations.get(usize::from(operation));
    let success = success.map_or(NONE, |operation| operation.success);
    let is_success = |reading: &Reading<'_, '_>| reading.decision().outcome == Outcome::Success;
    let mut unwritable = Unwritable::NotReadBack;
    for clause in clauses(vendor, success) {
        let statuses = (200..=299).filter(|status| allows(vendor, clause, *status));
        let statuses = content.status.into_iter().chain(statuses);
        for status in statuses.take(1) {
            match writer.write(status, None, clause, is_success) {
                Ok(written) => return Ok(written),
                Err(other) => unwritable = other,
            }
        }
    }
    Err(unwritable)
}

/// Writes a response to an operation that is a failure without a code: it says nothing about the cause.
///
/// # Errors
/// Returns why there is no such response.
pub fn write_failure(
    vendor: &Vendor<'_>,
    operation: u16,
    status: u16,
    content: &Content,
) -> Result<WrittenResponse, Unwritable> {
    let writer = Writer::new(vendor, operation, content, 0);
    let is_meant = |reading: &Reading<'_, '_>| {
        reading.wire_code().is_none() && reading.decision().outcome == Outcome::Failure
    };
    writer.write(status, None, &[], is_meant)
}

/// The alternatives of a condition, each as its tests; one without tests for a condition that always holds.
fn clauses<'t>(vendor: &Vendor<'t>, condition: u16) -> impl Iterator<Item = &'t [Test]> + use<'t> {
    let clauses = vendor.conditions.get(usize::from(condition));
    let (all, tests) = (vendor.clauses, vendor.tests);
    let always: (Option<&'t [Test]>, &'t [Span]) = match clauses {
        Some(clauses) => (None, clauses.of(all)),
        None => (Some(&[]), &[]),
    };
    let listed = always.1.iter().map(move |clause| clause.of(tests));
    always.0.into_iter().chain(listed)
}

/// Whether the tests of a clause allow a status.
fn allows(vendor: &Vendor<'_>, clause: &[Test], status: u16) -> bool {
    clause.iter().all(|test| match test {
        Test::Status(ranges) => {
            let mut ranges = ranges.of(vendor.ranges).iter();
            ranges.any(|range| (range.lo..=range.hi).contains(&status))
        }
        _ => true,
    })
}

/// A code as the vendor sends it: a text, or a number.
fn spelled(domain: &Domain, wire: &str) -> Node {
    let is_number = domain.sends_numbers && whole_number(wire).is_some();
    if is_number {
        Node::Literal(wire.into())
    } else {
        Node::Text(wire.into())
    }
}

/// What is to be written, and where.
struct Writer<'w> {
    vendor: &'w Vendor<'w>,
    operation: u16,
    content: &'w Content,
    envelope: u16,
}

impl<'w> Writer<'w> {
    fn new(vendor: &'w Vendor<'w>, operation: u16, content: &'w Content, envelope: u16) -> Self {
        Self {
            vendor,
            operation,
            content,
            envelope,
        }
    }

    /// Writes a response with a code of a domain: in the first of its places and in the first way that is read back.
    fn write_code(
        &self,
        domain: &Domain,
        wire: &str,
        documented: &[u16],
        is_meant: impl Fn(&Reading<'_, '_>) -> bool,
    ) -> Result<WrittenResponse, Unwritable> {
        let envelope = self.vendor.envelopes.get(usize::from(self.envelope));
        let sources = envelope.map(|envelope| envelope.code).unwrap_or_default();
        let mut unwritable = Unwritable::NotReadBack;
        for source in sources.of(self.vendor.sources) {
            for clause in clauses(self.vendor, domain.when) {
                let statuses = match source {
                    Source::Status => wire.parse().ok().into_iter().collect(),
                    _ => self.statuses(domain, documented, clause),
                };
                for status in statuses {
                    let code = (*source, spelled(domain, wire));
                    match self.write(status, Some(code), clause, &is_meant) {
                        Ok(written) => return Ok(written),
                        Err(Unwritable::NotReadBack) => {}
                        Err(other) => unwritable = other,
                    }
                }
            }
        }
        Err(unwritable)
    }

    /// The statuses of a code that its domain and a clause allow; the best first.
    fn statuses(&self, domain: &Domain, documented: &[u16], clause: &[Test]) -> Vec<u16> {
        if let Some(status) = self.content.status {
            return [status].into();
        }
        let of_domain = [domain.example_status, domain.typical_status];
        let others = of_domain.into_iter().chain(USUAL_STATUSES);
        let is_allowed = |status: &u16| {
            (domain.statuses.lo..=domain.statuses.hi).contains(status)
                && (100..=999).contains(status)
                && allows(self.vendor, clause, *status)
        };
        let documented = documented.iter().copied();
        let mut statuses: Vec<u16> = documented.chain(others).filter(is_allowed).collect();
        if statuses.is_empty() {
            statuses.extend((100..=599).find(is_allowed));
        }
        statuses.dedup();
        statuses
    }

    /// Writes a response that meets a clause, and reads it.
    fn write(
        &self,
        status: u16,
        code: Option<(Source, Node)>,
        clause: &[Test],
        is_meant: impl Fn(&Reading<'_, '_>) -> bool,
    ) -> Result<WrittenResponse, Unwritable> {
        let format = self.vendor.formats_of(self.operation).first().copied();
        let mut draft = Draft::new(self.vendor, status, format.unwrap_or(Format::Json));
        if let Some((source, value)) = code {
            draft.put(source, value).ok_or(Unwritable::NotReadBack)?;
        }
        self.put_content(&mut draft)?;
        let is_met = clause.iter().try_for_each(|test| draft.satisfy(test));
        is_met.ok_or(Unwritable::NotReadBack)?;
        draft.put_body_status();
        // Where nothing is read from bodies, failures have none. A success needs one.
        let written = [false, true].map(|needs_body| self.finish(draft.clone(), needs_body));
        let is_meant = |written: &WrittenResponse| {
            let reading = engine::read(self.vendor, self.operation, &written.response());
            is_meant(&reading) && self.is_read_back(&reading)
        };
        let mut unwritable = Unwritable::NotReadBack;
        for written in written {
            match written {
                Ok(written) if is_meant(&written) => return Ok(written),
                Ok(_) => {}
                Err(other) => unwritable = other,
            }
        }
        Err(unwritable)
    }

    /// The response that a draft has become, with the headers that were asked for.
    fn finish(&self, draft: Draft<'_>, needs_body: bool) -> Result<WrittenResponse, Unwritable> {
        let written = draft.finish(needs_body);
        let mut written = written.ok_or(Unwritable::NotReadBack)?;
        for (name, value) in &self.content.headers {
            set_header(&mut written.headers, name, value).ok_or(Unwritable::Part("header"))?;
        }
        Ok(written)
    }

    fn put_content(&self, draft: &mut Draft<'_>) -> Result<(), Unwritable> {
        let envelope = self.vendor.envelopes.get(usize::from(self.envelope));
        let envelope = envelope.copied().unwrap_or_default();
        let content = self.content;
        for (name, sources, text) in [
            ("category", envelope.category, &content.category),
            ("message", envelope.message, &content.message),
            ("trace id", envelope.trace_id, &content.trace_id),
            ("timestamp", envelope.timestamp, &content.timestamp),
        ] {
            if let Some(text) = text {
                let value = || Node::Text(text.clone());
                draft
                    .put_first(sources, value)
                    .ok_or(Unwritable::Part(name))?;
            }
        }
        for (name, text) in &content.fields {
            let mut fields = envelope.fields.of(self.vendor.fields).iter();
            let field = fields.find(|field| field.name.text(self.vendor.text) == name);
            let put =
                field.and_then(|field| draft.put_first(field.sources, || Node::Text(text.clone())));
            put.ok_or(Unwritable::Part("field"))?;
        }
        for (position, detail) in content.details.iter().enumerate() {
            let put = draft.put_detail(envelope.details, position, detail);
            put.ok_or(Unwritable::Part("detail"))?;
        }
        if let Some(wait) = content.wait {
            let put = draft.put_wait(wait, content.now.unwrap_or(SOME_TIME));
            put.ok_or(Unwritable::Part("wait"))?;
        }
        Ok(())
    }

    /// Whether everything that was written is read back.
    fn is_read_back(&self, reading: &Reading<'_, '_>) -> bool {
        let content = self.content;
        let is = |text: Option<Text<'_>>, written: &Option<String>| {
            written
                .as_ref()
                .is_none_or(|written| text.is_some_and(|text| text == **written))
        };
        let is_field = |(name, value): &(String, String)| {
            let mut fields = reading.fields();
            fields.any(|(own, text)| own == name && text == **value)
        };
        is(reading.category(), &content.category)
            && is(reading.message(), &content.message)
            && is(reading.trace_id(), &content.trace_id)
            && is(reading.timestamp(), &content.timestamp)
            && content.fields.iter().all(is_field)
            && (content.details.is_empty() || is_same_details(reading.details(), &content.details))
            && (content.wait.is_none() || reading.hints().retry_after == content.wait)
    }
}

fn is_same_details<'d>(
    mut read: impl Iterator<Item = Detail<'d>>,
    written: &[(String, String)],
) -> bool {
    let mut written = written.iter();
    let is_next = |detail: Detail<'_>| {
        written.next().is_some_and(|(field, message)| {
            detail.field.is_some_and(|own| own == **field)
                && detail.message.is_some_and(|own| own == **message)
        })
    };
    read.all(is_next) && written.next().is_none()
}

/// Adds a header, or replaces one of the same name; `None` if HTTP does not allow it.
fn set_header(headers: &mut Vec<(String, String)>, name: &str, value: &str) -> Option<()> {
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    let is_name = !name.is_empty() && name.bytes().all(is_token);
    if !is_name || value.chars().any(char::is_control) {
        return None;
    }
    headers.retain(|(own, _)| !own.eq_ignore_ascii_case(name));
    headers.push((name.into(), value.into()));
    Some(())
}
