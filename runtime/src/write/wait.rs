//! Spells waits in the units of vendors: the reverse of [`wait`](crate::wait).

use alloc::format;
use alloc::string::{String, ToString};
use core::time::Duration;

use super::tree::Node;
use crate::tables::WaitUnit;

/// A wait as a value; `None` if the unit cannot express it. Times count from `now`, in seconds since the Unix epoch.
pub(super) fn value(wait: Duration, unit: WaitUnit, now: u64) -> Option<Node> {
    let nanos = wait.as_nanos();
    let until = u128::from(now) * 1_000_000_000 + nanos;
    let number = |nanos, unit| decimal(nanos, unit).map(Node::Literal);
    match unit {
        WaitUnit::RetryAfter => whole_seconds(wait).map(|seconds| Node::Text(seconds.to_string())),
        WaitUnit::Seconds => number(nanos, 1_000_000_000),
        WaitUnit::Milliseconds => number(nanos, 1_000_000),
        WaitUnit::Minutes => number(nanos, 60_000_000_000),
        WaitUnit::Epoch => number(until, 1_000_000_000),
        WaitUnit::EpochMilliseconds => number(until, 1_000_000),
        WaitUnit::HttpDate => whole_seconds(wait).map(|wait| Node::Text(http_date(now + wait))),
        WaitUnit::Rfc3339 => whole_seconds(wait).map(|wait| Node::Text(rfc_3339(now + wait))),
        WaitUnit::Duration => {
            decimal(nanos, 1_000_000_000).map(|seconds| Node::Text(format!("{seconds}s")))
        }
    }
}

/// Whether a wait in this unit is a time, which counts from the response's `Date`.
pub(super) const fn is_time(unit: WaitUnit) -> bool {
    matches!(
        unit,
        WaitUnit::Epoch | WaitUnit::EpochMilliseconds | WaitUnit::HttpDate | WaitUnit::Rfc3339
    )
}

fn whole_seconds(wait: Duration) -> Option<u64> {
    (wait.subsec_nanos() == 0).then_some(wait.as_secs())
}

/// A number of nanoseconds in units of so many; `None` if it has more than nine decimals.
fn decimal(nanos: u128, unit: u128) -> Option<String> {
    let (whole, rest) = (nanos / unit, nanos % unit);
    let scaled = rest * 1_000_000_000;
    if scaled % unit != 0 {
        return None;
    }
    let text = format!("{whole}.{:09}", scaled / unit);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    Some(text.to_string())
}

/// A time as an HTTP date (RFC 9110, section 5.6.7).
pub(super) fn http_date(seconds: u64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let days = seconds / 86_400;
    let (year, month, day) = civil(days);
    let name = |names: &[&'static str], at: u64| {
        let at = usize::try_from(at).unwrap_or(0);
        names.get(at).copied().unwrap_or("")
    };
    let (weekday, month) = (name(&DAYS, days % 7), name(&MONTHS, month - 1));
    format!(
        "{weekday}, {day:02} {month} {year:04} {} GMT",
        clock(seconds)
    )
}

/// A time as in `2026-01-31T12:00:00Z` (RFC 3339).
fn rfc_3339(seconds: u64) -> String {
    let (year, month, day) = civil(seconds / 86_400);
    format!("{year:04}-{month:02}-{day:02}T{}Z", clock(seconds))
}

fn clock(seconds: u64) -> String {
    let (hour, minute) = (seconds / 3600 % 24, seconds / 60 % 60);
    format!("{hour:02}:{minute:02}:{:02}", seconds % 60)
}

/// Year, month and day of a number of days since 1970. Years begin in March here, so that a leap day is the last of one.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let is_next_year = month >= 10;
    let month = if is_next_year { month - 9 } else { month + 3 };
    (era * 400 + year + u64::from(is_next_year), month, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{date, wait};

    #[test]
    fn dates_are_spelled_as_http_does() {
        for (seconds, date, rfc) in [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z"),
            (
                784_111_777,
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "1994-11-06T08:49:37Z",
            ),
            (
                951_782_400,
                "Tue, 29 Feb 2000 00:00:00 GMT",
                "2000-02-29T00:00:00Z",
            ),
        ] {
            assert_eq!(http_date(seconds), date);
            assert_eq!(rfc_3339(seconds), rfc);
        }
    }

    proptest! {
        #[test]
        fn every_date_is_read_back(seconds in 0..253_402_300_799_u64) {
            prop_assert_eq!(date::parse(&http_date(seconds)), Some(seconds));
            let nanos = seconds.saturating_mul(1_000_000_000);
            prop_assert_eq!(date::parse_rfc_3339(&rfc_3339(seconds)), Some(nanos));
        }

        #[test]
        fn a_wait_that_can_be_spelled_is_read_back(millis in 1..100_000_000_u64, is_whole: bool) {
            const NOW: u64 = 1_700_000_000;
            let millis = if is_whole { millis.div_ceil(1000) * 1000 } else { millis };
            let asked = Duration::from_millis(millis);
            for unit in [
                WaitUnit::RetryAfter, WaitUnit::Seconds, WaitUnit::Milliseconds, WaitUnit::Minutes, WaitUnit::Epoch,
                WaitUnit::EpochMilliseconds, WaitUnit::HttpDate, WaitUnit::Rfc3339, WaitUnit::Duration,
            ] {
                if let Some(text) = value(asked, unit, NOW).and_then(Node::into_text) {
                    let read = wait::Moment::read(&text, unit).and_then(|read| read.wait(Some(NOW)));
                    prop_assert_eq!(read, Some(asked), "{} as {:?}", text, unit);
                } else {
                    prop_assert!(!is_whole || unit == WaitUnit::Minutes, "{:?}", unit);
                }
            }
        }
    }
}
