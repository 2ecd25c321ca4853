//! Each kind of retry, with its waits.

use std::error::Error;
use std::io;
use std::ops::RangeInclusive;
use std::time::Duration;

use bytes::Bytes;
use faultbook::tower::{Failure, FaultLayer, RetryPolicy};
use faultbook::{Action, Book, Operation, Raised, Step, VendorTypes};
use faultbook::{gameye, playtest, playwave};
use http::{HeaderName, Method, Request, Response};
use tokio::time::Instant;
use tower::{BoxError, Service, ServiceBuilder, ServiceExt, retry::RetryLayer};

use super::script::{Answer, Script};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const OK: &str = r#"{"sessions":[]}"#;

/// The result of a call, what was sent, and how long everything took.
struct Call<V: VendorTypes> {
    result: Result<Response<Bytes>, Failure<V>>,
    sent: Vec<Request<String>>,
    took: Duration,
}

impl<V: VendorTypes<Book = Book>> Call<V> {
    /// The call was made this often, and then given up with this step.
    #[track_caller]
    fn assert_given_up(&self, step: Step<Action>, calls: u32) {
        let failure = self.result.as_ref().unwrap_err();
        assert_eq!((failure.step(), failure.retries()), (Some(step), calls - 1));
        assert_eq!(self.sent.len(), calls as usize);
    }

    /// The second attempt succeeded, after a wait in this range of seconds.
    #[track_caller]
    fn assert_repeated_after(&self, seconds: RangeInclusive<u64>) {
        assert!(self.result.is_ok(), "{:?}", self.result);
        assert_eq!(self.sent.len(), 2);
        self.assert_took(seconds);
    }

    #[track_caller]
    fn assert_took(&self, seconds: RangeInclusive<u64>) {
        let (least, most) = (
            Duration::from_secs(*seconds.start()),
            // Timers have a resolution of milliseconds, and are never early.
            Duration::from_secs(*seconds.end()) + Duration::from_millis(5),
        );
        assert!((least..=most).contains(&self.took), "{:?}", self.took);
    }
}

fn request(method: Method) -> Request<String> {
    let mut request = Request::new(String::from("body"));
    *request.method_mut() = method;
    request
}

/// A call of an operation to a scripted client.
async fn call<O, C>(
    (operation, network_error): (O, C),
    request: Request<String>,
    policy: RetryPolicy,
    answers: impl IntoIterator<Item = Answer>,
) -> Call<O::Vendor>
where
    O: Operation + Send + Sync,
    C: Raised<Vendor = O::Vendor> + Send + 'static,
{
    let script = Script::new(answers);
    let raise = move |operation: O, error: &BoxError| {
        let fault = operation.raise(network_error);
        match error.downcast_ref::<io::Error>() {
            Some(error) if error.kind() == io::ErrorKind::ConnectionRefused => fault.never_sent(),
            _ => fault,
        }
    };
    let service = ServiceBuilder::new()
        .layer(RetryLayer::new(policy))
        .layer(FaultLayer::new(operation, raise))
        .service(script.clone());
    let start = Instant::now();
    let result = service.oneshot(request).await;
    Call {
        result,
        sent: script.sent(),
        took: start.elapsed(),
    }
}

async fn gameye(answers: impl IntoIterator<Item = Answer>) -> Call<gameye::Gameye> {
    let operation = (
        gameye::Operation::StartSession,
        gameye::ClientCode::NetworkError,
    );
    call(
        operation,
        request(Method::POST),
        RetryPolicy::new(1),
        answers,
    )
    .await
}

async fn playtest(request: Request<String>, answers: [Answer; 2]) -> Call<playtest::Playtest> {
    let operation = (
        playtest::Operation::Request,
        playtest::ClientCode::NetworkError,
    );
    let policy = RetryPolicy::new(1).idempotency_key(KEY);
    call(operation, request, policy, answers).await
}

async fn playwave(
    operation: playwave::Operation,
    answers: impl IntoIterator<Item = Answer>,
) -> Call<playwave::Playwave> {
    let operation = (operation, playwave::ClientCode::NetworkError);
    call(
        operation,
        request(Method::POST),
        RetryPolicy::new(1),
        answers,
    )
    .await
}

fn hinted(hint: &str) -> Answer {
    Answer::with_header(429, ("Retry-After", hint), "{}")
}

#[tokio::test(start_paused = true)]
async fn after_a_wait_within_the_range() {
    let call = gameye([Answer::whole(420, "{}"), Answer::whole(201, OK)]).await;
    call.assert_repeated_after(2..=5);
    assert!(call.sent.iter().all(|request| request.body() == "body"));
}

#[tokio::test(start_paused = true)]
async fn with_waits_that_grow() {
    let answers = (0..5).map(|_| Answer::whole(429, "{}"));
    let call = gameye(answers.chain([Answer::whole(201, OK)])).await;
    assert!(call.result.is_ok());
    call.assert_took(31..=62); // Halves of 2, 4, 8, 16 and 32 s at least.
}

#[tokio::test(start_paused = true)]
async fn when_the_header_allows_it() {
    for (hint, wait) in [("30", 30), ("86400", 3600)] {
        let call = hinted_call(hint).await;
        call.assert_repeated_after(wait..=wait);
    }
}

#[tokio::test(start_paused = true)]
async fn until_a_date_even_if_the_response_has_none() {
    // Capped by the book, or in the past.
    let call = hinted_call("Fri, 31 Dec 9999 23:59:59 GMT").await;
    call.assert_repeated_after(3600..=3600);
    let call = hinted_call("Sun, 06 Nov 1994 08:49:37 GMT").await;
    call.assert_repeated_after(0..=2);
}

