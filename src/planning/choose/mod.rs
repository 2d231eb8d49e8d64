//! The optimiser: of all steps the cheapest set that reaches a target, exactly.
//!
//! It knows nothing of cases: it gets steps, what they give and what they need, and what must be regained, and it gives
//! the best set, or, where the target cannot be reached, the one that comes nearest.
//!
//! Why it is so:
//! * Exact, not greedy: with caps, prerequisites and gates a greedy plan is easily a third too dear, and a plan that is
//!   put before a general manager must not be beaten by one that somebody finds by hand.
//! * Whole numbers only, so that a plan that promises 95 points gives 95 points.
//! * The work is limited by a count, not by time: the same task gives the same answer on every computer. Where the limit
//!   is met, or the window asks to stop, [`Choice::proven`] says that the proof is missing.
//! * Plans of equal effort, cost, last day and number of steps are equally good; which one is given is settled by the
//!   order of the search and is always the same one.
//!
//! How: `frame` settles pins and days, `unit` decides each clause by itself, `sweep` joins the units in the order of
//! `order` and drops what `bound` shows to be hopeless, `search` takes the objective figure by figure, `solve` asks for
//! day, gate and nearness, `ranked` for the next best plans.

mod bits;
mod bound;
mod frame;
mod model;
mod number;
mod order;
mod ranked;
mod search;
mod solve;
mod sum;
mod sweep;
mod task;
mod unit;

#[cfg(test)]
mod naive;
#[cfg(test)]
mod tests;

pub use task::{Choice, Conflict, Limits, Minimise, Pin, Step, StepGain, Task};

/// The best set of steps; if the target cannot be reached, the nearest: the fewest special deductions short of the gate,
/// then the fewest points short, then the cheapest.
pub fn choose(task: &Task, limits: Limits<'_>) -> Result<Choice, Conflict> {
    ranked::ranked(task, 1, limits).map(|(first, _)| first)
}

/// The best `count` different plans, best first, each without at least one step of every one before it; fewer if there
/// are no more. If the target cannot be reached, only the nearest plan.
pub fn best(task: &Task, count: usize, limits: Limits<'_>) -> Result<Vec<Choice>, Conflict> {
    let (first, others) = ranked::ranked(task, count, limits)?;
    Ok(if count == 0 { Vec::new() } else { std::iter::once(first).chain(others).collect() })
}
