//! The list gate, step by step, on small lists with invented names; and on the real UN versions of
//! `../shared/data` when they are there.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a file that cannot be written fails the test"
)]

mod shared;

use kashf::{Kashf, LoadOutcome, LoadReport, LoadRequest, NoProgress};
use kashf_screen::{Match, Options};
use shared::shared;
use std::path::PathBuf;
use tempfile::TempDir;

/// A data directory and the list that is loaded into it.
struct Desk {
    folder: TempDir,
    kashf: Kashf,
}

/// One entry of the list.
#[derive(Clone)]
struct Entry {
    id: String,
    names: Vec<String>,
    born: Option<String>,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let kashf = Kashf::open(folder.path().join("data")).unwrap();
        Self { folder, kashf }
    }

    fn load(&self, entries: &[Entry], day: &str, accept: Option<&str>) -> LoadOutcome {
        let lines: Vec<String> = entries.iter().map(|entry| entry.line(day)).collect();
        let file = self.folder.path().join("list.ftm.json");
        fs_err::write(&file, lines.concat()).unwrap();
        let request = LoadRequest {
            files: vec![file],
            name: Some("mine".to_owned()),
            accept: accept.map(str::to_owned),
            now: "2026-11-22T10:00:00Z".to_owned(),
            ..LoadRequest::default()
        };
        self.kashf.load(&request, &NoProgress).unwrap()
    }

    /// Loads what must pass.
    fn pass(&self, entries: &[Entry], day: &str) -> LoadReport {
        let mut outcome = self.load(entries, day, None);
        assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
        outcome.reports.pop().unwrap()
    }

    /// Loads what must be refused; what was live must still be.
    fn refuse(&self, entries: &[Entry], day: &str) -> String {
        let live = self.kashf.live_id().unwrap();
        let outcome = self.load(entries, day, None);
        assert!(outcome.reports.is_empty(), "{:?}", outcome.reports);
        assert_eq!(self.kashf.live_id().unwrap(), live);
        outcome.refusals[0].error.to_string()
    }

    fn find(&self, name: &str) -> Option<Match> {
        let screener = self.kashf.screener().unwrap();
        let answer = screener.name(name, Some("Person"), &Options::default());
        answer.matches.into_iter().find(|found| found.is_match)
    }

    /// The first entry that is shown, match or not.
    fn shown(&self, name: &str) -> Option<Match> {
        let screener = self.kashf.screener().unwrap();
        let answer = screener.name(name, Some("Person"), &Options::default());
        answer.matches.into_iter().next()
    }

    fn held(&self, name: &str) -> Option<bool> {
        self.find(name).map(|found| found.removal_held)
    }
}

impl Entry {
    fn line(&self, day: &str) -> String {
        let mut properties = serde_json::json!({ "name": self.names });
        if let Some(born) = &self.born {
            properties["birthDate"] = serde_json::json!([born]);
        }
        let entity = serde_json::json!({
            "id": self.id, "schema": "Person", "last_seen": day, "properties": properties,
        });
        format!("{entity}\n")
    }
}

/// Invented names that resemble each other little: consonants of a number.
fn name_of(number: usize) -> String {
    const PARTS: [&str; 10] = [
        "Bo", "Kra", "Du", "Feng", "Gol", "Hurm", "Jes", "Lix", "Mopt", "Nar",
    ];
    const ENDS: [&str; 10] = [
        "zak", "wend", "brol", "tup", "gris", "fond", "chel", "mird", "pask", "jolt",
    ];
    let (a, b, c) = (number % 10, number / 10 % 10, number / 100 % 10);
    format!("{}{} {}{}{}", PARTS[a], ENDS[b], PARTS[b], ENDS[c], ENDS[a])
}

fn entries(count: usize) -> Vec<Entry> {
    let entry = |number| Entry {
        id: format!("m-{number:03}"),
        names: vec![
            name_of(number),
            format!("{} Vorstal", name_of(number + 300)),
        ],
        born: Some(format!("{}", 1950 + number % 40)),
    };
    (0..count).map(entry).collect()
}

