//! How long the best plan takes: `cargo bench --bench plan`.

#![allow(clippy::expect_used)] // a benchmark without its material has nothing to measure

use divan::{Bencher, black_box};
use xingping::criteria::Amount;
use xingping::planning::choose::{Limits, Minimise, Pin, Step, StepGain, Task, best, choose};

fn main() {
    divan::main();
}

fn part(numerator: u64, denominator: u64) -> Amount {
    Amount::new(numerator.into(), denominator.into())
}

/// 60 gaps with three actions each: the full way, and two that give a part; one in `linked` waits for an action of
/// another gap. Effort in half days, cost in odd yuan.
fn register(seed: u64, linked: u64, minimise: Minimise) -> Task {
    let mut state = seed;
    let mut roll = |sides: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    };
    let (mut steps, mut lost): (Vec<Step>, Vec<Amount>) = (Vec::new(), Vec::new());
    for clause in 0..60 {
        let points = part(roll(60) + 5, 10);
        for way in 0..3 {
            let gives = if way == 0 { points.clone() } else { &points * part(roll(7) + 2, 10) };
            let gain = StepGain::Clause { clause, points: gives };
            let (effort, cost) = ((roll(20) + 1) * 50, (roll(9_000) * 2 + 501) * 100);
            let mut step = Step { gain, effort, cost, finish: roll(120) as i64, after: Vec::new(), pin: Pin::Free };
            if clause > 0 && roll(linked) == 0 {
                let before = roll(clause as u64 * 3) as usize;
                step.finish = step.finish.max(steps[before].finish + 1);
                step.after.push(before);
            }
            steps.push(step);
        }
        lost.push(points);
    }
    let need = vec![Some(lost.iter().sum::<Amount>() * part(45, 100))];
    Task { steps, lost, need, minimise, by: None, most_effort: None, most_cost: None }
}

fn solve(bencher: Bencher<'_, '_>, task: &Task) {
    let found = choose(task, Limits::default()).expect("no contradiction");
    assert!(found.reached && found.proven);
    bencher.bench_local(|| choose(black_box(task), Limits::default()));
}

/// One action in ten waits for another gap.
#[divan::bench(args = [1, 2, 3])]
fn least_effort(bencher: Bencher<'_, '_>, seed: u64) {
    solve(bencher, &register(seed, 10, Minimise::Effort));
}

#[divan::bench(args = [1, 2, 3])]
fn least_cost(bencher: Bencher<'_, '_>, seed: u64) {
    solve(bencher, &register(seed, 10, Minimise::Cost));
}

#[divan::bench(args = [1, 2, 3])]
fn first_done(bencher: Bencher<'_, '_>, seed: u64) {
    solve(bencher, &register(seed, 10, Minimise::Days));
}

/// One action in three waits for another gap: nearly all hang together.
#[divan::bench(args = [1, 2, 3], sample_count = 10)]
fn tangled(bencher: Bencher<'_, '_>, seed: u64) {
    solve(bencher, &register(seed, 3, Minimise::Cost));
}

/// Both budgets not far above what is needed.
#[divan::bench(args = [Minimise::Effort, Minimise::Cost, Minimise::Days], sample_count = 10)]
fn within_budgets(bencher: Bencher<'_, '_>, minimise: Minimise) {
    let mut task = register(5, 8, minimise);
    (task.most_effort, task.most_cost) = (Some(12_000), Some(26_000_000));
    solve(bencher, &task);
}

/// Six special deductions, of which two must be put right, and which give points.
#[divan::bench(args = [Minimise::Effort, Minimise::Cost, Minimise::Days], sample_count = 10)]
fn with_deductions(bencher: Bencher<'_, '_>, minimise: Minimise) {
    let mut task = register(6, 8, minimise);
    for which in 0..6 {
        let gain = StepGain::Deduction(which);
        let effort = 150 + which as u64 * 50;
        task.steps.push(Step { gain, effort, cost: 100_100, finish: 30, after: Vec::new(), pin: Pin::Free });
    }
    let need = task.need[0].clone().expect("reachable");
    task.need = (0..=6).map(|right| (right > 1).then(|| &need - part(right * 2, 1))).collect();
    solve(bencher, &task);
}

#[divan::bench(sample_count = 5)]
fn best_three(bencher: Bencher<'_, '_>) {
    let task = register(1, 10, Minimise::Effort);
    bencher.bench_local(|| best(black_box(&task), 3, Limits::default()));
}
