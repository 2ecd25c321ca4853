//! SARIF 2.1.0, in which services for code review and scanning read results.

use std::collections::BTreeMap;
use std::io::{self, Write};

use faultbook_codegen::Label;
use serde_json::{Value, json};

/// One result.
pub(crate) struct Finding {
    /// The id of its rule.
    pub(crate) rule: String,
    /// What the rule is about.
    pub(crate) description: String,
    pub(crate) level: Level,
    pub(crate) message: String,
    pub(crate) location: Option<Label>,
    /// Other locations, with their texts.
    pub(crate) related: Vec<Label>,
    /// What stays the same when the file changes elsewhere.
    pub(crate) fingerprint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Error,
    Warning,
    Note,
}

/// Writes the log of a run.
pub(crate) fn write(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let rules: BTreeMap<&str, &str> = findings
        .iter()
        .map(|finding| (finding.rule.as_str(), finding.description.as_str()))
        .collect();
    let rule = |(id, description)| json!({ "id": id, "shortDescription": { "text": description } });
    let rules: Vec<Value> = rules.into_iter().map(rule).collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "faultbook",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    writeln!(out, "{log:#}")
}

fn result(finding: &Finding) -> Value {
    let mut result = json!({
        "ruleId": finding.rule,
        "level": match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        },
        "message": { "text": finding.message },
    });
    if let Some(label) = &finding.location {
        result["locations"] = json!([{ "physicalLocation": physical(label) }]);
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().map(|label| {
            json!({ "physicalLocation": physical(label), "message": { "text": label.text } })
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fingerprint) = &finding.fingerprint {
        result["partialFingerprints"] = json!({ "faultbook/v1": fingerprint });
    }
    result
}

fn physical(label: &Label) -> Value {
    json!({
        "artifactLocation": { "uri": uri(&label.file) },
        "region": { "startLine": label.line, "startColumn": label.column },
    })
}

/// A path as a relative reference of a URI.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let bytes = path.bytes().map(|byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    bytes.collect()
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_escaped() {
        assert_eq!(uri("spec/a b%é.yaml"), "spec/a%20b%25%C3%A9.yaml");
        assert_eq!(uri("spec\\a.yaml"), "spec/a.yaml");
    }
}
