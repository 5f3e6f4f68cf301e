//! Promise P9: rescreening only what changed gives exactly what a full run gives, byte for byte.
//!
//! Random books and random changes of lists, step after step: entries added, amended, removed, held, delisted;
//! rows added, changed, removed, moved. After each step the answers are compared with those of a run from
//! nothing. Then the same on the real steps of the UN list, where `../shared` is.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a file that cannot be written fails the test"
)]

mod owned;
mod party;
#[path = "../shared/mod.rs"]
mod shared;

use kashf::{
    Batch, FileRun, Format, Kashf, LoadRequest, NoProgress, Record, Rescreen, Rescreened, Verdict,
    screen_file,
};
use kashf_core::Score;
use kashf_screen::Options;
use party::{Party, lines, party, slipped, table};
use proptest::prelude::*;
use proptest::test_runner::Config;
use shared::shared;
use std::path::{Path, PathBuf};

/// What changes from one step to the next.
#[derive(Clone, Debug)]
enum Change {
    Add(Party),
    Amend(prop::sample::Index, Party),
    Remove(prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        party().prop_map(Change::Add),
        (any::<prop::sample::Index>(), party()).prop_map(|(at, party)| Change::Amend(at, party)),
        any::<prop::sample::Index>().prop_map(Change::Remove),
    ]
}

struct World {
    folder: tempfile::TempDir,
    kashf: Kashf,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let kashf = Kashf::open(folder.path().join("data")).unwrap();
        Self { folder, kashf }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A list that the gate refuses stays as it was, which is a step, too.
    fn load(&self, name: &str, text: &str, accept: bool) {
        let file = self.path(&format!("{name}.ftm.json"));
        fs_err::write(&file, text).unwrap();
        let request = LoadRequest {
            files: vec![file],
            accept: accept.then(|| "a test".to_owned()),
            now: "2026-11-22T10:00:00Z".to_owned(),
            ..LoadRequest::default()
        };
        let _ = self.kashf.load(&request, &NoProgress);
    }

    /// Rescreens, screens from nothing, and compares.
    fn step(&self, input: &Path, format: Format, options: &Options, stale: bool) -> Rescreened {
        let extension = format.as_str();
        let (kept, fresh) = (
            self.path(&format!("kept.{extension}")),
            self.path(&format!("fresh.{extension}")),
        );
        let screener = self.kashf.screener().unwrap();
        screener.set_stale(stale);
        let screen = |record: &Record| screener.line(record, options);
        let batch = Batch {
            format,
            default_schema: None,
            screen: &screen,
        };
        let run = |output| FileRun {
            input,
            output,
            identity: "test",
        };
        let job = Rescreen {
            run: run(&kept),
            batch: &batch,
            screener: &screener,
            options,
        };
        let outcome = self.kashf.rescreen(&job, &NoProgress).unwrap();
        let full = screen_file(&run(&fresh), &batch, &NoProgress).unwrap();
        assert_eq!(outcome.file.stream.tally, full.stream.tally);
        assert_eq!(outcome.file.unknown_columns, full.unknown_columns);
        let (kept, fresh) = (fs_err::read(kept).unwrap(), fs_err::read(fresh).unwrap());
        assert!(
            kept == fresh,
            "{:?}\n{}",
            outcome.rescreened,
            first_difference(&kept, &fresh)
        );
        outcome.rescreened
    }
}

fn first_difference(kept: &[u8], fresh: &[u8]) -> String {
    let (kept, fresh) = (
        String::from_utf8_lossy(kept),
        String::from_utf8_lossy(fresh),
    );
    let differing = kept
        .lines()
        .zip(fresh.lines())
        .find(|(one, other)| one != other);
    differing.map_or("one is longer".to_owned(), |(one, other)| {
        format!("kept:  {one}\nfresh: {other}")
    })
}

fn apply(list: &mut Vec<(usize, Party)>, change: &Change, next: &mut usize) {
    match change {
        Change::Add(party) => {
            list.push((*next, party.clone()));
            *next += 1;
        }
        Change::Amend(at, party) if !list.is_empty() => {
            let at = at.index(list.len());
            list[at].1 = party.clone();
        }
        Change::Remove(at) if list.len() > 1 => {
            list.remove(at.index(list.len()));
        }
        Change::Amend(..) | Change::Remove(..) => {}
    }
}

/// What changes in a step: lists (true for the second), the book, whether removals are accepted, whether lists are stale,
/// which entries of the two lists somebody judges.
type Step = (Vec<(bool, Change)>, Vec<Change>, bool, bool, Vec<Said>);

/// A person's word on an entry of the first list and one of the second.
type Said = (u8, u8, Verdict);

fn said() -> impl Strategy<Value = Vec<Said>> {
    let verdict = prop_oneof![3 => Just(Verdict::Same), 1 => Just(Verdict::Different), 1 => Just(Verdict::Withdrawn)];
    prop::collection::vec((0..12_u8, 0..12_u8, verdict), 0..5)
}

/// What is asked: format, `limit`, threshold, whether rows have ids.
type Asked = (bool, usize, Option<u16>, bool);

