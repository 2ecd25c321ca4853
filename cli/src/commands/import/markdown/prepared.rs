//! Rewrites what documentation tools add to Markdown, so that a parser of plain Markdown reads it as they do.
//!
//! A component in the line before a heading or table would swallow it, and what is indented below a tab would be code.

/// A page in plain Markdown.
pub(super) struct Prepared {
    pub(super) text: String,
    /// The offset of each line.
    starts: Vec<usize>,
    /// The number of each line in the file.
    numbers: Vec<usize>,
}

impl Prepared {
    pub(super) fn new(text: &str) -> Self {
        let mut page = Self {
            text: String::with_capacity(text.len()),
            starts: Vec::new(),
            numbers: Vec::new(),
        };
        let lines: Vec<&str> = text.lines().collect();
        let mut state = State::new(&lines);
        for (index, line) in lines.iter().enumerate().skip(after_front_matter(&lines)) {
            state.push(line, lines.get(index + 1).copied(), index + 1, &mut page);
        }
        state.close_parts(0, lines.len(), &mut page);
        page
    }

    /// The line in the file of an offset in the text.
    pub(super) fn line(&self, offset: usize) -> usize {
        let line = self.starts.partition_point(|start| *start <= offset);
        let number = line.checked_sub(1).and_then(|line| self.numbers.get(line));
        number.copied().unwrap_or(1)
    }

    fn push(&mut self, line: &str, number: usize) {
        self.starts.push(self.text.len());
        self.numbers.push(number);
        self.text.push_str(line);
        self.text.push('\n');
    }
}

/// The number of lines of the metadata at the start of a page.
fn after_front_matter(lines: &[&str]) -> usize {
    let end = |line: &&str| line.trim_end() == "---";
    match lines.first() {
        Some(first) if end(first) => lines[1..].iter().position(end).map_or(0, |end| end + 2),
        _ => 0,
    }
}

#[derive(Default)]
struct State<'t> {
    /// The open fence of a block of code.
    fence: Option<&'t str>,
    /// The indentation of the open parts, and whether they are tabs.
    parts: Vec<(usize, bool)>,
    /// Whether the last line may be one of a table, which a component ends.
    is_in_table: bool,
    /// The open tables in HTML, in which lines are indented after empty ones.
    html_tables: usize,
    /// Whether the page has components, as MDX does. It has no indented code.
    is_mdx: bool,
}

impl<'t> State<'t> {
    fn new(lines: &[&str]) -> Self {
        Self {
            is_mdx: lines.iter().any(|line| is_component(line.trim_start())),
            ..Self::default()
        }
    }

    fn push(&mut self, line: &'t str, next: Option<&str>, number: usize, page: &mut Prepared) {
        let indent = line.len() - line.trim_start().len();
        if !line.trim().is_empty() && self.fence.is_none() {
            let closed = self.parts.iter().position(|(part, _)| indent <= *part);
            self.close_parts(closed.unwrap_or(self.parts.len()), number, page);
        }
        let line = self.without_indent(line);
        let bare = line.trim_start();
        if let Some(fence) = fence(bare) {
            match self.fence {
                None => self.fence = Some(fence),
                Some(open) if fence.starts_with(open) && bare.trim() == fence => self.fence = None,
                Some(_) => {}
            }
        } else if self.fence.is_none() {
            if let Some((title, is_tab)) = part(bare) {
                self.parts.push((indent, is_tab));
                return open_part(title, is_tab, number, page);
            }
            let ends_table = self.is_in_table && bare.starts_with('<') && !bare.contains('|');
            if is_heading(bare) || is_table_head(bare, next) || ends_table {
                page.push("", number);
            }
            self.is_in_table = bare.contains('|');
            let is_in_html = self.html_tables > 0;
            self.html_tables += bare.matches("<table").count();
            self.html_tables -= bare.matches("</table").count().min(self.html_tables);
            if is_in_html || self.is_mdx && bare.starts_with(['|', '#', '<']) {
                return page.push(bare, number);
            }
        }
        if self.fence.is_none() && bare.contains('|') && bare.contains('\t') {
            // The parser takes rules with tabs for text.
            let indentation = &line[..line.len() - bare.len()];
            return page.push(&(indentation.to_owned() + &bare.replace('\t', " ")), number);
        }
        page.push(line, number);
    }

