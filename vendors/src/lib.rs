//! The errors of real vendors, as plain data: the YAML of a book whose vendors other books extend.
//!
//! ```no_run
//! // build.rs
//! # mod faultbook_codegen {
//! #     #[derive(Debug)]
//! #     pub struct Error;
//! #     pub struct Builder;
//! #     impl Builder {
//! #         pub fn new() -> Self { Self }
//! #         pub fn package(self, _: &str, _: &[(&str, &str)]) -> Self { self }
//! #         pub fn compile(&self, _: &[&str]) -> Result<(), Error> { Ok(()) }
//! #     }
//! # }
//! fn main() -> Result<(), faultbook_codegen::Error> {
//!     faultbook_codegen::Builder::new()
//!         .package("faultbook_vendors", faultbook_vendors::BOOK)
//!         .compile(&["spec"])
//! }
//! ```
//!
//! A file of the book then begins with `extends: faultbook_vendors/stripe`, and adds what the application decides. Nothing
//! is generated for vendors that no file extends.

#![no_std]

/// The files of the book: their names and their YAML.
///
/// ```
/// let stripe = faultbook_vendors::BOOK.iter().find(|(name, _)| *name == "stripe.yaml");
/// assert!(stripe.is_some_and(|(_, yaml)| yaml.contains("vendor: stripe")));
/// ```
pub const BOOK: &[(&str, &str)] = &[
    ("acme.yaml", include_str!("../book/acme.yaml")),
    ("adyen.yaml", include_str!("../book/adyen.yaml")),
    ("anthropic.yaml", include_str!("../book/anthropic.yaml")),
    (
        "app_store_connect.yaml",
        include_str!("../book/app_store_connect.yaml"),
    ),
    (
        "aws_dynamodb.yaml",
        include_str!("../book/aws_dynamodb.yaml"),
    ),
    ("aws_s3.yaml", include_str!("../book/aws_s3.yaml")),
    ("aws_sts.yaml", include_str!("../book/aws_sts.yaml")),
    (
        "azure_storage.yaml",
        include_str!("../book/azure_storage.yaml"),
    ),
    ("book.yaml", include_str!("../book/book.yaml")),
    ("discord.yaml", include_str!("../book/discord.yaml")),
    ("etcd.yaml", include_str!("../book/etcd.yaml")),
    (
        "ethereum_rpc.yaml",
        include_str!("../book/ethereum_rpc.yaml"),
    ),
    ("github.yaml", include_str!("../book/github.yaml")),
    (
        "google_cloud.yaml",
        include_str!("../book/google_cloud.yaml"),
    ),
    (
        "graphql_github.yaml",
        include_str!("../book/graphql_github.yaml"),
    ),
    ("kafka.yaml", include_str!("../book/kafka.yaml")),
    ("kubernetes.yaml", include_str!("../book/kubernetes.yaml")),
    ("oauth2.yaml", include_str!("../book/oauth2.yaml")),
    ("openai.yaml", include_str!("../book/openai.yaml")),
    ("paypal.yaml", include_str!("../book/paypal.yaml")),
    ("postgresql.yaml", include_str!("../book/postgresql.yaml")),
    ("salesforce.yaml", include_str!("../book/salesforce.yaml")),
    ("shopify.yaml", include_str!("../book/shopify.yaml")),
    ("slack.yaml", include_str!("../book/slack.yaml")),
    ("stripe.yaml", include_str!("../book/stripe.yaml")),
    ("telegram.yaml", include_str!("../book/telegram.yaml")),
    ("twilio.yaml", include_str!("../book/twilio.yaml")),
];
