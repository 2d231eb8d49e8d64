//! What the score would be under other assumptions.

use super::score::{Outcome, ScoreCard, outcome};
use crate::criteria::Scheme;

/// Score and grade if no exclusion were accepted: excluded clauses count and earn nothing.
#[must_use]
pub fn exclusions_refused(scheme: &Scheme, card: &ScoreCard) -> Option<Outcome> {
    outcome(scheme, &card.whole.earned, &card.whole.points, card.special_deductions, card.bonus)
}
