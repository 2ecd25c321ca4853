//! The guests of the server: players, and the lobby.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use faultbook::Action;
use serde_json::json;
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

use crate::client::Client;
use crate::plan::seconds;

/// A player as the server knows them, or the lobby, for what concerns everyone.
pub(crate) struct Guest {
    pub(crate) name: &'static str,
    /// Whether to send heartbeats for this guest.
    pub(crate) has_heartbeat: Cell<bool>,
    is_here: Cell<bool>,
    leaving: Notify,
    /// When the vendor ends the session on its own.
    pub(crate) ends_at: Cell<Option<Duration>>,
    /// The actions that must not be taken.
    forbidden: RefCell<Vec<Action>>,
    /// The text that was shown last.
    shown: RefCell<String>,
}

impl Guest {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            has_heartbeat: Cell::new(true),
            is_here: Cell::new(true),
            leaving: Notify::new(),
            ends_at: Cell::default(),
            forbidden: RefCell::default(),
            shown: RefCell::default(),
        }
    }

    /// Waits for this time, or until the guest leaves. Returns whether to keep the session alive.
    pub(crate) async fn plays_for(&self, time: Duration) -> bool {
        if self.has_heartbeat.get() && self.is_here.get() {
            // The time is over, or the guest is gone; the next line decides.
            let _ = timeout(time, self.leaving.notified()).await;
        }
        self.has_heartbeat.get() && self.is_here.get()
    }

    pub(crate) fn leave(&self) {
        self.is_here.set(false);
        self.leaving.notify_one();
    }

    /// Tops up the balance at a vendor, which takes a while. Returns whether it succeeded.
    pub(crate) async fn recharge(&self, client: &Client, vendor: &str) -> bool {
        sleep(seconds(20)).await;
        let request = json!({ "userId": self.name, "player": self.name });
        let answer = client.post(format!("{vendor}/recharge"), request.to_string());
        answer.await.is_ok_and(|answer| answer.status() == 200)
    }

    pub(crate) fn forbid(&self, actions: &[Action]) {
        self.forbidden.borrow_mut().extend(actions);
    }

    /// Whether an action must not be taken.
    pub(crate) fn forbids(&self, action: Action) -> bool {
        self.forbidden.borrow().contains(&action)
    }

    /// Whether a text is new: nobody wants to read the same text twice in a row.
    pub(crate) fn is_news(&self, text: &str) -> bool {
        self.shown.replace(text.to_owned()) != text
    }
}
