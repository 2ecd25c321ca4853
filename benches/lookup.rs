//! Wire string to code, against hash maps, matches and binary search.

mod launch;

fn main() -> std::process::ExitCode {
    launch::run("lookup")
}
