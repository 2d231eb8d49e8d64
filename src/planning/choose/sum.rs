//! The free steps as whole numbers, and whether `i128` can hold what the search makes of them.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use super::frame::Frame;
use super::number::divisor;
use super::task::{Choice, Minimise, StepGain, Task};
use crate::criteria::Amount;

/// Bits that weights, places and sums may add in a product beyond those of price and gain; generous.
const ROOM: u64 = 24;

/// A search as whole numbers: amounts in `unit`, prices in their greatest common divisor.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    /// By free step, the figure that is minimised first.
    pub first: Vec<u128>,
    /// By free step, the figure that is minimised next, and that may be limited.
    pub second: Vec<u128>,
    pub most_first: Option<u128>,
    pub most_second: Option<u128>,
    /// Whether there is a budget for the second figure that what is free could exceed.
    pub limited: bool,
    pub gains: Vec<BigInt>,
    pub home: Vec<Result<usize, usize>>,
    pub caps: BTreeMap<usize, BigInt>,
    pub needs: Vec<Option<BigInt>>,
}

impl Sum {
    /// `settled`: the steps that are in anyway, weighed. `cut`: what the figures of the whole plan are at most, beside the budgets.
    pub fn new(
        task: &Task,
        frame: &Frame,
        settled: &Choice,
        needs: &[Option<Amount>],
        unit: &Amount,
        cut: Most,
    ) -> Self {
        let mut caps: BTreeMap<usize, Amount> = BTreeMap::new();
        for (clause, points) in frame.taken.iter().filter_map(|step| match &task.steps[*step].gain {
            StepGain::Clause { clause, points } => Some((clause, points)),
            StepGain::Deduction(_) => None,
        }) {
            *caps.entry(*clause).or_insert_with(|| task.lost[*clause].clone()) -= points.max(&Amount::zero());
        }
        let right: BTreeSet<usize> = (frame.taken.iter())
            .filter_map(|step| match task.steps[*step].gain {
                StepGain::Deduction(which) => Some(which),
                StepGain::Clause { .. } => None,
            })
            .collect();
        let mut home = Vec::new();
        let mut gains = Vec::new();
        for step in frame.free.iter().map(|step| &task.steps[*step]) {
            match &step.gain {
                StepGain::Clause { clause, points } => {
                    home.push(Ok(*clause));
                    let left = caps.entry(*clause).or_insert_with(|| task.lost[*clause].clone());
                    let most = (&*left).min(points);
                    gains.push(if most.is_positive() { whole(most, unit) } else { BigInt::zero() });
                }
                StepGain::Deduction(which) => {
                    // One that is right anyway is only there because something needs it: as if on a clause of its own.
                    let nowhere = task.lost.len() + which;
                    home.push(if right.contains(which) { Ok(nowhere) } else { Err(*which) });
                    if right.contains(which) {
                        caps.insert(nowhere, Amount::zero());
                    }
                    gains.push(BigInt::zero());
                }
            }
        }
        let caps: BTreeMap<_, _> =
            caps.iter().map(|(clause, left)| (*clause, whole(left, unit).max(BigInt::zero()))).collect();
        let all = caps.values().sum::<BigInt>();
        let needs = needs.iter().skip(settled.deductions);
        let needs = needs.map(|need| {
            let open = whole(&(need.as_ref()? - &settled.gained), unit);
            // More than there is need not be told from more than that by one.
            Some(open.clamp(BigInt::zero(), &all + 1))
        });
        let effort = Figures::new(task, frame, |step| step.effort, settled.effort, task.most_effort);
        let cost = Figures::new(task, frame, |step| step.cost, settled.cost, task.most_cost);
        let (mut first, mut second) = match task.minimise {
            Minimise::Effort | Minimise::Days => (effort, cost),
            Minimise::Cost => (cost, effort),
        };
        // Only a budget counts when partial plans are compared; a cut merely says what is not worth looking for.
        let limited = second.most.is_some();
        cut.first.into_iter().for_each(|cut| first.limit(cut));
        cut.second.into_iter().for_each(|cut| second.limit(cut));
        Self {
            first: first.prices,
            second: second.prices,
            most_first: first.most,
            most_second: second.most,
            limited,
            gains,
            home,
            caps,
            needs: needs.collect(),
        }
    }

    /// What a unit of the first and of the second figure count in one number for both and the number of steps.
    pub fn places(&self) -> (u128, u128) {
        let of_second = self.first.len() as u128 + 1;
        ((self.second.iter().sum::<u128>() + 1) * of_second, of_second)
    }

    /// Whether the three parts of the search can count in `i128`.
    pub fn fits(&self) -> Fits {
        let bits = |sum: u128| u64::from(u128::BITS - sum.leading_zeros());
        let gain = self.gains.iter().chain(self.caps.values()).sum::<BigInt>().bits() + ROOM;
        let (first, second) = (bits(self.first.iter().sum()), bits(self.second.iter().sum()));
        let both = first + second + bits(self.first.len() as u128) + 3;
        // What `most_…` allow beyond the sum of all is never used; weights bring both figures to the larger of the two.
        let least = |bits: u64| bits + gain < 127;
        Fits { second: least(second), first: least(first.max(second)), both: least(both) }
    }
}

/// Limits on the first and second figure of a whole plan.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Most {
    pub first: Option<u128>,
    pub second: Option<u128>,
}

/// By part of the search, whether `i128` does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fits {
    pub second: bool,
    pub first: bool,
    pub both: bool,
}

struct Figures {
    prices: Vec<u128>,
    divisor: u128,
    settled: u128,
    all: u128,
    most: Option<u128>,
}

impl Figures {
    fn new(task: &Task, frame: &Frame, of: fn(&super::task::Step) -> u64, settled: u128, most: Option<u64>) -> Self {
        let prices = || frame.free.iter().map(|step| of(&task.steps[*step]));
        let divisor = u128::from(divisor(prices()));
        let prices: Vec<u128> = prices().map(|price| u128::from(price) / divisor).collect();
        let mut out = Self { all: prices.iter().sum(), prices, divisor, settled, most: None };
        if let Some(most) = most {
            out.limit(most.into());
        }
        out
    }

    /// A limit on the whole plan; one that cannot be met by what is free is none.
    fn limit(&mut self, most: u128) {
        let left = most.saturating_sub(self.settled) / self.divisor;
        if left < self.all {
            self.most = Some(self.most.map_or(left, |most| most.min(left)));
        }
    }
}

/// In whole units, rounded up.
fn whole(amount: &Amount, unit: &Amount) -> BigInt {
    (amount / unit).ceil().to_integer()
}
