//! The cheapest path between a word and a Latin spelling.
//!
//! Cells of the table are skipped when even the best that can follow stays beyond the limit: every
//! letter still to be spelled costs at least its share in some chunk of the word, and every chunk
//! still to be passed at least its cheapest spelling. What is skipped could not be on a path within
//! the limit, so the result is the same with the bound and without. Words that are not alike, most of
//! all that share a block key, end before the first cell.

use super::customs::is_customary;
use super::table::{
    Chunk, Costs, EMPTY, LETTERS, NEVER, NO_LETTERS, chunk_key, costs, reading_key, window,
};
use super::{END, LatinWord, MAX_UNITS, START, spelling_units};
use crate::sound::han_reading;
use crate::types::Script;

/// What an unusual spelling of a name of one or two syllables can reach: below the default threshold,
/// for one other syllable is another person.
const UNUSUAL: u16 = 700;
/// What a customary romanisation of a Korean or Chinese name reaches at least.
const CUSTOMARY: u16 = 900;
/// A step of a usual spelling costs no more.
const USUAL_STEP: u8 = 28;
/// What it costs that a character is spelled as others of its reading are.
const BY_READING: u16 = 16;

/// What may stand at a place of the word: the spellings of one letter, of two, and an extra cost.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) one: &'static Chunk,
    pub(super) two: &'static Chunk,
    /// What all characters of the same reading are spelled as.
    pub(super) read: &'static Chunk,
    /// A mark of the beginning or end, which may be passed over for nothing.
    pub(super) mark: bool,
}

impl Place {
    /// What it costs at least to go to the next place without a letter: what stands here is silent, a mark, or left out.
    fn passed(&self, bounds: &Bounds) -> u16 {
        let left_out = if self.mark { 0 } else { bounds.left_out };
        let read = self.read.passed(bounds.step) + BY_READING;
        left_out.min(read).min(self.one.passed(bounds.step))
    }
}

pub(super) fn places(costs: &'static Costs, units: &[char], script: Script) -> Vec<Place> {
    let place = |(at, &unit): (usize, &char)| {
        let reading = (script == Script::Han).then(|| han_reading(unit)).flatten();
        let next = units.get(at + 1);
        Place {
            one: costs.find(chunk_key(&[unit])),
            two: next.map_or(&EMPTY, |&next| costs.find_pair(unit, next)),
            read: reading.map_or(&EMPTY, |syllable| costs.find(reading_key(syllable))),
            mark: unit == START || unit == END,
        }
    };
    units.iter().enumerate().map(place).collect()
}

/// What a spelling can reach that is not attested.
const BEST: u32 = 975;
/// Thousandths a spelling loses per eighth of a bit a letter: first up to [`USUAL`] eighths, then beyond.
const SLOPE: u32 = 22;
const STEEP: u32 = 50;
const USUAL: u32 = 5;

/// A word of another script, made ready to be laid against Latin ones.
#[derive(Debug)]
pub(crate) struct Native {
    script: Script,
    costs: &'static Costs,
    /// None when the word is too long.
    places: Vec<Place>,
    /// What each Latin letter costs at least in this word, in halves.
    shares: [u8; LETTERS],
    /// What the places from here on cost at least.
    ahead: [u16; MAX_UNITS + 2],
}

impl Native {
    /// None where nothing was learned for the script.
    pub(crate) fn new(text: &str, script: Script) -> Option<Self> {
        let costs = costs(script)?;
        let units = spelling_units(text, script);
        let places = if units.len() > MAX_UNITS {
            Vec::new()
        } else {
            places(costs, &units, script)
        };
        let beside = costs.put_in.min(costs.replaced) * 2;
        let mut shares = [beside as u8; LETTERS];
        let mut ahead = [0; MAX_UNITS + 2];
        for (at, place) in places.iter().enumerate().rev() {
            let chunks = [place.one, place.two, place.read];
            for chunk in chunks.into_iter().filter(|chunk| !chunk.is_empty()) {
                for (share, own) in shares.iter_mut().zip(chunk.shares) {
                    *share = own.min(*share);
                }
            }
            let passed = if place.mark { 0 } else { costs.left_out };
            let read = u16::from(place.read.least) + BY_READING;
            let one = u16::from(place.one.least).min(read).min(passed);
            let two = u16::from(place.two.least) + ahead[at + 2];
            ahead[at] = two.min(one + ahead[at + 1]);
        }
        Some(Self {
            script,
            costs,
            places,
            shares,
            ahead,
        })
    }

