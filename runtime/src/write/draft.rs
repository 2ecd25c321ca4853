//! A response that is being put together from what sources read and conditions ask for.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use super::tree::{Node, tokens};
use super::{WrittenResponse, allows, clauses, print, set_header, wait};
use crate::tables::{
    Body, Capture, Details, Filter, Format, Kind, NONE, Part, Shape, Source, Span, Test, Value,
    Vendor,
};

#[derive(Clone)]
pub(super) struct Draft<'w> {
    vendor: &'w Vendor<'w>,
    status: u16,
    format: Format,
    headers: Vec<(String, String)>,
    root: Node,
    /// The body, if it is a text instead of a tree.
    text: Option<String>,
}

impl<'w> Draft<'w> {
    pub(super) const fn new(vendor: &'w Vendor<'w>, status: u16, format: Format) -> Self {
        Self {
            vendor,
            status,
            format,
            headers: Vec::new(),
            root: Node::Empty,
            text: None,
        }
    }

    /// Puts a value where a source reads it; `None` if it cannot be there.
    pub(super) fn put(&mut self, source: Source, value: Node) -> Option<()> {
        match source {
            Source::Slot(slot) => self.node(slot)?.set(value),
            Source::Header(name) => self.add_header(name, &value.into_text()?),
            Source::Status => (self.status.to_string() == value.into_text()?).then_some(()),
            Source::Token => {
                self.text = Some(value.into_text()?);
                Some(())
            }
            Source::Parameter { header, name } => {
                self.put_parameter(header, name, &value.into_text()?)
            }
            Source::Captured { source, patterns } => {
                let text = self.filled(patterns, &value.into_text()?)?;
                let source = self.vendor.sources.get(usize::from(source))?;
                self.put(*source, Node::Text(text))
            }
            Source::Each {
                list,
                filters,
                pointer,
            } => self.put_in_element(list, filters, pointer, value),
        }
    }

    /// Puts a value where the first possible of several sources reads it.
    pub(super) fn put_first(&mut self, sources: Span, value: impl Fn() -> Node) -> Option<()> {
        let mut sources = sources.of(self.vendor.sources).iter();
        sources.find_map(|source| self.attempt(|draft| draft.put(*source, value())))
    }

    /// Leaves the draft as it was if `change` fails.
    fn attempt(&mut self, change: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        let mut changed = self.clone();
        change(&mut changed)?;
        *self = changed;
        Some(())
    }

    fn put_in_element(
        &mut self,
        list: u16,
        filters: Span,
        pointer: Span,
        value: Node,
    ) -> Option<()> {
        let vendor = self.vendor;
        let (element, is_new) = self.node(list)?.selected(filters)?;
        element.at(tokens(pointer.text(vendor.text)))?.set(value)?;
        if is_new {
            let mut wanted = filters.of(vendor.filters).iter();
            wanted.try_for_each(|filter| satisfy_filter(vendor, element, filter))?;
        }
        Some(())
    }

    /// Adds a parameter to the challenge in a header (RFC 9110, section 11.6.1).
    fn put_parameter(&mut self, header: Span, name: Span, value: &str) -> Option<()> {
        let name = name.text(self.vendor.text);
        let value = value.replace('\\', "\\\\").replace('"', "\\\"");
        let parameter = format!("{name}=\"{value}\"");
        let challenge = match self.header(header) {
            Some(challenge) => format!("{challenge}, {parameter}"),
            None => format!("Bearer {parameter}"),
        };
        set_header(&mut self.headers, header.text(self.vendor.text), &challenge)
    }

