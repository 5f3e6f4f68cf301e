//! The mutation corpus in CI: 200 damaged lists a format, none shortened in silence (issue 3).
//!
//! The full corpus, with times and memory, is `bench/gate/run`. A failure names the mutation; the same
//! again, with its files kept:
//! `cargo run -p kashf-testkit --example gate_corpus -- --records 300 --only NAME --keep DIR`.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

use kashf_testkit::corpus::judge::{Bench, NoMeter};
use kashf_testkit::corpus::{Class, Report, Shape, Subject};
use kashf_testkit::shared;

/// Records of a list: so many that percentages mean something, so few that 800 loads take a minute.
const RECORDS: usize = 300;
const MUTATIONS: usize = 200;

fn holds(shape: Shape) {
    let subject = Subject::invented(shape, RECORDS);
    let bench = Bench::new(&subject).unwrap();
    let mut report = Report::default();
    let mut of_class = [0; Class::ALL.len()];
    for mutation in subject.mutations(MUTATIONS) {
        let verdict = bench.judge(&mutation, &mut NoMeter).unwrap();
        report.add(&mutation, &verdict);
        of_class[mutation.class as usize] += 1;
    }
    // A corpus that has lost a class would prove nothing about it.
    assert!(of_class.iter().all(|count| *count >= 5), "{of_class:?}");
    assert!(of_class.iter().sum::<usize>() >= 195, "{of_class:?}");
    assert_eq!(report.wrong(), 0, "\n{}", report.table());
}

#[test]
fn no_damaged_un_list_is_shortened_in_silence() {
    holds(Shape::Un);
}

#[test]
fn no_damaged_ofac_list_is_shortened_in_silence() {
    holds(Shape::Ofac);
}

#[test]
fn no_damaged_list_of_entities_is_shortened_in_silence() {
    holds(Shape::Ftm);
}

#[test]
fn no_damaged_list_of_statements_is_shortened_in_silence() {
    holds(Shape::Statements);
}

/// The judge must be able to say no: with `--accept` given to every load, cuts and removals pass unheld.
#[test]
fn an_open_gate_is_noticed() {
    let subject = Subject::invented(Shape::Ftm, 200);
    let bench = Bench::new(&subject).unwrap().with_open_gate();
    let mut report = Report::default();
    for mutation in subject.mutations(80) {
        let verdict = bench.judge(&mutation, &mut NoMeter).unwrap();
        report.add(&mutation, &verdict);
    }
    assert!(report.wrong() >= 20, "\n{}", report.table());
}

#[test]
fn the_invented_parties_are_on_no_real_list() {
    let Some(shared) = shared::shared_or_skip() else {
        return;
    };
    let real = shared::real_names(&shared).unwrap();
    let real: std::collections::BTreeSet<String> =
        real.iter().map(|name| name.to_lowercase()).collect();
    let subject = Subject::invented(Shape::Ftm, 2_000);
    for piece in [&subject.base, &subject.next, &subject.other]
        .into_iter()
        .flat_map(|document| &document.pieces)
    {
        for name in piece.names.iter().chain(&piece.aliases) {
            assert!(!real.contains(&name.to_lowercase()), "{name}");
        }
    }
}
