//! Learns what letters are spelled as from pairs of words: expectation and maximisation over all
//! ways to cut both words into chunks (Jiampojamarn, Kondrak, Sherif 2007).

use std::collections::BTreeMap;

/// How a script is learned.
pub(super) struct Settings {
    /// Latin letters of a chunk at most.
    pub(super) longest: usize,
    /// Share of the direction native to Latin in a cost; the rest is the other direction. Found by trial on a
    /// quarter of the words left out of learning: 0.3 to 0.5 are alike, 0.7 loses four points.
    pub(super) native_share: f64,
    /// A spelling expected less often at the end is noise (at 2.0, not 0.5, hebrew .800 and not .790 first, a
    /// third fewer rows); less where there are thousands of characters.
    pub(super) seen: f64,
    /// Pairs learned from at most, evenly taken.
    pub(super) most: usize,
}

/// A chunk of two native letters must be worth so much more than its letters: half, measured against
/// 0.1 and 0.02 (hebrew .740, .710, .715 first).
const TWO: f64 = 0.5;
/// Passes over the pairs.
const PASSES: usize = 5;
/// A spelling expected less often than this is noise.
const LEAST: f64 = 0.5;
/// A spelling with a smaller share of its chunk, and five times smaller a share of the spelling, is
/// left to the costs of unknown letters.
const LEAST_SHARE: f64 = 0.004;

/// Counts of a spelling that are taken as seen elsewhere: one that came twice, both times here, may be a slip.
const DOUBT: f64 = 5.0;

/// A pair of words.
pub(super) struct Example {
    native: Vec<char>,
    latin: Vec<char>,
}

impl Example {
    /// None when one of them is so much longer that they are not two forms of one name.
    pub(super) fn new(native: Vec<char>, latin: &str) -> Option<Self> {
        let latin: Vec<char> = latin.chars().collect();
        let plain = latin.iter().all(|c| c.is_alphabetic());
        plain.then_some(Self { native, latin })
    }
}

/// A native chunk and what it is spelled as.
type Chunk = (String, String);

/// Expected counts of chunks.
pub(super) struct Learned {
    counts: BTreeMap<Chunk, f64>,
    native_share: f64,
    seen: f64,
}

/// A way to cut off a chunk, from a place in both words.
struct Edge {
    from: (u8, u8),
    taken: u8,
    letters: u8,
    id: u32,
}

impl Edge {
    fn to(&self) -> (u8, u8) {
        (self.from.0 + self.taken, self.from.1 + self.letters)
    }
}

/// Where a path may go: near the diagonal.
fn near(i: usize, j: usize, example: &Example) -> bool {
    let (n, m) = (example.native.len() as f64, example.latin.len() as f64);
    (i as f64 * m / n - j as f64).abs() <= 2.5 + m * 0.15
}

fn edges(example: &Example, longest: usize, ids: &mut BTreeMap<Chunk, u32>) -> Vec<Edge> {
    let (native, latin) = (&example.native, &example.latin);
    let mark = |c: char| c == '^' || c == '$';
    let mut edges = Vec::new();
    for i in 0..native.len() {
        for j in (0..=latin.len()).filter(|&j| near(i, j, example)) {
            for taken in 1..=2.min(native.len() - i) {
                for letters in 0..=longest.min(latin.len() - j) {
                    let alone = taken == 1 && mark(native[i]) && letters > 0;
                    if alone || (taken == 2 && letters == 0) {
                        continue;
                    }
                    let chunk = native[i..i + taken].iter().collect();
                    let spelling = latin[j..j + letters].iter().collect();
                    let next = ids.len() as u32;
                    // Words are short, so their places fit.
                    edges.push(Edge {
                        from: (i as u8, j as u8),
                        taken: taken as u8,
                        letters: letters as u8,
                        id: *ids.entry((chunk, spelling)).or_insert(next),
                    });
                }
            }
        }
    }
    edges
}

