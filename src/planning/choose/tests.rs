//! The solver against brute force, and the worst shapes that a register could take.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use super::naive;
use super::task::{Choice, Conflict, Limits, Minimise, Pin, Step, StepGain, Task};
use super::{best, choose};
use crate::criteria::Amount;

/// A small generator of our own, so that the tasks stay the same for ever.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }
}

fn part(numerator: u64, denominator: u64) -> Amount {
    Amount::new(numerator.into(), denominator.into())
}

fn step(clause: usize, points: Amount, effort: u64, cost: u64) -> Step {
    Step { gain: StepGain::Clause { clause, points }, effort, cost, finish: 10, after: vec![], pin: Pin::Free }
}

fn task(steps: Vec<Step>, lost: Vec<Amount>, need: Amount) -> Task {
    Task {
        steps,
        lost,
        need: vec![Some(need)],
        minimise: Minimise::Effort,
        by: None,
        most_effort: None,
        most_cost: None,
    }
}

const ALL: [Minimise; 3] = [Minimise::Effort, Minimise::Cost, Minimise::Days];

/// A small task with everything that can be in one.
fn small(dice: &mut Dice, most_steps: u64) -> Task {
    let count = dice.roll(most_steps) as usize + 1;
    let clauses = dice.roll(4) as usize + 1;
    let deductions = if dice.one_in(2) { 0 } else { dice.roll(3) as usize + 1 };
    let (efforts, costs, days) = (dice.roll(12) + 1, dice.roll(40) + 1, dice.roll(10) + 1);
    let linked = dice.roll(4) + 1;
    let lost: Vec<Amount> = (0..clauses).map(|_| part(dice.roll(12), dice.roll(3) + 1)).collect();
    let mut steps: Vec<Step> = Vec::new();
    for at in 0..count {
        let gain = if deductions > 0 && dice.one_in(4) {
            StepGain::Deduction(dice.roll(deductions as u64) as usize)
        } else {
            StepGain::Clause {
                clause: dice.roll(clauses as u64) as usize,
                points: part(dice.roll(9), dice.roll(4) + 1),
            }
        };
        let pin = match dice.roll(14) {
            0 => Pin::In,
            1 => Pin::Out,
            _ => Pin::Free,
        };
        let after: Vec<usize> = if at > 0 && dice.one_in(linked) {
            (0..=dice.roll(2)).map(|_| dice.roll(at as u64) as usize).collect()
        } else {
            vec![]
        };
        let own = dice.roll(days) as i64 - 3;
        let finish = after.iter().map(|before| steps[*before].finish).max().unwrap_or(own).max(own);
        steps.push(Step { gain, effort: dice.roll(efforts) * 50, cost: dice.roll(costs), finish, after, pin });
    }
    // The steps stand in any order, not only behind what they need.
    let shift = dice.roll(count as u64) as usize;
    let place = |at: usize| (at * if count % 3 == 0 { 1 } else { count.saturating_sub(1).max(1) } + shift) % count;
    let mut shuffled: Vec<Option<Step>> = vec![None; count];
    for (at, mut step) in steps.into_iter().enumerate() {
        step.after.iter_mut().for_each(|before| *before = place(*before));
        shuffled[place(at)] = Some(step);
    }
    let steps: Vec<Step> = shuffled.into_iter().map(|step| step.expect("each place once")).collect();
    let mut points = part(dice.roll(60), 6);
    let gate = if dice.one_in(3) { dice.roll(deductions as u64 + 2) as usize } else { 0 };
    let mut need = Vec::new();
    for right in 0..=deductions {
        need.push((right >= gate).then(|| points.clone()));
        points -= part(dice.roll(10), 4);
    }
    let sum = |of: fn(&Step) -> u64| steps.iter().map(of).sum::<u64>();
    let (effort, cost) = (sum(|step| step.effort), sum(|step| step.cost));
    Task {
        lost,
        need,
        minimise: ALL[dice.roll(3) as usize],
        by: dice.one_in(3).then(|| dice.roll(10) as i64 - 3),
        most_effort: dice.one_in(3).then(|| dice.roll(effort + 1)),
        most_cost: dice.one_in(3).then(|| dice.roll(cost + 1)),
        steps,
    }
}

fn check(seed: u64, task: &Task, choice: &Choice, expected: &naive::Found) {
    let told = format!("seed {seed}\n{task:#?}\n{choice:?}\n{expected:?}");
    assert!(naive::is_allowed(task, &choice.steps), "not allowed: {told}");
    let found = naive::measure(task, choice.steps.clone());
    assert_eq!(choice.reached, expected.away.is_none(), "{told}");
    assert_eq!((&found.away, &found.value), (&expected.away, &expected.value), "{told}");
    assert!(choice.proven, "{told}");
    assert_eq!(choice.effort, choice.steps.iter().map(|at| u128::from(task.steps[*at].effort)).sum::<u128>());
    assert_eq!(choice.cost, choice.steps.iter().map(|at| u128::from(task.steps[*at].cost)).sum::<u128>());
}

