//! One search: the cheapest plan that reaches what is needed, by a day and within a budget.
//!
//! The objective is taken apart, first figure first: the least of the first figure; then, with that given, the least of
//! the second, where the first has become a budget. Otherwise plans that are equal in the first figure, of which there
//! are very many where effort is in half days, would all be looked at. Each part deepens: it looks for plans little
//! above the bound, and raises the cut until it finds one. So no good plan has to be known beforehand, and no partial
//! plan far above the best is ever looked at.

use std::sync::atomic::{AtomicBool, Ordering};

use super::bits::Bits;
use super::bound::Bound;
use super::frame::Frame;
use super::model::{Model, Parts};
use super::number::Whole;
use super::sum::Sum;
use super::sweep::{Cuts, sweep};
use super::unit::Item;

/// The limit on work was met, or someone asked to stop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stopped;

/// Counts what has been looked at.
#[derive(Clone, Debug)]
pub(super) struct Meter<'a> {
    left: u64,
    stop: Option<&'a AtomicBool>,
}

impl<'a> Meter<'a> {
    pub fn new(states: u64, stop: Option<&'a AtomicBool>) -> Self {
        Self { left: states, stop }
    }

    pub fn count(&mut self, states: u64) -> Result<(), Stopped> {
        if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            self.left = 0;
        }
        self.left = self.left.saturating_sub(states);
        if self.left == 0 { Err(Stopped) } else { Ok(()) }
    }
}

/// The least that the second figure can be, kept within its budget if there is one.
pub(super) fn least_second<N: Whole>(frame: &Frame, sum: &Sum, meter: &mut Meter<'_>) -> Result<Option<Bits>, Stopped> {
    let model =
        model::<N>(frame, sum, sum.second.iter().map(|price| (big(*price), N::zero())).collect(), false, meter)?;
    let bounds = [Bound::new(&model, N::one(), N::zero())];
    let Some(low) = bounds[0].least(&model) else { return Ok(None) };
    let high = sum.most_second.map_or(model.all(), |most| model.all().min(big(most)));
    let cut = |price: &N| Cuts { price: price.clone(), other: None };
    deepen(&model, &bounds, low, high, cut, meter)
}

/// The least that the first figure can be, at most `most`.
pub(super) fn least_first<N: Whole>(frame: &Frame, sum: &Sum, meter: &mut Meter<'_>) -> Result<Option<Bits>, Stopped> {
    let limited = sum.limited;
    let prices = sum.first.iter().zip(&sum.second);
    let prices = prices.map(|(first, second)| (big(*first), if limited { big(*second) } else { N::zero() })).collect();
    let model = model::<N>(frame, sum, prices, limited, meter)?;
    let mut bounds = vec![Bound::new(&model, N::one(), N::zero())];
    let Some(mut low) = bounds[0].least(&model) else { return Ok(None) };
    let other = sum.most_second.filter(|_| limited).map(big::<N>);
    if let Some(budget) = &other {
        bounds.push(Bound::new(&model, N::zero(), N::one()));
        if bounds[1].least(&model).is_none_or(|least| least > *budget) {
            return Ok(None);
        }
        let gives =
            |least: N, of_price: &N, of_other: &N| up(least - of_other.clone() * budget.clone(), of_price.clone());
        if let Some((bound, found)) = sharpest(&model, gives, meter)? {
            bounds.push(bound);
            low = low.max(found);
        }
    }
    let high = sum.most_first.map_or(model.all(), |most| model.all().min(big(most)));
    let cut = |price: &N| Cuts { price: price.clone(), other: other.clone() };
    deepen(&model, &bounds, low, high, cut, meter)
}

/// What is known of the first two figures of the plan that is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures {
    /// The least there is.
    pub first: u128,
    /// The most that is of interest.
    pub second: u128,
    /// Whether the second figure cannot be less either.
    pub exact: bool,
}

/// With the least of the first figure known: the least of the second, and then the fewest steps.
pub(super) fn least_both<N: Whole>(
    frame: &Frame,
    sum: &Sum,
    known: Figures,
    meter: &mut Meter<'_>,
) -> Result<Option<Bits>, Stopped> {
    let Figures { first, second, exact } = known;
    // One number for all three, in which each counts more than all that follow together.
    let (of_first, of_second) = sum.places();
    let whole = |first: u128, second: u128, count: N| {
        big::<N>(first) * big(of_first) + big::<N>(second) * big(of_second) + count
    };
    let prices = sum.first.iter().zip(&sum.second);
    let prices = prices.map(|(first, second)| (whole(*first, *second, N::one()), big(*second))).collect();
    let model = model::<N>(frame, sum, prices, sum.limited, meter)?;
    let mut bounds = vec![Bound::new(&model, N::one(), N::zero()), Bound::new(&model, N::zero(), N::one())];
    let (Some(_), Some(mut low)) = (bounds[0].least(&model), bounds[1].least(&model)) else { return Ok(None) };
    let most_steps = big::<N>(frame.free.len() as u128);
    let most = |second: N| big::<N>(first) * big(of_first) + second * big(of_second) + most_steps.clone();
    let gives = |least: N, of_price: &N, of_other: &N| {
        let free = least - of_price.clone() * most(N::zero());
        up(free, of_price.clone() * big(of_second) + of_other.clone())
    };
    if let Some((bound, found)) = sharpest(&model, gives, meter)? {
        bounds.push(bound);
        low = low.max(found);
    }
    if exact && low <= big(second) {
        low = big(second);
    }
    let cut = |second: &N| Cuts { price: most(second.clone()), other: Some(second.clone()) };
    deepen(&model, &bounds, low, big(second), cut, meter)
}

