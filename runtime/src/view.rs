//! A response as the tables see it: what the envelopes' sources find in it, and which conditions hold.

use core::cell::Cell;
use core::time::Duration;

use crate::body::{self, Document, EXCERPT, MAX_BODY, Value, without_bom};
use crate::challenge::{self, Malformed};
use crate::date;
use crate::detail::{Detail, Entries, Entry, Pointers};
use crate::element::{Element, is_same_list};
use crate::limit::{RateLimit, Reset};
use crate::number::Number;
use crate::pattern::{self, Budget, Matches};
use crate::response::{Header, Headers};
use crate::slots::Trie;
use crate::tables::{
    self, Body, Comparison, Details, Envelope, Filter, Format, Kind, Limit, NONE, Shape, Source,
    Span, Test, Vendor, Wait,
};
use crate::text::Text;
use crate::wait::{BILLION, Moment, billionths};

/// A token in place of a JSON body is no longer than this.
const MAX_TOKEN: usize = 64;

/// The longest text of a wait or a number of calls in bytes.
const MAX_HINT: usize = 64;

/// A response, its body walked once.
#[derive(Clone)]
pub(crate) struct View<'t, 'v> {
    pub(crate) vendor: &'t Vendor<'t>,
    pub(crate) document: Document<'v>,
    /// The body as it came; bounded, if it is a kept one.
    pub(crate) body: &'v [u8],
    pub(crate) headers: &'v dyn Headers,
    pub(crate) status: u16,
    /// What patterns may still look at.
    pub(crate) budget: Budget,
    /// The error that is read, of those that the response lists.
    pub(crate) element: Cell<Option<Element<'v>>>,
}

/// What a source reads while one of several errors is read.
enum Scope<'v> {
    /// The whole response: no error is read, or it is the source of no list of errors.
    Response,
    /// This error.
    Element(Value<'v>),
    /// Nothing: it reads errors of another list.
    Nothing,
}

