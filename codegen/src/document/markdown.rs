//! Documents as Markdown, for a code host, an mdBook or a chat.

use std::fmt::Write;

use super::{Block, Document, Fact, Inline, Node, Target, TextForm, visible_lines};
use crate::render::joined;

/// Text with a special meaning even in code: an mdBook includes files at `{{#`, parsers of tables differ about `\|`,
/// and a paragraph that begins with a link ends at `]:`. Such code is not shown as code.
const UNSAFE_IN_CODE: [&str; 3] = ["{{", "\\|", "]:"];

/// A document as the page of this name: links to that page become links within it.
pub(crate) fn page(document: &Document, name: &str) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        // Empty lines separate the blocks.
        _ = writeln!(text, "\n{}", self::block(block, name));
    }
    text
}

/// A line of text that is safe in any paragraph or list item.
pub(crate) fn line(line: &Inline, page: &str) -> String {
    nodes(line, page, true)
}

fn line_within(line: &Inline, page: &str) -> String {
    nodes(line, page, false)
}

fn nodes(line: &Inline, page: &str, starts_line: bool) -> String {
    let mut text = String::new();
    for (at, node) in line.nodes().iter().enumerate() {
        self::node(node, page, starts_line && at == 0, &mut text);
    }
    text
}

fn block(block: &Block, page: &str) -> String {
    match block {
        Block::Heading {
            level,
            anchor,
            title,
        } => {
            // Renderers derive different anchors from headings, so we write our own.
            let anchor = anchored(anchor);
            let marks = "#".repeat(usize::from(*level));
            format!("{anchor}{marks} {}", line(title, page))
        }
        Block::Paragraph(text) => line(text, page),
        Block::Remark((label, text)) => line(&labelled(label, text), page),
        Block::Footnote(anchor, text) => anchored(anchor) + &line(text, page),
        Block::List(items) => list(items.iter().map(|item| line(item, page))),
        Block::Facts(facts) => list(facts.iter().map(|fact| self::fact(fact, page))),
        Block::Table { headings, rows } => table(headings, rows, page),
        Block::Code { language, text } => fence(language, &visible_lines(text)),
        Block::Rule => "---".to_owned(),
    }
}

fn anchored(anchor: &str) -> String {
    if anchor.is_empty() {
        String::new()
    } else {
        format!("<a id=\"{anchor}\"></a>\n\n")
    }
}

fn labelled(label: &str, text: &Inline) -> Inline {
    Inline::strong(Inline::text(label) + ":") + " " + text.clone()
}

fn fact(fact: &Fact, page: &str) -> String {
    let note = match fact.note.as_str() {
        "" => String::new(),
        note => format!(" *({})*", line_within(&Inline::text(note), page)),
    };
    if let [value] = &*fact.values {
        return line(&labelled(&fact.label, value), page) + &note;
    }
    let values = fact.values.iter();
    let values = values.map(|value| format!("\n  - {}", line(value, page)));
    let label = line(&Inline::strong(Inline::text(&fact.label) + ":"), page);
    label + &note + &values.collect::<String>()
}

fn list(items: impl Iterator<Item = String>) -> String {
    joined(items.map(|item| format!("- {item}")), "\n")
}

fn table(headings: &[Inline], rows: &[Vec<Inline>], page: &str) -> String {
    // Outside code, no pipe remains. In code, a backslash keeps it from ending the cell.
    let heading = |cell: &Inline| line(cell, page).replace('|', "\\|");
    let cell = |cell: &Inline| match heading(cell) {
        text if text.is_empty() => "—".to_owned(),
        text => text,
    };
    let row = |cells: String| format!("| {cells} |");
    let head = [
        row(joined(headings.iter().map(heading), " | ")),
        row(joined(headings.iter().map(|_| "---"), " | ")),
    ];
    let rows = rows.iter();
    let rows = rows.map(|cells| row(joined(cells.iter().map(cell), " | ")));
    joined(head.into_iter().chain(rows), "\n")
}

fn fence(language: &str, text: &str) -> String {
    if text.contains("{{") {
        return preformatted(text);
    }
    let ticks = "`".repeat(longest_run(text, '`').max(2) + 1);
    format!("{ticks}{language}\n{text}\n{ticks}")
}

/// The same in HTML. An mdBook includes files at `{{#` even within a fence, so braces are escaped.
fn preformatted(text: &str) -> String {
    let mut html = "<pre><code>".to_owned();
    for c in text.chars() {
        _ = if c.is_ascii_punctuation() {
            write!(html, "&#{};", u32::from(c))
        } else {
            write!(html, "{c}")
        };
    }
    html + "\n</code></pre>"
}

