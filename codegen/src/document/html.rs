//! Documents as HTML. Text enters only through the templates, which escape it.

use askama::Template;
use askama::filters::HtmlSafe;

use super::{Block, Document, Inline, Node, Target, visible_lines};
use crate::render::joined;

/// A line for a template.
#[derive(Template)]
#[template(path = "catalogue/line.html")]
pub(crate) struct Line<'l> {
    nodes: &'l [Node],
}

/// The blocks of a document for a template.
#[derive(Template)]
#[template(path = "catalogue/blocks.html")]
pub(crate) struct Blocks<'d> {
    blocks: &'d [Block],
}

impl HtmlSafe for Line<'_> {}
impl HtmlSafe for Blocks<'_> {}

impl Inline {
    pub(crate) fn html(&self) -> Line<'_> {
        let nodes = self.nodes();
        Line { nodes }
    }
}

impl Document {
    pub(crate) fn html(&self) -> Blocks<'_> {
        let blocks = &self.blocks;
        Blocks { blocks }
    }
}

impl Target {
    /// An anchor in a page that contains all pages. A dot separates a vendor's anchors from those of all vendors.
    pub(crate) fn id(&self) -> String {
        match self.page.as_str() {
            "" | "classes" | "actions" => self.anchor.clone(),
            vendor => format!("{vendor}.{}", self.anchor),
        }
    }
}

/// The name of a table for screen readers.
fn label(headings: &[Inline]) -> String {
    joined(headings.iter().map(Inline::plain), ", ")
}
