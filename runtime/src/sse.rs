//! Reads one event of an event stream (WHATWG HTML, section 9.2.6).

use crate::slots::MAX_BODY;

/// An event, its data from the first line to the last. All lines but the first still have [their names](skip_name): joining
/// them would be a copy.
#[derive(Clone, Copy, Default)]
pub(crate) struct Event<'a> {
    pub(crate) data: &'a [u8],
    /// Whether its name is `error`.
    pub(crate) is_error: bool,
    /// Whether an empty line ends it. An event without one was cut off.
    pub(crate) is_complete: bool,
}

/// The event that decides about a stream: the first that is named `error`, else the first with data. What is beyond the
/// size of a body is not looked at.
// Out of line: most bodies are no event streams.
#[inline(never)]
pub(crate) fn deciding_event(body: &[u8]) -> Event<'_> {
    let body = body.get(..MAX_BODY).unwrap_or(body);
    let mut lines = lines(body);
    let mut first = None;
    while let Some(pending) = next_event(body, &mut lines) {
        let event = pending.event(body);
        if event.is_error {
            return event;
        }
        if pending.data.is_some() {
            first.get_or_insert(event);
        }
    }
    first.unwrap_or_default()
}

/// What is known of an event while its lines are read.
#[derive(Default)]
struct Pending {
    /// Where its data starts and ends.
    data: Option<(usize, usize)>,
    /// Whether the last line was behind data and none itself.
    is_behind: bool,
    /// Whether other lines separate the lines of its data, which is not read then.
    is_split: bool,
    /// The rest of it.
    event: Event<'static>,
}

impl Pending {
    /// Adds a line that ends there.
    fn add(&mut self, line: &[u8], end: usize) {
        if let Some(value) = value_of(line, b"data") {
            let (start, _) = *self.data.get_or_insert((end - value.len(), end));
            self.data = Some((start, end));
            self.is_split |= self.is_behind;
            return;
        }
        self.is_behind = self.data.is_some();
        if let Some(name) = value_of(line, b"event") {
            self.event.is_error = name == b"error";
        }
    }

    fn event<'a>(&self, body: &'a [u8]) -> Event<'a> {
        let data = self.data.filter(|_| !self.is_split);
        let data = data.and_then(|(start, end)| body.get(start..end));
        Event {
            data: data.unwrap_or_default(),
            ..self.event
        }
    }
}

/// The lines up to the next empty one; nothing at the end.
fn next_event<'a>(
    body: &[u8],
    lines: &mut impl Iterator<Item = (&'a [u8], usize)>,
) -> Option<Pending> {
    let (mut line, mut end) = lines.next()?;
    let mut pending = Pending::default();
    while !line.is_empty() {
        pending.add(line, end);
        let Some(next) = lines.next() else {
            return Some(pending);
        };
        (line, end) = next;
    }
    // What follows the last line break is no line.
    pending.event.is_complete = end < body.len();
    Some(pending)
}

/// A line without the name of the field that data is in. Nothing in JSON starts like it.
pub(crate) fn skip_name(line: &[u8]) -> &[u8] {
    match line.strip_prefix(b"data") {
        Some([b':', b' ', value @ ..] | [b':', value @ ..]) => value,
        Some(rest)
            if rest
                .first()
                .is_none_or(|byte| matches!(byte, b'\n' | b'\r')) =>
        {
            rest
        }
        _ => line,
    }
}

/// Whether a body without a media type starts like an event stream: with a comment or a field.
pub(crate) fn is_likely(body: &[u8]) -> bool {
    let mut lines = lines(body).map(|(line, _)| line);
    let first = lines.find(|line| !line.is_empty()).unwrap_or_default();
    let fields: [&[u8]; 5] = [b"", b"data", b"event", b"id", b"retry"];
    first.contains(&b':') && fields.iter().any(|name| value_of(first, name).is_some())
}

