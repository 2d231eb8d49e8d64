//! In which order units are decided: any order is right, a good one is fast.
//!
//! First what hangs together by prerequisites, so that little is left hanging at any time: a step on which 150 depend
//! comes before all but one of them, a chain from one end to the other. Then single units, the clearest first: those
//! that are surely in or surely out are settled with few partial plans, and those in doubt come when little is open.

use super::frame::Frame;
use super::unit::Unit;

/// The places of the units, in the order in which to decide them.
pub(super) fn order<N>(frame: &Frame, units: &[Unit<N>], doubt: &[usize]) -> Vec<usize> {
    let mut unit_of = vec![0; frame.free.len()];
    for (at, unit) in units.iter().enumerate() {
        unit.items.iter().for_each(|item| unit_of[item] = at);
    }
    // Only direct dependencies: what is needed by way of another is reached by way of it.
    let mut near = vec![Vec::new(); frame.free.len()];
    for item in 0..frame.free.len() {
        for before in frame.above[item].iter() {
            let direct = !frame.below[before].meets(&frame.above[item]);
            if direct && unit_of[before] != unit_of[item] {
                near[item].push(before);
                near[before].push(item);
            }
        }
    }
    let links = Links { near, unit_of, units: units.iter().map(|unit| unit.items.iter().collect()).collect() };
    let mut groups = links.groups();
    let special = |group: &Vec<usize>| group.iter().any(|unit| units[*unit].cap.is_none());
    // Deductions first: as long as they are open it is open how many points are needed.
    groups.sort_by_key(|group| {
        let linked = group.len() > 1;
        (!special(group), special(group) && linked, !linked, std::cmp::Reverse(doubt[group[0]]), group[0])
    });
    groups.into_iter().flat_map(|group| links.inside(group)).collect()
}

struct Links {
    /// By step: the steps of other units that it needs or that need it.
    near: Vec<Vec<usize>>,
    unit_of: Vec<usize>,
    units: Vec<Vec<usize>>,
}

impl Links {
    fn neighbours(&self, unit: usize) -> impl Iterator<Item = usize> + '_ {
        self.units[unit].iter().flat_map(|item| &self.near[*item]).map(|item| self.unit_of[*item])
    }

    /// Units that hang together.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.units.len()];
        let mut out = Vec::new();
        for start in 0..self.units.len() {
            if std::mem::replace(&mut seen[start], true) {
                continue;
            }
            let mut group = vec![start];
            let mut at = 0;
            while let Some(unit) = group.get(at).copied() {
                for next in self.neighbours(unit) {
                    if !std::mem::replace(&mut seen[next], true) {
                        group.push(next);
                    }
                }
                at += 1;
            }
            group.sort_unstable();
            out.push(group);
        }
        out
    }

    /// The order within a group: from the busiest and from the quietest unit, whichever leaves less hanging.
    fn inside(&self, group: Vec<usize>) -> Vec<usize> {
        if group.len() < 3 {
            return group;
        }
        let degree = |unit: &usize| self.neighbours(*unit).count();
        let starts = [group.iter().copied().max_by_key(degree), group.iter().copied().min_by_key(degree)];
        let tried = starts.into_iter().flatten().map(|start| self.from(start, &group));
        tried.min_by_key(|(hanging, _)| *hanging).map_or(group, |(_, order)| order)
    }

    /// Always the unit that leaves least hanging; gives the sum over the order of 2 to the number left hanging, roughly
    /// the number of states.
    fn from(&self, start: usize, group: &[usize]) -> (u128, Vec<usize>) {
        let mut open: Vec<usize> = self.near.iter().map(Vec::len).collect();
        let mut done = vec![false; self.units.len()];
        let mut candidate = done.clone();
        let (mut order, mut hanging, mut total) = (Vec::new(), 0_i64, 0_u128);
        let mut next = Some(start);
        while let Some(unit) = next {
            hanging += self.change(unit, &open, &done);
            total = total.saturating_add(1_u128 << hanging.clamp(0, 100));
            done[unit] = true;
            order.push(unit);
            for item in &self.units[unit] {
                self.near[*item].iter().for_each(|near| open[*near] -= 1);
            }
            self.neighbours(unit).for_each(|near| candidate[near] = true);
            let choice = group.iter().copied().filter(|unit| candidate[*unit] && !done[*unit]);
            next = choice.min_by_key(|unit| self.change(*unit, &open, &done));
        }
        (total, order)
    }

    /// By how many the steps grow that are decided and have a neighbour that is not, if this unit is decided next.
    fn change(&self, unit: usize, open: &[usize], done: &[bool]) -> i64 {
        // `open` counts, for every step, its neighbours in units not yet decided.
        let mut out = self.units[unit].iter().filter(|item| open[**item] > 0).count() as i64;
        let mut touched: Vec<usize> = self.units[unit]
            .iter()
            .flat_map(|item| self.near[*item].iter().copied())
            .filter(|near| done[self.unit_of[*near]])
            .collect();
        touched.sort_unstable();
        let mut at = 0;
        while at < touched.len() {
            let many = touched[at..].iter().take_while(|near| **near == touched[at]).count();
            out -= i64::from(open[touched[at]] == many);
            at += many;
        }
        out
    }
}
