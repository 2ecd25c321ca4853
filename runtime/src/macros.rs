//! What generated code invokes for its enums, so that it can consist of enums and tables alone.

/// Includes the code that a build script compiled a book into: a module for each vendor, `Class`, `Action`, and `read` for
/// any vendor.
///
/// `build.rs` says `faultbook_codegen::compile("spec")`, and the library, or any module:
///
/// ```ignore
/// faultbook_runtime::include_book!();
/// ```
///
/// A program seldom uses all of its book, and rustc would tell what it does not:
///
/// ```ignore
/// #[allow(dead_code)]
/// mod errors {
///     faultbook_runtime::include_book!();
/// }
/// ```
///
/// It looks in cargo's `OUT_DIR`. Code in a folder of its own, for which the build script names an `out_dir`, is included by
/// its path: `include!("errors/book.rs")`.
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

/// The book: its classes, actions and vendors, and the types that stand for any of them.
#[doc(hidden)]
#[macro_export]
macro_rules! __faultbook_book {
    (
        classes: [$($class:ident),* $(,)?] or $unknown:ident = $classes:expr;
        actions: [$($action:ident),* $(,)?] = $actions:expr;
        vendors: [$($vendor:ident = $module:ident),* $(,)?];
    ) => {
        impl Class {
            /// All classes, in the order of the book.
            pub const ALL: &'static [Self] = &[$(Self::$class),*];

            fn row(self) -> &'static $crate::v1::Class {
                &$classes[self as usize]
            }

            /// The name in the book.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                self.row().name
            }

            /// What the class stands for, in one line.
            #[must_use]
            pub fn summary(self) -> &'static str {
                self.row().summary
            }

            /// Whether codes of the class are failures, unless something more specific says otherwise.
            #[must_use]
            pub fn outcome(self) -> $crate::Outcome {
                self.row().outcome
            }

            /// How much attention it deserves, unless something more specific says otherwise.
            #[must_use]
            pub fn severity(self) -> $crate::Severity {
                self.row().severity
            }

            /// The number of the gRPC status code that comes closest, as in `google.rpc.Code`.
            #[must_use]
            pub fn grpc_code(self) -> i32 {
                self.row().grpc_code
            }

            /// A generic text for the end user. It says nothing about the vendor or the code.
            #[must_use]
            pub fn user_message(self) -> &'static str {
                self.row().user_message
            }
        }

        $crate::__faultbook_name!(Class, "class");

        impl Action {
            /// All actions, in the order of the book.
            pub const ALL: &'static [Self] = &[$(Self::$action),*];

            fn row(self) -> &'static $crate::v1::Action {
                &$actions[self as usize]
            }

            /// The name in the book.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                self.row().name
            }

            /// What is to be done, in one line.
            #[must_use]
            pub fn summary(self) -> &'static str {
                self.row().summary
            }

            /// Who is to do it.
            #[must_use]
            pub fn actor(self) -> $crate::Actor {
                self.row().actor
            }
        }

        $crate::__faultbook_name!(Action, "action");

        impl Vendor {
            /// All vendors of the book.
            pub const ALL: &'static [Self] = &[$(Self::$vendor),*];

            fn tables(self) -> &'static $crate::v1::Vendor<'static> {
                match self {
                    $(Self::$vendor => &$module::tables::VENDOR,)*
                }
            }

            /// The name in the book.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                self.tables().name
            }

            /// The names of the operations that the book lists.
            pub fn operations(self) -> impl Iterator<Item = &'static str> {
                $crate::v1::operations(self.tables())
            }
        }

        $crate::__faultbook_name!(Vendor, "vendor");

        /// The book itself, as a type.
        #[derive(Clone, Copy, Debug)]
        pub struct Book;

        impl $crate::Book for Book {
            type Class = Class;
            type Action = Action;
            type Any = Any;

            fn class(index: u16) -> Class {
                Class::ALL.get(usize::from(index)).copied().unwrap_or(Class::$unknown)
            }

            fn action(index: u16) -> Option<Action> {
                Action::ALL.get(usize::from(index)).copied()
            }
        }

        /// Any vendor of the book: what is read by [`read`](fn@read).
        #[derive(Clone, Copy, Debug)]
        pub struct Any;

        impl $crate::Catalogue for Any {
            type Book = Book;
            type Code = AnyCode;

            fn code(tables: &'static $crate::v1::Vendor<'static>, index: u16) -> Option<AnyCode> {
                let vendor = tables.name.parse().ok()?;
                Some(AnyCode { vendor, index })
            }

            fn actions(tables: &'static $crate::v1::Vendor<'static>) -> &'static [Action] {
                match tables.name.parse::<Vendor>() {
                    $(Ok(Vendor::$vendor) => &$module::tables::ACTIONS,)*
                    _ => &[],
                }
            }
        }

        /// A code of any vendor.
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct AnyCode {
            vendor: Vendor,
            index: u16,
        }

        impl AnyCode {
            /// The vendor whose code it is.
            #[must_use]
            pub fn vendor(self) -> Vendor {
                self.vendor
            }

            fn of(self) -> $crate::v1::CodeOf<Any> {
                $crate::v1::CodeOf::new(self.vendor.tables(), self.index)
            }
        }

        $crate::__faultbook_code_methods!(AnyCode, Class, Action);

        /// A fault of any vendor.
        pub type AnyFault<'a> = $crate::Fault<'a, Any>;
        /// A success of any vendor.
        pub type AnySuccess<'a> = $crate::Success<'a, Any>;

        /// Reads a response to a call whose vendor and operation are known only now.
        ///
        /// An operation that the vendor does not list is read as `request`, and the result says so: see
        /// [`Fault::is_fallback`]($crate::Fault::is_fallback).
        ///
        /// # Errors
        /// The fault, unless the response is known to be a success.
        pub fn read<'a>(
            vendor: Vendor,
            operation: &str,
            response: &$crate::Response<'a>,
        ) -> Result<AnySuccess<'a>, AnyFault<'a>> {
            $crate::v1::read_any(vendor.tables(), operation, response)
        }
    };
}

