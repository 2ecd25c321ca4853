//! Explains YAML syntax errors in the terms of an author instead of a parser.

mod lines;

use std::ops::Range;

use self::lines::{contents, starts};
use crate::diagnostics::{self, DiagnosticBuilder, Id};
use crate::yaml;

/// An error and its bytes.
type Found = (Range<usize>, DiagnosticBuilder);

/// The meaning and location of an error of the library. An unknown one keeps the library's message.
pub(super) fn explain(text: &str, error: &serde_yaml::Error) -> Found {
    let at = error.location().map(|location| location.index());
    let failure = Failure::new(text, &error.to_string(), at.unwrap_or(0));
    failure.explain().unwrap_or_else(|| {
        let diagnostic = Id::InvalidYaml.diagnostic(failure.message.clone(), "here");
        (failure.character(failure.at), diagnostic)
    })
}

/// Why a text cannot be parsed into a tree, if that is more precise than the library's message.
pub(super) fn explain_failure(text: &str, failure: yaml::Failure) -> Option<Found> {
    let at = |at| Failure::new(text, "", at);
    match failure {
        yaml::Failure::KeyIsNoText(start) => Some(at(start).key_of_many()),
        yaml::Failure::ContainsItself(anchor) => Some(at(anchor).contains_itself()),
        yaml::Failure::TooDeep(start) => Some(at(start).depth()),
        // Unclosed brackets may be too many, too.
        yaml::Failure::NotOneDocument => {
            let start = super::open_brackets(text, yaml::MOST_DEPTH)?;
            Some(at(start).depth())
        }
    }
}

/// A tag.
pub(super) fn tag() -> DiagnosticBuilder {
    let label = "YAML reads this as a tag";
    let diagnostic = Id::InvalidYaml.diagnostic("tags are not supported", label);
    diagnostic.help("put the text in quotes, or remove the tag")
}

/// Where the parser gave up, and why.
struct Failure<'t> {
    text: &'t str,
    /// The library's message, without positions.
    message: String,
    /// What could not be read.
    at: usize,
    /// The start of what was being read.
    from: usize,
}

impl<'t> Failure<'t> {
    fn new(text: &'t str, message: &str, at: usize) -> Self {
        Self {
            text,
            message: without_positions(message),
            at: (0..=at.min(text.len()))
                .rev()
                .find(|at| text.is_char_boundary(*at))
                .unwrap_or(0),
            from: context(text, message),
        }
    }

    fn explain(&self) -> Option<Found> {
        if let Some(tab) = self.tab() {
            return Some(tab);
        }
        let (problem, context) = self
            .message
            .split_once(", while ")
            .unwrap_or((&self.message, ""));
        let mentions = |part: &str| problem.contains(part);
        match context {
            "scanning a simple key" => Some(self.missing_colon()),
            "scanning an anchor" | "scanning an alias" => self.indicator(self.from),
            "scanning a quoted scalar" => Some(self.open_quote()),
            "parsing a quoted scalar" => Some(self.escape()),
            "scanning a block scalar" => Some(self.block_header()),
            "parsing a flow sequence" | "parsing a flow mapping" => Some(self.flow()),
            "parsing a flow node" if self.next().is_some_and(|c| "]}".contains(c)) => {
                Some(self.wrong_bracket())
            }
            "parsing a block mapping" => Some(self.key_expected()),
            "parsing a block collection" => Some(self.item_expected()),
            _ if mentions("mapping values") => Some(self.stray_colon()),
            _ if mentions("block sequence entries") => Some(self.list_in_line()),
            _ if mentions("more than one document") => Some(self.second_document()),
            _ if mentions("repetition limit") => Some(self.repetition()),
            _ if mentions("recursion limit") => Some(self.depth()),
            _ if mentions("unknown anchor") => Some(self.unknown_anchor()),
            _ if mentions("incompatible YAML") => Some(self.version()),
            _ => self.indicator(self.at),
        }
    }

    /// An error at a character.
    fn mark(
        &self,
        at: usize,
        message: impl Into<String>,
        label: &str,
        help: impl Into<String>,
    ) -> Found {
        found(self.character(at), message, label, help)
    }

