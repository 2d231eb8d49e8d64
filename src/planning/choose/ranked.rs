//! The next best plans, each without at least one step of every one before.
//!
//! All plans are parted into regions by pins, after Murty and Lawler. Once a plan is given out, the region it stands in is
//! parted by its first missing step: the first step out; the first in and the second out; and so on. What is left over,
//! all its steps in, only adds to the plan. A plan of one region may add to a plan of another; when it comes up, its
//! region is parted by that plan too.

use super::solve::{Region, Solver};
use super::task::{Choice, Conflict, Limits, Pin, Task, Value};

/// A region that has not come up yet.
struct Open {
    region: Region,
    state: State,
}

enum State {
    /// Its best plan.
    Solved(Value, Choice),
    /// Nothing in it is as good as this in the first figure, or it has not been looked at (`None`).
    Beyond(Option<Value>),
}

/// The best plan, or the nearest, and the next best up to `count` in all.
pub(super) fn ranked(task: &Task, count: usize, limits: Limits<'_>) -> Result<(Choice, Vec<Choice>), Conflict> {
    let mut solver = Solver::new(task, limits)?;
    let pins: Vec<Pin> = task.steps.iter().map(|step| step.pin).collect();
    solver.frame(&pins, task.by)?;
    let region = Region { pins, need: task.need.clone() };
    let Some(mut first) = solver.cheapest(&region, None) else {
        let mut nearest = solver.nearest(&region);
        nearest.proven = solver.proven;
        return Ok((nearest, Vec::new()));
    };
    first.proven = solver.proven;
    let mut open = parts(&region, &first);
    let mut plans = vec![first.clone()];
    while plans.len() < count {
        let Some(mut next) = next(&mut solver, &region, &mut open, &plans) else { break };
        next.0.proven = solver.proven;
        open.extend(parts(&next.1, &next.0));
        plans.push(next.0);
    }
    plans.remove(0);
    Ok((first, plans))
}

/// The best plan of all open regions that adds to none of the plans; its region is closed.
fn next(solver: &mut Solver<'_>, whole: &Region, open: &mut Vec<Open>, plans: &[Choice]) -> Option<(Choice, Region)> {
    loop {
        look(solver, open);
        let solved = open.iter().enumerate().filter_map(|(at, open)| match &open.state {
            State::Solved(value, _) => Some((value, at)),
            State::Beyond(_) => None,
        });
        let at = solved.min().map(|(_, at)| at)?;
        let Open { region, state: State::Solved(_, mut plan) } = open.remove(at) else { return None };
        if !solver.proven {
            // What is in only because its region says so may be missed; else the plan without it would have come first.
            plan = solver.spared(whole, plan);
        }
        match plans.iter().find(|earlier| earlier.steps.is_subset(&plan.steps)) {
            Some(earlier) => open.extend(parts(&region, earlier)),
            None => return Some((plan, region)),
        }
    }
}

/// Solves regions until the best of the solved ones is the best of all.
fn look(solver: &mut Solver<'_>, open: &mut Vec<Open>) {
    let mut cut: Option<Value> = open.iter().filter_map(|open| open.value()).min().copied();
    for one in open.iter_mut() {
        let wanted = match (&one.state, &cut) {
            (State::Solved(..), _) => false,
            (State::Beyond(None), _) | (_, None) => true,
            (State::Beyond(Some(beyond)), Some(cut)) => beyond[0] < cut[0],
        };
        if !wanted {
            continue;
        }
        match solver.cheapest(&one.region, cut.as_ref()) {
            Some(plan) => {
                let value = solver.task.value(&plan);
                cut = Some(cut.map_or(value, |cut| cut.min(value)));
                one.state = State::Solved(value, plan);
            }
            None => one.state = State::Beyond(cut),
        }
    }
    // Nothing in it at all.
    open.retain(|open| !matches!(open.state, State::Beyond(None)));
}

impl Open {
    fn value(&self) -> Option<&Value> {
        match &self.state {
            State::Solved(value, _) => Some(value),
            State::Beyond(_) => None,
        }
    }
}

/// The region without all that only adds to the plan.
fn parts(region: &Region, plan: &Choice) -> Vec<Open> {
    let mut pins = region.pins.clone();
    let mut out = Vec::new();
    for step in &plan.steps {
        match pins[*step] {
            Pin::In => {}
            Pin::Out => return out, // no plan of the region has this step, so none adds to the plan
            Pin::Free => {
                pins[*step] = Pin::Out;
                let region = Region { pins: pins.clone(), need: region.need.clone() };
                out.push(Open { region, state: State::Beyond(None) });
                pins[*step] = Pin::In;
            }
        }
    }
    out
}
