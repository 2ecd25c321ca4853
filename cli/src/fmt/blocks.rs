//! Texts in blocks, kept from whoever lays out the rest: a line of them is text to its last space.

use std::ops::Range;

use yaml_parser::{SyntaxError, SyntaxKind};

/// The blocks of a text, each with a word that stands in for its lines.
pub(super) struct Blocks {
    stem: String,
    blocks: Vec<Block>,
}

struct Block {
    /// Its lines, each from the first column of the block on.
    lines: Vec<String>,
    range: Range<usize>,
    indent: usize,
}

impl Blocks {
    /// Finds the blocks of a text, except for those that say how far they are indented.
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
            stem: absent(text),
            blocks,
        })
    }

    /// The text with a word in place of each block's lines.
    pub(super) fn without(&self, text: &str) -> String {
        let mut out = String::new();
        let mut end = 0;
        for (index, block) in self.blocks.iter().enumerate() {
            out.push_str(&text[end..block.range.start]);
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', block.indent));
            out.push_str(&self.word(index));
            end = block.range.end;
        }
        out + &text[end..]
    }

    /// A text that has the words, with the blocks' lines in their places, indented as the words are.
    pub(super) fn put_back(&self, text: &str) -> String {
        let mut blocks = self.blocks.iter().enumerate().peekable();
        let mut out = String::new();
        for line in text.split_inclusive('\n') {
            match blocks.next_if(|(index, _)| line.trim() == self.word(*index)) {
                Some((_, block)) => block.write(line.len() - line.trim_start().len(), &mut out),
                None => out.push_str(line),
            }
        }
        out
    }

    fn word(&self, index: usize) -> String {
        format!("{}{index}", self.stem)
    }
}

impl Block {
    /// The block whose lines stand at a range, from the end of the line before them on, as far as they can be seen. One
    /// that keeps its last line breaks has the empty lines behind it, too.
    fn new(text: &str, range: Range<usize>, keeps: bool) -> Self {
        let lines = text[range.clone()].split('\n').skip(1);
        let indent = lines
            .filter(|line| !line.trim_matches(' ').is_empty())
            .map(indent_of)
            .next()
            .unwrap_or(0);
        let end = range.end + unseen(&text[range.end..], indent, keeps);
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

/// How many bytes behind a block's last line that can be seen belong to it: spaces that are text, because they go on
/// where its indentation ends, and, if it keeps them, line breaks.
fn unseen(rest: &str, indent: usize, keeps: bool) -> usize {
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

/// The beginning of a word that a text does not have.
fn absent(text: &str) -> String {
    let mut stem = String::from("block_");
    while text.contains(&stem) {
        stem.push('_');
    }
    stem
}
