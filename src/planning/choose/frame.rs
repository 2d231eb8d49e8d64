//! What is settled before any search: pins with all they drag along, steps that come too late, steps that give nothing.

use super::bits::Bits;
use super::task::{Conflict, Pin, StepGain, Task};
use num_traits::Signed;

/// The steps that are in anyway, those left to decide, and how these depend on each other.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// In, by a pin or because a step that is in needs it.
    pub taken: Vec<usize>,
    /// To be decided, ascending. The sets below hold positions in this list.
    pub free: Vec<usize>,
    /// By free step: all free steps that it needs, directly or not.
    pub above: Vec<Bits>,
    /// By free step: all free steps that need it, directly or not.
    pub below: Vec<Bits>,
}

/// All prerequisites of each step, directly or not, and an order in which each step stands behind what it needs.
#[derive(Clone, Debug)]
pub(super) struct Needs {
    above: Vec<Bits>,
    order: Vec<usize>,
}

/// Follows the prerequisites to their ends, and says what in them is no sense.
pub(super) fn needs(task: &Task) -> Result<Needs, Conflict> {
    let count = task.steps.len();
    for (step, it) in task.steps.iter().enumerate() {
        let known = match it.gain {
            StepGain::Clause { clause, .. } => clause < task.lost.len(),
            StepGain::Deduction(which) => which + 1 < task.need.len(),
        };
        if !known || it.after.iter().any(|before| *before >= count) {
            return Err(Conflict::Unknown { step });
        }
    }
    let mut above = vec![Bits::new(count); count];
    let mut order: Vec<usize> = Vec::with_capacity(count);
    let mut open: Vec<usize> = task.steps.iter().map(|step| step.after.len()).collect();
    let mut then = vec![Vec::new(); count];
    for (step, it) in task.steps.iter().enumerate() {
        it.after.iter().for_each(|before| then[*before].push(step));
    }
    order.extend((0..count).filter(|step| open[*step] == 0));
    let mut at = 0;
    while let Some(step) = order.get(at).copied() {
        let mut all = above[step].clone();
        all.set(step);
        for next in &then[step] {
            above[*next].add(&all);
            open[*next] -= 1;
            if open[*next] == 0 {
                order.push(*next);
            }
        }
        at += 1;
    }
    match open.iter().position(|left| *left > 0) {
        Some(step) => Err(Conflict::Circle { step }),
        None => Ok(Needs { above, order }),
    }
}

/// Settles what can be settled. `pins` stands for the pins of the steps, `by` for the day of the task.
pub(super) fn frame(task: &Task, needs: &Needs, pins: &[Pin], by: Option<i64>) -> Result<Frame, Conflict> {
    let count = task.steps.len();
    let mut is_in = Bits::new(count);
    for step in (0..count).filter(|step| pins[*step] == Pin::In) {
        is_in.set(step);
        is_in.add(&needs.above[step]);
        if let Some(needs) = needs.above[step].iter().find(|above| pins[*above] == Pin::Out) {
            return Err(Conflict::Ruled { step, needs });
        }
    }
    let late = |step: usize| by.is_some_and(|by| task.steps[step].finish > by);
    if let Some(step) = is_in.iter().find(|step| late(*step)) {
        return Err(Conflict::Late { step });
    }
    let sum =
        |of: fn(&super::task::Step) -> u64| is_in.iter().map(|step| u128::from(of(&task.steps[step]))).sum::<u128>();
    if task.most_effort.is_some_and(|most| sum(|step| step.effort) > u128::from(most)) {
        return Err(Conflict::Effort);
    }
    if task.most_cost.is_some_and(|most| sum(|step| step.cost) > u128::from(most)) {
        return Err(Conflict::Cost);
    }
    let out = Bits::of(count, (0..count).filter(|step| pins[*step] == Pin::Out || late(*step)));
    let possible = |step: usize| !is_in.has(step) && !out.has(step) && !out.meets(&needs.above[step]);
    let gives = useful(task, &is_in);
    // From the end: a step is worth a look if it gives something itself or something behind it does.
    let mut worth = Bits::new(count);
    for step in needs.order.iter().rev().copied().filter(|step| possible(*step)) {
        if gives.has(step) || worth.has(step) {
            worth.set(step);
            worth.add(&needs.above[step]);
        }
    }
    let free: Vec<usize> = (0..count).filter(|step| possible(*step) && worth.has(*step)).collect();
    let mut place = vec![usize::MAX; count];
    free.iter().enumerate().for_each(|(at, step)| place[*step] = at);
    let mut above = vec![Bits::new(free.len()); free.len()];
    let mut below = above.clone();
    for (at, step) in free.iter().enumerate() {
        for before in needs.above[*step].iter().map(|step| place[step]).filter(|place| *place != usize::MAX) {
            above[at].set(before);
            below[before].set(at);
        }
    }
    Ok(Frame { taken: is_in.iter().collect(), free, above, below })
}

/// The steps that still give something by themselves beside those that are in.
fn useful(task: &Task, is_in: &Bits) -> Bits {
    let settled = task.weigh(is_in.iter().collect());
    let mut left = task.lost.clone();
    let mut right = vec![false; task.need.len()];
    for step in &settled.steps {
        match &task.steps[*step].gain {
            StepGain::Clause { clause, points } if points.is_positive() => left[*clause] -= points,
            StepGain::Clause { .. } => {}
            StepGain::Deduction(which) => right[*which] = true,
        }
    }
    let gives = |step: &usize| match &task.steps[*step].gain {
        StepGain::Clause { clause, points } => points.is_positive() && left[*clause].is_positive(),
        StepGain::Deduction(which) => !right[*which],
    };
    Bits::of(task.steps.len(), (0..task.steps.len()).filter(gives))
}
