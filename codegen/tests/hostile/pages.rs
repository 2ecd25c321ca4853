//! Text stays text on the pages: no HTML, no images, and no links but the pages' own and the sources' addresses.

use faultbook_codegen::Artifact;
use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::texts::HARMLESS;
use crate::{COMPILED, compiled};

#[test]
fn no_text_is_markup() {
    assert_all_is_ours(HARMLESS, &compiled(HARMLESS));
    for (text, files) in &*COMPILED {
        assert_all_is_ours(text, files);
    }
}

fn assert_all_is_ours(text: &str, files: &[Artifact]) {
    let pages: Vec<_> = files
        .iter()
        .filter(|file| file.path.starts_with("docs/") && file.path.rsplit('.').next() == Some("md"))
        .collect();
    assert!(
        pages.len() >= 5,
        "an index, a summary, classes, actions and a vendor"
    );
    for page in pages {
        Parser::new_ext(&page.contents, Options::all()).for_each(|event| check(text, &event));
    }
}

fn check(text: &str, event: &Event<'_>) {
    let is_ours = match event {
        Event::Html(html) | Event::InlineHtml(html) => is_own_html(html.trim()),
        Event::Start(Tag::Link { dest_url, .. }) => is_own_link(dest_url) || **dest_url == *text,
        Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_))
        | Event::FootnoteReference(_)
        | Event::TaskListMarker(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_) => false,
        _ => true,
    };
    assert!(is_ours, "{text:?} becomes {event:?}");
}

/// The mark of the first line, breaks of lines, anchors, and code in which a page escapes everything.
fn is_own_html(html: &str) -> bool {
    if html.starts_with("<!-- @generated ") {
        return html.matches("--").count() == 2;
    }
    html.split('<').skip(1).all(|rest| {
        let tag = rest.split('>').next().unwrap_or(rest);
        let anchor = tag
            .strip_prefix("a id=\"")
            .and_then(|rest| rest.strip_suffix('"'));
        ["br", "/a", "pre", "code", "/code", "/pre"].contains(&tag)
            || anchor.is_some_and(is_own_link)
    })
}

fn is_own_link(target: &str) -> bool {
    target
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-_.#".contains(&b))
}
