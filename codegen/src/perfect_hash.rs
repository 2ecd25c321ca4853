//! Finds a perfect hash for the wire strings of a domain.
//!
//! Hash and displace: the keys are spread over buckets, and each bucket, the fullest first, is moved until none of its
//! keys is in an occupied slot. With an eighth of the slots free, a displacement is found in a few tries; otherwise
//! another seed or more slots are tried. The result is the same for the same keys.
//!
//! Few keys can nearly always be distinguished by samples of their bytes, with free slots and without displacement:
//! less to compute for the domains of most vendors.

use faultbook_runtime::v1::{bucket, entry, hash, sampled_hash, slot};

/// The maximum number of keys for sampling: with four slots per key, one seed in eight distinguishes sixteen keys.
const FEW: usize = 16;

/// After this many failed seeds, the samples are equal.
const SEEDS_FOR_SAMPLES: u64 = 256;

/// The maximum average number of keys per displacement.
const KEYS_PER_BUCKET: usize = 4;

/// After this many failed seeds, there are too few slots.
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
    if let Some((seed, slots)) = by_samples(keys) {
        return Hashed {
            seed,
            longest,
            displacements: Vec::new(),
            slots,
        };
    }
    let mut slot_count = (keys.len() + keys.len() / 8).next_power_of_two();
    let mut tried = 0;
    loop {
        let seed = seed(tried);
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

/// The seeds in the order in which they are tried. Seeds that differ in few bits would distinguish the same keys.
fn seed(number: u64) -> u64 {
    0xd1b5_4a32_d192_ed03_u64.wrapping_mul(number)
}

/// The seed and the slots of few keys, if samples distinguish them.
fn by_samples(keys: &[(&str, u16)]) -> Option<(u64, Vec<u32>)> {
    if keys.len() > FEW {
        return None;
    }
    (0..SEEDS_FOR_SAMPLES).map(seed).find_map(|seed| {
        let hashed = |(key, row): &(&str, u16)| (sampled_hash(key.as_bytes(), seed), *row);
        let hashed: Vec<_> = keys.iter().map(hashed).collect();
        let mut slots = vec![EMPTY; (keys.len() * 4).next_power_of_two()];
        place(&hashed, &mut slots, 0)?;
        Some((seed, slots))
    })
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
        displacements[index] = place(&buckets[index], &mut slots, u16::MAX)?;
    }
    Some((displacements, slots))
}

fn bucket_count(keys: usize) -> usize {
    keys.div_ceil(KEYS_PER_BUCKET).next_power_of_two()
}

/// Puts the keys of a bucket into free slots, and returns their displacement, if there is one up to `most`.
fn place(bucket: &[(u64, u16)], slots: &mut [u32], most: u16) -> Option<u16> {
    let mut taken = Vec::with_capacity(bucket.len());
    (0..=most).find(|displacement| {
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
    use faultbook_runtime::v1::hash_and_displacement;

    fn check(keys: &[String]) {
        let rows: Vec<(&str, u16)> = keys.iter().map(String::as_str).zip(0..).collect();
        let hashed = build(&rows);
        for (key, row) in rows {
            let (hash, displacement) =
                hash_and_displacement(key.as_bytes(), hashed.seed, &hashed.displacements).unwrap();
            assert_eq!(
                hashed.slots[slot(hash, displacement, hashed.slots.len())],
                entry(hash, row),
                "{key}"
            );
        }
        assert!(
            hashed.slots.len() <= if keys.len() <= FEW { 8 } else { 3 } * keys.len(),
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
    fn keys_of_every_length_and_similarity_are_distinguished() {
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
    fn few_keys_need_no_displacement_unless_they_look_alike() {
        let needs = |keys: &[&str]| {
            let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
            check(&keys);
            let rows: Vec<(&str, u16)> = keys.iter().map(String::as_str).zip(0..).collect();
            !build(&rows).displacements.is_empty()
        };
        assert!(!needs(&["SESSION_ENDED", "SESSION_EXPIRED", "", "A"]));
        assert!(needs(&[
            "COUNTRY_A_IS_CURRENTLY_BLOCKED",
            "COUNTRY_B_IS_CURRENTLY_BLOCKED"
        ]));
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
    fn keys_in_one_bucket_are_separated_by_another_seed() {
        let (size, buckets) = (60, bucket_count(60));
        let keys = (0..).map(|n| format!("CODE_{n}"));
        let together = keys.filter(|key| bucket(hash(key.as_bytes(), 0), buckets) == 0);
        check(&together.take(size).collect::<Vec<_>>());
    }
}
