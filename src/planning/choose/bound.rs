//! What the rest of a plan costs at least: the way in which most partial plans are seen to be hopeless.
//!
//! Prerequisites between units are forgotten and steps may be done in fractions; then the cheapest way to so many points
//! is to go through the best ratios in turn. This is the bound of linear programming, in whole numbers, without
//! rounding. Where a second figure is limited as well, a weighted sum of both is bounded in the same way: any weights
//! give a true bound, good weights a sharp one.

use super::model::Model;
use super::number::Whole;
use super::unit::Unit;

/// A piece of a unit: so much weight for so much gain, with rising weight per gain.
#[derive(Clone, Debug)]
struct Piece<N> {
    weight: N,
    gain: N,
    unit: usize,
}

/// The best ratios from some place in the order on, added up.
#[derive(Clone, Debug)]
struct Rest<N> {
    /// Before each piece: weight and gain of all the pieces before it; one entry more at the end.
    before: Vec<(N, N)>,
    pieces: Vec<(N, N)>,
    /// By number: the least weight of putting so many of the remaining deductions right.
    right: Vec<N>,
}

/// A bound on `of_price × price + of_other × other`.
#[derive(Clone, Debug)]
pub(super) struct Bound<N> {
    of_price: N,
    of_other: N,
    rests: Vec<Rest<N>>,
}

fn less_per_gain<N: Whole>(one: &Piece<N>, other: &Piece<N>) -> std::cmp::Ordering {
    (one.weight.clone() * other.gain.clone()).cmp(&(other.weight.clone() * one.gain.clone()))
}

/// The lower hull of what the unit offers.
fn pieces<N: Whole>(model: &Model<N>, unit: &Unit<N>, at: usize, weigh: &impl Fn(&N, &N) -> N) -> Vec<Piece<N>> {
    let Some(cap) = &unit.cap else { return Vec::new() };
    if unit.needed {
        // Some may be chosen before its turn, and then ways that are none from the start can be added: take the steps one
        // by one, as if nothing hung together.
        let mut all: Vec<_> = (unit.items.iter().map(|item| &model.items[item]))
            .map(|item| Piece { weight: weigh(&item.price, &item.other), gain: item.gain.clone(), unit: at })
            .filter(|piece| !piece.gain.is_zero())
            .collect();
        all.sort_by(less_per_gain);
        // A last piece that does not fit is left whole: more gain for its weight, still a true bound.
        let mut sum = N::zero();
        all.retain(|piece| {
            let open = sum < *cap;
            sum += piece.gain.clone();
            open
        });
        return all;
    }
    let mut corners: Vec<(N, N)> = vec![(N::zero(), N::zero())];
    let mut points: Vec<(N, N)> =
        unit.ways.iter().map(|way| (way.gain.clone(), weigh(&way.price, &way.other))).collect();
    points.sort();
    for (gain, weight) in points {
        if corners.last().is_some_and(|last| last.0 == gain) {
            continue; // the same gain for more, or nothing gained
        }
        while let [.., one, two] = &corners[..] {
            let turn = (two.1.clone() - one.1.clone()) * (gain.clone() - two.0.clone())
                >= (weight.clone() - two.1.clone()) * (two.0.clone() - one.0.clone());
            if !turn {
                break;
            }
            corners.pop();
        }
        corners.push((gain, weight));
    }
    let mut out: Vec<Piece<N>> = Vec::new();
    for pair in corners.windows(2) {
        let weight = pair[1].1.clone() - pair[0].1.clone();
        out.push(Piece { weight: weight.max(N::zero()), gain: pair[1].0.clone() - pair[0].0.clone(), unit: at });
    }
    out
}

impl<N: Whole> Bound<N> {
    /// Weights are not negative, and one of them is positive.
    pub fn new(model: &Model<N>, of_price: N, of_other: N) -> Self {
        Self::from_place(model, of_price, of_other, model.units.len())
    }

    /// Only for the start, to compare weights.
    pub fn at_start(model: &Model<N>, of_price: N, of_other: N) -> Self {
        Self::from_place(model, of_price, of_other, 0)
    }

