//! The cheapest Latin spellings of a word of another script.
//!
//! A beam: the eight cheapest spellings of the word up to each place, those of one cost in the order of
//! their letters. What leads to a place is sorted streams (a spelling before it, its cheapest entries), so
//! the next cheapest is always at the head of one of them and only what is kept is written out.

use super::path::{Place, places};
use super::table::{Chunk, Entry, LONGEST, costs};
use super::{MAX_UNITS, spelling_units};
use crate::types::Script;

/// Spellings kept while a word is spelled.
const BEAM: usize = 8;
const MOST_LETTERS: usize = MAX_UNITS * LONGEST;
/// Streams that can lead to a place: one letter, two letters, a mark passed over.
const STREAMS: usize = BEAM * 3;

/// Letters by their place in Unicode, which orders spellings of one cost.
const LETTERS: [char; 32] = [
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's',
    't', 'u', 'v', 'w', 'x', 'y', 'z', '\u{E7}', '\u{F1}', '\u{111}', '\u{11F}', '\u{15F}',
    '\u{17E}',
];
/// The places of the letters after z, by their numbers in the tables.
const MARKED: [u8; 6] = [26, 30, 31, 29, 28, 27];

#[derive(Clone, Copy)]
struct Spelling {
    cost: u32,
    length: usize,
    letters: [u8; MOST_LETTERS],
}

/// The cheapest spellings up to one place, best first.
struct Beam {
    spellings: [Spelling; BEAM],
    /// Their numbers in order.
    order: [u8; BEAM],
    count: usize,
}

impl Beam {
    const fn new() -> Self {
        let spelling = Spelling {
            cost: 0,
            length: 0,
            letters: [0; MOST_LETTERS],
        };
        Self {
            spellings: [spelling; BEAM],
            order: [0, 1, 2, 3, 4, 5, 6, 7],
            count: 0,
        }
    }

    fn clear(&mut self) {
        self.count = 0;
        self.order = [0, 1, 2, 3, 4, 5, 6, 7];
    }

    fn ranked(&self, at: u8) -> &Spelling {
        &self.spellings[usize::from(self.order[usize::from(at)])]
    }

    fn ordered(&self) -> impl Iterator<Item = &Spelling> {
        let order = self.order[..self.count].iter();
        order.map(|&at| &self.spellings[usize::from(at)])
    }

    /// Keeps a spelling if it is among the best; they must come by rising cost. False when it, and
    /// so all that follow, cost too much.
    fn offer(&mut self, cost: u32, before: &Spelling, entry: Entry) -> bool {
        let full = self.count == BEAM;
        let place = usize::from(self.order[self.count.min(BEAM - 1)]);
        if full && cost > self.spellings[place].cost {
            return false;
        }
        let mut letters = [0; LONGEST];
        let mut length = 0;
        for letter in entry.letters() {
            letters[length] = match letter {
                26.. => MARKED[usize::from(letter - 26)],
                plain => plain,
            };
            length += 1;
        }
        let is_before = |other: &Spelling| {
            let own = before.letters[..before.length]
                .iter()
                .chain(&letters[..length]);
            other.letters[..other.length].iter().cmp(own)
        };
        let mut at = self.count;
        for (rank, other) in self.ordered().enumerate() {
            match is_before(other) {
                // Known, and no dearer.
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Greater if other.cost == cost => at = at.min(rank),
                _ => {}
            }
        }
        if at == BEAM {
            return true;
        }
        let slot = &mut self.spellings[place];
        slot.cost = cost;
        slot.length = before.length + length;
        slot.letters[..before.length].copy_from_slice(&before.letters[..before.length]);
        slot.letters[before.length..slot.length].copy_from_slice(&letters[..length]);
        self.count = (self.count + 1).min(BEAM);
        self.order[at..self.count].rotate_right(1);
        true
    }
}

/// A spelling before a place, in one of two beams, and what may follow it, the cheapest first.
#[derive(Clone, Copy)]
struct Stream {
    two_before: bool,
    at: u8,
    entries: &'static [Entry],
}

/// Streams with the cost of what stands at the head of each.
struct Streams {
    heads: [u32; STREAMS],
    streams: [Stream; STREAMS],
    count: usize,
}

impl Streams {
    const fn new() -> Self {
        let none = Stream {
            two_before: false,
            at: 0,
            entries: &[],
        };
        Self {
            heads: [0; STREAMS],
            streams: [none; STREAMS],
            count: 0,
        }
    }

    fn add(&mut self, beam: &Beam, two_before: bool, entries: &'static [Entry]) {
        let Some(first) = entries.first() else {
            return;
        };
        for (at, spelling) in beam.ordered().enumerate() {
            let at = at as u8;
            self.heads[self.count] = spelling.cost + u32::from(first.cost);
            self.streams[self.count] = Stream {
                two_before,
                at,
                entries,
            };
            self.count += 1;
        }
    }

    /// The cheapest of what is left: its cost, the spelling before it, the entry.
    fn next<'b>(&mut self, one: &'b Beam, two: &'b Beam) -> Option<(u32, &'b Spelling, Entry)> {
        let mut least = (u32::MAX, 0);
        for (at, &head) in self.heads[..self.count].iter().enumerate() {
            if head < least.0 {
                least = (head, at);
            }
        }
        let (cost, at) = least;
        let stream = self.streams[..self.count].get_mut(at)?;
        let (entry, rest) = stream.entries.split_first()?;
        let before = if stream.two_before { two } else { one }.ranked(stream.at);
        stream.entries = rest;
        let head = rest.first().map(|next| before.cost + u32::from(next.cost));
        self.heads[at] = head.unwrap_or(u32::MAX);
        Some((cost, before, *entry))
    }
}

/// The entries of one letter: those of its reading where it is not known itself.
const fn own(place: &Place) -> &'static Chunk {
    if place.one.is_empty() {
        place.read
    } else {
        place.one
    }
}

/// Hands out the cheapest Latin spellings of a word, best first, at most `most`.
pub(crate) fn renderings(native: &str, script: Script, most: usize, mut take: impl FnMut(&[char])) {
    static PASSED: [Entry; 1] = [Entry::NOTHING];
    let Some(costs) = costs(script).filter(|_| most > 0) else {
        return;
    };
    let units = spelling_units(native, script);
    if units.len() > MAX_UNITS {
        return;
    }
    let places = places(costs, &units, script);
    let mut beams = [Beam::new(), Beam::new(), Beam::new()];
    beams[0].count = 1;
    for at in 1..=places.len() {
        let [first, second, third] = &mut beams;
        let (beam, one, two) = match at % 3 {
            0 => (first, &*third, &*second),
            1 => (second, &*first, &*third),
            _ => (third, &*second, &*first),
        };
        let mut streams = Streams::new();
        let place = &places[at - 1];
        streams.add(one, false, &own(place).cheapest);
        if place.mark || (own(place).is_empty() && place.two.is_empty()) {
            streams.add(one, false, &PASSED);
        }
        if at > 1 {
            streams.add(two, true, &places[at - 2].two.cheapest);
        }
        beam.clear();
        while let Some((cost, before, entry)) = streams.next(one, two)
            && beam.offer(cost, before, entry)
        {}
    }
    let mut letters = ['\0'; MOST_LETTERS];
    for spelling in beams[places.len() % 3].ordered().take(most) {
        let own = &spelling.letters[..spelling.length];
        for (letter, &number) in letters.iter_mut().zip(own) {
            *letter = LETTERS[usize::from(number)];
        }
        take(&letters[..spelling.length]);
    }
}
