//! Attributes that the user adds to the enums of a book.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{Attribute, ItemEnum};

use crate::diagnostics::DiagnosticBuilder;
use crate::model::Book;

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

/// All enums that are generated: the path and the variants of each.
fn enums(book: &Book) -> Vec<(String, Vec<&str>)> {
    let mut enums = vec![
        ("Class".to_owned(), idents(&book.classes, |it| &it.ident)),
        ("Action".to_owned(), idents(&book.actions, |it| &it.ident)),
        ("Vendor".to_owned(), idents(&book.vendors, |it| &it.ident)),
    ];
    for vendor in &book.vendors {
        let path = |name: &str| format!("{}::{name}", vendor.name);
        for domain in &vendor.domains {
            let codes = &vendor.codes[domain.codes.clone()];
            enums.push((path(&domain.type_ident), idents(codes, |it| &it.ident)));
        }
        let operations = idents(&vendor.operations, |it| &it.ident);
        enums.push((path("Code"), idents(&vendor.domains, |it| &it.ident)));
        enums.push((path("Operation"), operations));
    }
    enums
}

fn idents<T>(items: &[T], ident: fn(&T) -> &String) -> Vec<&str> {
    items.iter().map(|item| ident(item).as_str()).collect()
}

/// The paths of all enums.
fn types_of(book: &Book) -> Vec<String> {
    enums(book).into_iter().map(|(path, _)| path).collect()
}

/// The paths of all their variants.
fn variants_of(book: &Book) -> Vec<String> {
    let variants = enums(book).into_iter().flat_map(|(path, variants)| {
        let paths = variants.iter().map(|ident| format!("{path}::{ident}"));
        paths.collect::<Vec<_>>()
    });
    variants.collect()
}
