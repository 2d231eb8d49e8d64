//! What is asked and what is answered, in exact numbers and nothing else: no clause, no person, no word.
//!
//! The rest of the program turns a case into a [`Task`]; so the solver can be held against brute force on tasks that no
//! case would ever have.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use num_traits::Zero;

use crate::criteria::Amount;

/// A remediation action as the solver sees it.
#[derive(Clone, Debug)]
pub struct Step {
    /// What it gives.
    pub gain: StepGain,
    /// Work, in hundredths of a person-day.
    pub effort: u64,
    /// Money, in hundredths of a yuan (分).
    pub cost: u64,
    /// The number of the day on which it is done at the earliest, its prerequisites included.
    pub finish: i64,
    /// Its prerequisites that are still open, as indices into [`Task::steps`]; what is closed is left out.
    pub after: Vec<usize>,
    /// What a person has laid down about it.
    pub pin: Pin,
}

/// What a step gives.
#[derive(Clone, Debug)]
pub enum StepGain {
    /// Raw points on a clause. Less than nothing counts as nothing.
    Clause {
        /// Index into [`Task::lost`].
        clause: usize,
        /// Raw points; all steps of a clause together give at most what the clause lost.
        points: Amount,
    },
    /// Puts this open special deduction right, below `need.len() - 1`. Several steps may name the same one: any of them
    /// puts it right, and it counts once.
    Deduction(usize),
}

/// What a person has laid down about a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Pin {
    /// Nothing: the solver decides.
    #[default]
    Free,
    /// It is done in any case, and so are its prerequisites.
    In,
    /// It is not done, and so nothing that needs it.
    Out,
}

/// What counts first; the others follow in the order effort, cost, day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Minimise {
    /// Person-days.
    Effort,
    /// Yuan.
    Cost,
    /// The day on which the last chosen step is done.
    Days,
}

/// A question to the solver.
#[derive(Clone, Debug)]
pub struct Task {
    /// The steps to choose from.
    pub steps: Vec<Step>,
    /// By clause: the raw points it lost, and so the most that its steps can regain.
    pub lost: Vec<Amount>,
    /// By the number of special deductions put right, from none to all: the raw points that must be regained then; `None`
    /// where the target cannot be reached with so few. Never rises with the number.
    pub need: Vec<Option<Amount>>,
    /// What counts first.
    pub minimise: Minimise,
    /// Every chosen step is done by this day.
    pub by: Option<i64>,
    /// At most so much work, in hundredths of a person-day.
    pub most_effort: Option<u64>,
    /// At most so much money, in hundredths of a yuan.
    pub most_cost: Option<u64>,
}

/// A set of steps and what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The chosen steps, as indices into [`Task::steps`].
    pub steps: BTreeSet<usize>,
    /// Raw points regained on clauses.
    pub gained: Amount,
    /// Special deductions put right.
    pub deductions: usize,
    /// Hundredths of a person-day.
    pub effort: u128,
    /// Hundredths of a yuan.
    pub cost: u128,
    /// The day on which the last chosen step is done; `None` if nothing is chosen.
    pub finish: Option<i64>,
    /// Whether the target is reached.
    pub reached: bool,
    /// Whether it is proven that there is no better one. `false` only where the limit on work was met or the search was
    /// stopped; with `reached` also `false` it is then open whether the target can be reached at all.
    pub proven: bool,
}

/// Why a task has no answer at all, not even a nearest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// A step is pinned in and needs, perhaps through others, one that is pinned out.
    Ruled {
        /// The step that is in.
        step: usize,
        /// The step that is out.
        needs: usize,
    },
    /// A step is pinned in, or needed by one that is, and cannot be done by the day.
    Late {
        /// The step.
        step: usize,
    },
    /// The steps that are pinned in, with what they need, take more work than there may be.
    Effort,
    /// The steps that are pinned in, with what they need, take more money than there may be.
    Cost,
    /// A step needs itself, perhaps through others.
    Circle {
        /// The step.
        step: usize,
    },
    /// A step names a prerequisite, a clause or a deduction that is not in the task.
    Unknown {
        /// The step.
        step: usize,
    },
}

/// How long the solver may search. The limit counts states, not time, so that every computer gives the same answer.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// Partial plans to look at before giving up on the proof.
    pub states: u64,
    /// Set from another thread to give up at once.
    pub stop: Option<&'a AtomicBool>,
}

impl Default for Limits<'_> {
    fn default() -> Self {
        Self { states: 8_000_000, stop: None }
    }
}

impl Task {
    /// Adds up a set of steps. `reached` is by the points and the gate alone.
    pub(in crate::planning) fn weigh(&self, steps: BTreeSet<usize>) -> Choice {
        let mut by_clause = vec![Amount::zero(); self.lost.len()];
        let mut right = BTreeSet::new();
        let (mut effort, mut cost, mut finish) = (0, 0, None);
        for step in steps.iter().map(|index| &self.steps[*index]) {
            match &step.gain {
                StepGain::Clause { clause, points } => by_clause[*clause] += points.max(&Amount::zero()),
                StepGain::Deduction(which) => {
                    right.insert(*which);
                }
            }
            effort += u128::from(step.effort);
            cost += u128::from(step.cost);
            finish = finish.max(Some(step.finish));
        }
        let gained =
            by_clause.iter().zip(&self.lost).map(|(sum, lost)| sum.min(lost).max(&Amount::zero()).clone()).sum();
        let need = self.need.get(right.len()).and_then(Option::as_ref);
        let reached = need.is_some_and(|need| *need <= gained);
        Choice { deductions: right.len(), steps, gained, effort, cost, finish, reached, proven: true }
    }

    /// What the objective compares, smallest first.
    pub(super) fn value(&self, choice: &Choice) -> Value {
        let (effort, cost) = (Figure::Sum(choice.effort), Figure::Sum(choice.cost));
        let (day, count) = (Figure::Day(choice.finish), Figure::Sum(choice.steps.len() as u128));
        match self.minimise {
            Minimise::Effort => [effort, cost, day, count],
            Minimise::Cost => [cost, effort, day, count],
            Minimise::Days => [day, effort, cost, count],
        }
    }
}

/// What the objective compares, in its order.
pub(super) type Value = [Figure; 4];

/// One figure of the objective; in one place of a [`Value`] there is always the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Figure {
    Sum(u128),
    Day(Option<i64>),
}
