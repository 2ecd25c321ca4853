//! The parts of a page.

use anstyle::{AnsiColor, Style};

/// The colour of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tone {
    #[default]
    Plain,
    Good,
    Warning,
    Bad,
    Alarm,
}

impl Tone {
    pub(super) fn style(self) -> Style {
        let colour = match self {
            Self::Plain => return Style::new(),
            Self::Good => AnsiColor::Green,
            Self::Warning => AnsiColor::Yellow,
            Self::Bad => AnsiColor::Red,
            Self::Alarm => AnsiColor::Magenta,
        };
        colour.on_default()
    }
}

pub(super) enum Block {
    /// A name and its summary.
    Title {
        name: String,
        summary: String,
    },
    Paragraph(String),
    /// A paragraph that explains something above it.
    Remark(String),
    Gap,
    /// A horizontal line between sections.
    Rule,
    /// A label and its text.
    Entry {
        label: String,
        text: String,
    },
    /// A list of labels and texts.
    Terms(Vec<(String, String)>),
    /// A label, one line for each item, and a note at the right.
    Row {
        label: &'static str,
        items: Vec<String>,
        note: String,
        tone: Tone,
    },
}
