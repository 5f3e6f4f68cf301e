//! Laws of the typologies, against searches by brute force on small random networks.

mod groups;
mod rest;

use super::{all, fan_in, fan_out, gather_scatter, scatter_gather};
use crate::{
    Amount, Currency, Finding, Found, Hop, Hubs, MoveKind, MoveNo, Network, NetworkBuilder,
    Options, Party,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Row = (u8, u8, i64, i64);

fn rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0..7_u8, 0..7_u8, 0..40_i64, 1..50_i64), 0..most)
}

fn network(rows: impl IntoIterator<Item = (usize, Row)>) -> Network {
    let mut builder = NetworkBuilder::default();
    for (id, (from, to, time, minor)) in rows {
        let ends = (format!("p{from}"), format!("p{to}"));
        let amount = Amount {
            minor,
            currency: Currency::NONE,
        };
        builder
            .movement(
                (&ends.0, &ends.1),
                time,
                amount,
                MoveKind::Payment,
                &id.to_string(),
            )
            .expect("few");
    }
    builder.finish()
}

fn numbered(rows: &[Row]) -> Vec<(usize, Row)> {
    rows.iter().copied().enumerate().collect()
}

fn hubs() -> impl Strategy<Value = Hubs> {
    prop_oneof![Just(Hubs::Through), (2..9_u32).prop_map(Hubs::Around)]
}

fn options() -> Options {
    Options {
        window: 8,
        min_width: 2,
        threads: 1,
        ..Options::default()
    }
}

/// Findings by what outlives another numbering: ids, references.
fn plain(network: &Network, found: &Found) -> BTreeSet<(String, Vec<String>, Vec<String>)> {
    let one = |finding: &Finding| {
        let ids = finding
            .moves()
            .map(|number| network.flow().id(number).to_string());
        let parties = finding.parties.iter();
        (
            finding.typology.to_owned(),
            ids.collect(),
            parties
                .map(|party| network.parties().reference(*party).to_owned())
                .collect(),
        )
    };
    found.findings.iter().map(one).collect()
}

type Told = BTreeSet<Vec<MoveNo>>;

fn told(found: &Found) -> Told {
    let sorted = |finding: &Finding| {
        let mut moves: Vec<MoveNo> = finding.moves().collect();
        moves.sort_unstable();
        moves
    };
    found.findings.iter().map(sorted).collect()
}

/// Of sets with their widths: those that no other holds, thinned to records.
fn records(network: &Network, sets: &BTreeMap<BTreeSet<MoveNo>, usize>, window: i64) -> Told {
    let flow = network.flow();
    let end = |set: &BTreeSet<MoveNo>| set.last().map_or(0, |last| flow.time(*last));
    let maximal: Vec<(&BTreeSet<MoveNo>, usize)> = sets
        .iter()
        .filter(|(set, _)| {
            sets.keys()
                .all(|other| *set == other || !set.is_subset(other))
        })
        .map(|(set, wide)| (set, *wide))
        .collect();
    maximal
        .iter()
        .filter(|(set, wide)| {
            let close = end(set);
            let as_wide = maximal.iter().filter(|(other, others)| {
                let closed = end(other);
                closed < close && closed >= close - window && others >= wide
            });
            as_wide.count() < 3
        })
        .map(|(set, _)| set.iter().copied().collect())
        .collect()
}

fn fans(network: &Network, options: &Options, incoming: bool) -> Told {
    let (flow, window) = (network.flow(), i64::from(options.window));
    let mut told = Told::new();
    for centre in 0..flow.parties() {
        let ends = |number| {
            let (from, to) = (flow.from(number), flow.to(number));
            if incoming { (to, from) } else { (from, to) }
        };
        let own: Vec<MoveNo> = (0..flow.len())
            .filter(|number| ends(*number).0 == centre && ends(*number).1 != centre)
            .collect();
        let mut sets = BTreeMap::new();
        for first in &own {
            let start = flow.time(*first);
            let set: BTreeSet<MoveNo> = own
                .iter()
                .copied()
                .filter(|number| (start..=start + window).contains(&flow.time(*number)))
                .collect();
            let others: BTreeSet<Party> = set.iter().map(|number| ends(*number).1).collect();
            if others.len() >= options.min_width as usize {
                sets.insert(set, others.len());
            }
        }
        told.extend(records(network, &sets, window));
    }
    told
}

