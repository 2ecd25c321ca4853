//! The XML reader against `roxmltree`, on documents good and bad.

#[path = "support/xml.rs"]
mod reference;
#[allow(dead_code)]
#[path = "support/wanted.rs"]
mod wanted;

use faultbook_runtime::v1::{
    Format, Kind,
    body::{MAX_BODY, Value},
};
use proptest::{collection::vec, prelude::*, sample::select};
use reference::check;
use wanted::Wanted;

#[rustfmt::skip]
const POINTERS: &[&str] = &[
    "", "/Error", "/Error/Code", "/Error/Message", "/Error/@id", "/Error/Code/@id", "/Error/@id/x", "/Error/Errors/Error/Code",
    "/Error/Errors/Error/0/Code", "/Error/Errors/Error/1", "/Error/Errors/Error/1/@id", "/Error/Code/0", "/Error/Code/1", "/Error/0/é",
    "/Code", "/Error/Code/Message", "/@id", "/0", "/Error/Errors/0", "/Error/@x:id", "/Error/x:Code",
];

const NAMES: &[&str] = &[
    "Error", "Errors", "Code", "Message", "x:Code", "é", "Other", "_.-1",
];

#[rustfmt::skip]
const PIECES: &[&str] = &[
    " ", "\n  ", "\r\n", "text", "No<!-- - -->Such", "a]]b", "é😀", "&lt;&amp;&gt;&quot;&apos;", "&#233;", "&#xE9;", "&#x1F600;", "&#0065;", "&#13;",
    "<![CDATA[]]>", "<![CDATA[a <b> & c]]>", "<![CDATA[ ]] ]]>", "<!---->", "<!-- <Code>x</Code> -->", "<?pi?>", "<?pi <Code> ?>", "] ", ">", "'\"",
];

/// Values of attributes, in their quotes.
const VALUES: &[&str] = &[
    "\"\"",
    "''",
    "\"1\"",
    "'a\"b'",
    "\"a'b\"",
    "\"&amp;&#65;\"",
    "' > \t\n'",
];

const ATTRIBUTES: &[&str] = &["id", "x:id", "other", "xmlns:y", "é"];

const HEADS: &[&str] = &[
    "",
    "",
    "\n",
    "<?xml version=\"1.0\"?>",
    "<?xml version='1.0' encoding='utf-8' standalone=\"yes\" ?>\n",
    "<?xml version=\"1.1\" encoding=\"UTF-8\"?><!-- c -->",
    "<?pi x?>",
];

const TAILS: &[&str] = &["", "", "\n", "<!-- c -->", "<?pi?> "];

#[rustfmt::skip]
const VALID: &[&str] = &[
    "<Error/>", "<Error />", "<Error></Error >", "<Error\n>\n</Error\t>", "<Error><Code/></Error>", "<x:Error xmlns:x='u'></x:Error>", " \n<Error/>",
    "<Error id='1' xmlns='u'/>", "<Error id=\"&lt;\" x-y='2'/>", "<Error  id  =  '1'  />", "<?xml-stylesheet?><Error/>", "<Error>></Error>", "<Error>&#x10FFFF;</Error>",
    "<!----><Error/>", "<Error><Code>a</Code><Code>b</Code></Error>", "<Error><![CDATA[<]]>]]&gt;</Error>", "<Error><?p &#0;?></Error>", "<Error>a<!--b-->c</Error>",
    "<Error xmlns:x='u' xmlns:y='v' x:id='1' y:id='2'/>", "<Error>text<Code>1</Code></Error>", "<Error><Errors>boom</Errors></Error>",
    "<Error><Errors> </Errors></Error>", "<Error><Code>a<Message/></Code></Error>",
];

