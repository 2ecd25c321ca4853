//! Reads all wanted values of an XML body in one walk, without building or allocating anything.
//!
//! A pointer leads from the root element down by local names, and by `@` and its local name to an attribute. A number after
//! a name is an index into the elements of this name. On its way the walk checks that the document is well-formed; of
//! namespaces it knows only that a name can have a prefix. A document type is refused: it could define entities.

use core::{iter, mem};

use crate::{
    encoding::{Encoding, dereference, is_xml_character},
    scan,
    slots::{Found, MAX_DEPTH, Slot, Trie, array_index, first_token},
    tables::{Edge, Kind, MAX_SLOTS, Node},
    text::Text,
};

/// An element has at most this many attributes: each is compared with all others.
const MAX_ATTRIBUTES: usize = 32;

/// Notes where the wanted values lie; `None` if the text is not a well-formed document. Of several elements where one is
/// wanted, the first counts.
pub(crate) fn walk(trie: Trie<'_>, text: &str, found: &mut Found) -> Option<()> {
    if !has_only_xml_characters(text) {
        return None;
    }
    let root = trie.root();
    if let Some(root) = root {
        // Only the values inside a document can be read.
        found.keep(root, Slot::BLOCKED);
    }
    let mut walk = Walk {
        trie,
        found,
        len: text.len(),
    };
    let mut children = Children::new(root.map_or(&[], |root| trie.edges(root)));
    let start = skip_asides(skip_declaration(text)?)?;
    let rest = walk.child(start, MAX_DEPTH, &mut children)?;
    skip_asides(rest)?.is_empty().then_some(())
}

/// Goes down the trie and the document together. Its methods take and return what the functions below do.
struct Walk<'t, 'f> {
    trie: Trie<'t>,
    found: &'f mut Found,
    /// The length of the document, which turns a rest of it into a place in it.
    len: usize,
}

/// The wanted children of an element, and how many of each there were so far.
struct Children<'t> {
    edges: &'t [Edge],
    counts: [u32; MAX_SLOTS],
}

impl<'t> Children<'t> {
    const fn new(edges: &'t [Edge]) -> Self {
        Self {
            edges,
            counts: [0; MAX_SLOTS],
        }
    }
}

impl<'t> Walk<'t, '_> {
    fn child<'a>(
        &mut self,
        input: &'a str,
        depth: u8,
        siblings: &mut Children<'t>,
    ) -> Option<&'a str> {
        let tag = Tag::take(input)?;
        let name = tag.local.as_bytes();
        let Some(place) = self.trie.position(siblings.edges, name) else {
            return tag.skip_element(depth);
        };
        let count = siblings.counts.get_mut(place)?;
        let index = mem::replace(count, *count + 1);
        let node = self.trie.child(siblings.edges.get(place)?)?;
        let edges = self.trie.edges(node);
        let mut rest = None;
        if node.is_wanted() || edges.iter().any(|edge| edge.index == u32::MAX) {
            if index == 0 {
                rest = Some(self.element(&tag, depth, node)?);
            } else {
                self.found.ambiguous = true;
            }
        }
        if let Some(edge) = edges.iter().find(|edge| edge.index == index) {
            rest = Some(self.element(&tag, depth, self.trie.child(edge)?)?);
        }
        rest.or_else(|| tag.skip_element(depth))
    }

    fn element<'a>(&mut self, tag: &Tag<'a>, depth: u8, node: &'t Node) -> Option<&'a str> {
        let edges = self.trie.edges(node);
        self.attributes(tag, edges)?;
        let mut children = Children::new(edges);
        let (content, rest) = tag.content(depth, |child, depth| {
            self.child(child, depth, &mut children)
        })?;
        if content.has_text && !content.has_elements {
            self.block_children(edges);
        }
        let slot = Slot::new(self.len - tag.input.len(), self.len - rest.len());
        self.found.keep(node, slot);
        Some(rest)
    }

    /// Says that no element can be reached inside one that holds only text.
    fn block_children(&mut self, edges: &[Edge]) {
        for edge in edges {
            let is_element = edge.index == u32::MAX && !self.trie.key(edge).starts_with('@');
            if let Some(child) = self.trie.child(edge).filter(|_| is_element) {
                self.found.fill(child, Slot::BLOCKED);
            }
        }
    }

    fn attributes(&mut self, tag: &Tag<'_>, edges: &[Edge]) -> Option<()> {
        let trie = self.trie;
        let key = |edge: &Edge| trie.key(edge).strip_prefix('@');
        if !edges.iter().any(|edge| key(edge).is_some()) {
            return Some(());
        }
        let mut seen = [false; MAX_SLOTS];
        for attribute in attributes(tag.attributes) {
            let is_same =
                |edge: &Edge| key(edge) == Some(attribute.local) && !attribute.is_namespace();
            let Some(place) = edges.iter().position(is_same) else {
                continue;
            };
            if mem::replace(seen.get_mut(place)?, true) {
                self.found.ambiguous = true;
                continue;
            }
            let child = self.trie.child(edges.get(place)?)?;
            let end = self.len - attribute.rest.len();
            self.found.block(child);
            self.found
                .keep(child, Slot::new(end - attribute.value.len(), end));
        }
        Some(())
    }
}

