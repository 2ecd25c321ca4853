//! Checks what the vendors received from the server, and what it decided.

use std::sync::LazyLock;
use std::time::Duration;

use faultbook::{Action, Class, Outcome};

use crate::display::Display;
use crate::plan::{OUT_OF_CREDIT, RATE_LIMITED_UNTIL, minutes, seconds};
use crate::server::Report;
use crate::timeline::{Decision, Entry, What};
use crate::vendors::Call;

static RUN: LazyLock<Report> = LazyLock::new(|| {
    let display = Display::new(Box::new(std::io::sink()), false);
    crate::run(display).expect("loopback can be listened on")
});

/// The calls to a vendor's path whose body holds a text.
fn calls(vendor: &str, path: &str, text: &str) -> Vec<&'static Call> {
    let calls = RUN.calls.iter();
    let calls = calls.filter(|call| (call.vendor, call.path.as_str()) == (vendor, path));
    calls
        .filter(|call| call.body.to_string().contains(text))
        .collect()
}

fn times(calls: &[&Call]) -> Vec<Duration> {
    calls.iter().map(|call| call.at).collect()
}

/// The waits between calls.
fn gaps(calls: &[&Call]) -> Vec<Duration> {
    let times = times(calls);
    let pairs = times.windows(2);
    pairs.map(|pair| pair[1].saturating_sub(pair[0])).collect()
}

/// The first decision about a code.
fn decision(code: &str) -> &'static Decision {
    let decisions = RUN.entries.iter().filter_map(|entry| match &entry.what {
        What::Decided(decision) => Some(decision),
        _ => None,
    });
    let mut decisions = decisions.filter(|decision| decision.code.as_deref() == Some(code));
    decisions
        .next()
        .unwrap_or_else(|| panic!("{code} was decided"))
}

/// The texts that somebody was shown, and when.
fn seen(who: &str) -> Vec<(Duration, &'static str)> {
    let entries = RUN.entries.iter().filter(|entry| entry.who == who);
    let texts = entries.filter_map(|entry| match &entry.what {
        What::Saw(text) => Some((entry.at, text.as_str())),
        _ => None,
    });
    texts.collect()
}

/// When the server did something.
fn did(what: &str) -> Duration {
    let is_it = |entry: &&Entry| matches!(&entry.what, What::Did(did) if did.contains(what));
    let entry = RUN.entries.iter().find(is_it);
    entry.unwrap_or_else(|| panic!("nobody did: {what}")).at
}

#[test]
fn each_part_of_a_decision_names_its_layer() {
    for (code, class, by, retry_by) in [
        ("420", Class::CapacityUnavailable, "code", "code"),
        ("RATE_LIMITED", Class::RateLimited, "code", "class"),
        ("CHARGE_EXHAUSTED", Class::PaymentRequired, "code", "code"),
        (
            "SESSION_ENDED",
            Class::SessionLost,
            "operation rule 1",
            "operation rule 1",
        ),
        ("NETWORK_ERROR", Class::Network, "code", "vendor rule 1"),
        ("signature_mismatch", Class::Integrity, "code", "code"),
    ] {
        let decision = decision(code);
        let layers = (decision.decided_by.class, decision.decided_by.retry);
        let found = (layers.0.to_string(), layers.1.to_string());
        assert_eq!(decision.class, class, "{code}");
        assert_eq!(found, (by.to_owned(), retry_by.to_owned()), "{code}");
    }
}

#[test]
fn a_full_region_is_tried_again_and_then_another_one_once() {
    let full = calls("gameye", "/session", "frankfurt");
    let (full, later): (Vec<_>, Vec<_>) = full.iter().partition(|call| call.at < minutes(4));
    assert_eq!(full.len(), 4, "a call and three retries");
    for gap in gaps(&full) {
        assert!((seconds(2)..=seconds(5)).contains(&gap), "{gap:?}");
    }
    let other = calls("gameye", "/session", "amsterdam");
    assert_eq!(times(&other), [full[3].at]);
    assert_eq!(later.len(), 1, "an internal error is not retried");
}

#[test]
fn nobody_calls_before_retry_after_and_then_one_at_a_time() {
    let claims = calls("playtest", "/api/v1/slots", "");
    assert_eq!(times(&claims)[0], seconds(55));
    let after = &times(&claims)[1..];
    let limit = RATE_LIMITED_UNTIL;
    assert_eq!(after, [limit, limit + seconds(1)]);
}

#[test]
fn a_temporary_error_is_left_to_the_next_heartbeat() {
    let beats = calls("playwave", "/heartbeat", "fox");
    // A proxy intercepted the second one, so it did not reach PlayWave.
    assert_eq!(times(&beats), [65, 185, 245, 305].map(seconds));
}