    /// Whether [`Native::similarity`] can be more than 0: what its letters cost at least. Not for
    /// Korean and Chinese, where customs have a say.
    pub(crate) fn may_reach(&self, latin: &LatinWord, least: u16) -> bool {
        let latin = latin.letters();
        if self.places.is_empty() || latin.is_empty() {
            return false;
        }
        let shares = latin.iter().map(|&code| self.share(code));
        let cost = shares.sum::<u16>().div_ceil(2).max(self.ahead[0]);
        cost <= Self::limit(self.length(latin.len()), least)
    }

    fn share(&self, code: u8) -> u16 {
        u16::from(self.shares[usize::from(code)])
    }

    /// By how many letters the cost of a path is divided.
    const fn length(&self, latin: usize) -> u32 {
        weight(self.script) * (self.places.len() as u32 - 2) / 2 + latin as u32
    }

    /// The cost of a path that leads to `least`, or a little more.
    fn limit(length: u32, least: u16) -> u16 {
        let beyond = (BEST - SLOPE * USUAL).saturating_sub(u32::from(least)) * length;
        (USUAL * length + beyond.div_ceil(STEEP)).min(u32::from(NEVER) - 1) as u16
    }

    /// How well a Latin word fits this one, 0 ..= 975; both are given again as they are written. Less than
    /// `least` may be answered as 0.
    pub(crate) fn similarity(
        &self,
        text: &str,
        latin_text: &str,
        latin: &LatinWord,
        least: u16,
    ) -> u16 {
        let latin = latin.letters();
        if self.places.is_empty() || latin.is_empty() {
            return 0;
        }
        let length = self.length(latin.len());
        let limit = Self::limit(length, least);
        let cost = self.cheapest(latin, &Bounds::of(self.costs, limit));
        let usual = u32::from(cost).min(USUAL * length);
        let lost = (usual * SLOPE + (u32::from(cost) - usual) * STEEP) / length;
        let alike = BEST.saturating_sub(lost) as u16;
        if alike < CUSTOMARY && is_customary(text, self.script, latin_text) {
            return CUSTOMARY;
        }
        if alike > UNUSUAL && self.has_few_syllables(text) {
            let strict = Bounds {
                step: USUAL_STEP,
                limit,
                left_out: NEVER,
                put_in: NEVER,
                replaced: NEVER,
            };
            if self.cheapest(latin, &strict) == NEVER {
                return UNUSUAL;
            }
        }
        alike
    }

    /// Words of one or two characters that are whole syllables.
    fn has_few_syllables(&self, text: &str) -> bool {
        matches!(self.script, Script::Han | Script::Hangul) && text.chars().nth(2).is_none()
    }

