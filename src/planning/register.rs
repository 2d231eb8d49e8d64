//! What a register of remediation comes to: sums over actions, and gaps that nobody does anything about.
//!
//! Why it is so:
//! * A gap is what was judged and lost points; what is not rated yet is none. A special deduction is one until it is
//!   rectified, whether or not the scheme counts it afterwards: putting it right is an obligation.
//! * A gap whose actions are all closed is told apart: either the clause was not judged again, or the work did not help.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use num_traits::Signed as _;

use crate::assessment::{Action, ActionId, ActionState, Assessment, Gap, SpecialDeductionId};
use crate::criteria::{Amount, ClauseId, RectifiedDeductions, Scheme};
use crate::scoring::{ScoreCard, Why};

/// Sums over actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many.
    pub count: usize,
    /// Not closed.
    pub open: usize,
    /// Their term has passed and they are not closed.
    pub overdue: usize,
    /// Closed without it being known who verified them, or when.
    pub unverified: usize,
    /// Hundredths of a person-day.
    pub effort: u64,
    /// Hundredths of a yuan.
    pub cost: u64,
}

impl Tally {
    /// The sums on a day.
    #[must_use]
    pub fn of<'a>(actions: impl IntoIterator<Item = &'a Action>, day: NaiveDate) -> Self {
        let mut out = Self::default();
        for action in actions {
            out.count += 1;
            out.open += usize::from(action.state != ActionState::Closed);
            out.overdue += usize::from(action.overdue_on(day));
            out.unverified += usize::from(action.unverified());
            out.effort = out.effort.saturating_add(action.effort);
            out.cost = out.cost.saturating_add(action.cost);
        }
        out
    }
}

/// Gaps about which nothing is under way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Uncovered {
    /// Clauses that lost points and have no action, with what they lost; in the order of the scheme.
    pub clauses: Vec<(ClauseId, Amount)>,
    /// Special deductions that are not rectified and have no action.
    pub deductions: Vec<SpecialDeductionId>,
    /// Gaps that are still there although all their actions are closed.
    pub ended: Vec<Gap>,
}

impl Uncovered {
    /// How many gaps have no action at all.
    #[must_use]
    pub fn count(&self) -> usize {
        self.clauses.len() + self.deductions.len()
    }

    /// What the clauses without action lost together.
    #[must_use]
    pub fn lost(&self) -> Amount {
        self.clauses.iter().map(|(_, lost)| lost).sum()
    }
}

/// What a clause lost by its verdict; none where that is nothing, or where it is not rated.
#[must_use]
pub fn lost_by_verdict(card: &ScoreCard, clause: &ClauseId) -> Option<Amount> {
    Some(card.clause(clause)?.line.lost_by_verdict()).filter(Amount::is_positive)
}

/// The open actions on clauses that are not judged: whatever they are worth, they raise no score before that.
#[must_use]
pub fn not_judged(assessment: &Assessment, card: &ScoreCard) -> Vec<ActionId> {
    let unrated: BTreeSet<&ClauseId> =
        card.clauses.iter().filter(|line| line.why == Why::Unrated).map(|line| &line.id).collect();
    let waits = |action: &Action| {
        let unjudged = matches!(&action.gap, Gap::Clause(clause) if unrated.contains(clause));
        unjudged && action.state != ActionState::Closed
    };
    assessment.actions.iter().filter(|(_, action)| waits(action)).map(|(id, _)| *id).collect()
}

/// What clauses lost by their verdicts; those that lost nothing are not in it.
#[must_use]
pub fn lost_by_verdicts(card: &ScoreCard) -> BTreeMap<ClauseId, Amount> {
    let lost = |id: &ClauseId| Some((id.clone(), lost_by_verdict(card, id)?));
    card.clauses.iter().filter_map(|line| lost(&line.id)).collect()
}

/// What an action gives back of what is lost now: what it says, at most what was lost; none where there is nothing to
/// give back.
#[must_use]
pub fn gives_back(scheme: &Scheme, assessment: &Assessment, card: &ScoreCard, action: &Action) -> Option<Amount> {
    match &action.gap {
        Gap::Clause(clause) => {
            let lost = lost_by_verdict(card, clause)?;
            Some(action.gain.as_ref().map_or_else(|| lost.clone(), |gain| gain.0.clone().min(lost.clone())))
        }
        Gap::SpecialDeduction(id) => {
            // Where a rectified deduction counts all the same, putting it right gives nothing back.
            let counts = scheme.rules.rectified == RectifiedDeductions::NotCounted;
            let open = assessment.special_deductions.get(id).is_some_and(|found| !found.rectified);
            (counts && open).then(|| scheme.rules.special_deductions.points_each.clone())
        }
    }
}