    /// An error at the character that could not be read.
    fn here(&self, message: &str, label: &str, help: &str) -> Found {
        self.mark(self.at, message, label, help)
    }

    /// An error at the word that could not be read.
    fn at_word(&self, message: &str, label: &str, help: &str) -> Found {
        found(self.word(self.at), message, label, help)
    }

    fn tab(&self) -> Option<Found> {
        let line = self.line_of(self.at);
        let text = &self.text[line.clone()];
        let indent = text.len() - text.trim_start().len();
        let at = match text[..indent].find('\t') {
            Some(tab) => line.start + tab,
            None => self.text[self.at..].starts_with('\t').then_some(self.at)?,
        };
        Some(self.mark(
            at,
            "a tab in the indentation",
            "a tab",
            "indent with spaces",
        ))
    }

    /// A character with a special meaning in YAML, at the start of a text.
    fn indicator(&self, at: usize) -> Option<Found> {
        let c = self.text[at..]
            .chars()
            .next()
            .filter(char::is_ascii_punctuation)?;
        let label = match c {
            '*' => "YAML reads this as an alias",
            '&' => "YAML reads this as an anchor",
            ',' | ']' | '}' => "no value before this",
            _ => "this has a special meaning in YAML",
        };
        let shown = if c == '`' {
            "a backtick".to_owned()
        } else {
            format!("`{c}`")
        };
        let message = format!("an unquoted text starts with {shown}");
        Some(self.mark(at, message, label, "put the text in quotes"))
    }

    fn unknown_anchor(&self) -> Found {
        let place = self.word(self.at);
        let message = format!("`{}` is not a known anchor", &self.text[place.clone()]);
        found(
            place,
            message,
            "YAML reads this as an alias",
            "put the text in quotes",
        )
    }

    /// A list or a map instead of a key.
    fn key_of_many(&self) -> Found {
        let help = "write a text before the colon";
        self.here("a key that is not text", "not a text", help)
    }

    /// A line that is not a key, where only a key is allowed.
    fn missing_colon(&self) -> Found {
        let place = self.rest_of_line(self.from);
        let line = &self.text[place.clone()];
        if let Some(colon) = line.find(':').filter(|_| !line.starts_with(['"', '\''])) {
            return self.crowded_colon(place, colon);
        }
        let help = "write `key: value`; what continues a text is indented further than its key";
        found(place, "a key without a colon", "no colon after it", help)
    }

    /// A colon without a space after it, or after a key that is longer than YAML allows.
    fn crowded_colon(&self, line: Range<usize>, colon: usize) -> Found {
        let (key, value) = self.text[line.clone()].split_at(colon);
        if value.starts_with(": ") {
            let key = line.start..line.start + colon;
            return found(
                key,
                "a key is too long",
                "more than 1024 bytes",
                "write a shorter one",
            );
        }
        let help = format!("write `{}: {}`", clipped(key), clipped(&value[1..]));
        let colon = self.character(line.start + colon);
        found(
            colon,
            "a space is missing after a colon",
            "no space after it",
            help,
        )
    }

    /// A colon after something that is not a key.
    fn stray_colon(&self) -> Found {
        let line = self.line_of(self.at);
        let before = &self.text[line.start..self.at];
        let above = self.line_above(line.start);
        if before.contains(": ") || self.text[above.clone()].trim().is_empty() {
            return self.colon_in_text();
        }
        let content = &self.text[above.clone()];
        if content.contains(": ") {
            let key = line.start + before.len() - before.trim_start().len()..self.at;
            let help = "indent it like the line above, or quote a text that contains a colon";
            return found(
                key,
                "a key below a value",
                "indented further than the line above",
                help,
            );
        }
        if content.contains(' ') {
            return self.colon_in_text();
        }
        let help = format!("write `{content}:`");
        found(above, "a key without a colon", "no colon after it", help)
    }

    fn colon_in_text(&self) -> Found {
        let message = "an unquoted text contains a colon";
        let label = "a colon followed by a space ends a key";
        let help = "put the text in quotes, or below its key after `>-`";
        self.here(message, label, help)
    }

