//! The book as the docs see it: everything in it has a link.

use super::alike::Alike;
use super::anchors::{self, Anchors, CHOSEN};
use faultbook_runtime::WrittenResponse;
use faultbook_runtime::v1;

use crate::Loaded;
use crate::cldr::PluralCategory;
use crate::document::{Document, Inline, Target, TextForm};
use crate::emit::{evidence, written};
use crate::model::{
    ActionId, Arm, Book, Class, ClassId, Clause, Entry, Pattern, Retry, RuleText, Statuses,
    Template, Vendor, statuses_of,
};
use crate::render::{self, Names};

/// A book, and the anchors of everything in it.
pub(crate) struct Docs<'a> {
    pub(crate) book: &'a Book,
    /// By class.
    pub(crate) classes: Vec<String>,
    /// By action.
    pub(crate) actions: Vec<String>,
    vendors: Vec<(Anchors, Vec<Vec<usize>>, Alike, v1::Vendor<'a>)>,
}

/// A vendor of the book.
pub(crate) struct View<'a> {
    pub(crate) docs: &'a Docs<'a>,
    pub(crate) vendor: &'a Vendor,
    pub(crate) anchors: &'a Anchors,
    /// The examples of each code.
    pub(crate) examples: &'a [Vec<usize>],
    pub(crate) alike: &'a Alike,
    tables: &'a v1::Vendor<'a>,
}

impl<'a> Docs<'a> {
    pub(crate) fn new(loaded: &'a Loaded) -> Self {
        let book = &loaded.book;
        let vendors = book.vendors.iter().zip(&loaded.tables);
        Self {
            book,
            classes: anchors::classes(book),
            actions: anchors::actions(book),
            vendors: vendors
                .map(|(vendor, tables)| {
                    let examples = evidence::examples_by_code(vendor);
                    let anchors = Anchors::new(vendor);
                    (anchors, examples, Alike::new(vendor), tables.vendor())
                })
                .collect(),
        }
    }

    pub(crate) fn views(&self) -> impl Iterator<Item = View<'_>> {
        let vendors = self.book.vendors.iter().zip(&self.vendors);
        vendors.map(|(vendor, (anchors, examples, alike, tables))| View {
            docs: self,
            vendor,
            anchors,
            examples,
            alike,
            tables,
        })
    }

    pub(crate) fn class(&self, class: ClassId) -> Inline {
        let target = Target::new("classes", &self.classes[class.index()]);
        Inline::code(&self.book.classes[class].name).link(target)
    }

    /// Actions in the order in which they must be taken.
    pub(crate) fn actions(&self, actions: &[ActionId]) -> Inline {
        Inline::join(actions.iter().map(|action| self.action(*action)), ", ")
    }

    /// The statuses that have a class by default; empty for none.
    pub(crate) fn class_statuses(&self, class: ClassId) -> String {
        let statuses = &self.book.classes[class].statuses;
        render::statuses_among(statuses, &[render::ANY])
    }

    /// The retry policy of a class. A class knows no vendor, so its policy cannot name an operation.
    pub(crate) fn class_retry(&self, class: ClassId) -> Inline {
        let retry = self.book.classes[class].retry.as_ref();
        retry.map_or_else(Inline::default, |retry| render::retry(retry, self))
    }

    /// The text of a class for end users.
    pub(crate) fn class_text(&self, class: &Class) -> Inline {
        self.user_text(&class.text().into())
    }

    /// A text for end users, in all languages of the book.
    pub(crate) fn user_text(&self, original: &Template) -> Inline {
        if original.text.is_empty() {
            return Inline::default();
        }
        let Some(own) = self.book.languages.first() else {
            return Inline::quoted(&render::template(original));
        };
        let translations = self.book.translations(&original.text);
        let all = [(own.tag.as_str(), original)].into_iter();
        Inline::texts(all.chain(translations).flat_map(forms))
    }

    /// Explains the mark of chosen numbers, if a document contains one.
    pub(crate) fn footnote(document: &mut Document) {
        if document.links_to(&chosen()) {
            let text = "* The book's own choice: no document gives this number.";
            document.footnote(CHOSEN, text);
        }
    }
}

/// The forms of a text in a language.
fn forms((tag, template): (&str, &Template)) -> Vec<TextForm> {
    let has_forms = template.plural.is_some();
    let form = |(category, text): (PluralCategory, &Pattern)| TextForm {
        tag: tag.to_owned(),
        category: if has_forms { category.as_str() } else { "" },
        text: render::parts(text),
    };
    template.forms().map(form).collect()
}

