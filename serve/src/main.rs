//! `faultbook-serve`: a server on loopback that fails the way the vendors of a book do.

mod answer;
mod log;
// The command and the server find packages alike.
#[path = "../../cli/src/packages.rs"]
mod packages;
mod plans;
mod routes;
mod server;
mod step;
mod upstream;
mod watch;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, anyhow};
use clap::Parser;
use faultbook_codegen::{load_despite_examples, output};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};

use crate::packages::PackageOptions;
use crate::server::Server;
use crate::upstream::Upstreams;

/// How long open connections may finish once the server is asked to stop.
const GRACE: Duration = Duration::from_secs(2);

/// A client that takes longer for the headers of a request, or for its body, is disconnected.
const PATIENCE: Duration = Duration::from_secs(30);

/// A lock whose holder cannot leave anything half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Answers calls as the vendors of a book do when they fail
///
/// The path starts with the vendor's name: `/playwave/api/heartbeat`. Calls succeed unless a failure was asked for: with the header or
/// query parameter `x-faultbook`, with `--fail`, or on the page `/_faultbook`. Prints one JSON object per line.
///
/// Exit codes: 0 if all clients did what the book says, 1 if one did not, 2 if the server failed.
#[derive(Debug, Parser)]
#[command(name = "faultbook-serve", version, term_width = 0)]
struct Arguments {
    /// Folder of the book; may be repeated
    #[arg(long = "spec", value_name = "DIR", default_value = "spec")]
    folders: Vec<PathBuf>,
    #[command(flatten)]
    packages: PackageOptions,
    /// Port on 127.0.0.1; 0 chooses a free one
    #[arg(long, default_value_t = 4090)]
    port: u16,
    /// What the next calls of an operation get, as in `shop place_order: OUT_OF_STOCK, 503, 20%:RATE_LIMITED;wait=2s`
    #[arg(long = "fail", value_name = "PLAN")]
    plans: Vec<String>,
    /// File with plans: a map from vendors to operations to answers, as in `shop: { place_order: [OUT_OF_STOCK, 503] }`
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Service on loopback that calls are passed on to unless they get a failure, as in `shop=http://127.0.0.1:8080`
    #[arg(long = "upstream", value_name = "VENDOR=URL")]
    upstreams: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Serves until the process is asked to stop. Returns whether clients did only what the book allows.
async fn run(arguments: Arguments) -> anyhow::Result<bool> {
    let mut sources = output::sources_of_all(&arguments.folders)?;
    let near = arguments
        .folders
        .first()
        .map_or(Path::new("."), PathBuf::as_path);
    arguments.packages.add(&mut sources, near)?;
    // A book with an example that fails still has its answers.
    let (loaded, failing) = load_despite_examples(&sources)?;
    if failing.iter().len() > 0 {
        eprintln!("{failing}");
    }
    let upstreams = Upstreams::parse(&loaded.book, &arguments.upstreams);
    let upstreams = upstreams
        .map_err(|why| anyhow!(why))
        .context("`--upstream`")?;
    let server = Arc::new(Server::new(loaded, upstreams));
    for plan in &arguments.plans {
        let armed = server.arm(plan).map_err(|why| anyhow!(why));
        armed.with_context(|| format!("`--fail {plan}`"))?;
    }
    if let Some(file) = &arguments.plan {
        arm_file(&server, file).with_context(|| file.display().to_string())?;
    }
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let listener = TcpListener::bind(address).await;
    let listener = listener.with_context(|| format!("cannot listen on {address}"))?;
    let url = format!("http://{}", listener.local_addr()?);
    let ready = json!({ "event": "ready", "url": url, "page": format!("{url}/_faultbook") });
    server.log.line(ready.to_string());
    serve(listener, &server).await;
    server.log.finish(GRACE);
    Ok(server.is_content())
}

fn arm_file(server: &Server, file: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file)?;
    for plan in plans::parse_file(&text).map_err(|why| anyhow!(why))? {
        let armed = server.arm(&plan).map_err(|why| anyhow!(why));
        armed.with_context(|| format!("`{plan}`"))?;
    }
    Ok(())
}

async fn serve(listener: TcpListener, server: &Arc<Server>) {
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stopped());
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, client)) => connect(stream, client, server, &graceful),
                // Too many open files: some will be closed.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    // A page that is still open never finishes.
    _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
}

fn connect(
    stream: TcpStream,
    client: SocketAddr,
    server: &Arc<Server>,
    graceful: &GracefulShutdown,
) {
    let server = Arc::clone(server);
    let service = service_fn(move |request| {
        let server = Arc::clone(&server);
        async move { server.respond(request, client.ip()).await }
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    // What a client does to its connection is its own affair.
    tokio::spawn(async move { _ = connection.await });
}

/// Waits for the signal to stop.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    _ = tokio::signal::ctrl_c().await;
}
