//! The catalogue in a real browser, opened from disk as its readers open it, and the page of `faultbook-serve`.
//!
//! Every visit fails on console output and on any request. Without Chromium the tests print that they are skipped,
//! unless the variable `CHROMIUM` is set.

mod books;
mod chromium;
mod serve;

use std::collections::BTreeSet;

use chromium::{Look, Page, visit};
use faultbook_codegen::model::{ActionId, Book, ClassId};

/// The anchors of the visible entries.
const SHOWN: &str = "[...document.querySelectorAll('.entry')].filter((e) => e.checkVisibility()).map((e) => e.lastElementChild.id)";
const PARTS: [&str; 5] = ["codes", "operations", "vendors", "classes", "actions"];
const NARROW: Look = Look {
    width: 360,
    dark: false,
    script: true,
    media: "screen",
};
const DARK: Look = Look {
    width: 1280,
    dark: true,
    script: true,
    media: "screen",
};

fn shown(page: &Page) -> BTreeSet<String> {
    page.texts(SHOWN).into_iter().collect()
}

/// The page of the sample book.
fn real(name: &str, hash: &str, look: Look, test: impl FnOnce(&Page)) {
    visit(name, &books::catalogue(&books::real()), hash, look, test);
}

#[test]
fn a_search_finds_codes_texts_and_statuses() {
    real("search", "", Look::default(), |page| {
        let all = shown(page);
        page.press(&["/"]);
        for (typed, found, not_found) in [
            (
                "session_ended",
                "playwave.api-session-ended",
                "playwave.api-bad-request",
            ),
            (
                "no credits",
                "licensing.validate-no-credits",
                "playwave.api-session-ended",
            ),
            (
                "410",
                "playwave.api-session-ended",
                "playwave.api-bad-request",
            ),
            ("5xx", "rgs.status_500", "playwave.api-session-ended"),
            (
                "playwave already",
                "playwave.api-already-ended",
                "gameye.http-409",
            ),
            (
                "prompt_recharge",
                "playwave.verify-not-chargeable",
                "playwave.verify-ott-expired",
            ),
            (
                "launch the game again",
                "playwave.verify-ott-expired",
                "playwave.api-internal-error",
            ),
        ] {
            page.press(&["Escape"]);
            page.enter(typed);
            let shown = shown(page);
            assert!(shown.contains(found), "{typed}: {shown:?}");
            assert!(!shown.contains(not_found), "{typed}: {shown:?}");
            let count = page.eval("document.querySelector('[role=status]').textContent");
            assert_eq!(count, format!("{} of {} entries", shown.len(), all.len()));
        }
        page.enter("zzzz");
        assert_eq!(shown(page).len(), 0);
        assert_eq!(
            page.eval("document.getElementById('nothing').checkVisibility()"),
            true
        );
        page.eval("document.querySelector('#nothing button').click()");
        page.settle();
        assert_eq!(shown(page), all);
    });
}

#[test]
fn an_entry_has_the_command_that_gets_its_failure() {
    let anchor = "#playwave.api-session-ended";
    real("command", anchor, Look::default(), |page| {
        let command = page.texts(
            "[...document.querySelectorAll('details[open] .command code')].map((it) => it.textContent)",
        );
        let url = "http://127.0.0.1:4090/playwave/verify?x-faultbook=api/SESSION_ENDED";
        assert_eq!(command, [format!("curl -i '{url}'")]);
    });
}

#[test]
fn what_is_pasted_is_found() {
    real("pasted", "", Look::default(), |page| {
        page.press(&["/"]);
        for (pasted, found) in [
            ("\"SESSION_ENDED\",", "playwave.api-session-ended"),
            (
                "HTTP/1.1 409 {\"error\": {\"code\": \"SESSION_ENDED\"}}",
                "playwave.api-session-ended",
            ),
            (
                "level=warn code=no_credits",
                "licensing.validate-no-credits",
            ),
            ("HTTP 503", "rgs.status_408"),
            (
                "“Your balance is too low”",
                "rgs.game-error-code-insufficient-funds",
            ),
            ("player’s balance", "rgs.game-error-code-insufficient-funds"),
        ] {
            page.press(&["Escape"]);
            page.enter(pasted);
            let shown = shown(page);
            assert!(shown.contains(found), "{pasted}: {shown:?}");
            assert!(shown.len() < 10, "{pasted}: {shown:?}");
        }
    });
}

