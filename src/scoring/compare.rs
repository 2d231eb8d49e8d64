//! What changed between two rounds, clause by clause, and by how much each change moved the score.
//!
//! Why it is so:
//! * The earlier assessment is turned into the later one step by step: first the criteria, then each clause in the order
//!   of the scheme, then special deductions, then the bonus. Each step is scored by the ordinary engine, so that what the
//!   steps move adds up to the change of the score, to the last fraction, whatever exclusions and caps do in between.
//! * Where exclusions change what the score is normalised by, what a clause moves depends on the order. That is said.
//! * An unrated clause is no regression: nobody judged it yet.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use num_traits::Signed as _;

use super::score::{ScoreCard, score};
use crate::assessment::{self, Assessment, Fate, Problem, Verdict};
use crate::criteria::{Amount, ClauseId, Scheme};

/// What moved a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// 分值或条款: the criteria give other points or ask something else.
    Criteria,
    /// 判定.
    Verdict,
    /// 抽样.
    Sample,
    /// 删减.
    Exclusion,
    /// 未评或待确认, on either side.
    Pending,
    /// 特别扣分.
    SpecialDeductions,
    /// 特别加分.
    Bonus,
}

impl Cause {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::Criteria,
        Self::Verdict,
        Self::Sample,
        Self::Exclusion,
        Self::Pending,
        Self::SpecialDeductions,
        Self::Bonus,
    ];
}

/// A clause that was judged otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseMove {
    /// Which, by its number in the later round.
    pub clause: ClauseId,
    /// Why.
    pub cause: Cause,
    /// Its verdict in the earlier round.
    pub from: Verdict,
    /// Its verdict in the later round.
    pub to: Verdict,
    /// Points that it earned by the verdict of before: under the criteria of the later round, where these ask the same.
    pub earned_before: Amount,
    /// Points that it earns in the later round.
    pub earned_after: Amount,
    /// By how much it moved the score; none where there was none to move.
    pub moved: Option<Amount>,
}

impl ClauseMove {
    /// 退步: it was judged, is judged worse, and somebody judged it.
    #[must_use]
    pub fn is_regression(&self) -> bool {
        match self.cause {
            Cause::Pending => false,
            // It earns nothing because it does not count.
            Cause::Exclusion => self.moved_down(),
            _ => self.earned_after < self.earned_before || self.moved_down(),
        }
    }

    fn moved_down(&self) -> bool {
        self.moved.as_ref().is_some_and(Amount::is_negative)
    }
}

/// What changed between two rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundComparison {
    /// The earlier round, under its own criteria.
    pub before: ScoreCard,
    /// The later round.
    pub after: ScoreCard,
    /// By how much each cause moved the score, only those that changed anything; they add up to the change of the score.
    pub causes: Vec<(Cause, Option<Amount>)>,
    /// Clauses that were judged otherwise: regressions first, the worst first; then those that nobody judged; then the rest,
    /// the best first.
    pub clauses: Vec<ClauseMove>,
}

impl RoundComparison {
    /// By how much the score changed; none where one of the rounds has none.
    #[must_use]
    pub fn moved(&self) -> Option<Amount> {
        moved(&self.before, &self.after)
    }

    /// Whether nothing is different.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.causes.is_empty() && self.clauses.is_empty()
    }
}

