//! Successes that no response can be.

use super::Linter;
use crate::diagnostics::{Id, Path};
use crate::model::{Operation, Outcome, RuleText, Vendor};

/// Reports rules for a success that apply to nothing that could be one.
pub(super) fn rules(rules: &[RuleText], path: &Path<'_>, linter: &mut Linter<'_>) {
    let path = path.key("rules");
    let idle = |rule: &RuleText| rule.taken && !rule.counts;
    for (at, rule) in rules.iter().enumerate().filter(|(_, rule)| idle(rule)) {
        let message = format!("no response can be this success ({})", rule.applies());
        let diagnostic = Id::ImpossibleSuccess.diagnostic(message, "has no effect");
        let help = "a success has a 2xx, or a status that the rule names, and no unknown code";
        linter.report_at(&path.index(at), diagnostic.help(help));
    }
}

/// Reports an operation that never succeeds although others do.
pub(super) fn operation(vendor: &Vendor, name: &str, path: &Path<'_>, linter: &mut Linter<'_>) {
    let known = vendor.operations.iter().find(|known| known.name == name);
    let fails = known.is_some_and(|operation| !may_succeed(vendor, operation));
    if fails && may_succeed(vendor, &vendor.operations[vendor.request]) {
        let message = format!("operation `{name}` never succeeds");
        let diagnostic = Id::NeverSucceeds.diagnostic(message, "every response is a failure");
        let help = "put its `class` or `outcome` into a rule that says when it applies";
        linter.report_at_key(path, diagnostic.help(help));
    }
}

fn may_succeed(vendor: &Vendor, operation: &Operation) -> bool {
    let plans = operation.plans.iter().map(|plan| &vendor.plans[*plan]);
    let mut arms = plans.flatten();
    arms.any(|arm| arm.decision.outcome.value == Outcome::Success)
}