    /// A text of which a pattern captures a value: the pattern with the least besides.
    fn filled(&self, patterns: Span, value: &str) -> Option<String> {
        let (vendor, names) = (self.vendor, self.vendor.text);
        let is_ignored = |part: &&Part| match part {
            Part::Capture { name, .. } => name.text(names) == "_",
            _ => false,
        };
        let patterns = patterns.of(vendor.patterns).iter();
        let patterns = patterns.map(|pattern| pattern.of(vendor.parts));
        let least = patterns.min_by_key(|parts| parts.iter().filter(is_ignored).count())?;
        let text = least.iter().map(|part| match part {
            Part::Literal(literal) => literal.text(names),
            Part::Capture { name, .. } if name.text(names) != "_" => value,
            Part::Capture { kind, .. } => match kind {
                Capture::Decimal | Capture::Integer => "0",
                Capture::Word | Capture::Text => "x",
            },
            Part::Number(_) | Part::Form(_) => "",
        });
        Some(text.collect())
    }

    /// Makes a test hold, if it does not hold already. A field that must be absent is not written.
    pub(super) fn satisfy(&mut self, test: &Test) -> Option<()> {
        match *test {
            Test::Field { slot, values } => {
                let value = values.of(self.vendor.values).first()?;
                let value = literal(self.vendor, value);
                fill(self.node(slot)?, value)
            }
            Test::Exists { slot, exists: true } => {
                let has_members = self.has_members(slot);
                let node = self.node(slot)?;
                // An object is there, too, and nothing is read from inside a text.
                if has_members {
                    Some(())
                } else {
                    fill(node, Node::Literal("true".into()))
                }
            }
            Test::Header { name, values } if self.header(name).is_none() => {
                let value = values.of(self.vendor.values).first()?;
                self.add_header(name, value.text.text(self.vendor.text))
            }
            Test::HeaderExists { name, exists: true } if self.header(name).is_none() => {
                self.add_header(name, "true")
            }
            Test::Body(Body::Empty | Body::Any) => {
                self.text = Some(String::new());
                Some(())
            }
            Test::Body(Body::Text) => {
                self.text = Some("ok".into());
                Some(())
            }
            _ => Some(()),
        }
    }

    /// Repeats the status in the body, where the vendor does.
    pub(super) fn put_body_status(&mut self) {
        let sources = self.vendor.envelopes.first().map(|own| own.status);
        let status = self.status.to_string();
        // A response without it says the same.
        _ = self.put_first(sources.unwrap_or_default(), || {
            Node::Literal(status.clone())
        });
    }

    /// Puts a wait where the first possible of the vendor's waits is.
    pub(super) fn put_wait(&mut self, wait: Duration, now: u64) -> Option<()> {
        let vendor = self.vendor;
        vendor.waits.iter().find_map(|row| {
            let value = wait::value(wait, row.unit, now)?;
            let source = vendor.sources.get(usize::from(row.source))?;
            let clause =
                clauses(vendor, row.when).find(|clause| allows(vendor, clause, self.status));
            self.attempt(|draft| {
                draft.put(*source, value)?;
                if wait::is_time(row.unit) {
                    set_header(&mut draft.headers, "Date", &wait::http_date(now))?;
                }
                clause?.iter().try_for_each(|test| draft.satisfy(test))
            })
        })
    }

    /// Adds the error of an input, as the one at this position.
    pub(super) fn put_detail(
        &mut self,
        details: Details,
        position: usize,
        (field, message): &(String, String),
    ) -> Option<()> {
        let names = self.vendor.text;
        let root = self.node(details.slot)?;
        let text = || Node::Text(message.clone());
        match details.shape {
            Shape::List => {
                // The code of the response may be in one of the details.
                let entry = root.element(position, false)?;
                let place = entry.at(tokens(details.field.text(names)))?;
                place.set(Node::Text(field.clone()))?;
                entry.at(tokens(details.message.text(names)))?.set(text())
            }
            Shape::Map => member(root, field)?.appended()?.set(text()),
            Shape::Tree { leaf } => {
                let input = field.split('.').try_fold(root, member)?;
                match leaf.text(names) {
                    "" => input.set(text()),
                    leaf => {
                        let entry = member(input, leaf)?.appended()?;
                        entry.at(tokens(details.message.text(names)))?.set(text())
                    }
                }
            }
        }
    }