#[rustfmt::skip]
const INVALID: &[&str] = &[
    "", " ", "text", "<", "<>", "< Error/>", "<Error", "<Error>", "<Error/", "</Error>", "<Error></error>", "<Error></Error", "<Error/><Error/>", "<Error/>text",
    "text<Error/>", "<Error></Other>", "<Error><Code></Error></Code>", "<Error id/>", "<Error id=1/>", "<Error id='1/>", "<Error id='1'id2='2'/>", "<Error id='1' id='2'/>",
    "<Error id='<'/>", "<Error id='&'/>", "<Error id='&x;'/>", "<1/>", "<-a/>", "<Error>&</Error>", "<Error>&amp</Error>", "<Error>&nbsp;</Error>", "<Error>&#;</Error>",
    "<Error>&#x;</Error>", "<Error>&#+65;</Error>", "<Error>&#x+41;</Error>", "<Error>&#0;</Error>", "<Error>&#xD800;</Error>", "<Error>&#x110000;</Error>", "<Error>&#X41;</Error>",
    "<Error>\u{0}</Error>", "<Error>\u{1f}</Error>", "<Error>\u{ffff}</Error>", "<Error>]]></Error>", "<Error><![CDATA[</Error>", "<Error><![cdata[]]></Error>", "<![CDATA[]]><Error/>",
    "<Error><!-- -- --></Error>", "<Error><!--></Error>", "<Error><!-- a ---></Error>", "<!--", "<Error><?xml?></Error>", "<Error><?XmL a?></Error>", "<Error><? a?></Error>", "<Error><?a</Error>",
    "<!DOCTYPE Error><Error/>", "<!DOCTYPE Error [<!ENTITY a 'b'>]><Error>&a;</Error>", "<Error><!DOCTYPE a></Error>", " <?xml version='1.0'?><Error/>", "<?xml?><Error/>",
    "<?xml encoding='utf-8'?><Error/>", "<?xml version='2.0'?><Error/>", "<?xml version='1.0' encoding='ISO-8859-1'?><Error/>", "<?xml version='1.0' encoding='UTF-16'?><Error/>",
    "<?xml version='1.0' standalone='maybe'?><Error/>", "<?xml version='1.0'", "<?xml version='1.0'encoding='utf-8'?><Error/>", "<:/>", "<a:/>", "<a:b:c/>", "<a:1/>", "<:Error></Error>", "<Error></:Error>",
    "<Error a:b:c='1'/>", "\u{feff}\u{feff}<Error/>", "<Error/>\u{0}", "{}",
];

fn wanted() -> Wanted {
    Wanted::new(POINTERS.iter().copied())
}

#[test]
fn accepts_what_is_well_formed() {
    for body in VALID {
        assert!(
            wanted().read(Format::Xml, body.as_bytes()).is_valid(),
            "{body}"
        );
        check(&wanted(), body.as_bytes());
    }
}

#[test]
fn refuses_what_is_not() {
    for body in INVALID {
        assert!(
            !wanted().read(Format::Xml, body.as_bytes()).is_valid(),
            "{body}"
        );
        check(&wanted(), body.as_bytes());
    }
    assert!(
        !wanted()
            .read(Format::Xml, b"<Error>\xe9</Error>")
            .is_valid()
    );
}

/// Each pointer with what is found there.
fn slots(pointers: &[&str], body: &str) -> String {
    let wanted = Wanted::new(pointers.iter().copied());
    let document = wanted.read(Format::Xml, body.as_bytes());
    assert_eq!(document.root(), Some(Kind::Object), "{body}");
    let state = |(slot, pointer)| match document.value(slot) {
        Some(value) => match value.text() {
            Some(text) => format!("{pointer}={text}"),
            None => format!("{pointer} has no text"),
        },
        None if document.is_blocked(slot) => format!("{pointer} blocked"),
        None => format!("{pointer} missing"),
    };
    let states: Vec<_> = wanted.slots().map(state).collect();
    let ambiguous = if document.is_ambiguous() {
        ", ambiguous"
    } else {
        ""
    };
    states.join(", ") + ambiguous
}

