//! A book may stand in several folders and extend the standard vocabulary: it is the same book as if all of it stood in
//! one file of one folder.

use faultbook_codegen::{Artifact, Source, generate, load, standard};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_yaml::{Mapping, Value};

use crate::support::{hold, real_sources};

/// The maps of a `book.yaml`.
const SECTIONS: [&str; 5] = ["classes", "actions", "retries", "headers", "lints"];

/// The vendors of the real book. Without their examples they are right in whatever words.
fn vendors(with_examples: bool) -> Vec<Source> {
    let mut vendors = real_sources();
    vendors.retain(|source| source.name() != "book.yaml" && !source.is_texts());
    if !with_examples {
        for vendor in &mut vendors {
            let mut document = parsed(&vendor.text);
            document.remove("examples");
            vendor.text = text(&document);
        }
    }
    vendors
}

fn parsed(text: &str) -> Mapping {
    serde_yaml::from_str(text).expect("YAML")
}

fn text(document: &Mapping) -> String {
    serde_yaml::to_string(document).expect("YAML")
}

/// The vocabulary of the real book in one piece.
fn pasted() -> Mapping {
    let own = own_vocabulary();
    overridden(standard_in(own.get("languages")), &own)
}

/// What the real book says beyond the standard.
fn own_vocabulary() -> Mapping {
    let sources = real_sources();
    let own = sources.iter().find(|source| source.name() == "book.yaml");
    parsed(&own.expect("a book").text)
}

/// A vocabulary with another laid over it, as an author would do it by hand.
fn overridden(mut whole: Mapping, own: &Mapping) -> Mapping {
    for (section, entries) in own.iter().filter(|(key, _)| *key != "extends") {
        if section == "languages" {
            whole.insert(section.clone(), entries.clone());
            continue;
        }
        let whole = whole
            .entry(section.clone())
            .or_insert(Mapping::new().into());
        let whole = whole.as_mapping_mut().expect("a map");
        for (name, entry) in entries.as_mapping().expect("a map") {
            match (whole.get_mut(name), entry) {
                (Some(Value::Mapping(fields)), Value::Mapping(own)) if section != "retries" => {
                    fields.extend(own.clone());
                }
                _ => drop(whole.insert(name.clone(), entry.clone())),
            }
        }
    }
    whole
}

/// The standard with translations into no other languages than these.
fn standard_in(languages: Option<&Value>) -> Mapping {
    let mut standard = parsed(&standard().text);
    standard.remove("languages");
    let tags = languages.and_then(Value::as_sequence);
    let classes = standard.get_mut("classes").and_then(Value::as_mapping_mut);
    for class in classes.into_iter().flat_map(Mapping::values_mut) {
        let Some(text) = class.get_mut("user_message") else {
            continue;
        };
        match (tags, text.as_mapping_mut()) {
            (Some(tags), Some(texts)) => texts.retain(|tag, _| tags.contains(tag)),
            (None, Some(texts)) => *text = texts["en"].clone(),
            (_, None) => {}
        }
    }
    standard
}

/// What is generated, without the fingerprints of what it is generated from.
fn artifacts(sources: &[Source]) -> Vec<Artifact> {
    let mut artifacts = generate(sources).unwrap_or_else(|errors| panic!("{errors}"));
    let is_fingerprint =
        |line: &str| line.starts_with("// fingerprint ") || line.starts_with("// standard ");
    for artifact in &mut artifacts {
        let lines = artifact.contents.split_inclusive('\n');
        artifact.contents = lines.filter(|line| !is_fingerprint(line)).collect();
    }
    artifacts
}

/// The paths of the artifacts that differ between two lists, which are too long to print.
fn differing(left: &[Artifact], right: &[Artifact]) -> Vec<String> {
    let paths = |of: &[Artifact], others: &[Artifact]| {
        let differing = of.iter().filter(|artifact| !others.contains(artifact));
        differing
            .map(|artifact| artifact.path.clone())
            .collect::<Vec<_>>()
    };
    [paths(left, right), paths(right, left)].concat()
}

/// A vocabulary in two: of each map, the entries before a position and the rest.
fn split(whole: &Mapping, places: &[Index]) -> [Mapping; 2] {
    let mut halves = [Mapping::new(), Mapping::new()];
    if let Some(languages) = whole.get("languages") {
        halves[0].insert("languages".into(), languages.clone());
    }
    for (section, place) in SECTIONS.iter().zip(places) {
        let Some(Value::Mapping(entries)) = whole.get(section) else {
            continue;
        };
        let at = place.index(entries.len() + 1);
        let entries = entries.clone().into_iter();
        let (first, second): (Vec<_>, Vec<_>) = entries.enumerate().partition(|(nth, _)| *nth < at);
        for (half, entries) in halves.iter_mut().zip([first, second]) {
            let entries: Mapping = entries.into_iter().map(|(_, entry)| entry).collect();
            half.insert((*section).into(), entries.into());
        }
    }
    halves
}

/// Where the maps of the vocabulary are cut in two, in which folder each vendor is, and in which order the files come.
fn folders() -> impl Strategy<Value = (Vec<Index>, Vec<&'static str>, Vec<usize>)> {
    let cuts = prop::collection::vec(any::<Index>(), SECTIONS.len());
    let folders = prop::collection::vec(prop::sample::select(vec!["a", "b", "c"]), 5);
    let order = Just((0..7).collect::<Vec<usize>>()).prop_shuffle();
    (cuts, folders, order)
}