    /// The response; `None` if a body of this format cannot contain what was put.
    pub(super) fn finish(mut self, needs_body: bool) -> Option<WrittenResponse> {
        let has_no_body = !needs_body && self.root.is_empty() && self.vendor.edges.is_empty();
        let (body, content_type) = match self.text {
            Some(_) if !self.root.is_empty() => return None,
            Some(text) => (text, "text/plain"),
            None if has_no_body => (String::new(), ""),
            None => {
                let prefix = self.vendor.prefix.text(self.vendor.text);
                let body = print::body(self.format, &self.root)?;
                (format!("{prefix}{body}"), print::content_type(self.format))
            }
        };
        let is_typed = |(name, _): &(String, String)| name.eq_ignore_ascii_case("Content-Type");
        if !body.is_empty() && !self.headers.iter().any(is_typed) {
            self.headers
                .insert(0, ("Content-Type".into(), content_type.into()));
        }
        Some(WrittenResponse {
            status: self.status,
            headers: self.headers,
            body,
        })
    }

    /// The node of a slot, made if it does not exist.
    fn node(&mut self, slot: u16) -> Option<&mut Node> {
        let path = self.path(slot).filter(|_| self.text.is_none())?;
        // A document has one root element.
        let is_document = self.format == Format::Xml && !self.root.is_empty();
        if is_document && !self.root.has_member(path.first()?) {
            return None;
        }
        self.root.at(path)
    }

    /// Whether something is read from inside the value in a slot.
    fn has_members(&self, slot: u16) -> bool {
        let mut nodes = self.vendor.nodes.iter();
        let node = nodes.find(|node| node.slot == slot);
        node.is_some_and(|node| node.first_edge < node.end_edge)
    }

    /// The reference tokens that lead to a slot.
    fn path(&self, slot: u16) -> Option<Vec<Cow<'w, str>>> {
        let vendor = self.vendor;
        let row = |node: u16| vendor.nodes.get(usize::from(node));
        let mut path = Vec::new();
        let mut node = row(0).filter(|_| slot != NONE)?;
        while node.slot != slot {
            let edges = usize::from(node.first_edge)..usize::from(node.end_edge);
            let (edge, next) = vendor.edges.get(edges)?.iter().find_map(|edge| {
                let next = row(edge.node)?;
                let is_inside = (next.first_slot..next.end_slot).contains(&slot);
                is_inside.then_some((edge, next))
            })?;
            path.push(Cow::Borrowed(edge.key.text(vendor.text)));
            node = next;
        }
        Some(path)
    }

    fn header(&self, name: Span) -> Option<&str> {
        let name = name.text(self.vendor.text);
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// Adds a header; `None` if it is there with another value.
    fn add_header(&mut self, name: Span, value: &str) -> Option<()> {
        if let Some(own) = self.header(name) {
            return (own == value).then_some(());
        }
        set_header(&mut self.headers, name.text(self.vendor.text), value)
    }
}

/// The member of an object, also if its name is a number.
fn member<'n>(node: &'n mut Node, name: &str) -> Option<&'n mut Node> {
    node.member(name.to_string().into())
}

/// Sets a value if there is none.
fn fill(node: &mut Node, value: Node) -> Option<()> {
    if node.is_empty() {
        node.set(value)
    } else {
        Some(())
    }
}

fn satisfy_filter(vendor: &Vendor<'_>, element: &mut Node, filter: &Filter) -> Option<()> {
    if filter.is_negated {
        return Some(());
    }
    let value = filter.values.of(vendor.values).first();
    let value = value.map(|value| literal(vendor, value));
    let place = element.at(tokens(filter.pointer.text(vendor.text)))?;
    fill(place, value.unwrap_or(Node::Literal("true".into())))
}

/// A value as a book spells it.
fn literal(vendor: &Vendor<'_>, value: &Value) -> Node {
    let text = value.text.text(vendor.text).into();
    match value.kind {
        Kind::String => Node::Text(text),
        _ => Node::Literal(text),
    }
}
