//! A file as it grows.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, ImplItem, Item};

use super::attributes;
use crate::emit::MARK;
use crate::emit::options::{Docs, Options};

/// The items of a file, printed one by one: a file as a whole would be parsed as a whole.
pub(super) struct File<'o> {
    options: &'o Options,
    /// The vendor whose module it is; none if it is the book itself.
    module: Option<&'o str>,
    pub(super) text: String,
}

impl<'o> File<'o> {
    pub(super) fn new(options: &'o Options, module: Option<&'o str>, head: &str) -> Self {
        let text = format!("{MARK}\n{head}");
        Self {
            options,
            module,
            text,
        }
    }

    /// Adds items. What is no Rust would be a mistake of the generator's; it is added as it is, for rustc to tell.
    pub(super) fn tokens(&mut self, items: &TokenStream) {
        match syn::parse2(items.clone()) {
            Ok(file) => self.print(file),
            Err(_) => self.text.push_str(&items.to_string()),
        }
    }

    pub(super) fn item(&mut self, item: Item) {
        self.print(syn::File {
            shebang: None,
            frontmatter: None,
            attrs: Vec::new(),
            items: vec![item],
        });
    }

    fn print(&mut self, mut file: syn::File) {
        for item in &mut file.items {
            self.adapt(item);
        }
        self.text.push('\n');
        if self.options.formatted {
            self.text.push_str(&prettyplease::unparse(&file));
        } else {
            self.text.push_str(&file.into_token_stream().to_string());
            self.text.push('\n');
        }
    }

    /// Takes the docs from an item that is to have none, and adds the user's attributes.
    fn adapt(&self, item: &mut Item) {
        if self.options.docs == Docs::Off {
            undocument(item);
        }
        if let Item::Enum(item) = item {
            self.options.attributes.add_to(self.module, item);
        }
    }

    /// Adds modules: each in a file of its own, or with its text within.
    pub(super) fn modules<'t>(
        &mut self,
        modules: impl IntoIterator<Item = (String, Option<&'t str>)>,
    ) {
        self.text.push('\n');
        for (head, text) in modules {
            if self.module.is_none() && self.options.docs == Docs::Off {
                self.text.push_str("#[allow(missing_docs)]\n");
            }
            self.text.push_str(&head);
            match text {
                Some(text) => self.text.extend([" {\n", &within(text), "}\n"]),
                None => self.text.push_str(";\n"),
            }
        }
    }

    /// Adds an invocation of one of the runtime's macros, written out by hand: its form is the macro's own.
    pub(super) fn invocation(&mut self, text: &str) {
        self.text.push('\n');
        self.text.push_str(text);
    }
}

/// Takes the docs from an item, which may do without even where the user's crate asks for them.
fn undocument(item: &mut Item) {
    let strip = |attrs: &mut Vec<Attribute>| attrs.retain(|it| !it.path().is_ident("doc"));
    match item {
        Item::Enum(item) => {
            strip(&mut item.attrs);
            item.attrs
                .extend(attributes(quote!(#[allow(missing_docs)])));
            for variant in &mut item.variants {
                strip(&mut variant.attrs);
            }
        }
        Item::Struct(item) => strip(&mut item.attrs),
        Item::Impl(item) => {
            item.attrs
                .extend(attributes(quote!(#[allow(missing_docs)])));
            for item in &mut item.items {
                if let ImplItem::Const(item) = item {
                    strip(&mut item.attrs);
                }
            }
        }
        _ => {}
    }
}

/// A file's text as it stands within a module of another file.
fn within(text: &str) -> String {
    let text = text.strip_prefix(MARK).unwrap_or(text);
    let mut within = String::with_capacity(text.len() * 5 / 4);
    for line in text.trim_start_matches('\n').lines() {
        if !line.is_empty() {
            within.push_str("    ");
            within.push_str(line);
        }
        within.push('\n');
    }
    within
}
