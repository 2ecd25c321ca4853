//! Writes what the benches found as `benches/FIGURES.md` and as plots next to it.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use plotters::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Bench {
    bench: String,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    work: String,
    size: u32,
    peer: String,
    unit: String,
    ours: f64,
    theirs: f64,
    ratio: f64,
    reach: Option<f64>,
}

/// A bench whose figures are drawn against size: which work, and what the axis says.
const PLOTS: [(&str, &str, &str); 3] = [
    ("lookup", "hit", "a look-up, in ns"),
    ("compile", "release, wall", "rustc in release, in s"),
    ("codegen", "generate, wall", "YAML to files, in s"),
];

/// The benches in the order of the page.
const BENCHES: [&str; 8] = [
    "lookup", "classify", "vendors", "compile", "codegen", "cycle", "volume", "serve",
];

/// The comparisons that are drawn as bars, each at its greatest size: bench, work and peer.
const BARS: [(&str, &str, &str); 18] = [
    ("lookup", "hit", "hashbrown"),
    ("lookup", "miss", "hashbrown"),
    ("lookup", "hit", "match"),
    ("lookup", "hit", "phf"),
    ("classify", "geometric mean", "serde derive by hand"),
    ("classify", "geometric mean", "serde_json::Value"),
    (
        "classify",
        "gameye internal, everything",
        "serde derive by hand",
    ),
    ("vendors", "geometric mean", "by hand"),
    ("compile", "debug, wall", "typify"),
    ("compile", "release, wall", "thiserror + strum + serde"),
    ("codegen", "Rust alone, wall", "typify"),
    ("codegen", "Rust alone, wall", "prost"),
    ("cycle", "cold build, prebuilt, wall", "by hand"),
    ("cycle", "cold build, live, wall", "prost-build"),
    ("cycle", "one code added, debug", "by hand"),
    ("volume", "own lines, threads: 2", "serde_json::Value"),
    ("volume", "access log, threads: 2", "serde_json::Value"),
    ("serve", "a failure", "axum by hand"),
];

