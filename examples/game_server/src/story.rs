//! The players and what they do. The times are chosen so that no two calls coincide.

use faultbook::{Action, gameye, licensing, playtest, playwave, rgs};
use serde_json::json;
use tokio::time::{interval, sleep};

use crate::guests::Guest;
use crate::plan::{minutes, seconds};
use crate::server::Server;

/// Plays the story to its end.
pub(crate) async fn play(server: &Server) {
    tokio::join!(
        biased;
        start_matches(server),
        keep_license(server),
        fox(server),
        owl(server),
        lynx(server),
    );
}

/// Starts two matches: one while the first region is full, one while nothing works.
async fn start_matches(server: &Server) {
    let lobby = Guest::new("lobby");
    for (wait, id) in [(seconds(2), "match-1"), (minutes(4), "match-2")] {
        sleep(wait).await;
        let request = json!({ "id": id, "image": "arena", "location": "frankfurt" });
        let start = gameye::Operation::StartSession;
        let _ = server.call(&lobby, start, request).await;
    }
}

/// Checks the license of the anti-cheat program as long as the responses can be trusted.
async fn keep_license(server: &Server) {
    let lobby = Guest::new("lobby");
    let mut operation = licensing::Operation::Validate;
    let mut times = interval(seconds(90));
    for nonce in 1.. {
        times.tick().await;
        let request = json!({ "key": "ABCD-1234", "nonce": format!("{nonce:04x}") });
        if server.call(&lobby, operation, request).await.is_err() {
            return server.did(&lobby, "closes ranked play: nobody vouches for fair play");
        }
        operation = licensing::Operation::Heartbeat;
    }
}

/// Has G-coin for three minutes.
async fn fox(server: &Server) {
    sleep(seconds(5)).await;
    let fox = Guest::new("fox");
    stay(server, &fox).await;
}

/// Opens another session on the same PC.
async fn owl(server: &Server) {
    sleep(seconds(12)).await;
    let owl = Guest::new("owl");
    tokio::join!(biased; stay(server, &owl), async {
        sleep(seconds(56)).await;
        claim_slot(server, &owl).await;
    });
}

/// Comes without G-coin, claims a slot, bets and leaves.
async fn lynx(server: &Server) {
    sleep(seconds(20)).await;
    let lynx = Guest::new("lynx");
    tokio::join!(biased; stay(server, &lynx), async {
        sleep(seconds(35)).await;
        claim_slot(server, &lynx).await;
        sleep(seconds(20)).await;
        for bet in ["80.00", "50.00", "10.00"] {
            let request = json!({ "player": lynx.name, "bet": bet });
            let _ = server.call(&lynx, rgs::Operation::Play, request).await;
            sleep(seconds(10)).await;
        }
        server.did(&lynx, "lynx leaves");
        lynx.leave();
    });
}

async fn claim_slot(server: &Server, guest: &Guest) {
    let claim = playtest::Operation::ClaimSlot;
    let request = json!({ "playtester": guest.name, "slot": format!("slot-{}", guest.name) });
    let _ = server.call(guest, claim, request).await;
}

/// A player's stay, from the launch to the end of the session.
async fn stay(server: &Server, guest: &Guest) {
    let launch = json!({ "userId": guest.name, "ott": format!("ott-{}", guest.name) });
    let verified = server
        .call(guest, playwave::Operation::Verify, launch)
        .await;
    if verified.is_err() {
        return;
    }
    let user = json!({ "userId": guest.name });
    while guest.plays_for(minutes(1)).await {
        let beat = playwave::Operation::Heartbeat;
        let _ = server.call(guest, beat, user.clone()).await;
    }
    if guest.forbids(Action::EndSession) {
        return server.did(guest, "does not end the session: that is forbidden");
    }
    let end = playwave::Operation::SessionEnd;
    let _ = server.call(guest, end, user).await;
}
