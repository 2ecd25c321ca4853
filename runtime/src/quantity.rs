//! Numbers in texts for end users: how a language writes them, and which plural form they need.

use core::fmt::{self, Write};

use crate::tables::Numbers;
use crate::text::Text;

/// Writes a number as a language does. The digits stay the same.
pub(crate) fn write(number: Text<'_>, numbers: Numbers, out: &mut impl Write) -> fmt::Result {
    let whole = number.chars().take_while(|c| *c != '.');
    // The digits before the decimal separator that are still to come.
    let mut left = whole.filter(char::is_ascii_digit).count();
    let is_grouped = left >= 3 + usize::from(numbers.least);
    for c in number.chars() {
        match c {
            // Otherwise the sign would be on the other side of the number.
            '-' if numbers.right_to_left => out.write_str("\u{200e}-")?,
            '.' => out.write_char(numbers.decimal)?,
            c => out.write_char(c)?,
        }
        if c.is_ascii_digit() && left > 0 {
            left -= 1;
            if is_grouped && ends_group(left, numbers.indian) {
                out.write_char(numbers.group)?;
            }
        }
    }
    Ok(())
}

/// Whether a separator precedes the last digits of a whole number.
const fn ends_group(last: usize, indian: bool) -> bool {
    match last {
        0..=2 => false,
        _ if indian => last % 2 == 1,
        _ => last.is_multiple_of(3),
    }
}

/// What the plural rules of the Unicode CLDR test, by the names that they have there.
#[derive(Default)]
pub(crate) struct Operands {
    /// The absolute value, if it is whole.
    n: Option<u128>,
    /// The digits before the point.
    i: u128,
    /// The number of digits after the point.
    v: u128,
    /// The digits after the point.
    f: u128,
    /// The same without zeros at the end.
    t: u128,
}

impl Operands {
    pub(crate) fn of(number: Text<'_>) -> Self {
        let is_point = |c: &char| *c == '.';
        let whole = value(number.chars().take_while(|c| !is_point(c)));
        let decimals = || number.chars().skip_while(|c| !is_point(c)).skip(1);
        let fraction = value(decimals());
        let mut significant = fraction;
        while significant > 0 && significant.is_multiple_of(10) {
            significant /= 10;
        }
        Self {
            n: (significant == 0).then_some(whole),
            i: whole,
            v: decimals().fold(0, |count, _| count + 1),
            f: fraction,
            t: significant,
        }
    }

    /// Whether a condition holds, such as `v = 0 and i % 10 = 2..4 or f != 0`.
    pub(crate) fn meet(&self, rule: &str) -> bool {
        let mut alternatives = rule.split(" or ");
        alternatives.any(|all| all.split(" and ").all(|relation| self.satisfy(relation)))
    }

    fn satisfy(&self, relation: &str) -> bool {
        let Some((left, wanted)) = relation.split_once("= ") else {
            return false;
        };
        let is_negated = left.ends_with('!');
        let left = left.trim_end_matches([' ', '!']);
        let (operand, modulus) = left.split_once(" % ").unwrap_or((left, ""));
        let value = match operand {
            "n" => self.n,
            "i" => Some(self.i),
            "v" => Some(self.v),
            "f" => Some(self.f),
            "t" => Some(self.t),
            _ => return false,
        };
        let value = value.map(|value| match modulus.parse::<u128>() {
            Ok(modulus) => value.checked_rem(modulus).unwrap_or(value),
            Err(_) => value,
        });
        let is_wanted = |value| wanted.split(',').any(|range| contains(range, value));
        value.is_some_and(is_wanted) != is_negated
    }
}

/// The value of the digits among some characters.
fn value(digits: impl Iterator<Item = char>) -> u128 {
    let digits = digits.filter_map(|c| c.to_digit(10));
    digits.fold(0, |value: u128, digit| {
        value.saturating_mul(10).saturating_add(digit.into())
    })
}

/// Whether a value is in a range such as `2..4`, or is the only one.
fn contains(range: &str, value: u128) -> bool {
    let (first, last) = range.split_once("..").unwrap_or((range, range));
    match (first.parse(), last.parse()) {
        (Ok(first), Ok(last)) => (first..=last).contains(&value),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::{Operands, write};
    use crate::tables::Numbers;
    use crate::text::Text;

    #[test]
    fn a_language_writes_numbers_in_its_way() {
        let english = Numbers {
            decimal: '.',
            group: ',',
            least: 1,
            indian: false,
            right_to_left: false,
        };
        let spanish = Numbers {
            decimal: ',',
            group: '.',
            least: 2,
            ..english
        };
        let hindi = Numbers {
            indian: true,
            ..english
        };
        let hebrew = Numbers {
            right_to_left: true,
            ..english
        };
        let table = [
            (english, "0.50", "0.50"),
            (english, "999", "999"),
            (english, "-1000", "-1,000"),
            (english, "1234567.1234567", "1,234,567.1234567"),
            (spanish, "1234.5", "1234,5"),
            (spanish, "12345.5", "12.345,5"),
            (hindi, "123", "123"),
            (hindi, "12345678", "1,23,45,678"),
            (hebrew, "-1000", "\u{200e}-1,000"),
        ];
        for (numbers, number, expected) in table {
            let mut out = String::new();
            write(Text::plain(number), numbers, &mut out).expect("a string takes everything");
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn a_rule_is_about_the_number_as_it_is_shown() {
        let table = [
            (
                "i = 1 and v = 0",
                &["1", "-1", "01"][..],
                &["1.0", "2", "11"][..],
            ),
            ("n = 1", &["1", "1.0", "-1.00"], &["1.5", "0"]),
            ("n != 1", &["1.5", "2"], &["1.0"]),
            (
                "v = 0 and i % 10 = 2..4 and i % 100 != 12..14",
                &["2", "104", "22"],
                &["12", "2.0", "5"],
            ),
            (
                "n = 0,3 or f % 10 = 7",
                &["0.00", "3", "2.07"],
                &["0.70", "7"],
            ),
            ("t = 7", &["1.700"], &["1.77", "7"]),
            (
                "i != 0 and i % 1000000 = 0",
                &["999999999999999999000000"],
                &["0", "1000001"],
            ),
            // These are no rules, and so never hold.
            ("", &[], &["0", "1"]),
            ("x = 1", &[], &["1"]),
            ("n % 0 = x", &[], &["1"]),
        ];
        for (rule, hold, fail) in table {
            let meets = |number: &&str| Operands::of(Text::plain(number)).meet(rule);
            assert!(hold.iter().all(meets), "{rule}");
            assert!(!fail.iter().any(meets), "{rule}");
        }
    }
}
