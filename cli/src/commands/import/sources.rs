//! Decides at which locations the codes of each domain are.

use anyhow::bail;
use heck::ToSnakeCase;

use super::arguments::Import;
use super::intake::Envelope;
use super::locations::{Location, words};
use super::summary::ImportSummary;
use super::texts;
use crate::suggestions::unknown_name;

/// The locations of a domain's codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sources {
    /// Its own locations, which replace those of the vendor; empty if it has none.
    pub(super) own: Vec<Location>,
    /// The position of the domain: the codes of earlier ones count first.
    pub(super) rank: usize,
}

/// The sources of each domain. The locations on the command line are in the order in which a response is searched, but
/// the engine searches domain by domain: so each domain needs its own location, and their order.
pub(super) fn assign(
    titles: &[&str],
    arguments: &Import,
    envelope: &Envelope,
    log: &mut ImportSummary,
) -> anyhow::Result<Vec<Sources>> {
    if arguments.code.iter().any(|code| code.domain.is_some()) {
        return named(titles, arguments, envelope);
    }
    if envelope.code.len() < 2 || titles.len() < 2 {
        return Ok(vec![Sources::default(); titles.len()]);
    }
    if let Some(sources) = inferred(titles, &envelope.code) {
        for (title, own) in titles.iter().zip(&sources) {
            let location = &envelope.code[own.rank];
            log.findings.push(format!(
                "the codes of `{title}` are at {location}; pass another location with `--code '{title}=WHERE'`"
            ));
        }
        return Ok(sources);
    }
    log.findings.push(format!(
        "there are {} locations of codes for {} domains, and if a response has several codes, that of the domain listed \
         first counts; pass `--code DOMAIN=WHERE` for each",
        envelope.code.len(),
        titles.len()
    ));
    Ok(vec![Sources::default(); titles.len()])
}

/// The sources on the command line.
fn named(titles: &[&str], arguments: &Import, envelope: &Envelope) -> anyhow::Result<Vec<Sources>> {
    let unnamed = Sources {
        own: Vec::new(),
        rank: usize::MAX,
    };
    let mut sources = vec![unnamed; titles.len()];
    for (rank, code) in arguments.code.iter().enumerate() {
        let Some(name) = &code.domain else { continue };
        let bare = |title: &str| texts::local(title, &arguments.vendor).to_snake_case();
        let found = titles.iter().position(|title| bare(title) == bare(name));
        let Some(domain) = found else {
            bail!(unknown_name("domain", name, titles.iter().copied()));
        };
        sources[domain].own.push(code.location.clone());
        sources[domain].rank = sources[domain].rank.min(rank);
    }
    let mut all = titles.iter().zip(&sources);
    if let (true, Some((title, _))) = (
        envelope.code.is_empty(),
        all.find(|(_, own)| own.own.is_empty()),
    ) {
        bail!(
            "the domain `{title}` has no location of its codes; pass it with `--code '{title}=WHERE'`"
        );
    }
    Ok(sources)
}

/// The sources according to the titles: `Decline codes` are at `/error/decline_code`. Every domain must have one location
/// that its title fits better than the others.
fn inferred(titles: &[&str], locations: &[Location]) -> Option<Vec<Sources>> {
    let all: Vec<Vec<String>> = locations.iter().map(Location::words).collect();
    let is_shared = |word: &String| all.iter().all(|words| words.contains(word));
    let own = |words: &[String]| -> Vec<String> {
        words
            .iter()
            .filter(|word| !is_shared(word))
            .cloned()
            .collect()
    };
    let all: Vec<Vec<String>> = all.iter().map(|words| own(words)).collect();
    let mut sources = Vec::new();
    for title in titles {
        let words = own(&words(title));
        // The share of common words, as a fraction without rounding.
        let fit = |location: &Vec<String>| {
            let common = location.iter().filter(|word| words.contains(word)).count();
            let either = words.len() + location.len() - common;
            common * 1000 / either.max(1)
        };
        let fits: Vec<usize> = all.iter().map(fit).collect();
        let best = *fits.iter().max()?;
        let mut at = (0..fits.len()).filter(|at| fits[*at] == best && best > 0);
        let rank = at.next()?;
        if at.next().is_some() {
            return None;
        }
        sources.push(Sources {
            own: vec![locations[rank].clone()],
            rank,
        });
    }
    Some(sources)
}

#[cfg(test)]
mod tests {
    use super::inferred;

    #[test]
    fn domains_have_the_locations_that_their_titles_fit() {
        let locations = ["/error/decline_code", "/error/code", "/error/type"];
        let locations = locations.map(|location| location.parse().unwrap());
        let table: [(&[&str], Option<&[usize]>); 5] = [
            (
                &["Error types", "Error codes", "Decline codes"],
                Some(&[2, 1, 0]),
            ),
            (&["type", "code", "decline_code"], Some(&[2, 1, 0])),
            (&["Types", "Declines"], Some(&[2, 0])),
            (&["Cards", "Codes"], None),
            (&["Errors", "Error codes"], None),
        ];
        for (titles, expected) in table {
            let sources = inferred(titles, &locations);
            let ranks = sources.map(|all| all.iter().map(|one| one.rank).collect::<Vec<_>>());
            assert_eq!(ranks.as_deref(), expected, "{titles:?}");
        }
    }
}