fn check(
    first: &[Vec<Party>],
    book: Vec<Party>,
    steps: &[Step],
    (csv, limit, threshold, with_ids): Asked,
) -> usize {
    let world = World::new();
    let format = if csv { Format::Csv } else { Format::JsonLines };
    let options = Options {
        limit,
        threshold: threshold.map(Score::from_thousandths),
        datasets: None,
    };
    let mut next = 100;
    let number = |parties: &Vec<Party>| parties.iter().cloned().enumerate().collect::<Vec<_>>();
    let mut lists: Vec<Vec<(usize, Party)>> = first.iter().map(number).collect();
    let mut book: Vec<(usize, Party)> = number(&book);
    let input = world.path("book.csv");
    let write = |book: &[(usize, Party)]| {
        let parties: Vec<Party> = book.iter().map(|(_, party)| party.clone()).collect();
        fs_err::write(&input, table(&parties, with_ids)).unwrap();
    };
    write(&book);
    let names = ["one", "two"];
    for (list, name) in lists.iter().zip(names) {
        world.load(name, &lines(list, name), true);
    }
    assert!(matches!(
        world.step(&input, format, &options, false),
        Rescreened::All(_)
    ));
    let mut partly = 0;
    for (changes, of_book, accept, stale, said) in steps {
        for (other, change) in changes {
            apply(&mut lists[usize::from(*other)], change, &mut next);
        }
        for change in of_book {
            apply(&mut book, change, &mut next);
        }
        write(&book);
        for (list, name) in lists.iter().zip(names) {
            world.load(name, &lines(list, name), *accept);
        }
        for (one, other, verdict) in said {
            let (one, other) = (format!("one-{one}"), format!("two-{other}"));
            let by = ("Layla", "2026-11-22T10:00:00Z", "a test");
            world
                .kashf
                .judge_pair((&one, &other), *verdict, by)
                .unwrap();
        }
        world.kashf.resolve_again(&NoProgress).unwrap();
        let rescreened = world.step(&input, format, &options, *stale);
        partly += usize::from(matches!(rescreened, Rescreened::Some { .. }));
    }
    partly
}

proptest! {
    #![proptest_config(Config { cases: 16, max_shrink_iters: 200, ..Config::default() })]

    #[test]
    fn rescreening_gives_what_a_full_run_gives(
        first in prop::collection::vec(prop::collection::vec(party(), 4..24), 2),
        book in prop::collection::vec(party(), 1..60),
        steps in prop::collection::vec((
            prop::collection::vec((any::<bool>(), change()), 0..6),
            prop_oneof![1 => Just(Vec::new()), 1 => prop::collection::vec(change(), 0..4)],
            any::<bool>(),
            prop::bool::weighted(0.2),
            said(),
        ), 1..5),
        asked in (any::<bool>(), prop_oneof![Just(1), Just(2), Just(5), Just(50)],
            prop::option::weighted(0.3, 300..900_u16), any::<bool>()),
    ) {
        let count = steps.len();
        // Not everything is screened each time, or the test would say nothing.
        prop_assert_eq!(check(&first, book, &steps, asked), count);
    }
}

/// Customers who bear names of a list: every seventh name, half of them with a slip.
fn book_of(path: &Path) -> String {
    let files = kashf_load::read_inputs(&[path.to_owned()]).unwrap();
    let loaded = kashf_load::load(&files, Some("un_sc_sanctions")).unwrap();
    let names = loaded
        .statements
        .iter()
        .filter(|statement| matches!(statement.prop, "name" | "alias" | "weakAlias"));
    let mut text = String::new();
    for (at, statement) in names.step_by(7).enumerate() {
        let slip = u8::try_from(at % 10).unwrap();
        let name = slipped(statement.value, slip, u8::try_from(at % 200).unwrap());
        let name = name.replace('"', "");
        let born = if at % 3 == 0 { "1970-01-02" } else { "" };
        text.push_str(&format!("c{at},{},\"{name}\",{born}\n", statement.schema));
    }
    text
}

#[test]
fn real_steps_of_the_un_list_give_what_full_runs_give() {
    let steps = [
        "un/consolidated.2020-11-30.xml.gz",
        "un/UN.2025-04-19.xml.gz",
        "un/UN_consolidated.2026-02-27.xml.gz",
    ];
    let Some(steps) = steps.into_iter().map(shared).collect::<Option<Vec<_>>>() else {
        return;
    };
    let world = World::new();
    let input = world.path("book.csv");
    let rows: Vec<String> = [&steps[1], &steps[2]]
        .into_iter()
        .map(|path| book_of(path))
        .collect();
    fs_err::write(&input, format!("id,schema,name,dob\n{}", rows.concat())).unwrap();
    let mut partly = 0;
    for step in &steps {
        let request = LoadRequest {
            files: vec![step.clone()],
            name: Some("un_sc_sanctions".to_owned()),
            now: "2026-11-22T10:00:00Z".to_owned(),
            ..LoadRequest::default()
        };
        let outcome = world.kashf.load(&request, &NoProgress).unwrap();
        assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
        for (format, stale) in [(Format::JsonLines, false), (Format::Csv, true)] {
            let rescreened = world.step(&input, format, &Options::default(), stale);
            if let Rescreened::Some {
                entries, screened, ..
            } = rescreened
            {
                assert!(entries > 10 && screened > 0, "{entries} {screened}");
                let all = rows.concat().lines().count() as u64;
                assert!(screened < all, "{screened} of {all}");
                partly += 1;
            }
        }
    }
    assert_eq!(partly, 4);
}
