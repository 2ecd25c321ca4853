//! RGS: bets, debited from the operator's wallet.

use std::collections::HashMap;

use super::{Answer, Call, Vendor};
use crate::plan::{BALANCE, MAX_BET};

pub(super) struct Rgs {
    balances: HashMap<String, u32>,
    rounds: u32,
}

impl Rgs {
    pub(super) fn new() -> Self {
        Self {
            balances: HashMap::new(),
            rounds: 0,
        }
    }

    fn play(&mut self, player: &str, bet: &str) -> Answer {
        let Some(bet) = bet
            .strip_suffix(".00")
            .and_then(|bet| bet.parse::<u32>().ok())
        else {
            return error(
                400,
                "VALIDATION",
                "INVALID_AMOUNT",
                &format!("bad wager: {bet}"),
            );
        };
        if bet > MAX_BET {
            let message = format!("max bet is {MAX_BET}.00");
            return error(422, "VALIDATION", "PARAM_OUT_OF_RANGE", &message);
        }
        let balance = self.balances.entry(player.to_owned()).or_insert(BALANCE);
        if bet > *balance {
            return error(400, "OPERATOR", "INSUFFICIENT_FUNDS", "balance too low");
        }
        *balance -= bet;
        self.rounds += 1;
        let round = format!("r-{}", self.rounds);
        Answer::new(200, format!(r#"{{"roundId":"{round}","payout":"0.00"}}"#))
    }
}

impl Vendor for Rgs {
    fn answer(&mut self, call: &Call) -> Answer {
        let player = call.field("player");
        match call.path.as_str() {
            "/play" => self.play(player, call.field("bet")),
            "/recharge" => {
                *self.balances.entry(player.to_owned()).or_default() += BALANCE;
                Answer::new(200, "{}")
            }
            path => error(400, "VALIDATION", "INVALID_MESSAGE", path),
        }
    }
}

/// The source does not say which status a code has, except that it is not 2xx.
fn error(status: u16, category: &str, code: &str, message: &str) -> Answer {
    let body = format!(
        r#"{{"category":"ERROR_CATEGORY_{category}","code":"ERROR_CODE_{code}","message":"{message}"}}"#
    );
    Answer::new(status, body)
}
