//! The perfect hash that leads from a wire string to its code.
//!
//! The generator looks for a seed and displacements under which no two keys of a domain meet; the engine needs one
//! hash, one displacement and one comparison. All bytes of a key are hashed, unless samples distinguish a few keys; and
//! nothing longer than the longest key ever is, so that no response can make a look-up slow.

// 2^64 divided by the golden ratio: no bit pattern repeats in it.
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a key under a seed.
#[inline]
#[must_use]
pub fn hash(key: &[u8], seed: u64) -> u64 {
    let mut state = seed ^ length(key);
    let mut rest = key;
    while rest.len() > 16
        && let Some((chunk, behind)) = rest.split_first_chunk::<16>()
    {
        state = mix(ends(chunk), state);
        rest = behind;
    }
    // The last sixteen bytes, some of them again: that is cheaper than to ask how many are left.
    mix(ends(key.last_chunk::<16>().map_or(key, |last| last)), state)
}

/// The hash of a key by its length and samples of it: enough to distinguish a few keys, and without a loop.
#[inline]
#[must_use]
pub fn sampled_hash(key: &[u8], seed: u64) -> u64 {
    mix(ends(key), seed ^ length(key) ^ middle(key).rotate_left(32))
}

#[inline]
fn length(key: &[u8]) -> u64 {
    (key.len() as u64).wrapping_mul(MULTIPLIER)
}

/// The hash of a key and the displacement of its bucket. Without buckets, samples distinguish the keys.
#[inline]
#[must_use]
pub fn hash_and_displacement(key: &[u8], seed: u64, displacements: &[u16]) -> Option<(u64, u16)> {
    if displacements.is_empty() {
        return Some((sampled_hash(key, seed), 0));
    }
    let hash = hash(key, seed);
    let displacement = displacements.get(bucket(hash, displacements.len()))?;
    Some((hash, *displacement))
}

/// The first and the last bytes of a key, eight if it has as many. Of at most sixteen, none is left out.
#[inline]
fn ends(key: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (key.first_chunk(), key.last_chunk()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (key.first_chunk(), key.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return (first.into(), last.into());
    }
    match *key {
        [a, b, c] => (u64::from(a) << 8 | u64::from(b), c.into()),
        [a, b] => (a.into(), b.into()),
        [a] => (a.into(), 0),
        _ => (0, 0),
    }
}

/// The eight bytes in the middle of a key; nothing of a shorter one, which its ends are all of.
#[inline]
fn middle(key: &[u8]) -> u64 {
    let Some(rest) = key.len().checked_sub(8) else {
        return 0;
    };
    let (_, behind) = key.split_at(rest / 2);
    let middle = behind.first_chunk();
    middle.map_or(0, |middle| u64::from_le_bytes(*middle))
}

/// A multiplication whose high half is not lost.
#[inline]
fn mix((a, b): (u64, u64), state: u64) -> u64 {
    // Without the multiplier, a key that starts with zero bytes would erase everything else.
    let product = u128::from(a ^ MULTIPLIER) * u128::from(b ^ state);
    #[allow(clippy::cast_possible_truncation)] // The two halves are what is wanted.
    let (low, high) = (product as u64, (product >> 64) as u64);
    low ^ high
}

/// The bucket of a hash among so many buckets, a power of two.
#[inline]
#[must_use]
pub fn bucket(hash: u64, buckets: usize) -> usize {
    masked(hash, buckets)
}

/// The slot of a hash among so many slots, a power of two, moved by the bucket's displacement.
///
/// Each of the three things that are taken from a hash has bits of its own: two keys of a bucket are moved apart.
#[inline]
#[must_use]
pub fn slot(hash: u64, displacement: u16, slots: usize) -> usize {
    // Odd, so that the displacements lead to every slot: their number is a power of two.
    let step = hash >> 40 | 1;
    masked(
        (hash >> 20).wrapping_add(step.wrapping_mul(displacement.into())),
        slots,
    )
}

/// The contents of the slot of a key: its row, and a part of its hash, by which nearly all misses are detected without
/// a look at the key.
#[must_use]
pub fn entry(hash: u64, row: u16) -> u32 {
    tag(hash) | u32::from(row)
}

/// The row of an entry, if it is of a key with this hash or with one much like it.
#[inline]
#[must_use]
pub(crate) fn row(entry: u32, hash: u64) -> Option<u16> {
    u16::try_from(entry ^ tag(hash)).ok()
}

#[inline]
fn tag(hash: u64) -> u32 {
    #[allow(clippy::cast_possible_truncation)]
    // The high bits, which neither bucket nor slot depend on much.
    let high = (hash >> 32) as u32;
    high & 0xffff_0000
}

#[inline]
fn masked(bits: u64, len: usize) -> usize {
    #[allow(clippy::cast_possible_truncation)] // The low bits are what is wanted.
    let bits = bits as usize;
    bits & len.wrapping_sub(1)
}

/// Whether two short strings are equal, without the call that a slice comparison costs.
#[inline]
pub(crate) fn equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (mut rest_a, mut rest_b) = (a, b);
    while rest_a.len() > 16
        && let (Some((x, behind_a)), Some((y, behind_b))) = (
            rest_a.split_first_chunk::<16>(),
            rest_b.split_first_chunk::<16>(),
        )
    {
        if x != y {
            return false;
        }
        (rest_a, rest_b) = (behind_a, behind_b);
    }
    match (a.last_chunk::<16>(), b.last_chunk::<16>()) {
        (Some(last_a), Some(last_b)) => last_a == last_b,
        _ => ends(a) == ends(b),
    }
}
