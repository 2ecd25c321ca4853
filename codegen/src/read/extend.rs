//! Finds the files that each vendor's file extends, and puts their texts together.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::version;
use crate::Source;
use crate::diagnostics::{DiagnosticBuilder, Id};
use crate::extend::EXTENDS;
use crate::yaml::{Content, Segment, Target, Tree};

/// The package of the protocols that come with Faultbook.
const PROTOCOL: &str = "protocol";

/// A name in `extends`, and where it is.
struct Name {
    text: String,
    at: usize,
}

/// The files of the book, each with those that it extends. Files of packages are only there to be extended. If the book needs a newer
/// version, nothing else is said about it.
pub(crate) fn expand(sources: &[Source]) -> Cow<'_, [Source]> {
    if let Some(refused) = sources.iter().find_map(refused_book) {
        return Cow::Owned(vec![refused]);
    }
    let is_plain = |source: &Source| source.package().is_none() && names(source).is_empty();
    if sources.iter().all(is_plain) {
        return Cow::Borrowed(sources);
    }
    let is_own = |source: &&Source| source.package().is_none() || source.is_texts();
    let own = sources.iter().filter(is_own);
    own.map(|source| expanded(source, sources)).collect()
}

/// A `book.yaml` of the book itself that this version cannot read.
fn refused_book(source: &Source) -> Option<Source> {
    if source.package().is_some() || source.stem() != "book" {
        return None;
    }
    let (at, diagnostic) = version::refusal(source)?;
    let (path, text) = (source.path.clone(), source.text.clone());
    Some(Source::refused(path, text, at, diagnostic))
}

fn expanded(source: &Source, sources: &[Source]) -> Source {
    let mut bases: Vec<&Source> = Vec::new();
    for name in names(source) {
        let mut finder = Finder {
            sources,
            open: vec![source],
            found: Vec::new(),
        };
        if let Err(diagnostic) = finder.find(source, &name.text) {
            let at = name.at;
            let (path, text) = (source.path.clone(), source.text.clone());
            return Source::refused(path, text, at, *diagnostic);
        }
        if let Some(unreadable) = finder.found.iter().find(|base| base.refused.is_some()) {
            return (*unreadable).clone();
        }
        // The last one named is the nearest.
        finder.found.retain(|base| !bases.contains(base));
        bases.splice(0..0, finder.found);
    }
    source.extending(bases)
}

/// Follows `extends` from file to file.
struct Finder<'s> {
    sources: &'s [Source],
    /// The files that lead to the current one.
    open: Vec<&'s Source>,
    /// The nearest file first.
    found: Vec<&'s Source>,
}

impl<'s> Finder<'s> {
    fn find(&mut self, from: &Source, name: &str) -> Result<(), Box<DiagnosticBuilder>> {
        let base = self.base(from, name)?;
        if self.open.contains(&base) {
            return Err(Box::new(extends_itself(base).part(name)));
        }
        self.open.push(base);
        let mut inherited = Vec::new();
        for name in names(base) {
            let outer = std::mem::take(&mut self.found);
            self.find(base, &name.text)?;
            let nearer = std::mem::replace(&mut self.found, outer);
            inherited.splice(0..0, nearer);
        }
        self.open.pop();
        self.found.push(base);
        self.found.append(&mut inherited);
        Ok(())
    }

    /// The file that a name means in another file.
    fn base(&self, from: &Source, name: &str) -> Result<&'s Source, Box<DiagnosticBuilder>> {
        let (package, vendor) = match name.split_once('/') {
            Some((package, vendor)) => (Some(package.replace('-', "_")), vendor),
            None => (from.package().map(str::to_owned), name),
        };
        let of_package = || {
            let all = self.sources.iter().chain(protocols());
            let own = all.filter(|file| file.package() == package.as_deref());
            own.filter(|file| !file.is_texts())
        };
        let files = || of_package().filter(|file| file.stem() != "book");
        let mut books = of_package().filter(|file| file.stem() == "book");
        if let Some((_, diagnostic)) = books.find_map(version::refusal) {
            return Err(Box::new(diagnostic.part(name)));
        }
        if let Some(found) = files().find(|file| file.stem() == vendor) {
            return Ok(found);
        }
        if let (Some(package), None) = (&package, files().next()) {
            return Err(Box::new(unknown_package(package, self.sources)));
        }
        if protocols().iter().any(|file| file.stem() == name) {
            let diagnostic = DiagnosticBuilder::unknown_alone("vendor", name).part(name);
            let diagnostic = diagnostic.perhaps(name.to_owned(), format!("{PROTOCOL}/{name}"));
            return Err(Box::new(diagnostic));
        }
        let known = files().map(Source::stem);
        let diagnostic = DiagnosticBuilder::unknown("vendor", vendor, known);
        Err(Box::new(diagnostic.part(vendor)))
    }
}

