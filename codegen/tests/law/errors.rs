//! Every error in a book is reported at its very place, and nothing that somebody may write makes the compiler panic.

use faultbook_codegen::{Diagnostics, Source, generate, standard};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::support::{BOOK, cases, real_sources, sources};

/// Marks the location of the expected error, and is removed before the book is read.
const MARK: char = '^';

// Where a row is inserted into a vendor's file.
const VENDOR: &str = "HERE\n";
const DOMAIN: &str = "domains: { d: { HERE } }\n";
const ENVELOPE: &str = "domains: { d: { envelope: { HERE } } }\n";
const CODE: &str = "\
domains:
  d:
    envelope: { code: /code, message: /message, details: { at: /details } }
    categories: { ONE: { summary: s } }
    codes:
      X: { summary: s, HERE }
      Y: { summary: s }
operations: { call: {} }
";
const RULE: &str = "\
rules:
  - { HERE }
domains: { d: { envelope: { code: /code, message: /message }, codes: { X: { summary: s } } } }
";
const OPERATION: &str = "domains: {}\noperations: { call: { HERE } }\n";
const EXAMPLE: &str = "\
domains:
  client: { raised_by: client, codes: { OFFLINE: { summary: s, class: lost } } }
examples:
  - { name: n, operation: request, HERE }
";