fn scatters(network: &Network, options: &Options) -> Told {
    let (flow, window) = (network.flow(), i64::from(options.window));
    let mut told = Told::new();
    for (source, sink) in pairs(flow.parties()) {
        let mut sets = BTreeMap::new();
        for start in 0..40 {
            let fits = |number: MoveNo| (start..=start + window).contains(&flow.time(number));
            let (mut set, mut middles) = (BTreeSet::new(), BTreeSet::new());
            for (first, second) in pairs(flow.len()) {
                let middle = flow.to(first);
                let legs = fits(first)
                    && fits(second)
                    && flow.time(first) < flow.time(second)
                    && flow.from(first) == source
                    && flow.from(second) == middle
                    && flow.to(second) == sink
                    && middle != source
                    && middle != sink;
                if legs {
                    set.extend([first, second]);
                    middles.insert(middle);
                }
            }
            if middles.len() >= options.min_width as usize {
                sets.insert(set, middles.len());
            }
        }
        told.extend(records(network, &sets, window));
    }
    told
}

/// Ordered pairs of different numbers.
fn pairs(count: u32) -> impl Iterator<Item = (u32, u32)> {
    (0..count)
        .flat_map(move |one| (0..count).map(move |other| (one, other)))
        .filter(|(one, other)| one != other)
}

