//! Adding a code: after an edit of the YAML and one `cargo build`, a dependent crate decodes it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const NEW_CODE: &str = "      SESSION_PAUSED:\n        status: 423\n        class: conflict\n        summary: The session is paused\n";

const CONSUMER: &str = r#"
fn main() {
    let response = faultbook::Response::new(423, r#"{"error":{"code":"SESSION_PAUSED"}}"\#);
    let fault = faultbook::playwave::Operation::Heartbeat.read(&response).unwrap_err();
    assert!(fault.is(faultbook::playwave::ApiCode::SessionPaused));
    println!("{} is {}", fault.code().unwrap(), fault.class());
}
"#;

/// A copy of the workspace with a crate that depends on it.
struct Copy {
    root: PathBuf,
}

impl Copy {
    fn new(name: &str, dependency: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(root.join("workspace"));
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for part in [
            "Cargo.toml",
            "Cargo.lock",
            "build.rs",
            "src",
            "spec",
            "generated",
            "benches",
            "examples",
            "codegen",
            "runtime",
            "cli",
        ] {
            copy(&original.join(part), &root.join("workspace").join(part));
        }
        let consumer = root.join("workspace/consumer");
        fs::create_dir_all(consumer.join("src")).unwrap();
        let manifest = format!(
            "[package]\nname = \"consumer\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\nfaultbook = {{ path = \"..\", {dependency} }}\n"
        );
        fs::write(consumer.join("Cargo.toml"), manifest).unwrap();
        fs::write(consumer.join("src/main.rs"), CONSUMER.replace(r"\#", "#")).unwrap();
        fs::copy(original.join("Cargo.lock"), consumer.join("Cargo.lock")).unwrap();
        Self { root }
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(self.root.join("workspace/consumer"))
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            .env("CARGO_NET_OFFLINE", "true")
            .output()
            .unwrap()
    }

    /// Adds the code to the domain of HTTP errors.
    fn add_code(&self) {
        let path = self.root.join("workspace/spec/playwave.yaml");
        let spec = fs::read_to_string(&path).unwrap();
        let at = spec
            .find("      SESSION_ENDED:\n")
            .expect("the code to stand beside");
        fs::write(path, format!("{}{NEW_CODE}{}", &spec[..at], &spec[at..])).unwrap();
    }
}

fn copy(from: &Path, to: &Path) {
    if from.file_name().is_some_and(|name| name == "target") {
        return;
    }
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn an_author_adds_a_code_and_then_makes_an_error() {
    let copy = Copy::new("live", "");
    a_code_added_to_the_yaml_is_a_variant_after_one_build(&copy);
    an_error_stops_the_build_with_its_location_and_leaves_the_last_good_output(&copy);
}

fn a_code_added_to_the_yaml_is_a_variant_after_one_build(copy: &Copy) {
    let before = copy.cargo(&["build", "--quiet"]);
    assert!(
        stderr(&before).contains("SessionPaused"),
        "the variant must be missing at first: {}",
        stderr(&before)
    );
    copy.add_code();
    let run = copy.cargo(&["run", "--quiet"]);
    assert!(run.status.success(), "{}", stderr(&run));
    assert_eq!(
        String::from_utf8_lossy(&run.stdout),
        "SESSION_PAUSED is conflict\n"
    );
}

fn an_error_stops_the_build_with_its_location_and_leaves_the_last_good_output(copy: &Copy) {
    let path = copy.root.join("workspace/spec/playwave.yaml");
    let good = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        good.replacen("class: conflict", "class: konflict", 1),
    )
    .unwrap();
    let before = generated(&copy.root.join("target"));
    let build = copy.cargo(&["build", "--quiet"]);
    assert!(!build.status.success());
    let output = stderr(&build);
    let line = good[..good.find("class: conflict").unwrap()]
        .matches('\n')
        .count()
        + 1;
    for part in [
        "unknown class `konflict`",
        &format!("spec/playwave.yaml:{line}:"),
        "did you mean `conflict`?",
    ] {
        assert!(output.contains(part), "{part} in {output}");
    }
    assert_eq!(generated(&copy.root.join("target")), before);
}

/// The output of build scripts, by path.
fn generated(target: &Path) -> Vec<(PathBuf, String)> {
    let build = fs::read_dir(target.join("debug/build"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let books = build
        .map(|folder| folder.join("out/playwave.rs"))
        .filter(|path| path.exists());
    let mut files: Vec<_> = books
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

#[test]
fn the_mirror_is_compiled_without_the_generator_and_never_when_stale() {
    let copy = Copy::new("prebuilt", "default-features = false");
    let main = copy.root.join("workspace/consumer/src/main.rs");
    let known = CONSUMER
        .replace(r"\#", "#")
        .replace("SESSION_PAUSED", "SESSION_ENDED")
        .replace("SessionPaused", "SessionEnded");
    fs::write(main, known).unwrap();
    let run = copy.cargo(&["run", "--quiet"]);
    assert!(run.status.success(), "{}", stderr(&run));
    assert_eq!(
        String::from_utf8_lossy(&run.stdout),
        "SESSION_ENDED is session_lost\n"
    );
    let tree = copy.cargo(&["tree", "--prefix", "none", "--edges", "normal,build"]);
    let crates = String::from_utf8_lossy(&tree.stdout).lines().count();
    assert_eq!(
        crates,
        3,
        "consumer, faultbook and faultbook-runtime: {}",
        String::from_utf8_lossy(&tree.stdout)
    );
    copy.add_code();
    let stale = copy.cargo(&["build", "--quiet"]);
    assert!(
        !stale.status.success() && stderr(&stale).contains("cargo faultbook generate"),
        "{}",
        stderr(&stale)
    );
}
