//! Rows of accounts that pay crosswise from one row to the next.

use super::bicliques::{Group, groups};
use super::bipartite::NEARLY;
use super::{About, Reach, Typology};
use crate::{Fact, Finding, Flow, Found, Hop, MoveNo, Network, Options, Party, TraceError};
use crate::{least_of, sum_of};
use std::collections::BTreeSet;

/// Rows of accounts that pay crosswise from one row to the next.
pub const TYPOLOGY: Typology = Typology {
    name: "stack",
    about: About {
        finds: "Two or more crosswise groups (see bipartite) one upon the other within the window (one day): at least \
                `min-width` (3) receivers of the first are the givers of the second, and each of them received before \
                it paid. Payments out of time's order are left out; rows go on as long as groups do.",
        why: "Layering as the textbooks draw it: after two crosswise rows no sum can be followed by amount any more, \
              only the rows themselves stand out.",
        example: "Three accounts pay each of four in the morning; in the afternoon each of the four pays each of five.",
        false_alarms: "Clearing between banks' or brokers' own accounts; staff of a group of companies who live and shop \
                       in one place.",
        source: "Altman et al., Realistic Synthetic Financial Transactions for Anti-Money Laundering Models (NeurIPS \
                 2023); Li et al., FlowScope (AAAI 2020).",
    },
    find,
    find_within: None,
    reach: Reach {
        before: 3,
        after: 3,
    },
};

/// All stacks.
///
/// # Errors
/// An option outside its range.
pub fn find(network: &Network, options: &Options) -> Result<Found, TraceError> {
    options.check()?;
    let flow = network.flow();
    let all = groups(flow, options, NEARLY);
    let search = Search {
        flow,
        options,
        groups: &all.groups,
        paying: index(&all.groups, |group| &group.senders),
    };
    let mut found = Found {
        capped: all.capped,
        hubs: all.hubs,
        ..Found::default()
    };
    let mut stacks = search.stacks(&mut found.capped);
    stacks.sort_by(|one, other| {
        let size = |stack: &Stack| stack.moves.len();
        size(other)
            .cmp(&size(one))
            .then_with(|| one.moves.cmp(&other.moves))
    });
    let mut covered = vec![false; flow.len() as usize];
    for stack in stacks {
        let known = stack
            .moves
            .iter()
            .filter(|number| covered[**number as usize]);
        if known.count() * 2 >= stack.moves.len() {
            continue;
        }
        for number in &stack.moves {
            covered[*number as usize] = true;
        }
        found.findings.push(finding(flow, &stack));
    }
    found.sort();
    Ok(found)
}

/// For each party the groups of which it is a member on one side, sorted by party.
fn index(groups: &[Group], side: impl Fn(&Group) -> &Vec<Party>) -> Vec<(Party, u32)> {
    let mut index: Vec<(Party, u32)> = (0_u32..)
        .zip(groups)
        .flat_map(|(at, group)| side(group).iter().map(move |party| (*party, at)))
        .collect();
    index.sort_unstable();
    index
}

struct Search<'n> {
    flow: &'n Flow,
    options: &'n Options,
    groups: &'n [Group],
    paying: Vec<(Party, u32)>,
}

/// Layers of movements, in order.
#[derive(Clone, Debug)]
struct Stack {
    layers: Vec<Vec<MoveNo>>,
    /// All of them, sorted.
    moves: Vec<MoveNo>,
    capped: bool,
}

