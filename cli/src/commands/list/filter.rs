//! Selects entries of a book.

use std::ops::RangeInclusive;

use anyhow::bail;
use clap::Args;
use faultbook_codegen::model::{ActionId, Book, ClassId, Decision, Vendor};

use crate::{book, decisions, suggestions};

/// The options that select entries.
#[derive(Debug, Args)]
pub(super) struct FilterOptions {
    /// Only entries of this vendor
    #[arg(long)]
    pub(super) vendor: Option<String>,
    /// Only codes of this class
    #[arg(long)]
    class: Option<String>,
    /// Only codes that ask for this action, whether before, between or after retries
    #[arg(long)]
    action: Option<String>,
    /// Only codes with this status, such as `404` or `4xx`
    #[arg(long, value_parser = statuses)]
    status: Option<RangeInclusive<u16>>,
    /// Only codes that can be retried without an action
    #[arg(long)]
    retryable: bool,
}

impl FilterOptions {
    /// Whether there is an option that applies to codes only.
    pub(super) fn selects_codes(&self) -> bool {
        let Self {
            class,
            action,
            status,
            ..
        } = self;
        class.is_some() || action.is_some() || status.is_some() || self.retryable
    }
}

/// Parses a status such as `404`, or a range such as `4xx`.
fn statuses(text: &str) -> Result<RangeInclusive<u16>, String> {
    let family = text.strip_suffix("xx").and_then(|digit| digit.parse().ok());
    match (family, text.parse()) {
        (Some(digit @ 1..=5_u16), _) => Ok(digit * 100..=digit * 100 + 99),
        (None, Ok(status)) => Ok(status..=status),
        _ => Err("a status is a number such as 404, or 1xx to 5xx".to_owned()),
    }
}

/// The options with names resolved to indices of the book.
pub(super) struct Filter<'o> {
    options: &'o FilterOptions,
    class: Option<ClassId>,
    action: Option<ActionId>,
}

impl<'o> Filter<'o> {
    /// Fails if the book does not have one of the names.
    pub(super) fn new(options: &'o FilterOptions, book: &Book) -> anyhow::Result<Self> {
        let classes = book.classes.iter().map(|class| class.name.as_str());
        let actions = book.actions.iter().map(|action| action.name.as_str());
        if let Some(name) = &options.vendor {
            book::vendor(book, name)?;
        }
        Ok(Self {
            options,
            class: index("class", options.class.as_deref(), classes)?.map(ClassId::new),
            action: index("action", options.action.as_deref(), actions)?.map(ActionId::new),
        })
    }

    pub(super) fn has_vendor(&self, vendor: &Vendor) -> bool {
        let name = self.options.vendor.as_ref();
        name.is_none_or(|name| *name == vendor.name)
    }

    pub(super) fn has_decision(&self, decision: &Decision) -> bool {
        let asks_for = |action| decisions::asks_for(action, decision);
        self.class.is_none_or(|class| decision.class.value == class)
            && self.action.is_none_or(asks_for)
            && (!self.options.retryable || decision.retry.value.kind.is_retryable())
    }

    /// Whether a code has a selected status. Codes without a status have the typical one of their domain.
    pub(super) fn has_status(&self, vendor: &Vendor, code: usize) -> bool {
        let own = &vendor.codes[code].statuses;
        let typical = vendor.typical_status(code).filter(|_| own.is_empty());
        let selected = self.options.status.as_ref();
        selected.is_none_or(|selected| {
            let mut statuses = own.iter().copied().chain(typical);
            statuses.any(|status| selected.contains(&status))
        })
    }
}

fn index<'n>(
    what: &str,
    name: Option<&str>,
    known: impl Iterator<Item = &'n str> + Clone,
) -> anyhow::Result<Option<usize>> {
    let Some(name) = name else { return Ok(None) };
    match known.clone().position(|own| own == name) {
        Some(index) => Ok(Some(index)),
        None => bail!("{}", suggestions::unknown_name(what, name, known)),
    }
}
