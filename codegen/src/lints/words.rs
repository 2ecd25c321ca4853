//! The words of a file, wherever they stand: whether there are any, whether they are seen, and whether they repeat.

use std::collections::BTreeMap;

use super::Linter;
use crate::diagnostics::{Id, Mistake, Path, Target};
use crate::emit::is_unseen;
use crate::read::{Entry, Node};

/// Keys of texts that are read by people. An author who wrote one has something to say in it.
const PROSE: [&str; 14] = [
    "title",
    "summary",
    "description",
    "source",
    "advice",
    "note",
    "because",
    "reason",
    "endpoint",
    "failure_reason",
    "since",
    "rate",
    "amount",
    "user_message",
];

pub(super) fn look(linter: &mut Linter<'_>) {
    let Ok(Node::Map(entries)) = serde_yaml::from_str(&linter.sink.source.text) else {
        return;
    };
    for Entry {
        key, value: node, ..
    } in &entries
    {
        let path = Path::ROOT.key(key);
        if key == "examples" {
            examples(node, &path, linter);
        } else {
            visit(node, key, &path, linter);
        }
    }
}

/// What a vendor sends may be anything, and what it must come to repeats that.
fn examples(node: &Node, path: &Path<'_>, linter: &mut Linter<'_>) {
    let Node::Seq(examples) = node else { return };
    for (at, example) in examples.iter().enumerate() {
        let Node::Map(entries) = example else {
            continue;
        };
        let path = path.index(at);
        for Entry {
            key, value: node, ..
        } in entries
            .iter()
            .filter(|entry| !["response", "expect"].contains(&entry.key.as_str()))
        {
            let path = path.key(key);
            if key == "name" {
                scalar(node, key, true, &path, linter);
            } else {
                visit(node, key, &path, linter);
            }
        }
    }
}

/// `key` is the innermost key around the node.
fn visit(node: &Node, key: &str, path: &Path<'_>, linter: &mut Linter<'_>) {
    match node {
        Node::Map(entries) => {
            for Entry {
                key, value: node, ..
            } in entries
            {
                let path = path.key(key);
                if let Some(mistake) = unseen(key, false) {
                    linter.at_key(&path, mistake);
                }
                visit(node, key, &path, linter);
            }
        }
        Node::Seq(items) => {
            if !PROSE.contains(&key) {
                repeated(items, path, linter);
            }
            for (at, item) in items.iter().enumerate() {
                visit(item, key, &path.index(at), linter);
            }
        }
        _ => scalar(node, key, PROSE.contains(&key), path, linter),
    }
}

fn scalar(node: &Node, key: &str, prose: bool, path: &Path<'_>, linter: &mut Linter<'_>) {
    let text = match node {
        Node::String(text) => text.as_str(),
        // Where there must be a text, the library takes the word itself for one.
        Node::Null => "",
        _ => return,
    };
    // What the end user is shown is looked at where it is parsed.
    if prose && key != "user_message" && text.trim().is_empty() {
        let mistake = Mistake::new(Id::EmptyText, format!("`{key}` is empty"), "not a word");
        let mistake = mistake.help("write it, or take the key out");
        linter.sink.at(path, &mistake);
    }
    if let Some(mistake) = unseen(text, prose) {
        linter.at(path, mistake);
    }
    if let Some(mistake) = long(text.trim(), key) {
        linter.at(path, mistake);
    }
}

/// What is wrong with a text that has a character which is not seen. In prose, those may stand that languages and emoji
/// need.
fn unseen(text: &str, prose: bool) -> Option<Mistake> {
    let suspect = |c: &char| if prose { is_hostile(*c) } else { is_unseen(*c) };
    let c = text.chars().find(suspect)?;
    let message = format!("the character U+{:04X} is not seen", u32::from(c));
    let label = if c.is_control() {
        "a control character"
    } else if is_hostile(c) {
        "it turns the direction of what follows"
    } else {
        "it takes no place on the page"
    };
    let mistake = Mistake::new(Id::UnseenCharacter, message, label);
    Some(mistake.help("take it out"))
}

fn is_hostile(c: char) -> bool {
    let space = ['\t', '\n', '\r'].contains(&c);
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && !space)
}

/// A title stands in headings, a summary in tables.
fn long(text: &str, key: &str) -> Option<Mistake> {
    let most = match key {
        "title" => 120,
        "summary" => 300,
        _ => return None,
    };
    let label = match text.chars().count() {
        _ if text.contains('\n') => "more than a line".to_owned(),
        length if length > most => format!("{length} characters, of {most} at most"),
        _ => return None,
    };
    let mistake = Mistake::new(Id::LongText, format!("a {key} is one line"), label);
    Some(mistake.help("the rest belongs into `description`"))
}

/// An item of a list that says again what another said.
fn repeated(items: &[Node], path: &Path<'_>, linter: &mut Linter<'_>) {
    let mut firsts: BTreeMap<String, usize> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let Some(spelling) = spelling(item) else {
            continue;
        };
        if let Some(first) = firsts.get(&spelling) {
            let first = linter.sink.place(&path.index(*first), Target::Value);
            let message = format!("`{spelling}` stands in this list twice");
            let mistake = Mistake::new(Id::RepeatedItem, message, "again");
            linter.sink.at_beside(
                &path.index(at),
                first,
                &mistake.help("take one of them out"),
            );
        } else {
            firsts.insert(spelling, at);
        }
    }
}

/// A scalar as JSON writes it, without the quotes of a word that nothing else could be taken for.
fn spelling(node: &Node) -> Option<String> {
    Some(match node {
        Node::String(text) if text.parse::<f64>().is_ok() => format!("\"{text}\""),
        Node::String(text) => text.clone(),
        Node::Unsigned(number) => number.to_string(),
        Node::Signed(number) => number.to_string(),
        _ => return None,
    })
}
