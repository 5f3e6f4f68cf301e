//! How much a word says: BM25 in whole numbers, so that the order of answers is the same on every machine.
//!
//! The parameters are those that yente sets in Elasticsearch: k1 1.2; the length of a text weighs with b 0.75, that
//! of all names of an entity with 0.25, so that a party with many names is not punished for them; a word among the
//! names counts three times; an entity of which much is known is raised by the root of half its values.

/// Thousandths.
pub(crate) type Milli = u32;

/// How many times more a word counts among the names.
pub(crate) const NAMES_WEIGHT: u32 = 3;

const K1: u64 = 1_200;

/// How a field's length weighs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Length {
    /// The b of BM25, in thousandths.
    pub(crate) weight: u64,
    /// Words of all entities together, and how many entities have any.
    pub(crate) total: u64,
    pub(crate) entities: u64,
}

impl Length {
    /// What so many occurrences in a field of this length are worth, in thousandths of what one word can be.
    pub(crate) fn share(&self, occurrences: u32, length: u32) -> u64 {
        let average = (self.total * 1000 / self.entities.max(1)).max(1);
        let relative = u64::from(length) * 1_000_000 / average;
        let norm = K1 * (1000 - self.weight + self.weight * relative / 1000) / 1000;
        let found = u64::from(occurrences) * 1000;
        found * 1000 / (found + norm).max(1)
    }
}

/// What a word says that so many of all entities have: `ln(1 + (all - having + 1/2) / (having + 1/2))`.
pub(crate) fn rarity(all: usize, having: usize) -> Milli {
    let (all, having) = (all as u64, (having as u64).min(all as u64));
    let bits = log2(2 * all + 2).saturating_sub(log2(2 * having + 1));
    // Natural instead of binary: times ln 2, which is 45,426 / 2^16.
    u32::try_from((((bits * 45_426) >> 16) * 1000) >> 16).unwrap_or(u32::MAX)
}

/// What an entity is raised by for the number of its values: the root of half of it.
pub(crate) fn raise(values: u32) -> Milli {
    // sqrt(v / 2) * 1000 = sqrt(v * 500,000)
    u32::try_from((u64::from(values) * 500_000).isqrt()).unwrap_or(u32::MAX)
}

/// The binary logarithm with 16 bits behind the point.
fn log2(number: u64) -> u64 {
    let number = number.max(1);
    let whole = u64::from(number.ilog2());
    // The number between 1 and 2, with 31 bits behind the point.
    let mut rest = if whole > 31 {
        number >> (whole - 31)
    } else {
        number << (31 - whole)
    };
    let mut bits = whole;
    for _ in 0..16 {
        rest = (rest * rest) >> 31;
        let above = rest >> 32;
        rest >>= above;
        bits = (bits << 1) | above;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarity_is_the_logarithm() {
        for (all, having) in [
            (1, 1),
            (10, 1),
            (77_000, 1),
            (77_000, 40_000),
            (1_000_000, 3),
        ] {
            let exact = (1.0 + (all as f64 - having as f64 + 0.5) / (having as f64 + 0.5)).ln();
            let found = f64::from(rarity(all, having)) / 1000.0;
            assert!(
                (exact - found).abs() < 0.002,
                "{all} {having}: {exact} {found}"
            );
        }
    }

    #[test]
    fn more_of_a_word_is_more_and_long_texts_weigh_less() {
        let length = Length {
            weight: 750,
            total: 100,
            entities: 10,
        };
        assert!(length.share(2, 10) > length.share(1, 10));
        assert!(length.share(1, 10) > length.share(1, 100));
        assert_eq!(raise(200), 10_000);
    }
}
