//! Several pay one, who then pays several.

use super::windows::{Centres, HubPolicy, Records, Section, Tally, money};
use super::{About, Reach, Typology};
use crate::{Fact, Finding, Flow, Found, Hop, MoveNo, Network, Options, Party, Step, TraceError};
use crate::{in_parallel, sum_of};
use std::ops::Range;

/// Several pay one, who then pays several.
pub const TYPOLOGY: Typology = Typology {
    name: "gather-scatter",
    about: About {
        finds: "A party that receives from at least `min-width` (3) different givers and then pays at least so many \
                different receivers, all within the window (one day): by the time that many had paid it, that many \
                were still to be paid. The finding is everything that the party received and paid from the first \
                payment in to the last payment out.",
        why: "The collecting account is where the money changes hands: what was gathered from donors or frauds leaves \
              for those who use it before anyone can freeze it.",
        example: "Nine people pay a new association in the morning; in the afternoon it pays six private persons, and \
                  by evening its balance is what it was.",
        false_alarms: "Shops and small firms, pay day at an employer whose customers paid the day before, \
                       clubs and rotating savings groups, payment processors (`--hubs`).",
        source: "FATF, Risk of Terrorist Abuse in Non-Profit Organisations (2014); Altman et al., Realistic Synthetic \
                 Financial Transactions for Anti-Money Laundering Models (NeurIPS 2023).",
    },
    find,
    find_within: Some(find_within),
    reach: Reach {
        before: 2,
        after: 1,
    },
};

/// All gather-scatters.
///
/// # Errors
/// An option outside its range.
pub fn find(network: &Network, options: &Options) -> Result<Found, TraceError> {
    options.check()?;
    Ok(find_within(network, options, 0..network.flow().len()))
}

/// A payment of the centre.
#[derive(Clone, Copy, Debug)]
struct Event {
    number: MoveNo,
    clock: u32,
    other: Party,
    arrives: bool,
}

struct Search<'n> {
    flow: &'n Flow,
    section: Section,
    window: u32,
    width: u32,
    hubs: HubPolicy<'n>,
}

struct Scratch {
    events: Vec<Event>,
    givers: Tally,
    receivers: Tally,
    records: Records,
    seen: Vec<Party>,
}

impl Scratch {
    fn side(&mut self, event: &Event) -> &mut Tally {
        if event.arrives {
            &mut self.givers
        } else {
            &mut self.receivers
        }
    }
}

/// Gather-scatters whose last payment lies in a range.
#[must_use]
pub fn find_within(network: &Network, options: &Options, closing: Range<MoveNo>) -> Found {
    let flow = network.flow();
    let search = Search {
        flow,
        section: Section::new(flow, closing, options.window),
        window: options.window,
        width: options.min_width.max(2),
        hubs: HubPolicy::new(flow, options),
    };
    // The last payment of a finding is one that the centre makes.
    let centres = Centres::new(flow, &search.section.closing, |number| flow.from(number));
    let scratch = || Scratch {
        events: Vec::new(),
        givers: Tally::new(flow.parties()),
        receivers: Tally::new(flow.parties()),
        records: Records::default(),
        seen: Vec::new(),
    };
    let pieces = in_parallel(centres.len(), options.threads, scratch, |scratch, range| {
        let mut found = Found::default();
        for at in range {
            search.around(centres.get(at), scratch, &mut found);
        }
        found
    });
    let mut found = Found {
        hubs: search.hubs.hubs.clone(),
        ..Found::default()
    };
    for piece in pieces {
        found.findings.extend(piece.findings);
    }
    found.sort();
    found
}

