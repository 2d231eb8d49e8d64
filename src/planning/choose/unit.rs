//! Steps that share a clause, or a special deduction, are decided together: a unit, with every way of deciding it that
//! can be part of a best plan.
//!
//! Caps of clauses and deductions that count once are thereby inside a unit; between units only prerequisites are left.

use super::bits::Bits;
use super::frame::Frame;
use super::number::Whole;
use super::search::{Meter, Stopped};

/// A free step in the numbers of one search.
#[derive(Clone, Debug)]
pub(super) struct Item<N> {
    /// What is minimised.
    pub price: N,
    /// What is limited beside it; zero if nothing is.
    pub other: N,
    /// Points, at most what its clause has left; zero for a deduction.
    pub gain: N,
    /// The unit it belongs to.
    pub unit: usize,
}

/// One way of deciding a unit.
#[derive(Clone, Debug)]
pub(super) struct Way<N> {
    pub chosen: Bits,
    pub price: N,
    pub other: N,
    pub gain: N,
    /// Whether the deduction is put right.
    pub right: bool,
    /// Steps of other units without which it cannot be.
    pub asks: Bits,
    /// Steps of other units that it makes impossible.
    pub bars: Bits,
}

/// Steps that are decided together.
#[derive(Clone, Debug)]
pub(super) struct Unit<N> {
    pub items: Bits,
    /// What the clause has left; `None`: a special deduction.
    pub cap: Option<N>,
    pub ways: Vec<Way<N>>,
    /// Whether steps of other units need a step of this one, so that some of it may be chosen before its turn.
    pub needed: bool,
}

impl<N: Whole> Unit<N> {
    /// Points of a set of its steps.
    pub fn gain(&self, items: &[Item<N>], chosen: &Bits) -> N {
        let Some(cap) = &self.cap else { return N::zero() };
        let sum = chosen.iter().fold(N::zero(), |sum, item| sum + items[item].gain.clone());
        sum.min(cap.clone())
    }

    /// A unit with its ways. `limited`: the second price is limited, and counts when ways are compared.
    pub fn new(
        frame: &Frame,
        items: &[Item<N>],
        members: &[usize],
        cap: Option<N>,
        limited: bool,
        meter: &mut Meter<'_>,
    ) -> Result<Self, Stopped> {
        let len = items.len();
        let own = Bits::of(len, members.iter().copied());
        let mut order = members.to_vec();
        // Whoever needs another of the unit has more above it than that one.
        order.sort_by_key(|item| (frame.above[*item].iter().count(), *item));
        let mut unit = Self { cap, ways: Vec::new(), needed: false, items: own.clone() };
        unit.needed = members.iter().any(|item| !frame.below[*item].within(&own));
        let nothing = Way {
            chosen: Bits::new(len),
            price: N::zero(),
            other: N::zero(),
            gain: N::zero(),
            right: false,
            asks: Bits::new(len),
            bars: Bits::new(len),
        };
        let mut ways = vec![nothing];
        let mut decided = Bits::new(len);
        for item in order {
            decided.set(item);
            let mut next = Vec::with_capacity(ways.len() * 2);
            for way in ways {
                meter.count(2)?;
                if !way.bars.has(item) {
                    let mut with = way.clone();
                    with.chosen.set(item);
                    with.price += items[item].price.clone();
                    with.other += items[item].other.clone();
                    with.gain = unit.gain(items, &with.chosen);
                    with.right = unit.cap.is_none();
                    with.asks.add(&frame.above[item].without(&own));
                    next.push(with);
                }
                let mut without = way;
                without.bars.add(&frame.below[item]);
                next.push(without);
            }
            // What is decided does not matter any more: of two ways the one that leaves more open is the better.
            next.iter_mut().for_each(|way| way.bars.remove(&decided));
            ways = best_of(next, limited, meter)?;
        }
        unit.ways = ways;
        Ok(unit)
    }
}

/// The ways that no other beats. A way that was dropped cannot be missed: what the better one asks for and bars, the
/// dropped one asks for and bars as well.
fn best_of<N: Whole>(mut ways: Vec<Way<N>>, limited: bool, meter: &mut Meter<'_>) -> Result<Vec<Way<N>>, Stopped> {
    let beats = |one: &Way<N>, other: &Way<N>| {
        one.gain >= other.gain
            && one.right >= other.right
            && (!limited || one.other <= other.other)
            && one.price <= other.price
            && one.asks.within(&other.asks)
            && one.bars.within(&other.bars)
    };
    ways.sort_by(|one, other| {
        let key = |way: &Way<N>| (way.price.clone(), way.other.clone());
        // Ties: the more a way gives the earlier, so that it is there to beat the rest; then the earlier steps.
        (key(one).cmp(&key(other)))
            .then_with(|| other.gain.cmp(&one.gain))
            .then_with(|| other.right.cmp(&one.right))
            .then_with(|| one.asks.iter().count().cmp(&other.asks.iter().count()))
            .then_with(|| one.bars.iter().count().cmp(&other.bars.iter().count()))
            .then_with(|| one.chosen.iter().cmp(other.chosen.iter()))
    });
    let mut kept: Vec<Way<N>> = Vec::with_capacity(ways.len());
    for way in ways {
        // The last kept give most, so they are asked first.
        let beaten = kept.iter().rev().position(|better| beats(better, &way));
        meter.count(1 + beaten.unwrap_or(kept.len()) as u64 / 8)?;
        if beaten.is_none() {
            kept.push(way);
        }
    }
    Ok(kept)
}