/// An element with everything inside it, or the value of an attribute with its quotes, as it is spelt.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a>(pub(crate) &'a str);

impl<'a> Value<'a> {
    /// An object is an element with elements inside it; anything else is a string.
    #[must_use]
    pub fn kind(self) -> Kind {
        if self.elements().next().is_some() {
            Kind::Object
        } else {
            Kind::String
        }
    }

    /// What an attribute says, or an element without elements inside it, trimmed. A text that is only in part in a section
    /// of `CDATA` is not.
    #[must_use]
    pub fn text(self) -> Option<Text<'a>> {
        let Some(tag) = Tag::take(self.0) else {
            return unquote(self.0).map(text_of);
        };
        if tag.is_empty {
            return Some(Text::plain(""));
        }
        // The last tag is the end tag.
        let inside = trim(tag.rest.get(..tag.rest.rfind('<')?)?);
        if let Some(section) = inside.strip_prefix("<![CDATA[") {
            let (section, rest) = section.split_once("]]>")?;
            return rest.is_empty().then(|| Text::plain(trim(section)));
        }
        if !scan::contains(inside, [b'<']) {
            return Some(text_of(inside));
        }
        has_only_asides(inside)?;
        let text = Text::encoded(inside, Encoding::Xml);
        Some(text.trim_start().trim_end(&mut 0))
    }

    /// The elements inside an element, in order.
    pub fn elements(self) -> Elements<'a> {
        let tag = Tag::take(self.0).filter(|tag| !tag.is_empty);
        Elements {
            rest: tag.map_or("", |tag| tag.rest),
        }
    }

    /// Whether an element has elements inside it, or attributes.
    pub(crate) fn has_members(self) -> bool {
        let is_own = |attribute: Attribute<'_>| !attribute.is_namespace();
        self.elements().next().is_some() || self.attributes().any(is_own)
    }

    /// The value at a pointer relative to an element. Of several elements where one is wanted, the first counts.
    #[must_use]
    pub fn pointer(self, pointer: &str) -> Option<Self> {
        self.resolve(pointer).0
    }

    /// Whether a pointer relative to this element leads to something without a text, to one of several or through
    /// something that it cannot lead through.
    pub(crate) fn is_unsure_at(self, pointer: &str) -> bool {
        let (value, is_unsure) = self.resolve(pointer);
        is_unsure || value.is_some_and(|value| value.text().is_none())
    }

    /// The value at a pointer, and whether it is uncertain that it is the wanted one.
    fn resolve(self, pointer: &str) -> (Option<Self>, bool) {
        let (mut value, mut rest, mut is_unsure) = (self, pointer, false);
        while let Some((token, behind)) = first_token(rest) {
            rest = behind;
            let index =
                first_token(rest).and_then(|(token, behind)| Some((array_index(token)?, behind)));
            let (mut found, is_attribute) = value.members(token);
            let next = match index {
                Some((index, behind)) if !is_attribute => {
                    rest = behind;
                    found.nth(index)
                }
                _ => {
                    let first = found.next();
                    is_unsure |= found.next().is_some();
                    first
                }
            };
            let Some(next) = next else {
                let stops = !is_attribute && value.kind() == Kind::String;
                let text = value.text().filter(|_| stops);
                return (None, is_unsure || text.is_some_and(|text| !text.is_empty()));
            };
            value = next;
        }
        (rest.is_empty().then_some(value), is_unsure)
    }

    /// The elements inside an element, or its attributes, to which a reference token leads, and whether it is the latter.
    fn members<'p>(self, token: &'p str) -> (impl Iterator<Item = Self> + use<'a, 'p>, bool) {
        let attribute = token.strip_prefix('@');
        let attributes = attribute.map(|name| {
            let is_same = move |attribute: &Attribute<'_>| {
                attribute.local == name && !attribute.is_namespace()
            };
            let same = self.attributes().filter(is_same);
            same.map(|attribute| Self(attribute.value))
        });
        let elements = attribute.is_none().then(|| {
            let local = |element: &Self| Tag::take(element.0).map(|tag| tag.local);
            self.elements()
                .filter(move |element| local(element) == Some(token))
        });
        let attributes = attributes.into_iter().flatten();
        let all = attributes.chain(elements.into_iter().flatten());
        (all, attribute.is_some())
    }

    fn attributes(self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        attributes(Tag::take(self.0).map_or("", |tag| tag.attributes))
    }
}

