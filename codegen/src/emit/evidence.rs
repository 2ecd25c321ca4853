//! Which examples show which codes.

use std::collections::HashMap;

use crate::model::{Example, Situation, Vendor};

/// By code, the examples of it.
pub(crate) fn examples_by_code(vendor: &Vendor) -> Vec<Vec<usize>> {
    let mut examples = vec![Vec::new(); vendor.codes.len()];
    let mut codes: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, code) in vendor.codes.iter().enumerate() {
        codes.entry(&code.wire).or_default().push(index);
    }
    for (index, example) in vendor.examples.iter().enumerate() {
        let candidates = match example.situation {
            Situation::Raised(code) => vec![code],
            Situation::Response { .. } => {
                let wire = example.expected("code").and_then(|wire| codes.get(wire));
                wire.cloned().unwrap_or_default()
            }
        };
        let shown = candidates
            .into_iter()
            .filter(|code| may_show(vendor, example, *code));
        shown.for_each(|code| examples[code].push(index));
    }
    examples
}

/// Whether the code may be of the domain that the example is about.
fn may_show(vendor: &Vendor, example: &Example, code: usize) -> bool {
    let domain = vendor.codes[code].domain;
    let domains = &vendor.operations[example.operation].domains;
    match (&example.situation, example.expected("domain")) {
        (Situation::Raised(_), _) => true,
        (_, Some(name)) => *name == vendor.domains[domain].name,
        (_, None) => domains.contains(&domain),
    }
}
