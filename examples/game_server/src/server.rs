//! The server. It knows its vendors' operations but none of their codes: it carries out decisions.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use faultbook::{Action, AnyFault, Response, Retries, Step};
use serde_json::Value;
use tokio::time::sleep;

use crate::actions::Deed;
use crate::client::{Client, Endpoint};
use crate::guests::Guest;
use crate::lanes::Lanes;
use crate::timeline::{Clock, Entry, Seconds, Timeline};
use crate::vendors::{Call, Vendors};

/// How long a player waits without an explanation.
const PATIENCE: Duration = Duration::from_secs(10);

/// What happened in a run.
pub(crate) struct Report {
    /// On the server's side.
    pub(crate) entries: Vec<Entry>,
    /// The calls that reached a vendor.
    pub(crate) calls: Vec<Call>,
    /// What is left for people.
    pub(crate) tickets: Vec<String>,
}

pub(crate) struct Server {
    pub(crate) vendors: Vendors,
    pub(crate) client: Client,
    pub(crate) lanes: Lanes,
    pub(crate) tickets: RefCell<Vec<String>>,
    timeline: Timeline,
    calls: Cell<u64>,
}

impl Server {
    pub(crate) fn new(vendors: Vendors, timeline: Timeline) -> Self {
        Self {
            vendors,
            client: Client::new(),
            lanes: Lanes::default(),
            timeline,
            calls: Cell::default(),
            tickets: RefCell::default(),
        }
    }

    /// The report at the end.
    pub(crate) fn report(self) -> Report {
        Report {
            entries: self.timeline.into_entries(),
            calls: self.vendors.calls(),
            tickets: self.tickets.into_inner(),
        }
    }

    /// Calls a vendor for a guest, and carries out decisions until the call succeeds or is given up.
    ///
    /// # Errors
    /// Returns the last fault, after everything it requires was done.
    pub(crate) async fn call<O: Endpoint>(
        &self,
        guest: &Guest,
        operation: O,
        mut request: Value,
    ) -> Result<(), AnyFault<'static>> {
        let mut retries = self.retries();
        while let Err(fault) = self.attempt(guest, operation, &request).await {
            self.timeline.decided(guest.name, &fault);
            let step = retries.step(&fault);
            if step == Step::Ignore {
                break;
            }
            let repeats = { self.obey(guest, &fault, step, &mut retries, &mut request) }.await;
            if !repeats {
                return Err(fault);
            }
        }
        Ok(())
    }

    async fn attempt<O: Endpoint>(
        &self,
        guest: &Guest,
        operation: O,
        request: &Value,
    ) -> Result<(), AnyFault<'static>> {
        let vendor = operation.vendor();
        self.take_turn(guest, vendor).await;
        let url = format!("{}{}", self.vendors.address(vendor), operation.path());
        let answer = self.client.post(url, request.to_string()).await;
        let call = format!("{vendor} {} {request}", operation.as_str());
        self.timeline.called(guest.name, call, answer.as_ref().ok());

        let answer = answer.map_err(|_| operation.unreachable().into_any())?;
        if let Some(fault) = operation.distrust(request, &answer) {
            return Err(fault.into_any());
        }
        let read = operation.read(&Response::from(&answer));
        read.map(drop)
            .map_err(|fault| fault.into_owned().into_any())
    }

    async fn take_turn(&self, guest: &Guest, vendor: &'static str) {
        while let Some(wait) = self.lanes.enter(vendor) {
            let wait = Seconds(wait);
            self.did(guest, format!("holds a call to {vendor} back for {wait}"));
            sleep(wait.0).await;
        }
    }

    /// Does what a fault requires. Returns whether to repeat the call now.
    async fn obey(
        &self,
        guest: &Guest,
        fault: &AnyFault<'_>,
        step: Step<Action>,
        retries: &mut Retries,
        request: &mut Value,
    ) -> bool {
        if concerns_player(&step) {
            self.show(guest, fault);
        }
        self.learn(guest, fault);
        let actions = actions(fault, &step);
        let deeds = self.carry_out(guest, fault, &actions, request).await;
        if deeds.iter().any(|(_, deed)| *deed == Deed::Changed) {
            *retries = self.retries();
            return true;
        }
        match step {
            Step::Repeat(wait) => {
                self.wait(guest, fault, retries.made(), wait).await;
                true
            }
            Step::AfterAction(action) if deeds.contains(&(action, Deed::Done)) => {
                retries.action_done();
                true
            }
            Step::Exhausted(_) => {
                self.show(guest, fault);
                false
            }
            _ => false,
        }
    }

    /// Records what a fault says about the guest's session.
    fn learn(&self, guest: &Guest, fault: &AnyFault<'_>) {
        guest.forbid(fault.forbidden());
        if let Some(left) = fault.grace_period()
            && guest.ends_at.get().is_none()
        {
            let ends_at = self.timeline.now() + left;
            guest.ends_at.set(Some(ends_at));
            let at = Clock(ends_at);
            self.did(guest, format!("saves the game: the session ends at {at}"));
        }
    }

    async fn wait(&self, guest: &Guest, fault: &AnyFault<'_>, made: u32, wait: Duration) {
        let is_asked = fault.retry_after() == Some(wait);
        let whose = if is_asked { ", as the vendor asks" } else { "" };
        let limit = fault.retry().attempts();
        let limit = limit
            .map(|limit| format!(" of {limit}"))
            .unwrap_or_default();
        self.did(
            guest,
            format!("waits {}{whose}, then retry {made}{limit}", Seconds(wait)),
        );
        sleep(wait).await;
    }

    pub(crate) fn show(&self, guest: &Guest, fault: &AnyFault<'_>) {
        if let Some(message) = fault.user_message()
            && guest.is_news(&message.to_string())
        {
            self.timeline.saw(guest.name, message.to_string());
        }
    }

    pub(crate) fn did(&self, guest: &Guest, what: impl Into<String>) {
        self.timeline.did(guest.name, what);
    }

    /// The retries of the next call. A real server's seeds are random; these are the same in each run.
    fn retries(&self) -> Retries {
        let call = self.calls.get() + 1;
        self.calls.set(call);
        Retries::new(call)
    }
}

/// Whether to inform the player now: not about a short wait, and not if there may be another way.
fn concerns_player(step: &Step<Action>) -> bool {
    match step {
        Step::Repeat(wait) => *wait > PATIENCE,
        Step::OnNext { .. } | Step::Exhausted(_) => false,
        _ => true,
    }
}

/// All actions to take: those of the fault, and those of the next step.
fn actions(fault: &AnyFault<'_>, step: &Step<Action>) -> Vec<Action> {
    let mut actions = fault.actions().to_vec();
    match step {
        Step::Exhausted(plan) => actions.extend(*plan),
        Step::AfterAction(action) if !actions.contains(action) => actions.push(*action),
        _ => {}
    }
    actions
}
