//! The perfect hash that leads from a wire string to its code.
//!
//! The generator looks for a seed and displacements under which no two keys of a domain meet; the engine needs one
//! hash, one displacement and one comparison. All bytes of a key are hashed, and nothing longer than the longest key
//! ever is, so that no response can make a look-up slow.

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a key under a seed.
#[must_use]
pub fn hash(key: &[u8], seed: u64) -> u64 {
    let mut state = seed ^ (key.len() as u64).wrapping_mul(MULTIPLIER);
    let mut rest = key;
    while let Some((chunk, tail)) = rest.split_first_chunk::<8>() {
        state = fold(state ^ u64::from_le_bytes(*chunk));
        rest = tail;
    }
    fold(state ^ tail(rest))
}

/// The last bytes of a key, fewer than eight, as one number.
fn tail(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last));
    }
    match *bytes {
        [a, b, c] => u64::from(a) << 16 | u64::from(b) << 8 | u64::from(c),
        [a, b] => u64::from(a) << 8 | u64::from(b),
        [a] => u64::from(a),
        _ => 0,
    }
}

/// A multiplication whose high half is not lost.
fn fold(x: u64) -> u64 {
    let product = u128::from(x) * u128::from(MULTIPLIER);
    #[allow(clippy::cast_possible_truncation)] // The two halves are what is wanted.
    let (low, high) = (product as u64, (product >> 64) as u64);
    low ^ high
}

/// The bucket of a hash among so many buckets.
#[must_use]
pub fn bucket(hash: u64, buckets: usize) -> usize {
    reduce(hash & 0xffff_ffff, buckets)
}

/// The slot of a hash among so many slots, moved by the bucket's displacement.
#[must_use]
pub fn slot(hash: u64, displacement: u16, slots: usize) -> usize {
    let moved = (hash ^ u64::from(displacement).wrapping_mul(MULTIPLIER)).wrapping_mul(MULTIPLIER);
    reduce(moved >> 32, slots)
}

/// Maps 32 bits evenly onto `0..len` without a division.
fn reduce(bits: u64, len: usize) -> usize {
    #[allow(clippy::cast_possible_truncation)] // Less than `len`, which is a usize.
    let reduced = ((bits * len as u64) >> 32) as usize;
    reduced
}

/// Whether two short strings are equal, without the call that a slice comparison costs.
pub(crate) fn equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (mut a, mut b) = (a, b);
    while let (Some((x, a_tail)), Some((y, b_tail))) =
        (a.split_first_chunk::<8>(), b.split_first_chunk::<8>())
    {
        if u64::from_le_bytes(*x) != u64::from_le_bytes(*y) {
            return false;
        }
        (a, b) = (a_tail, b_tail);
    }
    tail(a) == tail(b)
}
