//! Every set of steps in turn: too slow for anything but tests, and too simple to be wrong. Shares no code with the
//! solver but the shapes.

use std::collections::BTreeSet;

use num_traits::Zero;

use super::task::{Minimise, Pin, StepGain, Task};
use crate::criteria::Amount;

/// What a set comes to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// Deductions short of the gate, points short; `None` for what reaches the target.
    pub away: Option<(usize, Amount)>,
    /// The objective: figures in its order; days are shifted so that none is smallest.
    pub value: Vec<u128>,
    pub steps: BTreeSet<usize>,
}

pub(super) fn is_allowed(task: &Task, set: &BTreeSet<usize>) -> bool {
    let effort: u128 = set.iter().map(|step| u128::from(task.steps[*step].effort)).sum();
    let cost: u128 = set.iter().map(|step| u128::from(task.steps[*step].cost)).sum();
    task.most_effort.is_none_or(|most| effort <= most.into())
        && task.most_cost.is_none_or(|most| cost <= most.into())
        && task.steps.iter().enumerate().all(|(at, step)| match step.pin {
            Pin::Free => true,
            Pin::In => set.contains(&at),
            Pin::Out => !set.contains(&at),
        })
        && set.iter().all(|at| {
            let step = &task.steps[*at];
            step.after.iter().all(|before| set.contains(before)) && task.by.is_none_or(|by| step.finish <= by)
        })
}

pub(super) fn measure(task: &Task, set: BTreeSet<usize>) -> Found {
    let mut gained = Amount::zero();
    for (clause, lost) in task.lost.iter().enumerate() {
        let mut sum = Amount::zero();
        for at in &set {
            match &task.steps[*at].gain {
                StepGain::Clause { clause: of, points } if *of == clause => sum += points,
                _ => {}
            }
        }
        gained += sum.min(lost.clone());
    }
    let right: BTreeSet<usize> = set
        .iter()
        .filter_map(|at| match task.steps[*at].gain {
            StepGain::Deduction(which) => Some(which),
            StepGain::Clause { .. } => None,
        })
        .collect();
    let right = right.len();
    let gate = (0..task.need.len()).find(|right| task.need[*right].is_some()).unwrap_or(task.need.len());
    let need = match &task.need[right] {
        Some(need) => need.clone(),
        None => task.need.get(gate).cloned().flatten().unwrap_or_else(|| task.lost.iter().sum()),
    };
    let reached = right >= gate && need <= gained;
    let away = (!reached).then(|| (gate.saturating_sub(right), (need - gained).max(Amount::zero())));
    let effort: u128 = set.iter().map(|at| u128::from(task.steps[*at].effort)).sum();
    let cost: u128 = set.iter().map(|at| u128::from(task.steps[*at].cost)).sum();
    let day = set.iter().map(|at| (task.steps[*at].finish + 1_000_000) as u128).max().unwrap_or(0);
    let count = set.len() as u128;
    let value = match task.minimise {
        Minimise::Effort => vec![effort, cost, day, count],
        Minimise::Cost => vec![cost, effort, day, count],
        Minimise::Days => vec![day, effort, cost, count],
    };
    Found { away, value, steps: set }
}

/// All allowed sets, the best first: those that reach the target, then by how far they are away.
pub(super) fn all(task: &Task) -> Vec<Found> {
    let sets = (0..1_u32 << task.steps.len())
        .map(|mask| (0..task.steps.len()).filter(|at| mask >> at & 1 == 1).collect::<BTreeSet<usize>>());
    let mut found: Vec<Found> = sets.filter(|set| is_allowed(task, set)).map(|set| measure(task, set)).collect();
    found.sort();
    found
}

/// The best different plans.
pub(super) fn best(task: &Task, count: usize) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for found in all(task) {
        if out.len() < count && found.away.is_none() && !out.iter().any(|one| one.steps.is_subset(&found.steps)) {
            out.push(found);
        }
    }
    out
}