impl<'t: 'v, 'v> View<'t, 'v> {
    /// A response of which only the headers count.
    pub(crate) fn of_headers(vendor: &'t Vendor<'t>, headers: &'v dyn Headers) -> Self {
        Self {
            vendor,
            document: Document::unread(&[], Format::Json),
            body: &[],
            headers,
            status: 0,
            budget: Budget::new(),
            element: Cell::new(None),
        }
    }

    /// Goes on as if the response had the status that its body names. That only makes things worse: it counts under a 2xx,
    /// and is none itself.
    pub(crate) fn heed_body_status(&mut self) {
        if self.body_status_sources().len > 0 && (200..=299).contains(&self.status) {
            let status = self.body_status();
            self.status = status
                .filter(|status| !(200..=299).contains(status))
                .unwrap_or(self.status);
        }
    }

    /// The status that the body names.
    // Out of line: few vendors have one.
    #[inline(never)]
    fn body_status(&self) -> Option<u16> {
        let digits = self.first_text(self.body_status_sources())?;
        let mut buffer = [0; 3];
        let status = digits.decode_into(&mut buffer)?.parse().ok()?;
        (100..=599).contains(&status).then_some(status)
    }

    fn body_status_sources(&self) -> Span {
        let envelope = self.vendor.envelopes.first();
        envelope.map(|envelope| envelope.status).unwrap_or_default()
    }

    /// Whether the location of the status in the body has a value that is not a status.
    pub(crate) fn is_body_status_unsure(&self) -> bool {
        let sources = self.body_status_sources();
        if sources.len == 0 {
            return false;
        }
        let mut each = sources.of(self.vendor.sources).iter();
        each.any(|source| self.is_mistyped(*source))
            || (self.first_text(sources).is_some() && self.body_status().is_none())
    }

    /// The first text that one of these sources finds; empty ones do not count.
    pub(crate) fn first_text(&self, sources: Span) -> Option<Text<'v>> {
        self.find_map(sources, |source| self.text(source))
    }

    /// Like [`first_text`](Self::first_text), but for values that are only passed on: no code is a boolean or `1.5`.
    pub(crate) fn first_scalar(&self, sources: Span) -> Option<Text<'v>> {
        self.find_map(sources, |source| self.scalar(source))
    }

    pub(crate) fn scalar(&self, source: Source) -> Option<Text<'v>> {
        match source {
            Source::Slot(slot) => self.document.scalar_at(slot),
            Source::Each { .. } => self.each(source).find_map(Value::scalar),
            source => self.text(source),
        }
        .filter(|text| !text.is_empty())
    }

    /// What a source finds in a body.
    pub(crate) fn kind(&self, source: Source) -> Option<Kind> {
        match source {
            Source::Slot(slot) => self.document.value(slot).map(Value::kind),
            Source::Each { .. } => self.each(source).next().map(Value::kind),
            _ => None,
        }
    }

    /// The values at the pointer of a source in the children of a list or object that its filters select. Of a list of
    /// errors, the one that is read is the only child.
    fn each(&self, source: Source) -> impl Iterator<Item = Value<'v>> + '_ {
        let (list, filters, pointer) = match source {
            Source::Each {
                list,
                filters,
                pointer,
            } => (list, filters, pointer),
            _ => (NONE, Span::default(), Span::default()),
        };
        let pointer = pointer.text(self.vendor.text);
        let scope = self.scope(source);
        let list = match scope {
            Scope::Response => self.document.value(list),
            Scope::Element(_) | Scope::Nothing => None,
        };
        let element = match scope {
            Scope::Element(element) => Some(element),
            Scope::Response | Scope::Nothing => None,
        };
        // The list is read again for each source that asks for it.
        let is_affordable = |value: &Value<'_>| self.budget.spend(value.raw().len()).is_some();
        let list = list.filter(is_affordable);
        let children = list.into_iter().flat_map(Value::children);
        let selected = children.filter(move |child| self.is_selected(*child, filters));
        let element = element.filter(is_affordable);
        let selected = element.into_iter().chain(selected);
        selected.filter_map(move |child| child.pointer(pointer))
    }

    /// What a source reads while one of several errors is read.
    fn scope(&self, source: Source) -> Scope<'v> {
        match self.element.get() {
            None => Scope::Response,
            Some(element) if element.is_of(source) => Scope::Element(element.value),
            Some(_) => {
                let mut lists = self.vendor.errors.iter();
                if lists.any(|list| is_same_list(*list, source)) {
                    Scope::Nothing
                } else {
                    Scope::Response
                }
            }
        }
    }

    /// Whether a source reads the error that is read, of several.
    pub(crate) fn reads_element(&self, source: Source) -> bool {
        let origin = self.origin(source);
        origin.is_some_and(|origin| matches!(self.scope(origin), Scope::Element(_)))
    }

    /// The first text that one of these sources finds in the error that is read, of several.
    pub(crate) fn own_text(&self, sources: &[Source]) -> Option<Text<'v>> {
        let mut own = sources.iter().filter(|source| self.reads_element(**source));
        own.find_map(|source| self.text(*source))
    }

    /// The first that is found in these sources, of which those that read one of several errors come first.
    fn find_map<T>(&self, sources: Span, find: impl FnMut(Source) -> Option<T>) -> Option<T> {
        let mut sources = sources.of(self.vendor.sources).iter().copied();
        if self.element.get().is_none() {
            return sources.find_map(find);
        }
        let others = sources
            .clone()
            .filter(|source| !self.reads_element(*source));
        let own = sources.filter(|source| self.reads_element(*source));
        own.chain(others).find_map(find)
    }

    pub(crate) fn is_selected(&self, child: Value<'v>, filters: Span) -> bool {
        let mut filters = filters.of(self.vendor.filters).iter();
        filters.all(|filter| self.filter_holds(*filter, child))
    }

    fn filter_holds(&self, filter: Filter, child: Value<'v>) -> bool {
        let value = child.pointer(filter.pointer.text(self.vendor.text));
        let wanted = filter.values.of(self.vendor.values);
        let is_there = value.is_some_and(|value| wanted.is_empty() || self.value_is(value, wanted));
        is_there != filter.is_negated
    }

    /// What a source finds: missing, null, empty and values that are no text are nothing.
    pub(crate) fn text(&self, source: Source) -> Option<Text<'v>> {
        match source {
            Source::Slot(slot) => self.document.text_at(slot),
            Source::Header(name) => self.header(name),
            Source::Token => self.token(),
            Source::Status => None,
            Source::Each { .. } => self.each(source).find_map(Value::text),
            Source::Parameter { header, name } => self.parameter(header, name).ok().flatten(),
            Source::Captured { source, patterns } => {
                self.captured(self.text(self.source(source)?)?, patterns)
            }
        }
        .filter(|text| !text.is_empty())
    }

    fn source(&self, source: u16) -> Option<Source> {
        self.vendor.sources.get(usize::from(source)).copied()
    }

    /// What the first pattern that matches captures.
    fn captured(&self, text: Text<'v>, patterns: Span) -> Option<Text<'v>> {
        let mut patterns = patterns.of(self.vendor.patterns).iter();
        patterns.find_map(|pattern| {
            let mut matches = Matches::new();
            if !self.pattern_matches(*pattern, text, Some(&mut matches)) {
                return None;
            }
            matches.iter().next().map(|(_, text)| text)
        })
    }

    /// A parameter of the challenges in a header, which may be repeated; an error if some of it cannot be read, or if two
    /// headers have different values.
    fn parameter(&self, header: Span, name: Span) -> Result<Option<Text<'v>>, Malformed> {
        let (header, name) = (header.text(self.vendor.text), name.text(self.vendor.text));
        let mut found = Ok(None);
        self.headers.for_each(header, &mut |value| {
            let own = core::str::from_utf8(value).map_err(|_| Malformed);
            let own = own.and_then(|value| challenge::parameter(value, name));
            found = match (found, own) {
                (Ok(None), own) => own,
                (Ok(first), Ok(None)) => Ok(first),
                (Ok(first), Ok(own)) if first == own => Ok(first),
                _ => Err(Malformed),
            };
        });
        found?.map_or(Ok(None), |value| value.text().map(Some))
    }

    /// The trimmed value of a header, of a repeated one the first; nothing if it is empty or not UTF-8.
    fn header(&self, name: Span) -> Option<Text<'v>> {
        let value = self.headers_of(name)?.text()?;
        (!value.is_empty()).then(|| Text::plain(value))
    }

    fn headers_of(&self, name: Span) -> Option<Header<'v>> {
        Header::find(self.headers, name.text(self.vendor.text))
    }

    /// The whole trimmed body, a JSON string unwrapped, if it is a token.
    fn token(&self) -> Option<Text<'v>> {
        // A fault keeps only the start of a longer body, which must not look like the whole.
        if self.body.len() >= EXCERPT {
            return None;
        }
        let body = core::str::from_utf8(without_bom(self.body).trim_ascii()).ok()?;
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

    /// The details of a response.
    pub(crate) fn details(&self, envelope: &'t Envelope) -> ResponseDetails<'t, 'v> {
        let (vendor, details) = (self.vendor, envelope.details);
        let pointers = self.pointers(details);
        // No slot has the number of none. The entries are large, and put together where they stay.
        let Some(found) = self.document.value(details.slot) else {
            return ResponseDetails {
                vendor,
                envelope,
                pointers,
                entries: None,
            };
        };
        ResponseDetails {
            vendor,
            envelope,
            pointers,
            entries: Some(self.entries(found, details)),
        }
    }

    #[inline]
    fn entries(&self, found: Value<'v>, details: Details) -> Entries<'v, 't> {
        let leaf = match details.shape {
            Shape::Tree { leaf } => leaf.text(self.vendor.text),
            Shape::List | Shape::Map => "",
        };
        let message = details.message.text(self.vendor.text);
        Entries::new(found, details.shape, leaf, message)
    }

    fn pointers(&self, details: Details) -> Pointers<'t> {
        Pointers {
            field: details.field.text(self.vendor.text),
            message: details.message.text(self.vendor.text),
            code: details.code.text(self.vendor.text),
        }
    }

    /// The clauses of a condition, one of which must hold; none for [`NONE`], which always holds.
    pub(crate) fn clauses_of(&self, condition: u16) -> &'t [Span] {
        let clauses = self.vendor.conditions.get(usize::from(condition));
        clauses.copied().unwrap_or_default().of(self.vendor.clauses)
    }

    /// Whether a condition holds, [`NONE`] being the one that always does. Returns the clause that does.
    pub(crate) fn clause(&self, condition: u16, envelope: u16) -> Option<Span> {
        if condition == NONE {
            return Some(Span { start: 0, len: 0 });
        }
        let clauses = self.clauses_of(condition).iter();
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

    pub(crate) fn test_holds(
        &self,
        test: &Test,
        envelope: u16,
        found: Option<&mut Matches<'v>>,
    ) -> bool {
        match *test {
            Test::Status(ranges) => self.status_is_in(ranges),
            Test::Field { slot, values } => self.is_one_of(self.document.value(slot), values),
            Test::Exists { slot, exists } => is_there(self.document.value(slot)) == exists,
            Test::Element { source, values } => {
                self.element_has(source, |found| self.is_one_of(found, values))
            }
            Test::ElementExists { source, exists } => {
                self.element_has(source, |found| is_there(found) == exists)
            }
            Test::Message(patterns) => self.message_matches(patterns, envelope, found),
            Test::Detail { field, patterns } => {
                self.detail_matches(field, patterns, envelope, found)
            }
            Test::Header { name, values } => self.header_is(name, values),
            Test::HeaderExists { name, exists } => self.headers_of(name).is_some() == exists,
            Test::Body(body) => self.body_is(body),
        }
    }

    /// Whether it is uncertain if a clause holds: a field, message or detail that it asks for is something that cannot be
    /// compared, and none of its other tests fails. For fields, `null` is such a value if `is_strict`.
    pub(crate) fn clause_is_unsure(&self, clause: Span, envelope: u16, is_strict: bool) -> bool {
        let tests = clause.of(self.vendor.tests);
        let is_unsure = |test: &Test| self.test_is_unsure(test, envelope, is_strict);
        tests.iter().any(is_unsure)
            && tests
                .iter()
                .all(|test| is_unsure(test) || self.test_holds(test, envelope, None))
    }

    fn test_is_unsure(&self, test: &Test, envelope: u16, is_strict: bool) -> bool {
        match *test {
            Test::Field { slot, values } => self.field_is_unsure(slot, values, is_strict),
            Test::Exists { slot, .. } => self.is_blocked_inside(slot),
            Test::Message(_) => self.message_is_unsure(envelope),
            Test::Detail { field, patterns } => self.details_are_unsure(field, patterns, envelope),
            Test::Header { name, .. } => self.is_mistyped(Source::Header(name)),
            // Where errors are listed, nothing is a success, however tests of these turn out.
            Test::Element { .. }
            | Test::ElementExists { .. }
            | Test::Status(_)
            | Test::HeaderExists { .. }
            | Test::Body(_) => false,
        }
    }

    /// Whether the only value of a header is one of these. Which value of a repeated header is meant cannot be known.
    fn header_is(&self, name: Span, values: Span) -> bool {
        let Some(text) = self
            .header(name)
            .filter(|_| !self.is_mistyped(Source::Header(name)))
        else {
            return false;
        };
        let mut values = values.of(self.vendor.values).iter();
        values.any(|value| self.text_is(text, value))
    }

    /// Whether the body is of a kind that a success of the operation may have.
    pub(crate) fn body_is(&self, body: Body) -> bool {
        match body {
            Body::Json => matches!(self.document.root(), Some(Kind::Object | Kind::Array)),
            Body::Value => self.document.root().is_some(),
            Body::Empty => without_bom(self.body).trim_ascii().is_empty(),
            Body::Text => self.body_is(Body::Any) && core::str::from_utf8(self.body).is_ok(),
            Body::Any => !self.is_multipart() && !self.is_broken(),
        }
    }

    /// Whether the body is not the JSON that it is declared as: it may be an error that was cut off. A body that is too long
    /// to be read may be anything.
    fn is_broken(&self) -> bool {
        let document = &self.document;
        document.is_json()
            && !document.is_valid()
            && self.body.len() <= MAX_BODY
            && self.has_content_type(|value| {
                let declared = core::str::from_utf8(value).ok();
                declared.and_then(body::declared_format) == Some(document.format())
            })
    }

    /// A part of such a body may be an error, and parts are not read.
    fn is_multipart(&self) -> bool {
        self.has_content_type(|value| {
            let start = value.trim_ascii_start().get(..10);
            start.is_some_and(|start| start.eq_ignore_ascii_case(b"multipart/"))
        })
    }

    /// Whether a `Content-Type`, which may be repeated, is of a kind.
    fn has_content_type(&self, is_of: impl Fn(&[u8]) -> bool) -> bool {
        let mut has = false;
        self.headers
            .for_each("Content-Type", &mut |value| has |= is_of(value));
        has
    }

    /// Whether the way to a slot is blocked. A list has no members: where only some responses have the field, it simply
    /// does not have it. Its elements are read one by one.
    fn is_blocked_inside(&self, slot: u16) -> bool {
        self.document.is_blocked(slot) && self.document.root() != Some(Kind::Array)
    }

    pub(crate) fn status_is_in(&self, ranges: Span) -> bool {
        ranges
            .of(self.vendor.ranges)
            .iter()
            .any(|range| (range.lo..=range.hi).contains(&self.status))
    }

    fn is_one_of(&self, found: Option<Value<'v>>, values: Span) -> bool {
        found.is_some_and(|found| self.value_is(found, values.of(self.vendor.values)))
    }

    /// Whether the error that is read is of the list of a source, and what is at the source's pointer in it passes a test.
    fn element_has(&self, source: u16, test: impl FnOnce(Option<Value<'v>>) -> bool) -> bool {
        let Some(source @ Source::Each { pointer, .. }) = self.source(source) else {
            return false;
        };
        let Scope::Element(element) = self.scope(source) else {
            return false;
        };
        let is_affordable = self.budget.spend(element.raw().len()).is_some();
        is_affordable && test(element.pointer(pointer.text(self.vendor.text)))
    }

    /// Whether a value is one of those that a book spells.
    fn value_is(&self, found: Value<'v>, wanted: &[tables::Value]) -> bool {
        if !found.is_typed() {
            return self.untyped_is(found, wanted);
        }
        let number = number(found);
        wanted
            .iter()
            .filter(|wanted| wanted.kind == found.kind())
            .any(|wanted| match wanted.kind {
                Kind::String => found
                    .text()
                    .is_some_and(|found| self.text_is(found, wanted)),
                Kind::Number => number.is_some() && number == Number::parse(self.wanted(wanted)),
                _ => found.raw() == self.wanted(wanted),
            })
    }

    fn text_is(&self, text: Text<'v>, value: &tables::Value) -> bool {
        let wanted = self.wanted(value);
        let price = text.raw_len().saturating_mul(wanted.len());
        match value.comparison {
            Comparison::Equal => text == *wanted,
            Comparison::Prefix => text.starts_with_ignoring_case(wanted),
            Comparison::Contains => {
                self.budget.spend(price).is_some() && text.contains_ignoring_case(wanted)
            }
        }
    }

    /// Whether a text is one of these values as a book spells it: XML and forms have no other types.
    fn untyped_is(&self, found: Value<'v>, wanted: &[tables::Value]) -> bool {
        let text = found.text();
        text.is_some_and(|text| {
            let mut wanted = wanted.iter().filter(|wanted| wanted.kind != Kind::Null);
            wanted.any(|wanted| self.text_is(text, wanted))
        })
    }

    fn wanted(&self, value: &tables::Value) -> &'t str {
        value.text.text(self.vendor.text)
    }

    /// Whether there is a value of a type that none of the wanted ones has, or a number that cannot be compared exactly.
    fn field_is_unsure(&self, slot: u16, values: Span, is_strict: bool) -> bool {
        let Some(found) = self.document.value(slot) else {
            return self.document.is_blocked(slot);
        };
        if found.kind() == Kind::Null && !is_strict {
            return false;
        }
        is_incomparable(found, values.of(self.vendor.values))
    }

    /// Whether some place of the message holds anything but one text, and no place before it has one.
    fn message_is_unsure(&self, envelope: u16) -> bool {
        let envelope = self.vendor.envelopes.get(usize::from(envelope));
        let sources = envelope.copied().unwrap_or_default().message;
        let is_list = self.document.root() == Some(Kind::Array);
        let is_unsure = |source: Source| {
            let is_absent = match self.origin(source) {
                Some(Source::Slot(slot) | Source::Each { list: slot, .. }) => {
                    is_list && self.document.is_blocked(slot)
                }
                _ => false,
            };
            if !is_absent && self.is_mistyped(source) {
                return Some(true);
            }
            self.text(source).map(|_| false)
        };
        self.find_map(sources, is_unsure).unwrap_or(false)
    }

    /// Whether a detail may be one of this field that matches one of these patterns, although that is uncertain.
    fn details_are_unsure(&self, field: Span, patterns: Span, envelope: u16) -> bool {
        let Some(envelope) = self.vendor.envelopes.get(usize::from(envelope)) else {
            return false;
        };
        let details = envelope.details;
        let Some(found) = self.document.value(details.slot) else {
            return self.is_blocked_inside(details.slot);
        };
        match found.kind() {
            Kind::Null => false,
            _ if !found.may_have_details(details.shape) => true,
            _ if self.budget.spend(found.raw().len()).is_none() => true,
            _ => {
                let mut entries = self.entries(found, details);
                while let Some(entry) = entries.next() {
                    if is_detail(self.vendor, envelope, &entry)
                        && self.detail_is_unsure(&entry, details, field, patterns)
                    {
                        return true;
                    }
                }
                false
            }
        }
    }

    fn detail_is_unsure(
        &self,
        entry: &Entry<'_, 'v>,
        details: Details,
        field: Span,
        patterns: Span,
    ) -> bool {
        let pointers = self.pointers(details);
        let values = entry.values(pointers);
        let [field_is_unsure, message_is_unsure] = values.is_unsure;
        let matches = |message| {
            let mut patterns = patterns.of(self.vendor.patterns).iter();
            patterns.any(|pattern| self.pattern_matches(*pattern, message, None))
        };
        let wanted = field.text(self.vendor.text);
        let may_be_field = field_is_unsure || entry.is_about(wanted, &values);
        let may_match = message_is_unsure || values.message.is_some_and(matches);
        (field_is_unsure || message_is_unsure) && may_be_field && may_match
    }

    fn message_matches(
        &self,
        patterns: Span,
        envelope: u16,
        mut found: Option<&mut Matches<'v>>,
    ) -> bool {
        let sources = self.vendor.envelopes.get(usize::from(envelope));
        let message = sources.and_then(|e| self.first_text(e.message));
        // Which value of a repeated header is meant cannot be known.
        let message = message.filter(|_| !self.message_is_unsure(envelope));
        message.is_some_and(|message| {
            let mut patterns = patterns.of(self.vendor.patterns).iter();
            patterns.any(|pattern| self.pattern_matches(*pattern, message, found.as_deref_mut()))
        })
    }

    /// Whether a detail of this field matches one of the patterns; what the first of these captured is added to `found`.
    fn detail_matches(
        &self,
        field: Span,
        patterns: Span,
        envelope: u16,
        found: Option<&mut Matches<'v>>,
    ) -> bool {
        let Some(envelope) = self.vendor.envelopes.get(usize::from(envelope)) else {
            return false;
        };
        let details = envelope.details;
        let Some(list) = self.document.value(details.slot) else {
            return false;
        };
        if self.budget.spend(list.raw().len()).is_none() {
            return false;
        }
        let name = field.text(self.vendor.text);
        let pointers = self.pointers(details);
        let patterns = patterns.of(self.vendor.patterns);
        // All patterns are tried in one walk over the details, and of those that match the first one counts.
        let mut first: Option<(usize, Text<'v>)> = None;
        let mut entries = self.entries(list, details);
        while let Some(entry) = entries.next() {
            if !is_detail(self.vendor, envelope, &entry) {
                continue;
            }
            let values = entry.values(pointers);
            // Which of two members of the same name is meant cannot be known.
            let is_certain = !values.is_unsure.contains(&true) && entry.is_about(name, &values);
            let Some(message) = values.message.filter(|_| is_certain) else {
                continue;
            };
            let better = patterns.get(..first.map_or(patterns.len(), |(at, _)| at));
            let matching = better
                .unwrap_or_default()
                .iter()
                .position(|pattern| self.pattern_matches(*pattern, message, None));
            first = matching.map(|at| (at, message)).or(first);
        }
        let Some((at, message)) = first else {
            return false;
        };
        match (found, patterns.get(at)) {
            (Some(found), Some(pattern)) => self.pattern_matches(*pattern, message, Some(found)),
            _ => true,
        }
    }

    fn pattern_matches(
        &self,
        pattern: Span,
        message: Text<'v>,
        found: Option<&mut Matches<'v>>,
    ) -> bool {
        pattern::matches(
            self.vendor.text,
            pattern.of(self.vendor.parts),
            message,
            &self.budget,
            found,
        )
    }

    /// Whether there is a value at the location of a code that cannot be one: a value of another type, a header that is
    /// not UTF-8 or comes twice.
    pub(crate) fn is_mistyped(&self, source: Source) -> bool {
        match source {
            Source::Slot(slot) => {
                let value = self.document.value(slot);
                self.document.is_blocked(slot)
                    || value.is_some_and(|v| v.kind() != Kind::Null && v.text().is_none())
            }
            Source::Header(name) => self
                .headers_of(name)
                .is_some_and(|header| header.is_repeated || header.text().is_none()),
            Source::Parameter { header, name } => self.parameter(header, name).is_err(),
            Source::Each { pointer, .. } => match self.scope(source) {
                Scope::Element(element) => element.is_unsure_at(pointer.text(self.vendor.text)),
                Scope::Response => self.is_each_mistyped(source),
                Scope::Nothing => false,
            },
            Source::Captured { source, patterns } => self.source(source).is_some_and(|source| {
                let is_other = |text| self.captured(text, patterns).is_none();
                self.is_mistyped(source) || self.text(source).is_some_and(is_other)
            }),
            Source::Status | Source::Token => false,
        }
    }

    /// Whether a list is something else, a child cannot be read for certain, or more than one has a value: any of these may
    /// be meant.
    fn is_each_mistyped(&self, source: Source) -> bool {
        let Source::Each {
            list,
            filters,
            pointer,
        } = source
        else {
            return false;
        };
        let pointer = pointer.text(self.vendor.text);
        let found = self.document.value(list);
        let is_map = found.is_some_and(Value::has_members);
        let is_unsure = |child: Value<'v>| {
            let mut tests = filters.of(self.vendor.filters).iter();
            tests.any(|filter| self.filter_is_unsure(*filter, child, is_map))
                || self.is_selected(child, filters) && child.is_unsure_at(pointer)
        };
        let mut children = found.into_iter().flat_map(Value::children);
        let values = self.each(source);
        // While one of several errors is read, this is asked for each of them.
        let length = found.map_or(0, |found| found.raw().len());
        (self.element.get().is_some() && self.budget.spend(length).is_none())
            || self.is_no_list(list)
            || values.filter(|value| value.kind() != Kind::Null).count() > 1
            || children.any(is_unsure)
    }

    /// Whether the list of a source is something else, or it is uncertain whether it selects a child that it seems not to.
    pub(crate) fn is_list_unsure(&self, source: Source) -> bool {
        let Source::Each { list, filters, .. } = source else {
            return false;
        };
        let found = self.document.value(list);
        let is_map = found.is_some_and(Value::has_members);
        let may_hold = |filter: &Filter, child: Value<'v>| {
            self.filter_holds(*filter, child) || self.filter_is_unsure(*filter, child, is_map)
        };
        let is_unsure = |child: Value<'v>| {
            let mut tests = filters.of(self.vendor.filters).iter();
            !self.is_selected(child, filters) && tests.all(|filter| may_hold(filter, child))
        };
        let mut children = found.into_iter().flat_map(Value::children);
        self.is_no_list(list) || children.any(is_unsure)
    }

    fn is_no_list(&self, slot: u16) -> bool {
        let is_list = |found: Value<'v>| {
            found.is_typed() && matches!(found.kind(), Kind::Array | Kind::Object | Kind::Null)
        };
        let found = self.document.value(slot);
        found.map_or_else(|| self.document.is_blocked(slot), |found| !is_list(found))
    }

    /// Whether it is uncertain if a child of a list or map passes a filter.
    fn filter_is_unsure(&self, filter: Filter, child: Value<'v>, is_map: bool) -> bool {
        // The members of a map may be of many kinds, and what is no object has no members. The elements of a list are
        // alike, and one that is not is doubtful.
        let may_lack = is_map && !child.has_members();
        let pointer = filter.pointer.text(self.vendor.text);
        let wanted = filter.values.of(self.vendor.values);
        let is_other = |value: Value<'v>| {
            value.kind() != Kind::Null && !wanted.is_empty() && is_incomparable(value, wanted)
        };
        (!may_lack && child.is_doubtful_along(pointer))
            || child.pointer(pointer).is_some_and(is_other)
    }

    /// The source itself, or the one that its patterns are applied to.
    pub(crate) fn origin(&self, source: Source) -> Option<Source> {
        match source {
            Source::Captured { source, .. } => self.source(source),
            source => Some(source),
        }
    }

    /// The wait that the response asks for: the first that can be read. A date counts from that of the response, else from
    /// `now`, in seconds since the Unix epoch.
    pub(crate) fn wait(&self, now: Option<u64>) -> Option<Duration> {
        let waits = self.vendor.waits.iter();
        let mut readable = waits.filter_map(|wait| {
            let moment = self.moment(*wait)?;
            Some((wait.longest, moment.wait(self.date().or(now))?))
        });
        let (longest, first) = readable.next()?;
        let others = readable.filter(|(marked, _)| longest && *marked);
        Some(others.fold(first, |longest, (_, other)| longest.max(other)))
    }

    fn moment(&self, wait: Wait) -> Option<Moment> {
        self.clause(wait.when, 0)?;
        let text = self.hint(wait.source)?;
        let mut buffer = [0; MAX_HINT];
        Moment::read(text.decode_into(&mut buffer)?, wait.unit)
    }

    /// A rate limit; what cannot be read of it is missing.
    pub(crate) fn limit(&self, limit: &Limit) -> RateLimit<'t> {
        RateLimit {
            name: limit.name.text(self.vendor.text),
            limit: self.count(limit.limit),
            remaining: self.count(limit.remaining),
            reset: self.moment(limit.reset).map(Reset::from),
        }
    }

    /// A number of calls, which is whole.
    fn count(&self, source: u16) -> Option<u64> {
        let mut buffer = [0; MAX_HINT];
        let text = self.hint(source)?.decode_into(&mut buffer)?;
        let count = billionths(text)? / BILLION;
        Some(u64::try_from(count).unwrap_or(u64::MAX))
    }

    /// The text of a wait or a limit. Of a repeated header it must be the same everywhere: none of them is defined as a
    /// list (RFC 9110, section 5.5).
    fn hint(&self, source: u16) -> Option<Text<'v>> {
        let source = self.source(source)?;
        if let Some(Source::Header(name)) = self.origin(source) {
            self.headers_of(name)?.only_text()?;
        }
        self.scalar(source)
    }

    /// The time of the response in seconds since the Unix epoch, according to its `Date`.
    fn date(&self) -> Option<u64> {
        date::parse(Header::find(self.headers, "Date")?.only_text()?)
    }
}

