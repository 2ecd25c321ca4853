//! `faultbook new`: creates a vendor's file.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use faultbook_codegen::{Loaded, Source, names};

use crate::output::ExitStatus;
use crate::packages::PackageOptions;
use crate::vocabulary::Vocabulary;
use crate::{files, yaml};

const VENDOR: &str = include_str!("../templates/vendor.yaml");
const EXTENDING: &str = include_str!("../templates/extending.yaml");
const DOMAIN: &str = include_str!("../templates/domain.yaml");
const SUCCESS: &str = include_str!("../templates/success.yaml");

/// The domains of the template.
const DOMAINS: [&str; 2] = ["api", "client"];

/// Create a vendor's file
///
/// The file is valid and explains the language in comments. If the folder has no `book.yaml`, that is created, too, and
/// so is `schema.json`, by which editors complete and check the file. Existing files are never overwritten, except for
/// an older schema.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook new my_vendor
  faultbook new my_vendor --title 'My Vendor' --spec book
  faultbook new my_service --extends protocol/google_rpc")]
pub(crate) struct New {
    /// Name of the vendor's file and Rust module, such as `my_vendor`
    vendor: String,
    /// Display name [default: the vendor's name in words, such as `My Vendor`]
    #[arg(long)]
    title: Option<String>,
    /// What the file adds to and overrides: a vendor of a package (`my_package/stripe`) or a protocol (`protocol/json_rpc`)
    #[arg(long, value_name = "NAME")]
    extends: Option<String>,
    /// Folder of the book
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    #[command(flatten)]
    packages: PackageOptions,
}

pub(crate) fn run(arguments: &New, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let vocabulary = Vocabulary::of_folder(&arguments.spec)?;
    vocabulary.check_new_vendor(&arguments.vendor)?;
    check_types_of_domains(&arguments.vendor)?;
    let path = vocabulary.file_of(&arguments.vendor);
    files::refuse_existing(&path)?;
    let path_of_source = path.to_string_lossy();
    let (text, own) = if let Some(base) = &arguments.extends {
        extending(arguments, base, &vocabulary, &path_of_source)?
    } else {
        let text = text(arguments, &vocabulary);
        let own = vocabulary.compile(&Source::new(path_of_source, &*text))?;
        (text, own)
    };
    vocabulary.write_if_new(out)?;
    files::write_new(&path, &text)?;
    writeln!(
        out,
        "{}: created a vendor; edit it, then run `faultbook check`",
        path.display()
    )?;
    vocabulary.write_schema(own, out)?;
    Ok(ExitStatus::Success)
}

/// A file that contains only what differs from another one, and its book.
fn extending(
    arguments: &New,
    base: &str,
    vocabulary: &Vocabulary,
    path: &str,
) -> anyhow::Result<(String, Loaded)> {
    let New { vendor, title, .. } = arguments;
    // A vendor of a package has its own title.
    let is_protocol = base.starts_with("protocol/");
    let title = title
        .clone()
        .or_else(|| is_protocol.then(|| title_of(vendor)));
    let title = title.map(|title| format!("title: {}\n", yaml::line(&title)));
    let text = EXTENDING
        .replace("{{extends}}", base)
        .replace("{{vendor}}", vendor)
        + &title.unwrap_or_default();
    let compile =
        |text: &str| vocabulary.compile_extending(Source::new(path, text), &arguments.packages);
    // The protocol may have no codes of its own, and may have bodies in XML, of which a success must name a field.
    let domain = DOMAIN.replace("{{class}}", &vocabulary.class_of(404).name);
    for more in [String::new(), domain.clone()] {
        let text = format!("{text}{more}");
        if let Ok(own) = compile(&text)? {
            return Ok((text, own));
        }
    }
    let text = text + SUCCESS + &domain;
    let own = compile(&text)??;
    Ok((text, own))
}

/// Refuses a vendor whose Rust type would be that of a domain of the template.
fn check_types_of_domains(vendor: &str) -> anyhow::Result<()> {
    let taken = DOMAINS.iter().find(|domain| {
        let codes = format!("{domain}_code");
        names::vendor(vendor) == names::vendor(&codes)
    });
    match taken {
        Some(domain) => bail!(
            "`{vendor}` and its domain `{domain}` would have the same Rust type; choose another name"
        ),
        None => Ok(()),
    }
}

/// The name in words: `My Vendor` for `my_vendor`.
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