/// The context, the text with the location of the error marked, and a part of the message.
#[rustfmt::skip] // A row is a line.
const VENDOR_MISTAKES: &[(&str, &str, &str)] = &[
    // Keys
    (VENDOR, "domains: {}\n^colour: red", "unknown key `colour`"),
    (DOMAIN, "^colour: red", "unknown key `colour`"),
    (ENVELOPE, "^colour: /red", "unknown key `colour`"),
    (CODE, "^colour: red", "unknown key `colour`"),
    (RULE, "^colour: red", "unknown key `colour`"),
    (RULE, "when: { ^colour: red }", "unknown key `colour`"),
    (OPERATION, "^colour: red", "unknown key `colour`"),
    (EXAMPLE, "raised: OFFLINE, expect: { ^colour: red }", "unknown key `colour`"),
    (CODE, "retry: { ^colour: red }", "unknown key `colour`"),
    (VENDOR, "domains: { d: { codes: { ^X: { class: lost } } } }", "`summary` is missing"),
    (ENVELOPE, "^status: /status, code: /code", "a domain has no `status`"),
    (ENVELOPE, "details: { at: /d, ^map: true, tree: true }", "details are in a map or in a tree"),
    (ENVELOPE, "details: { at: /d, ^map: true, leaf: e }", "details are in a map or in a tree"),
    // Lists of errors
    (ENVELOPE, "errors: ^/errors, code: /code", "invalid JSONPath"),
    (ENVELOPE, "errors: ^'$.errors', code: /code", "invalid JSONPath"),
    (ENVELOPE, "errors: ^'$.errors[*].code', code: /code", "invalid JSONPath"),
    (ENVELOPE, "errors: '$.errors[*]', code: ^/code", "no `code` is inside the errors of `$.errors[*]`"),
    (ENVELOPE, "errors: '$.errors[*]', code: ^'$.errors[?@.a].code'", "no `code` is inside the errors"),
    // Repeated keys
    (VENDOR, "domains: {}\n^domains: {}", "`domains`"),
    (VENDOR, "domains:\n  d: {}\n  ^d: {}", "`d` is a duplicate key"),
    (VENDOR, "domains: {}\noperations:\n  o: {}\n  ^o: {}", "`o` is a duplicate key"),
    (DOMAIN, "raised_by: client, codes: { X: { summary: s }, ^X: { summary: s } }", "`X` is a duplicate key"),
    (DOMAIN, "categories: { C: { summary: s }, ^C: { summary: s } }", "`C` is a duplicate key"),
    (CODE, "class: lost, ^class: broken", "`class`"),
    (ENVELOPE, "fields: { a: /a, ^a: /b }", "`a` is a duplicate key"),
    (ENVELOPE, "when: { field: { /a: 1, ^/a: 2 } }", "`/a` is a duplicate key"),
    (RULE, "when: { detail: { a: x, ^a: y } }", "`a` is a duplicate key"),
    (EXAMPLE, "raised: OFFLINE, expect: { captures: { a: x, ^a: y } }", "`a` is a duplicate key"),
    (EXAMPLE, "raised: OFFLINE, expect: { fields: { a: x, ^a: y } }", "`a` is a duplicate key"),
    (EXAMPLE, "raised: OFFLINE, expect: { decided_by: { class: code, ^class: domain } }", "`class` is a duplicate key"),
    (EXAMPLE, "response: { status: 200, headers: { A: x, ^A: y } }, expect: {}", "`A` is a duplicate key"),
    // Names that do not exist
    (CODE, "class: ^lots", "unknown class `lots`"),
    (CODE, "category: ^TWO", "unknown category `TWO`"),
    (CODE, "actions: [wait, ^wiat]", "unknown action `wiat`"),
    (CODE, "forbid: [^nothing]", "unknown action `nothing`"),
    (CODE, "deprecated: { replaced_by: ^Z }", "unknown code `Z`"),
    (CODE, "retry: ^sometimes", "unknown retry `sometimes`"),
    (CODE, "retry: { use: ^often }", "unknown retry `often`"),
    (CODE, "retry: { on_next: ^cal }", "unknown operation `cal`"),
    (CODE, "retry: { after_action: ^prey }", "unknown action `prey`"),
    (CODE, "retry: { after: 1s, if_exhausted: [pay, ^prey] }", "unknown action `prey`"),
    (CODE, "retry: { after: 1s, chosen: [^patience] }", "unknown parameter `patience`"),
    (RULE, "when: { code: [X, ^Z] }", "unknown code `Z`"),
    (RULE, "when: { domain: ^e }", "unknown domain `e`"),
    (RULE, "when: { category: ^TWO }", "unknown category `TWO`"),
    (RULE, "when: [{ class: lost }, { class: ^lots }]", "unknown class `lots`"),
    (OPERATION, "domains: [^d]", "unknown domain `d`"),
    (EXAMPLE, "raised: ^OFLINE, expect: {}", "unknown client-raised code `OFLINE`"),
    (EXAMPLE, "raised: OFFLINE, expect: { retry: ^sometimes }", "unknown kind of retry `sometimes`"),
    (EXAMPLE, "raised: OFFLINE, expect: { class: ^lots }", "unknown class `lots`"),
    (EXAMPLE, "raised: OFFLINE, expect: { domain: ^cliant }", "unknown domain `cliant`"),
    (EXAMPLE, "raised: OFFLINE, expect: { actions: [^wiat] }", "unknown action `wiat`"),
    (EXAMPLE, "raised: OFFLINE, expect: { forbid: [pay, ^prey] }", "unknown action `prey`"),
    (EXAMPLE, "raised: OFFLINE, expect: { if_exhausted: [^prey] }", "unknown action `prey`"),
    (EXAMPLE, "raised: OFFLINE, expect: { outcome: ^failed }", "invalid outcome `failed`"),
    (EXAMPLE, "raised: OFFLINE, expect: { severity: ^fatal }", "invalid severity `fatal`"),
    (EXAMPLE, "raised: OFFLINE, expect: { fields: { ^colour: red } }", "unknown field `colour`"),
    (EXAMPLE, "raised: OFFLINE, expect: { decided_by: { ^colour: code } }", "unknown field `colour`"),
    (EXAMPLE, "raised: OFFLINE, expect: { decided_by: { class: ^coed } }", "unknown layer `coed`"),
    (EXAMPLE, "raised: OFFLINE, expect: { decided_by: { class: ^code rule } }", "unknown layer `code rule`"),
    (EXAMPLE, "raised: OFFLINE, expect: { decided_by: { class: ^code rule 0 } }", "unknown layer `code rule 0`"),
    (EXAMPLE, "raised: OFFLINE, expect: { code: ^OFLINE }", "unknown code `OFLINE`"),
    (EXAMPLE, "response: { status: 200, body: '{}' }, expect: { code: ^X, outcome: success }", "unknown code `X`"),
    (VENDOR, "domains: {}\nexamples: [{ name: n, operation: ^cal, raised: X, expect: {} }]", "unknown operation `cal`"),
    // Values
    (CODE, "severity: ^fatal", "invalid severity"),
    (CODE, "outcome: ^fine", "invalid outcome"),
    (CODE, "grace_period: ^soon", "invalid duration"),
    (CODE, "grace_period: ^2", "invalid duration"),
    (CODE, "grace_period: ^60d", "invalid duration"),
    (CODE, "expose: ^always", "invalid value"),
    (CODE, "status: [404, ^600]", "invalid status"),
    (CODE, "aliases: [A, ^true]", "in quotes"),
    (CODE, "since: ^2.0", "in quotes"),
    (CODE, "limits: [{ amount: '5', kind: ^always }]", "unknown kind of limit `always`"),
    (CODE, "limits: [^{ rate: 5/s, amount: '5', kind: burst }]", "either a `rate` or an `amount`"),
    (CODE, "limits: [^{ kind: burst }]", "either a `rate` or an `amount`"),
    (RULE, "when: { status: ^6xx }", "invalid status"),
    (RULE, "when: { status: [4xx, ^299..201] }", "invalid status"),
    (RULE, "when: { field: { ^status: failed } }", "invalid JSON Pointer"),
    (RULE, "when: { field: { /a: [x, { ^colour: true }] } }", "unknown key `colour`"),
    (RULE, "when: { field: { /a: [x, ^{ exists: true }] } }", "`exists` together with other values"),
    (RULE, "when: { field: { /a: ^1.5 } }", "in quotes"),
    (RULE, "when: { message: '^{n:number}' }", "invalid pattern"),
    (RULE, "when: { message: [ok, '{n:text^}{m:text}'] }", "invalid pattern"),
    (RULE, "when: { message: ^'a } b' }", "invalid pattern"),
    (RULE, "when: { detail: { a: '^{n:integer' } }", "invalid pattern"),
    (RULE, "when: { message: 'about ^{1st:integer}' }", "invalid pattern"),
    (RULE, "when: { message: 'about ^{_n:integer}' }", "invalid pattern"),
    (RULE, "when: { message: ^'from {n:integer} to {n:integer}' }", "invalid pattern"),
    (RULE, "when: { message: 'at most {n:integer}', detail: { a: ^'{n:word}' } }", "`n` is captured by two patterns"),
    (RULE, "when: { detail: { a: 'at most {n:integer}', b: ^[x, '{n:word}'] } }", "`n` is captured by two patterns"),
    (RULE, "when: ^{ message: '{a:word} {b:word} {c:word} {d:word} {e:word}' }", "captures more than 4"),
    (ENVELOPE, "code: ^error", "invalid JSON Pointer"),
    (ENVELOPE, "code: [/a, ^/b~2]", "invalid JSON Pointer"),
    (ENVELOPE, "message: ^text", "invalid JSON Pointer"),
    (ENVELOPE, "trace_id: { header: ^X Trace }", "invalid header"),
    (ENVELOPE, "details: { at: ^details }", "invalid JSON Pointer"),
    (ENVELOPE, "details: { at: /details, field: ^field }", "invalid JSON Pointer"),
    (ENVELOPE, "fields: { ^Path: /path }", "invalid name"),
    (ENVELOPE, "when: { ^code: X }", "`code` is not known yet"),
    (OPERATION, "success: { ^class: ok }", "`class` is not known yet"),
    (VENDOR, "envelope: { ^when: { status: 200 } }\ndomains: {}", "`when` is not inherited"),
    (VENDOR, "headers: { retry_after: ^Retry After }\ndomains: {}", "invalid header"),
    (VENDOR, "headers: { max_wait: ^long }\ndomains: {}", "invalid duration"),
    (VENDOR, "headers: { rate_limit: { reset: { name: A, unit: ^minutes } } }\ndomains: {}", "invalid unit"),
    (DOMAIN, "raised_by: ^server", "invalid value `server`"),
    (DOMAIN, "key: ^header", "invalid value `header`"),
    (DOMAIN, "type: ^api_code", "invalid type"),
    (DOMAIN, "key: status, codes: { ^fine: { summary: s } }", "invalid status"),
    (DOMAIN, "key: status, codes: { '404': { summary: s, name: Lost, ^status: 404 } }", "already"),
    (EXAMPLE, "response: { status: ^70000 }, expect: {}", "70000"),
    (EXAMPLE, "raised: OFFLINE, expect: { grace_period: ^long }", "invalid duration"),
    (VENDOR, "domains: {}\nexamples: [^{ name: n, operation: request, expect: {} }]", "either a `response` or a `raised`"),
    (VENDOR, "domains: {}\nexamples: [{ name: n, operation: request, response: { status: 200 }, ^raised: X, expect: {} }]", "either a `response` or a `raised`"),
    // Retries
    (CODE, "retry: ^{ attempts: 3 }", "a retry policy without a time"),
    (CODE, "retry: { after: 1s, ^on_next: call }", "two ways to retry"),
    (CODE, "retry: { after: ^5s..2s }", "invalid wait"),
    (CODE, "retry: { backoff: ^{ base: 1s } }", "needs a `base` and a `max`"),
    (CODE, "retry: { backoff: { base: ^9s, max: 1s } }", "starts above its `max`"),
    (CODE, "retry: { backoff: { base: 1s, max: 9s, factor: ^0.5 } }", "invalid factor"),
    (CODE, "retry: { backoff: { base: 1s, max: 9s, jitter: ^2 } }", "invalid jitter"),
    (CODE, "retry: { after_action: pay, attempts: ^3 }", "`attempts` without retries"),
    (CODE, "retry: { after: 1s, attempts: ^-1 }", "-1"),
    (CODE, "retry: { after: 1s, attempts: ^0 }", "a retry policy without a retry"),
    (CODE, "retry: { use: transient, attempts: ^0 }", "a retry policy without a retry"),
    (CODE, "retry: { on_next: call, attempts: ^3 }", "`attempts` without retries"),
    (CODE, "retry: { after: 1s, if_exhausted: ^[pay] }", "`if_exhausted` without `attempts`"),
    (CODE, "retry: { on_next: call, if_exhausted: ^[pay] }", "`if_exhausted` without `attempts`"),
    (CODE, "retry: { after: ^0s }", "a retry without a wait"),
    (CODE, "retry: { after: ^0s..0ms }", "a retry without a wait"),
    (CODE, "retry: { backoff: { base: ^0s, max: 1s } }", "a retry without a wait"),
    (CODE, "retry: { use: transient, backoff: { max: ^500ms } }", "starts above its `max`"),
    (CODE, "retry: { use: transient, backoff: { base: ^2h } }", "starts above its `max`"),
    (CODE, "retry: { use: transient, ^after: 1s }", "`transient` says `backoff`, but this says `after`"),
    (CODE, "retry: { use: transient, ^on_next: call }", "`transient` says `backoff`, but this says `on_next`"),
    (CODE, "retry: { after: 1s, chosen: [after, ^attempts] }", "`attempts` is chosen and not there"),
    (CODE, "retry: { after_action: pay, chosen: [^after] }", "`after` is chosen and not there"),
    // Every error of a policy is reported, whatever else is wrong with it.
    (CODE, "retry: { after: 2m, if_exhausted: [^prey] }", "unknown action `prey`"),
    (CODE, "retry: { use: often, chosen: [^patience] }", "unknown parameter `patience`"),
    (CODE, "retry: { backoff: { base: 1s, max: 9s, factor: 0.5, jitter: ^2 } }", "invalid jitter"),
    // Actions
    (CODE, "actions: [pay], forbid: [^pay]", "`pay` is both required and forbidden"),
    (CODE, "retry: { after_action: pay }, forbid: [wait, ^pay]", "`pay` is both required and forbidden"),
    (CODE, "retry: { after: 1s, attempts: 1, if_exhausted: [pay] }, forbid: [^pay]", "`pay` is both required and forbidden"),
    // Conditions
    (RULE, "when: ^{}, severity: info", "asks for nothing"),
    (RULE, "when: [{ code: X }, ^{}], severity: info", "asks for nothing"),
    (RULE, "when: { field: ^{} }, severity: info", "`field` asks for nothing"),
    (RULE, "when: { code: X, detail: ^{} }, severity: info", "`detail` asks for nothing"),
    (ENVELOPE, "when: ^{}", "asks for nothing"),
    (OPERATION, "success: ^{}", "asks for nothing"),
    (OPERATION, "success: { status: ^[404, 5xx] }", "a success with a status that is not 2xx"),
    (OPERATION, "success: [{ status: 200 }, { status: ^404 }]", "a success with a status that is not 2xx"),
    (RULE, "when: { field: { /a: { exists: false }, ^/a/b: 1 } }, severity: info", "`/a/b` cannot be there"),
    (RULE, "when: { field: { ^/a/b/c: { exists: true }, /a: [x, y] } }, severity: info", "`/a/b/c` cannot be there"),
    (VENDOR, "rules: [^{ when: { status: 404 } }]\ndomains: {}", "a rule without a decision"),
    (OPERATION, "rules: [^{}]", "a rule without a decision"),
    // Texts for the end user
    (CODE, "user_message: 'At most ^{n}.'", "invalid text for the end user"),
    (CODE, "user_message: ^' '", "invalid text for the end user"),
    (RULE, "user_message: 'At most ^{n}.'", "invalid text for the end user"),
    (RULE, "when: { message: '{n:integer}' }, user_message: 'At most ^{m}.'", "invalid text for the end user"),
    (RULE, "when: { message: '{n:word}' }, user_message: 'At most ^{n}.'", "invalid text for the end user"),
    (RULE, "when: { message: '{n:text}' }, user_message: 'At most ^{n}.'", "invalid text for the end user"),
    (RULE, "when: [{ message: '{n:integer}' }, { code: X }], user_message: 'At most ^{n}.'", "invalid text for the end user"),
    (RULE, "when: { message: ['{n:integer}', '{n:word}'] }, user_message: 'At most ^{n}.'", "invalid text for the end user"),
    (RULE, "when: { message: '{n:integer}' }, expose: never, user_message: 'At most ^{n}.'", "invalid text for the end user"),
    // Identifiers
    (DOMAIN, "raised_by: client, codes: { A_B: { summary: s }, ^a-b: { summary: s } }", "two codes become `AB`"),
    (DOMAIN, "raised_by: client, strip_prefix: E_, codes: { E_A: { summary: s }, ^A: { summary: s } }", "two codes become `A`"),
    (DOMAIN, "raised_by: client, codes: { ^'420': { summary: s } }", "`420` cannot become a name"),
    (DOMAIN, "raised_by: client, codes: { ^'+-': { summary: s } }", "`+-` cannot become a name"),
    (DOMAIN, "raised_by: client, codes: { ^'': { summary: s } }", "1 to 200 bytes"),
    (DOMAIN, "raised_by: client, codes: { X: { summary: s, name: ^'4' } }", "invalid name"),
    (VENDOR, "domains: { ^Api: {} }", "invalid name"),
    (VENDOR, "domains: { a_b: {}, ^a__b: {} }", "the type `ABCode` is taken"),
    (VENDOR, "domains: { a: {}, b: { type: ^ACode } }", "the type `ACode` is taken"),
    (VENDOR, "domains: {}\noperations: { ^match: {} }", "invalid name"),
    (VENDOR, "domains: {}\noperations: { a_b: {}, ^a__b: {} }", "two operations become `AB`"),
    (CODE, "aliases: [A, ^Y]", "`Y` is already another code"),
    (CODE, "aliases: [A, ^X]", "`X` is its own alias"),
    (DOMAIN, "raised_by: client, codes: { X: { summary: s, aliases: A }, Y: { summary: s, aliases: ^A } }", "`A` is already an alias of `X`"),
    (DOMAIN, "raised_by: client, codes: { ^Self: { summary: s } }", "`Self` cannot become a name"),
    (DOMAIN, "raised_by: client, codes: { ^2FA: { summary: s } }", "`2FA` cannot become a name"),
    (DOMAIN, "raised_by: client, codes: { ^привет: { summary: s } }", "`привет` cannot become a name"),
    (CODE, "deprecated: { replaced_by: ^X }", "`X` is replaced by itself"),
    (DOMAIN, "raised_by: client, codes: { X: { summary: s, deprecated: { replaced_by: Y } }, Y: { summary: s, deprecated: { replaced_by: ^X } } }", "the replacement of `X` leads back to it"),
    (DOMAIN, "raised_by: client, ^envelope: { code: /code }", "an envelope for codes that are never on the wire"),
    (DOMAIN, "raised_by: client, ^key: status", "`key: status` for codes that are never on the wire"),
    (DOMAIN, "raised_by: client, codes: { X: { summary: s, ^status: 500 } }", "a status for codes that are never on the wire"),
    // Lists that repeat themselves
    (CODE, "aliases: [A, B, ^A]", "`A` is a duplicate list item"),
    (CODE, "status: [404, ^404]", "`404` is a duplicate list item"),
    (CODE, "actions: [wait, ^wait]", "`wait` is a duplicate list item"),
    (CODE, "retry: { after: 1s, if_exhausted: [pay, ^pay] }", "`pay` is a duplicate list item"),
    (RULE, "when: { code: [X, ^X] }", "`X` is a duplicate list item"),
    (RULE, "when: { field: { /a: [1, '1', true, ^1] } }", "`1` is a duplicate list item"),
    (VENDOR, "domains: { d: {} }\noperations: { o: { domains: [d, ^d] } }", "`d` is a duplicate list item"),
    // Texts without a word
    (CODE, "description: ^''", "`description` is empty"),
    (CODE, "description: ^null", "`description` is empty"),
    (VENDOR, "domains: { d: { raised_by: client, codes: { X: { summary: ^~ } } } }", "`summary` is empty"),
    (VENDOR, "domains: {}\nexamples: [{ name: ^null, operation: request, response: { status: 500 }, expect: {} }]", "`name` is empty"),
    (CODE, "advice: [one, ^' ']", "`advice` is empty"),
    (CODE, "note: ^\"\\n\"", "`note` is empty"),
    (CODE, "deprecated: { note: ^'' }", "`note` is empty"),
    (CODE, "limits: [{ rate: ^'', kind: burst }]", "`rate` is empty"),
    (CODE, "allow: [{ lint: no_example, reason: ^'' }]", "`reason` is empty"),
    (RULE, "severity: info, because: ^''", "`because` is empty"),
    (OPERATION, "endpoint: ^''", "`endpoint` is empty"),
    (VENDOR, "domains: { d: { title: ^'' } }", "`title` is empty"),
    (VENDOR, "domains: { d: { raised_by: client, codes: { X: { summary: ^'' } } } }", "`summary` is empty"),
    (VENDOR, "domains: {}\nexamples: [{ name: ^'', operation: request, response: { status: 500 }, expect: {} }]", "`name` is empty"),
    // Characters that are not seen
    (CODE, "description: ^\"a\\u202eb\"", "the character U+202E is invisible"),
    (CODE, "user_message: ^\"a\\u0007b\"", "the character U+0007 is invisible"),
    (CODE, "aliases: ^\"A\\u200bB\"", "the character U+200B is invisible"),
    (CODE, "aliases: ^A\u{200b}B", "the character U+200B is invisible"),
    (DOMAIN, "raised_by: client, codes: { ^\"A\\u00adB\": { summary: s } }", "the character U+00AD is invisible"),
    (RULE, "when: { field: { ^\"/a\\u2060\": 1 } }", "the character U+2060 is invisible"),
    // Things that cannot work
    (VENDOR, "domains: { ^d: { codes: { X: { summary: s } } } }", "the codes of `d` have no location"),
    (VENDOR, "domains: {}\noperations: { request: { ^class: lost } }", "`request` decides something"),
    (VENDOR, "domains: {}\noperations: { request: { ^rules: [{ severity: info }] } }", "`request` decides something"),
    // Of nothing, nothing holds: a list that somebody forgot to fill must not mean “always”.
    (RULE, "when: ^[], severity: info", ""),
    (RULE, "when: { message: ^[] }, severity: info", ""),
    (RULE, "when: { code: ^[] }, severity: info", ""),
    (RULE, "when: { status: ^[] }, severity: info", ""),
    (RULE, "when: { field: { /a: ^[] } }, severity: info", ""),
    (ENVELOPE, "when: ^[]", ""),
    (OPERATION, "success: ^[]", ""),
    // Examples that cannot be judged
    (EXAMPLE, "raised: OFFLINE, expect: ^{}", "an example that expects nothing"),
    (EXAMPLE, "raised: OFFLINE, expect: ^{ class: null, decided_by: {} }", "an example that expects nothing"),
    (EXAMPLE, "response: { status: 200, headers: { ^Retry After: 1 } }, expect: { class: lost }", "invalid header"),
    (EXAMPLE, "raised: OFFLINE, expect: { class: lost } }\n  - { name: ^n, operation: request, raised: OFFLINE, expect: { class: lost }", "two examples have one name"),
    // Examples that do not come out
    (EXAMPLE, "raised: OFFLINE, expect: { class: ^broken }", "expected `broken`, got `lost`"),
    (EXAMPLE, "raised: OFFLINE, expect: { actions: ^[pay] }", "expected `[pay]`, got `[]`"),
    (EXAMPLE, "raised: OFFLINE, expect: { retry: ^{ after: 1s } }", "expected `after 1s`, got `never`"),
    (EXAMPLE, "raised: OFFLINE, expect: { decided_by: { class: ^domain } }", "expected `domain`, got `code`"),
    (EXAMPLE, "response: { status: 200, body: '{}' }, expect: { code: ^OFFLINE }", "expected `OFFLINE`, got `null`"),
    (EXAMPLE, "response: { status: 200, body: '{}' }, expect: { code: ^NEW, known: false }", "expected `NEW`, got `null`"),
    (EXAMPLE, "response: { status: 500, body: '{}' }, expect: { known: ^true }", "expected `true`, got `false`"),
    // What YAML loses without a word
    (CODE, "description: first, ^second", "unknown key `second`"),
    (CODE, "description: Costs nothing, ^retry", "`retry`"),
    (VENDOR, "description: See ticket ^#7 for more\ndomains: {}", "#"),
    (VENDOR, "advice:\n  - fine\n  - use ^#7\ndomains: {}", "#"),
    // Not even YAML
    (VENDOR, "domains: { d: [ ^}", ""),
    (VENDOR, "domains: ^5", "expected a map, found"),
    (VENDOR, "domains: {}\nadvice: ^*anchor", "anchor"),
    // Columns are counted in characters, whatever precedes them.
    (VENDOR, "description: “naïve” – 日本語 🦀\ndomains: {}\n^colour: red", "unknown key `colour`"),
    (VENDOR, "description: “naïve” – 日本語 🦀\nclass: ^lots\ndomains: {}", "unknown class `lots`"),
    (CODE, "description: “naïve” – 日本語 🦀, class: ^lots", "unknown class `lots`"),
    (VENDOR, "# “naïve” – 日本語 🦀\r\ndomains: {}\r\nclass: ^lots\r\n", "unknown class `lots`"),
];

