//! The plural forms of languages.

/// A plural category, in the order of the CLDR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // Their meaning depends on the language.
pub enum PluralCategory {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

use PluralCategory::{Few, Many, One, Two, Zero};

/// A category of a language, and the condition for it in the syntax of the CLDR.
pub type Rule = (PluralCategory, &'static str);

impl PluralCategory {
    /// All categories.
    pub const ALL: [Self; 6] = [Zero, One, Two, Few, Many, Self::Other];

    /// The name in a book.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Zero => "zero",
            One => "one",
            Two => "two",
            Few => "few",
            Many => "many",
            Self::Other => "other",
        }
    }

    /// The category with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|category| category.as_str() == name)
    }
}

/// The rules of a language or a variety of one.
pub(super) fn of_language(tag: &str) -> Option<&'static [Rule]> {
    let mut all = RULES.iter();
    let found = all.find(|(languages, _)| languages.split(' ').any(|own| own == tag))?;
    Some(found.1)
}

/// Whether a rule holds for one number alone, so that a text need not show it.
pub(crate) fn holds_for_one_number(rule: &str) -> bool {
    let whole = rule.strip_suffix(" and v = 0");
    let whole = whole.and_then(|whole| whole.strip_prefix("i = "));
    let number = whole.or_else(|| rule.strip_prefix("n = "));
    number.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}

