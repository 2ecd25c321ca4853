//! The tables and headings of a page, whatever it is written in.

/// A cell or heading, and the code spans in it.
#[derive(Debug, Default, Clone)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) spans: Vec<String>,
    /// Whether it is only the rest of a cell that extends over several columns.
    is_rest: bool,
}

#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) tables: Vec<Table>,
    pub(super) sections: Vec<Section>,
}

#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) line: usize,
    /// The headings above it, the outermost first.
    pub(super) headings: Vec<String>,
    pub(super) headers: Vec<Cell>,
    pub(super) rows: Vec<TableRow>,
}

#[derive(Debug, Default)]
pub(super) struct TableRow {
    pub(super) line: usize,
    pub(super) cells: Vec<Cell>,
    /// The row above it that is the title of a part of the table.
    pub(super) part: Option<String>,
}

/// A heading with the text below it.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub(super) line: usize,
    pub(super) level: usize,
    pub(super) heading: Cell,
    /// The headings above it, the outermost first.
    pub(super) parents: Vec<String>,
    /// The number of the section that it is in, if any.
    pub(super) parent: Option<usize>,
    pub(super) paragraphs: Vec<String>,
    pub(super) has_table: bool,
}

/// The level of the title of a tab or of a part that can be unfolded: it is below the heading that it follows.
const BELOW: usize = 5;
/// The difference between the levels of two kinds of headings.
const STEP: usize = 10;

/// An open heading.
#[derive(Debug)]
struct Open {
    level: usize,
    title: String,
    section: Option<usize>,
}

/// The extent of a cell in its table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    pub(super) rows: usize,
    pub(super) columns: usize,
}

impl Extent {
    pub(super) const ONE: Self = Self {
        rows: 1,
        columns: 1,
    };
    /// More is not credible.
    const MAX: usize = 1000;
}

/// Builds a page from the events of a parser.
#[derive(Debug, Default)]
pub(super) struct PageBuilder {
    page: Page,
    open: Vec<Open>,
    /// The current heading or cell.
    cell: Option<Cell>,
    /// The start of the current code span in the text of the cell.
    span: Option<usize>,
    extent: Option<Extent>,
    /// Tables within cells are part of the cell.
    depth: usize,
    /// Cells that extend into the next rows, with the number of those rows, by column.
    extending: Vec<Option<(usize, Cell)>>,
    part: Option<String>,
    heading: Option<(usize, usize)>,
    paragraph: String,
}

impl PageBuilder {
    pub(super) fn finish(mut self) -> Page {
        self.end_paragraph();
        self.page
    }

    pub(super) fn start_heading(&mut self, level: usize, line: usize) {
        if self.depth == 0 {
            self.end_paragraph();
            self.heading = Some((level * STEP, line));
            self.cell = Some(Cell::default());
        }
    }

    pub(super) fn end_heading(&mut self) {
        let Some((level, line)) = self.heading.take() else {
            return;
        };
        let mut heading = self.cell.take().unwrap_or_default();
        heading.text = without_anchor(&heading.text);
        while self.open.pop_if(|open| open.level >= level).is_some() {}
        let title = heading.text.clone();
        self.page.sections.push(Section {
            line,
            level,
            heading,
            parents: self.titles(),
            parent: self.section(),
            ..Section::default()
        });
        let section = Some(self.page.sections.len() - 1);
        self.open.push(Open {
            level,
            title,
            section,
        });
    }

    /// Closes the headings from a level on.
    pub(super) fn close_heading(&mut self, level: usize) {
        self.end_paragraph();
        while self
            .open
            .pop_if(|open| open.level >= level * STEP)
            .is_some()
        {}
    }

    /// Starts a tab or another part with a title.
    pub(super) fn start_part(&mut self, title: &str) {
        self.end_paragraph();
        let level = self.open.last().map_or(0, |open| open.level / STEP * STEP);
        let section = self.section();
        self.open.push(Open {
            level: level + BELOW,
            title: title.trim().to_owned(),
            section,
        });
    }

    pub(super) fn end_part(&mut self) {
        self.end_paragraph();
        let part = self
            .open
            .iter()
            .rposition(|open| open.level % STEP == BELOW);
        self.open.truncate(part.unwrap_or(self.open.len()));
    }

    pub(super) fn start_table(&mut self, line: usize) {
        self.depth += 1;
        if self.depth > 1 {
            return;
        }
        self.end_paragraph();
        self.extending.clear();
        self.part = None;
        if let Some(section) = self.section() {
            self.page.sections[section].has_table = true;
        }
        self.page.tables.push(Table {
            line,
            headings: self.titles(),
            ..Table::default()
        });
    }

    pub(super) fn end_table(&mut self) {
        self.end_row();
        self.depth = self.depth.saturating_sub(1);
    }

    /// Starts a row. The first of a table has its headers.
    pub(super) fn start_row(&mut self, line: usize) {
        if self.depth != 1 {
            return;
        }
        self.end_row();
        let part = self.part.clone();
        if let Some(table) = self.page.tables.last_mut()
            && !table.headers.is_empty()
        {
            table.rows.push(TableRow {
                line,
                part,
                ..TableRow::default()
            });
        }
    }

