//! A response as the tables see it: what the envelopes' sources find in it, and which conditions hold.

use crate::json::{Document, Value};
use crate::pattern::{self, Matches};
use crate::reading::{Detail, EXCERPT};
use crate::response::Headers;
use crate::tables::{Details, Kind, NONE, Source, Span, Test, Vendor};
use crate::text::Text;

/// A token in place of a JSON body is no longer than this.
const MAX_TOKEN: usize = 64;

/// A response, its body walked once.
pub(crate) struct View<'t, 'v> {
    pub(crate) vendor: &'t Vendor<'t>,
    pub(crate) document: Document<'v>,
    /// The body as it came; bounded, if it is a kept one.
    pub(crate) body: &'v [u8],
    pub(crate) headers: &'v dyn Headers,
    pub(crate) status: u16,
}

impl<'t: 'v, 'v> View<'t, 'v> {
    /// The first text that one of these sources finds; empty ones are none.
    pub(crate) fn first_text(&self, sources: Span) -> Option<Text<'v>> {
        sources
            .of(self.vendor.sources)
            .iter()
            .find_map(|source| self.text(*source))
    }

    /// What a source finds: missing, null, empty and values that are no text are nothing.
    pub(crate) fn text(&self, source: Source) -> Option<Text<'v>> {
        match source {
            Source::Slot(slot) => self.document.text_at(slot),
            Source::Header(name) => self.header(name),
            Source::Token => self.token(),
            Source::Status => None,
        }
        .filter(|text| !text.is_empty())
    }

    /// The trimmed value of a header, named in the vendor's text; nothing if it is empty or not UTF-8.
    pub(crate) fn header(&self, name: Span) -> Option<Text<'v>> {
        let name = name.text(self.vendor.text);
        if name.is_empty() {
            return None;
        }
        let value = core::str::from_utf8(self.headers.get(name)?).ok()?.trim();
        (!value.is_empty()).then(|| Text::plain(value))
    }

    /// The whole trimmed body, a JSON string unwrapped, if it is a token.
    fn token(&self) -> Option<Text<'v>> {
        // Of a longer body a fault keeps the beginning alone, which must not look like the whole.
        if self.body.len() >= EXCERPT {
            return None;
        }
        let body = core::str::from_utf8(self.body).ok()?.trim();
        let inner = body
            .strip_prefix('"')
            .and_then(|b| b.strip_suffix('"'))
            .unwrap_or(body);
        let is_token = (1..=MAX_TOKEN).contains(&inner.len())
            && inner != "null"
            && inner
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_.:-".contains(&b));
        is_token.then(|| Text::plain(inner))
    }

    /// The entries of the details.
    pub(crate) fn details(
        &self,
        details: Details,
    ) -> impl Iterator<Item = Detail<'v>> + use<'t, 'v> {
        let pointers = [details.field, details.message].map(|span| span.text(self.vendor.text));
        // No slot has the number of none.
        let array = self.document.value(details.slot).into_iter();
        array
            .flat_map(Value::elements)
            .map(move |value| detail(value, pointers))
    }

    /// Whether a condition holds, [`NONE`] being the one that always does. Returns the clause that does.
    pub(crate) fn clause(&self, condition: u16, envelope: u16) -> Option<Span> {
        let Some(clauses) = self.vendor.conditions.get(usize::from(condition)) else {
            return (condition == NONE).then_some(Span { start: 0, len: 0 });
        };
        let clauses = clauses.of(self.vendor.clauses).iter();
        clauses
            .copied()
            .find(|clause| self.clause_holds(*clause, envelope, None))
    }

    /// Whether all tests of a clause hold; what their patterns captured is added to `found`, if it is wanted.
    pub(crate) fn clause_holds(
        &self,
        clause: Span,
        envelope: u16,
        mut found: Option<&mut Matches<'v>>,
    ) -> bool {
        clause
            .of(self.vendor.tests)
            .iter()
            .all(|test| self.test_holds(test, envelope, found.as_deref_mut()))
    }

    fn test_holds(&self, test: &Test, envelope: u16, found: Option<&mut Matches<'v>>) -> bool {
        match *test {
            Test::Status(ranges) => self.status_is_in(ranges),
            Test::Field { slot, values } => self.field_is(slot, values),
            Test::Exists { slot, exists } => self.is_there(slot) == exists,
            Test::Message(pattern) => self.message_matches(pattern, envelope, found),
            Test::Detail { field, pattern } => self.detail_matches(field, pattern, envelope, found),
        }
    }

    pub(crate) fn status_is_in(&self, ranges: Span) -> bool {
        ranges
            .of(self.vendor.ranges)
            .iter()
            .any(|range| (range.lo..=range.hi).contains(&self.status))
    }

    /// Whether there is a value that is not null.
    fn is_there(&self, slot: u16) -> bool {
        self.document
            .value(slot)
            .is_some_and(|value| value.kind() != Kind::Null)
    }

    fn field_is(&self, slot: u16, values: Span) -> bool {
        let Some(found) = self.document.value(slot) else {
            return false;
        };
        values.of(self.vendor.values).iter().any(|wanted| {
            let text = wanted.text.text(self.vendor.text);
            found.kind() == wanted.kind
                && match wanted.kind {
                    Kind::String => self
                        .document
                        .text_at(slot)
                        .is_some_and(|found| found == *text),
                    _ => found.raw() == text,
                }
        })
    }

    fn message_matches(
        &self,
        pattern: u16,
        envelope: u16,
        found: Option<&mut Matches<'v>>,
    ) -> bool {
        let envelopes = self.vendor.envelopes;
        let Some(message) = envelopes
            .get(usize::from(envelope))
            .and_then(|e| self.first_text(e.message))
        else {
            return false;
        };
        self.pattern_matches(pattern, message, found)
    }

    fn detail_matches(
        &self,
        field: Span,
        pattern: u16,
        envelope: u16,
        mut found: Option<&mut Matches<'v>>,
    ) -> bool {
        let Some(envelope) = self.vendor.envelopes.get(usize::from(envelope)) else {
            return false;
        };
        let field = field.text(self.vendor.text);
        self.details(envelope.details).any(|detail| {
            detail.field.is_some_and(|name| name == *field)
                && detail.message.is_some_and(|message| {
                    self.pattern_matches(pattern, message, found.as_deref_mut())
                })
        })
    }

    fn pattern_matches(
        &self,
        pattern: u16,
        message: Text<'v>,
        found: Option<&mut Matches<'v>>,
    ) -> bool {
        let Some(parts) = self.vendor.patterns.get(usize::from(pattern)) else {
            return false;
        };
        pattern::matches(
            self.vendor.text,
            parts.of(self.vendor.parts),
            message,
            found,
        )
    }

    /// Whether a slot holds something that no code and no discriminator can be, or cannot be reached for such a thing.
    pub(crate) fn is_mistyped(&self, slot: u16) -> bool {
        self.document.is_blocked(slot)
            || self
                .document
                .value(slot)
                .is_some_and(|value| value.kind() != Kind::Null && value.text().is_none())
    }
}

/// A detail: an object with a field and a message, or a bare message.
fn detail<'v>(value: Value<'v>, pointers: [&str; 2]) -> Detail<'v> {
    if value.kind() != Kind::Object {
        return Detail {
            field: None,
            message: value.text(),
        };
    }
    let [field, message] = value.pointers(pointers).map(|value| value?.text());
    Detail { field, message }
}