#[test]
fn a_book_in_several_folders_is_the_book_in_one() {
    let whole = pasted();
    let vendors = vendors(true);
    let mut one = vendors.clone();
    one.push(Source::new("spec/book.yaml", text(&whole)));
    let one = artifacts(&one);
    hold(6, &folders(), |(cuts, folders, order)| {
        let mut several = vendors.clone();
        for (vendor, folder) in several.iter_mut().zip(&folders) {
            vendor.path = format!("{folder}/{}", vendor.name());
        }
        let [first, second] = split(&whole, &cuts);
        several.push(Source::new("a/book.yaml", text(&first)));
        several.push(Source::new("b/book.yaml", text(&second)));
        let mut several: Vec<Source> = order.iter().map(|at| several[*at].clone()).collect();
        // Of the books alone, the order counts.
        let books = ["a/book.yaml", "b/book.yaml"];
        let places = books.map(|book| several.iter().position(|source| source.path == book));
        if let [Some(first), Some(second)] = places
            && first > second
        {
            several.swap(first, second);
        }
        let differing = differing(&one, &artifacts(&several));
        prop_assert!(differing.is_empty(), "{differing:?}");
        Ok(())
    });
}

#[test]
fn a_book_that_extends_the_standard_overrides_it() {
    let vendors = vendors(false);
    let mut needed = own_vocabulary();
    needed.remove("extends");
    let book = |document: &Mapping| {
        let book = Source::new("spec/book.yaml", text(document));
        artifacts(&[vendors.clone(), vec![book]].concat())
    };
    let choices = prop::collection::vec((any::<Index>(), 0..6_usize), 0..8);
    hold(6, &(choices, any::<bool>()), |(chosen, adds)| {
        let own = overridden(needed.clone(), &own(&chosen, adds));
        let mut extending = own.clone();
        extending.insert("extends".into(), "standard".into());
        let whole = overridden(standard_in(own.get("languages")), &own);
        let differing = differing(&book(&extending), &book(&whole));
        prop_assert!(differing.is_empty(), "{differing:?}:\n{}", text(&extending));
        Ok(())
    });
}

/// What a book may say over the standard: a field for each choice, and something of its own.
fn own(chosen: &[(Index, usize)], adds: bool) -> Mapping {
    let standard = parsed(&standard().text);
    let names = |section: &str| -> Vec<String> {
        let entries = standard.get(section).and_then(Value::as_mapping);
        let names = entries.expect("a map").keys();
        names
            .map(|name| name.as_str().expect("a name").to_owned())
            .collect()
    };
    let (classes, actions) = (names("classes"), names("actions"));
    let mut lines = Vec::new();
    for (index, field) in chosen {
        let (class, action) = (index.get(&classes), index.get(&actions));
        lines.push(match field {
            0 => format!("classes: {{ {class}: {{ user_message: Our own words. }} }}"),
            1 => format!("classes: {{ {class}: {{ severity: info, grpc: ABORTED }} }}"),
            2 => format!("classes: {{ {class}: {{ actions: [{action}], retry: {{ after: 3s }} }} }}"),
            3 => format!("actions: {{ {action}: {{ summary: Do as we say }} }}"),
            4 => format!("actions: {{ {action}: {{ actor: support }} }}"),
            _ => "{ retries: { transient: { after: 9s, attempts: 2 } }, headers: { max_wait: 5min } }".to_owned(),
        });
    }
    if adds {
        lines.push("classes: { unavailable: { statuses: [408, 425, 502, 504] }, closed: { summary: Closed, user_message: We are closed., statuses: 503 } }".to_owned());
        lines.push("actions: { ring: { summary: Ring the bell, actor: player } }".to_owned());
    }
    let documents = lines.iter().map(|line| parsed(line));
    documents.fold(Mapping::new(), |whole, own| overridden(whole, &own))
}

#[test]
fn the_standard_is_valid_and_no_lint_reports_it() {
    for text in [standard().text.as_str(), "extends: standard"] {
        let vendor = "vendor: acme\ntitle: Acme\nsummary: A vendor\nsource: nowhere\ndomains: {}\n";
        let sources = [("book.yaml", text), ("acme.yaml", vendor)];
        let loaded = load(&sources.map(|(path, text)| Source::new(path, text)));
        let loaded = loaded.unwrap_or_else(|errors| panic!("{errors}"));
        let mut asked = loaded.warnings.iter();
        // Of one's own, what nothing uses is asked about.
        let expected = text == "extends: standard";
        assert_eq!(asked.next().is_none(), expected, "{}", loaded.warnings);
        assert!(
            asked.all(|reported| reported.id == "FB0107"),
            "{}",
            loaded.warnings
        );
    }
}

#[test]
fn additions_come_after_the_standard() {
    let own = "extends: standard\n\
        classes:\n  fraud: { summary: s, user_message: t }\n  not_found: { user_message: t }\n\
        actions:\n  ring: { summary: s, actor: player }\n  slow_down: { summary: s }\n";
    let book = |text: &str| {
        let loaded = load(&[Source::new("book.yaml", text)]);
        loaded.unwrap_or_else(|errors| panic!("{errors}")).book
    };
    let (standard, own) = (book("extends: standard"), book(own));
    let classes = standard.classes.iter().map(|class| class.name.as_str());
    assert!(
        own.classes
            .iter()
            .map(|class| class.name.as_str())
            .eq(classes.chain(["fraud"]))
    );
    let actions = standard.actions.iter().map(|action| action.name.as_str());
    assert!(
        own.actions
            .iter()
            .map(|action| action.name.as_str())
            .eq(actions.chain(["ring"]))
    );
}