/// The value of a line with this field; one leading space does not count, and without a colon it is empty.
fn value_of<'a>(line: &'a [u8], field: &[u8]) -> Option<&'a [u8]> {
    let rest = line.strip_prefix(field)?;
    if rest.is_empty() {
        return Some(rest);
    }
    let value = rest.strip_prefix(b":")?;
    Some(value.strip_prefix(b" ").unwrap_or(value))
}

/// The lines, which end with a carriage return, a line feed or both, and where each ends.
fn lines(body: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    let mut next = Some(0);
    core::iter::from_fn(move || {
        let start = next?;
        let rest = body.get(start..)?;
        let len = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let (line, behind) = rest.split_at_checked(len.unwrap_or(rest.len()))?;
        let end = start + line.len();
        let skipped = if behind.starts_with(b"\r\n") { 2 } else { 1 };
        next = len.map(|_| end + skipped);
        Some((line, end))
    })
}

#[cfg(test)]
mod tests {
    use super::{deciding_event, is_likely};

    #[test]
    fn the_first_event_with_data_counts() {
        for (body, expected) in [
            ("data: {\"a\":1}\n\ndata: {\"b\":2}\n\n", "{\"a\":1}"),
            ("event: error\ndata: {}\n\n", "{}"),
            (": ping\n\nevent: ping\n\ndata:x\n\n", "x"),
            ("data: x\r\n\r\ndata: y\r\n\r\n", "x"),
            ("data: x\r\rdata: y\r\r", "x"),
            ("data: x", "x"),
            ("data:  x\n\n", " x"),
            ("data: \n\ndata: y\n\n", ""),
            ("data: {\ndata: }\n\n", "{\ndata: }"),
            (
                "id: 1\r\ndata:{\r\ndata:}\r\nretry: 1\r\n\r\ndata: x",
                "{\r\ndata:}",
            ),
            ("data: {}\rdata: {}\r\r", "{}\rdata: {}"),
            ("data: {}\ndata\n\n", "{}\ndata"),
            ("data: {}\nid: 1\ndata:\n\n", ""),
            ("data: {}\n: ping\ndata:\n\n", ""),
            ("data\n\ndata: {}\n\n", ""),
            ("data: {}\n\ndata: {\ndata: }\n\n", "{}"),
            ("datax: 1\n\ndata : 2\n\n", ""),
            ("event: error\n\n", ""),
            ("", ""),
        ] {
            let event = deciding_event(body.as_bytes());
            assert_eq!(event.data, expected.as_bytes(), "{body:?}");
        }
    }

    #[test]
    fn errors_come_first_and_events_end_with_an_empty_line() {
        for (body, data, is_error, is_complete) in [
            ("data: 1\n\n", "1", false, true),
            ("data: 1\n\nevent: error\ndata: 2\n\n", "2", true, true),
            (
                "data: 1\n\nevent: error\ndata: 2\n\ndata: 3\n\n",
                "2",
                true,
                true,
            ),
            ("data: 1\r\revent:error\rdata:2\r\r", "2", true, true),
            ("data: 1\n\nevent: error", "", true, false),
            ("event: error\nevent: x\ndata: 1\n\n", "1", false, true),
            ("event: errors\ndata: 1\n\n", "1", false, true),
            ("data: 1", "1", false, false),
            ("data: 1\n", "1", false, false),
            ("data: 1\r\n", "1", false, false),
            ("data: 1\r\n\r\n", "1", false, true),
            ("data: 1\n\ndata: 2", "1", false, true),
        ] {
            let event = deciding_event(body.as_bytes());
            let own = (event.data, event.is_error, event.is_complete);
            assert_eq!(own, (data.as_bytes(), is_error, is_complete), "{body:?}");
        }
    }

    #[test]
    fn a_stream_starts_with_a_field_or_a_comment() {
        for body in [
            "data: x",
            "event: error\n",
            ": ping\n",
            "\r\nid:1\n",
            "retry: 10\n",
        ] {
            assert!(is_likely(body.as_bytes()), "{body:?}");
        }
        for body in ["", "\n", "{\"data\":1}", "database: x", "<data>", "a=b"] {
            assert!(!is_likely(body.as_bytes()), "{body:?}");
        }
    }
}
