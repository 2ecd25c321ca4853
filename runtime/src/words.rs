//! Enums that are written as words.

/// An enum with the word for each variant, which `as_str` returns and `Display` prints.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $type:ident { $($(#[$meaning:meta])* $name:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $type {
            $($(#[$meaning])* $name,)*
        }

        impl $type {
            /// The word for it, which `Display` prints, too.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

/// The same, with a list of all variants.
macro_rules! all_words {
    ($(#[$meta:meta])* pub enum $type:ident { $($(#[$meaning:meta])* $name:ident = $word:literal,)* }) => {
        crate::words::words! {
            $(#[$meta])*
            pub enum $type { $($(#[$meaning])* $name = $word,)* }
        }

        impl $type {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

pub(crate) use {all_words, words};
