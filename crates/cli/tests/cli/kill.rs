//! The process is killed while it loads: one whole version answers, and the next load succeeds.
//!
//! 12 kills at seeded times and an invented list here; `bench/gate/kill.py` does 200 with real ones.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::desk::{Desk, Ran};

const KILLS: u32 = 12;

/// An invented list; the versions differ in two entries in the middle.
fn list(version: &str) -> String {
    let syllables = ["bar", "dun", "fal", "gir", "hul", "jam", "kiz", "lor"];
    let mut names: Vec<(String, String)> = (0..512_usize)
        .map(|n| {
            let [a, b, c] = [n % 8, n / 8 % 8, n / 64].map(|n| syllables[n]);
            (format!("x-{n}"), format!("Zu{a}{b} Al{c}{a}"))
        })
        .collect();
    for (place, first) in [(100, "Zubayr"), (300, "Wahida")] {
        let entry = (format!("{version}-{place}"), format!("{first} {version}"));
        names.insert(place, entry);
    }
    let mut lines = String::new();
    for (id, name) in names {
        let properties = format!(r#"{{"name":["{name}"],"topics":["sanction"]}}"#);
        let line = format!(r#"{{"id":"{id}","schema":"Person","properties":{properties}}}"#);
        writeln!(lines, "{line}").unwrap();
    }
    lines
}

/// A desk with both versions of the list and customers that tell them apart.
struct Scene {
    desk: Desk,
    versions: [String; 2],
    customers: String,
}

/// What is compared: every answer, and the versions that are live.
#[derive(Debug, PartialEq)]
struct Said {
    screened: String,
    version: String,
}

impl Scene {
    fn new() -> Self {
        let desk = Desk::empty();
        let versions = ["Oldfellow", "Newcomer"].map(|version| {
            // One name, so that it is one dataset.
            fs_err::create_dir(desk.path(version)).unwrap();
            desk.write(&format!("{version}/example_list.ftm.json"), list(version))
        });
        let customers = "id,name\n1,Zubayr Oldfellow\n2,Wahida Newcomer\n3,Zudunbar Albardun\n";
        let customers = desk.write("customers.csv", customers);
        Self {
            desk,
            versions,
            customers,
        }
    }

    fn load(&self, which: usize) -> Ran {
        self.desk.run(&["load", &self.versions[which]])
    }

    fn start(&self, which: usize) -> Child {
        let mut command = self.desk.command(&["load", &self.versions[which]]);
        let null = command.stdout(Stdio::null()).stderr(Stdio::null());
        null.spawn().unwrap()
    }

    fn said(&self) -> Said {
        let screened = self.desk.run(&["screen", "--in", &self.customers]);
        assert_eq!(screened.code, 0, "{}", screened.stderr);
        let lists = self.desk.run(&["lists", "--json"]).json();
        assert_eq!(lists.len(), 1);
        Said {
            screened: screened.stdout,
            version: lists[0]["version"].as_str().unwrap().to_owned(),
        }
    }

    /// The directory in which the first version is live.
    fn restore(&self) {
        let data = self.desk.path("data");
        if data.exists() {
            fs_err::remove_dir_all(&data).unwrap();
        }
        copy(&self.desk.path("template"), &data);
    }

    fn segments(&self) -> usize {
        fs_err::read_dir(self.desk.path("data/segments"))
            .unwrap()
            .count()
    }

    /// Waits until the load has begun to write its segment; most of a load is reading.
    fn wait_for_writing(&self, load: &mut Child) {
        while load.try_wait().unwrap().is_none() && self.segments() == 1 {
            std::thread::sleep(Duration::from_micros(200));
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs_err::create_dir(to).unwrap();
    for entry in fs_err::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs_err::copy(from, to).unwrap();
        }
    }
}

/// Numbers that are the same in every run: splitmix64.
fn chance(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[test]
fn a_load_that_is_killed_leaves_one_whole_version() {
    let scene = Scene::new();
    assert_eq!(scene.load(0).code, 0);
    fs_err::rename(scene.desk.path("data"), scene.desk.path("template")).unwrap();
    scene.restore();
    let old = scene.said();
    let begin = Instant::now();
    let mut load = scene.start(1);
    scene.wait_for_writing(&mut load);
    let writing = Instant::now();
    assert!(load.wait().unwrap().success());
    let spans = [begin.elapsed(), writing.elapsed()];
    let new = scene.said();
    assert_ne!(old.screened, new.screened);
    assert_ne!(old.version, new.version);

    let mut seed = 3;
    for kill in 0..KILLS {
        scene.restore();
        let mut load = scene.start(1);
        // One half over the whole load, the other over its writing part.
        let span = spans[kill as usize % 2];
        if kill % 2 == 1 {
            scene.wait_for_writing(&mut load);
        }
        let thousandths = u32::try_from(chance(&mut seed) % 1000).unwrap();
        // A kill needs its moment: there is nothing here to wait for instead.
        std::thread::sleep(span * thousandths / 1000);
        load.kill().unwrap();
        load.wait().unwrap();

        let said = scene.said();
        assert!(said == old || said == new, "kill {kill}: {said:?}");
        let verified = scene.desk.run(&["verify"]);
        assert_eq!(verified.code, 0, "kill {kill}: {}", verified.stdout);
        let again = scene.load(1);
        assert_eq!(again.code, 0, "kill {kill}: {}", again.stderr);
        assert_eq!(scene.said(), new, "kill {kill}");
        let verified = scene.desk.run(&["verify"]);
        // One line: not even leftovers.
        assert_eq!(verified.stdout.lines().count(), 1, "{}", verified.stdout);
    }
}

#[cfg(unix)]
fn signal(process: &Child, signal: &str) {
    let command = format!("kill -{signal} {}", process.id());
    let done = std::process::Command::new("sh")
        .args(["-c", &command])
        .status();
    assert!(done.unwrap().success());
}

/// A load is stopped in its middle; a second one is told by whom it is held up.
#[cfg(unix)]
#[test]
fn a_second_writer_is_told_which_process_is_at_work() {
    let scene = Scene::new();
    assert_eq!(scene.load(0).code, 0);
    fs_err::rename(scene.desk.path("data"), scene.desk.path("template")).unwrap();
    // The first try meets it at work, unless the machine stands still between two lines.
    for _ in 0..50 {
        scene.restore();
        let mut first = scene.start(1);
        scene.wait_for_writing(&mut first);
        signal(&first, "STOP");
        let refused = scene.load(1);
        let version = scene.said().version;
        signal(&first, "CONT");
        assert!(first.wait().unwrap().success());
        if refused.code == 0 {
            continue;
        }
        let holder = format!("held by another writer (process {} on host ", first.id());
        assert!(refused.stderr.contains(&holder), "{}", refused.stderr);
        assert!(refused.stderr.contains(" since 20"), "{}", refused.stderr);
        let hint = "hint: wait until it has finished, or end that process";
        assert!(refused.stderr.contains(hint), "{}", refused.stderr);
        assert!(!version.is_empty(), "readers need no lock");
        assert_eq!(scene.load(1).code, 0);
        return;
    }
    panic!("no load was met at work in 50 tries");
}
