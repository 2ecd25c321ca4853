//! The Rust that users see: enums with their docs, and the invocations that give them their methods.

mod book;
mod docs;
mod vendor;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

pub(crate) use book::file as book;
pub(crate) use vendor::file as vendor;

/// The items of a file, formatted one by one: a file as a whole would be parsed as a whole.
struct File {
    text: String,
}

impl File {
    fn new(head: &str) -> Self {
        Self {
            text: format!("{}\n{head}", super::MARK),
        }
    }

    /// Adds an item. One that is no Rust would be a mistake of the generator's; it is added as it is, for rustc to tell.
    fn item(&mut self, item: TokenStream) {
        let text = item.to_string();
        let formatted = syn::parse2(item).map(|file| prettyplease::unparse(&file));
        self.text.push('\n');
        self.text.push_str(&formatted.unwrap_or(text));
    }

    /// Adds an invocation of one of the runtime's macros, written out by hand: its form is the macro's own.
    fn invocation(&mut self, text: &str) {
        self.text.push('\n');
        self.text.push_str(text);
    }
}

/// A variant with its docs.
struct Variant {
    ident: String,
    docs: Vec<String>,
    alias: Option<String>,
    deprecated: Option<TokenStream>,
}

/// A fieldless enum. `extra` holds attributes that not all of them have.
fn enumeration(
    name: &str,
    docs: &[String],
    extra: &TokenStream,
    variants: &[Variant],
) -> TokenStream {
    let ident = ident(name);
    let docs = doc_attributes(docs);
    // An empty enum has no order.
    let order = (!variants.is_empty()).then(|| quote!(PartialOrd, Ord,));
    let variants = variants.iter().map(Variant::tokens);
    quote! {
        #docs
        #extra
        #[non_exhaustive]
        #[derive(Clone, Copy, PartialEq, Eq, #order Hash)]
        pub enum #ident { #(#variants)* }
    }
}

impl Variant {
    fn tokens(&self) -> TokenStream {
        let ident = ident(&self.ident);
        let docs = doc_attributes(&self.docs);
        let alias = self
            .alias
            .as_ref()
            .map(|alias| quote!(#[doc(alias = #alias)]));
        let deprecated = &self.deprecated;
        quote!(#docs #alias #deprecated #ident,)
    }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// One attribute a line, as `///` writes them.
fn doc_attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// `[a, b, c]`, one a line.
fn list<'a>(idents: impl Iterator<Item = &'a str>) -> String {
    let lines: Vec<&str> = idents.collect();
    if lines.is_empty() {
        "[]".to_owned()
    } else {
        format!("[\n        {},\n    ]", lines.join(",\n        "))
    }
}

/// A wire string as a search alias of rustdoc's, if rustdoc takes it.
fn alias(wire: &str, ident: &str) -> Option<String> {
    let plain = wire
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"_.:-/".contains(&b));
    (plain && wire != ident).then(|| wire.to_owned())
}

fn deprecation(deprecated: &crate::model::Deprecated) -> TokenStream {
    let replacement = deprecated
        .replaced_by
        .as_ref()
        .map(|wire| format!("use `{wire}`"));
    let parts = [deprecated.note.clone(), replacement];
    let note = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
    let note = super::prose::note(&note);
    let Some(since) = &deprecated.since else {
        return quote!(#[deprecated(note = #note)]);
    };
    // A vendor's version need not have the three numbers that clippy insists on.
    quote!(#[allow(clippy::deprecated_semver)] #[deprecated(since = #since, note = #note)])
}

/// The path of a class or an action, as a doc link from a vendor's module.
fn link(kind: &str, ident: &str) -> String {
    let link = format_ident!("{}", ident);
    format!("[`{link}`](super::{kind}::{link})")
}