async fn hinted_call(hint: &str) -> Call<playtest::Playtest> {
    let answers = [
        hinted(hint),
        Answer::whole(200, r#"{"data":{},"meta":{"requestId":"req_1"}}"#),
    ];
    playtest(request(Method::POST), answers).await
}

#[tokio::test(start_paused = true)]
async fn until_the_retries_are_used_up() {
    let call = gameye((0..9).map(|_| Answer::whole(420, "{}"))).await;
    let left = &[Action::UseFallbackRegion, Action::ContactSupport];
    call.assert_given_up(Step::Exhausted(left), 4);
    call.assert_took(6..=15);
    let failure = call.result.unwrap_err();
    assert!(failure.fault().is(gameye::StatusCode::CapacityUnavailable));
    assert_eq!(
        failure.to_string(),
        "gameye start_session failure: 420 (status 420), after 3 retries"
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_repeats_on_its_own_is_not_repeated_by_a_timer() {
    let call = playwave(playwave::Operation::Heartbeat, [Answer::whole(503, "{}")]).await;
    let step = call.result.as_ref().unwrap_err().step();
    let heartbeat = |operation| operation == "heartbeat";
    assert!(matches!(step, Some(Step::OnNext { operation, .. }) if heartbeat(operation)));
    call.assert_took(0..=0);
}

#[tokio::test(start_paused = true)]
async fn not_before_an_action_is_done() {
    let call = gameye([Answer::whole(403, "{}")]).await;
    call.assert_given_up(Step::AfterAction(Action::ContactSupport), 1);
    call.assert_took(0..=0);
}

#[tokio::test(start_paused = true)]
async fn not_what_is_of_no_use() {
    let call = gameye([Answer::whole(422, "{}")]).await;
    call.assert_given_up(Step::Never, 1);
}

#[tokio::test(start_paused = true)]
async fn not_what_can_be_ignored() {
    let ended = Answer::whole(409, r#"{"error":{"code":"ALREADY_ENDED"}}"#);
    let call = playwave(playwave::Operation::SessionEnd, [ended]).await;
    call.assert_given_up(Step::Ignore, 1);
}

#[tokio::test(start_paused = true)]
async fn not_what_must_not_be_done_twice() {
    use playwave::Operation::Verify;
    let reset = || Answer::Fails(io::ErrorKind::ConnectionReset);
    let refused = || Answer::Fails(io::ErrorKind::ConnectionRefused);
    let verified = || Answer::whole(200, r#"{"success":true}"#);

    let call = playwave(Verify, [reset(), verified()]).await;
    call.assert_given_up(Step::Ambiguous, 1);
    assert!(call.result.unwrap_err().source().is_some());
    let call = playwave(Verify, [Answer::whole(503, "{}"), verified()]).await;
    call.assert_given_up(Step::Ambiguous, 1);

    let call = playwave(Verify, [refused(), verified()]).await;
    call.assert_repeated_after(0..=1);
    let call = playwave(Verify, [refused(), reset(), verified()]).await;
    call.assert_given_up(Step::Ambiguous, 2);
}

#[tokio::test(start_paused = true)]
async fn by_the_method_or_the_key_where_the_book_is_silent() {
    let answers = || {
        [
            Answer::whole(503, "{}"),
            Answer::whole(200, r#"{"data":{},"meta":{"requestId":"req_1"}}"#),
        ]
    };
    for method in [Method::POST, Method::PATCH] {
        let call = playtest(request(method), answers()).await;
        call.assert_given_up(Step::Ambiguous, 1);
    }
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        let call = playtest(request(method), answers()).await;
        call.assert_repeated_after(0..=1);
    }
    let mut keyed = request(Method::POST);
    keyed.headers_mut().insert(KEY, "5b1e".parse().unwrap());
    let call = playtest(keyed, answers()).await;
    call.assert_repeated_after(0..=1);
    assert!(
        call.sent
            .iter()
            .all(|request| request.headers()[KEY] == "5b1e")
    );
}

#[tokio::test(start_paused = true)]
async fn not_when_it_would_take_too_long() {
    let operation = (
        gameye::Operation::StartSession,
        gameye::ClientCode::NetworkError,
    );
    let policy = RetryPolicy::new(1).give_up_after(Duration::from_secs(10));
    let answers = ["10", "1"].map(|hint| Answer::with_header(420, ("Retry-After", hint), "{}"));
    let call = call(operation, request(Method::POST), policy, answers).await;
    let left = &[Action::UseFallbackRegion, Action::ContactSupport];
    call.assert_given_up(Step::Exhausted(left), 2);
    call.assert_took(10..=10);
}

#[tokio::test(start_paused = true)]
async fn each_call_of_a_client_anew() {
    let raise = |operation: gameye::Operation, _: &BoxError| {
        operation.raise(gameye::ClientCode::NetworkError)
    };
    let script = Script::new((0..8).map(|_| Answer::whole(420, "{}")));
    let mut service = ServiceBuilder::new()
        .layer(RetryLayer::new(RetryPolicy::new(1)))
        .layer(FaultLayer::new(gameye::Operation::StartSession, raise))
        .service(script);
    for _ in 0..2 {
        let call = service.ready().await.unwrap().call(request(Method::POST));
        assert_eq!(call.await.unwrap_err().retries(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn calls_of_one_client_draw_waits_of_their_own() {
    let policy = RetryPolicy::new(1);
    let operation = (
        gameye::Operation::StartSession,
        gameye::ClientCode::NetworkError,
    );
    let mut waits = Vec::new();
    for _ in 0..10 {
        let answers = [Answer::whole(420, "{}"), Answer::whole(201, OK)];
        let call = call(operation, request(Method::POST), policy.clone(), answers).await;
        waits.push(call.took);
    }
    waits.sort();
    waits.dedup();
    assert!(waits.len() > 5, "{waits:?}");
}
