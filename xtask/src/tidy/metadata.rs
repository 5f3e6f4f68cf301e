//! What cargo and git say about the workspace, cut down to what the checks need.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// A package of the lock file.
#[derive(Debug, Default)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The name that sources use, which may be another one.
    pub(crate) library: Option<String>,
    /// Its SPDX expression, when it states one.
    pub(crate) licence: Option<String>,
    /// True for a package of this workspace.
    pub(crate) member: bool,
    /// Folder from the workspace root, for members.
    pub(crate) folder: String,
    /// Its direct dependencies.
    pub(crate) dependencies: Vec<Dependency>,
}

/// One direct dependency of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) development: bool,
}

/// All packages that the workspace resolves to.
pub(crate) fn packages(root: &Path) -> Result<Vec<Package>> {
    let text = output(
        root,
        "cargo",
        &["metadata", "--format-version", "1", "--locked"],
    )?;
    let value: Value =
        serde_json::from_str(&text).context("failed to read `cargo metadata` as JSON")?;
    parse(&value, root)
}

/// The files that git knows or would add, in order; what is ignored is not ours.
pub(crate) fn tracked_files(root: &Path) -> Result<Vec<String>> {
    let text = output(
        root,
        "git",
        &[
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ],
    )?;
    let mut files: Vec<String> = text
        .split('\0')
        .filter(|path| !path.is_empty() && root.join(path).is_file())
        .map(str::to_owned)
        .collect();
    files.sort();
    files.dedup();
    Ok(files)
}

fn output(root: &Path, program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .output()
        .with_context(|| format!("failed to start `{program}`"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{program} {}` failed: {said}", arguments.join(" "));
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{program}` printed something that is not UTF-8"))
}

fn parse(value: &Value, root: &Path) -> Result<Vec<Package>> {
    let members: Vec<&str> = texts(&value["workspace_members"]).collect();
    let packages = value["packages"]
        .as_array()
        .context("`cargo metadata` names no packages")?;
    Ok(packages
        .iter()
        .map(|package| {
            let manifest = Path::new(text(&package["manifest_path"]));
            let folder = manifest
                .parent()
                .and_then(|path| path.strip_prefix(root).ok());
            let dependencies = package["dependencies"].as_array();
            Package {
                name: text(&package["name"]).to_owned(),
                version: text(&package["version"]).to_owned(),
                library: library(&package["targets"]),
                licence: package["license"].as_str().map(str::to_owned),
                member: members.contains(&text(&package["id"])),
                folder: folder.map_or_else(String::new, |path| path.display().to_string()),
                dependencies: dependencies
                    .into_iter()
                    .flatten()
                    .map(|dependency| Dependency {
                        name: text(&dependency["name"]).to_owned(),
                        development: text(&dependency["kind"]) == "dev",
                    })
                    .collect(),
            }
        })
        .collect())
}

fn library(targets: &Value) -> Option<String> {
    let mut targets = targets.as_array().into_iter().flatten();
    let target = targets.find(|target| {
        texts(&target["kind"]).any(|kind| kind.ends_with("lib") || kind == "proc-macro")
    })?;
    Some(text(&target["name"]).to_owned())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().map(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_and_its_kinds_of_dependency() {
        let value = serde_json::json!({
            "workspace_members": ["path+file:///w/crates/core#kashf-core@0.1.0"],
            "packages": [{
                "id": "path+file:///w/crates/core#kashf-core@0.1.0",
                "name": "kashf-core", "version": "0.1.0", "license": "MIT",
                "manifest_path": "/w/crates/core/Cargo.toml",
                "targets": [{"kind": ["bin"], "name": "x"}, {"kind": ["lib"], "name": "kernel"}],
                "dependencies": [{"name": "a", "kind": null}, {"name": "b", "kind": "dev"}]
            }]
        });
        let packages = parse(&value, Path::new("/w")).unwrap();
        assert!(packages[0].member);
        assert_eq!(packages[0].folder, "crates/core");
        assert_eq!(packages[0].library.as_deref(), Some("kernel"));
        let development: Vec<_> = packages[0]
            .dependencies
            .iter()
            .map(|d| d.development)
            .collect();
        assert_eq!(development, [false, true]);
    }
}
