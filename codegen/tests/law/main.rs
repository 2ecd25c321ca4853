//! The law of the book: how a response is read, how it is decided and what the language can say, one test for each
//! sentence, on books that are as small as the sentence allows. Then the same questions for every code of the real one.

mod advice;
mod any_book;
mod clashes;
mod composed;
mod deciding;
mod errors;
mod every_code;
mod extending;
mod fails_closed;
mod formats;
mod hints;
mod invalid_yaml;
mod json;
mod jsonpath;
mod judge;
mod language;
mod lints;
mod misshapen;
mod never_open;
mod plurals;
mod reading;
mod reasons;
mod several_errors;
mod shown;
mod strict;
mod strict_success;
mod support;
mod transcribed;
mod translations;
mod writing;