/// A vendor: what ties its types together, its operations and its code.
#[doc(hidden)]
#[macro_export]
macro_rules! __faultbook_vendor {
    (
        $vendor:ident;
        operations: [$($operation:ident),* $(,)?];
        domains: [$($number:literal => $domain:ident($type:ident)),* $(,)?];
    ) => {
        impl $crate::Catalogue for $vendor {
            type Book = super::Book;
            type Code = Code;

            fn code(_: &'static $crate::v1::Vendor<'static>, index: u16) -> Option<Code> {
                let (domain, within) = $crate::v1::within_domain(&tables::VENDOR, index)?;
                match domain {
                    $($number => $type::ALL.get(within).copied().map(Code::$domain),)*
                    _ => None,
                }
            }

            fn actions(_: &'static $crate::v1::Vendor<'static>) -> &'static [super::Action] {
                &tables::ACTIONS
            }
        }

        /// A call that failed.
        pub type Fault<'a> = $crate::Fault<'a, $vendor>;
        /// A call that succeeded.
        pub type Success<'a> = $crate::Success<'a, $vendor>;

        /// What the headers of a response tell of waits and limits.
        #[must_use]
        pub fn hints(response: &$crate::Response<'_>) -> $crate::Hints {
            response.hints(&tables::VENDOR)
        }

        impl Operation {
            /// All operations, in the order of the book.
            pub const ALL: &'static [Self] = &[$(Self::$operation),*];

            /// The name in the book.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                $crate::v1::operation_name(&tables::VENDOR, self as u16)
            }

            /// Whether the call can be repeated without doing its work twice; `None` if the book does not say.
            #[must_use]
            pub fn is_idempotent(self) -> Option<bool> {
                $crate::v1::is_idempotent(&tables::VENDOR, self as u16)
            }

            /// Reads a response to this operation.
            ///
            /// # Errors
            /// The fault, unless the response is known to be a success.
            pub fn read<'a>(self, response: &$crate::Response<'a>) -> Result<Success<'a>, Fault<'a>> {
                $crate::v1::read(&tables::VENDOR, self as u16, response)
            }

            /// The fault that the client itself found: a code that no response carries.
            pub fn raise<C: $crate::Raised<Catalogue = $vendor>>(self, code: C) -> Fault<'static> {
                $crate::v1::raise(&tables::VENDOR, self as u16, code.index())
            }
        }

        $crate::__faultbook_name!(Operation, "operation");

        impl $crate::Operation for Operation {
            type Catalogue = $vendor;

            fn read<'a>(self, response: &$crate::Response<'a>) -> Result<Success<'a>, Fault<'a>> {
                self.read(response)
            }

            fn raise<C: $crate::Raised<Catalogue = $vendor>>(self, code: C) -> Fault<'static> {
                self.raise(code)
            }

            fn vendor(self) -> &'static str {
                tables::VENDOR.name
            }

            fn as_str(self) -> &'static str {
                self.as_str()
            }

            fn is_idempotent(self) -> Option<bool> {
                self.is_idempotent()
            }
        }

        impl Code {
            fn index(self) -> u16 {
                match self {
                    $(Self::$domain(code) => code.index(),)*
                }
            }

            fn of(self) -> $crate::v1::CodeOf<$vendor> {
                $crate::v1::CodeOf::new(&tables::VENDOR, self.index())
            }
        }

        $crate::__faultbook_code_methods!(Code, super::Class, super::Action);

        impl From<Code> for super::AnyCode {
            fn from(code: Code) -> Self {
                Self { vendor: super::Vendor::$vendor, index: code.index() }
            }
        }
    };
}

