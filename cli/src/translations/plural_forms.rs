//! The plural forms of PO files: a number for each form, and an expression in C that says which form a number takes.

use anyhow::{Context, bail};
use faultbook_codegen::cldr::{PluralCategory, Rule, plural_rules};

/// The whole numbers that show which form an expression means.
const SAMPLES: std::ops::RangeInclusive<u64> = 0..=1000;
/// The one that shows which form is for millions.
const MILLION: u64 = 1_000_000;

/// The categories of a language, in the order of its forms.
pub(super) fn categories(tag: &str) -> Vec<PluralCategory> {
    let rules = plural_rules(tag).unwrap_or_default().into_iter();
    let named = rules.map(|(category, _)| category);
    named.chain([PluralCategory::Other]).collect()
}

/// The header `Plural-Forms` of a language.
pub(super) fn header(tag: &str) -> String {
    let rules = plural_rules(tag).unwrap_or_default();
    // A form for decimals alone has no number.
    let choices = (0..).zip(&rules).filter_map(|(form, (_, rule))| {
        let condition = condition(rule)?;
        Some(format!("{condition} ? {form} : "))
    });
    let (choices, other) = (choices.collect::<String>(), rules.len());
    format!("nplurals={}; plural=({choices}{other});", other + 1)
}

/// A rule of the Unicode CLDR for whole numbers, in C; `None` if it holds for none.
fn condition(rule: &str) -> Option<String> {
    let alternatives = rule.split(" or ").filter_map(|all| {
        let relations = all.split(" and ").map(relation);
        let mut tests: Vec<String> = relations.collect::<Option<_>>()?;
        tests.retain(|test| !test.is_empty());
        Some(tests.join(" && "))
    });
    let alternatives: Vec<String> = alternatives.collect();
    (!alternatives.is_empty()).then(|| alternatives.join(" || "))
}

/// A relation in C; empty if it holds for all whole numbers, `None` if for none.
fn relation(relation: &str) -> Option<String> {
    let (left, wanted) = relation.split_once("= ")?;
    let is_negated = left.ends_with('!');
    let left = left.trim_end_matches([' ', '!']);
    let (operand, modulus) = left.split_once(" % ").unwrap_or((left, ""));
    if !["n", "i"].contains(&operand) {
        // The digits after the point are zero in number and in value.
        let holds = wanted.split(',').any(|number| number == "0") != is_negated;
        return holds.then(String::new);
    }
    let value = match modulus {
        "" => "n".to_owned(),
        modulus => format!("n%{modulus}"),
    };
    let tests = wanted.split(',').map(|range| match range.split_once("..") {
        Some((first, last)) if is_negated => format!("({value}<{first} || {value}>{last})"),
        Some((first, last)) => format!("{value}>={first} && {value}<={last}"),
        None if is_negated => format!("{value}!={range}"),
        None => format!("{value}=={range}"),
    });
    let tests: Vec<String> = tests.collect();
    Some(match tests.len() {
        1 => tests.concat(),
        _ if is_negated => tests.join(" && "),
        _ => format!("({})", tests.join(" || ")),
    })
}

/// Which form of a file each category of a language is; an error if the file divides numbers otherwise.
pub(super) fn positions(tag: &str, header: &str) -> anyhow::Result<Vec<usize>> {
    let field = |name: &str| {
        let mut fields = header.split(';').map(str::trim);
        fields.find_map(|field| field.strip_prefix(name)?.trim_start().strip_prefix('='))
    };
    let expected = || {
        format!(
            "`Plural-Forms` of `{tag}` must be as in `{}`",
            self::header(tag)
        )
    };
    let forms = field("nplurals").and_then(|forms| forms.trim().parse::<usize>().ok());
    let expression = field("plural").and_then(Expression::parse);
    let (forms, expression) = forms.zip(expression).with_context(expected)?;
    let rules = plural_rules(tag).unwrap_or_default();
    let mut positions = vec![None; rules.len() + 1];
    for number in SAMPLES.chain([MILLION]) {
        let category = category_of(&rules, number);
        let form = usize::try_from(expression.value(number)).ok();
        let form = form.filter(|form| *form < forms).with_context(expected)?;
        if *positions[category].get_or_insert(form) != form {
            bail!(expected());
        }
    }
    // What remains is for decimals, and no whole number takes it.
    let unused = (0..forms).find(|form| !positions.contains(&Some(*form)));
    let all = positions.into_iter().map(|position| position.or(unused));
    all.collect::<Option<_>>().with_context(expected)
}