    fn open_quote(&self) -> Found {
        let help = "close it at the end of the text";
        let message = "a quote that is never closed";
        self.mark(self.from, message, "opened here", help)
    }

    fn escape(&self) -> Found {
        let end = self.character(self.at).end;
        let backslash = self.text[..end].rfind('\\').unwrap_or(self.at);
        let escape = backslash..self.character(self.character(backslash).end).end;
        let message = format!("`{}` is not a YAML escape", &self.text[escape.clone()]);
        let help = "write `\\\\` for a backslash, or put the text in single quotes";
        found(escape, message, "no such character", help)
    }

    fn block_header(&self) -> Found {
        let message = "text on the same line as `|` or `>`";
        let help = "start it on the next line, indented further than its key";
        self.at_word(message, "not on this line", help)
    }

    /// Neither an entry of a list or map in brackets, nor its end.
    fn flow(&self) -> Found {
        let (opened, reached) = (self.line_of(self.from), self.line_of(self.at));
        let outside = self.indent(&reached) <= self.indent(&opened) && reached != opened;
        match self.next().filter(|_| !outside) {
            Some(':') => self.here(
                "a second colon in one entry",
                "one entry has one colon",
                "put a comma between two entries, and quote a text that contains a colon",
            ),
            Some('\'' | '"') | None => self.open_bracket(),
            Some('}' | ']') => self.wrong_bracket(),
            Some(_) if outside => self.open_bracket(),
            Some(_) => self.at_word(
                "a comma is missing between two entries",
                "no comma before this",
                "put a comma between two entries, or the whole text in quotes",
            ),
        }
    }

    fn wrong_bracket(&self) -> Found {
        let message = "a bracket that does not match the one it closes";
        let help = "close each bracket with its own kind, the inner ones first";
        self.here(message, "closes another kind of bracket", help)
    }

    fn open_bracket(&self) -> Found {
        let help = "close it after its last entry";
        let message = "a bracket that is never closed";
        self.mark(self.from, message, "opened here", help)
    }

    /// Something that is not a key, where only a key is allowed.
    fn key_expected(&self) -> Found {
        let line = self.line_of(self.at);
        let before = self.text[line.start..self.at].trim_end();
        match before.chars().next_back() {
            Some(quote @ ('\'' | '"')) => self.after_quote(quote, line.start, before),
            Some(bracket @ (']' | '}')) => found(
                self.rest_of_line(self.at),
                format!("something follows a closing `{bracket}`"),
                "after the bracket",
                "put the whole text in quotes, or add a line break in between",
            ),
            None => self.misplaced_line(self.at),
            Some(_) => self.at_word(
                "a key is expected here",
                "not a key",
                "put the text in quotes, or each key on a line of its own",
            ),
        }
    }

    /// Text after a closing quote. If an earlier line opened a quote, that one was meant to be closed.
    fn after_quote(&self, quote: char, line: usize, before: &str) -> Found {
        let is_open = |line: &str| line.matches(quote).count() % 2 == 1;
        let opener = is_open(before).then(|| self.opener(quote, line)).flatten();
        if let Some(at) = opener {
            let help = "close it at the end of the text";
            return self.mark(at, "a quote that is never closed", "opened here", help);
        }
        let help = match quote {
            '\'' => "write `''` for an apostrophe, or put the whole text in double quotes",
            _ => "write `\\\"` for a quote within, or put the whole text in single quotes",
        };
        let place = self.rest_of_line(self.at);
        found(place, "text after a closing quote", "after the quote", help)
    }

    /// The unpaired quote on a line above.
    fn opener(&self, quote: char, below: usize) -> Option<usize> {
        let mut end = below;
        for line in self.text[..below].split_inclusive('\n').rev() {
            end -= line.len();
            if line.matches(quote).count() % 2 == 1 {
                return Some(end + line.find(quote)?);
            }
        }
        None
    }