fn gathers(network: &Network, options: &Options) -> Told {
    let (flow, window) = (network.flow(), i64::from(options.window));
    let width = options.min_width as usize;
    let mut told = Told::new();
    for centre in 0..flow.parties() {
        let own = |number: &MoveNo| flow.from(*number) != flow.to(*number);
        let arrivals: Vec<MoveNo> = (0..flow.len())
            .filter(|number| flow.to(*number) == centre && own(number))
            .collect();
        let departures: Vec<MoveNo> = (0..flow.len())
            .filter(|number| flow.from(*number) == centre && own(number))
            .collect();
        let mut sets = BTreeMap::new();
        for first in &arrivals {
            for last in &departures {
                let (start, end) = (flow.time(*first), flow.time(*last));
                if start >= end || end > start + window {
                    continue;
                }
                let gathered = arrivals
                    .iter()
                    .filter(|number| (start..end).contains(&flow.time(**number)));
                let scattered = departures
                    .iter()
                    .filter(|number| (start + 1..=end).contains(&flow.time(**number)));
                // At some moment so many had given, and so many were still to receive.
                let turns = (start..end).any(|moment| {
                    let givers: BTreeSet<Party> = gathered
                        .clone()
                        .filter(|number| flow.time(**number) <= moment)
                        .map(|number| flow.from(*number))
                        .collect();
                    let receivers: BTreeSet<Party> = scattered
                        .clone()
                        .filter(|number| flow.time(**number) > moment)
                        .map(|number| flow.to(*number))
                        .collect();
                    givers.len() >= width && receivers.len() >= width
                });
                if turns {
                    let givers: BTreeSet<Party> = gathered.clone().map(|n| flow.from(*n)).collect();
                    let receivers: BTreeSet<Party> =
                        scattered.clone().map(|n| flow.to(*n)).collect();
                    let set = gathered.chain(scattered).copied().collect();
                    sets.insert(set, givers.len() + receivers.len());
                }
            }
        }
        told.extend(records(network, &sets, window));
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn fans_are_what_brute_force_finds(rows in rows(40)) {
        let network = network(numbered(&rows));
        let found = fan_in::find(&network, &options()).expect("options are in range");
        prop_assert_eq!(told(&found), fans(&network, &options(), true));
        prop_assert_eq!(found.findings.len(), told(&found).len());
        let found = fan_out::find(&network, &options()).expect("options are in range");
        prop_assert_eq!(told(&found), fans(&network, &options(), false));
    }

    #[test]
    fn scatter_gathers_are_what_brute_force_finds(rows in rows(40)) {
        let network = network(numbered(&rows));
        let found = scatter_gather::find(&network, &options()).expect("options are in range");
        prop_assert_eq!(told(&found), scatters(&network, &options()));
    }

    #[test]
    fn gather_scatters_are_what_brute_force_finds(rows in rows(40)) {
        let network = network(numbered(&rows));
        let found = gather_scatter::find(&network, &options()).expect("options are in range");
        prop_assert_eq!(told(&found), gathers(&network, &options()));
    }

    #[test]
    fn ranges_together_find_what_the_whole_finds(rows in rows(60), cuts in prop::collection::vec(0..60_u32, 0..5), hubs in hubs()) {
        let options = || Options { hubs, ..options() };
        let network = network(numbered(&rows));
        let count = network.flow().len();
        let mut cuts: Vec<MoveNo> = cuts.into_iter().map(|cut| cut.min(count)).chain([0, count]).collect();
        cuts.sort_unstable();
        for typology in all() {
            let Some(find_within) = typology.find_within else { continue };
            let whole = (typology.find)(&network, &options()).expect("options are in range");
            let mut found = Found::default();
            for cut in cuts.windows(2) {
                let part = find_within(&network, &options(), cut[0]..cut[1]);
                for finding in &part.findings {
                    let last = finding.moves().max().expect("a finding has movements");
                    prop_assert!((cut[0]..cut[1]).contains(&last), "{}", typology.name);
                }
                found.findings.extend(part.findings);
            }
            found.sort();
            prop_assert_eq!(&found.findings, &whole.findings, "{}", typology.name);
        }
    }

    /// Who keeps only what [`super::Reach`] says finds the same.
    #[test]
    fn reach_is_enough(rows in rows(60), time in 0..40_i64, length in 1..12_i64, hubs in hubs()) {
        let options = || Options { hubs, ..options() };
        let whole = network(numbered(&rows));
        let window = i64::from(options().window);
        for typology in all() {
            let Some(find_within) = typology.find_within else { continue };
            let kept = time - window * i64::from(typology.reach.before)
                ..time + length + window * i64::from(typology.reach.after);
            let part = network(
                numbered(&rows).into_iter().filter(|(_, row)| kept.contains(&row.2)),
            );
            let closing = |network: &Network| {
                network.flow().first_at(time)..network.flow().first_at(time + length)
            };
            let of_part = find_within(&part, &options(), closing(&part));
            let of_whole = find_within(&whole, &options(), closing(&whole));
            prop_assert_eq!(plain(&part, &of_part), plain(&whole, &of_whole), "{}", typology.name);
        }
    }

    #[test]
    fn findings_are_sound(rows in rows(60)) {
        let network = network(numbered(&rows));
        for typology in all() {
            let found = (typology.find)(&network, &options()).expect("options are in range");
            for finding in &found.findings {
                prop_assert_eq!(finding.typology, typology.name);
                let parties: BTreeSet<Party> = finding.parties.iter().copied().collect();
                prop_assert_eq!(parties.len(), finding.parties.len());
                for hop in &finding.hops {
                    if let Hop::Move(number) = hop {
                        prop_assert!(parties.contains(&network.flow().from(*number)));
                        prop_assert!(parties.contains(&network.flow().to(*number)));
                    }
                }
                let moves: BTreeSet<MoveNo> = finding.moves().collect();
                prop_assert_eq!(moves.len(), finding.moves().count());
                if typology.find_within.is_some() {
                    let (start, end) = finding.span(network.flow()).expect("a finding has movements");
                    prop_assert!(end - start <= i64::from(options().window));
                }
            }
        }
    }
}

#[test]
fn every_typology_explains_itself() {
    let mut names = BTreeSet::new();
    for typology in all() {
        assert!(names.insert(typology.name), "{} twice", typology.name);
        let about = typology.about;
        for text in [
            about.finds,
            about.why,
            about.example,
            about.false_alarms,
            about.source,
        ] {
            assert!(
                text.ends_with('.') && text.len() > 20,
                "{}: {text}",
                typology.name
            );
        }
    }
}