/// The whole of `book.yaml`, with the place of the error marked, and a part of what is said about it.
#[rustfmt::skip] // A row is a line.
const BOOK_MISTAKES: &[(&str, &str)] = &[
    ("^", "empty"),
    ("^# nothing", "empty"),
    ("^[]", "expected a map, found"),
    ("^classes: { ok: { summary: s, outcome: success } }", "the class `unknown` is missing"),
    ("^classes: { unknown: { summary: s, user_message: t } }", "the class `ok` is missing"),
    ("classes: { ok: { summary: s, outcome: success }, ^unknwon: { summary: s, user_message: t } }", "the class `unknown` is missing"),
    ("FINE\n  lost: { summary: ^'', user_message: t }", "`summary` is empty"),
    ("FINE\n  lost: { summary: s, user_message: t, statuses: [404, ^404] }", "`404` is a duplicate list item"),
    ("FINE\nactions: { pay: { summary: ^'', actor: player } }", "`summary` is empty"),
    ("FINE\n^colour: red", "unknown key `colour`"),
    ("FINE\n  lost: { summary: s, user_message: t, ^colour: red }", "unknown key `colour`"),
    ("FINE\n  ^ok: { summary: s, outcome: success }", "`ok` is a duplicate key"),
    ("FINE\n  ^Lost: { summary: s, user_message: t }", "invalid name"),
    ("FINE\n  ^lost: { summary: s }", "`lost` has no text for the end user"),
    ("FINE\n  lost: { summary: s, user_message: t, outcome: ^ignorable }", "a class cannot be ignorable"),
    ("FINE\n  lost: { summary: s, user_message: t, severity: ^fatal }", "invalid severity"),
    ("FINE\n  lost: { summary: s, user_message: t, grpc: ^LOST }", "invalid gRPC code"),
    ("FINE\n  lost: { summary: s, user_message: t, statuses: [404, ^4x] }", "invalid status"),
    ("FINE\n  a: { summary: s, user_message: t, statuses: 404 }\n  b: { summary: s, user_message: t, statuses: [4xx, ^404] }", "`404` is the default of two classes"),
    ("FINE\n  lost: { summary: s, user_message: t, actions: [^pay] }", "unknown action `pay`"),
    ("FINE\n  lost: { summary: s, user_message: t, retry: { use: ^often } }", "unknown retry `often`"),
    ("FINE\n  lost: { summary: s, user_message: t, retry: { on_next: ^call } }", "unknown operation `call`"),
    ("FINE\n  a_1: { summary: s, user_message: t }\n  ^a1: { summary: s, user_message: t }", "`A1`"),
    ("FINE\nactions: { pay: { summary: s, actor: ^bank } }", "invalid actor"),
    ("FINE\nactions: { pay: { summary: s, actor: player }, ^pay: { summary: s, actor: player } }", "`pay` is a duplicate key"),
    ("FINE\nactions: { a_1: { summary: s, actor: player }, ^a1: { summary: s, actor: player } }", "`A1`"),
    ("FINE\nretries: { a: { after: 1s }, ^a: { after: 2s } }", "`a` is a duplicate key"),
    ("FINE\nretries: { a: { after: ^soon } }", "invalid wait"),
    ("FINE\nretries: { a: ^sometimes }", "unknown retry `sometimes`"),
    ("FINE\nretries: { a: { after: 1s }, b: { use: ^a } }", "uses another"),
    ("FINE\nretries: { a: { on_next: ^call } }", "unknown operation `call`"),
    ("FINE\nretries: { a: { after: ^0s } }", "a retry without a wait"),
    ("FINE\nretries: { a: { after: 1s, ^backoff: { base: 1s, max: 2s } } }", "two ways to retry"),
    ("FINE\nretries: { a: { after: 1s, attempts: ^0 } }", "a retry policy without a retry"),
    ("FINE\nretries: { a: { after: 1s, chosen: [^base] } }", "`base` is chosen and not there"),
    ("FINE\n  lost: { summary: s, user_message: t, retry: { use: a, ^after: 1s } }\nretries: { a: never }", "`a` says `never`, but this says `after`"),
    ("FINE\nheaders: { retry_after: ^Retry After }", "invalid header"),
    ("FINE\nheaders: { max_wait: ^long }", "invalid duration"),
];

