//! Text within a line.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Add;

use crate::cldr;
use crate::render::joined;

/// A line of text with code, strong text and links.
///
/// The texts of a book enter through [`text`](Self::text), [`prose`](Self::prose) and [`code`](Self::code). Only
/// renderers know a markup language, and they escape every text for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Inline(Vec<Node>);

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    Text(Cow<'static, str>),
    Code(String),
    Strong(Inline),
    Link(Inline, Target),
    /// A web address that is a link to itself.
    Address(String),
    LineBreak,
    /// The target of a link.
    Anchor(String),
    /// A text in its languages and plural forms. The first one is the original.
    Texts(Vec<TextForm>),
}

/// A text in a language, for one of its plural categories.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TextForm {
    /// The language tag.
    pub(crate) tag: String,
    /// Empty if the text has no plural forms.
    pub(crate) category: &'static str,
    pub(crate) text: String,
}

impl TextForm {
    /// The direction of writing, as HTML names it. What a text starts with says little: it may be the name of a capture.
    pub(crate) fn direction(&self) -> &'static str {
        if cldr::is_right_to_left(&self.tag) {
            "rtl"
        } else {
            "ltr"
        }
    }
}

/// A section of a page of the docs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Target {
    /// The page's name, without an extension; empty for the page that the link is on.
    pub(crate) page: String,
    /// Empty for the whole page.
    pub(crate) anchor: String,
}

impl Target {
    pub(crate) fn new(page: &str, anchor: &str) -> Self {
        let (page, anchor) = (page.to_owned(), anchor.to_owned());
        Self { page, anchor }
    }
}