fn chosen() -> Target {
    Target::new("", CHOSEN)
}

impl Names for Docs<'_> {
    fn action(&self, action: ActionId) -> Inline {
        let target = Target::new("actions", &self.actions[action.index()]);
        Inline::code(&self.book.actions[action].name).link(target)
    }

    fn operation(&self, _: usize) -> Inline {
        "call".into()
    }

    fn chosen(&self) -> Inline {
        Inline::from("*").link(chosen())
    }
}

impl Names for View<'_> {
    fn action(&self, action: ActionId) -> Inline {
        self.docs.action(action)
    }

    fn operation(&self, operation: usize) -> Inline {
        let name = Inline::code(&self.vendor.operations[operation].name);
        self.link(name, &self.anchors.operations[operation])
    }

    fn chosen(&self) -> Inline {
        self.docs.chosen()
    }
}

impl<'a> View<'a> {
    /// A response with a code that no example shows; `None` if none can be written.
    pub(crate) fn sample(&self, code: usize) -> Option<WrittenResponse> {
        if !self.examples[code].is_empty() {
            return None;
        }
        written::response(self.vendor, self.tables, code, v1::write_described)
    }

    /// A section of the vendor's page.
    pub(crate) fn target(&self, anchor: &str) -> Target {
        Target::new(&self.vendor.name, anchor)
    }

    /// A text that links to a section of the vendor's page.
    pub(crate) fn link(&self, text: impl Into<Inline>, anchor: &str) -> Inline {
        text.into().link(self.target(anchor))
    }

    /// The vendor's title, which links to its page.
    pub(crate) fn title(&self) -> Inline {
        self.link(Inline::text(&self.vendor.title), "")
    }

    pub(crate) fn code(&self, code: usize) -> Inline {
        let wire = Inline::code(&self.vendor.codes[code].wire);
        self.link(wire, &self.anchors.codes[code])
    }

    /// A code, with its domain if another one has the same string.
    pub(crate) fn code_of_domain(&self, code: usize) -> Inline {
        if !self.anchors.has_namesake[code] {
            return self.code(code);
        }
        let domain = &self.vendor.domains[self.vendor.codes[code].domain];
        self.code(code) + " (" + Inline::text(&domain.name) + ")"
    }

    pub(crate) fn domain(&self, domain: usize) -> Inline {
        let title = Inline::text(&self.vendor.domains[domain].title);
        self.link(title, &self.anchors.domains[domain])
    }

    pub(crate) fn example(&self, index: usize) -> Inline {
        let name = Inline::text(&self.vendor.examples[index].name);
        self.link(name, &self.anchors.examples[index])
    }

    /// How a policy reads.
    pub(crate) fn retry(&self, retry: &Retry) -> Inline {
        render::retry(retry, self)
    }

    /// The statuses that a code may occur with: the documented ones, or else those of its domain's responses.
    pub(crate) fn code_statuses(&self, code: usize) -> Statuses {
        let code = &self.vendor.codes[code];
        if code.statuses.is_empty() {
            return self.domain_statuses(code.domain);
        }
        code.statuses
            .iter()
            .map(|status| (*status, *status))
            .collect()
    }

    /// The statuses of a domain's responses; 0 if the client raises its codes.
    pub(crate) fn domain_statuses(&self, domain: usize) -> Statuses {
        let domain = &self.vendor.domains[domain];
        if domain.raised_by_client {
            return vec![(0, 0)];
        }
        if domain.when.is_empty() {
            return vec![render::ANY];
        }
        let of_clause = |clause: &Clause| {
            let named = statuses_of(clause).cloned();
            named.unwrap_or_else(|| vec![render::ANY])
        };
        render::normalized(&domain.when.iter().flat_map(of_clause).collect::<Vec<_>>())
    }

    /// The plan of an operation for an entry.
    pub(crate) fn plan(&self, operation: usize, entry: Entry) -> &'a [Arm] {
        let plan = self.vendor.plan_of(operation, entry);
        plan.map_or(&[], |plan| &self.vendor.plans[plan])
    }

    /// The number of codes in a group, as a link to their decisions.
    pub(crate) fn alike(&self, group: usize) -> Inline {
        let codes = Inline::count(self.alike.groups[group].len(), "code", "codes");
        self.link(codes, &anchors::alike(group))
    }

    /// The vendor's own rules that some response meets.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &'a RuleText> {
        self.vendor.rules.iter().filter(|rule| rule.taken)
    }
}