impl Search<'_> {
    fn around(&self, centre: Party, scratch: &mut Scratch, found: &mut Found) {
        let width = self.width as usize;
        let numbers = &self.section.numbers;
        let arriving = self.flow.arriving_within(centre, numbers.clone());
        let leaving = self.flow.leaving_within(centre, numbers.clone());
        if arriving.len() < width || leaving.len() < width {
            return;
        }
        self.gather_events(centre, &mut scratch.events);
        scratch.records.clear();
        let events = std::mem::take(&mut scratch.events);
        let (mut end, mut before) = (0, 0);
        for (start, event) in events.iter().enumerate() {
            let last = event.clock.saturating_add(self.window);
            while end < events.len() && events[end].clock <= last {
                scratch.side(&events[end]).add(events[end].other);
                end += 1;
            }
            let wide = scratch.givers.distinct() >= self.width
                && scratch.receivers.distinct() >= self.width;
            // A window begins with a payment in; one that brings no new payment out lies within the one before it.
            if event.arrives {
                let leaves = |other: &Event| !other.arrives && other.clock > event.clock;
                if wide && events[before.max(start)..end].iter().any(leaves) {
                    self.told(centre, &events[start..end], scratch, found);
                }
                before = end;
            }
            scratch.side(event).take(event.other);
        }
        scratch.events = events;
    }

    /// Everything that the centre received and paid, in the order of time.
    fn gather_events(&self, centre: Party, events: &mut Vec<Event>) {
        let numbers = &self.section.numbers;
        events.clear();
        let mut leaving = self
            .flow
            .leaving_within(centre, numbers.clone())
            .iter()
            .peekable();
        let mut push = |step: &Step, arrives| {
            if step.party != centre && money(self.flow, step.number) {
                events.push(Event {
                    number: step.number,
                    clock: self.flow.clock(step.number),
                    other: step.party,
                    arrives,
                });
            }
        };
        for step in self.flow.arriving_within(centre, numbers.clone()) {
            while let Some(other) = leaving.next_if(|other| other.number < step.number) {
                push(other, false);
            }
            push(step, true);
        }
        for step in leaving {
            push(step, false);
        }
    }

    /// Tells a window that begins with a payment in, if so many gave before so many received and it is a record.
    fn told(&self, centre: Party, events: &[Event], scratch: &mut Scratch, found: &mut Found) {
        let Some(last) = events.iter().rev().find(|event| !event.arrives) else {
            return;
        };
        let first = events[0].clock;
        let kept = |event: &&Event| {
            if event.arrives {
                event.clock < last.clock
            } else {
                event.clock > first && event.number <= last.number
            }
        };
        let mut seen = std::mem::take(&mut scratch.seen);
        let arrivals = events.iter().filter(kept).filter(|event| event.arrives);
        let gathered = nth_other(arrivals, self.width, &mut seen);
        let departures = events
            .iter()
            .rev()
            .filter(kept)
            .filter(|event| !event.arrives);
        let scattered = nth_other(departures, self.width, &mut seen);
        scratch.seen = seen;
        let (Some(gathered), Some(scattered)) = (gathered, scattered) else {
            return;
        };
        if gathered >= scattered {
            return;
        }
        // How wide: what the window holds beside the finding does not count.
        let beside = || events.iter().filter(|event| !kept(event));
        for event in beside() {
            scratch.side(event).take(event.other);
        }
        let wide = scratch.givers.distinct() + scratch.receivers.distinct();
        for event in beside() {
            scratch.side(event).add(event.other);
        }
        if !scratch.records.told(last.clock, wide, self.window)
            || !self.section.closing.contains(&last.number)
            || self.hubs.is_hub(centre, last.number)
        {
            return;
        }

        let events: Vec<Event> = events.iter().filter(kept).copied().collect();
        found.findings.push(finding(self.flow, centre, &events));
    }
}

/// The clock at which the so-manieth different party comes.
fn nth_other<'e>(
    mut events: impl Iterator<Item = &'e Event>,
    width: u32,
    seen: &mut Vec<Party>,
) -> Option<u32> {
    seen.clear();
    events.find_map(|event| {
        if !seen.contains(&event.other) {
            seen.push(event.other);
        }
        (seen.len() >= width as usize).then_some(event.clock)
    })
}

fn finding(flow: &Flow, centre: Party, events: &[Event]) -> Finding {
    let others = |arrives: bool| {
        let mut parties: Vec<Party> = events
            .iter()
            .filter(|event| event.arrives == arrives)
            .map(|event| event.other)
            .collect();
        parties.sort_unstable();
        parties.dedup();
        parties
    };
    let (givers, receivers) = (others(true), others(false));
    let sum = |arrives: bool| {
        let events = events.iter().filter(|event| event.arrives == arrives);
        sum_of(flow, events.map(|event| event.number))
    };
    let (gathered, scattered) = (sum(true), sum(false));
    let mut facts = vec![
        Fact::Party("hub", centre),
        Fact::Number("givers", givers.len() as i64),
        Fact::Number("receivers", receivers.len() as i64),
    ];
    facts.extend(gathered.map(|amount| Fact::Amount("gathered", amount)));
    facts.extend(scattered.map(|amount| Fact::Amount("scattered", amount)));
    let mut others: Vec<Party> = givers.into_iter().chain(receivers).collect();
    others.sort_unstable();
    others.dedup();
    let mut parties = vec![centre];
    parties.append(&mut others);
    Finding {
        typology: TYPOLOGY.name,
        hops: events.iter().map(|event| Hop::Move(event.number)).collect(),
        parties,
        // What went through: the smaller of what came in and what went out.
        amount: gathered
            .zip(scattered)
            .filter(|(one, other)| one.currency == other.currency)
            .map(|(one, other)| one.min(other)),
        capped: false,
        facts,
    }
}
