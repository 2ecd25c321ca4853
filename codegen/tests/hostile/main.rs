//! Books that are meant to do harm: as files, and as texts.

mod rust;
mod texts;
