//! What the pages and the catalogue share: links to everything in a book, decisions in words, and remarks.

mod alike;
pub(crate) mod anchors;
pub(crate) mod decision;
mod forms;
mod json;
pub(crate) mod plan_rows;
pub(crate) mod properties;
pub(crate) mod sections;
pub(crate) mod view;

pub(crate) use alike::MANY;
pub(crate) use decision::DecisionView;
pub(crate) use forms::Forms;
pub(crate) use view::{Docs, View};

/// The statuses of successes, the only ones that can be doubtful.
pub(crate) const SUCCESSES: (u16, u16) = (200, 299);
