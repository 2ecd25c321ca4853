//! `faultbook completions`: prints a completion script for a shell.

use std::io::Write;

use clap::{Args, Command};
use clap_complete::Shell;

use crate::output::ExitStatus;

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook completions bash > ~/.local/share/bash-completion/completions/faultbook
  faultbook completions zsh > ~/.zfunc/_faultbook
  faultbook completions fish > ~/.config/fish/completions/faultbook.fish")]
pub(crate) struct Completions {
    /// Shell to complete in
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(
    arguments: &Completions,
    mut command: Command,
    out: &mut dyn Write,
) -> anyhow::Result<ExitStatus> {
    // `generate` panics if it cannot write, for example to a closed pipe. Writing to memory cannot fail.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "faultbook", &mut script);
    out.write_all(&script)?;
    Ok(ExitStatus::Success)
}
