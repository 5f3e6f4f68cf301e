//! Many small gifts into one account, and onward in cash, in virtual assets or to few.

use super::windows::{Tally, money};
use super::{About, Reach, Typology};
use crate::{Amount, Fact, Finding, Flow, Found, Hop, MoveKind, MoveNo, Network, Options, Party};
use crate::{TraceError, in_parallel, sum_of};
use std::ops::Range;

/// A gift is small when it is at most this part of the reporting threshold of its currency: a tenth, 1,000 dollars or euros.
/// Where no threshold is known every gift counts as small.
const SMALL: i64 = 10;

/// Onward to few: at most so many receivers.
const FEW: usize = 3;

/// How much of the gifts must go onward, in percent: half. Less is what any account spends.
const ONWARD: i128 = 50;

/// Many small gifts into one account, and onward in cash, in virtual assets or to few.
pub const TYPOLOGY: Typology = Typology {
    name: "campaign",
    about: About {
        finds: "An account that within thirty days (`long`) receives small gifts (at most a tenth of the reporting \
                threshold each) from at least ten different givers (`gifts`), and from which, after at least ten had \
                given, half or more of that sum goes onward in cash, in virtual assets or to at most three receivers. The \
                finding has the gifts and the onward movements; where the givers' countries are known it counts them.",
        why: "Appeals through social media gather small sums from many countries that no single bank finds strange; \
              what gives them away is that the money does not stay and is not spent on what the appeal names.",
        example: "Sixty people in eleven countries give 20 to 150 each to a private account 'for the orphans of the \
                  town'; two thirds leave as cash at one machine near a border.",
        false_alarms: "Real appeals after disasters, mosques and parishes, clubs that collect dues and pay one landlord, \
                       collections for funerals and weddings, small shops. Ask for what the money was used.",
        source: "FATF, Crowdfunding for Terrorism Financing (2023); FATF, Emerging Terrorist Financing Risks (2015); UN \
                 Security Council Analytical Support and Sanctions Monitoring Team, reports S/2023/95 and S/2024/92.",
    },
    find,
    find_within: None,
    reach: Reach {
        before: 0,
        after: 0,
    },
};

/// All campaigns.
///
/// # Errors
/// An option outside its range.
pub fn find(network: &Network, options: &Options) -> Result<Found, TraceError> {
    options.check()?;
    let flow = network.flow();
    let search = Search {
        network,
        flow,
        options,
        hubs: options.hubs_of(flow),
    };
    let pieces = in_parallel(
        flow.parties(),
        options.threads,
        || Tally::new(flow.parties()),
        |givers, range| {
            let mut found = Found::default();
            for party in range {
                search.around(party, givers, &mut found);
            }
            found
        },
    );
    let mut found = Found::default();
    for piece in pieces {
        found.findings.extend(piece.findings);
        found.hubs.extend(piece.hubs);
    }
    found.sort();
    Ok(found)
}

struct Search<'n> {
    network: &'n Network,
    flow: &'n Flow,
    options: &'n Options,
    hubs: Vec<Party>,
}

/// How the money went onward.
struct Onward {
    moves: Vec<MoveNo>,
    word: &'static str,
    sum: i128,
}

