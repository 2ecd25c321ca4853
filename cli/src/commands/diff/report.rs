//! Changes, without those that are waived.

use std::collections::BTreeSet;

use faultbook_codegen::changes::{Bump, Change, Changes, Impact};
use faultbook_codegen::render::joined;

use super::waivers::Waivers;

pub(super) struct Report {
    pub(super) changes: Changes,
    waivers: Waivers,
}

impl Report {
    pub(super) fn new(changes: Changes, waivers: Waivers) -> Self {
        Self { changes, waivers }
    }

    pub(super) fn is_waived(&self, change: &Change) -> bool {
        self.waivers.contain(&change.fingerprint)
    }

    /// The changes that are not waived.
    pub(super) fn counted(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| !self.is_waived(change))
    }

    pub(super) fn worst(&self) -> Option<Impact> {
        self.counted().map(|change| change.impact).max()
    }

    pub(super) fn count(&self, impact: Impact) -> usize {
        self.counted()
            .filter(|change| change.impact == impact)
            .count()
    }

    pub(super) fn waived(&self) -> usize {
        self.changes.iter().len() - self.counted().count()
    }

    /// The fingerprints of waivers whose change no longer exists.
    pub(super) fn unused_waivers(&self) -> impl Iterator<Item = &str> {
        let changes = self.changes.iter();
        let used: BTreeSet<&str> = changes.map(|it| it.fingerprint.as_str()).collect();
        self.waivers.iter().filter(move |it| !used.contains(it))
    }

    /// The part of the version to raise before 1.0.0 and after.
    pub(super) fn bumps(&self) -> (Bump, Bump) {
        (Bump::unstable(self.worst()), Bump::stable(self.worst()))
    }

    /// `2 breaking, 1 behaviour; 1 waived: requires a minor release before 1.0.0, and a major one after`
    pub(super) fn summary(&self) -> String {
        let counts = Impact::ALL.map(|impact| (self.count(impact), impact));
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts = counts.map(|(count, impact)| format!("{count} {impact}"));
        let counts = match joined(counts, ", ") {
            none if none.is_empty() => "no changes".to_owned(),
            counts => counts,
        };
        let waived = match self.waived() {
            0 => String::new(),
            waived => format!("; {waived} waived"),
        };
        format!("{counts}{waived}{}", self.release())
    }

    fn release(&self) -> String {
        match self.bumps() {
            (Bump::None, _) => String::new(),
            (unstable, stable) if unstable == stable => format!(": requires a {stable} release"),
            (unstable, stable) => {
                format!(": requires a {unstable} release before 1.0.0, and a {stable} one after")
            }
        }
    }
}