/// Raises the cut from `low` until a plan is found, at most to `high`.
fn deepen<N: Whole>(
    model: &Model<N>,
    bounds: &[Bound<N>],
    low: N,
    high: N,
    cut: impl Fn(&N) -> Cuts<N>,
    meter: &mut Meter<'_>,
) -> Result<Option<Bits>, Stopped> {
    let mut at = low.max(N::zero());
    if at > high {
        return Ok(None);
    }
    // The first step is small beside a single price, the next ones are each three times the one before.
    let mut step = up(high.clone() - at.clone(), big::<N>(512)).max(N::one());
    loop {
        at = (at + step.clone()).min(high.clone());
        let found = sweep(model, bounds, &cut(&at), meter)?;
        if found.is_some() || at >= high {
            return Ok(found);
        }
        step = step * big(3);
    }
}

/// The weights that give the most, by a search in powers of two and then in quarters of them. Any weights give a true
/// bound, so it does not matter for the answer which are found.
fn sharpest<N: Whole>(
    model: &Model<N>,
    gives: impl Fn(N, &N, &N) -> N,
    meter: &mut Meter<'_>,
) -> Result<Option<(Bound<N>, N)>, Stopped> {
    let (price, other) = (model.all().to_big().bits() as i64, model.all_other().to_big().bits() as i64);
    let weights = |power: i64, quarters: u128| {
        let two = |power: i64| (0..power).fold(N::one(), |sum, _| sum.clone() + sum);
        (two((-power).max(0)) * big(4), two(power.max(0)) * big(quarters))
    };
    let mut best: Option<(N, i64, u128)> = None;
    let mut try_one = |best: &mut Option<(N, i64, u128)>, power: i64, quarters: u128| {
        meter.count(model.items.len() as u64)?;
        let (of_price, of_other) = weights(power, quarters);
        let bound = Bound::at_start(model, of_price.clone(), of_other.clone());
        let Some(least) = bound.least(model) else { return Ok(()) };
        let found = gives(least, &of_price, &of_other);
        if best.as_ref().is_none_or(|best| best.0 < found) {
            *best = Some((found, power, quarters));
        }
        Ok(())
    };
    for power in -7..=7 {
        try_one(&mut best, price - other + power, 4)?;
    }
    let Some((_, power, _)) = best else { return Ok(None) };
    for (power, quarters) in [(power - 1, 5), (power - 1, 6), (power - 1, 7), (power, 5), (power, 6), (power, 7)] {
        try_one(&mut best, power, quarters)?;
    }
    Ok(best.map(|(found, power, quarters)| {
        let (of_price, of_other) = weights(power, quarters);
        (Bound::new(model, of_price, of_other), found)
    }))
}

fn model<N: Whole>(
    frame: &Frame,
    sum: &Sum,
    prices: Vec<(N, N)>,
    limited: bool,
    meter: &mut Meter<'_>,
) -> Result<Model<N>, Stopped> {
    let number = |big: &num_bigint::BigInt| N::from_big(big).unwrap_or_else(N::zero);
    let items = prices.into_iter().zip(&sum.gains);
    let items = items.map(|((price, other), gain)| Item { price, other, gain: number(gain), unit: 0 }).collect();
    let parts = Parts {
        items,
        home: sum.home.clone(),
        caps: sum.caps.iter().map(|(clause, cap)| (*clause, number(cap))).collect(),
        needs: sum.needs.iter().map(|need| need.as_ref().map(number)).collect(),
        limited,
    };
    Model::new(frame, parts, meter)
}

/// The quotient, rounded up; of what is not positive, nothing.
fn up<N: Whole>(number: N, by: N) -> N {
    if number <= N::zero() { N::zero() } else { (number + by.clone() - N::one()) / by }
}

fn big<N: Whole>(number: u128) -> N {
    N::from_big(&number.into()).unwrap_or_else(N::zero)
}
