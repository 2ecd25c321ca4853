//! Licensing: signed answers about a license key.

use super::{Answer, Call, Vendor, answer};
use crate::plan::{LICENSE_REVOKED_AT, OUT_OF_CREDIT};
use std::fmt::Write as _;

use hmac_sha256::HMAC;

/// The key with which the vendor and its SDK sign.
const SECRET: &str = "app-secret";

/// The header with the signature. The source names none: this one is made up, and so is the place of the nonce.
pub(crate) const SIGNATURE: &str = "x-signature";

pub(super) struct Licensing;

impl Vendor for Licensing {
    fn answer(&mut self, call: &Call) -> Answer {
        let nonce = call.field("nonce");
        let status = match call.at {
            at if at >= LICENSE_REVOKED_AT => r#""status":"failed","error":"revoked""#,
            at if OUT_OF_CREDIT.contains(&at) => r#""status":"failed","error":"no_credits""#,
            _ => r#""status":"success""#,
        };
        let body = format!(r#"{{{status},"nonce":"{nonce}"}}"#);
        let signature = sign(body.as_bytes());
        let mut answer = answer(200, body);
        let signature = signature.parse().expect("hexadecimal digits");
        answer.headers_mut().insert(SIGNATURE, signature);
        answer
    }
}

/// The signature of a body: its HMAC-SHA256, in hexadecimal.
pub(crate) fn sign(body: &[u8]) -> String {
    let mac = HMAC::mac(body, SECRET.as_bytes());
    mac.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
