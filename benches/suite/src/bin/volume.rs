//! The command `classify` over many lines, against programs that only parse the same lines.
//!
//! The peers neither answer nor write anything: they parse each line and drop what came out. All are processes of their
//! own that read the same file, and ours writes its answers to nowhere. With one thread the CPU time of the whole process
//! counts, since ours reads and writes on other threads than the one that answers; with all cores, the time from start to end.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::hint::black_box;
use std::process::Command;
use std::{env, fs, io, thread};

use faultbook_benches::crates::{self, Usage};
use faultbook_benches::results::{Results, Row};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

const LINES: usize = 200_000;
const ROUNDS: usize = 5;
/// At least 0.8 of the peer's throughput.
const REACH: f64 = 1.0 / 0.8;

/// Where the access log has what the command asks for.
const MAPPING: &[&str] = &[
    "--field=vendor=.call.vendor",
    "--field=operation=.call.operation",
    "--field=status=.resp.status",
    "--field=headers=.resp.headers",
    "--field=body=.resp.body",
];

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match &arguments[..] {
        [work, file, threads] => parse(work, file, threads),
        _ => measure(arguments.iter().any(|argument| argument == "--smoke")),
    }
}

fn measure(smoke: bool) -> io::Result<()> {
    let (lines, rounds) = if smoke {
        (LINES / 10, 1)
    } else {
        (LINES, ROUNDS)
    };
    let command = command()?;
    let mut results = Results::new("volume");
    for (work, mapping, line) in [
        ("own lines", &[][..], own as fn(usize, &Value) -> Value),
        ("access log", MAPPING, access),
    ] {
        let text = text(lines, line)?;
        let file = format!("target/bench/{work}.jsonl");
        fs::create_dir_all("target/bench")?;
        fs::write(&file, &text)?;
        for threads in [1, thread::available_parallelism()?.get()] {
            let mut ours = Command::new(&command);
            ours.args(["classify", "--threads", &threads.to_string(), &file]);
            ours.args(mapping);
            let [value, borrowed] = ["value", work].map(|parse| peer(parse, &file, threads));
            let times = race(rounds, threads, &mut [ours, value?, borrowed?])?;
            report(&mut results, work, threads, text.len() / lines, times);
        }
    }
    results.write()
}

fn report(results: &mut Results, work: &str, threads: usize, size: usize, times: [f64; 3]) {
    let [ours, value, borrowed] = times;
    for (peer, theirs, reach) in [
        ("serde_json::Value", value, Some(REACH)),
        ("serde derive, borrowed", borrowed, None),
    ] {
        results.add(&Row {
            work: &format!("{work}, threads: {threads}"),
            size,
            peer,
            unit: "s",
            ours,
            theirs,
            reach,
        });
    }
}

/// Builds the command as it is installed.
fn command() -> io::Result<String> {
    let built = "target/bench/command";
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "build",
        "--quiet",
        "--release",
        "--package=faultbook-cli",
        "--target-dir",
        built,
    ]);
    crates::run(&mut cargo)?;
    Ok(format!("{built}/release/faultbook"))
}

/// This program as one that parses.
fn peer(work: &str, file: &str, threads: usize) -> io::Result<Command> {
    let mut peer = Command::new(env::current_exe()?);
    peer.args([work, file, &threads.to_string()]);
    Ok(peer)
}

/// The least that each command took. They take turns.
fn race(rounds: usize, threads: usize, commands: &mut [Command; 3]) -> io::Result<[f64; 3]> {
    let time = |usage: Usage| if threads == 1 { usage.cpu } else { usage.wall };
    let mut best = [f64::MAX; 3];
    for _ in 0..rounds {
        for (best, command) in best.iter_mut().zip(commands.iter_mut()) {
            *best = best.min(time(crates::run(command)?));
        }
    }
    Ok(best)
}

fn text(lines: usize, line: fn(usize, &Value) -> Value) -> io::Result<String> {
    let documents = fs::read_to_string("cli/tests/command/documents.jsonl")?;
    let documents = documents.lines().map(serde_json::from_str);
    let documents: Vec<Value> = documents.collect::<Result<_, _>>()?;
    let mut text = String::new();
    for number in 0..lines {
        let line = line(number, &documents[number % documents.len()]);
        writeln!(text, "{line}").map_err(io::Error::other)?;
    }
    Ok(text)
}

