//! The texts of a book for end users, as translators see them.

use std::collections::{HashMap, HashSet};

use crate::model::{Book, Entry, Part, Pattern, Template, UserText, Vendor};

/// A text for end users, and where it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Original {
    /// The text.
    pub text: Template,
    /// The classes and codes that it is shown for, each with its meaning.
    pub shown: Vec<String>,
}

/// The texts of a book for end users, each once: those of classes, and then those of each vendor.
///
/// ```
/// use faultbook_codegen::{Source, load, source_text, user_texts};
///
/// let loaded = load(&[Source::new("book.yaml", "extends: standard\n")])?;
/// let texts = user_texts(&loaded.book);
/// assert_eq!(source_text(&texts[0].text.text), "This request could not be processed.");
/// # Ok::<_, faultbook_codegen::Diagnostics>(())
/// ```
#[must_use]
pub fn user_texts(book: &Book) -> Vec<Original> {
    let mut texts = Texts::default();
    for class in &book.classes {
        texts.add(class.text().into(), || {
            format!("class {}: {}", class.name, class.summary)
        });
    }
    let of_classes = texts.list.len();
    for vendor in &book.vendors {
        for (at, code) in vendor.codes.iter().enumerate() {
            texts.add(code.text().into(), || described(vendor, Entry::Code(at)));
        }
        // Most operations have the same plans.
        let mut done = HashSet::new();
        for operation in &vendor.operations {
            for (at, (entry, plan)) in vendor.entries().zip(operation.plans.iter()).enumerate() {
                if !done.insert((at, *plan)) {
                    continue;
                }
                for arm in &vendor.plans[*plan] {
                    if let UserText::Text(text) = &arm.decision.user_message.value
                        && texts
                            .positions
                            .get(&text.text)
                            .is_none_or(|at| *at >= of_classes)
                    {
                        texts.add(text.clone(), || described(vendor, entry));
                    }
                }
            }
        }
    }
    texts.list
}

/// A text as a book writes it: captures in braces, and literal braces doubled.
#[must_use]
pub fn source_text(text: &[Part]) -> String {
    let part = |part: &Part| match part {
        Part::Literal(text) => text.replace('{', "{{").replace('}', "}}"),
        Part::Capture { name, .. } => format!("{{{name}}}"),
    };
    text.iter().map(part).collect()
}

#[derive(Default)]
struct Texts {
    list: Vec<Original>,
    positions: HashMap<Pattern, usize>,
    /// What each text is known to be shown for.
    shown: HashSet<(usize, String)>,
}

impl Texts {
    fn add(&mut self, text: Template, shown: impl FnOnce() -> String) {
        if text.text.is_empty() {
            return;
        }
        let at = *self.positions.entry(text.text.clone()).or_insert_with(|| {
            let shown = Vec::new();
            self.list.push(Original { text, shown });
            self.list.len() - 1
        });
        let shown = shown();
        if self.shown.insert((at, shown.clone())) {
            self.list[at].shown.push(shown);
        }
    }
}

/// What a text is shown for.
fn described(vendor: &Vendor, entry: Entry) -> String {
    let name = &vendor.name;
    match entry {
        Entry::Code(code) => {
            let code = &vendor.codes[code];
            let domain = &vendor.domains[code.domain].name;
            format!("{name} {domain} {}: {}", code.wire, code.summary)
        }
        Entry::Unknown { domain, .. } => {
            format!("{name} {}: unknown codes", vendor.domains[domain].name)
        }
        Entry::Plain | Entry::Doubtful => format!("{name}: responses without a code"),
    }
}
