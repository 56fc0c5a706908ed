//! Repeatable random numbers: SplitMix64 from a seed.
//!
//! For invented data only. Ids and secrets of real cases are made in `app` from real random bits.

/// A generator of numbers that depends on its seed alone.
#[derive(Debug, Clone)]
pub(crate) struct SeededRandom(u64);

impl SeededRandom {
    /// A generator with this seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A generator for one of many things that share a seed; its numbers do not depend on the order
    /// in which the things are made.
    pub(crate) fn of(seed: u64, index: u64) -> Self {
        let mut mixed = Self(seed ^ index.wrapping_mul(0xA076_1D64_78BD_642F));
        Self(mixed.next())
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to one less than `end`; 0 when `end` is 0.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        let scaled = ((self.next() >> 32) * u64::from(end)) >> 32;
        u32::try_from(scaled).unwrap_or(0)
    }

    /// True with a probability in per cent.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of several; none when there are none.
    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let end = u32::try_from(of.len()).unwrap_or(u32::MAX);
        of.get(self.below(end) as usize)
    }

    /// A random index into `weights`, with probabilities in proportion to the weights.
    pub(crate) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if left < *weight {
                return index;
            }
            left -= weight;
        }
        0
    }

    /// Bits for one decision of the domain.
    pub(crate) fn bits(&mut self) -> [u8; 48] {
        let mut bits = [0; 48];
        for eight in bits.chunks_exact_mut(8) {
            eight.copy_from_slice(&self.next().to_be_bytes());
        }
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::SeededRandom;

    #[test]
    fn the_same_seed_draws_the_same_and_another_seed_something_else() {
        let drawn = |seed, index| {
            let mut draw = SeededRandom::of(seed, index);
            (draw.next(), draw.bits(), draw.below(1000))
        };
        assert_eq!(drawn(7, 3), drawn(7, 3));
        assert_ne!(drawn(7, 3), drawn(7, 4));
        assert_ne!(drawn(7, 3), drawn(8, 3));
    }

    #[test]
    fn numbers_are_the_published_ones_of_splitmix64() {
        // The reference values for the seed 1234567 (prng.di.unimi.it, splitmix64.c).
        let mut draw = SeededRandom::new(1_234_567);
        assert_eq!(draw.next(), 6_457_827_717_110_365_317);
        assert_eq!(draw.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn chance_stays_within_its_bounds() {
        let mut draw = SeededRandom::new(1);
        let mut seen = [false; 5];
        for _ in 0..200 {
            seen[draw.below(5) as usize] = true;
            assert!(draw.weighted(&[0, 3, 0]) == 1);
            assert!(!draw.chance(0) && draw.chance(100));
        }
        assert_eq!(seen, [true; 5]);
        assert_eq!(draw.below(0), 0);
        assert_eq!(draw.one::<u8>(&[]), None);
    }
}
