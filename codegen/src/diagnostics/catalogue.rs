//! All kinds of diagnostics, each with an id that stays the same for ever.

/// A kind of diagnostic, told at length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// `FB0010`
    pub id: &'static str,
    /// What it means, with a wrong and a right example, as Markdown.
    pub text: &'static str,
}

/// The explanation of an id, in whichever case it is written.
#[must_use]
pub fn explain(id: &str) -> Option<Explanation> {
    explanations().find(|explanation| explanation.id.eq_ignore_ascii_case(id))
}

/// Explanations of all kinds, in the order of their ids.
pub fn explanations() -> impl Iterator<Item = Explanation> {
    ALL.iter().copied()
}

macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// A kind of diagnostic.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Id {
            $($(#[$doc])* $name,)*
        }

        impl Id {
            pub(crate) const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }

        const ALL: &[Explanation] = &[$(Explanation { id: $id, text: include_str!(concat!("explanations/", $id, ".md")) },)*];
    };
}

/// The lints, by the names that a book calls them.
pub(crate) const LINTS: [(&str, Id); 14] = [
    ("lost_text", Id::LostText),
    ("unreachable_rule", Id::UnreachableRule),
    ("shadowed_code", Id::ShadowedCode),
    ("unclassified", Id::Unclassified),
    ("missing_user_message", Id::MissingUserMessage),
    ("leaking_user_message", Id::LeakingUserMessage),
    ("unused", Id::Unused),
    ("no_example", Id::NoExample),
    ("no_source", Id::NoSource),
    ("similar_summaries", Id::SimilarSummaries),
    ("unseen_character", Id::UnseenCharacter),
    ("long_text", Id::LongText),
    ("unneeded_allow", Id::UnneededAllow),
    ("regex_pattern", Id::RegexPattern),
];

impl Id {
    /// The name of the lint, if it is one.
    pub(crate) fn lint(self) -> Option<&'static str> {
        let (name, _) = LINTS.iter().find(|(_, id)| *id == self)?;
        Some(name)
    }

    /// Whether it tells that something is not there.
    pub(crate) const fn tells_absence(self) -> bool {
        matches!(
            self,
            Self::InvalidUserMessage
                | Self::ContradictoryRetry
                | Self::ClassMissing
                | Self::ClassWithoutText
                | Self::NoCodeSource
                | Self::LimitShape
                | Self::ExampleShape
                | Self::ContradictoryCondition
                | Self::IdleRule
        )
    }
}

catalogue! {
    /// The file is not YAML.
    InvalidYaml = "FB0001",
    /// A key that the language does not have.
    UnknownKey = "FB0002",
    /// A key that must be there and is not.
    MissingKey = "FB0003",
    /// A list where a map should be, a map where a word should be.
    WrongShape = "FB0004",
    /// A key that stands in a map twice.
    RepeatedKey = "FB0005",
    /// The folder has no `book.yaml`.
    NoBook = "FB0006",
    /// A file that cannot be read as text, or is too large or too deep.
    UnreadableFile = "FB0007",
    /// A name that nothing has.
    UnknownName = "FB0010",
    /// A word that is none of those a key can have.
    InvalidWord = "FB0011",
    InvalidDuration = "FB0012",
    InvalidStatus = "FB0013",
    InvalidPointer = "FB0014",
    InvalidHeader = "FB0015",
    InvalidPattern = "FB0016",
    InvalidUserMessage = "FB0017",
    InvalidNumber = "FB0018",
    /// A name that no identifier can be made of.
    InvalidName = "FB0020",
    /// Two names that become one.
    NameClash = "FB0021",
    /// A vendor that is not called like its file.
    VendorFileName = "FB0022",
    /// A code that nothing could ever send.
    InvalidCode = "FB0023",
    /// A text without a word in it.
    EmptyText = "FB0024",
    /// A place in responses, for codes that come in none.
    NeverOnTheWire = "FB0025",
    /// A code whose replacement leads back to it.
    ReplacedByItself = "FB0026",
    /// An item that stands in a list twice.
    RepeatedItem = "FB0027",
    /// A retry policy that does not say when, or says it twice.
    ContradictoryRetry = "FB0030",
    /// A status that is the default of two classes.
    StatusOfTwoClasses = "FB0031",
    /// One of the classes that every book has is missing.
    ClassMissing = "FB0032",
    /// A class of failures without a text for the end user.
    ClassWithoutText = "FB0033",
    /// An outcome that a class cannot have.
    ClassOutcome = "FB0034",
    /// `request` decides something of its own.
    RequestDecides = "FB0035",
    /// A domain that does not say where its codes are.
    NoCodeSource = "FB0036",
    /// A condition that asks for something not known yet.
    MisplacedCondition = "FB0037",
    /// A condition that contradicts itself.
    ContradictoryCondition = "FB0038",
    /// A limit that is neither a rate nor an amount, or both.
    LimitShape = "FB0039",
    /// A status told twice.
    StatusTwice = "FB0040",
    /// An example without a situation, or with two.
    ExampleShape = "FB0041",
    /// An example that does not come out as it says.
    ExampleFails = "FB0042",
    /// An action that is asked for and forbidden.
    ContradictoryActions = "FB0043",
    /// A rule that neither decides anything nor says why.
    IdleRule = "FB0044",
    /// More than the tables have room for.
    TooMany = "FB0050",
    /// A comment that cuts off a text.
    LostText = "FB0101",
    /// A rule that is never taken.
    UnreachableRule = "FB0102",
    /// A code that the same code of another domain hides.
    ShadowedCode = "FB0103",
    /// A code without a class.
    Unclassified = "FB0104",
    /// A player is to act and is told nothing of it.
    MissingUserMessage = "FB0105",
    /// A text for the end user that tells what he must not see.
    LeakingUserMessage = "FB0106",
    /// A class, an action or a retry that nothing uses.
    Unused = "FB0107",
    /// A code that no example shows.
    NoExample = "FB0108",
    /// Nothing says where a vendor's codes come from.
    NoSource = "FB0109",
    /// Two codes of a domain that are told alike.
    SimilarSummaries = "FB0110",
    /// A character that nobody sees.
    UnseenCharacter = "FB0111",
    /// A title or a summary that is no line.
    LongText = "FB0112",
    /// A lint that is allowed where it has nothing to say.
    UnneededAllow = "FB0113",
    /// A pattern that looks like a regular expression.
    RegexPattern = "FB0114",
}