/// The elements inside an element, in order.
#[derive(Clone, Default)]
pub struct Elements<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Elements<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        let element = next_element(self.rest)?;
        self.rest = skip_element(element, MAX_DEPTH)?;
        let len = element.len() - self.rest.len();
        element.get(..len).map(Value)
    }
}

/// The first element in the content of another.
fn next_element(mut content: &str) -> Option<&str> {
    loop {
        let start = scan::find(content.as_bytes(), [b'<'])?;
        let (_, markup) = content.split_at_checked(start)?;
        content = match Markup::take(markup)? {
            Markup::Aside(rest) | Markup::Section(_, rest) => rest,
            Markup::Element => return Some(markup),
            Markup::End(_) => return None,
        };
    }
}

/// Whether all markup in the content of an element is comments and processing instructions.
fn has_only_asides(mut content: &str) -> Option<()> {
    while let Some(start) = scan::find(content.as_bytes(), [b'<']) {
        let (_, markup) = content.split_at_checked(start)?;
        let Markup::Aside(rest) = Markup::take(markup)? else {
            return None;
        };
        content = rest;
    }
    Some(())
}

/// Text without markup in it.
fn text_of(raw: &str) -> Text<'_> {
    if scan::contains(raw, [b'&']) {
        Text::encoded(raw, Encoding::Xml)
    } else {
        Text::plain(raw)
    }
}

/// Whether there is anything but white space in a text that may have references.
fn says_something(raw: &str) -> bool {
    let rest = skip_space(raw);
    if rest.starts_with('&') {
        text_of(rest).chars().any(|character| !is_space(character))
    } else {
        !rest.is_empty()
    }
}

/// A start tag, or the tag of an empty element.
struct Tag<'a> {
    /// The document from the tag on.
    input: &'a str,
    name: &'a str,
    /// The name without its prefix.
    local: &'a str,
    /// The document after the name.
    attributes: &'a str,
    is_empty: bool,
    /// The document after the tag.
    rest: &'a str,
}

/// What is in an element.
#[derive(Default)]
struct Content {
    has_text: bool,
    has_elements: bool,
}

impl<'a> Tag<'a> {
    fn take(input: &'a str) -> Option<Self> {
        let (name, attributes) = take_name(input.strip_prefix('<')?)?;
        let rest = skip_attributes(attributes)?;
        let (is_empty, rest) = match rest.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        Some(Self {
            input,
            name,
            local: local_name(name)?,
            attributes,
            is_empty,
            rest: rest.strip_prefix('>')?,
        })
    }

    /// Takes the rest of the element, and leaves it to `child` to take each element inside it.
    fn content(
        &self,
        depth: u8,
        mut child: impl FnMut(&'a str, u8) -> Option<&'a str>,
    ) -> Option<(Content, &'a str)> {
        let depth = depth.checked_sub(1)?;
        let (mut content, mut input) = (Content::default(), self.rest);
        if self.is_empty {
            return Some((content, input));
        }
        loop {
            let (text, markup) = take_text(input)?;
            content.has_text |= says_something(text);
            input = match Markup::take(markup)? {
                Markup::End(end) => return Some((content, self.skip_end(end)?)),
                Markup::Aside(rest) => rest,
                Markup::Section(text, rest) => {
                    content.has_text |= !skip_space(text).is_empty();
                    rest
                }
                Markup::Element => {
                    content.has_elements = true;
                    child(markup, depth)?
                }
            };
        }
    }

    fn skip_element(&self, depth: u8) -> Option<&'a str> {
        let (_, rest) = self.content(depth, skip_element)?;
        Some(rest)
    }

