//! `faultbook-serve` against an axum server that was written by hand for the same failure.
//!
//! Both are processes of their own, which answer the same calls of the same clients. The CPU time of each counts: its inverse is the
//! throughput of one core. Ours finds the route, writes the body, reads it again, watches what clients repeat and logs each call; the
//! peer sends a constant.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::{env, thread};

use axum::Router;
use axum::http::{StatusCode, header};
use axum::routing::post;
use faultbook_benches::crates;
use faultbook_benches::results::{Results, Row};
use wait4::Wait4;

const CALLS: usize = 100_000;
const CLIENTS: usize = 8;
const ROUNDS: usize = 5;
/// A server for tests may cost four times as much.
const REACH: f64 = 4.0;

const BODY: &str = r#"{"error":{"code":"RATE_LIMITED","message":"Request rate limit exceeded"}}"#;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--peer") {
        return peer();
    }
    let smoke = arguments.iter().any(|argument| argument == "--smoke");
    let (calls, rounds) = if smoke {
        (CALLS / 10, 1)
    } else {
        (CALLS, ROUNDS)
    };
    let mut ours = Command::new(command()?);
    ours.args(["--spec", "spec", "--port", "0"]);
    let mut theirs = Command::new(env::current_exe()?);
    theirs.arg("--peer");
    let mut best = [f64::MAX; 2];
    for _ in 0..rounds {
        for (best, server) in best.iter_mut().zip([&mut ours, &mut theirs]) {
            *best = best.min(cpu_time(server, calls)?);
        }
    }
    let per_call = best.map(|seconds| seconds * 1e6 / calls as f64);
    let mut results = Results::new("serve");
    results.add(&Row {
        work: "a failure",
        size: BODY.len(),
        peer: "axum by hand",
        unit: "µs",
        ours: per_call[0],
        theirs: per_call[1],
        reach: Some(REACH),
    });
    results.write()
}

/// Builds the server as it is installed.
fn command() -> io::Result<String> {
    let built = "target/bench/command";
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--release", "--package=faultbook-serve"]);
    cargo.args(["--target-dir", built]);
    crates::run(&mut cargo)?;
    Ok(format!("{built}/release/faultbook-serve"))
}

/// The CPU time in seconds that a server needs for so many calls, its start included.
fn cpu_time(server: &mut Command, calls: usize) -> io::Result<f64> {
    let mut process = server.stdout(Stdio::piped()).spawn()?;
    let stdout = process.stdout.take().expect("it is piped");
    let called = call_all(stdout, calls);
    // However that went, the process must end.
    let seconds = stop(process);
    called.and(seconds)
}

/// Calls the server that says on this output where it is.
fn call_all(stdout: ChildStdout, calls: usize) -> io::Result<()> {
    let mut lines = BufReader::new(stdout).lines();
    let ready = lines.next().ok_or(io::ErrorKind::UnexpectedEof)??;
    // The log must go somewhere.
    thread::spawn(move || lines.for_each(drop));
    let address = address(&ready).ok_or(io::ErrorKind::InvalidData)?;
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| scope.spawn(move || call(address, client, calls / CLIENTS)))
            .collect();
        clients
            .into_iter()
            .try_for_each(|client| client.join().expect("no panic"))
    })
}

fn address(ready: &str) -> Option<&str> {
    ready.split("http://").nth(1)?.split(['"', '/']).next()
}

/// Calls on one connection. Each has a body of its own: a repetition would be reported.
fn call(address: &str, client: usize, calls: usize) -> io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut answer = Vec::new();
    for number in 0..calls {
        let body = format!("{client:04} {number:08}");
        let request = format!(
            "POST /playwave/heartbeat HTTP/1.1\r\nHost: {address}\r\nx-faultbook: RATE_LIMITED;wait=2s\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes())?;
        answer.clear();
        while !answer.ends_with(BODY.as_bytes()) {
            let mut buffer = [0; 1024];
            match stream.read(&mut buffer)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                len => answer.extend_from_slice(&buffer[..len]),
            }
        }
    }
    Ok(())
}

fn stop(mut process: Child) -> io::Result<f64> {
    process.kill()?;
    let usage = process.wait4()?.rusage;
    Ok((usage.utime + usage.stime).as_secs_f64())
}

/// What one would write for this failure alone.
fn peer() -> io::Result<()> {
    let router = Router::new().route(
        "/playwave/heartbeat",
        post(|_: String| async {
            let headers = [
                (header::CONTENT_TYPE, "application/json"),
                (header::RETRY_AFTER, "2"),
            ];
            (StatusCode::TOO_MANY_REQUESTS, headers, BODY)
        }),
    );
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("\"http://{}\"", listener.local_addr()?);
        axum::serve(listener, router).await
    })
}
