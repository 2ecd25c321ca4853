//! A line of a document, and the codes and statuses in it.

use super::codes;
use super::document::{Block, BlockKind, beginning};
use super::mentions::{Caption, Mention, Reader, What};
use super::spot::{Outline, Spot};
use super::statuses;
use super::words::{self, Piece, PieceKind};

/// What stands between the statuses of a list.
const JOINTS: [&str; 8] = ["/", " / ", ",", ", ", " or ", " and ", ", or ", ", and "];
/// No more bytes on either side tell what a word is.
const FARTHEST: usize = 256;

/// A line of a block.
pub(super) struct Line<'l> {
    pub(super) reader: &'l Reader<'l>,
    pub(super) block: &'l Block,
    /// Where in the block it begins.
    pub(super) start: usize,
    pub(super) text: &'l str,
    /// The table that the block belongs to, or would be, if its lines were one.
    pub(super) table: usize,
    /// What stands above it.
    pub(super) caption: &'l Caption,
    pub(super) row: usize,
}

/// A mention, and the bytes of the line that it stands in.
type Found = (Piece, Mention);

impl Line<'_> {
    pub(super) fn mentions(&self) -> Vec<Mention> {
        let outline = Outline::of(self.text);
        let found = self.pieces().into_iter().filter_map(|piece| {
            let mention = self.mention(&piece, &outline)?;
            Some((piece, mention))
        });
        let mut found: Vec<Found> = found.collect();
        self.complete_lists(&mut found);
        found.into_iter().map(|(_, mention)| mention).collect()
    }

    fn pieces(&self) -> Vec<Piece> {
        let words = words::words(self.text, &self.reader.spelling.separators());
        let pieces = words.iter().enumerate().flat_map(|(at, word)| {
            let marks = &self.text[..word.start];
            let is_first = at == 0 && marks.chars().all(|c| " \t|*-`\"'".contains(c));
            self.reader.splitter.pieces(self.text, word, is_first)
        });
        pieces.collect()
    }

    fn mention(&self, piece: &Piece, outline: &Outline) -> Option<Mention> {
        let inside = self.start + piece.bytes.start..self.start + piece.bytes.end;
        let spans = &self.block.spans;
        let span = spans.partition_point(|span| span.end <= inside.start);
        let span = spans.get(span);
        let spot = Spot {
            reader: self.reader,
            kind: &self.block.kind,
            caption: self.caption,
            outline,
            bytes: piece.bytes.clone(),
            before: ending(&self.text[..piece.bytes.start]),
            text: &self.text[piece.bytes.clone()],
            after: beginning(&self.text[piece.bytes.end..], FARTHEST),
            is_glued: piece.is_glued,
            is_span: span == Some(&inside),
            is_marked: span.is_some_and(|span| span.contains(&inside.start)),
        };
        let (what, is_certain) = match piece.kind {
            PieceKind::Status(status) if !codes::is_placed_number(&spot) => {
                let is_certain = statuses::is_certain(&spot, status);
                let is_number_of_its_own = !statuses::is_measure(&spot);
                is_number_of_its_own.then_some((What::Status(status), is_certain))?
            }
            _ => (What::Code(spot.text.to_owned()), codes::is_certain(&spot)?),
        };
        Some(Mention {
            what,
            place: self.block.place(&inside),
            is_certain,
            table: self.is_in_table(&spot).then_some(self.table),
            row: self.row,
        })
    }

    /// Whether something stands where tables have their codes.
    fn is_in_table(&self, spot: &Spot<'_>) -> bool {
        match self.block.kind {
            BlockKind::Sample => false,
            BlockKind::Cell { .. } => spot.is_head() || codes::is_placed(spot),
            _ => spot.is_head(),
        }
    }

    /// What stands in a list with a status that is certain is one, too: `404/410 errors`, `HTTP 404 or 410`.
    fn complete_lists(&self, found: &mut [Found]) {
        let pairs = 1..found.len();
        for at in pairs.clone() {
            if self.are_joined(&found[at - 1], &found[at]) {
                found[at].1.is_certain |= found[at - 1].1.is_certain;
            }
        }
        for at in pairs.rev() {
            if self.are_joined(&found[at - 1], &found[at]) {
                found[at - 1].1.is_certain |= found[at].1.is_certain;
            }
        }
    }

    fn are_joined(&self, (one, first): &Found, (other, second): &Found) -> bool {
        let both = matches!(
            (&first.what, &second.what),
            (What::Status(_), What::Status(_))
        );
        let between = self.text.get(one.bytes.end..other.bytes.start);
        both && between.is_some_and(|between| JOINTS.contains(&between))
    }
}

/// The end of a text, as far as it may matter.
fn ending(text: &str) -> &str {
    let first = text.len().saturating_sub(FARTHEST);
    let start = (first..text.len()).find(|at| text.is_char_boundary(*at));
    start.map_or(text, |start| &text[start..])
}
