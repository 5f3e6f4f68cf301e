//! What is told, less what is withdrawn, is what one search over everything finds: for any order of arrival and any batches.

use super::{Live, News, Seen, Streamed, Taken};
use crate::typologies::{self, cycle};
use crate::{Amount, Currency, Fact, Finding, Hubs, MoveKind, Network, NetworkBuilder, Options};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// From, to, time, amount; the id is the place in the list.
type Row = (u8, u8, i64, i64);

fn streamed() -> Vec<(&'static str, Streamed)> {
    typologies::all()
        .iter()
        .filter_map(|typology| Some((typology.name, Streamed::of(typology)?)))
        .collect()
}

fn amount(minor: i64) -> Amount {
    Amount {
        minor,
        currency: Currency::NONE,
    }
}

fn facts(facts: &[Fact], reference: impl Fn(u32) -> String) -> Vec<String> {
    let word = |fact: &Fact| match fact {
        Fact::Party(name, party) => format!("{name} {}", reference(*party)),
        Fact::Number(..) | Fact::Amount(..) | Fact::Word(..) => format!("{fact:?}"),
    };
    facts.iter().map(word).collect()
}

fn line_of(network: &Network, finding: &Finding) -> String {
    let (flow, reference) = (network.flow(), |party| {
        network.parties().reference(party).to_owned()
    });
    let ids: Vec<String> = finding
        .moves()
        .map(|number| flow.id(number).to_string())
        .collect();
    let parties: Vec<String> = finding
        .parties
        .iter()
        .map(|party| reference(*party))
        .collect();
    let facts = facts(&finding.facts, reference);
    format!(
        "{} {ids:?} {parties:?} {:?} {} {facts:?}",
        finding.typology, finding.amount, finding.capped
    )
}

fn line(live: &Live, seen: &Seen) -> String {
    let reference = |party| live.reference(party).to_owned();
    let ids: Vec<String> = seen.rows.iter().map(|row| row.id.to_string()).collect();
    let parties: Vec<String> = seen.parties.iter().map(|party| reference(*party)).collect();
    let facts = facts(&seen.facts, reference);
    format!(
        "{} {ids:?} {parties:?} {:?} {} {facts:?}",
        seen.typology, seen.amount, seen.capped
    )
}

/// What one search over everything finds.
fn at_once(rows: &[Row], options: &Options) -> BTreeSet<String> {
    let mut builder = NetworkBuilder::default();
    for (id, (from, to, time, minor)) in rows.iter().enumerate() {
        let ends = (format!("p{from}"), format!("p{to}"));
        builder
            .movement(
                (&ends.0, &ends.1),
                *time,
                amount(*minor),
                MoveKind::Payment,
                &id.to_string(),
            )
            .expect("few");
    }
    let network = builder.finish();
    let all = 0..network.flow().len();
    let searches = streamed();
    let found = searches
        .iter()
        .flat_map(|(_, streamed)| (streamed.find_within)(&network, options, all.clone()).findings);
    found.map(|finding| line_of(&network, &finding)).collect()
}

struct Told {
    live: Live,
    lines: BTreeSet<String>,
}

impl Told {
    fn new(options: &Options, lateness: Option<u32>) -> Self {
        let searches: Vec<Streamed> = streamed()
            .into_iter()
            .map(|(_, streamed)| streamed)
            .collect();
        Self {
            live: Live::new(*options, lateness, &searches).expect("sound options"),
            lines: BTreeSet::new(),
        }
    }

    fn push(&mut self, id: usize, (from, to, time, minor): &Row) -> Taken {
        let ends = (format!("p{from}"), format!("p{to}"));
        self.live
            .push(
                (&ends.0, &ends.1),
                *time,
                amount(*minor),
                MoveKind::Payment,
                &id.to_string(),
            )
            .expect("few")
    }

    fn hear(&mut self, news: &News) {
        for seen in &news.withdrawn {
            assert!(
                self.lines.remove(&line(&self.live, seen)),
                "withdrawn, never told"
            );
        }
        for seen in &news.found {
            assert!(self.lines.insert(line(&self.live, seen)), "told twice");
        }
    }
}

fn rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0..6_u8, 0..6_u8, 0..60_i64, 1..4_i64), 0..most)
}

