//! Words and lines around the location where a parser gave up.

use std::ops::Range;

use super::Failure;
use crate::diagnostics;

impl Failure<'_> {
    pub(super) fn next(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// The key that starts there.
    pub(super) fn key(&self, at: usize) -> Range<usize> {
        let rest = self.rest_of_line(at);
        let line = &self.text[rest.clone()];
        let end = line.find(':').filter(|end| *end > 0).unwrap_or(line.len());
        rest.start..rest.start + end
    }

    /// The bytes of the character at a location.
    pub(super) fn character(&self, at: usize) -> Range<usize> {
        diagnostics::character(self.text, at)
    }

    /// From a location to the next blank, comma or bracket.
    pub(super) fn word(&self, at: usize) -> Range<usize> {
        let rest = &self.text[self.rest_of_line(at)];
        let end = rest.find([' ', ',', '}', ']']).filter(|end| *end > 0);
        at..at + end.unwrap_or(rest.len())
    }

    /// From a location to the end of its line, without a comment.
    pub(super) fn rest_of_line(&self, at: usize) -> Range<usize> {
        let rest = self.text[at..].lines().next().unwrap_or("");
        let rest = rest.split(" #").next().unwrap_or(rest);
        at..at + rest.trim_end().len()
    }

    /// The line of a location, including its end.
    pub(super) fn line_of(&self, at: usize) -> Range<usize> {
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = self.text[at..]
            .find('\n')
            .map_or(self.text.len(), |newline| at + newline);
        start..end
    }

    pub(super) fn indent(&self, line: &Range<usize>) -> usize {
        let line = &self.text[line.clone()];
        line.len() - line.trim_start().len()
    }

    /// The content of the nearest line above, without indentation, comment and the dash of an item.
    pub(super) fn line_above(&self, below: usize) -> Range<usize> {
        let lines = contents(&self.text[..below]);
        lines.last().map_or(0..0, |(start, line)| {
            let content = line.trim_start_matches([' ', '-']);
            self.rest_of_line(start + line.len() - content.len())
        })
    }
}

/// The lines of a text, each with its start.
pub(super) fn starts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = next;
        next += line.len();
        (start, line)
    })
}

/// The lines that are neither blank nor a comment.
pub(super) fn contents(text: &str) -> impl Iterator<Item = (usize, &str)> {
    starts(text).filter(|(_, line)| {
        let line = line.trim_start();
        !line.is_empty() && !line.starts_with('#')
    })
}
