//! The rules of a vendor's layers in words, for the docs.

use super::scope::Scope;
use crate::decide::{Alternative, LayerSettings, Layers, Rule};
use crate::document::Inline;
use crate::model::{RuleText, Test, Vendor};
use crate::render::{self, one_of};

/// Adds the rules to what they belong to. The decisions must have been made, so that it is known which rules apply at all.
pub(super) fn describe(vendor: &mut Vendor, layers: &Layers, scope: &Scope<'_>) {
    let wires: Vec<String> = vendor.codes.iter().map(|code| code.wire.clone()).collect();
    let names = Names {
        scope,
        wires: &wires,
    };
    vendor.rules = names.texts(&layers.vendor);
    for (domain, settings) in vendor.domains.iter_mut().zip(&layers.domains) {
        domain.rules = names.texts(settings);
    }
    for (code, settings) in vendor.codes.iter_mut().zip(&layers.codes) {
        code.rules = names.texts(settings);
    }
    for (operation, settings) in vendor.operations.iter_mut().zip(&layers.operations) {
        operation.rules = names.texts(settings);
    }
}

/// The names of what conditions refer to.
struct Names<'n> {
    scope: &'n Scope<'n>,
    /// The wire strings of the codes.
    wires: &'n [String],
}

impl Names<'_> {
    fn texts(&self, settings: &LayerSettings) -> Vec<RuleText> {
        let text = |rule: &Rule| RuleText {
            when: self.condition(&rule.when),
            because: rule.because.clone(),
            taken: rule.taken.get(),
            counts: rule.counts.get(),
        };
        settings.rules.iter().map(text).collect()
    }

    fn condition(&self, when: &[Alternative]) -> Inline {
        Inline::join(when.iter().map(|it| self.alternative(it)), ", or ")
    }

    fn alternative(&self, own: &Alternative) -> Inline {
        let status = own.statuses.clone().map(Test::Status);
        let status = status.iter().map(render::test);
        let classes = self.scope.vocabulary.class_names();
        let category =
            |(domain, category): &(usize, usize)| self.scope.categories[*domain][*category];
        let named = [
            is("the code is ", own.codes.as_ref(), |at| {
                self.wires[*at].as_str()
            }),
            is("the domain is ", own.domains.as_ref(), |at| {
                self.scope.domains[*at]
            }),
            is("the category is ", own.categories.as_ref(), category),
            is("the class is ", own.classes.as_ref(), |at| {
                classes[at.index()]
            }),
        ];
        let tests = own.tests.iter().map(render::test);
        let parts = status.chain(named.into_iter().flatten()).chain(tests);
        Inline::join(parts, " and ")
    }
}

/// Which of several names something must have. Things of several domains may have one name.
fn is<'n, T>(
    begin: &'static str,
    own: Option<&Vec<T>>,
    name: impl Fn(&T) -> &'n str,
) -> Option<Inline> {
    let mut names: Vec<&str> = Vec::new();
    for name in own?.iter().map(name) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let names = names.into_iter().map(Inline::code);
    Some(Inline::from(begin) + one_of(names))
}