/// The position of the category of a whole number.
fn category_of(rules: &[Rule], number: u64) -> usize {
    let holds = |(_, rule): &Rule| {
        let condition = condition(rule).and_then(|condition| Expression::parse(&condition));
        condition.is_some_and(|condition| condition.value(number) != 0)
    };
    rules.iter().position(holds).unwrap_or(rules.len())
}

/// An expression of gettext: a part of C with a single variable.
enum Expression {
    Number,
    Constant(u64),
    Not(Box<Self>),
    Binary(&'static str, Box<[Self; 2]>),
    Choice(Box<[Self; 3]>),
}

/// The operators, from those that bind least to those that bind most. At the same place, longer ones come first.
const OPERATORS: [&[&str]; 5] = [
    &["||"],
    &["&&"],
    &["==", "!="],
    &["<=", ">=", "<", ">"],
    &["%"],
];

/// The deepest expression that is read.
const DEEPEST: usize = 64;
/// The longest one, in bytes: each operator adds a level to what is evaluated.
const LONGEST: usize = 1000;

impl Expression {
    fn parse(text: &str) -> Option<Self> {
        let text: String = text.split_whitespace().collect();
        if text.len() > LONGEST {
            return None;
        }
        let (expression, rest) = Self::choice(&text, DEEPEST)?;
        rest.is_empty().then_some(expression)
    }

    fn choice(text: &str, depth: usize) -> Option<(Self, &str)> {
        let depth = depth.checked_sub(1)?;
        let (condition, rest) = Self::binary(text, 0, depth)?;
        let Some(rest) = rest.strip_prefix('?') else {
            return Some((condition, rest));
        };
        let (then, rest) = Self::choice(rest, depth)?;
        let (otherwise, rest) = Self::choice(rest.strip_prefix(':')?, depth)?;
        Some((Self::Choice(Box::new([condition, then, otherwise])), rest))
    }

    fn binary(text: &str, level: usize, depth: usize) -> Option<(Self, &str)> {
        let Some(operators) = OPERATORS.get(level) else {
            return Self::operand(text, depth);
        };
        let (mut left, mut rest) = Self::binary(text, level + 1, depth)?;
        while let Some(operator) = operators
            .iter()
            .find(|operator| rest.starts_with(**operator))
        {
            let (right, behind) = Self::binary(&rest[operator.len()..], level + 1, depth)?;
            left = Self::Binary(operator, Box::new([left, right]));
            rest = behind;
        }
        Some((left, rest))
    }

    fn operand(text: &str, depth: usize) -> Option<(Self, &str)> {
        if let Some(rest) = text.strip_prefix('n') {
            return Some((Self::Number, rest));
        }
        if let Some(rest) = text.strip_prefix('!') {
            let (operand, rest) = Self::operand(rest, depth.checked_sub(1)?)?;
            return Some((Self::Not(Box::new(operand)), rest));
        }
        if let Some(rest) = text.strip_prefix('(') {
            let (inner, rest) = Self::choice(rest, depth)?;
            return Some((inner, rest.strip_prefix(')')?));
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = text.split_at(digits);
        Some((Self::Constant(digits.parse().ok()?), rest))
    }

    fn value(&self, number: u64) -> u64 {
        match self {
            Self::Number => number,
            Self::Constant(value) => *value,
            Self::Not(operand) => u64::from(operand.value(number) == 0),
            Self::Choice(parts) => {
                let [condition, then, otherwise] = &**parts;
                let chosen = if condition.value(number) == 0 {
                    otherwise
                } else {
                    then
                };
                chosen.value(number)
            }
            Self::Binary(operator, operands) => {
                let [left, right] = &**operands;
                let (left, right) = (left.value(number), right.value(number));
                u64::from(match *operator {
                    "||" => left != 0 || right != 0,
                    "&&" => left != 0 && right != 0,
                    "==" => left == right,
                    "!=" => left != right,
                    "<" => left < right,
                    ">" => left > right,
                    "<=" => left <= right,
                    ">=" => left >= right,
                    // The only one whose value is not a truth value. Nothing is divided by zero.
                    _ => return left.checked_rem(right).unwrap_or(0),
                })
            }
        }
    }
}