/// The least that a `book.yaml` may be, with an end at which another class can stand.
const FINE: &str =
    "classes:\n  ok: { summary: s, outcome: success }\n  unknown: { summary: s, user_message: t }";

/// Removes the mark from a text, and returns its line and column.
fn unmark(marked: &str) -> (String, (usize, usize)) {
    let (before, after) = marked.split_once(MARK).expect("the place is marked");
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let place = (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    );
    (before.to_owned() + after, place)
}

/// What is wrong with the diagnostics of these sources; one must say this, here.
fn complaint(
    sources: &[Source],
    file: &str,
    place: (usize, usize),
    message: &str,
) -> Option<String> {
    let Err(diagnostics) = generate(sources) else {
        return Some("nothing was found wrong".to_owned());
    };
    let reported = |d: &faultbook_codegen::Diagnostic| {
        let says = d.message().contains(message) || d.label.text.contains(message);
        d.file() == file && (d.line(), d.column()) == place && says
    };
    let missing = !diagnostics.iter().any(reported);
    missing.then(|| {
        format!(
            "expected “{message}” at {file}:{}:{}, got\n{diagnostics}",
            place.0, place.1
        )
    })
}

fn assert_none(complaints: impl Iterator<Item = String>) {
    let complaints: Vec<String> = complaints.collect();
    assert!(
        complaints.is_empty(),
        "{} errors:\n{}",
        complaints.len(),
        complaints.join("\n")
    );
}