#[test]
fn pointers_lead_by_local_names() {
    let body = "<s:Error xmlns:s='u'><s:Code>NoSuchKey</s:Code><Resource/></s:Error>";
    let pointers = [
        "/Error/Code",
        "/Error/Resource",
        "/Error/RequestId",
        "/Code",
        "/s:Error",
    ];
    assert_eq!(
        slots(&pointers, body),
        "/Code missing, /Error/Code=NoSuchKey, /Error/RequestId missing, /Error/Resource=, /s:Error missing"
    );
}

#[test]
fn repeated_elements_need_an_index() {
    let list = "<R><E><C>a</C></E><E><C>b</C></E></R>";
    assert_eq!(slots(&["/R/E/C"], list), "/R/E/C=a, ambiguous");
    assert_eq!(
        slots(&["/R/E/0/C", "/R/E/1/C"], list),
        "/R/E/0/C=a, /R/E/1/C=b"
    );
    assert_eq!(slots(&["/R/E/2/C"], list), "/R/E/2/C missing");
    let single = "<R><E><C>a</C></E></R>";
    assert_eq!(
        slots(&["/R/E/C", "/R/E/0/C"], single),
        "/R/E/0/C=a, /R/E/C=a"
    );
    assert_eq!(slots(&["/R/0/E/0/C/0"], single), "/R/0/E/0/C/0=a");
    let apart = "<R><C>a</C><D/><C>b</C></R>";
    assert_eq!(slots(&["/R/C"], apart), "/R/C=a, ambiguous");
    assert_eq!(slots(&["/R/D"], apart), "/R/D=");
}

#[test]
fn texts_are_what_they_say() {
    let cases = [
        ("<E>\n  a &amp; b\n</E>", "/E=a & b"),
        ("<E><![CDATA[a <b> &amp;]]></E>", "/E=a <b> &amp;"),
        ("<E>\n<![CDATA[ a ]]>\n</E>", "/E=a"),
        ("<E>a<!-- b -->c<?d?>e</E>", "/E=ace"),
        ("<E><!-- b --> <?d?></E>", "/E="),
        ("<E>a<![CDATA[b]]></E>", "/E has no text"),
        ("<E>a<b/></E>", "/E has no text"),
        ("<E>&#x65;&#101;</E>", "/E=ee"),
    ];
    for (body, expected) in cases {
        assert_eq!(slots(&["/E"], body), expected);
    }
    let body = "<E a='&lt; ' xmlns:a='b'/>";
    assert_eq!(
        slots(&["/E/@a", "/E/@xmlns", "/E/@a/b"], body),
        "/E/@a=< , /E/@a/b blocked, /E/@xmlns missing"
    );
}

#[test]
fn text_on_the_way_blocks() {
    let pointers = ["/E/C", "/E/C/@a", "/E/C/0", "/E/C/D"];
    assert_eq!(
        slots(&pointers, "<E><C a='1'>x</C></E>"),
        "/E/C=x, /E/C/0=x, /E/C/@a=1, /E/C/D blocked"
    );
    assert_eq!(
        slots(&pointers, "<E><C> </C></E>"),
        "/E/C=, /E/C/0=, /E/C/@a missing, /E/C/D missing"
    );
}

#[test]
fn limits_are_kept() {
    for depth in [1, 126, 127, 128, 2_000] {
        let body = "<Error>".repeat(depth) + &"</Error>".repeat(depth);
        check(&wanted(), body.as_bytes());
        let inside = format!("<Error><Other>{body}</Other></Error>");
        check(&wanted(), inside.as_bytes());
    }
    for count in [31, 32, 33, 500] {
        let attributes: Vec<_> = (0..count).map(|n| format!(" a{n}=''")).collect();
        check(
            &wanted(),
            format!("<Error{}/>", attributes.concat()).as_bytes(),
        );
    }
    let long = format!("<Error>{}</Error>", "a".repeat(MAX_BODY));
    assert!(!wanted().read(Format::Xml, long.as_bytes()).is_valid());
    let open = "<Error>".repeat(MAX_BODY / 7);
    assert!(!wanted().read(Format::Xml, open.as_bytes()).is_valid());
}

