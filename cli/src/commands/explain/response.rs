//! A response pasted from a log, a terminal or a ticket.

use faultbook_codegen::model::Situation;
use serde_json::Value;

/// The parts of a response that were pasted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Response {
    pub(super) status: Option<u16>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Response {
    /// Parses a text: a whole response if it starts with a status line, or else a body. The caller's status overrides
    /// that of the text.
    pub(super) fn pasted(text: &str, status: Option<u16>) -> Self {
        let text = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ', '\t']);
        let mut response = Self::whole(text).unwrap_or_else(|| Self {
            body: trimmed(text).to_owned(),
            ..Self::default()
        });
        response.status = status
            .or(response.status)
            .or_else(|| status_in(&response.body));
        response
    }

    /// The response with a status.
    pub(super) fn situation(&self, status: u16) -> Situation {
        Situation::Response {
            status,
            headers: self.headers.clone(),
            body: self.body.clone(),
        }
    }

    /// The last response of a text: clients that follow redirects print several.
    fn whole(text: &str) -> Option<Self> {
        let (line, rest) = first_line(text);
        let status = status_line(line)?;
        let (headers, body) = headers(rest);
        let own = Self {
            status: Some(status),
            headers,
            body: trimmed(body).to_owned(),
        };
        Some(Self::whole(body.trim_start()).unwrap_or(own))
    }
}

/// A body without the line break that a terminal adds. An empty line remains: it ends an event of a stream.
fn trimmed(body: &str) -> &str {
    let text = body.trim_end();
    let end = body.get(text.len()..).unwrap_or_default();
    if !text.is_empty() && end.lines().count() > 1 {
        body
    } else {
        text
    }
}

/// The status of a line like `HTTP/1.1 410 Gone` or `HTTP 410`.
fn status_line(line: &str) -> Option<u16> {
    let mut words = line.split_ascii_whitespace();
    let protocol = words.next()?;
    let is_http = protocol == "HTTP" || protocol.starts_with("HTTP/");
    words.next().filter(|_| is_http)?.parse().ok()
}

/// The headers up to an empty line, and the text after it.
fn headers(mut text: &str) -> (Vec<(String, String)>, &str) {
    let mut headers = Vec::new();
    while !text.is_empty() {
        let (line, rest) = first_line(text);
        if line.is_empty() {
            return (headers, rest);
        }
        let Some((name, value)) = line.split_once(':').filter(|(name, _)| is_name(name)) else {
            // The body follows without an empty line.
            return (headers, text);
        };
        headers.push((name.to_owned(), value.trim().to_owned()));
        text = rest;
    }
    (headers, text)
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

fn first_line(text: &str) -> (&str, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    (line.trim_end_matches('\r'), rest)
}

/// The status in a body: a member of the root object or of an object in it.
fn status_in(body: &str) -> Option<u16> {
    let body: Value = serde_json::from_str(body).ok()?;
    let object = body.as_object()?;
    let nested = object.values().filter_map(Value::as_object);
    let mut members = object.iter().chain(nested.flatten());
    members.find_map(|(name, value)| {
        let name: String = name.chars().filter(char::is_ascii_alphabetic).collect();
        let names = ["status", "statuscode", "httpstatus", "httpstatuscode"];
        let is_status = names.contains(&name.to_ascii_lowercase().as_str());
        let status = u16::try_from(value.as_u64().filter(|_| is_status)?).ok();
        status.filter(|status| (100..600).contains(status))
    })
}

#[cfg(test)]
mod tests {
    use super::Response;

    fn response(status: Option<u16>, headers: &[(&str, &str)], body: &str) -> Response {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Response {
            status,
            headers: headers.iter().map(owned).collect(),
            body: body.to_owned(),
        }
    }

    #[test]
    fn pasted_responses_are_split_into_their_parts() {
        let cases = [
            ("{\"a\": 1}\n", response(None, &[], "{\"a\": 1}")),
            ("HTTP/1.1 410 Gone", response(Some(410), &[], "")),
            (
                "HTTP/2 429 \r\nRetry-After: 30\r\n\r\n{}\r\n",
                response(Some(429), &[("Retry-After", "30")], "{}"),
            ),
            (
                "\nHTTP 410\n{\"code\": \"X\"}",
                response(Some(410), &[], "{\"code\": \"X\"}"),
            ),
            (
                "HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\nHTTP/1.1 500\r\n\r\n<html>",
                response(Some(500), &[], "<html>"),
            ),
            ("HTTPS is on", response(None, &[], "HTTPS is on")),
            ("HTTP/1.1 x", response(None, &[], "HTTP/1.1 x")),
            ("", response(None, &[], "")),
        ];
        for (text, expected) in cases {
            assert_eq!(Response::pasted(text, None), expected, "{text}");
        }
    }

    #[test]
    fn a_body_may_contain_its_status() {
        let cases = [
            ("{\"statusCode\": 420}", Some(420)),
            ("{\"error\": {\"http_status\": 404}}", Some(404)),
            ("{\"status\": \"failed\"}", None),
            ("{\"status\": 7}", None),
            ("{\"code\": 404}", None),
            ("[404]", None),
        ];
        for (body, status) in cases {
            assert_eq!(Response::pasted(body, None).status, status, "{body}");
        }
        let response = Response::pasted("HTTP/1.1 200\n\n{\"status\": 404}", Some(500));
        assert_eq!(response.status, Some(500));
    }
}
