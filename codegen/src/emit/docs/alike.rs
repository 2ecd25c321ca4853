//! Codes with the same decisions. In a large catalogue, these are most codes, so their decisions are stated once.

use std::collections::HashMap;

use crate::model::{Arm, UserText, Vendor};

/// The minimum number of codes, or of anything else, for which a decision is stated separately. Fewer are easier to
/// read on their own.
pub(crate) const MANY: usize = 20;

/// The groups of a vendor's codes with the same decisions.
#[derive(Debug, Default)]
pub(crate) struct Alike {
    /// The codes of each group, in their order.
    pub(crate) groups: Vec<Vec<usize>>,
    of_code: Vec<Option<usize>>,
}

/// What the decisions about a code and their presentation depend on.
#[derive(PartialEq, Eq, Hash)]
struct Key<'m> {
    statuses: &'m [u16],
    /// The plans by operation; a single one if all operations of the domain share it.
    plans: Vec<(Option<usize>, usize)>,
    /// The domain that its statuses and reasons come from.
    domain: Option<usize>,
}

impl Alike {
    pub(crate) fn new(vendor: &Vendor) -> Self {
        let mut codes: HashMap<Key<'_>, Vec<usize>> = HashMap::new();
        let operations: Vec<Vec<usize>> = (0..vendor.domains.len())
            .map(|domain| operations(vendor, domain))
            .collect();
        let is_specific: Vec<bool> = vendor.plans.iter().map(|plan| is_specific(plan)).collect();
        for (index, code) in vendor.codes.iter().enumerate() {
            let plans = plans(vendor, &operations[code.domain], index);
            let is_alone =
                !code.rules.is_empty() || plans.iter().any(|(_, plan)| is_specific[*plan]);
            if !is_alone {
                let key = Key {
                    statuses: &code.statuses,
                    plans,
                    domain: depends_on_domain(vendor, index).then_some(code.domain),
                };
                codes.entry(key).or_default().push(index);
            }
        }
        let mut groups: Vec<Vec<usize>> = codes.into_values().collect();
        groups.retain(|codes| codes.len() >= MANY);
        groups.sort_unstable();
        Self::of_groups(groups, vendor.codes.len())
    }

    fn of_groups(groups: Vec<Vec<usize>>, codes: usize) -> Self {
        let mut of_code = vec![None; codes];
        for (at, group) in groups.iter().enumerate() {
            for code in group {
                of_code[*code] = Some(at);
            }
        }
        Self { groups, of_code }
    }

    /// The group of a code.
    pub(crate) fn group(&self, code: usize) -> Option<usize> {
        self.of_code[code]
    }
}

/// The operations that read a domain.
fn operations(vendor: &Vendor, domain: usize) -> Vec<usize> {
    let operations = vendor.operations.iter().enumerate();
    operations
        .filter(|(_, operation)| operation.domains.contains(&domain))
        .map(|(at, _)| at)
        .collect()
}

fn plans(vendor: &Vendor, operations: &[usize], code: usize) -> Vec<(Option<usize>, usize)> {
    let base = vendor.operations[vendor.request].plans[code];
    let plan = |operation: usize| vendor.operations[operation].plans[code];
    if operations.iter().all(|operation| plan(*operation) == base) {
        return vec![(None, base)];
    }
    let plans = operations.iter();
    plans.map(|at| (Some(*at), plan(*at))).collect()
}

/// Whether a plan shows the code's own text.
fn is_specific(plan: &[Arm]) -> bool {
    plan.iter()
        .any(|arm| arm.decision.user_message.value == UserText::OfCode)
}

fn depends_on_domain(vendor: &Vendor, code: usize) -> bool {
    let domain = &vendor.domains[vendor.codes[code].domain];
    let has_statuses = !vendor.codes[code].statuses.is_empty();
    domain.by_status
        || domain.raised_by_client
        || !domain.rules.is_empty()
        || (!has_statuses && !domain.when.is_empty())
}