#[test]
fn every_error_of_a_vendor_is_reported_at_its_location() {
    assert_none(
        VENDOR_MISTAKES
            .iter()
            .filter_map(|(context, here, message)| {
                let [book, vendor] = sources(&context.replace("HERE", here));
                let (text, place) = unmark(&vendor.text);
                let complaint = complaint(
                    &[book, Source::new("acme.yaml", text)],
                    "acme.yaml",
                    place,
                    message,
                )?;
                Some(format!("{here}\n{complaint}\n"))
            }),
    );
}

#[test]
fn every_error_of_the_vocabulary_is_reported_at_its_location_even_if_unused() {
    let vendor = |rest: &str| {
        Source::new(
            "acme.yaml",
            format!("vendor: acme\ntitle: t\nsummary: s\n{rest}domains: {{}}\n"),
        )
    };
    assert_none(BOOK_MISTAKES.iter().flat_map(|(marked, message)| {
        let (text, place) = unmark(&marked.replace("FINE", FINE));
        let book = Source::new("book.yaml", text);
        let unused = [book.clone(), vendor("")];
        let used = [book.clone(), vendor("retry: { use: a }\n")];
        let complaints = [&[book][..], &unused, &used]
            .map(|sources| complaint(sources, "book.yaml", place, message));
        complaints
            .into_iter()
            .flatten()
            .map(move |complaint| format!("{marked}\n{complaint}\n"))
    }));
}