/// A line as the command takes it without a mapping.
fn own(number: usize, document: &Value) -> Value {
    let mut line = document.clone();
    line["id"] = json!(number);
    line
}

/// A line as a gateway's log may have it.
fn access(number: usize, document: &Value) -> Value {
    let operation = &document["operation"];
    let mut line = json!({
        "id": number,
        "time": format!("2026-03-05T12:00:00.{:06}Z", number % 1_000_000),
        "level": "info",
        "message": "upstream call",
        "trace": { "id": format!("{:032x}", number * 0x9e37_79b9), "span": format!("{number:016x}") },
        "client": { "ip": format!("10.2.{}.{}", number % 250, number % 241), "agent": "game-server/4.18.2 (linux; x86_64)" },
        "call": {
            "vendor": document["vendor"],
            "operation": operation,
            "method": "POST",
            "url": format!("https://api.example.com/v1/sessions?session={number}"),
            "attempt": 1,
        },
        "resp": {
            "ms": number % 900,
            "headers": {
                "content-type": "application/json; charset=utf-8",
                "date": "Thu, 05 Mar 2026 12:00:00 GMT",
                "x-request-id": format!("{:032x}", number * 0x85eb_ca6b),
                "server": "nginx/1.27.2",
            },
        },
    });
    for (of, to) in [("status", "/resp"), ("body", "/resp"), ("raised", "")] {
        if let (Some(value), Some(there)) = (document.get(of), line.pointer_mut(to)) {
            there[of] = value.clone();
        }
    }
    line
}

/// What a careful user has serde read of the same lines.
#[derive(Deserialize)]
#[allow(dead_code)] // Only parsing is measured.
struct Own<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    #[serde(borrow)]
    vendor: Text<'a>,
    #[serde(borrow)]
    operation: Option<Text<'a>>,
    #[serde(borrow)]
    raised: Option<Text<'a>>,
    status: Option<u16>,
    #[serde(borrow)]
    headers: Option<&'a RawValue>,
    #[serde(borrow)]
    body: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[allow(dead_code)] // Only parsing is measured.
struct Access<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    #[serde(borrow)]
    call: Call<'a>,
    #[serde(borrow)]
    resp: Resp<'a>,
    #[serde(borrow)]
    raised: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[allow(dead_code)] // Only parsing is measured.
struct Call<'a> {
    #[serde(borrow)]
    vendor: Text<'a>,
    #[serde(borrow)]
    operation: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[allow(dead_code)] // Only parsing is measured.
struct Resp<'a> {
    status: Option<u16>,
    #[serde(borrow)]
    headers: &'a RawValue,
    #[serde(borrow)]
    body: Option<Text<'a>>,
}

/// A string that is copied only if it has escapes; behind an `Option`, a `Cow` alone always would be.
#[derive(Deserialize)]
#[allow(dead_code)] // Only parsing is measured.
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// Parses each line of a file, a part of the file in each thread.
fn parse(work: &str, file: &str, threads: &str) -> io::Result<()> {
    let threads: usize = threads.parse().map_err(io::Error::other)?;
    let text = fs::read(file)?;
    let parse: fn(&[u8]) -> io::Result<()> = match work {
        "value" => |text| each::<Value>(text),
        "own lines" => |text| each::<Own>(text),
        _ => |text| each::<Access>(text),
    };
    thread::scope(|scope| {
        let parts = parts(&text, threads).into_iter();
        let parsers: Vec<_> = parts.map(|part| scope.spawn(move || parse(part))).collect();
        let mut results = parsers
            .into_iter()
            .map(|parser| parser.join().expect("no panic"));
        results.try_for_each(|result| result)
    })
}

fn each<'a, T: Deserialize<'a>>(text: &'a [u8]) -> io::Result<()> {
    for line in text
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        black_box(serde_json::from_slice::<T>(line)?);
    }
    Ok(())
}

/// Equal parts of a text, but for the lines that lie across their ends.
fn parts(mut text: &[u8], parts: usize) -> Vec<&[u8]> {
    let most = text.len() / parts;
    let mut all = Vec::new();
    for _ in 1..parts {
        let line = text[most..].iter().position(|byte| *byte == b'\n');
        let (part, rest) = text.split_at(line.map_or(text.len(), |line| most + line + 1));
        all.push(part);
        text = rest;
    }
    all.push(text);
    all
}
