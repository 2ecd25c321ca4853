//! Names that nothing else has.

/// The first of a name and the same name with the numbers from 2 that is free.
pub(crate) fn first_free(
    stem: &str,
    before_number: &str,
    mut is_free: impl FnMut(&str) -> bool,
) -> String {
    let numbered = (2_usize..).map(|number| format!("{stem}{before_number}{number}"));
    let mut names = std::iter::once(stem.to_owned()).chain(numbered);
    names.find(|name| is_free(name)).unwrap_or_default()
}