    fn from_place(model: &Model<N>, of_price: N, of_other: N, last: usize) -> Self {
        let weigh = |price: &N, other: &N| of_price.clone() * price.clone() + of_other.clone() * other.clone();
        let mut all: Vec<Piece<N>> = Vec::new();
        let mut rights: Vec<(N, usize)> = Vec::new();
        for (at, unit) in model.units.iter().enumerate() {
            all.extend(pieces(model, unit, at, &weigh));
            if unit.cap.is_none() {
                let least =
                    unit.items.iter().map(|item| weigh(&model.items[item].price, &model.items[item].other)).min();
                rights.extend(least.map(|least| (least, at)));
            }
        }
        all.sort_by(less_per_gain);
        rights.sort();
        let sum = |numbers: Vec<N>| {
            let mut total = N::zero();
            let mut out = vec![N::zero()];
            for number in numbers {
                total += number;
                out.push(total.clone());
            }
            out
        };
        let rests = (0..=last).map(|place| {
            let mut total = (N::zero(), N::zero());
            let mut before = vec![total.clone()];
            let mut pieces = Vec::new();
            for piece in all.iter().filter(|piece| piece.unit >= place) {
                total.0 += piece.weight.clone();
                total.1 += piece.gain.clone();
                before.push(total.clone());
                pieces.push((piece.weight.clone(), piece.gain.clone()));
            }
            let right = sum(rights.iter().filter(|(_, at)| *at >= place).map(|(least, _)| least.clone()).collect());
            Rest { before, pieces, right }
        });
        Self { rests: rests.collect(), of_price, of_other }
    }

    /// What may be spent in its weights.
    pub fn limit(&self, price: &N, other: &N) -> N {
        self.of_price.clone() * price.clone() + self.of_other.clone() * other.clone()
    }

    /// Whether a partial plan with the units before `place` decided can still reach the target within `limit`.
    pub fn allows(&self, model: &Model<N>, place: usize, so_far: &SoFar<'_, N>, limit: &N) -> bool {
        let rest = &self.rests[place];
        let spent = self.limit(so_far.price, so_far.other);
        (rest.right.iter().enumerate()).any(|(more, weight)| {
            let Some(need) = model.need(so_far.right + more) else { return false };
            let left = limit.clone() - spent.clone() - weight.clone();
            if left < N::zero() {
                return false;
            }
            let open = need.clone() - so_far.gain.clone();
            if open <= N::zero() {
                return true;
            }
            let at = rest.before.partition_point(|before| before.1 < open) - 1;
            let Some((weight, gain)) = rest.pieces.get(at) else { return false };
            let before = &rest.before[at];
            weight.clone() * (open - before.1.clone()) <= (left - before.0.clone()) * gain.clone()
        })
    }

    /// The least weight of the whole, rounded up; `None` if the target is out of reach.
    pub fn least(&self, model: &Model<N>) -> Option<N> {
        let rest = &self.rests[0];
        let all = rest.right.iter().enumerate().filter_map(|(more, right)| {
            let need = model.need(more)?;
            if *need <= N::zero() {
                return Some(right.clone());
            }
            let at = rest.before.partition_point(|before| before.1 < *need) - 1;
            let (weight, gain) = rest.pieces.get(at)?;
            let before = &rest.before[at];
            let part = weight.clone() * (need.clone() - before.1.clone());
            Some(right.clone() + before.0.clone() + (part + gain.clone() - N::one()) / gain.clone())
        });
        all.min()
    }

    /// How far each unit is from being in doubt: by unit, the distance of its nearest piece from the one at which the
    /// target is reached, in pieces.
    pub fn doubt(model: &Model<N>) -> Vec<usize> {
        let weigh = |price: &N, _: &N| price.clone();
        let mut all: Vec<Piece<N>> =
            model.units.iter().enumerate().flat_map(|(at, unit)| pieces(model, unit, at, &weigh)).collect();
        all.sort_by(less_per_gain);
        let need = model.lowest_need();
        let mut sum = N::zero();
        let reached = all.iter().take_while(|piece| {
            sum += piece.gain.clone();
            need.is_some_and(|need| sum < *need)
        });
        let middle = reached.count();
        let mut out = vec![all.len(); model.units.len()];
        for (at, piece) in all.iter().enumerate() {
            out[piece.unit] = out[piece.unit].min(at.abs_diff(middle));
        }
        out
    }
}

/// What a partial plan has come to.
pub(super) struct SoFar<'a, N> {
    pub price: &'a N,
    pub other: &'a N,
    pub gain: &'a N,
    pub right: usize,
}
