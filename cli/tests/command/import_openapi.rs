//! `faultbook import` with documents in the shapes of real vendors: the location of the code, and what is known about it.

use std::fs;

use crate::import::{folder, import, imported, spec};
use crate::{Run, faultbook};

/// A document with one operation, whose responses are in YAML.
fn document(responses: &str, components: &str) -> String {
    let indent = |text: &str, by: &str| text.replace('\n', &format!("\n{by}"));
    format!(
        "openapi: 3.1.0\ninfo: {{ title: T }}\npaths:\n  /a:\n    get:\n      operationId: get_a\n      responses:\n        {}\ncomponents:\n  {}\n",
        indent(responses, "        "),
        indent(components, "  ")
    )
}

/// Imports a document without losses, and checks that the vendor's file has all parts.
fn assert_parts(document: &str, parts: &[&str]) {
    let (_folder, spec) = imported("t.yaml", document.as_bytes(), &[]);
    for part in parts {
        assert!(spec.contains(part), "{part}\n---\n{spec}\n---\n{document}");
    }
}

/// A response with a schema.
fn with_schema(status: &str, schema: &str) -> String {
    format!(
        "'{status}':\n  description: Refused\n  content: {{ application/json: {{ schema: {schema} }} }}"
    )
}

#[test]
fn the_shapes_of_real_documents_are_understood() {
    let stripe = "schemas:\n  error:\n    properties:\n      error: { $ref: '#/components/schemas/api_errors' }\n  api_errors:\n    \
        properties:\n      code: { type: string, enum: [card_declined, lock_timeout] }\n      decline_code: { type: string }\n      \
        message: { type: string }\n      type: { type: string, enum: [api_error, card_error] }\n";
    let github = "schemas:\n  basic:\n    properties: { message: { type: string }, documentation_url: { type: string }, status: { type: string } }\n  \
        validation:\n    properties:\n      message: { type: string }\n      errors:\n        type: array\n        items:\n          \
        properties: { resource: { type: string }, field: { type: string }, message: { type: string }, code: { type: string } }\n";
    let plaid = "schemas:\n  PlaidError:\n    required: [error_type, error_code]\n    properties:\n      \
        error_type: { type: string, enum: [INVALID_REQUEST, RATE_LIMIT_EXCEEDED] }\n      \
        error_code: { type: string }\n      error_message: { type: string }\n      request_id: { type: string }\n";
    let api_error_code = plaid.replace("error_code", "api_error_code");
    let paypal = "schemas:\n  error:\n    properties:\n      name: { type: string, enum: [INVALID_REQUEST] }\n      message: { type: string }\n      \
        debug_id: { type: string }\n      details:\n        type: array\n        items:\n          anyOf:\n            \
        - { properties: { issue: { type: string, enum: [INVALID_VALUE] }, description: { type: string, enum: ['The value is not valid.'] } } }\n            \
        - { title: T, properties: { issue: { type: string, enum: [MISSING] }, description: { type: string, enum: ['A field is missing.'] } } }\n";
    let discord = "schemas:\n  Error:\n    required: [code, message]\n    properties: { code: { type: integer }, message: { type: string } }\n";
    let digital_ocean = "schemas:\n  error:\n    properties:\n      id: { type: string, example: not_found }\n      \
        message: { type: string, example: 'The resource was not found.' }\n      request_id: { type: string }\n";
    let reference = |name: &str| format!("{{ $ref: '#/components/schemas/{name}' }}");
    let cases: [(&str, String, &str, &[&str]); 7] = [
        (
            "default",
            reference("error"),
            stripe,
            &[
                "code: /error/code\n  category: /error/type\n  message: /error/message\n",
                "      api_error:\n        summary: The category",
                "      card_declined:\n",
                "      lock_timeout:\n",
            ],
        ),
        (
            "404",
            reference("PlaidError"),
            plaid,
            &[
                "code: /error_code\n  category: /error_type\n  message: /error_message\n  trace_id: /request_id\n",
                "      RATE_LIMIT_EXCEEDED:\n",
                "    codes: {}\n",
            ],
        ),
        (
            "404",
            reference("PlaidError"),
            &api_error_code,
            &["code: /api_error_code\n  category: /error_type\n"],
        ),
        (
            "400",
            reference("error"),
            paypal,
            &[
                "code: [/details/0/issue, /name]\n  message: [/details/0/description, /message]\n  trace_id: /debug_id\n",
                "      INVALID_VALUE:\n        summary: The value is not valid.\n",
                "      MISSING:\n        summary: A field is missing.\n",
                "      INVALID_REQUEST:\n",
            ],
        ),
        (
            "4XX",
            reference("Error"),
            discord,
            &["code: /code\n  message: /message\n", "    codes: {}\n"],
        ),
        (
            "404",
            reference("error"),
            digital_ocean,
            &[
                "code: /id\n  message: /message\n  trace_id: /request_id\n",
                "      not_found:\n",
            ],
        ),
        (
            "422",
            reference("validation"),
            github,
            &[
                "code: /errors/0/code\n  message: [/errors/0/message, /message]\n",
                "    codes: {}\n",
            ],
        ),
    ];
    for (status, schema, components, parts) in cases {
        assert_parts(&document(&with_schema(status, &schema), components), parts);
    }
}

