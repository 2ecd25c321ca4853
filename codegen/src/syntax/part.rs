//! The macro for maps with known keys.

/// Defines a part of the language: a struct whose fields are the keys of a map, and how it is read. A key that is not named
/// like its field is given with `as`. A key with `= default` may be absent. What comes after `;` is not in the file.
macro_rules! part {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$attr:meta])* $field:ident $(as $key:literal)?: $type:ty $(= $default:ident)?,)*
        $(; $(#[$of_rest:meta])* $rest:ident: $type_of_rest:ty,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
        pub(crate) struct $name {
            $(
                $(#[$attr])*
                #[cfg_attr(feature = "schema", schemars($(rename = $key,)? $($default)?))]
                pub(crate) $field: $type,
            )*
            $(
                $(#[$of_rest])*
                #[cfg_attr(feature = "schema", schemars(skip))]
                pub(crate) $rest: $type_of_rest,
            )?
        }

        impl $name {
            /// The keys of the map.
            pub(crate) const KEYS: &'static [&'static str] = &[$(part!(@key $field $($key)?)),*];
        }

        impl crate::syntax::read::Read for $name {
            fn read(value: crate::syntax::read::Value<'_>) -> Option<Self> {
                let mut fields = value.fields(Self::KEYS)?;
                let read = Self {
                    $($field: part!(@read fields $($default)?),)*
                    $($rest: Default::default(),)?
                };
                fields.are_complete().then_some(read)
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@read $fields:ident default) => { $fields.optional() };
    (@read $fields:ident) => { $fields.required() };
}
