//! Dates of HTTP (RFC 9110, section 5.6.7) and of RFC 3339, as time since 1970.

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Seconds since the Unix epoch of an HTTP-date in any of its three forms; `None` if it is not one.
pub(crate) fn parse(text: &str) -> Option<u64> {
    imf_fixdate(text)
        .or_else(|| rfc_850(text))
        .or_else(|| asctime(text))
}

/// Nanoseconds since the Unix epoch of a date and time with an offset: `2026-01-31T12:00:00.5Z`,
/// `2026-01-31T12:00:00+01:00`. What is finer than a nanosecond is ignored.
pub(crate) fn parse_rfc_3339(text: &str) -> Option<u64> {
    let (date, rest) = text.split_at_checked(10)?;
    let (clock, rest) = rest.strip_prefix(['T', 't', ' '])?.split_at_checked(8)?;
    let (fraction, offset) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at_checked(rest.find(|c: char| !c.is_ascii_digit())?)?,
        None => ("0", rest),
    };
    let [year, month, day] = fixed(date, '-', [4, 2, 2])?;
    let [hour, minute, second] = fixed(clock, ':', [2, 2, 2])?;
    let is_valid = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    if !is_valid {
        return None;
    }
    let local = ((days_since_epoch(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    let seconds = match offset.split_at_checked(1)? {
        ("Z" | "z", "") => local,
        ("+", ahead) => local.checked_sub(offset_seconds(ahead)?)?,
        ("-", behind) => local + offset_seconds(behind)?,
        _ => return None,
    };
    Some(
        seconds
            .saturating_mul(1_000_000_000)
            .saturating_add(nanos(fraction)?),
    )
}

fn offset_seconds(text: &str) -> Option<u64> {
    let [hours, minutes] = fixed(text, ':', [2, 2])?;
    (hours < 24 && minutes < 60).then_some((hours * 60 + minutes) * 60)
}

/// Numbers with these lengths, separated by a character.
fn fixed<const N: usize>(text: &str, separator: char, lens: [usize; N]) -> Option<[u64; N]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; N];
    for (place, len) in numbers.iter_mut().zip(lens) {
        *place = parts
            .next()
            .filter(|part| part.len() == len)
            .and_then(number)?;
    }
    parts.next().is_none().then_some(numbers)
}

/// The nanoseconds of the digits of a fraction.
fn nanos(fraction: &str) -> Option<u64> {
    let kept = fraction.get(..9).unwrap_or(fraction);
    let scale = kept.bytes().fold(1_000_000_000, |scale, _| scale / 10);
    Some(kept.parse::<u64>().ok()? * scale)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`
fn imf_fixdate(text: &str) -> Option<u64> {
    let (_, date) = text.split_once(", ")?;
    let mut words = date.split(' ');
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    let time = words.next()?;
    (words.next() == Some("GMT") && words.next().is_none() && year.len() == 4)
        .then(|| seconds(number(year)?, month, day, time))?
}

/// `Sunday, 06-Nov-94 08:49:37 GMT`, obsolete; the two digits of the year mean 1970 to 2069.
fn rfc_850(text: &str) -> Option<u64> {
    let (_, date) = text.split_once(", ")?;
    let (date, time) = date.strip_suffix(" GMT")?.split_once(' ')?;
    let mut parts = date.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 2 {
        return None;
    }
    let year = number(year)?;
    seconds(
        if year < 70 { 2000 + year } else { 1900 + year },
        month,
        day,
        time,
    )
}

/// `Sun Nov  6 08:49:37 1994`, obsolete.
fn asctime(text: &str) -> Option<u64> {
    let mut words = text.split_ascii_whitespace().skip(1);
    let (month, day, time, year) = (words.next()?, words.next()?, words.next()?, words.next()?);
    (words.next().is_none() && year.len() == 4).then(|| seconds(number(year)?, month, day, time))?
}

fn seconds(year: u64, month: &str, day: &str, time: &str) -> Option<u64> {
    let month = MONTHS.iter().position(|m| *m == month)? as u64 + 1;
    let day = number(day)?;
    let mut clock = time.split(':');
    let (hour, minute, second) = (
        number(clock.next()?)?,
        number(clock.next()?)?,
        number(clock.next()?)?,
    );
    let in_range = clock.next().is_none()
        && (1970..=9999).contains(&year)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    in_range.then(|| ((days_since_epoch(year, month, day) * 24 + hour) * 60 + minute) * 60 + second)
}

fn number(digits: &str) -> Option<u64> {
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_since_epoch(year: u64, month: u64, day: u64) -> u64 {
    let before = year - 1;
    let leap_days = before / 4 - before / 100 + before / 400 - 477; // 477 up to the end of 1969
    let months: u64 = (1..month).map(|m| days_in(year, m)).sum();
    (year - 1970) * 365 + leap_days + months + day - 1
}

#[cfg(test)]
mod tests {
    use super::{parse, parse_rfc_3339};

    #[test]
    fn all_three_forms_name_the_same_second() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(parse(text), Some(784_111_777), "{text}");
        }
    }

    #[test]
    fn the_calendar_is_right_around_leap_years() {
        for (text, seconds) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
            ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
        ] {
            assert_eq!(parse(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "30",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 31 Nov 1994 08:49:37 GMT",
            "Sun, 29 Feb 2023 08:49:37 GMT",
            "Sun, 06 Nov 1969 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nov 1994 08:49:37:00 GMT",
            "Sun, +6 Nov 1994 08:49:37 GMT",
            "Sun, é6 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_of_rfc_3339_have_an_offset() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1994-11-06T08:49:37Z", 784_111_777_000),
            ("1994-11-06t08:49:37.250z", 784_111_777_250),
            ("1994-11-06T10:49:37.5+02:00", 784_111_777_500),
            ("1994-11-06 07:19:37-01:30", 784_111_777_000),
            ("1990-12-31T23:59:60Z", 662_688_000_000),
        ] {
            assert_eq!(parse_rfc_3339(text), Some(millis * 1_000_000), "{text}");
        }
        for text in [
            "",
            "1994-11-06",
            "1994-11-06T08:49:37",
            "1994-11-06T08:49Z",
            "1994-11-31T08:49:37Z",
            "1994-13-01T08:49:37Z",
            "1994-00-01T08:49:37Z",
            "1969-12-31T23:59:59Z",
            "1970-01-01T00:00:00+00:01",
            "1994-11-06T24:00:00Z",
            "1994-11-06T08:49:37.Z",
            "1994-11-06T08:49:37.5",
            "1994-11-06T08:49:37+2:00",
            "1994-11-06T08:49:37+02:00:00",
            "1994-11-06T08:49:37é",
            "199é-11-06T08:49:37Z",
        ] {
            assert_eq!(parse_rfc_3339(text), None, "{text}");
        }
    }
}
