//! Wire string to code.

use std::collections::HashMap;
use std::hint::black_box;
use std::str::FromStr;

use faultbook_benches::names;
use faultbook_benches::results::{Results, Row};
use faultbook_benches::timing::{Contender, race};

#[allow(dead_code)]
mod peers {
    include!(concat!(env!("OUT_DIR"), "/peers.rs"));
}

#[allow(dead_code, missing_docs)]
mod book {
    include!(concat!(env!("OUT_DIR"), "/book/book.rs"));
}

/// Ours, and what is to be reached against each peer: `(phf, strum and match)`.
type Reach = (Option<f64>, Option<f64>);

fn main() -> std::io::Result<()> {
    let mut results = Results::new("lookup");
    macro_rules! sizes {
        ($($module:ident $type:ident $reach:expr,)*) => {$(
            for (work, wires) in [("hit", hits(peers::$module::WIRES)), ("miss", misses(peers::$module::WIRES))] {
                let queries = queries(&wires);
                let index: hashbrown::HashMap<&str, peers::$module::Code> =
                    peers::$module::WIRES.iter().map(|wire| (*wire, peers::$module::Code::from_str(wire).unwrap())).collect();
                let std_index: HashMap<&str, peers::$module::Code> = index.iter().map(|(wire, code)| (*wire, *code)).collect();
                let mut sorted: Vec<(&str, peers::$module::Code)> = std_index.iter().map(|(wire, code)| (*wire, *code)).collect();
                sorted.sort_unstable_by_key(|(wire, _)| *wire);
                let mut contenders = [
                    contender("faultbook", &queries, |wire| book::$module::$type::try_from(wire).ok()),
                    contender("phf", &queries, |wire| peers::$module::PHF.get(wire).copied()),
                    contender("strum", &queries, |wire| peers::$module::Code::from_str(wire).ok()),
                    contender("match", &queries, peers::$module::by_match),
                    contender("hashbrown", &queries, |wire| index.get(wire).copied()),
                    contender("std HashMap", &queries, |wire| std_index.get(wire).copied()),
                    contender("binary search", &queries, |wire| {
                        sorted.binary_search_by_key(&wire, |(wire, _)| wire).ok().map(|at| sorted[at].1)
                    }),
                ];
                report(&mut results, work, wires.len(), queries.len(), $reach, &mut contenders);
            }
        )*};
    }
    sizes! {
        n8 Code8 (Some(0.4), Some(0.75)),
        n16 Code16 (Some(0.4), Some(0.75)),
        n64 Code64 (Some(0.4), Some(0.75)),
        n256 Code256 (Some(0.4), None),
        n1000 Code1000 (Some(0.4), Some(0.3)),
        n4000 Code4000 (Some(0.4), Some(0.1)),
    }
    results.write()
}

fn hits(wires: &[&str]) -> Vec<String> {
    wires.iter().map(|wire| (*wire).to_owned()).collect()
}

fn misses(wires: &[&str]) -> Vec<String> {
    wires.iter().map(|wire| names::misspelt(wire)).collect()
}

/// All wires in an order that no predictor learns, often enough to be timed.
fn queries(wires: &[String]) -> Vec<&str> {
    let mut state: usize = 1;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        wires[(state >> 33) % wires.len()].as_str()
    };
    (0..16_384).map(|_| next()).collect()
}

fn contender<'c, T>(
    name: &'static str,
    queries: &'c [&'c str],
    find: impl Fn(&str) -> Option<T> + 'c,
) -> Contender<'c> {
    Contender::new(name, move || {
        for wire in queries {
            black_box(find(black_box(wire)));
        }
    })
}

fn report(
    results: &mut Results,
    work: &str,
    size: usize,
    queries: usize,
    reach: Reach,
    contenders: &mut [Contender<'_>],
) {
    let times = race(contenders, 60);
    let each = |time: f64| time / queries as f64;
    for (peer, time) in contenders.iter().zip(&times).skip(1) {
        let reach = match peer.name {
            "phf" => reach.0,
            "strum" | "match" => reach.1,
            _ => None,
        };
        let (ours, theirs) = (each(times[0]), each(*time));
        results.add(&Row {
            work,
            size,
            peer: peer.name,
            unit: "ns",
            ours,
            theirs,
            reach,
        });
    }
}
