//! `<vendor>.rs`: a vendor's codes and operations.

use faultbook_runtime::v1;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    Extra, File, Variant, aliases, deprecation, doc_attributes, docs, enumeration, ident, messages,
    methods,
};
use crate::emit::options::{Docs, Options};
use crate::emit::prose::escape;
use crate::model::{Book, Domain, Example, Vendor};
use crate::tables::Tables;

/// The file of a vendor's module. Its tables are printed if they belong inside it.
pub(crate) fn file(
    book: &Book,
    (vendor, tables): (&Vendor, &Tables),
    printed: Option<&str>,
    options: &Options,
) -> String {
    let mut file = File::new(options, Some(&vendor.name), &head(book, vendor, options));
    file.modules([("pub(crate) mod tables".to_owned(), printed)]);
    let tables = (options.docs != Docs::Off).then(|| tables.vendor());
    for domain in &vendor.domains {
        file.item(codes(book, vendor, tables.as_ref(), domain));
        if let Some(names) = former_names(vendor, domain) {
            file.tokens(&names);
        }
    }
    file.tokens(&code(vendor));
    file.item(operations(vendor));
    file.tokens(&marker(vendor));
    for (index, domain) in vendor.domains.iter().enumerate() {
        file.tokens(&methods::codes(vendor, index, domain));
    }
    file.tokens(&methods::vendor(vendor));
    file.with_feature("alloc", &methods::check());
    for domain in &vendor.domains {
        if let Some(messages) = messages::module(vendor, domain) {
            file.with_feature("produce", &messages);
        }
    }
    file.with_feature("samples", &examples(vendor));
    file.text
}

fn head(book: &Book, vendor: &Vendor, options: &Options) -> String {
    let docs = match options.docs {
        Docs::Off => Vec::new(),
        Docs::Comments | Docs::Full => docs::module(book, vendor),
    };
    let docs: String = docs
        .iter()
        .map(|line| format!("//! {line}").trim_end().to_owned() + "\n")
        .collect();
    let is_begun = vendor.domains.iter().any(|domain| domain.codes.is_empty());
    let unreachable = if is_begun {
        "#![allow(unreachable_code)] // A domain has no code yet.\n"
    } else {
        ""
    };
    format!(
        "{docs}\n#![allow(clippy::doc_markdown, clippy::enum_variant_names)] // The docs and names are the book's.\n{unreachable}"
    )
}

/// The enum of a domain. Its docs need the tables.
fn codes(
    book: &Book,
    vendor: &Vendor,
    tables: Option<&v1::Vendor<'_>>,
    domain: &Domain,
) -> syn::Item {
    let codes = domain
        .codes
        .clone()
        .map(|index| (index, &vendor.codes[index]));
    let variants = codes.map(|(index, code)| Variant {
        aliases: aliases(code),
        deprecated: code.deprecated.as_ref().map(deprecation),
        ..Variant::new(
            &code.ident,
            tables.map_or_else(Vec::new, |tables| docs::code(book, vendor, tables, index)),
        )
    });
    let variants: Vec<Variant> = variants.collect();
    let docs = docs::domain(vendor, domain);
    enumeration(&domain.type_ident, &docs, &Extra::default(), &variants)
}

/// The Rust names of aliases: code that uses the old name of a code still compiles, with a warning that names the new
/// one.
fn former_names(vendor: &Vendor, domain: &Domain) -> Option<TokenStream> {
    let codes = vendor.codes[domain.codes.clone()].iter();
    let names = codes.flat_map(|code| {
        let aliases = code.alias_idents.iter();
        aliases.map(|alias| former_name(alias, &code.ident))
    });
    let names: Vec<TokenStream> = names.collect();
    let name = ident(&domain.type_ident);
    let block = quote! {
        #[allow(deprecated, non_upper_case_globals)]
        impl #name { #(#names)* }
    };
    (!names.is_empty()).then_some(block)
}

fn former_name(alias: &str, code: &str) -> TokenStream {
    let docs = doc_attributes(&[format!("[`{code}`](Self::{code}) by another name.")]);
    let note = format!("use `{code}`");
    let (alias, code) = (ident(alias), ident(code));
    quote! {
        #docs
        #[deprecated(note = #note)]
        pub const #alias: Self = Self::#code;
    }
}

/// The enum over all domains.
fn code(vendor: &Vendor) -> TokenStream {
    let variants = vendor.domains.iter().map(|domain| {
        let (variant, codes) = (ident(&domain.ident), ident(&domain.type_ident));
        let docs = doc_attributes(&[format!("{}.", escape(&domain.title))]);
        quote!(#docs #variant(#codes),)
    });
    let docs = doc_attributes(&[format!(
        "A code of {}, from any domain.",
        escape(&vendor.title)
    )]);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { #(#variants)* }
    }
}

fn operations(vendor: &Vendor) -> syn::Item {
    let operations = vendor.operations.iter();
    let variants: Vec<Variant> = operations
        .map(|own| Variant::new(&own.ident, docs::operation(vendor, own)))
        .collect();
    let docs = [format!("The operations of {}.", escape(&vendor.title))];
    let extra = Extra {
        has_debug: true,
        ..Extra::default()
    };
    enumeration("Operation", &docs, &extra, &variants)
}

/// The type that represents the vendor in generic code.
fn marker(vendor: &Vendor) -> TokenStream {
    let name = ident(&vendor.ident);
    let docs = doc_attributes(&[format!("The marker type of {}.", escape(&vendor.title))]);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #name;
    }
}

/// The responses in the vendor's examples.
fn examples(vendor: &Vendor) -> TokenStream {
    let examples = vendor.examples.iter();
    let examples = examples.filter_map(|example| self::example(vendor, example));
    quote! {
        /// The responses in the examples of the book, in its order.
        pub static EXAMPLES: &[faultbook_runtime::Example<Operation>] = &[#(#examples),*];
    }
}

/// `None` if the client itself raises the failure.
fn example(vendor: &Vendor, example: &Example) -> Option<TokenStream> {
    let (status, headers, body) = example.situation.response()?;
    let name = &example.name;
    let operation = ident(&vendor.operations[example.operation].ident);
    let status = Literal::u16_unsuffixed(status);
    let headers = headers.iter().map(|(name, value)| quote!((#name, #value)));
    Some(quote! {
        faultbook_runtime::Example::new(#name, Operation::#operation, (#status, &[#(#headers),*], #body))
    })
}
