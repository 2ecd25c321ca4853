//! The XML reader against `roxmltree`, on bytes that a fuzzer makes up.
#![no_main]

#[path = "../../runtime/tests/support/xml.rs"]
mod reference;
#[allow(dead_code)]
#[path = "../../runtime/tests/support/wanted.rs"]
mod wanted;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use wanted::Wanted;

/// Short names, so that a fuzzer hits upon them.
static WANTED: LazyLock<Wanted> = LazyLock::new(|| {
    Wanted::new([
        "", "/a", "/a/b", "/a/b/c", "/a/b/0", "/a/b/1/c", "/a/@b", "/a/b/@c", "/a/0/b", "/b", "/é",
    ])
});

fuzz_target!(|body: &[u8]| reference::check(&WANTED, body));
