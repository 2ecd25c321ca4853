//! Encodings of input files.

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
