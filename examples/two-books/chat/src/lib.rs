//! The services that the chat depends on.

faultbook_runtime::include_book!();
