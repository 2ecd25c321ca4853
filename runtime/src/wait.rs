//! Waits before the next call, in the formats that vendors use.

use core::time::Duration;

use crate::date;
use crate::tables::WaitUnit;

pub(crate) const NANOS_PER_SECOND: u64 = 1_000_000_000;

/// When to call again, in nanoseconds.
#[derive(Clone, Copy)]
pub(crate) enum Moment {
    /// After this time.
    In(u64),
    /// At this time since the Unix epoch.
    At(u64),
}

impl Moment {
    /// The wait from `now`, the time of the response in seconds since the Unix epoch. Zero and what is already past is no
    /// wait.
    pub(crate) fn wait(self, now: Option<u64>) -> Option<Duration> {
        let nanos = match self {
            Self::In(nanos) => nanos,
            Self::At(nanos) => nanos.checked_sub(now?.saturating_mul(NANOS_PER_SECOND))?,
        };
        (nanos > 0).then(|| Duration::from_nanos(nanos))
    }

    pub(crate) fn read(text: &str, unit: WaitUnit) -> Option<Self> {
        const MINUTE: u64 = 60 * NANOS_PER_SECOND;
        Some(match unit {
            WaitUnit::RetryAfter => match decimal(text, NANOS_PER_SECOND) {
                // Rounded up to whole seconds: some servers send fractions, and a client that comes back early is refused
                // again. It has no exponents, unlike numbers in JSON.
                Some(nanos) if !text.contains(['e', 'E']) => {
                    Self::In(in_nanos(nanos.div_ceil(NANOS_PER_SECOND)))
                }
                _ => Self::At(in_nanos(date::parse(text)?)),
            },
            WaitUnit::Seconds => Self::In(decimal(text, NANOS_PER_SECOND)?),
            WaitUnit::Milliseconds => Self::In(decimal(text, 1_000_000)?),
            WaitUnit::Minutes => Self::In(decimal(text, MINUTE)?),
            WaitUnit::Epoch => Self::At(decimal(text, NANOS_PER_SECOND)?),
            WaitUnit::EpochMilliseconds => Self::At(decimal(text, 1_000_000)?),
            WaitUnit::HttpDate => Self::At(in_nanos(date::parse(text)?)),
            WaitUnit::Rfc3339 => Self::At(date::parse_rfc_3339(text)?),
            WaitUnit::Duration => Self::In(duration(text)?),
        })
    }
}

fn in_nanos(seconds: u64) -> u64 {
    seconds.saturating_mul(NANOS_PER_SECOND)
}

/// A number without sign, in units of so many nanoseconds. What is longer than any wait is shortened, and what is shorter
/// than a nanosecond rounded up.
fn decimal(text: &str, unit: u64) -> Option<u64> {
    let scaled = billionths(text)?.saturating_mul(unit.into());
    Some(u64::try_from(scaled.div_ceil(BILLION)).unwrap_or(u64::MAX))
}

pub(crate) const BILLION: u128 = 1_000_000_000;

/// A number without sign, such as `34.5` or `6e1`, in billionths, rounded up.
pub(crate) fn billionths(text: &str) -> Option<u128> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    if ![whole, fraction].into_iter().all(is_digits) {
        return None;
    }
    // The digits before the point, and those after it that count.
    let exponent = exponent.parse::<i64>().ok()?;
    let kept = exponent.saturating_add(i64::try_from(whole.len()).ok()? + 9);
    let mut digits = whole.bytes().chain(fraction.bytes());
    let digits = core::iter::from_fn(|| Some(digits.next().unwrap_or(b'0')));
    // More zeros make no difference to what is longer than any wait.
    let length = i64::try_from(mantissa.len()).ok()?.max(kept.min(100));
    let (mut number, mut is_cut) = (0_u128, false);
    for (at, digit) in (0..length).zip(digits) {
        if at < kept {
            number = number
                .saturating_mul(10)
                .saturating_add(u128::from(digit - b'0'));
        } else {
            is_cut |= digit != b'0';
        }
    }
    Some(number.saturating_add(is_cut.into()))
}

