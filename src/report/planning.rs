//! What the planner says, in words; for the doors and for chapters of the report.

use crate::assessment::{Assessment, SpecialDeduction};
use crate::criteria::{Amount, Scheme};
use crate::lang::Words;
use crate::planning::{PinConflict, Plan, PlanRefused, not_judged};
use crate::scoring::{ScoreCard, decimal_or_fraction};

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
        PlanRefused::Pinned(PinConflict::Late { action, finish }) => {
            w.plan_late.fill(&[("id", action), ("finish", finish)])
        }
        PlanRefused::Pinned(PinConflict::Effort) => w.plan_too_much_effort.to_string(),
        PlanRefused::Pinned(PinConflict::Cost) => w.plan_too_dear.to_string(),
    }
}

/// What was found for a target: one sentence, with a colon where actions follow.
#[must_use]
pub fn say_found(plan: &Plan, target: &str, words: &Words) -> String {
    let w = &words.planning;
    let said = match (plan.reached, plan.actions.is_empty()) {
        (true, false) => &w.plan_reached,
        (true, true) => &w.plan_reached_already,
        (false, false) => &w.plan_unreached,
        (false, true) => &w.plan_unreached_none,
    };
    said.fill(&[("target", &target), ("n", &plan.actions.len())])
}

/// Whether nothing is better than a plan, and within what that is proven.
#[must_use]
pub fn say_proven(plan: &Plan, words: &Words) -> String {
    let w = &words.planning;
    match (plan.proven, plan.card.complete()) {
        (true, true) => w.plan_proven.to_string(),
        (true, false) => w.plan_proven_judged.to_string(),
        (false, _) => w.plan_unproven.to_string(),
    }
}

/// That a plan misses nothing but its margin, and with which it would do; none where that is not so.
#[must_use]
pub fn say_margin(plan: &Plan, target: &Amount, words: &Words) -> Option<String> {
    let w = &words.planning;
    let (margin, outcome) = (plan.smaller_margin.as_ref()?, plan.card.outcome.as_ref()?);
    let score = plan.card.show(&outcome.score);
    if *margin == Amount::default() {
        return Some(
            w.plan_no_margin
                .fill(&[("score", &score), ("grade", &words.grade(&outcome.grade.id, &outcome.grade.title))]),
        );
    }
    let short = decimal_or_fraction(&(target - &outcome.score));
    let short = if short.contains('/') { plan.card.show_up(&(target - &outcome.score)) } else { short };
    let margin = decimal_or_fraction(margin);
    let grade = words.grade(&outcome.grade.id, &outcome.grade.title);
    Some(w.plan_margin.fill(&[("score", &score), ("grade", &grade), ("short", &short), ("margin", &margin)]))
}

/// How far a plan that misses its target could come if all that is not judged met; none where all is judged.
#[must_use]
pub fn say_ceiling(plan: &Plan, words: &Words) -> Option<String> {
    let ceiling = plan.card.ceiling.as_ref().filter(|_| !plan.reached && !plan.card.complete())?;
    let grade = words.grade(&ceiling.grade.id, &ceiling.grade.title);
    let score = plan.card.show(&ceiling.score);
    Some(words.planning.plan_ceiling.fill(&[("score", &score), ("grade", &grade)]))
}

/// What a plan cannot know before all clauses are judged: a sentence about clauses and one about actions on them.
#[must_use]
pub fn say_not_judged(assessment: &Assessment, card: &ScoreCard, words: &Words) -> Vec<String> {
    let w = &words.planning;
    if card.complete() {
        return Vec::new();
    }
    let points = card.show(&card.whole.unrated);
    let mut out = vec![w.plan_unrated.fill(&[("n", &card.unrated), ("points", &points)])];
    let idle = not_judged(assessment, card).len();
    if idle > 0 {
        out.push(w.plan_not_judged.fill(&[("n", &idle)]));
    }
    out
}

/// What has to be done about a special deduction: one sentence.
#[must_use]
pub fn say_rectify(deduction: &SpecialDeduction, scheme: &Scheme, words: &Words) -> String {
    let kind = scheme.rules.special_deductions.kinds.iter().find(|kind| kind.id == deduction.kind);
    let title = kind.map_or("", |kind| kind.title.as_str());
    words.actions.suggest_deduction.fill(&[("title", &title), ("found", &deduction.found)])
}
