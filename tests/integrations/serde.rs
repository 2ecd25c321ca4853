//! The feature `serde`.

use std::fmt::Debug;
use std::str::FromStr;

use faultbook::{
    Action, AnyFault, Class, Response, Severity, Vendor, gameye, licensing, playtest, playwave, rgs,
};
use serde_json::{Value, from_value, json, to_value};

/// The bodies in the vendors' documentation, as input of the command.
const ASKED: &str = include_str!("../../cli/tests/command/documents.jsonl");
/// The output of the command for them.
const ANSWERED: &str = include_str!("../../cli/tests/snapshots/documents.jsonl");

fn lines(text: &str) -> impl Iterator<Item = Value> {
    text.lines().map(|line| line.parse().unwrap())
}

/// The crate's serialization of the response in a line; `None` if there is none.
fn serialized(asked: &Value) -> Option<Value> {
    let text = |name: &str| asked[name].as_str().unwrap_or_default();
    let status = u16::try_from(asked["status"].as_u64()?).unwrap();
    let headers = asked["headers"].as_object().into_iter().flatten();
    let headers: Vec<_> = headers
        .map(|(name, value)| (name, value.as_str().unwrap()))
        .collect();
    let response = Response::new(status, text("body")).headers(&headers);
    let vendor = text("vendor").parse().unwrap();
    let read = match faultbook::read(vendor, text("operation"), &response) {
        Ok(success) => to_value(success.into_owned()),
        Err(fault) => to_value(fault.into_owned()),
    };
    Some(read.unwrap())
}

#[test]
fn a_reading_is_written_as_the_command_answers() {
    let mut compared = 0;
    for (asked, mut answer) in lines(ASKED).zip(lines(ANSWERED)) {
        let Some(read) = serialized(&asked) else {
            continue;
        };
        let id = answer.as_object_mut().unwrap().remove("id").unwrap();
        assert_eq!(read, answer, "{id}");
        compared += 1;
    }
    assert!(compared > 20, "only {compared} were compared");
}

#[test]
fn what_the_client_raises_and_what_is_not_listed_are_written_too() {
    let raised = licensing::Operation::Validate.raise(licensing::SdkCode::SignatureMismatch);
    let raised = to_value(raised).unwrap();
    assert_eq!(raised["status"], Value::Null);
    assert_eq!(raised["code"], "signature_mismatch");
    assert_eq!(raised["severity"], "security");
    assert_eq!(raised.get("operation_fallback"), None);

    let response = Response::new(500, "");
    let fallen_back: AnyFault<'_> =
        faultbook::read(Vendor::Playtest, "no_such_operation", &response).unwrap_err();
    let fallen_back = to_value(fallen_back).unwrap();
    assert_eq!(fallen_back["operation"], "request");
    assert_eq!(fallen_back["operation_fallback"], true);
}

#[test]
fn retries_are_written_with_their_units() {
    let of = |retry| to_value(retry).unwrap();
    let network = of(playwave::ClientCode::NetworkError.retry());
    let backoff = json!({"kind": "backoff", "base_ms": 1000, "factor": 2.0, "max_ms": 60_000, "jitter": 0.5, "attempts": 5});
    assert_eq!(network, backoff);
    assert_eq!(
        of(playwave::ApiCode::SessionEnded.retry()),
        json!({"kind": "never"})
    );
    let charge = of(playwave::VerifyCode::NotChargeable.retry());
    assert_eq!(
        charge,
        json!({"kind": "after_action", "action": "prompt_recharge"})
    );
    let body = r#"{"error":{"code":"NO_SUCH_CODE"}}"#;
    let fault = playwave::Operation::Heartbeat.read(&Response::new(503, body));
    let on_next = of(fault.unwrap_err().retry());
    assert_eq!(
        on_next,
        json!({"kind": "on_next", "operation": "heartbeat"})
    );
    let full = gameye::Operation::StartSession.read(&Response::new(420, "{}"));
    let after = json!({"kind": "after", "min_ms": 2000, "max_ms": 5000, "attempts": 3});
    assert_eq!(of(full.unwrap_err().retry()), after);
}

/// All names are written as in the book and read back; others are refused with an error that names them.
fn assert_names<T>(all: &[T])
where
    T: Copy + Debug + PartialEq + ToString + FromStr,
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    for one in all {
        let written = to_value(one).unwrap();
        assert_eq!(written, one.to_string());
        assert_eq!(from_value::<T>(written).unwrap(), *one);
    }
    for wrong in ["", "no such name", " "] {
        let refusal = from_value::<T>(json!(wrong)).unwrap_err().to_string();
        assert!(refusal.contains(&format!("{wrong:?}")), "{refusal}");
    }
    for wrong in [json!(1), json!(null), json!([0]), json!({"a": "b"})] {
        let refusal = from_value::<T>(wrong).unwrap_err().to_string();
        assert!(refusal.contains("the name of a known"), "{refusal}");
    }
}

#[test]
fn names_are_read_back_strictly() {
    assert_names(Class::ALL);
    assert_names(Action::ALL);
    assert_names(Vendor::ALL);
    assert_names(playwave::Operation::ALL);
    assert_names(playwave::ApiCode::ALL);
    assert_names(playwave::HeartbeatCode::ALL);
    assert_names(playtest::ApiCode::ALL);
    assert_names(licensing::SdkCode::ALL);
    assert_names(rgs::ClientCode::ALL);
    assert_names(gameye::ClientCode::ALL);

    let refusal = from_value::<playwave::ApiCode>(json!("SESSION_enDED")).unwrap_err();
    let expected = r#"invalid value: string "SESSION_enDED", expected the name of a known code"#;
    assert_eq!(refusal.to_string(), expected);
}

#[test]
fn a_code_of_any_domain_and_of_any_vendor_is_its_wire_string() {
    let code = playwave::Code::from(playwave::ApiCode::SessionEnded);
    assert_eq!(to_value(code).unwrap(), "SESSION_ENDED");
    assert_eq!(
        to_value(faultbook::AnyCode::from(code)).unwrap(),
        "SESSION_ENDED"
    );
    assert_eq!(to_value(Severity::Security).unwrap(), "security");
}
