//! RGS: bets, debited from the operator's wallet.

use std::collections::HashMap;

use faultbook::Samples;
use faultbook::rgs::{GameCode, Operation};

use super::{Answer, Call, Vendor, answer, failure};
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
            return error(400, GameCode::InvalidAmount, &format!("bad wager: {bet}"));
        };
        if bet > MAX_BET {
            let message = format!("max bet is {MAX_BET}.00");
            return error(422, GameCode::ParamOutOfRange, &message);
        }
        let balance = self.balances.entry(player.to_owned()).or_insert(BALANCE);
        if bet > *balance {
            return error(400, GameCode::InsufficientFunds, "balance too low");
        }
        *balance -= bet;
        self.rounds += 1;
        let round = format!("r-{}", self.rounds);
        answer(200, format!(r#"{{"roundId":"{round}","payout":"0.00"}}"#))
    }
}

impl Vendor for Rgs {
    fn answer(&mut self, call: &Call) -> Answer {
        let player = call.field("player");
        match call.path.as_str() {
            "/play" => self.play(player, call.field("bet")),
            "/recharge" => {
                *self.balances.entry(player.to_owned()).or_default() += BALANCE;
                answer(200, "{}")
            }
            path => error(400, GameCode::InvalidMessage, path),
        }
    }
}

/// The source does not say which status a code has, except that it is not 2xx.
fn error(status: u16, code: GameCode, message: &str) -> Answer {
    let error = Operation::Play.sample(code).status(status);
    failure(&error.message(message))
}
