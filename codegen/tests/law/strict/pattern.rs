//! Message patterns as docs/language.md describes them, matched by trying everything.

/// A number has at most this many digits before and after the point.
const MAX_DIGITS: usize = 24;

/// A piece of a pattern.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    Literal(Vec<char>),
    Capture(String, Kind),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Decimal,
    Integer,
    Word,
    Text,
}

/// Parses a pattern that is known to be valid and has no doubled braces.
pub(crate) fn parse(pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some((literal, after)) = rest.split_once('{') {
        let (capture, after) = after.split_once('}').expect("a closing brace");
        let (name, kind) = capture.split_once(':').expect("a type");
        let kind = match kind {
            "decimal" => Kind::Decimal,
            "integer" => Kind::Integer,
            "word" => Kind::Word,
            _ => Kind::Text,
        };
        parts.push(Part::Literal(literal.chars().collect()));
        parts.push(Part::Capture(name.to_owned(), kind));
        rest = after;
    }
    parts.push(Part::Literal(rest.chars().collect()));
    parts
}

/// The characters of a message without the white space around them.
pub(crate) fn trimmed(message: &str) -> Vec<char> {
    message.trim().chars().collect()
}

/// Whether a pattern matches the whole trimmed message. Follows all places that a part can end in at once, so that a long
/// message takes no longer than its length times the number of parts.
pub(crate) fn matches(parts: &[Part], message: &[char]) -> bool {
    let mut reached = vec![false; message.len() + 1];
    reached[0] = true;
    for part in parts {
        reached = step(part, message, &reached);
    }
    reached[message.len()]
}

/// The places reached after a part, given those reached before it.
fn step(part: &Part, message: &[char], from: &[bool]) -> Vec<bool> {
    let mut reached = vec![false; from.len()];
    let mut is_open = false;
    for (at, is_start) in from.iter().enumerate() {
        match part {
            Part::Literal(literal) if *is_start && message[at..].starts_with(literal) => {
                reached[at + literal.len()] = true;
            }
            Part::Capture(_, kind @ (Kind::Integer | Kind::Decimal)) if *is_start => {
                if let Some(len) = number(&message[at..], *kind) {
                    reached[at + len] = true;
                }
            }
            Part::Capture(_, kind @ (Kind::Word | Kind::Text)) => {
                // A capture that started earlier may end here, and one that starts here may end later.
                let is_word = *kind == Kind::Word;
                reached[at] = is_open;
                is_open |= *is_start;
                let is_space = message.get(at).is_some_and(|c| c.is_whitespace());
                is_open &= !(is_word && is_space);
            }
            _ => {}
        }
    }
    reached
}

/// The length of the number at the start: as many digits as there are.
fn number(text: &[char], kind: Kind) -> Option<usize> {
    let sign = usize::from(text.first() == Some(&'-'));
    let whole = sign + digits(&text[sign..])?;
    let is_decimal = kind == Kind::Decimal && text.get(whole) == Some(&'.');
    let fraction = is_decimal.then(|| digits(&text[whole + 1..])).flatten();
    Some(fraction.map_or(whole, |digits| whole + 1 + digits))
}

fn digits(text: &[char]) -> Option<usize> {
    let count = text.iter().take_while(|c| c.is_ascii_digit()).count();
    (1..=MAX_DIGITS).contains(&count).then_some(count)
}

/// What the captures match, each as short as it can be, found by backtracking: for short messages only.
pub(crate) fn captures(parts: &[Part], message: &[char]) -> Option<Vec<(String, String)>> {
    let Some((part, rest)) = parts.split_first() else {
        return message.is_empty().then(Vec::new);
    };
    let (name, kind) = match part {
        Part::Literal(literal) => return captures(rest, message.strip_prefix(&literal[..])?),
        Part::Capture(name, kind) => (name, *kind),
    };
    let bind = |len: usize| {
        let mut found = captures(rest, &message[len..])?;
        found.insert(0, (name.clone(), message[..len].iter().collect()));
        Some(found)
    };
    let longest = match kind {
        Kind::Integer | Kind::Decimal => return bind(number(message, kind)?),
        Kind::Word => message.iter().take_while(|c| !c.is_whitespace()).count(),
        Kind::Text => message.len(),
    };
    (1..=longest).find_map(bind)
}