/// Slack's document is Swagger 2.0, whose responses have schemas and examples themselves.
#[test]
fn swagger_documents_are_imported() {
    let document = r##"{
        "swagger": "2.0", "info": { "title": "Slack" },
        "definitions": { "no": { "type": "boolean", "enum": [false] } },
        "responses": { "missing": { "description": "Nothing there", "schema": { "properties": { "error": { "type": "string", "enum": ["gone"] } } } } },
        "paths": { "/chat.post": { "post": { "operationId": "chat_post", "responses": {
            "200": { "description": "Fine", "schema": { "properties": { "ok": { "type": "boolean" } } } },
            "404": { "$ref": "#/responses/missing" },
            "default": {
                "description": "Refused",
                "examples": { "application/json": { "ok": false, "error": "not_in_channel" } },
                "schema": { "properties": { "ok": { "$ref": "#/definitions/no" },
                    "error": { "type": "string", "enum": ["invalid_auth", "account_inactive"] } } } } } } } } }"##;
    let (_folder, spec) = imported("slack.json", document.as_bytes(), &[]);
    let codes = "    codes:\n      gone:\n        summary: Nothing there\n        status: 404\n      not_in_channel:\n        \
        summary: The source has no description\n      invalid_auth:\n        summary: The source has no description\n      account_inactive:";
    assert!(spec.contains(codes), "{spec}");
    assert!(
        spec.contains("envelope:\n  code: /error\n") && spec.contains("  chat_post:\n"),
        "{spec}"
    );
}

/// Names and texts that extensions and neighbours have for the values of an enum.
#[test]
fn enums_have_names_and_texts() {
    let code = |enumeration: &str| {
        let schema = format!("{{ properties: {{ code: {{ {enumeration} }} }} }}");
        document(&with_schema("default", &schema), "schemas: {}")
    };
    let with_sibling = |sibling: &str| {
        let schema =
            format!("{{ properties: {{ code: {{ type: integer, enum: [1, 2] }}, {sibling} }} }}");
        document(&with_schema("default", &schema), "schemas: {}")
    };
    let both = [
        "\"1\":\n        name: First\n        summary: One\n",
        "\"2\":\n        name: Second\n        summary: Two\n",
    ];
    let texts = ["        summary: One\n", "        summary: Two\n"];
    let none = ["\"1\":\n        name: Code1\n        summary: The source has no description\n"; 2];
    let cases = [
        (
            code("enum: [1, 2], x-enum-varnames: [FIRST, SECOND], x-enum-descriptions: [One, Two]"),
            both,
        ),
        (
            code(
                "enum: [1, 2], x-enumNames: [First, Second], x-enumDescriptions: { '1': One, '2': Two }",
            ),
            both,
        ),
        (
            code(
                "enum: [1, 2], x-enum-elements: [{ name: FIRST, description: One }, { name: SECOND, description: Two }]",
            ),
            both,
        ),
        (
            code(
                "enum: [1, 2], x-ms-enum: { values: [{ value: 2, name: Second, description: Two }, { value: 1, name: First, description: One }] }",
            ),
            both,
        ),
        (
            code("oneOf: [{ const: 1, description: One }, { const: 2, description: Two }]"),
            texts,
        ),
        (with_sibling("description: { enum: [One, Two] }"), texts),
        (with_sibling("message: { enum: [One] }"), none),
        (with_sibling("hint: { enum: [One, Two] }"), none),
    ];
    for (document, parts) in cases {
        assert_parts(&document, &parts);
    }
}

