//! Finds a perfect hash for the wire strings of a domain.
//!
//! Hash and displace: the keys are spread over buckets, and each bucket, the fullest first, is moved until none of its
//! keys lands in a slot that is taken. With an eighth of the slots to spare a displacement is found in a few tries; should
//! none be found, another seed or more slots will do. The result is the same for the same keys.

use faultbook_runtime::v1::{bucket, entry, hash, slot};

/// How many keys share a displacement, on average, at most.
const KEYS_PER_BUCKET: usize = 4;

/// With so many seeds tried in vain, there are too few slots.
const SEEDS_PER_SIZE: u64 = 16;

/// A slot without a key: there is no such row.
const EMPTY: u32 = u32::MAX;

/// What the engine needs to find a key.
#[derive(Debug, Default)]
pub(crate) struct Hashed {
    pub(crate) seed: u64,
    /// The length of the longest key in bytes.
    pub(crate) longest: u16,
    pub(crate) displacements: Vec<u16>,
    /// The entry of the key in each slot, or [`EMPTY`].
    pub(crate) slots: Vec<u32>,
}

/// A perfect hash for distinct keys, each with its row.
pub(crate) fn build(keys: &[(&str, u16)]) -> Hashed {
    let longest = keys.iter().map(|(key, _)| key.len()).max();
    let longest = longest.map_or(0, |len| u16::try_from(len).unwrap_or(u16::MAX));
    if keys.is_empty() {
        return Hashed::default();
    }
    let mut slot_count = (keys.len() + keys.len() / 8).next_power_of_two();
    let mut tried = 0;
    loop {
        // Seeds that differ in a few bits would tell the same keys apart.
        let seed = 0xd1b5_4a32_d192_ed03_u64.wrapping_mul(tried);
        if let Some((displacements, slots)) = try_seed(keys, seed, slot_count) {
            return Hashed {
                seed,
                longest,
                displacements,
                slots,
            };
        }
        tried += 1;
        if tried % SEEDS_PER_SIZE == 0 {
            slot_count *= 2;
        }
    }
}

fn try_seed(keys: &[(&str, u16)], seed: u64, slot_count: usize) -> Option<(Vec<u16>, Vec<u32>)> {
    let mut buckets: Vec<Vec<(u64, u16)>> = vec![Vec::new(); bucket_count(keys.len())];
    let count = buckets.len();
    for (key, row) in keys {
        let hash = hash(key.as_bytes(), seed);
        buckets[bucket(hash, count)].push((hash, *row));
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|index| std::cmp::Reverse(buckets[*index].len()));
    let (mut displacements, mut slots) = (vec![0; count], vec![EMPTY; slot_count]);
    for index in order {
        displacements[index] = place(&buckets[index], &mut slots)?;
    }
    Some((displacements, slots))
}

fn bucket_count(keys: usize) -> usize {
    keys.div_ceil(KEYS_PER_BUCKET).next_power_of_two()
}

/// Puts the keys of a bucket into free slots, and returns the displacement that does so.
fn place(bucket: &[(u64, u16)], slots: &mut [u32]) -> Option<u16> {
    let mut taken = Vec::with_capacity(bucket.len());
    (0..=u16::MAX).find(|displacement| {
        taken.clear();
        let fits = bucket.iter().all(|(hash, _)| {
            let at = slot(*hash, *displacement, slots.len());
            let free = slots[at] == EMPTY && !taken.contains(&at);
            taken.push(at);
            free
        });
        if fits {
            for (at, (hash, row)) in taken.iter().zip(bucket) {
                slots[*at] = entry(*hash, *row);
            }
        }
        fits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(keys: &[String]) {
        let rows: Vec<(&str, u16)> = keys.iter().map(String::as_str).zip(0..).collect();
        let hashed = build(&rows);
        for (key, row) in rows {
            let hash = hash(key.as_bytes(), hashed.seed);
            let displacement = hashed.displacements[bucket(hash, hashed.displacements.len())];
            assert_eq!(
                hashed.slots[slot(hash, displacement, hashed.slots.len())],
                entry(hash, row),
                "{key}"
            );
        }
        assert!(
            hashed.slots.len() <= 3 * keys.len(),
            "{} slots for {}",
            hashed.slots.len(),
            keys.len()
        );
    }

    #[test]
    fn every_key_has_a_slot_of_its_own_at_every_size() {
        for size in [1, 2, 3, 4, 7, 8, 9, 16, 64, 255, 1000, 4096, 50_000] {
            check(
                &(0..size)
                    .map(|n| format!("ERROR_CODE_{n}"))
                    .collect::<Vec<_>>(),
            );
        }
    }

    #[test]
    fn keys_of_every_length_and_likeness_are_told_apart() {
        check(&(0..300).map(|n| "a".repeat(n)).skip(1).collect::<Vec<_>>());
        check(
            &[
                "ab",
                "ba",
                "abc",
                "cba",
                "a",
                "b",
                "abcdefgh",
                "abcdefghi",
                "ihgfedcba",
            ]
            .map(String::from),
        );
    }

    #[test]
    fn the_work_grows_with_the_keys() {
        for size in [100, 1_000, 10_000, 65_000_u16] {
            let keys: Vec<String> = (0..size).map(|n| format!("CODE_{n}_FAILED")).collect();
            let rows: Vec<(&str, u16)> = keys.iter().map(String::as_str).zip(0..).collect();
            let hashed = build(&rows);
            let tries = hashed.displacements.iter().map(|last| u64::from(*last) + 1);
            assert!(
                tries.sum::<u64>() < 20 * u64::from(size) && hashed.seed == 0,
                "{size}"
            );
        }
    }

    #[test]
    fn keys_that_meet_in_one_bucket_are_told_apart_by_another_seed() {
        let (size, buckets) = (60, bucket_count(60));
        let keys = (0..).map(|n| format!("CODE_{n}"));
        let together = keys.filter(|key| bucket(hash(key.as_bytes(), 0), buckets) == 0);
        check(&together.take(size).collect::<Vec<_>>());
    }
}