fn node(node: &Node, page: &str, is_first: bool, out: &mut String) {
    match node {
        Node::Text(text) if is_first => escape(escape_marker(text, out), out),
        Node::Text(text) => escape(text, out),
        Node::Code(text) => code(text, out),
        Node::Strong(inner) => _ = write!(out, "**{}**", line_within(inner, page)),
        Node::Link(inner, target) => {
            _ = write!(
                out,
                "[{}]({})",
                line_within(inner, page),
                link(target, page)
            );
        }
        Node::Address(address) => _ = write!(out, "<{address}>"),
        Node::LineBreak => out.push_str("<br>"),
        Node::Anchor(name) => _ = write!(out, "<a id=\"{name}\"></a>"),
        Node::Texts(texts) => self::texts(texts, out),
    }
}

/// A line for each language. The attributes choose fonts and the direction of writing.
fn texts(texts: &[TextForm], out: &mut String) {
    for (at, own) in texts.iter().enumerate() {
        let before = if at == 0 { "" } else { "<br>" };
        let colon = if own.category.is_empty() { "" } else { ": " };
        let TextForm {
            tag,
            category,
            text,
        } = own;
        let direction = own.direction();
        _ = write!(
            out,
            "{before}{category}{colon}<span lang=\"{tag}\" dir=\"{direction}\">"
        );
        escape(&format!("“{text}”"), out);
        out.push_str("</span>");
    }
}

/// Pages and anchors contain only letters, digits and `-_`.
fn link(target: &Target, page: &str) -> String {
    let other = Some(&target.page).filter(|other| !other.is_empty() && *other != page);
    let file = other.map(|other| format!("{other}.md"));
    let anchor = Some(&target.anchor).filter(|anchor| !anchor.is_empty());
    let anchor = anchor.map(|anchor| format!("#{anchor}"));
    joined(file.into_iter().chain(anchor), "")
}

fn code(text: &str, out: &mut String) {
    if text.is_empty() || UNSAFE_IN_CODE.iter().any(|sign| text.contains(sign)) {
        *out += &line_within(&Inline::text(&format!("“{text}”")), "");
        return;
    }
    let ticks = "`".repeat(longest_run(text, '`') + 1);
    let touches = text.starts_with('`') || text.ends_with('`');
    let is_trimmed =
        text.starts_with(' ') && text.ends_with(' ') && !text.trim_matches(' ').is_empty();
    let pad = if touches || is_trimmed { " " } else { "" };
    _ = write!(out, "{ticks}{pad}{text}{pad}{ticks}");
}

/// The longest run of a character.
fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

/// Escapes what would start a list or a definition at the start of a line. Returns the rest, unescaped.
fn escape_marker<'t>(line: &'t str, escaped: &mut String) -> &'t str {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at(digits);
    let is_marker = if number.is_empty() {
        rest.starts_with(['-', '+', '=', ':'])
    } else {
        // `1. x` is a list item, `1.5` is not.
        let after = rest.strip_prefix(['.', ')']);
        after.is_some_and(|after| after.is_empty() || after.starts_with(' '))
    };
    escaped.push_str(number);
    if is_marker {
        escaped.push('\\');
        escaped.push_str(&rest[..1]);
    }
    &rest[usize::from(is_marker)..]
}

fn escape(text: &str, escaped: &mut String) {
    for (at, c) in text.char_indices() {
        match c {
            // Entities, because some readers of Markdown do not know these as escapes, and some do not know the end of
            // a cell.
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '|' => escaped.push_str("&#124;"),
            _ => {
                if is_markup(c) || is_of_bare_link(text, at) {
                    escaped.push('\\');
                }
                escaped.push(c);
            }
        }
    }
}

/// Characters with a meaning in `CommonMark`, GitHub's dialect of it or an mdBook.
fn is_markup(c: char) -> bool {
    matches!(
        c,
        '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '~' | '^' | '$'
    )
}

/// Whether a code host would turn the text around this position into a link, although it has no brackets.
fn is_of_bare_link(text: &str, at: usize) -> bool {
    let (before, here) = text.as_bytes().split_at(at);
    match here.first() {
        Some(b':') => here.starts_with(b"://"),
        Some(b'.') => before
            .last_chunk::<3>()
            .is_some_and(|w| w.eq_ignore_ascii_case(b"www")),
        _ => false,
    }
}
