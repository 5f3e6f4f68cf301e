//! From a finding to its card: what the network knows, and what its filler knows of parties, rows and links.

use super::{
    Card, CardFact, CardHop, CardParty, FactValue, HopKind, Join, OnWord, Part, Unsure, Words,
};
use crate::{Fact, Finding, Hop, Link, LinkKind, MoveNo, Network, Party, Share};
use std::collections::{BTreeMap, BTreeSet};

/// What the network's filler knows and the network does not: names, lists, files. Every method has an answer, so that a
/// network of bare references can be shown too.
pub trait Labels {
    /// A party; its part is set by the card.
    fn party(&self, reference: &str, _party: Party) -> CardParty {
        CardParty {
            reference: reference.to_owned(),
            ..CardParty::default()
        }
    }

    /// On whose word a movement stands; `row` is the number of the input's row over all files, counted from zero.
    fn row(&self, _row: u32) -> Vec<OnWord> {
        Vec::new()
    }

    /// On whose word a link stands.
    fn link(&self, _link: &Link) -> Vec<OnWord> {
        Vec::new()
    }

    /// What the input says of a movement: purpose, goods, vessel.
    fn detail(&self, _row: u32) -> String {
        String::new()
    }

    /// Why a step belongs to the finding or draws attention.
    fn why(&self, _finding: &Finding, _hop: usize) -> Vec<Words> {
        Vec::new()
    }
}

/// Nothing known beside the network.
impl Labels for () {}

impl Card {
    /// The card of a finding.
    ///
    /// ```
    /// use kashf_trace::evidence::{Card, Part};
    /// use kashf_trace::{Amount, Currency, Finding, MoveKind, NetworkBuilder};
    ///
    /// let mut builder = NetworkBuilder::default();
    /// let amount = Amount::read("250.00", Currency::of("EUR").unwrap())?;
    /// builder.movement(("donor", "changer"), 1_700_000_000, amount, MoveKind::Payment, "t1")?;
    /// builder.movement(("changer", "dealer"), 1_700_000_060, amount, MoveKind::Cash, "t2")?;
    /// let network = builder.finish();
    /// let parties = vec![2, 0, 1];
    /// let card = Card::of(&Finding::of_moves("channel", [0, 1], parties), &network, &());
    /// assert_eq!(card.parties[0].reference, "donor");
    /// assert_eq!((card.parties[0].part, card.parties[2].part), (Part::Source, Part::Target));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(finding: &Finding, network: &Network, labels: &impl Labels) -> Self {
        let mut places = Places::default();
        for party in &finding.parties {
            places.of(*party);
        }
        let hops: Vec<CardHop> = finding
            .hops
            .iter()
            .enumerate()
            .map(|(at, hop)| CardHop {
                why: labels.why(finding, at),
                ..card_hop(*hop, network, labels, &mut places)
            })
            .collect();
        let facts = finding
            .facts
            .iter()
            .map(|fact| card_fact(fact, &mut places))
            .collect();
        let mut parties: Vec<CardParty> = places
            .order
            .iter()
            .map(|party| labels.party(network.parties().reference(*party), *party))
            .collect();
        parts(finding, &hops, &places, &mut parties);
        let mut card = Self {
            typology: finding.typology.to_owned(),
            hops,
            parties,
            facts,
            amount: finding.amount,
            span: finding.span(network.flow()),
            capped: finding.capped,
            unsure: Vec::new(),
        };
        card.unsure = unsure(&card);
        card
    }
}

/// Parties in the order in which they were met, and each one's place.
#[derive(Default)]
struct Places {
    order: Vec<Party>,
    at: BTreeMap<Party, usize>,
}

impl Places {
    fn of(&mut self, party: Party) -> usize {
        *self.at.entry(party).or_insert_with(|| {
            self.order.push(party);
            self.order.len() - 1
        })
    }
}

