//! Payers who belong to one owner and pay one receiver.

use super::limits::day_of;
use super::windows::{Centres, Records, Section, money};
use super::{About, Reach, Typology};
use crate::{Fact, Finding, Flow, Found, Hop, Link, LinkKind, MoveNo, Network, Options, Party};
use crate::{TraceError, in_parallel, sum_of};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Links from payer up to owner. Five: longer chains of holding companies exist, and each more multiplies what must be looked at.
const MOST_LINKS: usize = 5;

/// Owners kept of one payer, the nearest first: a listed company may have thousands.
const MOST_OWNERS: usize = 64;

/// Payers who belong to one owner and pay one receiver.
pub const TYPOLOGY: Typology = Typology {
    name: "hidden-owner",
    about: About {
        finds: "At least `min-width` (3) different payers of one receiver within the window (one day) who all belong to \
                one owner: each by a chain of at most five ownership links of at least 25 percent (`owner-share`) that \
                stand on the day of the payment, or by being the owner. The receiver is not the owner. The finding \
                shows each chain and the payments.",
        why: "What looks like many customers is one. A fan-in of strangers is weak evidence; a fan-in of one person's \
              companies is an arrangement.",
        example: "Five trading companies pay one antiquities dealer within a day. Three are owned by a holding, two by \
                  its director, and both by the same man.",
        false_alarms: "Groups of companies that pay their common supplier, landlord or tax adviser; state-owned \
                       enterprises, whose owner is the state.",
        source: "FATF and Egmont Group, Concealment of Beneficial Ownership (2018); FATF recommendations 10 and 24.",
    },
    find,
    // Links do not stream: whoever has only the latest movements has no owners, and nothing found would say nothing.
    find_within: None,
    reach: Reach {
        before: 2,
        after: 1,
    },
};

/// All groups of payers with one owner.
///
/// # Errors
/// An option outside its range.
pub fn find(network: &Network, options: &Options) -> Result<Found, TraceError> {
    options.check()?;
    Ok(find_within(network, options, 0..network.flow().len()))
}

/// An owner of a payer, with the links from owner to payer.
#[derive(Clone, Debug)]
struct Owned {
    owner: Party,
    chain: Vec<Link>,
}

struct Search<'n> {
    network: &'n Network,
    options: &'n Options,
    section: Section,
}

/// Groups whose last payment lies in a range.
#[must_use]
pub fn find_within(network: &Network, options: &Options, closing: Range<MoveNo>) -> Found {
    let flow = network.flow();
    if network.links().is_empty() {
        return Found::default();
    }
    let search = Search {
        network,
        options,
        section: Section::new(flow, closing, options.window),
    };
    let centres = Centres::new(flow, &search.section.closing, |number| flow.to(number));
    let pieces = in_parallel(
        centres.len(),
        options.threads,
        FxHashMap::default,
        |known, range| {
            let mut found = Found::default();
            for at in range {
                search.to_receiver(centres.get(at), known, &mut found);
            }
            found
        },
    );
    let mut found = Found::default();
    for piece in pieces {
        found.findings.extend(piece.findings);
        found.capped |= piece.capped;
    }
    found.sort();
    found
}

/// Owners by payer and day.
type Known = FxHashMap<(Party, i32), Vec<Owned>>;

