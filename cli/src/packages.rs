//! Finds the packages that a book extends: crates that carry the YAML of vendors.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use clap::Args;
use faultbook_codegen::{Source, output};
use serde_json::Value;

/// The options that name packages.
#[derive(Debug, Default, Args)]
pub(crate) struct PackageOptions {
    /// Folder of a package that the book extends; may be repeated [default: as a build-dependency of the crate]
    #[arg(long = "package", value_name = "NAME=DIR", value_parser = parse)]
    given: Vec<(String, PathBuf)>,
}

/// `NAME=DIR`, with the name as in `extends`.
fn parse(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, folder)) if !name.is_empty() && !folder.is_empty() => {
            Ok((name.replace('-', "_"), folder.into()))
        }
        _ => Err("expected a name and a folder, as in `shop_book=../shop-book/book`".to_owned()),
    }
}

impl PackageOptions {
    /// Adds the files of the packages that a book extends. Those that are not given are looked up as dependencies of the
    /// crate that `near` belongs to.
    pub(crate) fn add(&self, sources: &mut Vec<Source>, near: &Path) -> anyhow::Result<()> {
        let mut graph: Option<Graph> = None;
        let mut known: Vec<String> = Vec::new();
        // A package may extend another one.
        while let Some(name) = next(sources, &known) {
            let given = self.given.iter().find(|(given, _)| *given == name);
            let folder = if let Some((_, folder)) = given {
                Some(folder.clone())
            } else {
                if graph.is_none() {
                    graph = Some(Graph::read(near)?);
                }
                graph
                    .as_ref()
                    .map_or(Ok(None), |graph| graph.book_of(&name))?
            };
            // An unknown package is reported where the book names it.
            let files = folder.map(|folder| output::sources(&folder)).transpose()?;
            let files = files.into_iter().flatten();
            sources.extend(files.map(|source| source.of_package(&name)));
            known.push(name);
        }
        Ok(())
    }
}

/// The first package that is named and not yet looked up.
fn next(sources: &[Source], known: &[String]) -> Option<String> {
    let mut packages = faultbook_codegen::packages(sources).into_iter();
    packages.find(|package| !known.contains(package))
}

/// The dependencies of a crate, as cargo resolves them.
struct Graph(Value);

impl Graph {
    /// Asks cargo, without network. Empty outside of a crate.
    fn read(near: &Path) -> anyhow::Result<Self> {
        let folder = if near.is_dir() { near } else { Path::new(".") };
        let folder = folder.canonicalize()?;
        let mut above = folder.ancestors();
        if !above.any(|folder| folder.join("Cargo.toml").is_file()) {
            return Ok(Self(Value::Null));
        }
        let output = Command::new("cargo")
            .args(["metadata", "--format-version", "1", "--offline"])
            .current_dir(folder)
            .output()
            .context("the book extends a package, and cargo cannot be started to find it")?;
        if !output.status.success() {
            let reason = String::from_utf8_lossy(&output.stderr);
            bail!(
                "the book extends a package, and cargo cannot find the dependencies:\n{}",
                reason.trim()
            );
        }
        let graph = serde_json::from_slice(&output.stdout);
        Ok(Self(graph.context("cargo printed no JSON")?))
    }

    /// The folder with the book of a package; `None` if there is no such dependency.
    fn book_of(&self, name: &str) -> anyhow::Result<Option<PathBuf>> {
        let Some(package) = self.package(name)? else {
            return Ok(None);
        };
        let Some(book) = package["metadata"]["faultbook"]["book"].as_str() else {
            bail!(
                "the crate `{name}` is no package of a book: its Cargo.toml has no `book` in \
                 `[package.metadata.faultbook]`"
            );
        };
        let manifest = Path::new(package["manifest_path"].as_str().unwrap_or_default());
        Ok(Some(manifest.with_file_name(book)))
    }

    /// The crate of this name: a dependency of the current crate, or the only one in the graph.
    fn package(&self, name: &str) -> anyhow::Result<Option<&Value>> {
        let all = self.0["packages"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let resolve = &self.0["resolve"];
        let nodes = resolve["nodes"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let root = nodes.iter().find(|node| node["id"] == resolve["root"]);
        let direct = root.and_then(|root| root["deps"].as_array());
        let direct = direct.and_then(|direct| direct.iter().find(|it| it["name"] == name));
        if let Some(dependency) = direct {
            return Ok(all
                .iter()
                .find(|package| package["id"] == dependency["pkg"]));
        }
        let is_named = |package: &&Value| {
            let own = package["name"].as_str().unwrap_or_default();
            own.replace('-', "_") == name
        };
        let named: Vec<&Value> = all.iter().filter(is_named).collect();
        match named.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(only)),
            _ => bail!(
                "there are several versions of `{name}`; name the one with `--package {name}=DIR`"
            ),
        }
    }
}
