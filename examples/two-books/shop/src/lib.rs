//! The services that the shop depends on.

faultbook_runtime::include_book!();
