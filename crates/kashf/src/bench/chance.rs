//! Numbers without a pattern, the same ones in every run: queries are drawn with them, never answers.
//!
//! Source: `SplitMix64` (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).

/// A series of numbers.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 when there is none.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % bound).unwrap_or(0)
    }

    /// One of them; `None` of none.
    pub(super) fn one_of<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}

/// One slip of the pen: a letter lost, doubled, or exchanged with its neighbour.
pub(super) fn slip(name: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let places: Vec<usize> = (1..letters.len())
        .filter(|&at| letters[at].is_alphabetic() && letters[at - 1].is_alphabetic())
        .collect();
    let Some(&at) = chance.one_of(&places) else {
        return name.to_owned();
    };
    match chance.below(3) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        _ => letters.swap(at - 1, at),
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_slips() {
        let slips = |seed| {
            let mut chance = Chance::new(seed);
            (0..20)
                .map(|_| slip("Nadir Exampleman", &mut chance))
                .collect::<Vec<_>>()
        };
        assert_eq!(slips(1), slips(1));
        assert_ne!(slips(1), slips(2));
        assert!(
            slips(1)
                .iter()
                .filter(|name| *name != "Nadir Exampleman")
                .count()
                > 15
        );
        assert_eq!(slip("A 7", &mut Chance::new(3)), "A 7");
    }
}
