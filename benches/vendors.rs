//! Responses of vendors in JSON, XML and forms.

mod launch;

fn main() -> std::process::ExitCode {
    launch::run("vendors")
}
