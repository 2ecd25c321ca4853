//! Which codes are asked for.

use anyhow::bail;
use faultbook_codegen::model::{Action, Book, Class, Decision, RetryKind, Vendor};

use super::{List, What};
use crate::{meetings, names};

/// Statuses with both ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statuses {
    lo: u16,
    hi: u16,
}

/// A status, or the first digit of some.
pub(super) fn status(text: &str) -> Result<Statuses, String> {
    let family = text.strip_suffix("xx").and_then(|digit| digit.parse().ok());
    match (family, text.parse()) {
        (Some(digit @ 1..=5_u16), _) => Ok(Statuses {
            lo: digit * 100,
            hi: digit * 100 + 99,
        }),
        (None, Ok(status)) => Ok(Statuses {
            lo: status,
            hi: status,
        }),
        _ => Err("a status is a number like 404, or 1xx to 5xx".to_owned()),
    }
}

/// What is asked for, as indices into the book.
pub(super) struct Filter<'a> {
    vendor: Option<&'a str>,
    class: Option<usize>,
    action: Option<usize>,
    status: Option<Statuses>,
    retryable: bool,
}

impl<'a> Filter<'a> {
    /// Fails if the book has no such name, or if something is asked of codes and something else is listed.
    pub(super) fn new(arguments: &'a List, book: &Book) -> anyhow::Result<Self> {
        let of_codes = arguments.class.is_some()
            || arguments.action.is_some()
            || arguments.status.is_some()
            || arguments.retryable;
        if of_codes && arguments.what != What::Codes {
            bail!(
                "`--class`, `--action`, `--status` and `--retryable` choose among codes; `--vendor` fits more"
            );
        }
        let vendors = book
            .vendors
            .iter()
            .map(|vendor: &Vendor| vendor.name.as_str());
        let classes = book.classes.iter().map(|class: &Class| class.name.as_str());
        let actions = book
            .actions
            .iter()
            .map(|action: &Action| action.name.as_str());
        index("vendor", arguments.vendor.as_deref(), vendors)?;
        Ok(Self {
            vendor: arguments.vendor.as_deref(),
            class: index("class", arguments.class.as_deref(), classes)?,
            action: index("action", arguments.action.as_deref(), actions)?,
            status: arguments.status,
            retryable: arguments.retryable,
        })
    }

    pub(super) fn has_vendor(&self, vendor: &Vendor) -> bool {
        self.vendor.is_none_or(|name| name == vendor.name)
    }

    /// Whether what is decided is what is asked for.
    pub(super) fn admits(&self, decision: &Decision) -> bool {
        let asks_for = |action| meetings::asks_for(action, decision);
        self.class.is_none_or(|class| decision.class.value == class)
            && self.action.is_none_or(asks_for)
            && (!self.retryable || is_retryable(decision))
    }

    /// Whether a code comes with a status that is asked for; of one that names none, its domain tells.
    pub(super) fn has_status(&self, vendor: &Vendor, code: usize) -> bool {
        let known = &vendor.codes[code].statuses;
        let typical = vendor.typical_status(code).filter(|_| known.is_empty());
        self.status.is_none_or(|asked| {
            let mut statuses = known.iter().copied().chain(typical);
            statuses.any(|status| (asked.lo..=asked.hi).contains(&status))
        })
    }
}

fn is_retryable(decision: &Decision) -> bool {
    !matches!(
        decision.retry.value.kind,
        RetryKind::Never | RetryKind::AfterAction { .. }
    )
}

/// Where a name stands among those that there are.
fn index<'n>(
    what: &str,
    name: Option<&str>,
    known: impl Iterator<Item = &'n str> + Clone,
) -> anyhow::Result<Option<usize>> {
    let Some(name) = name else { return Ok(None) };
    match known.clone().position(|own| own == name) {
        Some(index) => Ok(Some(index)),
        None => bail!("{}", names::unknown(what, name, known)),
    }
}