fn without(entries: &[Entry], places: &[usize]) -> Vec<Entry> {
    let kept = entries.iter().enumerate();
    kept.filter(|(at, _)| !places.contains(at))
        .map(|(_, entry)| entry.clone())
        .collect()
}

#[test]
fn additions_go_live_at_once_and_a_few_delistings_pass() {
    let desk = Desk::new();
    let all = entries(120);
    let first = desk.pass(&all[..100], "2026-01-01");
    assert_eq!(first.gate.compared_with, None);
    let report = desk.pass(&without(&all, &[3, 20, 50, 70, 90]), "2026-01-02");
    assert_eq!((report.gate.added, report.gate.removed), (20, 5));
    assert_eq!(report.gate.held, 0);
    assert_eq!(desk.held(&name_of(110)), Some(false));
    assert_eq!(desk.held(&name_of(50)), None);
    let delisted = desk.shown(&name_of(50)).unwrap();
    assert_eq!((delisted.id.as_str(), delisted.is_match), ("m-050", false));
    assert!(delisted.delisted && !delisted.removal_held);
    let reason = delisted.reasons.last().unwrap();
    assert_eq!((reason.feature, reason.points), ("delisted", 0));
    let list = desk.kashf.lists().unwrap().remove(0);
    assert_eq!(
        (list.records, list.entities, list.removal_held),
        (115, 115, 0)
    );

    // It stays so with the next version, and is an ordinary entry once it is listed again.
    desk.pass(&without(&all, &[3, 20, 70, 90]), "2026-01-03");
    assert_eq!(desk.held(&name_of(50)), Some(false));
    assert!(!desk.shown(&name_of(50)).unwrap().delisted);
    assert!(desk.shown(&name_of(70)).unwrap().delisted);
}

#[test]
fn more_removals_are_held_until_a_human_accepts() {
    let desk = Desk::new();
    let all = entries(120);
    desk.pass(&all[..100], "2026-01-01");
    let gone = [3, 20, 50, 70, 90, 91];
    let report = desk.pass(&without(&all, &gone), "2026-01-02");
    assert_eq!(report.gate.newly_held.len(), 6);
    assert_eq!(desk.held(&name_of(110)), Some(false), "an addition is live");
    let found = desk.find(&name_of(50)).unwrap();
    assert!(found.removal_held);
    let reason = found.reasons.last().unwrap();
    assert_eq!((reason.feature, reason.points), ("removal_held", 0));
    let points: i32 = found.reasons.iter().map(|reason| reason.points).sum();
    assert_eq!(points, found.points);
    assert_eq!(desk.kashf.lists().unwrap()[0].removal_held, 6);

    // The next version changes nothing about it, except for an entry that is listed again.
    let report = desk.pass(&without(&all, &gone[1..]), "2026-01-03");
    assert_eq!((report.gate.held, report.gate.released.len()), (5, 1));
    assert_eq!(desk.held(&name_of(3)), Some(false));
    assert_eq!(desk.held(&name_of(50)), Some(true));
    let changes = desk.kashf.changes("mine").unwrap();
    let held = changes
        .changes
        .iter()
        .filter(|change| change.change == "removal_held");
    assert_eq!(held.count(), 5);

    // Accepted as it stands, without any file.
    let request = LoadRequest {
        sources: vec!["mine".to_owned()],
        accept: Some("press release 7 of the invented office".to_owned()),
        now: "2026-11-23T10:00:00Z".to_owned(),
        ..LoadRequest::default()
    };
    let outcome = desk.kashf.load(&request, &NoProgress).unwrap();
    assert!(outcome.published);
    assert_eq!(outcome.reports[0].gate.released.len(), 5);
    assert_eq!(desk.held(&name_of(50)), None);
    assert!(
        desk.shown(&name_of(50)).unwrap().delisted,
        "what is accepted is delisted"
    );
    assert_eq!(desk.kashf.lists().unwrap()[0].removal_held, 0);

    let record = desk.kashf.judgements("mine").unwrap();
    let outcomes: Vec<&str> = record.iter().map(|event| event.outcome.as_str()).collect();
    assert_eq!(outcomes, ["passed", "held", "passed", "accepted"]);
    assert_eq!(
        record[3].reason.as_deref(),
        Some("press release 7 of the invented office")
    );
    assert_eq!(record[1].held.len(), 6);
    // Loading the same bytes once more neither holds nor publishes anything.
    let again = desk.load(&without(&all, &gone[1..]), "2026-01-03", None);
    assert!(!again.published);
}