/// The details of a response, in order.
pub(crate) struct ResponseDetails<'t, 'v> {
    vendor: &'t Vendor<'t>,
    envelope: &'t Envelope,
    pointers: Pointers<'t>,
    entries: Option<Entries<'v, 't>>,
}

impl<'v> Iterator for ResponseDetails<'_, 'v> {
    type Item = Detail<'v>;

    fn next(&mut self) -> Option<Detail<'v>> {
        let entries = self.entries.as_mut()?;
        loop {
            let entry = entries.next()?;
            if is_detail(self.vendor, self.envelope, &entry) {
                return Some(entry.detail(self.pointers));
            }
        }
    }
}

/// Whether an entry is a detail: next to details there may be the message or the code of the whole response.
fn is_detail(vendor: &Vendor<'_>, envelope: &Envelope, entry: &Entry<'_, '_>) -> bool {
    let name = entry.name();
    !name.is_some_and(|name| reads_member(vendor, envelope, name))
}

/// Whether an envelope reads the member of this name, of those among which its details are, as something else.
fn reads_member(vendor: &Vendor<'_>, envelope: &Envelope, name: Text<'_>) -> bool {
    let trie = Trie::of(vendor);
    let mut nodes = trie.nodes.iter();
    let node = nodes.find(|node| node.slot == envelope.details.slot);
    let edges = node.map_or(&[][..], |node| trie.edges(node));
    let child = edges.iter().find(|edge| name == *trie.key(edge));
    let Some(child) = child.and_then(|edge| trie.child(edge)) else {
        return false;
    };
    let Envelope {
        code,
        category,
        message,
        trace_id,
        timestamp,
        status,
        ..
    } = *envelope;
    let fields = envelope.fields.of(vendor.fields).iter();
    let own = [code, category, message, trace_id, timestamp, status].into_iter();
    let mut spans = own.chain(fields.map(|field| field.sources));
    spans.any(|span| span.of(vendor.sources).contains(&Source::Slot(child.slot)))
}

