//! Five vendors on loopback. Their failures are samples of the book; successes and disturbances are made here.

mod gameye;
mod licensing;
mod playtest;
mod playwave;
mod rgs;

use std::collections::HashMap;
use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use faultbook::Reply;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::time::Instant;

use crate::plan::{DISTURBANCES, Kind};

pub(crate) use licensing::{SIGNATURE, sign};

/// A vendor: its state and its responses.
trait Vendor: Send + 'static {
    fn answer(&mut self, call: &Call) -> Answer;
}

/// A call that reached a vendor.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) vendor: &'static str,
    pub(crate) at: Duration,
    pub(crate) path: String,
    pub(crate) body: Value,
}

impl Call {
    /// A field of the body; empty if it is not there.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_default()
    }

    /// The time of the call in the vendors' format: each run starts at noon.
    fn timestamp(&self) -> String {
        let seconds = self.at.as_secs();
        format!("2026-03-06T12:{:02}:{:02}.000Z", seconds / 60, seconds % 60)
    }
}

/// A vendor's response.
type Answer = axum::http::Response<String>;

fn answer(status: u16, body: impl Into<String>) -> Answer {
    let mut answer = Answer::new(body.into());
    *answer.status_mut() = StatusCode::from_u16(status).expect("a status that HTTP can carry");
    answer
}

/// A failure as the vendor sends it.
fn failure<V>(reply: &Reply<V>) -> Answer {
    let written = reply.build().expect("the vendor has a place for it");
    Answer::try_from(written).expect("a response that HTTP can carry")
}

/// The vendors, each on its own port.
pub(crate) struct Vendors {
    addresses: HashMap<&'static str, String>,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Vendors {
    /// Starts them.
    pub(crate) async fn start(clock: Instant) -> io::Result<Self> {
        let mut vendors = Self {
            addresses: HashMap::new(),
            calls: Arc::default(),
        };
        vendors
            .add("playwave", clock, playwave::PlayWave::new())
            .await?;
        vendors.add("playtest", clock, playtest::Playtest).await?;
        vendors.add("rgs", clock, rgs::Rgs::new()).await?;
        vendors.add("gameye", clock, gameye::Gameye::new()).await?;
        vendors
            .add("licensing", clock, licensing::Licensing)
            .await?;
        Ok(vendors)
    }

    /// The base URL of a vendor.
    pub(crate) fn address(&self, vendor: &str) -> &str {
        &self.addresses[vendor]
    }

    /// The calls that reached the vendors, in this order.
    pub(crate) fn calls(&self) -> Vec<Call> {
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.clone()
    }

    async fn add(
        &mut self,
        name: &'static str,
        clock: Instant,
        vendor: impl Vendor,
    ) -> io::Result<()> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        self.addresses
            .insert(name, format!("http://{}", listener.local_addr()?));
        let site = Site {
            name,
            clock,
            vendor: Arc::new(Mutex::new(vendor)),
            calls: self.calls.clone(),
        };
        let router = Router::new().fallback(serve).with_state(site);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(())
    }
}

#[derive(Clone)]
struct Site {
    name: &'static str,
    clock: Instant,
    vendor: Arc<Mutex<dyn Vendor>>,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Site {
    fn answer(&self, call: Call) -> Answer {
        let mut vendor = self.vendor.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = vendor.answer(&call);
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.push(call);
        answer
    }
}

async fn serve(State(site): State<Site>, uri: Uri, body: String) -> Answer {
    let call = Call {
        vendor: site.name,
        at: site.clock.elapsed(),
        path: uri.path().to_owned(),
        body: serde_json::from_str(&body).unwrap_or_default(),
    };
    match disturbance(&call) {
        None => site.answer(call),
        Some(Kind::Proxy(status, title)) => page(*status, title),
        Some(Kind::GatewayTimeout) => {
            site.answer(call);
            page(504, "Gateway Time-out")
        }
        Some(Kind::HangUp) => {
            site.answer(call);
            // The only way to leave a handler without a response. Unlike a panic, it prints nothing.
            std::panic::resume_unwind(Box::new("hangs up"))
        }
        Some(Kind::Forge(from, to)) => site.answer(call).map(|body| body.replace(from, to)),
    }
}

fn disturbance(call: &Call) -> Option<&'static Kind> {
    let at_work = DISTURBANCES.iter().find(|one| {
        (one.vendor, one.path) == (call.vendor, call.path.as_str())
            && (one.from..one.until).contains(&call.at)
    });
    at_work.map(|one| &one.kind)
}

fn page(status: u16, title: &str) -> Answer {
    let head = format!("<head><title>{title}</title></head>");
    answer(status, format!("<!DOCTYPE html><html>{head}</html>"))
}
