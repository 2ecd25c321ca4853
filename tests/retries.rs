//! `Retries` with responses of the sample vendors.

use std::time::Duration;

use faultbook::{Action, Fault, Headers, Operation, Response, Retries, Step};
use faultbook::{gameye, licensing, playtest, playwave, rgs};

const SEEDS: std::ops::Range<u64> = 0..500;

fn answer<O: Operation>(
    operation: O,
    status: u16,
    headers: &dyn Headers,
    body: &str,
) -> Fault<'static, O::Vendor> {
    let response = Response::new(status, body).headers(headers);
    operation.read(&response).unwrap_err().into_owned()
}

fn status<O: Operation>(operation: O, status: u16) -> Fault<'static, O::Vendor> {
    answer(operation, status, &[("", "")], "{}")
}

fn full() -> gameye::Fault<'static> {
    status(gameye::Operation::StartSession, 420)
}

fn throttled() -> gameye::Fault<'static> {
    status(gameye::Operation::StartSession, 429)
}

/// The shortest and the longest wait over all seeds, in seconds.
fn waits(step: impl Fn(u64) -> Step<Action>) -> (f64, f64) {
    let waits = SEEDS.map(|seed| match step(seed) {
        Step::Repeat(wait) => wait.as_secs_f64(),
        step => panic!("{step:?}"),
    });
    waits.fold((f64::MAX, 0.0), |(least, most), wait| {
        (least.min(wait), most.max(wait))
    })
}

/// Whether waits are within two bounds, and get close to both.
fn assert_fill((least, most): (f64, f64), (min, max): (f64, f64)) {
    let near = (max - min) / 50.0;
    assert!(
        (min..=min + near).contains(&least) && (max - near..=max).contains(&most),
        "{least}..{most} is not {min}..{max}"
    );
}

#[test]
fn a_wait_is_drawn_from_the_whole_range() {
    assert_fill(waits(|seed| Retries::new(seed).step(&full())), (2.0, 5.0));
}

#[test]
fn waits_of_a_backoff_grow_and_keep_their_jitter() {
    for (made, bounds) in [(0, (1.0, 2.0)), (1, (2.0, 4.0)), (4, (16.0, 32.0))] {
        let found = waits(|seed| {
            let mut retries = Retries::new(seed);
            for _ in 0..made {
                let _ = retries.step(&throttled());
            }
            retries.step(&throttled())
        });
        assert_fill(found, bounds);
    }
}

#[test]
fn the_same_seed_draws_the_same_waits() {
    let step = |seed| Retries::new(seed).step(&full());
    assert_eq!(step(3), step(3));
    assert_ne!(step(3), step(4));
}

#[test]
fn the_hint_of_a_header_replaces_the_wait_and_is_capped() {
    let hinted = |hint: &str| {
        let fault = answer(
            playtest::Operation::Request,
            429,
            &[("Retry-After", hint)],
            "{}",
        );
        Retries::new(1).step(&fault)
    };
    assert_eq!(hinted("30"), Step::Repeat(Duration::from_secs(30)));
    assert_eq!(hinted("86400"), Step::Repeat(Duration::from_secs(3600)));
    assert_eq!(
        hinted("99999999999999999999"),
        Step::Repeat(Duration::from_secs(3600))
    );
}

#[test]
fn a_date_counts_from_the_response_else_from_the_callers_clock() {
    // 2023-11-14T22:13:20Z
    const NOW: u64 = 1_700_000_000;
    let retry_after = ("Retry-After", "Tue, 14 Nov 2023 22:14:20 GMT");
    let date = ("Date", "Tue, 14 Nov 2023 22:14:10 GMT");
    let wait = |headers: &[(&str, &str)], now| {
        let fault = answer(playtest::Operation::Request, 429, &headers, "{}");
        let mut retries = Retries::new(1);
        match now {
            Some(now) => retries.step_at(&fault, now).wait(),
            None => retries.step(&fault).wait(),
        }
    };
    let own = wait(&[], None);
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    for (headers, now, expected) in [
        (&[retry_after][..], Some(NOW), seconds(60)),
        (&[retry_after], Some(NOW + 59), seconds(1)),
        (&[retry_after], Some(NOW + 60), own),
        (&[retry_after], Some(0), seconds(3600)),
        (&[retry_after], None, own),
        (&[retry_after, date], Some(NOW), seconds(10)),
        (&[retry_after, date], None, seconds(10)),
        (&[("Retry-After", "30")], Some(NOW), seconds(30)),
    ] {
        assert_eq!(wait(headers, now), expected, "{headers:?} {now:?}");
    }
}

#[test]
fn an_empty_hint_does_not_change_the_wait() {
    for hint in ["0", "soon", "-5", ""] {
        let found = waits(|seed| {
            let headers = [("Retry-After", hint)];
            let fault = answer(playtest::Operation::Request, 429, &headers, "{}");
            Retries::new(seed).step(&fault)
        });
        assert_fill(found, (1.0, 2.0));
    }
}

