//! Paths to values in a line: `.a.b[0]."x y"` in the syntax of jq, or `/a/b/0`, a JSON Pointer (RFC 6901).

/// Parses the steps of a path. Each is the name of a member or, if it is a number, also the index of an element. The
/// path of the whole line has no steps.
pub(super) fn parse(path: &str) -> Result<Vec<String>, String> {
    match path.as_bytes().first() {
        Some(b'/') => path.split('/').skip(1).map(unescape).collect(),
        Some(b'.' | b'[') => jq(path),
        _ => Err(
            "a path starts with `.`, as in `.resp.code`, or with `/`, as in `/resp/code`".into(),
        ),
    }
}

fn unescape(token: &str) -> Result<String, String> {
    let mut escapes = token.split('~').skip(1);
    if !escapes.all(|rest| rest.starts_with(['0', '1'])) {
        return Err(format!(
            "`~` in `{token}` must be written as `~0`, and `/` as `~1`"
        ));
    }
    Ok(token.replace("~1", "/").replace("~0", "~"))
}

fn jq(path: &str) -> Result<Vec<String>, String> {
    let (mut steps, mut rest) = (Vec::new(), path);
    while !rest.is_empty() && rest != "." {
        let (step, after) = step(rest)?;
        steps.push(step);
        rest = after;
        if rest == "." {
            return Err("expected a name after the last `.`".to_owned());
        }
    }
    Ok(steps)
}

/// Parses the first step. Returns it and the rest.
fn step(rest: &str) -> Result<(String, &str), String> {
    if let Some(inside) = rest.strip_prefix('[').or_else(|| rest.strip_prefix(".[")) {
        return bracket(inside).ok_or_else(|| {
            format!(
                "`{rest}` must continue with an index, as in `[0]`, or a name, as in `[\"x y\"]`"
            )
        });
    }
    let Some(name) = rest.strip_prefix('.') else {
        return Err(format!("expected `.` or `[` before `{rest}`"));
    };
    if name.starts_with('"') {
        return quoted(name).ok_or_else(|| format!("the string `{name}` is not closed"));
    }
    let end = name.find(['.', '[']).unwrap_or(name.len());
    if end == 0 {
        return Err(format!("expected a name in `{rest}`"));
    }
    Ok((name[..end].to_owned(), &name[end..]))
}

/// Parses the text after an opening bracket.
fn bracket(inside: &str) -> Option<(String, &str)> {
    let (step, after) = if inside.starts_with('"') {
        quoted(inside)?
    } else {
        let (index, _) = inside.split_once(']')?;
        index.parse::<usize>().ok()?;
        (index.to_owned(), &inside[index.len()..])
    };
    Some((step, after.strip_prefix(']')?))
}

/// Parses a JSON string at the start of a text.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut strings = serde_json::Deserializer::from_str(text).into_iter::<String>();
    let string = strings.next()?.ok()?;
    Some((string, &text[strings.byte_offset()..]))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn paths_are_sequences_of_names() {
        let table: &[(&str, &[&str])] = &[
            (".", &[]),
            (".status", &["status"]),
            (".resp.code", &["resp", "code"]),
            (".a.b[0].\"x y\"", &["a", "b", "0", "x y"]),
            (".\"a.b\".c", &["a.b", "c"]),
            (".x-request-id", &["x-request-id"]),
            (".a.[1][2]", &["a", "1", "2"]),
            ("[3]", &["3"]),
            (".[\"q\\\"]\"].é", &["q\"]", "é"]),
            ("/resp/code", &["resp", "code"]),
            ("/a~1b/m~0n/0", &["a/b", "m~n", "0"]),
            ("/~01", &["~1"]),
            ("/", &[""]),
            ("/a.b/x y", &["a.b", "x y"]),
        ];
        for (path, steps) in table {
            assert_eq!(parse(path).expect(path), *steps, "{path}");
        }
    }

    #[test]
    fn invalid_paths_are_errors() {
        let table = [
            ("", "a path starts with `.`"),
            ("status", "a path starts with `.`"),
            (".a.", "expected a name after the last `.`"),
            (".a..b", "expected a name in `..b`"),
            (".a[", "`[` must continue with an index"),
            (".a[-1]", "`[-1]` must continue with an index"),
            (".a[0", "`[0` must continue with an index"),
            (".a[0]b", "expected `.` or `[` before `b`"),
            (".\"a", "the string `\"a` is not closed"),
            ("/a~2", "`~` in `a~2` must be written as `~0`"),
            ("/a~~10", "`~` in `a~~10` must be written as `~0`"),
            ("/a~", "`~` in `a~` must be written as `~0`"),
        ];
        for (path, message) in table {
            let error = parse(path).unwrap_err();
            assert!(error.contains(message), "{path}: {error}");
        }
    }
}
