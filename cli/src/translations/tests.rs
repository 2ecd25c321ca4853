use proptest::prelude::*;

use faultbook_codegen::cldr::PluralCategory::{self, Few, Many, One, Other, Zero};

use super::{Catalogue, Entry, Format, Template, plural_forms, pseudo};

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"", "\\", "\\n", "\n", "\r", "\t", "{min}", "{{", "}}", "<b>", "&amp;", "]]>", "#", " ",
        "msgid \"", "~", "ß", "日本", "\u{200f}",
    ]);
    let words = "[a-zA-Z .,:;']{1,8}";
    let piece = prop_oneof![pieces.prop_map(str::to_owned), words.prop_map(String::from)];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

/// A text with the forms of a language; sometimes there are none, or all are the same.
fn template(categories: &'static [PluralCategory]) -> impl Strategy<Value = Template> {
    let form = || text().prop_map(|text| text + ".");
    let forms = prop::collection::vec(form(), categories.len());
    let forms = forms.prop_map(|forms| categories.iter().copied().zip(forms).collect());
    prop_oneof![
        text().prop_map(|text| text.as_str().into()),
        forms.prop_map(Template::of_forms),
        form().prop_map(|form| Template::of_forms(
            categories.iter().map(|own| (*own, form.clone())).collect()
        )),
    ]
}

fn catalogue() -> impl Strategy<Value = Catalogue> {
    let translation = prop_oneof![
        Just(Template::default()),
        template(&[One, Few, Many, Other])
    ];
    let notes = prop::collection::vec(text(), 0..3);
    let entry = (template(&[One, Other]), translation, notes);
    let entry = entry.prop_map(|(original, translation, notes)| Entry {
        original,
        translation,
        notes,
    });
    prop::collection::vec(entry, 0..5).prop_map(|entries| Catalogue {
        source: "en".to_owned(),
        target: "pl".to_owned(),
        entries,
    })
}

/// What a file keeps of an entry: an original is known by its form for any number.
fn kept(entry: Entry) -> (String, Template) {
    (entry.original.text, entry.translation)
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(catalogue in catalogue()) {
        for format in [Format::Po, Format::Xliff] {
            let text = format.write(&catalogue);
            let read = format.read(&text).unwrap();
            prop_assert_eq!((&read.source, &read.target), (&catalogue.source, &catalogue.target));
            let [read, wanted] = [read, catalogue.clone()].map(|it| it.entries.into_iter().map(kept).collect::<Vec<_>>());
            prop_assert_eq!(read, wanted, "{}", text);
        }
    }

    #[test]
    fn no_file_makes_a_reader_panic(text in ".{0,80}") {
        _ = Format::Po.read(&text);
        _ = Format::Xliff.read(&text);
    }
}

#[test]
fn files_of_tools_are_read() {
    let po = "\
# A translator's comment
msgid \"\"
msgstr \"\"
\"Language: de\\n\"
\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"

#: spec/shop.yaml:3
msgctxt \"shop\"
msgid \"\"
\"It is \"
\"gone.\"
msgstr \"Es ist weg.\"

#, fuzzy, python-brace-format
#| msgid \"Older\"
msgid \"At least {min}.\"
msgstr \"Mindestens.\"
msgid \"Next\"
msgstr \"Weiter\"

#~ msgid \"Obsolete\"
#~ msgstr \"Veraltet\"
";
    let read = Format::Po.read(po).unwrap();
    let entries = read.entries.iter();
    let entries: Vec<_> = entries
        .map(|entry| (&*entry.original.text, &*entry.translation.text))
        .collect();
    assert_eq!(read.target, "de");
    assert_eq!(
        entries,
        [
            ("It is gone.", "Es ist weg."),
            ("At least {min}.", ""),
            ("Next", "Weiter")
        ]
    );

    let xliff = r#"<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de">
        <file id="f"><unit id="1"><segment state="translated"><source>It is <pc id="1">gone</pc>.</source><target>Es ist <pc id="1">weg</pc>.</target></segment></unit>
        <unit id="2"><segment state="initial"><source>Next</source><target>Next</target></segment></unit></file></xliff>"#;
    let read = Format::Xliff.read(xliff).unwrap();
    let entries = read.entries.iter();
    let entries: Vec<_> = entries
        .map(|entry| (&*entry.original.text, &*entry.translation.text))
        .collect();
    assert_eq!(entries, [("It is gone.", "Es ist weg."), ("Next", "")]);
}

