//! The price of each star: for every grade above the present one the cheapest plan.

use super::choose::Limits;
use super::plan::{Plan, PlanAsk, PlanRefused, Target, plans};
use crate::assessment::Assessment;
use crate::criteria::{Amount, Grade, Scheme};
use crate::scoring::{GradeReason, ScoreCard};

/// What a grade costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradePrice {
    /// The grade's stable name.
    pub grade: String,
    /// The score that is asked for: its threshold and the margin.
    pub score: Amount,
    /// The cheapest plan, or the nearest one where it is not reached; or why there is none.
    pub plan: Result<Plan, PlanRefused>,
}

/// The grades above the present one, the lowest first; all of them where there is none yet.
pub fn grades_above<'a>(scheme: &'a Scheme, card: &ScoreCard) -> impl Iterator<Item = &'a Grade> {
    let now = card.outcome.as_ref().filter(|outcome| outcome.grade.reason == GradeReason::Threshold);
    let from = now.and_then(|outcome| scheme.rules.grades.iter().find(|grade| grade.id == outcome.grade.id));
    let from = from.map(|grade| grade.from.clone());
    scheme.rules.grades.iter().filter(move |grade| from.as_ref().is_none_or(|from| grade.from > *from))
}

/// What each grade above the present one costs, with this margin; all else as it is asked. `limits` bound each search.
#[must_use]
pub fn grade_prices(
    scheme: &Scheme,
    assessment: &Assessment,
    card: &ScoreCard,
    (ask, margin): (&PlanAsk, &Amount),
    limits: Limits<'_>,
) -> Vec<GradePrice> {
    grades_above(scheme, card)
        .map(|grade| {
            let target = Target::Grade { id: grade.id.clone(), margin: margin.clone() };
            let ask = PlanAsk { target, ..ask.clone() };
            let found = plans(scheme, assessment, &ask, 1, limits);
            // Of one plan that was asked for there is one.
            let plan = found.and_then(|plans| plans.into_iter().next().ok_or(PlanRefused::NothingApplicable));
            GradePrice { grade: grade.id.clone(), score: &grade.from + margin, plan }
        })
        .collect()
}