/// The place of an error and, in parentheses, the other one that it has to do with.
#[rustfmt::skip] // A row is a line.
const CONTRADICTIONS: &[(&str, &str, &str)] = &[
    (CODE, "retry: { «after»: 1s, ^on_next: call }", "the other"),
    (CODE, "retry: { backoff: { base: ^9s, max: «1s» } }", "the longest wait"),
    (CODE, "retry: { «use»: transient, ^after: 1s }", "`backoff`"),
    (CODE, "actions: [wait, «pay»], forbid: [^pay]", "required here"),
    (CODE, "forbid: [^pay], retry: { after_action: «pay» }", "required here"),
    (CODE, "forbid: [^pay], retry: { after: 1s, attempts: 1, if_exhausted: [call, «pay»] }", "required here"),
    (RULE, "when: { field: { «/a»: { exists: false }, ^/a/b: 1 } }, severity: info", "nothing can be inside this"),
    (RULE, "when: { message: «'at most {n:integer}'», detail: { a: ^'{n:word}' } }, severity: info", "and here"),
    (EXAMPLE, "«response»: { status: 200 }, ^raised: OFFLINE, expect: { class: lost }", "the other"),
];

#[test]
fn both_places_of_a_contradiction_are_shown() {
    for (context, here, label) in CONTRADICTIONS {
        let [book, vendor] = sources(&context.replace("HERE", here));
        let text = vendor.text.replace(['«', '»'], "");
        let (text, place) = unmark(&text);
        let marked = vendor.text.replace(MARK, "");
        let (before, rest) = marked.split_once('«').expect("the other place is marked");
        let (other, _) = rest.split_once('»').expect("the other place is marked");
        let diagnostics = generate(&[book, Source::new("acme.yaml", text)]).expect_err("an error");
        let reported = diagnostics.iter().find(|reported| {
            (reported.line(), reported.column()) == place && !reported.related.is_empty()
        });
        let beside = reported.map(|reported| {
            let other = &reported.related[0];
            (other.bytes.clone(), other.text.as_str())
        });
        let bytes = before.len()..before.len() + other.len();
        assert_eq!(beside, Some((bytes, *label)), "{here}\n{diagnostics}");
    }
}

/// What is written, and what was likely meant.
#[rustfmt::skip] // A row is a line.
const SLIPS: &[(&str, &str, &str)] = &[
    (CODE, "grace_period: 2m", "did you mean `2min`?"),
    (CODE, "grace_period: 2S", "did you mean `2s`?"),
    (CODE, "grace_period: 30 Seconds", "did you mean `30s`?"),
    (CODE, "grace_period: 1.5s", "did you mean `1500ms`?"),
    (CODE, "grace_period: '0,5h'", "did you mean `30min`?"),
    (CODE, "grace_period: 0.0001ms", "use a smaller unit instead of a fraction: `1500ms`"),
    (CODE, "grace_period: 2", "as in `2s` or `2ms`"),
    (CODE, "retry: { after: 5s..2s }", "did you mean `2s..5s`?"),
    (CODE, "retry: { after: 2s-5s }", "did you mean `2s..5s`?"),
    (CODE, "retry: { after: 2m..5min }", "did you mean `2min`?"),
    (CODE, "retry: { after: 2..5min }", "as in `2s` or `2ms`"),
    (RULE, "when: { status: 4XX }, severity: info", "did you mean `4xx`?"),
    (RULE, "when: { status: 50x }, severity: info", "did you mean `500..509`?"),
    (RULE, "when: { status: 401-499 }, severity: info", "did you mean `401..499`?"),
    (RULE, "when: { status: 299..201 }, severity: info", "did you mean `201..299`?"),
    (RULE, "when: { message: '^a{3}$' }, severity: info", "a pattern is not a regular expression: it is literal text with captures, as in `{count:integer}` or `{rest:text}`"),
    (EXAMPLE, "raised: OFFLINE, expect: { decided_by: { class: code rule } }", "did you mean `code rule 1`?"),
    (EXAMPLE, "raised: OFFLINE, expect: { decided_by: { class: vendr rule 2 } }", "did you mean `vendor rule 2`?"),
];

#[test]
fn a_likely_meaning_is_suggested_and_never_applied_automatically() {
    for (context, here, help) in SLIPS {
        let diagnostics = generate(&sources(&context.replace("HERE", here))).expect_err("a slip");
        let reported: Vec<_> = diagnostics.iter().collect();
        assert_eq!(reported.len(), 1, "{here}\n{diagnostics}");
        assert!(
            reported[0].help.iter().any(|reported| reported == help),
            "{here}\n{diagnostics}"
        );
        assert!(reported[0].fix.iter().all(|fix| !fix.certain), "{here}");
    }
}

#[test]
fn no_value_that_looks_odd_is_refused() {
    #[rustfmt::skip] // A row is a line.
    let table = [
        (CODE, "retry: { after: 0s..5s }"),
        (CODE, "retry: { after: 250 ms }"),
        (CODE, "retry: { use: transient, backoff: { max: 2h }, chosen: [max, attempts] }"),
        (CODE, "retry: { use: transient, if_exhausted: [pay] }"),
        (CODE, "retry: { after_action: pay }, actions: [wait], forbid: [call]"),
        (RULE, "because: it was handled elsewhere"),
        (RULE, "when: { field: { /a: { exists: true }, /a/b: { exists: false } } }, severity: info"),
        (RULE, "when: { field: { /a: { exists: false }, /ab: 1 } }, severity: info"),
        (RULE, "when: [{ message: '{n:integer}' }, { message: 'at most {n:integer}' }], severity: info"),
        (RULE, "when: { message: ['{n:integer}', 'at most {n:integer}'] }, severity: info"),
        (OPERATION, "success: { status: [200, 404] }"),
        (OPERATION, "success: { status: 201..404 }"),
        (EXAMPLE, "response: { status: 999 }, expect: { class: unknown }"),
        (EXAMPLE, "response: { status: 200, body: '{}' }, expect: { captures: {} }"),
    ];
    for (context, here) in table {
        if let Err(diagnostics) = generate(&sources(&context.replace("HERE", here))) {
            panic!("{here}\n{diagnostics}");
        }
    }
}

