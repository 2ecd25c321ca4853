//! Runs a bench of the suite. The suite is a workspace of its own, so that nobody who tests this crate has to build the
//! libraries that it is measured against.

use std::process::{Command, ExitCode};

/// Builds and runs the bench of this name, with what follows `--` on the command line.
pub(crate) fn run(bench: &str) -> ExitCode {
    let root = env!("CARGO_MANIFEST_DIR");
    let status = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--release", "--bin", bench])
        .arg(format!("--manifest-path={root}/benches/suite/Cargo.toml"))
        .arg(format!("--target-dir={root}/target/bench/build"))
        .arg("--")
        .args(
            std::env::args()
                .skip(1)
                .filter(|argument| argument != "--bench"),
        )
        .current_dir(root)
        .status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: cannot run cargo: {error}");
            ExitCode::FAILURE
        }
    }
}