/// The codes of one domain.
#[doc(hidden)]
#[macro_export]
macro_rules! __faultbook_codes {
    ($type:ident of $vendor:ident::$domain:ident, domain $number:literal, first $first:literal; [$($variant:ident),* $(,)?]) => {
        impl $type {
            /// All codes of the domain, in the order of the book.
            #[allow(deprecated)]
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn index(self) -> u16 {
                $first + self as u16
            }

            fn of(self) -> $crate::v1::CodeOf<$vendor> {
                $crate::v1::CodeOf::new(&tables::VENDOR, self.index())
            }
        }

        $crate::__faultbook_code_methods!($type, super::Class, super::Action);

        impl core::str::FromStr for $type {
            type Err = $crate::UnknownName;

            /// The code of this wire string or alias, in exactly this spelling.
            #[inline]
            fn from_str(wire: &str) -> Result<Self, $crate::UnknownName> {
                const INDEX: $crate::v1::Index<'static> =
                    $crate::v1::Index::new(&tables::VENDOR, &tables::VENDOR.domains[$number]);
                let row = $crate::v1::find(&INDEX, wire.as_bytes());
                let code = row.and_then(|row| $crate::v1::code_of(&tables::VENDOR, row)?.checked_sub($first));
                code.and_then(|code| Self::ALL.get(usize::from(code)).copied()).ok_or($crate::UnknownName::new("code"))
            }
        }

        $crate::__faultbook_deserialize_name!($type, "code");

        impl TryFrom<&str> for $type {
            type Error = $crate::UnknownName;

            #[inline]
            fn try_from(wire: &str) -> Result<Self, $crate::UnknownName> {
                wire.parse()
            }
        }

        impl From<$type> for Code {
            fn from(code: $type) -> Self {
                Self::$domain(code)
            }
        }

        impl From<$type> for super::AnyCode {
            fn from(code: $type) -> Self {
                Code::from(code).into()
            }
        }
    };
}

/// Codes that the client itself raises.
#[doc(hidden)]
#[macro_export]
macro_rules! __faultbook_raised {
    ($type:ident of $vendor:ident) => {
        impl $crate::Raised for $type {
            type Catalogue = $vendor;

            fn index(self) -> u16 {
                self.index()
            }
        }
    };
}

/// What every type of codes can tell.
#[doc(hidden)]
#[macro_export]
macro_rules! __faultbook_code_methods {
    ($type:ident, $class:ty, $action:ty) => {
        impl $type {
            /// The string on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                self.of().as_str()
            }

            /// The name of its domain in the book.
            #[must_use]
            pub fn domain(self) -> &'static str {
                self.of().domain()
            }

            /// The HTTP status that it is documented for; the first, if there are several.
            #[must_use]
            pub fn status(self) -> Option<u16> {
                self.statuses().first().copied()
            }

            /// All HTTP statuses that it is documented for.
            #[must_use]
            pub fn statuses(self) -> &'static [u16] {
                self.of().statuses()
            }

            /// What it means, in one line.
            #[must_use]
            pub fn summary(self) -> &'static str {
                self.of().summary()
            }

            /// Causes and side effects; empty if the book has no more to say than the summary.
            #[must_use]
            pub fn description(self) -> &'static str {
                self.of().description()
            }

            /// The class, under no operation in particular.
            #[must_use]
            pub fn class(self) -> $class {
                self.of().fault().class()
            }

            /// What to do, under no operation in particular.
            #[must_use]
            pub fn actions(self) -> &'static [$action] {
                self.of().fault().actions()
            }

            /// Whether and when to repeat the call, under no operation in particular.
            #[must_use]
            pub fn retry(self) -> $crate::Retry<$action> {
                self.of().fault().retry()
            }

            /// What the end user may be shown, under no operation in particular; `None` if there is nothing to tell.
            #[must_use]
            pub fn user_message(self) -> Option<&'static str> {
                self.of().user_message()
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::fmt::Debug for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.debug_tuple(stringify!($type))
                    .field(&self.as_str())
                    .finish()
            }
        }

        $crate::__faultbook_serialize_name!($type);
    };
}

/// A small enum that is written as its name in the book.
#[doc(hidden)]
#[macro_export]
macro_rules! __faultbook_name {
    ($type:ident, $what:literal) => {
        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::str::FromStr for $type {
            type Err = $crate::UnknownName;

            fn from_str(name: &str) -> Result<Self, $crate::UnknownName> {
                let mut all = Self::ALL.iter().copied();
                all.find(|one| one.as_str() == name)
                    .ok_or($crate::UnknownName::new($what))
            }
        }

        $crate::__faultbook_serialize_name!($type);
        $crate::__faultbook_deserialize_name!($type, $what);
    };
}