    /// A line without the indentation of the parts that it is in.
    fn without_indent(&self, line: &'t str) -> &'t str {
        let mut line = line;
        for _ in &self.parts {
            let spaces = line.bytes().take(4).take_while(|b| *b == b' ').count();
            line = line.strip_prefix('\t').unwrap_or(&line[spaces..]);
        }
        line
    }

    /// Closes all open parts but the first ones.
    fn close_parts(&mut self, kept: usize, number: usize, page: &mut Prepared) {
        while self.parts.len() > kept {
            if let Some((_, true)) = self.parts.pop() {
                for line in ["", "</tab>", ""] {
                    page.push(line, number);
                }
            }
        }
    }
}

fn open_part(title: &str, is_tab: bool, number: usize, page: &mut Prepared) {
    page.push("", number);
    if is_tab {
        let title = title.replace('&', "&amp;").replace('"', "&quot;");
        page.push(&format!("<tab title=\"{title}\">"), number);
        page.push("", number);
    }
}

/// The title of a block whose content is indented below it, and whether it is a tab: `=== "Title"`, `!!! note`.
fn part(line: &str) -> Option<(&str, bool)> {
    let marks = ["===!", "===+", "===", "!!!", "???+", "???"];
    let (mark, rest) = marks
        .iter()
        .find_map(|mark| Some((mark, line.strip_prefix(mark)?)))?;
    let title = rest.strip_prefix(' ')?.trim();
    let is_tab = mark.starts_with("===");
    let quoted = title
        .strip_prefix('"')
        .and_then(|title| title.strip_suffix('"'));
    match quoted {
        Some(title) => Some((title, is_tab)),
        None => (!is_tab && !title.is_empty()).then_some((title, false)),
    }
}

/// The marks at the start of a line that open or close a block of code.
fn fence(line: &str) -> Option<&str> {
    ['`', '~'].into_iter().find_map(|mark| {
        let rest = line.trim_start_matches(mark);
        let fence = &line[..line.len() - rest.len()];
        (fence.len() >= 3).then_some(fence)
    })
}

fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// Whether a line is the first of a table: the next one has only its rules.
fn is_table_head(line: &str, next: Option<&str>) -> bool {
    let rules = next.unwrap_or_default().trim();
    let is_rule = |c: char| "|-: \t".contains(c);
    line.contains('|') && rules.contains('-') && rules.contains('|') && rules.chars().all(is_rule)
}

/// Whether a line starts with the tag of a component, whose name starts with a capital letter.
fn is_component(line: &str) -> bool {
    let name = line.strip_prefix("</").or_else(|| line.strip_prefix('<'));
    name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::Prepared;

    #[test]
    fn lines_keep_their_numbers() {
        let page = Prepared::new(
            "---\ntitle: x\n---\n<Note/>\n## A\n=== \"T\"\n\n    | a | b |\n    |---|---|\n    | 1 | 2 |\n\nend\n",
        );
        let expected = "<Note/>\n\n## A\n\n<tab title=\"T\">\n\n\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\n</tab>\n\nend\n";
        assert_eq!(page.text, expected);
        let line = |text: &str| page.line(page.text.find(text).unwrap());
        assert_eq!([line("## A"), line("| 1"), line("end")], [5, 10, 12]);
    }

    #[test]
    fn code_remains_as_it_is() {
        for text in [
            "```\n<Note>\n# x\n=== \"T\"\n```\n",
            "~~~~\n```\n# x\n~~~~\n",
        ] {
            assert_eq!(Prepared::new(text).text, text);
        }
    }
}