#[test]
fn a_name_that_nothing_uses_may_be_the_mistyped_one() {
    let book = BOOK.replacen(
        "  lost:",
        "  expird: { summary: s, user_message: t }\n  lost:",
        1,
    );
    let reported = |vendor: &str| {
        let [_, vendor] = sources(vendor);
        let diagnostics =
            generate(&[Source::new("book.yaml", book.as_str()), vendor]).expect_err("an error");
        let reported = diagnostics.iter().map(|reported| {
            (
                reported.fix.as_ref().is_some_and(|fix| fix.certain),
                reported.help.len(),
            )
        });
        reported.collect::<Vec<_>>()
    };
    let codes = |classes: [&str; 3]| {
        let codes = ["A", "B", "C"].iter().zip(classes);
        let codes = codes.map(|(code, class)| format!("{code}: {{ summary: s, class: {class} }}"));
        let codes = codes.collect::<Vec<_>>().join(", ");
        format!("domains: {{ d: {{ raised_by: client, codes: {{ {codes} }} }} }}\n")
    };
    assert_eq!(
        reported(&codes(["expired", "expired", "lost"])),
        [(false, 2); 2]
    );
    assert_eq!(
        reported(&codes(["expired", "expired", "expird"])),
        [(true, 1); 2]
    );
    assert_eq!(reported(&codes(["expired", "lost", "lost"])), [(true, 1)]);
}

#[test]
fn one_error_is_reported_once() {
    #[rustfmt::skip] // A row is a line.
    let table = [
        (CODE, "retry: { after: 2m, attempts: 3 }"),
        (CODE, "retry: { backoff: { base: 2m, max: 1h } }"),
        (CODE, "retry: { backoff: { base: 1s, max: 9s, jitter: 7 }, attempts: 3, chosen: [jitter, attempts] }"),
        (CODE, "retry: { use: often, attempts: 3, chosen: [attempts] }"),
        (CODE, "retry: { after: 1s, on_next: call, attempts: 3 }"),
        (EXAMPLE, "raised: OFFLINE, expect: { retry: { after: 2m } }"),
        (EXAMPLE, "raised: OFFLINE, expect: { class: lots }"),
        (EXAMPLE, "raised: OFLINE, expect: { class: lost }"),
    ];
    for (context, here) in table {
        let diagnostics = generate(&sources(&context.replace("HERE", here))).expect_err("an error");
        assert_eq!(diagnostics.iter().count(), 1, "{here}\n{diagnostics}");
    }
    let [book, vendor] = sources("retry: { use: transient }\ndomains: {}\n");
    let book = Source::new("book.yaml", book.text.replace("base: 1s", "base: 1m"));
    let diagnostics = generate(&[book, vendor]).expect_err("an error");
    assert_eq!(diagnostics.iter().count(), 1, "{diagnostics}");
}

#[test]
fn errors_of_whole_files_are_reported() {
    let vendor = |file: &str, name: &str| {
        Source::new(
            file,
            format!("vendor: {name}\ntitle: t\nsummary: s\ndomains: {{}}\n"),
        )
    };
    let book = || Source::new("book.yaml", BOOK);
    let acme = || vendor("acme.yaml", "acme");
    let headless = || Source::new("acme.yaml", "title: t\ndomains: {}\n");
    #[rustfmt::skip] // A row is a line.
    let table = [
        ("book.yaml", vec![], (1, 1), "no `book.yaml`"),
        ("book.yaml", vec![acme()], (1, 1), "no `book.yaml`"),
        ("other.yaml", vec![book(), vendor("other.yaml", "acme")], (1, 9), "vendor `acme` in the file of `other`"),
        ("tables.yaml", vec![book(), vendor("tables.yaml", "tables")], (1, 9), "a vendor cannot be named `tables`"),
        ("Acme.yaml", vec![book(), vendor("Acme.yaml", "Acme")], (1, 9), "invalid name"),
        ("a_1.yaml", vec![book(), vendor("a_1.yaml", "a_1"), vendor("a1.yaml", "a1")], (1, 9), "the type `A1`"),
        ("acme.yml", vec![book(), acme(), vendor("acme.yml", "acme")], (1, 9), "two files define the vendor"),
        ("book.yml", vec![book(), Source::new("book.yml", BOOK)], (1, 1), "book"),
        ("acme.yaml", vec![book(), Source::new("acme.yaml", "")], (1, 1), "empty"),
        ("acme.yaml", vec![book(), headless()], (1, 1), "`vendor` is missing"),
    ];
    assert_none(table.iter().filter_map(|(file, sources, place, message)| {
        let complaint = complaint(sources, file, *place, message)?;
        Some(format!("{file}: {complaint}"))
    }));
}

#[test]
fn all_errors_are_reported_at_once_file_by_file() {
    let vendor = |name: &str| {
        format!(
            "vendor: {name}\ntitle: t\nsummary: s\nclass: lots\nseverity: fatal\ndomains: {{}}\n"
        )
    };
    let sources = [
        Source::new("b.yaml", vendor("b")),
        Source::new("book.yaml", BOOK),
        Source::new("a.yaml", vendor("a")),
    ];
    let diagnostics = generate(&sources).expect_err("it has errors");
    let places: Vec<_> = diagnostics
        .iter()
        .map(|d| (d.file(), d.line(), d.column()))
        .collect();
    assert_eq!(
        places,
        [
            ("a.yaml", 4, 8),
            ("a.yaml", 5, 11),
            ("b.yaml", 4, 8),
            ("b.yaml", 5, 11)
        ]
    );
}

#[test]
fn an_error_of_the_book_hides_none_of_a_vendor() {
    let sources = [
        Source::new(
            "book.yaml",
            BOOK.replacen("severity: info", "grpc: OKAY", 1),
        ),
        Source::new(
            "a.yaml",
            "vendor: a\ntitle: t\nsummary: s\nclass: lots\ndomains: {}\n",
        ),
    ];
    let diagnostics = generate(&sources).expect_err("it has errors");
    let reported: Vec<_> = diagnostics.iter().map(|d| (d.file(), d.id)).collect();
    assert_eq!(
        reported,
        [("a.yaml", "FB0010"), ("book.yaml", "FB0011")],
        "{diagnostics}"
    );
}

#[test]
fn a_fix_is_certain_if_the_slip_is_small_and_nothing_else_is_near() {
    let class = |name: &str| format!("\n  {name}: {{ summary: s, user_message: t }}");
    let names = ["card", "cart", "temporary_failure"];
    let book = FINE.to_owned() + &names.map(class).concat();
    let fix = |written: &str| {
        let text = format!("vendor: acme\ntitle: t\nsummary: s\ndomains: {{}}\nclass: {written}\n");
        let sources = [
            Source::new("book.yaml", &book),
            Source::new("acme.yaml", &text),
        ];
        let reported = generate(&sources).expect_err("there is no such class");
        let fix = reported.iter().next()?.fix.as_ref()?;
        assert_eq!(text.get(fix.bytes.clone()), Some(written));
        Some((fix.replacement.clone(), fix.certain))
    };
    let table = [
        ("temporary_failures", Some(("temporary_failure", true))),
        ("temporry_failur", Some(("temporary_failure", true))),
        ("tmprry_failure", Some(("temporary_failure", false))),
        ("Temporary_Failure", Some(("temporary_failure", true))),
        ("CARD", Some(("card", false))),
        ("okk", Some(("ok", true))),
        // Two slips in four letters make another word.
        ("lark", None),
        ("temporary_f", Some(("temporary_failure", false))),
        ("'te'", None),
        ("cards", Some(("card", false))),
        ("carx", Some(("card", false))),
        ("nothing_like_it", None),
    ];
    for (written, expected) in table {
        let expected = expected.map(|(name, certain)| (name.to_owned(), certain));
        assert_eq!(fix(written), expected, "{written}");
    }
}

