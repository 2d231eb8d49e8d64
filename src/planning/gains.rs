//! What each open action gives for a day of work: the score with it, by the ordinary engine, against its effort.
//!
//! Why it is so: an action that waits for others gives nothing without them, so it is looked at together with all of
//! them that are open, and their effort counts too. Where one of them has no effort written down, a quotient would be
//! a lie, an infinite one at that: it is said to be unknown.

use std::collections::BTreeSet;

use super::plan::is_open;
use crate::assessment::{ActionId, ActionState, Assessment};
use crate::criteria::{Amount, Scheme};
use crate::scoring::{Relief, ScoreCard, score_as_if};

/// What an action gives for a day of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GainPerDay {
    /// Which.
    pub action: ActionId,
    /// Its open prerequisites, theirs included; it is looked at together with them.
    pub needs: BTreeSet<ActionId>,
    /// By how many points the score rises.
    pub gain: Amount,
    /// Hundredths of a person-day, prerequisites included.
    pub effort: u128,
    /// Points of the score for a person-day; none where an effort is blank.
    pub per_day: Option<Amount>,
}

/// All open actions, the most points for a day first, then those whose effort is not known by what they give.
#[must_use]
pub fn gains(scheme: &Scheme, assessment: &Assessment, card: &ScoreCard) -> Vec<GainPerDay> {
    let Some(before) = &card.outcome else { return Vec::new() };
    let open = assessment.actions.iter().filter(|(_, action)| action.state != ActionState::Closed);
    let mut out: Vec<GainPerDay> = open
        .map(|(id, _)| {
            let all = with_prerequisites(assessment, [*id]);
            let after = score_as_if(scheme, assessment, &Relief::of(assessment, card, &all)).outcome;
            let gain = after.map_or_else(Amount::default, |after| after.score - &before.score);
            let efforts: Vec<u64> = all.iter().filter_map(|id| Some(assessment.actions.get(id)?.effort)).collect();
            let effort: u128 = efforts.iter().map(|effort| u128::from(*effort)).sum();
            let per_day = efforts.iter().all(|effort| *effort > 0).then(|| {
                let days = Amount::new(effort.into(), 100.into());
                &gain / days
            });
            let needs = all.into_iter().filter(|other| other != id).collect();
            GainPerDay { action: *id, needs, gain, effort, per_day }
        })
        .collect();
    // Stable: what is equal stays in the order of numbers.
    out.sort_by(|a, b| b.per_day.cmp(&a.per_day).then_with(|| b.gain.cmp(&a.gain)));
    out
}

/// These actions and, again and again, the open ones that they wait for.
#[must_use]
pub fn with_prerequisites(assessment: &Assessment, ids: impl IntoIterator<Item = ActionId>) -> BTreeSet<ActionId> {
    let mut out = BTreeSet::new();
    let mut waiting: Vec<ActionId> = ids.into_iter().filter(|id| is_open(assessment, *id)).collect();
    while let Some(id) = waiting.pop() {
        if out.insert(id) {
            let after = assessment.actions.get(&id).into_iter().flat_map(|action| &action.after);
            waiting.extend(after.copied().filter(|id| is_open(assessment, *id)));
        }
    }
    out
}
