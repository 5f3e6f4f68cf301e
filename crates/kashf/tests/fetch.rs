//! Polls: every outcome, and what each leaves behind. A server of a few lines stands for the publisher.

#![expect(
    clippy::unwrap_used,
    reason = "clippy knows only functions marked as tests for tests, not what they share"
)]

#[expect(dead_code, reason = "the tests of fetching use more of it")]
#[path = "../../fetch/tests/server/mod.rs"]
mod server;

use kashf::{Kashf, KashfError, LoadRequest, NetworkSettings, NoProgress, PollOutcome};
use server::{Server, ok, send};
use std::fmt::Write;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// What the publisher has: the text and its tag; no text is a server that is broken.
type Shelf = Arc<Mutex<(Option<String>, &'static str)>>;

struct Desk {
    folder: TempDir,
    kashf: Kashf,
    shelf: Shelf,
    server: Server,
}

impl Desk {
    fn new(extra: &str) -> Self {
        let shelf: Shelf = Arc::new(Mutex::new((None, "\"0\"")));
        let served = Arc::clone(&shelf);
        let server = Server::start(move |stream, head, _| {
            let (text, tag) = served.lock().unwrap().clone();
            let same = head
                .to_lowercase()
                .contains(&format!("if-none-match: {tag}"));
            match text {
                None => send(stream, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"),
                Some(_) if same => send(stream, "HTTP/1.1 304 Not Modified\r\n\r\n"),
                Some(text) => ok(stream, &format!("ETag: {tag}\r\n"), text.as_bytes()),
            }
        });
        let folder = tempfile::tempdir().unwrap();
        let kashf = Kashf::open(folder.path().join("data")).unwrap();
        let config = format!(
            "[fetch]\ntries = 1\n[sources.partners]\nurls = [{:?}]\nallow_private = true\n{extra}",
            server.url("/partners.json")
        );
        fs_err::write(folder.path().join("data/config.toml"), config).unwrap();
        Self {
            folder,
            kashf,
            shelf,
            server,
        }
    }

    fn publish(&self, text: impl Into<Option<String>>, tag: &'static str) {
        *self.shelf.lock().unwrap() = (text.into(), tag);
    }

    fn poll(&self, now: &str) -> PollOutcome {
        let network = NetworkSettings::default();
        self.kashf.poll("partners", &network, now).unwrap()
    }

    fn stale(&self, now: &str) -> Vec<String> {
        let screener = self.kashf.screener().unwrap();
        let stale = self.kashf.stale_lists(&screener, None, now).unwrap();
        stale.into_iter().map(|list| list.dataset).collect()
    }
}

/// A list of so many invented people on a day.
fn people(count: usize, day: &str) -> String {
    let first = [
        "Otilie", "Nadir", "Severin", "Mirela", "Anselm", "Jorunn", "Tasnim",
    ];
    let last = [
        "Androvy",
        "Exampleman",
        "Qorvat",
        "Lindqvale",
        "Abuzahir",
        "Pemberlow",
    ];
    let mut text = String::new();
    for at in 0..count {
        let name = format!("{} {} {}", first[at % 7], last[at % 6], last[(at / 6) % 6]);
        writeln!(
            text,
            r#"{{"id":"p-{at:03}","schema":"Person","last_seen":"{day}","last_change":"{day}","properties":{{"name":["{name}"],"birthDate":["19{:02}-01-0{}"]}}}}"#,
            40 + at % 60,
            1 + at % 9
        )
        .unwrap();
    }
    text
}

#[test]
fn a_poll_has_five_outcomes() {
    let desk = Desk::new("");
    let failed = desk.poll("2026-03-01T06:00:00Z");
    assert!(matches!(failed, PollOutcome::Unreachable(_)), "{failed:?}");
    assert!(matches!(
        desk.kashf.screener(),
        Err(KashfError::NoList { .. })
    ));

    desk.publish(people(100, "2026-03-01"), "\"1\"");
    let PollOutcome::Live(report) = desk.poll("2026-03-01T07:00:00Z") else {
        panic!("not live");
    };
    assert_eq!(report.loaded.records, 100);
    let id = desk.kashf.live_id().unwrap();

    let same = desk.poll("2026-03-01T08:00:00Z");
    assert!(matches!(same, PollOutcome::Unchanged), "{same:?}");
    assert!(
        desk.server
            .heads()
            .last()
            .unwrap()
            .contains("if-none-match")
    );
    // The same bytes under another tag are not changed either.
    desk.publish(people(100, "2026-03-01"), "\"2\"");
    let same = desk.poll("2026-03-01T09:00:00Z");
    assert!(matches!(same, PollOutcome::Unchanged), "{same:?}");
    assert_eq!(desk.kashf.live_id().unwrap(), id, "no clock enters an id");
    let list = desk
        .kashf
        .lists_at("2026-03-01T09:30:00Z")
        .unwrap()
        .remove(0);
    assert_eq!(list.confirmed_at.as_deref(), Some("2026-03-01T09:00:00Z"));
    assert_eq!(list.loaded_at.as_deref(), Some("2026-03-01T07:00:00Z"));

    desk.publish("<!doctype html><title>Sign in</title>".to_owned(), "\"3\"");
    let PollOutcome::Refused(error) = desk.poll("2026-03-01T10:00:00Z") else {
        panic!("not refused");
    };
    assert!(
        error
            .to_string()
            .contains("/partners.json`: this is a web page"),
        "{error}"
    );
    let list = desk
        .kashf
        .lists_at("2026-03-01T10:30:00Z")
        .unwrap()
        .remove(0);
    assert!(list.last_refusal.is_some());
    assert_eq!(list.confirmed_at.as_deref(), Some("2026-03-01T09:00:00Z"));

    // Every second of thirty is gone: too many for plain delistings, and no cut.
    let text: String = people(100, "2026-03-02")
        .lines()
        .enumerate()
        .filter(|(at, _)| *at >= 60 || at % 2 == 0)
        .fold(String::new(), |text, (_, line)| text + line + "\n");
    desk.publish(text, "\"4\"");
    let PollOutcome::Held(report) = desk.poll("2026-03-02T06:00:00Z") else {
        panic!("not held");
    };
    assert_eq!(report.gate.newly_held.len(), 30);
    assert!(
        desk.kashf.lists().unwrap()[0].last_refusal.is_none(),
        "made good"
    );

    desk.publish(None, "\"5\"");
    let PollOutcome::Unreachable(error) = desk.poll("2026-03-02T07:00:00Z") else {
        panic!("reachable");
    };
    assert!(
        error.to_string().contains("503 (a fault of the server)"),
        "{error}"
    );
    assert!(
        error
            .note()
            .unwrap()
            .contains("still serving: version 20260302")
    );
    let list = desk
        .kashf
        .lists_at("2026-03-02T08:00:00Z")
        .unwrap()
        .remove(0);
    assert_eq!(list.status, "current");
    assert_eq!(list.last_failure.unwrap().at, "2026-03-02T07:00:00Z");
}

#[test]
fn the_age_counts_from_the_last_confirmation() {
    let desk = Desk::new("max_age = \"24h\"\n");
    desk.publish(people(5, "2026-03-01"), "\"1\"");
    desk.poll("2026-03-01T06:00:00Z");
    assert!(desk.stale("2026-03-02T06:00:00Z").is_empty());
    assert_eq!(desk.stale("2026-03-02T06:00:01Z"), ["partners"]);
    desk.poll("2026-03-02T06:00:00Z");
    assert!(
        desk.stale("2026-03-03T05:00:00Z").is_empty(),
        "a 304 confirms"
    );
    // Neither a refusal nor a failure does.
    desk.publish(people(5, "2026-02-01"), "\"2\"");
    assert!(matches!(
        desk.poll("2026-03-03T06:00:00Z"),
        PollOutcome::Refused(_)
    ));
    desk.publish(None, "\"3\"");
    desk.poll("2026-03-03T07:00:00Z");
    assert_eq!(desk.stale("2026-03-03T08:00:00Z"), ["partners"]);
    // A version that was gone back to ages from when it came.
    desk.publish(people(6, "2026-03-04"), "\"4\"");
    let first = desk.kashf.live_id().unwrap().unwrap();
    desk.poll("2026-03-04T06:00:00Z");
    assert!(desk.stale("2026-03-04T07:00:00Z").is_empty());
    desk.kashf.roll_back(&first).unwrap();
    assert_eq!(desk.stale("2026-03-04T07:00:00Z"), ["partners"]);
    // And is not asked about with the tags of another version.
    let found = desk.poll("2026-03-04T08:00:00Z");
    assert!(matches!(found, PollOutcome::Live(_)), "{found:?}");
}

#[test]
fn another_mapping_reads_the_same_bytes_anew() {
    let desk = Desk::new("mapping = \"columns.toml\"\n");
    let mapping = |kind: &str| {
        let text = format!(
            "mapping = 1\n[entities.party]\nschema = \"{kind}\"\nid_column = \"no\"\n\
             [entities.party.properties]\nname = \"who\"\n"
        );
        fs_err::write(desk.folder.path().join("data/columns.toml"), text).unwrap();
    };
    mapping("Person");
    desk.publish(
        "no,who\n1,Otilie Androvy\n2,Nadir Exampleman\n".to_owned(),
        "\"1\"",
    );
    let found = desk.poll("2026-03-01T06:00:00Z");
    let PollOutcome::Live(report) = found else {
        panic!("{found:?}");
    };
    assert_eq!(report.loaded.records, 2);
    assert!(matches!(
        desk.poll("2026-03-01T07:00:00Z"),
        PollOutcome::Unchanged
    ));
    mapping("Organization");
    let found = desk.poll("2026-03-01T08:00:00Z");
    assert!(matches!(found, PollOutcome::Live(_)), "{found:?}");
}

#[test]
fn a_list_that_the_configuration_forgot_is_not_left_out_in_silence() {
    let desk = Desk::new("");
    desk.publish(people(5, "2026-03-01"), "\"1\"");
    desk.poll("2026-03-01T06:00:00Z");
    fs_err::write(desk.folder.path().join("data/config.toml"), "").unwrap();
    let request = LoadRequest {
        sources: vec!["all".to_owned()],
        now: "2026-03-01T07:00:00Z".to_owned(),
        ..LoadRequest::default()
    };
    let outcome = desk.kashf.load(&request, &NoProgress).unwrap();
    assert_eq!(outcome.refusals.len(), 1);
    let error = &outcome.refusals[0].error;
    assert!(
        error.to_string().contains("does not say any more where"),
        "{error}"
    );
}

#[test]
fn the_real_un_list_comes_over_the_network_as_from_a_file() {
    let shared = std::env::var("KASHF_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").to_owned());
    let path = format!("{shared}/data/sanctions/un/UN_consolidated.2026-02-27.xml.gz");
    let Ok(packed) = fs_err::read(&path) else {
        eprintln!("SKIPPED: ../shared is absent");
        return;
    };
    let server = Server::start(move |stream, _, _| {
        ok(stream, "Content-Encoding: gzip\r\n", &packed);
    });
    let folder = tempfile::tempdir().unwrap();
    let load = |data: &str, request: LoadRequest| {
        let kashf = Kashf::open(folder.path().join(data)).unwrap();
        let config = format!(
            "[sources.un]\nurls = [{:?}]\nallow_private = true\n",
            server.url("/consolidated.xml")
        );
        fs_err::write(folder.path().join(data).join("config.toml"), config).unwrap();
        let outcome = kashf.load(&request, &NoProgress).unwrap();
        assert_eq!(outcome.reports[0].loaded.records, 1_003);
        outcome.snapshot
    };
    let request = LoadRequest {
        sources: vec!["un".to_owned()],
        now: "2026-03-01T06:00:00Z".to_owned(),
        ..LoadRequest::default()
    };
    let fetched = load("network", request.clone());
    let by_hand = load(
        "file",
        LoadRequest {
            files: vec![path.into()],
            ..request
        },
    );
    assert_eq!(fetched, by_hand, "the same bytes are the same snapshot");
}
