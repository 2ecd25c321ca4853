//! Whether clients do what the book says: they come back neither too early nor with what must not be repeated.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::time::{Duration, Instant};

use hyper::body::Bytes;

use crate::answer::Advice;
use crate::routes::Route;

/// How many failed calls are remembered; then all are forgotten.
const MEMORY: usize = 10_000;

/// The repetition of a call is counted only so soon after its failure: later, it is a call of its own.
const MEMORABLE: Duration = Duration::from_secs(600);

/// Clocks, timers and sleep are not exact.
const TOLERANCE: Duration = Duration::from_millis(20);

/// A call that is the same when it is repeated.
#[derive(Debug, Hash)]
pub(crate) struct Call {
    pub(crate) client: IpAddr,
    pub(crate) route: Route,
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) body: Bytes,
}

/// The calls that failed, and what should be done about them.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// By the hashes of the calls, whose bodies may be long.
    failed: HashMap<u64, (Instant, Advice)>,
    hasher: RandomState,
}

impl Watch {
    /// What is wrong about a call, which may repeat one that failed. `has_key` says that it can be recognized as the same.
    pub(crate) fn complaints(&mut self, call: &Call, has_key: bool, now: Instant) -> Vec<String> {
        let Some((at, advice)) = self.failed.remove(&self.hasher.hash_one(call)) else {
            return Vec::new();
        };
        let elapsed = now.saturating_duration_since(at);
        if elapsed > MEMORABLE {
            return Vec::new();
        }
        let code = advice.code.as_deref().unwrap_or("the failure");
        let mut complaints = Vec::new();
        if !advice.may_retry {
            complaints.push(format!(
                "retried after {code}, whose retry is `{}`",
                advice.retry
            ));
        } else if advice.is_risky && !has_key {
            complaints.push(format!(
                "retried after {code} although the call may have been carried out and is not known to be idempotent"
            ));
        }
        if let Some(wait) = advice.wait
            && elapsed + TOLERANCE < wait
        {
            let (elapsed, wait) = (elapsed.as_millis(), wait.as_millis());
            complaints.push(format!(
                "retried {elapsed} ms after {code}, which asked for {wait} ms"
            ));
        }
        complaints
    }

    /// Remembers a call that failed.
    pub(crate) fn remember(&mut self, call: &Call, advice: &Advice, now: Instant) {
        if advice.is_success {
            return;
        }
        if self.failed.len() >= MEMORY {
            self.failed.clear();
        }
        let call = self.hasher.hash_one(call);
        self.failed.insert(call, (now, advice.clone()));
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn call(body: &str) -> Call {
        Call {
            client: Ipv4Addr::LOCALHOST.into(),
            route: Route {
                vendor: 0,
                operation: 0,
            },
            method: "POST".to_owned(),
            target: "/orders".to_owned(),
            body: Bytes::copy_from_slice(body.as_bytes()),
        }
    }

    /// The complaints about a call that is repeated after so many milliseconds.
    fn repeated(advice: &Advice, after: u64, has_key: bool) -> Vec<String> {
        let (mut watch, start) = (Watch::default(), Instant::now());
        watch.remember(&call("a"), advice, start);
        assert!(watch.complaints(&call("b"), false, start).is_empty());
        let then = start + Duration::from_millis(after);
        let complaints = watch.complaints(&call("a"), has_key, then);
        // A failure is judged once.
        assert!(watch.complaints(&call("a"), false, then).is_empty());
        complaints
    }

    #[test]
    fn clients_are_judged_by_the_book() {
        let limited = Advice {
            code: Some("LIMITED".to_owned()),
            may_retry: true,
            wait: Some(Duration::from_secs(2)),
            ..Advice::default()
        };
        let early = "retried 1500 ms after LIMITED, which asked for 2000 ms";
        assert_eq!(repeated(&limited, 1500, false), [early]);
        assert!(repeated(&limited, 1990, false).is_empty());
        let gone = Advice {
            may_retry: false,
            wait: None,
            retry: "never",
            ..limited.clone()
        };
        assert_eq!(
            repeated(&gone, 5000, false),
            ["retried after LIMITED, whose retry is `never`"]
        );
        assert!(repeated(&gone, 700_000, false).is_empty());
        let unsure = Advice {
            is_risky: true,
            wait: None,
            ..limited.clone()
        };
        assert_eq!(repeated(&unsure, 5000, false).len(), 1);
        assert!(repeated(&unsure, 5000, true).is_empty());
        let success = Advice {
            is_success: true,
            ..gone
        };
        assert!(repeated(&success, 0, false).is_empty());
    }
}
