//! Edits of a book, and their changes.

/// An edit, and the expected changes.
pub(crate) struct Edit {
    /// Files without their extension, each with a text and its replacement.
    pub(crate) edits: &'static [(&'static str, &'static str, &'static str)],
    pub(crate) reported: &'static [&'static str],
}

pub(crate) const EDITS: &[Edit] = &[
    Edit {
        edits: &[(
            "shop",
            "      OVER: { summary: It is over, class: broken }",
            "      OVER: { aliases: [tardy], summary: It is over, class: broken }",
        )],
        reported: &[
            "breaking[alias_renamed]: code `shop/LATE`: `alias in Rust` was `Tardy`",
            "behaviour[alias_added]: code `shop/OVER` is also spelled `tardy`",
        ],
    },
    Edit {
        edits: &[("shop", "status: 410", "status: 410, expose: never")],
        reported: &[
            "behaviour[user_message]: code `shop/GONE`: `user_message` was “Not possible.” and is “Something happened.”",
        ],
    },
    Edit {
        edits: &[(
            "shop",
            "user_message: Come",
            "expose: never, user_message: Come",
        )],
        reported: &[
            "behaviour[confidential]: code `shop/SHUT`: `confidential` was `false` and is `true`",
        ],
    },
    Edit {
        edits: &[
            (
                "shop",
                "      GONE: { summary: The order is gone, class: refused, status: 410 }\n",
                "",
            ),
            (
                "shop",
                "expect: { code: GONE }",
                "expect: { class: refused }",
            ),
        ],
        reported: &[
            "breaking[code_gone]: code `shop/GONE` is gone",
            "docs[example]: example 1 of vendor `shop`: `expect` was `code: GONE` and is `class: refused`",
        ],
    },
    Edit {
        edits: &[
            ("shop", "GONE: {", "VANISHED: { aliases: [GONE], "),
            (
                "shop",
                "expect: { code: GONE }",
                "expect: { class: refused }",
            ),
        ],
        reported: &[
            "breaking[code_respelled]: code `shop/VANISHED` was `GONE`, which is an alias now",
            "docs[example]: example 1 of vendor `shop`: `expect` was `code: GONE` and is `class: refused`",
        ],
    },
    Edit {
        edits: &[
            (
                "shop",
                "GONE: {",
                "VANISHED: { name: Gone, aliases: [GONE], ",
            ),
            (
                "shop",
                "expect: { code: GONE }",
                "expect: { class: refused }",
            ),
        ],
        reported: &[
            "behaviour[code_respelled]: code `shop/VANISHED` was `GONE`, which is an alias now",
            "docs[example]: example 1 of vendor `shop`: `expect` was `code: GONE` and is `class: refused`",
        ],
    },
    Edit {
        edits: &[("shop", "GONE: {", "GONE: { name: Lost, ")],
        reported: &[
            "breaking[code_renamed]: code `shop/GONE`: `Rust name` was `Gone` and is `Lost`",
        ],
    },
    Edit {
        edits: &[(
            "shop",
            "GONE: {",
            "GONE: { deprecated: { replaced_by: LATE }, ",
        )],
        reported: &["behaviour[deprecated]: code `shop/GONE` is deprecated"],
    },
    Edit {
        edits: &[(
            "shop",
            "class: refused, status: 410",
            "class: refused, status: 404",
        )],
        reported: &["behaviour[status]: code `shop/GONE`: `status` was `410` and is `404`"],
    },
    Edit {
        edits: &[("shop", "aliases: [TARDY], ", "")],
        reported: &["breaking[alias_gone]: code `shop/LATE` is no longer spelled `TARDY`"],
    },
    Edit {
        edits: &[("shop", "aliases: [TARDY]", "aliases: [TARDY, SLOW]")],
        reported: &["behaviour[alias_added]: code `shop/LATE` is also spelled `SLOW`"],
    },
    Edit {
        edits: &[("shop", "after: 2s", "after: 3s")],
        reported: &["behaviour[retry]: code `shop/LATE`: `retry` was `after 2s` and is `after 3s`"],
    },
    Edit {
        edits: &[(
            "shop",
            "        retry: never\n",
            "        retry: { after: 1s }\n",
        )],
        reported: &["behaviour[retry]: code `shop/ODD`: `retry` was `never` and is `after 1s`"],
    },
    Edit {
        edits: &[("shop", "/again: true", "/again: false")],
        reported: &["behaviour[rule]: rule 1 of code `shop/ODD` decides differently"],
    },
    Edit {
        edits: &[("shop", "retry: { after: 5s }", "retry: { after: 6s }")],
        reported: &["behaviour[rule]: rule 1 of code `shop/ODD` decides differently"],
    },
    Edit {
        edits: &[(
            "shop",
            "      OVER: { summary: It is over, class: broken }",
            "      OVER: { summary: It is over, class: ok }",
        )],
        reported: &["behaviour[class]: code `shop/OVER` decides a different `class`"],
    },
    Edit {
        edits: &[(
            "shop",
            "      OVER:",
            "      NEW: { summary: New, class: refused }\n      OVER:",
        )],
        reported: &[
            "breaking[order]: the codes of domain `shop/order` are in a different order",
            "behaviour[code_added]: code `shop/NEW` is new",
        ],
    },
    Edit {
        edits: &[(
            "shop",
            "      OVER: { summary: It is over, class: broken }",
            "      OVER: { summary: It is over, class: broken }\n      NEW: { summary: New, class: refused }",
        )],
        reported: &["behaviour[code_added]: code `shop/NEW` is new"],
    },
    Edit {
        edits: &[(
            "shop",
            "      OVER: { summary: It is over, class: broken }",
            "      OVER: { summary: It is all over, class: broken, advice: Go home }",
        )],
        reported: &[
            "docs[text]: code `shop/OVER`: `advice` is “Go home”",
            "docs[text]: code `shop/OVER`: `summary` was “It is over” and is “It is all over”",
        ],
    },
    Edit {
        edits: &[("shop", "      BARE: { summary: The till is empty }\n", "")],
        reported: &["breaking[code_gone]: code `shop/BARE` is gone"],
    },
    Edit {
        edits: &[(
            "shop",
            "    title: The till\n",
            "    title: The till\n    type: Cash\n",
        )],
        reported: &[
            "breaking[domain_renamed]: domain `shop/till`: `Rust name` was `shop::TillCode, Code::Till` and is `shop::Cash, Code::Till`",
        ],
    },
    Edit {
        edits: &[
            ("shop", "  till:\n", "  cash:\n"),
            ("shop", "[order, till]", "[order, cash]"),
        ],
        reported: &[
            "breaking[domain_renamed]: domain `shop/cash`: `Rust name` was `shop::TillCode, Code::Till` and is `shop::CashCode, Code::Cash`",
        ],
    },
    Edit {
        edits: &[("shop", "code: /till/code", "code: /till/error")],
        reported: &[
            "behaviour[envelope]: domain `shop/till`: `code` was `/till/code` and is `/till/error`",
        ],
    },
    Edit {
        edits: &[("shop", "{ exists: true }", "{ exists: false }")],
        reported: &[
            "behaviour[when]: domain `shop/till`: `when` was `/till is there and not null` and is `/till is absent or null`",
        ],
    },
    Edit {
        edits: &[(
            "shop",
            "trace_id: { header: X-Trace }",
            "trace_id: { header: X-Request }",
        )],
        reported: &[
            "behaviour[envelope]: vendor `shop`: `trace_id` was `header X-Trace` and is `header X-Request`",
        ],
    },
    Edit {
        edits: &[(
            "shop",
            "STOCK: { summary: What is there, severity: info }",
            "STOCK: { summary: What is there, severity: security }",
        )],
        reported: &[
            "behaviour[severity]: category `STOCK` of `shop/order`: `severity` was `info` and is `security`",
        ],
    },
    Edit {
        edits: &[(
            "shop",
            "    class: refused\n    codes:",
            "    class: broken\n    codes:",
        )],
        reported: &["behaviour[class]: domain `shop/till`: `class` was `refused` and is `broken`"],
    },
    Edit {
        edits: &[("shop", "Come back tomorrow", "Come back later")],
        reported: &[
            "behaviour[user_message]: code `shop/SHUT`: `user_message` was “Come back tomorrow.” and is “Come back later.”",
        ],
    },
    Edit {
        edits: &[("shop", ", user_message: Come back tomorrow.", "")],
        reported: &[
            "behaviour[user_message]: code `shop/SHUT`: `user_message` was “Come back tomorrow.” and is “Not possible.”",
        ],
    },
    Edit {
        edits: &[("shop", "actions: [call]", "actions: [call, fix]")],
        reported: &[
            "behaviour[actions]: code `shop/SHUT`: `actions` was `[call]` and is `[call, fix]`",
        ],
    },
    Edit {
        edits: &[(
            "shop",
            "actions: [call]",
            "actions: [call], forbid: [pay], grace_period: 2min",
        )],
        reported: &[
            "behaviour[forbid]: code `shop/SHUT`: `forbid` was `[]` and is `[pay]`",
            "behaviour[grace_period]: code `shop/SHUT`: `grace_period` is `2min`",
        ],
    },
    Edit {
        edits: &[
            ("shop", "title: Shop\n", "title: Shop\nprefix: while(1);\n"),
            (
                "shop",
                "idempotent: false",
                "format: [json, xml], idempotent: false",
            ),
        ],
        reported: &[
            "behaviour[format]: operation `shop/buy`: `format` is `JSON or XML`",
            "behaviour[prefix]: vendor `shop`: `prefix` is `while(1);`",
        ],
    },
    Edit {
        edits: &[("shop", "idempotent: false", "idempotent: true")],
        reported: &[
            "behaviour[idempotent]: operation `shop/buy`: `idempotent` was `false` and is `true`",
        ],
    },
    Edit {
        edits: &[("shop", "domains: [order, till]", "domains: [till, order]")],
        reported: &[
            "behaviour[domains]: operation `shop/buy`: `domains` was `order, till` and is `till, order`",
        ],
    },
    Edit {
        edits: &[("shop", "/ok: true", "/done: true")],
        reported: &[
            "behaviour[success]: operation `shop/buy`: `success` was `/ok is true` and is `/done is true`",
        ],
    },
    Edit {
        edits: &[(
            "shop",
            "  look: { summary: Looks, endpoint: GET /look, retry: { on_next: look } }\n",
            "",
        )],
        reported: &["breaking[operation_gone]: operation `shop/look` is gone"],
    },
    Edit {
        edits: &[("shop", "on_next: look", "on_next: buy")],
        reported: &[
            "behaviour[retry]: operation `shop/look`: `retry` was `with the next look` and is `with the next buy`",
        ],
    },
    Edit {
        edits: &[("shop", "name: an order that is gone", "name: gone")],
        reported: &[
            "docs[example_added]: example 1 of vendor `shop` is new",
            "docs[example_gone]: example 1 of vendor `shop` is gone",
        ],
    },
    Edit {
        edits: &[(
            "shop",
            "response: { status: 410,",
            "response: { status: 420,",
        )],
        reported: &["docs[example]: example 1 of vendor `shop`: `status` was `410` and is `420`"],
    },
    Edit {
        edits: &[(
            "shop",
            "    raised_by: client\n",
            "    envelope: { code: /client }\n",
        )],
        reported: &[
            "breaking[raised_by]: domain `shop/client`: `raised_by` was `client` and is `vendor`",
        ],
    },
    Edit {
        edits: &[("book", "attempts: 5", "attempts: 6")],
        reported: &[
            "behaviour[retry]: retry `transient`: `retry` was `backoff 1s × 2 up to 1min, jitter 0; at most 5 retries` and is `backoff 1s × 2 up to 1min, jitter 0; at most 6 retries`",
        ],
    },
    Edit {
        edits: &[("book", "severity: warning", "severity: error")],
        reported: &[
            "behaviour[severity]: class `refused`: `severity` was `warning` and is `error`",
        ],
    },
    Edit {
        edits: &[(
            "book",
            "user_message: Not possible.",
            "user_message: Impossible.",
        )],
        reported: &[
            "behaviour[user_message]: class `refused`: `user_message` was “Not possible.” and is “Impossible.”",
        ],
    },
    Edit {
        edits: &[("book", "statuses: 429", "statuses: [429, 420]")],
        reported: &["behaviour[statuses]: class `limited` applies to other statuses"],
    },
    Edit {
        edits: &[("book", "Retry-After", "Try-After")],
        reported: &[
            "behaviour[headers]: the usual headers: `retry_after` was `Retry-After` and is `Try-After`",
        ],
    },
    Edit {
        edits: &[("book", "  pay: {", "  ask: {"), ("bank", "[pay]", "[ask]")],
        reported: &[
            "breaking[action_renamed]: action `ask`: `Rust name` was `Action::Pay` and is `Action::Ask`",
        ],
    },
    Edit {
        edits: &[("book", "actor: operator", "actor: support")],
        reported: &["behaviour[actor]: action `call`: `actor` was `operator` and is `support`"],
    },
    Edit {
        edits: &[(
            "book",
            "  broken: {",
            "  pending: { summary: Pending, user_message: Wait. }\n  broken: {",
        )],
        reported: &[
            "breaking[order]: the classes are in a different order",
            "addition[class_added]: class `pending` is new",
        ],
    },
    Edit {
        edits: &[(
            "book",
            "  unknown:",
            "  pending: { summary: Pending, user_message: Wait. }\n  unknown:",
        )],
        reported: &[
            "breaking[order]: the classes are in a different order",
            "addition[class_added]: class `pending` is new",
        ],
    },
    Edit {
        edits: &[("bank", "\"402\"", "\"403\"")],
        reported: &[
            "breaking[code_respelled]: code `bank/403` was `402`, and is no longer read as that",
        ],
    },
    Edit {
        edits: &[("bank", ", outcome: ignorable", "")],
        reported: &[
            "behaviour[outcome]: code `bank/409`: `outcome` was `ignorable` and is `failure`",
        ],
    },
    Edit {
        edits: &[("bank", "outcome: ignorable", "outcome: success")],
        reported: &[
            "behaviour[outcome]: code `bank/409`: `outcome` was `ignorable` and is `success`",
        ],
    },
    Edit {
        edits: &[("bank", "summary: Keeps money", "summary: Keeps your money")],
        reported: &[
            "docs[text]: vendor `bank`: `summary` was “Keeps money.” and is “Keeps your money.”",
        ],
    },
    Edit {
        edits: &[
            (
                "shop",
                "      GONE: { summary: The order is gone, class: refused, status: 410 }\n",
                "",
            ),
            ("shop", "aliases: [TARDY]", "aliases: [TARDY, GONE]"),
            (
                "shop",
                "expect: { code: GONE }",
                "expect: { class: refused }",
            ),
        ],
        reported: &[
            "breaking[code_gone]: code `shop/GONE` is gone",
            "docs[example]: example 1 of vendor `shop`: `expect` was `code: GONE` and is `class: refused`",
        ],
    },
    Edit {
        edits: &[
            (
                "shop",
                "      OVER: { summary: It is over, class: broken }\n",
                "",
            ),
            (
                "shop",
                "      BARE:",
                "      OVER: { summary: It is over, class: broken }\n      BARE:",
            ),
        ],
        reported: &[
            "breaking[order]: the codes of domain `shop/till` are in a different order",
            "breaking[code_moved]: code `shop/OVER`: `Rust name` was `OrderCode::Over` and is `TillCode::Over`",
        ],
    },
    Edit {
        edits: &[
            (
                "shop",
                "      SHUT: {",
                "      BARE: { summary: The till is empty }\n      SHUT: {",
            ),
            (
                "shop",
                "      BARE: { summary: The till is empty }\n  client",
                "  client",
            ),
        ],
        reported: &["breaking[order]: the codes of domain `shop/till` are in a different order"],
    },
    Edit {
        edits: &[
            ("book", "  limited: {", "  throttled: {"),
            ("shop", "class: limited", "class: throttled"),
        ],
        reported: &[
            "breaking[class_renamed]: class `throttled`: `Rust name` was `Class::Limited` and is `Class::Throttled`",
        ],
    },
    Edit {
        edits: &[
            (
                "book",
                "  call: { summary: Call the vendor, actor: operator }\n",
                "",
            ),
            ("shop", "actions: [call], ", ""),
        ],
        reported: &[
            "breaking[action_gone]: action `call` is gone",
            "behaviour[actions]: code `shop/SHUT`: `actions` was `[call]` and is `[fix]`",
        ],
    },
    Edit {
        edits: &[("book", "outcome: success, ", "outcome: success, grpc: OK, ")],
        reported: &["behaviour[grpc]: class `ok`: `grpc` was `UNKNOWN` and is `OK`"],
    },
    Edit {
        edits: &[("texts/de", "Bitte warten.", "Einen Moment bitte.")],
        reported: &[
            "behaviour[translation]: the languages: `translation` was “de: Bitte warten.” and is “de: Einen Moment bitte.”",
        ],
    },
    Edit {
        edits: &[("book", "[en, de]", "[en, de, fr]")],
        reported: &[
            "behaviour[languages]: the languages: `languages` was `en, de` and is `en, de, fr`",
        ],
    },
    Edit {
        edits: &[("book", "max_wait: 1h", "max_wait: 2h")],
        reported: &["behaviour[headers]: the usual headers: `max_wait` was `1h` and is `2h`"],
    },
    Edit {
        edits: &[(
            "book",
            "{ retry_after: Retry-After",
            "{ rate_limit: { remaining: X-Left }, retry_after: Retry-After",
        )],
        reported: &[
            "behaviour[headers]: the usual headers: `rate_limits` is `remaining: header X-Left`",
        ],
    },
    Edit {
        edits: &[(
            "shop",
            "\ndomains:\n",
            "\nretry_after: [{ header: A, longest: true }, { at: /b, unit: s, longest: true }]\nrate_limits: { day: { limit: /c } }\ndomains:\n",
        )],
        reported: &[
            "behaviour[headers]: the usual headers: `retry_after` was `Retry-After` and is `header A, in seconds or as an HTTP date; the longest of such waits counts, else …`",
            "behaviour[headers]: vendor `shop`: `rate_limits` is `day, limit: /c`",
        ],
    },
    Edit {
        edits: &[(
            "shop",
            "  client:",
            "  extra:\n    title: More\n    envelope: { code: /extra }\n    codes:\n      MORE: { summary: More, class: refused }\n  client:",
        )],
        reported: &["behaviour[domain_added]: domain `shop/extra` is new"],
    },
    Edit {
        edits: &[
            (
                "shop",
                "    categories:\n      STOCK: { summary: What is there, severity: info }\n",
                "",
            ),
            ("shop", ", category: STOCK", ""),
        ],
        reported: &[
            "behaviour[severity]: category `STOCK` of `shop/order` decides a different `severity`",
            "behaviour[category]: code `shop/EMPTY`: `category` was `STOCK`",
            "docs[text]: domain `shop/order`: `categories` was “STOCK: What is there”",
        ],
    },
    Edit {
        edits: &[(
            "shop",
            "      OVER: { summary: It is over, class: broken }",
            "      OVER: { summary: It is over, class: broken, rules: [{ when: { status: 418 }, class: refused }] }",
        )],
        reported: &["behaviour[rule]: rule 1 of code `shop/OVER` decides differently"],
    },
    Edit {
        edits: &[("shop", "idempotent: false }", "failure_reason: no_sale }")],
        reported: &[
            "behaviour[failure_reason]: operation `shop/buy`: `failure_reason` is `no_sale`",
            "behaviour[idempotent]: operation `shop/buy`: `idempotent` was `false`",
        ],
    },
    Edit {
        edits: &[
            ("shop", "  look: {", "  peek: {"),
            ("shop", "on_next: look", "on_next: peek"),
        ],
        reported: &[
            "breaking[operation_renamed]: operation `shop/peek`: `Rust name` was `shop::Operation::Look` and is `shop::Operation::Peek`",
        ],
    },
    Edit {
        edits: &[
            (
                "shop",
                "class: refused, status: 410",
                "class: refused, outcome: success, status: 410",
            ),
            (
                "shop",
                "expect: { code: GONE }",
                "expect: { code: GONE, outcome: success }",
            ),
        ],
        reported: &[
            "behaviour[class]: code `shop/GONE` decides a different `class`",
            "behaviour[outcome]: code `shop/GONE`: `outcome` was `failure` and is `success`",
            "docs[example]: example 1 of vendor `shop`: `expect` was `code: GONE` and is `outcome: success, code: GONE`",
        ],
    },
    Edit {
        edits: &[("shop", "title: Orders", "title: All orders")],
        reported: &["docs[text]: domain `shop/order`: `title` was “Orders” and is “All orders”"],
    },
    Edit {
        edits: &[("shop", "endpoint: POST /buy", "endpoint: PUT /buy")],
        reported: &[
            "docs[text]: operation `shop/buy`: `endpoint` was `POST /buy` and is `PUT /buy`",
        ],
    },
    Edit {
        edits: &[(
            "shop",
            "because: the shop says so",
            "because: the shop said so",
        )],
        reported: &[
            "docs[text]: code `shop/ODD`: `rules` was “the shop says so” and is “the shop said so”",
        ],
    },
    Edit {
        edits: &[("shop", "title: The client", "title: The client itself")],
        reported: &[
            "docs[text]: domain `shop/client`: `title` was “The client” and is “The client itself”",
        ],
    },
    Edit {
        edits: &[("shop", "title: Shop", "title: The shop")],
        reported: &["docs[text]: vendor `shop`: `title` was “Shop” and is “The shop”"],
    },
    Edit {
        edits: &[(
            "bank",
            "    title: HTTP statuses\n",
            "    title: HTTP statuses\n    envelope: { when: { status: 4xx } }\n",
        )],
        reported: &["behaviour[when]: domain `bank/status`: `when` is `the status is 4xx`"],
    },
    Edit {
        edits: &[(
            "bank",
            "      \"409\":",
            "      \"418\": { name: Teapot, summary: A teapot, class: broken }\n      \"409\":",
        )],
        reported: &[
            "breaking[order]: the codes of domain `bank/status` are in a different order",
            "behaviour[code_added]: code `bank/418` is new",
        ],
    },
    Edit {
        edits: &[(
            "bank",
            "  send: { summary: Sends, endpoint: POST /send }",
            "  send: { summary: Sends, endpoint: POST /send }\n  take: { summary: Takes }",
        )],
        reported: &["addition[operation_added]: operation `bank/take` is new"],
    },
];
