//! How sure a score is: what it would be under other assumptions, each with a name and a reason.
//!
//! Why it is so: a range is worth something only when each end can be explained. So every value here is the ordinary
//! score under one stated assumption, exact, and none is an estimate of how likely it is.

mod points;
mod sureness;

use std::collections::BTreeSet;

use num_traits::Zero as _;

use super::score::{Outcome, ScoreCard, Why, outcome};
use crate::assessment::Assessment;
use crate::criteria::{Amount, ClauseId, Scheme};

pub use points::{PointsSpan, PointsTable, points_span, points_tables};
pub use sureness::{Sureness, sureness};

/// What a score would be under other assumptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// Unrated clauses earn nothing: the score itself.
    pub floor: Outcome,
    /// Unrated clauses meet.
    pub ceiling: Outcome,
    /// 有据: a clause that meets without sound evidence earns nothing.
    pub evidence_backed: Outcome,
    /// No exclusion is accepted: excluded clauses count and earn nothing.
    pub exclusions_refused: Outcome,
    /// 从严: clauses marked 存疑 earn nothing.
    pub strict: Outcome,
    /// The same verdicts under all tables of points that agree with what is known; none where that cannot be computed.
    pub points: Option<PointsSpan>,
}

impl Range {
    /// 星级稳: whichever table of points is the true one, the grade is the same.
    #[must_use]
    pub fn grade_safe(&self) -> bool {
        self.points.as_ref().is_some_and(|span| span.low.grade.id == span.high.grade.id)
    }
}

/// The range of a score; none where nothing is applicable.
///
/// `backed` are the clauses with at least one sound piece of evidence, see [`PieceState::sound`]: what that is, the
/// disk and the day decide, and so the caller.
///
/// [`PieceState::sound`]: crate::assessment::PieceState::sound
#[must_use]
pub fn range(scheme: &Scheme, assessment: &Assessment, card: &ScoreCard, backed: &BTreeSet<ClauseId>) -> Option<Range> {
    let unbacked = |id: &ClauseId, why: &Why| *why == Why::Meets && !backed.contains(id);
    let doubtful = |id: &ClauseId, _: &Why| assessment.answer(id).is_some_and(|answer| answer.doubtful);
    Some(Range {
        floor: card.outcome.clone()?,
        ceiling: card.ceiling.clone()?,
        evidence_backed: without(scheme, card, unbacked)?,
        exclusions_refused: exclusions_refused(scheme, card)?,
        strict: without(scheme, card, doubtful)?,
        points: points_span(scheme, card),
    })
}

/// Score and grade if no exclusion were accepted: excluded clauses count and earn nothing.
#[must_use]
pub fn exclusions_refused(scheme: &Scheme, card: &ScoreCard) -> Option<Outcome> {
    outcome(scheme, &card.whole.earned, &card.whole.points, card.special_deductions, card.bonus)
}

/// Score and grade if some clauses earned nothing; excluded ones stay excluded.
fn without(scheme: &Scheme, card: &ScoreCard, some: impl Fn(&ClauseId, &Why) -> bool) -> Option<Outcome> {
    let lost: Amount = card.clauses.iter().filter(|line| some(&line.id, &line.why)).map(|line| &line.line.earned).sum();
    let earned = &card.whole.earned - lost;
    outcome(scheme, &earned, &card.whole.applicable(), card.special_deductions, card.bonus)
}

/// 脆弱条款: a clause whose loss would cost the grade, and what would be left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragile {
    /// Which clause.
    pub clause: ClauseId,
    /// Score and grade without what it earns.
    pub left: Outcome,
}

/// The clauses whose loss alone would lower the grade, the worst first, then in the order of the scheme.
#[must_use]
pub fn fragile(scheme: &Scheme, card: &ScoreCard) -> Vec<Fragile> {
    let Some(now) = &card.outcome else { return Vec::new() };
    let earning = card.clauses.iter().filter(|line| !line.line.earned.is_zero());
    let mut out: Vec<Fragile> = earning
        .filter_map(|line| {
            let left = without(scheme, card, |id, _| *id == line.id)?;
            (left.grade.id != now.grade.id).then(|| Fragile { clause: line.id.clone(), left })
        })
        .collect();
    out.sort_by(|a, b| a.left.score.cmp(&b.left.score)); // stable: ties stay in the order of the scheme
    out
}
