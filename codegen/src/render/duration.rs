//! Durations.

/// A duration in milliseconds as a book writes it, in the largest unit that needs no fraction: `2d`, `1500ms`.
pub fn duration(millis: impl Into<u64>) -> String {
    const UNITS: [(&str, u64); 4] = [
        ("d", 86_400_000),
        ("h", 3_600_000),
        ("min", 60_000),
        ("s", 1000),
    ];
    let millis = millis.into();
    let fits = |(_, unit): &&(&str, u64)| millis > 0 && millis.is_multiple_of(*unit);
    let (name, unit) = UNITS.iter().find(fits).copied().unwrap_or(("ms", 1));
    format!("{}{name}", millis / unit)
}

/// A range of durations as a book writes it: `2s..5s`.
pub(super) fn range(min_ms: u32, max_ms: u32) -> String {
    if min_ms == max_ms {
        duration(min_ms)
    } else {
        format!("{}..{}", duration(min_ms), duration(max_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::{duration, range};

    #[test]
    fn a_duration_has_the_largest_unit_without_a_fraction() {
        let words = [0, 250, 1500, 2000, 90_000, 120_000, 3_600_000, 172_800_000];
        let words = words.map(|millis: u32| duration(millis));
        assert_eq!(
            words,
            ["0ms", "250ms", "1500ms", "2s", "90s", "2min", "1h", "2d"]
        );
        assert_eq!(range(2000, 5000), "2s..5s");
        assert_eq!(range(1000, 1000), "1s");
    }
}
