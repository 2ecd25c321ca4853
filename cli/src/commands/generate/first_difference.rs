//! The first difference of two texts.

use std::fmt::Write;

/// The most lines shown of each text.
const MAX_LINES: usize = 4;

/// The first place where two texts differ, in the style of a unified diff.
pub(super) fn first_difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = common(old.iter(), new.iter());
    let (old, new) = (&old[start..], &new[start..]);
    if old.is_empty() && new.is_empty() {
        return "only the line endings differ\n".to_owned();
    }
    let end = common(old.iter().rev(), new.iter().rev());
    let mut diff = format!("@@ line {} @@\n", start + 1);
    mark(&mut diff, '-', &old[..old.len() - end]);
    mark(&mut diff, '+', &new[..new.len() - end]);
    diff
}

/// The number of lines that two texts share at their start.
fn common<'t>(a: impl Iterator<Item = &'t &'t str>, b: impl Iterator<Item = &'t &'t str>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

fn mark(diff: &mut String, sign: char, lines: &[&str]) {
    for line in lines.iter().take(MAX_LINES) {
        // Writing to a string cannot fail.
        let _ = writeln!(diff, "{sign}{line}");
    }
    if lines.len() > MAX_LINES {
        let _ = writeln!(diff, "{sign}… {} more lines", lines.len() - MAX_LINES);
    }
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn shared_lines_at_both_ends_are_omitted() {
        assert_eq!(
            first_difference("a\nb\nc\n", "a\nx\ny\nc\n"),
            "@@ line 2 @@\n-b\n+x\n+y\n"
        );
    }

    #[test]
    fn a_missing_end_is_shown() {
        assert_eq!(first_difference("a\na\n", "a\n"), "@@ line 2 @@\n-a\n");
    }

    #[test]
    fn long_differences_are_cut() {
        let diff = first_difference("", "1\n2\n3\n4\n5\n6\n");
        assert_eq!(diff, "@@ line 1 @@\n+1\n+2\n+3\n+4\n+… 2 more lines\n");
    }
}