#[test]
fn what_is_found_inside_an_entry_is_quoted_below_its_line() {
    real("quoted", "#?q=your+balance+is", Look::default(), |page| {
        let quoted = "[...document.querySelectorAll('[data-found]')].map((e) => e.dataset.found)";
        let texts = page.texts(quoted);
        let text = "“Your balance is too low for this bet.”";
        assert!(texts.iter().any(|quote| quote.contains(text)), "{texts:?}");
        page.press(&["Escape"]);
        assert!(page.texts(quoted).is_empty());
    });
}

#[test]
fn each_option_shows_how_many_entries_it_leaves() {
    real("counts", "#?vendor=rgs", Look::default(), |page| {
        for facet in ["class", "retry", "actor"] {
            select_also(page, facet, "");
            let labels = format!(
                "[...document.forms[0].elements.{facet}.options].slice(1).map((o) => [o.value, o.label])"
            );
            let labels: Vec<[String; 2]> = serde_json::from_value(page.eval(&labels)).unwrap();
            for [value, label] in labels {
                let left = select_also(page, facet, &value).len();
                assert!(label.ends_with(&format!(" ({left})")), "{label}: {left}");
            }
        }
    });
}

/// The visible entries if an option is chosen in addition to the vendor RGS.
fn select_also(page: &Page, facet: &str, value: &str) -> BTreeSet<String> {
    page.eval(&format!("location.hash = '?vendor=rgs&{facet}={value}'"));
    page.settle();
    shown(page)
}

#[test]
fn the_filters_agree_with_the_model() {
    let model = books::model(&books::real());
    real("filters", "", Look::default(), |page| {
        for vendor in &model.vendors {
            page.eval(&format!("location.hash = '?vendor={}'", vendor.name));
            page.settle();
            let shown = shown(page);
            assert!(
                shown
                    .iter()
                    .all(|id| id.starts_with(&format!("{}.", vendor.name))),
                "{shown:?}"
            );
            assert!(shown.len() > vendor.codes.len(), "{shown:?}");
        }
        for (class, expected) in by_class(&model) {
            let shown = select(page, "class", &class);
            assert!(
                shown.is_superset(&expected),
                "{class}: {shown:?} lacks some of {expected:?}"
            );
        }
        for (action, actor, expected) in by_action(&model) {
            let shown = select(page, "action", &action);
            assert!(
                shown.is_superset(&expected),
                "{action}: {shown:?} lacks some of {expected:?}"
            );
            let of_actor = select(page, "actor", &actor);
            assert!(of_actor.is_superset(&shown), "{actor} takes {action}");
        }
        let not_found = select(page, "status", "404");
        assert!(
            not_found.contains("playwave.api-session-not-found")
                && !not_found.contains("playwave.api-session-ended")
        );
        let never = select(page, "retry", "never");
        assert!(
            never.contains("playwave.api-bad-request")
                && !never.contains("playwave.api-rate-limited")
        );
    });
}

/// Selects an option of one filter, with all others cleared.
fn select(page: &Page, facet: &str, value: &str) -> BTreeSet<String> {
    page.eval(&format!(
        "for (const s of document.querySelectorAll('form select')) s.value = s.name === '{facet}' ? '{value}' : '';
         document.querySelector('select[name={facet}]').dispatchEvent(new Event('change', {{ bubbles: true }}))"
    ));
    page.settle();
    shown(page)
}

/// The codes that usually have a class, by class.
fn by_class(model: &Book) -> Vec<(String, BTreeSet<String>)> {
    let of = |class: ClassId| usual(model, |decision| decision.class.value == class);
    let classes = model
        .classes
        .iter()
        .enumerate()
        .map(|(at, class)| (class.name.clone(), of(ClassId::new(at))));
    classes.filter(|(_, codes)| !codes.is_empty()).collect()
}

fn by_action(model: &Book) -> Vec<(String, String, BTreeSet<String>)> {
    let of = |action: ActionId| usual(model, |decision| decision.actions.value.contains(&action));
    let actions = model.actions.iter().enumerate();
    let actions = actions.map(|(at, action)| {
        (
            action.name.clone(),
            action.actor.to_string(),
            of(ActionId::new(at)),
        )
    });
    actions.filter(|(_, _, codes)| !codes.is_empty()).collect()
}

