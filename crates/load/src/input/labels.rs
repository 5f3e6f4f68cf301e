//! Names and folders of files as labels: nothing is ever opened or written under them.

use std::path::Path;

/// The last part of a member's path, as a label only: nothing is ever written under it. Folders,
/// hidden files and the resource forks of macOS are left out.
pub(super) fn member_label(path: &str) -> Option<String> {
    if path.starts_with("__MACOSX") {
        return None;
    }
    let last = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let label: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    (!label.is_empty() && !label.starts_with('.')).then_some(label)
}

/// The folders of a member's path, as a label: they tell versions of a delta chain apart.
pub(super) fn folder_label(path: &str) -> String {
    let path = path.replace('\\', "/");
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    let parts = folders.split('/').filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.filter(|part| !matches!(*part, "." | "..")).collect();
    let label = parts.join("/");
    label
        .chars()
        .filter(|c| !c.is_control())
        .take(400)
        .collect()
}

/// The folders between what was given and a file in it, from the last folder of what was given on: a folder
/// that is named after a version tells it also when it is given itself.
pub(super) fn path_between(given: &Path, file: &Path) -> String {
    let base = if given == file {
        given.parent()
    } else {
        Some(given)
    };
    let last = base.and_then(Path::file_name).unwrap_or_default();
    let between = base.and_then(|base| file.strip_prefix(base).ok());
    let folder = between.and_then(Path::parent).unwrap_or(Path::new(""));
    folder_label(&format!("{}/{}/", last.to_string_lossy(), folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_labels() {
        let between = |given, file| path_between(Path::new(given), Path::new(file));
        assert_eq!(between("/m/dir", "/m/dir/v1/x.json"), "dir/v1");
        assert_eq!(between("/m/dir", "/m/dir/x.json"), "dir");
        assert_eq!(between("/m/v1/x.json", "/m/v1/x.json"), "v1");
        assert_eq!(between("x.json", "x.json"), "");
        assert_eq!(between(".", "./v1/x.json"), "v1");
        assert_eq!(folder_label("a/../b\\c/x.json"), "a/b/c");
        assert_eq!(member_label("../../x.csv").as_deref(), Some("x.csv"));
    }
}
