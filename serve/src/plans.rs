//! What the next calls get: answers that were armed, in a row, and a share of failures.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::Duration;

use serde_yaml::Value;

use crate::routes::Route;
use crate::step::{Step, What};

/// The most answers that wait for calls of one operation.
const LONGEST: usize = 1000;

#[derive(Debug, Default)]
pub(crate) struct Plans {
    plans: HashMap<Route, Plan>,
}

#[derive(Debug, Default)]
struct Plan {
    next: VecDeque<Step>,
    share: Option<Step>,
    /// What the share has added up to, in percent of a call.
    due: u32,
}

impl Plans {
    /// Adds answers for the next calls of an operation. One with a percentage replaces the operation's share of failures.
    ///
    /// # Errors
    /// Returns an error if there are too many.
    pub(crate) fn arm(&mut self, route: Route, steps: Vec<Step>) -> Result<(), String> {
        let plan = self.plans.entry(route).or_default();
        if plan.next.len() + steps.len() > LONGEST {
            return Err(format!("more than {LONGEST} answers wait for calls"));
        }
        for step in steps {
            if step.percent.is_some() {
                plan.share = Some(step);
            } else {
                plan.next.push_back(step);
            }
        }
        Ok(())
    }

    /// Removes all answers.
    pub(crate) fn clear(&mut self) {
        self.plans.clear();
    }

    /// What the next call of an operation gets.
    pub(crate) fn next(&mut self, route: Route) -> Step {
        let armed = self.plans.get_mut(&route).and_then(Plan::next);
        armed.unwrap_or(SUCCESS)
    }

    /// What a call gets that asks for an answer itself: with a percentage, most succeed.
    pub(crate) fn asked(&mut self, route: Route, step: Step) -> Step {
        let plan = self.plans.entry(route).or_default();
        match step.percent {
            Some(percent) if !plan.is_due(percent) => SUCCESS,
            _ => step,
        }
    }
}

/// The lines of a plan file, as `--fail` takes them: for each vendor and operation an answer or a list of answers.
///
/// # Errors
/// Returns what is wrong with the file.
pub(crate) fn parse_file(text: &str) -> Result<Vec<String>, String> {
    // As a value first, which has no duplicate keys.
    let file = serde_yaml::from_str::<Value>(text);
    let file: BTreeMap<String, BTreeMap<String, Value>> = file
        .and_then(serde_yaml::from_value)
        .map_err(|error| error.to_string())?;
    let mut lines = Vec::new();
    for (vendor, operations) in file {
        for (operation, answers) in operations {
            let answers = match answers {
                Value::Sequence(answers) => answers,
                answer => vec![answer],
            };
            let answers: Option<Vec<String>> = answers.iter().map(scalar).collect();
            let answers = answers.ok_or_else(|| {
                format!("`{operation}` of `{vendor}` must be an answer or a list of answers")
            })?;
            lines.push(format!("{vendor} {operation}: {}", answers.join(", ")));
        }
    }
    Ok(lines)
}

/// An answer; a status is a number.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What a call gets that nothing was armed for.
const SUCCESS: Step = Step {
    what: What::Success,
    wait: None,
    delay: Duration::ZERO,
    percent: None,
};

impl Plan {
    fn next(&mut self) -> Option<Step> {
        if let Some(step) = self.next.pop_front() {
            return Some(step);
        }
        let share = self.share.clone()?;
        self.is_due(share.percent?).then_some(share)
    }

    /// Whether the next call belongs to a share of calls. Of 20 %, it is every fifth: a test has the same result each time.
    fn is_due(&mut self, percent: u8) -> bool {
        self.due += u32::from(percent);
        let is_due = self.due >= 100;
        self.due %= 100;
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::step::parse_all;

    #[test]
    fn armed_answers_come_before_a_share_of_failures() {
        let route = Route {
            vendor: 0,
            operation: 1,
        };
        let mut plans = Plans::default();
        let steps = parse_all("A, ok, 40%:B").unwrap();
        plans.arm(route, steps).unwrap();
        let code = |step: Step| match step.what {
            What::Code(code) => code,
            _ => "ok".to_owned(),
        };
        let mut next = || code(plans.next(route));
        let got: Vec<String> = (0..8).map(|_| next()).collect();
        assert_eq!(got.join(" "), "A ok ok ok B ok B ok");
        let other = Route {
            vendor: 0,
            operation: 0,
        };
        assert_eq!(plans.next(other).what, What::Success);
        plans.clear();
        assert_eq!(plans.next(route).what, What::Success);
        let asked: Step = "50%:C".parse().unwrap();
        let mut got = (0..4).map(|_| code(plans.asked(route, asked.clone())));
        assert!(got.by_ref().eq(["ok", "C", "ok", "C"]));
    }

    #[test]
    fn a_file_is_a_plan_for_each_operation() {
        let text = "shop:\n  pay: [A;wait=2s, 503, \"20%:B\"]\n  list: ok;delay=1s\n";
        let lines = ["shop list: ok;delay=1s", "shop pay: A;wait=2s, 503, 20%:B"];
        assert_eq!(parse_file(text).unwrap(), lines);
        for text in [
            "shop: A",
            "shop: { pay: { A: 1 } }",
            "- A",
            "shop: { pay: A, pay: B }",
        ] {
            assert!(parse_file(text).is_err(), "{text}");
        }
    }

    #[test]
    fn too_many_answers_are_refused() {
        let route = Route {
            vendor: 0,
            operation: 0,
        };
        let step: Step = "503".parse().unwrap();
        let mut plans = Plans::default();
        assert!(plans.arm(route, vec![step.clone(); LONGEST]).is_ok());
        assert!(plans.arm(route, vec![step]).is_err());
    }
}
