//! Reads a response without a standard library or an allocator. The exit code is the step that failed, or 0.
#![no_std]
#![no_main]

use core::fmt::Write;
use core::panic::PanicInfo;

use faultbook::{Class, Response, playtest};

const BODY: &str = r#"{"error":{"code":"RATE_LIMITED","message":"\u0073low \"down\""},"meta":{"requestId":"req_abc123"}}"#;

// Where the program starts, and where core finds `memcpy` and the like.
#[link(name = "c")]
unsafe extern "C" {}

#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    let headers = [("Retry-After", "30")];
    let response = Response::new(429, BODY).headers(&headers);
    let Err(fault) = playtest::Operation::Request.read(&response) else {
        return 1;
    };
    if !fault.is(playtest::ApiCode::RateLimited) || fault.class() != Class::RateLimited {
        return 2;
    }
    if fault.retry_after().is_none_or(|wait| wait.as_secs() != 30) {
        return 3;
    }
    let mut line = Line::default();
    let (message, shown) = (fault.message(), fault.user_message());
    let (Some(message), Some(shown)) = (message, shown) else {
        return 4;
    };
    if write!(line, "{fault}: {message} {message:?} {shown}").is_err() {
        return 5;
    }
    let expected =
        br#"playtest request failure: RATE_LIMITED (status 429): slow "down" "slow \"down\"" "#;
    if line.text.starts_with(expected) {
        0
    } else {
        6
    }
}

/// A line of text of a fixed size.
struct Line {
    text: [u8; 256],
    len: usize,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            text: [0; 256],
            len: 0,
        }
    }
}

impl Write for Line {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        let end = self.len + text.len();
        let place = self.text.get_mut(self.len..end).ok_or(core::fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

/// What the compiled core asks for where a panic unwinds; here none does.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}
