//! What is told on the standard error.

use std::io::Write;

use faultbook_codegen::Diagnostics;

/// Shows mistakes and warnings, if there are any.
pub(crate) fn show(diagnostics: &Diagnostics) {
    if diagnostics.iter().len() > 0 {
        tell(&diagnostics.render(true));
    }
}

/// Tells a text. Its colours are taken out unless the standard error is a terminal, or the user's `NO_COLOR` and
/// `CLICOLOR_FORCE` say otherwise.
pub(crate) fn tell(text: &str) {
    // When not even this can be told, the exit code still says it.
    let _ = writeln!(anstream::stderr(), "{text}");
}
