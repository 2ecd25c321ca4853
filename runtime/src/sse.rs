//! Reads the first event of an event stream (WHATWG HTML, section 9.2.6).

/// The data of the first event that has data; empty if there is none, or if it has several lines, which only a copy could
/// join.
// Out of line: most bodies are no event streams.
#[inline(never)]
pub(crate) fn first_data(body: &[u8]) -> &[u8] {
    let (mut data, mut count) = (&[][..], 0);
    for line in lines(body) {
        if line.is_empty() && count > 0 {
            break;
        }
        if let Some(value) = value_of(line, b"data") {
            (data, count) = (value, count + 1);
        }
    }
    if count == 1 { data } else { &[] }
}

/// Whether a body without a media type starts like an event stream: with a comment or a field.
pub(crate) fn is_likely(body: &[u8]) -> bool {
    let first = lines(body).next().unwrap_or_default();
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

/// The lines, which end with a carriage return, a line feed or both.
fn lines(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(body);
    core::iter::from_fn(move || {
        let body = rest?;
        let Some(end) = body.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            rest = None;
            return Some(body);
        };
        let (line, behind) = body.split_at_checked(end)?;
        let len = if behind.starts_with(b"\r\n") { 2 } else { 1 };
        rest = behind.get(len..);
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::{first_data, is_likely};

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
            ("data: {\ndata: }\n\n", ""),
            ("data: {}\ndata: {}\n\n", ""),
            ("data: {}\nid: 1\ndata:\n\n", ""),
            ("data: {}\rdata: {}\r\r", ""),
            ("data: {}\ndata\n\n", ""),
            ("data\n\ndata: {}\n\n", ""),
            ("data: {}\n\ndata: {\ndata: }\n\n", "{}"),
            ("datax: 1\n\ndata : 2\n\n", ""),
            ("event: error\n\n", ""),
            ("", ""),
        ] {
            assert_eq!(first_data(body.as_bytes()), expected.as_bytes(), "{body:?}");
        }
    }

    #[test]
    fn a_stream_starts_with_a_field_or_a_comment() {
        for body in [
            "data: x",
            "event: error\n",
            ": ping\n",
            "id:1\n",
            "retry: 10\n",
        ] {
            assert!(is_likely(body.as_bytes()), "{body:?}");
        }
        for body in ["", "\n", "{\"data\":1}", "database: x", "<data>", "a=b"] {
            assert!(!is_likely(body.as_bytes()), "{body:?}");
        }
    }
}
