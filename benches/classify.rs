//! Response to decision, against what a careful user writes by hand.

mod launch;

fn main() -> std::process::ExitCode {
    launch::run("classify")
}
