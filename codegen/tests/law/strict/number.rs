//! JSON numbers by value, in plain decimal arithmetic.

/// Longer numbers are not compared.
const MAX_LEN: usize = 256;

/// A number as 0.d₁d₂d₃… × 10^point, without zeros at either end of the digits.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    digits: String,
    point: i128,
}

impl Decimal {
    /// The value of a JSON number; `None` if it is too long or its exponent too large to be compared.
    pub(crate) fn read(raw: &str) -> Option<Self> {
        if raw.len() > MAX_LEN {
            return None;
        }
        let lower = raw.to_ascii_lowercase();
        let (mantissa, exponent) = lower.split_once('e').unwrap_or((&lower, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let magnitude = whole.trim_start_matches('-');
        let all = format!("{magnitude}{fraction}");
        let digits = all.trim_start_matches('0');
        if digits.is_empty() {
            return Some(Self {
                negative: false,
                digits: String::new(),
                point: 0,
            });
        }
        let zeros = i128::try_from(all.len() - digits.len()).ok()?;
        let exponent = i128::from(exponent.parse::<i64>().ok()?);
        let point = i128::try_from(magnitude.len()).ok()? - zeros + exponent;
        Some(Self {
            negative: whole.starts_with('-'),
            digits: digits.trim_end_matches('0').to_owned(),
            point: i64::try_from(point).ok()?.into(),
        })
    }
}
