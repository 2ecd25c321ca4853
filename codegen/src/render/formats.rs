//! The formats of bodies.

use crate::document::Inline;
use crate::model::Format;

/// Formats of bodies, of which the first that fits counts.
#[must_use]
pub fn formats(formats: &[Format]) -> Inline {
    let name = |format: &Format| match format {
        Format::Json => "JSON",
        Format::Xml => "XML",
        Format::Form => "a form (`application/x-www-form-urlencoded`)",
        Format::Events => {
            "an event stream (`text/event-stream`), of which the data of the first event is JSON"
        }
    };
    Inline::join(
        formats.iter().map(|format| Inline::prose(name(format))),
        " or ",
    )
}
