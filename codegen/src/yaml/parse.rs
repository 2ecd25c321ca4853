//! Builds the tree from the events of a parser.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, Tag};

use super::tree::{Content, Entry, Node, NodeId, Tree};

/// The maximum size of a document with its aliases expanded: that of a file.
pub(crate) const MOST_WRITTEN_OUT: u64 = 32 * 1024 * 1024;

/// The maximum nesting depth. The language needs ten levels.
pub(crate) const MOST_DEPTH: usize = 127;

impl Failure {
    /// The same failure in a text that this one is a part of.
    pub(crate) fn shifted(self, start: usize) -> Self {
        match self {
            Self::KeyIsNoText(at) => Self::KeyIsNoText(at + start),
            Self::TooDeep(at) => Self::TooDeep(at + start),
            Self::ContainsItself(at) => Self::ContainsItself(at + start),
            Self::NotOneDocument => Self::NotOneDocument,
        }
    }
}

/// Why a text cannot be parsed into a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// A key that is a list or a map, and where it starts.
    KeyIsNoText(usize),
    /// Where lists and maps are nested too deeply.
    TooDeep(usize),
    /// The anchor of a list or map that contains an alias of itself.
    ContainsItself(usize),
    /// The text is not YAML, or more than one document; only the other parser can explain it.
    NotOneDocument,
}

impl Tree {
    /// Parses a document.
    pub(crate) fn parse(text: &Arc<str>) -> Result<Self, Failure> {
        let mut builder = Builder::default();
        // The node that represents nothing.
        builder.add(0..0, scalar(Some("".into()), false), 0);
        let mut root = None;
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| failure(&error))?;
            if matches!(event, Event::DocumentStart(..)) && root.is_some() {
                return Err(Failure::NotOneDocument);
            }
            if let Some(done) = builder.take(text, event, &span)? {
                root = Some(done);
            }
        }
        let mut tree = Self {
            text: Arc::clone(text),
            nodes: builder.nodes,
            root: root.ok_or(Failure::NotOneDocument)?,
            sorted: HashMap::new(),
            tags: builder.tags,
            merges: builder.merges,
            overflow: builder.overflow,
            nulls: Vec::new(),
            renamed: Vec::new(),
            is_written: true,
        };
        tree.index();
        Ok(tree)
    }
}

#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    /// The size of each node in bytes, with its aliases expanded.
    weights: Vec<u64>,
    /// The open lists and maps.
    open: Vec<Open>,
    /// The anchored nodes, and whether they are complete.
    anchors: HashMap<usize, (NodeId, bool)>,
    tags: Vec<Range<usize>>,
    merges: Vec<(NodeId, usize)>,
    /// The size so far.
    size: u64,
    overflow: Option<usize>,
    /// Where the last token ended.
    end: usize,
}

/// An open list or map.
struct Open {
    id: NodeId,
    anchor: usize,
    /// The key whose value comes next.
    key: Option<NodeId>,
}

