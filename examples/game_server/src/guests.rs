//! Those whom the server plays host to.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use faultbook::Action;
use serde_json::json;
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

use crate::client::Client;
use crate::plan::seconds;

/// A player, as the server knows them; or the lobby, for what concerns all.
pub(crate) struct Guest {
    pub(crate) name: &'static str,
    /// Whether heartbeats are to be sent for this one.
    pub(crate) has_heartbeat: Cell<bool>,
    is_here: Cell<bool>,
    leaving: Notify,
    /// When the vendor ends the session by itself.
    pub(crate) ends_at: Cell<Option<Duration>>,
    /// What must not be done about the session.
    forbidden: RefCell<Vec<Action>>,
    /// What was shown last.
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

    /// Waits for so long, or until the guest leaves. Says whether the session is to be kept alive.
    pub(crate) async fn plays_for(&self, time: Duration) -> bool {
        if self.has_heartbeat.get() && self.is_here.get() {
            // The time is over, or the guest is gone: what is asked next tells.
            let _ = timeout(time, self.leaving.notified()).await;
        }
        self.has_heartbeat.get() && self.is_here.get()
    }

    pub(crate) fn leave(&self) {
        self.is_here.set(false);
        self.leaving.notify_one();
    }

    /// Tops up the balance at a vendor's, which takes a while. Says whether that went well.
    pub(crate) async fn recharge(&self, client: &Client, vendor: &str) -> bool {
        sleep(seconds(20)).await;
        let request = json!({ "userId": self.name, "player": self.name });
        let answer = client.post(format!("{vendor}/recharge"), request.to_string());
        answer.await.is_ok_and(|answer| answer.status() == 200)
    }

    pub(crate) fn forbid(&self, actions: &[Action]) {
        self.forbidden.borrow_mut().extend(actions);
    }

    /// Whether something must not be done about the session.
    pub(crate) fn forbids(&self, action: Action) -> bool {
        self.forbidden.borrow().contains(&action)
    }

    /// Whether a text is news: nobody wants to read the same twice in a row.
    pub(crate) fn is_news(&self, text: &str) -> bool {
        self.shown.replace(text.to_owned()) != text
    }
}
