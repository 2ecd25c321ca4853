//! What rustc needs for the generated code, against derives.

mod launch;

fn main() -> std::process::ExitCode {
    launch::run("compile")
}