impl Builder {
    /// Processes an event. Returns the root once it is complete.
    fn take(
        &mut self,
        text: &str,
        event: Event<'_>,
        span: &Span,
    ) -> Result<Option<NodeId>, Failure> {
        let span_of_tag = span.tag_span().and_then(|tag| tag.byte_range());
        let bytes = span.byte_range();
        let bytes = bytes.filter(|bytes| text.get(bytes.clone()).is_some());
        let span = bytes.unwrap_or(self.end..self.end);
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                self.check_tag(tag.as_deref(), span_of_tag, &value);
                let is_text = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
                let id = self.scalar(text, span, &value, (style, is_text));
                self.complete(id, anchor)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.check_merge(text);
                self.check_tag(tag.as_deref(), span_of_tag, "");
                self.open(span, Content::List(Vec::new()), anchor)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), span_of_tag, "");
                self.open(span, Content::Map(Vec::new()), anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span.end),
            Event::Alias(anchor) => {
                let id = self.alias(text, anchor, span.start)?;
                self.end = span.end;
                self.complete(id, 0)
            }
            _ => Ok(None),
        }
    }

    /// Where a scalar is written: a block starts at its header, and nothing is after the colon of its key.
    fn span_of_scalar(&self, text: &str, span: Range<usize>, style: ScalarStyle) -> Range<usize> {
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return header_of_block(text, self.end, span.start)..span.end;
        }
        if is_nothing(&span, style) && text[span.start..].starts_with(':') {
            return span.start + 1..span.start + 1;
        }
        span
    }

    fn scalar(
        &mut self,
        text: &str,
        span: Range<usize>,
        value: &str,
        (style, is_text): (ScalarStyle, bool),
    ) -> NodeId {
        let span = self.span_of_scalar(text, span, style);
        let value = if is_nothing(&span, style) { "" } else { value };
        let weight = value.len() as u64;
        self.count(weight, span.start);
        self.end = span.end;
        let own = (text.get(span.clone()) != Some(value)).then(|| value.into());
        let plain = style == ScalarStyle::Plain && !is_text;
        self.add(span, scalar(own, plain), weight)
    }

    /// The node that an alias names.
    fn alias(&mut self, text: &str, anchor: usize, at: usize) -> Result<NodeId, Failure> {
        match self.anchors.get(&anchor).copied() {
            Some((id, true)) => {
                self.count(self.weights[id.0], at);
                self.check_merge(text);
                Ok(id)
            }
            Some((_, false)) => Err(Failure::ContainsItself(self.start_of_anchor(text, anchor))),
            None => Err(Failure::NotOneDocument),
        }
    }

    /// Ends a node, which aliases may name from now on.
    fn complete(&mut self, id: NodeId, anchor: usize) -> Result<Option<NodeId>, Failure> {
        if anchor != 0 {
            self.anchors.insert(anchor, (id, true));
        }
        self.put(id)
    }

    fn add(&mut self, span: Range<usize>, content: Content, weight: u64) -> NodeId {
        self.nodes.push(Node { span, content });
        self.weights.push(weight + 1);
        NodeId(self.nodes.len() - 1)
    }

    fn open(
        &mut self,
        span: Range<usize>,
        content: Content,
        anchor: usize,
    ) -> Result<Option<NodeId>, Failure> {
        if self.open.len() >= MOST_DEPTH {
            return Err(Failure::TooDeep(span.start));
        }
        self.end = span.end;
        self.count(0, span.start);
        let id = self.add(span, content, 0);
        if anchor != 0 {
            self.anchors.insert(anchor, (id, false));
        }
        self.open.push(Open {
            id,
            anchor,
            key: None,
        });
        Ok(None)
    }

    fn close(&mut self, end: usize) -> Result<Option<NodeId>, Failure> {
        let Open { id, anchor, .. } = self.open.pop().ok_or(Failure::NotOneDocument)?;
        self.end = end;
        let span = &mut self.nodes[id.0].span;
        span.end = end.max(span.start);
        self.complete(id, anchor)
    }

    /// Adds a complete node to its parent. Returns it if there is none.
    fn put(&mut self, id: NodeId) -> Result<Option<NodeId>, Failure> {
        let Some(open) = self.open.last_mut() else {
            return Ok(Some(id));
        };
        let weight = self.weights[id.0];
        let around = &mut self.weights[open.id.0];
        *around = around.saturating_add(weight);
        let Node { span, content } = &self.nodes[id.0];
        let start = span.start;
        let is_scalar = matches!(content, Content::Scalar { .. });
        match &mut self.nodes[open.id.0].content {
            Content::List(items) => items.push(id),
            Content::Map(entries) => match open.key.take() {
                Some(key) => entries.push(Entry {
                    name: None,
                    key: Some(key),
                    value: id,
                }),
                None if is_scalar => open.key = Some(id),
                None => return Err(Failure::KeyIsNoText(start)),
            },
            Content::Scalar { .. } => {}
        }
        Ok(None)
    }

    /// Records a merge key if its value is an alias or a list of aliases. With another value, `<<` may be a name.
    fn check_merge(&mut self, text: &str) {
        let Some(Open {
            id, key: Some(key), ..
        }) = self.open.last()
        else {
            return;
        };
        let span = self.nodes[key.0].span.clone();
        if let Content::Map(entries) = &self.nodes[id.0].content
            && text.get(span) == Some("<<")
        {
            self.merges.push((*id, entries.len()));
        }
    }

    /// The start of the anchor of an open list or map.
    fn start_of_anchor(&self, text: &str, anchor: usize) -> usize {
        let open = self.open.iter().find(|open| open.anchor == anchor);
        let node = open.map_or(0, |open| self.nodes[open.id.0].span.start);
        text[..node].rfind('&').unwrap_or(node)
    }

    /// Adds to the size: one byte more than each value has.
    fn count(&mut self, bytes: u64, at: usize) {
        self.size = self.size.saturating_add(bytes).saturating_add(1);
        if self.size > MOST_WRITTEN_OUT && self.overflow.is_none() {
            self.overflow = Some(at);
        }
    }

    /// Records a tag, unless it only states the actual type of the value.
    fn check_tag(&mut self, tag: Option<&Tag>, span: Option<Range<usize>>, value: &str) {
        let Some((tag, span)) = tag.zip(span) else {
            return;
        };
        let fits = match tag.suffix_in_namespace("tag:yaml.org,2002:").as_deref() {
            Some("int") => value.parse::<i128>().is_ok(),
            Some("float") => value.parse::<f64>().is_ok(),
            Some("bool") => value.parse::<bool>().is_ok(),
            Some("null") => ["", "~", "null"].contains(&value),
            Some(_) => true,
            None => false,
        };
        if !fits {
            self.tags.push(span);
        }
    }
}

