//! Spec text inside rustdoc: data that cannot leave its place.

/// Escapes everything that Markdown or rustdoc would take for markup. Characters that turn the direction of text or are
/// not seen are dropped: rustc refuses the former in comments, and both can make a text look like another.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !escaped.is_empty() {
            escaped.push(' ');
        }
        word.chars().filter(|c| !is_unseen(*c)).for_each(|c| {
            if is_markup(c) {
                escaped.push('\\');
            }
            escaped.push(c);
        });
    }
    guard_start(escaped)
}

fn is_markup(c: char) -> bool {
    "\\`*_[]<>|~&#$^".contains(c)
}

fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Keeps a paragraph from beginning like a list: with `-`, `+` or a number and a dot.
fn guard_start(text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let at = match text.as_bytes().get(digits) {
        Some(b'-' | b'+' | b'=') if digits == 0 => 0,
        Some(b'.' | b')') if digits > 0 => digits,
        _ => return text,
    };
    format!("{}\\{}", &text[..at], &text[at..])
}
