//! Reading a response allocates nothing; making a fault outlive it does.

use faultbook::{Response, licensing, playtest, playwave, rgs};

#[test]
fn nothing_is_allocated_before_into_owned() {
    let playwave = r#"{"success":false,"error":{"code":"SESSION_ENDED","message":"x","timestamp":"2026-03-06T12:00:00Z"}}"#;
    let escaped = r#"{"error":{"code":"RATE\u005fLIMITED","message":"\"slow\" down","details":[{"field":"a","message":"b"}]}}"#;
    let rgs = r#"{"category":"ERROR_CATEGORY_VALIDATION","code":"ERROR_CODE_PARAM_OUT_OF_RANGE","message":"max bet is 50.00"}"#;
    let measured = allocation_counter::measure(|| {
        let fault = playwave::Operation::Heartbeat
            .read(&Response::new(410, playwave))
            .unwrap_err();
        assert!(
            !fault.actions().is_empty()
                && fault.message().is_some()
                && fault.user_message().is_some()
        );
        let headers = [("Retry-After", "30")];
        let fault = playtest::Operation::Request
            .read(&Response::new(429, escaped).headers(&headers))
            .unwrap_err();
        assert!(
            fault.code().is_some() && fault.retry_after().is_some() && fault.details().count() == 1
        );
        let fault = rgs::Operation::Play
            .read(&Response::new(400, rgs))
            .unwrap_err();
        assert!(fault.captures().get("max_bet").is_some());
        let fault = licensing::Operation::Validate
            .read(&Response::new(200, r#"{"status":"failed"}"#))
            .unwrap_err();
        assert!(fault.code().is_none());
        let fault = playwave::Operation::Heartbeat.raise(playwave::ClientCode::NetworkError);
        assert!(fault.is_retryable());
    });
    assert_eq!(measured.count_total, 0);
    let fault = playwave::Operation::Heartbeat
        .read(&Response::new(410, playwave))
        .unwrap_err();
    assert!(allocation_counter::measure(|| drop(fault.into_owned())).count_total > 0);
}
