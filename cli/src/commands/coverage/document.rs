//! The text of a document without its markup.

use std::iter;
use std::ops::Range;

/// Takes the place of markup, so that every offset remains what it is in the document.
pub(super) const FILLER: char = '\0';

/// The start of a cell of a header in HTML.
pub(super) const HEADER: char = '\u{1}';

const ENTITIES: [(&str, &str); 7] = [
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&#39;", "'"),
    ("&nbsp;", " "),
];

const BLOCKS: &str = "p div ul ol dl dd pre h1 h2 h3 h4 h5 h6 article details summary section br";
const INLINE: &str = "a abbr b body em font head html i s samp script small span strong style sub sup tbody thead \
                      tr td th var";

/// The bytes of a part of a text, which must be a slice of it.
pub(super) fn place(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    start..start + part.len()
}

/// What precedes a part of a text, and what follows it.
pub(super) fn around<'t>(text: &'t str, part: &str) -> (&'t str, &'t str) {
    let Range { start, end } = place(text, part);
    (&text[..start], &text[end..])
}

/// The text of a token without markup within it.
pub(super) fn name(token: &str) -> String {
    token.replace(FILLER, "")
}

/// A part of a text without what is around tokens.
pub(super) fn trimmed(part: &str) -> &str {
    part.trim_matches(|c| " \t\n\r.,;:!?()[]{}\"'`*|•“”‘’«»…–—\u{a0}\0\u{1}".contains(c))
}

/// Replaces HTML, links and escapes by Markdown of the same length. A row of a table becomes one line.
pub(super) fn masked(document: &str) -> String {
    let mut text = String::with_capacity(document.len());
    let [last_table, last_end] = ["</table", "</"].map(|end| document.rfind(end).unwrap_or(0));
    let mut in_table = false;
    let mut rest = document;
    while let Some(at) = rest.find(['<', '&', '\\', '\n', ']']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        // What is never closed is part of a sentence.
        in_table &= text.len() < last_table;
        let is_hidden = rest.starts_with("<script") || rest.starts_with("<style");
        let shown = match rest.as_bytes()[0] {
            b'<' if is_hidden && text.len() < last_end => rest.find("</").map(|len| (len, "")),
            b'<' => tag(rest, &mut in_table),
            b'&' => entity(rest),
            b']' => link(rest),
            b'\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => Some((1, "")),
            b'\n' if in_table => Some((1, " ")),
            _ => None,
        };
        let (len, shown) = shown.unwrap_or((1, &rest[..1]));
        text.push_str(shown);
        text.extend(iter::repeat_n(FILLER, len - shown.len()));
        rest = &rest[len..];
    }
    text + rest
}

/// The length of the tag at the start of a text, and the Markdown for it; `None` if it is not one of HTML.
fn tag(rest: &str, in_table: &mut bool) -> Option<(usize, &'static str)> {
    let end = 1 + rest[1..].find(['<', '>'])?;
    let tag = rest[1..=end].strip_suffix('>')?;
    let is_end = tag.starts_with('/');
    let mut names = tag.split(|c: char| !c.is_ascii_alphanumeric());
    // `<Code>` is XML.
    let name = names.find(|name| !name.is_empty())?;
    let is_in = |names: &str| names.split(' ').any(|own| own == name);
    if name == "table" {
        *in_table = !is_end;
        return Some((end + 1, "\n\n"));
    }
    let markdown = match name {
        "code" | "tt" | "kbd" => "`",
        "td" if !is_end => "|",
        "th" if !is_end => "|\u{1}",
        "tr" if !is_end => "\n",
        "li" | "dt" if !is_end => "\n- ",
        "li" | "dt" => "\n",
        _ if *in_table && is_in(BLOCKS) => " ",
        "br" => "\n",
        "h1" if !is_end => "\n# ",
        "h2" if !is_end => "\n##",
        "h3" if !is_end => "\n###",
        _ if is_in(BLOCKS) => "\n\n",
        _ if is_in(INLINE) => "",
        _ => return None,
    };
    Some((end + 1, markdown))
}

fn entity(rest: &str) -> Option<(usize, &'static str)> {
    let (entity, text) = ENTITIES
        .iter()
        .find(|(entity, _)| rest.starts_with(entity))?;
    Some((entity.len(), text))
}

/// The length of the end of a Markdown link and its target.
fn link(rest: &str) -> Option<(usize, &'static str)> {
    let target = rest.strip_prefix("](")?;
    let end = target.find([')', '\n', '(', '|'])?;
    target[end..].starts_with(')').then_some((end + 3, "]"))
}
