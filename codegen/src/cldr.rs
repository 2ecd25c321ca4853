//! What the Unicode CLDR, version 49, says about languages. What it says about rare ones is that of version 48.

mod plurals;

use faultbook_runtime::v1::Numbers;

pub(crate) use self::plurals::holds_for_one_number;
pub use self::plurals::{PluralCategory, Rule};

/// The decimal separators, the separators of groups and the fewest digits before the first of these, with the languages that
/// have them. Others write `1,234.5`.
const SEPARATORS: [((char, char, u8), &str); 10] = [
    (
        (',', '.', 1),
        "ar-DZ ar-LB ar-LY ar-MA ar-MR ar-TN ast az bs ca da de dsb el en-AT en-BE en-DE en-DK en-ES en-ID en-IT en-NL en-PL \
         en-RO en-SI es-AR es-BO es-CL es-CO es-EC es-PY es-UY es-VE eu fo fr-LU fr-MA fur fy hr hsb id is jgo jv kkj kl \
         ku lb lij lld ln lo mk ms-BN ms-ID nl nnh ps pt ro sc scn seh sg sr su sw-CD tr uz-Arab vi wo",
    ),
    ((',', '.', 2), "es ia it sl"),
    (
        (',', '\u{a0}', 1),
        "af blo br cs cv de-AT en-CZ en-EE en-FI en-HU en-LT en-LV en-NO en-PT en-SE en-SK en-UA en-ZA es-CR ff fi fr-CA gl kab \
         kea kk ksh ky lt nb nn no nr os prg pt-AO ru sah se shi sk smn ss sv tk ts tzm uk uz ve",
    ),
    (
        (',', '\u{a0}', 2),
        "be bg et hu hy ie ka lv pl pt-CH pt-CV pt-GQ pt-GW pt-LU pt-MO pt-MZ pt-PT pt-ST pt-TL ru-UA sq",
    ),
    ((',', '\u{202f}', 1), "en-FR en-GE eo fr rm vec"),
    ((',', '\'', 1), "fr-CH wae"),
    (('.', '\'', 1), "de-CH de-LI en-CH gsw tn"),
    (('.', '\'', 2), "it-CH"),
    (('.', '\u{a0}', 1), "ses to xh"),
    (
        ('.', ',', 1),
        "az-Arab es-419 es-BR es-BZ es-CU es-DO es-GT es-HN es-MX es-NI es-PA es-PE es-PR es-SV es-US kk-Arab ku-Arab",
    ),
];

/// The languages with groups of two digits before the last three: `12,34,567`.
const INDIAN: &str = "as bn brx en-IN gu hi kok ml mr ne or pa ta te";
/// The regions of these that write groups of three.
const NOT_INDIAN: &str = "pa-Arab ta-MY ta-SG";

/// The languages and scripts that are written from right to left.
const RIGHT_TO_LEFT: &str =
    "apc ar ars bal bqi ckb dv fa he ks lrc mzn nqo ps rhg sd sdh skr syr trw ug ur yi";
const RIGHT_TO_LEFT_SCRIPTS: &str = "Adlm Arab Hebr Mand Nkoo Rohg Samr Syrc Thaa";

/// How a language writes numbers, with European digits.
pub(crate) fn numbers(tag: &str) -> Numbers {
    let of = |tag: &str| SEPARATORS.iter().find(|(_, tags)| has(tags, tag));
    let (decimal, group, least) =
        nearest(tag, of).map_or(('.', ',', 1), |(separators, _)| *separators);
    let is_indian = |tag: &str| {
        let is_known = has(INDIAN, tag) || has(NOT_INDIAN, tag);
        is_known.then(|| has(INDIAN, tag))
    };
    Numbers {
        decimal,
        group,
        least,
        indian: nearest(tag, is_indian).unwrap_or(false),
        right_to_left: is_right_to_left(tag),
    }
}

/// Whether a language is written from right to left.
pub(crate) fn is_right_to_left(tag: &str) -> bool {
    let script = tag.split('-').skip(1).find(|subtag| subtag.len() == 4);
    match script.filter(|script| script.bytes().all(|b| b.is_ascii_alphabetic())) {
        Some(script) => has(RIGHT_TO_LEFT_SCRIPTS, script),
        None => nearest(tag, |tag| has(RIGHT_TO_LEFT, tag).then_some(())).is_some(),
    }
}

/// The plural categories of a language besides `other`, which all languages have; `None` if they are not known.
#[must_use]
pub fn plural_rules(tag: &str) -> Option<Vec<Rule>> {
    nearest(tag, plurals::of_language)
}

/// What is known about a tag, or else about the tag without its last subtags.
fn nearest<T>(tag: &str, known: impl Fn(&str) -> Option<T>) -> Option<T> {
    let mut tag = tag;
    loop {
        if let Some(found) = known(tag) {
            return Some(found);
        }
        (tag, _) = tag.rsplit_once('-')?;
    }
}

fn has(tags: &str, tag: &str) -> bool {
    tags.split(' ').any(|own| own == tag)
}
