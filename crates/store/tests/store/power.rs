//! The power fails after every operation: what had not been synced may be gone.
//!
//! A model of a disk records what each operation makes durable, as POSIX promises it and no more:
//! the bytes of a file when the file is synced, a name when its directory is. After each operation
//! the directory is built anew as the disk may hold it, and must still answer.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use kashf_store::DataDir;
use kashf_store::durable::{DiskFiles, FileLayer, OpenFile};

use crate::common::{folder, publish, quick, read};

/// What stands behind a name.
#[derive(Clone, Debug)]
enum Node {
    File(usize),
    Folder,
}

/// The names of every directory.
type Names = BTreeMap<PathBuf, BTreeMap<String, Node>>;

/// The disk after some operation.
#[derive(Clone, Debug, Default)]
struct Disk {
    /// Names as programs see them.
    seen: Names,
    /// Names that survive.
    durable: Names,
    /// Bytes that survive, by file.
    bytes: Vec<Vec<u8>>,
}

#[derive(Clone, Debug)]
struct ModelFiles {
    root: PathBuf,
    /// The disk after each operation, the latest last.
    states: Arc<Mutex<Vec<Disk>>>,
}

impl ModelFiles {
    fn new(root: &Path) -> Self {
        let mut disk = Disk::default();
        disk.seen.insert(root.to_owned(), BTreeMap::new());
        disk.durable.insert(root.to_owned(), BTreeMap::new());
        Self {
            root: root.to_owned(),
            states: Arc::new(Mutex::new(vec![disk])),
        }
    }

    fn change(&self, change: impl FnOnce(&mut Disk)) {
        let mut states = self.states.lock().unwrap();
        let mut disk = states.last().unwrap().clone();
        change(&mut disk);
        states.push(disk);
    }

    fn count(&self) -> usize {
        self.states.lock().unwrap().len()
    }
}

fn split(path: &Path) -> (PathBuf, String) {
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    (path.parent().unwrap().to_owned(), name)
}

impl Disk {
    fn put(&mut self, path: &Path, node: Node) {
        let (folder, name) = split(path);
        self.seen.entry(folder).or_default().insert(name, node);
    }

    fn take(&mut self, path: &Path) -> Node {
        let (folder, name) = split(path);
        self.seen.get_mut(&folder).unwrap().remove(&name).unwrap()
    }

    /// Moves the names of a directory and of those below it.
    fn move_folder(names: &mut Names, from: &Path, to: &Path) {
        let below: Vec<PathBuf> = names
            .keys()
            .filter(|p| p.starts_with(from))
            .cloned()
            .collect();
        for path in below {
            let moved = names.remove(&path).unwrap();
            let rest = path.strip_prefix(from).unwrap();
            let path = if rest.as_os_str().is_empty() {
                to.to_owned()
            } else {
                to.join(rest)
            };
            names.insert(path, moved);
        }
    }

    /// Builds the directory as the disk may hold it. With `names_survive`, renames got through that
    /// nobody has waited for, while unsynced bytes did not.
    fn build(&self, root: &Path, target: &Path, names_survive: bool) {
        let names = if names_survive {
            &self.seen
        } else {
            &self.durable
        };
        fs_err::create_dir_all(target).unwrap();
        for (name, node) in names.get(root).into_iter().flatten() {
            let (path, target) = (root.join(name), target.join(name));
            match node {
                Node::File(number) => fs_err::write(target, &self.bytes[*number]).unwrap(),
                Node::Folder => self.build(&path, &target, names_survive),
            }
        }
    }
}

impl FileLayer for ModelFiles {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        DiskFiles.create_dir(path)?;
        self.change(|disk| {
            disk.put(path, Node::Folder);
            disk.seen.insert(path.to_owned(), BTreeMap::new());
            disk.durable.insert(path.to_owned(), BTreeMap::new());
        });
        Ok(())
    }

    fn create_file(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        let file = DiskFiles.create_file(path)?;
        let mut number = 0;
        self.change(|disk| {
            number = disk.bytes.len();
            disk.bytes.push(Vec::new());
            disk.put(path, Node::File(number));
        });
        let files = self.clone();
        Ok(Box::new(ModelFile {
            file,
            files,
            number,
            written: Vec::new(),
        }))
    }

    fn append_file(&self, path: &Path, keep: u64) -> io::Result<Box<dyn OpenFile>> {
        let file = DiskFiles.append_file(path, keep)?;
        let (folder, name) = split(path);
        let states = self.states.lock().unwrap();
        let disk = states.last().unwrap();
        let Node::File(number) = disk.seen[&folder][&name] else {
            panic!("`{name}` is a directory");
        };
        let mut written = disk.bytes[number].clone();
        written.truncate(usize::try_from(keep).unwrap());
        drop(states);
        Ok(Box::new(ModelFile {
            file,
            files: self.clone(),
            number,
            written,
        }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        DiskFiles.rename(from, to)?;
        self.change(|disk| {
            let node = disk.take(from);
            if matches!(node, Node::Folder) {
                // A directory's own names go with it, on the disk too: they hang on the inode.
                Disk::move_folder(&mut disk.seen, from, to);
                Disk::move_folder(&mut disk.durable, from, to);
            }
            disk.put(to, node);
        });
        Ok(())
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.change(|disk| {
            if let Some(names) = disk.seen.get(path).cloned() {
                disk.durable.insert(path.to_owned(), names);
            }
        });
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        DiskFiles.remove_file(path)?;
        self.change(|disk| {
            disk.take(path);
        });
        Ok(())
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        DiskFiles.remove_dir(path)?;
        self.change(|disk| {
            disk.take(path);
        });
        Ok(())
    }
}

struct ModelFile {
    file: Box<dyn OpenFile>,
    files: ModelFiles,
    number: usize,
    written: Vec<u8>,
}

impl OpenFile for ModelFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.written.extend_from_slice(bytes);
        self.file.write(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        let (number, written) = (self.number, self.written.clone());
        self.files.change(|disk| disk.bytes[number] = written);
        Ok(())
    }
}