impl Search<'_> {
    fn to_receiver(&self, receiver: Party, known: &mut Known, found: &mut Found) {
        let flow = self.network.flow();
        let arriving = flow.arriving_within(receiver, self.section.numbers.clone());
        let width = self.options.min_width.max(2);
        if arriving.len() < width as usize {
            return;
        }
        // Payments by owner: (owner, number).
        let mut owned: Vec<(Party, MoveNo)> = Vec::new();
        for step in arriving {
            if step.party == receiver || !money(flow, step.number) {
                continue;
            }
            let owners = self.owners(step.party, day_of(flow, step.number), known, found);
            let others = owners.iter().filter(|owned| owned.owner != receiver);
            owned.extend(others.map(|owned| (owned.owner, step.number)));
        }
        owned.sort_unstable();
        for group in owned.chunk_by(|one, other| one.0 == other.0) {
            self.windows(receiver, group, width, known, found);
        }
    }

    fn windows(
        &self,
        receiver: Party,
        group: &[(Party, MoveNo)],
        width: u32,
        known: &mut Known,
        found: &mut Found,
    ) {
        let flow = self.network.flow();
        if group.len() < width as usize {
            return;
        }
        let (mut end, mut records) = (0, Records::default());
        for (start, first) in group.iter().enumerate() {
            let before = end;
            let last = flow.clock(first.1).saturating_add(self.options.window);
            while end < group.len() && flow.clock(group[end].1) <= last {
                end += 1;
            }
            if end == before {
                continue;
            }
            let mut payers: Vec<Party> = group[start..end]
                .iter()
                .map(|own| flow.from(own.1))
                .collect();
            payers.sort_unstable();
            payers.dedup();
            let wide = payers.len() as u32;
            let closes = group[end - 1].1;
            if wide >= width
                && records.told(flow.clock(closes), wide, self.options.window)
                && self.section.closing.contains(&closes)
            {
                let moves: Vec<MoveNo> = group[start..end].iter().map(|own| own.1).collect();
                let finding = self.finding((receiver, first.0), &payers, &moves, known, found);
                found.findings.push(finding);
            }
        }
    }

    /// The owners of a party on a day, the party itself first, each by its shortest chain.
    fn owners<'k>(
        &self,
        payer: Party,
        day: i32,
        known: &'k mut Known,
        found: &mut Found,
    ) -> &'k [Owned] {
        known.entry((payer, day)).or_insert_with(|| {
            let mut owners = vec![Owned {
                owner: payer,
                chain: Vec::new(),
            }];
            let mut at = 0;
            while at < owners.len() {
                let Owned { owner, chain } = owners[at].clone();
                at += 1;
                if chain.len() >= MOST_LINKS {
                    continue;
                }
                let mut up: Vec<&Link> = self
                    .network
                    .links()
                    .holders_of(owner)
                    .filter(|link| self.binds(link) && link.stands_on(day))
                    .collect();
                up.sort_unstable();
                for link in up {
                    if owners.iter().any(|known| known.owner == link.from) {
                        continue;
                    }
                    if owners.len() > MOST_OWNERS {
                        found.capped = true;
                        break;
                    }
                    let mut longer = vec![*link];
                    longer.extend_from_slice(&chain);
                    owners.push(Owned {
                        owner: link.from,
                        chain: longer,
                    });
                }
            }
            owners
        })
    }

    fn binds(&self, link: &Link) -> bool {
        match link.kind {
            // An unknown share may be large.
            LinkKind::Ownership => link.share.most >= self.options.limits.owner_share,
            // A right that is control by itself binds like a whole share.
            LinkKind::Same | LinkKind::Control => true,
            LinkKind::Directorship
            | LinkKind::Membership
            | LinkKind::Employment
            | LinkKind::Representation
            | LinkKind::Family
            | LinkKind::Associate
            | LinkKind::Unknown
            | LinkKind::Other => false,
        }
    }

    /// Payer by payer: the chain from the owner, then the payments.
    fn finding(
        &self,
        (receiver, owner): (Party, Party),
        payers: &[Party],
        moves: &[MoveNo],
        known: &mut Known,
        found: &mut Found,
    ) -> Finding {
        let flow: &Flow = self.network.flow();
        let mut parties = vec![receiver, owner];
        let mut hops = Vec::new();
        for payer in payers {
            let own = moves.iter().filter(|number| flow.from(**number) == *payer);
            let Some(first) = own.clone().next() else {
                continue;
            };
            let owners = self.owners(*payer, day_of(flow, *first), known, found);
            let chain = owners.iter().find(|owned| owned.owner == owner);
            for link in chain.into_iter().flat_map(|owned| &owned.chain) {
                hops.push(Hop::Held(*link));
                parties.extend([link.from, link.to]);
            }
            hops.extend(own.copied().map(Hop::Move));
            parties.push(*payer);
        }
        let mut rest = parties.split_off(2);
        rest.sort_unstable();
        rest.dedup();
        rest.retain(|party| !parties.contains(party));
        parties.append(&mut rest);
        Finding {
            typology: TYPOLOGY.name,
            hops,
            parties,
            amount: sum_of(flow, moves.iter().copied()),
            capped: false,
            facts: vec![
                Fact::Party("target", receiver),
                Fact::Party("owner", owner),
                Fact::Number("payers", payers.len() as i64),
            ],
        }
    }
}
