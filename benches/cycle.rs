//! What an author waits for after an edit.

mod launch;

fn main() -> std::process::ExitCode {
    launch::run("cycle")
}