    /// A line whose indentation matches none above.
    fn misplaced_line(&self, at: usize) -> Found {
        let rest = &self.text[at..];
        if rest.starts_with(':') {
            let help = "write the key, or put the text in quotes";
            return self.mark(at, "a colon without a key", "no key before it", help);
        }
        if rest.starts_with("- ") || rest.starts_with("-\n") {
            let help = "the items of a list are below their key, all with the same indentation";
            return self.mark(at, "a misplaced list item", "no list continues here", help);
        }
        let help = "all keys of a map have the same indentation";
        found(
            self.key(at),
            "the indentation of this line matches none above",
            "no map continues here",
            help,
        )
    }

    fn item_expected(&self) -> Found {
        let help = "indent it like the item that it belongs to, or like the key of the list";
        found(
            self.key(self.at),
            "a key between the items of a list",
            "no `- ` before it",
            help,
        )
    }

    fn list_in_line(&self) -> Found {
        let help = "write each item on a line of its own, or put the text in quotes";
        self.here("a list on the same line as its key", "starts an item", help)
    }

    /// What follows the end of the document: marked as another one, or not part of the first by its indentation.
    fn second_document(&self) -> Found {
        let is_mark = |line: &str| {
            ["---", "...", "%"]
                .iter()
                .any(|mark| line.starts_with(mark))
        };
        let indent = |line: &str| line.len() - line.trim_start().len();
        let mut lines = contents(self.text).skip_while(|(_, line)| line.starts_with('%'));
        let first = lines.next().map_or(0, |(_, line)| indent(line));
        let ends = lines.find(|(_, line)| is_mark(line) || indent(line) < first);
        let (at, line) = ends.unwrap_or((0, self.text));
        if !is_mark(line) {
            return self.misplaced_line(at + indent(line));
        }
        let message = "a file must contain a single document, and this starts another one";
        let help = "remove the line, or move what follows to a file of its own";
        found(
            self.rest_of_line(at),
            message,
            "the first one ends here",
            help,
        )
    }

    fn repetition(&self) -> Found {
        let mut aliases = self.text.match_indices('*').map(|(at, _)| at);
        let is_alias = |at: &usize| self.text[..*at].ends_with([' ', '[', ',']);
        let at = aliases.rfind(is_alias).unwrap_or(0);
        let message = "the aliases of this file repeat too much";
        self.mark(at, message, "the last alias", "write out what is repeated")
    }

    fn depth(&self) -> Found {
        let help = "no book needs more than ten levels";
        self.here("lists and maps are nested too deeply", "too deep", help)
    }

    fn contains_itself(&self) -> Found {
        let message = "an anchor that contains itself";
        let label = "contains an alias of itself";
        self.at_word(message, label, "write out what is repeated")
    }

    fn version(&self) -> Found {
        let help = "remove the line";
        found(
            self.rest_of_line(self.at),
            "an unknown version of YAML",
            "not 1.1 or 1.2",
            help,
        )
    }
}

fn found(
    place: Range<usize>,
    message: impl Into<String>,
    label: &str,
    help: impl Into<String>,
) -> Found {
    (place, Id::InvalidYaml.diagnostic(message, label).help(help))
}

/// A value, shortened for a help message.
fn clipped(value: &str) -> String {
    diagnostics::clipped(value.trim())
}

const POSITION: &str = " at line ";

/// The library's message without positions.
fn without_positions(message: &str) -> String {
    let mut clauses = message.split(POSITION);
    let first = clauses.next().unwrap_or(message).to_owned();
    clauses.fold(first, |sentence, clause| {
        let rest = clause.find(|c: char| !c.is_ascii_digit() && !" column".contains(c));
        sentence + rest.map_or("", |end| &clause[end..])
    })
}

/// The last position in the library's message. The start of a file is not reported.
fn context(text: &str, message: &str) -> usize {
    let position = message.rsplit_once(", while ").and_then(|(_, rest)| {
        let (_, position) = rest.rsplit_once(POSITION)?;
        let (line, column) = position.split_once(" column ")?;
        Some((line.parse::<usize>().ok()?, column.parse::<usize>().ok()?))
    });
    let (line, column) = position.unwrap_or((1, 1));
    let Some((start, line)) = starts(text).nth(line.saturating_sub(1)) else {
        return text.len();
    };
    let before: usize = line
        .chars()
        .take(column.saturating_sub(1))
        .map(char::len_utf8)
        .sum();
    start + before
}
