//! Crates that are written only to be built and measured.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs, io};

use wait4::Wait4;

/// A line of a manifest for a crate of this repository.
#[must_use]
pub fn dependency(name: &str, folder: &str, rest: &str) -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    format!("{name} = {{ path = \"{root}/../../{folder}\"{rest} }}\n")
}

/// A crate of its own in `target/bench/crates`.
pub struct Crate {
    folder: PathBuf,
}

impl Crate {
    /// A crate with these dependencies, as lines of its manifest. What an earlier run left of it is removed, but for
    /// what cargo built.
    ///
    /// # Errors
    /// What the file system refused.
    pub fn new(name: &str, dependencies: &str) -> io::Result<Self> {
        let folder = Path::new("target/bench/crates").join(name);
        fs::create_dir_all(folder.join("src"))?;
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{dependencies}\n[workspace]\n"
        );
        let new = Self { folder };
        new.write("Cargo.toml", &manifest)?;
        new.write("src/lib.rs", "")?;
        Ok(new)
    }

    /// Writes a file.
    ///
    /// # Errors
    /// What the file system refused.
    pub fn write(&self, path: &str, contents: &str) -> io::Result<()> {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
        fs::write(path, contents)
    }

    /// Makes a file look newer than what was built of it.
    ///
    /// # Errors
    /// What the file system refused.
    pub fn touch(&self, path: &str) -> io::Result<()> {
        let file = fs::File::options()
            .append(true)
            .open(self.folder.join(path))?;
        file.set_modified(std::time::SystemTime::now())
    }

    /// The crate's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Cargo, to be run in the crate.
    #[must_use]
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.loud_cargo(arguments);
        command.arg("--quiet");
        command
    }

    /// What cargo reports about each crate: that it is fresh, or how it is built.
    ///
    /// # Errors
    /// What the system refused, and a command that failed.
    pub fn output(&self, arguments: &[&str]) -> io::Result<Vec<u8>> {
        let output = self.loud_cargo(arguments).arg("--verbose").output()?;
        if output.status.success() {
            Ok(output.stderr)
        } else {
            Err(io::Error::other("cargo failed"))
        }
    }

    fn loud_cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", "target");
        // What cargo set for this program is not meant for the crate.
        for (name, _) in env::vars()
            .filter(|(name, _)| name.starts_with("CARGO_PKG") || name.starts_with("CARGO_MANIFEST"))
        {
            command.env_remove(name);
        }
        command
    }

    /// Removes what was built, dependencies and all.
    pub fn clean(&self) {
        _ = fs::remove_dir_all(self.folder.join("target"));
    }
}

/// What a command used.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
pub struct Usage {
    /// From start to end, in seconds.
    pub wall: f64,
    /// Of all cores, in seconds.
    pub cpu: f64,
    /// The most memory at any time, in MB.
    pub memory: f64,
}

/// Runs a command to its end. What it says is kept back, unless it fails.
///
/// # Errors
/// What the system refused, and a command that failed.
pub fn run(command: &mut Command) -> io::Result<Usage> {
    let start = Instant::now();
    let used = command.stdout(Stdio::null()).spawn()?.wait4()?;
    let wall = start.elapsed().as_secs_f64();
    if !used.status.success() {
        return Err(io::Error::other(format!("{command:?} failed")));
    }
    let cpu = (used.rusage.utime + used.rusage.stime).as_secs_f64();
    let memory = used.rusage.maxrss as f64 / 1e6;
    Ok(Usage { wall, cpu, memory })
}
