//! The search itself: unit after unit is decided, and of all partial plans only those are kept that no other beats and
//! that can still lead to something within the cuts.
//!
//! Partial plans are held in heaps. In a heap are those that leave the same steps hanging (chosen before their turn
//! since something needs them, or barred since something they need is left out) and the same number of deductions put
//! right; within a heap only price and gain count. Without prerequisites between units there is one heap per number of
//! deductions.

use std::collections::BTreeMap;

use super::bits::Bits;
use super::bound::{Bound, SoFar};
use super::model::Model;
use super::number::Whole;
use super::search::{Meter, Stopped};
use super::unit::Way;

/// What a plan may come to at most: its price, and what is limited beside it.
#[derive(Clone, Debug)]
pub(super) struct Cuts<N> {
    pub price: N,
    pub other: Option<N>,
}

/// What partial plans in one heap have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    right: usize,
    /// Chosen and paid for, of units not yet decided.
    ahead: Bits,
    /// Barred, of units not yet decided.
    barred: Bits,
}

#[derive(Clone, Debug)]
struct Partial<N> {
    price: N,
    other: N,
    gain: N,
    /// Where it comes from in the trail, and by which way of the unit decided last.
    from: u32,
    way: u32,
}

type Heaps<N> = BTreeMap<Key, Vec<Partial<N>>>;

/// How one way of a unit changes all partial plans of a heap.
struct Change<N> {
    key: Key,
    price: N,
    other: N,
    gain: N,
}

/// More heaps than this are not compared with each other: it would take longer than it saves.
const COMPARED_HEAPS: usize = 128;

/// The steps of the plan with the least price within the cuts; `None` if there is none.
pub(super) fn sweep<N: Whole>(
    model: &Model<N>,
    bounds: &[Bound<N>],
    cuts: &Cuts<N>,
    meter: &mut Meter<'_>,
) -> Result<Option<Bits>, Stopped> {
    let zero_other = N::zero();
    let limits: Vec<N> =
        bounds.iter().map(|bound| bound.limit(&cuts.price, cuts.other.as_ref().unwrap_or(&zero_other))).collect();
    let len = model.items.len();
    let mut trail: Vec<(u32, u32)> = vec![(0, 0)];
    let start = Partial { price: N::zero(), other: N::zero(), gain: N::zero(), from: 0, way: 0 };
    let mut heaps: Heaps<N> = BTreeMap::new();
    heaps.insert(Key { right: 0, ahead: Bits::new(len), barred: Bits::new(len) }, vec![start]);
    for (place, unit) in model.units.iter().enumerate() {
        let mut next: Heaps<N> = BTreeMap::new();
        for (key, heap) in &heaps {
            for (way_at, way) in unit.ways.iter().enumerate() {
                let Some(change) = change(model, place, key, way) else { continue };
                meter.count(heap.len() as u64 + 1)?;
                let mut moved = Vec::new();
                for (at, partial) in heap.iter().enumerate() {
                    let price = partial.price.clone() + change.price.clone();
                    let other = partial.other.clone() + change.other.clone();
                    let gain = partial.gain.clone() + change.gain.clone();
                    let so_far = SoFar { price: &price, other: &other, gain: &gain, right: change.key.right };
                    let mut tests = bounds.iter().zip(&limits);
                    if tests.all(|(bound, limit)| bound.allows(model, place + 1, &so_far, limit)) {
                        let from = partial.from + at as u32;
                        moved.push(Partial { price, other, gain, from, way: way_at as u32 });
                    }
                }
                if !moved.is_empty() {
                    next.entry(change.key).or_default().append(&mut moved);
                }
            }
        }
        next.values_mut().for_each(|heap| thin(heap, model.limited));
        if next.len() <= COMPARED_HEAPS {
            compare(model, &mut next, meter)?;
        }
        // From here on `from` of a whole heap is its start in the trail: the one of a partial plan is that plus its place.
        for heap in next.values_mut() {
            let start = trail.len() as u32;
            trail.extend(heap.iter().map(|partial| (partial.from, partial.way)));
            heap.iter_mut().for_each(|partial| partial.from = start);
        }
        heaps = next;
    }
    Ok(best(model, &heaps, &trail))
}

/// The best of the whole plans, with its steps.
fn best<N: Whole>(model: &Model<N>, heaps: &Heaps<N>, trail: &[(u32, u32)]) -> Option<Bits> {
    let whole = heaps.iter().flat_map(|(key, heap)| {
        let reached =
            heap.iter().enumerate().filter(|(_, plan)| model.need(key.right).is_some_and(|need| *need <= plan.gain));
        reached.map(|(at, plan)| (plan, plan.from as usize + at))
    });
    let (_, mut at) =
        whole.min_by(|(one, _), (other, _)| (&one.price, &one.other).cmp(&(&other.price, &other.other)))?;
    let mut chosen = Bits::new(model.items.len());
    for unit in model.units.iter().rev() {
        let (from, way) = trail[at];
        chosen.add(&unit.ways[way as usize].chosen);
        at = from as usize;
    }
    Some(chosen)
}