/// Work that is measured at several sizes.
const GROWTH: [(&str, &str); 6] = [
    ("lookup", "hit"),
    ("lookup", "miss"),
    ("compile", "debug, wall"),
    ("compile", "release, wall"),
    ("codegen", "Rust alone, wall"),
    ("codegen", "generate, wall"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let out = Path::new("benches");
    let date = std::env::args()
        .nth(1)
        .ok_or("which day is it? `report 2026-01-31`")?;
    let benches = benches()?;
    let mut page = format!(
        "# Figures\n\nWritten by `report`; how to run it says [README.md](README.md). Measured on {date}, {}.\n\n\
         Less is better. A ratio is our figure divided by the peer's in the same run.\n\n\
         ![ratios](ratios.svg)\n",
        machine()?
    );
    bars(&benches, &out.join("ratios.svg"))?;
    growth(&benches, &mut page)?;
    for bench in &benches {
        let name = &bench.bench;
        let plotted = PLOTS.iter().find(|(plotted, _, _)| plotted == name);
        if let Some((_, work, axis)) = plotted {
            plot(bench, work, axis, &out.join(format!("{name}.svg")))?;
        }
        table(bench, plotted.is_some(), &mut page)?;
    }
    Ok(fs::write(out.join("FIGURES.md"), page)?)
}

/// What was measured. Benches that were not run are named on standard error.
fn benches() -> Result<Vec<Bench>, Box<dyn Error>> {
    let mut benches = Vec::new();
    for name in BENCHES {
        match fs::read_to_string(format!("target/bench/{name}.json")) {
            Ok(text) => benches.push(serde_json::from_str(&text)?),
            Err(_) => eprintln!("{name} was not run"),
        }
    }
    Ok(benches)
}

/// A bar for each ratio, from 1 to the left if ours is faster, on a logarithmic scale.
fn bars(benches: &[Bench], path: &Path) -> Result<(), Box<dyn Error>> {
    let rows: Vec<(String, f64)> = BARS
        .iter()
        .filter_map(|(name, work, peer)| {
            let bench = benches.iter().find(|bench| bench.bench == *name)?;
            let same = bench
                .rows
                .iter()
                .filter(|row| row.work == *work && row.peer == *peer);
            let row = same.max_by_key(|row| row.size)?;
            Some((format!("{name}: {work} / {peer}"), row.ratio))
        })
        .collect();
    let place = |ratio: f64| 560 + (ratio.clamp(0.01, 10.0).log10() * 100.0) as i32;
    let height = 24 * rows.len() as i32 + 24;
    let area = SVGBackend::new(path, (720, height as u32)).into_drawing_area();
    area.fill(&WHITE)?;
    for (index, (label, ratio)) in rows.iter().enumerate() {
        let top = 24 * index as i32 + 12;
        let colour = if *ratio <= 1.0 {
            GREEN.mix(0.5)
        } else {
            RED.mix(0.6)
        };
        let (left, right) = (place(ratio.min(1.0)), place(ratio.max(1.0)));
        let bar = Rectangle::new([(left, top), (right, top + 16)], colour.filled());
        area.draw(&bar)?;
        area.draw(&Text::new(label.clone(), (8, top + 2), ("sans-serif", 13)))?;
        area.draw(&Text::new(
            format!("{ratio:.2}"),
            (680, top + 2),
            ("sans-serif", 13),
        ))?;
    }
    let line = PathElement::new([(place(1.0), 4), (place(1.0), height - 4)], BLACK);
    area.draw(&line)?;
    Ok(area.present()?)
}

/// How work grows with its size: the exponent between the two greatest sizes, where 1 is linear and 0 constant. Smaller ones
/// would hide it behind fixed costs.
fn growth(benches: &[Bench], page: &mut String) -> std::fmt::Result {
    page.push_str(
        "\n## Growth\n\nWork on n codes takes n to the power of the exponent: 1 is linear, 0 constant.\n\n\
         | bench | work | codes | exponent |\n|---|---|---|--:|\n",
    );
    for (name, work) in GROWTH {
        let bench = benches.iter().filter(|bench| bench.bench == name);
        let rows = bench.flat_map(|bench| &bench.rows);
        let figures: BTreeMap<u32, f64> = rows
            .filter(|row| row.work == work)
            .map(|row| (row.size, row.ours))
            .collect();
        let mut greatest = figures.iter().rev();
        if let (Some((most, last)), Some((before, first))) = (greatest.next(), greatest.next()) {
            let exponent = (last / first).ln() / (f64::from(*most) / f64::from(*before)).ln();
            writeln!(
                page,
                "| {name} | {work} | {before} to {most} | {exponent:.2} |"
            )?;
        }
    }
    Ok(())
}

fn machine() -> io::Result<String> {
    let info = fs::read_to_string("/proc/cpuinfo")?;
    let models: Vec<&str> = info
        .lines()
        .filter_map(|line| line.strip_prefix("model name"))
        .collect();
    let model = models.first().map_or("unknown", |model| {
        model.trim_start_matches(['\t', ' ', ':'])
    });
    Ok(format!("{} × {model}", models.len()))
}

fn table(bench: &Bench, is_plotted: bool, page: &mut String) -> std::fmt::Result {
    writeln!(page, "\n## {}\n", bench.bench)?;
    if is_plotted {
        writeln!(page, "![{0} against size]({0}.svg)\n", bench.bench)?;
    }
    page.push_str("<details><summary>All figures. What was to be reached, if anything, is the last column.</summary>\n\n");
    writeln!(
        page,
        "| work | size | ours | against | theirs | ratio | reach |\n|---|--:|--:|---|--:|--:|---|"
    )?;
    for row in &bench.rows {
        let reach = match row.reach {
            Some(reach) if row.ratio <= reach => format!("{reach}"),
            Some(reach) => format!("{reach} missed"),
            None => String::new(),
        };
        let (unit, digits) = (&row.unit, if row.ours < 10.0 { 2 } else { 0 });
        writeln!(
            page,
            "| {} | {} | {:.digits$} {unit} | {} | {:.digits$} {unit} | {:.3} | {reach} |",
            row.work, row.size, row.ours, row.peer, row.theirs, row.ratio
        )?;
    }
    page.push_str("\n</details>\n");
    Ok(())
}

/// A line for each contender, both axes logarithmic.
fn plot(bench: &Bench, work: &str, axis: &str, path: &Path) -> Result<(), Box<dyn Error>> {
    let mut lines: BTreeMap<&str, BTreeMap<u32, f64>> = BTreeMap::new();
    for row in bench
        .rows
        .iter()
        .filter(|row| row.work == work && !row.peer.starts_with("itself"))
    {
        lines
            .entry("faultbook")
            .or_default()
            .insert(row.size, row.ours);
        lines
            .entry(&row.peer)
            .or_default()
            .insert(row.size, row.theirs);
    }
    let sizes = || lines.values().flat_map(BTreeMap::keys);
    let figures = || lines.values().flat_map(BTreeMap::values);
    let (Some(least), Some(most)) = (sizes().min(), sizes().max()) else {
        return Ok(());
    };
    let low = figures().fold(f64::MAX, |a, b| a.min(*b)) * 0.7;
    let high = figures().fold(0.0_f64, |a, b| a.max(*b)) * 1.4;
    let area = SVGBackend::new(path, (720, 420)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .margin(16)
        .caption(axis, ("sans-serif", 18))
        .x_label_area_size(36)
        .y_label_area_size(52)
        .build_cartesian_2d((*least..*most).log_scale(), (low..high).log_scale())?;
    chart
        .configure_mesh()
        .x_desc("codes")
        .light_line_style(WHITE)
        .draw()?;
    for (index, (name, line)) in lines.iter().enumerate() {
        let colour = if *name == "faultbook" {
            RED.to_rgba()
        } else {
            Palette99::pick(index + 2).to_rgba()
        };
        let style = colour.stroke_width(if *name == "faultbook" { 3 } else { 2 });
        chart
            .draw_series(
                LineSeries::new(line.iter().map(|(size, figure)| (*size, *figure)), style)
                    .point_size(3),
            )?
            .label(*name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], style));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE.mix(0.8))
        .border_style(BLACK.mix(0.3))
        .draw()?;
    Ok(area.present()?)
}
