//! How the server carries out the actions of the book, which is all that it needs to know about a failure.

use faultbook::{Action, Actor, AnyFault};
use serde_json::Value;

use crate::guests::Guest;
use crate::server::Server;
use crate::timeline::Seconds;

/// The regions for matches, in order of preference.
const REGIONS: &[&str] = &["frankfurt", "amsterdam"];

/// The result of an action.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Deed {
    Done,
    /// Done, and the request has changed.
    Changed,
    /// Not done yet: somebody else has to do it.
    Open,
}

impl Server {
    /// Does these in order, up to one that changes the request: the following ones are for when that fails, too.
    pub(crate) async fn carry_out(
        &self,
        guest: &Guest,
        fault: &AnyFault<'_>,
        actions: &[Action],
        request: &mut Value,
    ) -> Vec<(Action, Deed)> {
        let mut deeds = Vec::new();
        for &action in actions {
            if guest.forbids(action) {
                continue;
            }
            let deed = self.act(guest, fault, action, request).await;
            deeds.push((action, deed));
            if deed == Deed::Changed {
                break;
            }
        }
        deeds
    }

    async fn act(
        &self,
        guest: &Guest,
        fault: &AnyFault<'_>,
        action: Action,
        request: &mut Value,
    ) -> Deed {
        let name = guest.name;
        match action {
            Action::WaitForNextHeartbeat => self.did(guest, format!("{action}: play goes on")),
            Action::NotifyPlayer => self.show(guest, fault),
            Action::StopHeartbeat => {
                guest.has_heartbeat.set(false);
                self.did(guest, format!("{action}: {name} has no more heartbeats"));
            }
            Action::KickPlayer | Action::EndSession => {
                guest.leave();
                self.did(guest, format!("{action}: {name} is disconnected"));
            }
            Action::SlowDown => {
                let vendor = fault.vendor();
                let spacing = Seconds(self.lanes.slow_down(vendor, fault.retry_after()));
                self.did(
                    guest,
                    format!("{action}: calls {vendor} every {spacing} at most"),
                );
            }
            Action::UseFallbackRegion => return self.change_region(guest, action, request),
            _ => return self.delegate(guest, fault, action).await,
        }
        Deed::Done
    }

    /// Passes on what the server cannot do itself.
    async fn delegate(&self, guest: &Guest, fault: &AnyFault<'_>, action: Action) -> Deed {
        let actor = action.actor();
        let is_for_people = !matches!(actor, Actor::Player | Actor::Program);
        if is_for_people && !self.open_ticket(fault, action) {
            return Deed::Open;
        }
        self.did(guest, format!("{action}: {}", action.summary()));
        match actor {
            Actor::Player => self.prompt(guest, action, fault.vendor()).await,
            _ => Deed::Open,
        }
    }

    /// Notifies people. Returns whether it is new to them.
    fn open_ticket(&self, fault: &AnyFault<'_>, action: Action) -> bool {
        let trace = fault
            .trace_id()
            .map(|trace| format!("\n    trace ID {trace}"));
        let trace = trace.unwrap_or_default();
        let ticket = format!("{action} ({}): {fault}{trace}", action.actor());
        let mut tickets = self.tickets.borrow_mut();
        let is_news = !tickets.contains(&ticket);
        if is_news {
            tickets.push(ticket);
        }
        is_news
    }

    async fn prompt(&self, guest: &Guest, action: Action, vendor: &str) -> Deed {
        let shop = self.vendors.address(vendor);
        if action != Action::PromptRecharge || !guest.recharge(&self.client, shop).await {
            return Deed::Open;
        }
        self.did(guest, format!("{} has recharged", guest.name));
        Deed::Done
    }

    fn change_region(&self, guest: &Guest, action: Action, request: &mut Value) -> Deed {
        let mut regions = REGIONS.iter();
        let tried = regions.position(|region| request["location"] == *region);
        let Some(region) = tried.and(regions.next()) else {
            return Deed::Open;
        };
        self.did(guest, format!("{action}: from now on in {region}"));
        request["location"] = (*region).into();
        Deed::Changed
    }
}
