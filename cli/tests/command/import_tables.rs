//! `faultbook import` with catalogues in many structures: groups, wrappers, several domains and locations, identifiers.

use serde_json::json;

use crate::faultbook;
use crate::import::{folder, import, imported, read, spec};

const AT: [&str; 2] = ["--code", "/error/code"];

/// Domain, code, name and summary of all codes of a vendor's file, in order.
fn codes(spec: &str) -> Vec<String> {
    let spec: serde_yaml::Value = serde_yaml::from_str(spec).expect("YAML");
    let text = |value: &serde_yaml::Value| value.as_str().unwrap_or("-").to_owned();
    let mut codes = Vec::new();
    for (domain, own) in spec["domains"].as_mapping().expect("domains") {
        for (code, own) in own["codes"].as_mapping().expect("codes") {
            let cells = [domain, code, &own["name"], &own["summary"]];
            codes.push(cells.map(text).join(" | "));
        }
    }
    codes
}

/// The name of a file, its contents, and the codes in it.
type Case<'c> = (&'c str, &'c str, &'c [String]);

fn assert_codes(cases: &[Case<'_>]) {
    for (file, text, expected) in cases {
        let (_folder, spec) = imported(file, text.as_bytes(), &AT);
        assert_eq!(codes(&spec), *expected, "{text}");
    }
}

#[test]
fn objects_may_be_in_groups_and_wrappers() {
    let none = "The source has no description";
    let cases: [Case; 8] = [
        (
            "t.json",
            r#"{"auth":{"TOKEN_EXPIRED":{"message":"Old"},"B":{"message":"b"}},"billing":{"A":{"message":"a"}}}"#,
            &[
                "auth | TOKEN_EXPIRED | - | Old".into(),
                "auth | B | - | b".into(),
                "billing | A | - | a".into(),
            ],
        ),
        (
            "t.json",
            r#"{"auth":{"A":"a"}}"#,
            &["auth | A | - | a".into()],
        ),
        (
            "t.json",
            r#"{"errors":{"z":{"message":"1"},"a":{"message":"2"}}}"#,
            &["api | z | - | 1".into(), "api | a | - | 2".into()],
        ),
        (
            "t.json",
            r#"{"version":"2","meta":{"count":1},"data":{"errors":[{"code":"A","message":"a"}]}}"#,
            &["api | A | - | a".into()],
        ),
        (
            "t.json",
            r#"{"auth":[{"code":1,"message":"a"}],"billing":[{"code":1,"message":"b"}]}"#,
            &[
                "auth | 1 | Code1 | a".into(),
                "billing | 1 | Code1 | b".into(),
            ],
        ),
        (
            "t.json",
            r#"[{"module":"auth","errors":[{"code":"A","message":"a"}]},{"module":"billing","errors":{"B":"b"}}]"#,
            &["auth | A | - | a".into(), "billing | B | - | b".into()],
        ),
        (
            "t.json",
            r#"{"auth":{"title":"About","errors":{"A":"a"}},"b":{"errors":{"B":"b"}}}"#,
            &["auth | A | - | a".into(), "b | B | - | b".into()],
        ),
        (
            "t.json",
            r#"{"A":{"message":"a"},"B":"b","C":null,"N":1001,"D":{}}"#,
            &[
                "api | A | - | a".into(),
                "api | B | - | b".into(),
                format!("api | C | - | {none}"),
                format!("api | 1001 | N | {none}"),
                format!("api | D | - | {none}"),
            ],
        ),
    ];
    assert_codes(&cases);
}

#[test]
fn keys_and_values_may_be_anything() {
    let none = "The source has no description";
    let cases: [Case; 8] = [
        (
            "t.json",
            r#"{"NOT_FOUND":1,"GONE":2}"#,
            &[
                format!("api | 1 | NotFound | {none}"),
                format!("api | 2 | Gone | {none}"),
            ],
        ),
        (
            "t.json",
            r#"{"NOT_FOUND":{"errorCode":1,"message":"a"},"GONE":{"errorCode":2,"message":"b"}}"#,
            &["api | 1 | NotFound | a".into(), "api | 2 | Gone | b".into()],
        ),
        (
            "t.json",
            r#"{"A":{"name":"First","message":"a"}}"#,
            &["api | A | First | a".into()],
        ),
        (
            "t.json",
            r#"{"auth":["A","B"]}"#,
            &[
                format!("auth | A | - | {none}"),
                format!("auth | B | - | {none}"),
            ],
        ),
        (
            "t.json",
            r#"{"auth":{"login":{"A":{"message":"a"}},"logout":{"A":{"message":"b"}}},"x":{"y":{"A":"c"}}}"#,
            &[
                "auth_login | A | - | a".into(),
                "auth_logout | A | - | b".into(),
                "x_y | A | - | c".into(),
            ],
        ),
        (
            "t.yaml",
            "error: It failed badly\nname: Not a good name\ntimeout: Too slow\n",
            &[
                "api | error | - | It failed badly".into(),
                "api | name | - | Not a good name".into(),
                "api | timeout | - | Too slow".into(),
            ],
        ),
        (
            "t.yaml",
            "errors:\n  - code: 010\n    message: a\n  - { code: 0x10, message: b }\n",
            &[
                "api | 010 | Code010 | a".into(),
                "api | 16 | Code16 | b".into(),
            ],
        ),
        (
            "t.yml",
            "auth: &x\n  A: { message: a }\nbilling:\n  <<: *x\n  B: { message: b }\n",
            &[
                "auth | A | - | a".into(),
                "billing | B | - | b".into(),
                "billing | A | - | a".into(),
            ],
        ),
    ];
    assert_codes(&cases);
}

#[test]
fn what_is_no_code_is_left_out_and_listed() {
    let cases = [
        (
            r#"{"A":"a","B":true}"#,
            "values that are neither objects nor texts (1): `B` (`true`)",
        ),
        (
            r#"{"auth":{"A":{"message":"a"}},"b":[[1]]}"#,
            "rows with another value than a text, a number or a list of these (1): `b` (`[[1]]`)",
        ),
        (
            r#"{"X":{"code":1,"message":"a"},"Y":{"code":2,"message":"b"},"Z":{"message":"c"}}"#,
            "rows without a code (1): `Z`",
        ),
        (
            r#"[{"code":1,"name":"A"},{"code":1,"name":"B"}]"#,
            "names of codes that have another name in an earlier row (1): `1` (row 1, row 2)",
        ),
    ];
    for (text, expected) in cases {
        let folder = folder("t.json", text.as_bytes());
        let run = import(folder.path(), "t.json", &AT);
        assert_eq!(run.code, Some(1), "{text}: {}{}", run.out, run.err);
        assert!(run.out.contains(expected), "{expected}: {}", run.out);
    }
}

/// Codes with the same number are reported, wherever they are merged.
#[test]
fn codes_with_several_meanings_are_reported() {
    let folder = folder("t.csv", b"code,summary\n1,One\n1,Other\n1,One\n2,Two\n");
    let run = import(folder.path(), "t.csv", &AT);
    let line = "codes with several meanings, of which all but the first are notes (1): `1` (line 2, line 3)";
    assert!(run.out.contains(line), "{}", run.out);
    assert!(spec(folder.path()).contains("note: \"Other summary: Other\""));
}

#[test]
fn columns_and_cells_are_found() {
    let cases: [(&str, &[&str], &[&str]); 6] = [
        (
            "Error Number,Name,Text\n1,FIRST,One\n",
            &[],
            &["api | 1 | First | One"],
        ),
        (
            "Code,Meaning\nE_FAIL 0x80004005,Failed\n1001 (CARD_DECLINED),Declined\n",
            &[],
            &[
                "api | 0x80004005 | EFail | Failed",
                "api | 1001 | CardDeclined | Declined",
            ],
        ),
        (
            "code,summary\n1,Not found\n",
            &["--column", "name=summary"],
            &["api | 1 | NotFound | Not found"],
        ),
        (
            "code,summary\n-1,a\n1,b\n12,c\n1_2,d\n",
            &[],
            &[
                "api | -1 | CodeMinus1 | a",
                "api | 1 | Code1 | b",
                "api | 12 | Code12 | c",
                "api | 1_2 | Code1_2 | d",
            ],
        ),
        (
            "code,name,summary\n1,ERR_A,a\n2,ERR_B,b\n",
            &["--strip-prefix", "ERR_"],
            &["api | 1 | A | a", "api | 2 | B | b"],
        ),
        (
            "code,summary\nx.y.A,a\nx.y.B,b\n",
            &["--strip-prefix", "x.y."],
            &["api | x.y.A | - | a", "api | x.y.B | - | b"],
        ),
    ];
    for (table, more, expected) in cases {
        let (_folder, spec) = imported("t.csv", table.as_bytes(), &[&AT[..], more].concat());
        assert_eq!(codes(&spec), expected, "{table}");
    }
}

/// A response may have the name instead of the number.
#[test]
fn both_spellings_of_a_code_are_read() {
    let (folder, _) = imported("t.csv", b"Code,Meaning\nE_FAIL 0x80004005,Failed\n", &AT);
    let bodies = ["E_FAIL", "0x80004005"].map(|code| crate::import::response(500, code));
    let found: Vec<String> = read(folder.path(), &bodies)
        .into_iter()
        .map(|(code, ..)| code)
        .collect();
    assert_eq!(found, ["0x80004005"; 2]);
}

#[test]
fn a_common_prefix_is_suggested() {
    let table =
        "code,summary\nerrors.com.x.a,a\nerrors.com.x.b,b\nerrors.com.x.c,c\nerrors.com.x.d,d\n";
    let folder = folder("t.csv", table.as_bytes());
    let run = import(folder.path(), "t.csv", &AT);
    assert!(
        run.out.contains("pass `--strip-prefix errors.com.x.`"),
        "{}",
        run.out
    );
    let run = import(
        folder.path(),
        "t.csv",
        &[&AT[..], &["--force", "--strip-prefix", "errors.com.x."]].concat(),
    );
    assert!(!run.out.contains("strip-prefix"), "{}", run.out);
    assert!(spec(folder.path()).contains("    strip_prefix: errors.com.x.\n"));
    assert_eq!(faultbook(folder.path(), &["check"], b"").code, Some(0));

    let camel =
        ["A", "B", "C", "D"].map(|name| format!("ErrorsComShop{name}Gone,{name} is gone\n"));
    let folder = self::folder(
        "camel.csv",
        format!("code,meaning\n{}", camel.concat()).as_bytes(),
    );
    let run = import(folder.path(), "camel.csv", &AT);
    assert!(
        run.out.contains("pass `--strip-prefix ErrorsComShop`"),
        "{}",
        run.out
    );
}

/// Each domain has an operation that finds its codes, even those that an earlier domain has, too.
#[test]
fn every_code_of_several_domains_is_reachable() {
    let table = "service,code,summary\nchat,gone,No channel\nfiles,gone,No file\nfiles,big,Too big\nrequest,gone,No request\n";
    let folder = folder("t.csv", table.as_bytes());
    let run = import(folder.path(), "t.csv", &AT);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(
        run.out.contains("2 codes that an earlier domain also has"),
        "{}",
        run.out
    );
    let cases = [
        ("request", "chat"),
        ("chat", "chat"),
        ("files", "files"),
        ("request_2", "request"),
    ];
    for (operation, domain) in cases {
        let line = json!({ "vendor": "shop", "operation": operation, "status": 400, "body": { "error": { "code": "gone" } } });
        let run = faultbook(folder.path(), &["classify"], line.to_string().as_bytes());
        assert!(
            run.out.contains(&format!(r#""domain":"{domain}""#)),
            "{operation}: {}{}",
            run.out,
            run.err
        );
    }
}

const STRIPE: &str = "domain,code,summary\nError types,card_error,a\nError codes,card_declined,b\nError codes,expired_card,c\n\
    Decline codes,lost_card,d\nDecline codes,expired_card,e\n";

/// Of the codes in a response, the one that the first location has counts, whatever the order of the domains.
#[test]
fn the_finest_code_of_several_locations_counts() {
    let inferred = [
        "--code",
        "/error/decline_code",
        "--code",
        "/error/code",
        "--code",
        "/error/type",
    ];
    let named = [
        "--code",
        "Decline codes=/error/decline_code",
        "--code",
        "error_codes=/error/code",
        "--code",
        "/error/type",
    ];
    for more in [&inferred, &named] {
        let (folder, _) = imported("t.csv", STRIPE.as_bytes(), more);
        let cases = [
            (json!({ "type": "card_error" }), "error_types", "card_error"),
            (
                json!({ "type": "card_error", "code": "card_declined" }),
                "error_codes",
                "card_declined",
            ),
            (
                json!({ "type": "card_error", "code": "expired_card" }),
                "error_codes",
                "expired_card",
            ),
            (
                json!({ "type": "card_error", "code": "card_declined", "decline_code": "lost_card" }),
                "decline_codes",
                "lost_card",
            ),
            (
                json!({ "type": "card_error", "code": "card_declined", "decline_code": "expired_card" }),
                "decline_codes",
                "expired_card",
            ),
        ];
        for (error, domain, code) in cases {
            let line = json!({ "vendor": "shop", "status": 402, "body": { "error": error } });
            let run = faultbook(folder.path(), &["classify"], line.to_string().as_bytes());
            let expected = [
                format!(r#""domain":"{domain}""#),
                format!(r#""code":"{code}""#),
            ];
            assert!(
                expected.iter().all(|part| run.out.contains(part)),
                "{more:?} {line}: {}",
                run.out
            );
        }
    }
}

#[test]
fn locations_that_fit_no_domain_are_reported() {
    let table = "domain,code\nCards,a\nOthers,b\n";
    let folder = folder("t.csv", table.as_bytes());
    let run = import(folder.path(), "t.csv", &["--code", "/a", "--code", "/b"]);
    assert!(
        run.out.contains("pass `--code DOMAIN=WHERE` for each"),
        "{}",
        run.out
    );
    let cases = [
        ("Card=/a", "unknown domain `Card`; did you mean `Cards`?"),
        (
            "Cards=/a",
            "the domain `Others` has no location of its codes; pass it with `--code 'Others=WHERE'`",
        ),
    ];
    for (code, expected) in cases {
        let run = import(folder.path(), "t.csv", &["--force", "--code", code]);
        assert_eq!(run.code, Some(2));
        assert!(run.err.contains(expected), "{}", run.err);
    }
}

/// A code that the location cannot have is reported.
#[test]
fn codes_that_no_response_can_have_are_listed() {
    let folder = folder("t.csv", b"code\nfine\nnot a token\n");
    let run = import(folder.path(), "t.csv", &["--code", "text"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.out
            .contains("codes that cannot be read at `text` (1): `not a token` of `api`"),
        "{}",
        run.out
    );
}
