//! The cheapest path between a word and a Latin spelling, and the cheapest spellings of a word.

use super::customs::is_customary;
use super::table::{
    Costs, Entry, LONGEST, beginning, chunk_key, code_of, costs, reading_key, silent,
};
use super::{END, MAX_UNITS, START, latin_codes, latin_letter, spelling_units};
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
const NEVER: u16 = u16::MAX / 2;

/// What may stand at a place of the word: the spellings of one letter, of two, and an extra cost.
struct Place<'a> {
    one: &'a [Entry],
    two: &'a [Entry],
    /// What all characters of the same reading are spelled as.
    read: &'a [Entry],
    /// A mark of the beginning or end, which may be passed over for nothing.
    mark: bool,
}

fn places<'a>(costs: &'a Costs, units: &[char], script: Script) -> Vec<Place<'a>> {
    let mut places = Vec::with_capacity(units.len());
    for (at, &unit) in units.iter().enumerate() {
        let reading = (script == Script::Han).then(|| han_reading(unit)).flatten();
        let two = units.get(at + 1).map(|&next| chunk_key(&[unit, next]));
        places.push(Place {
            one: costs.find(chunk_key(&[unit])),
            two: two.map_or(&[], |key| costs.find(key)),
            read: reading.map_or(&[], |syllable| costs.find(reading_key(syllable))),
            mark: unit == START || unit == END,
        });
    }
    places
}

/// What a spelling can reach that is not attested.
const BEST: u32 = 975;
/// Thousandths a spelling loses per eighth of a bit a letter: first up to [`USUAL`] eighths, then beyond.
const SLOPE: u32 = 22;
const STEEP: u32 = 50;
const USUAL: u32 = 5;

/// How well a Latin spelling fits a word of a script, 0 ..= 975; none where nothing was learned for
/// the script. Less than `least` may be answered as 0.
pub(crate) fn similarity(
    native: &str,
    script: Script,
    latin_text: &str,
    least: u16,
) -> Option<u16> {
    let costs = costs(script)?;
    let Some((codes, count)) = latin_codes(latin_text) else {
        return Some(0);
    };
    let units = spelling_units(native, script);
    if units.len() > MAX_UNITS || count == 0 {
        return Some(0);
    }
    let length = weight(script) * (units.len() as u32 - 2) / 2 + count as u32;
    let beyond = (BEST - SLOPE * USUAL).saturating_sub(u32::from(least)) * length;
    let limit = (USUAL * length + beyond.div_ceil(STEEP)).min(u32::from(NEVER) - 1) as u16;
    let places = places(costs, &units, script);
    let latin = &codes[..count];
    let cost = cheapest(&places, latin, &Bounds::of(costs, limit));
    let usual = u32::from(cost).min(USUAL * length);
    let lost = (usual * SLOPE + (u32::from(cost) - usual) * STEEP) / length;
    let alike = BEST.saturating_sub(lost) as u16;
    if alike < CUSTOMARY && is_customary(native, script, latin_text) {
        return Some(CUSTOMARY);
    }
    if alike > UNUSUAL && few_syllables(native, script) {
        let strict = Bounds {
            step: USUAL_STEP,
            limit,
            left_out: NEVER,
            put_in: NEVER,
            replaced: NEVER,
        };
        if cheapest(&places, latin, &strict) == NEVER {
            return Some(UNUSUAL);
        }
    }
    Some(alike)
}

