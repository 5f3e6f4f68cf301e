//! The cheapest Latin spellings of a word of another script.
//!
//! A beam: the eight cheapest spellings of the word up to each place, those of one cost in the order of
//! their letters. What leads to a place is sorted streams (a spelling before it, its cheapest entries), so
//! the next cheapest is always at the head of one of them and only what is kept is written out.

use std::cell::RefCell;

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

impl Spelling {
    fn as_slice(&self) -> &[u8] {
        &self.letters[..self.length]
    }
}

/// The cheapest spellings up to one place, best first.
struct Beam {
    /// One more than are kept: the one that is tried.
    spellings: [Spelling; BEAM + 1],
    /// Their numbers in order; behind those that are kept stand free ones.
    order: [u8; BEAM + 1],
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
            spellings: [spelling; BEAM + 1],
            order: [0, 1, 2, 3, 4, 5, 6, 7, 8],
            count: 0,
        }
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
        if self.count == BEAM && cost > self.ranked(BEAM as u8 - 1).cost {
            return false;
        }
        let tried = usize::from(self.order[self.count]);
        let slot = &mut self.spellings[tried];
        slot.cost = cost;
        slot.length = before.length;
        slot.letters[..before.length].copy_from_slice(before.as_slice());
        for letter in entry.letters() {
            slot.letters[slot.length] = match letter {
                26.. => MARKED[usize::from(letter - 26)],
                plain => plain,
            };
            slot.length += 1;
        }
        let tried = self.spellings[tried].as_slice();
        let mut at = self.count;
        for (rank, other) in self.ordered().enumerate() {
            if other.as_slice() == tried {
                // Known, and no dearer.
                return true;
            }
            if other.cost == cost && at == self.count && other.as_slice() > tried {
                at = rank;
            }
        }
        self.order[at..=self.count].rotate_right(1);
        self.count = (self.count + 1).min(BEAM);
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

/// Spellings that are ever asked for.
const MOST: usize = 4;

/// The word that was spelled last: its keys, its keys as a whole and its signature are asked one after another,
/// and each needs the same spellings.
struct Last {
    word: Option<(String, Script)>,
    letters: Vec<char>,
    /// Where each spelling ends.
    ends: Vec<usize>,
    /// Working memory.
    beams: [Beam; 3],
}

impl Last {
    const fn new() -> Self {
        Self {
            word: None,
            letters: Vec::new(),
            ends: Vec::new(),
            beams: [Beam::new(), Beam::new(), Beam::new()],
        }
    }
}

thread_local! {
    static LAST: RefCell<Last> = const { RefCell::new(Last::new()) };
}

/// Hands out the cheapest Latin spellings of a word, best first, at most `most` and never more than four.
pub(crate) fn renderings(native: &str, script: Script, most: usize, mut take: impl FnMut(&[char])) {
    LAST.with_borrow_mut(|last| {
        let is_last = |(word, of): &(String, Script)| word == native && *of == script;
        if !last.word.as_ref().is_some_and(is_last) {
            last.letters.clear();
            last.ends.clear();
            spell(native, script, last);
            last.word = Some((native.to_owned(), script));
        }
        let mut start = 0;
        for &end in last.ends.iter().take(most) {
            take(&last.letters[start..end]);
            start = end;
        }
    });
}

fn spell(native: &str, script: Script, out: &mut Last) {
    static PASSED: [Entry; 1] = [Entry::NOTHING];
    let Some(costs) = costs(script) else {
        return;
    };
    let units = spelling_units(native, script);
    if units.len() > MAX_UNITS {
        return;
    }
    let places = places(costs, &units, script);
    let beams = &mut out.beams;
    beams.iter_mut().for_each(|beam| beam.count = 0);
    let first = &mut beams[0];
    (first.count, first.order) = (1, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    (first.spellings[0].cost, first.spellings[0].length) = (0, 0);
    let mut streams = Streams::new();
    for at in 1..=places.len() {
        let [first, second, third] = &mut *beams;
        let (beam, one, two) = match at % 3 {
            0 => (first, &*third, &*second),
            1 => (second, &*first, &*third),
            _ => (third, &*second, &*first),
        };
        streams.count = 0;
        let place = &places[at - 1];
        streams.add(one, false, &own(place).cheapest);
        if place.mark || (own(place).is_empty() && place.two.is_empty()) {
            streams.add(one, false, &PASSED);
        }
        if at > 1 {
            streams.add(two, true, &places[at - 2].two.cheapest);
        }
        beam.count = 0;
        while let Some((cost, before, entry)) = streams.next(one, two)
            && beam.offer(cost, before, entry)
        {}
    }
    for spelling in beams[places.len() % 3].ordered().take(MOST) {
        let letters = spelling.as_slice().iter();
        out.letters
            .extend(letters.map(|&number| LETTERS[usize::from(number)]));
        out.ends.push(out.letters.len());
    }
}
