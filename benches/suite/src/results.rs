//! Results as lines for people and as JSON for plots.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// The results of one bench.
pub struct Results {
    bench: &'static str,
    rows: Vec<Value>,
}

/// One measurement of ours, held against a peer's.
pub struct Row<'r> {
    /// What was done: `hit`, `release`.
    pub work: &'r str,
    /// On how much: a number of codes or bytes.
    pub size: usize,
    /// Against what.
    pub peer: &'r str,
    /// What was measured, of which less is better: `ns`, `s`, `MB`.
    pub unit: &'r str,
    /// Our figure.
    pub ours: f64,
    /// The peer's.
    pub theirs: f64,
    /// The ratio that is to be reached, if one is.
    pub reach: Option<f64>,
}

impl Results {
    /// No results yet.
    #[must_use]
    pub fn new(bench: &'static str) -> Self {
        println!(
            "{:<28} {:>7}  {:>10}  {:<22} {:>10}  {:>6}",
            "work", "size", "faultbook", "against", "", "ratio"
        );
        Self {
            bench,
            rows: Vec::new(),
        }
    }

    /// Prints a row and keeps it.
    pub fn add(&mut self, row: &Row<'_>) {
        let ratio = row.ours / row.theirs;
        let verdict = match row.reach {
            Some(reach) if ratio <= reach => format!("  (reach {reach})"),
            Some(reach) => format!("  (reach {reach}: MISSED)"),
            None => String::new(),
        };
        let (ours, theirs) = (figure(row.ours, row.unit), figure(row.theirs, row.unit));
        println!(
            "{:<28} {:>7}  {ours:>10}  {:<22} {theirs:>10}  {ratio:>6.3}{verdict}",
            row.work, row.size, row.peer
        );
        self.rows.push(json!({
            "work": row.work, "size": row.size, "peer": row.peer, "unit": row.unit,
            "ours": row.ours, "theirs": row.theirs, "ratio": ratio, "reach": row.reach,
        }));
    }

    /// Writes `target/bench/<bench>.json`.
    ///
    /// # Errors
    /// What the file system refused.
    pub fn write(&self) -> std::io::Result<()> {
        let folder = Path::new("target/bench");
        fs::create_dir_all(folder)?;
        let all = json!({ "bench": self.bench, "rows": self.rows });
        fs::write(
            folder.join(format!("{}.json", self.bench)),
            format!("{all:#}\n"),
        )
    }
}

fn figure(value: f64, unit: &str) -> String {
    let digits = if value < 10.0 {
        2
    } else if value < 100.0 {
        1
    } else {
        0
    };
    format!("{value:.digits$} {unit}")
}