#[test]
fn retries_are_counted_and_end_with_what_is_left_to_do() {
    let mut retries = Retries::new(1);
    for made in 1..=3 {
        assert!(matches!(retries.step(&full()), Step::Repeat(_)));
        assert_eq!(retries.made(), made);
    }
    assert!(Retries::new(1).step(&full()).wait() >= Some(Duration::from_secs(2)));
    let left: &[Action] = &[Action::UseFallbackRegion, Action::ContactSupport];
    assert_eq!(retries.step(&full()), Step::Exhausted(left));
    assert_eq!(retries.step(&full()), Step::Exhausted(left));
    assert_eq!(retries.step(&full()).wait(), None);
    assert_eq!(retries.made(), 3);
}

#[test]
fn waits_that_are_too_long_together_are_not_begun() {
    let hinted = |seconds: &str| {
        let headers = [("Retry-After", seconds)];
        answer(gameye::Operation::StartSession, 420, &headers, "{}")
    };
    let left: &[Action] = &[Action::UseFallbackRegion, Action::ContactSupport];
    let mut retries = Retries::new(1).give_up_after(Duration::from_secs(30));
    assert_eq!(retries.step(&hinted("31")), Step::Exhausted(left));
    assert_eq!(
        retries.step(&hinted("20")).wait(),
        Some(Duration::from_secs(20))
    );
    assert_eq!(retries.step(&hinted("11")), Step::Exhausted(left));
    assert_eq!(
        retries.step(&hinted("10")).wait(),
        Some(Duration::from_secs(10))
    );
    assert_eq!(retries.made(), 2);
}

#[test]
fn a_policy_that_comes_later_counts_the_retries_before_it() {
    let mut retries = Retries::new(1);
    for _ in 0..3 {
        assert!(matches!(retries.step(&throttled()), Step::Repeat(_)));
    }
    assert!(matches!(retries.step(&full()), Step::Exhausted(_)));
    assert!(matches!(retries.step(&throttled()), Step::Repeat(_)));

    let grown = waits(|seed| {
        let mut retries = Retries::new(seed);
        let _ = (retries.step(&full()), retries.step(&full()));
        retries.step(&throttled())
    });
    assert_fill(grown, (4.0, 8.0));
}

#[test]
fn a_call_that_repeats_on_its_own_is_not_repeated() {
    let fault = playwave::Operation::Heartbeat.raise(playwave::ClientCode::NetworkError);
    let mut retries = Retries::new(1);
    assert!(matches!(
        retries.step(&fault),
        Step::OnNext {
            operation: "heartbeat",
            ..
        }
    ));
    assert_eq!(retries.made(), 0);
}

#[test]
fn what_is_of_no_use_is_never_repeated() {
    let mut retries = Retries::new(1).idempotent(true).idempotency_key();
    for fault in [
        status(gameye::Operation::StartSession, 422),
        status(gameye::Operation::StartSession, 500),
    ] {
        assert_eq!(retries.step(&fault), Step::Never, "{fault}");
    }
    let ended = status(playwave::Operation::SessionEnd, 404);
    assert_eq!(retries.step(&ended), Step::Ignore);
    assert_eq!(retries.made(), 0);
}

#[test]
fn a_call_waits_for_its_action_which_helps_once() {
    let expired = || {
        let body = r#"{"status":"failed","error":"session_expired"}"#;
        let fault = answer(licensing::Operation::Heartbeat, 200, &[("", "")], body);
        let faultbook::Retry::AfterAction(Action::Reauthenticate) = fault.retry() else {
            panic!("{fault} {:?}", fault.retry());
        };
        fault
    };
    let mut retries = Retries::new(1);
    let first = Step::AfterAction(Action::Reauthenticate);
    assert_eq!(retries.step(&expired()), first);
    assert_eq!(retries.step(&expired()), first, "it is not done yet");
    assert_eq!(retries.made(), 0);
    retries.action_done();
    assert_eq!(retries.made(), 1);
    assert_eq!(retries.step(&expired()), Step::Exhausted(&[]));
    retries.action_done();
    assert_eq!(retries.made(), 1, "nothing was asked for");
}

#[test]
fn a_call_that_needs_one_action_after_the_other_is_given_up() {
    fn step<O: Operation>(retries: &mut Retries, operation: O, code: u16, body: &str) -> String {
        let fault = answer(operation, code, &[("", "")], body);
        format!("{:?}", retries.step(&fault))
    }
    let mut retries = Retries::new(1);
    let play = rgs::Operation::Play;
    for (body, asked) in [
        (
            r#"{"code":"ERROR_CODE_INSUFFICIENT_FUNDS"}"#,
            "prompt_recharge",
        ),
        (
            r#"{"code":"ERROR_CODE_ACTIVE_ROUND_EXISTS"}"#,
            "resume_open_round",
        ),
    ] {
        let asked: Action = asked.parse().unwrap();
        let next = step(&mut retries, play, 409, body);
        assert_eq!(next, format!("{:?}", Step::AfterAction(asked)));
        retries.action_done();
    }
    let start = gameye::Operation::StartSession;
    for (code, asked) in [(402, Action::AddCredit), (403, Action::ContactSupport)] {
        let next = step(&mut retries, start, code, "{}");
        assert_eq!(next, format!("{:?}", Step::AfterAction(asked)));
        retries.action_done();
    }
    let expired = r#"{"status":"failed","error":"session_expired"}"#;
    let next = step(&mut retries, licensing::Operation::Heartbeat, 200, expired);
    assert_eq!(next, "Exhausted([])");
}

