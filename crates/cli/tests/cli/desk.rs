//! Runs the binary against data directories of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A scratch directory with a data directory in it.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    /// Nothing is loaded.
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// The fixture list is loaded.
    pub(crate) fn loaded() -> Self {
        let desk = Self::empty();
        let ran = desk.run(&["load", fixture("example_list.ftm.json").to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        desk
    }

    /// A path in the scratch directory.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file there, gives its path.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs_err::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The command, not yet run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kashf"));
        command
            .args(arguments)
            .env_clear()
            .env("KASHF_DATA", self.path("data"))
            // No test asks the network by mistake; those of fetching ask a server of their own.
            .env("KASHF_OFFLINE", "1")
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs the command to its end in surroundings of the test's own.
    pub(crate) fn run_with(&self, arguments: &[&str], change: impl Fn(&mut Command)) -> Ran {
        let mut command = self.command(arguments);
        change(&mut command);
        Ran::of(command.output().unwrap())
    }

    /// Runs the command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }
}

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The lines of stdout as JSON.
    pub(crate) fn json(&self) -> Vec<serde_json::Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// A file of `tests/cli/fixtures`.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cli/fixtures")
        .join(name)
}