impl Inline {
    /// A text of a book, in one line. Characters that are invisible or change the direction of text are written as
    /// escapes.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::default() + Node::Text(one_line(text).into())
    }

    /// A text of a book in which pairs of backticks mark code. Nothing else in it is markup.
    #[must_use]
    pub fn prose(text: &str) -> Self {
        let line = one_line(text);
        let is_marked_up = !line.contains("``") && line.matches('`').count().is_multiple_of(2);
        if !is_marked_up {
            return Self::text(text);
        }
        let pieces = line.split('`').enumerate();
        pieces.fold(Self::default(), |prose, (at, piece)| {
            prose
                + if at.is_multiple_of(2) {
                    Node::Text(piece.to_owned().into())
                } else {
                    Node::Code(piece.to_owned())
                }
        })
    }

    /// Prose that ends like a sentence, even if the book omits the full stop.
    #[must_use]
    pub fn sentence(text: &str) -> Self {
        let prose = Self::prose(text);
        // A full stop may be inside quotation marks or parentheses.
        let end = text.trim_end().trim_end_matches(['”', '"', ')']);
        let is_ended = prose.is_empty() || end.ends_with(['.', '!', '?', ':', '…']);
        if is_ended { prose } else { prose + "." }
    }

    /// A text of a book that is code. White space is preserved.
    #[must_use]
    pub fn code(text: &str) -> Self {
        Self::default() + Node::Code(visible(text, |_| false))
    }

    /// A text of a book in quotation marks, as it is shown to a user.
    #[must_use]
    pub fn quoted(text: &str) -> Self {
        Self::from("“") + Self::text(text) + "”"
    }

    /// The same in its languages and plural forms. The first one is the original.
    pub(crate) fn texts(texts: impl IntoIterator<Item = TextForm>) -> Self {
        // Marks that order and join letters are part of many languages, and such a text has a line of its own.
        let is_joining = |c| matches!(c, '\u{200c}'..='\u{200f}');
        let texts = texts.into_iter().map(|own| {
            let line = own.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let text = visible(&line, is_joining);
            TextForm { text, ..own }
        });
        Self::default() + Node::Texts(texts.collect())
    }

    /// A number of things, with the singular for one.
    #[must_use]
    pub fn count(number: usize, one: &'static str, many: &'static str) -> Self {
        Self::text(&number.to_string()) + " " + if number == 1 { one } else { many }
    }

    /// Emphasized text.
    #[must_use]
    pub fn strong(text: impl Into<Self>) -> Self {
        Self::default() + Node::Strong(text.into())
    }

    /// Whether all of it is emphasized.
    #[must_use]
    pub fn is_strong(&self) -> bool {
        matches!(self.0.as_slice(), [Node::Strong(_)])
    }

    pub(crate) fn anchor(name: &str) -> Self {
        Self::default() + Node::Anchor(name.to_owned())
    }

    pub(crate) fn link(self, target: Target) -> Self {
        Self::default() + Node::Link(self, target)
    }

    /// Where something comes from: a link if it is a plain web address, code if it may be the name of a file.
    #[must_use]
    pub fn source(source: &str) -> Self {
        let consists_of = |marks: &[u8]| {
            let mut bytes = source.bytes();
            bytes.all(|b| b.is_ascii_alphanumeric() || marks.contains(&b))
        };
        let is_address = source.starts_with("https://") || source.starts_with("http://");
        // Without `;`, which in Markdown would make an entity of what follows `&`.
        if is_address && consists_of(b"-._~/:?#@!$&'*+,=%") {
            Self::default() + Node::Address(source.to_owned())
        } else if !is_address && consists_of(b"-._/:?=%#") {
            Self::code(source)
        } else {
            Self::text(source)
        }
    }

    /// Items with a separator. Empty ones are omitted.
    #[must_use]
    pub fn join(items: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        Self::joined(items, |line| line + between)
    }

    /// Items, each on its own line. Empty ones are omitted.
    #[must_use]
    pub fn lines(items: impl IntoIterator<Item = Self>) -> Self {
        Self::joined(items, |line| line + Node::LineBreak)
    }

    fn joined(items: impl IntoIterator<Item = Self>, separate: impl Fn(Self) -> Self) -> Self {
        let mut items = items.into_iter().filter(|item| !item.is_empty());
        let first = items.next().unwrap_or_default();
        items.fold(first, |line, item| separate(line) + item)
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn nodes(&self) -> &[Node] {
        &self.0
    }

    /// The text without markup.
    #[must_use]
    pub fn plain(&self) -> String {
        self.marked("")
    }

    /// The text with code in backticks, as a terminal shows it.
    #[must_use]
    pub fn in_terminal(&self) -> String {
        self.marked("`")
    }

    fn marked(&self, code: &str) -> String {
        let nodes = self.0.iter().map(|node| match node {
            Node::Text(text) => text.to_string(),
            Node::Code(text) => format!("{code}{text}{code}"),
            Node::Address(text) => text.clone(),
            Node::Strong(inner) | Node::Link(inner, _) => inner.marked(code),
            Node::LineBreak => "\n".to_owned(),
            Node::Anchor(_) => String::new(),
            Node::Texts(texts) => {
                let tag = texts.first().map(|own| &own.tag);
                let original = texts.iter().filter(|own| Some(&own.tag) == tag);
                joined(original.map(|own| format!("“{}”", own.text)), " / ")
            }
        });
        nodes.collect()
    }

    /// Whether any link in it has this target.
    pub(crate) fn links_to(&self, target: &Target) -> bool {
        self.0.iter().any(|node| match node {
            Node::Link(inner, own) => own == target || inner.links_to(target),
            Node::Strong(inner) => inner.links_to(target),
            _ => false,
        })
    }
}

impl From<&'static str> for Inline {
    fn from(text: &'static str) -> Self {
        Self::default() + text
    }
}

impl Add for Inline {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        more.0.into_iter().fold(self, Add::add)
    }
}

impl Add<&'static str> for Inline {
    type Output = Self;

    fn add(self, text: &'static str) -> Self {
        self + Node::Text(text.into())
    }
}

impl Add<Node> for Inline {
    type Output = Self;

    /// Merges adjacent texts, so that equal lines have equal nodes and a renderer sees what is next to a text.
    fn add(mut self, node: Node) -> Self {
        match (self.0.last_mut(), node) {
            (_, Node::Text(text)) if text.is_empty() => {}
            (Some(Node::Text(last)), Node::Text(text)) => *last += text,
            (last, node) => {
                // Most lines are one node, and there may be hundreds of thousands.
                if last.is_none() {
                    self.0.reserve_exact(1);
                }
                self.0.push(node);
            }
        }
        self
    }
}

/// The text in one line, with invisible characters written as escapes.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line += word;
    }
    visible(&line, |_| false)
}

/// The text with characters that are invisible or change the direction of text written as escapes, except those that
/// `keep` accepts.
pub(crate) fn visible(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unseen(c) && !keep(c) {
            _ = write!(shown, "⟨U+{:04X}⟩", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// The same for a text with several lines.
pub(crate) fn visible_lines(text: &str) -> String {
    visible(text, |c| matches!(c, '\n' | '\t'))
}

/// Whether a character is invisible: controls, bidirectional controls and the like.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}