fn unknown_package(package: &str, sources: &[Source]) -> DiagnosticBuilder {
    let known = sources.iter().filter_map(Source::package);
    // It may be there, but without a vendor.
    let known = known.filter(|known| *known != package);
    let diagnostic = DiagnosticBuilder::unknown("package", package, known.chain([PROTOCOL]));
    let help = format!(
        "a build script passes it to `Builder::package`; for the command, it is a build-dependency of the crate, or \
         given with `--package {package}=DIR`"
    );
    diagnostic.part(package).help(help)
}

fn extends_itself(base: &Source) -> DiagnosticBuilder {
    let message = format!("`{}` extends itself", base.stem());
    let diagnostic = Id::ExtendsItself.diagnostic(message, "leads back to this file");
    diagnostic.help("name a file that does not extend this one")
}

/// The packages that the files of a book extend.
#[must_use]
pub fn packages(sources: &[Source]) -> Vec<String> {
    let names = sources.iter().flat_map(names);
    let packages = names.filter_map(|name| Some(name.text.split_once('/')?.0.replace('-', "_")));
    let mut packages: Vec<String> = packages.filter(|package| package != PROTOCOL).collect();
    packages.sort();
    packages.dedup();
    packages
}

/// What a file extends, in the order in which it is named.
fn names(source: &Source) -> Vec<Name> {
    // Most files need no tree.
    if source.stem() == "book" || source.is_texts() || !source.text.contains(EXTENDS) {
        return Vec::new();
    }
    let Ok(tree) = Tree::parse(&source.text.as_str().into()) else {
        return Vec::new();
    };
    let Some(value) = tree.value(tree.root(), EXTENDS) else {
        return Vec::new();
    };
    let items = match &tree.node(value).content {
        Content::List(items) => items.clone(),
        _ => vec![value],
    };
    let name = |id| Name {
        text: tree.text(id).to_owned(),
        at: tree.bytes(id).start,
    };
    items.into_iter().map(name).collect()
}

/// The protocol whose domain of this name a file extends.
pub(crate) fn protocol_of(source: &Source, domain: &str) -> Option<&'static str> {
    let bases = source.bases().iter();
    let mut extended = bases.filter_map(|base| {
        let mut protocols = protocols().iter();
        protocols.find(|protocol| protocol.path == base.path)
    });
    let protocol = extended.find(|protocol| has_domain(protocol, domain))?;
    Some(protocol.stem())
}

fn has_domain(source: &Source, domain: &str) -> bool {
    let path = ["domains", domain].map(|key| Segment::Key { key, nth: 0 });
    let tree = Tree::parse(&source.text.as_str().into());
    tree.is_ok_and(|tree| tree.find(&path, Target::Key).is_some())
}

/// The files of the protocols, by their names.
macro_rules! protocols {
    ($($name:literal),* $(,)?) => {
        [$(Source::in_package(
            PROTOCOL,
            concat!($name, ".yaml"),
            include_str!(concat!("../../protocol/", $name, ".yaml")),
        )),*]
    };
}

/// The protocols that come with Faultbook: what many vendors have in common.
pub(crate) fn protocols() -> &'static [Source] {
    static PROTOCOLS: LazyLock<[Source; 10]> = LazyLock::new(|| {
        protocols![
            "aws_common",
            "aws_json",
            "aws_xml",
            "google_rpc",
            "graphql",
            "grpc",
            "json_api",
            "json_rpc",
            "oauth2",
            "problem_details",
        ]
    });
    &*PROTOCOLS
}
