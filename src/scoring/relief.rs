//! What the score would be if remediation actions were done.
//!
//! Why it is so: a plan must give what it promises, so it is scored by the very arithmetic that scores a case; only what
//! clauses lost, and which special deductions count, is put right first. What a clause lost is what its verdict took: of
//! an unrated clause nobody knows what it lost, so nothing on it gives any points back.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::{Signed as _, Zero as _};

use crate::assessment::{ActionId, Assessment, Gap, SpecialDeductionId};
use crate::criteria::{Amount, ClauseId};

use super::{Line, ScoreCard};

/// What is looked at as if it were put right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Relief {
    /// Points that clauses regain, at most what their verdicts took; those of several actions added up.
    pub regained: BTreeMap<ClauseId, Amount>,
    /// Special deductions that are looked at as rectified.
    pub righted: BTreeSet<SpecialDeductionId>,
}

impl Relief {
    /// What these actions put right. Those that the case does not have give nothing; nor do closed ones: their work is
    /// done, and what it was worth is for the verdict to say.
    #[must_use]
    pub fn of<'a>(assessment: &Assessment, card: &ScoreCard, done: impl IntoIterator<Item = &'a ActionId>) -> Self {
        let mut out = Self::default();
        for action in done.into_iter().filter_map(|id| assessment.actions.get(id)) {
            if action.state == crate::assessment::ActionState::Closed {
                continue;
            }
            match &action.gap {
                Gap::Clause(clause) => {
                    let Some(line) = card.clause(clause) else { continue };
                    let gain = action.gain.as_ref().map_or_else(|| line.line.lost_by_verdict(), |gain| gain.0.clone());
                    *out.regained.entry(clause.clone()).or_insert_with(Amount::zero) += gain;
                }
                Gap::SpecialDeduction(id) => {
                    out.righted.insert(*id);
                }
            }
        }
        out
    }

    /// What a clause regains of what it lost.
    pub(super) fn regains(&self, clause: &ClauseId, line: &Line) -> Amount {
        match self.regained.get(clause) {
            Some(gain) if gain.is_positive() => line.lost_by_verdict().min(gain.clone()),
            _ => Amount::zero(),
        }
    }
}