/// A wait in milliseconds, rounded up: a call that comes too early is refused.
#[must_use]
pub fn millis(wait: Duration) -> u64 {
    u64::try_from(wait.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Numbers with units, largest first: `34.4s`, `6m0s`, or as in ISO 8601 `PT34S`, `P1DT2H`. In nanoseconds.
fn duration(text: &str) -> Option<u64> {
    let Some(iso) = text.strip_prefix('P') else {
        return units(text, &UNITS);
    };
    let (days, time) = match iso.split_once('T') {
        Some((days, time)) if !time.is_empty() => (days, time),
        Some(_) => return None,
        None => (iso, ""),
    };
    if days.is_empty() {
        return units(time, &ISO_TIMES);
    }
    let days = units(days, &ISO_DAYS)?;
    let time = if time.is_empty() {
        0
    } else {
        units(time, &ISO_TIMES)?
    };
    Some(days.saturating_add(time))
}

const HOUR: u64 = 3600 * NANOS_PER_SECOND;
const UNITS: [(&str, u64); 8] = [
    ("d", 24 * HOUR),
    ("h", HOUR),
    ("m", HOUR / 60),
    ("s", NANOS_PER_SECOND),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("µs", 1_000),
    ("ns", 1),
];
const ISO_DAYS: [(&str, u64); 2] = [("W", 7 * 24 * HOUR), ("D", 24 * HOUR)];
const ISO_TIMES: [(&str, u64); 3] = [("H", HOUR), ("M", HOUR / 60), ("S", NANOS_PER_SECOND)];

/// One or more numbers, each with one of these units, in their order.
fn units(mut text: &str, mut known: &[(&str, u64)]) -> Option<u64> {
    let mut total = 0_u64;
    loop {
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        let (number, rest) = text.split_at_checked(text.find(|c| !is_number(c))?)?;
        let (unit, behind) = rest.split_at_checked(rest.find(is_number).unwrap_or(rest.len()))?;
        let place = known.iter().position(|(name, _)| *name == unit)?;
        let (_, nanos) = known.get(place)?;
        total = total.saturating_add(decimal(number, *nanos)?);
        known = known.get(place + 1..)?;
        if behind.is_empty() {
            return Some(total);
        }
        text = behind;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, unit: WaitUnit, now: Option<u64>) -> Option<Duration> {
        Moment::read(text, unit)?.wait(now)
    }

    /// 2023-11-14T22:13:20Z
    const NOW: u64 = 1_700_000_000;

    fn millis(text: &str, unit: WaitUnit) -> Option<u128> {
        read(text, unit, Some(NOW)).map(|wait| wait.as_millis())
    }

    #[test]
    fn every_unit_is_read() {
        for (text, unit, wait) in [
            ("30", WaitUnit::RetryAfter, 30_000),
            ("299.997", WaitUnit::RetryAfter, 300_000),
            (
                "Tue, 14 Nov 2023 22:14:20 GMT",
                WaitUnit::RetryAfter,
                60_000,
            ),
            ("64.57", WaitUnit::Seconds, 64_570),
            ("6e1", WaitUnit::Seconds, 60_000),
            ("0.645E+2", WaitUnit::Seconds, 64_500),
            ("645000e-4", WaitUnit::Seconds, 64_500),
            ("1.70000000025e12", WaitUnit::EpochMilliseconds, 250),
            ("41", WaitUnit::Seconds, 41_000),
            ("812", WaitUnit::Milliseconds, 812),
            ("1.5", WaitUnit::Minutes, 90_000),
            ("1700000012", WaitUnit::Epoch, 12_000),
            ("1700000012.25", WaitUnit::Epoch, 12_250),
            ("1700000000250", WaitUnit::EpochMilliseconds, 250),
            ("Tue, 14 Nov 2023 22:14:20 GMT", WaitUnit::HttpDate, 60_000),
            ("2023-11-14T22:14:20Z", WaitUnit::Rfc3339, 60_000),
            ("2023-11-14T23:14:20.5+01:00", WaitUnit::Rfc3339, 60_500),
            ("34.4s", WaitUnit::Duration, 34_400),
            ("6m0s", WaitUnit::Duration, 360_000),
            ("1h2m3.5s", WaitUnit::Duration, 3_723_500),
            ("250ms", WaitUnit::Duration, 250),
            ("PT34S", WaitUnit::Duration, 34_000),
            ("P1DT2H", WaitUnit::Duration, 93_600_000),
            ("P1W", WaitUnit::Duration, 604_800_000),
        ] {
            assert_eq!(millis(text, unit), Some(wait), "{text} as {unit:?}");
        }
    }

    #[test]
    fn what_is_not_a_wait_is_none() {
        for (text, unit) in [
            ("0", WaitUnit::RetryAfter),
            ("-1", WaitUnit::RetryAfter),
            ("1e3", WaitUnit::RetryAfter),
            ("soon", WaitUnit::RetryAfter),
            ("Tue, 14 Nov 2023 22:13:20 GMT", WaitUnit::RetryAfter),
            ("0.0", WaitUnit::Seconds),
            ("1e", WaitUnit::Seconds),
            ("e1", WaitUnit::Seconds),
            ("1e1.5", WaitUnit::Seconds),
            ("0e9", WaitUnit::Seconds),
            ("1e99999999999999999999", WaitUnit::Seconds),
            ("1e1s", WaitUnit::Duration),
            ("1.", WaitUnit::Seconds),
            (".5", WaitUnit::Seconds),
            ("+5", WaitUnit::Seconds),
            ("1.2.3", WaitUnit::Seconds),
            ("", WaitUnit::Milliseconds),
            ("1700000000", WaitUnit::Epoch),
            ("1600000000", WaitUnit::Epoch),
            ("2023-11-14", WaitUnit::Rfc3339),
            ("34", WaitUnit::Duration),
            ("s", WaitUnit::Duration),
            ("1s2m", WaitUnit::Duration),
            ("1s2s", WaitUnit::Duration),
            ("1 s", WaitUnit::Duration),
            ("P", WaitUnit::Duration),
            ("PT", WaitUnit::Duration),
            ("P1DT", WaitUnit::Duration),
            ("P1M", WaitUnit::Duration),
            ("1é", WaitUnit::Duration),
        ] {
            assert_eq!(millis(text, unit), None, "{text} as {unit:?}");
        }
    }

    #[test]
    fn dates_need_to_know_the_time() {
        for (text, unit) in [
            ("Tue, 14 Nov 2023 22:14:20 GMT", WaitUnit::RetryAfter),
            ("1700000012", WaitUnit::Epoch),
            ("2023-11-14T22:14:20Z", WaitUnit::Rfc3339),
        ] {
            assert_eq!(read(text, unit, None), None);
        }
    }

    #[test]
    fn a_wait_is_never_shortened_but_to_the_longest() {
        let nanos = |text| read(text, WaitUnit::Seconds, None).map(|wait| wait.as_nanos());
        assert_eq!(nanos("0.0000000001"), Some(1));
        assert_eq!(nanos("1.0000000010"), Some(1_000_000_001));
        for long in [
            "99999999999999999999999",
            "1e30",
            "0.1e999",
            "1e9223372036854775807",
        ] {
            assert_eq!(nanos(long), Some(u64::MAX.into()), "{long}");
        }
        for short in ["1e-9", "1e-99", "100e-9223372036854775808"] {
            assert_eq!(nanos(short), Some(1), "{short}");
        }
        let short = read("0.1", WaitUnit::Milliseconds, None);
        assert_eq!(short.map(super::millis), Some(1));
        let day = read("999999999999d", WaitUnit::Duration, None);
        assert_eq!(day, Some(Duration::from_nanos(u64::MAX)));
    }

    proptest! {
        #[test]
        fn any_number_of_milliseconds_is_read(millis in 1..u64::from(u32::MAX)) {
            let expected = Some(Duration::from_millis(millis));
            let seconds = alloc::format!("{}.{:03}", millis / 1000, millis % 1000);
            prop_assert_eq!(read(&seconds, WaitUnit::Seconds, None), expected);
            let text = alloc::format!("{seconds}s");
            prop_assert_eq!(read(&text, WaitUnit::Duration, None), expected);
            let text = alloc::format!("PT{seconds}S");
            prop_assert_eq!(read(&text, WaitUnit::Duration, None), expected);
        }

        #[test]
        fn no_date_panics(text in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,12})?(Z|[+-][0-9]{2}:[0-9]{2})") {
            _ = read(&text, WaitUnit::Rfc3339, Some(NOW));
        }

        #[test]
        fn no_text_panics(text in "[0-9.PTHMSdmsµ:Z+-]{0,40}") {
            for unit in [WaitUnit::RetryAfter, WaitUnit::Duration, WaitUnit::Rfc3339, WaitUnit::Epoch] {
                _ = read(&text, unit, Some(NOW));
            }
        }
    }
}