/// The codes for whose typical response some operation makes such a decision.
fn usual(
    model: &Book,
    fits: impl Fn(&faultbook_codegen::model::Decision) -> bool,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for vendor in &model.vendors {
        for (index, code) in vendor.codes.iter().enumerate() {
            let own = |at: &usize| vendor.operations[*at].domains.contains(&code.domain);
            let mut operations = (0..vendor.operations.len()).filter(own);
            if operations.any(|at| vendor.typical_decision(at, index).is_some_and(&fits)) {
                let domain = &vendor.domains[code.domain].name;
                let name = format!("{domain}-{}", code.wire)
                    .to_ascii_lowercase()
                    .replace('_', "-");
                found.insert(format!("{}.{name}", vendor.name));
            }
        }
    }
    found
}

#[test]
fn a_search_can_be_shared() {
    real("share", "", Look::default(), |page| {
        page.press(&["/"]);
        page.enter("session & 50%");
        page.eval("document.querySelector('select[name=vendor]').value = 'playwave'");
        page.eval("document.querySelector('form').dispatchEvent(new Event('change'))");
        page.settle();
        let hash = page.eval("location.hash");
        assert_eq!(hash, "#?q=session+%26+50%25&vendor=playwave");
        page.eval("document.getElementById('query').value = 'session'");
        page.eval("document.getElementById('query').dispatchEvent(new Event('input'))");
        page.settle();
        let (found, url) = (shown(page), page.eval("location.href"));
        assert!(found.contains("playwave.api-session-ended"), "{found:?}");
        page.open(url.as_str().unwrap());
        assert_eq!(shown(page), found);
        // The address contains the search and the entry that was opened in it.
        page.press(&["/", "Enter"]);
        let hash = page.eval("location.hash");
        let hash = hash.as_str().unwrap();
        assert!(
            hash.starts_with("#playwave.") && hash.ends_with("?q=session&vendor=playwave"),
            "{hash}"
        );
        page.open(page.eval("location.href").as_str().unwrap());
        assert_eq!(shown(page), found);
        assert_eq!(
            page.eval("document.querySelectorAll('.entry[open]').length"),
            1
        );
    });
}

/// The open entry's anchor, whether its first line is focused, and whether that is visible below the sticky header.
const IN_SIGHT: &str = "(() => {
    const entry = document.querySelector('.entry[open]');
    const { top, bottom } = entry.firstElementChild.getBoundingClientRect();
    const bar = document.querySelector('.top').getBoundingClientRect().bottom;
    return [entry.lastElementChild.id, String(document.activeElement === entry.firstElementChild), String(top >= bar && bottom <= innerHeight)];
})()";

#[test]
fn a_deep_link_opens_its_entry_and_shows_it() {
    let page = books::catalogue(&books::real());
    for (at, look) in [Look::default(), NARROW].into_iter().enumerate() {
        visit(
            &format!("link{at}"),
            &page,
            "#rgs.transport-missing-token",
            look,
            |page| {
                assert_eq!(
                    page.texts(IN_SIGHT),
                    ["rgs.transport-missing-token", "true", "true"]
                );
                page.eval("document.querySelector('.entry[open]').open = false");
                page.eval("location.hash = 'playwave.api-session-ended'");
                page.settle();
                assert_eq!(
                    page.texts(IN_SIGHT),
                    ["playwave.api-session-ended", "true", "true"]
                );
                // A link within the page leads to another part, and back.
                page.eval("document.querySelector('.entry[open] a[href^=\"#class-\"]').click()");
                page.settle();
                assert_eq!(
                    page.eval("document.getElementById('class-session-lost').checkVisibility()"),
                    true
                );
                assert_eq!(shown(page).len(), 0);
                page.eval("history.back()");
                page.settle();
                assert!(shown(page).contains("playwave.api-session-ended"));
            },
        );
    }
}

#[test]
fn an_address_that_leads_nowhere_is_searched_for() {
    real("nowhere", "#SESSION_ENDED", Look::default(), |page| {
        assert!(shown(page).contains("playwave.api-session-ended"));
        assert_eq!(
            page.eval("document.getElementById('query').value"),
            "SESSION_ENDED"
        );
        for hash in [
            "%E0%A4%A",
            "?vendor=nobody&class=%22%3E",
            "?",
            "constructor",
        ] {
            page.eval(&format!("location.hash = '{hash}'"));
            page.settle();
        }
        page.eval("location.hash = ''");
        page.settle();
        assert!(shown(page).len() > 100);
    });
}