/// The gaps of a case about which nothing is under way.
#[must_use]
pub fn uncovered(assessment: &Assessment, card: &ScoreCard) -> Uncovered {
    let mut out = Uncovered::default();
    // Whether a gap with actions has one that is open.
    let mut covered: BTreeMap<&Gap, bool> = BTreeMap::new();
    for action in assessment.actions.values() {
        *covered.entry(&action.gap).or_default() |= action.state != ActionState::Closed;
    }
    for line in &card.clauses {
        let Some(lost) = lost_by_verdict(card, &line.id) else { continue };
        let gap = Gap::Clause(line.id.clone());
        match covered.get(&gap) {
            None => out.clauses.push((line.id.clone(), lost)),
            Some(false) => out.ended.push(gap),
            Some(true) => {}
        }
    }
    for (id, _) in assessment.special_deductions.iter().filter(|(_, deduction)| !deduction.rectified) {
        match covered.get(&Gap::SpecialDeduction(*id)) {
            None => out.deductions.push(*id),
            Some(false) => out.ended.push(Gap::SpecialDeduction(*id)),
            Some(true) => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::assessment::{SpecialDeduction, Verdict};
    use crate::criteria::{SHIPPED, read, whole};
    use crate::scoring::score;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn sums_count_what_is_open_overdue_and_closed_unverified() {
        let action = |state, due: &str, effort, verified: bool| {
            let mut action = Action::of(Gap::Clause("5.1.1.1".into()), "做".into());
            (action.state, action.due, action.effort, action.cost) = (state, due.parse().ok(), effort, 1000);
            if verified {
                (action.verified_by, action.verified_on) = ("李强".into(), Some(day("2026-03-01")));
            }
            action
        };
        let all = [
            action(ActionState::Planned, "2026-03-30", 150, false), // its term passed yesterday
            action(ActionState::ToVerify, "2026-03-31", 50, false), // due today
            action(ActionState::Closed, "2026-01-01", 25, true),
            action(ActionState::Closed, "2026-01-01", 0, false),
            action(ActionState::Doing, "", 0, false), // without term
        ];
        let tally = Tally::of(&all, day("2026-03-31"));
        let expected = Tally { count: 5, open: 3, overdue: 1, unverified: 1, effort: 225, cost: 5000 };
        assert_eq!(tally, expected);
    }

    #[test]
    fn gaps_without_action_and_with_closed_ones_only() {
        let scheme = read(SHIPPED[0].text).unwrap().scheme;
        let mut case = Assessment::default();
        for clause in ["5.1.1.1", "5.1.2.1", "5.1.4.1", "5.1.5.1"] {
            Arc::make_mut(case.answers.entry(clause.into()).or_default()).verdict = Verdict::Fails;
        }
        Arc::make_mut(case.answers.entry("5.1.2.2".into()).or_default()).verdict = Verdict::Meets;
        for (id, rectified) in [(1, false), (2, true), (3, false)] {
            let deduction =
                SpecialDeduction { kind: 2, found: "收费没有先报价".into(), clause: None, rectified };
            case.special_deductions.insert(SpecialDeductionId(id), Arc::new(deduction));
        }
        let mut number = 0;
        let mut add = |gap: Gap, state| {
            number += 1;
            let mut action = Action::of(gap, "做".into());
            action.state = state;
            case.actions.insert(crate::assessment::ActionId(number), Arc::new(action));
        };
        add(Gap::Clause("5.1.2.1".into()), ActionState::Closed);
        add(Gap::Clause("5.1.4.1".into()), ActionState::Closed);
        add(Gap::Clause("5.1.4.1".into()), ActionState::Planned);
        add(Gap::SpecialDeduction(SpecialDeductionId(3)), ActionState::Closed);
        let found = uncovered(&case, &score(&scheme, &case));
        let clauses: Vec<&str> = found.clauses.iter().map(|(clause, _)| clause.as_str()).collect();
        // 5.1.2.2 meets, all others but four are unrated.
        assert_eq!(clauses, ["5.1.1.1", "5.1.5.1"]);
        assert_eq!(found.deductions, [SpecialDeductionId(1)]);
        let ended = [Gap::Clause("5.1.2.1".into()), Gap::SpecialDeduction(SpecialDeductionId(3))];
        assert_eq!(found.ended, ended);
        assert_eq!(found.count(), 3);
        let points = |clause: &str| scheme.clause(&clause.into()).unwrap().points.clone();
        assert_eq!(found.lost(), points("5.1.1.1") + points("5.1.5.1"));
        assert!(found.lost() > whole(0));
    }
}
