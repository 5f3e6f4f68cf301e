//! The laws of the resolver: order decides nothing, split undoes merge, sides do not matter.

use std::collections::BTreeMap;

use kashf_core::Score;
use proptest::prelude::*;

use crate::nomenklatura::{self, Edge};
use crate::{
    Judgement, MachinePair, Named, Outcome, Verdict, Who, journal, name_clusters, resolve,
};

const IDS: [&str; 9] = [
    "au-1", "eu-1", "eu-2", "uk-1", "un-1", "un-2", "us-1", "NK-a", "Q7",
];

/// The list of an id: what stands before the hyphen.
fn list_of(id: &str) -> Option<&'static str> {
    let lists = ["au", "eu", "uk", "un", "us"];
    lists
        .into_iter()
        .find(|list| id.split('-').next() == Some(list))
}

fn who(rank: u8) -> Who {
    match rank {
        0 => Who::List("x".to_owned()),
        1 => Who::Import("x".to_owned()),
        _ => Who::Person("x".to_owned()),
    }
}

fn judgements() -> impl Strategy<Value = Vec<Judgement>> {
    let verdict = prop_oneof![
        4 => Just(Verdict::Same),
        2 => Just(Verdict::Different),
        1 => Just(Verdict::Look),
        1 => Just(Verdict::Withdrawn)
    ];
    let one = (0..IDS.len(), 0..IDS.len(), verdict, 0..3_u8);
    proptest::collection::vec(one, 0..14).prop_map(|rows| {
        let made = (1..)
            .zip(rows)
            .filter_map(|(number, (a, b, verdict, rank))| {
                let mut made = Judgement::new(IDS[a], IDS[b], verdict, who(rank), "2026-01-01")?;
                made.number = number;
                Some(made)
            });
        made.collect()
    })
}

type Pair = (usize, usize, Outcome, u16);

fn pairs() -> impl Strategy<Value = Vec<Pair>> {
    let outcome = prop_oneof![
        4 => Just(Outcome::Same),
        1 => Just(Outcome::Different),
        1 => Just(Outcome::Look)
    ];
    let one = (0..IDS.len(), 0..IDS.len(), outcome, 0..1000_u16);
    proptest::collection::vec(one, 0..14).prop_map(|rows| {
        // One finding a pair, as the engine gives them.
        let rows = rows.into_iter().filter(|row| IDS[row.0] < IDS[row.1]);
        let by_pair: BTreeMap<(usize, usize), Pair> =
            rows.map(|row| ((row.0, row.1), row)).collect();
        by_pair.into_values().collect()
    })
}

fn found(pairs: &[Pair]) -> Vec<MachinePair<'static>> {
    let pairs = pairs.iter().map(|(a, b, outcome, score)| MachinePair {
        a: IDS[*a],
        b: IDS[*b],
        outcome: *outcome,
        score: Score::from_thousandths(*score),
    });
    pairs.collect()
}

fn apart(clusters: &[Vec<String>], a: &str, b: &str) -> bool {
    let with = |id: &str| {
        clusters
            .iter()
            .position(|ids| ids.iter().any(|known| known == id))
    };
    with(a).is_none() || with(a) != with(b)
}

