//! The JSON reader against `serde_json`, on bytes that a fuzzer makes up.
#![no_main]

#[path = "../../runtime/tests/support/mod.rs"]
mod support;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use support::{check, wanted::Wanted};

/// Short names, so that a fuzzer hits upon them.
static WANTED: LazyLock<Wanted> = LazyLock::new(|| {
    Wanted::new([
        "", "/a", "/a/b", "/a/b/c", "/a/0", "/a/0/b", "/a/-", "/b", "/b/1/a", "/0", "/0/0", "/",
        "//a", "/~0~1", "/é",
    ])
});

fuzz_target!(|body: &[u8]| check(&WANTED, body));
