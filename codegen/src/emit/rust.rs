//! The Rust that users see: enums with their docs, and impls with their methods.

mod book;
mod docs;
mod file;
mod messages;
mod methods;
mod vendor;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::parse::Parser;
use syn::token::{Brace, Bracket, Paren};
use syn::{
    AttrStyle, Attribute, Expr, ExprLit, Fields, Generics, Item, ItemEnum, Lit, LitStr,
    MacroDelimiter, Meta, MetaList, MetaNameValue, Token, Visibility,
};

use self::file::File;
use crate::model::Code;
use crate::render::joined;

pub(crate) use book::file as book;
pub(crate) use vendor::file as vendor;

/// A variant with its docs.
struct Variant {
    ident: String,
    docs: Vec<String>,
    aliases: Vec<String>,
    deprecated: Option<TokenStream>,
}

/// What not all enums have.
#[derive(Default)]
struct Extra {
    attributes: TokenStream,
    /// Whether `Debug` is derived. For thousands of variants, rustc would take minutes.
    has_debug: bool,
}

/// A fieldless enum.
fn enumeration(name: &str, docs: &[String], extra: &Extra, variants: &[Variant]) -> Item {
    let docs = doc_attributes(docs);
    let debug = extra.has_debug.then(|| quote!(Debug,));
    let extra = &extra.attributes;
    let item = ItemEnum {
        attrs: attributes(quote! {
            #docs
            #[derive(Clone, Copy, #debug PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[non_exhaustive]
            #extra
        }),
        vis: Visibility::Public(<Token![pub]>::default()),
        enum_token: <Token![enum]>::default(),
        ident: ident(name),
        generics: Generics::default(),
        brace_token: Brace::default(),
        variants: variants.iter().map(Variant::item).collect(),
    };
    Item::Enum(item)
}

impl Variant {
    fn new(ident: &str, docs: Vec<String>) -> Self {
        Self {
            ident: ident.to_owned(),
            docs,
            aliases: Vec::new(),
            deprecated: None,
        }
    }

    /// The variant as syn would parse it. There may be thousands, and parsing them would dominate the time.
    fn item(&self) -> syn::Variant {
        // At least as many as there are: growing would double them.
        let mut attrs = Vec::with_capacity(self.docs.len() + self.aliases.len() + 2);
        attrs.extend(self.docs.iter().map(|line| doc_attribute(line)));
        for alias in &self.aliases {
            attrs.push(attribute(Meta::List(MetaList {
                path: ident("doc").into(),
                delimiter: MacroDelimiter::Paren(Paren::default()),
                tokens: quote!(alias = #alias),
            })));
        }
        if let Some(deprecated) = &self.deprecated {
            attrs.extend(attributes(deprecated.clone()));
        }
        syn::Variant {
            attrs,
            ident: ident(&self.ident),
            fields: Fields::Unit,
            discriminant: None,
        }
    }
}

fn attributes(tokens: TokenStream) -> Vec<Attribute> {
    let parsed = Attribute::parse_outer.parse2(tokens);
    parsed.unwrap_or_default()
}

/// A line as `///` writes it.
fn doc_attribute(line: &str) -> Attribute {
    let line = LitStr::new(&doc_line(line), Span::call_site());
    attribute(Meta::NameValue(MetaNameValue {
        path: ident("doc").into(),
        eq_token: <Token![=]>::default(),
        value: Expr::Lit(ExprLit {
            attrs: Vec::new(),
            lit: Lit::Str(line),
        }),
    }))
}

fn attribute(meta: Meta) -> Attribute {
    Attribute {
        pound_token: <Token![#]>::default(),
        style: AttrStyle::Outer,
        bracket_token: Bracket::default(),
        meta,
    }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// An attribute for each line, as `///` creates them.
fn doc_attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| doc_line(line));
    quote!(#(#[doc = #lines])*)
}

fn doc_line(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// The strings on the wire as search aliases, as far as rustdoc accepts them.
fn aliases(code: &Code) -> Vec<String> {
    let is_plain = |wire: &str| {
        let mut bytes = wire.bytes();
        !wire.is_empty() && bytes.all(|b| b.is_ascii_alphanumeric() || b"_.:-/".contains(&b))
    };
    let wires = std::iter::once(&code.wire).chain(&code.aliases);
    let taken = wires.filter(|wire| is_plain(wire) && **wire != code.ident);
    taken.cloned().collect()
}

fn deprecation(deprecated: &crate::model::Deprecated) -> TokenStream {
    let replacement = deprecated.replaced_by.as_ref();
    let replacement = replacement.map(|wire| format!("use `{wire}`"));
    let note = deprecated.note.iter().chain(&replacement);
    let note = super::prose::note(&joined(note, "; "));
    let Some(since) = &deprecated.since else {
        return quote!(#[deprecated(note = #note)]);
    };
    // A vendor's version need not have the three numbers that clippy expects.
    quote!(#[allow(clippy::deprecated_semver)] #[deprecated(since = #since, note = #note)])
}

/// The path of a class or an action, as a doc link from a vendor's module.
fn link(kind: &str, ident: &str) -> String {
    let link = format_ident!("{}", ident);
    format!("[`{link}`](super::{kind}::{link})")
}