/// Words of one or two characters that are whole syllables.
fn few_syllables(native: &str, script: Script) -> bool {
    matches!(script, Script::Han | Script::Hangul) && native.chars().nth(2).is_none()
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

/// The cost of the cheapest path, or [`NEVER`] when every path goes beyond the bounds.
fn cheapest(places: &[Place<'_>], latin: &[u8], bounds: &Bounds) -> u16 {
    let limit = bounds.limit;
    let end = latin.len();
    // The numbers of all pieces of the spelling, by where they begin and how long they are.
    let mut pieces = [[0_u32; LONGEST + 1]; MAX_UNITS + 1];
    for (from, pieces) in pieces.iter_mut().enumerate().take(end + 1) {
        for (length, piece) in pieces.iter_mut().enumerate().take(end - from + 1) {
            *piece = code_of(&latin[from..from + length]);
        }
    }
    let mut rows = [[NEVER; MAX_UNITS + 1]; 3];
    rows[0][0] = 0;
    for (at, place) in places.iter().enumerate() {
        let (here, next, after) = (at % 3, (at + 1) % 3, (at + 2) % 3);
        let mut alive = rows[next].iter().take(end + 1).any(|&cost| cost <= limit);
        for from in 0..=end {
            let cost = rows[here][from];
            if cost > limit {
                continue;
            }
            alive = true;
            let kinds = [
                (place.one, 0, next),
                (place.two, 0, after),
                (place.read, BY_READING, next),
            ];
            for (entries, extra, row) in kinds {
                let begun = latin.get(from).map_or(&[][..], |&l| beginning(entries, l));
                for entry in silent(entries).iter().chain(begun) {
                    let total = cost + extra + u16::from(entry.cost);
                    if total > limit || entry.cost > bounds.step {
                        continue;
                    }
                    let length = usize::from(entry.length);
                    if pieces[from][length] == entry.code {
                        let slot = &mut rows[row][from + length];
                        *slot = total.min(*slot);
                    }
                }
            }
            let left_out = if place.mark { 0 } else { bounds.left_out };
            rows[next][from] = rows[next][from].min(cost + left_out);
            if from < end {
                rows[here][from + 1] = rows[here][from + 1].min(cost + bounds.put_in);
                if !place.mark {
                    rows[next][from + 1] = rows[next][from + 1].min(cost + bounds.replaced);
                }
            }
        }
        if !alive {
            return NEVER;
        }
        rows[here] = [NEVER; MAX_UNITS + 1];
    }
    let last = &mut rows[places.len() % 3];
    for from in 0..end {
        last[from + 1] = last[from + 1].min(last[from] + bounds.put_in);
    }
    if last[end] > limit { NEVER } else { last[end] }
}

/// Spellings kept while a word is spelled.
const BEAM: usize = 8;

/// The cheapest Latin spellings of a word, best first, at most `most`.
pub(crate) fn renderings(native: &str, script: Script, most: usize) -> Vec<String> {
    let Some(costs) = costs(script).filter(|_| most > 0) else {
        return Vec::new();
    };
    let units = spelling_units(native, script);
    if units.len() > MAX_UNITS {
        return Vec::new();
    }
    let places = places(costs, &units, script);
    let mut beams: Vec<Vec<(u32, String)>> = vec![Vec::new(); places.len() + 2];
    beams[0].push((0, String::new()));
    for (at, place) in places.iter().enumerate() {
        let mut beam = std::mem::take(&mut beams[at]);
        settle(&mut beam);
        for (cost, spelling) in beam {
            let one = if place.one.is_empty() {
                place.read
            } else {
                place.one
            };
            for (taken, entries) in [(1, one), (2, place.two)] {
                let mut entries = entries.to_vec();
                entries.sort_by_key(|entry| (entry.cost, entry.code));
                for entry in entries.iter().take(BEAM) {
                    let mut longer = spelling.clone();
                    for letter in (0..entry.length).rev() {
                        longer.push(latin_letter((entry.code >> (5 * letter) & 31) as u8));
                    }
                    beams[at + taken].push((cost + u32::from(entry.cost), longer));
                }
            }
            if place.mark || (one.is_empty() && place.two.is_empty()) {
                beams[at + 1].push((cost, spelling));
            }
        }
    }
    let mut last = std::mem::take(&mut beams[places.len()]);
    settle(&mut last);
    last.truncate(most);
    last.into_iter().map(|(_, spelling)| spelling).collect()
}

/// The cheapest first, each spelling once.
fn settle(beam: &mut Vec<(u32, String)>) {
    beam.sort_unstable_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
    beam.dedup_by(|later, first| later.1 == first.1);
    beam.sort_unstable();
    beam.truncate(BEAM);
}