#[test]
fn the_keyboard_is_enough() {
    real("keys", "", Look::default(), |page| {
        let focused = "document.activeElement.closest('.entry')?.lastElementChild.id ?? document.activeElement.id";
        let open =
            "[...document.querySelectorAll('.entry[open]')].map((e) => e.lastElementChild.id)";
        page.press(&["/"]);
        assert_eq!(page.eval(focused), "query");
        page.enter("session");
        let found = page.texts(SHOWN);
        page.press(&["ArrowDown"]);
        assert_eq!(page.eval(focused), found[0]);
        page.press(&["j", "ArrowDown"]);
        assert_eq!(page.eval(focused), found[2]);
        page.press(&["k"]);
        assert_eq!(page.eval(focused), found[1]);
        page.press(&["Enter"]);
        assert_eq!(page.texts(open), [found[1].as_str()]);
        page.press(&["Escape"]);
        assert_eq!(page.texts(open), Vec::<String>::new());
        assert_eq!(page.eval(focused), found[1]);
        page.press(&["k", "k"]);
        assert_eq!(
            page.eval(focused),
            "query",
            "above the first entry is the search"
        );
        page.press(&["Escape"]);
        assert_eq!(page.eval("document.getElementById('query').value"), "");
        // The best result is opened from the search field.
        page.enter("ok");
        page.press(&["Enter"]);
        assert_eq!(page.texts(open), ["playwave.heartbeat-ok"]);
    });
}

/// Each text with too little contrast to its background, according to WCAG 2.2, 1.4.3.
const FAINT: &str = r"(() => {
    const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const rgba = (colour) => { const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number); return [r, g, b, a]; };
    const behind = (element) => {
        for (let e = element; e; e = e.parentElement) {
            const colour = rgba(getComputedStyle(e).backgroundColor);
            if (colour[3] === 1) return colour;
        }
        return rgba(getComputedStyle(document.body).backgroundColor);
    };
    const faint = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let count = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!node.data.trim() || !element.checkVisibility() || element.closest('title, script, option')) continue;
        count += 1;
        const style = getComputedStyle(element);
        const ground = behind(element);
        const ink = rgba(style.color);
        const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
        const ratio = (light + 0.05) / (dark + 0.05);
        if (ratio < 4.5) faint.add(`${ratio.toFixed(2)} ${element.tagName}.${element.className}: ${node.data.trim().slice(0, 40)}`);
    }
    return count < 20 ? [`only ${count} texts`] : [...faint];
})()";

#[test]
fn light_and_dark_are_both_legible() {
    let html = books::catalogue(&books::real());
    for look in [Look::default(), DARK] {
        let name = if look.dark { "dark" } else { "light" };
        visit(name, &html, "", look, |page| {
            for part in PARTS {
                page.eval(&format!("location.hash = '{part}'"));
                page.eval("document.querySelectorAll('details').forEach((d) => (d.open = true))");
                page.settle();
                assert_eq!(page.texts(FAINT), Vec::<String>::new(), "{name}: {part}");
            }
            assert_eq!(is_dark(page), look.dark);
        });
    }
}

fn is_dark(page: &Page) -> bool {
    page.eval("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every((c) => c < 64)")
        == true
}

#[test]
fn the_theme_can_be_chosen_and_is_kept() {
    real("theme", "", Look::default(), |page| {
        let click = || page.eval("document.getElementById('theme').click()");
        assert!(!is_dark(page));
        click();
        assert!(!is_dark(page));
        click();
        assert!(is_dark(page));
        assert_eq!(
            page.eval("document.getElementById('theme').textContent"),
            "Theme: dark"
        );
        page.open(page.eval("location.href").as_str().unwrap());
        assert!(is_dark(page), "after a reload");
    });
}

/// The languages of the visible texts for end users.
const LANGUAGES: &str = "[...document.querySelectorAll('details[open] .texts:has([lang=he]) > span')].filter((it) => it.checkVisibility()).map((it) => it.lang)";
/// Whether a visible text starts on its right: where its first character is, compared with the next one.
const STARTS_RIGHT: &str = "[...document.querySelectorAll('details[open] .texts:has([lang=he]) > span')].filter((it) => it.checkVisibility()).map((it) => {
    const text = it.lastChild;
    const place = (at) => {
        const range = document.createRange();
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        return range.getBoundingClientRect().left;
    };
    const at = text.data.indexOf('“');
    return String(place(at) > place(at + 1));
})";

