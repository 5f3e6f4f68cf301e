//! A glance at many tokens at once: eight side by side in the lanes of a vector.
//!
//! The bit-parallel edit distance of [`crate::glance`] needs one bit for each of at most twelve letters. Sixteen bits
//! are a lane, and eight lanes are what every 64-bit x86 and ARM processor adds, shifts and masks in one
//! instruction, so eight words cost little more than one. The loops over [`Lanes`] are written so that the compiler makes
//! vectors of them; nothing here is unsafe, and where it does not, the answer is the same.
//!
//! It answers as [`Glance::may_resemble`] does, word by word: a test compares the two.

use crate::glance::{First, Glance};
use crate::signature::Signature;

/// Words looked at side by side.
const LANES: usize = 8;

type Lanes = [u16; LANES];

#[inline(always)]
fn each(make: impl Fn(usize) -> u16) -> Lanes {
    let mut lanes = [0; LANES];
    for (at, lane) in lanes.iter_mut().enumerate() {
        *lane = make(at);
    }
    lanes
}

impl Glance {
    /// The places of the tokens that may be alike, in no order that means anything.
    pub fn sift(&self, others: &[Signature], mut likely: impl FnMut(usize)) {
        let mut waiting = Waiting::default();
        for (chunk, eight) in others.chunks(LANES).enumerate() {
            let of = |at: usize| eight.get(at).copied().unwrap_or_default();
            let texts: [u64; LANES] = std::array::from_fn(|at| of(at).sounds);
            let counts = each(|at| of(at).sound_count() as u16);
            let apart = distances::<6>(self.own.sound_count(), &self.sounds, texts, counts);
            for (at, other) in eight.iter().enumerate() {
                let place = chunk * LANES + at;
                match self.first(other, || apart[at].into()) {
                    First::No => {}
                    First::Yes => likely(place),
                    First::Letters(most) => {
                        waiting.push(place, other, most);
                        if waiting.count == LANES {
                            waiting.settle(self, &mut likely);
                        }
                    }
                }
            }
        }
        waiting.settle(self, &mut likely);
    }
}

/// Words whose letters are still to be measured.
#[derive(Default)]
struct Waiting {
    places: [usize; LANES],
    letters: [u64; LANES],
    counts: Lanes,
    most: [u32; LANES],
    count: usize,
}

impl Waiting {
    fn push(&mut self, place: usize, other: &Signature, most: u32) {
        self.places[self.count] = place;
        self.letters[self.count] = other.letters;
        self.counts[self.count] = other.letter_count() as u16;
        self.most[self.count] = most;
        self.count += 1;
    }

    fn settle(&mut self, glance: &Glance, likely: &mut impl FnMut(usize)) {
        let own = glance.own.letter_count();
        let apart = distances::<5>(own, &glance.letters, self.letters, self.counts);
        let waiting = self.places.iter().zip(apart.iter().zip(&self.most));
        for (&place, (&apart, &most)) in waiting.take(self.count) {
            if u32::from(apart) <= most {
                likely(place);
            }
        }
        *self = Self::default();
    }
}

/// Edit distances of a pattern of so many places and eight texts of symbols of so many bits; `fits` has the places
/// that each symbol fits.
#[inline]
fn distances<const BITS: u32>(
    pattern: u32,
    fits: &[u16],
    mut texts: [u64; LANES],
    counts: Lanes,
) -> Lanes {
    let Some(last) = pattern.checked_sub(1) else {
        return counts;
    };
    let longest = counts.iter().copied().max().unwrap_or(0);
    let (mut positive, mut negative) = ([u16::MAX; LANES], [0; LANES]);
    let (mut zero, mut before) = ([u16::MAX; LANES], [0; LANES]);
    let mut score = [pattern as u16; LANES];
    for step in 0..longest {
        let mut places: Lanes = [0; LANES];
        for at in 0..LANES {
            let symbol = texts[at] as usize & ((1 << BITS) - 1);
            places[at] = fits[symbol];
            texts[at] >>= BITS;
        }
        let swapped = each(|at| ((!zero[at] & places[at]) << 1) & before[at]);
        let fits = each(|at| places[at] | negative[at]);
        zero = each(|at| {
            let sum = (fits[at] & positive[at]).wrapping_add(positive[at]);
            (sum ^ positive[at]) | fits[at] | swapped[at]
        });
        let up = each(|at| negative[at] | !(zero[at] | positive[at]));
        let down = each(|at| zero[at] & positive[at]);
        // Texts that have ended count no more.
        let goes_on = each(|at| u16::from(step < counts[at]));
        score = each(|at| {
            let change = (up[at] >> last & 1).wrapping_sub(down[at] >> last & 1);
            score[at].wrapping_add(change & goes_on[at].wrapping_neg())
        });
        let up = each(|at| up[at] << 1 | 1);
        positive = each(|at| (down[at] << 1) | !(zero[at] | up[at]));
        negative = each(|at| zero[at] & up[at]);
        before = places;
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn signature() -> impl Strategy<Value = Signature> {
        // Few letters, so that words are near each other; any numbers are a signature.
        let letters = prop::collection::vec(0..6_u64, 12);
        let sounds = prop::collection::vec(0..6_u64, 10);
        (letters, sounds, any::<u64>()).prop_map(|(letters, sounds, more)| {
            let letters = letters.iter().fold(0, |all, code| all << 5 | code);
            let sounds = sounds.iter().fold(0, |all, code| all << 6 | code);
            Signature::from_words([letters, sounds, more & !(7 << 44)])
        })
    }

    proptest! {
        #[test]
        fn many_at_once_are_judged_as_one_by_one(
            own in signature(),
            others in prop::collection::vec(signature(), 0..40),
        ) {
            let glance = Glance::new(own);
            let mut found = Vec::new();
            glance.sift(&others, |at| found.push(at));
            found.sort_unstable();
            let single = |at: &usize| glance.may_resemble(&others[*at]);
            let wanted: Vec<usize> = (0..others.len()).filter(single).collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
