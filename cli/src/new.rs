//! `faultbook new`: a vendor's file to begin with.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use faultbook_codegen::{Source, names};

use crate::starter::{self, Vocabulary};
use crate::{Verdict, files, yaml};

const VENDOR: &str = include_str!("starter/vendor.yaml");

/// The domains in it.
const DOMAINS: [&str; 2] = ["api", "client"];

/// Begin a vendor's file, and the book's vocabulary with it if there is none yet.
///
/// The file is right as it stands and shows what a book can say, with comments. A file that is there already is never
/// overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook new my_vendor
  faultbook new my_vendor --title 'My Vendor' --spec book")]
pub(crate) struct New {
    /// The vendor: the name of its file and of its Rust module, like `my_vendor`.
    vendor: String,
    /// The name as it is shown; left out, the vendor's, as in `My Vendor`.
    #[arg(long)]
    title: Option<String>,
    /// The book's folder.
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
}

pub(crate) fn run(arguments: &New, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let vocabulary = starter::vocabulary(&arguments.spec)?;
    vocabulary.admit(&arguments.vendor)?;
    refuse_types_of_domains(&arguments.vendor)?;
    let path = vocabulary.file_of(&arguments.vendor);
    files::refuse_existing(&path)?;
    let text = text(arguments, &vocabulary);
    vocabulary.compile(&Source::new(path.to_string_lossy(), &*text))?;
    vocabulary.write(out)?;
    files::write_new(&path, &text)?;
    writeln!(
        out,
        "{}: a vendor to begin with; `faultbook check` keeps it right",
        path.display()
    )?;
    Ok(Verdict::Clean)
}

/// Refuses a vendor whose type would be that of a domain which its file begins with.
fn refuse_types_of_domains(vendor: &str) -> anyhow::Result<()> {
    let taken = DOMAINS.iter().find(|domain| {
        let codes = format!("{domain}_code");
        names::vendor(vendor) == names::vendor(&codes)
    });
    match taken {
        Some(domain) => bail!(
            "`{vendor}` and its domain `{domain}` would both become one type; choose another name"
        ),
        None => Ok(()),
    }
}

/// The name as people write it: of `my_vendor`, `My Vendor`.
fn title_of(vendor: &str) -> String {
    let words = vendor.split('_').filter(|word| !word.is_empty());
    let words = words.map(|word| word[..1].to_uppercase() + &word[1..]);
    words.collect::<Vec<_>>().join(" ")
}

fn text(arguments: &New, vocabulary: &Vocabulary) -> String {
    let title = arguments.title.clone();
    let title = title.unwrap_or_else(|| title_of(&arguments.vendor));
    let class = |status| vocabulary.class_of(status).name.as_str();
    let network = vocabulary.class("network");
    let network = network.map_or_else(|| class(503), |class| class.name.as_str());
    VENDOR
        .replace("{{vendor}}", &arguments.vendor)
        .replace("{{not_found}}", class(404))
        .replace("{{invalid_request}}", class(400))
        .replace("{{network}}", network)
        .replace("{{title}}", &yaml::line(&title))
}