/// What one example says is not what the code means.
#[test]
fn the_message_of_an_example_is_a_note() {
    let responses = "'404':\n  description: Not found\n  content:\n    application/json:\n      example: { code: NO_CARD, message: 'No card 17' }";
    assert_parts(
        &document(responses, "schemas: {}"),
        &[
            "      NO_CARD:\n        summary: The source has no description\n        status: 404\n        note: \"The message of an example: No card 17\"\n",
        ],
    );
}

/// Numbers that no integer type has room for, and other things that only YAML has.
#[test]
fn any_number_is_read() {
    let schema = "{ properties: { code: { type: integer, enum: [18446744073709551616, 7], maximum: 18446744073709551616 }, n: { maximum: 1e999, minimum: -.inf } } }";
    assert_parts(
        &document(&with_schema("default", schema), "schemas: {}"),
        &["      \"18446744073709551616\":\n", "      \"7\":\n"],
    );
    let json = r#"{"openapi": "3.0.0", "info": {"title": "T"}, "paths": {"/a": {"get": {"responses": {"400": {"description": "", "content":
        {"application/json": {"example": {"code": 18446744073709551616}, "schema": {"maximum": 1e999}}}}}}}}}"#;
    let (_folder, spec) = imported("t.json", json.as_bytes(), &[]);
    assert!(spec.contains("      \"18446744073709551616\":\n"), "{spec}");
}

/// An enum of a broad name, an integer that is the status, and other fields next to the code.
#[test]
fn the_code_is_told_from_its_neighbours() {
    let cases = [
        (
            "{ code: { type: integer }, error: { type: string, enum: [A, B] } }",
            "code: /error\n",
        ),
        (
            "{ code: { type: integer, description: The HTTP status code }, reason: { type: string, enum: [A] } }",
            "code: /reason\n",
        ),
        (
            "{ type: { type: string, enum: [A] }, title: { type: string } }",
            "code: /type\n",
        ),
        (
            "{ error: { type: string }, errorCode: { type: string } }",
            "code: /errorCode\n",
        ),
        (
            "{ status_code: { type: integer }, errcode: { type: integer } }",
            "code: /errcode\n",
        ),
    ];
    for (properties, code) in cases {
        let schema = format!("{{ properties: {properties} }}");
        assert_parts(
            &document(&with_schema("default", &schema), "schemas: {}"),
            &[code],
        );
    }
}

fn summary(run: &Run) -> Vec<&str> {
    run.out.lines().map(str::trim).collect()
}

#[test]
fn references_into_other_files_are_followed_or_listed() {
    let references = [
        "models/errors.yaml#/Gone",
        "models/errors.yaml",
        "https://shop.test/errors.yaml#/A",
        "models/missing.yaml",
        "#/components/schemas/Nowhere",
    ];
    let responses: Vec<String> = (400..)
        .zip(references)
        .map(|(status, reference): (u16, _)| {
            with_schema(&status.to_string(), &format!("{{ $ref: '{reference}' }}"))
        })
        .collect();
    let folder = folder(
        "openapi.yaml",
        document(
            &responses.join("\n"),
            "schemas: { Own: { properties: { code: { enum: [OWN] } } } }",
        )
        .as_bytes(),
    );
    fs::create_dir(folder.path().join("models")).expect("room");
    let errors = "Gone: { $ref: 'deeper/../gone.json' }\nallOf: [{ $ref: '../openapi.yaml#/components/schemas/Own' }, { $ref: '#/Gone' }]\n";
    fs::write(folder.path().join("models/errors.yaml"), errors).expect("room");
    fs::write(
        folder.path().join("models/gone.json"),
        r#"{"properties": {"code": {"const": "GONE", "description": "It is gone"}}}"#,
    )
    .expect("room");
    let run = import(folder.path(), "openapi.yaml", &[]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""), "{}", run.out);
    let lines = summary(&run);
    let listed = [
        "references that cannot be followed: it is not in a file; download it, and refer to the file (1): `https://shop.test/errors.yaml#/A`",
        "references that cannot be followed: it does not exist (1): `#/components/schemas/Nowhere`",
    ];
    for line in listed {
        assert!(lines.contains(&line), "{line}: {}", run.out);
    }
    assert!(
        run.out.contains("(1): `models/missing.yaml#`"),
        "{}",
        run.out
    );
    let spec = spec(folder.path());
    for code in ["      GONE:\n        summary: It is gone\n", "      OWN:\n"] {
        assert!(spec.contains(code), "{spec}");
    }
    assert_eq!(faultbook(folder.path(), &["check"], b"").code, Some(0));
}

