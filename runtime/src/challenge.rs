//! Parameters of the challenges in a header such as `WWW-Authenticate` (RFC 9110, section 11.6.1).

use crate::text::Text;

/// The value of a parameter, without its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parameter<'a> {
    pub(crate) raw: &'a str,
    /// Whether it contains backslashes, each of which escapes the character after it.
    pub(crate) is_escaped: bool,
}

impl<'a> Parameter<'a> {
    /// The value as text. Only the escapes that are needed are those of JSON, too.
    pub(crate) fn text(self) -> Result<Text<'a>, Malformed> {
        if !self.is_escaped {
            return Ok(Text::plain(self.raw));
        }
        let mut rest = self.raw;
        while let Some((_, escape)) = rest.split_once('\\') {
            rest = escape.strip_prefix(['"', '\\', '/']).ok_or(Malformed)?;
        }
        Ok(Text::inside(self.raw, true))
    }
}

/// The first value of a parameter in one header; `Err` if the header cannot be read up to it.
///
/// Schemes and single tokens are skipped: only `name=value` and `name="value"` have a value.
pub(crate) fn parameter<'a>(
    header: &'a str,
    name: &str,
) -> Result<Option<Parameter<'a>>, Malformed> {
    let mut rest = header;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return Ok(None);
        }
        let (token, behind) = take_token(rest).ok_or(Malformed)?;
        let Some(value) = behind.trim_start_matches([' ', '\t']).strip_prefix('=') else {
            rest = behind;
            continue;
        };
        // The padding of a token68, as in `Negotiate YII=`.
        if value.is_empty() || value.starts_with([',', '=']) {
            rest = value.trim_start_matches('=');
            continue;
        }
        let (value, behind) = take_value(value.trim_start_matches([' ', '\t'])).ok_or(Malformed)?;
        if token.eq_ignore_ascii_case(name) {
            return Ok(Some(value));
        }
        rest = behind;
    }
}

/// The header does not have the syntax of challenges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// A token or token68 and what follows it.
fn take_token(text: &str) -> Option<(&str, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~/".contains(c);
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    text.split_at_checked(end)
        .filter(|(token, _)| !token.is_empty())
}

fn take_value(text: &str) -> Option<(Parameter<'_>, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let (raw, behind) = take_token(text)?;
        return Some((
            Parameter {
                raw,
                is_escaped: false,
            },
            behind,
        ));
    };
    let mut is_behind_backslash = false;
    let end = quoted.find(|c| {
        let ends = c == '"' && !is_behind_backslash;
        is_behind_backslash = c == '\\' && !is_behind_backslash;
        ends
    })?;
    let (raw, behind) = quoted.split_at_checked(end)?;
    let is_escaped = raw.contains('\\');
    Some((Parameter { raw, is_escaped }, behind.strip_prefix('"')?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_parameter_of_a_name_is_found() {
        let bearer =
            r#"Bearer realm="example", error="invalid_token", error_description="expired, sorry""#;
        for (header, found) in [
            (bearer, Some("invalid_token")),
            ("Bearer error=invalid_token", Some("invalid_token")),
            ("Bearer ERROR = \"x\"", Some("x")),
            ("Basic realm=\"error=no\", Bearer error=yes", Some("yes")),
            ("Negotiate YIIabc==, Bearer error=\"a\"", Some("a")),
            ("Negotiate YIIabc=, Bearer error=\"a\"", Some("a")),
            ("Negotiate, Bearer error=\"a\", error=\"b\"", Some("a")),
            (", ,Bearer , error=\"a\"", Some("a")),
            ("Bearer error=\"\"", Some("")),
            (r#"Bearer error="a\"b""#, Some(r#"a\"b"#)),
            ("Bearer", None),
            ("", None),
            ("Bearer realm=\"x\"", None),
        ] {
            let value = parameter(header, "error").unwrap();
            assert_eq!(value.map(|value| value.raw), found, "{header}");
        }
    }

    #[test]
    fn a_malformed_header_is_an_error_up_to_the_parameter() {
        for header in [
            "Bearer error=\"open",
            "Bearer realm=\"open, error=x",
            "Bearer (",
            "Bearer error=é",
        ] {
            assert_eq!(parameter(header, "error"), Err(Malformed), "{header}");
        }
        assert!(parameter("Bearer error=x, realm=\"open", "error").is_ok());
    }

    proptest! {
        #[test]
        fn a_quoted_value_is_read_back(value in "[ -~]{0,20}", other in "[ -~]{0,20}") {
            let quote = |text: &str| text.replace('\\', r"\\").replace('"', "\\\"");
            let header = alloc::format!(r#"Digest nonce="{}", error="{}""#, quote(&other), quote(&value));
            let found = parameter(&header, "error").unwrap().unwrap();
            prop_assert_eq!(found.text().unwrap(), value.as_str());
        }

        #[test]
        fn no_header_panics(header in r#"[a-c=,"\\ é]{0,30}"#) {
            _ = parameter(&header, "a");
        }
    }
}
