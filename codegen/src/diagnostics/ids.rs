//! All kinds of diagnostics. Their ids never change.

/// A kind of diagnostic with its explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// `FB0010`
    pub id: &'static str,
    /// The explanation, with a wrong and a right example, as Markdown.
    pub text: &'static str,
}

/// The explanation of an id, ignoring case.
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

/// The lints, by their names in a book.
pub(crate) const LINTS: [(&str, Id); 22] = [
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
    ("literal_wildcard", Id::LiteralWildcard),
    ("unsendable_code", Id::UnsendableCode),
    ("impossible_success", Id::ImpossibleSuccess),
    ("never_succeeds", Id::NeverSucceeds),
    ("weakened", Id::Weakened),
    ("outdated_entry", Id::OutdatedEntry),
    ("untranslated", Id::Untranslated),
    ("stale_translation", Id::StaleTranslation),
];

impl Id {
    /// The name of the lint, if it is one.
    pub(crate) fn lint(self) -> Option<&'static str> {
        let (name, _) = LINTS.iter().find(|(_, id)| *id == self)?;
        Some(name)
    }

    /// Whether it reports that something is missing.
    pub(crate) const fn reports_absence(self) -> bool {
        matches!(
            self,
            Self::InvalidUserMessage
                | Self::ContradictoryRetry
                | Self::PluralForms
                | Self::ClassMissing
                | Self::ClassWithoutText
                | Self::NoCodeSource
                | Self::LimitShape
                | Self::ExampleShape
                | Self::ContradictoryCondition
                | Self::IdleRule
                | Self::SuccessWithoutField
        )
    }
}

catalogue! {
    /// The file is not YAML.
    InvalidYaml = "FB0001",
    /// An unknown key.
    UnknownKey = "FB0002",
    /// A missing key.
    MissingKey = "FB0003",
    /// A value of the wrong type, such as a list instead of a map.
    WrongShape = "FB0004",
    /// A duplicate key.
    RepeatedKey = "FB0005",
    /// The folder has no `book.yaml`.
    NoBook = "FB0006",
    /// A file that is not text, too large or too deeply nested.
    UnreadableFile = "FB0007",
    /// A file that extends itself.
    ExtendsItself = "FB0008",
    /// A fact that a file removes from what it extends.
    RemovedFact = "FB0009",
    /// An undefined name.
    UnknownName = "FB0010",
    /// An invalid value of a key with fixed values.
    InvalidWord = "FB0011",
    InvalidDuration = "FB0012",
    InvalidStatus = "FB0013",
    InvalidPointer = "FB0014",
    InvalidHeader = "FB0015",
    InvalidPattern = "FB0016",
    InvalidUserMessage = "FB0017",
    InvalidNumber = "FB0018",
    /// A book or a package that needs a newer version of Faultbook.
    NewerFaultbook = "FB0019",
    /// A name that cannot become an identifier.
    InvalidName = "FB0020",
    /// Two names that become the same one.
    NameClash = "FB0021",
    /// A vendor whose name differs from that of its file.
    VendorFileName = "FB0022",
    /// A code that no response can contain.
    InvalidCode = "FB0023",
    /// An empty text.
    EmptyText = "FB0024",
    /// A location in responses for codes that are never sent.
    NeverOnTheWire = "FB0025",
    /// A circular replacement.
    ReplacedByItself = "FB0026",
    /// A duplicate list item.
    RepeatedItem = "FB0027",
    /// A language tag that is invalid, or not the one that is meant.
    InvalidLanguage = "FB0028",
    /// Plural forms that are not those of the language, or that no number decides between.
    PluralForms = "FB0029",
    /// A contradictory retry policy.
    ContradictoryRetry = "FB0030",
    /// A status that is the default of two classes.
    StatusOfTwoClasses = "FB0031",
    /// A missing required class.
    ClassMissing = "FB0032",
    /// A class of failures without a text for the end user.
    ClassWithoutText = "FB0033",
    /// An outcome that a class cannot have.
    ClassOutcome = "FB0034",
    /// A decision on the operation `request`.
    RequestDecides = "FB0035",
    /// A domain without a location for its codes.
    NoCodeSource = "FB0036",
    /// A condition on something that is not known yet.
    MisplacedCondition = "FB0037",
    /// A contradictory condition.
    ContradictoryCondition = "FB0038",
    /// A limit that is neither a rate nor an amount, or both.
    LimitShape = "FB0039",
    /// A duplicate status.
    StatusTwice = "FB0040",
    /// An example without a situation, or with two.
    ExampleShape = "FB0041",
    /// A failing example.
    ExampleFails = "FB0042",
    /// An action that is both required and forbidden.
    ContradictoryActions = "FB0043",
    /// A rule without a decision or a reason.
    IdleRule = "FB0044",
    /// A success for which anything is enough.
    UnprovenSuccess = "FB0045",
    /// A family of codes that is empty, or that overlaps with another.
    InvalidFamily = "FB0046",
    /// A location that no body of the vendor's formats has.
    UnreachablePointer = "FB0047",
    /// A success that any body in the operation's format could show, or none.
    SuccessWithoutField = "FB0048",
    /// A limit of the tables is exceeded.
    TooMany = "FB0050",
    /// Text that YAML drops.
    LostText = "FB0101",
    /// An unreachable rule.
    UnreachableRule = "FB0102",
    /// A code that the same code of another domain hides.
    ShadowedCode = "FB0103",
    /// A code without a class.
    Unclassified = "FB0104",
    /// A code that requires the player to act, without a text that says so.
    MissingUserMessage = "FB0105",
    /// A text for the end user with internal details.
    LeakingUserMessage = "FB0106",
    /// A class, an action or a retry that nothing uses.
    Unused = "FB0107",
    /// A code without an example.
    NoExample = "FB0108",
    /// A vendor without a source.
    NoSource = "FB0109",
    /// Two codes of a domain with nearly the same summary.
    SimilarSummaries = "FB0110",
    /// An invisible character.
    UnseenCharacter = "FB0111",
    /// A title or a summary longer than a line.
    LongText = "FB0112",
    /// An `allow` that suppresses nothing.
    UnneededAllow = "FB0113",
    /// A pattern that looks like a regular expression.
    RegexPattern = "FB0114",
    /// A pointer or a code with a wildcard.
    LiteralWildcard = "FB0115",
    /// A code that none of its locations can contain.
    UnsendableCode = "FB0116",
    /// A rule for a success that no response can be.
    ImpossibleSuccess = "FB0117",
    /// An operation of which every response is a failure.
    NeverSucceeds = "FB0118",
    /// An outcome or a condition that may hide an inherited failure.
    Weakened = "FB0119",
    /// A code that the extended file now has as well, or has renamed.
    OutdatedEntry = "FB0120",
    /// A text for the end user without a translation.
    Untranslated = "FB0121",
    /// A translation of something that the book does not say any more.
    StaleTranslation = "FB0122",
}