/// Tools mark it in templates, of which translators make their files.
#[test]
fn an_unfinished_header_says_the_language() {
    let po =
        "#, fuzzy\nmsgid \"\"\nmsgstr \"Language: de\\n\"\n\n#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n";
    let read = Format::Po.read(po).expect("a catalogue");
    assert_eq!((read.target.as_str(), read.entries.len()), ("de", 1));
    assert_eq!(read.entries[0].translation, Template::default());
}

#[test]
fn errors_name_the_line() {
    let table = [
        (
            "msgid \"a\nmsgstr \"b\"",
            "line 1: a text ends with a quotation mark",
        ),
        ("msgid \"a\"\nmsgstr \"\\x\"", "line 2: only"),
        ("\"a\"", "line 1: a text without"),
        (
            "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"",
            "line 3: the header has no `Language`",
        ),
        (
            "msgid \"\"\nmsgstr \"Language: pl\\n\"\nmsgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\n\nmsgid \"d\"",
            "line 6: `Plural-Forms` of `pl` must be as in `nplurals=4; plural=(n==1 ? 0 : ",
        ),
        ("msgstr[10] \"a\"", "line 1: neither"),
        ("hello", "line 1: neither"),
    ];
    for (text, expected) in table {
        let error = Format::Po.read(text).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn a_pseudo_text_keeps_captures() {
    assert_eq!(pseudo("At least {min}."), "[Åţ ļéåšţ {min}.~~~~]");
    assert_eq!(pseudo("{{a}} b"), "[{{å}} b~]");
}

#[test]
fn plural_forms_are_found_by_the_numbers_that_they_are_for() {
    let table = [
        ("de", "nplurals=2; plural=(n != 1);", Some(vec![0, 1])),
        ("ja", "nplurals=1; plural=0;", Some(vec![0])),
        ("fr", "nplurals=2; plural=(n > 1);", Some(vec![0, 1, 1])),
        (
            "ru",
            "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && !(n%100>=10 && n%100<20) ? 1 : 2);",
            Some(vec![0, 1, 2, 3]),
        ),
        // The order of the forms is another one.
        (
            "lv",
            "nplurals=3; plural=(n%10==1 && n%100!=11 ? 1 : n%10==0 || n%100>=11 && n%100<=19 ? 2 : 0);",
            Some(vec![2, 1, 0]),
        ),
        // It has no form for decimals.
        (
            "ru",
            "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
            None,
        ),
        // It has one form for numbers that the language distinguishes otherwise.
        (
            "lv",
            "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);",
            None,
        ),
        ("de", "nplurals=1; plural=(n != 1);", None),
        ("de", "nplurals=2; plural=n !=;", None),
        ("de", "nplurals=2; plural=n / 2;", None),
        ("de", "", None),
    ];
    for (tag, header, expected) in table {
        let positions = plural_forms::positions(tag, header).ok();
        assert_eq!(positions, expected, "{tag}: {header}");
    }
    let deep = format!("nplurals=1; plural={}", "(".repeat(100_000));
    assert!(plural_forms::positions("de", &deep).is_err());
    let deep = format!("nplurals=1; plural={}", "!".repeat(100_000));
    assert!(plural_forms::positions("de", &deep).is_err());
    let deep = format!("nplurals=1; plural=n{}", "%1".repeat(100_000));
    assert!(plural_forms::positions("de", &deep).is_err());
}

#[test]
fn headers_are_those_of_the_rules() {
    let table = [
        ("ja", "nplurals=1; plural=(0);"),
        ("en", "nplurals=2; plural=(n==1 ? 0 : 1);"),
        (
            "fr",
            "nplurals=3; plural=((n==0 || n==1) ? 0 : n!=0 && n%1000000==0 ? 1 : 2);",
        ),
        // One of the forms is for decimals alone.
        (
            "cs",
            "nplurals=4; plural=(n==1 ? 0 : n>=2 && n<=4 ? 1 : 3);",
        ),
    ];
    for (tag, expected) in table {
        assert_eq!(plural_forms::header(tag), expected);
    }
    for tag in [
        "ar", "br", "cy", "da", "fil", "ga", "gv", "he", "is", "kw", "lt", "lv", "mk", "mt", "pl",
        "ro", "ru", "si", "sl",
    ] {
        let positions = plural_forms::positions(tag, &plural_forms::header(tag)).expect("a header");
        let all = 0..plural_forms::categories(tag).len();
        assert_eq!(positions, all.collect::<Vec<_>>(), "{tag}");
    }
    assert_eq!(plural_forms::categories("lv"), [Zero, One, Other]);
}
