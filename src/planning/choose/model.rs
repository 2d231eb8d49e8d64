//! One search in numbers: what is left to decide, its units in the order in which they are decided, and what is needed.

use std::collections::BTreeMap;

use super::bits::Bits;
use super::bound::Bound;
use super::frame::Frame;
use super::number::Whole;
use super::order;
use super::search::{Meter, Stopped};
use super::unit::{Item, Unit};

/// A search in numbers.
#[derive(Clone, Debug)]
pub(super) struct Model<N> {
    pub items: Vec<Item<N>>,
    /// In the order in which they are decided.
    pub units: Vec<Unit<N>>,
    /// By number of deductions put right beyond those that are right anyway: points still to be regained.
    needs: Vec<Option<N>>,
    /// Whether the second price is limited, and so counts when partial plans are compared.
    pub limited: bool,
    /// By place: the items of the units before it.
    pub decided: Vec<Bits>,
}

/// What a search is made of, before the order is known.
pub(super) struct Parts<N> {
    /// The `unit` of each is set by [`Model::new`].
    pub items: Vec<Item<N>>,
    /// By free step: the clause (`Ok`) or deduction (`Err`) it belongs to.
    pub home: Vec<Result<usize, usize>>,
    /// What each clause has left.
    pub caps: BTreeMap<usize, N>,
    pub needs: Vec<Option<N>>,
    pub limited: bool,
}

impl<N: Whole> Model<N> {
    pub fn new(frame: &Frame, parts: Parts<N>, meter: &mut Meter<'_>) -> Result<Self, Stopped> {
        let mut members: BTreeMap<Result<usize, usize>, Vec<usize>> = BTreeMap::new();
        for (item, home) in parts.home.iter().enumerate() {
            members.entry(*home).or_default().push(item);
        }
        let mut units = Vec::new();
        for (home, members) in &members {
            let cap = home.ok().and_then(|clause| parts.caps.get(&clause).cloned());
            units.push(Unit::new(frame, &parts.items, members, cap, parts.limited, meter)?);
        }
        let mut model =
            Self { items: parts.items, units, needs: parts.needs, limited: parts.limited, decided: Vec::new() };
        let doubt = Bound::doubt(&model);
        let order = order::order(frame, &model.units, &doubt);
        let mut units: Vec<Option<Unit<N>>> = model.units.into_iter().map(Some).collect();
        model.units = order.into_iter().filter_map(|at| units[at].take()).collect();
        let mut decided = Bits::new(model.items.len());
        for (at, unit) in model.units.iter().enumerate() {
            unit.items.iter().for_each(|item| model.items[item].unit = at);
            model.decided.push(decided.clone());
            decided.add(&unit.items);
        }
        Ok(model)
    }

    /// The points still to be regained when so many more deductions are put right; `None`: too few.
    pub fn need(&self, right: usize) -> Option<&N> {
        self.needs[right.min(self.needs.len() - 1)].as_ref()
    }

    /// What is needed when everything that can be put right is.
    pub fn lowest_need(&self) -> Option<&N> {
        let rights = self.units.iter().filter(|unit| unit.cap.is_none()).count();
        self.need(rights)
    }

    /// The sum of all prices.
    pub fn all(&self) -> N {
        self.items.iter().fold(N::zero(), |sum, item| sum + item.price.clone())
    }

    /// The sum of all second prices.
    pub fn all_other(&self) -> N {
        self.items.iter().fold(N::zero(), |sum, item| sum + item.other.clone())
    }
}
