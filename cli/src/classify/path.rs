//! Paths to values in a line: `.a.b[0]."x y"` as jq writes them, or `/a/b/0`, a JSON Pointer of RFC 6901.

/// The steps of a path. Each is the name of a member, which is also an element's index if it is a plain number; the whole
/// line is no step away.
pub(super) fn parse(path: &str) -> Result<Vec<String>, String> {
    match path.as_bytes().first() {
        Some(b'/') => path.split('/').skip(1).map(unescape).collect(),
        Some(b'.' | b'[') => jq(path),
        _ => {
            Err("a path begins with `.`, like `.resp.code`, or with `/`, like `/resp/code`".into())
        }
    }
}

fn unescape(token: &str) -> Result<String, String> {
    let plain = token.replace("~1", "").replace("~0", "");
    if plain.contains('~') {
        return Err(format!(
            "`~` in `{token}` must be written `~0`, and `/` `~1`"
        ));
    }
    Ok(token.replace("~1", "/").replace("~0", "~"))
}

fn jq(path: &str) -> Result<Vec<String>, String> {
    let (mut steps, mut rest) = (Vec::new(), path);
    while !rest.is_empty() && rest != "." {
        let (step, behind) = step(rest)?;
        steps.push(step);
        rest = behind;
        if rest == "." {
            return Err("a name is missing behind the last `.`".to_owned());
        }
    }
    Ok(steps)
}

/// The first step, and what is behind it.
fn step(rest: &str) -> Result<(String, &str), String> {
    if let Some(inside) = rest.strip_prefix('[').or_else(|| rest.strip_prefix(".[")) {
        return bracket(inside).ok_or_else(|| {
            format!("`{rest}` must go on with an index, like `[0]`, or a name, like `[\"x y\"]`")
        });
    }
    let Some(name) = rest.strip_prefix('.') else {
        return Err(format!("a `.` or a `[` is missing before `{rest}`"));
    };
    if name.starts_with('"') {
        return quoted(name).ok_or_else(|| format!("the string at `{name}` has no end"));
    }
    let end = name.find(['.', '[']).unwrap_or(name.len());
    if end == 0 {
        return Err(format!("a name is missing in `{rest}`"));
    }
    Ok((name[..end].to_owned(), &name[end..]))
}

/// What stands between brackets, of which the first is already read.
fn bracket(inside: &str) -> Option<(String, &str)> {
    let (step, behind) = if inside.starts_with('"') {
        quoted(inside)?
    } else {
        let (index, _) = inside.split_once(']')?;
        index.parse::<usize>().ok()?;
        (index.to_owned(), &inside[index.len()..])
    };
    Some((step, behind.strip_prefix(']')?))
}

/// A JSON string at the beginning of a text.
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
    fn what_is_no_path_is_told() {
        let table = [
            ("", "a path begins with `.`"),
            ("status", "a path begins with `.`"),
            (".a.", "a name is missing behind the last `.`"),
            (".a..b", "a name is missing in `..b`"),
            (".a[", "`[` must go on with an index"),
            (".a[-1]", "`[-1]` must go on with an index"),
            (".a[0", "`[0` must go on with an index"),
            (".a[0]b", "a `.` or a `[` is missing before `b`"),
            (".\"a", "the string at `\"a` has no end"),
            ("/a~2", "`~` in `a~2` must be written `~0`"),
            ("/a~", "`~` in `a~` must be written `~0`"),
        ];
        for (path, told) in table {
            let error = parse(path).unwrap_err();
            assert!(error.contains(told), "{path}: {error}");
        }
    }
}
