//! What goes wrong, and when. Times are counted from the start of the run.

use std::ops::Range;
use std::time::Duration;

/// The G-coin that players have at `PlayWave` at the start, as the time that it pays for.
pub(crate) const PAID: &[(&str, Duration)] = &[("fox", minutes(3)), ("owl", minutes(30))];

/// The time that a recharge at `PlayWave` pays for.
pub(crate) const RECHARGE: Duration = minutes(30);

/// The player who starts another session on the same PC, and when.
pub(crate) const REPLACED: (&str, Duration) = ("owl", minutes(2));

/// Until when other tools of the studio use up the rate limit at Playtest.
pub(crate) const RATE_LIMITED_UNTIL: Duration = seconds(85);

/// The regions in which Gameye has no capacity.
pub(crate) const FULL_REGIONS: &[&str] = &["frankfurt"];

/// When Gameye fails completely.
pub(crate) const GAMEYE_FAILS_AT: Duration = minutes(4);

/// The highest bet that the RGS accepts.
pub(crate) const MAX_BET: u32 = 50;

/// The balance of each player at the operator, and the amount of a recharge.
pub(crate) const BALANCE: u32 = 30;

/// While the studio's account at Licensing has too little credit.
pub(crate) const OUT_OF_CREDIT: Range<Duration> = seconds(90)..seconds(92);

/// When the owner of the game revokes the license.
pub(crate) const LICENSE_REVOKED_AT: Duration = seconds(170);

/// What happens between the server and its vendors.
pub(crate) const DISTURBANCES: &[Disturbance] = &[
    Disturbance {
        vendor: "playwave",
        path: "/heartbeat",
        from: seconds(70),
        until: seconds(75),
        kind: Kind::Proxy(200, "Welcome to the hotel"),
    },
    Disturbance {
        vendor: "playwave",
        path: "/heartbeat",
        from: seconds(120),
        until: seconds(130),
        kind: Kind::Proxy(502, "Bad Gateway"),
    },
    Disturbance {
        vendor: "rgs",
        path: "/play",
        from: seconds(140),
        until: seconds(150),
        kind: Kind::GatewayTimeout,
    },
    Disturbance {
        vendor: "playwave",
        path: "/session/end",
        from: seconds(155),
        until: seconds(158),
        kind: Kind::HangUp,
    },
    Disturbance {
        vendor: "licensing",
        path: "/auth/heartbeat",
        from: seconds(170),
        until: minutes(10),
        kind: Kind::Forge(
            r#""status":"failed","error":"revoked""#,
            r#""status":"success""#,
        ),
    },
];

/// A disturbance between the server and a vendor, for a while.
pub(crate) struct Disturbance {
    pub(crate) vendor: &'static str,
    pub(crate) path: &'static str,
    pub(crate) from: Duration,
    pub(crate) until: Duration,
    pub(crate) kind: Kind,
}

/// The kind of disturbance.
pub(crate) enum Kind {
    /// A proxy responds instead of the vendor, with this status and title.
    Proxy(u16, &'static str),
    /// The vendor receives the call, but a proxy does not wait for the response.
    GatewayTimeout,
    /// The vendor receives the call, but the connection breaks before the response.
    HangUp,
    /// Somebody replaces a text in the response.
    Forge(&'static str, &'static str),
}

pub(crate) const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}
