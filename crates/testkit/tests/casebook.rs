//! Runs the casebook (`cases/*.md`) against the engine.
//!
//! `KASHF_CASES_WRITE=1` also writes each page's section "What misses today".

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

use kashf_core::{Entity, Score};
use kashf_screen::{Engine, Options, Query};
use kashf_testkit::build::{self, Draft};
use kashf_testkit::casebook::{Case, Page, Verdict, read_folder, read_page};
use kashf_testkit::judge::{Judged, Said, with_misses};
use kashf_testkit::lists;
use kashf_text::NameKind;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../cases"))
}

fn draft(case: &Case, name: &str, candidate: bool) -> Draft {
    let id = format!("case-{}", case.line);
    let mut draft = match case.kind {
        NameKind::Organization => build::company(&id, name),
        NameKind::Vessel => build::vessel(&id, name),
        NameKind::Person | NameKind::Unknown => build::person(&id, name),
    };
    for (property, (query_value, candidate_value)) in &case.details {
        let value = if candidate {
            candidate_value
        } else {
            query_value
        };
        if !value.is_empty() {
            draft = draft.with(property, value);
        }
    }
    draft
}

/// The candidates of a page are one list; so a row must also be found among its neighbours.
fn engine_of(page: &Page) -> Engine {
    let mut list = Vec::new();
    for case in &page.cases {
        list.extend(draft(case, &case.candidate, true).statements("casebook"));
    }
    lists::engine("casebook", list).unwrap()
}

fn ask(engine: &Engine, case: &Case, limit: usize) -> Said {
    let entity: Entity = draft(case, &case.query, false).entity();
    let options = Options {
        limit,
        ..Options::default()
    };
    let answer = engine.screen(&Query::new(&entity), &options);
    let own = answer.matches.iter().find(|m| m.id == entity.id);
    Said {
        reported: own.is_some_and(|m| m.is_match),
        score: own.map_or(Score::ZERO, |m| m.score),
    }
}

#[test]
fn floors_hold() {
    let pages = read_folder(&folder()).unwrap();
    let write = std::env::var_os("KASHF_CASES_WRITE").is_some();
    let mut below = Vec::new();
    for page in &pages {
        let engine = engine_of(page);
        let judged = Judged::new(page, |case| ask(&engine, case, page.cases.len()));
        println!("{}", judged.summary());
        for (case, said) in judged.misses() {
            let what = if said.reported { "vain" } else { "lost" };
            println!(
                "    {what} {} line {}: {} · {} ({})",
                said.score, case.line, case.query, case.candidate, case.why
            );
        }
        if !judged.holds() {
            below.push(page.family.clone());
        }
        if write {
            let path = folder().join(&page.file);
            let text = fs_err::read_to_string(&path).unwrap();
            let text = with_misses(&text, &judged.misses_section());
            // Another writer may be at the file: never write less than was read.
            assert_eq!(&read_page(&page.file, &text).unwrap(), page);
            fs_err::write(&path, text).unwrap();
        }
    }
    assert!(below.is_empty(), "below their floors: {}", below.join(", "));
}

#[test]
fn the_book_is_not_thin() {
    let pages = read_folder(&folder()).unwrap();
    let all = || pages.iter().flat_map(|page| &page.cases);
    assert!(all().count() >= 200, "{} rows", all().count());
    let arabic = all().filter(|c| format!("{}{}", c.query, c.candidate).chars().any(is_arabic));
    assert!(arabic.count() * 2 >= all().count(), "Arabic is not first");
    for page in &pages {
        let contrary = page.cases.iter().any(|c| c.verdict == Verdict::NoMatch);
        assert!(contrary, "{} asks only for matches", page.file);
    }
}

fn is_arabic(letter: char) -> bool {
    matches!(u32::from(letter), 0x600..=0x6FF | 0x750..=0x77F | 0xFB50..=0xFEFC)
}
