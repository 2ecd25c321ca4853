//! The impls of the enums: plain methods that call the runtime.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::ident;
use crate::model::{Book, Domain, Vendor};

/// Accessors without arguments: docs, name, type and value of each.
macro_rules! accessors {
    ($($(#$doc:tt)* $name:ident($($type:tt)*) { $($value:tt)* })*) => {
        quote! {
            $(
                $(#$doc)*
                #[must_use]
                pub fn $name(self) -> $($type)* {
                    $($value)*
                }
            )*
        }
    };
}

/// The impls of an enum that is written as its name in the book. It has `ALL` and `as_str`.
fn name_impls(name: &Ident, what: &str) -> TokenStream {
    let display = display(name);
    quote! {
        #display

        impl core::str::FromStr for #name {
            type Err = faultbook_runtime::UnknownName;

            fn from_str(name: &str) -> Result<Self, faultbook_runtime::UnknownName> {
                let mut all = Self::ALL.iter().copied();
                all.find(|one| one.as_str() == name)
                    .ok_or(faultbook_runtime::UnknownName::new(#what))
            }
        }

        faultbook_runtime::v1::serialize_name!(#name);
        faultbook_runtime::v1::deserialize_name!(#name, #what);
    }
}

fn display(name: &Ident) -> TokenStream {
    quote! {
        impl core::fmt::Display for #name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    }
}

/// All variants of an enum as a constant.
fn all<'a>(doc: &str, variants: impl Iterator<Item = &'a str>) -> TokenStream {
    let variants = variants.map(ident);
    quote! {
        #[doc = #doc]
        pub const ALL: &'static [Self] = &[#(Self::#variants),*];
    }
}

/// The impls of an enum of the book, each variant of which has a row in a table.
fn in_table<'a>(
    (name, what, doc, table): (&str, &str, &str, &str),
    variants: impl Iterator<Item = &'a str>,
    accessors: &TokenStream,
) -> TokenStream {
    let (name, table) = (ident(name), ident(table));
    let (all, impls) = (all(doc, variants), name_impls(&name, what));
    quote! {
        impl #name {
            #all

            fn row(self) -> &'static faultbook_runtime::v1::#name {
                &#table[self as usize]
            }

            #accessors
        }

        #impls
    }
}

/// The impls of `Class`.
pub(super) fn class(book: &Book) -> TokenStream {
    let accessors = accessors! {
        /// The name in the book.
        as_str(&'static str) { self.row().name }
        /// What the class means, in one line.
        summary(&'static str) { self.row().summary }
        /// Whether codes of the class are failures, unless something more specific says otherwise.
        outcome(faultbook_runtime::Outcome) { self.row().outcome }
        /// How much attention it deserves, unless something more specific says otherwise.
        severity(faultbook_runtime::Severity) { self.row().severity }
        /// The number of the closest gRPC status code, as in `google.rpc.Code`.
        grpc_code(i32) { self.row().grpc_code }
        /// The class of the standard vocabulary that it is, or is like; `Unknown` if the book names none.
        standard(faultbook_runtime::standard::Class) { self.row().standard }
        /// A generic text for the end user. It says nothing about the vendor or the code.
        user_message(&'static str) { self.row().user_message }
    };
    let doc = " All classes, in the order of the book.";
    let variants = book.classes.iter().map(|class| class.ident.as_str());
    in_table(("Class", "class", doc, "CLASSES"), variants, &accessors)
}

/// The impls of `Action`.
pub(super) fn action(book: &Book) -> TokenStream {
    let accessors = accessors! {
        /// The name in the book.
        as_str(&'static str) { self.row().name }
        /// What to do, in one line.
        summary(&'static str) { self.row().summary }
        /// Who does it.
        actor(faultbook_runtime::Actor) { self.row().actor }
    };
    let doc = " All actions, in the order of the book.";
    let variants = book.actions.iter().map(|action| action.ident.as_str());
    in_table(("Action", "action", doc, "ACTIONS"), variants, &accessors)
}

/// `Vendor`, and the types that represent any vendor of the book.
pub(super) fn any_vendor(book: &Book) -> TokenStream {
    let name = ident("Vendor");
    let all = all(
        " All vendors of the book.",
        book.vendors.iter().map(|vendor| vendor.ident.as_str()),
    );
    let impls = name_impls(&name, "vendor");
    let vendors: Vec<Ident> = book.vendors.iter().map(|own| ident(&own.ident)).collect();
    let modules: Vec<Ident> = book.vendors.iter().map(|own| ident(&own.name)).collect();
    let unknown = ident(&book.classes[book.unknown_class].ident);
    let (types, code) = (any_types(&vendors, &modules, &unknown), any_code());
    let read = read_any();
    quote! {
        impl Vendor {
            #all

            fn tables(self) -> &'static faultbook_runtime::v1::Vendor<'static> {
                match self {
                    #(Self::#vendors => &#modules::tables::VENDOR,)*
                }
            }

            /// The name in the book.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                self.tables().name
            }

            /// The names of the operations that the book lists.
            pub fn operations(self) -> impl Iterator<Item = &'static str> {
                faultbook_runtime::v1::operations(self.tables())
            }
        }

        #impls
        #types
        #code
        #read
    }
}

/// The types of the book, and those that represent any of its vendors.
fn any_types(vendors: &[Ident], modules: &[Ident], unknown: &Ident) -> TokenStream {
    quote! {
        /// The book itself, as a type.
        #[derive(Clone, Copy, Debug)]
        pub struct Book;

        impl faultbook_runtime::Book for Book {
            type Class = Class;
            type Action = Action;
            type Any = Any;

            fn class(index: u16) -> Class {
                Class::ALL.get(usize::from(index)).copied().unwrap_or(Class::#unknown)
            }

            fn action(index: u16) -> Option<Action> {
                Action::ALL.get(usize::from(index)).copied()
            }

            fn standard(class: Class) -> faultbook_runtime::standard::Class {
                class.standard()
            }

            fn grpc_code(class: Class) -> i32 {
                class.grpc_code()
            }
        }

        /// Any vendor of the book: what [`read`](fn@read) reads.
        #[derive(Clone, Copy, Debug)]
        pub struct Any;

        impl faultbook_runtime::VendorTypes for Any {
            type Book = Book;
            type Code = AnyCode;

            fn code(tables: &'static faultbook_runtime::v1::Vendor<'static>, index: u16) -> Option<AnyCode> {
                let vendor = tables.name.parse().ok()?;
                Some(AnyCode { vendor, index })
            }

            fn index(code: AnyCode) -> u16 {
                code.index
            }

            fn actions(tables: &'static faultbook_runtime::v1::Vendor<'static>) -> &'static [Action] {
                match tables.name.parse::<Vendor>() {
                    #(Ok(Vendor::#vendors) => &#modules::tables::ACTIONS,)*
                    _ => &[],
                }
            }
        }
    }
}

fn any_code() -> TokenStream {
    let methods = code_methods(&ident("AnyCode"), &quote!(Class), &quote!(Action));
    quote! {
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

            fn row(self) -> faultbook_runtime::v1::CodeOf<Any> {
                faultbook_runtime::v1::CodeOf::new(self.vendor.tables(), self.index)
            }
        }

        #methods

        impl core::fmt::Debug for AnyCode {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, "{:?}::{}", self.vendor, self.row().ident())
            }
        }
    }
}

fn read_any() -> TokenStream {
    quote! {
        /// A fault of any vendor.
        pub type AnyFault<'a> = faultbook_runtime::Fault<'a, Any>;
        /// A success of any vendor.
        pub type AnySuccess<'a> = faultbook_runtime::Success<'a, Any>;

        /// Reads a response to a call whose vendor and operation are known only at run time.
        ///
        /// An operation that the vendor does not list is read as `request`, and the result says so: see
        /// [`Fault::is_fallback`](faultbook_runtime::Fault::is_fallback).
        ///
        /// # Errors
        /// The fault, unless the response is known to be a success.
        pub fn read<'a>(
            vendor: Vendor,
            operation: &str,
            response: &faultbook_runtime::Response<'a>,
        ) -> Result<AnySuccess<'a>, AnyFault<'a>> {
            faultbook_runtime::v1::read_any(vendor.tables(), operation, response)
        }
    }
}

/// What every type of codes has. It has `row`.
fn code_methods(name: &Ident, class: &TokenStream, action: &TokenStream) -> TokenStream {
    let display = display(name);
    let accessors = accessors! {
        /// The code as it appears on the wire.
        as_str(&'static str) { self.row().as_str() }
        /// The name of its domain in the book.
        domain(&'static str) { self.row().domain() }
        /// The documented HTTP status; the first if there are several.
        status(Option<u16>) { self.statuses().first().copied() }
        /// All documented HTTP statuses.
        statuses(&'static [u16]) { self.row().statuses() }
        /// What it means, in one line.
        summary(&'static str) { self.row().summary() }
        /// Causes and side effects; empty if the book has no more to say than the summary.
        description(&'static str) { self.row().description() }
        /// The class, regardless of the operation.
        class(#class) { self.row().fault().class() }
        /// What to do, regardless of the operation.
        actions(&'static [#action]) { self.row().fault().actions() }
        /// Whether and when to repeat the call, regardless of the operation.
        retry(faultbook_runtime::Retry<#action>) { self.row().fault().retry() }
        /// What the end user may be shown, regardless of the operation; `None` if there is no such text.
        user_message(Option<&'static str>) { self.row().user_message() }
    };
    quote! {
        impl #name {
            #accessors
        }

        #display

        faultbook_runtime::v1::serialize_name!(#name);
    }
}

/// A type of a vendor's codes. It has the positions of its codes in the vendor's tables.
fn codes_of_vendor(
    name: &Ident,
    marker: &Ident,
    all: Option<&TokenStream>,
    index: &TokenStream,
) -> TokenStream {
    let methods = code_methods(name, &quote!(super::Class), &quote!(super::Action));
    quote! {
        impl #name {
            #all

            fn index(self) -> u16 {
                #index
            }

            fn row(self) -> faultbook_runtime::v1::CodeOf<#marker> {
                faultbook_runtime::v1::CodeOf::new(&tables::VENDOR, self.index())
            }
        }

        #methods
    }
}

/// The codes of one domain.
pub(super) fn codes(vendor: &Vendor, index: usize, domain: &Domain) -> TokenStream {
    let (name, marker) = (ident(&domain.type_ident), ident(&vendor.ident));
    let first = Literal::usize_unsuffixed(domain.codes.start);
    let own_index = if domain.codes.start == 0 {
        quote!(self as u16)
    } else {
        quote!(#first + self as u16)
    };
    let codes = vendor.codes[domain.codes.clone()].iter();
    let all = all(
        " All codes of the domain, in the order of the book.",
        codes.map(|code| code.ident.as_str()),
    );
    let codes = codes_of_vendor(&name, &marker, Some(&all), &own_index);
    let from_str = from_str(&name, index, &first);
    let conversions = conversions(&name, &ident(&domain.ident));
    let of_protocol = domain.protocol.map(|_| of_protocol(&name));
    let raised = domain.raised_by_client.then(|| {
        quote! {
            impl faultbook_runtime::Raised for #name {
                type Vendor = #marker;

                fn index(self) -> u16 {
                    self.index()
                }
            }
        }
    });
    quote! {
        #[allow(deprecated)]
        #codes

        impl core::fmt::Debug for #name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.row().ident())
            }
        }

        #from_str
        #conversions
        #of_protocol
        #raised
    }
}

/// The codes of a domain in a type that all vendors share.
fn of_protocol(name: &Ident) -> TokenStream {
    quote! {
        impl #name {
            /// The code in the type that all vendors of its [protocol](faultbook_runtime::protocol) share; `None` if only this
            /// vendor has it.
            #[must_use]
            pub fn protocol_code<P: faultbook_runtime::protocol::Protocol>(self) -> Option<P> {
                self.row().fault().protocol_code()
            }
        }
    }
}

/// Finds a code of a domain by its wire string.
fn from_str(name: &Ident, domain: usize, first: &Literal) -> TokenStream {
    let position = Literal::usize_unsuffixed(domain);
    quote! {
        impl core::str::FromStr for #name {
            type Err = faultbook_runtime::UnknownName;

            /// The code of this wire string or alias, in exactly this spelling.
            #[inline]
            fn from_str(wire: &str) -> Result<Self, faultbook_runtime::UnknownName> {
                const INDEX: faultbook_runtime::v1::Index<'static> =
                    faultbook_runtime::v1::Index::new(&tables::VENDOR, &tables::VENDOR.domains[#position]);
                let code = faultbook_runtime::v1::find(&INDEX, wire.as_bytes());
                let code = code.and_then(|code| code.checked_sub(#first));
                code.and_then(|code| Self::ALL.get(usize::from(code)).copied())
                    .ok_or(faultbook_runtime::UnknownName::new("code"))
            }
        }

        faultbook_runtime::v1::deserialize_name!(#name, "code");
    }
}

fn conversions(name: &Ident, variant: &Ident) -> TokenStream {
    quote! {
        impl TryFrom<&str> for #name {
            type Error = faultbook_runtime::UnknownName;

            #[inline]
            fn try_from(wire: &str) -> Result<Self, faultbook_runtime::UnknownName> {
                wire.parse()
            }
        }

        impl From<#name> for Code {
            fn from(code: #name) -> Self {
                Self::#variant(code)
            }
        }

        impl From<#name> for super::AnyCode {
            fn from(code: #name) -> Self {
                Code::from(code).into()
            }
        }
    }
}

/// The trait impls of a vendor, its operations, and its codes of any domain.
pub(super) fn vendor(vendor: &Vendor) -> TokenStream {
    let marker = ident(&vendor.ident);
    let (types, operations, code) = (types(vendor), operations(vendor), code(vendor));
    quote! {
        #types

        /// A call that failed.
        pub type Fault<'a> = faultbook_runtime::Fault<'a, #marker>;
        /// A call that succeeded.
        pub type Success<'a> = faultbook_runtime::Success<'a, #marker>;

        /// What a response says about waits and limits.
        #[must_use]
        pub fn hints(response: &faultbook_runtime::Response<'_>) -> faultbook_runtime::Hints {
            response.hints(&tables::VENDOR)
        }

        #operations
        #code
    }
}

fn types(vendor: &Vendor) -> TokenStream {
    let marker = ident(&vendor.ident);
    let code = code_of_index(vendor);
    quote! {
        impl faultbook_runtime::VendorTypes for #marker {
            type Book = super::Book;
            type Code = Code;

            #code

            fn index(code: Code) -> u16 {
                code.index()
            }

            fn actions(_: &'static faultbook_runtime::v1::Vendor<'static>) -> &'static [super::Action] {
                &tables::ACTIONS
            }
        }
    }
}

fn code_of_index(vendor: &Vendor) -> TokenStream {
    if vendor.domains.is_empty() {
        return quote! {
            fn code(_: &'static faultbook_runtime::v1::Vendor<'static>, _: u16) -> Option<Code> {
                None
            }
        };
    }
    let domains = vendor.domains.iter();
    let positions = (0..vendor.domains.len()).map(Literal::usize_unsuffixed);
    let variants = domains.clone().map(|domain| ident(&domain.ident));
    let types = domains.map(|domain| ident(&domain.type_ident));
    quote! {
        fn code(_: &'static faultbook_runtime::v1::Vendor<'static>, index: u16) -> Option<Code> {
            let (domain, within) = faultbook_runtime::v1::within_domain(&tables::VENDOR, index)?;
            match domain {
                #(#positions => #types::ALL.get(within).copied().map(Code::#variants),)*
                _ => None,
            }
        }
    }
}

fn operations(vendor: &Vendor) -> TokenStream {
    let marker = ident(&vendor.ident);
    let all = all(
        " All operations, in the order of the book.",
        vendor.operations.iter().map(|own| own.ident.as_str()),
    );
    let impls = name_impls(&ident("Operation"), "operation");
    let of_any_vendor = operation_impl(&marker);
    let accessors = accessors! {
        /// The name in the book.
        as_str(&'static str) { faultbook_runtime::v1::operation_name(&tables::VENDOR, self as u16) }
        /// Whether the call can be repeated without doing its work twice; `None` if the book does not say.
        is_idempotent(Option<bool>) { faultbook_runtime::v1::is_idempotent(&tables::VENDOR, self as u16) }
    };
    quote! {
        impl Operation {
            #all

            #accessors

            /// Reads a response to this operation.
            ///
            /// # Errors
            /// The fault, unless the response is known to be a success.
            pub fn read<'a>(
                self,
                response: &faultbook_runtime::Response<'a>,
            ) -> Result<Success<'a>, Fault<'a>> {
                faultbook_runtime::v1::read(&tables::VENDOR, self as u16, response)
            }

            /// The fault of a failure that the client itself found: a code that no response carries.
            pub fn raise<C: faultbook_runtime::Raised<Vendor = #marker>>(self, code: C) -> Fault<'static> {
                faultbook_runtime::v1::raise(&tables::VENDOR, self as u16, code.index())
            }
        }

        #impls
        #of_any_vendor
    }
}

/// The operations for code that works with any vendor.
fn operation_impl(marker: &Ident) -> TokenStream {
    quote! {
        impl faultbook_runtime::Operation for Operation {
            type Vendor = #marker;

            fn read<'a>(
                self,
                response: &faultbook_runtime::Response<'a>,
            ) -> Result<Success<'a>, Fault<'a>> {
                self.read(response)
            }

            fn raise<C: faultbook_runtime::Raised<Vendor = #marker>>(self, code: C) -> Fault<'static> {
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

            fn tables(self) -> &'static faultbook_runtime::v1::Vendor<'static> {
                &tables::VENDOR
            }

            fn index(self) -> u16 {
                self as u16
            }
        }
    }
}

/// The methods of an operation that need an allocator.
pub(super) fn check() -> TokenStream {
    quote! {
        impl Operation {
            /// Reads a response to this operation like [`read`](Self::read), but with a fault that does not borrow the
            /// response, so that `?` can return it.
            ///
            /// # Errors
            /// The fault, unless the response is known to be a success.
            pub fn check<'a>(
                self,
                response: &faultbook_runtime::Response<'a>,
            ) -> Result<Success<'a>, Fault<'static>> {
                self.read(response).map_err(Fault::into_owned)
            }
        }
    }
}

fn code(vendor: &Vendor) -> TokenStream {
    let marker = ident(&vendor.ident);
    let variants = vendor.domains.iter().map(|domain| ident(&domain.ident));
    let index = quote! {
        match self {
            #(Self::#variants(code) => code.index(),)*
        }
    };
    let codes = codes_of_vendor(&ident("Code"), &marker, None, &index);
    quote! {
        #codes

        impl From<Code> for super::AnyCode {
            fn from(code: Code) -> Self {
                Self {
                    vendor: super::Vendor::#marker,
                    index: code.index(),
                }
            }
        }
    }
}
