//! Status, headers and body to a code with its decision, in JSON, XML and forms: the responses that the books of three
//! vendors have as examples.

mod by_hand;

use std::hint::black_box;
use std::{fs, io};

use faultbook_benches::results::{Results, Row};
use faultbook_benches::timing::{Contender, race};
use faultbook_codegen::model::Situation;
use faultbook_codegen::{Loaded, Source};
use faultbook_runtime::Response;
use faultbook_runtime::v1;

use self::by_hand::Fault;

/// Calls in one timed piece of work.
const CALLS: usize = 2_000;

type ByHand = fn(u16, &[(String, String)], &[u8]) -> Fault;

/// A vendor, its format, and what a person writes for it.
const VENDORS: [(&str, &str, ByHand); 3] = [
    ("stripe", "JSON", by_hand::stripe),
    ("aws_s3", "XML", by_hand::aws_s3),
    ("paypal_nvp", "a form", by_hand::paypal_nvp),
];

fn main() -> io::Result<()> {
    let mut results = Results::new("vendors");
    let mut ratios = Vec::new();
    for (vendor, format, by_hand) in VENDORS {
        let loaded = load(vendor)?;
        let tables = loaded.tables[0].vendor();
        for example in &loaded.book.vendors[0].examples {
            let (
                Situation::Response {
                    status,
                    headers,
                    body,
                },
                Some(_),
            ) = (&example.situation, example.expected("code"))
            else {
                continue;
            };
            let operation = u16::try_from(example.operation).expect("few operations");
            let (status, bytes) = (*status, body.as_bytes());
            let ours = || {
                let response = Response::new(black_box(status), black_box(bytes)).headers(headers);
                v1::reading(&tables, operation, &response).code()
            };
            check(
                &loaded,
                operation,
                (status, headers, bytes),
                by_hand,
                &example.name,
            );
            let times = race(
                &mut [
                    contender("faultbook", ours),
                    contender("by hand", || {
                        by_hand(black_box(status), headers, black_box(bytes))
                    }),
                ],
                200,
            );
            let (ours, theirs) = (times[0] / CALLS as f64, times[1] / CALLS as f64);
            ratios.push(ours / theirs);
            results.add(&Row {
                work: &format!("{format}: {}", example.name),
                size: body.len(),
                peer: "by hand",
                unit: "ns",
                ours,
                theirs,
                reach: None,
            });
        }
    }
    let mean =
        (ratios.iter().map(|ratio: &f64| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp();
    results.add(&Row {
        work: "geometric mean",
        size: ratios.len(),
        peer: "by hand",
        unit: "x",
        ours: mean,
        theirs: 1.0,
        reach: Some(0.8),
    });
    results.write()
}

fn load(vendor: &str) -> io::Result<Loaded> {
    let file = |name: &str| {
        let path = format!("codegen/tests/vendors/{vendor}/{name}.yaml");
        Ok::<_, io::Error>(Source::new(
            format!("{name}.yaml"),
            fs::read_to_string(path)?,
        ))
    };
    let sources = [file("book")?, file(vendor)?];
    faultbook_codegen::load(&sources).map_err(|errors| io::Error::other(errors.to_string()))
}

/// Whoever is measured must have the same answer.
fn check(
    loaded: &Loaded,
    operation: u16,
    (status, headers, body): (u16, &[(String, String)], &[u8]),
    by_hand: ByHand,
    name: &str,
) {
    let tables = loaded.tables[0].vendor();
    let response = Response::new(status, body).headers(&headers);
    let reading = v1::reading(&tables, operation, &response);
    let code = reading.code().map(|code| {
        loaded.book.vendors[0].codes[usize::from(code)]
            .wire
            .as_str()
    });
    let class = &loaded.book.classes[usize::from(reading.decision().class)].name;
    let theirs = by_hand(status, headers, body);
    assert_eq!(theirs.code, code, "{name}");
    assert_eq!(theirs.class, class, "{name}");
    assert_eq!(
        theirs.retryable,
        reading.retry().kind.is_retryable(),
        "{name}"
    );
}

fn contender<'c, T>(name: &'static str, read: impl Fn() -> T + 'c) -> Contender<'c> {
    Contender::new(name, move || {
        for _ in 0..CALLS {
            black_box(read());
        }
    })
}