#[test]
fn xml_bodies_have_a_root_element_and_need_a_success() {
    let components = "schemas:\n  Error:\n    properties:\n      Code: { type: string, enum: [NoSuchKey, \"A<B\"] }\n      Message: { type: string }\n      \
        rid: { type: string, xml: { name: RequestId, attribute: true } }\n  Listed: { type: object, xml: { name: List } }";
    let body = |name: &str| {
        format!("content: {{ text/xml: {{ schema: {{ $ref: '#/components/schemas/{name}' }} }} }}")
    };
    let responses = format!(
        "'200':\n  description: Fine\n  {}\n'404':\n  description: Refused\n  {}",
        body("Listed"),
        body("Error")
    );
    let envelope = "envelope:\n  code: /Error/Code\n  message: /Error/Message\n  trace_id: /Error/@RequestId\n";
    let success =
        "success:\n  - { field: { /List: { exists: true } } }\n  - { status: [204, 205] }\n";
    let document = document(&responses, components);
    let whole = format!("format: xml\n\n{success}\n{envelope}");
    assert_parts(&document, &[&whole, "      A<B:\n"]);

    // In Swagger 2.0, the media type is that of the operation or of the document.
    let swagger = document
        .replace("openapi: 3.1.0", "swagger: '2.0'\nproduces: [text/xml]")
        .replace("#/components/schemas/", "#/definitions/")
        .replace("components:\n  schemas:\n", "definitions:\n")
        .replace("content: { text/xml: { schema: ", "schema: ")
        .replace(" } } }\n", " }\n");
    assert_parts(&swagger, &[&whole]);

    // With other operations in JSON, only this one is XML.
    let json = "  /b:\n    get:\n      operationId: get_b\n      responses:\n        '400':\n          description: Refused\n          \
        content: { application/json: { schema: { properties: { code: { type: string, enum: [OTHER] } } } } }\ncomponents:\n";
    let mixed = document.replace("components:\n", json);
    let own = success.replace('\n', "\n    ");
    let own = format!(
        "    idempotent: true\n    format: xml\n    {}",
        own.trim_end()
    );
    let (_folder, spec) = imported("t.yaml", mixed.as_bytes(), &[]);
    assert!(spec.contains(&own) && !spec.contains("\nformat:"), "{spec}");
    let envelope = "envelope:\n  code: [/code, /Error/Code]\n  message: /Error/Message\n";
    let codes = ["      NoSuchKey:\n", "      OTHER:\n"];
    assert!(spec.contains(envelope), "{spec}");
    assert!(codes.iter().all(|code| spec.contains(code)), "{spec}");
}

/// An example in XML is read like one in JSON.
#[test]
fn examples_are_read_in_xml() {
    let responses = "'409':\n  description: Refused\n  content:\n    application/xml:\n      \
        example: \"<?xml version='1.0'?><e:Error id='7' xmlns:e='urn:e'><Codes><Code>Gone</Code><Code>Late</Code></Codes></e:Error>\"";
    let (_folder, spec) = imported(
        "t.yaml",
        document(responses, "schemas: {}").as_bytes(),
        &["--code", "/Error/Codes/Code/0"],
    );
    for part in [
        "      Gone:\n        summary: The source has no description\n        status: 409\n",
        "        <?xml version='1.0'?><e:Error id='7'",
    ] {
        assert!(spec.contains(part), "{part}\n{spec}");
    }
}

