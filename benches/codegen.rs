//! YAML to artifacts, against other generators.

mod launch;

fn main() -> std::process::ExitCode {
    launch::run("codegen")
}
