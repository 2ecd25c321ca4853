//! JSON with every member and every digit as it was sent.

/// At most this many containers lie within each other.
const MAX_DEPTH: usize = 127;

/// A JSON value. Numbers keep their spelling, objects their repeated members.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(String),
    String(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// What a pointer leads to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Found<'j> {
    Missing,
    /// Through a value that has nothing inside it.
    Blocked,
    /// By a name that an object has more than once.
    Ambiguous,
    Value(&'j Json),
}

impl Json {
    /// The JSON of a whole body; `None` if it is anything else.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        let mut reader = Reader { rest: text };
        let value = reader.value(MAX_DEPTH)?;
        reader.skip_space();
        reader.rest.is_empty().then_some(value)
    }

    pub(crate) fn is_container(&self) -> bool {
        matches!(self, Self::Array(_) | Self::Object(_))
    }

    /// What a JSON Pointer leads to.
    pub(crate) fn at(&self, pointer: &str) -> Found<'_> {
        let mut value = self;
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            value = match value.step(&token) {
                Found::Value(value) => value,
                other => return other,
            };
        }
        Found::Value(value)
    }

    fn step(&self, token: &str) -> Found<'_> {
        match self {
            Self::Null => Found::Missing,
            Self::Array(items) => match token.parse::<usize>() {
                Ok(at) => items.get(at).map_or(Found::Missing, Found::Value),
                Err(_) => Found::Blocked,
            },
            Self::Object(members) => {
                let mut named = members.iter().filter(|(name, _)| name == token);
                match (named.next(), named.next()) {
                    (None, _) => Found::Missing,
                    (Some((_, value)), None) => Found::Value(value),
                    (Some(_), Some(_)) => Found::Ambiguous,
                }
            }
            _ => Found::Blocked,
        }
    }

    /// What it says as a text: a string, or the digits of an integer.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            Self::Number(raw) if !raw.contains(['.', 'e', 'E']) => Some(raw),
            _ => None,
        }
    }
}

/// Takes values off the front of a text.
struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn take(&mut self, token: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    /// Takes a token behind any white space, if it is there.
    fn takes(&mut self, token: &str) -> bool {
        self.skip_space();
        self.take(token).is_some()
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        self.skip_space();
        match self.rest.as_bytes().first()? {
            b'n' => self.take("null").map(|()| Json::Null),
            b't' => self.take("true").map(|()| Json::Bool(true)),
            b'f' => self.take("false").map(|()| Json::Bool(false)),
            b'"' => self.string().map(Json::String),
            b'[' => self.array(depth.checked_sub(1)?),
            b'{' => self.object(depth.checked_sub(1)?),
            _ => self.number(),
        }
    }

    fn array(&mut self, depth: usize) -> Option<Json> {
        self.take("[")?;
        let mut items = Vec::new();
        if self.takes("]") {
            return Some(Json::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.takes("]") {
                return Some(Json::Array(items));
            }
            self.take(",")?;
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        self.take("{")?;
        let mut members = Vec::new();
        if self.takes("}") {
            return Some(Json::Object(members));
        }
        loop {
            self.skip_space();
            let name = self.string()?;
            self.skip_space();
            self.take(":")?;
            members.push((name, self.value(depth)?));
            if self.takes("}") {
                return Some(Json::Object(members));
            }
            self.take(",")?;
        }
    }

    fn number(&mut self) -> Option<Json> {
        let is_part = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
        let len = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (raw, rest) = self.rest.split_at(len);
        self.rest = rest;
        is_number(raw).then(|| Json::Number(raw.to_owned()))
    }

    fn string(&mut self) -> Option<String> {
        self.take("\"")?;
        let mut text = String::new();
        loop {
            let character = self.character()?;
            match character {
                '"' => return Some(text),
                '\\' => text.push(self.escaped()?),
                '\0'..=' ' if character != ' ' => return None,
                _ => text.push(character),
            }
        }
    }

    fn character(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.character()? {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode(),
            plain @ ('"' | '\\' | '/') => plain,
            _ => return None,
        })
    }

    fn unicode(&mut self) -> Option<char> {
        let first = self.unit()?;
        let mut units = vec![first];
        if (0xd800..0xdc00).contains(&first) {
            self.take("\\u")?;
            units.push(self.unit()?);
        }
        let mut decoded = char::decode_utf16(units);
        decoded.next()?.ok().filter(|_| decoded.next().is_none())
    }

    fn unit(&mut self) -> Option<u16> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        self.rest = rest;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex.then(|| u16::from_str_radix(digits, 16).ok())?
    }
}

/// Whether a text is a number as JSON spells it.
fn is_number(raw: &str) -> bool {
    let magnitude = raw.strip_prefix('-').unwrap_or(raw);
    let (mantissa, exponent) = match magnitude.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (magnitude, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = |exponent: &str| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        is_digits(digits)
    };
    is_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(is_digits)
        && exponent.is_none_or(unsigned)
}
