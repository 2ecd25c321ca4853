//! Texts for any place in a document, which the test of the mdBook shares.

/// Texts that would break out of their place, if they could.
pub(crate) const HOSTILE: [&str; 8] = [
    "](https://evil.example) ![x](y) <https://evil.example> [x]: https://evil.example 'x' www.evil.example",
    "<script>alert(1)</script><img src=x onerror=alert(1)><a id=\"statuses\"></a>--><!-- &lt;b&gt; &#124;",
    "a | b || \\| c\n\n| d | e |\n| --- | --- |\n| f | g |\r\nh\\",
    "# x\n- y\n1. z\n> q\n***\n~~~\n```\n`````\n<div>\n    indented\n[^1]: note\n: definition\n---",
    "*a* _b_ **c** __d__ ~~e~~ `f` ``g|` ^h^ $i$ $$j$$ ==k== [[l]] {#m} - [ ] n",
    "{{#include ../../../Cargo.toml}} {{ #include x }} \\{{#title y}}",
    "left\u{202e}right\u{200b}\u{feff}\u{2066}\u{0}\u{7}\u{85}\u{2028}\u{ad}\u{e0041}end",
    "`",
];