fn card_hop(hop: Hop, network: &Network, labels: &impl Labels, places: &mut Places) -> CardHop {
    match hop {
        Hop::Move(number) => moved(number, network, labels, places),
        Hop::Held(link) => linked(&link, false, labels, places),
        Hop::Holder(link) => linked(&link, true, labels, places),
    }
}

fn moved(number: MoveNo, network: &Network, labels: &impl Labels, places: &mut Places) -> CardHop {
    let flow = network.flow();
    let step = flow.get(number);
    let row = step.row;
    CardHop {
        kind: HopKind::Move(step.kind),
        from: places.of(step.from),
        to: places.of(step.to),
        walked_back: false,
        time: Some(step.time),
        stands: (None, None),
        amount: Some(step.amount),
        share: None,
        id: flow.id(number).to_string(),
        id_is_number: matches!(flow.id(number), crate::Id::Number(_)),
        detail: labels.detail(row),
        word: labels.row(row),
        why: Vec::new(),
    }
}

fn linked(link: &Link, walked_back: bool, labels: &impl Labels, places: &mut Places) -> CardHop {
    // The walk's own order, so that parties stand along the path.
    let (first, second) = if walked_back {
        (link.to, link.from)
    } else {
        (link.from, link.to)
    };
    places.of(first);
    places.of(second);
    CardHop {
        kind: HopKind::Link(link.kind),
        from: places.of(link.from),
        to: places.of(link.to),
        walked_back,
        time: None,
        stands: (
            (link.since != i32::MIN).then_some(link.since),
            (link.until != i32::MAX).then_some(link.until),
        ),
        amount: None,
        share: (link.kind == LinkKind::Ownership).then_some(link.share),
        id: String::new(),
        id_is_number: false,
        detail: String::new(),
        word: labels.link(link),
        why: Vec::new(),
    }
}

fn card_fact(fact: &Fact, places: &mut Places) -> CardFact {
    let (name, value) = match fact {
        Fact::Party(name, party) => (name, FactValue::Party(places.of(*party))),
        // Typologies name the unit in the fact's name.
        Fact::Number(name, number) if name.ends_with("seconds") => {
            (name, FactValue::Seconds(*number))
        }
        Fact::Number(name @ ("preserved-share" | "share-least" | "share-most"), number) => {
            (name, FactValue::Share(*number))
        }
        Fact::Number(name, number) => (name, FactValue::Number(*number)),
        Fact::Amount(name, amount) => (name, FactValue::Amount(*amount)),
        Fact::Word(name, word) => (name, FactValue::Words(Words::from(*word))),
    };
    CardFact {
        name: (*name).to_owned(),
        value,
    }
}

/// The part of each party: what the typology says; else where nothing comes in it begins, and where nothing goes out it ends.
fn parts(finding: &Finding, hops: &[CardHop], places: &Places, parties: &mut [CardParty]) {
    let ends = |hop: &CardHop| {
        if hop.walked_back {
            (hop.to, hop.from)
        } else {
            (hop.from, hop.to)
        }
    };
    let gives: BTreeSet<usize> = hops.iter().map(|hop| ends(hop).0).collect();
    let takes: BTreeSet<usize> = hops.iter().map(|hop| ends(hop).1).collect();
    for (at, party) in parties.iter_mut().enumerate() {
        party.part = match (gives.contains(&at), takes.contains(&at)) {
            (true, false) => Part::Source,
            (false, true) => Part::Target,
            _ => Part::Middle,
        };
    }
    for fact in &finding.facts {
        let Fact::Party(name, party) = fact else {
            continue;
        };
        let part = match *name {
            "hub" => Part::Hub,
            "source" => Part::Source,
            "target" => Part::Target,
            "middle" => Part::Middle,
            _ => continue,
        };
        if let Some(party) = places.at.get(party).and_then(|at| parties.get_mut(*at)) {
            party.part = part;
        }
    }
}