#[test]
fn a_missing_end_is_a_cut() {
    let desk = Desk::new();
    let all = entries(100);
    desk.pass(&all, "2026-01-01");
    for kept in [99, 97, 60, 15] {
        let error = desk.refuse(&all[..kept], "2026-01-02");
        let words = format!("the last {} of the 100 records", 100 - kept);
        assert!(error.contains(&words), "{error}");
    }
    // With other records missing too, a run of five at the end is no chance.
    let error = desk.refuse(&without(&all[..95], &[7]), "2026-01-02");
    assert!(error.contains("the last 5 of the 100"), "{error}");
    // An addition behind the place shows that the file goes on.
    let mut next = all[..98].to_vec();
    next.extend(entries(110)[105..].to_vec());
    let report = desk.pass(&next, "2026-01-02");
    assert_eq!((report.gate.removed, report.gate.held), (2, 0));
}

#[test]
fn another_list_is_not_taken_for_this_one() {
    let desk = Desk::new();
    desk.pass(&entries(100), "2026-01-01");
    let mut other = entries(100);
    for entry in &mut other {
        entry.id = entry.id.replace("m-", "other-");
    }
    let error = desk.refuse(&other, "2026-01-02");
    assert!(error.contains("only 0 of the 100 records"), "{error}");
    let outcome = desk.load(
        &other,
        "2026-01-02",
        Some("the publisher renumbered his list"),
    );
    assert!(outcome.published);
}

#[test]
fn an_emptied_field_is_refused_and_a_thinned_one_is_told() {
    let desk = Desk::new();
    let all = entries(100);
    desk.pass(&all, "2026-01-01");
    let mut next = all.clone();
    next.iter_mut().for_each(|entry| entry.born = None);
    let error = desk.refuse(&next, "2026-01-02");
    assert!(
        error.contains("`birthDate` was emptied: 100 entries of the live version have it, 0 of"),
        "{error}"
    );
    for entry in &mut next[..40] {
        entry.born = Some("1960".to_owned());
    }
    let report = desk.pass(&next, "2026-01-02");
    assert_eq!(report.gate.thinned, [("birthDate".to_owned(), 100, 40)]);
}

#[test]
fn names_that_vanish_from_listed_entries_are_held() {
    let desk = Desk::new();
    let all = entries(100);
    desk.pass(&all, "2026-01-01");
    let mut next = all.clone();
    for entry in &mut next[..30] {
        entry.names.pop();
    }
    let report = desk.pass(&next, "2026-01-02");
    assert_eq!((report.gate.held, report.gate.held_names), (0, 30));
    let by_held_name = desk.find(&all[7].names[1]).unwrap();
    assert_eq!(by_held_name.id, "m-007");
    assert!(by_held_name.removal_held);
    let by_listed_name = desk.find(&all[7].names[0]).unwrap();
    assert!(!by_listed_name.removal_held);
    assert!(
        by_listed_name
            .reasons
            .iter()
            .all(|r| r.feature != "removal_held")
    );
    // A name that comes back is no longer held; case and commas do not count.
    next[7].names.push(all[7].names[1].to_uppercase());
    let report = desk.pass(&next, "2026-01-03");
    assert_eq!(report.gate.held_names, 29);
    assert!(!desk.find(&all[7].names[1]).unwrap().removal_held);
    // Two names gone are as many as plain corrections.
    let mut last = next.clone();
    last[50].names.pop();
    let report = desk.pass(&last, "2026-01-04");
    assert_eq!(report.gate.held_names, 29);
}

#[test]
fn dates_go_forward_only() {
    let desk = Desk::new();
    let all = entries(30);
    desk.pass(&all, "2026-01-02");
    let error = desk.refuse(&all, "2026-01-01");
    assert!(error.contains("it is of 2026-01-01, older than"), "{error}");
    let report = desk.pass(&all, "2027-01-01");
    assert!(report.gate.from_the_future);
    let error = desk.refuse(&all, "");
    assert!(error.contains("it says no date"), "{error}");
    let judged = desk.kashf.judgements("mine").unwrap().len();
    desk.refuse(&all, "");
    let mut events = desk.kashf.judgements("mine").unwrap();
    assert_eq!(events.len(), judged, "the same refusal is one judgement");
    let event = events.pop().unwrap();
    assert_eq!(event.outcome, "refused");
    assert!(event.live.unwrap().starts_with("20270101-"));
}

