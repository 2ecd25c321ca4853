//! Any text, anywhere in a document, reads in Markdown as it is in the book.

pub(crate) mod hostile;
pub(crate) mod reader;

use proptest::prelude::*;

use super::markdown::{line, page};
use super::{Document, Inline, Target, visible, visible_lines};
use hostile::HOSTILE;
use reader::{Read, read};

/// Texts made of what means something to readers of Markdown.
fn text() -> impl Strategy<Value = String> {
    const PIECES: [&str; 54] = [
        "a", "B c", " ", "  ", "\n", "\n\n", "\t", "1", "1.", "2)", "-", "+", "*", "**", "_", "__",
        "`", "``", "```", "~~", "~~~", "#", "##", ">", "<", "</a>", "<b>", "<!--", "-->", "&",
        "&amp;", "&#35;", "|", "||", "\\", "\\|", "[", "]", "](x)", "![", "[^1]", ":", "://",
        "www.", "=", "===", "---", "{", "{{#", "}}", "{#i}", "^", "$", "\u{202e}",
    ];
    let piece = prop_oneof![9 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// The text in one line, with what is hidden made visible.
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    visible(&line, |_| false)
}

/// A line as it is read in each kind of place.
fn in_all_places(line: &Inline) -> Vec<Read> {
    let mut pages = Vec::new();
    let mut add = |write: &dyn Fn(&mut Document)| {
        let mut document = Document::default();
        write(&mut document);
        pages.push(read(&page(&document, "")));
    };
    add(&|page| page.paragraph(line.clone()));
    add(&|page| page.heading(3, line.clone()));
    add(&|page| page.list(vec![line.clone()]));
    add(&|page| page.table([""], [[line.clone()]]));
    add(&|page| page.paragraph(line.clone().link(Target::new("x", ""))));
    pages
}

fn assert_shows(line: &Inline, expected: &str) {
    for (place, read) in in_all_places(line).into_iter().enumerate() {
        // A cell without text has a dash; the link is the one that the place itself makes.
        let expected = if line.is_empty() && place == 3 {
            "—"
        } else {
            expected
        };
        assert_eq!(read.text, expected, "place {place}: {line:?}");
        assert_eq!(
            read.links.len(),
            usize::from(place == 4),
            "place {place}: {line:?}"
        );
        assert!(
            read.html.is_empty() && read.other.is_empty(),
            "place {place}: {read:?}"
        );
    }
}

/// What is shown instead of code where it cannot be code.
fn is_shown_as_text(code: &str) -> bool {
    code.is_empty() || ["{{", "\\|", "]:"].iter().any(|sign| code.contains(sign))
}

#[test]
fn hostile_text_is_shown_as_it_is() {
    for hostile in HOSTILE {
        assert_shows(&Inline::text(hostile), &one_line(hostile));
    }
}

#[test]
fn paired_backticks_mark_code_and_others_do_not() {
    let code = |text| read(&line(&Inline::prose(text), "")).code;
    assert_eq!(code("the `identifier` of `/a|b`"), ["identifier", "/a|b"]);
    assert_eq!(code("a single ` here"), [""; 0]);
    assert_eq!(code("an empty `` here"), [""; 0]);
    assert_shows(&Inline::prose("a `b` *c*"), "a b *c*");
}

#[test]
fn a_sentence_ends_once() {
    for (text, ended) in [("a", "a."), ("a.", "a."), ("a?", "a?"), ("", "")] {
        assert_eq!(Inline::sentence(text).plain(), ended);
    }
}

#[test]
fn what_would_hide_is_written_out() {
    assert_eq!(
        Inline::text("a\u{202e}b\u{200b}\u{0}").plain(),
        "a⟨U+202E⟩b⟨U+200B⟩⟨U+0000⟩"
    );
    assert_eq!(Inline::code("a\nb").in_terminal(), "`a⟨U+000A⟩b`");
}

#[test]
fn a_line_keeps_its_marks_and_links_in_html() {
    let line = Inline::strong("not")
        + " "
        + Inline::code("a|b").link(Target::new("rgs", "api-a"))
        + " "
        + Inline::text("<i>*x*</i> &amp;");
    assert_eq!(
        line.html().to_string(),
        "<strong>not</strong> <a href=\"#rgs.api-a\"><code>a|b</code></a> &#60;i&#62;*x*&#60;/i&#62; &#38;amp;"
    );
    assert_eq!(Target::new("classes", "class-ok").id(), "class-ok");
}

proptest! {
    #[test]
    fn text_reads_as_written(text in text()) {
        assert_shows(&Inline::text(&text), &one_line(&text));
    }

    #[test]
    fn prose_reads_as_written(text in text()) {
        let line = one_line(&text);
        let is_marked_up = !line.contains("``") && line.matches('`').count().is_multiple_of(2);
        prop_assume!(!is_marked_up || !line.split('`').skip(1).step_by(2).any(is_shown_as_text));
        let expected = if is_marked_up { line.replace('`', "") } else { line };
        assert_shows(&Inline::prose(&text), &expected);
    }

    #[test]
    fn code_reads_as_written(text in text()) {
        let shown = visible(&text, |_| false);
        let line = Inline::code(&text);
        if is_shown_as_text(&shown) {
            assert_shows(&line, &one_line(&format!("“{shown}”")));
        } else {
            assert_shows(&line, &shown);
        }
    }

    #[test]
    fn pieces_side_by_side_stay_apart(a in text(), b in text()) {
        let [a, b] = [a, b].map(|text| format!("a{text}"));
        let line = Inline::text(&a) + ": " + Inline::code("x") + " " + Inline::text(&b);
        assert_shows(&line, &format!("{}: x {}", one_line(&a), one_line(&b)));
    }

    #[test]
    fn a_fence_holds_all_of_its_text(text in text()) {
        let mut document = Document::default();
        document.code("http", text.as_str());
        document.paragraph("after");
        let page = page(&document, "");
        assert!(!page.contains("{{"));
        let read = read(&page);
        assert!(read.links.is_empty() && read.other.is_empty(), "{read:?}");
        if text.contains("{{") {
            assert_eq!((read.text.as_str(), read.html.len()), ("after", 1));
            assert!(read.html[0].starts_with("<pre><code>") && read.html[0].ends_with("\n</code></pre>\n"));
        } else {
            assert_eq!(read.text, format!("{}\nafter", visible_lines(&text)));
            assert!(read.html.is_empty());
        }
    }
}