/// What the card itself shows to be unsure.
fn unsure(card: &Card) -> Vec<Unsure> {
    let mut unsure = Vec::new();
    for (at, party) in card.parties.iter().enumerate() {
        if party
            .joined
            .as_ref()
            .is_some_and(|joined| joined.by == Join::Name)
        {
            unsure.push(Unsure::JoinedByName { party: at });
        }
    }
    for (hop, step) in card.hops.iter().enumerate() {
        if step
            .share
            .is_some_and(|share: Share| share.least != share.most)
        {
            unsure.push(Unsure::ShareUnknown { hop });
        }
        if matches!(step.kind, HopKind::Link(kind) if kind != LinkKind::Same)
            && step.stands.0.is_none()
        {
            unsure.push(Unsure::DatesUnknown { hop });
        }
    }
    let currencies: BTreeSet<_> = card
        .hops
        .iter()
        .filter_map(|hop| hop.amount.map(|amount| amount.currency))
        .collect();
    if currencies.len() > 1 {
        unsure.push(Unsure::CurrenciesDiffer {
            currencies: currencies.iter().copied().collect(),
        });
    }
    if currencies.contains(&crate::Currency::NONE) {
        unsure.push(Unsure::NoCurrency);
    }
    unsure.extend(relaxed(card));
    if card.capped {
        unsure.push(Unsure::Capped);
    }
    unsure
}

/// Along a path each movement follows the one before; where it is earlier, the order of time was relaxed.
fn relaxed(card: &Card) -> Option<Unsure> {
    let mut movements = 0;
    let mut most = 0;
    let mut before: Option<&CardHop> = None;
    for hop in &card.hops {
        if let (Some(first), Some(then)) = (before, hop.time)
            && first.to == hop.from
            && let Some(time) = first.time
            && then < time
        {
            movements += 1;
            most = most.max(time - then);
        }
        before = Some(hop);
    }
    (movements > 0).then_some(Unsure::OrderRelaxed {
        movements,
        seconds: most,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Amount, Currency, MoveKind, NetworkBuilder};

    fn amount(code: &str) -> Amount {
        let currency = Currency::of(code).unwrap();
        Amount {
            minor: 100,
            currency,
        }
    }

    #[test]
    fn what_a_card_shows_to_be_unsure_is_said() {
        let mut builder = NetworkBuilder::default();
        let mut pay = |ends, time, code, id| {
            let kind = MoveKind::Payment;
            builder
                .movement(ends, time, amount(code), kind, id)
                .unwrap();
        };
        pay(("a", "b"), 1_000, "EUR", "1");
        pay(("b", "c"), 940, "USD", "2");
        let dates = (None, Some(20_000));
        let share = Share {
            least: 2_500,
            most: 10_000,
        };
        builder
            .link(("d", "c"), LinkKind::Ownership, share, dates, 0)
            .unwrap();
        let network = builder.finish();
        let link = network.links().all()[0];
        let finding = Finding {
            hops: vec![Hop::Move(1), Hop::Move(0), Hop::Holder(link)],
            capped: true,
            facts: vec![Fact::Party("hub", 1)],
            ..Finding::of_moves("channel", [], vec![0, 1, 2])
        };
        let card = Card::of(&finding, &network, &());
        let references: Vec<&str> = card.parties.iter().map(CardParty::shown).collect();
        assert_eq!(references, ["a", "b", "c", "d"]);
        let parts: Vec<Part> = card.parties.iter().map(|party| party.part).collect();
        assert_eq!(parts, [Part::Source, Part::Hub, Part::Middle, Part::Target]);
        assert_eq!(card.span, Some((940, 1_000)));
        assert_eq!((card.hops[2].from, card.hops[2].to), (3, 2));
        assert!(card.hops[0].id_is_number);
        let currencies = vec![amount("EUR").currency, amount("USD").currency];
        assert_eq!(
            card.unsure,
            [
                Unsure::ShareUnknown { hop: 2 },
                Unsure::DatesUnknown { hop: 2 },
                Unsure::CurrenciesDiffer { currencies },
                Unsure::OrderRelaxed {
                    movements: 1,
                    seconds: 60
                },
                Unsure::Capped,
            ]
        );
    }
}