/// The rules of languages, without those for the compact notation of numbers (`1.2M`), which no response has.
const RULES: &[(&str, &[Rule])] = &[
    (
        "bm bo dz hnj id ig ii ja jbo jv jw kde kea km ko lkt lo ms my nqo osa sah ses sg su th to tpi wo yo yue zh",
        &[],
    ),
    (
        "af an asa az bal bem bez bg brx ce cgg chr ckb dv ee el eo eu fo fur gsw ha haw hu jgo jmc ka kaj kcg kk kkj kl ks \
         ksb ku ky lb lg mas mgo ml mn mr nah nb nd ne nn nnh no nr ny nyn om or os pap ps rm rof rwk saq sd sdh seh sn so sq \
         ss ssy st syr ta te teo tig tk tn tr ts ug uz ve vo vun wae xh xog",
        &[(One, "n = 1")],
    ),
    (
        "ast de en et fi fy ia ie io lij nl sc sv sw ur yi",
        &[(One, "i = 1 and v = 0")],
    ),
    (
        "am as bn doi fa gu hi kn kok pcm vi zu",
        &[(One, "i = 0 or n = 1")],
    ),
    ("ak bho csw guw ln mg nso pa ti wa", &[(One, "n = 0..1")]),
    ("ff hy kab", &[(One, "i = 0,1")]),
    ("da", &[(One, "n = 1 or t != 0 and i = 0,1")]),
    ("si", &[(One, "n = 0,1 or i = 0 and f = 1")]),
    ("tzm", &[(One, "n = 0..1 or n = 11..99")]),
    (
        "is",
        &[(
            One,
            "t = 0 and i % 10 = 1 and i % 100 != 11 or t % 10 = 1 and t % 100 != 11",
        )],
    ),
    (
        "mk",
        &[(
            One,
            "v = 0 and i % 10 = 1 and i % 100 != 11 or f % 10 = 1 and f % 100 != 11",
        )],
    ),
    (
        "ceb fil tl",
        &[(
            One,
            "v = 0 and i = 1,2,3 or v = 0 and i % 10 != 4,6,9 or v != 0 and f % 10 != 4,6,9",
        )],
    ),
    (
        "ca gl it lld pt-AO pt-CH pt-CV pt-GQ pt-GW pt-LU pt-MO pt-MZ pt-PT pt-ST pt-TL scn vec",
        &[(One, "i = 1 and v = 0"), (Many, MILLIONS)],
    ),
    ("es", &[(One, "n = 1"), (Many, MILLIONS)]),
    ("fr", &[(One, "i = 0,1"), (Many, MILLIONS)]),
    ("pt", &[(One, "i = 0..1"), (Many, MILLIONS)]),
    (
        "iu naq sat se sma smi smj smn sms",
        &[(One, "n = 1"), (Two, "n = 2")],
    ),
    (
        "he",
        &[
            (One, "i = 1 and v = 0 or i = 0 and v != 0"),
            (Two, "i = 2 and v = 0"),
        ],
    ),
    ("blo cv ksh", &[(Zero, "n = 0"), (One, "n = 1")]),
    ("lag", &[(Zero, "n = 0"), (One, "i = 0,1 and n != 0")]),
    (
        "lv prg",
        &[
            (
                Zero,
                "n % 10 = 0 or n % 100 = 11..19 or v = 2 and f % 100 = 11..19",
            ),
            (
                One,
                "n % 10 = 1 and n % 100 != 11 or v = 2 and f % 10 = 1 and f % 100 != 11 or v != 2 and f % 10 = 1",
            ),
        ],
    ),
    (
        "bs hr sh sr",
        &[
            (
                One,
                "v = 0 and i % 10 = 1 and i % 100 != 11 or f % 10 = 1 and f % 100 != 11",
            ),
            (
                Few,
                "v = 0 and i % 10 = 2..4 and i % 100 != 12..14 or f % 10 = 2..4 and f % 100 != 12..14",
            ),
        ],
    ),
    (
        "mo ro",
        &[
            (One, "i = 1 and v = 0"),
            (Few, "v != 0 or n = 0 or n != 1 and n % 100 = 1..19"),
        ],
    ),
    ("shi", &[(One, "i = 0 or n = 1"), (Few, "n = 2..10")]),
    (
        "cs sk",
        &[
            (One, "i = 1 and v = 0"),
            (Few, "i = 2..4 and v = 0"),
            (Many, "v != 0"),
        ],
    ),
    (
        "pl",
        &[
            (One, "i = 1 and v = 0"),
            (Few, "v = 0 and i % 10 = 2..4 and i % 100 != 12..14"),
            (
                Many,
                "v = 0 and i != 1 and i % 10 = 0..1 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 12..14",
            ),
        ],
    ),
    (
        "ru uk",
        &[
            (One, "v = 0 and i % 10 = 1 and i % 100 != 11"),
            (Few, "v = 0 and i % 10 = 2..4 and i % 100 != 12..14"),
            (
                Many,
                "v = 0 and i % 10 = 0 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 11..14",
            ),
        ],
    ),
    (
        "be",
        &[
            (One, "n % 10 = 1 and n % 100 != 11"),
            (Few, "n % 10 = 2..4 and n % 100 != 12..14"),
            (Many, "n % 10 = 0 or n % 10 = 5..9 or n % 100 = 11..14"),
        ],
    ),
    (
        "lt",
        &[
            (One, "n % 10 = 1 and n % 100 != 11..19"),
            (Few, "n % 10 = 2..9 and n % 100 != 11..19"),
            (Many, "f != 0"),
        ],
    ),
    (
        "dsb hsb",
        &[
            (One, "v = 0 and i % 100 = 1 or f % 100 = 1"),
            (Two, "v = 0 and i % 100 = 2 or f % 100 = 2"),
            (Few, "v = 0 and i % 100 = 3..4 or f % 100 = 3..4"),
        ],
    ),
    (
        "sl",
        &[
            (One, "v = 0 and i % 100 = 1"),
            (Two, "v = 0 and i % 100 = 2"),
            (Few, "v = 0 and i % 100 = 3..4 or v != 0"),
        ],
    ),
    (
        "gd",
        &[
            (One, "n = 1,11"),
            (Two, "n = 2,12"),
            (Few, "n = 3..10,13..19"),
        ],
    ),
    (
        "ga",
        &[
            (One, "n = 1"),
            (Two, "n = 2"),
            (Few, "n = 3..6"),
            (Many, "n = 7..10"),
        ],
    ),
    (
        "gv",
        &[
            (One, "v = 0 and i % 10 = 1"),
            (Two, "v = 0 and i % 10 = 2"),
            (Few, "v = 0 and i % 100 = 0,20,40,60,80"),
            (Many, "v != 0"),
        ],
    ),
    (
        "br",
        &[
            (One, "n % 10 = 1 and n % 100 != 11,71,91"),
            (Two, "n % 10 = 2 and n % 100 != 12,72,92"),
            (Few, "n % 10 = 3..4,9 and n % 100 != 10..19,70..79,90..99"),
            (Many, "n != 0 and n % 1000000 = 0"),
        ],
    ),
    (
        "mt",
        &[
            (One, "n = 1"),
            (Two, "n = 2"),
            (Few, "n = 0 or n % 100 = 3..10"),
            (Many, "n % 100 = 11..19"),
        ],
    ),
    (
        "sgs",
        &[
            (One, "n % 10 = 1 and n % 100 != 11"),
            (Two, "n = 2"),
            (Few, "n != 2 and n % 10 = 2..9 and n % 100 != 11..19"),
            (Many, "f != 0"),
        ],
    ),
    (
        "ar ars",
        &[
            (Zero, "n = 0"),
            (One, "n = 1"),
            (Two, "n = 2"),
            (Few, "n % 100 = 3..10"),
            (Many, "n % 100 = 11..99"),
        ],
    ),
    (
        "cy",
        &[
            (Zero, "n = 0"),
            (One, "n = 1"),
            (Two, "n = 2"),
            (Few, "n = 3"),
            (Many, "n = 6"),
        ],
    ),
    (
        "kw",
        &[
            (Zero, "n = 0"),
            (One, "n = 1"),
            (
                Two,
                "n % 100 = 2,22,42,62,82 or n % 1000 = 0 and n % 100000 = 1000..20000,40000,60000,80000 or n != 0 and n % 1000000 = 100000",
            ),
            (Few, "n % 100 = 3,23,43,63,83"),
            (Many, "n != 1 and n % 100 = 1,21,41,61,81"),
        ],
    ),
];

const MILLIONS: &str = "i != 0 and i % 1000000 = 0 and v = 0";
