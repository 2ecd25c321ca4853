//! The words of the Markdown pages, for a page of HTML.
//!
//! What is said about a retry, a condition or a place in a response is said once, in an [`Inline`] of Markdown. A reader
//! of Markdown takes it apart again, into pieces of plain text that the templates escape: no HTML comes from there.

use askama::Template;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::emit::markdown::inline::{Inline, visible};

/// A line of text, some of it code, strong or a link.
#[derive(Debug, Default, Clone, PartialEq, Eq, Template)]
#[template(path = "catalogue/words.html")]
pub(super) struct Words(Vec<Piece>);

impl askama::filters::HtmlSafe for Words {}

#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Piece {
    text: String,
    is_code: bool,
    is_strong: bool,
    /// Empty if it is no link.
    link: String,
    /// Whether a new line begins here.
    is_break: bool,
}

impl Words {
    /// The same words, with links that are right in the catalogue.
    pub(super) fn of(inline: &Inline) -> Self {
        let (mut pieces, mut next) = (Vec::new(), Piece::default());
        for event in Parser::new(inline.as_str()) {
            match event {
                Event::Start(Tag::Strong) => next.is_strong = true,
                Event::End(TagEnd::Strong) => next.is_strong = false,
                Event::Start(Tag::Link { dest_url, .. }) => next.link = target(&dest_url),
                Event::End(TagEnd::Link) => next.link.clear(),
                Event::Text(text) => add(&mut pieces, &next, &text),
                Event::Code(text) => {
                    let is_code = true;
                    let code = Piece {
                        is_code,
                        ..next.clone()
                    };
                    add(&mut pieces, &code, &text);
                }
                // The only tag that the words have in them.
                Event::InlineHtml(_) | Event::SoftBreak => {
                    let is_break = true;
                    pieces.push(Piece {
                        is_break,
                        ..Piece::default()
                    });
                }
                _ => {}
            }
        }
        Self(pieces)
    }

    /// Text of the book in which backticks mark code, ended like a sentence.
    pub(super) fn sentence(text: &str) -> Self {
        Self::of(&Inline::sentence(text))
    }

    /// Each line of a text of the book as a paragraph.
    pub(super) fn paragraphs(text: &str) -> Vec<Self> {
        let all = text.lines().map(|line| Self::of(&Inline::prose(line)));
        all.filter(|words| !words.is_empty()).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words without any marks.
    pub(super) fn plain(&self) -> String {
        self.0.iter().map(|piece| piece.text.as_str()).collect()
    }
}

/// Adds text, to the piece before if that is of its kind: the reader ends one at each escape.
fn add(pieces: &mut Vec<Piece>, kind: &Piece, text: &str) {
    match pieces.last_mut() {
        Some(last)
            if Piece {
                text: String::new(),
                ..last.clone()
            } == *kind =>
        {
            last.text += text;
        }
        _ => pieces.push(Piece {
            text: text.to_owned(),
            ..kind.clone()
        }),
    }
}

/// Where a link of the pages leads in the catalogue.
fn target(link: &str) -> String {
    match link.split_once(".md#") {
        _ if link.starts_with("http") => link.to_owned(),
        Some(("classes" | "actions", anchor)) => format!("#{anchor}"),
        Some((vendor, anchor)) => format!("#{}", id(vendor, anchor)),
        None => link.to_owned(),
    }
}

/// The anchor of something of a vendor's. Its dot sets it apart from those of what all vendors share.
pub(super) fn id(vendor: &str, anchor: &str) -> String {
    format!("{vendor}.{anchor}")
}

/// Text of the book as it stands there, with what would hide itself written out.
pub(super) fn shown(text: &str) -> String {
    visible(text, |_| false)
}

/// The same for a text of several lines.
pub(super) fn shown_lines(text: &str) -> String {
    visible(text, |c| matches!(c, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::{Inline, Words};

    #[test]
    fn words_keep_their_marks_and_their_links() {
        let link = Inline::code("a|b").link("rgs.md#api-a");
        let words = Inline::own("**not** ") + link + " " + Inline::text("<i>*x*</i> &amp;");
        let html = Words::of(&words).to_string();
        let expected = "<strong>not</strong> <a href=\"#rgs.api-a\"><code>a|b</code></a> \
                        &#60;i&#62;*x*&#60;/i&#62; &#38;amp;";
        assert_eq!(html, expected);
    }

    #[test]
    fn a_web_address_stays_one_and_a_page_becomes_an_anchor() {
        for (link, expected) in [
            ("classes.md#class-ok", "#class-ok"),
            ("actions.md#action-wait", "#action-wait"),
            ("#own_choice", "#own_choice"),
            ("https://example.com/a.md#b", "https://example.com/a.md#b"),
        ] {
            assert_eq!(super::target(link), expected);
        }
    }
}
