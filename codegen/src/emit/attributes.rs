//! Attributes that the user adds to the enums of a book.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{Attribute, ItemEnum};

use crate::diagnostics::DiagnosticBuilder;
use crate::model::{Book, Vendor};

/// The attributes to add to enums and to their variants.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    types: Vec<Addition>,
    variants: Vec<Addition>,
}

/// Attributes for everything that a path matches.
#[derive(Debug)]
struct Addition {
    path: Path,
    /// As they are written in Rust; already checked.
    attributes: String,
}

/// The names that lead to an enum or a variant. `*` matches any name, and a path also matches everything below it.
#[derive(Debug)]
struct Path(Vec<String>);

impl Attributes {
    /// Pairs of a path and of attributes as they are written in Rust.
    ///
    /// # Errors
    /// Returns a sentence about an invalid attribute, or a path that matches nothing in the book.
    pub(crate) fn new(
        book: &Book,
        types: &[(String, String)],
        variants: &[(String, String)],
    ) -> Result<Self, String> {
        Ok(Self {
            types: additions(book, types, "type", types_of)?,
            variants: additions(book, variants, "variant", variants_of)?,
        })
    }

    /// Adds the attributes for an enum in a vendor's module, or in the book itself.
    pub(super) fn add_to(&self, module: Option<&str>, item: &mut ItemEnum) {
        let ident = item.ident.to_string();
        let path: Vec<&str> = module.into_iter().chain([ident.as_str()]).collect();
        item.attrs.extend(meant(&self.types, &path));
        if self.variants.is_empty() {
            return;
        }
        for variant in &mut item.variants {
            let ident = variant.ident.to_string();
            let path = [&path[..], &[ident.as_str()]].concat();
            variant.attrs.extend(meant(&self.variants, &path));
        }
    }
}

fn meant(additions: &[Addition], path: &[&str]) -> impl Iterator<Item = Attribute> {
    let of = additions
        .iter()
        .filter(|addition| addition.path.leads_to(path));
    of.flat_map(|addition| parsed(&addition.attributes).unwrap_or_default())
}

fn parsed(attributes: &str) -> syn::Result<Vec<Attribute>> {
    Attribute::parse_outer.parse_str(attributes)
}

fn additions(
    book: &Book,
    wanted: &[(String, String)],
    what: &str,
    known: fn(&Book) -> Vec<String>,
) -> Result<Vec<Addition>, String> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let known = known(book);
    let addition = |(path, attributes): &(String, String)| {
        check(path, attributes)?;
        Ok(Addition {
            path: Path::new(path, what, &known)?,
            attributes: attributes.clone(),
        })
    };
    wanted.iter().map(addition).collect()
}

/// The maximum number of bytes, tokens and nested brackets of attributes. Parsers and printers of Rust recurse as
/// deeply as these nest.
const MOST: (usize, usize, usize) = (4096, 256, 32);

fn check(path: &str, attributes: &str) -> Result<(), String> {
    let too_long = || Err(format!("cannot add so long an attribute to `{path}`"));
    if attributes.len() > MOST.0 {
        return too_long();
    }
    let refused = |why: &str| Err(format!("cannot add `{attributes}` to `{path}`: {why}"));
    let Ok(tokens) = attributes.parse::<TokenStream>() else {
        return refused("a bracket or a quote is not closed, or closes nothing");
    };
    let (count, depth) = extent(tokens.clone());
    if count > MOST.1 || depth > MOST.2 {
        return too_long();
    }
    if breaks_a_line(tokens) {
        return refused("a text in it has a line break: write it as `\\n`");
    }
    match parsed(attributes) {
        Err(error) => refused(&format!("{error}; one is like `#[derive(Default)]`")),
        Ok(parsed) if parsed.is_empty() => refused("there is no attribute in it"),
        Ok(_) => Ok(()),
    }
}

/// The number of tokens, and the depth of their nesting.
fn extent(tokens: TokenStream) -> (usize, usize) {
    let extents = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => extent(group.stream()),
        _ => (0, 0),
    });
    extents.fold((0, 0), |(count, depth), (own, below)| {
        (count + 1 + own, depth.max(1 + below))
    })
}

/// Whether a literal spans several lines: indenting the code would change its text.
fn breaks_a_line(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Literal(literal) => literal.to_string().contains('\n'),
        TokenTree::Group(group) => breaks_a_line(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) => false,
    })
}

impl Path {
    fn new(written: &str, what: &str, known: &[String]) -> Result<Self, String> {
        let names = written.split("::").map(str::to_owned);
        let path = Self(match written {
            "." => Vec::new(),
            _ => names.collect(),
        });
        let leads_to = |known: &String| path.leads_to(&known.split("::").collect::<Vec<_>>());
        if known.iter().any(leads_to) {
            return Ok(path);
        }
        let known = known.iter().map(String::as_str);
        Err(DiagnosticBuilder::unknown(what, written, known).sentence())
    }

    fn leads_to(&self, path: &[&str]) -> bool {
        let Self(names) = self;
        let mut pairs = names.iter().zip(path);
        names.len() <= path.len() && pairs.all(|(name, own)| name == "*" || name == own)
    }
}

/// The paths of all enums that are generated.
fn types_of(book: &Book) -> Vec<String> {
    let own = ["Class", "Action", "Vendor"].map(str::to_owned);
    let of_vendors = book.vendors.iter().flat_map(|vendor| {
        let domains = vendor
            .domains
            .iter()
            .map(|domain| domain.type_ident.as_str());
        let all = domains.chain(["Code", "Operation"]);
        all.map(|ident| format!("{}::{ident}", vendor.name))
            .collect::<Vec<_>>()
    });
    own.into_iter().chain(of_vendors).collect()
}

/// The paths of all their variants.
fn variants_of(book: &Book) -> Vec<String> {
    let classes = book.classes.iter().map(|it| format!("Class::{}", it.ident));
    let actions = book.actions.iter();
    let actions = actions.map(|it| format!("Action::{}", it.ident));
    let vendors = book.vendors.iter();
    let vendors = vendors.map(|it| format!("Vendor::{}", it.ident));
    let within = book.vendors.iter().flat_map(variants_of_vendor);
    classes
        .chain(actions)
        .chain(vendors)
        .chain(within)
        .collect()
}

fn variants_of_vendor(vendor: &Vendor) -> Vec<String> {
    let mut paths = Vec::new();
    let mut path = |enumeration: &str, variant: &str| {
        paths.push(format!("{}::{enumeration}::{variant}", vendor.name));
    };
    for code in &vendor.codes {
        path(&vendor.domains[code.domain].type_ident, &code.ident);
    }
    for domain in &vendor.domains {
        path("Code", &domain.ident);
    }
    for operation in &vendor.operations {
        path("Operation", &operation.ident);
    }
    paths
}
