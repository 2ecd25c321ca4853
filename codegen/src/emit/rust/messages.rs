//! The messages of codes as types with a field for each parameter, for services that fail with codes of their own book.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{doc_attributes, ident};
use crate::emit::prose::escape;
use crate::model::{Capture, Code, Domain, Part, Vendor};
use crate::render;

/// The module of a domain; none if no message has parameters.
pub(super) fn module(vendor: &Vendor, domain: &Domain) -> Option<TokenStream> {
    let codes = vendor.codes[domain.codes.clone()].iter();
    let messages: Vec<TokenStream> = codes
        .filter_map(|code| Some(message(vendor, domain, code, code.message.as_ref()?)))
        .collect();
    let name = ident(&format!("{}_messages", domain.name));
    let docs = doc_attributes(&[format!(
        "{} with the parameters of their messages.",
        escape(&domain.title)
    )]);
    let module = quote! {
        #docs
        pub mod #name { #(#messages)* }
    };
    (!messages.is_empty()).then_some(module)
}

fn message(vendor: &Vendor, domain: &Domain, code: &Code, pattern: &[Part]) -> TokenStream {
    let parameters: Vec<(Ident, Capture)> = pattern.iter().filter_map(parameter).collect();
    let fields = parameters.iter().map(|(name, kind)| {
        let (kind, what) = match kind {
            Capture::Integer => (quote!(i64), "whole number"),
            Capture::Decimal => (quote!(&'a str), "decimal number"),
            Capture::Word => (quote!(&'a str), "word"),
            Capture::Text => (quote!(&'a str), "text"),
        };
        let docs = doc_attributes(&[format!("The {what} in place of `{name}`.")]);
        quote!(#docs pub #name: #kind)
    });
    let is_borrowed = parameters.iter().any(|(_, kind)| *kind != Capture::Integer);
    let lifetime = is_borrowed.then(|| quote!(<'a>));
    let any_lifetime = is_borrowed.then(|| quote!(<'_>));
    let names = parameters.iter().map(|(name, _)| name);
    let (template, shown) = (template(pattern), render::parts(pattern));
    let docs = doc_attributes(&[format!(
        "[`{0}`](super::{1}::{0}) with the message “{2}”.",
        code.ident,
        domain.type_ident,
        escape(&shown)
    )]);
    let [name, codes, marker] =
        [&code.ident, &domain.type_ident, &vendor.ident].map(|name| ident(name));
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct #name #lifetime { #(#fields),* }

        impl faultbook_runtime::ErrorOf<super::#marker> for #name #any_lifetime {
            fn code(&self) -> super::Code {
                #[allow(deprecated)]
                super::#codes::#name.into()
            }

            fn message(&self) -> core::option::Option<faultbook_runtime::v1::String> {
                core::option::Option::Some(faultbook_runtime::v1::format!(#template, #(self.#names),*))
            }
        }
    }
}

/// The field for a capture; its name may be a keyword.
fn parameter(part: &Part) -> Option<(Ident, Capture)> {
    let Part::Capture { name, kind } = part else {
        return None;
    };
    let ident = syn::parse_str(name).unwrap_or_else(|_| ident(&format!("{name}_")));
    Some((ident, *kind))
}

/// The pattern as a format string.
fn template(pattern: &[Part]) -> String {
    let parts = pattern.iter().map(|part| match part {
        Part::Literal(text) => text.replace('{', "{{").replace('}', "}}"),
        Part::Capture { .. } => "{}".to_owned(),
    });
    parts.collect()
}
