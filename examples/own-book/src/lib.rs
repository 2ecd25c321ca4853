//! What goes wrong at Kestrel Post, and what to do about it.

faultbook_runtime::include_book!();
