//! Includes the code that is generated from a book.

/// Includes the code that a build script compiled a book into: a module for each vendor, `Class`, `Action`, `read` for any
/// vendor, and what is in the [`prelude`](crate::prelude).
///
/// `build.rs` says `faultbook_codegen::compile("spec")`, and the library, or any module:
///
/// ```ignore
/// faultbook_runtime::include_book!();
/// ```
///
/// A program seldom uses all of its book, and rustc would warn about the rest:
///
/// ```ignore
/// #[allow(dead_code)]
/// mod errors {
///     faultbook_runtime::include_book!();
/// }
/// ```
///
/// It looks in cargo's `OUT_DIR`. Code in a folder of its own, for which the build script names an `out_dir`, is included
/// by its path: `include!("errors/book.rs")`.
#[macro_export]
macro_rules! include_book {
    () => {
        ::core::include!(::core::concat!(
            ::core::env!(
                "OUT_DIR",
                "there is no build script: `include_book!()` needs a `build.rs` that compiles a book with \
                 faultbook-codegen"
            ),
            "/book.rs"
        ));
    };
}

// Items that need a feature: generated code cannot see the features of this crate.

#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! __faultbook_with_alloc {
    ($($item:item)*) => {
        $($item)*
    };
}

#[cfg(not(feature = "alloc"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __faultbook_with_alloc {
    ($($item:item)*) => {};
}

#[cfg(feature = "produce")]
#[doc(hidden)]
#[macro_export]
macro_rules! __faultbook_with_produce {
    ($($item:item)*) => {
        $($item)*
    };
}

#[cfg(not(feature = "produce"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __faultbook_with_produce {
    ($($item:item)*) => {};
}

#[cfg(feature = "samples")]
#[doc(hidden)]
#[macro_export]
macro_rules! __faultbook_with_samples {
    ($($item:item)*) => {
        $($item)*
    };
}

#[cfg(not(feature = "samples"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __faultbook_with_samples {
    ($($item:item)*) => {};
}
