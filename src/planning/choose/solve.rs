//! The whole question: day, budgets, gate, and what comes nearest where the target is out of reach.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

use super::bits::Bits;
use super::frame::{Frame, Needs, frame, needs};
use super::number::unit;
use super::search::{Figures, Meter, Stopped, least_both, least_first, least_second};
use super::sum::{Most, Sum};
use super::task::{Choice, Conflict, Figure, Limits, Minimise, Pin, StepGain, Task, Value};
use crate::criteria::Amount;

/// A task being solved.
pub(super) struct Solver<'a> {
    pub task: &'a Task,
    needs: Needs,
    unit: Amount,
    meter: Meter<'a>,
    /// Whether nothing has been left open so far.
    pub proven: bool,
}

/// What is asked of one region of all plans.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub pins: Vec<Pin>,
    /// As [`Task::need`].
    pub need: Vec<Option<Amount>>,
}

/// How much of the objective matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// Only whether there is a plan.
    Any,
    Best,
    /// The limits on the first two figures are what they are known to be at least: only the number of steps is open.
    Equal,
}

impl<'a> Solver<'a> {
    pub fn new(task: &'a Task, limits: Limits<'a>) -> Result<Self, Conflict> {
        let needs = needs(task)?;
        let points = task.steps.iter().filter_map(|step| match &step.gain {
            StepGain::Clause { points, .. } => Some(points),
            StepGain::Deduction(_) => None,
        });
        let unit = unit(points.chain(&task.lost));
        Ok(Self { task, needs, unit, meter: Meter::new(limits.states, limits.stop), proven: true })
    }

    /// What is settled in a region by a day, and everything that can be chosen.
    pub fn frame(&self, pins: &[Pin], by: Option<i64>) -> Result<Frame, Conflict> {
        frame(self.task, &self.needs, pins, by)
    }

    /// The best plan of a region, if it reaches what is needed. With `cut`, only plans whose first figure is at most that
    /// of the value are looked for.
    pub fn cheapest(&mut self, region: &Region, cut: Option<&Value>) -> Option<Choice> {
        let cut = cut.map(|value| value[0]);
        let steps = match self.task.minimise {
            Minimise::Days => self.earliest(region, cut)?,
            Minimise::Effort | Minimise::Cost => {
                let first = cut.and_then(|cut| if let Figure::Sum(sum) = cut { Some(sum) } else { None });
                let cut = Most { first, second: None };
                let steps = self.least(region, self.task.by, cut, Depth::Best)?;
                self.earlier(region, steps)
            }
        };
        Some(self.task.weigh(steps))
    }