#[test]
fn power_cuts_lose_nothing_that_was_acknowledged() {
    let folder = folder();
    let root = folder.path().join("data");
    fs_err::create_dir(&root).unwrap();
    let files = ModelFiles::new(&root);
    let data = DataDir::open_with(&root, Arc::new(files.clone())).unwrap();

    // What must be live after each acknowledged step, with the number of operations by then.
    let mut acknowledged: Vec<(usize, &[&str])> = vec![(0, &[])];
    publish(&data, "un", 1).unwrap();
    acknowledged.push((files.count(), &["un 1"]));
    let first = data.live_id().unwrap().unwrap();
    publish(&data, "eu", 1).unwrap();
    acknowledged.push((files.count(), &["eu 1", "un 1"]));
    publish(&data, "un", 2).unwrap();
    acknowledged.push((files.count(), &["eu 1", "un 2"]));
    data.roll_back(&data.lock().unwrap(), &first).unwrap();
    acknowledged.push((files.count(), &["un 1"]));
    data.prune(&data.lock().unwrap(), 1).unwrap();
    acknowledged.push((files.count(), &["un 1"]));

    let lock = data.lock().unwrap();
    data.keep_source(&lock, "un", "2", "un.xml", b"<x/>")
        .unwrap();
    data.write_receipt(&lock, "un", "2", b"{}").unwrap();
    let receipted = files.count();
    data.append_journal(&lock, 0, b"one\n").unwrap();
    let judged_once = files.count();
    data.append_journal(&lock, 4, b"two\n").unwrap();
    let judged_twice = files.count();

    let states = files.states.lock().unwrap().clone();
    assert!(states.len() > 100);
    for (at, disk) in states.iter().enumerate() {
        for names_survive in [false, true] {
            let target = folder.path().join(format!("cut-{at}-{names_survive}"));
            disk.build(&files.root, &target, names_survive);
            let after = quick(&target);
            let live = after.open_live().unwrap();
            let live = live.as_ref().map(read).unwrap_or_default();
            let step = acknowledged
                .iter()
                .rposition(|(count, _)| *count <= at + 1)
                .unwrap();
            let allowed = &acknowledged[step..(step + 2).min(acknowledged.len())];
            assert!(
                allowed.iter().any(|(_, lists)| live == *lists),
                "after operation {at}: {live:?} instead of one of {allowed:?}"
            );
            let report = after.verify();
            // Before the first publication is acknowledged there may be a manifest without CURRENT.
            let sound = report.is_sound() || step == 0 && live.is_empty();
            assert!(sound, "after operation {at}: {report:?}");
            let judged = after.journal().unwrap();
            let least = match at + 1 {
                n if n >= judged_twice => &b"one\ntwo\n"[..],
                n if n >= judged_once => b"one\n",
                _ => b"",
            };
            assert!(
                judged.starts_with(least),
                "after operation {at}: {judged:?}"
            );
            // A receipt says that the source is there.
            let receipt = after.receipt("un", "2").unwrap();
            assert!(
                receipt.is_some() || at + 1 < receipted,
                "after operation {at}"
            );
            if let Some(receipt) = receipt {
                assert_eq!(receipt, b"{}");
                assert_eq!(
                    fs_err::read(target.join("sources/un/2/un.xml")).unwrap(),
                    b"<x/>"
                );
            }
            // And the next writer goes on from there.
            if at % 7 == 0 {
                publish(&after, "un", 3).unwrap();
                assert!(read(&after.open_live().unwrap().unwrap()).contains(&"un 3".to_owned()));
            }
            fs_err::remove_dir_all(&target).unwrap();
        }
    }
}