/// Compares two rounds, each with its scheme.
///
/// # Errors
/// When the earlier answers cannot be brought to the later criteria, see [`carry`](assessment::carry).
pub fn compare_rounds(
    (old, before): (&Scheme, &Assessment),
    (new, after): (&Scheme, &Assessment),
) -> Result<RoundComparison, Problem> {
    let first = score(old, before);
    let mut causes: Vec<(Cause, Option<Amount>)> = Vec::new();
    let mut note = |cause: Cause, from: &ScoreCard, to: &ScoreCard| {
        let moved = moved(from, to);
        match causes.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, sum)) => *sum = sum.as_ref().zip(moved.as_ref()).map(|(sum, moved)| sum + moved),
            None => causes.push((cause, moved.clone())),
        }
        moved
    };
    // Clauses that ask something else now, with the verdict on what they asked before and what that earned.
    let mut asked_else: BTreeMap<ClauseId, (Verdict, Amount)> = BTreeMap::new();
    let (mut at, mut card) = if old == new {
        (before.clone(), first.clone())
    } else {
        let carried = assessment::carry(old, new, before)?;
        for (id, fate) in &carried.fates {
            if let (Fate::Former { under, .. }, verdict) = (fate, before.verdict(id))
                && *verdict != Verdict::Unrated
            {
                let earned = first.clause(id).map(|line| line.line.earned.clone()).unwrap_or_default();
                asked_else.insert(under.clone(), (verdict.clone(), earned));
            }
        }
        let card = score(new, &carried.assessment);
        if card.outcome != first.outcome {
            note(Cause::Criteria, &first, &card);
        }
        (carried.assessment, card)
    };
    let mut clauses = Vec::new();
    for clause in new.clauses() {
        let (from, to) = (at.verdict(&clause.id).clone(), after.verdict(&clause.id).clone());
        if from == to {
            continue;
        }
        let was = asked_else.remove(&clause.id).filter(|_| from == Verdict::Unrated);
        Arc::make_mut(at.answers.entry(clause.id.clone()).or_default()).verdict = to.clone();
        let next = score(new, &at);
        let cause = if was.is_some() { Cause::Criteria } else { cause(&from, &to) };
        let earned =
            |card: &ScoreCard| card.clause(&clause.id).map(|line| line.line.earned.clone()).unwrap_or_default();
        let (from, earned_before) = was.unwrap_or_else(|| (from, earned(&card)));
        let earned_after = earned(&next);
        let moved = note(cause, &card, &next);
        clauses.push(ClauseMove { clause: clause.id.clone(), cause, from, to, earned_before, earned_after, moved });
        card = next;
    }
    // Numbers of special deductions are those of their round; what counts is which are open.
    for (cause, differs) in [
        (Cause::SpecialDeductions, at.special_deductions != after.special_deductions),
        (Cause::Bonus, at.bonus != after.bonus),
    ] {
        if differs {
            match cause {
                Cause::Bonus => at.bonus.clone_from(&after.bonus),
                _ => at.special_deductions.clone_from(&after.special_deductions),
            }
            let next = score(new, &at);
            // A deduction that was put right has another number, or none, and counts as little as before.
            if next.outcome != card.outcome {
                note(cause, &card, &next);
            }
            card = next;
        }
    }
    causes.sort_by_key(|(cause, _)| *cause);
    clauses.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| by_worth(a, b))); // stable: ties in the scheme's order
    Ok(RoundComparison { before: first, after: card, causes, clauses })
}

fn moved(from: &ScoreCard, to: &ScoreCard) -> Option<Amount> {
    Some(&to.outcome.as_ref()?.score - &from.outcome.as_ref()?.score)
}

fn cause(from: &Verdict, to: &Verdict) -> Cause {
    let either = |is: fn(&Verdict) -> bool| is(from) || is(to);
    if either(|verdict| *verdict == Verdict::Unrated) {
        Cause::Pending
    } else if either(|verdict| matches!(verdict, Verdict::Excluded { .. })) {
        Cause::Exclusion
    } else if either(|verdict| matches!(verdict, Verdict::Sampled { .. })) {
        Cause::Sample
    } else {
        Cause::Verdict
    }
}

fn rank(line: &ClauseMove) -> u8 {
    match line.cause {
        _ if line.is_regression() => 0,
        Cause::Pending => 1,
        _ => 2,
    }
}

/// Of regressions the worst first, of the others the best.
fn by_worth(a: &ClauseMove, b: &ClauseMove) -> Ordering {
    let worth = |line: &ClauseMove| line.moved.clone().unwrap_or_default();
    if a.is_regression() { worth(a).cmp(&worth(b)) } else { worth(b).cmp(&worth(a)) }
}