    /// The cost of the cheapest path, or [`NEVER`] when every path goes beyond the bounds.
    fn cheapest(&self, latin: &[u8], bounds: &Bounds) -> u16 {
        let end = latin.len();
        // What the letters from here on cost at least, and the first five of them.
        let (mut behind, mut windows) = ([0_u16; MAX_UNITS + 1], [NO_LETTERS; MAX_UNITS + 1]);
        let mut halves = 0;
        for from in (0..end).rev() {
            halves += self.share(latin[from]);
            behind[from] = halves.div_ceil(2);
            windows[from] = window(latin[from], windows[from + 1]);
        }
        if behind[0].max(self.ahead[0]) > bounds.limit {
            return NEVER;
        }
        let mut grid = Grid::new(&behind, bounds.limit);
        for (at, place) in self.places.iter().enumerate() {
            let (here, next, after) = (at % 3, (at + 1) % 3, (at + 2) % 3);
            // What may still be spent behind this place, the next, and the one after it.
            let [left, left_next, left_after] =
                [0, 1, 2].map(|step| bounds.limit.checked_sub(self.ahead[at + step]));
            let pass = place.passed(bounds);
            let pass_two = place.two.passed(bounds.step);
            let mut kinds = [(place.one, 0, next, left_next); 3];
            let mut known = 0;
            for kind in [
                (place.one, 0, next, left_next),
                (place.two, 0, after, left_after),
                (place.read, BY_READING, next, left_next),
            ] {
                if !kind.0.is_empty() {
                    kinds[known] = kind;
                    known += 1;
                }
            }
            let kinds = &kinds[..known];
            let mut from = grid.spans[here].0;
            while from < grid.spans[here].1 {
                let cost = grid.rows[here][from];
                if cost > bounds.limit {
                    from += 1;
                    continue;
                }
                grid.reach(next, from, cost + pass, left_next);
                grid.reach(after, from, cost + pass_two, left_after);
                if from < end {
                    for &(chunk, extra, row, left) in kinds {
                        for entry in chunk.beginning(latin[from]) {
                            if windows[from] & entry.mask == entry.code && entry.cost <= bounds.step
                            {
                                let total = cost + extra + u16::from(entry.cost);
                                grid.reach(row, from + usize::from(entry.length), total, left);
                            }
                        }
                    }
                    grid.reach(here, from + 1, cost + bounds.put_in, left);
                    if !place.mark {
                        grid.reach(next, from + 1, cost + bounds.replaced, left_next);
                    }
                }
                from += 1;
            }
            grid.clear(here);
            if grid.spans[next].1 == 0 && grid.spans[after].1 == 0 {
                return NEVER;
            }
        }
        let mut rows = grid.rows;
        let last = &mut rows[self.places.len() % 3];
        for from in 0..end {
            last[from + 1] = last[from + 1].min(last[from] + bounds.put_in);
        }
        if last[end] > bounds.limit {
            NEVER
        } else {
            last[end]
        }
    }
}

/// The cells of three places on the way: what it costs to have spelled so many letters there.
struct Grid {
    rows: [[u16; MAX_UNITS + 1]; 3],
    /// The cells of each row that hold a cost stand between these, the last left out.
    spans: [(usize, usize); 3],
    /// What may be spent up to where so many letters are spelled; none where those behind cost too much.
    room: [u16; MAX_UNITS + 1],
}

impl Grid {
    fn new(behind: &[u16; MAX_UNITS + 1], limit: u16) -> Self {
        let mut rows = [[NEVER; MAX_UNITS + 1]; 3];
        rows[0][0] = 0;
        Self {
            rows,
            spans: [(0, 1), (MAX_UNITS, 0), (MAX_UNITS, 0)],
            // The first cell is within the limit, and those behind it have less to come.
            room: behind.map(|behind| limit.saturating_sub(behind)),
        }
    }

    /// Keeps a cost unless a lower one is known, or what follows leads beyond the limit.
    #[inline]
    fn reach(&mut self, row: usize, to: usize, total: u16, left: Option<u16>) {
        let cell = &mut self.rows[row][to];
        if total < *cell && total <= self.room[to] && left.is_some_and(|left| total <= left) {
            *cell = total;
            let span = &mut self.spans[row];
            *span = (span.0.min(to), span.1.max(to + 1));
        }
    }

    fn clear(&mut self, row: usize) {
        let (first, last) = self.spans[row];
        self.rows[row][first.min(last)..last].fill(NEVER);
        self.spans[row] = (MAX_UNITS, 0);
    }
}

/// How well a Latin spelling fits a word of a script, as [`Native::similarity`]; none where nothing was
/// learned for the script.
pub(crate) fn similarity(
    native: &str,
    script: Script,
    latin_text: &str,
    least: u16,
) -> Option<u16> {
    let latin = LatinWord::of(latin_text);
    let spelled = Native::new(native, script)?;
    if !spelled.may_reach(&latin, least) && !is_customary(native, script, latin_text) {
        return Some(0);
    }
    Some(spelled.similarity(native, latin_text, &latin, least))
}

/// Twice the Latin letters that a letter of the script stands for, about.
const fn weight(script: Script) -> u32 {
    match script {
        Script::Han => 6,
        Script::Kana => 4,
        _ => 2,
    }
}

/// What a path may cost.
struct Bounds {
    /// One chunk.
    step: u8,
    /// All of it.
    limit: u16,
    left_out: u16,
    put_in: u16,
    replaced: u16,
}

impl Bounds {
    const fn of(costs: &Costs, limit: u16) -> Self {
        Self {
            step: u8::MAX,
            limit,
            left_out: costs.left_out,
            put_in: costs.put_in,
            replaced: costs.replaced,
        }
    }
}
