//! Results of the rounds: medians, ratios, and whether the machine was idle enough to conclude
//! anything.

/// The largest allowed factor between the two measurements of the limit in a round.
const QUIET: f64 = 1.3;

/// One round: the limit, the product ("ours"), the limit. Rates or times, all in the same unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Round {
    pub(super) before: f64,
    pub(super) ours: f64,
    pub(super) after: f64,
}

impl Round {
    fn limit(&self) -> f64 {
        f64::midpoint(self.before, self.after)
    }

    /// Ours divided by the limit.
    pub(super) fn ratio(&self) -> f64 {
        self.ours / self.limit()
    }

    /// The factor between the two measurements of the limit.
    pub(super) fn spread(&self) -> f64 {
        self.before.max(self.after) / self.before.min(self.after)
    }

    fn quiet(&self) -> bool {
        self.spread() <= QUIET
    }
}

/// The result of the quiet rounds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Conclusion {
    pub(super) ours: f64,
    pub(super) limit: f64,
    pub(super) ratio: f64,
    /// The largest limit of all quiet rounds divided by the smallest.
    pub(super) spread: f64,
    pub(super) rounds: usize,
}

impl Conclusion {
    /// The medians of the quiet rounds; none when no round was quiet.
    pub(super) fn of(rounds: &[Round]) -> Option<Self> {
        let quiet: Vec<&Round> = rounds.iter().filter(|round| round.quiet()).collect();
        let all = |of: fn(&Round) -> f64| quiet.iter().map(|round| of(round)).collect();
        let limits = || quiet.iter().flat_map(|round| [round.before, round.after]);
        let (least, most) = (limits().reduce(f64::min)?, limits().reduce(f64::max)?);
        Some(Self {
            ours: median(all(|round| round.ours))?,
            limit: median(all(Round::limit))?,
            ratio: median(all(Round::ratio))?,
            spread: most / least,
            rounds: quiet.len(),
        })
    }
}

/// The middle value; the upper one of two.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::{Conclusion, Round};

    fn round(before: f64, ours: f64, after: f64) -> Round {
        Round {
            before,
            ours,
            after,
        }
    }

    #[test]
    fn a_restless_round_says_nothing() {
        assert!(Conclusion::of(&[round(100.0, 60.0, 140.0)]).is_none());
        let conclusion = Conclusion::of(&[round(100.0, 60.0, 140.0), round(100.0, 50.0, 110.0)]);
        let conclusion = conclusion.unwrap();
        assert_eq!(conclusion.rounds, 1);
        assert!((conclusion.ours - 50.0).abs() < 1e-9);
        assert!((conclusion.spread - 1.1).abs() < 1e-9);
    }
}