proptest! {
    #[test]
    fn the_order_decides_nothing(said in judgements(), pairs in pairs(), turn in 0..20_usize) {
        let straight = resolve(&said, &found(&pairs), &list_of);
        let (mut other, mut others) = (said, pairs);
        other.reverse();
        others.reverse();
        let by = turn.checked_rem(other.len()).unwrap_or(0);
        other.rotate_left(by);
        let by = turn.checked_rem(others.len()).unwrap_or(0);
        others.rotate_left(by);
        prop_assert_eq!(straight, resolve(&other, &found(&others), &list_of));
    }

    #[test]
    fn what_is_judged_different_stays_apart(said in judgements(), pairs in pairs()) {
        let found = resolve(&said, &found(&pairs), &list_of);
        for ((a, b), judgement) in crate::in_force(&said) {
            if judgement.verdict == Verdict::Different {
                prop_assert!(apart(&found.clusters, a, b), "{a} {b} in {:?}", found.clusters);
            }
        }
    }

    #[test]
    fn the_engine_alone_never_joins_one_list_or_a_contradiction(pairs in pairs()) {
        let machine = found(&pairs);
        let resolution = resolve(&[], &machine, &list_of);
        for ids in &resolution.clusters {
            let mut lists: Vec<_> = ids.iter().filter_map(|id| list_of(id)).collect();
            let all = lists.len();
            lists.sort_unstable();
            lists.dedup();
            prop_assert_eq!(lists.len(), all, "{:?}", ids);
        }
        for pair in &machine {
            let is_apart = apart(&resolution.clusters, pair.a, pair.b);
            let refused = resolution.refusals.iter().any(|no| (&*no.a, &*no.b) == (pair.a, pair.b));
            match pair.outcome {
                Outcome::Same => prop_assert!(is_apart == refused, "{pair:?} {resolution:?}"),
                Outcome::Different => prop_assert!(is_apart),
                Outcome::Look => prop_assert!(!refused),
            }
        }
    }

    /// Taking an id out of its cluster and taking that back again gives the clusters as they were.
    #[test]
    fn split_undoes_merge_and_can_be_undone(said in judgements(), pairs in pairs(), which in 0..IDS.len()) {
        let before = resolve(&said, &found(&pairs), &list_of);
        let id = IDS[which];
        let Some(cluster) = before.clusters.iter().find(|ids| ids.iter().any(|known| known == id)) else {
            return Ok(());
        };
        let person = || Who::Person("x".to_owned());
        let judged = |verdict: Verdict, from: u64| {
            let others = cluster.iter().filter(|other| *other != id);
            let made = (from..).zip(others).filter_map(move |(number, other)| {
                let mut made = Judgement::new(id, other, verdict, person(), "2026-01-02")?;
                made.number = number;
                Some(made)
            });
            made.collect::<Vec<_>>()
        };
        let mut split = said.clone();
        split.extend(judged(Verdict::Different, 100));
        let after = resolve(&split, &found(&pairs), &list_of);
        for other in cluster.iter().filter(|other| *other != id) {
            prop_assert!(apart(&after.clusters, id, other));
        }
        let persons = said.iter().any(|j| j.who == person() && (j.a == id || j.b == id));
        if !persons {
            split.extend(judged(Verdict::Withdrawn, 200));
            prop_assert_eq!(before.clusters, resolve(&split, &found(&pairs), &list_of).clusters);
        }
    }

    #[test]
    fn names_are_one_each_and_stay(said in judgements(), more in judgements()) {
        let clusters = resolve(&said, &[], &list_of).clusters;
        let named = name_clusters(&clusters, &[]);
        prop_assert_eq!(&name_clusters(&clusters, &named), &named, "nothing changed");
        let mut all = said;
        let last = all.len() as u64;
        all.extend(more.into_iter().map(|mut judgement| {
            judgement.number += last + 20;
            judgement
        }));
        let next = name_clusters(&resolve(&all, &[], &list_of).clusters, &named);
        let mut names: Vec<&String> = next.iter().flat_map(|c| c.former.iter().chain([&c.canonical])).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        prop_assert_eq!(names.len(), count);
        for cluster in &next {
            // A cluster that only grew keeps its name, unless an id that is a name came into it.
            let grew: Vec<&Named> = named.iter().filter(|old| old.ids.iter().any(|id| cluster.ids.contains(id))).collect();
            if let [old] = grew[..] && old.ids.iter().all(|id| cluster.ids.contains(id))
                && !cluster.ids.iter().any(|id| crate::is_canonical(id) && !old.ids.contains(id)) {
                prop_assert_eq!(&old.canonical, &cluster.canonical);
            }
        }
    }

    #[test]
    fn the_journal_reads_what_it_writes(said in judgements(), evidence in "\\PC{0,30}") {
        let said: Vec<Judgement> = said.into_iter().map(|j| j.on(evidence.clone())).collect();
        let text: String = said.iter().map(journal::line).collect();
        let read = journal::read(text.as_bytes()).unwrap();
        let bare = |all: &[Judgement]| -> Vec<Judgement> {
            all.iter().map(|j| Judgement { number: 0, ..j.clone() }).collect()
        };
        prop_assert_eq!(bare(&read.judgements), bare(&said));
        prop_assert_eq!(read.whole, text.len() as u64);
        // Torn anywhere, what was acknowledged before still reads.
        for cut in [1, text.len() / 2, text.len().saturating_sub(1)] {
            let part = &text.as_bytes()[..cut.min(text.len())];
            let read = journal::read(part).unwrap();
            let lines = part.iter().filter(|byte| **byte == b'\n').count();
            prop_assert_eq!(bare(&read.judgements), bare(&said[..lines]));
            prop_assert_eq!(read.torn, part.last().is_some_and(|byte| *byte != b'\n'));
        }
    }

    #[test]
    fn the_journal_never_panics(bytes: Vec<u8>) {
        let _ = journal::read(&bytes);
    }

    #[test]
    fn an_export_says_the_same_clusters(said in judgements(), pairs in pairs()) {
        let clusters = resolve(&said, &found(&pairs), &list_of).clusters;
        let named = name_clusters(&clusters, &[]);
        let lines = nomenklatura::write(&named, &said, &[], "kashf");
        let who = Who::Import("x.ijson".to_owned());
        let read = (1..).zip(&lines).map(|(number, line)| match nomenklatura::read_line(line, &who) {
            Ok(Edge::Judged(mut judgement)) => {
                judgement.number = number;
                judgement
            }
            other => panic!("{line}: {other:?}"),
        });
        let again = resolve(&read.collect::<Vec<_>>(), &[], &list_of).clusters;
        let named_again = name_clusters(&again, &[]);
        let members = |named: &[Named]| -> Vec<(String, Vec<String>)> {
            named.iter().map(|cluster| {
                let ids = cluster.ids.iter().filter(|id| **id != cluster.canonical);
                (cluster.canonical.clone(), ids.cloned().collect())
            }).collect()
        };
        let (mut before, mut after) = (members(&named), members(&named_again));
        before.sort();
        after.sort();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn no_line_makes_the_reader_panic(line in "\\PC{0,80}", word in "[a-z_]{0,12}") {
        let who = Who::Import("x".to_owned());
        let _ = nomenklatura::read_line(&line, &who);
        let _ = nomenklatura::read_line(&format!("[\"a\",\"b\",\"{word}\",0.5,null,null]"), &who);
    }
}

#[test]
fn names_follow_the_larger_part_and_former_ones_lead_on() {
    let ids = |ids: &[&str]| -> Vec<String> { ids.iter().map(|id| (*id).to_owned()).collect() };
    let two = name_clusters(
        &[ids(&["eu-1", "un-1", "us-1"]), ids(&["ca-1", "uk-1"])],
        &[],
    );
    let one = name_clusters(&[ids(&["ca-1", "eu-1", "uk-1", "un-1", "us-1"])], &two);
    assert_eq!(
        one[0].canonical, two[0].canonical,
        "three of it against two"
    );
    assert_eq!(one[0].former, [two[1].canonical.clone()]);
    let split = name_clusters(
        &[ids(&["ca-1", "eu-1"]), ids(&["uk-1", "un-1", "us-1"])],
        &one,
    );
    assert_eq!(split[1].canonical, one[0].canonical, "the larger part");
    assert_ne!(split[0].canonical, one[0].canonical);
    let known = name_clusters(&[ids(&["NK-a", "Q7", "eu-1", "un-1", "us-1"])], &two);
    assert_eq!(known[0].canonical, "Q7");
    assert_eq!(known[0].former, [two[0].canonical.clone()]);
}
