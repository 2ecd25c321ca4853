//! `faultbook man`: writes the manual pages.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Command};
use faultbook_codegen::output::Staged;

use crate::output::ExitStatus;

/// Write manual pages
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook man ~/.local/share/man/man1
  faultbook man . && man ./faultbook-explain.1")]
pub(crate) struct Man {
    /// Output folder
    #[arg(value_name = "DIR")]
    out: PathBuf,
}

pub(crate) fn run(
    arguments: &Man,
    command: Command,
    out: &mut dyn Write,
) -> anyhow::Result<ExitStatus> {
    let folder = arguments.out.display();
    let mut command = command.disable_help_subcommand(true);
    command.build();
    write_pages(command, &arguments.out).with_context(|| format!("cannot write to `{folder}`"))?;
    writeln!(
        out,
        "{folder}: wrote the manual; read it with `man {folder}/faultbook.1`"
    )?;
    Ok(ExitStatus::Success)
}

/// Writes the page of a command and those of its subcommands.
fn write_pages(command: Command, folder: &Path) -> io::Result<()> {
    let visible = |command: &&Command| !command.is_hide_set();
    for subcommand in command.get_subcommands().filter(visible) {
        write_pages(subcommand.clone(), folder)?;
    }
    let page = clap_mangen::Man::new(command);
    let mut text = Vec::new();
    page.render(&mut text)?;
    Staged::new(&folder.join(page.get_filename()), text)?.put_in_place()
}