    /// Finish days up to the day of the task, and before them the day before everything.
    fn days(&self) -> Vec<i64> {
        let mut days: Vec<i64> = self.task.steps.iter().map(|step| step.finish).chain([i64::MIN]).collect();
        days.retain(|day| self.task.by.is_none_or(|by| *day <= by || *day == i64::MIN));
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The cheapest of the plans that are done first.
    fn earliest(&mut self, region: &Region, cut: Option<Figure>) -> Option<BTreeSet<usize>> {
        let mut days = self.days();
        if let Some(Figure::Day(day)) = cut {
            days.retain(|found| *found <= day.unwrap_or(i64::MIN));
        }
        // The later the day the more can be chosen, so what can be reached by a day can be reached by any later one.
        let enough = |solver: &Self, day: i64| {
            let all = solver.everything(&region.pins, Some(day));
            all.is_some_and(|all| all.reaches(&region.need))
        };
        days.drain(..days.partition_point(|day| !enough(self, *day)));
        if self.task.most_effort.is_some() || self.task.most_cost.is_some() {
            let (mut low, mut high) = (0, days.len());
            while low < high {
                let middle = usize::midpoint(low, high);
                match self.least(region, Some(days[middle]), Most::default(), Depth::Any) {
                    Some(_) => high = middle,
                    None => low = middle + 1,
                }
            }
            days.drain(..low);
        }
        self.least(region, Some(*days.first()?), Most::default(), Depth::Best)
    }

    /// Of plans that are equal in effort and cost, one that is done first.
    fn earlier(&mut self, region: &Region, mut steps: BTreeSet<usize>) -> BTreeSet<usize> {
        let days = self.days();
        // No plan that is equal is done by any day before this place.
        let mut low = 0;
        let mut first = true;
        while let Some(finish) = self.task.weigh(steps.clone()).finish {
            let high = days.partition_point(|day| *day < finish);
            if low >= high {
                break;
            }
            // Mostly there is none at all, so the day before is asked first, and then halves.
            let middle = if std::mem::take(&mut first) { high - 1 } else { usize::midpoint(low, high - 1) };
            let spent = self.task.weigh(steps.clone());
            match self.equal(region, days[middle], &spent) {
                Some(found) => steps = found,
                None => low = middle + 1,
            }
        }
        steps
    }

    /// A plan of the same effort and cost that is done by the day.
    fn equal(&mut self, region: &Region, by: i64, plan: &Choice) -> Option<BTreeSet<usize>> {
        let (first, second) = match self.task.minimise {
            Minimise::Effort | Minimise::Days => (plan.effort, plan.cost),
            Minimise::Cost => (plan.cost, plan.effort),
        };
        let cut = Most { first: Some(first), second: Some(second) };
        let found = self.least(region, Some(by), cut, Depth::Equal)?;
        let same = self.task.weigh(found);
        (same.effort == plan.effort && same.cost == plan.cost).then_some(same.steps)
    }

    /// Everything that can be chosen, budgets aside; `None` if what is pinned in is not done by the day.
    fn everything(&self, pins: &[Pin], by: Option<i64>) -> Option<Choice> {
        let frame = self.frame(pins, by).ok()?;
        Some(self.task.weigh(frame.taken.iter().chain(&frame.free).copied().collect()))
    }

    /// The steps of the plan with the least first and then second figure. What was left open is noted in `proven`.
    fn least(&mut self, region: &Region, by: Option<i64>, cut: Most, depth: Depth) -> Option<BTreeSet<usize>> {
        let frame = self.frame(&region.pins, by).ok()?;
        let settled = self.task.weigh(frame.taken.iter().copied().collect());
        let all = self.task.weigh(frame.taken.iter().chain(&frame.free).copied().collect());
        if !all.reaches(&region.need) {
            return None;
        }
        let first = if self.task.minimise == Minimise::Cost { settled.cost } else { settled.effort };
        if cut.first.is_some_and(|cut| cut < first) {
            return None;
        }
        let sum = Sum::new(self.task, &frame, &settled, &region.need, &self.unit, cut);
        let mut found = None;
        if search(&frame, &sum, depth, &mut found, &mut self.meter).is_err() {
            self.proven = false;
            if depth != Depth::Equal {
                let len = frame.free.len();
                return self.pared(region, &frame, cut, found.unwrap_or_else(|| Bits::of(len, 0..len)));
            }
        }
        found.map(|bits| frame.taken.iter().copied().chain(bits.iter().map(|at| frame.free[at])).collect())
    }

    /// When the search had to stop: what was found by then, or everything, and then, the dearest first, whatever can be
    /// missed left out.
    fn pared(&self, region: &Region, frame: &Frame, cut: Most, mut kept: Bits) -> Option<BTreeSet<usize>> {
        let price = |at: &usize| {
            let step = &self.task.steps[frame.free[*at]];
            let second = if self.task.minimise == Minimise::Cost { step.effort } else { step.cost };
            (if self.task.minimise == Minimise::Cost { step.cost } else { step.effort }, second)
        };
        let mut order: Vec<usize> = (0..frame.free.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(price(at)));
        let len = frame.free.len();
        let plan = |kept: &Bits| {
            self.task.weigh(frame.taken.iter().copied().chain(kept.iter().map(|at| frame.free[at])).collect())
        };
        for at in order.into_iter() {
            if !kept.has(at) {
                continue;
            }
            let mut fewer = kept.without(&frame.below[at]);
            fewer.remove(&Bits::of(len, [at]));
            if plan(&fewer).reaches(&region.need) {
                kept = fewer;
            }
        }
        let plan = plan(&kept);
        let first = if self.task.minimise == Minimise::Cost { plan.cost } else { plan.effort };
        (self.affordable(&plan) && cut.first.is_none_or(|cut| first <= cut)).then_some(plan.steps)
    }

    /// A plan of the region without what can be missed.
    pub fn spared(&self, region: &Region, plan: Choice) -> Choice {
        let Ok(frame) = self.frame(&region.pins, self.task.by) else { return plan };
        let len = frame.free.len();
        let kept = Bits::of(len, (0..len).filter(|at| plan.steps.contains(&frame.free[*at])));
        self.pared(region, &frame, Most::default(), kept).map_or(plan, |steps| self.task.weigh(steps))
    }

    fn affordable(&self, plan: &Choice) -> bool {
        let within = |spent: u128, most: Option<u64>| most.is_none_or(|most| spent <= u128::from(most));
        within(plan.effort, self.task.most_effort) && within(plan.cost, self.task.most_cost)
    }

    /// The plan that comes nearest to a target out of reach.
    pub fn nearest(&mut self, region: &Region) -> Choice {
        let gate = Gate::new(self.task);
        let all = self.everything(&region.pins, self.task.by);
        let within = |away: &Away| Region { pins: region.pins.clone(), need: gate.relaxed(away) };
        let away = match all {
            Some(all) if self.affordable(&all) => gate.away(&all),
            Some(all) => {
                let mut short = gate.away(&all).short;
                let points = gate.points.iter().max().cloned().unwrap_or_else(Amount::zero);
                let mut away = Away { short, points: points.clone() };
                // Nothing but what is pinned in can always be paid for, so some plan is found.
                let found = loop {
                    let found = self.least(&within(&away), self.task.by, Most::default(), Depth::Any);
                    if found.is_some() || short >= gate.first {
                        break found;
                    }
                    short += 1;
                    away = Away { short, points: points.clone() };
                };
                match found {
                    Some(found) => self.closer(&gate, region, &self.task.weigh(found)),
                    None => away,
                }
            }
            None => Away { short: gate.first, points: gate.points.iter().max().cloned().unwrap_or_else(Amount::zero) },
        };
        let taken = || self.frame(&region.pins, self.task.by).map(|frame| frame.taken).unwrap_or_default();
        let settled = taken().into_iter().collect();
        let found = self.cheapest(&within(&away), None);
        let mut plan = found.unwrap_or_else(|| self.task.weigh(settled));
        plan.reached = false;
        plan
    }

    /// By halves, how few points short a plan can be that is no further from the gate.
    fn closer(&mut self, gate: &Gate, region: &Region, plan: &Choice) -> Away {
        let mut best = gate.away(plan);
        let unit = unit([&self.unit].into_iter().chain(&gate.points));
        let (mut low, mut high) = (BigInt::zero(), (&best.points / &unit).ceil().to_integer());
        while low < high {
            let middle: BigInt = (&low + &high) / BigInt::from(2);
            let away = Away { short: best.short, points: &unit * Amount::from_integer(middle.clone()) };
            let region = Region { pins: region.pins.clone(), need: gate.relaxed(&away) };
            match self.least(&region, self.task.by, Most::default(), Depth::Any) {
                Some(found) => {
                    best = gate.away(&self.task.weigh(found)).min(away);
                    high = (&best.points / &unit).ceil().to_integer();
                }
                None => low = middle + BigInt::one(),
            }
        }
        best
    }
}

/// The parts of the search in turn. `found` holds the best so far even where it had to stop.
fn search(
    frame: &Frame,
    sum: &Sum,
    depth: Depth,
    found: &mut Option<Bits>,
    meter: &mut Meter<'_>,
) -> Result<(), Stopped> {
    let fits = sum.fits();
    let add = |bits: &Bits, prices: &[u128]| bits.iter().map(|at| prices[at]).sum::<u128>();
    if depth == Depth::Equal {
        let all = |prices: &[u128]| prices.iter().sum::<u128>();
        let first = sum.most_first.unwrap_or_else(|| all(&sum.first));
        let second = sum.most_second.unwrap_or_else(|| all(&sum.second));
        let both = if fits.both { least_both::<i128> } else { least_both::<BigInt> };
        *found = both(frame, sum, Figures { first, second, exact: true }, meter)?;
        return Ok(());
    }
    if sum.limited {
        let second = if fits.second { least_second::<i128> } else { least_second::<BigInt> };
        let Some(plan) = second(frame, sum, meter)? else { return Ok(()) };
        if sum.most_first.is_none_or(|most| add(&plan, &sum.first) <= most) {
            *found = Some(plan);
            if depth == Depth::Any {
                return Ok(());
            }
        }
    }
    let first = if fits.first { least_first::<i128> } else { least_first::<BigInt> };
    let Some(plan) = first(frame, sum, meter)? else { return Ok(()) };
    let (first, second) = (add(&plan, &sum.first), add(&plan, &sum.second));
    *found = Some(plan);
    if depth == Depth::Best {
        let both = if fits.both { least_both::<i128> } else { least_both::<BigInt> };
        let better = both(frame, sum, Figures { first, second, exact: false }, meter)?;
        *found = better.or_else(|| found.take());
    }
    Ok(())
}

/// How far a plan is from the target, the gate first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Away {
    /// Deductions that are still to be put right before the target can be reached at all.
    short: usize,
    points: Amount,
}

