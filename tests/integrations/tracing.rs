//! The feature `tracing`, with a subscriber that records events.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use faultbook::{Response, licensing, playtest, playwave, rgs};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

type Fields = BTreeMap<&'static str, String>;

/// Keeps each event's level, target and fields.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<(Level, String, Fields)>>>);

impl<S: Subscriber> Layer<S> for Kept {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Texts::default();
        event.record(&mut fields);
        let (level, target) = (*event.metadata().level(), event.metadata().target());
        let mut kept = self.0.lock().unwrap();
        kept.push((level, target.to_owned(), fields.0));
    }
}

#[derive(Default)]
struct Texts(Fields);

impl Visit for Texts {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

/// The one event that something emits.
fn event(emit: impl FnOnce()) -> (Level, Fields) {
    let kept = Kept::default();
    let subscriber = tracing_subscriber::registry().with(kept.clone());
    tracing::subscriber::with_default(subscriber, emit);
    let mut events = kept.0.lock().unwrap();
    let (level, target, fields) = events.pop().expect("an event");
    assert!(events.is_empty());
    assert_eq!(target, "faultbook");
    (level, fields)
}

fn assert_fields(fields: &Fields, expected: &[(&'static str, &str)]) {
    let expected: Fields = expected
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    assert_eq!(*fields, expected);
}

#[test]
fn a_fault_is_an_event_with_fields() {
    let body = r#"{"error":{"code":"RATE_LIMITED","message":"key pt_live_s3cr3t is too fast"},"meta":{"requestId":"req_abc123"}}"#;
    let headers = [("Retry-After", "30")];
    let response = Response::new(429, body).headers(&headers);
    let fault = playtest::Operation::Request.read(&response).unwrap_err();
    let (level, fields) = event(|| fault.emit_event());
    assert_eq!(level, Level::WARN);
    assert_fields(
        &fields,
        &[
            (
                "message",
                "playtest request failure: RATE_LIMITED (status 429)",
            ),
            ("vendor", "playtest"),
            ("operation", "request"),
            ("outcome", "failure"),
            ("severity", "warning"),
            ("class", "rate_limited"),
            ("domain", "api"),
            ("code", "RATE_LIMITED"),
            ("known", "true"),
            ("status", "429"),
            ("retryable", "true"),
            ("retry", "backoff"),
            ("retry_after_ms", "30000"),
            ("trace_id", "req_abc123"),
        ],
    );
}

#[test]
fn what_there_is_not_is_absent() {
    let fault = playwave::Operation::Heartbeat.raise(playwave::ClientCode::NetworkError);
    let (level, fields) = event(|| fault.emit_event());
    assert_eq!(level, Level::WARN);
    let message = "playwave heartbeat failure: NETWORK_ERROR (raised by the client)";
    assert_eq!(fields["message"], message);
    for absent in ["reason", "status", "retry_after_ms", "trace_id"] {
        assert_eq!(fields.get(absent), None);
    }
}

#[test]
fn the_severity_is_the_level() {
    let forged = licensing::Operation::Validate.raise(licensing::SdkCode::SignatureMismatch);
    let (level, fields) = event(|| forged.emit_event());
    assert_eq!((level, &*fields["severity"]), (Level::ERROR, "security"));

    let body = r#"{"error":{"code":"INVALID_API_KEY"}}"#;
    let refused = playwave::Operation::Verify.read(&Response::new(401, body));
    let (level, fields) = event(|| refused.unwrap_err().emit_event());
    assert_eq!((level, &*fields["severity"]), (Level::ERROR, "error"));
}

#[test]
fn an_unknown_code_is_logged_if_it_is_a_token() {
    let long = "x".repeat(129);
    let longest = "x".repeat(128);
    let table = [
        ("ERROR_CODE_NEW", Some("ERROR_CODE_NEW")),
        (longest.as_str(), Some(longest.as_str())),
        (long.as_str(), None),
        (r"A\nERROR forged line", None),
        (r"\u001b[31mred", None),
        ("Fehler\u{202e}", None),
        (r"a\u002db", Some("a-b")),
    ];
    for (code, logged) in table {
        let body = format!(r#"{{"code":"{code}","message":"pa55word"}}"#);
        let fault = rgs::Operation::Play.read(&Response::new(500, &body));
        let (_, fields) = event(|| fault.unwrap_err().emit_event());
        assert_eq!(fields.get("code").map(String::as_str), logged, "{code}");
        assert_eq!(fields["known"], "false");
        assert_eq!(fields["reason"], "unknown code");
        assert!(fields.values().all(|value| !value.contains("pa55word")));
    }
}
