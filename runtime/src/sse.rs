//! Reads the first event of an event stream (WHATWG HTML, section 9.2.6).

/// The data of the first event that has data, from its first line to its last; empty if there is none. All lines but the
/// first still have [their names](skip_name): joining them would be a copy. Data with other lines in it is not read.
// Out of line: most bodies are no event streams.
#[inline(never)]
pub(crate) fn first_data(body: &[u8]) -> &[u8] {
    let (mut data, mut is_behind) = (None, false);
    for (line, end) in lines(body) {
        data = match (value_of(line, b"data"), data) {
            (Some(_), Some(_)) if is_behind => return &[],
            (Some(value), None) => Some((end - value.len(), end)),
            (Some(_), Some((start, _))) => Some((start, end)),
            (None, Some(_)) if line.is_empty() => break,
            (None, data) => {
                is_behind = data.is_some();
                data
            }
        };
    }
    let data = data.and_then(|(start, end)| body.get(start..end));
    data.unwrap_or_default()
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
            assert_eq!(first_data(body.as_bytes()), expected.as_bytes(), "{body:?}");
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
