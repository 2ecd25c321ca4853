//! The document and the files that it refers to.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use anyhow::bail;
use indexmap::IndexMap;

use crate::commands::import::tree::Node;

/// The most files of a document.
const MAX_FILES: usize = 10_000;

/// Files by their path relative to the document. That of the document is empty.
pub(super) struct Files {
    files: IndexMap<String, Node>,
    /// Why files cannot be read.
    unreadable: BTreeMap<String, String>,
}

impl Files {
    /// Reads all files that the document refers to directly or indirectly, and makes all their references relative to the
    /// document.
    pub(super) fn read(mut root: Node, document: &Path) -> anyhow::Result<Self> {
        let folder = document.parent().unwrap_or(Path::new(""));
        let own_name = document.file_name().map(PathBuf::from).unwrap_or_default();
        let mut wanted = Vec::new();
        rebase(&mut root, Path::new(""), &own_name, &mut wanted);
        let mut all = Self {
            files: IndexMap::from([(String::new(), root)]),
            unreadable: BTreeMap::new(),
        };
        while let Some(path) = wanted.pop() {
            if all.files.contains_key(&path) || all.unreadable.contains_key(&path) {
                continue;
            }
            if all.files.len() > MAX_FILES {
                bail!("the document refers to more than {MAX_FILES} files");
            }
            match read(&folder.join(&path)) {
                Ok(mut file) => {
                    rebase(&mut file, Path::new(&path), &own_name, &mut wanted);
                    all.files.insert(path, file);
                }
                Err(error) => drop(
                    all.unreadable
                        .insert(path, format!("the file cannot be read: {error:#}")),
                ),
            }
        }
        Ok(all)
    }

    pub(super) fn root(&self) -> &Node {
        &self.files[0]
    }

    /// The target of a reference, or why there is none.
    pub(super) fn follow(&self, reference: &str) -> Result<&Node, String> {
        if is_url(reference) {
            return Err("it is not in a file; download it, and refer to the file".to_owned());
        }
        let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        if let Some(why) = self.unreadable.get(path) {
            return Err(why.clone());
        }
        let target = self.files.get(path);
        let target = target.and_then(|file| file.pointer(&percent_decoded(pointer)));
        target.ok_or_else(|| "it does not exist".to_owned())
    }
}

/// Only regular files are read: others could block or never end.
fn read(path: &Path) -> anyhow::Result<Node> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {}
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => bail!("there is no such file"),
    }
    Node::of_json_or_yaml(&fs::read_to_string(path)?)
}

/// Makes the references of a file relative to the document, and collects the files that they lead to.
fn rebase(node: &mut Node, file: &Path, document: &Path, wanted: &mut Vec<String>) {
    match node {
        Node::Map(map) => {
            if let Some(Node::Text(reference)) = map.get_mut("$ref")
                && !is_url(reference)
            {
                let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
                let path = path_from_document(path, file, document);
                wanted.extend((!path.is_empty()).then(|| path.clone()));
                *reference = format!("{path}#{pointer}");
            }
            for value in map.values_mut() {
                rebase(value, file, document, wanted);
            }
        }
        Node::List(items) => {
            for item in items {
                rebase(item, file, document, wanted);
            }
        }
        _ => {}
    }
}

/// The path of a file that another one refers to; that of the document is empty.
fn path_from_document(path: &str, file: &Path, document: &Path) -> String {
    let joined = if path.is_empty() {
        file.to_owned()
    } else {
        file.with_file_name(percent_decoded(path))
    };
    let mut parts: Vec<Component<'_>> = Vec::new();
    for part in joined.components() {
        match (part, parts.last()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    let path: PathBuf = parts.into_iter().collect();
    if path == document {
        return String::new();
    }
    path.to_string_lossy().replace('\\', "/")
}

fn is_url(reference: &str) -> bool {
    reference.contains("://")
}

/// Decodes a part of a URI.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let code = code
            .filter(|_| *first == b'%')
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::path_from_document;

    #[test]
    fn paths_are_relative_to_the_document() {
        let table = [
            ("", "", ""),
            ("errors.yaml", "", "errors.yaml"),
            ("./a/b.yaml", "", "a/b.yaml"),
            ("../c%20d.yaml", "a/b.yaml", "c d.yaml"),
            ("", "a/b.yaml", "a/b.yaml"),
            ("../openapi.yaml", "a/b.yaml", ""),
            ("../../x.yaml", "a/b.yaml", "../x.yaml"),
        ];
        for (path, file, expected) in table {
            let found = path_from_document(path, Path::new(file), Path::new("openapi.yaml"));
            assert_eq!(found, expected, "{path} in {file}");
        }
    }
}