fn failure(error: &ScanError) -> Failure {
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => {
            Failure::TooDeep(error.marker().byte_offset().unwrap_or_default())
        }
        _ => Failure::NotOneDocument,
    }
}

fn scalar(text: Option<Box<str>>, plain: bool) -> Content {
    Content::Scalar { text, plain }
}

/// Whether a value is empty.
fn is_nothing(span: &Range<usize>, style: ScalarStyle) -> bool {
    span.is_empty() && style == ScalarStyle::Plain
}

/// The location of the `|` or `>` of a block scalar whose text starts at a byte.
fn header_of_block(text: &str, after: usize, content: usize) -> usize {
    let between = text.get(after..content).unwrap_or_default();
    let mut bars = between.match_indices(['|', '>']).map(|(at, _)| at);
    let begins_token = |at: &usize| *at == 0 || between[..*at].ends_with(char::is_whitespace);
    bars.find(begins_token).map_or(content, |at| after + at)
}

#[cfg(test)]
mod tests {
    use super::{Failure, MOST_DEPTH, Tree};

    #[test]
    fn failures_of_the_tree_are_distinguished() {
        let deep = "[".repeat(MOST_DEPTH + 1) + &"]".repeat(MOST_DEPTH + 1);
        let table = [
            ("a: [b", Failure::NotOneDocument),
            ("a: 1\n---\nb: 2\n", Failure::NotOneDocument),
            ("", Failure::NotOneDocument),
            ("a: *b\n", Failure::NotOneDocument),
            ("? [a]\n: b\n", Failure::KeyIsNoText(2)),
            ("a: &a [*a]\n", Failure::ContainsItself(3)),
            (&deep, Failure::TooDeep(MOST_DEPTH)),
        ];
        for (text, failure) in table {
            assert_eq!(Tree::parse(&text.into()).err(), Some(failure), "{text}");
        }
        assert!(Tree::parse(&deep[1..deep.len() - 1].into()).is_ok());
    }

    #[test]
    fn only_tags_that_change_nothing_are_free() {
        let tree = Tree::parse(&"[!!str 5, !!int 5, !!binary aGk=, !x 5, !!int x]".into());
        assert_eq!(tree.expect("a tree").tags(), [34..36, 40..45]);
    }

    #[test]
    fn aliases_are_counted_as_if_they_were_written_out() {
        let levels = (1..20).map(|n| {
            format!(
                "- &a{n} [{}]\n",
                vec![format!("*a{}", n - 1); 10].join(", ")
            )
        });
        let text = "- &a0 x\n".to_owned() + &levels.collect::<String>();
        let tree = Tree::parse(&text.as_str().into()).expect("a tree");
        let at = tree.overflow().expect("too much");
        assert!(text[..at].lines().count() < 10, "{}", &text[..at]);
    }
}
