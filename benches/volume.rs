//! The command over many lines, against programs that only parse them.

mod launch;

fn main() -> std::process::ExitCode {
    launch::run("volume")
}
