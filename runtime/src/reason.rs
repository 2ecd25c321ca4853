//! Why a response has no known code, or is no success.

use crate::words::words;

words! {
    /// Why a response has no known code, or is not the success that its code or status indicates.
    ///
    /// `Display` is a short phrase that contains nothing of the response.
    pub enum Reason {
        /// There is a code, but the book does not have it.
        UnknownCode = "unknown code",
        /// There is no code, so that the status and the rules decide.
        NoCode = "no code",
        /// The body is empty.
        EmptyBody = "empty body",
        /// The body is longer than 1 MiB.
        BodyTooLarge = "body too large",
        /// The body is not UTF-8.
        NotUtf8 = "not UTF-8",
        /// The body is not JSON, although it is read as such.
        NotJson = "not JSON",
        /// The body is not a well-formed XML document, although it is read as such.
        NotXml = "not XML",
        /// The body is not a form, although it is read as such.
        NotForm = "not a form",
        /// The body is an event stream, and the empty line at the end of its event is missing.
        UnfinishedEvent = "unfinished event",
        /// The body is a JSON string, number, boolean or null: neither an object nor a list.
        NotObject = "not an object or list",
        /// A key, attribute or element that is read is there more than once.
        RepeatedName = "repeated name",
        /// A code, field or header that is read has the wrong type, is repeated or cannot be read.
        UnreadableValue = "unreadable value",
        /// Another code, or a field that only failures have, contradicts the success.
        Contradiction = "contradictory",
        /// The body is a list, and one of its objects is a failure or doubtful.
        FailedElement = "failed element",
        /// The operation's condition for a success does not hold.
        UnmetSuccess = "success condition not met",
        /// The response is too long to evaluate every condition.
        TooLong = "too long to evaluate",
    }
}
