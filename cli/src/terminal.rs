//! What is told on the standard error.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use faultbook_codegen::{Diagnostics, Level};

/// Whether the user wants to hear of mistakes alone.
static QUIET: AtomicBool = AtomicBool::new(false);

/// From here on, warnings are not shown.
pub(crate) fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

/// Whether mistakes alone are to be told.
pub(crate) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Shows mistakes and warnings, if there are any.
pub(crate) fn show(diagnostics: &Diagnostics) {
    let is_hushed = is_quiet() && diagnostics.count(Level::Error) == 0;
    if diagnostics.iter().len() > 0 && !is_hushed {
        tell(&diagnostics.render(true));
    }
}

/// Tells a text. Its colours are taken out unless the standard error is a terminal, or the user's `NO_COLOR` and
/// `CLICOLOR_FORCE` say otherwise.
pub(crate) fn tell(text: &str) {
    // When not even this can be told, the exit code still says it.
    let _ = writeln!(anstream::stderr(), "{text}");
}
