//! `faultbook serve`: runs `faultbook-serve`, a program of its own, so that only those who need a server compile one.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use clap::Args;

use crate::output::ExitStatus;

const PROGRAM: &str = "faultbook-serve";

/// Run a server on loopback that fails the way the vendors do
///
/// Runs the program `faultbook-serve` with the same arguments, which is installed separately: `cargo install faultbook-serve`.
#[derive(Debug, Args)]
#[command(
    disable_help_flag = true,
    after_help = "\
Examples:
  faultbook serve --help
  faultbook serve --port 0 --fail 'playwave heartbeat: RATE_LIMITED;wait=2s, 503, ok'"
)]
pub(crate) struct Serve {
    /// The arguments of `faultbook-serve`
    #[arg(
        value_name = "ARGUMENTS",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    arguments: Vec<OsString>,
}

pub(crate) fn run(arguments: &Serve) -> anyhow::Result<ExitStatus> {
    let mut server = Command::new(program());
    server.args(&arguments.arguments);
    let missing = || format!("cannot run `{PROGRAM}`: install it with `cargo install {PROGRAM}`");
    // In the place of this process, so that signals reach the server.
    #[cfg(unix)]
    return Err(std::os::unix::process::CommandExt::exec(&mut server)).with_context(missing);
    #[cfg(not(unix))]
    match server.status().with_context(missing)? {
        status if status.success() => Ok(ExitStatus::Success),
        status => anyhow::bail!("`{PROGRAM}` failed: {status}"),
    }
}

/// The program next to this one, else the one in `PATH`.
fn program() -> PathBuf {
    let own = env::current_exe().unwrap_or_default();
    let beside = own.with_file_name(format!("{PROGRAM}{}", env::consts::EXE_SUFFIX));
    if beside.is_file() {
        beside
    } else {
        PROGRAM.into()
    }
}