/// Learns from the examples.
pub(super) fn learn(mut examples: Vec<Example>, settings: &Settings) -> Learned {
    let step = examples.len().div_ceil(settings.most).max(1);
    let mut at = 0;
    examples.retain(|_| {
        at += 1;
        at % step == 0
    });
    let mut ids = BTreeMap::new();
    let mut ways: Vec<Vec<Edge>> = examples
        .iter()
        .map(|example| edges(example, settings.longest, &mut ids))
        .collect();
    // To begin with, letter by letter.
    let first = |edge: &Edge| {
        if edge.taken == 2 {
            0.01
        } else {
            FIRST[usize::from(edge.letters)]
        }
    };
    let mut counts = vec![0.0; ids.len()];
    for (example, edges) in examples.iter().zip(&ways) {
        count(example, edges, &first, &mut counts);
    }
    for _ in 0..PASSES {
        let total: f64 = counts.iter().sum();
        let shares: Vec<f64> = counts.iter().map(|count| count / total).collect();
        let likely =
            |edge: &Edge| shares[edge.id as usize] * if edge.taken == 2 { TWO } else { 1.0 };
        let mut expected = vec![0.0; counts.len()];
        for (example, edges) in examples.iter().zip(&mut ways) {
            edges.retain(|edge| shares[edge.id as usize] > 0.0);
            count(example, edges, &likely, &mut expected);
        }
        counts = expected
            .into_iter()
            .map(|count| if count < LEAST { 0.0 } else { count })
            .collect();
    }
    let counts = ids
        .into_iter()
        .map(|(chunk, id)| (chunk, counts[id as usize]));
    Learned {
        counts: counts.filter(|(_, count)| *count > 0.0).collect(),
        native_share: settings.native_share,
        seen: settings.seen,
    }
}

/// How likely a letter is spelled with none, one, two letters and so on before anything is known.
const FIRST: [f64; 5] = [0.3, 1.0, 0.5, 0.2, 0.2];

/// Adds what one example makes expected: forward, backward.
fn count(example: &Example, edges: &[Edge], likely: &dyn Fn(&Edge) -> f64, expected: &mut [f64]) {
    let width = example.latin.len() + 1;
    let place = |(i, j): (u8, u8)| usize::from(i) * width + usize::from(j);
    let end = example.native.len() * width + example.latin.len();
    let mut forward = vec![0.0; end + 1];
    let mut backward = vec![0.0; end + 1];
    forward[0] = 1.0;
    backward[end] = 1.0;
    for edge in edges {
        let so_far = forward[place(edge.from)];
        if so_far > 0.0 {
            forward[place(edge.to())] += so_far * likely(edge);
        }
    }
    let total: f64 = forward[end];
    if total <= 0.0 {
        return;
    }
    for edge in edges.iter().rev() {
        let rest = backward[place(edge.to())];
        if rest > 0.0 {
            backward[place(edge.from)] += rest * likely(edge);
        }
    }
    for edge in edges {
        let path = forward[place(edge.from)] * likely(edge) * backward[place(edge.to())];
        expected[edge.id as usize] += path / total;
    }
}

impl Learned {
    /// Adds what the Mandarin readings of characters are spelled as: for characters never seen.
    pub(super) fn add_readings(&mut self) {
        use pinyin::ToPinyin as _;
        let mut readings: BTreeMap<Chunk, f64> = BTreeMap::new();
        for ((chunk, spelling), count) in &self.counts {
            let mut characters = chunk.chars();
            if let (Some(c), None) = (characters.next(), characters.next())
                && let Some(reading) = c.to_pinyin()
            {
                let syllable = reading.plain().replace('\u{FC}', "v");
                *readings.entry((syllable, spelling.clone())).or_default() += count;
            }
        }
        self.counts.extend(readings);
    }

    /// For each chunk its spellings, cheapest first, in eighths of a bit.
    pub(super) fn costs(&self) -> BTreeMap<&str, Vec<(&str, u8)>> {
        let mut chunks: BTreeMap<&str, f64> = BTreeMap::new();
        let mut spellings: BTreeMap<&str, f64> = BTreeMap::new();
        let reading = |chunk: &str| chunk.bytes().all(|b| b.is_ascii_lowercase());
        for ((chunk, spelling), count) in &self.counts {
            *chunks.entry(chunk).or_default() += count;
            if !reading(chunk) {
                *spellings.entry(spelling).or_default() += count;
            }
        }
        let mut costs: BTreeMap<&str, Vec<(&str, u8)>> = BTreeMap::new();
        for ((chunk, spelling), count) in &self.counts {
            let of_chunk = count / chunks[chunk.as_str()];
            let of_spelling = count / (spellings[spelling.as_str()] + DOUBT);
            if *count < self.seen || (of_chunk < LEAST_SHARE && of_spelling < LEAST_SHARE * 5.0) {
                continue;
            }
            let share = self.native_share;
            let bits = -(of_chunk.log2() * share + of_spelling.log2() * (1.0 - share));
            // At most 255: 32 bits are never.
            let cost = (bits * 8.0).round().clamp(0.0, 255.0) as u8;
            costs.entry(chunk).or_default().push((spelling, cost));
        }
        for spellings in costs.values_mut() {
            spellings.sort_by_key(|(spelling, cost)| (*cost, *spelling));
        }
        costs
    }
}
