//! Rewrites HTML as Markdown of the same length, so that every offset remains what it is in the document.

use std::iter;

/// Takes the place of markup within a token, and is not part of its text.
pub(super) const FILLER: char = '\0';

const ENTITIES: [(&str, &str); 9] = [
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&apos;", "'"),
    ("&#39;", "'"),
    ("&nbsp;", " "),
    ("&#160;", " "),
];

/// The elements that are paragraphs.
const BLOCKS: [&str; 20] = [
    "p",
    "div",
    "ul",
    "ol",
    "dl",
    "dd",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "dt",
    "article",
    "details",
    "summary",
    "section",
    "blockquote",
];

const INLINE: [&str; 24] = [
    "a", "abbr", "b", "body", "em", "font", "head", "html", "i", "s", "samp", "small", "span",
    "script", "strong", "style", "sub", "sup", "tbody", "td", "th", "thead", "tr", "var",
];

pub(super) fn masked(document: &str) -> String {
    let mut text = String::with_capacity(document.len());
    let mut table = Table::default();
    let last_table = document.rfind("</table").unwrap_or(0);
    let last_end = document.rfind("</").unwrap_or(0);
    let mut rest = document;
    while let Some(at) = rest.find(['<', '&', '\\', '\n', ']']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        // A table that is never closed is part of a sentence.
        table.is_open &= text.len() < last_table;
        let has_end = text.len() < last_end;
        let hidden = has_end.then(|| hidden(rest)).flatten();
        let (len, markdown) = match rest.as_bytes()[0] {
            b'<' => match hidden {
                Some(len) => (len, ""),
                None => table.tag(rest).unwrap_or((1, "<")),
            },
            b']' => (1 + link(&rest[1..]).unwrap_or(0), "]"),
            b'&' => entity(rest).unwrap_or((1, "&")),
            b'\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => (1, ""),
            b'\n' if table.is_open => (1, " "),
            _ => (1, &rest[..1]),
        };
        text.push_str(markdown);
        text.extend(iter::repeat_n(FILLER, len - markdown.len()));
        rest = &rest[len..];
    }
    text + rest
}

/// The length of the target of a Markdown link, with its parentheses.
fn link(rest: &str) -> Option<usize> {
    let target = rest.strip_prefix('(')?;
    let end = target.find([')', '\n', '(', '|'])?;
    target[end..].starts_with(')').then_some(end + 2)
}

/// The length of a script or style sheet, which is no text.
fn hidden(rest: &str) -> Option<usize> {
    let is_hidden = rest.starts_with("<script") || rest.starts_with("<style");
    is_hidden.then(|| rest.find("</")).flatten()
}

fn entity(rest: &str) -> Option<(usize, &'static str)> {
    let found = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
    found.map(|(entity, text)| (entity.len(), *text))
}

/// A table in HTML, whose rows become one line each.
#[derive(Default)]
struct Table {
    is_open: bool,
    /// Whether the current row has header cells and others.
    has_headers: bool,
    has_cells: bool,
}

impl Table {
    /// The length of the tag at the start of a text, and the Markdown for it; `None` if it is not one of HTML.
    fn tag<'t>(&mut self, rest: &'t str) -> Option<(usize, &'t str)> {
        let end = 1 + rest[1..].find(['<', '>'])?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '/';
        let name = rest[1..end].split(|c| !is_name(c)).next()?;
        // `<Code>` is XML.
        let name = name.trim_end_matches('/');
        let markdown = match name.strip_prefix('/') {
            Some(name) => self.end(name),
            None => self.start(name),
        };
        let markdown = markdown.filter(|_| rest[end..].starts_with('>'))?;
        Some((end + 1, markdown))
    }

    fn start(&mut self, name: &str) -> Option<&'static str> {
        Some(match name {
            "table" => {
                self.is_open = true;
                "\n\n"
            }
            "tr" => {
                (self.has_headers, self.has_cells) = (false, false);
                "\n"
            }
            "th" | "td" => {
                self.has_headers |= name == "th";
                self.has_cells |= name == "td";
                "|"
            }
            "code" | "tt" | "kbd" => "`",
            "br" if !self.is_open => "\n",
            name if self.is_open && (BLOCKS.contains(&name) || name == "br") => " ",
            "li" | "dt" => "\n- ",
            "h1" => "\n#1 ",
            "h2" => "\n#2 ",
            "h3" => "\n#3 ",
            "h4" => "\n#4 ",
            name if BLOCKS.contains(&name) => "\n\n",
            name if INLINE.contains(&name) => "",
            _ => return None,
        })
    }

    fn end(&mut self, name: &str) -> Option<&'static str> {
        Some(match name {
            "table" => {
                self.is_open = false;
                "\n\n"
            }
            "tr" if self.has_headers && !self.has_cells => "\n|-|",
            "code" | "tt" | "kbd" => "`",
            name if BLOCKS.contains(&name) && self.is_open => " ",
            "li" | "dt" => "\n",
            name if BLOCKS.contains(&name) => "\n\n",
            name if INLINE.contains(&name) => "",
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn html_becomes_markdown_of_the_same_length() {
        for (html, markdown) in [
            (
                "<table><tr><th>Code</th></tr>\n<tr>\n<td><p>A_B</p></td></tr></table>",
                "\n\n\n|Code\n|-| \n | A_B \n\n",
            ),
            (
                "<h2 id=\"x\">A</h2><code>B</code><br/>C",
                "\n#2 A\n\n`B`\nC",
            ),
            ("[`A_B`](#a-b) [c] (d)", "[`A_B`] [c] (d)"),
            ("<script>var A = 1;</script>A<em>_B</em>", "A_B"),
            (
                "a\\_b &quot;c&quot; 1 < 2 && \\d <Code>e</Code> <table>\n",
                "a_b \"c\" 1 < 2 && \\d <Code>e</Code> \n\n\n",
            ),
        ] {
            let text = masked(html);
            assert_eq!(text.len(), html.len());
            assert_eq!(text.replace(super::FILLER, ""), markdown);
        }
    }
}