#[test]
fn a_text_is_in_the_chosen_language_and_starts_where_that_does() {
    let page = books::catalogue(&books::right_to_left());
    visit(
        "languages",
        &page,
        "#shop.api-some",
        Look::default(),
        |page| {
            let all = ["en", "en", "he", "he", "he"];
            assert_eq!(page.texts(LANGUAGES), all);
            for (language, right) in [("en", "false"), ("he", "true")] {
                page.eval(&format!(
                    "language.value = '{language}'; language.dispatchEvent(new Event('change'))"
                ));
                let shown = page.texts(LANGUAGES);
                assert!(shown.iter().all(|shown| shown == language), "{shown:?}");
                assert_eq!(page.texts(STARTS_RIGHT), vec![right; shown.len()]);
            }
            page.eval("language.value = ''; language.dispatchEvent(new Event('change'))");
            assert_eq!(page.texts(LANGUAGES), all);
        },
    );
}

#[test]
fn a_narrow_window_does_not_scroll_sideways() {
    real("narrow", "", NARROW, |page| {
        for part in PARTS {
            page.eval(&format!("location.hash = '{part}'"));
            page.eval("document.querySelectorAll('details').forEach((d) => (d.open = true))");
            page.settle();
            // Content that an entry cuts off does not widen the page, but is invisible.
            let wide = page.texts(
                "[...document.querySelectorAll('body *')]
                    .filter((e) => e.checkVisibility() && !e.closest('.scroller, pre, nav, .skip') && e.getBoundingClientRect().right > innerWidth + 1)
                    .map((e) => e.outerHTML.slice(0, 100)).slice(0, 5)
                    .concat(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls'] : [])",
            );
            assert_eq!(wide, Vec::<String>::new(), "{part}");
        }
    });
}

#[test]
fn without_the_script_everything_is_still_there() {
    let look = Look {
        script: false,
        ..Look::default()
    };
    real("plain", "#playwave.api-session-ended", look, |page| {
        // Closed content is not in the accessibility tree; the entry in the address is open.
        let nodes = page.accessible_nodes();
        let has = |role: &str, name: &str| nodes.iter().any(|(r, n)| r == role && n.contains(name));
        assert!(
            has("heading", "Operations") && has("heading", "Vendors") && has("heading", "Classes")
        );
        assert!(has("link", "prompt_relaunch"), "{nodes:?}");
        assert!(
            !nodes.iter().any(|(role, _)| role == "searchbox"),
            "nothing that would not work"
        );
    });
}

#[test]
fn what_is_printed_is_open() {
    let look = Look {
        media: "print",
        ..Look::default()
    };
    real("print", "#?vendor=playwave", look, |page| {
        let sheets = page.sheets();
        assert!(sheets > 5, "{sheets} sheets");
        assert_eq!(page.sheets(), sheets, "all is there the first time");
        assert_eq!(
            page.eval("document.querySelector('.top').checkVisibility()"),
            false
        );
        let unseen = "[...document.querySelectorAll('.entry')].filter((e) => e.checkVisibility() && e.lastElementChild.getBoundingClientRect().height < 20).length";
        assert_eq!(page.eval(unseen), 0);
        assert!(shown(page).iter().all(|id| id.starts_with("playwave.")));
    });
}

#[test]
fn everything_that_can_be_used_has_a_name() {
    real(
        "names",
        "#playwave.api-session-ended",
        Look::default(),
        |page| {
            for part in PARTS {
                page.eval(&format!("location.hash = '{part}'"));
                page.settle();
                let nodes = page.accessible_nodes();
                let used = [
                    "link",
                    "button",
                    "searchbox",
                    "combobox",
                    "img",
                    "DisclosureTriangle",
                    "form",
                    "navigation",
                ];
                let nameless: Vec<_> = nodes
                    .iter()
                    .filter(|(role, name)| used.contains(&role.as_str()) && name.trim().is_empty())
                    .collect();
                assert!(nameless.is_empty(), "{part}: {nameless:?}");
                assert!(
                    nodes.iter().any(|(role, _)| role == "main")
                        && nodes.iter().any(|(role, _)| role == "banner")
                );
            }
        },
    );
}

#[test]
fn hostile_texts_stay_texts() {
    visit(
        "hostile",
        &books::catalogue(&books::hostile()),
        "",
        Look::default(),
        |page| {
            page.eval("document.querySelectorAll('details').forEach((d) => (d.open = true))");
            page.eval("document.querySelectorAll('*').forEach((e) => ['mouseover', 'focus', 'click'].forEach((t) => e.tagName !== 'A' && e.dispatchEvent(new Event(t))))");
            page.settle();
            assert_eq!(page.eval("typeof ran"), "undefined");
            assert_eq!(page.eval("document.querySelectorAll('img, iframe, object, [onclick], [onerror], [onload], [onfocus], [onmouseover], [style]').length"), 0);
            assert_eq!(
                page.eval("document.querySelectorAll('script, style, form, main, #query').length"),
                5
            );
            let text = page.eval("document.body.textContent");
            let text = text.as_str().unwrap();
            for hostile in books::HOSTILE {
                let visible = hostile.contains('\u{202e}');
                let expected = if visible {
                    "left⟨U+202E⟩right"
                } else {
                    hostile
                };
                assert!(text.contains(expected), "{expected}");
            }
            assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{200b}', '\u{2028}']));
            // Nor do they have a meaning in the search or in the address.
            for hostile in books::HOSTILE {
                page.eval(&format!(
                    "location.hash = '?q=' + encodeURIComponent({})",
                    serde_json::json!(hostile)
                ));
                page.settle();
            }
            page.eval("location.hash = encodeURIComponent('<img src=x onerror=ran=1>')");
            page.settle();
            assert_eq!(page.eval("typeof ran"), "undefined");
        },
    );
}

/// Counts the entries that change while a function runs.
const WATCH: &str = "window.changes = 0; new MutationObserver((all) => (changes += all.length)).observe(document.getElementById('codes'), { subtree: true, childList: true, attributes: true, characterData: true })";

#[test]
fn ten_thousand_codes_are_not_too_many() {
    const CODES: usize = 10_000;
    let html = books::catalogue(&books::large(CODES));
    visit(
        "large",
        &html,
        "#v3.api-error-3-2400",
        Look::default(),
        |page| {
            assert_eq!(
                page.texts(IN_SIGHT),
                ["v3.api-error-3-2400", "true", "true"]
            );
            // Its response is filled into the form that it shares with others.
            let response = page.eval("document.querySelector('.entry[open] pre').textContent");
            let body = r#"{
  "code": "ERROR_3_2400",
  "message": "Thing 2400 of part 72 is not there any more"
}"#;
            let head = "HTTP/1.1 400\nContent-Type: application/json\n\n";
            assert_eq!(response, format!("{head}{body}"));
            let nodes = page
                .eval("document.querySelectorAll('*').length")
                .as_u64()
                .unwrap();
            assert!(nodes < 20 * CODES as u64, "{nodes} elements");
            let drawn = page.eval("[...document.querySelectorAll('.gist')].filter((e) => e.checkVisibility({ contentVisibilityAuto: true })).length");
            assert!(
                drawn.as_u64().unwrap() < 300,
                "{drawn} entries are laid out"
            );
            page.press(&["Escape", "Escape", "/"]);
            page.eval(WATCH);
            page.enter("error_1_77");
            // Each entry is hidden at most once, and remaining entries are not changed.
            assert_eq!(shown(page).len(), 11);
            let changes = page.eval("changes").as_u64().unwrap();
            assert!(changes < CODES as u64 + 500, "{changes} changes");
            page.eval("changes = 0");
            page.enter("7");
            assert_eq!(page.texts(SHOWN), ["v1.api-error-1-777"]);
            let changes = page.eval("changes").as_u64().unwrap();
            assert!(changes < 40, "{changes} changes for one key");
            // Every code has this class, and the last one has this name: it is shown, and opened first.
            page.press(&["Escape"]);
            page.enter("gone");
            let found = shown(page);
            assert!(
                found.len() < 600 && found.contains("v3.api-gone"),
                "{} are shown",
                found.len()
            );
            assert_eq!(page.eval("document.getElementById('more').hidden"), false);
            page.press(&["Enter"]);
            assert_eq!(page.texts(IN_SIGHT), ["v3.api-gone", "true", "true"]);
            // So is the start of a domain that a link leads to.
            page.eval("location.hash = 'v3.domain-api'");
            page.settle();
            assert!(shown(page).contains("v3.api-error-3-0"));
        },
    );
}
