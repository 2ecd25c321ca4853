//! Prints the body of a response in its format.

use alloc::string::String;
use core::fmt::Write;

use super::tree::{List, Node};
use crate::encoding::is_xml_character;
use crate::tables::Format;

/// The deepest tree that is printed, as the readers of bodies accept it.
const MAX_DEPTH: usize = 100;

/// The name of the elements of an XML list, which no pointer names.
const ELEMENT: &str = "item";

/// The body in a format; `None` if the format cannot express it.
pub(super) fn body(format: Format, root: &Node) -> Option<String> {
    let mut out = String::new();
    match format {
        Format::Json => json(root, MAX_DEPTH, &mut out)?,
        Format::Events => {
            out.push_str("data: ");
            json(root, MAX_DEPTH, &mut out)?;
            out.push_str("\n\n");
        }
        Format::Xml => document(root, &mut out)?,
        Format::Form => form(root, &mut out)?,
    }
    Some(out)
}

/// A tree as JSON.
pub(crate) fn json_text(root: &Node) -> Option<String> {
    body(Format::Json, root)
}

/// The media type of a format.
pub(super) const fn content_type(format: Format) -> &'static str {
    match format {
        Format::Json => "application/json",
        Format::Events => "text/event-stream",
        Format::Xml => "application/xml",
        Format::Form => "application/x-www-form-urlencoded",
    }
}

fn json(node: &Node, depth: usize, out: &mut String) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    match node {
        Node::Empty => out.push_str("{}"),
        Node::Text(text) => quoted(text, out),
        Node::Literal(literal) => out.push_str(literal),
        Node::Object(members) => {
            out.push('{');
            for (at, (name, node)) in members.iter().enumerate() {
                separate(at, out);
                quoted(name, out);
                out.push(':');
                json(node, depth, out)?;
            }
            out.push('}');
        }
        Node::List(list) => {
            out.push('[');
            for (at, item) in list.items.iter().enumerate() {
                separate(at, out);
                json(&item.node, depth, out)?;
            }
            out.push(']');
        }
    }
    Some(())
}

fn separate(at: usize, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\0'..='\x1f' => _ = write!(out, "\\u{:04x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn document(root: &Node, out: &mut String) -> Option<()> {
    match root {
        Node::Object(members) => match members.as_slice() {
            [(name, node)] if !name.starts_with('@') => element(name, node, MAX_DEPTH, out),
            _ => None,
        },
        Node::Empty => element("error", root, MAX_DEPTH, out),
        _ => None,
    }
}

fn element(name: &str, node: &Node, depth: usize, out: &mut String) -> Option<()> {
    let depth = depth.checked_sub(1).filter(|_| is_xml_name(name))?;
    if let Node::List(list) = node
        && list.is_indexed
    {
        let mut items = list.items.iter();
        return items.try_for_each(|item| element(name, &item.node, depth, out));
    }
    _ = write!(out, "<{name}");
    if let Node::Object(members) = node {
        attributes(members, out)?;
    }
    out.push('>');
    match node {
        Node::Empty => {}
        Node::Text(text) | Node::Literal(text) => escaped(text, out)?,
        Node::Object(members) => {
            let mut elements = members.iter().filter(|(name, _)| !name.starts_with('@'));
            elements.try_for_each(|(name, node)| element(name, node, depth, out))?;
        }
        Node::List(List { items, .. }) => {
            let mut items = items.iter();
            items.try_for_each(|item| element(ELEMENT, &item.node, depth, out))?;
        }
    }
    _ = write!(out, "</{name}>");
    Some(())
}

fn attributes(members: &[(alloc::string::String, Node)], out: &mut String) -> Option<()> {
    for (name, node) in members {
        let Some(name) = name.strip_prefix('@') else {
            continue;
        };
        let (Node::Text(text) | Node::Literal(text)) = node else {
            return None;
        };
        is_xml_name(name).then_some(())?;
        _ = write!(out, " {name}=\"");
        escaped(text, out)?;
        out.push('"');
    }
    Some(())
}

fn is_xml_name(name: &str) -> bool {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(is_inside)
}

fn escaped(text: &str, out: &mut String) -> Option<()> {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => _ = write!(out, "&#{};", u32::from(c)),
            c if is_xml_character(c) => out.push(c),
            _ => return None,
        }
    }
    Some(())
}

fn form(root: &Node, out: &mut String) -> Option<()> {
    let members = match root {
        Node::Empty => return Some(()),
        Node::Object(members) => members,
        _ => return None,
    };
    for (at, (name, node)) in members.iter().enumerate() {
        let (Node::Text(text) | Node::Literal(text)) = node else {
            return None;
        };
        if at > 0 {
            out.push('&');
        }
        percent_encoded(name, out);
        out.push('=');
        percent_encoded(text, out);
    }
    Some(())
}

fn percent_encoded(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'-' | b'.' | b'_' | b'*' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => _ = write!(out, "%{byte:02X}"),
        }
    }
}