#[test]
fn what_leaves_open_whether_it_was_carried_out_is_ambiguous() {
    use playwave::{ClientCode::NetworkError, Operation::Verify};
    for (code, body, ambiguous) in [
        (400, "{}", false),
        (401, "{}", false),
        (408, "{}", true),
        (425, "{}", false),
        (429, "{}", false),
        (500, "{}", true),
        (
            500,
            r#"{"success":false,"error":{"code":"INTERNAL_ERROR"}}"#,
            true,
        ),
        (503, "{}", true),
        (200, r#"{"reason":"OTT_EXPIRED"}"#, false),
        (200, r#"{"reason":"REGION_LOCKED"}"#, true),
        (200, "<html>", true),
        (200, r#"{"reason":"OTT_EXP"#, true),
        (302, "", true),
        (0, "", true),
        (999, "", true),
    ] {
        let fault = answer(Verify, code, &[("", "")], body);
        assert_eq!(fault.is_ambiguous(), ambiguous, "{code} {body}");
        assert_eq!(
            fault.never_sent().is_ambiguous(),
            ambiguous,
            "an answer came: {code} {body}"
        );
    }
    assert!(Verify.raise(NetworkError).is_ambiguous());
    assert!(!Verify.raise(NetworkError).never_sent().is_ambiguous());
    let kept = Verify.raise(NetworkError).never_sent().into_owned();
    assert!(!kept.is_ambiguous());
}

/// What a caller knows about a call.
type Setup = fn(Retries) -> Retries;

const NOTHING: Setup = |retries| retries;
const IDEMPOTENT: Setup = |retries| retries.idempotent(true);
const KEY: Setup = Retries::idempotency_key;

#[test]
fn what_may_have_been_carried_out_is_repeated_only_where_that_does_no_harm() {
    use playwave::{ClientCode::NetworkError, Operation::SessionEnd, Operation::Verify};

    let silent = || status(playtest::Operation::Request, 503);
    assert_eq!(silent().is_idempotent(), None);
    let initializing = answer(
        rgs::Operation::Play,
        503,
        &[("", "")],
        r#"{"code":"round_initializing"}"#,
    );
    let broke = answer(
        rgs::Operation::Play,
        500,
        &[("", "")],
        r#"{"code":"ERROR_CODE_INSUFFICIENT_FUNDS"}"#,
    );
    assert!(matches!(broke.retry(), faultbook::Retry::AfterAction(_)));
    let verify = || status(Verify, 500);
    assert_steps(&[
        ("silent book and caller", silent(), NOTHING, false),
        (
            "silent book, the caller says so",
            silent(),
            IDEMPOTENT,
            true,
        ),
        ("silent book, a key", silent(), KEY, true),
        (
            "silent book, a refusal",
            status(playtest::Operation::Request, 429),
            NOTHING,
            true,
        ),
    ]);
    assert_steps(&[
        ("the book says no", verify(), NOTHING, false),
        (
            "the book is stronger than the caller",
            verify(),
            IDEMPOTENT,
            false,
        ),
        ("a key is stronger than the book", verify(), KEY, true),
        ("no answer", Verify.raise(NetworkError), NOTHING, false),
        (
            "never sent",
            Verify.raise(NetworkError).never_sent(),
            NOTHING,
            true,
        ),
        ("a refusal", status(Verify, 429), NOTHING, true),
        (
            "the book says yes",
            SessionEnd.raise(NetworkError),
            NOTHING,
            true,
        ),
        (
            "the book is stronger than the caller",
            SessionEnd.raise(NetworkError),
            |retries| retries.idempotent(false),
            true,
        ),
    ]);
    assert_steps(&[
        ("the operation itself says so", initializing, NOTHING, true),
        ("not after an action either", broke, NOTHING, false),
    ]);
}

fn assert_steps<V: faultbook::VendorTypes>(cases: &[(&str, Fault<'static, V>, Setup, bool)]) {
    for (name, fault, setup, repeated) in cases {
        let step = setup(Retries::new(1)).step(fault);
        match repeated {
            true => assert!(matches!(step, Step::Repeat(_)), "{name}: {step:?}"),
            false => assert!(matches!(step, Step::Ambiguous), "{name}: {step:?}"),
        }
    }
}
