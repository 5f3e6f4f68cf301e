//! What the user gives: customer files, policies, judgements.

use kashf::InputReader;
use kashf_resolve::nomenklatura::{self, Edge};
use kashf_resolve::{Judgement, Who, journal, name_clusters, resolve};
use kashf_screen::Policy;

/// Customer files, CSV or JSON Lines: every raw record gives one record, in order.
pub(crate) fn customers(data: &[u8]) {
    let Ok(mut reader) = InputReader::open(data, "customers.csv") else {
        return;
    };
    let interpreter = reader.interpreter();
    let _ = reader.unknown_columns();
    let mut before = reader.position();
    while let Some(raw) = reader.next().expect("memory can be read") {
        let position = reader.position();
        assert_eq!(position.record, before.record + 1);
        assert!(position.offset > before.offset && position.offset <= data.len() as u64);
        before = position;
        let record = interpreter.interpret(raw, None);
        assert!(!record.id.is_empty(), "every record has an id");
    }
}

/// A policy that is accepted is written and read again as the same, under the same id.
pub(crate) fn policy(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(policy) = Policy::from_toml(text) {
        let again = Policy::from_toml(&policy.to_toml()).expect("what is written is read");
        assert_eq!(policy, again);
        assert_eq!(policy.id(), again.id());
    }
}

/// Resolver files and the journal: a judgement that reads is written and read again as the same, and who is one party
/// does not depend on the order.
pub(crate) fn resolver(data: &[u8]) {
    let who = Who::Import("x.ijson".to_owned());
    let text = String::from_utf8_lossy(data);
    let mut judgements: Vec<Judgement> = Vec::new();
    for line in text.lines().take(200) {
        if let Ok(Edge::Judged(judgement) | Edge::Suggested(judgement)) =
            nomenklatura::read_line(line, &who)
        {
            judgements.push(judgement);
        }
    }
    if let Ok(read) = journal::read(data) {
        judgements.extend(read.judgements);
    }
    judgements.truncate(400);
    for (number, judgement) in (1..).zip(&mut judgements) {
        judgement.number = number;
        let written = journal::line(judgement);
        // Very long texts are cut when they are written.
        if written.len() < 4000 {
            let mut again = journal::read(written.as_bytes())
                .expect("what is written is read")
                .judgements;
            let again = again.pop().expect("a line is a judgement");
            assert_eq!(Judgement { number, ..again }, *judgement);
        }
    }
    let straight = resolve(&judgements, &[], &|_| None);
    let named = name_clusters(&straight.clusters, &[]);
    assert_eq!(name_clusters(&straight.clusters, &named), named);
    judgements.reverse();
    assert_eq!(resolve(&judgements, &[], &|_| None), straight);
}