    /// Takes the rest of the end tag, which must have the same name.
    fn skip_end(&self, input: &'a str) -> Option<&'a str> {
        skip_space(input.strip_prefix(self.name)?).strip_prefix('>')
    }
}

/// What starts with an angle bracket inside an element.
enum Markup<'a> {
    /// An end tag, from its name on.
    End(&'a str),
    /// A comment or processing instruction: what comes after it.
    Aside(&'a str),
    /// A section of `CDATA`: its text, and what comes after it.
    Section(&'a str, &'a str),
    /// Perhaps an element.
    Element,
}

impl<'a> Markup<'a> {
    fn take(input: &'a str) -> Option<Self> {
        if let Some(end) = input.strip_prefix("</") {
            return Some(Self::End(end));
        }
        if !input.starts_with("<!") && !input.starts_with("<?") {
            return Some(Self::Element);
        }
        if let Some(section) = input.strip_prefix("<![CDATA[") {
            let (text, rest) = section.split_once("]]>")?;
            return Some(Self::Section(text, rest));
        }
        let rest = skip_aside(input)?;
        Some(if rest.len() < input.len() {
            Self::Aside(rest)
        } else {
            Self::Element
        })
    }
}

/// An attribute of a tag.
struct Attribute<'a> {
    name: &'a str,
    /// The name without its prefix.
    local: &'a str,
    /// The value in its quotes.
    value: &'a str,
    /// The document after the attribute.
    rest: &'a str,
}

impl<'a> Attribute<'a> {
    fn take(input: &'a str) -> Option<Self> {
        let (name, rest) = take_name(input)?;
        let value = skip_space(skip_space(rest).strip_prefix('=')?);
        let (inside, rest) = take_quoted(value)?;
        let is_text = !scan::contains(inside, [b'<']) && are_references(inside);
        Some(Self {
            name,
            local: local_name(name)?,
            value: value.get(..value.len() - rest.len())?,
            rest,
        })
        .filter(|_| is_text)
    }

    /// Whether it declares a namespace.
    fn is_namespace(&self) -> bool {
        self.name == "xmlns" || self.name.starts_with("xmlns:")
    }
}

/// The attributes at the front of the input.
fn attributes(mut input: &str) -> impl Iterator<Item = Attribute<'_>> {
    iter::from_fn(move || {
        let attribute = Attribute::take(skip_space(input))?;
        input = attribute.rest;
        Some(attribute)
    })
}

// Each function below takes something off the front of the input and returns the rest: `None` if something else is
// there. `depth` says how many more elements may be entered.

/// Skips the attributes of a tag, which must have different names, up to its end.
fn skip_attributes(input: &str) -> Option<&str> {
    let rest = skip_space(input);
    if is_end_of_tag(rest) {
        return Some(rest);
    }
    skip_some_attributes(input)
}

// Out of line, so that its names do not lie on the stack once for each element around this one.
#[inline(never)]
fn skip_some_attributes(mut input: &str) -> Option<&str> {
    let (mut names, mut count) = ([""; MAX_ATTRIBUTES], 0);
    loop {
        let rest = skip_space(input);
        if is_end_of_tag(rest) {
            return Some(rest);
        }
        let attribute = Attribute::take(rest).filter(|_| rest.len() < input.len())?;
        if names.get(..count)?.contains(&attribute.name) {
            return None;
        }
        *names.get_mut(count)? = attribute.name;
        count += 1;
        input = attribute.rest;
    }
}

fn is_end_of_tag(input: &str) -> bool {
    input.starts_with(['>', '/'])
}

fn skip_element(input: &str, depth: u8) -> Option<&str> {
    Tag::take(input)?.skip_element(depth)
}

/// Takes the text in front of the next angle bracket.
fn take_text(input: &str) -> Option<(&str, &str)> {
    let end = scan::find(input.as_bytes(), [b'<'])?;
    let (text, markup) = input.split_at_checked(end)?;
    let is_plain = !scan::contains(text, *b"&]");
    let is_text = is_plain || are_references(text) && !text.contains("]]>");
    is_text.then_some((text, markup))
}

