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

fn main() -> Result<(), Box<dyn Error>> {
    let out = Path::new("benches");
    let date = std::env::args()
        .nth(1)
        .ok_or("which day is it? `report 2026-01-31`")?;
    let mut page = format!(
        "# Figures\n\nWritten by `report`; how to run it says [README.md](README.md). Measured on {date}, {}.\n\n\
         Less is better. The ratio is ours against the peer's in the same run; what was to be reached, if anything, stands behind it.\n",
        machine()?
    );
    for name in [
        "lookup", "classify", "compile", "codegen", "cycle", "volume", "serve",
    ] {
        let Ok(text) = fs::read_to_string(format!("target/bench/{name}.json")) else {
            eprintln!("{name} was not run");
            continue;
        };
        let bench: Bench = serde_json::from_str(&text)?;
        table(&bench, &mut page)?;
        if let Some((_, work, axis)) = PLOTS.iter().find(|(plotted, _, _)| *plotted == name) {
            plot(&bench, work, axis, &out.join(format!("{name}.svg")))?;
        }
    }
    Ok(fs::write(out.join("FIGURES.md"), page)?)
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

fn table(bench: &Bench, page: &mut String) -> std::fmt::Result {
    writeln!(page, "\n## {}\n", bench.bench)?;
    if PLOTS.iter().any(|(plotted, _, _)| *plotted == bench.bench) {
        writeln!(page, "![{0} against size]({0}.svg)\n", bench.bench)?;
    }
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