/// Whether the waits or limits of a vendor are read from bodies, too.
pub(crate) fn hints_in_body(vendor: &Vendor<'_>) -> bool {
    let is_in_header = |source: u16| {
        let source = vendor.sources.get(usize::from(source));
        matches!(
            source,
            None | Some(Source::Header(_) | Source::Parameter { .. })
        )
    };
    let waits = vendor.waits.iter();
    let limits = vendor.limits.iter();
    let mut waits = waits.chain(limits.clone().map(|limit| &limit.reset));
    let mut counts = limits.flat_map(|limit| [limit.limit, limit.remaining]);
    waits.any(|wait| wait.when != NONE || !is_in_header(wait.source))
        || counts.any(|source| !is_in_header(source))
}

/// Whether errors of a list have waits of their own.
pub(crate) fn waits_in_lists(vendor: &Vendor<'_>) -> bool {
    let source_at = |at: u16| vendor.sources.get(usize::from(at)).copied();
    let is_listed = |wait: &Wait| {
        let origin = match source_at(wait.source) {
            Some(Source::Captured { source, .. }) => source_at(source),
            source => source,
        };
        let mut lists = vendor.errors.iter();
        origin.is_some_and(|origin| lists.any(|list| is_same_list(*list, origin)))
    };
    vendor.waits.iter().any(is_listed)
}

/// Whether there is a value that is not null.
fn is_there(found: Option<Value<'_>>) -> bool {
    found.is_some_and(|value| value.kind() != Kind::Null)
}

/// Whether a value has a type that none of those of a book has, or is a number that cannot be compared exactly.
fn is_incomparable(found: Value<'_>, wanted: &[tables::Value]) -> bool {
    if !found.is_typed() {
        return found.text().is_none();
    }
    match found.kind() {
        Kind::Number if number(found).is_none() => true,
        kind => wanted.iter().all(|value| value.kind != kind),
    }
}

/// A value as a number, unless it is something else or cannot be compared exactly.
fn number(value: Value<'_>) -> Option<Number<'_>> {
    let is_number = value.kind() == Kind::Number;
    is_number.then(|| Number::parse(value.raw()))?
}
