//! The domains that a response belongs to, and the errors that these find in it.

use crate::body::Value;
use crate::element::Element;
use crate::tables::{Domain, NONE, Range, Source};
use crate::view::View;

impl<'t: 'v, 'v> View<'t, 'v> {
    /// The domains of an operation, in order of precedence, each with its index.
    pub(crate) fn domains(
        &self,
        operation: u16,
    ) -> impl Iterator<Item = (u16, &'t Domain)> + use<'t> {
        let vendor = self.vendor;
        let operation = vendor.operations.get(usize::from(operation));
        let order = operation
            .map(|operation| operation.domains)
            .unwrap_or_default()
            .of(vendor.precedence);
        order
            .iter()
            .filter_map(|index| Some((*index, vendor.domains.get(usize::from(*index))?)))
    }

    /// Whether the response belongs to a domain.
    pub(crate) fn is_claimed(&self, domain: &Domain) -> bool {
        let Range { lo, hi } = domain.statuses;
        (lo..=hi).contains(&self.status) && self.clause(domain.when, domain.envelope).is_some()
    }

    /// The errors that the response lists, in the order of the vendor's lists. Lists that no domain of the response names
    /// do not count.
    pub(crate) fn errors(&self, operation: u16) -> impl Iterator<Item = Element<'v>> + use<'t, 'v> {
        let own = self.clone();
        let lists = self.vendor.errors.iter();
        let named = lists.filter(move |list| own.is_named(operation, **list));
        let own = self.clone();
        let elements = named.flat_map(move |list| own.elements_of(*list));
        let own = self.clone();
        elements.filter(move |element| own.is_error(element))
    }

    /// Whether a domain of the response names the whole body as the list of its errors.
    pub(crate) fn is_list_of_errors(&self, operation: u16) -> bool {
        let root = self.vendor.nodes.first().map_or(NONE, |node| node.slot);
        let is_root = |list: &Source| matches!(*list, Source::Each { list, .. } if list == root);
        let mut lists = self.vendor.errors.iter().filter(|list| is_root(list));
        lists.any(|list| self.is_named(operation, *list))
    }

    /// Whether a domain of the response names this list as its errors.
    fn is_named(&self, operation: u16, list: Source) -> bool {
        let mut domains = self.domains(operation);
        domains.any(|(_, domain)| self.lists(domain, list) && self.is_claimed(domain))
    }

    /// Whether a domain names this list as its errors.
    pub(crate) fn lists(&self, domain: &Domain, list: Source) -> bool {
        self.lists_of(domain).contains(&list)
    }

    /// The lists of a domain's errors.
    pub(crate) fn lists_of(&self, domain: &Domain) -> &'t [Source] {
        let envelope = self.vendor.envelopes.get(usize::from(domain.envelope));
        let errors = envelope.map(|envelope| envelope.errors).unwrap_or_default();
        errors.of(self.vendor.errors)
    }

    fn elements_of(&self, list: Source) -> impl Iterator<Item = Element<'v>> + use<'t, 'v> {
        let slot = match list {
            Source::Each { list, .. } => list,
            _ => NONE,
        };
        let children = self.document.value(slot).into_iter();
        let children = children.flat_map(Value::children);
        children.map(move |value| Element { list, value })
    }

    fn is_error(&self, element: &Element<'v>) -> bool {
        match element.list {
            Source::Each { filters, .. } => self.is_selected(element.value, filters),
            _ => false,
        }
    }
}
