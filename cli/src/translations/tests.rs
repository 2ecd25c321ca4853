use proptest::prelude::*;

use super::{Catalogue, Entry, Format, pseudo};

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"", "\\", "\\n", "\n", "\r", "\t", "{min}", "{{", "}}", "<b>", "&amp;", "]]>", "#", " ",
        "msgid \"", "~", "ß", "日本", "\u{200f}",
    ]);
    let words = "[a-zA-Z .,:;']{1,8}";
    let piece = prop_oneof![pieces.prop_map(str::to_owned), words.prop_map(String::from)];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

fn catalogue() -> impl Strategy<Value = Catalogue> {
    let translation = prop_oneof![Just(String::new()), text()];
    let entry = (text(), translation, prop::collection::vec(text(), 0..3));
    let entry = entry.prop_map(|(original, translation, notes)| Entry {
        original,
        translation,
        notes,
    });
    prop::collection::vec(entry, 0..5).prop_map(|entries| Catalogue {
        source: "en".to_owned(),
        target: "pt-BR".to_owned(),
        entries,
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(catalogue in catalogue()) {
        for format in [Format::Po, Format::Xliff] {
            let text = format.write(&catalogue);
            let mut wanted = catalogue.clone();
            wanted.entries.iter_mut().for_each(|entry| entry.notes.clear());
            prop_assert_eq!(format.read(&text).unwrap(), wanted, "{}", text);
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
        .map(|entry| (&*entry.original, &*entry.translation))
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
        .map(|entry| (&*entry.original, &*entry.translation))
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
    assert_eq!(read.entries[0].translation, "");
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
        ("msgid \"a\"\nmsgid_plural \"b\"", "line 2: plural forms"),
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
