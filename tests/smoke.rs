//! x
use faultbook::{Action, Class, Response, playwave};
#[test]
fn t() {
    let body = r#"{"success":false,"error":{"code":"SESSION_ENDED","message":"…"}}"#;
    let response = Response::new(410, body);
    let fault = playwave::Operation::Heartbeat.read(&response).unwrap_err();
    assert!(fault.is(playwave::ApiCode::SessionEnded));
    assert_eq!(fault.class(), Class::SessionLost);
    assert_eq!(fault.actions(), [Action::StopHeartbeat, Action::KickPlayer]);
    println!("{fault} {fault:?} {:?} size {}", fault.user_message(), size_of_val(&fault));
    println!("{:?} {:?}", playwave::HeartbeatCode::Ok.class(), playwave::HeartbeatCode::Ok);
}