/// What a way does to the partial plans of a heap; `None` if what hangs does not allow it.
fn change<N: Whole>(model: &Model<N>, place: usize, key: &Key, way: &Way<N>) -> Option<Change<N>> {
    let unit = &model.units[place];
    if way.chosen.meets(&key.barred) || way.asks.meets(&key.barred) {
        return None;
    }
    let had = key.ahead.common(&unit.items);
    if !had.within(&way.chosen) {
        return None;
    }
    // What was chosen before its turn is paid for already.
    let mut change = Change {
        price: had.iter().fold(way.price.clone(), |price, item| price - model.items[item].price.clone()),
        other: had.iter().fold(way.other.clone(), |other, item| other - model.items[item].other.clone()),
        gain: way.gain.clone() - unit.gain(&model.items, &had),
        key: Key { right: key.right, ahead: key.ahead.without(&unit.items), barred: key.barred.clone() },
    };
    change.key.right += usize::from(way.right && had.is_empty());
    let mut asked = way.asks.without(&model.decided[place]);
    asked.remove(&key.ahead);
    if !asked.is_empty() {
        let mut ahead = change.key.ahead.clone();
        ahead.add(&asked);
        for item in asked.iter() {
            change.price += model.items[item].price.clone();
            change.other += model.items[item].other.clone();
        }
        let (gain, right) = more_ahead(model, &ahead, &change.key.ahead);
        change.gain += gain;
        change.key.right += right;
        change.key.ahead = ahead;
    }
    change.key.barred.add(&way.bars);
    change.key.barred.remove(&unit.items);
    change.key.barred.remove(&model.decided[place]);
    Some(change)
}

/// How much more gain and how many more deductions the larger set of steps ahead has brought than the smaller.
fn more_ahead<N: Whole>(model: &Model<N>, larger: &Bits, smaller: &Bits) -> (N, usize) {
    let mut units: Vec<usize> = larger.without(smaller).iter().map(|item| model.items[item].unit).collect();
    units.sort_unstable();
    units.dedup();
    let (mut gain, mut right) = (N::zero(), 0);
    for unit in units.iter().map(|unit| &model.units[*unit]) {
        let (now, before) = (larger.common(&unit.items), smaller.common(&unit.items));
        gain += unit.gain(&model.items, &now) - unit.gain(&model.items, &before);
        right += usize::from(unit.cap.is_none() && before.is_empty());
    }
    (gain, right)
}

/// Keeps the partial plans that no other of the heap beats, by rising price.
fn thin<N: Whole>(heap: &mut Vec<Partial<N>>, limited: bool) {
    heap.sort_by(|one, other| {
        (&one.price, &one.other).cmp(&(&other.price, &other.other)).then_with(|| other.gain.cmp(&one.gain))
    });
    let mut stairs = Stairs::new(limited);
    heap.retain(|partial| stairs.climbs(&partial.other, &partial.gain) && stairs.add(&partial.other, &partial.gain));
}

/// The most that has been gained so far, by what is limited.
struct Stairs<N> {
    limited: bool,
    top: Option<N>,
    steps: BTreeMap<N, N>,
}

impl<N: Whole> Stairs<N> {
    fn new(limited: bool) -> Self {
        Self { limited, top: None, steps: BTreeMap::new() }
    }

    /// Whether nothing seen so far gains as much for as little.
    fn climbs(&self, other: &N, gain: &N) -> bool {
        let most = if self.limited {
            self.steps.range(..=other.clone()).next_back().map(|(_, gain)| gain)
        } else {
            self.top.as_ref()
        };
        most.is_none_or(|most| most < gain)
    }

    /// For what climbs; `true`.
    fn add(&mut self, other: &N, gain: &N) -> bool {
        if self.limited {
            while let Some((lower, _)) = self.steps.range(other.clone()..).next().filter(|(_, most)| *most <= gain) {
                let lower = lower.clone();
                self.steps.remove(&lower);
            }
            self.steps.insert(other.clone(), gain.clone());
        } else {
            self.top = Some(gain.clone());
        }
        true
    }
}

/// Drops what is beaten by a partial plan of another heap that leaves at least as much open.
fn compare<N: Whole>(model: &Model<N>, heaps: &mut Heaps<N>, meter: &mut Meter<'_>) -> Result<(), Stopped> {
    let keys: Vec<Key> = heaps.keys().cloned().collect();
    for better in &keys {
        for worse in &keys {
            if better == worse || !better.barred.within(&worse.barred) || !worse.ahead.within(&better.ahead) {
                continue;
            }
            // What is ahead has been counted in full; some of it may be worth less once the rest of its unit follows.
            let (gain, right) = more_ahead(model, &better.ahead, &worse.ahead);
            if better.right < worse.right + right {
                continue;
            }
            let (Some(by), Some(heap)) = (heaps.get(better), heaps.get(worse)) else { continue };
            meter.count((by.len() + heap.len()) as u64 / 8)?;
            let kept = unbeaten(by, heap, &gain, model.limited);
            heaps.insert(worse.clone(), kept);
        }
    }
    heaps.retain(|_, heap| !heap.is_empty());
    Ok(())
}

fn unbeaten<N: Whole>(by: &[Partial<N>], heap: &[Partial<N>], less: &N, limited: bool) -> Vec<Partial<N>> {
    let mut stairs = Stairs::new(limited);
    let mut by = by.iter().peekable();
    let mut out = Vec::with_capacity(heap.len());
    for partial in heap {
        while let Some(better) = by.next_if(|better| better.price <= partial.price) {
            let gain = better.gain.clone() - less.clone();
            if stairs.climbs(&better.other, &gain) {
                stairs.add(&better.other, &gain);
            }
        }
        if stairs.climbs(&partial.other, &partial.gain) {
            out.push(partial.clone());
        }
    }
    out
}
