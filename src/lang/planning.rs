//! Phrases about how sure a score is and what to do next: range, gaps, actions, plan.

use super::phrase::phrases;

phrases! {
    /// Phrases about how sure a score is and what to do next: range, gaps, actions, plan.
    PlanningWords {
        range_title, range_floor, range_ceiling, range_evidence_backed, range_exclusions_refused, range_strict,
        range_points_low, range_points_high, range_value, range_no_points, range_floor_how, range_ceiling_how,
        range_evidence_backed_how, range_exclusions_refused_how, range_strict_how, range_points_how, grade_safe,
        grade_unsafe, import_doubtful, points_all_known, plan_unrated, plan_blank, fragile_title, fragile_none, fragile_line, range_line,
        head_id, head_gap, head_what, head_gain, head_effort, head_cost, head_finish,
        plan_bad_number, plan_no_target, plan_unknown_target, plan_bad_minimise, plan_unknown_action, plan_in_and_out,
        plan_impossible, plan_nothing_applicable, plan_by_has_passed, plan_ruled, plan_late, plan_too_much_effort,
        plan_too_dear, plan_reached, plan_unreached, plan_proven, plan_unproven, plan_line, plan_other, plan_earliest,
        plan_operation_unknown, plan_note, help_plan, plan_not_judged, plan_proven_judged, plan_margin, plan_no_margin, plan_reached_already, plan_unreached_none, plan_closed_action, plan_ceiling,
    }
}
