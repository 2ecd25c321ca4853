//! Finds the language of a text for the end user (RFC 4647, section 3.4).

/// The position of the tag that suits a list of language ranges best; `None` if none of them does.
///
/// The list is the value of `Accept-Language` (RFC 9110, section 12.5.4), of which a single tag is the simplest case.
/// Ranges that cannot be read are skipped, and so is `*`: it accepts the language that is used otherwise.
pub(crate) fn lookup<'t>(
    accepted: &str,
    tags: &(impl Iterator<Item = (usize, &'t str)> + Clone),
) -> Option<usize> {
    let mut best: Option<(u16, usize)> = None;
    for (range, weight) in accepted.split(',').filter_map(weighted) {
        if weight > best.map_or(0, |(weight, _)| weight)
            && let Some(found) = matching(range, tags)
        {
            best = Some((weight, found));
        }
    }
    best.map(|(_, found)| found)
}

/// A range with its weight in thousandths.
fn weighted(item: &str) -> Option<(&str, u16)> {
    let mut parts = item.split(';').map(str::trim);
    let range = parts.next()?;
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    Some((range, weight.map_or(Some(1000), thousandths)?))
}

/// A weight between 0 and 1 with at most three decimals.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    let is_number = decimals.bytes().all(|byte| byte.is_ascii_digit());
    if decimals.len() > 3 || !is_number || !["0", "1"].contains(&whole) {
        return None;
    }
    let digits = decimals.bytes().chain([b'0'; 3]).take(3);
    let fraction = digits.fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
    Some((1000 * u16::from(whole == "1") + fraction).min(1000))
}

/// The tag that is left of a range when as few subtags as possible are cut off its end. Without any, the first tag of the
/// same language: a Brazilian reads Portuguese rather than the book's own language.
fn matching<'t>(
    range: &str,
    tags: &(impl Iterator<Item = (usize, &'t str)> + Clone),
) -> Option<usize> {
    let named = |tag: &str| tags.clone().find(|(_, own)| own.eq_ignore_ascii_case(tag));
    let of_script = || named(chinese(range)?);
    let cut = || {
        let prefixes = tags.clone().filter(|(_, tag)| is_prefix(tag, range));
        prefixes.max_by_key(|(_, tag)| tag.len())
    };
    let same_language = || {
        let language = range.split('-').next()?;
        tags.clone().find(|(_, tag)| is_prefix(language, tag))
    };
    let found = named(range)
        .or_else(of_script)
        .or_else(cut)
        .or_else(same_language);
    found.map(|(at, _)| at)
}

/// The script of Chinese, which browsers leave out: it follows from the region.
fn chinese(range: &str) -> Option<&'static str> {
    let mut subtags = range.split('-');
    if !subtags.next()?.eq_ignore_ascii_case("zh") {
        return None;
    }
    let is_traditional = |region: &str| {
        ["TW", "HK", "MO"]
            .iter()
            .any(|own| own.eq_ignore_ascii_case(region))
    };
    match subtags.next() {
        Some(script) if script.len() == 4 => None,
        Some(region) if is_traditional(region) => Some("zh-Hant"),
        _ => Some("zh-Hans"),
    }
}

/// Whether a tag is a prefix of another one, subtag by subtag.
fn is_prefix(tag: &str, of: &str) -> bool {
    let (tag, of) = (tag.as_bytes(), of.as_bytes());
    let starts = of
        .get(..tag.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(tag));
    !tag.is_empty() && starts && matches!(of.get(tag.len()), None | Some(b'-'))
}

#[cfg(test)]
mod tests {
    use super::lookup;

    fn find<'t>(accepted: &str, tags: &[&'t str]) -> Option<&'t str> {
        lookup(accepted, &tags.iter().copied().enumerate()).map(|at| tags[at])
    }

    #[test]
    fn the_language_that_is_wanted_most_is_found() {
        const BOOK: &[&str] = &["en", "de", "de-CH", "pt-BR", "zh-Hans", "zh-Hant"];
        let table = [
            ("de", Some("de")),
            ("DE-ch", Some("de-CH")),
            ("de-CH-1996", Some("de-CH")),
            ("de-AT", Some("de")),
            ("pt-PT", Some("pt-BR")),
            ("pt", Some("pt-BR")),
            ("en-GB, de;q=0.9", Some("en")),
            ("ja, de;q=0.5, en;q=0.8", Some("en")),
            ("ja, de;q=0.8, en;q=0.8", Some("de")),
            ("de;q=0.3,de-CH;q=0.4", Some("de-CH")),
            ("de; q=0.001", Some("de")),
            ("de;q=0", None),
            ("de;q=0.0000", None),
            ("de;q=1.001", Some("de")),
            ("de;q=2, en;q=0.1", Some("en")),
            ("de;q=x", None),
            ("zh-CN", Some("zh-Hans")),
            ("zh", Some("zh-Hans")),
            ("zh-TW,zh;q=0.9", Some("zh-Hant")),
            ("zh-Hant-HK", Some("zh-Hant")),
            ("zh-Latn", Some("zh-Hans")),
            ("*", None),
            ("ja", None),
            ("d", None),
            ("deu", None),
            ("-", None),
            ("", None),
            (",,;q=1,;", None),
            ("dé-CH, de", Some("de")),
        ];
        for (accepted, expected) in table {
            assert_eq!(find(accepted, BOOK), expected, "{accepted}");
        }
    }
}
