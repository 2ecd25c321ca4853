//! The walk over a vendor's file: each lint about one kind of part gets these parts from here.

use super::Linter;
use crate::diagnostics::{Path, Target};
use crate::lower::for_each;
use crate::model::{RuleText, Vendor};
use crate::syntax::{
    self, Allow, Details, Domain, Envelope, Fields, Map, OneOrMany, Operation, RateLimitSources,
    Rule, Source, UserMessage, Wait, When, Word,
};

/// A part of a vendor's file.
pub(super) enum Node<'s> {
    Domain(&'s str, &'s Domain),
    Code(Code<'s>),
    Operation(&'s str, &'s Operation),
    /// What is allowed in the entry that the path leads to, and in everything inside it.
    Allowed(&'s [Allow]),
    /// The rules of the layer that the path leads to.
    Rules(Layer<'s>, &'s [Rule]),
    /// What a layer or a rule decides.
    Fields(Fields<'s>),
    /// A text for the end user, at the location of the text or of the map that it is in.
    Text(&'s UserMessage),
    /// What a text of a response looks like.
    Pattern(&'s str),
    /// A location in a response. It is the key of what must be there, or a value.
    Pointer(&'s str, Target),
}

/// A code, with its position among all codes of the vendor.
pub(super) struct Code<'s> {
    pub(super) index: usize,
    pub(super) domain: &'s str,
    pub(super) wire: &'s str,
    pub(super) own: &'s syntax::Code,
}

/// What rules can belong to.
#[derive(Clone, Copy)]
pub(super) enum Layer<'s> {
    Vendor,
    Domain(usize),
    Code(usize),
    Operation(&'s str),
}

impl Layer<'_> {
    /// What the rules came to.
    pub(super) fn rules(self, vendor: &Vendor) -> &[RuleText] {
        match self {
            Self::Vendor => &vendor.rules,
            Self::Domain(at) => &vendor.domains[at].rules,
            Self::Code(at) => &vendor.codes[at].rules,
            Self::Operation(name) => {
                let mut operations = vendor.operations.iter();
                let operation = operations.find(|known| known.name == name);
                operation.map_or(&[], |operation| &operation.rules)
            }
        }
    }
}

/// Called with each part, inside the `allow`s of the entries around it.
type Visit<'v, 's> = dyn FnMut(&Node<'s>, &Path<'_>, &mut Linter<'_>) + 'v;

/// Visits all parts of a file.
pub(super) fn walk<'s>(
    vendor: &'s syntax::Vendor,
    linter: &mut Linter<'_>,
    visit: &mut Visit<'_, 's>,
) {
    let mut walk = Walk { linter, visit };
    walk.within(&vendor.allow, &Path::ROOT, |walk| walk.vendor(vendor));
}

struct Walk<'w, 'l, 'v, 's> {
    linter: &'w mut Linter<'l>,
    visit: &'w mut Visit<'v, 's>,
}

impl<'s> Walk<'_, '_, '_, 's> {
    fn visit(&mut self, node: &Node<'s>, path: &Path<'_>) {
        (self.visit)(node, path, self.linter);
    }

    fn within(&mut self, allow: &'s [Allow], path: &Path<'_>, walk: impl FnOnce(&mut Self)) {
        let around = self.linter.enter(allow);
        self.visit(&Node::Allowed(allow), path);
        walk(self);
        self.linter.leave(around);
    }

    fn vendor(&mut self, own: &'s syntax::Vendor) {
        let root = Path::ROOT;
        self.envelope(&own.envelope, &root.key("envelope"));
        for_each(&own.retry_after, &root.key("retry_after"), |own, path| {
            self.wait(own, path);
        });
        let limits = root.key("rate_limits");
        for (name, own) in own.rate_limits.iter() {
            self.rate_limit(own, &limits.key(name));
        }
        self.conditions(own.success.as_ref(), &root.key("success"));
        self.layer(Layer::Vendor, own.fields(), &own.rules, &root);
        let [domains, operations] = ["domains", "operations"].map(|key| root.key(key));
        let mut codes = 0..;
        for (at, (name, own)) in own.domains.iter().enumerate() {
            let path = domains.key(name);
            self.within(&own.allow, &path, |walk| {
                walk.visit(&Node::Domain(name, own), &path);
                walk.layer(Layer::Domain(at), own.fields(), &own.rules, &path);
                walk.domain(name, own, &mut codes, &path);
            });
        }
        for (name, own) in own.operations.iter() {
            let path = operations.key(name);
            self.within(&own.allow, &path, |walk| {
                walk.visit(&Node::Operation(name, own), &path);
                walk.conditions(own.success.as_ref(), &path.key("success"));
                walk.layer(Layer::Operation(name), own.fields(), &own.rules, &path);
            });
        }
    }

    fn domain(
        &mut self,
        domain: &'s str,
        own: &'s Domain,
        indices: &mut impl Iterator<Item = usize>,
        path: &Path<'_>,
    ) {
        self.envelope(&own.envelope, &path.key("envelope"));
        let [categories, codes] = ["categories", "codes"].map(|key| path.key(key));
        for (name, own) in own.categories.iter() {
            self.fields(own.fields(), &categories.key(name));
        }
        for ((wire, own), index) in own.codes.iter().zip(indices) {
            let path = codes.key(wire);
            let code = Code {
                index,
                domain,
                wire,
                own,
            };
            self.within(&own.allow, &path, |walk| {
                walk.visit(&Node::Code(code), &path);
                walk.layer(Layer::Code(index), own.fields(), &own.rules, &path);
            });
        }
    }

    fn layer(&mut self, layer: Layer<'s>, fields: Fields<'s>, rules: &'s [Rule], path: &Path<'_>) {
        self.fields(fields, path);
        self.visit(&Node::Rules(layer, rules), path);
        let path = path.key("rules");
        for (at, rule) in rules.iter().enumerate() {
            let path = path.index(at);
            self.fields(rule.fields(), &path);
            self.conditions(rule.when.as_ref(), &path.key("when"));
        }
    }

    fn fields(&mut self, fields: Fields<'s>, path: &Path<'_>) {
        if let Some(text) = fields.user_message {
            self.visit(&Node::Text(text), &path.key("user_message"));
        }
        self.visit(&Node::Fields(fields), path);
    }

    fn conditions(&mut self, when: Option<&'s OneOrMany<When>>, path: &Path<'_>) {
        let Some(when) = when else { return };
        for_each(when, path, |when, path| {
            let [field, detail] = ["field", "detail"].map(|key| path.key(key));
            for (pointer, _) in when.field.iter().flat_map(Map::iter) {
                self.visit(&Node::Pointer(pointer, Target::Key), &field.key(pointer));
            }
            if let Some(patterns) = &when.message {
                self.patterns(patterns, &path.key("message"));
            }
            for (name, patterns) in when.detail.iter().flat_map(Map::iter) {
                self.patterns(patterns, &detail.key(name));
            }
        });
    }

    fn patterns(&mut self, patterns: &'s OneOrMany<Word>, path: &Path<'_>) {
        for_each(patterns, path, |pattern, path| {
            self.visit(&Node::Pattern(&pattern.0), path);
        });
    }

    fn envelope(&mut self, own: &'s Envelope, path: &Path<'_>) {
        self.conditions(own.when.as_ref(), &path.key("when"));
        for (key, own) in own.lists() {
            self.sources(own, &path.key(key));
        }
        if let Some(own) = &own.details {
            self.details(own, &path.key("details"));
        }
        let fields = path.key("fields");
        for (name, own) in own.fields.iter().flat_map(Map::iter) {
            self.sources(own, &fields.key(name));
        }
    }

    fn details(&mut self, own: &'s Details, path: &Path<'_>) {
        self.pointer(Some(&own.at), &path.key("at"));
        let parts = [
            ("field", &own.field),
            ("message", &own.message),
            ("code", &own.code),
        ];
        for (key, own) in parts {
            self.pointer(own.as_ref(), &path.key(key));
        }
    }

    fn sources(&mut self, own: &'s OneOrMany<Source>, path: &Path<'_>) {
        for_each(own, path, |own, path| self.source(own, path));
    }

    fn source(&mut self, own: &'s Source, path: &Path<'_>) {
        match own {
            Source::Place(text) => self.pointer(Some(text), path),
            Source::Map(own) => {
                self.pointer(own.at.as_ref(), &path.key("at"));
                self.patterns(&own.pattern, &path.key("pattern"));
            }
        }
    }

    fn wait(&mut self, own: &'s Wait, path: &Path<'_>) {
        self.pointer(own.at.as_ref(), &path.key("at"));
        self.patterns(&own.pattern, &path.key("pattern"));
        self.conditions(own.when.as_ref(), &path.key("when"));
    }

    fn rate_limit(&mut self, own: &'s RateLimitSources, path: &Path<'_>) {
        for (key, own) in [("limit", &own.limit), ("remaining", &own.remaining)] {
            if let Some(own) = own {
                self.source(own, &path.key(key));
            }
        }
        if let Some(own) = &own.reset {
            self.wait(own, &path.key("reset"));
        }
    }

    fn pointer(&mut self, own: Option<&'s String>, path: &Path<'_>) {
        if let Some(text) = own {
            self.visit(&Node::Pointer(text, Target::Value), path);
        }
    }
}
