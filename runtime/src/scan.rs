//! Looks for bytes in short texts: the searches of `str` take longer to prepare than these take as a whole.

const EACH: u64 = u64::MAX / 0xff;

/// The place of the first of these bytes. Eight bytes are looked at at once.
#[inline]
pub(crate) fn find<const N: usize>(text: &[u8], wanted: [u8; N]) -> Option<usize> {
    let mut rest = text;
    while let Some((chunk, behind)) = rest.split_first_chunk() {
        let found = lowest_marked(u64::from_le_bytes(*chunk), wanted);
        if found != 0 {
            return Some(text.len() - rest.len() + found.trailing_zeros() as usize / 8);
        }
        rest = behind;
    }
    let place = rest.iter().position(|byte| wanted.contains(byte))?;
    Some(text.len() - rest.len() + place)
}

/// Marks the bytes that are wanted. The lowest mark is right; those above it need not be.
#[inline]
fn lowest_marked<const N: usize>(bytes: u64, wanted: [u8; N]) -> u64 {
    let mut marks = 0;
    for byte in wanted {
        let zero_if_same = bytes ^ (EACH * u64::from(byte));
        marks |= zero_if_same.wrapping_sub(EACH) & !zero_if_same;
    }
    marks & (EACH * 0x80)
}

/// The text before the first of this ASCII byte, and that after it.
#[inline]
pub(crate) fn split_once(text: &str, separator: u8) -> Option<(&str, &str)> {
    let (before, behind) = text.split_at_checked(find(text.as_bytes(), [separator])?)?;
    Some((before, behind.get(1..)?))
}

#[inline]
pub(crate) fn contains<const N: usize>(text: &str, wanted: [u8; N]) -> bool {
    find(text.as_bytes(), wanted).is_some()
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::find;

    proptest! {
        #[test]
        fn finds_what_a_loop_finds(
            text in vec(select(&[0, 1, b'%', b'&', b'\'', b'+', b'=', 0x7f, 0x80, 0xa6, 0xff][..]), 0..40),
        ) {
            let first = |wanted: &[u8]| text.iter().position(|byte| wanted.contains(byte));
            let text: &Vec<u8> = &text;
            prop_assert_eq!(find(text, *b"&"), first(b"&"));
            prop_assert_eq!(find(text, *b"%+"), first(b"%+"));
            prop_assert_eq!(find(text, [0, 0xff, 0x80]), first(&[0, 0xff, 0x80]));
        }
    }
}
