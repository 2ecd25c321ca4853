//! Which statuses are alike.

use std::collections::BTreeSet;

use faultbook_codegen::model::{Test, Vendor};

/// Ranges of statuses, with both ends, within which nothing that a vendor's plans and conditions ask tells one status
/// from another.
pub(super) fn ranges(vendor: &Vendor) -> Vec<(u16, u16)> {
    let starts = starts(vendor);
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([u16::MAX]);
    starts.iter().copied().zip(ends).collect()
}

fn starts(vendor: &Vendor) -> BTreeSet<u16> {
    let mut asked: Vec<(u16, u16)> = Vec::new();
    let arms = vendor.plans.iter().flatten();
    asked.extend(arms.clone().map(|arm| (arm.lo, arm.hi)));
    let by_status = vendor.domains.iter().filter(|domain| domain.by_status);
    let codes = by_status.flat_map(|domain| &vendor.codes[domain.codes.clone()]);
    let statuses = codes.filter_map(|code| code.wire.parse().ok());
    asked.extend(statuses.map(|status: u16| (status, status)));
    let conditions = arms.flat_map(|arm| &arm.conditions);
    let conditions = conditions
        .chain(vendor.domains.iter().map(|domain| &domain.when))
        .chain(vendor.operations.iter().map(|operation| &operation.success));
    for test in conditions.flatten().flat_map(|clause| clause.iter()) {
        if let Test::Status(statuses) = test {
            asked.extend(statuses);
        }
    }
    let ends = asked.iter().filter_map(|(_, hi)| hi.checked_add(1));
    let starts = asked.iter().map(|(lo, _)| *lo);
    starts.chain(ends).chain([0]).collect()
}