#[test]
fn codes_that_are_not_read_are_listed() {
    let xml = "application/xml: { schema: { xml: { name: Error }, properties: { Code: { enum: [A, Gone] } } } }";
    let json = "application/json: { schema: { properties: { code: { enum: [A] } } } }";
    let text = "text/plain: { schema: { type: string } }";
    let lost = "codes at `/Error/Code`; add this location with `--code` (1): `Gone` in get_a 400";
    let both = "1 operation with bodies in JSON and in XML, of which the book reads those in JSON";
    let other = "1 error response with bodies in formats that are not read: text/plain";
    // The locations of codes, the bodies, the exit code, and which of these lines are in the summary.
    let cases: [(&[&str], _, _, [bool; 3]); 5] = [
        (&[], [json, xml], 1, [true, true, false]),
        (&["/code"], [json, xml], 1, [true, true, false]),
        (
            &["/code", "/Error/Code"],
            [json, xml],
            0,
            [false, true, false],
        ),
        (&["status"], [json, xml], 0, [false, true, false]),
        (&[], [json, text], 0, [false, false, true]),
    ];
    for (code, [first, second], exit, expected) in cases {
        let own = |status: u16, body: &str| {
            format!("'{status}':\n  description: Refused\n  content: {{ {body} }}\n")
        };
        let responses = if second == text {
            own(400, first) + &own(500, second)
        } else {
            own(400, &format!("{first}, {second}"))
        };
        let document = document(responses.trim_end(), "schemas: {}");
        let folder = folder("t.yaml", document.as_bytes());
        let options: Vec<&str> = code.iter().flat_map(|code| ["--code", *code]).collect();
        let run = import(folder.path(), "t.yaml", &options);
        assert_eq!((run.code, run.err.as_str()), (Some(exit), ""), "{code:?}");
        let lines = summary(&run);
        let found = [lost, both, other].map(|line| lines.contains(&line));
        assert_eq!(found, expected, "{code:?} {}", run.out);
    }
}

#[test]
fn codes_in_headers_are_read_if_no_body_has_one() {
    let header = "X-Error-Code: { schema: { type: string, enum: [GONE, LATE] }, example: LATE }";
    let own = "X-Error-Code: { type: string, enum: [GONE, LATE] }";
    let message = "application/json: { schema: { properties: { message: { type: string } } } }";
    let response = |header: &str, body: &str| {
        format!(
            "'410':\n  description: Refused\n  headers: {{ {header} }}\n  content: {{ {body} }}"
        )
    };
    let modern = document(&response(header, message), "schemas: {}");
    let swagger = modern
        .replace("openapi: 3.1.0", "swagger: '2.0'")
        .replace(header, own);
    for (document, message) in [(&modern, "  message: /message\n"), (&swagger, "")] {
        let envelope = format!("envelope:\n  code: {{ header: x-error-code }}\n{message}");
        assert_parts(document, &[&envelope, "      GONE:\n", "      LATE:\n"]);
    }

    // Next to a code in the body, they are listed, and can be asked for in any spelling.
    let body = "application/json: { schema: { properties: { code: { enum: [OTHER] } } } }";
    let both = document(&response(header, body), "schemas: {}");
    let lost = "codes at `header:x-error-code`; add this location with `--code` (2): `GONE` in get_a 410, `LATE` in get_a 410";
    let folder = folder("t.yaml", both.as_bytes());
    let run = import(folder.path(), "t.yaml", &[]);
    assert_eq!(run.code, Some(1));
    assert!(summary(&run).contains(&lost), "{}", run.out);
    let named = ["--code", "/code", "--code", "header:X-Error-Code"];
    let (_folder, spec) = imported("t.yaml", both.as_bytes(), &named);
    let codes = ["      GONE:\n", "      LATE:\n", "      OTHER:\n"];
    assert!(codes.iter().all(|code| spec.contains(code)), "{spec}");
}

#[test]
fn codes_of_responses_that_no_operation_has_are_listed() {
    let schema = |codes: &str| format!("{{ properties: {{ code: {{ enum: [{codes}] }} }} }}");
    let described = |name: &str, codes: &str| {
        let content = format!("application/json: {{ schema: {} }}", schema(codes));
        format!("  {name}: {{ description: Refused, content: {{ {content} }} }}\n")
    };
    let components = format!(
        "responses:\n{}{}",
        described("Used", "USED"),
        described("Rare", "USED, RARE")
    );
    let used = "'400': { $ref: '#/components/responses/Used' }";
    let folder = folder("t.yaml", document(used, &components).as_bytes());
    let run = import(folder.path(), "t.yaml", &[]);
    let lost = "codes of responses that no operation has (1): `RARE` in Rare";
    assert_eq!(run.code, Some(1));
    assert!(summary(&run).contains(&lost), "{}", run.out);
}
