//! A set of entities: one bit each.

/// A set of the numbers below a bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    pub(crate) fn none(len: usize) -> Self {
        Self {
            words: vec![0; len.div_ceil(64)],
            len,
        }
    }

    pub(crate) fn all(len: usize) -> Self {
        let mut bits = Self {
            words: vec![u64::MAX; len.div_ceil(64)],
            len,
        };
        if let (Some(last), used @ 1..) = (bits.words.last_mut(), len % 64) {
            *last = (1 << used) - 1;
        }
        bits
    }

    pub(crate) fn insert(&mut self, number: u32) {
        self.words[number as usize / 64] |= 1 << (number % 64);
    }

    pub(crate) fn contains(&self, number: u32) -> bool {
        (self.words[number as usize / 64] >> (number % 64)) & 1 == 1
    }

    pub(crate) fn and(&mut self, other: &Self) {
        for (own, other) in self.words.iter_mut().zip(&other.words) {
            *own &= other;
        }
    }

    pub(crate) fn without(&mut self, other: &Self) {
        for (own, other) in self.words.iter_mut().zip(&other.words) {
            *own &= !other;
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// The numbers in it, from the least.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        let words = self.words.iter().enumerate();
        words.flat_map(|(place, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(u32::try_from(place * 64).unwrap_or(u32::MAX) + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn sets() {
        for len in [0, 1, 63, 64, 65, 200] {
            assert_eq!(Bits::all(len).count(), len);
            assert_eq!(Bits::all(len).iter().count(), len);
        }
        let mut bits = Bits::none(130);
        for number in [0, 63, 64, 129] {
            bits.insert(number);
        }
        assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        let mut rest = Bits::all(130);
        rest.without(&bits);
        assert!(!rest.contains(64) && rest.contains(65) && rest.count() == 126);
        rest.and(&bits);
        assert_eq!(rest.count(), 0);
    }
}