#[test]
fn the_best_is_that_of_brute_force() {
    let (mut reached, mut short, mut refused) = (0, 0, 0);
    for seed in 0..10_000 {
        let task = small(&mut Dice(seed), if seed % 10 == 0 { 10 } else { 8 });
        let all = naive::all(&task);
        match (choose(&task, Limits::default()), all.first()) {
            (Ok(choice), Some(expected)) => {
                check(seed, &task, &choice, expected);
                if choice.reached { reached += 1 } else { short += 1 }
            }
            (Err(_), None) => refused += 1,
            (found, expected) => panic!("seed {seed}\n{task:#?}\n{found:?}\n{expected:?}"),
        }
    }
    assert!(reached > 2_000 && short > 2_000 && refused > 200, "{reached} {short} {refused}");
}

#[test]
fn the_best_three_are_those_of_brute_force() {
    let mut three = 0;
    for seed in 100_000..103_000 {
        let mut task = small(&mut Dice(seed), 9);
        let Some(first) = naive::all(&task).first().cloned() else { continue };
        if first.away.is_some() {
            task.need.iter_mut().for_each(|need| *need = need.take().map(|need| need / part(4, 1)));
        }
        let expected = naive::best(&task, 3);
        let found = best(&task, 3, Limits::default()).unwrap();
        if expected.is_empty() {
            assert!(found.len() == 1 && !found[0].reached);
            continue;
        }
        assert_eq!(found.len(), expected.len(), "seed {seed}\n{task:#?}\n{found:?}\n{expected:?}");
        found.iter().zip(&expected).for_each(|(found, expected)| check(seed, &task, found, expected));
        for (at, later) in found.iter().enumerate() {
            assert!(!found[..at].iter().any(|earlier| earlier.steps.is_subset(&later.steps)), "seed {seed}");
        }
        three += u32::from(found.len() == 3);
    }
    assert!(three > 300, "{three}");
}

/// A register of so many gaps with three actions each: the full way, and two that give a part; some wait for an action of
/// another gap. Effort in half days, cost in odd yuan.
pub(super) fn register(gaps: usize, seed: u64, linked: u64) -> Task {
    let mut dice = Dice(seed);
    let mut steps: Vec<Step> = Vec::new();
    let mut lost = Vec::new();
    for gap in 0..gaps {
        let points = part(dice.roll(60) + 5, 10);
        for way in 0..3 {
            let gives = if way == 0 { points.clone() } else { &points * part(dice.roll(7) + 2, 10) };
            let mut one = step(gap, gives, (dice.roll(20) + 1) * 50, (dice.roll(9_000) * 2 + 501) * 100);
            one.finish = dice.roll(120) as i64;
            if gap > 0 && linked > 0 && dice.one_in(linked) {
                let before = dice.roll(gap as u64 * 3) as usize;
                one.finish = one.finish.max(steps[before].finish + 1);
                one.after.push(before);
            }
            steps.push(one);
        }
        lost.push(points);
    }
    let need = lost.iter().sum::<Amount>() * part(45, 100);
    task(steps, lost, need)
}

fn timed(name: &str, task: &Task) -> Vec<Choice> {
    ALL.map(|minimise| {
        let task = Task { minimise, ..task.clone() };
        let start = std::time::Instant::now();
        let choice = choose(&task, Limits::default()).unwrap();
        println!("{name} {minimise:?}: {:?} {} steps {} {} {:?} reached {} proven {}", start.elapsed(), choice.steps.len(), choice.effort, choice.cost, choice.finish, choice.reached, choice.proven);
        choice
    })
    .into()
}

#[test]
fn zz_figures() {
    for linked in [0, 12, 6, 3] {
        for seed in 1..4 {
            timed(&format!("register linked {linked} seed {seed}"), &register(60, seed, linked));
        }
    }
    let mut limited = register(60, 5, 8);
    limited.most_effort = Some(12_000);
    limited.most_cost = Some(26_000_000);
    timed("limited", &limited);
    let mut deductions = register(60, 6, 8);
    for at in 0..6 {
        let mut one = step(0, part(0, 1), 150 + at as u64 * 50, 100_100);
        one.gain = StepGain::Deduction(at);
        deductions.steps.push(one);
    }
    let need = deductions.need[0].clone().unwrap();
    deductions.need = (0..=6).map(|right| (right > 1).then(|| &need - part(right * 2, 1))).collect();
    timed("deductions", &deductions);
    let start = std::time::Instant::now();
    let three = best(&register(60, 1, 6), 3, Limits::default()).unwrap();
    println!("best three {:?} {:?}", start.elapsed(), three.iter().map(|plan| (plan.effort, plan.cost)).collect::<Vec<_>>());
}