/// The needs with what is needed below the gate: as many points as at the gate.
struct Gate {
    first: usize,
    points: Vec<Amount>,
}

impl Gate {
    fn new(task: &Task) -> Self {
        let first = task.need.iter().position(Option::is_some).unwrap_or(task.need.len());
        let at_gate = task.need.get(first).cloned().flatten().unwrap_or_else(|| task.lost.iter().sum());
        let points = task.need.iter().map(|need| need.clone().unwrap_or_else(|| at_gate.clone())).collect();
        Self { first, points }
    }

    fn away(&self, plan: &Choice) -> Away {
        let need = self.points.get(plan.deductions).cloned().unwrap_or_else(Amount::zero);
        let open = need - &plan.gained;
        let points = if open.is_positive() { open } else { Amount::zero() };
        Away { short: self.first.saturating_sub(plan.deductions), points }
    }

    /// What is needed to be no further away.
    fn relaxed(&self, away: &Away) -> Vec<Option<Amount>> {
        let needs = self.points.iter().enumerate();
        needs.map(|(right, points)| (right + away.short >= self.first).then(|| points - &away.points)).collect()
    }
}

impl Choice {
    /// Whether it gives what is needed.
    pub(super) fn reaches(&self, need: &[Option<Amount>]) -> bool {
        need.get(self.deductions).and_then(Option::as_ref).is_some_and(|need| *need <= self.gained)
    }
}