#[test]
fn a_known_list_has_a_floor_on_its_first_load() {
    let desk = Desk::new();
    let file = desk.folder.path().join("list.ftm.json");
    let lines: Vec<String> = entries(300).iter().map(|e| e.line("2026-01-01")).collect();
    fs_err::write(&file, lines.concat()).unwrap();
    let request = |name: &str| LoadRequest {
        files: vec![file.clone()],
        name: Some(name.to_owned()),
        now: "2026-11-22T10:00:00Z".to_owned(),
        ..LoadRequest::default()
    };
    let outcome = desk.kashf.load(&request("un"), &NoProgress).unwrap();
    let error = &outcome.refusals[0].error;
    let text = error.to_string();
    assert!(
        text.contains("un_sc_sanctions is refused: it has 300 records, fewer than any version"),
        "{text}"
    );
    assert!(
        error
            .note()
            .unwrap()
            .contains("nobody is screened against it")
    );
    assert!(error.hint().unwrap().contains("--as NAME"));
    assert_eq!(outcome.snapshot, None);
    assert!(
        desk.kashf
            .load(&request("mine"), &NoProgress)
            .unwrap()
            .published
    );
}

#[test]
fn the_real_un_steps_add_at_once_and_hold_what_vanished() {
    let files = [
        "consolidated.2020-11-30.xml.gz",
        "UN.2025-04-19.xml.gz",
        "UN_consolidated.2026-02-27.xml.gz",
        "consolidated.2025-08-16.CORRUPT.xml.gz",
    ];
    let files = files.map(|file| shared(&format!("un/{file}")));
    let Some(files) = files.into_iter().collect::<Option<Vec<_>>>() else {
        return;
    };
    let desk = Desk::new();
    let load = |file: &PathBuf| {
        let request = LoadRequest {
            sources: vec!["un".to_owned()],
            files: vec![file.clone()],
            now: "2026-11-22T10:00:00Z".to_owned(),
            ..LoadRequest::default()
        };
        desk.kashf.load(&request, &NoProgress)
    };
    let refused = |file: &PathBuf| match load(file) {
        Ok(outcome) => outcome.refusals.len() == 1 && outcome.reports.is_empty(),
        Err(error) => matches!(error, kashf::KashfError::Refused(_)),
    };
    let load = |file: &PathBuf| load(file).unwrap();
    assert!(refused(&files[3]));
    assert_eq!(desk.kashf.live_id().unwrap(), None);
    assert_eq!(load(&files[0]).reports[0].loaded.records, 1018);
    let gate = &load(&files[1]).reports[0].gate;
    assert_eq!((gate.added, gate.removed, gate.held), (46, 187, 187));
    let gate = &load(&files[2]).reports[0].gate;
    // The terms travel with the data, in the manifest.
    let live = &desk.kashf.screener().unwrap().segments()[0].clone();
    assert!(
        live.attribution
            .as_ref()
            .unwrap()
            .contains("United Nations")
    );
    assert!(live.licence.is_some());
    // Of 136 that came, 84 had been held since 2025: they are listed again.
    assert_eq!((gate.added, gate.removed), (52, 10));
    assert_eq!((gate.held, gate.released.len()), (103, 84));
    // What was held and came back left nothing behind: the counts are those of the publisher's list alone.
    let list = desk.kashf.lists().unwrap().remove(0);
    let count = |schema: &str| list.by_schema[schema];
    assert_eq!((count("Person"), count("Organization")), (730, 273));
    assert_eq!((count("Sanction"), list.removal_held), (1003, 103));
    let live = desk.kashf.live_id().unwrap();
    for older in [&files[3], &files[1], &files[0]] {
        assert!(refused(older));
        assert_eq!(desk.kashf.live_id().unwrap(), live);
    }
}
