//! How texts from elsewhere are encoded.

/// Why a text in UTF-16 is not read.
pub(crate) const UTF_16: &str = "it is UTF-16; save it as UTF-8";

/// Whether a text that begins like this is UTF-16, as Windows calls Unicode. No text in UTF-8 begins with such bytes.
pub(crate) fn is_utf_16(begin: &[u8]) -> bool {
    matches!(
        begin,
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, 1..=255, ..] | [1..=255, 0, ..]
    )
}

/// A text without the byte order mark that it may begin with.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