fn options() -> impl Strategy<Value = Options> {
    let slack = prop_oneof![3 => Just(0_u32), 1 => 1..4_u32];
    (0..30_u32, slack, 1..5_u32, 1..3_usize).prop_map(|(window, slack, most, threads)| Options {
        window,
        slack,
        most: if most == 4 { 1_000 } else { most },
        min_width: 2,
        threads,
        ..Options::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_order_and_any_batches_find_the_same(
        (rows, order) in rows(50).prop_flat_map(|rows| {
            let order: Vec<usize> = (0..rows.len()).collect();
            (Just(rows), Just(order).prop_shuffle())
        }),
        batches in prop::collection::vec(1..12_usize, 1..8),
        options in options(),
        hasty in any::<bool>(),
    ) {
        let mut told = Told::new(&options, None);
        let mut batch = batches.iter().cycle();
        let mut left = 0;
        for id in order {
            if left == 0 {
                left = *batch.next().expect("endless");
                let news = if hasty { told.live.finish() } else { told.live.settle() };
                told.hear(&news);
            }
            left -= 1;
            told.push(id, &rows[id]);
        }
        let news = told.live.finish();
        told.hear(&news);
        prop_assert_eq!(&told.lines, &at_once(&rows, &options));
        prop_assert!(told.live.finish().found.is_empty());
    }

    #[test]
    fn what_is_forgotten_is_not_missed(
        rows in rows(80),
        jitter in prop::collection::vec(0..10_i64, 80),
        batch in 1..12_usize,
        options in options(),
        allowed in 0..12_u32,
    ) {
        // Movements arrive up to ten seconds late; those beyond what is allowed are told to be.
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|id| rows[*id].2 + jitter[*id]);
        let mut told = Told::new(&options, Some(allowed));
        let (mut taken, mut latest, mut too_late) = (Vec::new(), i64::MIN, 0);
        for (at, id) in order.into_iter().enumerate() {
            latest = latest.max(rows[id].2);
            let late = rows[id].2 < latest - i64::from(allowed);
            match told.push(id, &rows[id]) {
                Taken::Held(row) => {
                    prop_assert!(!late && row as usize == at);
                    taken.push(id);
                }
                Taken::TooLate(row) => {
                    prop_assert!(late && row as usize == at);
                    too_late += 1;
                }
            }
            if at % batch == 0 {
                let news = told.live.settle();
                told.hear(&news);
            }
        }
        let news = told.live.finish();
        told.hear(&news);
        prop_assert_eq!(told.live.too_late(), too_late);
        // Ids are places in the list: those not taken are moved out of everything's way.
        let kept: Vec<Row> = (0..rows.len())
            .map(|id| if taken.contains(&id) { rows[id] } else { (200, 200, 0, 0) })
            .collect();
        prop_assert_eq!(&told.lines, &at_once(&kept, &options));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn hubs_of_cycles_are_hubs_of_their_window(rows in rows(60), batch in 1..12_usize, most in 1..4_u32, window in 1..30_u32) {
        let options = Options { window, hubs: Hubs::Around(most), threads: 1, ..Options::default() };
        let cycles = [Streamed::of(&cycle::TYPOLOGY).expect("streams")];
        let mut told = Told {
            live: Live::new(options, None, &cycles).expect("sound options"),
            lines: BTreeSet::new(),
        };
        for (id, row) in rows.iter().enumerate() {
            told.push(id, row);
            if id % batch == 0 {
                let news = told.live.settle();
                told.hear(&news);
            }
        }
        let news = told.live.finish();
        told.hear(&news);
        let mut once = at_once(&rows, &options);
        once.retain(|line| line.starts_with("cycle "));
        prop_assert_eq!(&told.lines, &once);
    }
}

#[test]
fn little_is_held_of_a_long_stream() {
    let options = Options {
        window: 100,
        threads: 1,
        ..Options::default()
    };
    let mut told = Told::new(&options, Some(50));
    for time in 0..20_000_i64 {
        let (from, to) = ((time % 7) as u8, (time % 11) as u8);
        told.push(time as usize, &(from, to, time, 1));
        if time % 10 == 0 {
            told.live.settle();
            assert!(told.live.held() < 700, "{} held", told.live.held());
        }
    }
}