impl Search<'_> {
    fn around(&self, account: Party, givers: &mut Tally, found: &mut Found) {
        let least = self.options.limits.gifts.max(2);
        let arriving = self.flow.arriving(account);
        if arriving.len() < least as usize || self.flow.leaving(account).is_empty() {
            return;
        }
        let mut gifts: Vec<MoveNo> = arriving
            .iter()
            .filter(|step| step.party != account && self.is_gift(step.number))
            .map(|step| step.number)
            .collect();
        gifts.sort_by_key(|number| (self.flow.currency(*number), *number));
        for gifts in
            gifts.chunk_by(|one, other| self.flow.currency(*one) == self.flow.currency(*other))
        {
            self.windows(account, gifts, least, givers, found);
        }
    }

    fn is_gift(&self, number: MoveNo) -> bool {
        let amount = self.flow.amount(number);
        let small = self.options.limits.threshold_of(amount.currency);
        money(self.flow, number)
            && amount.minor > 0
            && small.is_none_or(|threshold| amount.minor <= threshold.minor / SMALL)
    }

    /// The widest window of each stretch of gifts: windows that overlap one told are passed over.
    fn windows(
        &self,
        account: Party,
        gifts: &[MoveNo],
        least: u32,
        givers: &mut Tally,
        found: &mut Found,
    ) {
        let mut wide: Vec<(u32, Range<usize>)> = Vec::new();
        let mut end = 0;
        for (start, first) in gifts.iter().enumerate() {
            let before = end;
            let last = self
                .flow
                .clock(*first)
                .saturating_add(self.options.limits.long);
            while end < gifts.len() && self.flow.clock(gifts[end]) <= last {
                givers.add(self.flow.from(gifts[end]));
                end += 1;
            }
            if end > before && givers.distinct() >= least {
                wide.push((givers.distinct(), start..end));
            }
            givers.take(self.flow.from(*first));
        }
        wide.sort_by_key(|(wide, range)| (std::cmp::Reverse(*wide), range.start));
        let mut told: Vec<Range<usize>> = Vec::new();
        for (_, range) in wide {
            if told
                .iter()
                .any(|other| range.start < other.end && other.start < range.end)
            {
                continue;
            }
            let Some(onward) = self.onward(account, &gifts[range.clone()], least) else {
                continue;
            };
            if self.hubs.binary_search(&account).is_ok() {
                found.hubs.push(account);
                return;
            }
            found
                .findings
                .push(self.finding(account, &gifts[range.clone()], onward));
            told.push(range);
        }
    }

    /// What left the account after enough had given, within the same time from the first gift.
    fn onward(&self, account: Party, gifts: &[MoveNo], least: u32) -> Option<Onward> {
        let flow = self.flow;
        let first = *gifts.first()?;
        let mut seen = Vec::new();
        let since = gifts.iter().find(|number| {
            let giver = flow.from(**number);
            if !seen.contains(&giver) {
                seen.push(giver);
            }
            seen.len() >= least as usize
        })?;
        let gathered: i128 = gifts
            .iter()
            .map(|number| i128::from(flow.amount(*number).minor))
            .sum();
        let numbers = flow.later_than(*since)..flow.window_end(first, self.options.limits.long);
        let leaving: Vec<(Party, MoveNo)> = flow
            .leaving_within(account, numbers)
            .iter()
            .filter(|step| {
                money(flow, step.number) && flow.currency(step.number) == flow.currency(first)
            })
            .map(|step| (step.party, step.number))
            .collect();
        let sum = |moves: &[MoveNo]| -> i128 {
            moves
                .iter()
                .map(|number| i128::from(flow.amount(*number).minor))
                .sum()
        };
        let enough = |moves: Vec<MoveNo>, word| {
            let sum = sum(&moves);
            (sum * 100 >= gathered * ONWARD && !moves.is_empty()).then_some(Onward {
                moves,
                word,
                sum,
            })
        };
        let of_kind = |kind: MoveKind| -> Vec<MoveNo> {
            let own = leaving.iter().map(|(_, number)| *number);
            own.filter(|number| flow.kind(*number) == kind).collect()
        };
        // Those who received the most.
        let mut by_receiver = leaving.clone();
        by_receiver.retain(|(party, _)| *party != account);
        by_receiver.sort_unstable();
        let mut receivers: Vec<Vec<MoveNo>> = by_receiver
            .chunk_by(|one, other| one.0 == other.0)
            .map(|own| own.iter().map(|(_, number)| *number).collect())
            .collect();
        receivers.sort_by_key(|moves| (std::cmp::Reverse(sum(moves)), moves.clone()));
        receivers.truncate(FEW);
        let mut few: Vec<MoveNo> = receivers.into_iter().flatten().collect();
        few.sort_unstable();
        enough(of_kind(MoveKind::Cash), "cash")
            .or_else(|| enough(of_kind(MoveKind::Crypto), "crypto"))
            .or_else(|| enough(few, "few"))
    }

    fn finding(&self, account: Party, gifts: &[MoveNo], onward: Onward) -> Finding {
        let flow = self.flow;
        let mut givers: Vec<Party> = gifts.iter().map(|number| flow.from(*number)).collect();
        givers.sort_unstable();
        givers.dedup();
        let mut countries: Vec<[u8; 2]> = givers
            .iter()
            .filter_map(|giver| self.network.country(*giver))
            .collect();
        countries.sort_unstable();
        countries.dedup();
        let mut facts = vec![
            Fact::Party("hub", account),
            Fact::Number("givers", givers.len() as i64),
            Fact::Number("gifts", gifts.len() as i64),
            Fact::Word("onward", onward.word),
            Fact::Amount(
                "onward-amount",
                Amount {
                    minor: i64::try_from(onward.sum).unwrap_or(i64::MAX),
                    currency: flow.currency(gifts[0]),
                },
            ),
        ];
        if !countries.is_empty() {
            facts.push(Fact::Number("countries", countries.len() as i64));
        }
        let mut others = givers;
        others.extend(onward.moves.iter().map(|number| flow.to(*number)));
        others.sort_unstable();
        others.dedup();
        others.retain(|party| *party != account);
        let mut parties = vec![account];
        parties.append(&mut others);
        let mut moves: Vec<MoveNo> = gifts.iter().copied().chain(onward.moves).collect();
        moves.sort_unstable();
        Finding {
            typology: TYPOLOGY.name,
            amount: sum_of(flow, gifts.iter().copied()),
            hops: moves.into_iter().map(Hop::Move).collect(),
            parties,
            capped: false,
            facts,
        }
    }
}
