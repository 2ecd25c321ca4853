//! The files of a book, and the files that they extend.

use std::ops::Range;

use crate::diagnostics::{DiagnosticBuilder, Id};
#[cfg(feature = "changes")]
use crate::diagnostics::{Label, Locator};
use crate::output;

/// A file of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name of the file in diagnostics. The last component, without its extension, is the vendor's name.
    pub path: String,
    /// The YAML. For a file that could not be read, the part that can be shown.
    pub text: String,
    /// Why the file could not be read, and at which byte of the text.
    pub(crate) refused: Option<(usize, DiagnosticBuilder)>,
    /// The package that it belongs to, if it is not a file of the book itself.
    package: Option<String>,
    /// The files that it extends. Their texts follow its own.
    bases: Vec<Base>,
}

/// A file that another one extends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Base {
    pub(crate) path: String,
    /// Where its text starts.
    pub(crate) start: usize,
}

impl Source {
    /// The folder of a book that contains its translations, one file for each language.
    pub(crate) const TEXTS: &str = "texts";

    /// A file with this path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            refused: None,
            package: None,
            bases: Vec::new(),
        }
    }

    /// A file of a package: it is compiled only if a file of the book extends it, as in `extends: PACKAGE/VENDOR`.
    ///
    /// ```
    /// use faultbook_codegen::Source;
    ///
    /// let file = Source::in_package("shop_book", "shop.yaml", "vendor: shop\n");
    /// assert_eq!(file.path, "shop_book/shop.yaml");
    /// ```
    pub fn in_package(package: &str, name: &str, text: impl Into<String>) -> Self {
        Self {
            package: Some(package.replace('-', "_")),
            ..Self::new(format!("{package}/{name}"), text)
        }
    }

    /// The same file as one of a package, under its own path.
    #[must_use]
    pub fn of_package(self, package: &str) -> Self {
        Self {
            package: Some(package.replace('-', "_")),
            ..self
        }
    }

    /// The package that it belongs to, if it is not a file of the book itself.
    #[must_use]
    pub fn package(&self) -> Option<&str> {
        self.package.as_deref()
    }

    /// The same file with the texts of those that it extends, the nearest first.
    pub(crate) fn extending<'s>(&self, bases: impl IntoIterator<Item = &'s Self>) -> Self {
        let mut whole = self.clone();
        for base in bases {
            // Nothing continues from one file into the next.
            whole.text.push('\n');
            whole.bases.push(Base {
                path: base.path.clone(),
                start: whole.text.len(),
            });
            whole.text.push_str(&base.text);
        }
        whole
    }

    /// The files that it extends, the nearest first.
    pub(crate) fn bases(&self) -> &[Base] {
        &self.bases
    }

    /// The files that it extends, each by itself.
    pub(crate) fn base_files(&self) -> impl Iterator<Item = Self> {
        let bases = self.bases.iter().zip(self.parts().skip(1));
        bases.map(|(base, part)| Self::new(base.path.clone(), &self.text[part]))
    }

    /// The bytes of its own text, followed by those of each file that it extends.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = self.bases.iter().map(|base| base.start);
        let ends = starts.clone().map(|start| start - 1);
        let starts = [0].into_iter().chain(starts);
        starts
            .zip(ends.chain([self.text.len()]))
            .map(|(start, end)| start..end)
    }

    /// A file with this path and these bytes. If they are not text, that is reported when the book is loaded.
    #[must_use]
    pub fn of_bytes(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        output::source_of_bytes(path.into(), bytes)
    }

    /// A file that could not be read.
    pub(crate) fn refused(
        path: impl Into<String>,
        text: String,
        at: usize,
        diagnostic: DiagnosticBuilder,
    ) -> Self {
        Self {
            refused: Some((at, diagnostic)),
            ..Self::new(path, text)
        }
    }

    /// The missing `book.yaml` of a folder.
    pub(crate) fn missing_book(path: impl Into<String>) -> Self {
        let diagnostic = Id::NoBook.diagnostic(
            "the folder has no `book.yaml`",
            "it defines the classes and actions that all vendors share",
        );
        let diagnostic = diagnostic.help("to start, write `extends: standard` into it");
        Self::refused(path, String::new(), 0, diagnostic)
    }

    /// Whether it represents the missing `book.yaml` of an empty folder.
    pub(crate) fn is_missing(&self) -> bool {
        let missing = |(_, diagnostic): &(usize, DiagnosticBuilder)| diagnostic.id() == Id::NoBook;
        self.refused.as_ref().is_some_and(missing)
    }

    /// The file's name without folders, and without a drive or a git revision.
    #[must_use]
    pub fn name(&self) -> &str {
        let mut components = self.path.rsplit(['/', '\\', ':']);
        components.next().unwrap_or(&self.path)
    }

    /// The part of the path before the file's name.
    pub(crate) fn folder(&self) -> &str {
        self.path.strip_suffix(self.name()).unwrap_or_default()
    }

    /// Whether it contains translations instead of a vendor: it is in the folder `texts` of a book.
    ///
    /// ```
    /// use faultbook_codegen::Source;
    ///
    /// assert!(Source::new("spec/texts/de.yaml", "texts: {}\n").is_texts());
    /// assert!(!Source::new("spec/shop.yaml", "vendor: shop\n").is_texts());
    /// ```
    #[must_use]
    pub fn is_texts(&self) -> bool {
        let folder = self.folder().trim_end_matches(['/', '\\']);
        let mut components = folder.rsplit(['/', '\\', ':']);
        components.next() == Some(Self::TEXTS)
    }

    /// The paths and texts of the file and those that it extends.
    #[cfg(feature = "changes")]
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let bases = self.bases.iter().map(|base| base.path.as_str());
        let paths = [self.path.as_str()].into_iter().chain(bases);
        paths.zip(self.parts().map(|part| &self.text[part]))
    }

    /// A location in the text, with a label. The bytes must be on character boundaries.
    #[cfg(feature = "changes")]
    #[must_use]
    pub fn label(&self, bytes: Range<usize>, text: &str) -> Label {
        Locator::new(self).label(bytes, text)
    }

    /// The file's name without folders and extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}
