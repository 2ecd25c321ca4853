//! Looks for the code of a response, or of one of several errors.

use crate::element::Listed;
use crate::lookup::lookup;
use crate::reading::{Found, Reading};
use crate::reason::Reason;
use crate::tables::{Domain, FamilyCodes, NONE, Operation, Source, Span, Test};
use crate::view::View;

/// Codes that contain escapes are decoded into this many bytes; a longer one is unknown.
const MAX_CODE: usize = 256;

/// A code as found by a domain's sources.
pub(crate) enum Code {
    Known(u16),
    Unknown,
}

/// What was found, what is decided about it, by which arm, and why it is not clear.
#[derive(Clone, Copy)]
pub(crate) struct Verdict {
    pub(crate) found: Found,
    pub(crate) decision: u16,
    /// The error that was read, of those that the response lists.
    pub(crate) element: Listed,
    pub(crate) arm: u32,
    pub(crate) reason: Option<Reason>,
}

/// Looks for codes in a response to an operation.
pub(crate) struct Reader<'t, 'v> {
    pub(crate) operation: u16,
    pub(crate) view: View<'t, 'v>,
}

impl<'t> Reading<'t, '_> {
    /// The response, to be read again.
    pub(crate) fn reader(&self) -> Reader<'t, '_> {
        Reader {
            operation: self.operation,
            view: self.view(),
        }
    }
}

