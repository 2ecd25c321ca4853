//! `book.rs`: the classes, actions and vendors of the whole book.

use faultbook_runtime::v1::REVISION;
use quote::quote;

use super::{Extra, File, Variant, docs, enumeration, ident, methods};
use crate::Fingerprints;
use crate::emit::labels;
use crate::emit::options::Options;
use crate::emit::prose::escape;
use crate::model::{Action, Book, Class, Vendor};

/// The file that a crate includes. Since it is included in the middle of another file, it cannot start with inner docs.
///
/// With the fingerprints, a build without the generator can check whether the file matches its book. The vendors' files
/// are given if they belong inside it.
pub(crate) fn file(
    book: &Book,
    fingerprints: &Fingerprints,
    vendors: Option<&[String]>,
    options: &Options,
) -> String {
    let own = format!("// fingerprint {:016x}\n", fingerprints.book());
    let standard = fingerprints.standard;
    let standard = standard.map(|standard| format!("// standard {standard:016x}\n"));
    let head = own + &standard.unwrap_or_default();
    let mut file = File::new(options, None, &head);
    let revision = proc_macro2::Literal::u32_unsuffixed(REVISION);
    file.tokens(&quote!(const _: () = faultbook_runtime::v1::assert_revision(#revision);));
    file.tokens(&quote!(
        pub use faultbook_runtime::prelude::*;
    ));
    if !book.vendors.is_empty() {
        file.modules((0..).zip(&book.vendors).map(|(index, vendor): (usize, _)| {
            let text = vendors.and_then(|texts| texts.get(index));
            (format!("pub mod {}", vendor.name), text.map(String::as_str))
        }));
    }
    file.item(classes(&book.classes));
    file.item(actions(&book.actions));
    file.item(vendor_names(&book.vendors));
    file.tokens(&rows(book));
    file.tokens(&methods::class(book));
    file.tokens(&methods::action(book));
    file.tokens(&methods::any_vendor(book));
    file.text
}

fn classes(classes: &[Class]) -> syn::Item {
    let variants: Vec<Variant> = classes.iter().map(class).collect();
    let docs = ["The canonical category that a code is in, whichever vendor's it is.".to_owned()];
    enumeration("Class", &docs, &extra(), &variants)
}

/// The enums of the book are few and short, so that the derived `Debug` costs nothing. Their docs are the book's text.
fn extra() -> Extra {
    Extra {
        has_debug: true,
        attributes: quote!(#[allow(clippy::doc_markdown, clippy::enum_variant_names)]),
    }
}

fn class(class: &Class) -> Variant {
    let mut lines = vec![format!("{}.", escape(&class.summary)), String::new()];
    let outcome = format!("{}, severity {}", class.outcome, class.severity);
    lines.push(docs::item(labels::OUTCOME, &outcome));
    lines.push(format!("- gRPC: {}", escape(class.grpc.as_str())));
    if !class.user_message.is_empty() {
        let text = format!("“{}”", escape(&class.user_message));
        lines.push(docs::item(labels::USER_MESSAGE, &text));
    }
    Variant::new(&class.ident, lines)
}

fn actions(actions: &[Action]) -> syn::Item {
    let variants: Vec<Variant> = actions.iter().map(action).collect();
    let docs = ["What somebody can do about a failure.".to_owned()];
    enumeration("Action", &docs, &extra(), &variants)
}

fn action(action: &Action) -> Variant {
    let docs = vec![
        format!("{}.", escape(&action.summary)),
        String::new(),
        format!("Who does it: the {}.", action.actor),
    ];
    Variant::new(&action.ident, docs)
}

fn vendor_names(vendors: &[Vendor]) -> syn::Item {
    let variants = vendors.iter().map(|vendor| {
        let line = format!("{}: see [`{}`].", escape(&vendor.title), vendor.name);
        Variant::new(&vendor.ident, vec![line])
    });
    let variants: Vec<Variant> = variants.collect();
    let docs = ["A vendor of the book.".to_owned()];
    enumeration("Vendor", &docs, &extra(), &variants)
}

fn rows(book: &Book) -> proc_macro2::TokenStream {
    let classes = book.classes.iter().map(|class| {
        let Class {
            name,
            summary,
            user_message,
            ..
        } = class;
        let outcome = ident(&format!("{:?}", class.outcome));
        let severity = ident(&format!("{:?}", class.severity));
        let standard = ident(&format!("{:?}", class.standard));
        let grpc = proc_macro2::Literal::i32_unsuffixed(class.grpc.number());
        quote! {
            faultbook_runtime::v1::Class {
                name: #name,
                summary: #summary,
                outcome: faultbook_runtime::Outcome::#outcome,
                severity: faultbook_runtime::Severity::#severity,
                grpc_code: #grpc,
                user_message: #user_message,
                standard: faultbook_runtime::standard::Class::#standard,
            }
        }
    });
    let actions = book.actions.iter().map(|action| {
        let Action { name, summary, .. } = action;
        let actor = ident(&format!("{:?}", action.actor));
        quote!(faultbook_runtime::v1::Action { name: #name, summary: #summary, actor: faultbook_runtime::Actor::#actor })
    });
    let (class_count, action_count) = (book.classes.len(), book.actions.len());
    quote! {
        static CLASSES: [faultbook_runtime::v1::Class; #class_count] = [#(#classes),*];
        static ACTIONS: [faultbook_runtime::v1::Action; #action_count] = [#(#actions),*];
    }
}
