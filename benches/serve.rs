//! What the failure server takes for a call.

mod launch;

fn main() -> std::process::ExitCode {
    launch::run("serve")
}
