//! What the planner says, in words; for the doors and for chapters of the report.

use crate::assessment::SpecialDeduction;
use crate::criteria::Scheme;
use crate::lang::Words;
use crate::planning::{PinConflict, PlanRefused};
use crate::scoring::decimal_or_fraction;

/// Why there is no plan: one sentence.
#[must_use]
pub fn say_refused(refused: &PlanRefused, words: &Words) -> String {
    let w = &words.planning;
    match refused {
        PlanRefused::UnknownGrade { id, known } => {
            w.plan_unknown_target.fill(&[("text", id), ("known", &known.join(&words.common.list_separator))])
        }
        PlanRefused::ImpossibleTarget { score, most } => {
            w.plan_impossible.fill(&[("score", &decimal_or_fraction(score)), ("most", &decimal_or_fraction(most))])
        }
        PlanRefused::NothingApplicable => w.plan_nothing_applicable.to_string(),
        PlanRefused::ByHasPassed { by } => w.plan_by_has_passed.fill(&[("day", by)]),
        PlanRefused::Pinned(PinConflict::Ruled { action, needs }) => {
            w.plan_ruled.fill(&[("id", action), ("needs", needs)])
        }
        PlanRefused::Pinned(PinConflict::Late { action }) => w.plan_late.fill(&[("id", action)]),
        PlanRefused::Pinned(PinConflict::Effort) => w.plan_too_much_effort.to_string(),
        PlanRefused::Pinned(PinConflict::Cost) => w.plan_too_dear.to_string(),
    }
}

/// What has to be done about a special deduction: one sentence.
#[must_use]
pub fn say_rectify(deduction: &SpecialDeduction, scheme: &Scheme, words: &Words) -> String {
    let kind = scheme.rules.special_deductions.kinds.iter().find(|kind| kind.id == deduction.kind);
    let title = kind.map_or("", |kind| kind.title.as_str());
    words.actions.suggest_deduction.fill(&[("title", &title), ("found", &deduction.found)])
}
