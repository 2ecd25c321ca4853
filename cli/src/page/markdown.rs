//! Prints a page as Markdown.

use faultbook_codegen::markdown_of as prose;

use super::block::Block;

/// Prints blocks with an empty line between them, except between items of the same list.
pub(super) fn text(blocks: &[Block]) -> String {
    let mut text = String::new();
    let mut in_list = false;
    let shown = blocks.iter().filter(|block| !matches!(block, Block::Gap));
    for block in shown {
        let is_item = matches!(
            block,
            Block::Entry { .. } | Block::Row { .. } | Block::Terms(_)
        );
        let continues = text.is_empty() || (in_list && is_item);
        if !continues {
            text.push('\n');
        }
        text += &self::block(block);
        text.push('\n');
        in_list = is_item;
    }
    text
}

fn block(block: &Block) -> String {
    match block {
        Block::Title { name, summary } => format!("## {}: {}", prose(name), prose(summary)),
        Block::Paragraph(text) => format!("**{}**", prose(text)),
        Block::Remark(text) => prose(text),
        Block::Gap => String::new(),
        Block::Rule => "---".to_owned(),
        Block::Entry { label, text } => format!("- **{}:** {}", prose(label), prose(text)),
        Block::Terms(terms) => list(terms),
        Block::Row {
            label, items, note, ..
        } => row(label, items, note),
    }
}

fn list(terms: &[(String, String)]) -> String {
    let item = |(name, text): &(String, String)| format!("- **{}:** {}", prose(name), prose(text));
    terms.iter().map(item).collect::<Vec<_>>().join("\n")
}

fn row(label: &str, items: &[String], note: &str) -> String {
    let note = match note {
        "" => String::new(),
        note => format!(" *({})*", prose(note)),
    };
    match items {
        [item] => format!("- **{label}:** {}{note}", prose(item)),
        items => {
            let items = items.iter().map(|item| format!("\n  - {}", prose(item)));
            format!("- **{label}:**{note}{}", items.collect::<String>())
        }
    }
}