#[test]
fn a_session_that_must_not_be_ended_is_not_ended() {
    assert_eq!(decision("SESSION_REPLACED").forbidden, [Action::EndSession]);
    let ended = calls("playwave", "/session/end", "owl");
    assert!(ended.is_empty());
    let last = times(&calls("playwave", "/heartbeat", "owl"));
    assert_eq!(
        last,
        [seconds(132)],
        "no heartbeat after the one that told it"
    );
}

#[test]
fn an_exhausted_charge_is_announced_once_and_the_game_saved_before_the_end() {
    let told = decision("CHARGE_EXHAUSTED");
    assert_eq!(told.grace_period, Some(minutes(2)));
    let texts = seen("fox");
    assert_eq!(texts.len(), 2, "{texts:?}");
    let [saved, ended] = [did("saves the game"), did("fox is disconnected")];
    assert_eq!(ended, saved + minutes(2));
    assert_eq!(times(&calls("playwave", "/session/end", "fox")), [ended]);
}

#[test]
fn a_session_that_is_gone_is_lost_to_a_heartbeat_and_well_ended_to_an_end() {
    let gone = |outcome| {
        let decisions = RUN.entries.iter().filter_map(|entry| match &entry.what {
            What::Decided(decision) => Some(decision),
            _ => None,
        });
        let lost = decisions.filter(|decision| decision.class == Class::SessionLost);
        lost.filter(|decision| decision.outcome == outcome).count()
    };
    assert_eq!((gone(Outcome::Failure), gone(Outcome::Ignorable)), (1, 1));
}

#[test]
fn what_asks_for_a_recharge_is_repeated_after_it() {
    for (vendor, path) in [("playwave", "/verify"), ("rgs", "/play")] {
        let recharge = times(&calls(vendor, "/recharge", "lynx"));
        let text = if vendor == "rgs" { "50.00" } else { "lynx" };
        let asked = times(&calls(vendor, path, text));
        assert_eq!(asked.len(), 2, "{vendor}");
        assert_eq!(asked[1..], recharge, "{vendor}");
    }
}

#[test]
fn a_bet_that_may_have_been_placed_is_not_placed_twice() {
    assert_eq!(calls("rgs", "/play", "10.00").len(), 1);
    let (_, text) = *seen("lynx").last().expect("lynx is told");
    assert!(
        text.contains("not known whether your bet was placed"),
        "{text}"
    );
}

#[test]
fn a_page_in_the_place_of_an_answer_is_no_success() {
    let (_, text) = seen("owl")[0];
    assert_eq!(text, Class::Unknown.user_message());
}

#[test]
fn an_answer_that_was_lost_is_asked_for_again_and_known_to_be_well() {
    let ended = calls("playwave", "/session/end", "lynx");
    assert!(ended.len() > 1);
    for gap in gaps(&ended) {
        assert!(gap >= Duration::from_millis(500), "{gap:?}");
    }
    assert_eq!(decision("ALREADY_ENDED").outcome, Outcome::Ignorable);
}

#[test]
fn a_forged_success_is_reported_and_not_believed() {
    let forged = RUN.entries.iter().any(|entry| {
        let is_success = |answer: &str| answer.starts_with(r#"200 {"status":"success""#);
        entry.at == minutes(3)
            && matches!(&entry.what, What::Called { answer, .. } if is_success(answer))
    });
    assert!(forged, "it looked like a success");
    assert_eq!(
        decision("signature_mismatch").actions,
        [Action::ReportSecurity]
    );
    assert_eq!(did("closes ranked play"), minutes(3));
    let last = times(&calls("licensing", "/auth/heartbeat", ""));
    assert_eq!(last.last(), Some(&minutes(3)), "nothing is asked after it");
}

#[test]
fn a_lack_of_credit_is_waited_for_and_reported_only_to_the_operator() {
    let beats = calls("licensing", "/auth/heartbeat", "0002");
    let end = OUT_OF_CREDIT.end;
    let [early @ .., last] = beats.as_slice() else {
        panic!("it was asked");
    };
    assert!(!early.is_empty() && early.iter().all(|beat| beat.at < end));
    assert!((end..end + seconds(4)).contains(&last.at), "{:?}", last.at);
    assert_eq!(decision("no_credits").actions, [Action::AddCredit]);
    assert!(seen("lobby").iter().all(|(at, _)| *at > last.at));
}

#[test]
fn people_learn_what_they_need_to_know() {
    let [credit, security, support] = RUN.tickets.as_slice() else {
        panic!("{:?}", RUN.tickets);
    };
    assert!(credit.starts_with("add_credit (operator)"), "{credit}");
    assert!(security.contains("report_security"), "{security}");
    let trace = "trace ID 3bc545b7-4750-47e6-a918-000000000005";
    assert!(
        support.contains("contact_support") && support.ends_with(trace),
        "{support}"
    );
}