/// A document as it may come.
fn xml() -> impl Strategy<Value = String> {
    let leaf = select(PIECES).prop_map(str::to_owned);
    let content = leaf.prop_recursive(5, 48, 6, |inner| {
        let content = vec(inner, 0..4).prop_map(|pieces| pieces.concat());
        (select(NAMES), attributes(), content)
            .prop_map(|(name, attributes, content)| element(name, &attributes, &content))
    });
    let parts = (
        select(HEADS),
        attributes(),
        vec(content, 0..5),
        select(TAILS),
    );
    parts.prop_map(|(head, attributes, content, tail)| {
        let attributes = attributes + " xmlns:x='u'";
        format!(
            "{head}{}{tail}",
            element("Error", &attributes, &content.concat())
        )
    })
}

fn attributes() -> impl Strategy<Value = String> {
    let names = proptest::sample::subsequence(ATTRIBUTES, 0..3);
    (names, vec(select(VALUES), 3)).prop_map(|(names, values)| {
        let pairs = names.iter().zip(values);
        // No declaration of a namespace may be empty.
        let pairs = pairs.map(|(name, value)| match *name {
            "xmlns:y" => format!(" {name}='v'"),
            name => format!(" {name}={value}"),
        });
        pairs.collect()
    })
}

fn element(name: &str, attributes: &str, content: &str) -> String {
    if content.is_empty() {
        format!("<{name}{attributes}/>")
    } else {
        format!("<{name}{attributes}>{content}</{name}>")
    }
}

fn some_wanted() -> impl Strategy<Value = Wanted> {
    proptest::sample::subsequence(POINTERS, 0..=POINTERS.len()).prop_map(Wanted::new)
}

/// What may befall a body under way: at a place, so many bytes are replaced by others.
fn accidents() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, String)>> {
    let added = prop_oneof![
        4 => vec(select(&b"<>/=\"'&;#!?-[]: \nxaE1"[..]), 0..3).prop_map(|bytes| String::from_utf8(bytes).unwrap()),
        1 => select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    vec((any::<prop::sample::Index>(), 0..3_usize, added), 1..4)
}

fn damaged(body: &str, accidents: Vec<(prop::sample::Index, usize, String)>) -> Vec<u8> {
    let mut body = body.as_bytes().to_vec();
    for (place, removed, added) in accidents {
        let start = place.index(body.len() + 1);
        let end = (start + removed).min(body.len());
        body.splice(start..end, added.into_bytes());
    }
    body
}

proptest! {
    #[test]
    fn agrees_on_documents(wanted in some_wanted(), body in xml()) {
        prop_assert!(wanted.read(Format::Xml, body.as_bytes()).is_valid(), "{}", body);
        check(&wanted, body.as_bytes());
    }

    #[test]
    fn agrees_on_damaged_documents(wanted in some_wanted(), body in xml(), accidents in accidents()) {
        check(&wanted, &damaged(&body, accidents));
    }

    #[test]
    fn agrees_on_truncated_documents(body in xml(), end in any::<prop::sample::Index>()) {
        check(&wanted(), &body.as_bytes()[..end.index(body.len())]);
    }

    #[test]
    fn agrees_on_any_bytes(any in vec(any::<u8>(), 0..64), likely in vec(select(PIECES), 0..8)) {
        check(&wanted(), &any);
        check(&wanted(), likely.concat().as_bytes());
    }

    #[test]
    fn a_value_of_another_body_does_no_harm(likely in vec(select(PIECES), 0..8), names in vec(select(NAMES), 2), any in ".{0,64}") {
        let element = format!("<{}>{}</{}>", names[0], likely.concat(), names[1]);
        for raw in [&any, &element, &element[1..]] {
            let value = Value::new(Format::Xml, raw);
            let text = value.text().map(|text| text.to_string());
            prop_assert!(text.is_none_or(|text| text.len() <= raw.len()));
            prop_assert!(value.elements().all(|inner| inner.raw().len() < raw.len()));
            for pointer in POINTERS {
                let _ = (value.kind(), value.pointer(pointer));
            }
        }
    }
}
