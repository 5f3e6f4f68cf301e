//! Chance that can be repeated: `SplitMix64`, seeded by words.
//!
//! Not for secrets, and not evenly distributed to the last bit: places and sizes of damage need
//! neither. A case is named by its shape, its kind and its number, and the same name always gives the
//! same bytes, on every machine.
//!
//! SOURCE: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).

/// A stream of numbers.
#[derive(Clone, Debug)]
pub struct Prng(u64);

impl Prng {
    /// The stream of these words: equal words, equal stream.
    #[must_use]
    pub fn of(words: &[&str], number: u64) -> Self {
        // FNV-1a, with a separator, so that ("a", "bc") is not ("ab", "c").
        let mut state = 0xcbf2_9ce4_8422_2325_u64;
        for byte in words.iter().flat_map(|word| word.bytes().chain([0xff])) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        let mut prng = Self(state ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        prng.bits();
        prng
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 when the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        usize::try_from(self.bits().checked_rem(bound).unwrap_or(0)).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub fn within(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True in so many of a hundred.
    pub fn percent(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }

    /// One of them.
    ///
    /// # Panics
    /// When there is none.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// `count` different places below `bound`, in rising order.
    pub fn places(&mut self, bound: usize, count: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..bound).collect();
        self.shuffle(&mut all);
        all.truncate(count);
        all.sort_unstable();
        all
    }

    /// Puts them in any order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_words_give_equal_streams_and_others_do_not() {
        let stream = |words: &[&str], n| {
            let mut prng = Prng::of(words, n);
            [prng.bits(), prng.bits(), prng.bits()]
        };
        assert_eq!(stream(&["un", "cut"], 7), stream(&["un", "cut"], 7));
        assert_ne!(stream(&["un", "cut"], 7), stream(&["un", "cut"], 8));
        assert_ne!(stream(&["un", "cut"], 7), stream(&["unc", "ut"], 7));
    }

    #[test]
    fn places_are_different_and_within_the_bound() {
        let places = Prng::of(&["places"], 1).places(50, 20);
        assert_eq!(places.len(), 20);
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]) && places[19] < 50);
    }
}