impl Search<'_> {
    fn stacks(&self, capped: &mut bool) -> Vec<Stack> {
        let mut stacks = Vec::new();
        for first in self.groups {
            let start = vec![first.moves.clone()];
            let mut steps = self.options.most_steps;
            let mut told = 0;
            self.extend(first, start, &mut steps, &mut |stack| {
                told += 1;
                if told <= self.options.most {
                    stacks.push(stack);
                }
            });
            *capped |= steps == 0 || told > self.options.most;
        }
        stacks
    }

    /// Lays every group that fits on the last layer; what nothing fits on is told.
    fn extend(
        &self,
        top: &Group,
        layers: Vec<Vec<MoveNo>>,
        steps: &mut u64,
        tell: &mut dyn FnMut(Stack),
    ) {
        let mut grew = false;
        if layers.len() < usize::from(self.options.max_hops) {
            for at in self.above(top) {
                if *steps == 0 {
                    break;
                }
                *steps -= 1;
                let next = &self.groups[at as usize];
                if let Some(layers) = self.laid(&layers, next) {
                    grew = true;
                    self.extend(next, layers, steps, tell);
                }
            }
        }
        if !grew && layers.len() > 1 {
            let mut moves: Vec<MoveNo> = layers.iter().flatten().copied().collect();
            moves.sort_unstable();
            tell(Stack {
                layers,
                moves,
                capped: *steps == 0,
            });
        }
    }

    /// Groups that have enough of a group's receivers as givers.
    fn above(&self, group: &Group) -> Vec<u32> {
        let mut meets: Vec<u32> = Vec::new();
        for party in &group.receivers {
            let start = self.paying.partition_point(|(other, _)| other < party);
            let own = self.paying[start..].iter();
            meets.extend(
                own.take_while(|(other, _)| other == party)
                    .map(|(_, at)| *at),
            );
        }
        meets.sort_unstable();
        let width = self.options.min_width.max(2) as usize;
        meets
            .chunk_by(|one, other| one == other)
            .filter(|same| same.len() >= width)
            .map(|same| same[0])
            .collect()
    }

    /// The layers with one more: what runs through the parties between them in the order of time, if it is wide enough
    /// and fits the window.
    fn laid(&self, layers: &[Vec<MoveNo>], next: &Group) -> Option<Vec<Vec<MoveNo>>> {
        let flow = self.flow;
        let below = layers.last()?;
        let mut middles: BTreeSet<Party> = below.iter().map(|number| flow.to(*number)).collect();
        middles.retain(|party| next.senders.binary_search(party).is_ok());
        let (mut into, mut out) = (Vec::new(), Vec::new());
        for middle in middles {
            let of = |moves: &[MoveNo], end: fn(&Flow, MoveNo) -> Party| -> Vec<MoveNo> {
                let own = moves.iter().copied();
                own.filter(|number| end(flow, *number) == middle).collect()
            };
            let (arrives, leaves) = (of(below, Flow::to), of(&next.moves, Flow::from));
            let (Some(first), Some(last)) = (arrives.first(), leaves.last()) else {
                continue;
            };
            let (first, last) = (flow.clock(*first), flow.clock(*last));
            into.extend(arrives.iter().filter(|number| flow.clock(**number) < last));
            out.extend(leaves.iter().filter(|number| flow.clock(**number) > first));
        }
        into.sort_unstable();
        out.sort_unstable();
        if !self.crosswise(&into) || !self.crosswise(&out) {
            return None;
        }
        let mut layers = layers.to_vec();
        if let Some(top) = layers.last_mut() {
            *top = into;
        }
        layers.push(out);
        let all = || layers.iter().flatten().map(|number| flow.clock(*number));
        let span = all().max()? - all().min()?;
        (span <= self.options.window).then_some(layers)
    }

    /// Whether a layer is wide enough on both sides, and nearly every pair of it is there.
    fn crosswise(&self, moves: &[MoveNo]) -> bool {
        let pairs: BTreeSet<(Party, Party)> = moves
            .iter()
            .map(|number| (self.flow.from(*number), self.flow.to(*number)))
            .collect();
        let givers: BTreeSet<Party> = pairs.iter().map(|pair| pair.0).collect();
        let receivers: BTreeSet<Party> = pairs.iter().map(|pair| pair.1).collect();
        let width = self.options.min_width.max(2) as usize;
        givers.len() >= width
            && receivers.len() >= width
            && pairs.len() * 100 >= givers.len() * receivers.len() * NEARLY as usize
    }
}

fn finding(flow: &Flow, stack: &Stack) -> Finding {
    let mut parties = Vec::new();
    let mut seen = BTreeSet::new();
    for layer in &stack.layers {
        let mut row: Vec<Party> = layer.iter().map(|number| flow.from(*number)).collect();
        row.sort_unstable();
        parties.extend(row.into_iter().filter(|party| seen.insert(*party)));
    }
    let mut last: Vec<Party> = stack
        .layers
        .iter()
        .flatten()
        .map(|number| flow.to(*number))
        .collect();
    last.sort_unstable();
    parties.extend(last.into_iter().filter(|party| seen.insert(*party)));
    let sums: Option<Vec<_>> = stack
        .layers
        .iter()
        .map(|layer| sum_of(flow, layer.iter().copied()))
        .collect();
    let least = least_of(flow, stack.moves.iter().copied());
    Finding {
        typology: TYPOLOGY.name,
        hops: stack
            .layers
            .iter()
            .flatten()
            .copied()
            .map(Hop::Move)
            .collect(),
        parties,
        // What may have gone through all layers: the smallest of their sums, where one currency makes them comparable.
        amount: least.and_then(|_| sums?.into_iter().min()),
        capped: stack.capped,
        facts: vec![Fact::Number("layers", stack.layers.len() as i64)],
    }
}
