//! What code that uses a generated crate can name, read off the generated Rust.

use std::collections::BTreeSet;

use faultbook_codegen::Loaded;
use syn::{Fields, Item, ItemEnum, ItemMacro, Visibility};

/// Every public item with its signature. A unit variant has its number, which `as` makes visible.
pub(crate) fn items(loaded: &Loaded) -> BTreeSet<String> {
    let mut items = BTreeSet::new();
    for artifact in loaded.artifacts() {
        // The tables are the engine's own.
        let module = artifact
            .path
            .strip_suffix(".rs")
            .filter(|it| !it.ends_with("/tables"));
        let Some(module) = module else {
            continue;
        };
        let file = syn::parse_file(&artifact.contents).expect("what is generated is Rust");
        for item in &file.items {
            add(item, module, &mut items);
        }
    }
    items
}

fn add(item: &Item, module: &str, items: &mut BTreeSet<String>) {
    match item {
        Item::Enum(item) => variants(item, module, items),
        Item::Struct(item) if is_public(&item.vis) => {
            items.insert(format!("{module}::{}", item.ident));
        }
        Item::Mod(item) if is_public(&item.vis) => {
            items.insert(format!("mod {}", item.ident));
        }
        Item::Macro(item) => raised(item, module, items),
        _ => {}
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn variants(item: &ItemEnum, module: &str, items: &mut BTreeSet<String>) {
    for (number, variant) in item.variants.iter().enumerate() {
        let path = format!("{module}::{}::{}", item.ident, variant.ident);
        items.insert(match &variant.fields {
            Fields::Unnamed(fields) => {
                let types = fields.unnamed.iter().map(|field| match &field.ty {
                    syn::Type::Path(path) => path.path.segments[0].ident.to_string(),
                    _ => panic!("{path} holds what it should not"),
                });
                format!("{path}({})", types.collect::<Vec<_>>().join(", "))
            }
            _ => format!("{path} = {number}"),
        });
    }
}

/// That `raise` takes the codes of a type.
fn raised(item: &ItemMacro, module: &str, items: &mut BTreeSet<String>) {
    let name = item.mac.path.segments.last().expect("a macro has a name");
    if name.ident == "raised" {
        items.insert(format!("{module}: raised!({})", item.mac.tokens));
    }
}