fn has_only_xml_characters(text: &str) -> bool {
    if text.is_ascii() {
        // All bytes are looked at, whatever comes first: the compiler takes many at once.
        text.bytes().fold(true, |all, byte| {
            all & (byte >= b' ' || is_space(byte.into()))
        })
    } else {
        text.chars().all(is_xml_character)
    }
}

/// Whether each ampersand in a text starts a reference.
fn are_references(mut text: &str) -> bool {
    while let Some((_, reference)) =
        scan::find(text.as_bytes(), [b'&']).and_then(|at| text.split_at_checked(at))
    {
        let rest = dereference(reference).and_then(|(_, len)| reference.get(len..));
        let Some(rest) = rest else { return false };
        text = rest;
    }
    true
}

/// Skips the declaration of the version and the encoding, which must be UTF-8.
fn skip_declaration(input: &str) -> Option<&str> {
    let declaration = input.strip_prefix("<?xml");
    let Some(declaration) = declaration.filter(|rest| rest.starts_with(is_space)) else {
        return Some(input);
    };
    let (version, mut rest) = take_setting(declaration, "version")?;
    let minor = version.strip_prefix("1.")?;
    if minor.is_empty() || !minor.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if let Some((encoding, behind)) = take_setting(rest, "encoding") {
        rest = Some(behind).filter(|_| encoding.eq_ignore_ascii_case("utf-8"))?;
    }
    if let Some((standalone, behind)) = take_setting(rest, "standalone") {
        rest = Some(behind).filter(|_| ["yes", "no"].contains(&standalone))?;
    }
    skip_space(rest).strip_prefix("?>")
}

fn take_setting<'a>(input: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let rest = skip_space(input);
    let rest = rest
        .strip_prefix(name)
        .filter(|_| rest.len() < input.len())?;
    take_quoted(skip_space(skip_space(rest).strip_prefix('=')?))
}

/// Skips white space, comments and processing instructions.
fn skip_asides(mut input: &str) -> Option<&str> {
    loop {
        input = skip_space(input);
        let rest = skip_aside(input)?;
        if rest.len() == input.len() {
            return Some(rest);
        }
        input = rest;
    }
}

/// Skips a comment or processing instruction, if there is one.
fn skip_aside(input: &str) -> Option<&str> {
    if let Some(comment) = input.strip_prefix("<!--") {
        let (_, end) = comment.split_once("--")?;
        return end.strip_prefix('>');
    }
    let Some(instruction) = input.strip_prefix("<?") else {
        return Some(input);
    };
    let (target, rest) = take_name(instruction)?;
    let (inside, end) = rest.split_once("?>")?;
    let is_apart = inside.is_empty() || inside.starts_with(is_space);
    (is_apart && !target.eq_ignore_ascii_case("xml")).then_some(end)
}

/// Takes a value in quotes: what is inside them, and the rest.
fn take_quoted(input: &str) -> Option<(&str, &str)> {
    let (quote, _) = input.as_bytes().split_first()?;
    let is_quote = matches!(quote, b'"' | b'\'');
    scan::split_once(input.get(1..).filter(|_| is_quote)?, *quote)
}

/// What is inside the quotes of a value.
fn unquote(input: &str) -> Option<&str> {
    let (inside, rest) = take_quoted(input)?;
    rest.is_empty().then_some(inside)
}

fn take_name(input: &str) -> Option<(&str, &str)> {
    let is_ascii_name =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-' | b'.');
    let mut end = input.bytes().take_while(is_ascii_name).count();
    if !input.as_bytes().get(end).is_some_and(u8::is_ascii) {
        end = input.find(|c| !is_name_character(c)).unwrap_or(input.len());
    }
    let (name, rest) = input.split_at_checked(end)?;
    name.starts_with(is_name_start).then_some((name, rest))
}

/// A name without its prefix, if it has one.
fn local_name(name: &str) -> Option<&str> {
    let Some((_, local)) = scan::split_once(name, b':') else {
        return Some(name);
    };
    let is_local = local.starts_with(is_name_start) && !scan::contains(local, [b':']);
    is_local.then_some(local)
}

const fn is_name_start(c: char) -> bool {
    matches!(c, ':' | 'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

const fn is_name_character(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn skip_space(input: &str) -> &str {
    input.trim_start_matches(is_space)
}

fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}