impl<'t: 'v, 'v> Reader<'t, 'v> {
    pub(crate) fn operation(&self) -> Option<&'t Operation> {
        self.view.vendor.operations.get(usize::from(self.operation))
    }

    pub(crate) fn domains(&self) -> impl Iterator<Item = (u16, &'t Domain)> + use<'t> {
        self.view.domains(self.operation)
    }

    /// The domains that the response belongs to; if one of several errors is read, those that list it come first.
    pub(crate) fn claimed(&self) -> impl Iterator<Item = (u16, &'t Domain)> + '_ {
        let element = self.view.element.get();
        let lists = move |domain: &Domain| {
            element.is_none_or(|element| self.view.lists(domain, element.list))
        };
        let first = self.domains().filter(move |(_, domain)| lists(domain));
        let rest = element.map(|_| self.domains()).into_iter().flatten();
        let rest = rest.filter(move |(_, domain)| !lists(domain));
        first
            .chain(rest)
            .filter(|(_, domain)| !domain.raised_by_client && self.view.is_claimed(domain))
    }

    /// The same as something doubtful, which is never a success.
    pub(crate) fn doubtful(&self, verdict: Verdict, reason: Reason) -> Verdict {
        let found = Found {
            entry: self.view.vendor.doubtful,
            ..verdict.found
        };
        let (decision, arm) = self.view.decide(self.operation, found);
        Verdict {
            found,
            decision,
            arm,
            reason: Some(reason),
            ..verdict
        }
    }

    /// The first known code, else the first code, else the first domain that a field of the response names. Of one of
    /// several errors, what is elsewhere counts only if the error itself has no code.
    pub(crate) fn find(&self) -> Found {
        let (mut unknown, mut named, mut claimed) = (None, None, None);
        let (mut shared, mut unknown_shared) = (None, None);
        let is_whole = self.view.element.get().is_none();
        for (index, domain) in self.claimed() {
            let found = |entry, source| Found {
                entry,
                domain: index,
                envelope: domain.envelope,
                source,
            };
            for (source, code) in self.codes(domain) {
                let is_own = is_whole || self.is_own(source);
                match code {
                    Code::Known(entry) if is_own => return found(entry, source),
                    Code::Known(entry) => _ = shared.get_or_insert(found(entry, source)),
                    Code::Unknown => {
                        let first = if is_own {
                            &mut unknown
                        } else {
                            &mut unknown_shared
                        };
                        let entry = || found(self.unknown_entry(domain, source), source);
                        _ = first.get_or_insert_with(entry);
                    }
                }
            }
            if self.is_named(domain) {
                named.get_or_insert_with(|| found(self.unknown_entry(domain, NONE), NONE));
            }
            claimed.get_or_insert(domain.envelope);
        }
        let plain = Found {
            entry: self.view.vendor.plain,
            domain: NONE,
            envelope: claimed.unwrap_or(0),
            source: NONE,
        };
        let shared = shared
            .or(unknown_shared)
            .filter(|_| !self.has_unreadable_code());
        unknown.or(shared).or(named).unwrap_or(plain)
    }

    /// Whether the error that is read, of several, has a code that cannot be read, where that is a doubt: in a 2xx.
    fn has_unreadable_code(&self) -> bool {
        let vendor = self.view.vendor;
        let is_unreadable =
            |source: &Source| self.view.reads_element(*source) && self.view.is_mistyped(*source);
        let envelopes = self.claimed().map(|(_, domain)| domain.envelope);
        let mut envelopes = envelopes.filter_map(|at| vendor.envelopes.get(usize::from(at)));
        (200..=299).contains(&self.view.status)
            && envelopes.any(|envelope| envelope.code.of(vendor.sources).iter().any(is_unreadable))
    }

    /// Whether this source reads the error that is read, of several.
    fn is_own(&self, source: u16) -> bool {
        let source = self.view.vendor.sources.get(usize::from(source));
        source.is_some_and(|source| self.view.reads_element(*source))
    }

    /// What a domain's sources find, each with its index among the vendor's sources.
    pub(crate) fn codes(&self, domain: &'t Domain) -> impl Iterator<Item = (u16, Code)> + '_ {
        let vendor = self.view.vendor;
        let sources = vendor
            .envelopes
            .get(usize::from(domain.envelope))
            .map(|e| e.code)
            .unwrap_or_default();
        let first = sources.start;
        sources
            .of(vendor.sources)
            .iter()
            .zip(first..)
            .filter_map(move |(source, index)| {
                Some((u16::try_from(index).ok()?, self.code(domain, *source)?))
            })
    }

    fn code(&self, domain: &Domain, source: Source) -> Option<Code> {
        let vendor = self.view.vendor;
        if let Source::Status = source {
            let mut buffer = [0; 5];
            return lookup(vendor, domain, decimal(self.view.status, &mut buffer)).map(Code::Known);
        }
        let text = self.view.text(source)?;
        let known = if let Some(plain) = text.as_str() {
            lookup(vendor, domain, plain.as_bytes())
        } else {
            let mut buffer = [0; MAX_CODE];
            text.decode_into(&mut buffer)
                .and_then(|decoded| lookup(vendor, domain, decoded.as_bytes()))
        };
        Some(known.map_or(Code::Unknown, Code::Known))
    }

    /// The source of the first code that no domain of the response knows.
    pub(crate) fn unknown_source(&self) -> Option<Source> {
        let sources = self.view.vendor.sources;
        let source_at = |index: u16| sources.get(usize::from(index)).copied();
        let codes = || self.claimed().flat_map(|(_, domain)| self.codes(domain));
        // Domains that share an envelope need not all know each other's codes.
        let is_known = |source: Source| {
            codes().any(|(other, code)| {
                matches!(code, Code::Known(_)) && source_at(other) == Some(source)
            })
        };
        let unknown = codes().filter(|(_, code)| matches!(code, Code::Unknown));
        let mut unknown = unknown.filter_map(|(source, _)| source_at(source));
        unknown.find(|source| !is_known(*source))
    }

    /// The entry of an unknown or missing code: that of the response's category, if the domain has it, else that of the
    /// family of the code that this source yields.
    fn unknown_entry(&self, domain: &Domain, source: u16) -> u16 {
        let position = self
            .category(domain)
            .or_else(|| self.family(domain, source));
        domain.unknown + position.map_or(0, |position| position + 1)
    }

    /// The position of the response's category among those of the domain.
    fn category(&self, domain: &Domain) -> Option<u16> {
        let vendor = self.view.vendor;
        let envelope = vendor.envelopes.get(usize::from(domain.envelope))?;
        let category = self.view.first_text(envelope.category)?;
        let mut names = (0..).zip(domain.categories.of(vendor.categories));
        let (position, _) = names.find(|(_, name)| category == *name.text(vendor.text))?;
        Some(position)
    }

    /// The position of the category whose family has the code that this source yields.
    fn family(&self, domain: &Domain, source: u16) -> Option<u16> {
        let vendor = self.view.vendor;
        let families = domain.families.of(vendor.families);
        if families.is_empty() {
            return None;
        }
        let text = self.view.text(*vendor.sources.get(usize::from(source))?)?;
        let mut buffer = [0; MAX_CODE];
        let code = text.decode_into(&mut buffer)?;
        let family = families.iter().find(|family| match family.codes {
            FamilyCodes::Prefix(prefix) => code.starts_with(prefix.text(vendor.text)),
            FamilyCodes::Range { lo, hi } => {
                whole_number(code).is_some_and(|number| (lo..=hi).contains(&number))
            }
        });
        family.map(|family| family.category)
    }

    /// Whether a field or header of the response says that it is the domain's, whatever else says so too.
    pub(crate) fn is_named(&self, domain: &Domain) -> bool {
        self.clauses(domain).any(|clause| {
            let tests = clause.of(self.view.vendor.tests);
            let by_field = tests.iter().any(|test| !matches!(test, Test::Status(_)));
            by_field && self.view.clause_holds(clause, domain.envelope, None)
        })
    }

    /// The alternatives of the condition under which responses are the domain's.
    pub(crate) fn clauses(&self, domain: &Domain) -> impl Iterator<Item = Span> + use<'t> {
        self.view.clauses_of(domain.when).iter().copied()
    }

    pub(crate) fn is_known(&self, found: Found) -> bool {
        usize::from(found.entry) < self.view.vendor.codes()
    }
}

/// A whole number in its usual spelling: without `+` and leading zeros.
pub(crate) fn whole_number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_usual = text == "0" || !digits.starts_with(['0', '+', '-']);
    text.parse().ok().filter(|_| is_usual)
}

/// The decimal digits of a status.
// Out of line, or it would be worked out for every response.
#[inline(never)]
fn decimal(mut number: u16, buffer: &mut [u8; 5]) -> &[u8] {
    let mut digits = 0;
    for place in buffer.iter_mut().rev() {
        *place = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
        digits += 1;
        if number == 0 {
            break;
        }
    }
    buffer
        .last_chunk::<5>()
        .and_then(|all| all.get(5 - digits..))
        .unwrap_or(&[])
}
