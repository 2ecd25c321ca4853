//! What goes wrong, and when. Times are counted from the start of the run.

use std::ops::Range;
use std::time::Duration;

/// The G-coin that players have at `PlayWave` when they come, as the time that it pays for.
pub(crate) const PAID: &[(&str, Duration)] = &[("fox", minutes(3)), ("owl", minutes(30))];

/// What a recharge at `PlayWave` pays for.
pub(crate) const RECHARGE: Duration = minutes(30);

/// The player who starts another session on the same PC, and when.
pub(crate) const REPLACED: (&str, Duration) = ("owl", minutes(2));

/// Until when the studio's other tools have used up the rate limit at Playtest.
pub(crate) const RATE_LIMITED_UNTIL: Duration = seconds(85);

/// The regions in which Gameye has no room.
pub(crate) const FULL_REGIONS: &[&str] = &["frankfurt"];

/// When Gameye fails altogether.
pub(crate) const GAMEYE_FAILS_AT: Duration = minutes(4);

/// The highest bet that the RGS takes.
pub(crate) const MAX_BET: u32 = 50;

/// What lies in each player's wallet at the operator, and what a recharge adds.
pub(crate) const BALANCE: u32 = 30;

/// While Licensing finds too little credit in the studio's account, before its bank answers.
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

/// Something between the server and a vendor, for a while.
pub(crate) struct Disturbance {
    pub(crate) vendor: &'static str,
    pub(crate) path: &'static str,
    pub(crate) from: Duration,
    pub(crate) until: Duration,
    pub(crate) kind: Kind,
}

/// What it does.
pub(crate) enum Kind {
    /// A proxy answers in the vendor's place, with this status and title.
    Proxy(u16, &'static str),
    /// The vendor hears the call, and a proxy does not wait for the answer.
    GatewayTimeout,
    /// The vendor hears the call, and the connection breaks before the answer.
    HangUp,
    /// Somebody replaces one text in the answer by another.
    Forge(&'static str, &'static str),
}

pub(crate) const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}
