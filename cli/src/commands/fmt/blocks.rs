//! Block scalars, which the formatter must not see: it would change spaces that are part of the text.

use std::ops::Range;

use yaml_parser::{SyntaxError, SyntaxKind};

/// The block scalars of a text, each replaced by a placeholder while the rest is formatted.
pub(super) struct Blocks {
    prefix: String,
    blocks: Vec<Block>,
}

struct Block {
    /// Its lines without their indentation.
    lines: Vec<String>,
    range: Range<usize>,
    indent: usize,
}

impl Blocks {
    /// Finds the block scalars of a text, except those with an indentation indicator.
    pub(super) fn of(text: &str) -> Result<Self, SyntaxError> {
        let tree = yaml_parser::parse(text)?;
        let nodes = tree
            .descendants()
            .filter(|node| node.kind() == SyntaxKind::BLOCK_SCALAR);
        let mut blocks = Vec::new();
        for node in nodes {
            let tokens = node
                .descendants_with_tokens()
                .filter_map(|element| element.as_token().cloned());
            let tokens: Vec<_> = tokens.collect();
            let has = |kind| tokens.iter().find(|token| token.kind() == kind);
            if has(SyntaxKind::INDENT_INDICATOR).is_some() {
                continue;
            }
            if let Some(lines) = has(SyntaxKind::BLOCK_SCALAR_TEXT) {
                let range = lines.text_range();
                let range = usize::from(range.start())..usize::from(range.end());
                let keeps = has(SyntaxKind::PLUS).is_some();
                blocks.push(Block::new(text, range, keeps));
            }
        }
        Ok(Self {
            prefix: unused_prefix(text),
            blocks,
        })
    }

    /// Replaces each block with its placeholder.
    pub(super) fn without_blocks(&self, text: &str) -> String {
        let mut out = String::new();
        let mut end = 0;
        for (index, block) in self.blocks.iter().enumerate() {
            out.push_str(&text[end..block.range.start]);
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', block.indent));
            out.push_str(&self.placeholder(index));
            end = block.range.end;
        }
        out + &text[end..]
    }

    /// Replaces each placeholder with its block, indented like the placeholder.
    pub(super) fn put_back(&self, text: &str) -> String {
        let mut blocks = self.blocks.iter().enumerate().peekable();
        let mut out = String::new();
        for line in text.split_inclusive('\n') {
            match blocks.next_if(|(index, _)| line.trim() == self.placeholder(*index)) {
                Some((_, block)) => block.write(line.len() - line.trim_start().len(), &mut out),
                None => out.push_str(line),
            }
        }
        out
    }

    fn placeholder(&self, index: usize) -> String {
        format!("{}{index}", self.prefix)
    }
}

impl Block {
    /// Creates a block from the range of its visible lines, which starts at the end of the line before them. If the
    /// block keeps its final line breaks, the empty lines after it are part of it.
    fn new(text: &str, range: Range<usize>, keeps: bool) -> Self {
        let lines = text[range.clone()].split('\n').skip(1);
        let indent = lines
            .filter(|line| !line.trim_matches(' ').is_empty())
            .map(indent_of)
            .next()
            .unwrap_or(0);
        let end = range.end + invisible(&text[range.end..], indent, keeps);
        let lines = text[range.start..end].split('\n').skip(1);
        let dedent = |line: &str| line[indent.min(indent_of(line))..].to_owned();
        Self {
            lines: lines.map(dedent).collect(),
            range: range.start..end,
            indent,
        }
    }

    fn write(&self, indent: usize, out: &mut String) {
        for line in &self.lines {
            if !line.is_empty() {
                out.extend(std::iter::repeat_n(' ', indent));
                out.push_str(line);
            }
            out.push('\n');
        }
    }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The number of bytes after the last visible line that belong to a block: spaces beyond its indentation and, if it
/// keeps them, line breaks.
fn invisible(rest: &str, indent: usize, keeps: bool) -> usize {
    let (mut at, mut end) = (1, 0);
    for line in rest.split('\n').skip(1) {
        let is_last = at + line.len() == rest.len();
        if !line.trim().is_empty() || (is_last && line.is_empty()) {
            break;
        }
        if keeps || line.len() > indent {
            end = at + line.len();
        }
        at += line.len() + 1;
    }
    end
}

/// A prefix for placeholders that does not occur in a text.
fn unused_prefix(text: &str) -> String {
    let mut prefix = String::from("block_");
    while text.contains(&prefix) {
        prefix.push('_');
    }
    prefix
}
