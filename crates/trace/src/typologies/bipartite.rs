//! A group of givers who all pay the same group of receivers.

use super::bicliques::{Group, groups};
use super::{About, Reach, Typology};
use crate::{Fact, Finding, Flow, Found, Hop, Network, Options, TraceError, sum_of};

/// Share of the other side that a further member of a group must be paired with, in percent: three of four. The core of a group
/// is always complete.
pub(super) const NEARLY: u32 = 75;

/// A group of givers who all pay the same group of receivers.
pub const TYPOLOGY: Typology = Typology {
    name: "bipartite",
    about: About {
        finds: "At least `min-width` (3) givers of whom each pays each of at least so many receivers within the window \
                (one day), with those who take part in three quarters of it. Told is the largest group of every giver; \
                one that lies mostly inside larger ones is left out.",
        why: "Who layers money pays crosswise between two rows of accounts, so that no one account shows where a sum \
              came from. By chance several people seldom pay the same several others within a day.",
        example: "Four new accounts each send a few hundred to each of five others in one morning: twenty payments.",
        false_alarms: "Households that pay the same utilities and shops, employers with the same banks and tax offices, \
                       traders of one market. Raise `min-width`, or pass over hubs.",
        source: "Altman et al., Realistic Synthetic Financial Transactions for Anti-Money Laundering Models (NeurIPS \
                 2023); Li et al., FlowScope (AAAI 2020); Zhang et al., On finding bicliques in bipartite graphs (BMC \
                 Bioinformatics 2014).",
    },
    find,
    find_within: None,
    reach: Reach {
        before: 3,
        after: 3,
    },
};

/// All groups.
///
/// # Errors
/// An option outside its range.
pub fn find(network: &Network, options: &Options) -> Result<Found, TraceError> {
    options.check()?;
    let flow = network.flow();
    let all = groups(flow, options, NEARLY);
    let mut found = Found {
        findings: told(flow, all.groups)
            .iter()
            .map(|group| finding(flow, group))
            .collect(),
        capped: all.capped,
        hubs: all.hubs,
        currencies: Vec::new(),
    };
    found.sort();
    Ok(found)
}

/// The largest first; one of whose movements half or more stand in larger ones says nothing new.
fn told(flow: &Flow, mut groups: Vec<Group>) -> Vec<Group> {
    groups.sort_by(|one, other| other.pairs.cmp(&one.pairs).then_with(|| one.cmp(other)));
    let mut covered = vec![false; flow.len() as usize];
    groups.retain(|group| {
        let known = group
            .moves
            .iter()
            .filter(|number| covered[**number as usize]);
        let new = known.count() * 2 < group.moves.len();
        if new {
            for number in &group.moves {
                covered[*number as usize] = true;
            }
        }
        new
    });
    groups
}

fn finding(flow: &Flow, group: &Group) -> Finding {
    let mut parties = group.senders.clone();
    let receivers = group.receivers.iter().copied();
    parties.extend(receivers.filter(|party| group.senders.binary_search(party).is_err()));
    Finding {
        typology: TYPOLOGY.name,
        hops: group.moves.iter().copied().map(Hop::Move).collect(),
        parties,
        amount: sum_of(flow, group.moves.iter().copied()),
        capped: group.capped,
        facts: vec![
            Fact::Number("givers", group.senders.len() as i64),
            Fact::Number("receivers", group.receivers.len() as i64),
            Fact::Number("pairs", i64::from(group.pairs)),
        ],
    }
}