    /// Ends a row. One whose only cell extends over the whole table is the title of the rows below it.
    pub(super) fn end_row(&mut self) {
        if self.depth != 1 {
            return;
        }
        self.end_cell();
        self.extend_cells();
        let Some(table) = self.page.tables.last_mut() else {
            return;
        };
        let is_title =
            |row: &&TableRow| row.cells.len() > 1 && row.cells[1..].iter().all(|cell| cell.is_rest);
        let title = table
            .rows
            .last()
            .filter(is_title)
            .map(|row| row.cells[0].text.clone());
        let is_empty = table.rows.last().is_some_and(|row| row.cells.is_empty());
        if title.is_some() || is_empty {
            table.rows.pop();
        }
        self.part = title.or(self.part.take());
    }

    pub(super) fn start_cell(&mut self, extent: Extent) {
        if self.depth == 1 {
            self.end_cell();
            self.extend_cells();
            self.extent = Some(extent);
            self.cell = Some(Cell::default());
        }
    }

    pub(super) fn end_cell(&mut self) {
        if self.depth != 1 {
            return;
        }
        self.end_span();
        let (Some(cell), Some(extent)) = (self.cell.take(), self.extent.take()) else {
            return;
        };
        let rows = extent.rows.clamp(1, Extent::MAX) - 1;
        self.add_cell(cell, rows);
        for _ in 1..extent.columns.min(Extent::MAX) {
            let rest = Cell {
                is_rest: true,
                ..Cell::default()
            };
            self.add_cell(rest, rows);
        }
    }

    /// Adds a cell that also extends into the next rows.
    fn add_cell(&mut self, cell: Cell, rows: usize) {
        let Some(table) = self.page.tables.last_mut() else {
            return;
        };
        match table.rows.last_mut() {
            Some(row) => {
                let column = row.cells.len();
                if rows > 0 {
                    self.extending
                        .resize(self.extending.len().max(column + 1), None);
                    self.extending[column] = Some((rows, cell.clone()));
                }
                row.cells.push(cell);
            }
            None => table.headers.push(cell),
        }
    }

    /// Adds the cells that extend into the current row from above.
    fn extend_cells(&mut self) {
        let row = self
            .page
            .tables
            .last_mut()
            .and_then(|table| table.rows.last_mut());
        let Some(row) = row else {
            return;
        };
        while let Some(extending) = self.extending.get_mut(row.cells.len()) {
            let Some((rows, cell)) = extending.take() else {
                return;
            };
            row.cells.push(cell.clone());
            *extending = (rows > 1).then(|| (rows - 1, cell));
        }
    }

    pub(super) fn start_span(&mut self) {
        self.end_span();
        self.span = self.cell.as_ref().map(|cell| cell.text.len());
    }

    pub(super) fn end_span(&mut self) {
        if let (Some(start), Some(cell)) = (self.span.take(), &mut self.cell) {
            let span = cell.text.get(start..).unwrap_or_default().trim();
            if !span.is_empty() {
                cell.spans.push(span.to_owned());
            }
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        match &mut self.cell {
            Some(cell) => cell.text.push_str(text),
            None => self.paragraph.push_str(text),
        }
    }

    /// Starts a new line in a cell, or a new paragraph.
    pub(super) fn end_paragraph(&mut self) {
        if let Some(cell) = &mut self.cell {
            if !cell.text.is_empty() && !cell.text.ends_with('\n') {
                cell.text.push('\n');
            }
            return;
        }
        let paragraph = std::mem::take(&mut self.paragraph);
        let section = self.section();
        if let (false, Some(section)) = (paragraph.trim().is_empty(), section) {
            let paragraphs = &mut self.page.sections[section].paragraphs;
            paragraphs.push(paragraph.trim().to_owned());
        }
    }

    /// Adds the target of an external link after its text.
    pub(super) fn end_link(&mut self, target: &str) {
        let shown = self
            .cell
            .as_ref()
            .map_or(&self.paragraph, |cell| &cell.text);
        if target.contains("://") && !shown.contains(target) {
            self.text(&format!(" ({target})"));
        }
    }

    /// The titles of the open headings.
    fn titles(&self) -> Vec<String> {
        let titles = self.open.iter().map(|open| open.title.clone());
        titles.filter(|title| !title.trim().is_empty()).collect()
    }

    fn section(&self) -> Option<usize> {
        self.open.last().and_then(|open| open.section)
    }
}

/// A heading without the mark of a link to itself, or an id in braces.
fn without_anchor(text: &str) -> String {
    let text = text.trim();
    let text = match text.rsplit_once("{#") {
        Some((before, id)) if id.ends_with('}') => before.trim_end(),
        _ => text,
    };
    let text = text.trim_end_matches(['¶', '#', '\u{200b}']);
    text.trim_end().to_owned()
}
