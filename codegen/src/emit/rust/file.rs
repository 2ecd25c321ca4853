//! A file as it grows.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, ImplItem, Item};

use super::attributes;
use crate::emit::MARK;
use crate::emit::options::{Docs, Options};

/// The items of a file, printed one by one: printing the whole file would require parsing it.
pub(super) struct File<'o> {
    options: &'o Options,
    /// The vendor whose module it is; `None` for the book itself.
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

    /// Adds items. Tokens that are not Rust would be a bug of the generator; they are added as they are, and rustc
    /// reports them.
    pub(super) fn tokens(&mut self, items: &TokenStream) {
        match syn::parse2::<syn::File>(items.clone()) {
            Ok(file) => file.items.into_iter().for_each(|item| self.item(item)),
            Err(_) => self.text.push_str(&items.to_string()),
        }
    }

    /// Adds items for a feature of the runtime, which generated code cannot test itself.
    pub(super) fn with_feature(&mut self, feature: &str, items: &TokenStream) {
        let outside = std::mem::take(&mut self.text);
        self.tokens(items);
        let inside = std::mem::replace(&mut self.text, outside);
        let head = format!("\nfaultbook_runtime::v1::with_{feature}! {{\n");
        // The printer does not format the contents of a macro.
        self.text.extend([&head, within(&inside).as_str(), "}\n"]);
    }

    pub(super) fn item(&mut self, mut item: Item) {
        self.adapt(&mut item);
        self.print(item);
    }

    fn print(&mut self, item: Item) {
        self.text.push('\n');
        if self.options.formatted {
            let is_impl = matches!(item, Item::Impl(_));
            let printed = prettyplease::unparse(&alone(item));
            if is_impl {
                push_spaced(&printed, &mut self.text);
            } else {
                self.text.push_str(&printed);
            }
        } else {
            self.text.push_str(&item.into_token_stream().to_string());
            self.text.push('\n');
        }
    }

    /// Removes the docs of an item if none are wanted, and adds the user's attributes.
    fn adapt(&self, item: &mut Item) {
        if self.options.docs == Docs::Off {
            undocument(item);
        }
        if let Item::Enum(item) = item {
            self.options.attributes.add_to(self.module, item);
        }
    }

    /// Adds modules: each with its own file, or inline.
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
}

/// A file with one item.
fn alone(item: Item) -> syn::File {
    syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    }
}

/// Adds an impl with empty lines between its items, which the printer omits.
fn push_spaced(item: &str, text: &mut String) {
    let mut lines = item.lines().peekable();
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        let is_outermost = line.starts_with("    ") && !line.starts_with("     ");
        let ends_item = is_outermost && line.ends_with(['}', ';']);
        let goes_on = |next: &&str| *next != "}" && !next.starts_with("    type ");
        if ends_item && lines.peek().is_some_and(goes_on) {
            text.push('\n');
        }
    }
}

/// Removes the docs of an item, and allows that even where the user's crate requires docs.
fn undocument(item: &mut Item) {
    match item {
        Item::Enum(item) => {
            strip(&mut item.attrs);
            for variant in &mut item.variants {
                strip_docs(&mut variant.attrs);
            }
        }
        Item::Struct(item) => {
            strip(&mut item.attrs);
            for field in &mut item.fields {
                strip_docs(&mut field.attrs);
            }
        }
        Item::Static(item) => strip(&mut item.attrs),
        Item::Mod(item) => {
            strip(&mut item.attrs);
            let items = item.content.iter_mut().flat_map(|(_, items)| items);
            items.for_each(undocument);
        }
        Item::Fn(item) => strip(&mut item.attrs),
        Item::Type(item) => strip(&mut item.attrs),
        Item::Impl(item) => {
            strip(&mut item.attrs);
            for item in &mut item.items {
                match item {
                    ImplItem::Const(item) => strip_docs(&mut item.attrs),
                    ImplItem::Fn(item) => strip_docs(&mut item.attrs),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn strip_docs(attrs: &mut Vec<Attribute>) {
    attrs.retain(|it| !it.path().is_ident("doc"));
}

fn strip(attrs: &mut Vec<Attribute>) {
    strip_docs(attrs);
    attrs.extend(attributes(quote!(#[allow(missing_docs)])));
}

/// A file's text as part of a module in another file.
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
