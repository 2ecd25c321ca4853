//! Reads input files and checks their encoding.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, anyhow, ensure};

use crate::terminal::sanitize;

/// The error for a file in UTF-16.
pub(crate) const UTF_16: &str = "it is UTF-16; save it as UTF-8";

/// Whether the first bytes of a text are those of UTF-16. No text in UTF-8 starts with them.
pub(crate) fn is_utf_16(start: &[u8]) -> bool {
    matches!(
        start,
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, 1..=255, ..] | [1..=255, 0, ..]
    )
}

/// Removes the byte order mark at the start of a text.
pub(crate) fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Reads a file; `-` is standard input.
pub(crate) fn read(path: &Path) -> anyhow::Result<String> {
    let text = if path == Path::new("-") {
        text_of(io::stdin())
    } else {
        File::open(path).map_err(Into::into).and_then(text_of)
    };
    text.with_context(|| format!("cannot read {}", name(path)))
}

/// The name of a file in messages.
fn name(path: &Path) -> String {
    if path == Path::new("-") {
        return "standard input".to_owned();
    }
    format!("`{}`", sanitize(&path.display().to_string()))
}

fn text_of(mut input: impl Read) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    ensure!(!is_utf_16(&bytes), UTF_16);
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to() + 1;
        anyhow!("it is not UTF-8 at byte {at}; save it as UTF-8")
    })?;
    Ok(without_bom(&text).to_owned())
}
