//! The reader of forms against `form_urlencoded`, on bytes that a fuzzer makes up.
#![no_main]

#[path = "../../runtime/tests/support/form.rs"]
mod reference;
#[allow(dead_code)]
#[path = "../../runtime/tests/support/wanted.rs"]
mod wanted;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use wanted::Wanted;

/// Short names, so that a fuzzer hits upon them.
static WANTED: LazyLock<Wanted> =
    LazyLock::new(|| Wanted::new(["", "/", "/a", "/a/b", "/b", "/a b", "/é", "/~0~1"]));

fuzz_target!(|body: &[u8]| reference::check(&WANTED, body));
