//! Compares JSON numbers by value, without floats: `1`, `1.0` and `10e-1` are one number.

/// Longer numbers are not compared: nobody writes them, and each comparison reads all digits.
const MAX_LEN: usize = 256;

/// A decimal number: its sign, its significant digits, and the power of ten of the first of them.
#[derive(Clone, Copy)]
pub(crate) struct Number<'a> {
    negative: bool,
    /// The mantissa from its first digit other than zero, with the point still in it; empty for zero.
    digits: &'a [u8],
    /// Where the point is, counted from the first significant digit.
    point: i64,
}

impl<'a> Number<'a> {
    /// Takes a JSON number apart; `None` if it is too long or its exponent too large to be compared exactly.
    pub(crate) fn parse(raw: &'a str) -> Option<Self> {
        if raw.len() > MAX_LEN {
            return None;
        }
        let (negative, magnitude) = match raw.strip_prefix('-') {
            Some(magnitude) => (true, magnitude),
            None => (false, raw),
        };
        let (mantissa, exponent) = match magnitude.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (magnitude, None),
        };
        let whole = mantissa.split('.').next().unwrap_or_default().len();
        let Some(first) = mantissa.bytes().position(|b| !matches!(b, b'0' | b'.')) else {
            // Zero has neither a sign nor an exponent.
            let (negative, digits, point) = (false, &[][..], 0);
            return Some(Self {
                negative,
                digits,
                point,
            });
        };
        let zeros_before = if first > whole { first - 1 } else { first };
        let point = i64::try_from(whole).ok()? - i64::try_from(zeros_before).ok()?;
        let exponent = exponent.map_or(Some(0), |exponent| exponent.parse::<i64>().ok())?;
        Some(Self {
            negative,
            digits: mantissa.as_bytes().get(first..)?,
            point: point.checked_add(exponent)?,
        })
    }

    /// The significant digits, without the point and trailing zeros.
    fn significant(self) -> impl Iterator<Item = u8> + use<'a> {
        let last = self
            .digits
            .iter()
            .rposition(|byte| !matches!(byte, b'0' | b'.'));
        let digits = self.digits.get(..=last.unwrap_or(0)).unwrap_or_default();
        digits.iter().copied().filter(|byte| *byte != b'.')
    }
}

impl PartialEq for Number<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.negative == other.negative
            && self.point == other.point
            && self.significant().eq(other.significant())
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    fn equal(a: &str, b: &str) -> Option<bool> {
        Some(Number::parse(a)? == Number::parse(b)?)
    }

    #[test]
    fn every_spelling_of_a_number_is_that_number() {
        let numbers: [&[&str]; 9] = [
            &[
                "0",
                "-0",
                "0.0",
                "-0.000",
                "0e5",
                "0.0E-99999999999999999999999",
            ],
            &[
                "1", "1.0", "1e0", "1E+0", "10e-1", "0.1e1", "0.001e3", "1.000000", "1e-0",
            ],
            &["-1", "-1.0", "-10e-1", "-0.1E1"],
            &["100", "1e2", "1.0e2", "1000e-1", "0.0001E6", "100.00"],
            &["10", "1e1", "10.0"],
            &["1.5", "15e-1", "0.15e1", "1.50"],
            &["105", "1.05e2", "10.5e1"],
            &[
                "12345678901234567890123456789",
                "1.2345678901234567890123456789e28",
            ],
            &["0.07", "7e-2", "0.7E-1"],
        ];
        for (at, same) in numbers.iter().enumerate() {
            for (other_at, others) in numbers.iter().enumerate() {
                for (a, b) in same.iter().flat_map(|a| others.iter().map(move |b| (a, b))) {
                    assert_eq!(equal(a, b), Some(at == other_at), "{a} {b}");
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_compared_exactly_is_not_compared() {
        for number in [
            "1e99999999999999999999",
            "1e9223372036854775807",
            "1e-9999999999999999999",
        ] {
            assert_eq!(equal(number, "1"), None, "{number}");
        }
        let long = "1".repeat(300);
        assert_eq!(equal(&long, "1"), None);
    }
}
