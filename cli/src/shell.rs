//! `faultbook completions` and `faultbook man`: what a shell and `man` know of the command, made from its arguments.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;
use faultbook_codegen::output::Staged;

use crate::Verdict;
use crate::args::Arguments;

const NAME: &str = "faultbook";

/// Print a script that completes the command in a shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook completions bash > ~/.local/share/bash-completion/completions/faultbook
  faultbook completions zsh > ~/.zfunc/_faultbook
  faultbook completions fish > ~/.config/fish/completions/faultbook.fish")]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Write the manual: a page for the command, and one for each subcommand.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook man ~/.local/share/man/man1
  faultbook man . && man ./faultbook-explain.1")]
pub(crate) struct Man {
    /// The folder to write to.
    #[arg(value_name = "DIR")]
    out: PathBuf,
}

pub(crate) fn completions(arguments: &Completions, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    // What is generated into a writer panics if that is a closed pipe; into memory, it cannot fail.
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Arguments::command(),
        NAME,
        &mut script,
    );
    out.write_all(&script)?;
    Ok(Verdict::Clean)
}

pub(crate) fn man(arguments: &Man, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let folder = &arguments.out;
    let shown = folder.display();
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    write_pages(command, folder).with_context(|| format!("cannot write to `{shown}`"))?;
    writeln!(out, "{shown}: the manual; `man {shown}/{NAME}.1` shows it")?;
    Ok(Verdict::Clean)
}

/// Writes the page of a command, and those of its subcommands.
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
