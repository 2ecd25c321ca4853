//! A game server's loop against five vendors that fail, all on loopback.
//!
//! ```sh
//! cargo run -p game_server
//! ```
//!
//! The vendors in `vendors/` use the wire formats of the book's sources. `plan.rs` lists what goes wrong, `story.rs` who comes
//! and what they do. `server.rs` is what a program of your own would look like: it contains no
//! code of any vendor and carries out decisions; `actions.rs` is how.
//!
//! No time passes while the server waits: the clock jumps to the next event. On a terminal the output is slowed down, so that it
//! can be followed.

mod actions;
mod client;
mod display;
mod guests;
mod lanes;
mod plan;
mod server;
mod story;
mod timeline;
mod vendors;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use tokio::runtime::Builder;
use tokio::time::Instant;

use display::Display;
use server::{Report, Server};
use timeline::Timeline;
use vendors::Vendors;

fn main() -> io::Result<()> {
    say(display::LEGEND);
    let report = run(Display::terminal())?;
    say(&display::summary(&report));
    Ok(())
}

fn say(text: &str) {
    // The reader of a pipe may have closed it.
    let _ = writeln!(anstream::stdout(), "{text}");
}

fn run(display: Display) -> io::Result<Report> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()?;
    runtime.block_on(async {
        let clock = Instant::now();
        let vendors = Vendors::start(clock).await?;
        let server = Server::new(vendors, Timeline::new(clock, display));
        story::play(&server).await;
        Ok(server.report())
    })
}