#[test]
fn a_place_has_room_for_255_rules() {
    let rules = |many: usize| {
        let rule =
            |number| format!("  - {{ when: {{ field: {{ /a: {number} }} }}, severity: info }}\n");
        let rules: String = (0..many).map(rule).collect();
        generate(&sources(&format!("domains: {{}}\nrules:\n{rules}")))
    };
    assert!(rules(255).is_ok());
    assert!(rules(256).is_err());
}

#[test]
fn the_same_sources_make_the_same_artifacts_in_whatever_order_they_come() {
    let sources = real_sources();
    let artifacts = generate(&sources).expect("the real book is right");
    assert_eq!(generate(&sources).expect("it still is"), artifacts);
    let reversed: Vec<Source> = sources.iter().rev().cloned().collect();
    assert_eq!(generate(&reversed).expect("it still is"), artifacts);
    let rotated: Vec<Source> = sources
        .iter()
        .cycle()
        .skip(3)
        .take(sources.len())
        .cloned()
        .collect();
    assert_eq!(generate(&rotated).expect("it still is"), artifacts);
}

#[test]
fn line_endings_make_no_difference() {
    let sources = real_sources();
    let returned = sources.iter().map(|source| {
        let text = source.text.replace('\n', "\r\n");
        Source::new(source.path.as_str(), text)
    });
    let returned: Vec<Source> = returned.collect();
    let artifacts = generate(&sources).expect("the real book is right");
    assert!(generate(&returned).expect("it still is") == artifacts);
}

/// Something that may happen to a text while it is edited.
#[derive(Debug, Clone)]
pub(crate) enum Slip {
    Delete(Index, usize),
    Insert(Index, String),
    SwapLines(Index, Index),
    RepeatLine(Index, Index),
    DeleteLine(Index),
    /// One word replaces another.
    Rename(Index, Index),
}

pub(crate) fn slip() -> impl Strategy<Value = Slip> {
    const INSERTED: [&str; 20] = [
        "'",
        "\"",
        "{",
        "}",
        "[",
        "]",
        ": ",
        ", ",
        "- ",
        "&a ",
        "*a",
        "#",
        "|\n",
        "\t",
        "\n",
        "~",
        "é",
        "🦀",
        "\u{0}",
        "99999999999999999999",
    ];
    prop_oneof![
        (any::<Index>(), 1..20_usize).prop_map(|(at, len)| Slip::Delete(at, len)),
        (any::<Index>(), prop::sample::select(&INSERTED[..]))
            .prop_map(|(at, text)| Slip::Insert(at, text.to_owned())),
        (any::<Index>(), any::<char>()).prop_map(|(at, c)| Slip::Insert(at, c.to_string())),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Slip::SwapLines(a, b)),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Slip::RepeatLine(a, b)),
        any::<Index>().prop_map(Slip::DeleteLine),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Slip::Rename(a, b)),
    ]
}

impl Slip {
    pub(crate) fn happen(&self, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let mut characters: Vec<char> = text.chars().collect();
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        let (character, line) = (characters.len(), lines.len());
        match self {
            Self::Delete(at, len) => {
                let start = at.index(character);
                characters.drain(start..character.min(start + len));
            }
            Self::Insert(at, inserted) => {
                let at = at.index(character);
                characters.splice(at..at, inserted.chars());
            }
            Self::SwapLines(a, b) => {
                lines.swap(a.index(line), b.index(line));
                return lines.concat();
            }
            Self::RepeatLine(from, to) => {
                lines.insert(to.index(line), lines[from.index(line)]);
                return lines.concat();
            }
            Self::DeleteLine(at) => {
                lines.remove(at.index(line));
                return lines.concat();
            }
            Self::Rename(old, new) => {
                let mut words: Vec<&str> = text.split(' ').collect();
                let count = words.len();
                words[old.index(count)] = words[new.index(count)];
                return words.join(" ");
            }
        }
        characters.into_iter().collect()
    }
}

#[test]
fn no_typo_makes_the_compiler_panic() {
    let sources = real_sources();
    let (mut books, vendors): (Vec<Source>, Vec<Source>) = sources
        .into_iter()
        .partition(|source| source.path.ends_with("book.yaml"));
    // The same vocabulary without the standard, and one that overrides all of it.
    let whole = &standard().text;
    for text in [whole.clone(), format!("extends: standard\n{whole}")] {
        books.push(Source::new(books[0].path.clone(), text));
    }
    let case = (
        (any::<Index>(), any::<Index>()),
        any::<bool>(),
        prop::collection::vec(slip(), 1..4),
    );
    proptest!(cases(60), |(((book, vendor), in_book, slips) in case)| {
        let mut sources = [book.get(&books).clone(), vendor.get(&vendors).clone()];
        let edited = &mut sources[usize::from(!in_book)];
        edited.text = slips.iter().fold(edited.text.clone(), |text, slip| slip.happen(&text));
        if let Err(diagnostics) = generate(&sources) {
            assert_reported_in_place(&diagnostics, &sources)?;
        }
    });
}

/// Something is reported in a file of the author's, and all places lie in the files where they say, at the beginning of what
/// they are about.
pub(crate) fn assert_reported_in_place(
    diagnostics: &Diagnostics,
    sources: &[Source],
) -> Result<(), TestCaseError> {
    prop_assert!(diagnostics.iter().len() > 0);
    for reported in diagnostics.iter() {
        prop_assert!(reported.file() != standard().path, "{}", diagnostics);
        for label in [&reported.label].into_iter().chain(&reported.related) {
            let mut files = sources.iter().chain([standard()]);
            let file = files.find(|source| source.path == label.file);
            let text = &file.expect("one of the files").text;
            prop_assert!(text.get(label.bytes.clone()).is_some(), "{}", diagnostics);
            let before = &text[..label.bytes.start];
            let line = before.rsplit('\n').next().unwrap_or_default();
            let place = (before.matches('\n').count() + 1, line.chars().count() + 1);
            prop_assert_eq!(place, (label.line, label.column), "{}", diagnostics);
        }
        let fix = reported.fix.as_ref();
        let text = sources.iter().find(|source| source.path == reported.file());
        let fits = fix.is_none_or(|fix| {
            text.is_some_and(|source| source.text.get(fix.bytes.clone()).is_some())
        });
        prop_assert!(fits, "{}", diagnostics);
    }
    Ok(())
}
