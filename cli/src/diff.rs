//! `faultbook diff`: what an edit of a book does to those who depend on it.

mod edition;
mod git;
mod github;
mod human;
mod json;
mod waivers;

use std::io::Write;

use anyhow::bail;
use faultbook_codegen::changes::{self, Bump, Change, Changes, Impact};
use faultbook_codegen::{Loaded, Source};

use crate::args::{Diff, FailOn, Format};
use crate::{Verdict, terminal};
use waivers::Waivers;

pub(crate) fn run(arguments: &Diff, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let waivers = Waivers::new(arguments)?;
    let old = edition::sources(&arguments.old)?;
    let new = edition::sources(&arguments.new)?;
    let books = [load(&arguments.old, &old), load(&arguments.new, &new)];
    let [Some(before), Some(after)] = &books else {
        bail!("only books without mistakes can be compared");
    };
    let old = changes::BookSnapshot::new(&old, before);
    let new = changes::BookSnapshot::new(&new, after);
    let changes = changes::compare(&old, &new);
    let told = Told {
        changes: &changes,
        waivers: &waivers,
    };
    match arguments.format {
        Format::Human => human::write(&told, out)?,
        Format::Json => json::write(&told, out)?,
        Format::Github => github::write(&told, &arguments.new, out)?,
    }
    waivers.tell_unused(&changes);
    Ok(verdict(arguments.fail_on, told.worst()))
}

/// A book; of what is none, the mistakes are told.
fn load(name: &str, sources: &[Source]) -> Option<Loaded> {
    match faultbook_codegen::load(sources) {
        Ok(loaded) => Some(loaded),
        Err(mistakes) => {
            terminal::show(&mistakes);
            terminal::tell(&format!("\n`{name}` has mistakes\n"));
            None
        }
    }
}

fn verdict(fail_on: FailOn, worst: Option<Impact>) -> Verdict {
    let least = match fail_on {
        FailOn::Breaking => Impact::Breaking,
        FailOn::Behaviour => Impact::Behaviour,
        FailOn::Addition => Impact::Addition,
        FailOn::Docs => Impact::Docs,
        FailOn::Never => return Verdict::Clean,
    };
    if worst.is_some_and(|worst| worst >= least) {
        Verdict::Findings
    } else {
        Verdict::Clean
    }
}

/// Changes, and which of them count.
struct Told<'t> {
    changes: &'t Changes,
    waivers: &'t Waivers,
}

impl Told<'_> {
    fn is_waived(&self, change: &Change) -> bool {
        self.waivers.contains(&change.fingerprint)
    }

    /// Those that count.
    fn counted(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| !self.is_waived(change))
    }

    fn worst(&self) -> Option<Impact> {
        self.counted().map(|change| change.impact).max()
    }

    fn count(&self, impact: Impact) -> usize {
        self.counted()
            .filter(|change| change.impact == impact)
            .count()
    }

    fn waived(&self) -> usize {
        self.changes.iter().len() - self.counted().count()
    }

    /// What is to be raised before 1.0.0 and from then on.
    fn bumps(&self) -> (Bump, Bump) {
        (Bump::unstable(self.worst()), Bump::stable(self.worst()))
    }

    /// `2 breaking, 1 behaviour; 1 waived: asks for a minor release before 1.0.0, and a major one from then on`
    fn summary(&self) -> String {
        let counts = Impact::ALL.map(|impact| (self.count(impact), impact));
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts
            .map(|(count, impact)| format!("{count} {impact}"))
            .collect();
        let counts = if counts.is_empty() {
            "no changes".to_owned()
        } else {
            counts.join(", ")
        };
        let waived = match self.waived() {
            0 => String::new(),
            waived => format!("; {waived} waived"),
        };
        format!("{counts}{waived}{}", self.advice())
    }

    /// What a release has to raise.
    fn advice(&self) -> String {
        match self.bumps() {
            (Bump::None, _) => String::new(),
            (unstable, stable) if unstable == stable => format!(": asks for a {stable} release"),
            (unstable, stable) => {
                format!(
                    ": asks for a {unstable} release before 1.0.0, and a {stable} one from then on"
                )
            }
        }
    }
}
